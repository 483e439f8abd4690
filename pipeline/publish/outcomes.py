"""Decisions become what each contribution is told: what became of it, why, when and by whom."""

from dataclasses import dataclass

from pipeline.addresses import outcome_page
from pipeline.document import Inline, Link, Parts, Words
from pipeline.findings import Rows
from pipeline.tables import OUTCOMES
from pipeline.wording import UNDECIDED, day, many


@dataclass(frozen=True)
class Outcome:
    """What became of one contribution, or of some ideas in it; `day` is the decision's YYYY-MM-DD.

    `about` has the words that were decided about, where they are not its own.
    """

    state: str = UNDECIDED
    reason: str | None = None
    day: str | None = None
    by: str | None = None
    commitment_id: str | None = None
    decided_on: str | None = None
    decided_id: str | None = None
    working_days: float | None = None
    about: str | None = None
    idea_ids: tuple[str, ...] = ()

    def answered(self) -> str | None:
        """Say when a contribution was answered and after how many working days, if known."""
        if not self.day:
            return None
        waited = self.working_days
        within = "" if waited is None else f", within {many(int(waited), 'working day')}"
        return f"Answered on {day(self.day)}{within}."


def became(outcome: Outcome, up: str) -> Parts:
    """Say what became of a contribution, who decided what and why; `up` leads to the index.

    What was decided about other words is told as an answer to those.
    """
    state = Link((outcome.state.capitalize(),), up + outcome_page(outcome.state))
    who = "the forum" if outcome.by == "forum" else outcome.by
    by = (f" Decided by {who}",) if who else ()
    full_stop = (".",) if who or outcome.about else ()
    reason = (" Reason: ", Words(outcome.reason)) if outcome.reason else ()
    return (state, ".", *by, *_about(outcome), *full_stop, *reason)


def _about(outcome: Outcome) -> tuple[Inline, ...]:
    """Name the words that were decided about, and how a contribution comes to be behind them."""
    if not outcome.about:
        return ()
    start = "" if outcome.by else " Decided"
    if outcome.decided_on == "theme":
        return (f"{start} about the theme “", Words(outcome.about), "”, which this belongs to")
    return (
        f"{start} about “",
        Words(outcome.about),
        "”, which these words were heard together with",
    )


def answers_of(rows: Rows) -> dict[str, list[Outcome]]:
    """Give the answers to each contribution, the first one first."""
    found: dict[str, list[Outcome]] = {}
    for row in sorted(rows, key=lambda row: row["rank"]):
        found.setdefault(row["contribution_id"], []).append(_outcome(row))
    return found


def place_of_outcome(state: str) -> int:
    """Order outcomes as the closed list does."""
    return OUTCOMES.index(state)


def _outcome(row: dict[str, object]) -> Outcome:
    own = ("reason", "by", "commitment_id", "decided_on", "decided_id", "working_days", "about")
    told = {name: row[name] for name in own}
    ids = tuple(str(row["idea_ids"] or "").split("|"))
    return Outcome(state=row["outcome"], day=row["date"], idea_ids=ids, **told)  # type: ignore[arg-type]
