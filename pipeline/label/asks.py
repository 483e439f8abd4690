"""Asks: the most central ideas of a sub-theme become a few words that say what is asked for."""

import re
from collections.abc import Iterable

from pipeline.knowledge import load

MOST_WORDS = 8
FEWEST_WORDS = 3
ASKING = re.compile(
    r"\b(?:should|must|ought to|needs? to|has to|have to|please|let's"
    r"|(?:want|like|love|hope|ask)(?: \w+){0,3} to(?: see| have)?"
    r"|(?:we|i|people|they) (?:all )?(?:need|want)|call for|asking for)\s+(?P<ask>[^.,;:!?()\n]+)",
    re.IGNORECASE,
)
MARK = re.compile(r"\[[^\]]*\]")


def name_the_ask(texts: Iterable[str]) -> str | None:
    """Take a verbatim ask of three to eight words from the first text that has one, or none."""
    for text in texts:
        ask = _short_text(text) or _after_asking_words(text)
        if ask and not MARK.search(ask):
            return ask[0].upper() + ask[1:]
    return None


def _short_text(text: str) -> str | None:
    """Take the first clause where it begins with an ask or is the whole of a short text."""
    whole = text.strip(" \t\n.!?-–•*\"'“”‘’")
    first = re.split(r"[.,;:!?()\n]| [-–—] ", whole)[0].strip()
    words = first.split()
    if first == whole and FEWEST_WORDS <= len(words) <= MOST_WORDS:
        return whole
    begins = bool(words) and words[0].casefold() in load("plain_words")["beginning_an_ask"]
    return _cut(words) if begins else None


def _after_asking_words(text: str) -> str | None:
    """Take what follows "should" and the like; a passive ("be widened") would lack its subject."""
    asked = ASKING.search(text)
    words = asked["ask"].split() if asked else []
    passive = words[:1] in (["be"], ["been"], ["not"], ["also"])
    return None if passive else _cut(words)


def _cut(words: list[str]) -> str | None:
    """Shorten an ask before a word where a clause may end; none if there is no such place."""
    if len(words) <= MOST_WORDS:
        return " ".join(words) if len(words) >= FEWEST_WORDS else None
    cutting = load("plain_words")["cutting"]
    for end in range(MOST_WORDS, FEWEST_WORDS - 1, -1):
        if words[end].casefold() in cutting:
            return " ".join(words[:end])
    return None
