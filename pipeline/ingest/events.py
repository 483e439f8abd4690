"""A list of events, file names and headings become one table of events and a link to it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.ingest.file_names import said_by_name
from pipeline.ingest.headings import IN_THE_HEAD, sorted_out, start_of_points
from pipeline.ingest.pages import is_page
from pipeline.ingest.recognise import is_notes
from pipeline.ingest.values import moment, number, tidy
from pipeline.readers import Block, Reading, Sheet
from pipeline.redact.labels import public_label

COLUMNS: dict[str, tuple[str, ...]] = {
    "event_id": ("eventid", "id"),
    "name": ("name", "event", "eventname", "title"),
    "date": ("date", "eventdate", "when", "day"),
    "place": ("place", "location", "venue", "town", "where"),
    "kind": ("kind", "type", "format"),
    "attendance": ("attendance", "attendees", "participants", "numberofpeople", "people"),
    "file": ("file", "files", "notes", "filename", "notesfile"),
    "status": ("status",),
}
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
MONTH_YEAR = re.compile(
    rf"\b({'|'.join(m[:3] for m in MONTHS)})[a-z]*\.?[\s,_-]+(\d{{4}})\b", re.IGNORECASE
)
DAY = re.compile(
    r"\b(\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8},?\s+\d{4}"
    r"|[A-Z][a-z]{2,8}\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d{1,2}[/.]\d{1,2}[/.]\d{4})\b"
)
BY_NAME = "the name of the file or folder"
NAMING = 3  # letters of an id that names its event in the name of a file; "1" names nothing
HEAD_BLOCKS = 15  # blocks at the top of notes among which place and date are looked for
PLACE_KEYS = {"place", "venue", "location", "where", "event place", "meeting place"}
PLACE_IN_TITLE = re.compile(
    r"\b(?:in|at)\s+([A-Z][\w'’.-]*(?:\s+(?:of|and|on|upon|the|[A-Z][\w'’.-]*))*)|^([A-Z][\w'’-]+),"
)


@dataclass(frozen=True)
class Event:
    """One event; what is not known is missing."""

    event_id: str
    name: str
    date: str | None = None
    place: str | None = None
    kind: str | None = None
    attendance: float | None = None
    file: str | None = None
    status: str | None = None
    found_in: str | None = None
    month: str | None = None  # YYYY-MM where the day is not known


def read_events(sheet: Sheet, day_first: bool) -> list[Event] | None:
    """Read a list of events; missing if the sheet has no names of events."""
    heads = [re.sub(r"[^a-z]", "", cell.lower()) for cell in sheet.rows[0]] if sheet.rows else []
    where = {
        role: next((heads.index(name) for name in names if name in heads), None)
        for role, names in COLUMNS.items()
    }
    if where["name"] is None and where["event_id"] is None:
        return None
    cells = [
        {role: tidy(row[i]) if i is not None and i < len(row) else "" for role, i in where.items()}
        for row in sheet.rows[1:]
        if any(cell.strip() for cell in row)
    ]
    return [_event(row, day_first) for row in cells]


def _event(cells: Mapping[str, str], day_first: bool) -> Event:
    """Read one row of the list."""
    date = moment(cells["date"], day_first)
    name = cells["name"] or cells["place"] or cells["event_id"]
    attendance = number(cells["attendance"])
    return Event(
        cells["event_id"] or slug(cells["place"] or name, date),
        name,
        date[:10] if date else None,
        cells["place"] or None,
        cells["kind"] or None,
        attendance if attendance is None or attendance >= 0 else None,
        cells["file"] or None,
        cells["status"] or None,
        month=date[:7] if date else _month(cells["date"]),
    )


def slug(place: str, date: str | None) -> str:
    """Make an id that a person can read, such as `portree-2018-06-09`; it may be published."""
    words = re.sub(r"[^a-z0-9]+", "-", public_label(place).lower()).strip("-") or "event"
    return f"{words}-{date}" if date else words


def event_of_file(
    file: str, reading: Reading, events: Sequence[Event], day_first: bool
) -> Event | None:
    """Find the event of a file of notes by the list, its name, its head; else make one of those."""
    listed = events_listing(file, events)
    if listed:
        return listed[0]
    if not reading.blocks and not any(is_notes(sheet.name) for sheet in reading.sheets):
        return None
    head = _head(reading)
    texts = [_plain(file.rpartition(".")[0]), *(_plain(block.text) for block in head)]
    named = _named_in(" ".join(texts), file, events)
    return named or (None if is_page(reading.blocks) else _found_in(head, file, day_first))


def _head(reading: Reading) -> list[Block]:
    """Take the top of the notes, down to the first heading; what people said is below it."""
    blocks = sorted_out(reading.blocks[:HEAD_BLOCKS])
    return blocks[: start_of_points(blocks) + 1 if _headed(blocks) else start_of_points(blocks)]


def _headed(blocks: Sequence[Block]) -> bool:
    return any(block.kind == "heading" for block in blocks)


def events_listing(file: str, events: Sequence[Event]) -> list[Event]:
    """Find the events for which the list names this file; several files are parted by `;`, `|`."""
    return [
        event
        for event in events
        if any(_same_file(name.strip(), file) for name in re.split(r"[;|]", event.file or ""))
    ]


def _same_file(name: str, file: str) -> bool:
    """Tell whether two paths are one file, of which either may leave out outer folders."""
    return bool(name) and (f"/{file}".endswith(f"/{name}") or f"/{name}".endswith(f"/{file}"))


def _named_in(words: str, file: str, events: Sequence[Event]) -> Event | None:
    """Find the one event whose place, and date where there are several, is named."""
    here = [event for event in events if _place_in(event, words)]
    here = here or [event for event in events if _id_in(event, file)]
    dated = [event for event in here if _date_in(event, f"{file} {words}")]
    chosen = dated or here
    return chosen[0] if len(chosen) == 1 else None


def _id_in(event: Event, file: str) -> bool:
    """Tell whether a name has the id of an event as whole words; too short an id says nothing."""
    named = _plain(event.event_id)
    return sum(map(str.isalpha, named)) >= NAMING and f" {named} " in f" {_plain(file)} "


def _place_in(event: Event, words: str) -> bool:
    """Tell whether a text names the place of an event, or a part of it such as the town."""
    parts = [_plain(part) for part in (event.place or "").split(",")]
    return any(part and f" {part} " in f" {words} " for part in parts)


def _date_in(event: Event, words: str) -> bool:
    """Tell whether a text names the day or the month of an event."""
    month = event.month or ""
    names = {f"{year}-{_month_number(name)}" for name, year in MONTH_YEAR.findall(words)}
    return bool(month) and (month in names or month in words or (event.date or "-") in words)


def _found_in(head: Sequence[Block], file: str, day_first: bool) -> Event | None:
    """Make an event of what the head of the notes says about place and date, or else their name."""
    name = said_by_name(file, day_first)
    placed = next(((p, block.location) for block in head if (p := _place(block))), None)
    dated = next(((d, block.location) for block in head if (d := _day(block, day_first))), None)
    date = dated[0] if dated else name.date
    place = placed[0] if placed else name.town
    called = placed[0] if placed else name.words if name.date else name.town
    if not date or not called:
        return None
    where = dict.fromkeys(found[1] if found else BY_NAME for found in (placed, dated))
    return Event(
        slug(called, date),
        called,
        date,
        place,
        file=file,
        found_in=", ".join(where),
        month=date[:7],
    )


def event_of_heading(
    headings: str, file: str, events: Sequence[Event], day_first: bool
) -> Event | None:
    """Find the event that a heading such as "Oban, 6 June 2018" names, the innermost first."""
    for heading in reversed(headings.split(" > ")):
        day = _day(Block("", "heading", heading), day_first)
        place = _place(Block("", "title", DAY.sub("", heading).strip()))
        if day and place and not heading.endswith("?"):
            event = Event(slug(place, day), place, day, place, month=day[:7])
            named = _named_in(_plain(heading), heading, events)
            return named or replace(event, file=file, found_in=f'heading "{heading}"')
    return None


def _place(block: Block) -> str | None:
    """Read a place from "Place: …" or from a title such as "Workshop in …"."""
    match = IN_THE_HEAD.match(block.text)
    if match and match["key"].lower() in PLACE_KEYS:
        return match["value"].strip().rstrip(".")
    if block.kind != "title":
        return None
    named = PLACE_IN_TITLE.search(block.text)
    return (named[1] or named[2]) if named else None


def _day(block: Block, day_first: bool) -> str | None:
    """Read a day from the head of the notes."""
    if block.kind not in {"title", "paragraph", "heading"}:
        return None
    match = DAY.search(block.text)
    when = moment(match[1], day_first) if match else None
    return when[:10] if when else None


def event_of_words(words: str, events: Sequence[Event], day_first: bool) -> Event:
    """Find the event that a row names, by id, name, or place and month; else make one of it."""
    plain = _plain(words)
    for event in events:
        if plain in {_plain(event.event_id), _plain(event.name)}:
            return event
    named = _named_in(plain, words, events)
    if named:
        return named
    month, match = _month(words), DAY.search(words)
    day = moment(match[1], day_first) if match else None
    cut = DAY.sub("", words) if match else MONTH_YEAR.sub("", words)
    place = cut.strip(" ,.;-") or words
    date = day[:10] if day else None
    return Event(
        slug(place, date or month),
        words.strip(" ,."),
        date,
        place if month or date else None,
        month=month,
    )


def _month(words: str) -> str | None:
    """Read a month such as "June 2018" as 2018-06."""
    match = MONTH_YEAR.search(words)
    return f"{match[2]}-{_month_number(match[1])}" if match else None


def _month_number(name: str) -> str:
    return f"{[m[:3] for m in MONTHS].index(name[:3].lower()) + 1:02d}"


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^\w]|_", " ", words.lower()).split())


def merged(listed: Sequence[Event], found: Sequence[Event]) -> list[Event]:
    """Put listed events first, then those found, each id once."""
    unique: dict[str, Event] = {}
    for event in (*listed, *found):
        unique.setdefault(event.event_id, event)
    return [replace(event, month=None) for event in unique.values()]
