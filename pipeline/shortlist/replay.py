"""Rows that people only ever add become what stands now; rows that do not fit say why."""

from collections.abc import Callable, Hashable, Mapping
from datetime import date
from typing import Any

import pandas as pd

from pipeline.findings import Rows
from pipeline.join import records

Row = Mapping[str, Any]
Wrong = tuple[str, str]
UNDO = "undo"
HEADER = 2


def numbered(sheet: pd.DataFrame) -> Rows:
    """Rows with the `line` at which a spreadsheet shows them."""
    lines = [int(place) + HEADER for place in sheet.index]
    return [{**row, "line": line} for row, line in zip(records(sheet), lines, strict=True)]


def replay(
    rows: Rows,
    file: str,
    about: Callable[[Row], Hashable],
    does: str,
    wrong: Callable[[Row], Wrong | None],
) -> tuple[Rows, Rows]:
    """Give the last row about each thing, and a conflict for each misfit.

    A row whose cell `does` says "undo" takes the earlier ones about the same thing back. A misfit
    that a later row about the same thing mends or undoes is no longer told: nobody can remove it.
    """
    standing: dict[Hashable, dict[str, Any]] = {}
    misfits: dict[Hashable, Rows] = {}
    for row in rows:
        undoes = folded(row[does]) == UNDO
        problem = _nameless(row) or (None if undoes else wrong(row))
        if problem:
            misfits.setdefault(about(row), []).append(_conflict(file, row, problem))
            continue
        misfits.pop(about(row), None)
        standing.pop(about(row), None)
        if not undoes:
            standing[about(row)] = row
    told = [conflict for conflicts in misfits.values() for conflict in conflicts]
    return list(standing.values()), sorted(told, key=lambda conflict: int(conflict["row"]))


def folded(text: object) -> str:
    """Compare words as people do: no regard to case, spaces, quotation marks or a last stop."""
    return " ".join(str(text or "").split()).strip(" .\"'“”‘’").casefold()


def day_of(when: object) -> str | None:
    """Take the day out of `2018-10-04` or `2018-10-04T12:00:00Z`; None if there is none."""
    try:
        return date.fromisoformat(str(when or "").strip()[:10]).isoformat()
    except ValueError:
        return None


def _nameless(row: Row) -> Wrong | None:
    """Every decision has a day and somebody who made it."""
    if day_of(row["when"]) is None:
        return "it has no day", "write the day in `when` as 2018-10-04"
    return None if row["who"] else ("nobody is named", "write in `who` who decided")


def _conflict(file: str, row: Row, problem: Wrong) -> dict[str, Any]:
    """Report a row in the shape of the table of conflicts."""
    told = ("what", "commitment_id", "milestone", "title")
    what = " · ".join(str(row[name]) for name in told if row.get(name))
    why, advice = problem
    return {"decision_file": file, "row": row["line"], "what": what, "why": why, "advice": advice}
