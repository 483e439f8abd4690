"""Corrections: how much a few answers, a codebook and a memory of earlier themes are worth.

`python benchmarks/corrections.py` lets a person who knows the labels answer the questions that the
room `cluster` asks, brings true theme names as a codebook, adds ideas to a round, and moves ideas,
on the sets and draws of benchmarks/themes.py. It prints Markdown tables; `--page` also writes them
into benchmarks/corrections.md.
"""

import argparse
import platform
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import yaml
from rooms import as_ideas, run_room
from sklearn.metrics import adjusted_rand_score
from themes import KEPT_BACK, SAMPLE, SETS, draw, embed, encoder, to_markdown

Labels = Any  # an array of texts
HERE = Path(__file__).parent
PAGE = HERE / "corrections.md"
SIZES = {60: 5, 250: 3}  # ideas, and draws of so many
ASKED = (5, 10, 20)
NEW_IDEAS = 0.05  # share that comes later


def main() -> None:
    """Measure all four, and print or write the tables."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sets", default=",".join(name for name in SETS if name != SAMPLE))
    asked.add_argument("--page", action="store_true")
    choice = asked.parse_args()
    tables = [
        f"### {title}\n\n{to_markdown(_means(_measured(what, choice.sets.split(','))))}"
        for title, what in MEASURES.items()
    ]
    print("\n\n".join(tables))
    if choice.page:
        before, _, _ = PAGE.read_text(encoding="utf-8").partition(MEASURED)
        day = datetime.now(UTC).strftime("%d %B %Y").lstrip("0")
        told = f"{MEASURED}\n\n{day}, {platform.machine()}, two cores, shared.\n\n"
        PAGE.write_text(before + told + "\n\n".join(tables) + "\n", encoding="utf-8")


def _measured(what: "Measure", sets: list[str]) -> pd.DataFrame:
    """Measure one thing on every draw of every set."""
    rows = []
    for name in sets:
        pool = SETS[name]()
        vectors = embed(name, list(pool["text"]))
        for size, draws in SIZES.items():
            for seed in range(draws):
                drawn = draw(name, pool, size, seed)
                if drawn is None:
                    break
                given = as_ideas(pool["text"].iloc[drawn], vectors[drawn])
                found = what(name, given, pool["label"].to_numpy()[drawn])
                kind = "kept back" if name in KEPT_BACK else "for choices"
                rows.append({"sets": kind, "set": name, "ideas": size, **found})
    return pd.DataFrame(rows)


def _means(table: pd.DataFrame) -> pd.DataFrame:
    """Means over draws, then over sets, of all sets and of those used for choices and kept back."""
    per_set = table.groupby(["ideas", "sets", "set"]).mean(numeric_only=True)
    parts = per_set.groupby(["ideas", "sets"]).mean().reset_index()
    whole = per_set.groupby("ideas").mean().reset_index().assign(sets="all")
    both = pd.concat([whole, parts]).sort_values(["ideas", "sets"])
    return both[["ideas", "sets", *per_set.columns]].round(3)


def answers(_: str, given: dict[str, pd.DataFrame], labels: Labels) -> dict[str, float]:
    """Agreement (ARI) with the labels before and after answers, asked one by one or ten at once."""
    made = run_room("cluster", given, redraws=0)
    agreement = {"before": _agreement(made, labels)}
    at_once = _answered(made["questions"], labels)
    taught = run_room("cluster", given | {"corrections": _sheet(at_once)}, redraws=0)
    agreement["ten at once"] = _agreement(taught, labels)
    said: list[dict[str, str]] = []
    for number in range(1, max(ASKED) + 1):
        said += _answered(made["questions"].head(1), labels)
        made = run_room("cluster", given | {"corrections": _sheet(said)}, redraws=0)
        if number in ASKED:
            agreement[f"{number} one by one"] = _agreement(made, labels)
    return agreement


def codebook(name: str, given: dict[str, pd.DataFrame], labels: Labels) -> dict[str, float]:
    """Share of ideas in the right theme when all true themes are brought, or half of them."""
    whole = _guided(name, given, sorted(set(labels)))
    some = sorted(set(labels))[::2]
    part = _guided(name, given, some)
    inside = np.isin(labels, some)
    return {
        "right": float(np.mean(whole == labels)),
        "in no theme of it": float(np.mean(whole == "")),
        "half brought: right of theirs": float(np.mean((part == labels)[inside])),
        "half brought: strangers left out": float(np.mean((part == "")[~inside])),
    }


def memory(_: str, given: dict[str, pd.DataFrame], __: Labels) -> dict[str, float]:
    """Share of old ideas that keep their theme id when ideas come, or a dial is turned a little."""
    ids = given["ideas"]["idea_id"]
    new = ids.sample(frac=NEW_IDEAS, random_state=1)
    old = {name: table[~table.iloc[:, 0].isin(new)] for name, table in given.items()}
    before = run_room("cluster", old, redraws=0)
    known = {"theme_memory": before["theme_memory"]}
    was = _first(before)
    found = {
        "more ideas": run_room("cluster", given | known, redraws=0),
        "theme_size 1.2": run_room("cluster", old | known, redraws=0, theme_size=1.2),
        "more ideas, no memory": run_room("cluster", given, redraws=0),
    }
    return {name: float((_first(of)[was.index] == was).mean()) for name, of in found.items()}


def moves(_: str, given: dict[str, pd.DataFrame], labels: Labels) -> dict[str, float]:
    """Share of the other ideas in the right theme before and after ten misplaced ones are moved."""
    before = _first(run_room("cluster", given, redraws=0))
    meant = {theme: Counter(labels[before == theme]).most_common(1)[0][0] for theme in set(before)}
    target = {label: theme for theme, label in sorted(meant.items())}
    wrong = [at for at, theme in enumerate(before) if labels[at] != meant[theme]]
    movable = [at for at in wrong if labels[at] in target]
    moved = np.random.default_rng(1).permutation(movable)[:10]
    rows = [{"action": "move", "what": before.index[at], "to": target[labels[at]]} for at in moved]
    after = _first(run_room("cluster", given | {"corrections": _sheet(rows)}, redraws=0))
    others = ~np.isin(np.arange(len(labels)), moved)
    right = [np.array([meant[theme] for theme in of]) == labels for of in (before, after)]
    return {
        "moved": len(moved),
        "followed": int(((before != after) & others).sum()),
        "others right before": float(right[0][others].mean()),
        "others right after": float(right[1][others].mean()),
    }


def _agreement(made: dict[str, Any], labels: Labels) -> float:
    return float(adjusted_rand_score(labels, _first(made).fillna("")))


def _first(made: dict[str, Any]) -> "pd.Series[str]":
    """Give the main theme of each idea, in the order of ids; an idea without one has its own."""
    first = made["assignments"].query("rank == 1").set_index("idea_id")["theme_id"].sort_index()
    return first.fillna("none")


def _answered(questions: pd.DataFrame, labels: Labels) -> list[dict[str, str]]:
    """Answer as somebody would who knows the labels."""
    pairs = [(one, other) for one, other, _ in questions.itertuples(index=False)]
    alike = [labels[int(one[1:])] == labels[int(other[1:])] for one, other in pairs]
    return [
        {"action": "same theme" if same else "not same theme", "what": one, "to": other}
        for (one, other), same in zip(pairs, alike, strict=True)
    ]


def _sheet(rows: list[dict[str, str]]) -> pd.DataFrame:
    """Write rows as people would."""
    return pd.DataFrame(rows, columns=["when", "who", "action", "what", "to", "why"])


def _guided(name: str, given: dict[str, pd.DataFrame], brought: list[str]) -> "pd.Series[str]":
    """Label each idea by the theme of the codebook that it is put into; empty for none."""
    described = yaml.safe_load((HERE / "codebooks.yaml").read_text(encoding="utf-8")).get(name, {})
    named = [described.get(label, [label.replace("_", " "), None]) for label in brought]
    sheet = pd.DataFrame(
        [(*entry, None) for entry in named], columns=["name", "description", "examples"]
    )
    empty = given | {"ideas": given["ideas"].head(0)}
    vectors = run_room("embed", empty | {"codebook": sheet}, model=_Known())["codebook_vectors"]
    made = run_room("cluster", given | {"codebook": sheet, "codebook_vectors": vectors}, redraws=0)
    names = dict(zip(made["guidance"]["theme_id"], made["guidance"]["name"], strict=True))
    label_of = {entry[0]: label for entry, label in zip(named, brought, strict=True)}
    return _first(made).map(lambda theme: label_of.get(names.get(theme, ""), "")).to_numpy()


class _Known:
    """The encoder of the other benchmarks."""

    name, sha256, dimensions = "all-MiniLM-L6-v2", "", 384

    def encode(self, texts: list[str]) -> Any:  # noqa: ANN401  an array
        return encoder().encode(texts, normalize_embeddings=True, show_progress_bar=False)


Measure = Callable[[str, dict[str, pd.DataFrame], Labels], dict[str, float]]
MEASURED = "## Measured"
MEASURES: dict[str, Measure] = {
    "Answers to questions (agreement with labels, ARI)": answers,
    "Codebook (shares of ideas)": codebook,
    "Ids that last (share of old ideas that keep their theme id)": memory,
    "Moves (shares of ideas)": moves,
}


if __name__ == "__main__":
    main()
