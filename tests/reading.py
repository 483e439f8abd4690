"""Pages, Markdown, Word and PDF become the words a reader reads, so that tests can compare."""

import json
from collections.abc import Iterator
from ctypes import c_int, create_string_buffer
from io import BytesIO
from typing import Any

import docx
import pypdfium2
from docx.oxml.ns import qn
from lxml import etree, html
from markdown_it import MarkdownIt

BLOCKS = (
    *("p", "h1", "h2", "h3", "h4", "h5", "li", "td", "th", "tr", "table", "caption", "dt", "dd"),
    *("div", "section", "figure", "figcaption", "blockquote", "ul", "ol", "dl", "aside", "br"),
)
FOOT, HEAD = 50, 58  # points
LONGEST_ADDRESS = 2000


def page_words(page: str) -> list[str]:
    """Give a page's words, banner first, without what only the picture of a chart says."""
    whole = _parsed(page)
    main = whole.get_element_by_id("main")
    for chart in main.find_class("picture"):
        chart.drop_tree()
    return [word for part in (*whole.find_class("banner"), main) for word in _words(part)]


def markdown_words(text: str) -> list[str]:
    """Give the words of rendered Markdown."""
    rendered = MarkdownIt("commonmark").enable("table").render(text)
    return _words(_parsed(f"<html><body>{rendered}</body></html>"))


def word_words(content: bytes) -> list[str]:
    """Give the words of the body of a Word file, without its list of contents."""
    body = docx.Document(BytesIO(content)).element.body
    return [word for line in body.iter(qn("w:p")) for word in _line(line).split()]


def _line(paragraph: Any) -> str:  # noqa: ANN401  an lxml element
    if paragraph.style.startswith(("TOC", "ContentsHeading")):
        return ""
    return "".join(
        piece.text or "" if piece.tag == qn("w:t") else " "
        for piece in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
    )


def pdf_letters(content: bytes) -> str:
    """Give the letters of a PDF without spaces, marks of lists, headers and footers of pages."""
    told = []
    for page in pypdfium2.PdfDocument(content):
        width, height = page.get_size()
        told.append(page.get_textpage().get_text_bounded(0, FOOT, width, height - HEAD))
    return letters("".join(told).translate(dict.fromkeys(map(ord, "\u200b\u202e\u202c"))))


def pdf_addresses(content: bytes) -> list[str]:
    """Give the addresses of the web that a PDF leads to."""
    found, raw = [], pypdfium2.raw
    for page in pypdfium2.PdfDocument(content):
        place, link = c_int(0), raw.FPDF_LINK()
        while raw.FPDFLink_Enumerate(page, place, link):
            action = raw.FPDFLink_GetAction(link)
            told = create_string_buffer(LONGEST_ADDRESS)
            if raw.FPDFAction_GetURIPath(page.pdf, action, told, LONGEST_ADDRESS):
                found.append(told.value.decode())
    return found


def letters(text: str) -> str:
    """Leave out spaces, marks of lists, and hyphens, which a PDF may drop at the end of a line."""
    return "".join(text.translate(dict.fromkeys(map(ord, "•-\ufffe\x02"))).split())


def texts_of(page: str, tag: str) -> list[str]:
    """Give the text of each element of a kind, as it stands."""
    return ["".join(element.itertext()) for element in _parsed(page).iter(tag)]


def table_rows(page: str, caption: str) -> list[list[str]]:
    """Give the cells of the table with this caption, row by row, without its header."""
    return _table(page, caption)[1:]


def table_head(page: str, caption: str) -> list[str]:
    """Give the header of the table with this caption."""
    return _table(page, caption)[0]


def _table(page: str, caption: str) -> list[list[str]]:
    for table in _parsed(page).iter("table"):
        if caption in "".join(table.itertext()):
            lines = table.iter("tr")
            return [["".join(cell.itertext()).strip() for cell in line] for line in lines]
    raise AssertionError(caption)


def links(page: str) -> list[str]:
    """Give every address that a page leads to or loads."""
    return [str(link) for _, _, link, _ in _parsed(page).iterlinks()]


def addresses(file: str, content: Any) -> Iterator[str]:  # noqa: ANN401  text or bytes
    """Give every address that a file of the index leads to, seen from that file."""
    if file.endswith(".html"):
        yield from links(content)
    elif file.endswith(".atom"):
        yield from (each.get("href") or "" for each in etree.fromstring(content.encode()).iter())
    elif file.endswith((".json", ".jsonld")):
        yield from _addresses(json.loads(content))
    elif file == "search-data.js":
        rows = json.loads(content[content.index("{") : content.rindex(";")])["rows"]
        yield from (row[0] for row in rows)


def _addresses(value: object) -> Iterator[str]:
    """Give what stands under the names that hold an address, however deep."""
    if isinstance(value, list):
        for inner in value:
            yield from _addresses(inner)
    elif isinstance(value, dict):
        for name, inner in value.items():
            found = isinstance(inner, str) and name in {"address", "contentUrl", "path"}
            yield from [inner] if found else _addresses(inner)


def anchors(page: str) -> set[str]:
    """Give every place on a page that a link can lead to."""
    return {str(each.get("id")) for each in _parsed(page).iter() if each.get("id")}


def moving_parts(page: str) -> list[str]:
    """Give whatever on a page could run: handlers, pictures, frames, scripts written into it."""
    found = _parsed(page).xpath(
        "//@*[starts-with(name(), 'on')] | //img | //iframe | //object"
        " | //script[not(@src) and not(@type='application/ld+json')]"
    )
    return [str(each) for each in found]


def _words(tree: html.HtmlElement) -> list[str]:
    """Words in reading order; a block's edge parts words."""
    for element in tree.iter(*BLOCKS):
        element.text = f" {element.text or ''}"
        element.tail = f" {element.tail or ''}"
    return "".join(tree.itertext()).split()


def _parsed(page: str) -> html.HtmlElement:
    tree = html.document_fromstring(page)
    assert isinstance(tree, html.HtmlElement)
    return tree
