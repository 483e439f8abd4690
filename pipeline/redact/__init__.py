"""Redact: contributions become public texts, with a sheet of what was taken out to check."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeVar

import pandas as pd
from pandera.typing import DataFrame

from pipeline.redact.authors import author_names
from pipeline.redact.model import asked, model_names
from pipeline.redact.names import (
    Names,
    Reading,
    but_for,
    holds_office,
    list_names,
    name_words,
    read,
    repeated,
)
from pipeline.redact.patterns import pattern_spans
from pipeline.redact.spans import Span, merged, replaced, untouched
from pipeline.tables import Contributions, NameCache, PublicTexts, Redactions, Table

FIELDS = ("title", "text", "why", "heading")
SHOWN = ("included", "not published")
CHUNK = 500
WITH_MODEL = "list and model"

Found = dict[str, list[Span]]
T = TypeVar("T", bound=Table)


class Given(NamedTuple):
    """One contribution: the name it came under, and its fields that hold a text, read once."""

    contribution_id: str
    author: str
    fields: dict[str, Reading]


def redact(
    contributions: DataFrame[Contributions],
    name_cache: DataFrame[NameCache],
    *,
    names: Literal["list and model", "list", "none"],
    office_holders: Literal["keep", "remove"],
    min_confidence: float,
) -> tuple[DataFrame[PublicTexts], DataFrame[Redactions], DataFrame[NameCache]]:
    """Replace personal data by marks such as `[name]` in every contribution that may be analysed.

    `names` says how names of people are looked for; the author's name, and everything with a form
    of its own (e-mail, phone, postcode ...), is always taken out. Spans below `min_confidence`
    (0 to 1) are left alone. Offsets count characters of the field as received; every row of the
    sheet is a proposal. What the model says of a line is looked up in the cache; only of new lines
    it is asked.
    """
    shown = contributions[contributions["status"].isin(SHOWN)]
    known = dict(zip(name_cache["key"], name_cache["people"].fillna(""), strict=True))
    texts: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    for chunk in _chunks(_given(shown)):
        if names == WITH_MODEL:
            known |= asked((one for given in chunk for one in given.fields.values()), known)
        for given in chunk:
            people = {name: _named(one, names, known) for name, one in given.fields.items()}
            spans = _settled(given, people, office_holders == "keep", min_confidence)
            texts.append(_public(given, spans))
            rows += _sheet(given, spans)
    cache = [{"key": key, "people": people} for key, people in sorted(known.items())]
    return (
        _table(PublicTexts, texts),
        _table(Redactions, sorted(rows, key=_place)),
        _table(NameCache, cache),
    )


def _given(shown: pd.DataFrame) -> Iterator[Given]:
    """Read the fields of each contribution; cells without a text are left out."""
    for row in shown[["contribution_id", "author", *FIELDS]].to_dict("records"):
        author = row["author"] if isinstance(row["author"], str) else ""
        texts = {name: row[name] for name in FIELDS if isinstance(row[name], str)}
        yield Given(row["contribution_id"], author, {n: read(text) for n, text in texts.items()})


def _chunks(given: Iterator[Given]) -> Iterator[list[Given]]:
    """Take some hundred contributions at a time, so that memory does not grow with the round."""
    while chunk := list(islice(given, CHUNK)):
        yield chunk


def _named(reading: Reading, names: str, known: Mapping[str, str]) -> Names:
    """Names of people in one field of a contribution."""
    if names == "none":
        return Names([], [])
    listed = list_names(reading)
    return (
        _with_model(reading, listed, model_names(reading, known)) if names == WITH_MODEL else listed
    )


def _with_model(reading: Reading, listed: Names, modelled: Iterable[Span]) -> Names:
    """Add the model's names, each to those in office or to the others."""
    spans = untouched(modelled, listed.in_office)
    held = [span for span in spans if holds_office(reading, span)]
    private = [span for span in spans if span not in held]
    return Names([*listed.private, *private], [*listed.in_office, *held])


def _settled(given: Given, people: dict[str, Names], keep: bool, least: float) -> Found:
    """Bring together what was found in each field; who holds an office stays, if so wished."""
    held = {name: one.in_office if keep else [] for name, one in people.items()}
    private = {name: one.private + ([] if keep else one.in_office) for name, one in people.items()}
    kept = _keys(given, held, full_names=False)
    again = _keys(given, private, full_names=True) - kept
    found = {}
    for name, reading in given.fields.items():
        once_more = untouched(repeated(reading, again), private[name])
        named = but_for(reading, [*private[name], *once_more], kept)
        others = [*pattern_spans(reading.text), *author_names(reading, given.author)]
        sure = [s for s in [*untouched(named, held[name]), *others] if s.confidence >= least]
        found[name] = merged(sure)
    return found


def _keys(given: Given, spans: Found, *, full_names: bool) -> frozenset[str]:
    """Words of the names in all fields of a contribution."""
    keys = (name_words(given.fields[name], of, full_names) for name, of in spans.items())
    return frozenset().union(*keys)


def _public(given: Given, found: Found) -> dict[str, Any]:
    """Make a row of public texts."""
    texts = {name: replaced(given.fields[name].text, spans) for name, spans in found.items()}
    return {"contribution_id": given.contribution_id, **texts}


def _sheet(given: Given, found: Found) -> list[dict[str, Any]]:
    """Make rows of the sheet that people check."""
    return [
        {"contribution_id": given.contribution_id, "field": name, "state": "proposed"}
        | span._asdict()
        for name, spans in found.items()
        for span in spans
    ]


def _place(row: dict[str, Any]) -> tuple[str, int, int]:
    return row["contribution_id"], FIELDS.index(row["field"]), row["start"]


def _table(model: type[T], rows: list[dict[str, Any]]) -> DataFrame[T]:
    """Make a table of the declared shape, also when there are no rows."""
    return model.validate(pd.DataFrame(rows, columns=list(model.to_schema().columns)))
