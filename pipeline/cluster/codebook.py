"""Codebook: ideas that fit a theme that people brought go there; the others are left over."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from pipeline.cluster.board import made_id, unit_length
from pipeline.decisions import Decision, Unfit, decisions, fold
from pipeline.tables import Codebook, CodebookVectors

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

LIKELY = 0.15  # cosine to what people wrote, from the middle of all ideas: these ideas teach
FITS = 0.1  # cosine to a theme once it is learned: below it an idea fits none
SHARP = 0.05  # in cosine: how sharply an idea prefers the nearest theme while themes are learned
OWN_WORDS = 0.5  # what people wrote weighs as much as the ideas that fit it
ROUNDS = 5  # of learning; later ones change next to nothing
NAMELESS = Unfit("a theme needs a name", "add the row again with a name")
TWICE = Unfit("there is a theme of this name above", "give each theme a name of its own")
UNUSED = Unfit(
    "no idea fits this theme",
    "nothing needs to be done; example ideas, parted by |, make a theme easier to fit",
)


def read_codebook(
    codebook: DataFrame[Codebook],
) -> tuple[list[Decision], list[tuple[Decision, Unfit]]]:
    """Part the themes that people brought from rows that are none."""
    themes: dict[str, Decision] = {}
    unfit: list[tuple[Decision, Unfit]] = []
    for row in decisions(codebook):
        name = fold(row["name"] or "")
        if not name or name in themes:
            unfit.append((row, TWICE if name else NAMELESS))
        else:
            themes[name] = row
    return list(themes.values()), unfit


def codebook_id(row: Decision) -> str:
    """Give a theme of the codebook an id that depends on its name alone."""
    return made_id(f"codebook {fold(row['name'] or '')}")


def fit_codebook(
    points: Floats, themes: list[Decision], codebook_vectors: DataFrame[CodebookVectors]
) -> Ints:
    """Give each thing said the place of the theme it fits, -1 for none.

    A theme starts from what people wrote, and is learned anew from the ideas that fit it (soft
    k-means with anchored middles), seen from the middle of all ideas.
    """
    if not themes or not len(points):
        return np.full(len(points), -1)
    vectors = codebook_vectors.set_index("name")["vector"]
    written = np.stack([np.asarray(vectors[row["name"] or ""], dtype=np.float32) for row in themes])
    middle = points.mean(axis=0)
    ideas, anchors = unit_length(points - middle), unit_length(written - middle)
    near = ideas @ anchors.T
    teachers = near.max(axis=1, keepdims=True) >= LIKELY
    learned = anchors
    for _ in range(ROUNDS):
        pull = np.exp(ideas @ learned.T / SHARP) * teachers
        pull = pull / np.maximum(pull.sum(axis=1, keepdims=True), 1e-9)
        taught = pull.T @ ideas / np.maximum(pull.sum(axis=0), 1)[:, None]
        learned = unit_length(OWN_WORDS * anchors + (1 - OWN_WORDS) * taught)
    near = (ideas @ learned.T).round(6)
    fits: Ints = np.where(near.max(axis=1) >= FITS, near.argmax(axis=1), -1)
    return fits


def unused(themes: list[Decision], shown: "pd.Series[str]") -> list[tuple[Decision, Unfit]]:
    """List the themes that people brought and no idea is in."""
    there = set(shown.dropna())
    return [(row, UNUSED) for row in themes if codebook_id(row) not in there]
