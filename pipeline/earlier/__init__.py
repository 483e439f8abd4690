"""Earlier: what this round asks is held against earlier rounds; what was asked before, is told."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import conflicts
from pipeline.earlier.decided import Decided, Pair, decided
from pipeline.earlier.same_ask import kind_of
from pipeline.earlier.side_by_side import side_by_side
from pipeline.tables import (
    AskedBefore,
    AskedBeforeDecisions,
    Assignments,
    Conflicts,
    EarlierContributions,
    EarlierIdeas,
    EarlierThemes,
    EarlierVectors,
    Ideas,
    Themes,
    ThemesAcross,
    Vectors,
)

BLOCK = 2000  # ideas compared at a time, so that memory does not grow with the rounds
TRIED = 50  # earlier ideas of a round whose words are read for one idea: the nearest
MOST = 3  # earlier ideas told for one idea, kind and round: the nearest


def earlier(  # noqa: PLR0913, PLR0917  one argument for each table of the stage
    ideas: DataFrame[Ideas],
    vectors: DataFrame[Vectors],
    assignments: DataFrame[Assignments],
    themes: DataFrame[Themes],
    earlier_contributions: DataFrame[EarlierContributions],
    earlier_ideas: DataFrame[EarlierIdeas],
    earlier_themes: DataFrame[EarlierThemes],
    earlier_vectors: DataFrame[EarlierVectors],
    asked_before_decisions: DataFrame[AskedBeforeDecisions],
    *,
    near: float,
) -> tuple[DataFrame[AskedBefore], DataFrame[ThemesAcross], DataFrame[Conflicts]]:
    """Find ideas that were asked before, or their opposite, with what became of them.

    `near` is the cosine from which two ideas may be about one matter; whether they then ask for the
    same is read from their words (see `same_ask`). What people decided outweighs that. The second
    table names for each theme the nearest one of each earlier round.
    """
    became = earlier_contributions.query("status == 'included'")
    then = earlier_ideas.merge(earlier_vectors, on=["round", "idea_id"]).merge(
        became.drop(columns=["text", "title", "why"]), on=["round", "contribution_id"]
    )
    now = ideas[["idea_id", "text"]].merge(vectors, on="idea_id")
    pairs, misfits = decided(_pairs(now, then, near), now, then, asked_before_decisions)
    return (
        _told(pairs, then.rename_axis("row").reset_index()),
        side_by_side(now, assignments, themes, then, earlier_themes),
        conflicts("asked_before_decisions", misfits),
    )


def _pairs(now: pd.DataFrame, then: pd.DataFrame, near: float) -> Iterator[Pair]:
    """Give idea_id, kind, row in `then` and cosine of each pair that asks the same or opposites."""
    ids, texts, past = list(now["idea_id"]), list(now["text"]), list(then["text"])
    for rows in then.groupby("round").indices.values():
        for row, place, cosine in _near(now["vector"], then["vector"].iloc[rows], near):
            kind = kind_of(past[rows[place]], texts[row])
            if kind:
                yield ids[row], kind, int(rows[place]), cosine


def _near(now: pd.Series, then: pd.Series, near: float) -> Iterator[tuple[int, int, float]]:
    """Give places and cosine of pairs of vectors that are so near, for each of `now` the nearest.

    No more than `TRIED` for each, so that campaigns in two rounds are not held all against all.
    """
    past = np.stack(list(then))
    for start in range(0, len(now), BLOCK):
        cosines = np.round(np.stack(list(now.iloc[start : start + BLOCK])) @ past.T, 6)
        for row, of in enumerate(cosines):
            close = np.flatnonzero(of >= near)
            for place in close[np.argsort(-of[close], kind="stable")][:TRIED].tolist():
                yield start + row, place, round(float(of[place]), 6)


def _told(pairs: list[Decided], then: pd.DataFrame) -> DataFrame[AskedBefore]:
    """Lay out what people named, and the nearest others, with what became of it then."""
    found = pd.DataFrame(pairs, columns=["idea_id", "kind", "row", "nearness", "by"])
    found = found.astype({"row": "int64"}).merge(
        then.rename(columns={"idea_id": "earlier_idea_id", "text": "words"}), on="row"
    )
    found = found.assign(
        date=found["event_date"].fillna(found["submitted_at"]),
        nearness=found["nearness"].clip(-1, 1),
    ).sort_values(
        ["idea_id", "by", "nearness", "round", "earlier_idea_id"],
        ascending=[True, False, False, True, True],
    )
    place = found.groupby(["idea_id", "kind", "round"]).cumcount()
    nearest = found[(place < MOST) | (found["by"] == "person")]
    return AskedBefore.validate(
        nearest[list(AskedBefore.to_schema().columns)].reset_index(drop=True)
    )
