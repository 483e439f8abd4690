"""Opposing: sub-themes of one theme become pairs of sides that ask for opposite things."""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.opposition import find_opposites

Floats = npt.NDArray[np.float64]

READ = 5  # most central texts of a sub-theme: what it asks for is in them
NEAR = 0.4  # cosine between the middles of two sub-themes; farther ones are about different things
LEAST = 1 / 3  # share of the pairs of their texts that ask for opposites


def find_opposing(said: pd.DataFrame, matrix: Floats) -> dict[str, list[str]]:
    """List for each sub-theme the ones of its theme that ask for the opposite, if any.

    `said` has theme_id, group (the sub-theme) and text, the most central first, one row for each
    row of `matrix`.
    """
    opposing: dict[str, list[str]] = {}
    for _, of in said.assign(row=range(len(said))).groupby("theme_id"):
        texts = {str(group): list(some["text"].head(READ)) for group, some in of.groupby("group")}
        middles = [matrix[some["row"]].mean(axis=0) for _, some in of.groupby("group")]
        for one, other in _near(list(texts), _unit(np.stack(middles))):
            if _oppose(texts[one], texts[other]):
                opposing.setdefault(one, []).append(other)
                opposing.setdefault(other, []).append(one)
    return opposing


def _near(groups: list[str], middles: Floats) -> list[tuple[str, str]]:
    """Pairs of groups that may be about the same thing."""
    near = middles @ middles.T >= NEAR
    return [(groups[a], groups[b]) for a, b in combinations(range(len(groups)), 2) if near[a, b]]


def _oppose(one: list[str], other: list[str]) -> bool:
    across = find_opposites([*one, *other])[: len(one), len(one) :]
    return bool(across.mean() >= LEAST)


def _unit(matrix: Floats) -> Floats:
    unit: Floats = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return unit
