"""Rows that people only ever add become what stands now; rows that do not fit say why."""

from collections.abc import Callable, Hashable
from datetime import date

import pandas as pd

from pipeline.decisions import UNDO, Decision, Unfit, decisions, fold

Misfits = list[tuple[Decision, Unfit]]


def replay(
    sheet: pd.DataFrame,
    about: Callable[[Decision], Hashable],
    does: str,
    check: Callable[[Decision], None],
) -> tuple[list[Decision], Misfits]:
    """Give the last row about each thing, and each row for which `check` raises `Unfit`.

    A row whose cell `does` says "undo" takes the earlier ones about the same thing back. A misfit
    that a later row about the same thing mends or undoes is no longer told: nobody can remove it.
    """
    standing: dict[Hashable, Decision] = {}
    misfits: dict[Hashable, Misfits] = {}
    for row in decisions(sheet):
        undoes = folded(row[does]) == UNDO
        try:
            _check_who_and_when(row)
            if not undoes:
                check(row)
        except Unfit as unfit:
            misfits.setdefault(about(row), []).append((row, unfit))
            continue
        misfits.pop(about(row), None)
        standing.pop(about(row), None)
        if not undoes:
            standing[about(row)] = row
    return list(standing.values()), [each for told in misfits.values() for each in told]


def folded(text: object) -> str:
    """Compare words as people do: no regard to case, spaces, quotation marks or a last stop."""
    return fold(str(text or "")).strip(" .\"'")


def day_of(when: object) -> str | None:
    """Take the day out of `2018-10-04` or `2018-10-04T12:00:00Z`; None if there is none."""
    try:
        return date.fromisoformat(str(when or "").strip()[:10]).isoformat()
    except ValueError:
        return None


def _check_who_and_when(row: Decision) -> None:
    """Every decision has a day and somebody who made it."""
    if day_of(row["when"]) is None:
        raise Unfit("it has no day", "write the day in `when` as 2018-10-04")
    if not row["who"]:
        raise Unfit("nobody is named", "write in `who` who decided")
