"""Quotes: the ideas of a group become the few that let a reader hear it."""

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]

FEW_WORDS, MANY_WORDS = 8, 60  # a quote between these reads well alone
AGAIN = 0.15  # in cosine: what it costs to quote the same source once more
REPEAT = 0.9  # cosine from which a quote would say what another already says
MARK = r"\[[^\]]{1,20}\]"  # stands for personal data taken out


def choose_quotes(said: pd.DataFrame, matrix: Floats, n_quotes: int) -> list[str]:
    """Ids of up to `n_quotes` ideas: near the middle, easy to read, from different sources.

    `said` has idea_id, text, same (group of like ideas) and source, one row for each unit vector
    in `matrix`; near duplicates are not quoted beside each other while there is anything else.
    """
    worth = _worth(said, matrix)
    chosen: list[int] = []
    while len(chosen) < min(n_quotes, len(said)):
        left = _less_again(worth, said["source"].to_numpy(), matrix, chosen)
        best = int(np.lexsort((said["idea_id"].to_numpy().astype(str), -left))[0])
        if np.isneginf(left[best]):
            break
        chosen.append(best)
    return [str(idea) for idea in said["idea_id"].iloc[chosen]]


def order_by_worth(said: pd.DataFrame, matrix: Floats) -> pd.DataFrame:
    """Put the idea that is nearest the middle and easiest to read first."""
    order = np.lexsort((said["idea_id"].to_numpy().astype(str), -_worth(said, matrix)))
    return said.iloc[order]


def _worth(said: pd.DataFrame, matrix: Floats) -> Floats:
    """Cosine with the middle of the distinct texts, less what makes a text hard to quote."""
    once = ~said["same"].duplicated().to_numpy()
    middle = matrix[once].mean(axis=0)
    near = matrix @ middle / max(float(np.linalg.norm(middle)), 1e-9)
    words = said["text"].str.split().map(len).to_numpy()
    too_long = np.clip((words - MANY_WORDS) / MANY_WORDS, 0, 1)
    too_short = np.clip((FEW_WORDS - words) / FEW_WORDS, 0, 1)
    marks = said["text"].str.count(MARK).to_numpy().clip(0, 3)
    worth: Floats = np.round(near - 0.4 * too_long - 0.3 * too_short - 0.1 * marks, 6)
    return worth


def _less_again(
    worth: Floats, source: npt.NDArray[np.object_], matrix: Floats, chosen: list[int]
) -> Floats:
    """Worth of each idea once some are chosen; minus infinity for a repeat of one of them."""
    if not chosen:
        return worth
    times = np.array([np.sum(source[chosen] == name) for name in source])
    like = np.round(matrix @ matrix[chosen].T, 6).max(axis=1)
    left: Floats = np.where(like >= REPEAT, -np.inf, worth - AGAIN * times)
    return left
