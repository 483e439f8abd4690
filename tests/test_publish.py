"""The index publishes every contribution with what became of it, and nothing that must not be."""

import csv
import json
from collections.abc import Callable
from hashlib import sha256
from io import StringIO
from posixpath import dirname, join, normpath
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.addresses import slug
from pipeline.join import records
from pipeline.publish import publish
from pipeline.publish.outcomes import working_days
from pipeline.signing import fingerprint
from pipeline.tables import Contributions, Events, Ledger, SignOff
from pipeline.wording import PREVIEW
from tests.build import rows
from tests.invented import NASTY as NASTY_TEXTS
from tests.invented import (
    PUBLISH_DIALS,
    PUBLISH_ORDER,
    empty_round,
    few,
    hostile_crowd,
    hostile_round,
    invented_round,
    told,
)
from tests.reading import anchors, links, moving_parts, page_words, texts_of
from tests.test_writers import HOSTILE

NASTY = [*HOSTILE[:2], *HOSTILE[4:7], "../../x", "CON", "a\u0430", "?#%20&=+", "javascript:x"]
Tables = dict[str, pd.DataFrame]


def _publish(tables: Tables, **dials: object) -> dict[str, str]:
    whole = {"ledger": _ledger(tables), **tables}
    given_tables: list[Any] = [whole[name] for name in PUBLISH_ORDER]
    all_dials: dict[str, Any] = {**PUBLISH_DIALS, **dials}
    documents = publish(*given_tables, **all_dials)
    return dict(zip(documents["file"], documents["content"], strict=True))


def _ledger(tables: Tables) -> pd.DataFrame:
    """Account for contributions and unread pieces as the report does."""
    columns = ["contribution_id", "file", "location", "original_id", "status", "reason"]
    lines = records(tables["contributions"][columns])
    lines += records(tables["set_aside"][["file", "location", "reason"]])
    made = ({"status": "set aside", "outcome": "not yet decided", **line} for line in lines)
    return rows(Ledger, *made)


def test_a_contribution_has_its_own_page() -> None:
    """Who gave an idea finds the words, the theme, the evidence and what became of it."""
    page = _publish(invented_round())["contributions/c1.html"]
    words = " ".join(page_words(page)).removeprefix(PREVIEW).strip()
    assert words.startswith("Contribution c1 Publish council spending as open data every month")
    assert "What became of it Not yet decided." in words
    assert "Theme: Money & budgets" in words
    assert "SDG 16.6: Open institutions clear (0.81)" in words
    assert texts_of(page, "mark") == ["council spending as open data"] * 2


def test_every_contribution_is_in_the_index_or_named_with_a_reason() -> None:
    """Nothing vanishes: a page of its own, or a line that says why it is not shown."""
    files = _publish(invented_round())
    pages = {file for file in files if file.startswith("contributions/")}
    assert pages == {f"contributions/c{n}.html" for n in range(1, 16)}
    withheld = " ".join(page_words(files["withheld.html"]))
    assert "x1 withdrawn withdrawn by its author" in withheld
    assert "x2 not published rejected by moderators" in withheld
    assert "photo.jpg whole file a picture, which cannot be read type it up" in withheld


def test_no_author_and_nothing_withheld_is_published() -> None:
    """Names of authors and words that are not included are in no file of the index."""
    everything = "\n".join(_publish(invented_round()).values())
    for secret in ("Zebedee", "Quill", "SECRET"):
        assert secret not in everything


def test_the_list_has_stable_anchors() -> None:
    """An old link to a contribution still works when others come in."""
    assert {f"c-c{n}" for n in range(1, 16)} <= anchors(
        _publish(invented_round())["contributions.html"]
    )


def test_without_sign_off_every_page_is_a_preview() -> None:
    """Nobody takes unchecked pages for published ones; search engines are told to stay away."""
    pages = {f: t for f, t in _publish(invented_round()).items() if f.endswith(".html")}
    assert all(PREVIEW in page for page in pages.values())
    assert all('<meta name="robots" content="noindex">' in page for page in pages.values())


def test_sign_off_counts_for_the_sheet_that_was_read() -> None:
    """The banner goes when this very sheet was signed off, and comes back when it changes."""
    tables = invented_round()
    checked = fingerprint(tables["redactions"], tables["public_texts"])
    tables["sign_off"] = rows(SignOff, {"checked_sha256": checked})
    assert PREVIEW not in "".join(_publish(tables).values())
    longer = tables["redactions"].assign(end=4)
    assert PREVIEW in _publish({**tables, "redactions": longer})["index.html"]
    more = tables["public_texts"].assign(why="Another reason")
    assert PREVIEW in _publish({**tables, "public_texts": more})["index.html"]


def test_the_fingerprint_is_that_of_the_file() -> None:
    """A person can check it with `cat` of both files into `sha256sum`."""
    both = [invented_round()[name] for name in ("redactions", "public_texts")]
    content = "".join(table.to_csv(index=False, lineterminator="\n") for table in both)
    assert fingerprint(*both) == sha256(content.encode()).hexdigest()


@pytest.mark.parametrize(
    "make", [invented_round, empty_round, lambda: few(*HOSTILE)], ids=["invented", "empty", "few"]
)
def test_every_link_leads_somewhere(make: Callable[[], Tables]) -> None:
    """No page of the index links to a page, a place or a file that is not there."""
    _check_links(_publish(make()))


@pytest.mark.parametrize("hostile", NASTY)
def test_hostile_names_and_ids_do_no_harm(hostile: str) -> None:
    """Whatever names, places, reasons and ids are made of, every page is found by its links."""
    _check_links(_publish(hostile_round(hostile)))


def test_two_hundred_hostile_contributions_do_no_harm() -> None:
    """Pages stay inside the index and are found; words are words in pages, data and search."""
    files = _publish(hostile_crowd())
    _check_links(files)
    pages = {file: text for file, text in files.items() if file.endswith(".html")}
    assert not [part for page in pages.values() for part in moving_parts(page)]
    shown = {row["text"] for row in json.loads(files["contributions.json"])["contributions"]}
    assert shown == set(NASTY_TEXTS)
    assert {row[3] for row in _search(files)["rows"]} == set(NASTY_TEXTS)


def test_the_search_holds_every_contribution_and_no_word_of_what_is_withheld() -> None:
    """The number of a withheld contribution leads to its reason; its words cannot be found."""
    searched = _search(_publish(invented_round()))
    rows_by_id = {row[1]: row for row in searched["rows"]}
    assert len(rows_by_id) == 17
    assert rows_by_id["x1"] == ["withheld.html", "x1", "", "", [], [], [], [], [], []]
    first = rows_by_id["c1"]
    assert first[:2] == ["contributions/c1.html", "c1"]
    assert [[searched["filters"][n][1][i] for i in found] for n, found in enumerate(first[4:])] == [
        ["Oban"],
        ["Harbour meeting"],
        ["Money & budgets"],
        ["Access to information"],
        ["SDG 16: Peace, justice and strong institutions"],
        ["Not yet decided"],
    ]


def _search(files: dict[str, str]) -> dict[str, Any]:
    """Read the search script as the browser does."""
    script = files["search-data.js"]
    found: dict[str, Any] = json.loads(script.removeprefix("globalThis.folkmootIndex = ")[:-2])
    return found


def test_what_became_of_it_is_a_list_and_a_reason() -> None:
    """Contributions are listed by outcome; the page of each says why."""
    tables = invented_round()
    ledger = _ledger(tables)
    first = ledger["contribution_id"] == "c1"
    ledger = ledger.assign(
        outcome=ledger["outcome"].mask(first, "out of scope"),
        outcome_reason=ledger["outcome_reason"].mask(first, "a matter for the UK <Parliament>"),
    )
    files = _publish({**tables, "ledger": ledger})
    page = " ".join(page_words(files["contributions/c1.html"]))
    assert "Out of scope. Reason: a matter for the UK <Parliament>" in page
    assert "../contributions/c1.html" in links(files["outcomes/out-of-scope.html"])
    front = " ".join(page_words(files["index.html"]))
    assert "Out of scope: 1 contribution Not yet decided: 14 contributions" in front


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2018-06-04", "2018-06-04", 0),
        ("2018-06-01", "2018-06-04", 1),
        ("2018-06-01T23:59", "2018-06-08", 5),
        ("2018-06-04", "2018-06-01", None),
        ("2018", "2018-06-01", None),
        (None, "2018-06-01", None),
    ],
)
def test_working_days_are_mondays_to_fridays(first: str, last: str, days: int | None) -> None:
    """A Friday's question answered on Monday took one working day."""
    assert working_days(first, last) == days


def test_a_candidate_has_the_contributions_behind_it() -> None:
    """A possible commitment leads to the words of everyone who asked for it, and back."""
    page = _publish(invented_round())["candidates/k1.html"]
    assert {f"../contributions/c{n}.html" for n in (1, 2, 3)} <= set(links(page))
    assert "heard at 3 sources" in " ".join(page_words(page))


def _check_links(files: dict[str, str]) -> None:
    for file, page in ((f, t) for f, t in files.items() if f.endswith(".html")):
        for link in links(page):
            assert ":" not in link
            target, _, anchor = link.partition("#")
            path = normpath(join(dirname(file), target)) if target else file
            assert path in files or path == "../findings.html", (file, link)
            assert not anchor or anchor in anchors(files[path])


@settings(max_examples=6)
@given(st.lists(st.sampled_from(HOSTILE) | st.text(min_size=1), min_size=1, unique=True))
def test_ids_cannot_leave_the_folder_or_meet(ids: list[str]) -> None:
    """Whatever an id is made of, its page has a safe name that no other id has."""
    names = [slug(each) for each in ids]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name == slug(name) or "~" in name for name in names)
    assert not any("/" in name or "\\" in name or name.startswith(".") for name in names)


def test_hostile_words_are_only_words() -> None:
    """Scripts, templates, look-alikes and formulas appear as themselves, in data and on pages."""
    files = _publish(few(*HOSTILE))
    read = list(csv.DictReader(StringIO(files["contributions.csv"], newline="")))
    assert {row["text"] for row in read} == set(HOSTILE)
    guarded = csv.DictReader(StringIO(files["contributions-spreadsheet.csv"], newline=""))
    assert "'=cmd|' /C calc'!A0" in {row["text"] for row in guarded}
    listed = files["contributions.html"]
    assert "<script>alert" not in listed
    assert listed.count("<script") == 1


def test_the_data_say_what_the_pages_say() -> None:
    """JSON and CSV hold every contribution once, those not shown with number and reason only."""
    files = _publish(invented_round(), base_url="https://example.org/index/")
    data = json.loads(files["contributions.json"])
    shown = {each["contribution_id"]: each for each in data["contributions"]}
    assert len(shown) == 17
    assert shown["x1"] == {
        "contribution_id": "x1",
        "status": "withdrawn",
        "reason": "withdrawn by its author",
        "outcome": "not yet decided",
        "outcome_reason": None,
    }
    assert shown["c1"]["sdg"] == ["16.6"]
    assert shown["c1"]["ideas"][0]["text"] == shown["c1"]["text"]
    assert shown["c1"]["address"] == "https://example.org/index/contributions/c1.html"
    assert data["licence"] == "CC BY 4.0"


def test_words_in_another_language_are_marked() -> None:
    """A screen reader speaks Gaelic as Gaelic, and a reader is told what it is."""
    tables = few("Tha sinn ag iarraidh barrachd Gàidhlig")
    tables["contributions"] = tables["contributions"].assign(language="gd")
    page = _publish(tables)["contributions/c1.html"]
    assert '<p dir="auto" lang="gd">Tha sinn' in page
    assert "in Scottish Gaelic" in " ".join(page_words(page))


def test_long_lists_have_pages() -> None:
    """Fifty contributions at a time are enough to read; each page leads to the next."""
    files = _publish(few("first", "second", "third"), longest_list=2)
    assert "Page 2 of 2: 3 contributions." in " ".join(page_words(files["contributions-2.html"]))
    assert "contributions-2.html" in links(files["contributions.html"])
    assert "contributions.html" in links(files["contributions-2.html"])


def test_row_order_means_nothing_and_twice_is_once() -> None:
    """The same tables give the same files, byte for byte, whichever way they are sorted."""
    tables = invented_round()
    tables["ledger"] = _ledger(tables)
    shuffled = {name: table.sample(frac=1, random_state=5) for name, table in tables.items()}
    shuffled["redactions"] = tables["redactions"]
    assert _publish(tables) == _publish(shuffled) == _publish(tables)


def test_an_event_without_contributions_is_still_listed() -> None:
    """People who came to a meeting see that it counts, also when its notes are missing."""
    tables = empty_round()
    tables["events"] = rows(Events, {"event_id": "e7", "name": "Meeting on the ferry"})
    files = _publish(tables)
    assert "Meeting on the ferry: 0 contributions" in " ".join(page_words(files["index.html"]))
    assert "sources/e7.html" in files


def test_an_event_that_nobody_listed_keeps_its_contributions() -> None:
    """A contribution from an unknown event is shown under that event's id."""
    tables = told([("More trees", None, None, "e9")])
    assert "sources/e9.html" in _publish(tables)
    assert list(Contributions.validate(tables["contributions"])["event_id"]) == ["e9"]


@pytest.mark.slow
def test_ten_thousand_contributions_take_seconds() -> None:
    """A large call is published in less than a minute and 300 megabytes."""
    files = _publish(few(*(f"idea number {n} about the town" for n in range(10_000))))
    assert len(files) > 10_000
    assert sum(-(-len(text.encode()) // 4096) * 4096 for text in files.values()) < 300_000_000
