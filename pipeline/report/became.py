"""Decisions become what has become of it so far: counts, commitments, and what stands with each."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from pipeline.addresses import commitment_page, outcome_page
from pipeline.document import Block, Link, Paragraph, Parts, Section, Table, Words
from pipeline.findings import Findings, Rows
from pipeline.wording import UNDECIDED, day, many, number

TITLE = "What has become of it so far"
WHERE = "The index says of each what became of it, why, and who decided."
STEPS = ("Commitment", "Milestone", "Due", "How far")


@dataclass(frozen=True)
class Decided:
    """What people decided: the outcome of each contribution, the commitments, the milestones."""

    outcomes: Rows
    commitments: Rows
    milestones: Rows

    def anything(self) -> bool:
        """Tell whether anything is decided yet."""
        return bool(self.commitments) or any(row["outcome"] != UNDECIDED for row in self.outcomes)

    def of(self, candidate: dict[str, Any]) -> str:
        """Say what was decided about a candidate, or about the theme that it is part of."""
        told = {(row["decided_on"], row["decided_id"]): row["outcome"] for row in self.outcomes}
        levels = ((level, candidate[f"{level}_id"]) for level in ("candidate", "subtheme", "theme"))
        return next((told[level] for level in levels if level in told), UNDECIDED)

    def answers(self, findings: Findings) -> set[tuple[str, str]]:
        """Give the contributions that are shown, each with every different answer it has."""
        shown = {each.id for each in findings.included()}
        told = {(row["contribution_id"], row["outcome"]) for row in self.outcomes}
        return {pair for pair in told if pair[0] in shown}

    def counts(self, findings: Findings) -> list[tuple[str, int]]:
        """Count shown contributions by what became of them, one with two answers in both."""
        found = Counter(state for _, state in self.answers(findings))
        return sorted(found.items(), key=lambda pair: (pair[0] == UNDECIDED, -pair[1], pair[0]))


def so_far(findings: Findings, decided: Decided, index: str) -> Section | None:
    """Say what became of contributions, and how far each commitment is; nothing if undecided."""
    if not decided.anything():
        return None
    rows = tuple(
        ((Link((state.capitalize(),), index + outcome_page(state)),), (number(n),))
        for state, n in decided.counts(findings)
    )
    head = ("What became of it", "Contributions")
    counts = (
        (
            Table(
                "Contributions by what became of them (some have several answers)", head, rows, (1,)
            ),
        )
        if rows
        else ()
    )
    blocks: tuple[Block, ...] = (Paragraph((*told(findings, decided), WHERE)), *counts)
    return Section("so-far", (TITLE,), (*blocks, *_commitments(decided, index)))


def told(findings: Findings, decided: Decided) -> Parts:
    """Say in a sentence or two how much is decided."""
    answered = len({each for each, state in decided.answers(findings) if state != UNDECIDED})
    of = many(len(findings.included()), "contribution")
    said = f"{number(answered)} of {of} {'has' if answered == 1 else 'have'} an answer so far. "
    n = len(decided.commitments)
    made = f"{many(n, 'commitment was', 'commitments were')} made. " if n else ""
    return (said, made)


def commitment(row: dict[str, Any], index: str) -> Link:
    """Link a commitment with its page in the index."""
    return Link((Words(row["title"]),), index + commitment_page(row["commitment_id"]))


def _commitments(decided: Decided, index: str) -> tuple[Table, ...]:
    """Set each commitment beside its milestones."""
    rows = tuple(
        ((commitment(row, index),), *step)
        for row in decided.commitments
        for step in _steps(decided, row["commitment_id"])
    )
    return (Table("Commitments and their milestones", STEPS, rows),) if rows else ()


def _steps(decided: Decided, commitment_id: str) -> list[tuple[Parts, ...]]:
    own = [row for row in decided.milestones if row["commitment_id"] == commitment_id]
    made: list[tuple[Parts, ...]] = [
        ((Words(row["milestone"]),), (Words(day(row["due"]) if row["due"] else "–"),), _far(row))
        for row in own
    ]
    return made or [(("None named so far",), ("–",), ("–",))]


def _far(row: dict[str, Any]) -> Parts:
    """Say how far a milestone is, and why if that is known."""
    return (row["status"], *((": ", Words(row["reason"])) if row["reason"] else ()))
