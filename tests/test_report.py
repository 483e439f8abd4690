"""The report says what was found, in words that can be checked, and loses nobody."""

import random
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from pipeline.drawing import WIDTH, dot, label, picture, words
from pipeline.errors import FolkmootError
from pipeline.tables import (
    Conflicts,
    Contributions,
    Events,
    Ideas,
    Outcomes,
    SetAside,
    Themes,
    Vectors,
)
from pipeline.wording import firmness, how_sure, percent
from tests.build import rows
from tests.invented import (
    decided_round,
    empty_round,
    few,
    hostile_round,
    invented_round,
    reported,
    told,
)
from tests.reading import (
    anchors,
    letters,
    links,
    markdown_words,
    page_words,
    pdf_letters,
    table_rows,
    texts_of,
    word_words,
)
from tests.test_writers import HOSTILE, OTHERWISE

APPROVED = Path(__file__).parent / "approved" / "findings.md"
Tables = dict[str, pd.DataFrame]
PRINTED = [text for text in HOSTILE if text not in OTHERWISE and len(text) < 9_000]
NASTY = [*HOSTILE[:9], *HOSTILE[10:], "../../x", "CON", "a\u0430", "?#%20&=+"]
spoken = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip)


def test_the_report_is_the_one_that_a_person_approved() -> None:
    """Whoever changes a word of the report looks at the whole of it (copy what differs)."""
    assert reported(invented_round())["findings_md"] == APPROVED.read_text(encoding="utf-8")


def test_how_we_listened_tells_tables_notes_and_what_is_still_to_come() -> None:
    """An event that is planned is shown as planned, and counts among those held once it is."""
    tables = invented_round()
    given = tables["contributions"]
    noted = given["event_id"].map({"e1": "Table 1", "e2": "Una Example"})
    tables["contributions"] = given.assign(table=noted, note_taker=noted)
    planned = {"event_id": "e3", "name": "Evening to come", "status": "planned"}
    tables["events"] = pd.concat([tables["events"], rows(Events, planned)], ignore_index=True)
    page = reported(tables)["findings_html"]
    told = [row[:4] for row in table_rows(page, "Where people were heard")]
    assert told[0][0] == "Harbour meeting (1 table, 1 note-taker)"
    assert told[2] == ["Evening to come (planned)", "–", "–", "–"]
    assert "We heard people at 2 events, and in 1 file of notes" in page
    assert "1 more event listed below was not held." in page
    assert "Una Example" not in page


@pytest.mark.parametrize(
    "make",
    [invented_round, empty_round, lambda: few(*PRINTED), decided_round],
    ids=["invented", "empty", "few", "decided"],
)
def test_all_forms_say_the_same(make: Callable[[], Tables]) -> None:
    """Whatever form people get, they read word for word what those with the page read."""
    made = reported(make())
    words = page_words(made["findings_html"])
    assert " ".join(words) == " ".join(markdown_words(made["findings_md"]))
    assert " ".join(words) == " ".join(word_words(made["findings_docx"]))
    told, place = pdf_letters(made["findings_pdf"]), 0
    for each in words:
        place = told.find(letters(each), place) + len(letters(each))
        assert place >= len(letters(each)), each[:40]


def test_the_report_sets_what_was_said_before_beside_who_says_it_again() -> None:
    """Words, outcome and reason of the earlier round stand in one row; opposites are marked."""
    report = reported(decided_round())["findings_md"]
    (asked, opposite) = [line for line in report.split("\n") if line.startswith("| 2016")]
    assert "Publish what the council spends" in asked
    assert "Out of scope. Reason: No" in asked
    assert "[c1](" in asked
    assert opposite.startswith("| 2016, the opposite | “Keep contracts secret”")


@pytest.mark.slow  # all forms of a report for each
@pytest.mark.parametrize("hostile", NASTY)
def test_hostile_names_and_ids_are_only_words(hostile: str) -> None:
    """Names of themes, events, files and reasons appear as themselves, wherever they stand."""
    made = reported(hostile_round(hostile))
    words = " ".join(page_words(made["findings_html"]))
    assert words == " ".join(markdown_words(made["findings_md"]))
    assert words == " ".join(word_words(made["findings_docx"]))


@settings(max_examples=6)
@given(st.lists(spoken, max_size=8), st.sampled_from(["t1", None]))
def test_every_quote_is_word_for_word(texts: list[str], theme: str | None) -> None:
    """Words between quotation marks stand exactly so in a public text."""
    tables = told([(text, theme, None, "e1") for text in texts])
    tables["themes"] = rows(Themes, {"theme_id": "t1", "quote_ids": "i1|i2"})
    quotes = texts_of(reported(tables)["findings_html"], "blockquote")
    assert all(any(quote in text for text in texts) for quote in quotes)
    assert len(quotes) == min(len({_folded(text) for text in texts}), 4) * (theme is not None)


@settings(max_examples=6)
@given(st.lists(spoken, max_size=8))
def test_every_idea_without_a_theme_can_be_read(texts: list[str]) -> None:
    """However few there are, all are there in full: nobody is too few to be heard."""
    words = page_words(reported(few(*texts))["findings_html"])
    for text in texts:
        assert " ".join(text.split()) in " ".join(words)


@pytest.mark.parametrize("count", [0, 1, 3, 5])
def test_a_few_ideas_are_read_and_not_forced_into_themes(count: int) -> None:
    """With too few ideas the report says so and gives them in reading order."""
    text = reported(few(*(f"idea number {n}" for n in range(count))))["findings_md"]
    assert ("There are too few ideas to look for themes." in text) == (count > 0)
    assert ("No ideas came in that could be included." in text) == (count == 0)
    assert [f"idea number {n} (" in text for n in range(count)] == [True] * count


def test_row_order_means_nothing_and_twice_is_once() -> None:
    """The same tables give the same bytes, whichever way they are sorted."""
    tables = invented_round()
    shuffled = {name: table.sample(frac=1, random_state=3) for name, table in tables.items()}
    first, second, again = reported(tables), reported(shuffled), reported(tables)
    for name in ("ledger", "conflicts", "ask", "matrix"):
        assert first.pop(name).to_csv() == second.pop(name).to_csv() == again.pop(name).to_csv()
    assert first == second == again


def test_everything_that_came_in_is_in_the_ledger() -> None:
    """One row each, with a reason for everything that is not in the findings."""
    tables = invented_round()
    ledger = reported(tables)["ledger"]
    assert set(tables["contributions"]["contribution_id"]) == set(
        ledger["contribution_id"].dropna()
    )
    assert len(ledger) == len(tables["contributions"]) + len(tables["set_aside"])
    assert ledger.loc[ledger["status"] != "included", "reason"].notna().all()
    assert set(ledger.loc[ledger["status"] == "included", "outcome"]) == {"not yet decided"}


def test_an_unread_piece_with_a_number_is_counted_once() -> None:
    """A contribution that was set aside and its note on why are one row."""
    place = {"file": "a.csv", "location": "row 2"}
    tables = empty_round()
    tables["contributions"] = rows(
        Contributions, {"contribution_id": "c1", "status": "set aside", "reason": "empty", **place}
    )
    tables["set_aside"] = rows(SetAside, place, {**place, "location": "row 3", "reason": "garbled"})
    assert list(reported(tables)["ledger"]["reason"]) == ["empty", "garbled"]


def test_headings_are_counted_and_not_listed_as_set_aside() -> None:
    """What stands around what people said is no row of the ledger; its number is told."""
    tables = empty_round()
    place = {"file": "a.md", "location": "paragraph 1", "reason": "a heading", "part": "frame"}
    tables["set_aside"] = rows(SetAside, place)
    made = reported(tables)
    page, ledger = made["findings_html"], made["ledger"]
    assert ledger.empty
    assert "Around what people said, the files hold 1 other line, such as headings" in page


def test_numbers_can_be_counted_again() -> None:
    """Every figure about a theme comes out the same when counted from the tables by other means."""
    tables = invented_round()
    shown = table_rows(reported(tables)["findings_html"], "All themes in numbers")
    said = tables["ideas"].merge(tables["assignments"], on="idea_id")
    said = said.merge(tables["contributions"][["contribution_id", "file", "event_id"]])
    said = said.merge(tables["groups"][["idea_id", "group_id"]], how="left", on="idea_id")
    said = said.assign(
        text=said["group_id"].fillna(said["text"]),
        source=said["event_id"].fillna(said["file"]),
        theme_id=said["theme_id"].fillna(""),
    )
    columns = ["idea_id", "contribution_id", "text", "source", "event_id"]
    counted = said.groupby("theme_id")[columns].nunique()
    names = {"Money & budgets": "t-money", "Taking part": "t-part", "No theme yet": ""}
    assert [row[0] for row in shown] == list(names)
    for row in shown:
        assert [int(figure) for figure in row[1:6]] == list(counted.loc[names[row[0]]])


def test_what_is_withheld_stays_withheld() -> None:
    """Neither an author's name nor a word of what is not included is anywhere in the report."""
    made = reported(invented_round())
    page, text = made["findings_html"], made["findings_md"]
    for secret in ("Zebedee", "Quill", "SECRET"):
        assert secret not in page
        assert secret not in text


def test_every_setting_is_told_so_that_the_run_can_be_repeated() -> None:
    """All dials with their values, those that people changed beside what they came as."""
    page = reported(invented_round())["findings_html"]
    assert table_rows(page, "Every setting") == [
        ["cluster", "theme_size 2.0 (comes as 1.0)."],
        ["publish", "contact (empty)."],
    ]
    assert "1 setting differs from what Folkmoot comes with." in page
    assert f"fingerprint (sha256) {'0' * 64}" in page


@pytest.mark.parametrize(
    ("table", "columns", "told"),
    [
        ("themes", {"by": "codebook"}, "2 themes were brought along by people."),
        (
            "themes",
            {"by": "person"},
            "4 themes and sub-themes were named, described, joined or made by people.",
        ),
        ("redactions", {"state": "accepted"}, "1 personal detail was checked by people."),
        ("alignments", {"by": "person"}, "links to goals and values were made by people."),
    ],
)
def test_what_people_decided_is_counted(table: str, columns: dict[str, str], told: str) -> None:
    """Readers learn how much of a report is the computer's proposal, and how much is not."""
    tables = invented_round()
    tables[table] = tables[table].assign(**columns)
    text = reported(tables)["findings_md"]
    assert told in text
    assert ("Nobody has corrected the themes yet" in text) == (table != "themes")


def test_what_is_decided_is_told_wherever_candidates_stand() -> None:
    """The report and the briefing never say that nothing is decided once something is."""
    tables = decided_round()
    about = {"decided_on": "candidate", "decided_id": "k1", "outcome": "out of scope"}
    twice = {"contribution_id": "c1", "outcome": "merged", "rank": 2}
    more = rows(Outcomes, {"contribution_id": "c3"} | about, twice)
    tables["outcomes"] = pd.concat([tables["outcomes"], more], ignore_index=True)
    made = reported(tables)
    page, briefing = made["findings_html"], made["briefing_html"]
    for paper in (page, briefing):
        assert "nothing is decided yet" not in paper
        assert "3 of 15 contributions have an answer so far. 1 commitment was made." in paper
        assert "): out of scope" in paper
    (candidate, *_) = table_rows(page, "Candidates for commitments")
    assert candidate[-1] == "out of scope"
    counts = "Contributions by what became of them (some have several answers)"
    assert table_rows(page, counts) == [
        ["Out of scope", "2"],
        ["In a commitment", "1"],
        ["Merged", "1"],
    ]
    assert [row[:2] for row in table_rows(page, "Commitments and their milestones")] == [
        ["Money in the open", "Publish every month"],
        ["Money in the open", "Explain it"],
    ]


def test_readers_are_sent_to_no_file_that_only_organisers_have() -> None:
    """The report names no file of the round's folder but those in which people were heard."""
    tables = decided_round()
    frame = rows(SetAside, {"file": "e1.docx", "location": "line 1", "part": "frame"})
    tables["set_aside"] = pd.concat([tables["set_aside"], frame], ignore_index=True)
    tables["outcome_conflicts"] = rows(Conflicts, {"decision_file": "outcomes.csv", "row": 2})
    text = reported(tables)["findings_md"]
    assert "1 decision does not fit any more" in text
    assert not re.search(r"(conflicts|set_aside|ledger)\.csv|run\.json|review pack", text)


def test_words_of_the_laboratory_stay_there() -> None:
    """Citizens read about themes and ideas, in sentences that are not long.

    Only the table of settings, at the end, calls them by the names they have in params.yaml.
    """
    text = reported(invented_round())["findings_md"].split("## Settings of this run")[0]
    assert not re.search(r"cluster|embedding|vector|noise|outlier|\bn ?=", text, re.IGNORECASE)
    summary = text.split("## In short")[1].split("\n\n")[1]
    assert all(len(sentence.split()) < 25 for sentence in summary.split(". "))


def test_every_link_inside_the_report_leads_somewhere() -> None:
    """Links stay on the page or go into the index; nothing is loaded from elsewhere."""
    page = reported(invented_round())["findings_html"]
    inside = {link[1:] for link in links(page) if link.startswith("#")}
    assert inside <= anchors(page)
    assert all(link.startswith(("#", "preview/")) for link in links(page))


def test_long_lists_go_on_in_the_index() -> None:
    """A report stays readable: what is more than the longest list is one link away."""
    text = reported(few("first", "second", "third"), longest_list=2)["findings_md"]
    assert "- second (" in text
    assert "third" not in text
    assert "[1 more text in the index](preview/themes/none-yet.html)" in text


def test_a_quote_that_is_not_word_for_word_stops_the_report() -> None:
    """Nobody is quoted with words they did not use."""
    tables = few("More trees")
    tables["ideas"] = rows(
        Ideas,
        {"idea_id": "i1", "contribution_id": "c1", "start": 0, "end": 10, "text": "more trees"},
    )
    with pytest.raises(FolkmootError) as error:
        reported(tables)
    assert str(error.value) == (
        "ideas.csv: idea i1 is not word for word in contribution c1 (text); "
        "run again from the stage split"
    )


def test_a_theme_without_a_row_stops_the_report() -> None:
    """No idea disappears because its theme has no name."""
    with pytest.raises(FolkmootError) as error:
        reported(told([("More trees", "t9", None, None)]))
    assert str(error.value) == (
        'themes.csv: theme "t9" has ideas but no row; run again from the stage label'
    )


@pytest.mark.parametrize(
    ("stability", "words"),
    [
        (0.75, "firm (0.75)"),
        (0.749, "fairly firm (0.74)"),
        (0.6, "fairly firm (0.60)"),
        (0.599, "loose (0.59)"),
        (0.5, "loose (0.50)"),
        (0.499, "tentative (0.49)"),
        (0.0, "tentative (0.00)"),
        (None, "not measured"),
    ],
)
def test_firmness_is_told_in_a_word_and_a_number(stability: float | None, words: str) -> None:
    """The number never contradicts the word: it is cut, not rounded up to the next step."""
    assert firmness(stability) == words


def test_shares_are_never_rounded_to_all_or_nothing() -> None:
    """One of a thousand is not none of them, and 999 are not all."""
    assert [percent(share) for share in (0, 0.001, 0.5, 0.999, 1)] == [
        *("0%", "1%", "50%", "99%", "100%")
    ]
    assert [how_sure(p) for p in (0.8, 0.799, 0.6, 0.599)] == [
        *("clear (0.80)", "likely (0.79)", "likely (0.60)", "possible (0.59)")
    ]


def test_figures_tell_their_finding_in_words() -> None:
    """Whoever cannot see a figure reads what it shows; those who print it can read its letters."""
    page = reported(invented_round())["findings_html"]
    told = re.findall(r'class="picture" role="img" aria-label="([^"]+)"', page)
    assert told == [
        "Bars of 2 themes. The longest is Money &amp; budgets: 5 contributions, 4 of them heard "
        "at events.",
        "1 of 2 themes are firm or fairly firm. The firmest is Money &amp; budgets: firm (0.75).",
    ]
    assert 13 * 470 / WIDTH > 9  # points on paper, where the text is 470 points wide


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_figure_is_taken_for_markup(text: str) -> None:
    """Names and ideas are only words, also where a picture is drawn."""
    drawn = picture(40, (words(0, 20, text), label(90, 20, text), dot(9, 9, 3, "ink", text)))
    tags = {str(each.tag).rpartition("}")[2] for each in etree.fromstring(drawn).iter()}
    assert tags == {"svg", "text", "circle", "title"}


def test_a_map_puts_together_what_is_near() -> None:
    """Three themes on the map: each is told its nearest other one, and every idea is a dot."""
    tables = told([(f"idea {n}", f"t{n % 3}", None, "e1") for n in range(9)])
    tables["themes"] = rows(
        Themes, *({"theme_id": f"t{n}", "name": f"Theme {n}"} for n in range(3))
    )
    places = {0: (1.0, 0.0, 0.0), 1: (0.9, 0.3, 0.0), 2: (0.0, 0.5, 1.0)}
    tables["context_vectors"] = _vectors(*(places[n % 3] for n in range(9)))
    page = reported(tables)["findings_html"]
    assert table_rows(page, "The numbers on the map") == [
        ["Theme 0", "1", "Theme 1"],
        ["Theme 1", "2", "Theme 0"],
        ["Theme 2", "3", "Theme 1"],
    ]
    assert page.count("<title>Theme ") == 9


def test_a_round_without_events_says_so_in_plain_words() -> None:
    """Nobody is told that we met at 0 events, or that one place is the most."""
    tables = told([("Mend the lamps.", "t", None, None)])
    tables["themes"] = rows(Themes, {"theme_id": "t", "name": "Lamps"})
    tables["events"] = tables["events"].iloc[:0]
    text = reported(tables)["findings_md"]
    assert "We heard people in 1 file of notes or ideas without a listed event." in text
    assert "The list starts with the largest theme." in text


def test_a_round_too_small_for_themes_shows_what_is_near() -> None:
    """Every idea stands beside the one that is nearest to it in meaning."""
    tables = few("trees", "oaks", "buses")
    tables["context_vectors"] = _vectors((1.0, 0.1), (1.0, 0.0), (0.0, 1.0))
    assert table_rows(reported(tables)["findings_html"], "Nearest in meaning") == [
        ["trees (c1)", "oaks (c2)"],
        ["oaks (c2)", "trees (c1)"],
        ["buses (c3)", "trees (c1)"],
    ]


def test_what_asks_for_nothing_is_not_told_as_an_ask() -> None:
    """Concerns and views stand under their own heading in each theme."""
    tables = invented_round()
    tables["candidates"] = tables["candidates"].assign(kind="view")
    told = reported(tables)["findings_md"].partition("#### How people see it")
    assert "**Plain budgets**" in told[0].partition("#### What is asked for")[2]
    assert told[2].strip().startswith("- **Open spending data**")


def test_those_who_ask_the_opposite_are_named() -> None:
    """A theme in which people disagree says so where each side stands, as that side put it."""
    tables = invented_round()
    against = {"t-money-a": "t-money-b", "t-money-b": "t-money-a"}
    opposes = tables["themes"]["theme_id"].map(against)
    tables["themes"] = tables["themes"].assign(opposes=opposes)
    told = reported(tables)["findings_md"]
    assert "every month” Others may ask for the opposite: Plain budgets." in told
    put = "Publish council spending as open data every month"
    assert f"sources. Others may ask for the opposite: {put}." in told


@pytest.mark.slow
def test_ten_thousand_contributions_take_seconds() -> None:
    """A large call is reported in less than a minute, in a page of less than five megabytes."""
    random.seed(1)
    said = [
        (f"idea {n} " * random.randint(1, 30), f"t{n % 60}" if n % 5 else None, None, "e1")
        for n in range(10_000)
    ]
    tables = told(said)
    tables["themes"] = rows(Themes, *({"theme_id": f"t{n}"} for n in range(60)))
    page = reported(tables)["findings_html"]
    assert len(page.encode()) < 5_000_000


def _vectors(*given: tuple[float, ...]) -> pd.DataFrame:
    return rows(
        Vectors, *({"idea_id": f"i{n}", "vector": each} for n, each in enumerate(given, start=1))
    )


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
