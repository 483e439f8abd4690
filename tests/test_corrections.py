"""Corrections outlast every run, and what no longer fits is told, never dropped."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline import store
from pipeline.cluster import cluster
from pipeline.cluster.board import ACTIONS
from pipeline.tables import Codebook, CodebookVectors, Corrections, Groups, ThemeMemory, ThemeNames
from tests.build import WordEncoder, rows
from tests.conftest import Folkmoot, copy
from tests.test_cluster import as_tables, themed

DIALS: dict[str, Any] = {"theme_size": 1.0, "same_ask": 0.6, "redraws": 1, "seed": 7}
MADE = ("assignments", "firmness", "guidance", "conflicts", "memory", "questions")
BUS, BUS_TOO, BOOK, MONEY = 0, 1, 8, 16  # places of ideas about buses, libraries and budgets


class Round:
    """A round of invented ideas that people correct, run after run."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = texts
        self.rows: list[dict[str, str]] = []
        self.names: pd.DataFrame = rows(ThemeNames)
        self.memory: pd.DataFrame = rows(ThemeMemory)
        self.made: dict[str, pd.DataFrame] = {}
        self.codebook: list[dict[str, str]] = []

    def run(self, **dials: float) -> "Round":
        """Find themes again, after everything that people wrote so far."""
        given_tables: list[Any] = [
            *as_tables(self.texts),
            *(rows(Groups), rows(Codebook, *self.codebook), self._vectors()),
            *(rows(Corrections, *self.rows), self.memory, self.names),
        ]
        made = cluster(*given_tables, method="folkmoot", **(DIALS | dials))
        self.made = dict(zip(MADE, made, strict=True))
        self.memory = self.made["memory"]
        return self

    def _vectors(self) -> DataFrame[CodebookVectors]:
        opposite = -WordEncoder().encode(self.texts).sum(axis=0)
        vectors = [
            opposite if each["name"] == "zebras" else WordEncoder().encode([each["name"]])[0]
            for each in self.codebook
        ]
        pairs = zip(self.codebook, vectors, strict=True)
        return rows(CodebookVectors, *({"name": each["name"], "vector": of} for each, of in pairs))

    def write(self, action: str, what: str = "", to: str = "") -> "Round":
        """Add a row, as people do, and run."""
        self.rows.append({"action": action, "what": what or None, "to": to or None})  # type: ignore[dict-item]
        return self.run()

    def theme(self, place: int, rank: int = 1) -> Any:  # noqa: ANN401  an id, or None
        """Give the theme of an idea; None if it has none of this rank."""
        found = self.made["assignments"].query(f"idea_id == 'i{place:05}' and rank == {rank}")
        return found["theme_id"].item() if len(found) and found["theme_id"].notna().all() else None

    def by(self, place: int) -> str:
        """Say who put an idea into its main theme."""
        return str(self.made["assignments"].query(f"idea_id == 'i{place:05}'")["by"].iloc[0])

    def conflicts(self) -> list[tuple[int, str]]:
        """Rows that do not fit, with the reason."""
        table = self.made["conflicts"]
        return list(zip(table["row"], table["why"], strict=True))

    def name(self, theme: str) -> Any:  # noqa: ANN401  a name, or None
        """Give the name that people gave a theme."""
        return self.made["guidance"].set_index("theme_id")["name"].get(theme)


def _round() -> Round:
    return Round(themed()).run()


def test_an_idea_is_moved_by_its_words_or_its_id() -> None:
    """Whoever moves an idea says which by its words, in any case and spacing, or by its id."""
    for said in ("i00000", "Buses  buses BUSES night"):
        moved = _round()
        books = moved.theme(BOOK)
        moved.write("move", said, books)
        assert moved.theme(BUS) == books
        assert (moved.by(BUS), moved.by(BUS_TOO)) == ("person", "machine")
        assert moved.conflicts() == []


def test_a_theme_is_meant_by_its_id_a_name_or_an_idea_in_it() -> None:
    """A name that a person gave can be used in the rows below; so can an idea of the theme."""
    moved = _round()
    moved.write("rename", moved.theme(BOOK), "Reading rooms")
    moved.write("move", "i00000", "reading ROOMS")
    assert moved.theme(BUS) == moved.theme(BOOK)
    moved.write("move", "i00001", moved.texts[BOOK])
    assert moved.theme(BUS_TOO) == moved.theme(BOOK)
    assert moved.name(moved.theme(BOOK)) == "Reading rooms"


def test_a_round_that_shrinks_to_a_few_ideas_has_no_themes_left() -> None:
    """Themes of the run before do not hold ideas together that are too few for themes now."""
    shrunk = _round()
    shrunk.texts = shrunk.texts[:4]
    shrunk.run()
    assert [shrunk.theme(place) for place in range(4)] == [None] * 4


def test_a_name_of_the_last_report_will_do() -> None:
    """The names that the machine gave are known in the next run."""
    moved = _round()
    moved.names = rows(ThemeNames, {"theme_id": moved.theme(BOOK), "name": "Open and warm"})
    assert moved.write("move", "i00000", "Open and warm").theme(BUS) == moved.theme(BOOK)


def test_an_idea_can_be_in_a_further_theme_and_be_taken_out() -> None:
    """The main theme stays first; taken out of its only theme an idea has no theme yet."""
    both = _round()
    buses, books = both.theme(BUS), both.theme(BOOK)
    both.write("add to", "i00000", books)
    assert (both.theme(BUS), both.theme(BUS, rank=2)) == (buses, books)
    both.write("remove from", "i00000", buses)
    assert both.theme(BUS) == books
    both.write("remove from", "i00000", books)
    assert both.theme(BUS) is None
    assert both.by(BUS) == "person"


def test_two_themes_become_one() -> None:
    """All ideas of the first go into the second, run after run; its old name still leads there."""
    merged = _round()
    buses, books = merged.theme(BUS), merged.theme(BOOK)
    merged.write("rename", buses, "Getting about").write("merge", "Getting about", books).run()
    assert merged.theme(BUS) == merged.theme(BOOK) == books
    assert merged.write("move", f"i{MONEY:05}", "Getting about").theme(MONEY) == books
    assert books not in set(merged.made["firmness"]["theme_id"])  # firmness is of what was found


def test_a_theme_is_parted_around_ideas() -> None:
    """The ideas named, and those nearest to them, stand alone; the rest keeps the id."""
    parted = _round()
    buses = parted.theme(BUS)
    parted.write("split", buses, "i00000|i00001")
    assert parted.theme(BUS) == parted.theme(BUS_TOO) != buses
    assert buses in set(parted.made["assignments"]["theme_id"])
    assert parted.conflicts() == []


def test_people_make_themes() -> None:
    """A new theme has the name and the ideas that a person gave it; an empty one is told."""
    made = _round().write("new theme", "i00000|i00008", "Late opening")
    assert made.theme(BUS) == made.theme(BOOK)
    assert made.name(made.theme(BUS)) == "Late opening"
    made.write("new theme", "", "Still to come")
    assert made.conflicts() == [
        (3, "no idea has this theme as its main one, so that it is not shown")
    ]
    assert made.write("move", "i00001", "Still to come").conflicts() == []


def test_a_quote_is_pinned_and_a_theme_described() -> None:
    """A person's quote and description reach those who name and quote themes."""
    told = _round()
    told.write("pin quote", "i00003").write("describe", told.theme(BUS), "How people get about.")
    row = told.made["guidance"].set_index("theme_id").loc[told.theme(BUS)]
    assert (row["quote_ids"], row["description"]) == ("i00003", "How people get about.")
    assert row["by"] == "person"


def test_pinned_quotes_stand_in_the_order_of_their_latest_rows() -> None:
    """Whoever orders quotes again gets the new order, not the first one."""
    told = _round()
    for idea in ("i00003", "i00004", "i00003"):
        told.write("pin quote", idea, told.theme(BUS))
    row = told.made["guidance"].set_index("theme_id").loc[told.theme(BUS)]
    assert row["quote_ids"] == "i00004|i00003"


def test_an_undone_move_is_as_if_it_had_never_been() -> None:
    """Undo is one more row, and brings back the very same tables."""
    before = _round()
    after = _round().write("move", "i00000", before.theme(BOOK)).write("undo", "row 2")
    assert all(after.made[name].equals(before.made[name]) for name in MADE)


@pytest.mark.parametrize(
    ("action", "what", "to", "why"),
    [
        ("move", "no such idea", "i00008", 'there is no idea "no such idea"'),
        ("move", "i00000", "t-gone", 'there is no theme "t-gone"'),
        ("move", "i00000", "", 'the column "to" is empty'),
        ("delete", "i00000", "", 'there is no action "delete"'),
        ("", "i00000", "", 'there is no action ""'),
        ("remove from", "i00000", "i00008", "the idea i00000 is not in this theme"),
        ("merge", "i00000", "i00001", "both are the same theme already"),
        ("split", "i00000", "i00008", "not all of these ideas are in this theme"),
        ("undo", "7", "", "there is no earlier row with this number"),
    ],
)
def test_a_row_that_does_not_fit_is_told_and_changes_nothing(
    action: str, what: str, to: str, why: str
) -> None:
    """The run goes on, the themes are as they were, and the row is listed with its reason."""
    before = _round()
    after = _round().write(action, what, to)
    assert after.made["assignments"].equals(before.made["assignments"])
    assert after.conflicts() == [(2, why)]


def test_themes_keep_their_ids_when_ideas_come_and_dials_turn() -> None:
    """Twenty more ideas or a slightly different dial: the same themes, names and corrections."""
    kept = _round()
    kept.write("rename", kept.theme(BUS), "Getting about").write("move", "i00000", "i00008")
    before = kept.made["assignments"].query("rank == 1").set_index("idea_id")["theme_id"]
    kept.texts = [*kept.texts, *(f"libraries libraries books {n}" for n in range(20))]
    for dials in ({}, {"theme_size": 1.2}, {"theme_size": 0.8}):
        after = kept.run(**dials).made["assignments"].query("rank == 1").set_index("idea_id")
        assert (after["theme_id"].loc[before.index] == before).all()
        assert kept.name(kept.theme(BUS_TOO)) == "Getting about"
        assert kept.conflicts() == []


def test_the_same_themes_in_another_run_have_the_same_bytes() -> None:
    """What is remembered changes nothing where nothing has changed."""
    first, second = _round(), _round().run()
    assert all(first.made[name].equals(second.made[name]) for name in MADE)


def test_a_new_theme_takes_no_id_that_another_had() -> None:
    """A correction of a theme that is gone never falls on another: it is told."""
    gone = _round()
    gone.write("rename", gone.theme(BUS), "Getting about")
    gone.texts = [text for text in gone.texts if "buses" not in text] * 2
    gone.texts = [f"{text} {n}" for n, text in enumerate(gone.texts)]
    gone.run()
    assert gone.conflicts() == [(2, f'there is no theme "{gone.rows[0]["what"]}"')]


def test_a_later_row_settles_an_earlier_one() -> None:
    """A move that failed is no conflict any more once the same idea was moved elsewhere."""
    moved = _round().write("move", "i00000", "t-gone")
    assert moved.write("move", "i00000", "i00008").conflicts() == []


@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([*ACTIONS, "undo", "dance"]),
            st.sampled_from(["i00000", "i00009", "i00000|i00017", "row 2", "", "Name", "x"]),
            st.sampled_from(["i00001", "i00010", "Name", "", "x"]),
        ),
        max_size=6,
    )
)
def test_nothing_people_write_loses_an_idea(written: list[tuple[str, str, str]]) -> None:
    """Whatever the sheet holds, every idea has one main row, and ranks have no gaps."""
    said = Round(themed())
    said.rows = [
        {"action": action, "what": what or None, "to": to or None}  # type: ignore[dict-item]
        for action, what, to in written
    ]
    found = said.run().made["assignments"]
    again = said.run().made
    assert sorted(found.loc[found["rank"] == 1, "idea_id"]) == [f"i{n:05}" for n in range(24)]
    assert (found.groupby("idea_id")["rank"].max() == found.groupby("idea_id").size()).all()
    assert not found.duplicated(["idea_id", "theme_id"]).any()
    assert again["assignments"].equals(found)


@pytest.fixture
def corrected(tmp_path: Path, sample_round: Path) -> Path:
    """Copy the sample round with what its last run made, so that people can correct it."""
    folder = tmp_path / "round"
    for name in ("data", "params.yaml", "reports"):
        copy(sample_round / name, folder / name)
    return folder


@pytest.mark.slow
def test_a_new_name_lasts(corrected: Path, folkmoot: Folkmoot) -> None:
    """A theme renamed by its name is called so after this run and the next; nonsense is told."""
    before = store.read(corrected, "themes").query("parent_id.isna()").iloc[0]
    sheet = corrected / "data/raw/decisions/corrections.csv"
    sheet.write_text(
        "when,who,action,what,to,why\n"
        f'2026-03-02,Morag,rename,"{before["name"]}",Getting about,clearer\n'
        "2026-03-02,Morag,rename,No such theme,Anything,\n"
    )
    for _ in range(2):
        said = folkmoot("run", corrected, "--from", "cluster")
        assert said.code == 0, said.err
        assert "1 decision does not fit: see reports/conflicts.csv" in said.out
        after = store.read(corrected, "themes").set_index("theme_id").loc[before["theme_id"]]
        assert (after["name"], after["by"]) == ("Getting about", "person")
    shown = folkmoot("check", corrected).out
    assert "data/raw/decisions/corrections.csv, row 3\n" in shown
    assert max(map(len, shown.splitlines())) <= 80
