"""What is private stays private: no file that the public may see holds it, in any form."""

from pathlib import Path

import docx
import pytest
from docx.document import Document

from pipeline.exchange import FORMATS
from tests.conftest import Folkmoot, NewRound
from tests.files import saved, workbook
from tests.leaks import PRIVATE, published

# Words that are nowhere else; each stands in one private place. No list of names knows them.
MARKERS = (
    *("zqauthor", "zqmail", "zqaccount", "zqmoderated", "zqwithheld", "zqwombat", "zqwithdrawn"),
    *("zqneighbour", "zqcontact", "zqobfuscated", "zqscribe", "zqfilemail", "zqfilename"),
    *("zqsheetmail", "zqeventmail", "zqadded", "zqmeta", "zqcomment", "zqmoderator", "zqidmail"),
    *("496 0999", "4960999", "EH99 1SP", "zqheading", "zqattended"),
)
PUBLIC = ("Publish the budget of every school", "Let us see the contracts")
WITHHELD = "The zqwombat dividend for every street{} zqwithheld"
CALL = [
    [
        "ID",
        "Title",
        "Text",
        "Why",
        "Author",
        "E-mail",
        "May we publish your response?",
        "moderated",
    ],
    [
        "1",
        "Money",
        PUBLIC[0],
        "Ask my neighbour Zqneighbour Quorn",
        "Zqauthor Quorn",
        "",
        "Yes",
        "1",
    ],
    [
        "2",
        "Money",
        PUBLIC[1] + ", says Zqauthor Quorn",
        "",
        "zqauthor quorn",
        "zqmail@example.org",
        "Yes",
        "1",
    ],
    [
        "3",
        "Roads",
        "Mend roads. Ring 0131 496 0999, EH99 1SP, zqcontact@example.org",
        "",
        "zqaccount@example.org",
        "",
        "Yes",
        "1",
    ],
    [
        "4",
        "Zqwithheld title",
        WITHHELD.format(""),
        "zqwithheld why",
        "Zqauthor Quorn",
        "",
        "No",
        "1",
    ],
    ["5", "Zqwithheld title", WITHHELD.format(" and lane"), "", "", "", "No", "1"],
    ["6", "Zqwithheld title", WITHHELD.format(" and close"), "", "", "", "", "1"],
    ["7", "Rude", "zqmoderated nonsense", "", "", "", "Yes", "-1"],
    [
        "zqidmail@example.org",
        "Buses",
        "Run the buses in the evening, write to zqobfuscated [at] example.org",
        "",
        "",
        "",
        "Yes",
        "1",
    ],
    [
        "9",
        "Chips",
        "Ask the zqadded lad from the chip shop, everyone knows him",
        "",
        "",
        "",
        "Yes",
        "1",
    ],
]
NOTES = """# Evening of talk
Note-taker: Zqscribe Quorn
Present: Zqattended Quorn, Zqattended Tulloch

## Table of Morag Zqheading
- Hold meetings when people can come
- Pay the bus fare of people who come
- Tell us what became of our answers
"""


def notes_in_word() -> bytes:
    """Make notes whose file says more about its author than its pages do."""
    document: Document = docx.Document()
    document.core_properties.author = "Zqmeta Quorn"
    document.core_properties.last_modified_by = "zqmeta@example.org"
    document.add_heading("Library evening", 1)
    point = document.add_paragraph("Open the library on Sundays", style="List Bullet")
    document.add_comment(point.runs, "zqcomment says no", author="Zqcomment Quorn")
    document.sections[0].header.paragraphs[0].text = "zqmeta@example.org"
    return saved(document)


def private_round(new_round: NewRound) -> Path:
    """Make a round with something private in every place that people put it."""
    call = "\n".join(",".join(f'"{cell}"' for cell in row) for row in CALL)
    events = "id,name,date,file\ne1,Harbour talk (ask zqeventmail@example.org),2018-06-05,talk.md\n"
    added = "when,who,contribution_id,words,answer\n2026-01-02,Zqmoderator,,the zqadded lad,add\n"
    return new_round(
        {
            "ideas from zqfilemail@example.org.csv": call,
            "Notes by Morag_Zqfilename.txt": "- Plant trees along the road\n- Mend the wall\n",
            "talk.md": NOTES,
            "library.docx": notes_in_word(),
            "tables.xlsx": workbook(
                {
                    "zqsheetmail@example.org": [
                        ["Idea"],
                        ["Show how money is spent"],
                        ["Cut red tape"],
                    ]
                }
            ),
            "zqfilemail@example.org.jpg": b"\xff\xd8\xff\xe0 no picture",
            "events.csv": events,
            "decisions/redactions.csv": added,
        }
    )


@pytest.mark.slow
def test_nothing_private_gets_out(new_round: NewRound, folkmoot: Folkmoot) -> None:
    """Not in a text, a table, a database, a document, what it says about itself, nor a name."""
    folder = private_round(new_round)
    said = folkmoot("run", folder)
    assert said.code == 0, said.err
    assert not leaks(folder)
    folkmoot("sign-off", folder, "--by", "Zqmoderator Quorn")
    assert folkmoot("publish", folder, "--quiet").code == 0
    assert all(folkmoot("export", form, folder).code == 0 for form in FORMATS)
    assert not leaks(folder)


def leaks(folder: Path) -> list[str]:
    """Name the markers that got out, and where; what is public must be there."""
    told = [(name, text.casefold()) for name, text in published(folder / "reports")]
    everything = "\n".join(text for _, text in told)
    assert all(words.casefold() in everything for words in PUBLIC)
    assert "not be published, and" in everything, "what may not be published is counted"
    return sorted(
        {f"{m} in {name}" for name, text in told for m in MARKERS if m.casefold() in text}
    )


def test_the_readme_names_what_is_private(new_round: NewRound) -> None:
    """Who opens the folder of reports reads which files are never to be passed on."""
    readme = (new_round({}) / "reports/README.md").read_text()
    assert all(f"`{name}`" in readme for name in PRIVATE)
