"""What is private stays private: no file that the public may see holds it, in any form."""

from collections.abc import Iterable, Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path
from random import Random

import docx
import pandas as pd
import pytest
from docx.document import Document
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.__main__ import app, main
from pipeline.exchange import FORMATS
from pipeline.ingest.names import ids
from tests.conftest import NewRound, made_round
from tests.files import saved, workbook, zipped
from tests.leaks import PRIVATE, letters, published

ROUNDS = 2  # of ten seconds; each has about a hundred private words
LATIN = "abcdefghijklmnopqrstuvwxyz"
LETTERS = LATIN + "àéîñöøçłžő" + "אבגדהו" + "ابجدهز" + "σδ" + "日本語"
ODD = "\"'<>&;,|\\{}()[]%=+-#*_`~!?$^ \t\u00a0\u200b\u200f\u202e😀"
IN_A_NAME = ODD.replace("\t", "")
PUBLIC = ("Publish the budget of every school", "Let us see the contracts", "Open on Sundays")
TAKEN_BACK = "taken back"


class Secrets:
    """Private words as they are drawn: each stands nowhere else, among characters of any kind."""

    def __init__(self, seed: int) -> None:
        """Begin with none; the same seed draws the same."""
        self.random = Random(seed)
        self.words: list[str] = []

    def word(self, alphabet: str = LETTERS) -> str:
        """Draw a word that no other text can hold."""
        number = len(self.words)
        first = f"zq{LATIN[number // 26]}{LATIN[number % 26]}"
        self.words.append(first + self._drawn(alphabet, 6, 12))
        return self.words[-1]

    def text(self) -> str:
        """Draw a text with such a word, short or very long."""
        around = f"{self.odd()} {self.word()} {self.odd()}"
        return around * self.random.choice((1, 1, 1, 500))

    def odd(self, alphabet: str = ODD) -> str:
        """Draw characters that writers of files stumble over."""
        return self._drawn(alphabet, 0, 6)

    def mail(self, among: str = ODD) -> str:
        """Draw an e-mail address among such characters."""
        at = self.random.choice(("@", "@", " [at] "))
        return f"{self.odd(among)} {self.word(LATIN)}{at}example.org {self.odd(among)}"

    def phone(self) -> str:
        """Draw a number as it is written in Scotland."""
        digits = self._drawn("123456789", 10, 10)
        self.words.append(digits)
        gap, first = self.random.choice(" -\u00a0"), self.random.choice(("0", "+44 ", "+44 (0)"))
        return f"{first}{digits[:3]}{gap}{digits[3:]}"

    def person(self) -> str:
        """Draw a name of two words."""
        return f"Morag {self.word(LATIN + 'àéöøł').capitalize()}"

    def _drawn(self, alphabet: str, least: int, most: int) -> str:
        return "".join(self.random.choices(alphabet, k=self.random.randint(least, most)))


def call(secrets: Secrets) -> str:
    """Make answers to an online call: two for everybody to read, the others for nobody."""
    own = secrets.person()
    told = [
        {"Text": f"{PUBLIC[0]}. Write to {secrets.mail()}", "Why": told_of(secrets)},
        {"Text": f"{PUBLIC[1]}, says {own}", "Author": own, "ID": secrets.mail()},
    ]
    closed = [
        {"Publish": "No"},
        {"Publish": ""},
        {"Publish": secrets.text()},
        {"Moderated": "-1"},
        {"Withdrawn": "2026-01-02"},
        {"ID": TAKEN_BACK},
    ]
    words = ("Title", "Text", "Why", "Author", "Tags")
    hidden = [{name: secrets.text() for name in words} | row for row in closed]
    beside = {name: secrets.mail() for name in ("E-mail", "Tags", "Event", "Table")}
    usual = beside | {"Publish": "Yes", "Moderated": "1", "Note-taker": secrets.person()}
    rows = enumerate((*told, *hidden))
    return sheet(usual | {"ID": str(n), "Author": secrets.text()} | row for n, row in rows)


def told_of(secrets: Secrets) -> str:
    """Write about somebody else."""
    return f"My neighbour {secrets.person()} knows: ring {secrets.phone()}"


def sheet(rows: Iterable[Mapping[str, str]]) -> str:
    """Write rows as CSV."""
    return pd.DataFrame(list(rows)).to_csv(index=False)


def notes(secrets: Secrets) -> str:
    """Write notes with people in their head and addresses in head and headings."""
    return (
        f"# Evening of talk\nNote-taker: {secrets.person()}\n\nPresent: {secrets.person()}\n\n"
        f"Place: Hall, {secrets.mail('!? ')}\n\nDate: 5 June 2018\n\n"
        f"## Ask {secrets.mail('!? ')}\n- Hold meetings when people can come\n- Mend the wall\n"
    )


def page(secrets: Secrets) -> str:
    """Write an idea page with its author and a comment."""
    return (
        f"Lights in the lane\nLight the lane\nWhy the contribution is important\nIt is dark\n"
        f"by {secrets.word()} on June 06, 2018 at 03:22PM\n"
        f"Posted by {secrets.word()} July 27, 2018 at 14:17\nGood idea\n"
    )


def message(secrets: Secrets) -> bytes:
    """Make a message with people in its head, its signature and what it quotes."""
    made = EmailMessage()
    made["From"] = f"{secrets.person()} <{secrets.word(LATIN)}@example.org>"
    made["To"] = f"{secrets.word(LATIN)}@example.org"
    made["Subject"] = f"Benches, and {secrets.word(LATIN)}@example.org"
    made.set_content(
        f"Put benches by the shore.\n-- \n{secrets.word()}\n\nOn Monday, {secrets.word()} wrote:\n"
        f"> {secrets.word()}\n"
    )
    return bytes(made)


def notes_in_word(secrets: Secrets) -> bytes:
    """Make notes whose file says more about its author than its pages do."""
    document: Document = docx.Document()
    document.core_properties.author = secrets.person()
    document.core_properties.last_modified_by = secrets.word()
    document.add_heading("Library evening", 1)
    point = document.add_paragraph(PUBLIC[2], style="List Bullet")
    document.add_comment(point.runs, secrets.word(), author=secrets.person())
    document.sections[0].header.paragraphs[0].text = secrets.word()
    return saved(document)


def private_files(secrets: Secrets) -> dict[str, str | bytes]:
    """Make files with something private in every place that people put it."""
    name = f"ideas {secrets.mail(IN_A_NAME)}.csv"
    listed = {of: secrets.mail() for of in ("id", "name", "place", "kind", "status")}
    added = secrets.word(LATIN)
    tab = f"{secrets.word(LATIN)[:16]}@example.org"
    row = {"when": "2026-01-02", "who": secrets.person()}
    answer = row | {"words": added, "answer": "add"}
    taken_back = row | {"action": "withdraw", "contribution_id": ids([(name, TAKEN_BACK)])[0]}
    return {
        name: call(secrets),
        f"{secrets.mail(IN_A_NAME)}.jpg": b"\xff\xd8\xff\xe0 no picture",
        "talk.md": notes(secrets),
        "page.txt": page(secrets),
        "library.docx": notes_in_word(secrets),
        "benches.eml": message(secrets),
        "evening.zip": zipped({f"{secrets.mail(IN_A_NAME)}.md": notes(secrets)}),
        "tables.xlsx": workbook({tab: [["Idea"], ["Cut red tape"], [f"Ask {added}"]]}),
        "events.csv": sheet([listed | {"date": "2018-06-05", "file": "library.docx"}]),
        "decisions/redactions.csv": sheet([answer]),
        "decisions/withdrawals.csv": sheet([taken_back]),
    }


@pytest.mark.slow
@settings(
    max_examples=ROUNDS,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(0))
def test_nothing_private_gets_out(seed: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Not in a text, a table, a database, a document, what it says about itself, nor a name."""
    secrets = Secrets(seed)
    folder = tmp_path_factory.mktemp("private") / "round"
    made_round(folder, private_files(secrets))
    command("run", folder, "--quiet")
    assert leaks(folder, secrets.words) == []
    command("sign-off", folder, "--by", "zqsigner")
    command("publish", folder, "--quiet")
    for form in FORMATS:
        command("export", form, folder)
    assert leaks(folder, [*secrets.words, "zqsigner"]) == []


def command(*arguments: str | Path) -> None:
    """Run a command that ends well."""
    main(lambda: app([str(argument) for argument in arguments], standalone_mode=False))


def leaks(folder: Path, secrets: Sequence[str]) -> list[str]:
    """Name the secrets that got out, and where; what is public must be there."""
    told = [(name, letters(text)) for name, text in published(folder / "reports")]
    everything = "\n".join(text for _, text in told)
    assert all(letters(words) in everything for words in PUBLIC)
    assert letters("not be published, and") in everything, "what may not be published is counted"
    wanted = {secret: letters(secret) for secret in secrets}
    return sorted(
        {
            f"{secret} in {name}"
            for name, text in told
            for secret, it in wanted.items()
            if it in text
        }
    )


def test_the_readme_names_what_is_private(new_round: NewRound) -> None:
    """Who opens the folder of reports reads which files are never to be passed on."""
    readme = (new_round({}) / "reports/README.md").read_text()
    assert all(f"`{name}`" in readme for name in PRIVATE)
