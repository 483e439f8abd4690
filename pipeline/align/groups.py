"""Alignments of ideas become those of themes and sub-themes: how many of their ideas carry each."""

from collections import Counter

import pandas as pd
from pandera.typing import DataFrame

from pipeline.align.decided import KEYS, Rulings, settled, wanted, why_of
from pipeline.tables import Assignments

COUNTED = "counted over its ideas"
KINDS = (("theme", "theme_id"), ("subtheme", "subtheme_id"))


def group_rows(
    of_ideas: pd.DataFrame,
    assignments: DataFrame[Assignments],
    rulings: Rulings,
    entries: pd.DataFrame,
    least_share: float,
) -> pd.DataFrame:
    """Count, over first-rank ideas, who carries what; keep what enough of a group's ideas carry.

    What people said about a theme or sub-theme itself wins, with the count beside it.
    """
    first = assignments[assignments["rank"] == 1].drop_duplicates("idea_id")
    made = [_counted(of_ideas, first, kind, column) for kind, column in KINDS]
    counted = pd.concat(made, ignore_index=True)
    of_machine = counted[counted["probability"] >= least_share].assign(by="machine", reason=COUNTED)
    return settled(of_machine, _asked_for(rulings, counted, first), entries, rulings)


def _asked_for(rulings: Rulings, counted: pd.DataFrame, first: pd.DataFrame) -> pd.DataFrame:
    """Lay out what people want a group to have, also where few or none of its ideas carry it."""
    sizes = {kind: first[column].value_counts() for kind, column in KINDS}
    known = counted.set_index(KEYS)[["probability", "evidence"]]
    rows = [
        {
            **dict(zip(KEYS, link, strict=True)),
            "probability": known["probability"].get(link, 0.0),
            "evidence": known["evidence"].get(link, _told(0, sizes[link[0]].get(link[1], 0))),
            "reason": why_of(row),
            "by": "person",
        }
        for link, row in wanted(rulings, "theme", "subtheme")
    ]
    return pd.DataFrame(rows).assign(start=float("nan"), end=float("nan"))


def _told(part: int, whole: int) -> str:
    return f"{part} of {whole} ideas"


def _counted(of_ideas: pd.DataFrame, first: pd.DataFrame, kind: str, column: str) -> pd.DataFrame:
    """Give each group its codes with the share of its ideas that carry them."""
    members = first.loc[first[column].notna(), ["idea_id", column]].astype("str")
    sizes = members[column].value_counts()
    pairs = zip(of_ideas["subject_id"], of_ideas["framework"], of_ideas["code"], strict=True)
    group_of = dict(zip(members["idea_id"], members[column], strict=True))
    counts = Counter(
        (group_of[i], framework, code) for i, framework, code in pairs if i in group_of
    )
    rows = [
        (kind, group, framework, code, round(n / sizes[group], 4), _told(n, sizes[group]))
        for (group, framework, code), n in sorted(counts.items())
    ]
    columns = ["subject", "subject_id", "framework", "code", "probability", "evidence"]
    return pd.DataFrame(rows, columns=columns).assign(start=float("nan"), end=float("nan"))
