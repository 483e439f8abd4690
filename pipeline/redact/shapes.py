"""Shapes: names that no list knows, by two capitals in a row or by what is said of them."""

from collections.abc import Iterator
from itertools import pairwise

from pipeline.redact.names import named_after
from pipeline.redact.reading import Reading
from pipeline.redact.spans import Span
from pipeline.redact.vocabulary import CLAN, Word, cues

ROW, ALONE = 0.55, 0.5
LONGEST_ROW = 3
SHORT_VERB = 5  # letters: shorter words on -ed may be names, as Reed is
HEADING, LONGEST_HEADING = 0.6, 15


def unlisted_names(reading: Reading, dictionary: frozenset[str]) -> list[Span]:
    """Find rows of unknown capital words, and single ones that said or asked something."""
    return [
        Span(reading.words[first].start, reading.words[end - 1].end, "name", "capitals", sure)
        for first, end, sure in _rows(reading, dictionary)
        if not _is_place_or_heading(reading, first) and not named_after(reading, first, end)
    ]


def is_english(reading: Reading, word: Word, dictionary: frozenset[str]) -> bool:
    """Tell whether a word, be it plural or past, is English and on no list of names."""
    listed = reading.known.may_be_given(word) or reading.known.is_surname(word)
    endings = ("s", "es", "d", "ed") if len(word.key) > SHORT_VERB else ("s", "es")
    forms = {word.key, *(word.key.removesuffix(ending) for ending in endings)}
    return not listed and bool(forms & dictionary)


def is_brand(word: Word) -> bool:
    """`WheelsUp`: a capital inside, unlike those of MacLeod and O'Neill."""
    inner = any(one.islower() and other.isupper() for one, other in pairwise(word.text))
    return inner and not CLAN.fullmatch(word.text)


def _rows(reading: Reading, dictionary: frozenset[str]) -> Iterator[tuple[int, int, float]]:
    """Give runs of unknown words: two or three of them, or one that speaks."""
    at = 0
    while at < len(reading.words):
        end = at
        while _is_unknown(reading, end, dictionary) and (end == at or reading.follows(end)):
            end += 1
        speaks = end == at + 1 and reading.follows(end) and reading.words[end].key in cues("saying")
        if 1 < end - at <= LONGEST_ROW or speaks:
            yield at, end, ALONE if speaks else ROW
        at = max(end, at + 1)


def _is_unknown(reading: Reading, at: int, dictionary: frozenset[str]) -> bool:
    """Tell a capital word that is neither everyday, public, English, a title, nor a brand."""
    if at >= len(reading.words) or not reading.is_telling(at) or reading.in_public_phrase(at):
        return False
    word = reading.words[at]
    return not is_english(reading, word, dictionary) and not is_brand(word)


def _is_place_or_heading(reading: Reading, at: int) -> bool:
    """After `in` or `the`, a saint's, a storm's, or in a line that gives every word a capital."""
    if reading.words[at].key in cues("not_people"):
        return True
    before = reading.words[at - 1].key if reading.follows(at) else ""
    return before in cues("somewhere") or before == "the" or _is_heading(reading, at)


def _is_heading(reading: Reading, at: int) -> bool:
    """Tell a short line that gives most of its words a capital."""
    near = reading.words[max(at - LONGEST_HEADING, 0) : at + LONGEST_HEADING]
    lines = reading.text.count
    here = reading.words[at].start
    line = [w for w in near if not lines("\n", min(w.start, here), max(w.start, here))]
    capitals = sum(word.capital for word in line)
    return LONGEST_ROW < len(line) < LONGEST_HEADING and capitals > HEADING * len(line)
