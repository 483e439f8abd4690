"""Alignment: how often targets and values are right, on texts that nothing was trained on.

`python benchmarks/alignment.py` prints Markdown tables. `--held-out FILE.csv` (id, text, sdg,
label) scores another file of (text, goal) pairs with the numbers that are shipped.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt
import pandas as pd
import train_alignment as lab
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedGroupKFold

sys.path.insert(0, str(lab.ROOT))
from pipeline.agreement import alpha
from pipeline.align import align
from pipeline.align.cues import find_cues
from pipeline.align.likelihood import likelihood
from pipeline.align.trained import goal_probabilities, less_sure, trained_numbers
from pipeline.embed import MINILM_SHA256, MiniLM
from pipeline.tables import (
    AlignmentDecisions,
    Alignments,
    Assignments,
    Contexts,
    Encoder,
    Ideas,
    Leads,
    ThemeNames,
    Themes,
)

Floats = npt.NDArray[np.float64]
VALUES = {
    "access_to_information": "access",
    "civic_participation": "participation",
    "public_accountability": "accountability",
    "technology_innovation": "technology",
}
NAP_THEMES = {
    "Improve Access to Government Data": "access_to_information",
    "Increase Civic Space": "civic_participation",
    "Counter Corruption": "public_accountability",
}
DIALS = {"threshold": 0.35, "at_most": 3, "least_share": 0.2}


def main() -> None:
    """Print all tables."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--held-out", metavar="FILE.csv")
    file = options.parse_args().held_out
    material = lab.read_material()
    if file:
        score_file(file, material)
        return
    print_agreement(material.ideas)
    print_goals(material)
    print_ideas(material, "train")
    print_ideas(material, "test")
    print_curves(material)
    print_plan(material)
    print_speed(material)


def print_agreement(ideas: pd.DataFrame) -> None:
    """Two passes, the second blind: Krippendorff's alpha for each value and goal-wise for SDGs."""
    print("\n## Agreement of two passes\n\n| | first | second | alpha |\n|---|---|---|---|")
    for code, name in VALUES.items():
        one, two = (lab.told(ideas[column], [code])[:, 0] for column in ("ogp_a", "ogp_b"))
        print(_passes(name, one, two))
    codes = sorted({code for cell in ideas["sdg"] for code in cell.split("|") if code})
    one, two = (lab.told(ideas[column], codes).ravel() for column in ("sdg_a", "sdg_b"))
    print(_passes("SDG targets, pooled", one, two))


def _passes(name: str, one: Floats, two: Floats) -> str:
    agreed = alpha([*zip(one, two, strict=True)], ordinal=False)
    return f"| {name} | {one.sum():.0f} | {two.sum():.0f} | {1 if agreed is None else agreed:.3f} |"


def print_goals(material: lab.Material) -> None:
    """Goals over (text, goal) pairs: ten folds grouped by text, three partitions."""
    print("\n## Goals, development half of the SDG Classification Benchmark\n")
    print("| method | macro F1 | macro accuracy | goal 16 F1 | goal 17 F1 |\n|---|---|---|---|---|")
    methods = {
        "always yes": lambda pairs: np.ones(len(pairs)),
        "nearest official text, one threshold": lambda pairs: by_nearest(pairs, material),
        "TF-IDF + logistic regression": lambda pairs: by_words(pairs, material),
        "trained heads": lambda pairs: by_heads(pairs, material),
    }
    for name, method in methods.items():
        likely = method(material.pairs)
        print(f"| {name} | {row_of(material.pairs, likely)} |")
    per_goal = [scores(material.pairs, likely, goal)[0] for goal in lab.GOALS]
    print(
        "\nTrained heads, F1 per goal: "
        + ", ".join(f"{g} {f:.2f}" for g, f in enumerate(per_goal, 1))
    )


def folds(pairs: pd.DataFrame) -> Iterator[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Ten folds in which no text is on both sides."""
    parts = StratifiedGroupKFold(10, shuffle=True, random_state=0)
    yield from parts.split(pairs, pairs["sdg"] * 2 + pairs["holds"], pairs["text"])


def by_nearest(pairs: pd.DataFrame, material: lab.Material) -> Floats:
    """Highest cosine with an official text of the goal; the threshold chosen on the other folds."""
    near = lab.encode(pairs["text"]) @ lab.encode(material.official["text"]).T
    goal = material.official["goal"].to_numpy()
    best = np.array([row[goal == sdg].max() for row, sdg in zip(near, pairs["sdg"], strict=True)])
    likely = np.zeros(len(pairs))
    for kept, left in folds(pairs):
        tried = np.quantile(best[kept], np.linspace(0.2, 0.8, 61))
        some = pairs.iloc[kept]
        threshold = max(tried, key=lambda t: macro(some, (best[kept] >= t).astype(float))[0])
        likely[left] = best[left] >= threshold
    return likely


def by_words(pairs: pd.DataFrame, material: lab.Material) -> Floats:
    """One regression per goal on word weights, from the other folds and the weak sentences."""
    texts = [*pairs["text"], *material.sentences["text"]]
    x = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True).fit_transform(texts)
    likely, n = np.zeros(len(pairs)), len(pairs)
    weak = material.sentences["sdg"].to_numpy()
    for (kept, left), goal in product(list(folds(pairs)), lab.GOALS):
        own = kept[(pairs["sdg"].to_numpy() == goal)[kept]]
        rows = np.r_[own, np.arange(n, len(texts))]
        y = np.r_[pairs["holds"].to_numpy()[own], weak == goal]
        weight = np.r_[np.full(len(own), 10.0), np.ones(len(weak))]
        model = LogisticRegression(C=10, class_weight="balanced", solver="liblinear")
        model.fit(x[rows], y, sample_weight=weight)
        asked = left[(pairs["sdg"].to_numpy() == goal)[left]]
        if len(asked):
            likely[asked] = model.predict_proba(x[asked])[:, 1]
    return likely


def by_heads(pairs: pd.DataFrame, material: lab.Material) -> Floats:
    """Heads as shipped, with the weights of their scores trained on the other folds."""
    numbers = dict(trained_numbers())
    x = lab.pair_features(pairs, material.entries, numbers)
    likely = np.zeros(len(pairs))
    for kept, left in folds(pairs):
        made = lab.fit_goal_stack(x[kept], pairs.iloc[kept])
        odds = x[left] @ made["goal_stack"] + made["goal_constant"][pairs["sdg"].iloc[left] - 1]
        likely[left] = 1 / (1 + np.exp(-odds))
    return likely


def row_of(pairs: pd.DataFrame, likely: Floats) -> str:
    """Cells of one method."""
    f1, accuracy = macro(pairs, likely)
    sixteen, seventeen = (scores(pairs, likely, goal)[0] for goal in (16, 17))
    return f"{f1:.3f} | {accuracy:.3f} | {sixteen:.2f} | {seventeen:.2f}"


def macro(pairs: pd.DataFrame, likely: Floats) -> tuple[float, float]:
    """Mean F1 and accuracy over goals."""
    each = [scores(pairs, likely, goal) for goal in lab.GOALS]
    return float(np.mean([f for f, _ in each])), float(np.mean([a for _, a in each]))


def scores(pairs: pd.DataFrame, likely: Floats, goal: int) -> tuple[float, float]:
    """F1 and accuracy of one goal at a probability of one half."""
    mine = (pairs["sdg"] == goal).to_numpy()
    told, said = pairs["holds"].to_numpy()[mine], likely[mine] >= 0.5
    return float(f1_score(told, said, zero_division=0)), float((told == said).mean())


def score_file(file: str, material: lab.Material) -> None:
    """Score a file of pairs with the shipped numbers."""
    pairs = pd.read_csv(file)
    pairs = pairs.assign(text=pairs["text"].str.strip(), holds=pairs["label"].astype(str) == "True")
    of_sdg = material.entries[material.entries["framework"] == "sdg"].reset_index(drop=True)
    every = goal_probabilities(lab.see(pairs["text"], of_sdg), of_sdg)
    likely = every[np.arange(len(pairs)), pairs["sdg"] - 1]
    print("| macro F1 | macro accuracy | goal 16 F1 | goal 17 F1 |\n|---|---|---|---|")
    print(f"| {row_of(pairs, likely)} |")


def print_ideas(material: lab.Material, half: str) -> None:
    """Targets and values on one half of our own ideas; the training half held out in turn."""
    ideas = material.ideas[material.ideas["half"] == half].reset_index(drop=True)
    made = {"trained heads": of_half(material, ideas, half)}
    if half == "test":
        made |= {
            "nearest description": shipped(material, ideas, "nearest"),
            "TF-IDF + logistic regression": idea_words(material, ideas),
            "always 16.6, 16.7, 16.10": always(material, ideas),
        }
    print(f"\n## Our own ideas, {half} half ({len(ideas)} ideas)\n")
    print(
        "| method | top-3 recall | top 1 | target F1 | "
        + " | ".join(VALUES.values())
        + " | macro |"
    )
    print("|---" * 9 + "|")
    for name, (targets, values) in made.items():
        print(f"| {name} | {idea_cells(material, ideas, targets, values)} |")


def of_half(material: lab.Material, ideas: pd.DataFrame, half: str) -> tuple[Floats, Floats]:
    """Probabilities for an untouched half, or held-out ones for the half trained on."""
    if half == "test":
        return shipped(material, ideas, "trained")
    numbers = dict(trained_numbers())
    x, y = (
        lab.idea_target_features(ideas, material.entries, numbers),
        lab.target_labels(ideas, material),
    )
    odds = less_sure(lab.held_out_targets(x, y), numbers)
    slope, constant = numbers["value_calibration"]
    values = slope * numbers["value_held_out"].astype(float) + constant
    return 1 / (1 + np.exp(-odds)), 1 / (1 + np.exp(-values))


def shipped(material: lab.Material, ideas: pd.DataFrame, method: str) -> tuple[Floats, Floats]:
    """Probabilities of targets and of values as the room computes them."""
    known = ideas.assign(vector=list(lab.encode(ideas["text"])))
    found = find_cues(known["text"], material.entries)
    likely = likelihood(known, found, material.entries, method)
    is_target = (material.entries["framework"] == "sdg") & material.entries["leaf"]
    return likely[:, is_target], likely[:, material.entries["framework"] == "ogp"]


def idea_words(material: lab.Material, ideas: pd.DataFrame) -> tuple[Floats, Floats]:
    """One regression per target and value on word weights of the training ideas."""
    train = material.ideas[material.ideas["half"] == "train"]
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(train["text"])
    x, asked = words.transform(train["text"]), words.transform(ideas["text"])
    extra = pd.concat([train[["text", "ogp"]], material.extra])
    wide = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).fit(extra["text"])
    targets = regressions(x, lab.target_labels(train, material), asked)
    told = lab.told(extra["ogp"], list(VALUES))
    return targets, regressions(wide.transform(extra["text"]), told, wide.transform(ideas["text"]))


def regressions(x: Floats, y: Floats, asked: Floats) -> Floats:
    """Probabilities by one regression per column; columns of zeros stay zero."""
    made = np.zeros((asked.shape[0], y.shape[1]))
    for column in np.flatnonzero(y.any(axis=0)):
        model = LogisticRegression(C=30, solver="liblinear").fit(x, y[:, column])
        made[:, column] = model.predict_proba(asked)[:, 1]
    return made


def always(material: lab.Material, ideas: pd.DataFrame) -> tuple[Floats, Floats]:
    """Give every idea the three targets of open government and all values."""
    codes = target_codes(material)
    row = np.array([code in ("16.6", "16.7", "16.10") for code in codes], dtype=float)
    return np.tile(row, (len(ideas), 1)), np.ones((len(ideas), len(VALUES)))


def target_codes(material: lab.Material) -> list[str]:
    """Targets in the order of the entries."""
    entries = material.entries
    return list(entries.loc[(entries["framework"] == "sdg") & entries["leaf"], "code"])


def idea_cells(material: lab.Material, ideas: pd.DataFrame, targets: Floats, values: Floats) -> str:
    """Recall among the top three, accuracy of the first, F1 of targets and of each value."""
    told = lab.target_labels(ideas, material)
    has = told.sum(axis=1) > 0
    top = np.take_along_axis(told, np.argsort(-targets, axis=1, kind="stable")[:, :3], axis=1)
    recall = top[has].sum() / told.sum()
    target_f1 = f1_score(told.ravel(), targets.ravel() >= DIALS["threshold"])
    truth = lab.told(ideas["ogp"], list(VALUES))
    said = values >= DIALS["threshold"]
    said[:, 3] &= said[:, :3].any(axis=1)
    each = [f1_score(truth[:, k], said[:, k], zero_division=0) for k in range(len(VALUES))]
    cells = [recall, top[has, 0].mean(), target_f1, *each, float(np.mean(each))]
    return " | ".join(f"{cell:.3f}" for cell in cells)


def print_curves(material: lab.Material) -> None:
    """Calibration, and how right the first target is when the less sure ideas are left out."""
    ideas = material.ideas[material.ideas["half"] == "test"].reset_index(drop=True)
    targets, values = shipped(material, ideas, "trained")
    told, truth = lab.target_labels(ideas, material), lab.told(ideas["ogp"], list(VALUES))
    shown = targets >= DIALS["threshold"]
    print("\n## Calibration and coverage, test half\n\n| | expected calibration error |\n|---|---|")
    print(f"| values, all pairs | {calibration_error(values.ravel(), truth.ravel()):.3f} |")
    print(f"| targets, all pairs | {calibration_error(targets.ravel(), told.ravel()):.3f} |")
    print(
        "| targets at the threshold or above "
        f"| {calibration_error(targets[shown], told[shown]):.3f} |"
    )
    sure, right = targets.max(axis=1), told[np.arange(len(told)), targets.argmax(axis=1)]
    print("\n| share of ideas kept | least probability | first target right |\n|---|---|---|")
    for share in (0.25, 0.5, 0.75, 0.9, 1.0):
        kept = np.argsort(-sure, kind="stable")[: round(share * len(sure))]
        print(f"| {share:.0%} | {sure[kept].min():.2f} | {right[kept].mean():.3f} |")


def calibration_error(likely: Floats, told: Floats, bins: int = 10) -> float:
    """Mean distance of probability and share right over ten equal bins (Naeini and others 2015)."""
    place = np.minimum((likely * bins).astype(int), bins - 1)
    gaps = [
        (place == b).mean() * abs(likely[place == b].mean() - told[place == b].mean())
        for b in range(bins)
        if (place == b).any()
    ]
    return float(sum(gaps))


def print_plan(material: lab.Material) -> None:
    """Take a government's own themes as weak labels of values (US open-government plan, 2022)."""
    plan = pd.read_csv(lab.DATA / "us-open-gov-nap5" / "commitments.csv").dropna(subset=["title"])
    plan = plan.assign(text=plan["title"].str.strip())
    plan = plan.assign(told=[theme_value(theme) for theme in plan["theme"]]).dropna(subset=["told"])
    _, values = shipped(material, plan.reset_index(drop=True), "trained")
    print(
        "\n## US national action plan 5, titles, themes as weak labels\n\n"
        "| value | n | F1 | first |\n|---|---|---|---|"
    )
    first = values[:, :3].argmax(axis=1)
    for k, (code, name) in enumerate(list(VALUES.items())[:3]):
        told = (plan["told"] == code).to_numpy()
        f1 = f1_score(told, values[:, k] >= DIALS["threshold"])
        print(f"| {name} | {told.sum()} | {f1:.3f} | {(first[told] == k).mean():.3f} |")


def theme_value(theme: str) -> str | None:
    """Read a value from a theme's name, where it stands for one."""
    return next((value for name, value in NAP_THEMES.items() if theme.startswith(name)), None)


def print_speed(material: lab.Material) -> None:
    """Align 10,000 ideas with vectors given."""
    texts = pd.concat([material.ideas["text"]] * 20, ignore_index=True)[:10_000]
    name = [f"i{n:05d}" for n in range(len(texts))]
    ideas = pd.DataFrame({"idea_id": name, "contribution_id": name, "field": "text", "start": 0})
    ideas = Ideas.validate(ideas.assign(end=texts.str.len(), text=texts))
    vectors = pd.DataFrame({"idea_id": name, "vector": list(lab.encode(texts))})
    frameworks = material.entries.drop(columns=["leaf", "vector"])
    start, used = time.perf_counter(), time.process_time()
    made, *_ = align(
        ideas,
        vectors,
        Contexts.empty(),
        Assignments.empty(),
        Themes.empty(),
        frameworks,
        material.entries[["framework", "code", "vector"]],
        Encoder.validate(
            pd.DataFrame([{"name": MiniLM.name, "sha256": MINILM_SHA256, "dimensions": 384}])
        ),
        ThemeNames.empty(),
        AlignmentDecisions.empty(),
        Leads.empty(),
        frameworks_used=["sdg", "ogp"],
        method="trained",
        **DIALS,
    )
    seconds, worked = time.perf_counter() - start, time.process_time() - used
    print(
        f"\n## Speed\n\n10,000 ideas, vectors given: {worked:.1f} s of processor time, "
        f"{seconds:.1f} s by the clock, {len(made)} alignments."
    )
    print_promises(ideas, Alignments.validate(made))


def print_promises(ideas: pd.DataFrame, made: pd.DataFrame) -> None:
    """Evidence that is not verbatim, technology alone, and the share of ideas without anything."""
    text = made.merge(ideas[["idea_id", "text"]], left_on="subject_id", right_on="idea_id")
    cut = [
        t[int(s) : int(e)] for t, s, e in zip(text["text"], text["start"], text["end"], strict=True)
    ]
    ogp = made[made["framework"] == "ogp"].groupby("subject_id")["code"].agg(set)
    alone = sum(codes == {"technology_innovation"} for codes in ogp)
    silent = 1 - made["subject_id"].nunique() / len(ideas)
    wrong = sum(one != other for one, other in zip(cut, text["evidence"], strict=True))
    print(
        f"Evidence not verbatim: {wrong}. Technology alone: {alone}. Ideas with none: {silent:.1%}."
    )


if __name__ == "__main__":
    main()
