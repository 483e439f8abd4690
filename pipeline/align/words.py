"""Texts become numbers of their words: known ones, shared ones and signs of what is asked."""

from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.align.cues import words
from pipeline.knowledge import load

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def known_words(texts: list[list[str]], vocabulary: list[str]) -> Floats:
    """Give which words of the vocabulary each text has, scaled by the root of how many it has."""
    place = {word: column for column, word in enumerate(vocabulary)}
    matrix = np.zeros((len(texts), len(vocabulary)))
    for row, said in enumerate(texts):
        matrix[row, [place[word] for word in said if word in place]] = 1
    return np.asarray(matrix / np.sqrt(np.maximum(1, matrix.sum(axis=1, keepdims=True))))


def shared_words(texts: list[list[str]], entries: pd.DataFrame) -> Floats:
    """Cosine of TF-IDF weights between each text and the words of each entry.

    Weights are as in scikit-learn's TfidfVectorizer with smooth idf and sublinear tf, over entries.
    """
    about = entries["name"] + " " + entries["description"]
    documents = [plain_words(text) for text in about + " " + entries["cues"].fillna("")]
    vocabulary = sorted(set().union(*documents))
    place = {word: column for column, word in enumerate(vocabulary)}
    counts = np.stack([_counts(said, place) for said in documents])
    idf = np.log((1 + len(documents)) / (1 + (counts > 0).sum(axis=0))) + 1
    weights = _unit(_damped(counts) * idf)
    texts_by_word = np.stack([_counts(said, place) for said in texts])
    return np.asarray(_unit(_damped(texts_by_word) * idf) @ weights.T)


def signs(texts: list[list[str]]) -> Floats:
    """Count words that show what is asked of government, group by group, then pairs of groups."""
    known = load("open_government_signs")
    place = {name: column for column, name in enumerate(known["groups"])}
    counts = np.zeros((len(texts), len(place)))
    of_word = _groups_of_words(known["groups"], place)
    for row, said in enumerate(texts):
        columns = [column for word in said for column in of_word.get(word, ())]
        counts[row] = np.bincount(columns, minlength=len(place))
    single = np.log1p(counts)
    pairs = [single[:, place[one]] * single[:, place[other]] for one, other in known["pairs"]]
    return np.hstack([single, 0.5 * np.stack(pairs, axis=1)])


def _groups_of_words(
    groups: Mapping[str, list[str]], place: Mapping[str, int]
) -> dict[str, set[int]]:
    """Give the columns of the groups that each word is a sign of."""
    of_word: dict[str, set[int]] = defaultdict(set)
    for name, phrases in groups.items():
        for word in plain_words(" ".join(phrases)):
            of_word[word].add(place[name])
    return of_word


def plain_words(text: str) -> list[str]:
    """Give the words of weight in a text in their plain form, in order."""
    return [word for word, _ in words(text.replace("|", " "))]


def _counts(said: list[str], place: dict[str, int]) -> Floats:
    found = [place[word] for word in said if word in place]
    return np.bincount(found, minlength=len(place)).astype(np.float64)


def _damped(counts: Floats) -> Floats:
    """Let the second mention of a word count for less than the first."""
    return np.log(np.maximum(counts, 1)) + (counts > 0)


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return rows / np.where(length == 0, 1, length)
