"""Discover: vectors become themes, their number unknown beforehand."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

NEIGHBOURS = 15


def discover(points: Floats, theme_size: float, seed: int) -> Ints:
    """Communities (Leiden) of the graph that joins each idea with its nearest neighbours."""
    from graspologic_native import leiden  # noqa: PLC0415  needed here alone

    likeness = points @ points.T
    np.fill_diagonal(likeness, -1)
    near = np.argsort(-likeness, axis=1, kind="stable")[:, : min(NEIGHBOURS, len(points) - 1)]
    pairs = {tuple(sorted((i, int(j)))) for i, row in enumerate(near) for j in row}
    edges = [(str(a), str(b), max(float(likeness[a, b]), 0.0)) for a, b in sorted(pairs)]
    _, found = leiden(edges, resolution=1.25 / theme_size, seed=seed, iterations=3)
    labels = np.array([found.get(str(i), -1) for i in range(len(points))])
    return np.unique(labels, return_inverse=True)[1].astype(np.int64) - int(labels.min() < 0)
