"""Vocabulary: the words of a text, and what is known of each of them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from pipeline.knowledge import load

PART = re.compile(r"«(\w+)»")
WORD = re.compile(r"[^\W\d_]+(?:[’'‘-][^\W\d_]+)*")
POSSESSIVE = re.compile(r"[’'‘][sS]$")
CONTRACTED = re.compile(r"'(?:re|ve|ll|d|m)$")
CLAN = re.compile(
    r"(?:Mac|Mc|MC|MAC|Nic|Mhic|O[’']|Fitz)[A-ZÀ-Þ][^\W\d_]+|Mac[a-z]{3,}(?<!ine)(?<!ines)"
)
LOWER_CLAN = re.compile(r"mac(?!hin|ro|adam)[a-z]{3,}|mc[a-z]{3,}|o[’'][a-z]{4,}")
JOINS = frozenset({" ", ". ", ".", "\u00a0", "' ", "’ ", "  "})
UNDECOMPOSED = str.maketrans("łŁøØđĐıħ", "lLoOdDih")
LONGEST_GAP = 3


class Word(NamedTuple):
    """One word: where it stands, as written, and its key (small letters, no accents)."""

    start: int
    end: int
    text: str
    key: str

    @property
    def capital(self) -> bool:
        """Starts with a capital letter."""
        return self.text[0].isupper()

    @property
    def shouted(self) -> bool:
        """All capitals, and more than an initial."""
        return self.text.isupper() and len(self.text) > 1


@dataclass(frozen=True)
class Vocabulary:
    """What is known of words; all sets hold keys."""

    given: frozenset[str]
    in_context: frozenset[str]
    surnames: frozenset[str]
    ordinary: frozenset[str]
    endings: frozenset[str]
    public: dict[str, list[tuple[str, ...]]]
    offices: dict[str, list[tuple[str, ...]]]

    def is_given(self, word: Word) -> bool:
        """Hardly ever anything but a given name; each half of Anne-Marie counts."""
        return bool(self.given & {word.key, *word.key.split("-")}) and not self.is_ordinary(word)

    def may_be_given(self, word: Word) -> bool:
        """Tell a given name, be it one only where context shows a person."""
        return word.key in self.in_context or self.is_given(word)

    def is_surname(self, word: Word) -> bool:
        """Tell a known family name, or one that has the form of a clan's."""
        known = self.surnames & {word.key, *word.key.split("-")}
        return bool(known) or bool(CLAN.fullmatch(word.text) or LOWER_CLAN.fullmatch(word.text))

    def is_ordinary(self, word: Word) -> bool:
        """Tell an everyday word, which has its capital for another reason; `We're` is one too."""
        return word.key in self.ordinary or CONTRACTED.sub("", word.key) in self.ordinary


@cache
def vocabulary() -> Vocabulary:
    """Gather what `given_names.yaml` and `places.yaml` know."""
    names, places = load("given_names"), load("places")
    public = [
        key
        for kind, listed in places.items()
        if not kind.startswith("public_e")
        for key in _phrases(listed)
    ]
    offices = _phrases(places["public_offices"])
    public = [phrase for phrase in public if phrase not in offices]
    ordinary = _keys(names["ordinary_words"])
    single = {phrase[0] for phrase in public if len(phrase) == 1}
    given = frozenset().union(*(_keys(listed) for listed in names["given_names"].values()))
    in_context = _keys(names["names_in_context"]) | (given & (ordinary | single))
    return Vocabulary(
        given - in_context,
        in_context,
        _keys(names["surnames"]),
        ordinary,
        _keys(places["public_endings"]),
        _by_first(public),
        _by_first(offices),
    )


@cache
def cues(name: str) -> frozenset[str]:
    """Words of one of the lists of `name_cues.yaml`."""
    return frozenset(load("name_cues")[name].split())


@cache
def cue(name: str) -> re.Pattern[str]:
    """One of the forms of `name_cues.yaml` that stand before names."""
    known = load("name_cues")
    return filled(known[name], {**known["parts"], "own_name": known["own_name"]}, case=False)


def filled(form: str, parts: Mapping[str, str], *, case: bool) -> re.Pattern[str]:
    """Put parts in the place of «part»; small letters count as capitals unless `case` matters."""
    while PART.search(form):
        form = PART.sub(lambda match: parts[match[1]], form)
    return re.compile(form, re.NOFLAG if case else re.IGNORECASE)


def words_of(text: str) -> list[Word]:
    """Find the words of a text; `'s` at the end is no part of a word."""
    found = []
    for match in WORD.finditer(text):
        written = POSSESSIVE.sub("", match[0])
        found.append(Word(match.start(), match.start() + len(written), written, key_of(written)))
    return found


def key_of(word: str) -> str:
    """Small letters, no accents, one kind of apostrophe."""
    plain = word if word.isascii() else unicodedata.normalize("NFKD", word.translate(UNDECOMPOSED))
    return "".join(c for c in plain.casefold() if not unicodedata.combining(c)).replace("’", "'")


def joined(text: str, one: Word, other: Word) -> bool:
    """Tell whether nothing but a space, or the full stop of an initial, is between two words."""
    gap = text[one.end : other.start]
    return gap in JOINS and (not gap.startswith(".") or len(one.text) <= LONGEST_GAP)


def phrase_lengths(
    text: str, words: Sequence[Word], known: dict[str, list[tuple[str, ...]]]
) -> dict[int, int]:
    """Find known phrases that begin with a capital: index of the first word → number of words."""
    lengths: dict[int, int] = {}
    at = 0
    while at < len(words):
        lengths_here = _longest(text, words, at, known)
        if lengths_here:
            lengths[at] = lengths_here
        at += max(lengths_here, 1)
    return lengths


def _longest(
    text: str, words: Sequence[Word], at: int, known: dict[str, list[tuple[str, ...]]]
) -> int:
    """Length of the longest known phrase that begins at a word; 0 if there is none."""
    if not words[at].capital:
        return 0
    for phrase in known.get(words[at].key, ()):
        here = words[at : at + len(phrase)]
        if tuple(word.key for word in here) == phrase and _close(text, here):
            return len(phrase)
    return 0


def _close(text: str, words: Sequence[Word]) -> bool:
    gaps = (text[a.end : b.start] for a, b in pairwise(words))
    return all(len(gap) <= LONGEST_GAP and "\n" not in gap and "." not in gap for gap in gaps)


def _keys(listed: str) -> frozenset[str]:
    return frozenset(key_of(word.strip()) for word in listed.replace(",", " ").split())


def _phrases(listed: str) -> list[tuple[str, ...]]:
    found = (tuple(word.key for word in words_of(phrase)) for phrase in listed.split(","))
    return sorted({phrase for phrase in found if phrase})


def _by_first(phrases: Iterable[Any]) -> dict[str, list[tuple[str, ...]]]:
    """Index phrases by their first word, the longest first."""
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases, key=lambda phrase: (-len(phrase), phrase)):
        index.setdefault(phrase[0], []).append(phrase)
    return index
