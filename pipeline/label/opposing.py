"""Opposing: sub-themes of one theme become pairs of sides that ask for opposite things."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.opposition import find_opposites

Floats = npt.NDArray[np.float64]

READ = 3  # most central texts of a sub-theme: what it asks for is in them
NEAR = 0.5  # cosine between the middles of two sub-themes; farther ones are about different things
LEAST = 1 / 3  # share of the pairs of their texts that ask for opposites


def find_opposing(said: pd.DataFrame, matrix: Floats) -> dict[str, str]:
    """Name for each sub-theme the ones of its theme that ask for the opposite, parted by `|`.

    `said` has theme_id, group (the sub-theme) and text, the most central first, one row for each
    row of `matrix`.
    """
    opposing: dict[str, list[str]] = {}
    said_by_row = said["text"].tolist()
    for _, of in said.assign(row=range(len(said))).groupby("theme_id"):
        rows: dict[str, list[int]] = {group: [] for group in sorted(set(of["group"]))}
        for group, row in zip(of["group"], of["row"], strict=True):
            rows[group].append(row)
        texts = {group: [said_by_row[row] for row in some[:READ]] for group, some in rows.items()}
        middles = _unit(np.stack([matrix[some].mean(axis=0) for some in rows.values()]))
        for one, other in _near(list(rows), middles):
            if find_opposites(texts[one], texts[other]).mean() >= LEAST:
                opposing.setdefault(one, []).append(other)
                opposing.setdefault(other, []).append(one)
    return {group: "|".join(others) for group, others in opposing.items()}


def _near(groups: list[str], middles: Floats) -> list[tuple[str, str]]:
    """Pairs of groups that may be about the same thing."""
    pairs = zip(*np.nonzero(np.triu(middles @ middles.T >= NEAR, 1)), strict=True)
    return [(groups[one], groups[other]) for one, other in pairs]


def _unit(matrix: Floats) -> Floats:
    unit: Floats = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return unit
