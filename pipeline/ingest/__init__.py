"""Ingest: files become contributions, events, and a list of what was set aside and why."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import TypeVar

import pandas as pd
from pandera.typing import DataFrame

from pipeline.errors import FolkmootError
from pipeline.ingest.entries import Entry
from pipeline.ingest.events import (
    Event,
    event_of_file,
    event_of_heading,
    event_of_words,
    events_listing,
    merged,
    read_events,
)
from pipeline.ingest.language import language_of
from pipeline.ingest.names import ids
from pipeline.ingest.notes import blocks_to_entries
from pipeline.ingest.pages import is_page, page_to_entries
from pipeline.ingest.recognise import BLANK, NOTES, Table, normal, recognise
from pipeline.ingest.replies import parents_of
from pipeline.ingest.rows import NOTHING_TO_DO, rows_to_entries
from pipeline.ingest.withdrawn import withdraw
from pipeline.knowledge import load
from pipeline.readers import FRAME, UNREAD, Aside, Reading, Sheet, Unreadable, reading_apart
from pipeline.redact.labels import public_label, public_labels
from pipeline.tables import (
    Columns,
    Conflicts,
    Contributions,
    Events,
    Files,
    SetAside,
    Withdrawals,
)
from pipeline.tables import Table as TableModel

T = TypeVar("T", bound=TableModel)
COLUMNS_FILE = "data/raw/columns.yaml"
IGNORE = "ignore"
PLANNED = ("file", "taken_for", "how", "n_rows", "n_unread", "n_frame", "problem")
WHOLE = "whole file"
NOTHING_HERE = "nothing in this file reads like a contribution"
INSIDE = " > "  # between a file and a sheet or member of it, in columns.yaml
NAMES_SHOWN, NAME_SHOWN = 20, 40  # columns named in an advice, and characters of each
SHOWN = 3  # places named in an error
CAN_BE = "data/raw/columns.yaml can have them read"
NO_EVENT = "taken as notes of no event (the column file of events.csv can name one)"
SAY_WHICH = "say which column holds the text in data/raw/columns.yaml, or leave the file out"
ROLE_WORDS = {
    "id": "its id", "date": "the date", "votes_total": "all votes", "votes_for": "votes for",
    "votes_against": "votes against", "votes_passed": "passes", "parent": "what it replies to",
    "why": "why it matters", "consent": "whether it may be published", "state": "its state",
    "moderated": "what moderators decided", "replies": "comments on it",
    "note_taker": "who took the notes (never published)",
    "about": "what kind of thing that is",
    "withdrawn": "whether it was withdrawn", "hidden": "whether it is hidden",
    "published": "when it was published (empty: a draft)",
    "confidential": "whether it was given in confidence",
    "author": "the author (never published)",
}  # fmt: skip


@dataclass(frozen=True)
class _File:
    """One file as it was read: its sheets recognised, or the reason why it is set aside."""

    file: str
    reading: Reading
    sheets: list[tuple[Sheet, Table]] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    unread: Unreadable | None = None


def ingest(
    files: DataFrame[Files],
    columns: DataFrame[Columns],
    withdrawals: DataFrame[Withdrawals],
    *,
    max_mb: int,
    day_first: bool,
    language_min_chars: int,
) -> tuple[DataFrame[Contributions], DataFrame[Events], DataFrame[SetAside], DataFrame[Conflicts]]:
    """Read every file: what people gave, at which events, and what is set aside and why.

    What was withdrawn keeps its number and loses its words; withdrawals that fit nothing are told.

    `columns` settles which column is what where a table leaves it open. A part of the files gives
    the same rows as the whole, provided that `events.csv` goes with each part, comments with what
    they are about, and the rows of `columns` with the files they name. Names of files, sheets and
    events may be published, so they lose the personal data in them.
    """
    opened = _opened(files, columns, max_mb, day_first)
    refused = [*_unfit_columns(columns, opened), *_twice_listed(opened)]
    asked = [question for file in opened for question in _questions(file)]
    if refused or asked:
        raise FolkmootError((refused or ["; and ".join(asked[:SHOWN])])[0])
    listed = [event for file in opened for event in file.events]
    entries, asides, found = _gather(opened, listed, day_first)
    given = _contributions(entries, language_min_chars)
    contributions, unfit = withdraw(given, withdrawals)
    return *_labelled(contributions, _events(merged(listed, found)), _set_aside(asides)), unfit


def _labelled(
    contributions: DataFrame[Contributions],
    events: DataFrame[Events],
    set_aside: DataFrame[SetAside],
) -> tuple[DataFrame[Contributions], DataFrame[Events], DataFrame[SetAside]]:
    """Take personal data out of the labels of all tables; what they tell apart stays apart."""
    tables: tuple[pd.DataFrame, ...] = (contributions, events, set_aside)
    tables = _unnamed_alike(tables, "file")
    tables = (*_unnamed_alike(tables[:2], "event_id"), tables[2])
    of_events = ("name", "place", "kind", "status", "found_in")
    labels = (("location", "original_id"), of_events, ("location",))
    made = [_unnamed(table, columns) for table, columns in zip(tables, labels, strict=True)]
    return (
        Contributions.validate(made[0]),
        Events.validate(made[1]),
        SetAside.validate(made[2]),
    )


def _unnamed_alike(tables: tuple[pd.DataFrame, ...], name: str) -> tuple[pd.DataFrame, ...]:
    """Take personal data out of a column of several tables, the same way in all of them."""
    shown = public_labels(label for table in tables for label in table[name].dropna())
    return tuple(table.assign(**{name: table[name].map(shown).astype("str")}) for table in tables)


def _unnamed(table: pd.DataFrame, columns: Iterable[str]) -> pd.DataFrame:
    """Take personal data out of some columns, each different cell once."""
    cells = {name: table[name].dropna().unique() for name in columns}
    shown = {name: {cell: public_label(cell) for cell in of} for name, of in cells.items()}
    return table.assign(**{name: table[name].map(of).astype("str") for name, of in shown.items()})


def plan(files: DataFrame[Files], columns: DataFrame[Columns], *, max_mb: int) -> pd.DataFrame:
    """Say of each file what it is taken for, how its columns are read, and what is wrong.

    Columns: file, taken_for, how, n_rows (events or contributions), n_unread, n_frame (pieces set
    aside), problem (missing if there is none).
    """
    opened = _opened(files, columns, max_mb, True)
    listed = [event for file in opened for event in file.events]
    rows = [_plan_row(file, listed) for file in opened]
    rows += [_plan_of_settings(problem) for problem in _unfit_columns(columns, opened)[:1]]
    return pd.DataFrame(rows, columns=list(PLANNED))


def _pairs(files: DataFrame[Files]) -> list[tuple[str, bytes]]:
    """Give names and bytes in the order of the names."""
    return sorted(zip(files["file"], files["content"], strict=True))


def _opened(
    files: DataFrame[Files], columns: DataFrame[Columns], max_mb: int, day_first: bool
) -> list[_File]:
    """Read all files, in the order of their names; parsers that can be harmed run apart."""
    with reading_apart() as read:
        return [
            _open(file, partial(read, file, content, max_mb), columns, day_first)
            for file, content in _pairs(files)
        ]


def _open(
    file: str, read: Callable[[], Reading], columns: DataFrame[Columns], day_first: bool
) -> _File:
    """Read one file and recognise its sheets; the list of events is read as such."""
    try:
        reading = read()
    except Unreadable as error:
        return _File(file, Reading("not read"), unread=error)
    if file.rpartition("/")[2].lower() == "events.csv" and reading.sheets:
        events = read_events(reading.sheets[0], day_first)
        if events is not None:
            return _File(file, replace(reading, kind="list of events", sheets=[]), events=events)
    sheets = [(s, recognise(s, _settled(_keys(file, s), columns))) for s in reading.sheets]
    return _File(file, reading, sheets)


def _keys(file: str, sheet: Sheet) -> list[str]:
    """Name a sheet as columns.yaml does: by its file, then by its place in an archive or book."""
    keys = [file]
    for part in filter(None, (sheet.inside, sheet.name)):
        keys += [f"{key}{INSIDE}{part}" for key in keys]
    return keys


def _settled(keys: Sequence[str], columns: DataFrame[Columns]) -> dict[str, list[str]]:
    """Give what people settled about a sheet: role to columns."""
    here = columns[columns["file"].isin(keys)]
    by_role = here.groupby(here["role"].map(_role), sort=False)
    return {str(role): list(group["column"]) for role, group in by_role if role in _roles()}


def _roles() -> list[str]:
    """List what people may settle a column to be."""
    return [*load("platforms")["roles"], IGNORE]


def _role(word: str) -> str:
    """Give the role that a word in columns.yaml means: its own name, or that of such a column."""
    roles: dict[str, list[str]] = load("platforms")["roles"]
    called = (role for role, names in roles.items() if normal(word) in map(normal, names))
    return word if word in _roles() else next(called, word)


def _unfit_columns(columns: DataFrame[Columns], opened: Sequence[_File]) -> list[str]:
    """Say what is wrong with settings for a file, a column or a role that there is not."""
    files: dict[str, list[str]] = {file.file: [] for file in opened}
    for opened_file in opened:
        for sheet, table in opened_file.sheets:
            for key in _keys(opened_file.file, sheet):
                files.setdefault(key, []).extend(table.names)
    rows = zip(*(columns[name] for name in ("file", "role", "column")), strict=True)
    found = [_unfit(file, role, column, files) for file, role, column in rows]
    return [what for what in found if what]


def _unfit(file: str, role: str, column: str, files: Mapping[str, list[str]]) -> str:
    """Say why a setting cannot be followed; empty if it can."""
    if file not in files:
        held = ", ".join(list(files)[:SHOWN])
        return f'{COLUMNS_FILE}: there is no file "{file}" in data/raw; it holds {held}'
    if _role(role) not in _roles():
        return (
            f'{COLUMNS_FILE}: {file}: "{role}" is no role of a column; '
            f"the roles are {', '.join(_roles())}"
        )
    if normal(column) not in {normal(name) for name in files[file]}:
        found = ", ".join(dict.fromkeys(files[file])) or "none"
        return f'{COLUMNS_FILE}: {file}: there is no column "{column}"; its columns are {found}'
    return ""


def _twice_listed(opened: Sequence[_File]) -> list[str]:
    """Refuse a list in which two events share an id."""
    ids_seen = Counter(event.event_id for file in opened for event in file.events)
    return [
        f"data/raw/{next(file.file for file in opened if file.events)}: {count} events share "
        f'the event_id "{event_id}"; give each event its own'
        for event_id, count in ids_seen.items()
        if count > 1
    ][:1]


def _questions(file: _File) -> list[str]:
    """Put the question about a file with columns that could equally be the text."""
    choices = [(sheet, table.choose) for sheet, table in file.sheets if table.choose]
    if not choices:
        return []
    sheet, names = choices[0]
    key = file.file if len(file.sheets) == 1 else _keys(file.file, sheet)[-1]
    more = f" (and {len(names) - 2} more)" if len(names) > 2 else ""  # noqa: PLR2004  two are named
    return [
        f'data/raw/{key}: the columns "{names[0]}" and "{names[1]}"{more} could both be '
        f"the text; write in {COLUMNS_FILE} which one it is, for example "
        f'"{key}": {{text: "{names[0]}"}}'
    ]


def _gather(
    opened: Sequence[_File], listed: Sequence[Event], day_first: bool
) -> tuple[list[tuple[str, Entry, str | None]], list[tuple[str, Aside]], list[Event]]:
    """Collect entries with file and event, pieces set aside with file, and the events met."""
    entries: list[tuple[str, Entry, str | None]] = []
    asides: list[tuple[str, Aside]] = []
    found: list[Event] = []
    for file in opened:
        given, aside = _take(file, day_first)
        here = event_of_file(file.file, file.reading, listed, day_first)
        for entry in given:
            event = _event_of(entry, file.file, listed, day_first) or here
            entries.append((file.file, entry, event.event_id if event else None))
            found += [event] if event else []
        asides += [(file.file, piece) for piece in aside]
    return entries, asides, found


def _event_of(entry: Entry, file: str, listed: Sequence[Event], day_first: bool) -> Event | None:
    """Find the event that an entry names itself, or that a heading above it names."""
    if entry.event:
        event = event_of_words(entry.event, listed, day_first)
        return event if event in listed else replace(event, file=file, found_in=entry.location)
    settled = len(events_listing(file, listed)) == 1
    notes = entry.platform == NOTES and entry.heading and not settled
    return event_of_heading(entry.heading or "", file, listed, day_first) if notes else None


def _take(file: _File, day_first: bool) -> tuple[list[Entry], list[Aside]]:
    """Take entries and set-aside pieces of one file, in its order."""
    if file.unread:
        return [], [Aside(WHOLE, file.unread.reason, file.unread.advice)]
    blocks = file.reading.blocks
    if is_page(blocks):
        entries, asides = page_to_entries(blocks, day_first)
    else:
        entries, asides = blocks_to_entries(blocks)
    asides = [*file.reading.asides, *asides]
    for sheet, table in file.sheets:
        given, aside = _take_sheet(sheet, table, day_first)
        entries += given
        asides += aside
    unread = any(aside.part == UNREAD for aside in asides)
    if not (entries or unread or file.events):
        asides = [
            *asides,
            Aside(WHOLE, "nothing in this file reads like a contribution", SAY_WHICH),
        ]
    return entries, asides


def _take_sheet(sheet: Sheet, table: Table, day_first: bool) -> tuple[list[Entry], list[Aside]]:
    """Take the rows of a recognised sheet, or say why it holds none."""
    if table.skip:
        return [], [_skipped(sheet, table)]
    return rows_to_entries(sheet, table, day_first)


def _skipped(sheet: Sheet, table: Table) -> Aside:
    """Set a whole sheet aside."""
    where = f'sheet "{sheet.name}"' if sheet.name else WHOLE
    bare = len(sheet.rows) <= table.header + 1
    part = FRAME if sheet.name and (bare or table.skip == BLANK) else UNREAD
    length = sum(len(cell) for row in sheet.rows for cell in row)
    names = ", ".join(name[:NAME_SHOWN] for name in table.names[:NAMES_SHOWN])
    columns = f"; its columns are {names}" if names else ""
    if bare:
        return Aside(
            _inside(sheet, where),
            "no entries below the first row",
            NOTHING_TO_DO,
            length,
            part,
        )
    return Aside(_inside(sheet, where), table.skip, _what_next(table) + columns, length, part)


def _inside(sheet: Sheet, where: str) -> str:
    return f"{sheet.inside}: {where}" if sheet.inside else where


def _what_next(table: Table) -> str:
    return SAY_WHICH if table.names else NOTHING_TO_DO


def _contributions(
    entries: Sequence[tuple[str, Entry, str | None]], language_min_chars: int
) -> DataFrame[Contributions]:
    """Name the entries, find the contributions they reply to, and hint at their language."""
    names = ids([(file, entry.key()) for file, entry, _ in entries])
    parents = parents_of(names, [(file, entry) for file, entry, _ in entries])
    rows = [
        vars(entry)
        | {
            "contribution_id": name,
            "file": file,
            "event_id": event,
            "parent_id": parent,
            "language": language_of(entry.text, language_min_chars),
        }
        for name, parent, (file, entry, event) in zip(names, parents, entries, strict=True)
    ]
    return _table(Contributions, rows)


def _events(events: Sequence[Event]) -> DataFrame[Events]:
    return _table(Events, [asdict(event) for event in events])


def _set_aside(asides: Iterable[tuple[str, Aside]]) -> DataFrame[SetAside]:
    rows = [
        asdict(aside) | {"file": file, "excerpt_length": aside.length} for file, aside in asides
    ]
    return _table(SetAside, rows)


def _table(model: type[T], rows: Sequence[dict[str, object]]) -> DataFrame[T]:
    """Lay rows out as a declared table, undeclared keys left out."""
    return DataFrame[model](pd.DataFrame(rows, columns=list(model.to_schema().columns)))  # type: ignore[valid-type]


def _plan_row(file: _File, listed: Sequence[Event]) -> dict[str, object]:
    """Describe how one file is read."""
    asked = [*_questions(file), *_twice_listed([file])]
    entries, asides = ([], []) if asked else _take(file, True)
    unread = [] if entries or file.events else [a for a in asides if a.part == UNREAD]
    fine = [a.reason for a in unread if a.advice == NOTHING_TO_DO]
    wrong = [f"{a.reason}; {a.advice}" for a in unread if a.advice != NOTHING_TO_DO]
    kinds = list(dict.fromkeys(table.taken_for for _, table in file.sheets))
    how = [how for _, table in file.sheets for how in _how(table)]
    how += _heard_at(file, listed)
    return {
        "file": file.file,
        "taken_for": ", ".join(kinds) or _kind(file.reading),
        "how": "; ".join(dict.fromkeys(how + fine)),
        "n_rows": len(file.events) or len(entries),
        "n_unread": sum(aside.part == UNREAD for aside in asides),
        "n_frame": sum(aside.part == FRAME for aside in asides),
        "problem": next(iter(asked + wrong), None),
    }


def _plan_of_settings(problem: str) -> dict[str, object]:
    """Describe columns.yaml, which holds no contributions, by what is wrong with it."""
    counts = dict.fromkeys(("n_rows", "n_unread", "n_frame"), 0)
    return {"file": "columns.yaml", "taken_for": "", "how": "", "problem": problem, **counts}


def _kind(reading: Reading) -> str:
    return "ideas.gov.scot page" if is_page(reading.blocks) else reading.kind


def _heard_at(file: _File, listed: Sequence[Event]) -> list[str]:
    """Say at which event the notes in a file were taken, and how that is known."""
    event = event_of_file(file.file, file.reading, listed, True)
    if event is None:
        unsure = listed and file.reading.blocks and not is_page(file.reading.blocks)
        return [NO_EVENT] if unsure else []
    day = f", {event.date}" if event.date else ""
    off = f', though events.csv calls it "{event.status}"' if _is_off(event) else ""
    return [f"taken as notes of {event.name}{day} ({_known_by(file.file, event, listed)}){off}"]


def _known_by(file: str, event: Event, listed: Sequence[Event]) -> str:
    """Say how the event of a file is known."""
    if event.found_in:
        return f"found in {event.found_in}"
    named = event in events_listing(file, listed)
    return "events.csv names this file" if named else "the file or its head names the event"


def _is_off(event: Event) -> bool:
    """Tell an event at which nothing can have been said."""
    return (event.status or "").lower().startswith(("cancel", "postpone"))


def _how(table: Table) -> list[str]:
    """Say how each column is read."""
    if table.cells:
        return [f'"{table.names[i]}" read as a question with answers' for i in table.roles["text"]]
    used = {column for columns in table.roles.values() for column in columns}
    others = [f'"{name}"' for place, name in enumerate(table.names) if place not in used and name]
    return [
        f'"{table.names[columns[0]]}" read as {ROLE_WORDS.get(role, "the " + role)}'
        for role, columns in sorted(table.roles.items(), key=lambda item: item[0] != "text")
    ] + ([f"not read: {', '.join(others)} ({CAN_BE})"] if others else [])
