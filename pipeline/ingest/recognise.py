"""A sheet of cells becomes what it was taken for: which row is the header, which column is what."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.knowledge import load
from pipeline.readers import Sheet

HEADER_ROWS = 25  # a header stands in the first rows of a sheet
SAMPLE_ROWS = 500  # rows looked at to tell free text
MIN_WORDS = 4.0  # words of a mean cell of free text
MIN_CHARS = 20.0  # characters of the same
MIN_DISTINCT = 0.1  # share of different texts; below it a column is a choice from a list
FEW_WORDS = 3  # words that, beside a number, make a first row data rather than a header
SENTENCE_WORDS = 4  # a single column without a known name and with so many words has no header
QUESTION = re.compile(r"\?\s*$|^(?:q|question|table|group)\s*\d+\b", re.IGNORECASE)
PLACE_OF_NOTES = re.compile(r"^(?:table|group|station|board|flip ?chart)\b", re.IGNORECASE)
NOTES = "workshop notes"
BLANK = "nothing is written in this table"
NO_TEXT = "no column that holds what people wrote"


@dataclass(frozen=True)
class Table:
    """How a sheet is read: its columns' names, its header's row, which columns play which role.

    `roles` maps a role to columns in order of preference. `cells`: every text column is a question
    of its own. `skip` says why there are no contributions; `choose` names equally good columns.
    """

    taken_for: str
    platform: str
    header: int
    names: list[str]
    roles: dict[str, list[int]] = field(default_factory=dict)
    cells: bool = False
    skip: str = ""
    choose: list[str] = field(default_factory=list)


def recognise(sheet: Sheet, settled: Mapping[str, Sequence[str]]) -> Table:
    """Tell what a sheet is. `settled`: what people said about it in columns.yaml, role by role."""
    if not any(any(cell.strip() for cell in row) for row in sheet.rows):
        return Table("table", "table", 0, [], skip=BLANK)
    other = _no_contributions(sheet)
    if other and not settled:
        return Table(other["name"], other["name"], 0, [], skip=other["reason"])
    header = _header_row(sheet, [name for names in settled.values() for name in names])
    names = _names(sheet.rows[header]) if header >= 0 else _numbered_names(sheet)
    ignored = {normal(name) for name in settled.get("ignore", ())}
    platform = _platform(names, sheet.name)
    roles = _roles(names, platform) | _settled_roles(names, settled)
    table = Table(platform["name"], platform["platform"], header, names, roles)
    return _with_text(sheet, table, platform, settled, ignored)


def normal(name: str) -> str:
    """Bring a column's name to the form in which it is compared; `title/en` counts as `title`."""
    name = re.sub(r"/(?!id$)[a-z]{2}$", "", name.strip().lower())
    return re.sub(r"[^\w#]|_", "", name)


def _no_contributions(sheet: Sheet) -> dict[str, Any] | None:
    """Find the kind of table that comes with contributions and holds none."""
    heads = [cell for full in sheet.rows[0] for cell in {full, full.partition("/")[0]}]
    first = {normal(cell) for cell in heads}
    keys = {normal(row[0]) for row in sheet.rows if row}
    for other in load("platforms")["others"]:
        if "has" in other and first >= {normal(name) for name in other["has"]}:
            return dict(other)
        if "rows" in other and keys >= {normal(name) for name in other["rows"]}:
            return dict(other)
    return None


def _header_row(sheet: Sheet, settled: Iterable[str]) -> int:
    """Find the row that names the columns; -1 if there is none."""
    known = _known_names() | {normal(name) for name in settled}
    rows = sheet.rows[:HEADER_ROWS]
    scores = [sum(normal(cell) in known for cell in set(row) if cell) for row in rows]
    best = max(scores, default=0)
    if best >= 2 or (best == 1 and scores[0] == 1):  # noqa: PLR2004  one word may be chance further down
        return scores.index(best)
    widths = [sum(bool(cell.strip()) for cell in row) for row in sheet.rows[:SAMPLE_ROWS]]
    usual = _mode([width for width in widths if width])
    first = next((i for i, width in enumerate(widths) if width >= max(usual - 1, 1)), 0)
    alone = usual <= 1 and _reads_like_a_point(" ".join(rows[first]))
    exported = not sheet.name and usual > 1 and not best  # spreadsheets have heads more often
    return -1 if alone or (exported and _is_data(rows[first])) else first


def _known_names() -> set[str]:
    """Gather all names of columns that any role knows."""
    roles: dict[str, list[str]] = load("platforms")["roles"]
    return {normal(name) for names in roles.values() for name in names}


def _mode(numbers: list[int]) -> int:
    """Find the commonest number, of several the largest."""
    return max(set(numbers), key=lambda n: (numbers.count(n), n), default=0)


def _reads_like_a_point(text: str) -> bool:
    """Tell what somebody said from the head of a column."""
    return len(text.split()) >= SENTENCE_WORDS and not text.rstrip().endswith(("?", ":"))


def _is_data(row: Sequence[str]) -> bool:
    """Tell a row of data from a header: it has a number or a date beside a few words."""
    numbers = any(re.fullmatch(r"\d+(?:[./-]\d+)*", cell.strip()) for cell in row)
    return numbers and any(len(cell.split()) >= FEW_WORDS for cell in row)


def _numbered_names(sheet: Sheet) -> list[str]:
    """Name the columns of a table without a header; a single one holds the text."""
    width = max(len(row) for row in sheet.rows[:SAMPLE_ROWS])
    return ["text"] if width <= 1 else [f"column {i + 1}" for i in range(width)]


def _names(row: Sequence[str]) -> list[str]:
    """Name each column; one without a name, or with another's, gets its place in its name."""
    seen: set[str] = set()
    names = []
    for index, cell in enumerate(row):
        name = " ".join(cell.split()) or f"column {index + 1}"
        names.append(f"{name} (column {index + 1})" if name.lower() in seen else name)
        seen.add(name.lower())
    return names


def _platform(names: list[str], sheet: str) -> dict[str, Any]:
    """Find the platform whose columns are all there, else tell notes by the sheet's name."""
    have = {normal(name) for name in names}
    for platform in load("platforms")["platforms"]:
        absent = have.isdisjoint(normal(name) for name in platform.get("only_if_not", ()))
        spelled = platform.get("spelled") in (None, *names)
        if absent and spelled and have >= {normal(name) for name in platform["has"]}:
            return dict(platform)
    if is_notes(sheet):
        return {"name": "workshop notes (spreadsheet)", "platform": NOTES}
    return {"name": "table", "platform": "table"}


def is_notes(sheet: str) -> bool:
    """Tell a sheet of notes by its name, such as "Table 3"."""
    return bool(PLACE_OF_NOTES.match(sheet))


def _roles(names: list[str], platform: Mapping[str, Any]) -> dict[str, list[int]]:
    """Find the columns of each role by their names, in order of preference."""
    wanted = load("platforms")["roles"] | platform.get("roles", {})
    columns: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        columns.setdefault(normal(name), []).append(index)
    found = {
        role: [index for name in aliases for index in columns.get(normal(name), ())]
        for role, aliases in wanted.items()
    }
    asked = [i for i, name in enumerate(names) if _asks_consent(name)]
    found["consent"] = found["consent"] or asked
    return {role: list(dict.fromkeys(indexes)) for role, indexes in found.items() if indexes}


def _asks_consent(name: str) -> bool:
    """Tell the question whether an answer may be published, however it is put."""
    words = name.lower()
    return "publish" in words and any(
        w in words for w in ("may we", "consent", "permission", "can we", "happy")
    )


def _is_beside(name: str) -> bool:
    """Tell columns of analysts and about the person, not of what the person said."""
    plain = normal(name)
    return any(plain.startswith(normal(start)) for start in load("platforms")["not_said"])


def _settled_roles(names: list[str], settled: Mapping[str, Sequence[str]]) -> dict[str, list[int]]:
    """Take the columns that people settled and that this sheet has."""
    columns = {normal(name): index for index, name in reversed(list(enumerate(names)))}
    found = {
        role: [columns[normal(name)] for name in chosen if normal(name) in columns]
        for role, chosen in settled.items()
        if role != "ignore"
    }
    return {role: indexes for role, indexes in found.items() if indexes}


def _with_text(
    sheet: Sheet,
    table: Table,
    platform: Mapping[str, Any],
    settled: Mapping[str, Sequence[str]],
    ignored: set[str],
) -> Table:
    """Settle where the text is: as people said, by name, by what columns hold; or ask, or skip."""
    said = [not _is_beside(name) and normal(name) not in ignored for name in table.names]
    open_ = [i for i, is_said in enumerate(said) if is_said]
    if "text" in settled and "text" in table.roles:
        return _put(table, table.roles["text"], cells=len(table.roles["text"]) > 1)
    named = [i for i in table.roles.get("text", []) if i in open_ and _holds_words(sheet, table, i)]
    if named and not platform.get("several"):
        twin = _twins(table, named[0], open_)
        return _ask(table, twin) if len(twin) > 1 else _put(table, named)
    taken = {i for role, columns in table.roles.items() if role != "text" for i in columns}
    free = [i for i in open_ if i not in taken and _is_free_text(sheet, table, i)]
    headless = table.header < 0  # columns without a head are nothing to choose between
    if platform.get("several") or (
        len(free) > 1 and (headless or _asks_questions(sheet, table, free))
    ):
        return _put(table, free, cells=True) if free else _skipped(table)
    if len(free) > 1:
        return _ask(table, _longest_first(sheet, table, free))
    if not free and table.roles.get("title"):
        free = table.roles["title"]
    return _put(table, free) if free else _skipped(table)


def _put(table: Table, text: list[int], cells: bool = False) -> Table:
    """Read these columns as the text; none of them plays another role too."""
    others = {
        role: [i for i in columns if i not in text]
        for role, columns in table.roles.items()
        if role != "text"
    }
    roles = {role: columns for role, columns in others.items() if columns} | {"text": text}
    return Table(table.taken_for, table.platform, table.header, table.names, roles, cells)


def _ask(table: Table, columns: list[int]) -> Table:
    """Leave the choice between columns to people."""
    names = [table.names[i] for i in columns]
    return Table(table.taken_for, table.platform, table.header, table.names, choose=names)


def _skipped(table: Table) -> Table:
    return Table(table.taken_for, table.platform, table.header, table.names, skip=NO_TEXT)


def _twins(table: Table, best: int, open_: list[int]) -> list[int]:
    """Find columns whose name is the same as the best one's; another language is another name."""
    plain = [re.sub(r" \(column \d+\)$", "", name).strip().lower() for name in table.names]
    return [i for i in open_ if plain[i] == plain[best]]


def _sample(sheet: Sheet, table: Table, column: int) -> list[str]:
    """Take the filled cells of a column in the first rows below the header."""
    rows = sheet.rows[table.header + 1 : table.header + 1 + SAMPLE_ROWS]
    return [row[column].strip() for row in rows if column < len(row) and row[column].strip()]


def _holds_words(sheet: Sheet, table: Table, column: int) -> bool:
    """Tell a column with words from one with numbers; an empty one may hold words further down."""
    cells = _sample(sheet, table, column)
    return not cells or any(any(char.isalpha() for char in cell) for cell in cells)


def _is_free_text(sheet: Sheet, table: Table, column: int) -> bool:
    """Tell what people wrote from names, numbers, choices and links."""
    cells = _sample(sheet, table, column)
    if not cells:
        return False
    words = sum(len(re.findall(r"[^\W\d_]{2,}", cell)) for cell in cells) / len(cells)
    chars = sum(len(cell) for cell in cells) / len(cells)
    linked = sum("://" in cell.split()[0] for cell in cells) / len(cells)
    distinct = len(set(cells)) / len(cells)
    return words >= MIN_WORDS and chars >= MIN_CHARS and distinct >= MIN_DISTINCT and linked < 0.5  # noqa: PLR2004


def _asks_questions(sheet: Sheet, table: Table, free: list[int]) -> bool:
    """Tell a sheet of notes: named after a table or group, or its columns headed by questions."""
    if is_notes(sheet.name):
        return True
    return sum(bool(QUESTION.search(table.names[i])) for i in free) * 2 > len(free)


def _longest_first(sheet: Sheet, table: Table, columns: list[int]) -> list[int]:
    """Order columns by how much is written in them."""
    return sorted(columns, key=lambda i: -sum(len(cell) for cell in _sample(sheet, table, i)))
