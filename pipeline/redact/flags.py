"""Flags: passages that a person should read before they are published; nothing is changed."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from pipeline.knowledge import load
from pipeline.redact.sheet import in_context
from pipeline.redact.spans import Found, Span
from pipeline.redact.vocabulary import filled

NEAR = 40  # characters between a name and what makes it a story about somebody


class Flag(NamedTuple):
    """What is looked for, and what a person is told about it."""

    kind: str
    form: re.Pattern[str]
    near_name: bool
    why: str
    advice: str


def flag_rows(
    contribution_id: str, texts: Mapping[str, str], found: Found
) -> Iterator[dict[str, Any]]:
    """Give the first passage of each kind in each field, with the words around it."""
    for name, text in texts.items():
        names = [span for span in found.get(name, []) if span.kind == "name"]
        plain = text.replace("’", "'")
        for flag in _flags() if name != "heading" else ():
            match = next((m for m in flag.form.finditer(plain) if _fits(flag, m, names)), None)
            if match:
                start, end = match.span()
                told = {"kind": flag.kind, "words": text[start:end], "why": flag.why}
                context = in_context(text, start, end)
                about = {"contribution_id": contribution_id, "context": context}
                yield about | told | {"advice": flag.advice}


@cache
def _flags() -> list[Flag]:
    """Make the forms of `flags.yaml` ready for use, those of a kind in one."""
    known = load("flags")
    return [
        Flag(
            one["kind"],
            filled("|".join(one["forms"]), known["parts"], case=False),
            one.get("near_name", False),
            one["why"],
            one["advice"],
        )
        for one in known["flags"]
    ]


def _fits(flag: Flag, match: re.Match[str], names: list[Span]) -> bool:
    """Tell whether a name stands close by, where one must."""
    start, end = match.start() - NEAR, match.end() + NEAR
    return not flag.near_name or any(name.start < end and start < name.end for name in names)
