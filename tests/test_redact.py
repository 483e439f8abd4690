"""Redact takes personal data out of public texts, keeps public names, and says what it did."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline.redact import redact
from pipeline.tables import Contributions, PublicTexts, Redactions
from tests.build import rows

DATA = Path(__file__).parent / "data"
DIALS: dict[str, Any] = {
    "names": "list and model",
    "office_holders": "keep",
    "min_confidence": 0.0,
}
LIST = DIALS | {"names": "list"}
MARKED = re.compile(r"\{([a-z ]+)\|([^}]+)\}")


class Labelled(NamedTuple):
    """A sentence without its marks, and where its personal data are: start, end, kind."""

    text: str
    spans: list[tuple[int, int, str]]

    @property
    def unseen(self) -> bool:
        """Half of the sentences, by their hash, were not looked at while rules were changed."""
        return sha256(self.text.encode()).digest()[0] % 2 == 1


class Score(NamedTuple):
    """Share of the personal data taken out whole, share of what was taken out that had to be."""

    recall: float
    precision: float
    faults: list[str]


def contributions(*texts: str, **columns: Any) -> DataFrame[Contributions]:
    """One contribution for each text."""
    given_rows = [
        {"contribution_id": f"c{n}", "text": text} | columns for n, text in enumerate(texts)
    ]
    return rows(Contributions, *given_rows)


def public(*texts: str, dials: dict[str, Any] = LIST, **columns: Any) -> list[str]:
    """What the public reads of each text."""
    return list(redact(contributions(*texts, **columns), **dials)[0]["text"])


def labelled() -> Iterator[Labelled]:
    """The labelled sentences."""
    for line in yaml.safe_load((DATA / "personal_data.yaml").read_text())["sentences"].splitlines():
        spans: list[tuple[int, int, str]] = []
        plain, at = "", 0
        for match in MARKED.finditer(line):
            plain += line[at : match.start()]
            spans.append((len(plain), len(plain) + len(match[2]), match[1]))
            plain, at = plain + match[2], match.end()
        yield Labelled(plain + line[at:], spans)


def score(sentences: Iterable[Labelled], dials: dict[str, Any] = DIALS) -> Score:
    """Hold what redact finds against the labels, letter by letter."""
    given_sentences = list(sentences)
    _, sheet = redact(contributions(*(one.text for one in given_sentences)), **dials)
    wanted = found = hit = right = 0
    faults = []
    for n, one in enumerate(given_sentences):
        mine = sheet[sheet["contribution_id"] == f"c{n}"]
        spans = list(zip(mine["start"], mine["end"], strict=True))
        missed = [
            span for span in one.spans if letters(one.text, [span[:2]]) - letters(one.text, spans)
        ]
        needless = [
            span for span in spans if letters(one.text, [span]) - letters(one.text, one.spans)
        ]
        wanted, found = wanted + len(one.spans), found + len(spans)
        hit, right = hit + len(one.spans) - len(missed), right + len(spans) - len(needless)
        faults += [f"missed {one.text[a:b]!r} in: {one.text}" for a, b, _ in missed]
        faults += [f"needless {one.text[a:b]!r} in: {one.text}" for a, b in needless]
    return Score(hit / wanted, right / found, faults)


def letters(text: str, spans: Iterable[tuple[Any, ...]]) -> set[int]:
    """Positions of letters and digits inside spans."""
    return {at for start, end, *_ in spans for at in range(start, end) if text[at].isalnum()}


def survivors() -> list[tuple[str, str]]:
    """Public names, each with its sentence."""
    carriers = yaml.safe_load((DATA / "public_names.yaml").read_text())
    return [
        (name.strip(), carrier.format(name.strip()))
        for carrier, names in carriers.items()
        for name in names.split(",")
    ]
