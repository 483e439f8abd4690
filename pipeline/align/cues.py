"""Texts and cue phrases become places: where in each text a cue of each entry stands."""

import re
from collections import defaultdict
from collections.abc import Iterator

import pandas as pd

Span = tuple[int, int]
Spans = dict[tuple[int, int], list[Span]]
Cues = dict[tuple[str, ...], list[int]]

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


def find_cues(texts: pd.Series, entries: pd.DataFrame) -> Spans:
    """Find the cues of entries in texts: (row of text, row of entry) → spans, longest first.

    Words match without case, plural and possessive endings, and little words in between do not
    count: the cue "have a say" is in "we should have our say".
    """
    cues = _cues(entries)
    longest = max((len(cue) for cue in cues), default=0)
    found: dict[tuple[int, int], set[Span]] = defaultdict(set)
    for row, text in enumerate(texts):
        for span, owners in _matches(text, cues, longest):
            for owner in owners:
                found[row, owner].add(span)
    return {pair: sorted(spans, key=_longest_first) for pair, spans in found.items()}


def words(text: str) -> list[tuple[str, Span]]:
    """Words of weight in a plain form, each with its place."""
    found = ((plain(match.group()), match.span()) for match in WORD.finditer(text))
    return [(word, span) for word, span in found if word not in LITTLE]


def plain(word: str) -> str:
    """Take case, apostrophes, a plural ending and a last e off a word: buses, bus; houses, hous."""
    bare = word.lower().replace("’", "'").removesuffix("'s").replace("'", "")
    if len(bare) > LONG and bare.endswith("ies"):
        return bare.removesuffix("ies") + "y"
    if len(bare) >= LONG and not bare.endswith(("ss", "us", "is")):
        bare = bare.removesuffix("s")
    return bare.removesuffix("e") if len(bare) >= LONG else bare


def _cues(entries: pd.DataFrame) -> Cues:
    """Cue phrases as plain words, each with the rows of the entries that own it."""
    cues: Cues = defaultdict(list)
    for row, phrases in enumerate(entries["cues"].fillna("").astype(str)):
        keys = {tuple(word for word, _ in words(phrase)) for phrase in phrases.split("|")}
        for key in sorted(keys - {()}):
            cues[key].append(row)
    return dict(cues)


def _matches(text: str, cues: Cues, longest: int) -> Iterator[tuple[Span, list[int]]]:
    """Find runs of words that are a cue, with who owns it."""
    said = words(text)
    for first in range(len(said)):
        for last in range(first, min(first + longest, len(said))):
            owners = cues.get(tuple(word for word, _ in said[first : last + 1]))
            if owners:
                yield (said[first][1][0], said[last][1][1]), owners


def _longest_first(span: Span) -> tuple[int, int]:
    return span[0] - span[1], span[0]
