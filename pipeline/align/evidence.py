"""An idea and what it speaks to become the span of words that carries it."""

import re
from functools import lru_cache

from pipeline.align.cues import Hit, Span, words

LONG = 4  # letters; shorter words join sentences
CLAUSE = re.compile(r"[^.;:!?\n]+")


def evidence(text: str, about: str, cues: list[Hit]) -> Span:
    """Pick the longest cue; without one, the clause that shares most words with `about`."""
    if cues:
        return cues[0].start, cues[0].end
    known = _long_words(about)
    clauses = [_trimmed(text, *match.span()) for match in CLAUSE.finditer(text)]
    shared = [len(known & {word for word, _ in words(text[s:e])}) for s, e in clauses]
    best = max(shared, default=0)
    return clauses[shared.index(best)] if best else _trimmed(text, 0, len(text))


@lru_cache(maxsize=1000)
def _long_words(about: str) -> frozenset[str]:
    """Keep the words of a description that carry its matter."""
    return frozenset(word for word, _ in words(about) if len(word) >= LONG)


def _trimmed(text: str, start: int, end: int) -> Span:
    """Take space off both ends of a span."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
