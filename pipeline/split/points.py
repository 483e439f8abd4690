"""Points: a line that makes several is parted; sentences that make one stay together."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from pipeline.knowledge import load
from pipeline.split.lines import Piece

END = re.compile(
    r"[.!?…]+[\"'”’)\]]*(?=\s+[\"'“‘(\[]*[^\Wa-zß-öø-ÿ_]|\s*$)|[.!?…]+[\"'”’)\]]*(?=\n)"
)
SLASH = re.compile(r"\s+/{1,2}\s+")
SEMICOLON = re.compile(r"\s*;\s+(?:and\s+|or\s+)?")
BACK = re.compile(r"\b(?:it|its|they|them|their|theirs|this|these|those)\b", re.IGNORECASE)
CLAUSE = re.compile(
    r"\W*(?:when|if|for|to|in|at|on|before|after|instead|rather|where|once|as|while|unless|with)\b"
    r"[^,.;]{3,80},\s+(?:please |then |just |always |also )?(\w+)",
    re.IGNORECASE,
)
WORD = re.compile(r"\S*[^\W_]\S*")


def points_of(
    text: str, piece: Piece, long_words: int, min_words: int
) -> Iterator[tuple[int, int]]:
    """Part one line into points: first at its separators, then between its sentences."""
    for start, end in _parted(text, piece.start, piece.end, min_words):
        yield from _grouped(text, list(_sentences(text, start, end)), long_words, min_words)


def _parted(text: str, start: int, end: int, min_words: int) -> list[tuple[int, int]]:
    """Cut at `;` or ` / ` where every part is a clause; else leave the line whole."""
    for separator in (SEMICOLON, SLASH):
        cuts = [match.span() for match in separator.finditer(text, start, end)]
        parts = _between(start, end, cuts)
        if cuts and _are_clauses([text[a:b] for a, b in parts], min_words):
            return parts
    return [(start, end)]


def _are_clauses(parts: list[str], min_words: int) -> bool:
    """Each part can stand alone: long enough, and none after the first looks back as `it` does."""
    back = any(BACK.search(part) or _cues().goes_on.match(part) for part in parts[1:])
    return not back and all(_count(part) >= min_words for part in parts)


def _between(start: int, end: int, cuts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    edges = [start, *(edge for cut in cuts for edge in cut), end]
    parts = list(zip(edges[::2], edges[1::2], strict=True))
    return [part for part in parts if part[0] < part[1]]


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of a stretch of text; a full stop after an abbreviation or an initial ends none."""
    at = start
    for match in END.finditer(text, start, end):
        if not _is_abbreviation(text[max(at, match.start() - 12) : match.start() + 1]):
            yield at, match.end()
            at = match.end() + len(text[match.end() : end]) - len(text[match.end() : end].lstrip())
    if at < end:
        yield at, end


def _is_abbreviation(before: str) -> bool:
    """`Dr.`, `e.g.`, `J.`: what stands before a full stop and the full stop."""
    last = ["", *before.split()][-1]
    word = last.lstrip("([\"'“‘").removesuffix(".").lower()
    initial = len(word) == 1 and last[-2:-1].isupper() and word != "i"
    return last.endswith(".") and (initial or word in _cues().abbreviations)


def _grouped(
    text: str, sentences: list[tuple[int, int]], long_words: int, min_words: int
) -> Iterator[tuple[int, int]]:
    """Put sentences together that make one point."""
    is_long = sum(_count(text[a:b]) for a, b in sentences) > long_words
    group: list[str] = []
    start = end = 0
    for first, last in sentences:
        sentence = text[first:last]
        full = is_long and sum(map(_count, group)) >= long_words
        if group and _begins_point(group, sentence, full, min_words):
            yield start, end
            group = []
        start = start if group else first
        end = last
        group.append(sentence)
    if group:
        yield start, end


def _begins_point(group: list[str], sentence: str, full: bool, min_words: int) -> bool:
    """Tell whether a sentence begins a point: it says so, or asks after something was asked."""
    cues = _cues()
    if _count(sentence) < min_words or sum(map(_count, group)) < min_words:
        return False
    if cues.begins.match(sentence):
        return True
    if cues.goes_on.match(sentence):
        return False
    return full or (_asks(sentence) and any(map(_asks, group)))


def _asks(stretch: str) -> bool:
    """Tell whether something is asked for, by a word such as `should` or a verb that commands."""
    first = WORD.search(stretch)
    word = first[0].strip("\"'“”‘’([,:;.").lower() if first else ""
    commanded = word in _cues().imperatives or _commands_later(stretch)
    return commanded or bool(_cues().asks.search(stretch))


def _commands_later(stretch: str) -> bool:
    """Find a verb that commands after a clause: `When a road is shut, tell us`."""
    clause = CLAUSE.match(stretch)
    return clause is not None and clause[1].lower() in _cues().imperatives


def _count(stretch: str) -> int:
    """Words that hold a letter or a digit."""
    return sum(1 for _ in WORD.finditer(stretch))


class _Cues(NamedTuple):
    abbreviations: frozenset[str]
    imperatives: frozenset[str]
    goes_on: re.Pattern[str]
    begins: re.Pattern[str]
    asks: re.Pattern[str]


@cache
def _cues() -> _Cues:
    """Make the word lists ready for use."""
    known = load("points")
    return _Cues(
        frozenset(known["abbreviations"].split()),
        frozenset(known["imperatives"].split()),
        _any_of(known["goes_on"], r"^[\W_]*"),
        _any_of(known["begins"], r"^[\W_]*(?:and |but )?"),
        _any_of(known["asks"], r"(?<![\w])"),
    )


def _any_of(phrases: list[str], before: str) -> re.Pattern[str]:
    """One of the phrases as whole words, after `before`."""
    listed = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    return re.compile(rf"{before}(?:{listed})(?![\w])", re.IGNORECASE)
