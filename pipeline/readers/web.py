"""A web page becomes blocks: what a visitor sees, without scripts, styles and hidden parts."""

import re
from typing import Any

from pipeline.readers.bullets import typed_bullet
from pipeline.readers.cells import table_blocks
from pipeline.readers.encoding import decode
from pipeline.readers.shapes import Block, Reading
from pipeline.readers.txt import number

Element = Any  # an lxml element
UNSEEN = {
    "script", "style", "noscript", "template", "head", "svg", "iframe", "object", "nav", "footer",
    "button", "select",
}  # fmt: skip
FURNITURE = {"mw-editsection", "noprint", "navbox", "breadcrumb", "cookie-banner", "skip-link"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = {"ul", "ol", "menu"}
APART = {
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "form", "header", "hr", "html", "legend", "li",
    "main", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    *HEADINGS, *LISTS,
}  # fmt: skip
HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SPACE = re.compile(r"[ \t\r\n\f]+")


def read(content: bytes, max_mb: int) -> Reading:  # noqa: ARG001  the reader's common shape
    """Read a saved web page."""
    root = _parse(_decode(content))
    blocks: list[Block] = []
    if root is not None:
        title = SPACE.sub(" ", root.findtext(".//title") or "").strip()
        blocks += [Block("page title", "title", title, 0)] if title else []
        blocks += _Walk().walk(root)
    return Reading("web page", blocks=number(blocks))


def visible_text(markup: str) -> str:
    """Give the words of a piece of HTML, blocks parted by line breaks."""
    root = _parse(markup)
    return "" if root is None else "\n".join(block.text for block in _Walk().walk(root))


def _decode(content: bytes) -> str:
    """Believe the encoding that the page declares if it fits, else find it."""
    declared = re.search(rb"charset=[\"']?([\w-]+)", content[:2000])
    if declared:
        try:
            return content.decode(declared[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(content)


def _parse(markup: str) -> Element | None:
    """Parse forgivingly; missing if there is nothing to see."""
    from lxml import etree, html  # noqa: PLC0415  heavy: one format's parser

    cleaned = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.replace("\x00", ""))
    try:
        return html.document_fromstring(cleaned)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


class _Walk:
    """One walk over a page: gathers words until a block ends, then starts the next."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.words: list[str] = []
        self.kind, self.level, self.depth, self.tables = "paragraph", 1, 0, 0

    def walk(self, root: Element) -> list[Block]:
        """Give all blocks of the page."""
        self._inside(root)
        self._end()
        return self.blocks

    def _inside(self, element: Element) -> None:
        """Go through an element's words and children in order."""
        self.words.append(SPACE.sub(" ", element.text or ""))
        for child in element:
            self._child(child)
            self.words.append(SPACE.sub(" ", child.tail or ""))

    def _child(self, child: Element) -> None:
        tag = child.tag if isinstance(child.tag, str) else ""
        if not tag or tag in UNSEEN or _is_hidden(child):
            return
        if tag == "br":
            self.words.append("\n")
        elif tag == "table":
            self._end()
            self._table(child)
        elif tag in APART:
            self._apart(child, tag)
        else:
            self._inside(child)

    def _apart(self, child: Element, tag: str) -> None:
        """Go through an element that starts and ends a block."""
        self._end()
        before = self.kind, self.level, self.depth
        if tag in HEADINGS:
            self.kind, self.level = "heading", HEADINGS[tag]
        elif tag in LISTS:
            self.depth += 1
        elif tag == "li":
            self.kind, self.level = "bullet", max(self.depth, 1)
        self._inside(child)
        self._end()
        self.kind, self.level, self.depth = before

    def _end(self) -> None:
        """Close the block that is being gathered; a list item goes on after a nested list."""
        text = "\n".join(line.strip() for line in "".join(self.words).split("\n")).strip()
        self.words = []
        if not text:
            return
        mark = typed_bullet(text) if self.kind == "paragraph" else None
        if mark:
            self.blocks.append(Block("", "bullet", mark[2], mark[1]))
        else:
            self.blocks.append(Block("", self.kind, text, self.level))

    def _table(self, table: Element) -> None:
        """Read a table apart; one used for layout only (a single cell) is read through."""
        rows = [row for row in table.iter("tr") if _nearest_table(row) is table]
        cells = [[c for c in row if c.tag in {"td", "th"} and not _is_hidden(c)] for row in rows]
        self.tables += 1
        grid = [[_Walk().walk(cell) for cell in row] for row in cells]
        self.blocks += table_blocks(grid, f"table {self.tables}")


def _is_hidden(element: Element) -> bool:
    """Tell what a visitor cannot see, and the furniture of a site such as "[edit]"."""
    hidden = element.get("hidden") is not None or element.get("aria-hidden") == "true"
    hidden = hidden or not FURNITURE.isdisjoint((element.get("class") or "").split())
    return hidden or bool(HIDDEN_STYLE.search(element.get("style") or ""))


def _nearest_table(row: Element) -> Element:
    return next(row.iterancestors("table"), None)
