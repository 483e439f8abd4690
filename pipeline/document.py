"""What people read, before it has a format: sections, paragraphs, quotes, tables and figures."""

from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, ClassVar, Literal, TypeAlias

ELSEWHERE = ("#", "https:", "http:", "mailto:")

LONGEST_TITLE = 80  # letters in a list of contents: one line


@dataclass(frozen=True)
class Words:
    """A stretch of text; `said` words are people's own and keep their direction and language.

    Words with an `edit` tag may be changed by a person in Word and read back by that tag.
    """

    text: str
    kind: Literal["strong", "said", "mark", "quiet"] = "said"
    language: str | None = None
    edit: str = ""


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: `#anchor` on the same page, or another page."""

    parts: "Parts"
    href: str
    kind: ClassVar[str] = "link"


Inline: TypeAlias = str | Words | Link
Parts: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    """Running text; a `note` stands back, a `lead` comes forward, a `warning` must be seen."""

    parts: Parts
    look: Literal["", "note", "lead", "warning"] = ""
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True)
class Bullets:
    """A list, each item one line of text."""

    items: tuple[Parts, ...]
    ordered: bool = False
    kind: ClassVar[str] = "bullets"


@dataclass(frozen=True)
class Facts:
    """A few key figures, each with its label."""

    items: tuple[tuple[str, str], ...]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True)
class Quote:
    """Words of one person or table, exactly as published, and where they come from.

    A quote with an `edit` tag may be moved by a person in Word, and its place read back.
    """

    parts: Parts
    origin: Parts
    language: str | None = None
    edit: str = ""
    kind: ClassVar[str] = "quote"


@dataclass(frozen=True)
class Table:
    """Rows under headers; the first cell of a row names the row.

    `numbers` are the positions of columns that hold numbers; `shades` (0 to 4 for each cell)
    lets a reader see the pattern that the figures already state.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Parts, ...], ...]
    numbers: tuple[int, ...] = ()
    shades: tuple[tuple[int, ...], ...] = ()
    kind: ClassVar[str] = "table"


@dataclass(frozen=True)
class Figure:
    """A picture as SVG whose alternative text tells the finding; its numbers stand in a table."""

    caption: str
    alternative: str
    svg: str
    kind: ClassVar[str] = "figure"


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it; `anchor` is its stable address on the page.

    One that looks like a `page` begins a new one when it is printed.
    """

    anchor: str
    title: Parts
    blocks: tuple["Block", ...]
    look: Literal["", "theme", "entry", "page"] = ""
    listed: bool = True
    kind: ClassVar[str] = "section"


Block: TypeAlias = Paragraph | Bullets | Facts | Quote | Table | Figure | Section


@dataclass(frozen=True)
class Document:
    """A whole page or report in one language, with what a reader needs to find their way.

    Easy-read papers are `large`, for those who read larger letters.
    """

    title: Parts
    description: str
    blocks: tuple[Block, ...]
    trail: tuple[Link, ...] = ()
    banner: str | None = None
    language: str = "en"
    foot: Parts = field(default=())
    large: bool = False


def moved(document: Document, way: str) -> Document:
    """Give the same for another place, from which `way` leads to the pages that it links to."""
    made: Document = _moved(document, way)
    return made


def _moved(piece: Any, way: str) -> Any:  # noqa: ANN401  any part of a document
    if isinstance(piece, Link) and not piece.href.startswith(ELSEWHERE):
        return replace(piece, href=way + piece.href)
    if isinstance(piece, tuple):
        return tuple(_moved(each, way) for each in piece)
    if is_dataclass(piece) and not isinstance(piece, type | Words):
        return replace(
            piece, **{f.name: _moved(getattr(piece, f.name), way) for f in fields(piece)}
        )
    return piece


def plain(parts: Parts) -> str:
    """Only the words, as for a page title."""
    return "".join(_bare(part) for part in parts)


def brief(title: Parts) -> str:
    """Give a title as a list of contents has it: a long one ends early, after a whole word."""
    text = plain(title)
    start = text[:LONGEST_TITLE]
    return text if text == start else f"{start.rpartition(' ')[0] or start} …"


def _bare(part: Inline) -> str:
    if isinstance(part, str):
        return part
    return plain(part.parts) if isinstance(part, Link) else part.text
