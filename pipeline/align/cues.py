"""Texts and cue phrases become places: where in each text a cue of each entry stands."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import pandas as pd

Span = tuple[int, int]


class Hit(NamedTuple):
    """Where a cue stands in a text, and the cue as the framework's file writes it."""

    start: int
    end: int
    cue: str


Hits = dict[tuple[int, int], list[Hit]]
Phrase = tuple[str, ...]
Cues = dict[str, dict[Phrase, dict[int, str]]]  # by the first word of a phrase

WORD = re.compile(r"\w+(?:['’]\w+)*")
LONG = 4  # letters from which a word may carry an ending
LITTLE = frozenset(
    [
        "a",
        "an",
        "the",
        "our",
        "my",
        "your",
        "their",
        "its",
        "his",
        "her",
        "this",
        "that",
        "these",
        "those",
        "of",
        "to",
        "for",
    ]
)


PLACES = {
    "beach", "bridge", "college", "farm", "forest", "harbour", "hospital", "island", "library",
    "loch", "museum", "park", "river", "road", "school", "station", "street", "university",
}  # words that are often part of a name, as in Harbour Park  # fmt: skip


def find_cues(texts: pd.Series, entries: pd.DataFrame) -> Hits:
    """Find the cues of entries in texts: (row of text, row of entry) → hits, longest first.

    Words match without case, plural and possessive endings, and little words in between do not
    count: the cue "have a say" is in "we should have our say". In the name of a place a word is no
    cue: who meets at Harbour Park need not speak of parks.
    """
    cues = _cues(entries)
    found: Hits = defaultdict(list)
    for row, text in enumerate(texts):
        for (start, end), owners in _matches(text, cues):
            for owner, cue in owners.items():
                found[row, owner].append(Hit(start, end, cue))
    return {pair: sorted(hits, key=_longest_first) for pair, hits in found.items()}


def words(text: str) -> list[tuple[str, Span]]:
    """Words of weight in a plain form, each with its place."""
    found = ((plain(match.group()), match.span()) for match in WORD.finditer(text))
    return [(word, span) for word, span in found if word not in LITTLE]


@lru_cache(maxsize=100_000)
def plain(word: str) -> str:
    """Take case, apostrophes, a plural ending and a last e off a word: buses, bus; houses, hous."""
    bare = word.lower().replace("’", "'").removesuffix("'s").replace("'", "")
    if len(bare) > LONG and bare.endswith("ies"):
        return bare.removesuffix("ies") + "y"
    if len(bare) >= LONG and not bare.endswith(("ss", "us", "is")):
        bare = bare.removesuffix("s")
    return bare.removesuffix("e") if len(bare) >= LONG else bare


OF_NAMES = frozenset(plain(word) for word in PLACES)


def _cues(entries: pd.DataFrame) -> Cues:
    """Cue phrases as plain words: the rows of the entries that own them, and how each says it."""
    cues: Cues = defaultdict(lambda: defaultdict(dict))
    for row, phrases in enumerate(entries["cues"].fillna("").astype(str)):
        for phrase in phrases.split("|"):
            key = tuple(word for word, _ in words(phrase))
            if key:
                cues[key[0]][key].setdefault(row, phrase)
    return cues


def _matches(text: str, cues: Cues) -> Iterator[tuple[Span, dict[int, str]]]:
    """Find runs of words that are a cue, with who owns it."""
    said = words(text)
    plainly = tuple(word for word, _ in said)
    for first, word in enumerate(plainly):
        for phrase, owners in cues.get(word, {}).items():
            last = first + len(phrase)
            named = len(phrase) == 1 and word in OF_NAMES and _is_name(text, said, first)
            if plainly[first:last] == phrase and not named:
                yield (said[first][1][0], said[last - 1][1][1]), owners


def _is_name(text: str, said: list[tuple[str, Span]], place: int) -> bool:
    """Tell whether a word and one right beside it both begin with a capital letter alone."""
    start, end = said[place][1]
    beside = [said[n][1] for n in (place - 1, place + 1) if 0 <= n < len(said)]
    return text[start:end].istitle() and any(
        text[s:e].istitle() and text[min(end, e) : max(start, s)] == " " for s, e in beside
    )


def _longest_first(hit: Hit) -> tuple[int, int]:
    return hit.start - hit.end, hit.start
