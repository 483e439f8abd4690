"""Firmness: themes found, and found again in redrawn ideas, become how often each comes back."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


FEW = 40  # distinct ideas; more show by their number that there are themes, and are many to read
DISSOLVED = 0.5  # mean firmness below which themes dissolve (Hennig 2007)


def firmness_of(
    points: Floats, labels: Ints, again: Callable[[Floats], Ints], redraws: int, seed: int
) -> npt.NDArray[np.float64]:
    """Mean best Jaccard overlap of each theme with the themes of redrawn ideas (Hennig 2007).

    As there, an idea drawn twice counts once; a theme none of whose ideas is drawn does not count.
    """
    rng = np.random.default_rng(seed)
    themes = len(np.unique(labels[labels >= 0]))
    if not themes:
        return np.empty(0)
    best = np.full((redraws + 1, themes), np.nan)
    for row in best[1:]:
        drawn = np.unique(rng.integers(len(points), size=len(points)))
        row[:] = _best_overlaps(labels[drawn], again(points[drawn]), themes)
    asked = ~np.isnan(best)
    mean: npt.NDArray[np.float64] = np.where(asked, best, 0).sum(axis=0) / np.maximum(
        asked.sum(axis=0), 1
    )
    return mean.round(4)


def _best_overlaps(before: Ints, after: Ints, themes: int) -> Floats:
    """For each theme the highest Jaccard index with any theme found again; NaN if not drawn."""
    shared = np.zeros((themes + 1, after.max(initial=-1) + 2))
    np.add.at(shared, (before, after), 1)  # no theme is -1: the last row and column
    either = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    overlap = (shared / np.maximum(either, 1))[:-1, :-1].max(axis=1, initial=0)
    return np.where(shared[:-1].sum(axis=1) > 0, overlap, np.nan)


def dissolves(firm: npt.NDArray[np.float64], labels: Ints) -> bool:
    """Tell whether the themes of a few ideas, each weighed by its ideas, would dissolve."""
    sizes = np.bincount(labels[labels >= 0])
    return len(labels) < FEW and float(firm @ sizes) < DISSOLVED * sizes.sum()
