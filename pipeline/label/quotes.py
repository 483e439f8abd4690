"""Quotes: the ideas of a group become the few that let a reader hear it."""

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

FEW_WORDS, MANY_WORDS = 8, 60  # a quote between these reads well alone
TOO_LONG, TOO_SHORT, MARKED = 0.4, 0.3, 0.1  # in cosine: what it costs to be so, or for each mark
AGAIN = 0.15  # in cosine: what it costs to quote the same source once more
REPEAT = 0.9  # cosine from which a quote would say what another already says
MARK = r"\[[^\]]{1,20}\]"  # stands for personal data taken out


def order_by_worth(said: pd.DataFrame, matrix: Floats) -> pd.DataFrame:
    """Put first in each group the idea that is nearest its middle and easiest to read; adds worth.

    `said` has idea_id, group, text and same (ideas that say the same), one row for each unit
    vector in `matrix`.
    """
    worth = said.assign(worth=_worth(said, matrix))
    return worth.sort_values(["group", "worth", "idea_id"], ascending=[True, False, True])


def choose_quotes(
    ids: npt.NDArray[np.object_], sources: Ints, worth: Floats, matrix: Floats, n_quotes: int
) -> list[str]:
    """Take up to `n_quotes` of these ids, of most worth, from different sources where there are.

    Ids are in the order of worth; sources are numbers. No quote says what another said.
    """
    left = worth.copy()
    chosen: list[int] = []
    while len(chosen) < min(n_quotes, len(ids)):
        best = int(left.argmax())
        if np.isneginf(left[best]):
            break
        chosen.append(best)
        left = left - AGAIN * (sources == sources[best])
        left[np.round(matrix @ matrix[best], 6) >= REPEAT] = -np.inf
    return [ids[place] for place in chosen]


def _worth(said: pd.DataFrame, matrix: Floats) -> Floats:
    """Cosine with the middle of the group's distinct texts, less what makes it hard to quote."""
    words = said["text"].map(lambda text: len(text.split())).to_numpy()
    too_long = TOO_LONG * np.clip((words - MANY_WORDS) / MANY_WORDS, 0, 1)
    too_short = TOO_SHORT * np.clip((FEW_WORDS - words) / FEW_WORDS, 0, 1)
    marks = MARKED * said["text"].str.count(MARK).to_numpy().clip(0, 3)
    worth: Floats = np.round(_near_middle(said, matrix) - too_long - too_short - marks, 6)
    return worth


def _near_middle(said: pd.DataFrame, matrix: Floats) -> Floats:
    """Cosine of each row with the mean of its group, where what is said again counts once."""
    once = ~said.duplicated(["group", "same"]).to_numpy()
    group, names = pd.factorize(said["group"])
    sums = np.zeros((len(names), matrix.shape[1]))
    np.add.at(sums, group[once], matrix[once])
    middles = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    near: Floats = np.einsum("ij,ij->i", matrix, middles[group])
    return near
