"""Split finds the single points of a contribution and changes no letter of them."""

import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import yaml
from pandera.typing import DataFrame

from pipeline.split import split
from pipeline.tables import Ideas, PublicTexts
from tests.build import rows

DATA = Path(__file__).parent / "data"
DIALS = {"long_words": 40, "min_words": 3}


class HandSplit(NamedTuple):
    """A text, and where people say its points stand."""

    text: str
    places: list[tuple[int, int]]

    @property
    def unseen(self) -> bool:
        """Half of the texts, by their hash, were not looked at while rules were changed."""
        return sha256(self.text.encode()).digest()[0] % 2 == 1


def ideas(*texts: str | None, title: str | None = None) -> DataFrame[Ideas]:
    """Ideas of one contribution for each text."""
    given_rows = [
        {"contribution_id": f"c{n}", "title": title, "text": text} for n, text in enumerate(texts)
    ]
    return split(rows(PublicTexts, *given_rows), **DIALS)


def hand_split() -> Iterator[HandSplit]:
    """The texts split by hand."""
    for line in yaml.safe_load((DATA / "split_bullets.yaml").read_text())["texts"].splitlines():
        text, places = "", []
        for piece in re.split(r"(⟦[^⟧]*⟧)", line.replace("¶", "\n")):
            words = piece.strip("⟦⟧") if piece.startswith("⟦") else piece
            places += [(len(text), len(text) + len(words))] if piece.startswith("⟦") else []
            text += words
        yield HandSplit(text, places)


def boundary_f1(texts: list[HandSplit]) -> tuple[float, list[str]]:
    """F1 of the places where a further idea begins, and the texts where they differ."""
    found = ideas(*(one.text for one in texts))
    wanted = got = right = 0
    faults = []
    for n, one in enumerate(texts):
        rows_here = found[found["contribution_id"] == f"c{n}"]
        mine, hand = set(sorted(rows_here["start"])[1:]), {start for start, _ in one.places[1:]}
        wanted, got, right = wanted + len(hand), got + len(mine), right + len(mine & hand)
        if list(zip(rows_here["start"], rows_here["end"], strict=True)) != one.places:
            faults.append(" ‖ ".join(rows_here["text"]))
    return 2 * right / (wanted + got), faults
