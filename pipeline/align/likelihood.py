"""Vectors and cues become how likely each idea speaks to each entry of a framework."""

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from pipeline.align.cues import Hits
from pipeline.align.features import Seen
from pipeline.align.trained import HEADS, Part, is_trained_on, trained, trained_numbers
from pipeline.align.words import Floats, plain_words
from pipeline.errors import FolkmootError
from pipeline.tables import Encoder

METHODS = ("nearest", "trained")
MOST_CUES = 2  # further cues in one idea add nothing
BLOCK = 1000  # ideas at a time, so that memory does not grow with the round


def likelihood(known: pd.DataFrame, found: Hits, entries: pd.DataFrame, method: str) -> Floats:
    """Probabilities of shape (ideas, entries).

    "nearest" looks at the cosine with each description and at cues, for any framework. "trained"
    uses heads for the frameworks whose codes they were trained on, and "nearest" for the others.
    """
    vectors, cues = (
        np.stack(list(known["vector"])).astype(np.float64),
        _counts(found, known, entries),
    )
    likely = _nearest(vectors, cues, entries)
    if not heads_fit(entries, method):
        return likely
    said = [plain_words(text) for text in known["text"]]
    for first in range(0, len(known), BLOCK):
        here = slice(first, first + BLOCK)
        likely[here] = _by_heads(Seen(vectors[here], said[here], cues[here]), entries, likely[here])
    return likely


def check_method(method: str, entries: pd.DataFrame, encoder: DataFrame[Encoder]) -> None:
    """Refuse a method that there is not, and vectors that the heads were not trained on."""
    if method not in METHODS:
        raise FolkmootError(
            f'params.yaml: align: method: there is no "{method}"; write {" or ".join(METHODS)}'
        )
    if encoder.empty or not heads_fit(entries, method):
        return
    name, made_by = encoder[["name", "sha256"]].iloc[0]
    known = str(trained_numbers()["sha256"][0])
    if made_by != known:
        raise FolkmootError(
            'params.yaml: align: method: "trained" was trained on vectors of all-MiniLM-L6-v2 '
            f"(sha256 {known[:12]}…), and these were made by {name} (sha256 {made_by[:12]}…); "
            'write "nearest", or train again with benchmarks/train_alignment.py'
        )


def _counts(found: Hits, known: pd.DataFrame, entries: pd.DataFrame) -> Floats:
    """How many cues of each entry are in each idea."""
    counts = np.zeros((len(known), len(entries)))
    for pair, hits in found.items():
        counts[pair] = len(hits)
    return counts


def heads_fit(entries: pd.DataFrame, method: str) -> bool:
    """Tell whether heads judge: asked for, and goals and values are here as the heads know them."""
    return method == "trained" and all(
        is_trained_on(name, entries[entries["framework"] == name]) for name in HEADS
    )


def _nearest(vectors: Floats, cues: Floats, entries: pd.DataFrame) -> Floats:
    """Judge by the cosine with the description and by cues, with three numbers for all entries."""
    constant, per_cosine, per_cue = trained_numbers()["nearest"]
    cosine = vectors @ np.stack(list(entries["vector"])).astype(np.float64).T
    odds = constant + per_cosine * cosine + per_cue * np.minimum(cues, MOST_CUES)
    return np.asarray(1 / (1 + np.exp(-odds)))


def _by_heads(seen: Seen, entries: pd.DataFrame, likely: Floats) -> Floats:
    """Put the heads' probabilities in the place of the plain ones."""
    made = likely.copy()
    rows = [entries[entries["framework"] == name] for name in HEADS]
    parts = [_part(seen, own) for own in rows]
    for own, probabilities in zip(rows, trained(*parts), strict=True):
        made[:, own.index] = probabilities
    return made


def _part(seen: Seen, rows: pd.DataFrame) -> Part:
    """Keep one framework of entries and of cues."""
    return Seen(seen.vectors, seen.words, seen.cues[:, rows.index]), rows.reset_index(drop=True)
