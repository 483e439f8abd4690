"""Matrix: themes against targets and values, each cell with how many ideas, and which."""

import pandas as pd
from pandera.typing import DataFrame

from pipeline.join import natural
from pipeline.tables import (
    Alignments,
    Assignments,
    Contributions,
    Frameworks,
    Ideas,
    LeadOrganisations,
    Matrix,
    Themes,
)

ALL, THEME, NO_THEME = "all ideas", "theme", "no theme yet"
WORDS_OF_VALUES = {  # as people head the columns of such a table
    "access_to_information": "Acting openly (transparency)",
    "public_accountability": "Acting with integrity (accountability)",
    "civic_participation": "Acting with us (participation)",
    "technology_innovation": "Technology and innovation",
}
CELL = ["part", "theme_id", "framework", "code"]


def matrix(
    contributions: DataFrame[Contributions],
    ideas: DataFrame[Ideas],
    assignments: DataFrame[Assignments],
    themes: DataFrame[Themes],
    alignments: DataFrame[Alignments],
    frameworks: DataFrame[Frameworks],
    lead_organisations: DataFrame[LeadOrganisations],
) -> DataFrame[Matrix]:
    """Count the published ideas behind each cell, theme by theme, for all ideas, and without theme.

    A cell is `linked` where enough ideas of the theme carry the code, or people said so. `strength`
    is the mean probability of the links counted. Open-government values have a row also where
    nobody spoke of them; other codes have one where somebody did.
    """
    placed = _placed(contributions, ideas, assignments)
    counted = _counted(placed, alignments)
    cells = pd.concat([counted, _claimed(alignments, themes), _values(themes, frameworks)])
    cells = cells.groupby(CELL, as_index=False).agg("first")
    sizes = placed.groupby(["part", "theme_id"], as_index=False).agg(of_ideas=("idea_id", "size"))
    cells = cells.merge(sizes, how="left", on=["part", "theme_id"])
    return _named(cells, themes, frameworks, lead_organisations)


def _placed(
    contributions: DataFrame[Contributions],
    ideas: DataFrame[Ideas],
    assignments: DataFrame[Assignments],
) -> pd.DataFrame:
    """Put each published idea under all ideas, and under its theme or under no theme yet."""
    public = contributions.loc[contributions["status"] == "included", "contribution_id"]
    said = ideas.loc[ideas["contribution_id"].isin(public), ["idea_id", "contribution_id"]]
    first = assignments[assignments["rank"] == 1].drop_duplicates("idea_id").set_index("idea_id")
    theme_id = said["idea_id"].map(first["theme_id"]).astype("str")
    part = theme_id.notna().map({True: THEME, False: NO_THEME})
    under = said.assign(part=part, theme_id=theme_id.fillna(""))
    return pd.concat([said.assign(part=ALL, theme_id=""), under], ignore_index=True)


def _counted(placed: pd.DataFrame, alignments: DataFrame[Alignments]) -> pd.DataFrame:
    """Count, for each cell, the ideas and contributions that speak of it, and how clearly."""
    of_ideas = alignments.loc[
        alignments["subject"] == "idea", ["subject_id", "framework", "code", "probability"]
    ]
    links = placed.merge(of_ideas, left_on="idea_id", right_on="subject_id").sort_values("idea_id")
    return links.groupby(CELL, as_index=False).agg(
        n_ideas=("idea_id", "size"),
        n_contributions=("contribution_id", "nunique"),
        strength=("probability", "mean"),
        idea_ids=("idea_id", "|".join),
    )


def _claimed(alignments: DataFrame[Alignments], themes: DataFrame[Themes]) -> pd.DataFrame:
    """Say which codes themes have as a whole, and whether by counting or because people said so."""
    tops = themes.loc[themes["parent_id"].isna(), "theme_id"]
    rows = alignments[(alignments["subject"] == "theme") & alignments["subject_id"].isin(tops)]
    claimed = rows[["framework", "code", "by"]]
    return claimed.assign(part=THEME, theme_id=rows["subject_id"], linked=True)


def _values(themes: DataFrame[Themes], frameworks: DataFrame[Frameworks]) -> pd.DataFrame:
    """Give every theme, and all ideas, a cell for each open-government value."""
    codes = frameworks.loc[frameworks["framework"] == "ogp", ["framework", "code"]]
    tops = themes.loc[themes["parent_id"].isna(), ["theme_id"]].assign(part=THEME)
    parts = pd.concat([tops, pd.DataFrame({"theme_id": [""], "part": [ALL]})])
    return parts.merge(codes, how="cross")


def _named(
    cells: pd.DataFrame,
    themes: DataFrame[Themes],
    frameworks: DataFrame[Frameworks],
    lead_organisations: DataFrame[LeadOrganisations],
) -> DataFrame[Matrix]:
    """Add the names that people read, shares, and who leads."""
    goals = frameworks[["framework", "code", "name"]]
    cells = cells.merge(goals, how="left", on=["framework", "code"])
    n_ideas, of_ideas = cells["n_ideas"].fillna(0), cells["of_ideas"].fillna(0)
    leads = lead_organisations.set_index("theme_id")["organisations"]
    names = themes.set_index("theme_id")["name"]
    named = cells.assign(
        theme=cells["theme_id"].map(names).astype("str").fillna(cells["part"]),
        theme_id=cells["theme_id"].mask(cells["theme_id"] == ""),
        name=cells["name"].fillna(cells["code"]),
        heading=cells["code"].map(WORDS_OF_VALUES),
        n_ideas=n_ideas,
        n_contributions=cells["n_contributions"].fillna(0),
        of_ideas=of_ideas,
        share=(n_ideas / of_ideas.where(of_ideas > 0, 1)).round(4),
        strength=cells["strength"].round(4),
        linked=cells["linked"].notna(),
        lead_organisations=cells["theme_id"].map(leads).astype("str"),
    )
    columns = list(Matrix.to_schema().columns)
    return DataFrame[Matrix](
        Matrix.validate(named[columns]).sort_values(CELL, key=_as_counted, ignore_index=True)
    )


def _as_counted(column: pd.Series) -> pd.Series:
    """Order codes as people count: 16.2 before 16.10."""
    return column.map(natural) if column.name == "code" else column
