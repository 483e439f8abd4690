"""Decisions become what each contribution is told: what became of it, why, when and by whom."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from pipeline.findings import Contribution, Findings, Rows
from pipeline.wording import UNDECIDED, day, many

STATES = (
    *("in a commitment", "informs a commitment", "merged", "already under way"),
    *("out of scope", "not taken forward", UNDECIDED),
)


@dataclass(frozen=True)
class Outcome:
    """What became of one contribution; `day` is that of the decision, as YYYY-MM-DD."""

    state: str = UNDECIDED
    reason: str | None = None
    day: str | None = None
    by: str | None = None
    commitment_id: str | None = None
    decided_on: str | None = None
    decided_id: str | None = None


def outcomes_of(ledger: Rows) -> dict[str, Outcome]:
    """Give the outcome of each contribution."""
    return {
        row["contribution_id"]: Outcome(row["outcome"] or UNDECIDED, row["outcome_reason"])
        for row in ledger
        if row["contribution_id"]
    }


def place_of_outcome(state: str) -> tuple[int, str]:
    """Order outcomes as the closed list does; a word that is not on it comes last."""
    return (STATES.index(state) if state in STATES else len(STATES), state)


def answered(findings: Findings, each: Contribution, outcome: Outcome) -> str | None:
    """Say after how many working days a contribution was answered, if both days are known."""
    days = working_days(each.date or findings.sources[each.source_id].date, outcome.day)
    if days is None or outcome.day is None:
        return None
    return f"Answered on {day(outcome.day)}, within {many(days, 'working day')}."


def working_days(first: str | None, last: str | None) -> int | None:
    """Count Mondays to Fridays after the first day up to the last; holidays are not taken off."""
    start, end = _date(first), _date(last)
    if start is None or end is None or end < start:
        return None
    return int(np.busday_count(start + timedelta(1), end + timedelta(1)))


def _date(text: str | None) -> date | None:
    """Read a day; what is not a whole day is not known."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
