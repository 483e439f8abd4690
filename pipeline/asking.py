"""A sentence asks for something, or tells how things are: known by its words alone."""

import re
from functools import cache

from pipeline.knowledge import load

BEGINNING = re.compile(r"(?:^|[.!?;:…]\s+|\s[–—-]\s+)\W*([^\W\d_][\w'’]*)")


def asks(text: str) -> bool:
    """Tell whether one of the words that ask stands in the text, or begins one of its sentences."""
    if _saying().search(text):
        return True
    return any(
        word[1].lower().replace("’", "'") in _beginning() for word in BEGINNING.finditer(text)
    )


@cache
def _beginning() -> frozenset[str]:
    """Words that ask where a sentence begins with them."""
    points = load("points")["imperatives"].replace("’", "'").split()
    return frozenset([*load("asking")["begins"], *points, *load("plain_words")["beginning_an_ask"]])


@cache
def _saying() -> re.Pattern[str]:
    """Words that ask wherever they stand."""
    said = [*load("asking")["says"], *load("points")["asks"]]
    words = "|".join(re.escape(each).replace("'", "['’]") for each in sorted(said, key=len)[::-1])
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
