"""The heads shipped with the package turn features into calibrated probabilities."""

from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
import pandas as pd

from pipeline.align.features import (
    ABOUT,
    Numbers,
    Seen,
    goal_features,
    target_features,
    value_features,
)
from pipeline.align.words import Floats

HEADS = ("ogp", "sdg")  # the frameworks that have heads; values speak for targets of goal 16
Part = tuple[Seen, pd.DataFrame]  # one framework's view of the ideas, and its entries


@cache
def trained_numbers() -> Numbers:
    """Read the trained numbers; `alignment_heads.md` says what they were trained on."""
    content = files("pipeline.knowledge").joinpath("alignment_heads.npz").read_bytes()
    with np.load(BytesIO(content), allow_pickle=False) as numbers:
        return {name: numbers[name] for name in numbers.files}


def is_trained_on(framework: str, entries: pd.DataFrame) -> bool:
    """Tell whether the heads know exactly the codes of this framework."""
    known = trained_numbers().get(f"codes_{framework}", np.array([]))
    return len(known) > 0 and set(known) == set(entries["code"])


def trained(values: Part, goals: Part) -> tuple[Floats, Floats]:
    """Probabilities of open-government values and of goals' targets, shapes (ideas, entries)."""
    numbers = trained_numbers()
    of_values = value_log_odds(*values, numbers)
    slope, constant = numbers["value_calibration"]
    seen, entries = goals
    odds = less_sure(target_log_odds(seen, entries, of_values, values[1], numbers), numbers)
    likely = np.zeros((len(seen.words), len(entries)))
    likely[:, entries["leaf"].to_numpy()] = _logistic(odds)
    return _logistic(slope * of_values + constant), likely


def value_log_odds(seen: Seen, entries: pd.DataFrame, numbers: Numbers) -> Floats:
    """Log odds of each value, before calibration."""
    weights = numbers["value_heads"].astype(np.float64)
    return np.asarray(value_features(seen, entries, numbers) @ weights[:, :-1].T + weights[:, -1])


def target_log_odds(
    seen: Seen, entries: pd.DataFrame, of_values: Floats, values: pd.DataFrame, numbers: Numbers
) -> Floats:
    """Log odds of each target, in the order of the targets among `entries`."""
    place = [list(values["code"]).index(code) for code in ABOUT.values()]
    features = target_features(seen, entries, of_values[:, place], numbers)
    weights = numbers["target_stack"].astype(np.float64)
    return np.asarray(features @ weights[:-1] + weights[-1])


def less_sure(odds: Floats, numbers: Numbers) -> Floats:
    """Take back log odds that ideas held out showed to be too high; the others stay as they are."""
    slope, constant = numbers["target_calibration"]
    return np.asarray(np.minimum(odds, slope * odds + constant))


def goal_probabilities(seen: Seen, entries: pd.DataFrame) -> Floats:
    """How likely a text speaks to each goal, given that somebody had reason to ask; for benchmarks.

    Trained on pairs of which half hold: on texts from the street, these are too high.
    """
    numbers = trained_numbers()
    weights = numbers["goal_stack"].astype(np.float64)
    scores = goal_features(seen, entries, numbers) @ weights
    return _logistic(scores + numbers["goal_constant"])


def _logistic(log_odds: Floats) -> Floats:
    return np.asarray(1 / (1 + np.exp(-log_odds)))
