"""Vectors and cues become how likely each idea speaks to each entry of a framework."""

import numpy as np
import pandas as pd

from pipeline.align.cues import Spans
from pipeline.align.features import Seen
from pipeline.align.trained import VALUES, is_trained_on, trained, trained_numbers
from pipeline.align.words import Floats, plain_words
from pipeline.errors import FolkmootError

METHODS = ("nearest", "trained")
MOST_CUES = 2  # further cues in one idea add nothing
BLOCK = 1000  # ideas at a time, so that memory does not grow with the round


def likelihood(known: pd.DataFrame, found: Spans, entries: pd.DataFrame, method: str) -> Floats:
    """Probabilities of shape (ideas, entries).

    "nearest" looks at the cosine with each description and at cues, for any framework. "trained"
    uses heads for the frameworks whose codes they were trained on, and "nearest" for the others.
    """
    _check(known, entries, method)
    vectors, cues = (
        np.stack(list(known["vector"])).astype(np.float64),
        _counts(found, known, entries),
    )
    likely = _nearest(vectors, cues, entries)
    if method == "nearest" or not _heads_fit(entries):
        return likely
    said = [plain_words(text) for text in known["text"]]
    for first in range(0, len(known), BLOCK):
        here = slice(first, first + BLOCK)
        likely[here] = _by_heads(Seen(vectors[here], said[here], cues[here]), entries, likely[here])
    return likely


def _check(known: pd.DataFrame, entries: pd.DataFrame, method: str) -> None:
    """Refuse a method that there is not, and vectors that the heads cannot read."""
    if method not in METHODS:
        raise FolkmootError(
            f'params.yaml: align: method: there is no "{method}"; write {" or ".join(METHODS)}'
        )
    wide, read = len(next(iter(known["vector"]))), trained_numbers()["goal_linear"].shape[1] - 1
    if method == "trained" and _heads_fit(entries) and wide != read:
        raise FolkmootError(
            f'params.yaml: align: method: "trained" reads vectors of {read} numbers, as '
            f'all-MiniLM-L6-v2 makes them, and these have {wide}; write "nearest"'
        )


def _counts(found: Spans, known: pd.DataFrame, entries: pd.DataFrame) -> Floats:
    """How many cues of each entry are in each idea."""
    counts = np.zeros((len(known), len(entries)))
    for pair, spans in found.items():
        counts[pair] = len(spans)
    return counts


def _nearest(vectors: Floats, cues: Floats, entries: pd.DataFrame) -> Floats:
    """Judge by the cosine with the description and by cues, with three numbers for all entries."""
    constant, per_cosine, per_cue = trained_numbers()["nearest"]
    cosine = vectors @ np.stack(list(entries["vector"])).astype(np.float64).T
    odds = constant + per_cosine * cosine + per_cue * np.minimum(cues, MOST_CUES)
    return np.asarray(1 / (1 + np.exp(-odds)))


def _heads_fit(entries: pd.DataFrame) -> bool:
    """Tell whether goals and values are here as the heads know them; targets lean on both."""
    return all(
        is_trained_on(name, entries[entries["framework"] == name]) for name in ("ogp", "sdg")
    )


def _by_heads(seen: Seen, entries: pd.DataFrame, likely: Floats) -> Floats:
    """Put the heads' probabilities in the place of the plain ones."""
    made = likely.copy()
    parts = {name: _part(seen, entries, name) for name in ("ogp", "sdg")}
    for name, (own, rows) in parts.items():
        made[:, rows.index] = trained(name, own, rows.reset_index(drop=True), parts[VALUES])
    return made


def _part(seen: Seen, entries: pd.DataFrame, name: str) -> tuple[Seen, pd.DataFrame]:
    """Keep one framework of entries and of cues."""
    rows = entries[entries["framework"] == name]
    return Seen(seen.vectors, seen.words, seen.cues[:, rows.index]), rows
