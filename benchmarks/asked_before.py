"""Asked before: how often what is told as asked before was so, and how much of it is found.

`python benchmarks/asked_before.py` judges the pairs of `tests/data/asked_before.yaml` at several
nearnesses and writes the tables of `asked_before.md` between its marks.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from pipeline.earlier.same_ask import kind_of  # noqa: E402  a script beside the package
from pipeline.embed import MiniLM  # noqa: E402

PAGE = ROOT / "benchmarks" / "asked_before.md"
START, END = "<!-- figures: start -->\n", "<!-- figures: end -->\n"
NEAR = (0.6, 0.65, 0.7, 0.75, 0.8)


def main() -> None:
    """Write both tables into the page."""
    pairs = judged()
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START)
    tables = f"{markdown(by_nearness(pairs))}\n{markdown(by_kind(pairs))}"
    PAGE.write_text(before + START + tables + END + rest.split(END)[1], encoding="utf-8")


def judged() -> pd.DataFrame:
    """One row per pair: half, what it is, what it is taken for, and its cosine."""
    given = yaml.safe_load((ROOT / "tests/data/asked_before.yaml").read_text(encoding="utf-8"))
    rows = [
        (half, truth, one, other)
        for half, kinds in given.items()
        for truth, some in kinds.items()
        for one, other in some
    ]
    pairs = pd.DataFrame(rows, columns=["half", "truth", "one", "other"])
    ones, others = (MiniLM().encode(list(pairs[side])) for side in ("one", "other"))
    taken = [kind_of(one, other) for one, other in zip(pairs["one"], pairs["other"], strict=True)]
    return pairs.assign(cosine=(ones * others).sum(axis=1), taken=taken)


def by_nearness(pairs: pd.DataFrame) -> pd.DataFrame:
    """Precision and recall of "asked before", by cosine alone and with the words read as well."""
    return pd.DataFrame(_row(half, of, near) for half, of in pairs.groupby("half") for near in NEAR)


def _row(half: object, of: pd.DataFrame, near: float) -> dict[str, object]:
    same, close = of["truth"] == "same", of["cosine"] >= near
    told = close & (of["taken"] == "asked")
    return {
        "pairs": f"{half}, {len(of)}",
        "nearness": near,
        "told": int(told.sum()),
        "rightly": int((told & same).sum()),
        "precision": f"{(told & same).sum() / max(told.sum(), 1):.2f}",
        "recall": f"{(told & same).sum() / same.sum():.2f}",
        "precision by nearness alone": f"{(close & same).sum() / max(close.sum(), 1):.2f}",
    }


def by_kind(pairs: pd.DataFrame) -> pd.DataFrame:
    """Count, at the nearness in use, what pairs of each kind are taken for."""
    return pd.DataFrame(_counts(pairs))


def _counts(pairs: pd.DataFrame) -> Iterator[dict[str, object]]:
    near = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))["earlier"]["near"]
    taken = pd.Series(np.where(pairs["cosine"] >= near, pairs["taken"], None))
    for (half, truth), places in pairs.groupby(["half", "truth"]).groups.items():
        counts = taken[places].value_counts()
        asked, opposite = int(counts.get("asked", 0)), int(counts.get("opposite", 0))
        yield {
            "pairs": half,
            "that are": f"{truth}, {len(places)}",
            "told as asked before": asked,
            "told as opposite": opposite,
            "nothing told": len(places) - asked - opposite,
        }


def markdown(table: pd.DataFrame) -> str:
    """Lay a table out in Markdown."""
    lines = [list(table.columns), ["---"] * len(table.columns), *table.to_numpy().tolist()]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


if __name__ == "__main__":
    main()
