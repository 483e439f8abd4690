"""Known methods, to compare with: vectors become numbered themes, -1 for none."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

MOST_THEMES = 40  # tried when the number of themes is chosen by silhouette
SAMPLE = 2000  # ideas on which a silhouette is measured


def find_hdbscan(points: Floats, theme_size: float, seed: int) -> Ints:
    """UMAP to five dimensions, then HDBSCAN with themes of at least half the root of N."""
    from hdbscan import HDBSCAN  # noqa: PLC0415  heavy: compiles on first use
    from umap import UMAP  # noqa: PLC0415  heavy: 5 to 30 seconds

    smallest = max(2, round(theme_size * np.sqrt(len(points)) / 2))
    near = min(15, len(points) - 1)
    plane = UMAP(
        n_neighbors=near, n_components=5, min_dist=0, metric="cosine", random_state=seed, n_jobs=1
    ).fit_transform(points)
    labels: Ints = HDBSCAN(min_cluster_size=smallest).fit_predict(plane).astype(np.int64)
    return labels


def find_kmeans(points: Floats, theme_size: float, seed: int) -> Ints:
    """k-means with the number of themes that has the best silhouette, divided by `theme_size`."""
    from sklearn.metrics import silhouette_score  # noqa: PLC0415  heavy: a second to load

    most = min(MOST_THEMES, len(points) // 3)
    tried = {k: _kmeans(points, k, seed) for k in np.unique(np.geomspace(2, most, 10).astype(int))}
    sample = min(SAMPLE, len(points))
    best = max(
        tried,
        key=lambda k: silhouette_score(points, tried[k], sample_size=sample, random_state=seed),
    )
    k = max(2, round(best / theme_size))
    return tried[k] if k in tried else _kmeans(points, k, seed)


def _kmeans(points: Floats, k: int, seed: int) -> Ints:
    from sklearn.cluster import KMeans  # noqa: PLC0415  heavy: a second to load

    labels: Ints = KMeans(k, n_init=3, random_state=seed).fit_predict(points).astype(np.int64)
    return labels
