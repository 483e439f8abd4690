"""Decided: what people say about what was asked before outweighs what the machine found."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import Decision, Unfit, decisions, fold
from pipeline.tables import AskedBeforeDecisions

ANSWERS = {"yes": "asked", "opposite": "opposite", "no": None}
UNDO = "undo"  # leaves it to the machine again
Pair = tuple[str, str, int, float]
Decided = tuple[str, str, int, float, str]
Key = tuple[str, str, str]  # idea_id, round and contribution_id
Misfits = list[tuple[Decision, Unfit]]


def decided(
    pairs: Iterable[Pair],
    now: pd.DataFrame,
    then: pd.DataFrame,
    sheet: DataFrame[AskedBeforeDecisions],
) -> tuple[list[Decided], Misfits]:
    """Take out pairs that people say are none and add those that are; of two rows the later counts.

    A pair has idea_id, kind, row in `then` and cosine; the fifth that is added says by whom. One
    that people name quotes the nearest idea of that contribution.
    """
    rulings, misfits = _rulings(now, then, sheet)
    names = list(zip(then["round"], then["contribution_id"], strict=True))
    left = ((*pair, "machine") for pair in pairs if (pair[0], *names[pair[2]]) not in rulings)
    return [*left, *_added(rulings, now, then)], misfits


def _rulings(
    now: pd.DataFrame, then: pd.DataFrame, sheet: DataFrame[AskedBeforeDecisions]
) -> tuple[Mapping[Key, str], Misfits]:
    """Give the last answer to each pair, and the rows that cannot be followed."""
    called = defaultdict(list)
    for idea_id, text in zip(now["idea_id"], now["text"], strict=True):
        called[idea_id].append(idea_id)
        called[fold(text)].append(idea_id)
    known = set(zip(then["round"], then["contribution_id"], strict=True))
    rulings: dict[Key, str] = {}
    misfits: Misfits = []
    for row in decisions(sheet):
        try:
            rulings |= _meant(row, called, known)
        except Unfit as why:
            misfits.append((row, why))
    return {key: answer for key, answer in rulings.items() if answer != UNDO}, misfits


def _meant(
    row: Decision, called: Mapping[str, list[str]], known: set[tuple[str, str]]
) -> dict[Key, str]:
    """Find the ideas and the earlier contribution that a row is about."""
    idea, place = row["idea"] or "", (row["round"] or "", row["contribution"] or "")
    ids = called.get(idea) or called.get(fold(idea))
    answer = fold(row["answer"] or "")
    if not ids:
        raise Unfit("no idea of this round is called so", "write its exact words, or its id")
    if place not in known:
        raise Unfit(
            "no contribution to an earlier round is called so",
            "write the name of the round, and the number of the contribution as in the index",
        )
    if answer not in {*ANSWERS, UNDO}:
        raise Unfit("the answer is not known", f"write {', '.join(ANSWERS)} or {UNDO}")
    return {(each, *place): answer for each in ids}


def _added(rulings: Mapping[Key, str], now: pd.DataFrame, then: pd.DataFrame) -> Iterator[Decided]:
    """Give a pair for each one that people named."""
    vectors = dict(zip(now["idea_id"], now["vector"], strict=True))
    rows = then.groupby(["round", "contribution_id"]).indices
    for (idea_id, *place), answer in sorted(rulings.items()):
        kind = ANSWERS[answer]
        if kind:
            of = rows[tuple(place)]
            cosines = np.round(np.stack(list(then["vector"].iloc[of])) @ vectors[idea_id], 6)
            nearest = int(cosines.argmax())
            yield idea_id, kind, int(of[nearest]), round(float(cosines[nearest]), 6), "person"
