"""A Word document becomes blocks, as its reader sees it: insertions kept, deletions left out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from pipeline.readers import guard
from pipeline.readers.bullets import typed_bullet
from pipeline.readers.cells import table_blocks
from pipeline.readers.shapes import Aside, Block, Reading, Unreadable

Element = (
    Any  # an lxml element; names are compared without their namespace, so strict files read too
)
GONE = {"del", "moveFrom", "txbxContent", "Fallback", "instrText", "delText"}
BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
HEADLINE_LEVEL = 7  # below the six levels of real headings
BOLD_HEADING_WORDS = 12
LIST_STYLE = re.compile(r"list (?:bullet|number)\s*(\d?)", re.IGNORECASE)
HEADING_STYLE = re.compile(r"heading (\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Style:
    """What a paragraph style says: its name, heading level and list level (0: none)."""

    name: str
    heading: int
    bullet: int


def read(content: bytes, max_mb: int) -> Reading:
    """Read headings, lists, tables and text boxes; headers, footers and comments are not notes."""
    guard.check_zip(content, max_mb)
    try:
        with ZipFile(BytesIO(content)) as package:
            main = _main_part(package)
            body = _parse(package, main)
            guard.check_blocks(sum(1 for _ in body.iter("{*}p")))
            styles = _styles(package, main)
            comments = _count(package, "comments.xml", "comment")
    except (BadZipFile, KeyError, EOFError, ValueError, OSError) as error:
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error
    return Reading("workshop notes (Word)", blocks=_blocks(body, styles), asides=_margin(comments))


def _main_part(package: ZipFile) -> str:
    """Find the document among the parts of the package."""
    rels = _parse(package, "_rels/.rels")
    for rel in rels:
        if rel.get("Type", "").endswith("/officeDocument"):
            return str(rel.get("Target")).lstrip("/")
    raise KeyError("officeDocument")


def _parse(package: ZipFile, name: str) -> Element:
    """Parse one part; entities are not resolved and nothing is fetched."""
    from lxml import etree  # noqa: PLC0415  heavy: one format's parser

    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
    try:
        return etree.fromstring(package.read(name), parser)
    except etree.XMLSyntaxError as error:
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error


def _styles(package: ZipFile, main: str) -> dict[str, Style]:
    """Read the paragraph styles, each with what it takes over from the one it is based on."""
    name = main.rpartition("/")[0] + "/styles.xml"
    if name.lstrip("/") not in package.namelist():
        return {}
    root = _parse(package, name.lstrip("/"))
    raw = {_attribute(style, "styleId"): style for style in root if _tag(style) == "style"}
    return {key: _style(key, raw) for key in raw}


def _style(key: str, raw: dict[str, Element]) -> Style:
    """Follow the chain of styles until one says something."""
    heading = bullet = 0
    name, seen = "", set[str]()
    while key in raw and key not in seen:
        seen.add(key)
        here = _value(raw[key], "name")
        name = name or here
        heading = heading or _heading_level(raw[key], here)
        bullet = bullet or _list_level(raw[key], here)
        key = _value(raw[key], "basedOn")
    return Style(name, heading, bullet)


def _heading_level(element: Element, name: str) -> int:
    """Give the heading level by style name or outline level; 0 for body text."""
    match = HEADING_STYLE.match(name)
    if match:
        return int(match[1])
    outline = _value(element, "outlineLvl")
    return int(outline) + 1 if outline.isdigit() and int(outline) < 9 else 0  # noqa: PLR2004  9 is body text


def _list_level(element: Element, name: str) -> int:
    """Give the list level by style name or numbering, whichever is deeper; 0 for no list."""
    match = LIST_STYLE.match(name)
    named = int(match[1] or 1) if match else 0
    number = next((e for e in element.iter() if _tag(e) == "numPr"), None)
    if number is None:
        return named
    counted = int(_value(number, "ilvl") or 0) + 1
    return max(named, counted) if _value(number, "numId") != "0" else 0


def _blocks(root: Element, styles: dict[str, Style]) -> list[Block]:
    """Walk the body in its order, counting paragraphs, tables and text boxes as a reader would."""
    found: list[Block] = []
    paragraphs = tables = boxes = 0
    for element in _flow(next(e for e in root if _tag(e) == "body")):
        if _tag(element) == "tbl":
            tables += 1
            found += table_blocks(_table(element, styles), f"table {tables}")
            continue
        here = _paragraph(element, styles)
        paragraphs += bool(here)
        found += [_at(block, f"paragraph {paragraphs}") for block in here]
        for box in _boxes(element):
            boxes += 1
            inside = _within_box(_inside(box, styles))
            found += [_at(block, f"text box {boxes}") for block in inside]
    return found


def _at(block: Block, location: str) -> Block:
    inner = f", {block.location}" if block.location else ""
    return replace(block, location=location + inner)


def _flow(element: Element) -> Iterator[Element]:
    """Give paragraphs and tables in order, also those wrapped in content controls or insertions."""
    for child in element:
        tag = _tag(child)
        if tag in {"p", "tbl"}:
            yield child
        elif tag not in GONE and tag != "sectPr":
            yield from _flow(child)


def _inside(element: Element, styles: dict[str, Style]) -> list[Block]:
    """Read the paragraphs and tables of a cell or a text box."""
    return [
        block
        for inner in _flow(element)
        for block in (
            _paragraph(inner, styles)
            if _tag(inner) == "p"
            else table_blocks(_table(inner, styles), "inner table")
        )
    ]


def _within_box(blocks: list[Block]) -> list[Block]:
    """Put what stands in a text box under the bold line at its top, which heads nothing else."""
    first, rest = blocks[:1], blocks[1:]
    if not rest or first[0].kind != "headline":
        return [replace(b, kind="paragraph") if b.kind == "headline" else b for b in blocks]
    head = first[0].text.rstrip(":").rstrip()
    return [replace(block, under=(head, *block.under)) for block in _within_box(rest)]


def _paragraph(element: Element, styles: dict[str, Style]) -> list[Block]:
    """Turn one paragraph into blocks: one, or one for each bullet typed inside it."""
    text = "".join(_texts(element)).strip()
    if not text:
        return []
    own = next((e for e in element if _tag(e) == "pPr"), None)
    style = styles.get(_value(own, "pStyle") if own is not None else "", Style("", 0, 0))
    heading = style.heading or (_heading_level(own, "") if own is not None else 0)
    numbered = own is not None and any(_tag(e) == "numPr" for e in own)
    bullet = _list_level(own, "") if numbered else style.bullet
    if style.name.lower() in {"title", "subtitle"}:
        return [Block("", "title", text, 0)]
    if heading:
        return [Block("", "heading", text, heading)]
    if bullet:
        return [Block("", "bullet", text, bullet)]
    if _looks_like_heading(element, text):
        return [Block("", "headline", text, HEADLINE_LEVEL)]
    return _lines(text)


def _texts(element: Element) -> Iterator[str]:
    """Give the visible words of a paragraph; text boxes in it are read apart."""
    for child in element:
        tag = _tag(child)
        if tag == "t":
            yield child.text or ""
        elif tag in BREAKS:
            yield BREAKS[tag]
        elif tag not in GONE and tag != "pPr":
            yield from _texts(child)


def _looks_like_heading(element: Element, text: str) -> bool:
    """Tell a short paragraph wholly in bold, as many people write headings."""
    if len(text.split()) > BOLD_HEADING_WORDS or text.endswith((".", ",", ";")) or ": " in text:
        return False
    runs = [e for e in element.iter() if _tag(e) == "r" and "".join(_texts(e)).strip()]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: Element) -> bool:
    marks = [e for properties in run if _tag(properties) == "rPr" for e in properties]
    return any(_tag(e) == "b" and _attribute(e, "val") not in {"0", "false"} for e in marks)


def _lines(text: str) -> list[Block]:
    """Cut a paragraph at line breaks where people typed bullets."""
    lines = text.split("\n")
    marks = [typed_bullet(line) for line in lines]
    if not any(marks):
        return [Block("", "paragraph", text)]
    pairs = [(m, line) for m, line in zip(marks, lines, strict=True) if line.strip()]
    return [
        Block("", "bullet", mark[2], mark[1]) if mark else Block("", "paragraph", line.strip())
        for mark, line in pairs
    ]


def _table(element: Element, styles: dict[str, Style]) -> list[list[list[Block]]]:
    """Read rows of cells; a cell merged downwards in the first column names all its rows."""
    rows: list[list[list[Block]]] = []
    for row in (e for e in _flow_to(element, "tr")):
        cells = [_inside(cell, styles) for cell in _flow_to(row, "tc")]
        first = next(_flow_to(row, "tc"), None)
        if rows and rows[-1] and cells and first is not None and _continues(first):
            cells[0] = rows[-1][0]
        rows.append(cells)
    return rows


def _flow_to(element: Element, tag: str) -> Iterator[Element]:
    """Give the children named `tag`, also those wrapped in content controls."""
    for child in element:
        if _tag(child) == tag:
            yield child
        elif _tag(child) in {"sdt", "sdtContent", "ins", "customXml"}:
            yield from _flow_to(child, tag)


def _continues(cell: Element) -> bool:
    """Tell a cell that only continues the one above."""
    marks = [e for properties in cell if _tag(properties) == "tcPr" for e in properties]
    return any(_tag(e) == "vMerge" and _attribute(e, "val") != "restart" for e in marks)


def _boxes(element: Element) -> Iterator[Element]:
    """Give the text boxes anchored in a paragraph; of two versions of one box, the first."""
    for child in element:
        if _tag(child) == "txbxContent":
            yield child
        elif _tag(child) not in {"Fallback", "del", "moveFrom"}:
            yield from _boxes(child)


def _count(package: ZipFile, part: str, tag: str) -> int:
    """Count elements in a part of the package that may be absent."""
    names = [name for name in package.namelist() if name.endswith("/" + part)]
    return sum(_tag(e) == tag for name in names for e in _parse(package, name))


def _margin(comments: int) -> list[Aside]:
    """Say that comments in the margin are not read as notes."""
    if not comments:
        return []
    return [
        Aside(
            "margin",
            f"{comments} comments in the margin of the document are not contributions",
            "write into the notes what should count, and run again",
        )
    ]


def _tag(element: Element) -> str:
    """Name an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def _attribute(element: Element, name: str) -> str:
    """Give an attribute by its name without namespace; empty if absent."""
    found = (value for key, value in element.attrib.items() if key.rpartition("}")[2] == name)
    return str(next(found, ""))


def _value(element: Element, tag: str) -> str:
    """Give the `val` of the first element named `tag` inside; empty if there is none."""
    found = next((e for e in element.iter() if _tag(e) == tag), None)
    return "" if found is None else _attribute(found, "val")
