"""Decisions are replayed in the order they were written, taken back by rows, and never dropped."""

import pandas as pd
import pytest

from pipeline.decisions import conflicts, decisions, undo
from pipeline.tables import Corrections
from tests.build import rows

SHEET = "data/raw/decisions/corrections.csv"


def _sheet(*lines: tuple[str, str]) -> pd.DataFrame:
    return rows(Corrections, *({"action": action, "what": what} for action, what in lines))


def _standing(*lines: tuple[str, str]) -> tuple[list[int], list[int]]:
    """Numbers of the rows that stand, and of those that are conflicts."""
    standing, unfit = undo(decisions(_sheet(*lines)))
    return [each.row for each in standing], [each.row for each, _ in unfit]


def test_an_undo_takes_back_the_row_of_its_number() -> None:
    """Rows are counted as in a spreadsheet: the first below the header is row 2."""
    assert _standing(("rename", "a"), ("rename", "b"), ("undo", "row 2")) == ([3], [])


def test_an_undo_can_be_undone() -> None:
    """Whoever took a row back by mistake writes one more row."""
    assert _standing(("rename", "a"), ("undo", "2"), ("undo", "3")) == ([2], [])


@pytest.mark.parametrize("what", ["3", "4", "99", "the last one", ""])
def test_an_undo_of_nothing_is_a_conflict(what: str) -> None:
    """An undo of itself, of a later row or of none changes nothing, and people are told."""
    standing, unfit = _standing(("rename", "a"), ("undo", what), ("rename", "b"))
    assert (standing, unfit) == ([2, 4], [3])


def test_a_conflict_says_what_and_what_to_do() -> None:
    """Where the row stands, what it says, why it does not fit, and what to do."""
    _, unfit = undo(decisions(_sheet(("undo", "row 9"))))
    assert conflicts("corrections", unfit).iloc[0].to_dict() == {
        "decision_file": SHEET,
        "row": 2,
        "what": "undo · row 9",
        "why": "there is no earlier row with this number",
        "advice": "give the number of the row to take back, counted as in a spreadsheet: "
        "the header is row 1",
    }


def test_no_decision_is_no_conflict() -> None:
    """An empty sheet is the normal case."""
    assert decisions(_sheet()) == []
    assert conflicts("corrections", []).empty
