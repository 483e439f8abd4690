"""Split: each public text becomes ideas, single points that can be found again in it."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import pandas as pd
from pandera.typing import DataFrame

from pipeline.split.lines import has_letter, pieces_of, says_something
from pipeline.split.points import points_of
from pipeline.tables import Ideas, PublicTexts

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
CODE_LENGTH = 4


class Dials(NamedTuple):
    """How split was asked to work, in words."""

    long_words: int
    min_words: int


def split(
    public_texts: DataFrame[PublicTexts], *, long_words: int, min_words: int
) -> DataFrame[Ideas]:
    """Find the single points of each contribution: bullets and lines first, then sentences.

    The field `text` is split; where it says nothing the title is the idea, and `why` is left alone.
    A line of more than `long_words` words is parted also where nothing new is asked for; no part of
    fewer than `min_words` words stands alone. `text` is always `field[start:end]`, unchanged.
    """
    dials = Dials(long_words, min_words)
    given = public_texts[["contribution_id", "title", "text"]].to_dict("records")
    rows = [row for one in given for row in _ideas(one, dials)]
    return Ideas.validate(pd.DataFrame(rows, columns=list(Ideas.to_schema().columns)))


def _ideas(given: Mapping[Hashable, Any], dials: Dials) -> Iterable[dict[str, object]]:
    """Rows of one contribution, each with an id that depends on nothing outside it."""
    field = _field_of(given)
    if not field:
        return
    text, seen = given[field], Counter[str]()
    for start, end in _places(text, field, dials):
        yield {
            "idea_id": f"{given['contribution_id']}-{_code(field, text[start:end], seen)}",
            "contribution_id": given["contribution_id"],
            "field": field,
            "start": start,
            "end": end,
            "text": text[start:end],
        }


def _field_of(given: Mapping[Hashable, Any]) -> str | None:
    """Name the field that holds the ideas: the text, or the title where the text says nothing."""
    for says in (says_something, has_letter):
        for field in ("text", "title"):
            if isinstance(given[field], str) and says(given[field]):
                return field
    return None


def _places(text: str, field: str, dials: Dials) -> list[tuple[int, int]]:
    """Where the ideas stand; at least one in whatever holds a letter."""
    pieces = pieces_of(text) if field == "text" else []
    found = [place for piece in pieces for place in points_of(text, piece, *dials)]
    return found or [_whole(text)]


def _whole(text: str) -> tuple[int, int]:
    start = len(text) - len(text.lstrip())
    return start, len(text.rstrip())


def _code(field: str, text: str, seen: Counter[str]) -> str:
    """Four letters and digits from the words themselves; repeats in a contribution are counted."""
    while True:
        key = f"{field}\0{text}\0{seen[text]}"
        seen[text] += 1
        number = int.from_bytes(sha256(key.encode()).digest()[:4])
        code = "".join(ALPHABET[number >> 5 * place & 31] for place in range(CODE_LENGTH))
        if not seen[f"\0{code}"]:
            seen[f"\0{code}"] += 1
            return code
