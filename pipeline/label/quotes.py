"""Quotes: the ideas of a group become the few that let a reader hear it."""

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

FEW_WORDS, MANY_WORDS = 8, 60  # a quote between these reads well alone
TOO_LONG, TOO_SHORT, MARKED = 0.4, 0.3, 0.1  # in cosine: what it costs to be so, or for each mark
AGAIN = 0.15  # in cosine: what it costs to quote the same source once more
REPEAT = 0.9  # cosine from which a quote would say what another already says
MARK = r"\[[^\]]{1,20}\]"  # stands for personal data taken out


def order_by_worth(said: pd.DataFrame, matrix: Floats) -> pd.DataFrame:
    """Put the idea that is nearest the middle and easiest to read first; adds the column worth.

    `said` has idea_id, text and same (ideas that say the same), one row for each unit vector in
    `matrix`.
    """
    worth = said.assign(worth=_worth(said, matrix))
    return worth.sort_values(["worth", "idea_id"], ascending=[False, True])


def choose_quotes(said: pd.DataFrame, matrix: Floats, n_quotes: int) -> list[str]:
    """Ids of up to `n_quotes` ideas of most worth, from different sources where there are.

    `said` has idea_id, source and worth, in the order of worth. No quote says what another said.
    """
    chosen: list[int] = []
    while len(chosen) < min(n_quotes, len(said)):
        left = _less_again(said, matrix, chosen)
        best = int(left.argmax())
        if np.isneginf(left[best]):
            break
        chosen.append(best)
    return [str(idea) for idea in said["idea_id"].iloc[chosen]]


def _worth(said: pd.DataFrame, matrix: Floats) -> Floats:
    """Cosine with the middle of the distinct texts, less what makes a text hard to quote."""
    once = ~said["same"].duplicated().to_numpy()
    middle = matrix[once].mean(axis=0)
    near = matrix @ middle / max(float(np.linalg.norm(middle)), 1e-9)
    words = said["text"].str.split().map(len).to_numpy()
    too_long = TOO_LONG * np.clip((words - MANY_WORDS) / MANY_WORDS, 0, 1)
    too_short = TOO_SHORT * np.clip((FEW_WORDS - words) / FEW_WORDS, 0, 1)
    marks = MARKED * said["text"].str.count(MARK).to_numpy().clip(0, 3)
    worth: Floats = np.round(near - too_long - too_short - marks, 6)
    return worth


def _less_again(said: pd.DataFrame, matrix: Floats, chosen: list[int]) -> Floats:
    """Worth of each idea once some are chosen; minus infinity for a repeat of one of them."""
    if not chosen:
        return said["worth"].to_numpy()
    times = said["source"].map(said["source"].iloc[chosen].value_counts()).fillna(0).to_numpy()
    like = np.round(matrix @ matrix[chosen].T, 6).max(axis=1)
    left: Floats = np.where(like >= REPEAT, -np.inf, said["worth"].to_numpy() - AGAIN * times)
    return left
