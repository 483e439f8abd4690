"""Decisions: rows that people wrote become the rows in force, or conflicts that say why not."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.tables import PLACES, Conflicts

FIRST_ROW = 2  # of a sheet, counted as in a spreadsheet: the header is row 1
BESIDE = ("when", "who", "why")  # columns that do not say what was decided
LONGEST = 120  # characters of a decision that are shown beside its conflict
PLAIN_QUOTES = str.maketrans("‘’“”", "''\"\"")
UNDO = "undo"


class Unfit(Exception):  # noqa: N818  not an error: a row that cannot be followed, for people to mend
    """Why a decision cannot be followed, and what to do about it."""

    def __init__(self, why: str, advice: str) -> None:
        """Keep both sentences."""
        super().__init__(why)
        self.why, self.advice = why, advice


@dataclass(frozen=True)
class Decision:
    """One row of a sheet: its number, and its cells by column (None: empty)."""

    row: int
    cells: dict[str, str | None]

    def __getitem__(self, column: str) -> str | None:
        """Give what stands in a column."""
        return self.cells[column]


def decisions(sheet: pd.DataFrame) -> list[Decision]:
    """Rows of a sheet in the order in which they were written; empty rows say nothing.

    The index of a sheet keeps the places of its rows in the file, from 0 for the first.
    """
    cells = sheet.astype(object).where(sheet.notna(), None).to_dict("records")
    made = [
        Decision(int(place) + FIRST_ROW, {str(name): _tidy(cell) for name, cell in row.items()})
        for place, row in zip(sheet.index, cells, strict=True)
    ]
    return [each for each in made if any(each.cells.values())]


def undo(made: list[Decision]) -> tuple[list[Decision], list[tuple[Decision, Unfit]]]:
    """Take back rows that later rows undo: what still stands, and undos that undo nothing.

    An undo has the number of an earlier row as its `what`; it can itself be undone.
    """
    known, gone = {each.row for each in made}, set[int]()
    unfit: list[tuple[Decision, Unfit]] = []
    for each in reversed(made):
        if each["action"] != UNDO or each.row in gone:
            continue
        target = _row_number(each["what"])
        if target in known and target < each.row:
            gone.add(target)
        else:
            unfit.append((each, Unfit(*NOTHING_TO_UNDO)))
    return [each for each in made if each["action"] != UNDO and each.row not in gone], unfit


def conflicts(name: str, unfit: Iterable[tuple[Decision, Unfit]]) -> DataFrame[Conflicts]:
    """Lay out what could not be followed of the sheet with this name in `PLACES`, by row."""
    rows = [_conflict(PLACES[name].path, decision, why) for decision, why in unfit]
    ordered = sorted(rows, key=lambda row: int(row["row"]))
    return Conflicts.validate(pd.DataFrame(ordered, columns=list(Conflicts.to_schema().columns)))


def fold(text: str) -> str:
    """Bring texts to one form that differ in case, space or shape of quotation marks alone."""
    return " ".join(text.translate(PLAIN_QUOTES).split()).casefold()


def _tidy(cell: object) -> str | None:
    """Give the text of a cell without space around it; an empty one is None."""
    return (str(cell).strip() or None) if cell is not None else None


def _row_number(text: str | None) -> int:
    """Read "7" or "row 7"; 0 is no row."""
    found = re.fullmatch(r"(?i)(?:row|line)?\s*(\d{1,7})(?:\.0)?", text or "")
    return int(found[1]) if found else 0


def _conflict(path: str, decision: Decision, unfit: Unfit) -> dict[str, Any]:
    told = [cell for column, cell in decision.cells.items() if cell and column not in BESIDE]
    what = " · ".join(told) or "nothing"
    short = what if len(what) <= LONGEST else what[: LONGEST - 1] + "…"
    return {"decision_file": path, "row": decision.row, "what": short} | vars(unfit)


NOTHING_TO_UNDO = (
    "there is no earlier row with this number",
    "give the number of the row to take back, counted as in a spreadsheet: the header is row 1",
)
