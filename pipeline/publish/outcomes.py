"""Decisions become what each contribution is told: what became of it, why, when and by whom."""

from dataclasses import dataclass

from pipeline.addresses import outcome_page
from pipeline.document import Link, Parts, Words
from pipeline.findings import Rows
from pipeline.tables import OUTCOMES
from pipeline.wording import UNDECIDED, day, many


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
    working_days: float | None = None

    def answered(self) -> str | None:
        """Say when a contribution was answered and after how many working days, if known."""
        if not self.day:
            return None
        waited = self.working_days
        within = "" if waited is None else f", within {many(int(waited), 'working day')}"
        return f"Answered on {day(self.day)}{within}."


def became(outcome: Outcome, up: str) -> Parts:
    """Say what became of a contribution, who decided it and why; `up` leads to the index."""
    state = Link((outcome.state.capitalize(),), up + outcome_page(outcome.state))
    who = "the forum" if outcome.by == "forum" else outcome.by
    by = (f" Decided by {who}.",) if who else ()
    reason = (" Reason: ", Words(outcome.reason)) if outcome.reason else ()
    return (state, ".", *by, *reason)


def outcomes_of(rows: Rows) -> dict[str, Outcome]:
    """Give the outcome of each contribution."""
    return {row["contribution_id"]: _outcome(row) for row in rows}


def place_of_outcome(state: str) -> int:
    """Order outcomes as the closed list does."""
    return OUTCOMES.index(state)


def _outcome(row: dict[str, object]) -> Outcome:
    own = ("reason", "by", "commitment_id", "decided_on", "decided_id", "working_days")
    told = {name: row[name] for name in own}
    return Outcome(state=row["outcome"], day=row["date"], **told)  # type: ignore[arg-type]
