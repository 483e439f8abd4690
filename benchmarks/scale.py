"""Scale: how time and memory grow from a thousand ideas to all regulation titles there are.

`python benchmarks/scale.py` finds and names themes among 1,000, 10,000 and 78,000 titles, vectors
given, each in a process of its own: with Folkmoot's rooms cluster and label, and with UMAP, HDBSCAN
and class-based TF-IDF as BERTopic does it. It prints a Markdown table and how fast each grows.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from rooms import ROOT, as_ideas, run_room

Floats = npt.NDArray[np.float32]

TITLES = ROOT.parent / "shared" / "data" / "scale-regulation-titles" / "regulation_titles.csv.gz"
VECTORS = Path(tempfile.gettempdir()) / "folkmoot_benchmark_scale.npy"
SIZES = (1_000, 10_000, 78_000)


def main() -> None:
    """Measure every way at every size, or one of them if asked to."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--one", nargs=2, metavar=("WAY", "SIZE"))
    asked.add_argument("--ways", default=",".join(WAYS))
    asked.add_argument("--sizes", default=",".join(map(str, SIZES)))
    choice = asked.parse_args()
    if choice.one:
        print(json.dumps(measure(choice.one[0], int(choice.one[1]))))
        return
    given()
    sizes = [int(size) for size in choice.sizes.split(",")]
    rows = [in_own_process(way, size) for way in choice.ways.split(",") for size in sizes]
    table = pd.DataFrame(rows)
    print(to_markdown(table))
    for way, part in table.groupby("way", sort=False):
        print(f"\n{way}: processor time grows with the size to the power {growth(part):.2f}")


def in_own_process(way: str, size: int) -> dict[str, object]:
    """Measure in a fresh process, so that its peak of memory is its own."""
    command = [sys.executable, __file__, "--one", way, str(size)]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, object] = json.loads(said.stdout.splitlines()[-1])
    print(f"{way}, {size}: {found}", file=sys.stderr)
    return found


def measure(way: str, size: int) -> dict[str, object]:
    """Seconds (wall and processor) to find and to name themes, and the peak of memory in MB."""
    texts, points = given()
    chosen = np.sort(np.random.default_rng(1).choice(len(texts), size, replace=False))
    find, name = WAYS[way]
    find(texts[:100], points[:100])  # imports and compilation are not what grows
    start, worked = time.perf_counter(), time.process_time()
    found = find(texts[chosen], points[chosen])
    between = time.perf_counter()
    names = name(texts[chosen], points[chosen], found)
    return {
        "way": way,
        "titles": size,
        "themes": names,
        "finding, s": round(between - start, 1),
        "naming, s": round(time.perf_counter() - between, 1),
        "together, s": round(time.perf_counter() - start, 1),
        "processor, s": round(time.process_time() - worked, 1),
        "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def given() -> tuple[npt.NDArray[np.object_], Floats]:
    """Distinct titles and cheap vectors of 256 dimensions (TF-IDF and SVD), made once."""
    titles = pd.read_csv(TITLES)["title"].dropna().drop_duplicates().to_numpy(dtype=object)
    if not VECTORS.exists():
        from sklearn.decomposition import TruncatedSVD  # noqa: PLC0415  heavy, once
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  with its kin

        words = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2)
        flat = TruncatedSVD(256, random_state=1).fit_transform(words.fit_transform(titles))
        lengths = np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), 1e-9)
        np.save(VECTORS, (flat / lengths).astype(np.float32))
    points: Floats = np.load(VECTORS)
    return titles, points


def find_as_folkmoot(
    texts: npt.NDArray[np.object_], points: Floats, redraws: int
) -> dict[str, pd.DataFrame]:
    """Themes and sub-themes through the door of the room, with the dials of params.yaml."""
    return run_room("cluster", as_ideas(texts, points), redraws=redraws)


def name_as_folkmoot(
    texts: npt.NDArray[np.object_], points: Floats, found: dict[str, pd.DataFrame]
) -> int:
    """Name themes and sub-themes; count the themes."""
    themes = run_room("label", as_ideas(texts, points) | found)["themes"]
    return int(themes["parent_id"].isna().sum())


def find_as_bertopic(_: npt.NDArray[np.object_], points: Floats) -> npt.NDArray[np.int64]:
    """UMAP to five dimensions, then HDBSCAN, with the settings of BERTopic 0.17."""
    from hdbscan import HDBSCAN  # noqa: PLC0415  heavy: compiles on first use
    from umap import UMAP  # noqa: PLC0415  heavy: 5 to 30 seconds

    plane = UMAP(n_neighbors=15, n_components=5, min_dist=0, metric="cosine", random_state=1)
    return HDBSCAN(min_cluster_size=10).fit_predict(plane.fit_transform(points)).astype(np.int64)


def name_as_bertopic(
    texts: npt.NDArray[np.object_], _: Floats, found: npt.NDArray[np.int64]
) -> int:
    """Ten words of each topic by class-based TF-IDF (Grootendorst 2022); count the topics."""
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415  heavy

    joined = pd.Series(texts).groupby(found).agg(" ".join)
    counter = CountVectorizer()
    counts = counter.fit_transform(joined)
    weights = np.log(1 + counts.sum() / len(joined) / np.asarray(counts.sum(axis=0)).ravel())
    words = counter.get_feature_names_out()
    each = (counts.getrow(row).multiply(weights).toarray().ravel() for row in range(len(joined)))
    names = [" ".join(words[np.argsort(-of)[:10]]) for of in each]
    return len(names) - 1


def growth(part: pd.DataFrame) -> float:
    """Slope of log seconds of the processor over log size."""
    return float(np.polyfit(np.log(part["titles"]), np.log(part["processor, s"]), 1)[0])


def to_markdown(table: pd.DataFrame) -> str:
    """Write a Markdown table."""
    lines = [list(table.columns), ["---"] * len(table.columns), *table.to_numpy().tolist()]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


WAYS: dict[str, tuple[Callable[..., object], Callable[..., int]]] = {
    "Folkmoot": (partial(find_as_folkmoot, redraws=0), name_as_folkmoot),
    "Folkmoot with firmness": (partial(find_as_folkmoot, redraws=20), name_as_folkmoot),
    "UMAP + HDBSCAN + c-TF-IDF": (find_as_bertopic, name_as_bertopic),
}


if __name__ == "__main__":
    main()
