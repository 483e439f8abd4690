"""An OpenDocument text becomes blocks: headings, nested lists, tables, text boxes."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pipeline.readers import guard
from pipeline.readers.bullets import typed_bullet
from pipeline.readers.cells import table_blocks
from pipeline.readers.shapes import Block, Reading

Element = Any  # an lxml element
GONE = {"annotation", "annotation-end", "tracked-changes", "note", "frame", "deletion"}
BREAKS = {"tab": "\t", "line-break": "\n"}


def read(content: bytes, max_mb: int) -> Reading:
    """Read the body; headers, footers, notes and comments are not part of it."""
    from odfdo import Document  # noqa: PLC0415  heavy: one format's parser

    guard.check_zip(content, max_mb)
    part = Document(BytesIO(content)).get_part("content.xml")
    root: Element = getattr(part, "root")._xml_element  # noqa: B009  odfdo types a part loosely
    guard.check_blocks(sum(1 for _ in root.iter("{*}p", "{*}h")))
    body = next(e for e in root.iter() if _tag(e) == "text" and "office" in str(e.tag))
    return Reading("workshop notes (LibreOffice)", blocks=_blocks(body, _parents(root)))


def _parents(root: Element) -> dict[str, str]:
    """Map each automatic style to the named style it stands for."""
    styles = (e for e in root.iter() if _tag(e) == "style")
    return {_attribute(e, "name"): _attribute(e, "parent-style-name") for e in styles}


def _blocks(body: Element, parents: dict[str, str]) -> list[Block]:
    """Walk the body in its order, counting paragraphs and tables as a reader would."""
    found: list[Block] = []
    paragraphs = tables = 0
    for element, level in _flow(body, 0):
        if _tag(element) == "table":
            tables += 1
            found += table_blocks(_table(element, parents), f"table {tables}")
            continue
        for block in _paragraph(element, level, parents):
            paragraphs += 1
            found.append(Block(f"paragraph {paragraphs}", block.kind, block.text, block.level))
    return found


def _flow(element: Element, level: int) -> Iterator[tuple[Element, int]]:
    """Give headings, paragraphs and tables in order, each with its depth in lists."""
    for child in element:
        tag = _tag(child)
        if tag in {"h", "p"}:
            yield child, level
            for box in (e for e in child.iter() if _tag(e) == "text-box"):
                yield from _flow(box, 0)
        elif tag == "table":
            yield child, level
        elif tag not in GONE:
            yield from _flow(child, level + (tag == "list"))


def _paragraph(element: Element, level: int, parents: dict[str, str]) -> list[Block]:
    """Turn one paragraph into a block; none if it is blank."""
    text = "".join(_texts(element)).strip()
    if not text:
        return []
    name = _attribute(element, "style-name")
    style = parents.get(name, "") or name
    if style in {"Title", "Subtitle"}:
        return [Block("", "title", text, 0)]
    if _tag(element) == "h":
        return [Block("", "heading", text, int(_attribute(element, "outline-level") or 1))]
    if level:
        return [Block("", "bullet", text, level)]
    mark = typed_bullet(text)
    return [Block("", "bullet", mark[2], mark[1]) if mark else Block("", "paragraph", text)]


def _texts(element: Element) -> Iterator[str]:
    """Give the visible words of a paragraph; runs of spaces are stored as a count."""
    yield element.text or ""
    for child in element:
        tag = _tag(child)
        if tag == "s":
            yield " " * int(_attribute(child, "c") or 1)
        elif tag in BREAKS:
            yield BREAKS[tag]
        elif tag not in GONE:
            yield from _texts(child)
        yield child.tail or ""


def _table(element: Element, parents: dict[str, str]) -> list[list[list[Block]]]:
    """Read rows of cells; cells covered by a merged one count as empty."""
    return [
        [_cell(c, parents) for c in row if _tag(c) in {"table-cell", "covered-table-cell"}]
        for row in _rows(element)
    ]


def _rows(element: Element) -> Iterator[Element]:
    """Give the rows of a table, also those in groups; not those of tables in its cells."""
    for child in element:
        if _tag(child) == "table-row":
            yield child
        else:
            yield from _rows(child)


def _cell(cell: Element, parents: dict[str, str]) -> list[Block]:
    """Read the paragraphs of a cell, and the tables in it."""
    return [
        block
        for element, level in _flow(cell, 0)
        for block in (
            table_blocks(_table(element, parents), "inner table")
            if _tag(element) == "table"
            else _paragraph(element, level, parents)
        )
    ]


def _tag(element: Element) -> str:
    """Name an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    """Give an attribute by its name without namespace; empty if absent."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))
