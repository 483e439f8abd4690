"""Teach: what people answered about pairs of ideas becomes better themes, and better questions.

Themes are cut into pieces, and pieces are joined again, the nearest first (average linkage), down
to a nearness that says what still belongs together. An answer joins two pieces or keeps them apart;
all answers together move that nearness, so that one answer also teaches what was not asked.
What that is worth: benchmarks/corrections.md.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from pipeline.cluster.discover import LANDMARKS, cut_finely

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Pair = tuple[int, int]

KIN = 0.05  # in cosine: what two pieces gain by having been found in one theme
SPREAD = 0.05  # in cosine: how far the nearness at which people part themes is from ours, usually
STEEP = 30  # how sharply nearness decides; both pieces 0.05 nearer: 4 times as likely together
SLIP = 0.1  # share of answers that nearness cannot explain
TOGETHER = 1e6  # nearer than any cosine: what people put together
FINER = 0.06  # in cosine: parts of a theme at a nearness greater by this may be two themes


@dataclass(frozen=True)
class Pieces:
    """Pieces of themes: which idea is in which (-1: none), their sizes and mean nearness."""

    of: Ints
    sizes: Floats
    near: Floats


def teach(points: npt.NDArray[np.float32], labels: Ints, answers: Mapping[Pair, bool]) -> Ints:
    """Give each idea the number of its theme once answers are heard; without any, what was found.

    `answers` says of pairs of rows whether they belong to one theme.
    """
    if not answers or not (labels >= 0).any():
        return labels
    pieces = _pieces(points, labels, answers)
    joined = _join(pieces, _learned(pieces, labels, answers), answers)
    return np.where(pieces.of >= 0, joined[pieces.of], -1)


def choose_questions(
    points: npt.NDArray[np.float32], labels: Ints, answers: Mapping[Pair, bool], number: int
) -> list[tuple[int, int, float]]:
    """Choose pairs of ideas whose answer would change most: two rows, and the pairs affected.

    `labels` are the themes as they were found. Once a pair is chosen its likely answer is taken for
    granted, so that the next one asks something else.
    """
    if not (labels >= 0).any():
        return []
    pieces = _pieces(points, labels, answers)
    least = _learned(pieces, labels, answers)
    chosen: list[tuple[int, int, float]] = []
    supposed = dict(answers)
    while len(chosen) < number:
        best = _most_telling(pieces, points, least, supposed)
        if best is None:
            break
        one, other, likely, weight = best
        supposed[one, other] = likely
        chosen.append((one, other, weight))
    return chosen


def _pieces(points: npt.NDArray[np.float32], labels: Ints, answers: Mapping[Pair, bool]) -> Pieces:
    """Cut themes into pieces.

    An idea without a theme that was asked about is a piece of its own, and so is one that people
    put apart from another of its piece.
    """
    inside = labels >= 0
    fine = np.zeros(len(labels), dtype=np.int64)
    if inside.sum() <= LANDMARKS:
        fine[inside] = cut_finely(points[inside])
    of = labels * (fine.max() + 1) + fine
    alone = [place for pair in answers for place in pair if not inside[place]]
    of[alone] = of.max() + 1 + np.array(alone, dtype=np.int64)
    for (one, other), together in answers.items():
        of[other] = of.max() + 1 if not together and of[one] == of[other] else of[other]
    known = inside.copy()
    known[alone] = True
    of[known] = np.unique(of[known], return_inverse=True)[1]
    of[~known] = -1
    centred = points - points[known].mean(axis=0)
    centred = centred / np.maximum(np.linalg.norm(centred, axis=1, keepdims=True), 1e-9)
    belongs = np.eye(of.max() + 1)[of[known]]
    sizes, sums = belongs.sum(axis=0), belongs.T @ centred[known]
    theme = (belongs * (labels[known, None] + 1)).max(axis=0)
    kin = (theme[:, None] == theme[None, :]) & (theme > 0)
    near = (sums @ sums.T / np.outer(sizes, sizes) + KIN * kin).round(9)
    return Pieces(of, sizes, near)


def _learned(pieces: Pieces, labels: Ints, answers: Mapping[Pair, bool]) -> float:
    """Find the nearness at which people part themes: ours, moved by their answers (Bayes)."""
    ours = _nearness_of_as_many(pieces, len(np.unique(labels[labels >= 0])))
    tried = np.linspace(ours - 3 * SPREAD, ours + 3 * SPREAD, 61)
    belief = -(((tried - ours) / SPREAD) ** 2) / 2
    for (one, other), together in answers.items():
        near = pieces.near[pieces.of[one], pieces.of[other]]
        likely = SLIP + (1 - 2 * SLIP) * _likely(near, tried)
        belief += np.log(likely if together else 1 - likely)
    weight = np.exp(belief - belief.max())
    return float(weight @ tried / weight.sum())


def _likely(near: Floats | float, least: Floats | float) -> Floats:
    """Say how likely two pieces belong together, from how much nearer they are than needed."""
    likely: Floats = 1 / (1 + np.exp(-STEEP * (near - least)))
    return likely


def _nearness_of_as_many(pieces: Pieces, themes: int) -> float:
    """Find the nearness down to which joining pieces leaves as many themes as were found."""
    steps = _steps(pieces, {})
    place = len(pieces.sizes) - themes
    above = steps[place - 1][2] if place > 0 else 1.0
    below = steps[place][2] if place < len(steps) else -1.0
    return (above + below) / 2


def _join(pieces: Pieces, least: float, answers: Mapping[Pair, bool]) -> Ints:
    """Give each piece the number of its theme when pieces are joined down to a nearness."""
    themes = np.arange(len(pieces.sizes))
    for one, other, near in _steps(pieces, answers):
        if near < least:
            break
        themes[themes == other] = one
    return np.unique(themes, return_inverse=True)[1]


def _steps(pieces: Pieces, answers: Mapping[Pair, bool]) -> list[tuple[int, int, float]]:
    """Join pieces two by two, the nearest first: which into which, and how near they were.

    What people put together comes first of all; what they put apart never comes.
    """
    sizes, near = pieces.sizes.copy(), pieces.near.copy()
    for (one, other), together in answers.items():
        a, b = pieces.of[one], pieces.of[other]
        near[a, b] = near[b, a] = TOGETHER if together else -np.inf
    np.fill_diagonal(near, -np.inf)
    steps: list[tuple[int, int, float]] = []
    while True:
        one, other = divmod(int(near.argmax()), len(near))
        if np.isneginf(near[one, other]):
            return steps
        steps.append((one, other, float(near[one, other])))
        share = sizes[one] / (sizes[one] + sizes[other])
        near[one] = share * near[one] + (1 - share) * near[other]  # apart from one: from both
        near[one, one] = -np.inf
        near[:, one] = near[one]
        near[other] = near[:, other] = -np.inf
        sizes[one] += sizes[other]


def _most_telling(
    pieces: Pieces,
    points: npt.NDArray[np.float32],
    least: float,
    answers: Mapping[Pair, bool],
) -> tuple[int, int, bool, float] | None:
    """Find the open question on which most hangs: two themes that may be one, or one that is two.

    Give the most central ideas of both sides, the likely answer, and the pairs of ideas that hang
    on it.
    """
    themes = _join(pieces, least, answers)
    parts = _join(pieces, least + FINER, answers)
    open_ones = [*_open(pieces, themes, np.zeros_like(themes), answers)]
    open_ones += _open(pieces, parts, themes, answers)
    likely = _likely(np.array([near for *_, near in open_ones]), least)
    weight = [len(one) * len(other) for one, other, _ in open_ones]
    effect = np.round(weight * np.minimum(likely, 1 - likely), 6)
    for at in np.argsort(-effect, kind="stable"):
        one, other = sorted(_central(points, side) for side in open_ones[at][:2])
        if (one, other) not in answers:
            return one, other, bool(likely[at] > 1 - likely[at]), float(weight[at])
    return None


def _open(
    pieces: Pieces, groups: Ints, within: Ints, answers: Mapping[Pair, bool]
) -> Iterator[tuple[Ints, Ints, float]]:
    """Give pairs of groups inside one of `within` that nobody put apart: ideas, and nearness."""
    belongs = np.eye(groups.max() + 1)[groups]
    sizes = belongs.T @ pieces.sizes
    held = belongs * pieces.sizes[:, None]
    near = held.T @ pieces.near @ held / np.outer(sizes, sizes)
    closed = {
        frozenset(groups[pieces.of[[one, other]]].tolist())
        for (one, other), together in answers.items()
        if not together
    }
    around = np.zeros(groups.max() + 1, dtype=np.int64)
    around[groups] = within
    ideas = [np.flatnonzero((pieces.of >= 0) & (groups[pieces.of] == g)) for g in range(len(sizes))]
    for one, other in combinations(range(len(sizes)), 2):
        if around[one] == around[other] and frozenset((one, other)) not in closed:
            yield ideas[one], ideas[other], float(near[one, other])


def _central(points: npt.NDArray[np.float32], ideas: Ints) -> int:
    """Pick the idea most like the others; the first of equals."""
    return int(ideas[np.argmax((points[ideas] @ points[ideas].mean(axis=0)).round(6))])
