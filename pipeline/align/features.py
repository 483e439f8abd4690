"""Vectors, words and cues become what the trained heads look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.align.words import Floats, known_words, shared_words, signs

Numbers = Mapping[str, npt.NDArray[Any]]
STEEP = 5.0  # brings cosines to the size of the other features
WELL = 3  # descriptions of a goal whose mean nearness counts beside that of the nearest
OFFICIAL_WELL = 5  # the same for the official texts, of which a goal has more
ABOUT = {
    "16.10": "access_to_information",
    "16.7": "civic_participation",
    "16.6": "public_accountability",
}


@dataclass(frozen=True)
class Seen:
    """Ideas as the heads see them: unit vectors, plain words, and cues found (ideas, entries)."""

    vectors: Floats
    words: list[list[str]]
    cues: Floats


def goal_features(seen: Seen, entries: pd.DataFrame, numbers: Numbers) -> Floats:
    """Give 27 features of each (idea, goal), shape (ideas, 17, 27).

    Nine scores, each as it is, less its mean over goals, and less the best of the other goals.
    """
    goals = entries["code"].str.split(".").str[0].astype(int).to_numpy()
    near = seen.vectors @ _matrix(entries).T
    official = seen.vectors @ numbers["official"].astype(np.float64).T
    of_goal, is_target = numbers["official_goal"], numbers["official_kind"] == "target"
    linear = _scores(seen.vectors, numbers, "goal_linear")
    scores = [
        _best(official, of_goal, 1),
        _best(official, of_goal, OFFICIAL_WELL),
        _best(official[:, is_target], of_goal[is_target], 1),
        _best(near, goals, 1),
        _best(near, goals, WELL),
        _scores(seen.vectors, numbers, "goal_single"),
        linear,
        linear - _log_sum(linear),
        np.log1p(np.stack([seen.cues[:, goals == g].sum(axis=1) for g in range(1, 18)], axis=1)),
    ]
    return np.stack([view for score in scores for view in _views(score)], axis=-1)


def target_features(
    seen: Seen, entries: pd.DataFrame, of_values: Floats, numbers: Numbers
) -> Floats:
    """Give 20 features of each (idea, target), shape (ideas, targets, 20).

    `of_values` are log odds of the values in ABOUT, which speak for three targets of goal 16.
    """
    leaf = entries["leaf"].to_numpy()
    targets = entries[leaf].reset_index(drop=True)
    goals = targets["code"].str.split(".").str[0].astype(int).to_numpy()
    near = seen.vectors @ _matrix(targets).T
    all_official = seen.vectors @ numbers["official"].astype(np.float64).T
    official = _best(all_official, numbers["official_target"], 1, list(targets["code"]))
    own = np.log1p(seen.cues[:, leaf])
    head = _scores(seen.vectors, numbers, "target_linear")
    shared = shared_words(seen.words, targets)
    family = np.stack([own[:, goals == g].sum(axis=1) for g in range(1, 18)], axis=1)
    parents = entries.loc[~leaf].assign(goal=lambda rows: rows["code"].astype(int))
    of_goal = seen.cues[:, ~leaf][:, np.argsort(parents["goal"].to_numpy())]
    features = [
        *(STEEP * part for part in (near, near - near.mean(axis=1, keepdims=True), _behind(near))),
        *(STEEP * part for part in (official, _behind(official), (own > 0) * near)),
        *(own, np.log1p(of_goal)[:, goals - 1], family[:, goals - 1] - own),
        _scores(seen.vectors, numbers, "goal_linear")[:, goals - 1],
        *(head, _behind(head), STEEP * shared, STEEP * _behind(shared)),
        *_of_values(list(targets["code"]), of_values),
    ]
    return np.stack(features, axis=-1)


def value_features(seen: Seen, entries: pd.DataFrame, numbers: Numbers) -> Floats:
    """Give features of each idea for the heads of the open-government values."""
    return np.hstack(
        [
            2 * seen.vectors,
            2 * known_words(seen.words, list(numbers["vocabulary"])),
            seen.vectors @ _matrix(entries).T,
            0.7 * np.log1p(seen.cues),
            signs(seen.words),
        ]
    )


def _of_values(codes: list[str], of_values: Floats) -> list[Floats]:
    """Let a value's log odds speak for the target that asks for the same."""
    made = []
    for place, code in enumerate(ABOUT):
        here = np.array([one == code for one in codes], dtype=np.float64)
        made += [here * of_values[:, [place]], np.repeat(here[None], len(of_values), axis=0)]
    return made


def _matrix(entries: pd.DataFrame) -> Floats:
    return np.stack(list(entries["vector"])).astype(np.float64)


def _scores(vectors: Floats, numbers: Numbers, name: str) -> Floats:
    weights = numbers[name].astype(np.float64)
    return np.asarray(vectors @ weights[:, :-1].T + weights[:, -1])


def _best(
    near: Floats, owner: npt.NDArray[Any], well: int, owners: list[Any] | None = None
) -> Floats:
    """Mean of the `well` highest cosines among each owner's texts (each goal's, if not given)."""
    chosen = [near[:, owner == one] for one in owners or range(1, 18)]
    return np.stack([np.sort(some, axis=1)[:, -well:].mean(axis=1) for some in chosen], axis=1)


def _behind(score: Floats) -> Floats:
    """How far each score is behind the best of its idea."""
    return np.asarray(score - score.max(axis=1, keepdims=True))


def _views(score: Floats) -> tuple[Floats, Floats, Floats]:
    """Scores as they are, less their mean, and less the best of the others."""
    first, second = np.sort(score, axis=1)[:, [-1]], np.sort(score, axis=1)[:, [-2]]
    others = np.where(score == first, second, first)
    return score, score - score.mean(axis=1, keepdims=True), score - others


def _log_sum(score: Floats) -> Floats:
    """Log of the summed exponentials, without overflow."""
    top = score.max(axis=1, keepdims=True)
    return np.asarray(top + np.log(np.exp(score - top).sum(axis=1, keepdims=True)))
