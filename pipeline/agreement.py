"""Ratings by several people become one number: how far they agree beyond what chance would give."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Rating = float | str | None


def alpha(units: Sequence[Sequence[Rating]], *, ordinal: bool) -> float | None:
    """Krippendorff's alpha: 1 is perfect, 0 is what chance would give.

    `units` holds the ratings of each thing that was rated; None and things rated once do not count.
    Ratings are ranks (`ordinal`), where near ones differ less, or names, which are equal or not.
    None where nothing can be compared, or all ratings are the same. After Krippendorff (2011),
    Computing Krippendorff's Alpha-Reliability, University of Pennsylvania.
    """
    rated = [[value for value in unit if value is not None] for unit in units]
    rated = [unit for unit in rated if len(unit) > 1]
    values = sorted({value for unit in rated for value in unit})
    pairs = np.zeros((len(values), len(values)))
    for unit in rated:
        counts = np.array([unit.count(value) for value in values], float)
        pairs += (np.outer(counts, counts) - np.diag(counts)) / (len(unit) - 1)
    totals = pairs.sum(axis=1)
    apart = _apart(totals) if ordinal else 1 - np.eye(len(values))
    by_chance = float((np.outer(totals, totals) * apart).sum())
    if not by_chance:
        return None
    return float(1 - (totals.sum() - 1) * (pairs * apart).sum() / by_chance)


def _apart(totals: Floats) -> Floats:
    """Distance of two ranks, squared: the ratings between them, and half of those at both ends."""
    upto = np.cumsum(totals)
    between = np.abs(upto[:, None] - upto[None, :])
    ends = (totals[:, None] - totals[None, :]) / 2
    signed = np.where(upto[:, None] >= upto[None, :], between - ends, between + ends)
    return np.asarray(signed**2)
