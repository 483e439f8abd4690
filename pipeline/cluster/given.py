"""Given: themes as people left them become the tables that leave the room."""

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from pipeline.cluster.board import Board, unit_length
from pipeline.cluster.memory import NEW
from pipeline.tables import Assignments, Firmness, Questions, ThemeMemory

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


def assignments_of(units: pd.DataFrame, points: Floats, board: Board) -> DataFrame[Assignments]:
    """Every idea gets the themes of what it says; no theme is shown that is nobody's main one."""
    shown = {homes[0] for homes in board.homes.values() if homes}
    placed = [
        (unit, theme, rank)
        for unit, homes in board.homes.items()
        for rank, theme in enumerate([home for home in homes if home in shown] or [""], start=1)
    ]
    table = pd.DataFrame(placed, columns=["unit", "theme_id", "rank"])
    others = set(table["theme_id"]) - board.brought
    decided = np.array([(unit, theme) in board.decided for unit, theme, _ in placed], dtype=bool)
    by_codebook = dict.fromkeys(board.brought, "codebook") | dict.fromkeys(others, "machine")
    table = table.assign(
        subtheme_id=table["unit"].map(board.inside).where(table["rank"] == 1),
        strength=np.where(decided & (table["theme_id"] != ""), 1.0, _strength(points, table)),
        by=np.where(decided, "person", table["theme_id"].map(by_codebook)),
        theme_id=table["theme_id"].mask(table["theme_id"] == ""),
    )
    who = units["members"].explode().rename("idea_id").rename_axis("unit").reset_index()
    rows = who.merge(table, on="unit").sort_values(["idea_id", "rank"], ignore_index=True)
    return DataFrame[Assignments](rows[list(Assignments.to_schema().columns)])


def _strength(points: Floats, placed: pd.DataFrame) -> Floats:
    """Cosine of each thing said to the middle of its theme, 0 to 1; 0 without a theme."""
    main = placed[(placed["rank"] == 1) & (placed["theme_id"] != "")]
    middles = [points[of["unit"]].mean(axis=0) for _, of in main.groupby("theme_id")]
    nowhere = np.zeros(points.shape[-1], dtype=np.float32)
    at = np.searchsorted(np.unique(main["theme_id"]), placed["theme_id"])
    at = np.where(placed["theme_id"] == "", len(middles), at)
    towards = unit_length(np.stack([*middles, nowhere]))[at]
    near: Floats = np.sum(points[placed["unit"]] * towards, axis=1).clip(0, 1).round(4)
    return near


def firm_themes(by_theme: pd.Series, board: Board) -> DataFrame[Firmness]:
    """Firmness of the themes that are as they were found; what people made has none."""
    once = by_theme[by_theme.index.notna()].groupby(level=0).first()
    kept = once[[theme in board.themes - board.shaped for theme in once.index]]
    return DataFrame[Firmness](kept.rename("stability").rename_axis("theme_id").reset_index())


def memory_of(
    units: pd.DataFrame, left: Ints, found: Ints, homes: pd.Series, inside: pd.Series
) -> DataFrame[ThemeMemory]:
    """Keep for the next run where every idea was found."""
    numbers = np.full(len(units), NEW)
    numbers[left] = count_from_0(found)
    table = units[["members"]].assign(found=numbers, theme_id=homes, subtheme_id=inside)
    table = table.explode("members").rename(columns={"members": "idea_id"})
    ordered = table.sort_values("idea_id", ignore_index=True)
    return DataFrame[ThemeMemory](ordered.astype({"idea_id": "str"}))


def questions_of(units: pd.DataFrame, chosen: list[tuple[int, int, float]]) -> DataFrame[Questions]:
    """Name the ideas of the questions, the most telling first."""
    ids = units["idea_id"].to_numpy()
    rows = [(ids[one], ids[other], int(weight)) for one, other, weight in chosen]
    return Questions.validate(pd.DataFrame(rows, columns=["idea_id", "other_id", "pairs"]))


def count_from_0(labels: Ints) -> Ints:
    """Count themes from 0 without gaps; -1 stays none."""
    return np.unique(np.append(labels, -1), return_inverse=True)[1][:-1] - 1
