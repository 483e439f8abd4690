"""An idea and what it speaks to become the span of words that carries it."""

import re

import pandas as pd

from pipeline.align.cues import Span, words

CLAUSE = re.compile(r"[^.;:!?\n]+")


def evidence(text: str, entry: pd.Series, cues: list[Span] | None) -> Span:
    """Pick the longest cue; without one, the clause that shares most words with the description."""
    if cues:
        return cues[0]
    about = {word for word, _ in words(f"{entry['name']} {entry['description']}") if len(word) > 3}  # noqa: PLR2004  shorter words join sentences, they carry no matter
    clauses = [_trimmed(text, *match.span()) for match in CLAUSE.finditer(text)]
    shared = [len(about & {word for word, _ in words(text[s:e])}) for s, e in clauses]
    best = max(shared, default=0)
    return clauses[shared.index(best)] if best else _trimmed(text, 0, len(text))


def _trimmed(text: str, start: int, end: int) -> Span:
    """Take space off both ends of a span."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), start + len(part.rstrip())
