"""Discover: vectors become themes, their number unknown beforehand.

Ideas are joined to their nearest neighbours; the communities of that graph (Leiden) are found at
many resolutions, from coarse to fine; and the grouping is taken in which ideas lie nearer to their
own theme than to the next (silhouette), a mild preference aside for the number of themes that
people make of so many ideas. What that is worth, and what was tried: benchmarks/themes.md.

Rules from people ("these two belong together", "these two do not") have their place in `_edges`
(a wanted pair is an edge of full weight, an unwanted one is none) and in `_worth` (a grouping that
breaks a rule loses by it).
"""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

NEIGHBOURS = 20  # 15 to 30 hardly differ
RESOLUTIONS = np.geomspace(0.5, 6, 12)  # from a few themes to more than anyone reads
USUAL, GROWTH = 1.8, 0.3  # themes that people make of N ideas: 6 of 60, 9 of 250, 14 of 1000
PREFERENCE = 0.08  # silhouette lost at e times more or fewer themes than usual
FINELY = 8.0  # resolution at which pieces are small, some eight ideas of 250
LANDMARKS = 2000  # ideas in the graph; in larger rounds the others join the themes found there


def discover(points: Floats, theme_size: float, seed: int) -> Ints:
    """Give each idea the number of its theme, from 0."""
    if len(points) > LANDMARKS:
        return _by_landmarks(points, theme_size, seed)
    points = _unit_length(points - points.mean(axis=0))  # what all share says nothing
    edges = _edges(points)
    found = [_communities(edges, len(points), float(r), seed) for r in RESOLUTIONS]
    usual = USUAL * len(points) ** GROWTH / theme_size
    worth = [round(_worth(points, labels, usual), 9) for labels in found]
    return found[int(np.argmax(worth))]


def cut_finely(points: Floats, seed: int = 1) -> Ints:
    """Give each idea the number of a small piece, several to a theme."""
    if len(points) < 3:  # noqa: PLR2004  a pair has no inside
        return np.arange(len(points))
    centred = _unit_length(points - points.mean(axis=0))
    return _communities(_edges(centred), len(points), FINELY, seed)


def worth(points: Floats, theme_size: float, labels: Ints) -> float:
    """Say how well a grouping parts the ideas that are in it (-1: in none); more is better."""
    inside = points[labels >= 0]
    numbers = np.unique(labels[labels >= 0], return_inverse=True)[1]
    usual = USUAL * len(inside) ** GROWTH / theme_size
    return _worth(_unit_length(inside - inside.mean(axis=0)), numbers, usual)


def _by_landmarks(points: Floats, theme_size: float, seed: int) -> Ints:
    """Find themes in a sample; give every idea the theme with the nearest middle."""
    chosen = np.random.default_rng(seed).choice(len(points), LANDMARKS, replace=False)
    sample = points[np.sort(chosen)]
    found = discover(sample, theme_size, seed)
    shared = sample.mean(axis=0)
    themes = [sample[found == theme].mean(axis=0) for theme in np.unique(found)]
    middles = _unit_length(np.stack(themes) - shared)
    nearest = np.argmax((points - shared) @ middles.T, axis=1)
    return np.unique(nearest, return_inverse=True)[1]


def _unit_length(points: Floats) -> Floats:
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    unit: Floats = (points / np.maximum(lengths, 1e-9)).astype(np.float32)
    return unit


def _edges(points: Floats) -> list[tuple[str, str, float]]:
    """Join each idea to its nearest neighbours, weighted by cosine."""
    likeness = points @ points.T
    np.fill_diagonal(likeness, -np.inf)
    near = min(NEIGHBOURS, len(points) - 1)
    nearest = np.argpartition(-likeness, near - 1, axis=1)[:, :near]
    ends = np.sort([np.repeat(np.arange(len(points)), near), nearest.ravel()], axis=0)
    first, second = np.divmod(np.unique(ends[0] * len(points) + ends[1]), len(points))
    weights = np.maximum(likeness[first, second], 1e-6).tolist()
    pairs = zip(map(str, first.tolist()), map(str, second.tolist()), weights, strict=True)
    return list(pairs)


def _communities(
    edges: list[tuple[str, str, float]], size: int, resolution: float, seed: int
) -> Ints:
    """Find communities by modularity (Traag, Waltman and van Eck 2019); number them from 0."""
    from graspologic_native import leiden  # noqa: PLC0415  needed here alone

    _, found = leiden(edges, resolution=resolution, seed=seed)
    return np.unique([found[str(idea)] for idea in range(size)], return_inverse=True)[1]


def _worth(points: Floats, labels: Ints, usual: float) -> float:
    """Take the mean silhouette, less the price of an unusual number of themes."""
    themes = int(labels.max()) + 1
    if themes == 1:
        return -np.inf
    return _silhouette(points, labels) - PREFERENCE * float(np.log(themes / usual)) ** 2


def _silhouette(points: Floats, labels: Ints) -> float:
    """Mean silhouette (Rousseeuw 1987) by cosine, from sums: no table of distances is needed."""
    belongs = np.eye(labels.max() + 1, dtype=np.float32)[labels]
    sizes = belongs.sum(axis=0)
    sums = points @ (points.T @ belongs)
    each = np.arange(len(points))
    own = 1 - (sums[each, labels] - 1) / np.maximum(sizes[labels] - 1, 1)
    others = 1 - sums / sizes
    others[each, labels] = np.inf
    next_best = others.min(axis=1)
    found = (next_best - own) / np.maximum(np.maximum(own, next_best), 1e-9)
    return float(np.where(sizes[labels] > 1, found, 0).mean())
