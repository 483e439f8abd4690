"""Offices: which names stand beside a public office, as in `Councillor X` and `X MSP`."""

import re

from pipeline.redact.reading import Reading, inside
from pipeline.redact.spans import Span
from pipeline.redact.vocabulary import cues

LOOK_BACK = 8  # words before a name in which its office may begin
LOOK_ON = 4  # words after a name in which its office may begin


def holds_office(reading: Reading, span: Span) -> bool:
    """Tell whether a name that someone else found stands beside an office."""
    first, end = inside(reading, span.start, span.end)
    return first < end and stands_beside_office(reading, first, end)


def stands_beside_office(reading: Reading, first: int, end: int) -> bool:
    """Tell whether an office stands before the name, or after it as in `, First Minister`."""
    return _office_before(reading, first) or _office_after(reading, end)


def _office_before(reading: Reading, first: int) -> bool:
    """`Councillor X`, `the First Minister, X`, `Minister for Parks and Paths X`."""
    for back in range(1, min(first, LOOK_BACK) + 1):
        at = first - back
        if not re.fullmatch(
            r"\.?,? ", reading.text[reading.words[at].end : reading.words[at + 1].start]
        ):
            return False
        length = reading.offices.get(at, int(reading.words[at].key in cues("small_offices")))
        between = reading.words[at + length : first]
        if length and (not between or between[0].key in {"for", "of"}):
            return True
        if not (reading.words[at].capital or reading.words[at].key in cues("of_office")):
            return False
    return False


def _office_after(reading: Reading, end: int) -> bool:
    """`X MSP`, `X, then First Minister`, `X (the Provost)`."""
    for at in range(end, min(end + LOOK_ON, len(reading.words))):
        if not re.fullmatch(
            r",? \(?|\.? ", reading.text[reading.words[at - 1].end : reading.words[at].start]
        ):
            return False
        if at in reading.offices or reading.words[at].key in cues("small_offices"):
            return True
        if reading.words[at].key not in cues("before_office"):
            return False
    return False
