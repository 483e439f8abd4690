"""Patterns: personal data that has a form of its own, such as an e-mail address or a postcode."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from pipeline.knowledge import load
from pipeline.redact.spans import Span
from pipeline.redact.vocabulary import filled, key_of, vocabulary

DIGIT = re.compile(r"\d")
WITH_DIGITS = ("phone", "id number", "vehicle", "bank account", "date of birth", "postcode")
LAST_DAY, LAST_MONTH = 31, 12
LOCAL_DIGITS = (6, 7, 8)


class Pattern(NamedTuple):
    """A form, the group of it that is taken out, and a check that a look-alike fails."""

    kind: str
    form: re.Pattern[str]
    sure: float
    group: int
    check: Callable[[str], bool]
    needs_digit: bool


def pattern_spans(text: str) -> list[Span]:
    """Find everything in a text that has the form of personal data."""
    digits = bool(DIGIT.search(text))
    fitting = [pattern for pattern in _patterns() if digits or not pattern.needs_digit]
    return [span for pattern in fitting for span in _found(pattern, text)]


def _found(pattern: Pattern, text: str) -> Iterator[Span]:
    for match in pattern.form.finditer(text):
        if pattern.check(match[pattern.group]):
            start, end = match.span(pattern.group)
            yield Span(start, end, pattern.kind, "pattern", pattern.sure)


@cache
def _patterns() -> list[Pattern]:
    """Make the forms of `personal_data.yaml` ready for use."""
    known = load("personal_data")
    checks = _checks()
    return [
        Pattern(
            one["kind"],
            filled(one["form"], known["parts"], case=bool(one.get("case"))),
            one["sure"],
            one.get("group", 0),
            checks[one.get("check")],
            one["kind"] in WITH_DIGITS,
        )
        for one in known["patterns"]
    ]


def _checks() -> dict[str | None, Callable[[str], bool]]:
    """Give the tests that `personal_data.yaml` names."""
    return {
        None: bool,
        "no_word": _is_no_word,
        "phone": _is_phone,
        "local_phone": _is_local_phone,
        "chi": _is_chi,
        "postcode": _is_postcode,
        "no_small_word": _has_no_small_word,
    }


def _is_no_word(found: str) -> bool:
    """Not `@work`."""
    return key_of(found.lstrip("@")) not in vocabulary().ordinary


def _is_phone(found: str) -> bool:
    """Tell a number from a date with a time, a list of decimals, and a run of years."""
    dated = re.match(r"\(?\d{1,2}[./ -]\d{1,2}[./ -](?:19|20)?\d\d\b", found)
    listed = re.search(r"\d /|/ \d|\d\.\d\.", found)
    return not dated and not listed and not re.match(r"0\s?\.", found)


def _is_local_phone(found: str) -> bool:
    """Six to eight digits, and not two years."""
    years = re.fullmatch(r"(?:19|20)\d\d[ -]?(?:19|20)\d\d", found)
    return len(re.sub(r"\D", "", found)) in LOCAL_DIGITS and not years


def _is_chi(found: str) -> bool:
    """Tell a CHI number, which starts with a day and a month."""
    return 1 <= int(found[:2]) <= LAST_DAY and 1 <= int(found[2:4]) <= LAST_MONTH


def _is_postcode(found: str) -> bool:
    """Not `S1 2nd`, nor half small and half large letters as in `M8 2nd`."""
    letters = re.sub(r"[\d\s]", "", found)
    ordinal = re.search(r"(?:1st|2nd|3rd|\dth)$", found)
    return not ordinal and (letters.isupper() or letters.islower())


def _has_no_small_word(found: str) -> bool:
    """Not `a 20 mph` nor `m8 and`."""
    small = r"(?:mph|and|the|for|was|has|who|per|min|day|car|bus)$"
    return not re.search(small, found, re.IGNORECASE)
