"""Sides: a tight group whose ideas ask for opposite things becomes two."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.opposition import find_opposites

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

READ = 16  # texts of a group, spread over it, that are compared each with each
APART = 2  # in cosine: no likeness of words outweighs asking for the opposite
LEAST = 1 / 3  # share of the pairs across two sides that ask for opposites; one pair may be chance


def part_sides(groups: Ints, points: Floats, texts: Sequence[str]) -> Ints:
    """Give the second side of every group that has two a number of its own; -1 is no group.

    An idea that takes neither side goes with the one to whose spokesman it is nearer.
    """
    parted = groups.copy()
    for group in np.unique(groups[groups >= 0]):
        members = np.flatnonzero(groups == group).tolist()
        second = _second_side(points[members], [texts[place] for place in members])
        if second.any():
            parted[np.array(members)[second]] = parted.max() + 1
    return parted


def _second_side(points: Floats, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    """Tell who is on the side of the idea that most others oppose, of up to `READ` that are read.

    Everyone else is held against that idea and the one most opposed among those opposing it.
    """
    some = np.unique(np.linspace(0, len(texts) - 1, READ).astype(np.int64)).tolist()
    read = [texts[place] for place in some]
    opposed = find_opposites(read, read)
    one = int(opposed.sum(axis=0).argmax())
    other = int(np.where(opposed[one], opposed.sum(axis=0), -1).argmax())
    poles = [some[one], some[other]]
    against = find_opposites(texts, [read[one], read[other]]) if opposed.any() else 0
    near = (points @ points[poles].T).round(6) - APART * against
    second: npt.NDArray[np.bool_] = near[:, 0] > near[:, 1]
    across = opposed[np.ix_(second[some], ~second[some])]
    return second if across.size and across.mean() >= LEAST else np.zeros_like(second)
