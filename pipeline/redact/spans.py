"""Spans: stretches of a text that hold personal data, merged where they overlap."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from typing import NamedTuple

FIELDS = ("title", "text", "why", "heading")  # of a contribution, as they may be published


class Span(NamedTuple):
    """Characters `start` to `end` of a text, what they are, who says so, and how sure that is.

    The state is what people said of it: `proposed` (nothing yet), `accepted`, `rejected`, `added`.
    """

    start: int
    end: int
    kind: str
    source: str
    confidence: float
    state: str = "proposed"


Found = dict[str, list[Span]]  # spans of each field of a contribution


def taken_out(spans: Iterable[Span]) -> list[Span]:
    """Leave out the spans that people rejected."""
    return [span for span in spans if span.state != "rejected"]


def merged(spans: Iterable[Span]) -> list[Span]:
    """Join spans that overlap; the widest says what the whole is."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.start < result[-1].end:
            result[-1] = _joined(result[-1], span)
        else:
            result.append(span)
    return result


def untouched(spans: Iterable[Span], by: Iterable[Span]) -> list[Span]:
    """Keep the spans that overlap none of the others."""
    others = merged(by)
    ends = [other.end for other in others]
    nearest = ((span, bisect_right(ends, span.start)) for span in spans)
    return [s for s, at in nearest if at == len(others) or others[at].start >= s.end]


def replaced(text: str, spans: Iterable[Span], marks: Mapping[int, str]) -> str:
    """Put a mark in the place of every span; spans must not overlap.

    The mark is the kind, as in `[email]`, unless `marks` has another for where the span starts.
    """
    pieces, at = [], 0
    for span in sorted(spans):
        pieces += [text[at : span.start], f"[{marks.get(span.start, span.kind)}]"]
        at = span.end
    return "".join([*pieces, text[at:]])


def _joined(one: Span, other: Span) -> Span:
    """Cover both; kind and source come from the longer, or the surer of two equally long."""
    widest = max(one, other, key=lambda span: (span.end - span.start, span.confidence))
    sure = max(one.confidence, other.confidence)
    return widest._replace(start=one.start, end=max(one.end, other.end), confidence=sure)
