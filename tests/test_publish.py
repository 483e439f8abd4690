"""The index publishes every contribution with what became of it, and nothing that must not be."""

import csv
import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from io import StringIO
from posixpath import dirname, join, normpath
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.addresses import slug
from pipeline.findings import Source
from pipeline.join import records
from pipeline.publish import content_of
from pipeline.publish.changes import changes
from pipeline.publish.feed import ATOM
from pipeline.signing import fingerprints, unsigned
from pipeline.tables import (
    Contributions,
    Events,
    Ledger,
    Outcomes,
    Papers,
    SignOff,
)
from pipeline.wording import PREVIEW
from tests.build import rows
from tests.invented import NASTY as NASTY_TEXTS
from tests.invented import (
    TAKING_PART,
    decided_round,
    empty_round,
    few,
    files_of,
    hostile_crowd,
    hostile_round,
    invented_round,
    published,
    reported,
    told,
)
from tests.reading import addresses, anchors, links, moving_parts, page_words, table_rows, texts_of
from tests.test_writers import HOSTILE

NASTY = [*HOSTILE[:2], *HOSTILE[4:7], "../../x", "CON", "a\u0430", "?#%20&=+", "javascript:x"]
Tables = dict[str, pd.DataFrame]


def _publish(tables: Tables, **dials: object) -> dict[str, Any]:
    return files_of(published({"ledger": _ledger(tables), **tables}, **dials))


def _ledger(tables: Tables) -> pd.DataFrame:
    """Account for contributions and unread pieces as the report does."""
    columns = ["contribution_id", "file", "location", "original_id", "status", "reason"]
    lines = records(tables["contributions"][columns])
    lines += records(tables["set_aside"][["file", "location", "reason"]])
    made = ({"status": "set aside", "outcome": "not yet decided", **line} for line in lines)
    return rows(Ledger, *made)


def test_a_preview_stands_apart_from_what_was_published() -> None:
    """Before sign-off the index is left as it stands; afterwards there is no preview any more."""
    tables = invented_round()
    made = published({"ledger": _ledger(tables), **tables})
    assert made["index"] is None
    assert len(made["preview"])
    tables["sign_off"] = _signed(tables)
    made = published({"ledger": _ledger(tables), **tables})
    assert made["preview"].empty
    assert set(made["index"]["file"]) >= {"index.html", "findings.html", "co-creation-record.html"}
    beside = [link for link in links(made["co_creation_html"]) if not link.startswith("#")]
    assert {link.partition("/")[0] for link in beside} == {"index"}


def _signed(tables: Tables) -> pd.DataFrame:
    """Sign off every contribution as it stands."""
    read = fingerprints(tables["redactions"], tables["public_texts"]).items()
    return rows(SignOff, *({"contribution_id": e, "checked_sha256": mark} for e, mark in read))


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
    everything = "\n".join(map(str, _publish(invented_round()).values()))
    for secret in ("Zebedee", "Quill", "SECRET"):
        assert secret not in everything


def test_a_page_says_what_was_taken_out_and_where_the_idea_went() -> None:
    """Who reads `[name]` learns how much was taken out; the idea leads to the shortlist."""
    page = " ".join(page_words(_publish(invented_round())["contributions/c1.html"]))
    assert "Personal data taken out: name (1)" in page
    assert "Theme: Money & budgets · Shortlist: Possible commitment 1" in page


def test_the_list_has_stable_anchors() -> None:
    """An old link to a contribution still works when others come in."""
    assert {f"c-c{n}" for n in range(1, 16)} <= anchors(
        _publish(invented_round())["contributions.html"]
    )


def test_without_sign_off_every_page_is_a_preview() -> None:
    """Nobody takes unchecked pages for published ones; search engines are told to stay away."""
    tables = invented_round()
    made = published({**tables, **reported(tables)})
    pages = {f: t for f, t in files_of(made).items() if f.endswith(".html")}
    pages["beside the index"] = made["co_creation_html"]
    assert all(PREVIEW in page for page in pages.values())
    assert all('<meta name="robots" content="noindex">' in page for page in pages.values())


def test_sign_off_counts_for_what_was_read() -> None:
    """The banner goes when this very text was signed off, and comes back when it changes."""
    tables = invented_round()
    tables["sign_off"] = _signed(tables)
    assert PREVIEW not in "".join(map(str, _publish({**tables, **reported(tables)}).values()))
    accepted = tables["redactions"].assign(state="accepted")
    assert PREVIEW not in _publish({**tables, "redactions": accepted})["index.html"]
    longer = tables["redactions"].assign(end=4)
    assert list(unsigned(longer, tables["public_texts"], tables["sign_off"])) == ["c1"]
    assert PREVIEW in _publish({**tables, "redactions": longer})["index.html"]
    more = tables["public_texts"].assign(why="Another reason")
    assert PREVIEW in _publish({**tables, "public_texts": more})["index.html"]


@pytest.mark.parametrize(
    "make",
    [invented_round, empty_round, lambda: few(*HOSTILE), decided_round],
    ids=["invented", "empty", "few", "decided"],
)
def test_every_link_leads_somewhere(make: Callable[[], Tables]) -> None:
    """No file of the index leads to a page, a place or a file that is not there, or out of it."""
    tables = make()
    _check_links(_publish({**tables, **reported(tables)}))


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


@pytest.mark.parametrize(
    ("place", "town"),
    [
        ("Glasgow, Trades Hall", "Glasgow"),
        ("Trades Hall, Glasgow", "Glasgow"),
        ("Town hall, Nowhere on Sea, Scotland", "Town hall"),
        ("Oban", "Oban"),
        (" ", None),
        (None, None),
    ],
)
def test_a_town_is_found_wherever_it_stands_in_a_place(place: str | None, town: str | None) -> None:
    """Who looks for Glasgow finds what was heard there, whichever way people wrote the place."""
    assert Source("e1", "An evening", is_event=True, place=place).town == town


def test_what_came_from_a_platform_is_named_by_it() -> None:
    """A citizen knows the name of the platform, and not that of the file it was exported to."""
    tables = told([("More trees", None, None, None), ("Fewer cars", None, None, "e1")])
    tables["contributions"] = tables["contributions"].assign(platform="ideas.example")
    files = _publish(tables)
    assert "ideas.example (online-call.csv)" in " ".join(page_words(files["contributions/c1.html"]))
    assert "ideas.example" not in files["contributions/c2.html"]


def test_whoever_asked_for_two_things_gets_two_answers() -> None:
    """Each answer stands by the words it is to, or says whose words were decided about."""
    tables = decided_round()
    second = {
        "contribution_id": "c1",
        "outcome": "out of scope",
        "by": "forum",
        "reason": "Reserved",
    }
    other = {"rank": 2, "about": "Abolish fees", "decided_on": "candidate", "idea_ids": "i1"}
    tables["outcomes"] = pd.concat([tables["outcomes"], rows(Outcomes, second | other)])
    files = _publish(tables)
    words = " ".join(page_words(files["contributions/c1.html"]))
    assert "In a commitment. Decided by the forum." in words
    whose = "Decided by the forum about “Abolish fees”, which these words were heard together"
    assert f"Out of scope. {whose} with. Reason: Reserved" in words
    assert "contributions/c1.html" in files["outcomes/out-of-scope.html"]
    assert "contributions/c1.html" in files["outcomes/in-a-commitment.html"]


def test_whoever_asks_for_the_opposite_stands_beside_a_candidate_not_behind_it() -> None:
    """Their words are quoted as opposing and not listed; their page says what they are against."""
    tables = decided_round()
    tables["candidates"] = tables["candidates"].assign(against_ids="i1")
    files = _publish(tables)
    page = " ".join(page_words(files["candidates/k1.html"]))
    assert "asking for the opposite, so not counted here" in page
    assert "c-c1" not in anchors(files["candidates/k1.html"])
    own = " ".join(page_words(files["contributions/c1.html"]))
    assert "Asks for the opposite of: Possible commitment 1" in own


def test_what_became_of_it_is_a_list_and_a_reason() -> None:
    """Contributions are listed by outcome; the page of each says who decided, why and when."""
    files = _publish(decided_round())
    page = " ".join(page_words(files["contributions/c2.html"]))
    assert "Out of scope. Decided by government. Reason: a matter for the UK <Parliament>" in page
    assert "Answered on 3 July 2018." in page
    first = " ".join(page_words(files["contributions/c1.html"]))
    assert "In a commitment. Decided by the forum." in first
    assert "Commitment: Money in the open Answered on 2 July 2018, within 20 working days." in first
    assert "../contributions/c2.html" in links(files["outcomes/out-of-scope.html"])
    front = " ".join(page_words(files["index.html"]))
    assert "In a commitment: 1 contribution Out of scope: 1 contribution Not yet" in front


def test_the_reason_stands_in_every_list() -> None:
    """Who reads through what was not taken up finds why beside each, without opening its page."""
    files = _publish(decided_round())
    reason = "What became of it: Out of scope. Decided by government. Reason: a matter for the UK"
    for page in ("outcomes/out-of-scope.html", "themes/t-money.html", "sources/e2.html"):
        assert reason in " ".join(page_words(files[page]))
        assert "Answered on 3 July 2018." in " ".join(page_words(files[page]))
    undecided = " ".join(page_words(files["outcomes/not-yet-decided.html"]))
    assert "What became of it" not in undecided


def test_a_candidate_tells_what_was_decided_about_it() -> None:
    """A possible commitment that was turned down says so, with the reason; else it says nothing."""
    tables = decided_round()
    assert "What became of it Out" not in " ".join(page_words(_candidate(tables)))
    about = {"decided_on": ["theme", "candidate"], "decided_id": ["t-money", "k1"]}
    tables["outcomes"] = tables["outcomes"].assign(**about)
    page = _candidate(tables)
    front = " ".join(page_words(_publish(tables)["index.html"]))
    assert "(out of scope)" in front
    assert "What became of it Out of scope. Decided by government." in " ".join(page_words(page))


def _candidate(tables: Tables) -> str:
    return str(_publish(tables)["candidates/k1.html"])


def test_a_commitment_shows_its_milestones_and_who_asked_for_it() -> None:
    """Progress can be followed in public; what nobody has said yet is named as missing."""
    files = _publish(decided_round())
    page = " ".join(page_words(files["commitments/open-money.html"]))
    assert "In this commitment: 1 contribution. 1 contribution." in page
    assert "2 milestones: 1 not started and 1 under way" in page
    assert "The problem Not said so far." in page
    assert "Who leads Treasury of Nowhere" in page
    shown = links(files["commitments/open-money.html"])
    assert {"https://example.org/spending", "../contributions/c1.html"} <= set(shown)


def test_what_earlier_rounds_said_has_its_pages_here() -> None:
    """A contribution leads to what was said then and became of it, and from there back again."""
    files = _publish(decided_round())
    words = " ".join(page_words(files["contributions/c1.html"]))
    assert "In 2016: “Publish what the council spends” (contribution old)." in words
    assert "What became of it: Out of scope. Reason: No <money>" in words
    assert "In 2016 the opposite was asked" in " ".join(page_words(files["contributions/c2.html"]))
    assert "../earlier/2016/old.html" in links(files["contributions/c1.html"])
    assert "../../contributions/c1.html" in links(files["earlier/2016/old.html"])
    assert "../../contributions/c2.html" not in links(files["earlier/2016/other.html"])
    assert "earlier/2016/gone.html" not in files
    assert {"earlier/2016.html", "rounds.html"} <= set(links(files["index.html"]))


def test_one_search_and_one_base_hold_all_rounds() -> None:
    """The round is a filter and a column; without earlier rounds there is nothing to choose."""
    files = _publish(decided_round())
    assert _search(files)["filters"][-1] == ["Round", ["This round", "2016"]]
    found = [row for row in _search(files)["rows"] if row[1] == "old"]
    assert found[0][:4] == [
        "earlier/2016/old.html", "old", "In 2016: Money", "Publish what the council spends",
    ]  # fmt: skip
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(files["index.sqlite"])
        rounds = "SELECT round, count(*) FROM contributions GROUP BY round ORDER BY round"
        assert base.execute(rounds).fetchall() == [("2016", 2), ("this round", 17)]
    alone = _publish(invented_round())
    assert "Round" not in [label for label, _ in _search(alone)["filters"]]
    assert not [file for file in alone if file.startswith(("earlier", "rounds"))]


def test_a_candidate_has_the_contributions_behind_it() -> None:
    """A possible commitment leads to the words of everyone who asked for it, and back."""
    page = _publish(invented_round())["candidates/k1.html"]
    assert {f"../contributions/c{n}.html" for n in (1, 2, 3)} <= set(links(page))
    assert "heard at 3 sources" in " ".join(page_words(page))


def _check_links(files: dict[str, Any]) -> None:
    for file, content in files.items():
        for link in addresses(file, content):
            if link.startswith(("https://example.org/", "https://creativecommons.org/")):
                continue
            assert ":" not in link
            target, _, anchor = link.partition("#")
            path = normpath(join(dirname(file), target)) if target else file
            assert path in files, (file, link)
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
        "round": "this round",
        "status": "withdrawn",
        "reason": "withdrawn by its author",
        **dict.fromkeys(("outcome", "outcome_reason", "outcome_about", "outcome_by")),
        **dict.fromkeys(("outcome_date", "commitment_id")),
    }
    assert shown["c1"]["sdg"] == ["16.6"]
    assert shown["c1"]["ideas"][0]["text"] == shown["c1"]["text"]
    assert shown["c1"]["address"] == "https://example.org/index/contributions/c1.html"
    assert data["licence"] == "CC BY 4.0"


def test_the_base_is_searched_without_accents() -> None:
    """One file, opened with SQLite or Datasette, finds words whatever their accents and case."""
    files = _publish(few("Barrachd GÀIDHLIG air soidhnichean", "=1+1 budget"))
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(files["index.sqlite"])
        found = base.execute(
            "SELECT contribution_id FROM contributions JOIN contributions_fts f "
            "ON f.rowid = contributions.rowid WHERE contributions_fts MATCH 'gaidhlig'"
        ).fetchall()
        assert found == [("c1",)]
        assert base.execute("SELECT text FROM ideas WHERE idea_id = 'i2'").fetchone() == (
            "=1+1 budget",
        )
        assert base.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_the_dictionary_names_every_column() -> None:
    """The package says of each column of each CSV what it holds, in the order of the file."""
    files = _publish(decided_round(), base_url="https://example.org/index/")
    package = json.loads(files["datapackage.json"])
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    for resource in package["resources"]:
        table = list(csv.reader(StringIO(files[resource["path"]])))
        fields = resource["schema"]["fields"]
        assert table[0] == [field["name"] for field in fields]
        assert all(field["description"] for field in fields)
        numbers = [n for n, field in enumerate(fields) if field["type"] in ("number", "integer")]
        assert all(float(row[n]) >= 0 for row in table[1:] for n in numbers if row[n])
    words = page_words(files["data.html"])
    assert {field["name"] for r in package["resources"] for field in r["schema"]["fields"]} <= {
        *words
    }


def test_catalogues_are_told_what_this_is() -> None:
    """schema.org and DCAT name the data set, its licence, its days and every file of it."""
    files = _publish(invented_round(), base_url="https://example.org/index/")
    told = json.loads(files["dataset.jsonld"])
    assert told["@type"] == ["Dataset", "dcat:Dataset"]
    assert told["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert told["temporalCoverage"] == "2018-06-04/2018-06-12"
    for each in told["distribution"]:
        assert each["contentUrl"].removeprefix("https://example.org/index/") in files
    assert json.loads(texts_of(files["index.html"], "script")[0]) == told


def _log(tables: Tables, before: pd.DataFrame, when: str) -> pd.DataFrame:
    """Log what publishing these tables would change."""
    added = changes(content_of({"ledger": _ledger(tables), **tables}), records(before), when)
    return pd.concat([before, added], ignore_index=True)


def test_what_changed_is_told_once_and_for_good() -> None:
    """New, answered and withdrawn contributions are told with their day; nothing new, no row."""
    tables = invented_round()
    log = _log(tables, tables["published"], "2018-06-20T10:00:00Z")
    assert len(log) == 17
    assert len(_log(tables, log, "2018-06-21T10:00:00Z")) == 17
    decided = decided_round()
    here = decided["contributions"]["contribution_id"] == "c7"
    decided["contributions"] = decided["contributions"].assign(
        status=decided["contributions"]["status"].mask(here, "withdrawn")
    )
    log = _log(decided, log, "2018-07-04T10:00:00Z")
    files = _publish({**decided, "published": log})
    page = " ".join(page_words(files["changes.html"]))
    assert (
        "Published on 4 July 2018 What became of it: in a commitment: 1 contribution (c1)" in page
    )
    assert "No longer shown: withdrawn: 1 contribution (c7) Published on 20 June 2018" in page
    assert TAKING_PART[1] not in "".join(map(str, files.values()))


def test_an_address_that_was_published_says_why_it_holds_no_words_any_more() -> None:
    """Who follows an old link learns that it was withdrawn, or is not among the files now."""
    tables = invented_round()
    log = _log(tables, tables["published"], "2018-06-20T10:00:00Z")
    given = tables["contributions"]
    left = given[given["contribution_id"] != "c15"].copy()
    back = left["contribution_id"] == "c7"
    left["status"] = left["status"].mask(back, "withdrawn")
    left["reason"] = left["reason"].mask(back, "<b>asked</b> to")
    later = {**tables, "contributions": left}
    for name in ("ideas", "public_texts"):
        later[name] = tables[name][tables[name]["contribution_id"] != "c15"]
    log = _log(later, log, "2018-07-04T10:00:00Z")
    assert len(_log(later, log, "2018-07-05T10:00:00Z")) == len(log)
    files = _publish({**later, "published": log})
    _check_links(files)
    page = " ".join(page_words(files["contributions/c7.html"]))
    assert "Since 4 July 2018 it is not shown: withdrawn. Reason: <b>asked</b> to" in page
    gone = " ".join(page_words(files["contributions/c15.html"]))
    assert "Since 4 July 2018 it is not shown: no longer sent in." in gone
    assert "c15 no longer sent in" in " ".join(page_words(files["withheld.html"]))
    found = {row[1]: row[0] for row in _search(files)["rows"]}
    assert [found[each] for each in ("c7", "c15", "x1")] == [
        *("contributions/c7.html", "contributions/c15.html", "withheld.html")
    ]
    assert "contributions/c15.html" in links(files["changes.html"])
    assert TAKING_PART[1] not in "".join(map(str, files.values()))
    again = _publish({**tables, "published": _log(tables, log, "2018-07-06T10:00:00Z")})
    assert TAKING_PART[1] in again["contributions/c7.html"]


def test_the_feed_is_the_log() -> None:
    """Readers of feeds get each change once: same id, same date in every run."""
    tables = decided_round()
    tables["published"] = _log(tables, tables["published"], "2018-07-04T10:00:00Z")
    files = _publish(tables, base_url="https://example.org/index/")
    entries = list(ElementTree.fromstring(files["changes.atom"]).iter(f"{{{ATOM}}}entry"))
    assert len(entries) == 17
    first = {child.tag.rpartition("}")[2]: child for child in entries[0]}
    assert first["updated"].text == "2018-07-04T10:00:00Z"
    assert first["link"].get("href") == "https://example.org/index/contributions/c1.html"
    assert len({child.text for e in entries for child in e if child.tag == f"{{{ATOM}}}id"}) == 17


def test_people_put_documents_on_the_register() -> None:
    """Minutes and plans are listed beside the files that came in; only web links are links."""
    tables = invented_round()
    tables["papers"] = rows(
        Papers,
        {"title": "Minutes", "address": "https://example.org/minutes", "date": "2018-07-02"},
        {"title": "Plan", "address": "javascript:alert(1)"},
    )
    page = _publish(tables)["documents.html"]
    assert "https://example.org/minutes" in links(page)
    assert not [link for link in links(page) if "javascript" in link]
    assert ["photo.jpg", "–", "0", "1", "0"] in table_rows(page, "What came in")


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
    assert sum(-(-len(text) // 4096) * 4096 for text in files.values()) < 300_000_000
