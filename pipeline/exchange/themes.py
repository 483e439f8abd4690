"""Assignments become, for each idea, all themes that it lies under, the nearest first."""

from collections.abc import Mapping

import pandas as pd

from pipeline.findings import Findings
from pipeline.join import records

Under = dict[str, list[tuple[str, str | None]]]


def themes_of(findings: Findings, tables: Mapping[str, pd.DataFrame]) -> Under:
    """Give theme and, where there is one, sub-theme by the id of the idea."""
    rows = [row for row in records(tables["assignments"]) if row["theme_id"] in findings.themes]
    under: Under = {}
    for row in sorted(rows, key=lambda row: int(row["rank"])):
        under.setdefault(row["idea_id"], []).append((row["theme_id"], row["subtheme_id"]))
    return under
