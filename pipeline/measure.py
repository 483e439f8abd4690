"""Measure: tables become numbers: rows in and out, coverage, firmness, agreement with labels."""

import re
from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from pipeline.tables import (
    Alignments,
    Assignments,
    Contributions,
    Firmness,
    Groups,
    Ideas,
    Labels,
    SetAside,
    Themes,
)

LEAST_SHARED = 12
MARK = re.compile(r"\[[a-z ]+\d*\]")


def measure(  # noqa: PLR0913, PLR0917  one argument for each table
    contributions: DataFrame[Contributions],
    set_aside: DataFrame[SetAside],
    ideas: DataFrame[Ideas],
    groups: DataFrame[Groups],
    assignments: DataFrame[Assignments],
    firmness: DataFrame[Firmness],
    themes: DataFrame[Themes],
    alignments: DataFrame[Alignments],
    labels: DataFrame[Labels],
) -> dict[str, Any]:
    """Count and compare; a share or agreement that cannot be computed is None."""
    firsts = assignments[assignments["rank"] == 1]
    aligned = alignments[alignments["subject"] == "idea"]
    return {
        "counts": {
            "contributions": len(contributions),
            "contributions_by_status": _tally(contributions["status"]),
            "unread_pieces": int((set_aside["part"] == "unread").sum()),
            "framing_pieces": int((set_aside["part"] == "frame").sum()),
            "ideas": len(ideas),
            "groups": int(groups["group_id"].nunique()),
            "campaigns": int(groups.loc[groups["kind"] == "campaign", "group_id"].nunique()),
            "themes": int(themes["parent_id"].isna().sum()),
            "subthemes": int(themes["parent_id"].notna().sum()),
            "alignments": _tally(alignments["subject"]),
        },
        "coverage": {
            "in_a_theme": _share(int(firsts["theme_id"].notna().sum()), len(ideas)),
            "with_an_alignment": _share(int(aligned["subject_id"].nunique()), len(ideas)),
            "by_framework": {
                str(name): _share(int(rows["subject_id"].nunique()), len(ideas))
                for name, rows in aligned.groupby("framework", sort=True)
            },
        },
        "stability": _stability(firsts, firmness),
        "agreement": agreement(ideas, firsts, aligned, labels),
    }


def _tally(values: "pd.Series[str]") -> dict[str, int]:
    return {str(key): int(count) for key, count in values.value_counts().sort_index().items()}


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _stability(firsts: pd.DataFrame, firmness: pd.DataFrame) -> float | None:
    """Mean firmness of themes, weighted by their number of ideas."""
    known = dict(zip(firmness["theme_id"], firmness["stability"], strict=True))
    each = firsts["theme_id"].dropna().map(known).dropna()
    return round(float(each.mean()), 4) if len(each) else None


def agreement(
    ideas: pd.DataFrame, firsts: pd.DataFrame, aligned: pd.DataFrame, labels: pd.DataFrame
) -> dict[str, Any]:
    """Compare with the labels of people, over the ideas that both speak of."""
    matched = match_labels(ideas, labels)
    told = labels.iloc[list(matched.values())].assign(idea_id=list(matched))
    return {
        "labelled_ideas": len(told),
        "labelled_share": _share(len(told), len(ideas)),
        "themes": _theme_agreement(told, firsts),
        **{
            framework: _code_agreement(told, aligned[aligned["framework"] == framework], framework)
            for framework in ("sdg", "ogp")
        },
    }


def match_labels(ideas: pd.DataFrame, labels: pd.DataFrame) -> dict[str, int]:
    """Find the label row of each idea by id, by the same text, or by one text inside the other."""
    labelled: dict[str, int] = {}
    for place, text in enumerate(labels["idea"]):
        labelled.setdefault(_folded(text), place)
    found: dict[str, int] = {}
    for idea_id, text in zip(ideas["idea_id"], ideas["text"], strict=True):
        match = _place(str(idea_id), _folded(text), labelled)
        if match is not None:
            found[str(idea_id)] = match
    return found


def _place(idea_id: str, text: str, labelled: dict[str, int]) -> int | None:
    """Try the surest way first."""
    exact = [labelled[way] for way in (idea_id.casefold(), text) if way in labelled]
    if exact:
        return exact[0]
    near = _inside(text, labelled)
    return _unmarked(text, labelled) if near is None else near


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _inside(text: str, labelled: dict[str, int]) -> int | None:
    """Find the label that holds the text or is held by it, the nearest in length; else none."""
    if len(text) < LEAST_SHARED:
        return None
    near = [
        (abs(len(other) - len(text)), place)
        for other, place in labelled.items()
        if len(other) >= LEAST_SHARED and (text in other or other in text)
    ]
    return min(near)[1] if near else None


def _unmarked(text: str, labelled: dict[str, int]) -> int | None:
    """Find the label whose text becomes this one when personal details become marks."""
    marks = MARK.split(text)
    if len(marks) == 1 or len("".join(marks)) < LEAST_SHARED:
        return None
    pattern = re.compile(".+?".join(re.escape(part) for part in marks), re.DOTALL)
    return next((place for other, place in labelled.items() if pattern.search(other)), None)


def _theme_agreement(told: pd.DataFrame, firsts: pd.DataFrame) -> dict[str, Any] | None:
    """Compare first themes by adjusted Rand index and V-measure; no theme yet is one group."""
    told = told[told["theme"].notna()]
    if told.empty:
        return None
    machine = dict(zip(firsts["idea_id"], firsts["theme_id"].fillna(""), strict=True))
    people = [text.split("|")[0].strip() for text in told["theme"]]
    ours = [machine.get(each, "") for each in told["idea_id"]]
    return {
        "ideas": len(told),
        "adjusted_rand_index": round(adjusted_rand_index(people, ours), 4),
        "v_measure": round(v_measure(people, ours), 4),
        "labelled_themes": len(set(people)),
    }


def adjusted_rand_index(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Agreement of two groupings of the same things, by pairs: 1 is the same, 0 is chance.

    Hubert and Arabie 1985. Own code, as scikit-learn takes most of a second to load.
    """
    shared = _shared(one, other)
    both, rows, columns, pairs = (
        float((counts * (counts - 1) / 2).sum())
        for counts in (shared, shared.sum(axis=1), shared.sum(axis=0), shared.sum(keepdims=True))
    )
    if rows == columns and rows in {0.0, pairs}:
        return 1.0
    chance = rows * columns / pairs
    return (both - chance) / ((rows + columns) / 2 - chance)


def v_measure(one: Sequence[Hashable], other: Sequence[Hashable]) -> float:
    """Agreement of two groupings, 0 to 1: harmonic mean of homogeneity and completeness.

    Rosenberg and Hirschberg 2007: the mutual information over the mean of both entropies.
    """
    shared = _shared(one, other) / max(len(one), 1)
    apart = _entropy(shared.sum(axis=1)) + _entropy(shared.sum(axis=0))
    return 2 * (apart - _entropy(shared)) / apart if apart else 1.0


def _shared(one: Sequence[Hashable], other: Sequence[Hashable]) -> npt.NDArray[np.float64]:
    """Count the things that each group of one grouping shares with each of the other."""
    places = [pd.factorize(pd.Series(list(groups), dtype=object))[0] for groups in (one, other)]
    shared = np.zeros([place.max(initial=-1) + 1 for place in places])
    np.add.at(shared, tuple(places), 1)
    return shared


def _entropy(shares: npt.NDArray[np.float64]) -> float:
    there = shares[shares > 0]
    return -float((there * np.log(there)).sum())


def _code_agreement(
    told: pd.DataFrame, aligned: pd.DataFrame, framework: str
) -> dict[str, Any] | None:
    """Precision and recall of codes over labelled ideas; SDG targets count as their goals too."""
    if told.empty or told[framework].isna().all():
        return None
    people = _pairs(told["idea_id"], told[framework], framework)
    labelled = set(told["idea_id"])
    machine = _pairs(aligned["subject_id"], aligned["code"], framework)
    machine = {pair for pair in machine if pair[0] in labelled}
    both = len(people & machine)
    return {
        "labelled": len(people),
        "found": len(machine),
        "precision": _share(both, len(machine)),
        "recall": _share(both, len(people)),
    }


def _pairs(ids: Iterable[str], codes: Iterable[object], framework: str) -> set[tuple[str, str]]:
    """Pairs of idea and code; SDG targets are compared as goals."""
    return {
        (idea_id, code.strip().split(".")[0] if framework == "sdg" else code.strip())
        for idea_id, text in zip(ids, codes, strict=True)
        if isinstance(text, str)
        for code in text.split("|")
        if code.strip()
    }
