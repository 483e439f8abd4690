"""What every reader gives, in any format: blocks of notes, sheets of cells, pieces set aside."""

from collections.abc import Callable
from dataclasses import dataclass, field

UNREAD = "unread"  # came in, and is not in the findings
FRAME = "frame"  # headings, dates, lists of people: what stands around what people said
ADVICE_FORMATS = "save it as Word (.docx), PDF with text, Excel (.xlsx), CSV or plain text"


class Unreadable(Exception):  # noqa: N818  it is a state of the file, not a fault of the program
    """A file nobody can read as it is: why, and what a person can do about it."""

    def __init__(self, reason: str, advice: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.advice = advice


@dataclass(frozen=True)
class Block:
    """A piece of flowing notes; level 1 is outermost.

    `kind`: title, heading, headline (a heading by its looks alone), bullet, paragraph or cell.
    `under`: headings that belong to this block alone, such as the heads of its column and row.
    """

    location: str
    kind: str
    text: str
    level: int = 1
    under: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """A grid of cells as text, ragged, blank rows kept: index 0 is row 1. A CSV has no name.

    `entries`: rows are records below a row of keys. `inside`: the member of an archive it is from.
    """

    name: str
    rows: list[list[str]]
    hidden: bool = False
    entries: bool = False
    inside: str = ""

    def location(self, row: int, column: int | None = None) -> str:
        """Name a place as a spreadsheet shows it; row and column count from 0."""
        prefix = f"{self.inside}: " if self.inside else ""
        if self.entries:
            return f"{prefix}entry {max(row, 1)}"
        if not self.name:
            return f"{prefix}row {row + 1}"
        if column is None:
            return f'{prefix}sheet "{self.name}" row {row + 1}'
        return f'{prefix}sheet "{self.name}" {letters(column)}{row + 1}'


@dataclass(frozen=True)
class Aside:
    """A piece that is no contribution: where, why, what to do, how long, and if it is missed."""

    location: str
    reason: str
    advice: str
    length: int = 0
    part: str = UNREAD  # or FRAME


@dataclass(frozen=True)
class Reading:
    """What a file holds. `kind` says in plain words what the file was taken for."""

    kind: str
    blocks: list[Block] = field(default_factory=list)
    sheets: list[Sheet] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


Reader = Callable[[bytes, int], Reading]


def letters(column: int) -> str:
    """Name a column as a spreadsheet does: 0 is A, 26 is AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
