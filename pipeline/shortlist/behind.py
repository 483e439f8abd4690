"""Behind: who is in a sub-theme and asks for the opposite of its candidate is not behind it."""

from collections.abc import Iterator, Mapping
from functools import lru_cache

import pandas as pd
from pandera.typing import DataFrame

from pipeline.join import records
from pipeline.knowledge import load
from pipeline.opposition import SENTENCE, find_opposites
from pipeline.tables import Assignments, Candidates


def those_against(said: pd.DataFrame, statements: Mapping[str, str]) -> dict[str, list[str]]:
    """Give the ideas of each sub-theme that turn against its statement; `said` has their words."""
    found: dict[str, list[str]] = {}
    for row in records(said.sort_values("idea_id")):
        statement = statements.get(row["subtheme_id"])
        if statement is not None and turns_against(row["text"], statement):
            found.setdefault(row["subtheme_id"], []).append(row["idea_id"])
    return found


@lru_cache(maxsize=10_000)
def turns_against(text: str, statement: str) -> bool:
    """Tell whether near words ask for the opposite of a statement, or begin by disagreeing.

    As both are known to be about one matter, they are held against each other sentence by sentence,
    unless a statement has two sides itself.
    """
    if text.startswith(statement.rstrip("…")):
        return False
    if _disagrees(text) != _disagrees(statement):
        return True
    own, others = _sentences(statement), _sentences(text)
    two_sided = bool(find_opposites(own, own).any())
    found = find_opposites([statement], [text]) if two_sided else find_opposites(own, others)
    return bool(found.any())


def _sentences(text: str) -> list[str]:
    return [sentence for sentence in SENTENCE.split(text) if sentence.strip()]


def _disagrees(text: str) -> bool:
    return text.casefold().startswith(tuple(load("opposites")["disagreeing"]))


def count_again(quoted: pd.DataFrame, behind: pd.DataFrame) -> pd.DataFrame:
    """Count those who are behind each sub-theme in `behind`; the others keep their figures."""
    counts = behind.groupby("subtheme_id")[["contribution_id", "same", "source", "event_id"]]
    names = ["n_contributions", "n_distinct_texts", "n_sources", "n_events"]
    fresh = counts.nunique().set_axis(names, axis="columns")
    old = quoted.set_index("subtheme_id")[names]
    return quoted.assign(
        **{
            name: fresh[name].reindex(old.index).fillna(old[name]).astype("int64").to_numpy()
            for name in names
        }
    )


def without_those_against(
    assignments: DataFrame[Assignments], candidates: DataFrame[Candidates]
) -> DataFrame[Assignments]:
    """Take ideas out of the sub-theme whose candidate they are against; they keep their theme."""
    against = list(_against(candidates))
    return assignments.assign(
        subtheme_id=assignments["subtheme_id"].mask(assignments["idea_id"].isin(against))
    )


def _against(candidates: DataFrame[Candidates]) -> Iterator[str]:
    for ids in candidates["against_ids"].dropna():
        yield from ids.split("|")
