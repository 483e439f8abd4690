"""The rows of a recognised table become entries; rows without words are set aside."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from pipeline.ingest.entries import Entry, with_repairs
from pipeline.ingest.headings import table_named
from pipeline.ingest.recognise import NOTES, Table
from pipeline.ingest.replies import with_replies
from pipeline.ingest.values import is_set, may_publish, moment, number, state_of, tidy
from pipeline.readers import FRAME, Aside, Sheet
from pipeline.readers.web import visible_text

EVENT_LINE = re.compile(
    r"\(?\s*(?:this\s+)?idea\s+(?:was\s+)?submitted\s+at\s+(?:a\s+)?public\s+discussion\s+event"
    r"(?:\s*,|\s+in)?\s+(?P<event>[^()\n]{0,120}?\d{4})(?:\s*,?\s*uploaded\s+by\s+admin)?\s*\.?\s*\)?",
    re.IGNORECASE,
)
MARKED_UP = re.compile(r"<(?:p|div|ul|ol|h\d)\b.*</(?:p|div|ul|ol|h\d)>", re.DOTALL | re.IGNORECASE)
REJECTED = "rejected by the platform's moderators"
NOTHING_TO_DO = "nothing to do if that is right"


@dataclass(frozen=True)
class Words:
    """What a row says in words."""

    text: str
    title: str | None = None
    why: str | None = None
    heading: str | None = None


def rows_to_entries(sheet: Sheet, table: Table, day_first: bool) -> tuple[list[Entry], list[Aside]]:
    """Read each row below the header, or each cell where every column is a question."""
    entries: list[Entry] = []
    asides = _above(sheet, table)
    for index, row in islice(enumerate(sheet.rows), table.header + 1, None):
        if not any(cell.strip() for cell in row):
            continue
        found = list(_row(sheet, table, index, row, day_first))
        entries += found
        asides += [] if found else [_empty(sheet, index, row)]
        asides += _overhang(sheet, table, index, row)
    return entries, asides or ([] if entries else [_no_entries(sheet)])


def _above(sheet: Sheet, table: Table) -> list[Aside]:
    """Account for what stands above the header."""
    full = [
        i for i, row in enumerate(sheet.rows[: max(table.header, 0)]) if any(map(str.strip, row))
    ]
    return [
        Aside(
            sheet.location(index),
            "this row stands above the heads of the columns and is not a contribution",
            NOTHING_TO_DO,
            len(" ".join(sheet.rows[index]).strip()),
            FRAME,
        )
        for index in full
    ]


def _empty(sheet: Sheet, index: int, row: list[str]) -> Aside:
    length = len(" ".join(cell for cell in row if cell).strip())
    return Aside(
        sheet.location(index), "no text in this row", "fill in its text if it was lost", length
    )


def _no_entries(sheet: Sheet) -> Aside:
    where = f'sheet "{sheet.name}"' if sheet.name else "below the first row"
    prefix = f"{sheet.inside}: " if sheet.inside else ""
    what = "sheet" if sheet.name else "file"
    return Aside(prefix + where, f"no entries on this {what}", NOTHING_TO_DO, part=FRAME)


def _overhang(sheet: Sheet, table: Table, index: int, row: list[str]) -> list[Aside]:
    """Say where a row has more cells than there are columns."""
    over = [cell for cell in row[len(table.names) :] if cell.strip()]
    if not over or table.header < 0:
        return []
    return [
        Aside(
            sheet.location(index),
            f"this row has {len(over)} more cells than there are columns; they were not read",
            "put quotation marks around texts that hold the delimiter, and run again",
            len(" ".join(over)),
        )
    ]


def _row(
    sheet: Sheet, table: Table, index: int, row: list[str], day_first: bool
) -> Iterator[Entry]:
    """Give the entries of one row: one, or one for each answered question."""
    cells = _Cells(row, table)
    for column, words in (
        _answers(sheet, table, row) if table.cells else _words(sheet, table, cells)
    ):
        entry = _entry(sheet.location(index, column), table, words, cells, day_first)
        yield from map(with_repairs, with_replies(entry, cells.take("replies"), day_first))


def _answers(sheet: Sheet, table: Table, row: list[str]) -> Iterator[tuple[int, Words]]:
    """Give each answered question of a row with the question as its heading."""
    for column in table.roles["text"]:
        text = _plain(row[column]) if column < len(row) else ""
        if any(char.isalnum() for char in text):
            heads = (sheet.name, table.names[column] if table.header >= 0 else "")
            yield column, Words(text, heading=" > ".join(filter(None, heads)) or None)


def _words(sheet: Sheet, table: Table, cells: "_Cells") -> Iterator[tuple[int, Words]]:
    """Give the words of a row that is one contribution; a title alone is its text."""
    title = cells.take("title")
    column, text = cells.text()
    if not text:
        text, title = title, ""
    if text:
        heading = sheet.name if table.platform == NOTES else None
        yield column, Words(text, title or None, cells.take("why") or None, heading)


def _plain(cell: str) -> str:
    """Tidy a cell; one that a platform wrapped in markup as a whole reads as a visitor sees it."""
    text = tidy(cell)
    return visible_text(text) if text[:1] == "<" and MARKED_UP.fullmatch(text) else text


class _Cells:
    """One row, asked by role."""

    def __init__(self, row: list[str], table: Table) -> None:
        self.row = row
        self.roles = table.roles

    def take(self, role: str) -> str:
        """Give the first filled cell of a role's columns; empty if there is none."""
        return self._first(role)[1]

    def text(self) -> tuple[int, str]:
        """Give the column and the words of the first filled column of text."""
        return self._first("text")

    def _first(self, role: str) -> tuple[int, str]:
        columns = self.roles.get(role, [])
        for column in columns:
            cell = _plain(self.row[column]) if column < len(self.row) else ""
            if cell:
                return column, cell
        return (columns[0] if columns else 0), ""


def _entry(location: str, table: Table, words: Words, cells: _Cells, day_first: bool) -> Entry:
    """Read what a row says beside its words; a line that names the event becomes a link to it."""
    text, named = without_event_line(words.text)
    why, named_there = without_event_line(words.why or "")
    total, for_, against, rating = _votes(cells)
    status, reason = _status(cells)
    return Entry(
        location,
        table.platform,
        text or words.text,
        original_id=cells.take("id") or None,
        parent=cells.take("parent") or None,
        about=cells.take("about").lower() if "about" in cells.roles else None,
        event=cells.take("event") or named or named_there,
        heading=words.heading,
        title=words.title,
        why=why or None,
        author=cells.take("author") or None,
        table=cells.take("table") or table_named(words.heading or ""),
        note_taker=cells.take("note_taker") or None,
        submitted_at=moment(cells.take("date"), day_first),
        rating=rating,
        votes_total=total,
        votes_for=for_,
        votes_against=against,
        tags=cells.take("tags") or None,
        consent=cells.take("consent") or None,
        status=status,
        reason=reason,
    )


def without_event_line(words: str) -> tuple[str, str | None]:
    """Cut the line that names an event out of a text, and give the event it names."""
    match = EVENT_LINE.search(words)
    if not match:
        return words, None
    return (words[: match.start()].rstrip() + words[match.end() :]).strip(), match["event"]


def _votes(cells: _Cells) -> tuple[float | None, float | None, float | None, float | None]:
    """Read votes (all, for, against) and rating; 0 with no votes means that nobody rated."""
    for_, against = _count(cells, "votes_for"), _count(cells, "votes_against")
    total = _count(cells, "votes_total")
    if total is None and for_ is not None and against is not None:
        total = for_ + against + (_count(cells, "votes_passed") or 0)
    rating = number(cells.take("rating"))
    unrated = rating == 0 and not total
    return total, for_, against, None if unrated else rating


def _count(cells: _Cells, role: str) -> float | None:
    """Read a number of votes; a negative one is no count."""
    value = number(cells.take(role))
    return value if value is not None and value >= 0 else None


def _status(cells: _Cells) -> tuple[str, str | None]:
    """Say what becomes of a row by what its platform and its author said about it."""
    state = state_of(cells.take("state"))
    if is_set(cells.take("withdrawn")) or state == "withdrawn":
        return "withdrawn", "withdrawn by the person who gave it"
    if number(cells.take("moderated")) == -1:
        return "set aside", REJECTED
    draft = "published" in cells.roles and not cells.take("published")
    if draft or is_set(cells.take("hidden")) or state == "hidden":
        return "set aside", "hidden, deleted or left as a draft on the platform"
    return _consent(cells)


def _consent(cells: _Cells) -> tuple[str, str | None]:
    """Publish only with a yes where people were asked."""
    if is_set(cells.take("confidential")):
        return "not published", "given in confidence"
    if "consent" not in cells.roles:
        return "included", None
    answer = cells.take("consent")
    if not answer:
        return "not published", "the question whether it may be published was not answered"
    allowed = may_publish(answer)
    if allowed is None:
        return (
            "not published",
            "the answer to whether it may be published is neither a yes nor a no",
        )
    return (
        ("included", None)
        if allowed
        else ("not published", "the person asked us not to publish it")
    )
