"""Same ask: two near texts become a pair that asks for the same, for opposites, or for neither.

Nearness in meaning says that two ideas are about one matter. Whether they ask for the same is read
from their words, and in doubt they do not. The words: `knowledge/acts.yaml`.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Literal

from pipeline.knowledge import load
from pipeline.opposition import find_opposites, read_words

NUMBER = re.compile(r"\d+")
NAME = re.compile(r"(?<=[\w,;] )[A-Z][a-z]+")  # a capital letter, not where a sentence begins
SHARED = 2  # things that two texts both name, so that one other word sets them apart
Kind = Literal["asked", "opposite"]


def kind_of(one: str, other: str) -> Kind | None:
    """Tell whether two near texts ask for the same thing or for opposite things."""
    if one == other:
        return "asked"
    if find_opposites([one], [other])[0, 0]:
        return "opposite"
    (words, named, turned), (others, others_named, others_turned) = map(read_words, (one, other))
    apart = (
        turned != others_turned
        or any(_elsewhere(pattern, one, other) for pattern in (NUMBER, NAME))
        or _one_word_apart(named, others_named)
        or _other_act(words, others)
    )
    return None if apart else "asked"


def _one_word_apart(named: frozenset[str], others: frozenset[str]) -> bool:
    """Tell whether each names one thing of its own beside what both name: "a grant", "a visa"."""
    own = len(named - others), len(others - named)
    return own == (1, 1) and len(named & others) >= SHARED


def _elsewhere(pattern: re.Pattern[str], one: str, other: str) -> bool:
    """Tell whether both give numbers, or names, and none in common: "in Oban", "in Perth"."""
    here, there = (set(pattern.findall(text)) for text in (one, other))
    return bool(here and there) and not here & there


def _other_act(words: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Tell whether each, in the words that the other lacks, asks for a kind of act of its own."""
    acts, others_acts = _acts(words, others), _acts(others, words)
    return bool(acts and others_acts) and not acts & others_acts


def _acts(words: tuple[str, ...], others: tuple[str, ...]) -> set[str]:
    kinds = _kinds()
    return {kinds[word] for word in set(words) - set(others) if word in kinds}


@cache
def _kinds() -> Mapping[str, str]:
    """Give the kind of act of each word, without its ending."""
    return {
        word: kind for kind, words in load("acts").items() for each in words
        for word in read_words(each)[0]
    }  # fmt: skip
