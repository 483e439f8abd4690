"""Reading: a text is taken apart once, for all who look for names in it."""

from bisect import bisect_left
from dataclasses import dataclass
from itertools import chain

from pipeline.redact.vocabulary import (
    Vocabulary,
    Word,
    cues,
    joined,
    phrase_lengths,
    vocabulary,
    words_of,
)

NEAR = 20  # characters before a word in which a sentence may have ended


@dataclass(frozen=True)
class Reading:
    """A text, its words, and where phrases of public life stand: first word → number of words."""

    text: str
    words: list[Word]
    public: dict[int, int]
    covered: frozenset[int]
    offices: dict[int, int]
    known: Vocabulary

    def follows(self, at: int) -> bool:
        """Tell whether a word stands directly after the one before it."""
        return 0 < at < len(self.words) and joined(self.text, self.words[at - 1], self.words[at])

    def begins_sentence(self, at: int) -> bool:
        """Tell whether a word has its capital because a sentence begins."""
        at_start = self.words[at].start
        before = self.text[max(at_start - NEAR, 0) : at_start].rstrip(" \t\"'“‘([-–—•*")
        return not before or before[-1] in ".!?:;\n\r"

    def is_public(self, at: int) -> bool:
        """Tell whether a word begins a public phrase of one word or more."""
        return at in self.public

    def in_public_phrase(self, at: int) -> bool:
        """Tell whether a word belongs to a public phrase of several words."""
        return at in self.covered

    def is_name_word(self, at: int) -> bool:
        """Could be part of a name that has begun: a capital, and no everyday or public word."""
        word = self.words[at]
        if self.known.is_surname(word):
            return word.capital and not self.in_public_phrase(at)
        titled = at in self.offices or word.key in cues("titles")
        barred = word.shouted or titled or self.known.is_ordinary(word) or self.is_public(at)
        return word.capital and not barred and not self.in_public_phrase(at)

    def is_telling(self, at: int) -> bool:
        """Tell a capital word that is neither everyday, public, a title nor a hashtag."""
        word = self.words[at]
        plain = word.capital and not word.shouted and len(word.text) > 1
        titled = at in self.offices or word.key in cues("titles")
        tagged = self.text[max(word.start - 1, 0)] == "#"
        return plain and not (
            titled or tagged or self.is_public(at) or self.known.is_ordinary(word)
        )


def read(text: str) -> Reading:
    """Take a text apart once for all who look for names in it."""
    known, words = vocabulary(), words_of(text)
    public = phrase_lengths(text, words, known.public)
    covered = (range(first, first + n) for first, n in public.items() if n > 1)
    offices = phrase_lengths(text, words, known.offices)
    return Reading(text, words, public, frozenset(chain(*covered)), offices, known)


def inside(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """Index of the first word of a stretch of text, and of the first after it."""
    first = bisect_left(reading.words, start, key=lambda word: word.start)
    return first, bisect_left(reading.words, end, lo=first, key=lambda word: word.start)
