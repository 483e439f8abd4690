"""Again: who was named once is found where a part of the name stands alone."""

from collections.abc import Iterable

from pipeline.redact.names import DOUBTFUL, POSSIBLE
from pipeline.redact.reading import Reading, inside
from pipeline.redact.spans import Span
from pipeline.redact.vocabulary import Word

LONGEST_PARTICLE = 3  # letters: shorter words of a name are `van` and the like


def name_words(reading: Reading, spans: Iterable[Span], full_names: bool) -> frozenset[str]:
    """Keys of the words of names; of full names only those that are hardly anything else."""
    words = {word: span for span in spans for word in _words_in(reading, span)}
    if not full_names:
        return frozenset(word.key for word in words)
    known = reading.known
    return frozenset(
        word.key
        for word, span in words.items()
        if span.confidence >= DOUBTFUL and len(_words_in(reading, span)) > 1
        if len(word.text) > LONGEST_PARTICLE
        if not known.is_ordinary(word) and word.key not in known.public.keys() | known.endings
    )


def but_for(reading: Reading, spans: Iterable[Span], kept: frozenset[str]) -> list[Span]:
    """Leave out names made of nothing but words that are kept."""
    return [s for s in spans if not {word.key for word in _words_in(reading, s)} <= kept]


def repeated(reading: Reading, keys: frozenset[str]) -> list[Span]:
    """Find words of full names again where they stand alone: `Tulloch` after `Morag Tulloch`."""
    return [
        Span(word.start, word.end, "name", "name list", POSSIBLE)
        for at, word in enumerate(reading.words)
        if word.key in keys and word.capital and not reading.in_public_phrase(at)
    ]


def _words_in(reading: Reading, span: Span) -> list[Word]:
    first, end = inside(reading, span.start, span.end)
    return reading.words[first:end]
