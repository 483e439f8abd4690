"""The report of the sample round, held against its tables by other means than it was made."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import docx
import pandas as pd
import pytest

from pipeline import store
from pipeline.wording import firmness
from tests.reading import markdown_words, page_words, table_head, table_rows, texts_of, word_words

pytestmark = pytest.mark.slow

SAID = ["idea_id", "contribution_id", "same", "source", "event_id"]
COUNTED = re.compile(
    r"(.+): (\d+) ideas?(?: \((\d+) distinct texts?\))? "
    r"in (\d+) contributions? from (\d+) sources?\."
)


@pytest.fixture(scope="module")
def page(sample_round: Path) -> str:
    """Read the report as a page."""
    return (sample_round / "reports/findings.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def said(sample_round: Path) -> pd.DataFrame:
    """Put each included idea beside its theme, what says the same, and where it was heard."""
    names = ("ideas", "assignments", "contributions", "groups")
    ideas, assignments, contributions, groups = (store.read(sample_round, n) for n in names)
    first = assignments[assignments["rank"] == 1][["idea_id", "theme_id", "subtheme_id"]]
    kept = contributions[contributions["status"] == "included"]
    table = ideas.merge(first).merge(kept[["contribution_id", "file", "event_id"]])
    table = table.merge(groups[["idea_id", "group_id"]], how="left")
    folded = table["text"].str.split().str.join(" ").str.casefold()
    given: pd.DataFrame = table.assign(
        same=table["group_id"].fillna(folded),
        source=table["event_id"].fillna(table["file"]),
        theme_id=table["theme_id"].fillna(""),
    )
    return given


@pytest.fixture(scope="module")
def named(sample_round: Path) -> dict[str, str]:
    """Find a theme by its name, and an event by its name."""
    themes, events = store.read(sample_round, "themes"), store.read(sample_round, "events")
    tops = themes[themes["parent_id"].isna()]
    both = [*zip(tops["name"], tops["theme_id"], strict=True)]
    both += [*zip(events["name"], events["event_id"], strict=True), ("No theme yet", "")]
    return dict(both)


def _figures(cells: list[str]) -> list[int]:
    return [int(cell.replace(",", "")) for cell in cells]


def test_every_count_of_a_theme_can_be_counted_again(
    page: str, said: pd.DataFrame, named: dict[str, str]
) -> None:
    """Ideas, contributions, distinct texts, sources and events of each theme."""
    counted = said.groupby("theme_id")[SAID].nunique()
    shown = table_rows(page, "All themes in numbers")
    assert {named[row[0]] for row in shown} >= set(counted.index)
    for row in shown:
        expected = counted.loc[named[row[0]]] if named[row[0]] in counted.index else [0] * 5
        assert _figures(row[1:6]) == list(expected), row[0]


def test_where_themes_were_heard_can_be_counted_again(
    page: str, said: pd.DataFrame, named: dict[str, str]
) -> None:
    """Each cell of themes by sources, and the columns add up to each source's own count."""
    pairs = said.groupby(["theme_id", "source"])["contribution_id"].nunique()
    for row in table_rows(page, "by where they were heard"):
        expected = pairs[pairs.index.get_level_values("theme_id") == named[row[0]]]
        assert sorted(n for n in _figures(row[1:]) if n) == sorted(expected), row[0]


def test_who_was_heard_can_be_counted_again(
    page: str, said: pd.DataFrame, named: dict[str, str]
) -> None:
    """Contributions, ideas and distinct texts of each event and file."""
    counted = said.groupby("source")[["contribution_id", "idea_id", "same"]].nunique()
    for row in table_rows(page, "Where people were heard"):
        name, _, inside = row[0].rstrip(")").partition(" (")  # tables, or the file
        assert _figures(row[4:7]) == list(counted.loc[named.get(name, inside)]), row[0]


def test_the_first_figures_can_be_counted_again(
    page: str, said: pd.DataFrame, sample_round: Path
) -> None:
    """What a reader sees first: received, included, set aside, ideas, texts, sources, themes."""
    ledger = store.read(sample_round, "ledger")
    included = int((ledger["status"] == "included").sum())
    without = int((said["theme_id"] == "").sum())
    assert _figures(texts_of(page, "dd")) == [
        *(len(ledger), included, len(ledger) - included, len(said), said["same"].nunique()),
        *(said["source"].nunique(), len(said) - without, without),
    ]


def test_what_is_asked_for_can_be_counted_again(
    page: str, said: pd.DataFrame, sample_round: Path
) -> None:
    """Each sub-theme with its ideas, contributions, distinct texts and sources."""
    names = store.read(sample_round, "themes").set_index("theme_id")["name"]
    counted = said.groupby("subtheme_id")[SAID[:4]].nunique()
    found = [line for text in texts_of(page, "li") if (line := COUNTED.match(text))]
    shown = [
        (line[1], int(line[2]), int(line[4]), int(line[3] or line[2]), int(line[5]))
        for line in found
        if line[1] != "How much"
    ]
    assert len(shown) > 10
    assert Counter(shown) == Counter((names[row[0]], *row[1:]) for row in counted.itertuples())


def test_candidates_can_be_counted_again(page: str, said: pd.DataFrame, sample_round: Path) -> None:
    """Sources, values, distinct texts and contributions of those who do not turn against each."""
    listed = store.read(sample_round, "candidates")
    asks = listed[listed["kind"] == "ask"].sort_values("order")
    links = store.read(sample_round, "alignments")
    values = links[(links["subject"] == "subtheme") & (links["framework"] == "ogp")]
    against = listed["against_ids"].dropna().str.split("|").explode()
    behind = said[~said["idea_id"].isin(against)]
    counted = behind.groupby("subtheme_id")[SAID].nunique()
    shown = table_rows(page, "Candidates for commitments")
    assert len(shown) == len(asks)
    for row, ask in zip(shown, asks.itertuples(), strict=True):
        n = counted.loc[ask.subtheme_id]
        n_values = values[values["subject_id"] == ask.subtheme_id]["code"].nunique()
        assert row[0] == f"{ask.order}. {ask.statement}"
        assert _figures(row[2:6]) == [*(n["source"], n_values, n["same"], n["contribution_id"])]


def test_links_to_goals_and_values_can_be_counted_again(
    page: str, said: pd.DataFrame, named: dict[str, str], sample_round: Path
) -> None:
    """How many contributions of a theme speak of each goal, and how many ideas of each value."""
    links, goals = (store.read(sample_round, name) for name in ("alignments", "frameworks"))
    spoken = links[links["subject"] == "idea"].merge(said, left_on="subject_id", right_on="idea_id")
    parent = goals.set_index("code")["parent_code"].to_dict()
    goal = spoken["code"].map(lambda code: parent.get(code) or code)
    per_goal = spoken.assign(goal=goal).groupby(["theme_id", "goal"])["contribution_id"].nunique()
    caption = "speak of Sustainable Development Goals"
    heads = [name.replace("SDG\xa0", "") for name in table_head(page, caption)[1:]]
    for row in table_rows(page, caption):
        shown = {code: int(n) for code, n in zip(heads, row[1:], strict=True) if n != "–"}
        assert shown == {
            code: n
            for (theme, code), n in per_goal.items()
            if theme == named[row[0]] and code in heads
        }
    per_value = spoken.groupby(["theme_id", "code"])["idea_id"].nunique()
    order = ["access_to_information", "public_accountability"]
    order += ["civic_participation", "technology_innovation"]
    for row in table_rows(page, "Themes with their goals and values"):
        theme = named[row[0]]
        assert int(row[1]) == (said["theme_id"] == theme).sum()
        shown_here = [int(cell.strip("()").replace("–", "0")) for cell in row[3:7]]
        assert shown_here == [per_value.get((theme, code), 0) for code in order]


def test_how_firm_themes_are_can_be_looked_up(page: str, sample_round: Path) -> None:
    """Each theme's figure, and all of them together: the mean by their ideas."""
    themes = store.read(sample_round, "themes")
    tops = themes[themes["parent_id"].isna()].set_index("name")
    for row in table_rows(page, "All themes in numbers")[:-1]:
        assert row[6].replace("\xa0", " ") == firmness(tops.loc[row[0], "stability"])
    mean = (tops["stability"] * tops["n_ideas"]).sum() / tops["n_ideas"].sum()
    assert f"How firm the themes are, taken together: {firmness(mean)}." in texts_of(page, "p")


def test_what_was_taken_out_can_be_counted_again(page: str, sample_round: Path) -> None:
    """As many personal details as the sheet has that people did not turn down."""
    sheet = store.read(sample_round, "redactions")
    start = "Personal details that were taken out:"
    told = next(text for text in texts_of(page, "p") if text.startswith(start))
    assert sum(map(int, re.findall(r"\d+", told))) == (sheet["state"] != "rejected").sum()


def test_why_something_was_set_aside_can_be_counted_again(page: str, sample_round: Path) -> None:
    """Each reason with the number of rows of the ledger that have it."""
    ledger = store.read(sample_round, "ledger")
    missing = ledger[ledger["status"] != "included"]
    if missing.empty:
        assert "Nothing was set aside." in page
        return
    shown = {row[0]: int(row[2]) for row in table_rows(page, "Reasons, and how often each applies")}
    assert shown == dict(Counter(missing["reason"]))


@pytest.mark.parametrize(
    ("paper", "fewest"), [("findings.html", 20), ("shortlist/review-pack.html", 20)]
)
def test_every_quote_stands_in_a_public_text(sample_round: Path, paper: str, fewest: int) -> None:
    """Word for word, and beneath the number of the contribution it comes from."""
    page = (sample_round / "reports" / paper).read_text(encoding="utf-8")
    origin = r'<figure class="quote">.*?</blockquote>.*?contributions/([^"]+)\.html"'
    numbers, quotes = re.findall(origin, page, re.DOTALL), texts_of(page, "blockquote")
    assert len(quotes) > fewest
    _check_words(sample_round, zip(numbers, quotes, strict=True))


def test_every_quote_of_the_briefing_stands_in_a_public_text(sample_round: Path) -> None:
    """Each theme's quote, before the number of the contribution it comes from."""
    page = (sample_round / "reports/briefing.html").read_text(encoding="utf-8")
    found = [re.fullmatch(r"“(.+)” \((\w+)\)", text) for text in texts_of(page, "td")]
    quotes = [(quote[2], quote[1]) for quote in found if quote]
    assert len(quotes) == len(table_rows(page, "The themes heard in most places"))
    _check_words(sample_round, quotes)


def test_the_figures_of_the_briefing_can_be_counted_again(
    said: pd.DataFrame, named: dict[str, str], sample_round: Path
) -> None:
    """What decision makers read first, and contributions and sources of each theme."""
    page = (sample_round / "reports/briefing.html").read_text(encoding="utf-8")
    whole = said[["contribution_id", "idea_id", "same", "source"]].nunique()
    without = int((said["theme_id"] == "").sum())
    assert _figures(texts_of(page, "dd")) == [*whole, without]
    counted = said.groupby("theme_id")[["contribution_id", "source"]].nunique()
    for row in table_rows(page, "The themes heard in most places"):
        assert _figures(row[1:3]) == list(counted.loc[named[row[0]]])


def _check_words(round_: Path, quotes: Iterable[tuple[str, str]]) -> None:
    public = store.read(round_, "public_texts").set_index("contribution_id").fillna("")
    for number, words in quotes:
        assert words in "\n".join(public.loc[number, ["title", "text", "why"]])


def test_the_word_file_is_built_for_those_who_listen_to_it(sample_round: Path) -> None:
    """No level of headings is left out; pictures and tables say what they are; contents lead on."""
    word = docx.Document(str(sample_round / "reports/findings.docx"))
    styles = [str(line._p.style) for line in word.paragraphs]
    levels = [int(style[-1]) for style in styles if style.startswith("Heading")]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(shape._inline.docPr.get("descr") for shape in word.inline_shapes)
    assert len(word.inline_shapes) == 3
    assert all(table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in word.tables)
    assert styles.count("TOC1") == levels.count(1)
    assert styles.count("TOC2") == levels.count(2)


def test_the_forms_of_the_sample_report_say_the_same(page: str, sample_round: Path) -> None:
    """Page, Markdown and Word file, word for word."""
    reports = sample_round / "reports"
    words = page_words(page)
    assert words == markdown_words((reports / "findings.md").read_text(encoding="utf-8"))
    assert words == word_words((reports / "findings.docx").read_bytes())
