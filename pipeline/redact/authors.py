"""Authors: the name a contribution came under is found again in its own words."""

import re

from pipeline.redact.reading import Reading
from pipeline.redact.spans import Span
from pipeline.redact.vocabulary import Vocabulary, Word, phrase_lengths, vocabulary, words_of

WHOLE, PART = 0.95, 0.8
SHORTEST = 3


def author_names(reading: Reading, author: str) -> list[Span]:
    """Where the author's whole name stands, in any letters, and where a telling part of it does."""
    known, words = vocabulary(), words_of(author)
    if not _is_person(author, words, known):
        return []
    parts = {word.key for word in words if _is_telling(word, known)}
    found = [
        Span(word.start, word.end, "name", "author", PART)
        for at, word in enumerate(reading.words)
        if word.key in parts and word.capital and not reading.in_public_phrase(at)
    ]
    return found + _whole(reading.text, author)


def _is_person(author: str, words: list[Word], known: Vocabulary) -> bool:
    """Not `admin`, `Anonymous`, or the name of a body."""
    if len(words) < 2:  # noqa: PLR2004  one word: a given name or an account
        plain = not any(known.is_ordinary(word) or word.key in known.public for word in words)
        return plain and len(author.strip()) > SHORTEST
    if phrase_lengths(author, words, known.public).get(0, 0) > 1:
        return False
    listed = known.may_be_given(words[0]) or known.is_surname(words[-1])
    body = any(word.key in known.endings for word in words)
    return listed or (not body and any(_is_telling(word, known) for word in words))


def _is_telling(word: Word, known: Vocabulary) -> bool:
    """Hardly anything but a name: no everyday word, no place, nothing short."""
    public = (word.key,) in known.public.get(word.key, ())
    return len(word.text) >= SHORTEST and not known.is_ordinary(word) and not public


def _whole(text: str, author: str) -> list[Span]:
    written = r"[\s_.]+".join(map(re.escape, author.split()))
    form = re.compile(rf"(?<!\w){written}(?!\w)", re.IGNORECASE)
    return [Span(*match.span(), "name", "author", WHOLE) for match in form.finditer(text)]
