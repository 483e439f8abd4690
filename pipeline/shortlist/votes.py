"""Ballots become a reading of them: how many approve of each, and a set that is fair to groups."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

Ballots = Mapping[str, Collection[str]]


@dataclass(frozen=True)
class Step:
    """One seat: who takes it, with how much; `counted` says how many ballots weigh how much."""

    chosen: str
    strength: Fraction
    counted: dict[Fraction, int]
    as_strong: tuple[str, ...]


def approval(ballots: Ballots, order: Sequence[str]) -> dict[str, int]:
    """Count the ballots that approve of each candidate, the most approved first."""
    counts = {each: sum(each in marked for marked in ballots.values()) for each in order}
    return dict(sorted(counts.items(), key=lambda pair: -pair[1]))


def proportional(ballots: Ballots, order: Sequence[str], seats: int) -> list[Step]:
    """Fill seats one by one by sequential proportional approval voting (Thiele 1895).

    A ballot counts whole while none of its choices has a seat, half once one has, a third once two
    have, and so on: so those who have got something give way to those who have not. Of the equally
    strong, the first in `order` goes first. A seat that no ballot supports stays empty. Up to five
    seats, a group that is large enough for one and agrees on a candidate is never left with nothing
    (Sánchez-Fernández et al. 2017, Proportional Justified Representation, AAAI).
    """
    steps: list[Step] = []
    while len(steps) < seats:
        chosen = {step.chosen for step in steps}
        left = [each for each in order if each not in chosen]
        strengths = {each: _strength(_weights(ballots, each, chosen)) for each in left}
        best = max(strengths.values(), default=Fraction(0))
        if not best:
            break
        first, *others = [each for each in left if strengths[each] == best]
        counted = _weights(ballots, first, chosen)
        steps.append(Step(first, best, dict(counted), tuple(others)))
    return steps


def _weights(ballots: Ballots, candidate: str, chosen: set[str]) -> Counter[Fraction]:
    """Count by weight the ballots that approve of a candidate."""
    return Counter(
        Fraction(1, 1 + len(chosen & set(marked)))
        for marked in ballots.values()
        if candidate in marked
    )


def _strength(counted: Mapping[Fraction, int]) -> Fraction:
    return sum((weight * count for weight, count in counted.items()), Fraction(0))
