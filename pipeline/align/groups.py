"""Alignments of ideas become those of themes and sub-themes: how many of their ideas carry each."""

from collections import Counter

import pandas as pd
from pandera.typing import DataFrame

from pipeline.tables import Assignments

COUNTED = "counted over its ideas"


def group_rows(
    of_ideas: pd.DataFrame,
    assignments: DataFrame[Assignments],
    entries: pd.DataFrame,
    least_share: float,
) -> pd.DataFrame:
    """Count, over first-rank ideas, who carries what; keep what enough of a group's ideas carry."""
    first = assignments[assignments["rank"] == 1].drop_duplicates("idea_id")
    kinds = (("theme", "theme_id"), ("subtheme", "subtheme_id"))
    made = [_counted(of_ideas, first, kind, column) for kind, column in kinds]
    counted = pd.concat(made, ignore_index=True)
    counted = counted[counted["probability"] >= least_share].assign(by="machine", reason=COUNTED)
    return in_company(counted, entries, ["subject", "subject_id", "framework"])


def in_company(rows: pd.DataFrame, entries: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Drop rows whose entry counts only with others where there is no other."""
    picky = entries.loc[entries["only_with_others"], ["framework", "code"]]
    lonely = set(zip(picky["framework"], picky["code"], strict=True))
    pairs = zip(rows["framework"], rows["code"], strict=True)
    shy = pd.Series([pair in lonely for pair in pairs], rows.index, dtype=bool)
    company = {tuple(row) for row in rows.loc[~shy, by].itertuples(index=False)}
    has = [tuple(row) in company for row in rows[by].itertuples(index=False)]
    return rows[~shy | pd.Series(has, rows.index, dtype=bool)]


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
        (kind, group, framework, code, round(n / sizes[group], 4), f"{n} of {sizes[group]} ideas")
        for (group, framework, code), n in sorted(counts.items())
    ]
    columns = ["subject", "subject_id", "framework", "code", "probability", "evidence"]
    return pd.DataFrame(rows, columns=columns).assign(start=float("nan"), end=float("nan"))
