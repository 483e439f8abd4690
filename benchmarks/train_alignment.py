"""Train the heads that align uses, and write them to pipeline/knowledge/alignment_heads.npz.

`python benchmarks/train_alignment.py` reads the public sets in ../shared/data, our own ideas (their
training half alone) and our own sentences; the data card stands beside the numbers.
"""

import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import yaml
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from pipeline import store  # noqa: E402  a script beside the package
from pipeline.align.cues import find_cues  # noqa: E402
from pipeline.align.features import (  # noqa: E402
    ABOUT,
    Seen,
    goal_features,
    target_features,
    value_features,
)
from pipeline.align.words import plain_words  # noqa: E402
from pipeline.embed import MINILM_SHA256, MiniLM  # noqa: E402

Floats = npt.NDArray[np.float64]
DATA = ROOT.parent / "shared" / "data"
HEADS = ROOT / "pipeline" / "knowledge" / "alignment_heads.npz"
CACHE = Path(tempfile.gettempdir()) / "folkmoot_alignment_vectors.npz"
GOALS = range(1, 18)
MIGHT_SHOW = 0.2  # probability
PAIR_C, VALUE_C, TARGET_C, LINEAR_C, SINGLE_C, HEAD_C = 0.1, 2.0, 1.0, 5.0, 1.0, 10.0


@dataclass(frozen=True)
class Material:
    """Everything the heads learn from, and the entries of the frameworks with their vectors."""

    pairs: pd.DataFrame  # text, sdg, holds
    sentences: pd.DataFrame  # text, sdg
    official: pd.DataFrame  # kind, goal, target, text
    ideas: pd.DataFrame  # text, half, sdg, ogp
    extra: pd.DataFrame  # text, ogp
    entries: pd.DataFrame


def main() -> None:
    """Train everything and write the numbers."""
    material = read_material()
    numbers = train(material)
    np.savez_compressed(HEADS, **numbers)
    print(f"{HEADS}: {HEADS.stat().st_size / 1e6:.2f} MB")


def read_material() -> Material:
    """Read all sets."""
    pairs = pd.read_csv(DATA / "sdg-benchmark" / "benchmark.csv")
    sentences = pd.read_csv(DATA / "sdg-sentences" / "original_data.csv").iloc[:, :2].dropna()
    return Material(
        pairs.assign(text=pairs["text"].str.strip(), holds=pairs["label"].astype(str) == "True"),
        sentences.set_axis(["sdg", "text"], axis=1),
        read_official(),
        pd.read_csv(ROOT / "tests/data/civic_ideas.csv", keep_default_na=False),
        pd.read_csv(ROOT / "benchmarks/open_government_sentences.csv", keep_default_na=False),
        read_entries(),
    )


def read_official() -> pd.DataFrame:
    """Read the official texts of goals, targets and indicators."""
    rows = []
    for kind in ("goal", "target", "indicator"):
        path = DATA / "sdg-framework" / "en" / f"global_{kind}s.yml"
        for key, text in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            goal, second = key.split("-")[:2]
            rows.append((kind, int(goal), f"{goal}.{second}", text))
    return pd.DataFrame(rows, columns=["kind", "goal", "target", "text"])


def read_entries() -> pd.DataFrame:
    """Read the frameworks as align sees them."""
    frameworks = store.read(ROOT, "frameworks")
    parents = set(zip(frameworks["framework"], frameworks["parent_code"], strict=True))
    own = zip(frameworks["framework"], frameworks["code"], strict=True)
    leaf = [pair not in parents for pair in own]
    vectors = list(encode(frameworks["description"]))
    return frameworks.assign(leaf=leaf, vector=vectors).sort_values(
        ["framework", "code"], ignore_index=True
    )


def train(material: Material) -> dict[str, npt.NDArray[Any]]:
    """Train head by head, since later ones look at earlier ones."""
    numbers = goal_numbers(material)
    numbers |= fit_goal_stack(
        pair_features(material.pairs, material.entries, numbers), material.pairs
    )
    ideas = material.ideas[material.ideas["half"] == "train"].reset_index(drop=True)
    numbers |= {"vocabulary": vocabulary([*ideas["text"], *material.extra["text"]])}
    numbers |= fit_values(ideas, material, numbers)
    numbers |= fit_targets(ideas, material, numbers)
    return numbers


def goal_numbers(material: Material) -> dict[str, npt.NDArray[Any]]:
    """Train the linear heads of goals and targets, and keep the vectors of official texts."""
    of_sdg = material.entries[material.entries["framework"] == "sdg"]
    own_goal = of_sdg["code"].str.split(".").str[0].astype(int).to_numpy()
    own, official = stack(of_sdg), encode(material.official["text"])
    x = np.vstack([encode(material.sentences["text"]), official, own])
    y = np.r_[material.sentences["sdg"], material.official["goal"], own_goal]
    weight = np.r_[np.ones(len(material.sentences)), np.full(len(y) - len(material.sentences), 2.0)]
    single = [
        LogisticRegression(C=SINGLE_C, class_weight="balanced", max_iter=1000).fit(
            x, y == goal, sample_weight=weight
        )
        for goal in GOALS
    ]
    linear = LogisticRegression(C=LINEAR_C, max_iter=1000).fit(x, y, sample_weight=weight)
    return {
        "sha256": np.array([MINILM_SHA256]),
        "codes_sdg": codes(material.entries, "sdg"),
        "codes_ogp": codes(material.entries, "ogp"),
        "official": official.astype(np.float16),
        "official_goal": material.official["goal"].to_numpy(),
        "official_kind": material.official["kind"].to_numpy(dtype="U"),
        "official_target": material.official["target"].to_numpy(dtype="U"),
        "goal_single": np.vstack([weights_of(model) for model in single]).astype(np.float32),
        "goal_linear": weights_of(linear).astype(np.float32),
        "target_linear": fit_target_linear(of_sdg, material.official).astype(np.float16),
    }


def fit_target_linear(of_sdg: pd.DataFrame, official: pd.DataFrame) -> Floats:
    """Train one linear head per target on its cues, name, description and official texts."""
    targets = of_sdg[of_sdg["leaf"]]
    cue = targets.assign(text=targets["cues"].str.split("|")).explode("text")
    known = official[official["target"].isin(targets["code"])]
    parts = [
        (cue["text"], cue["code"], 1.0),
        (targets["name"], targets["code"], 1.0),
        (targets["description"], targets["code"], 2.0),
        (known["text"], known["target"], 1.0),
    ]
    x = np.vstack([encode(texts) for texts, _, _ in parts])
    y = np.concatenate([owner.to_numpy(dtype="U") for _, owner, _ in parts])
    weight = np.concatenate([np.full(len(texts), size) for texts, _, size in parts])
    model = LogisticRegression(C=HEAD_C, max_iter=1000).fit(x, y, sample_weight=weight)
    order = [list(model.classes_).index(code) for code in targets["code"]]
    return weights_of(model)[order]


def fit_goal_stack(x: Floats, pairs: pd.DataFrame) -> dict[str, npt.NDArray[Any]]:
    """Weigh the scores of a goal so that pairs (text, goal) come out right."""
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-9
    of_goal = 0.5 * np.eye(17)[pairs["sdg"] - 1]
    model = LogisticRegression(C=PAIR_C, max_iter=2000).fit(
        np.hstack([(x - mean) / spread, of_goal]), pairs["holds"].to_numpy()
    )
    weight = model.coef_[0, : x.shape[1]] / spread
    constant = model.intercept_[0] - weight @ mean + 0.5 * model.coef_[0, x.shape[1] :]
    return {"goal_stack": weight, "goal_constant": constant}


def pair_features(
    pairs: pd.DataFrame, entries: pd.DataFrame, numbers: dict[str, npt.NDArray[Any]]
) -> Floats:
    """Features of each (text, goal) pair."""
    of_sdg = entries[entries["framework"] == "sdg"].reset_index(drop=True)
    features = goal_features(see(pairs["text"], of_sdg), of_sdg, numbers)
    return features[np.arange(len(pairs)), pairs["sdg"] - 1]


def fit_values(
    ideas: pd.DataFrame, material: Material, numbers: dict[str, npt.NDArray[Any]]
) -> dict[str, npt.NDArray[Any]]:
    """Train a head per open-government value, and calibrate on ideas held out in turn."""
    of_ogp = material.entries[material.entries["framework"] == "ogp"].reset_index(drop=True)
    texts = pd.concat([ideas["text"], material.extra["text"]], ignore_index=True)
    labels = pd.concat([ideas["ogp"], material.extra["ogp"]], ignore_index=True)
    x, y = value_features(see(texts, of_ogp), of_ogp, numbers), told(labels, list(of_ogp["code"]))
    held_out = held_out_values(x, y, len(ideas))
    sure = LogisticRegression(C=100).fit(held_out.reshape(-1, 1), y[: len(ideas)].ravel())
    return {
        "value_heads": fit_heads(x, y).astype(np.float32),
        "value_calibration": np.array([sure.coef_[0, 0], sure.intercept_[0]]),
        "value_held_out": held_out.astype(np.float32),
    }


def held_out_values(x: Floats, y: Floats, n_ideas: int) -> Floats:
    """Log odds of each idea by heads that did not see it; the mean over two partitions in ten."""
    total = np.zeros((n_ideas, y.shape[1]))
    extra = np.arange(n_ideas, len(x))
    for kept, left in partitions(n_ideas):
        some = np.r_[kept, extra]
        heads = fit_heads(x[some], y[some])
        total[left] += x[left] @ heads[:, :-1].T + heads[:, -1]
    return total / 2


def fit_heads(x: Floats, y: Floats) -> Floats:
    """One logistic regression per column; weights with the constant last."""
    models = [LogisticRegression(C=VALUE_C, max_iter=1000).fit(x, column) for column in y.T]
    return np.vstack([weights_of(model) for model in models])


def fit_targets(
    ideas: pd.DataFrame, material: Material, numbers: dict[str, npt.NDArray[Any]]
) -> dict[str, npt.NDArray[Any]]:
    """Weigh the features of (idea, target) pairs: one set of weights for all targets."""
    x, y = idea_target_features(ideas, material.entries, numbers), target_labels(ideas, material)
    return {
        "target_stack": fit_pairs(x, y),
        "target_calibration": fit_calibration(held_out_targets(x, y), y),
        "nearest": fit_nearest(ideas, material),
    }


def held_out_targets(x: Floats, y: Floats) -> Floats:
    """Log odds of each (idea, target) by weights that did not see the idea."""
    odds = np.zeros(y.shape)
    for kept, left in partitions(len(x)):
        weights = fit_pairs(x[kept], y[kept])
        odds[left] += (x[left] @ weights[:-1] + weights[-1]) / 2
    return odds


def fit_calibration(odds: Floats, y: Floats) -> Floats:
    """Fit slope and constant where a link might be shown; far below, log odds are right already."""
    near = odds >= np.log(MIGHT_SHOW / (1 - MIGHT_SHOW))
    return weights_of(LogisticRegression(C=100).fit(odds[near].reshape(-1, 1), y[near]))[0]


def idea_target_features(
    ideas: pd.DataFrame, entries: pd.DataFrame, numbers: dict[str, npt.NDArray[Any]]
) -> Floats:
    """Features of (training idea, target), with values held out as they are on new ideas."""
    of_sdg = entries[entries["framework"] == "sdg"].reset_index(drop=True)
    values = list(entries.loc[entries["framework"] == "ogp", "code"])
    place = [values.index(code) for code in ABOUT.values()]
    held_out = numbers["value_held_out"].astype(float)[:, place]
    return target_features(see(ideas["text"], of_sdg), of_sdg, held_out, numbers)


def target_labels(ideas: pd.DataFrame, material: Material) -> Floats:
    """Which targets people gave each idea, in the order of the entries."""
    of_sdg = material.entries[(material.entries["framework"] == "sdg") & material.entries["leaf"]]
    return told(ideas["sdg"], list(of_sdg["code"]))


def fit_pairs(x: Floats, y: Floats) -> Floats:
    """One logistic regression for all pairs; weights with the constant last."""
    model = LogisticRegression(C=TARGET_C, max_iter=3000)
    return weights_of(model.fit(x.reshape(-1, x.shape[-1]), y.ravel()))[0]


def fit_nearest(ideas: pd.DataFrame, material: Material) -> Floats:
    """Fit the three numbers of the plain method over targets and values together."""
    entries = material.entries[
        material.entries["leaf"] & material.entries["framework"].isin(["sdg", "ogp"])
    ].reset_index(drop=True)
    seen = see(ideas["text"], entries)
    both = ideas["sdg"] + "|" + ideas["ogp"]
    x = np.stack([seen.vectors @ stack(entries).T, np.minimum(seen.cues, 2)], axis=-1)
    model = LogisticRegression(C=100, max_iter=1000).fit(
        x.reshape(-1, 2), told(both, list(entries["code"])).ravel()
    )
    return np.r_[model.intercept_, model.coef_[0]]


def see(texts: pd.Series, entries: pd.DataFrame) -> Seen:
    """Look at texts as align does."""
    cues = np.zeros((len(texts), len(entries)))
    for pair, spans in find_cues(texts, entries).items():
        cues[pair] = len(spans)
    return Seen(encode(texts), [plain_words(text) for text in texts], cues)


def told(labels: pd.Series, known: list[str]) -> Floats:
    """Turn labels parted by `|` into zeros and ones."""
    return np.array([[code in row.split("|") for code in known] for row in labels], dtype=float)


def vocabulary(texts: Sequence[str]) -> npt.NDArray[Any]:
    """Words that at least two texts have."""
    words = pd.Series([word for text in texts for word in set(plain_words(text))]).value_counts()
    return np.array(sorted(words[words >= 2].index), dtype="U")


def codes(entries: pd.DataFrame, framework: str) -> npt.NDArray[Any]:
    """All codes of a framework."""
    return entries.loc[entries["framework"] == framework, "code"].to_numpy(dtype="U")


def weights_of(model: LogisticRegression) -> Floats:
    """Coefficients with the constant as last column."""
    return np.column_stack([model.coef_, model.intercept_])


def stack(entries: pd.DataFrame) -> Floats:
    """Vectors of entries as a matrix."""
    return np.stack(list(entries["vector"])).astype(np.float64)


def partitions(n: int) -> Iterator[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
    """Twice ten folds."""
    for seed in (0, 1):
        yield from KFold(10, shuffle=True, random_state=seed).split(np.zeros(n))


def encode(texts: Sequence[str] | pd.Series) -> Floats:
    """Encode texts, keeping vectors between runs in a file of the machine's temporary folder."""
    known = known_vectors()
    keys = [sha256(f"{MINILM_SHA256}\n{text}".encode()).hexdigest() for text in texts]
    new = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
    if new:
        known |= dict(zip(new, MiniLM().encode(list(new.values())), strict=True))
        np.savez(CACHE, keys=np.array(list(known)), vectors=np.stack(list(known.values())))
    return np.stack([known[key] for key in keys]).astype(np.float64)


@cache
def known_vectors() -> dict[str, npt.NDArray[Any]]:
    """Vectors kept from earlier runs, by the sha256 of weights and text."""
    if not CACHE.exists():
        return {}
    kept = np.load(CACHE)
    return dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))


if __name__ == "__main__":
    os.environ["HF_HUB_OFFLINE"] = "1"
    main()
