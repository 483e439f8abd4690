"""Redact: contributions become public texts, with a sheet of what was taken out to check."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeVar

import pandas as pd
from pandera.typing import DataFrame

from pipeline.addresses import site_folder
from pipeline.redact.again import but_for, name_words, repeated
from pipeline.redact.authors import author_names
from pipeline.redact.decided import EVERYWHERE, Answer, answers, by_contribution, replayed, unmet
from pipeline.redact.flags import flag_rows
from pipeline.redact.model import asked, model_names
from pipeline.redact.names import Names, list_names
from pipeline.redact.offices import holds_office
from pipeline.redact.patterns import pattern_spans
from pipeline.redact.people import marks_of_people
from pipeline.redact.reading import Reading, read
from pipeline.redact.sheet import most_doubtful_first, sheet_rows
from pipeline.redact.spans import (
    FIELDS,
    Found,
    Span,
    merged,
    replaced,
    taken_out,
    untouched,
)
from pipeline.signing import is_signed_off
from pipeline.tables import (
    AS_WRITTEN,
    Conflicts,
    Contributions,
    Flags,
    NameCache,
    OwnWords,
    PublicTexts,
    RedactionDecisions,
    Redactions,
    SignOff,
    Table,
)

SHOWN = ("included", "not published")
ABOUT = ("contribution_id", "author", "note_taker", "status", "file", "location")
CHUNK = 500
WITH_MODEL = "list and model"
OWN_WORDS = "own words"

T = TypeVar("T", bound=Table)


class Given(NamedTuple):
    """One contribution: what is known about it, and its fields that hold a text, read once."""

    about: dict[str, Any]
    fields: dict[str, Reading]

    @property
    def contribution_id(self) -> str:
        """Its number."""
        return str(self.about["contribution_id"])

    @property
    def names(self) -> list[str]:
        """The names it came under: of its author and of who noted it down, where known."""
        known = (self.about[of] for of in ("author", "note_taker"))
        return [name for name in known if isinstance(name, str)]

    @property
    def texts(self) -> dict[str, str]:
        """Its fields as received."""
        return {name: reading.text for name, reading in self.fields.items()}


def redact(
    contributions: DataFrame[Contributions],
    redaction_decisions: DataFrame[RedactionDecisions],
    own_words: DataFrame[OwnWords],
    name_cache: DataFrame[NameCache],
    sign_off: DataFrame[SignOff],
    *,
    names: Literal["list and model", "list", "none"],
    office_holders: Literal["keep", "remove"],
    min_confidence: float,
) -> tuple[
    DataFrame[PublicTexts],
    DataFrame[Redactions],
    DataFrame[Flags],
    DataFrame[Conflicts],
    DataFrame[NameCache],
]:
    """Replace personal data by marks such as `[name]` in every contribution that may be analysed.

    `names` says how names of people are looked for; the author's name, and everything with a form
    of its own (e-mail, phone, postcode ...), is always taken out. Spans below `min_confidence`
    (0 to 1) are left alone. Offsets count characters of the field as received. Every row of the
    sheet is a proposal until people answer; their answers are replayed, and those that fit nothing
    are conflicts. Passages that a person should read are flagged, and not changed. What looks like
    personal data in organisers' own words is a row of the sheet, and stays as written. What the
    model says of a line is looked up in the cache; only of new lines it is asked. The sheet links
    each page in the index, or in its preview until all is signed off.
    """
    shown = contributions[contributions["status"].isin(SHOWN)]
    known = dict(zip(name_cache["key"], name_cache["people"].fillna(""), strict=True))
    given_answers, conflicts = answers(redaction_decisions)
    answers_of = by_contribution(given_answers)
    met: set[int] = set()
    texts: list[dict[str, Any]] = []
    rows: list[dict[str, Any]] = []
    flags: list[dict[str, Any]] = []
    told = _Reader(names, office_holders == "keep", min_confidence, known)
    for chunk in _chunks(_given(shown)):
        for given, found in told.spans_of(chunk):
            spans, here = replayed(given.texts, found, _answers_about(given, answers_of))
            met |= here
            texts.append(_public(given, spans))
            rows += sheet_rows(given.about, given.texts, spans)
            flags += _flags(given, spans)
    own = [
        row | {"field": OWN_WORDS, "state": AS_WRITTEN}
        for given, found in told.spans_of(_written(own_words))
        for row in sheet_rows(given.about, given.texts, found)
    ]
    conflicts += unmet(given_answers, met, set(shown["contribution_id"]))
    cache = [{"key": key, "people": people} for key, people in sorted(told.known.items())]
    public = _table(PublicTexts, texts)
    sheet = _table(Redactions, [*own, *sorted(rows, key=most_doubtful_first)])
    pages = site_folder(signed=is_signed_off(sheet, public, sign_off))
    return (
        public,
        Redactions.validate(sheet.assign(link=pages + sheet["link"])),
        _table(Flags, sorted(flags, key=lambda row: (row["kind"], row["contribution_id"]))),
        _table(Conflicts, sorted(conflicts, key=lambda row: int(row["row"]))),
        _table(NameCache, cache),
    )


def _given(shown: pd.DataFrame) -> Iterator[Given]:
    """Read the fields of each contribution; cells without a text are left out."""
    for row in shown[[*ABOUT, *FIELDS]].to_dict("records"):
        fields = {name: read(row[name]) for name in FIELDS if isinstance(row[name], str)}
        yield Given({name: row[name] for name in ABOUT}, fields)


def _written(own_words: DataFrame[OwnWords]) -> list[Given]:
    """Read what organisers wrote, each cell under its sheet and row."""
    found = []
    for cell in own_words.to_dict("records"):
        place = f"{cell['decision_file']}, row {cell['row']}"
        about = {"contribution_id": place, "file": "in your own words", "location": place}
        found.append(Given(dict.fromkeys(ABOUT) | about, {cell["column"]: read(cell["words"])}))
    return found


def _chunks(given: Iterator[Given]) -> Iterator[list[Given]]:
    """Take some hundred contributions at a time, so that memory does not grow with the round."""
    while chunk := list(islice(given, CHUNK)):
        yield chunk


@dataclass
class _Reader:
    """How personal data are looked for, and what the model is known to say."""

    names: str
    keep_offices: bool
    least: float
    known: dict[str, str]

    def spans_of(self, chunk: list[Given]) -> Iterator[tuple[Given, Found]]:
        """Give each with what was found in it; the model is asked once for all of them."""
        if self.names == WITH_MODEL:
            readings = (one for given in chunk for one in given.fields.values())
            self.known |= asked(readings, self.known)
        for given in chunk:
            people = {
                name: _named(one, self.names, self.known) for name, one in given.fields.items()
            }
            yield given, _settled(given, people, self.keep_offices, self.least)


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
        others = [*pattern_spans(reading.text), *_under(reading, given.names)]
        sure = [s for s in [*untouched(named, held[name]), *others] if s.confidence >= least]
        found[name] = merged(sure)
    return found


def _under(reading: Reading, names: Iterable[str]) -> list[Span]:
    """Find the names that a contribution came under in its own words."""
    return [span for name in names for span in author_names(reading, name)]


def _keys(given: Given, spans: Found, *, full_names: bool) -> frozenset[str]:
    """Words of the names in all fields of a contribution."""
    keys = (name_words(given.fields[name], of, full_names) for name, of in spans.items())
    return frozenset().union(*keys)


def _answers_about(given: Given, answers_of: Mapping[str, list[Answer]]) -> list[Answer]:
    """Give the answers about a contribution, in the order of their rows."""
    own = answers_of.get(given.contribution_id, [])
    return sorted([*own, *answers_of.get(EVERYWHERE, [])])


def _public(given: Given, found: Found) -> dict[str, Any]:
    """Make a row of public texts."""
    marks = marks_of_people(given.fields, found)
    texts = {
        name: replaced(given.fields[name].text, taken_out(spans), marks[name])
        for name, spans in found.items()
    }
    return {"contribution_id": given.contribution_id, **texts}


def _flags(given: Given, found: Found) -> list[dict[str, Any]]:
    """Make rows of what should be read before it is published."""
    if given.about["status"] != "included":
        return []
    return list(flag_rows(given.contribution_id, given.texts, found))


def _table(model: type[T], rows: list[dict[str, Any]]) -> DataFrame[T]:
    """Make a table of the declared shape, also when there are no rows."""
    return model.validate(pd.DataFrame(rows, columns=list(model.to_schema().columns)))
