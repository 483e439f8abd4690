"""Vectors and cues become how likely each idea speaks to each entry of a framework."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.align.cues import Spans
from pipeline.errors import FolkmootError

Floats = npt.NDArray[np.float64]
METHODS = ("nearest", "trained")
MOST_CUES = 2  # further cues in one idea add nothing
NEAREST = (-4.5, 7.0, 3.0)  # log odds: constant, per cosine with the description, per cue


def likelihood(
    vectors: npt.NDArray[np.floating[Any]], found: Spans, entries: pd.DataFrame, method: str
) -> Floats:
    """Probabilities of shape (ideas, entries)."""
    if method not in METHODS:
        raise FolkmootError(
            f'params.yaml: align: method: there is no "{method}"; write {" or ".join(METHODS)}'
        )
    cosine = vectors.astype(np.float64) @ np.stack(list(entries["vector"])).astype(np.float64).T
    constant, per_cosine, per_cue = NEAREST
    return logistic(constant + per_cosine * cosine + per_cue * count_cues(found, cosine.shape))


def count_cues(found: Spans, shape: tuple[int, ...]) -> Floats:
    """How many different cues of each entry are in each idea, up to a limit."""
    counts = np.zeros(shape)
    for pair, spans in found.items():
        counts[pair] = min(len(spans), MOST_CUES)
    return counts


def logistic(log_odds: Floats) -> Floats:
    """Turn log odds into probabilities."""
    return 1 / (1 + np.exp(-log_odds))
