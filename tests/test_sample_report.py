"""The report of the sample round, held against its tables by other means than it was made."""

import re
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from pipeline import store
from tests.reading import markdown_words, page_words, table_rows, texts_of, word_words

pytestmark = pytest.mark.slow

SAID = ["idea_id", "contribution_id", "same", "source", "event_id"]


@pytest.fixture(scope="module")
def page(sample_round: Path) -> str:
    """Read the report as a page."""
    return (sample_round / "reports/findings.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def said(sample_round: Path) -> pd.DataFrame:
    """Put each included idea beside its theme, what says the same, and where it was heard."""
    names = ("ideas", "assignments", "contributions", "groups")
    ideas, assignments, contributions, groups = (store.read(sample_round, n) for n in names)
    first = assignments[assignments["rank"] == 1][["idea_id", "theme_id"]]
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
        assert _figures(row[5:7]) == list(counted.loc[named.get(row[0], row[0])][1:]), row[0]


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


def test_why_something_was_set_aside_can_be_counted_again(page: str, sample_round: Path) -> None:
    """Each reason with the number of rows of the ledger that have it."""
    ledger = store.read(sample_round, "ledger")
    missing = ledger[ledger["status"] != "included"]
    if missing.empty:
        assert "Nothing was set aside." in page
        return
    shown = {row[0]: int(row[2]) for row in table_rows(page, "Reasons, and how often each applies")}
    assert shown == dict(Counter(missing["reason"]))


def test_every_quote_stands_in_a_public_text(page: str, sample_round: Path) -> None:
    """Word for word, and beneath the number of the contribution it comes from."""
    public = store.read(sample_round, "public_texts").set_index("contribution_id").fillna("")
    origin = r'<figure class="quote">.*?</blockquote>.*?contributions/([^"]+)\.html"'
    numbers, quotes = re.findall(origin, page, re.DOTALL), texts_of(page, "blockquote")
    assert len(quotes) > 20
    for number, words in zip(numbers, quotes, strict=True):
        assert words in "\n".join(public.loc[number, ["title", "text", "why"]])


def test_the_forms_of_the_sample_report_say_the_same(page: str, sample_round: Path) -> None:
    """Page, Markdown and Word file, word for word."""
    reports = sample_round / "reports"
    words = page_words(page)
    assert words == markdown_words((reports / "findings.md").read_text(encoding="utf-8"))
    assert words == word_words((reports / "findings.docx").read_bytes())
