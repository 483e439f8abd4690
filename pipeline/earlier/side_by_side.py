"""Side by side: each theme is set beside the nearest theme of each earlier round."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from pipeline.tables import Assignments, EarlierThemes, Themes, ThemesAcross


def side_by_side(
    now: pd.DataFrame,
    assignments: DataFrame[Assignments],
    themes: DataFrame[Themes],
    then: pd.DataFrame,
    earlier_themes: DataFrame[EarlierThemes],
) -> DataFrame[ThemesAcross]:
    """Name the nearest earlier theme of each theme, however near, by the cosine of mean ideas.

    `now` and `then` are ideas with their vectors. An earlier theme may stand beside several.
    """
    first = assignments[(assignments["rank"] == 1) & assignments["theme_id"].notna()]
    own = now.merge(first[["idea_id", "theme_id"]], on="idea_id")
    main = set(themes.loc[themes["parent_id"].isna(), "theme_id"])
    own = own[own["theme_id"].isin(main)]
    past = then.merge(earlier_themes[earlier_themes["parent_id"].isna()], on=["round", "theme_id"])
    found = [row for name, of in past.groupby("round") for row in _beside(own, str(name), of)]
    return ThemesAcross.validate(
        pd.DataFrame(found, columns=list(ThemesAcross.to_schema().columns))
    )


def _beside(own: pd.DataFrame, name: str, past: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """Give for each theme its nearest one in one earlier round, and how many ideas that has."""
    if own.empty:
        return
    theirs = _means(past)
    names = dict(zip(past["theme_id"], past["name"], strict=True))
    sizes = Counter(past["theme_id"])
    for theme_id, mean in _means(own).items():
        nearness = {other: round(float(mean @ vector), 6) for other, vector in theirs.items()}
        nearest = min(nearness, key=lambda other: (-nearness[other], other))
        cosine = min(nearness[nearest], 1.0)
        yield theme_id, name, nearest, names[nearest], sizes[nearest], cosine


def _means(ideas: pd.DataFrame) -> dict[str, "np.ndarray[tuple[int], np.dtype[np.floating]]"]:
    """Give the mean direction of the ideas of each theme, of length one."""
    means = {
        str(name): np.mean(list(of), axis=0) for name, of in ideas.groupby("theme_id")["vector"]
    }
    return {name: mean / np.linalg.norm(mean) for name, mean in means.items()}
