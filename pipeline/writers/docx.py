"""Documents become Word files: real styles, contents, captions and page numbers; same bytes twice.

Words that carry an `edit` tag stand in content controls, so that what a person changes in Word can
be read back.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from docx.shared import Cm

from pipeline.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Inline,
    Paragraph,
    Quote,
    Section,
    Table,
    Words,
    brief,
    plain,
)
from pipeline.writers.pictures import as_png
from pipeline.writers.visible import visible
from pipeline.writers.word_styles import TEXT_WIDTH, styled_document
from pipeline.writers.word_tables import word_table
from pipeline.writers.word_text import Book, control, runs, to_bookmark, ways
from pipeline.writers.word_xml import bookmark_name, element, field, paragraph, run
from pipeline.writers.zipped import same_bytes

LOOKS = {"": "Normal", "note": "Note", "lead": "Lead", "warning": "Warning"}
WHEN = datetime(2000, 1, 1, tzinfo=UTC)
DEEPEST = 4
LISTED_FROM = 8  # sections; a shorter paper needs no list of contents
LARGE = 1.4


def write_docx(document: Document) -> bytes:
    """Write the same words as the HTML page; headings are Word's, so that it can list them."""
    language = "en-GB" if document.language == "en" else document.language
    word = styled_document(visible(plain(document.title)), language, LARGE if document.large else 1)
    word.core_properties.title = visible(plain(document.title))[:255]
    word.core_properties.comments = visible(document.description)[:255]
    word.core_properties.author, word.core_properties.language = "Folkmoot", language
    word.core_properties.created = word.core_properties.modified = WHEN
    body = word.element.body
    for old in body.xpath("w:p"):
        body.remove(old)
    end = body.sectPr
    for made in _body(document, Book(word.part)):
        end.addprevious(made)
    made = BytesIO()
    word.save(made)
    return same_bytes(made.getvalue())


def _body(document: Document, book: Book) -> Iterable[Any]:
    if document.banner:
        yield paragraph("Warning", run(document.banner))
    yield paragraph("Title", *runs(document.title, book))
    opening = [block for block in document.blocks if not isinstance(block, Section)]
    sections = [block for block in document.blocks if isinstance(block, Section)]
    for block in opening:
        yield from _block(block, 1, book)
    if len([section for section in sections if section.listed]) >= LISTED_FROM:
        yield from _contents(sections)
    for section in sections:
        yield from _block(section, 1, book)
    if document.foot:
        yield paragraph("Note", *runs(document.foot, book))


def _contents(sections: Sequence[Section]) -> Iterable[Any]:
    """Write a contents field of two levels, with its lines before Word has counted pages."""
    lines = [(section, 1) for section in sections if section.listed]
    lines = [line for section, level in lines for line in ((section, level), *_themes_of(section))]
    start, told, middle, end = field(r'TOC \o "1-2" \h \z \u', dirty=True)
    yield paragraph("ContentsHeading", run("Contents"))
    for place, (section, level) in enumerate(lines):
        before = (start, told, middle) if place == 0 else ()
        after = (end,) if place == len(lines) - 1 else ()
        link = to_bookmark(section.anchor, (run(brief(section.title)),))
        yield paragraph(f"TOC{level}", *before, link, *after)


def _themes_of(section: Section) -> list[tuple[Section, int]]:
    return [(each, 2) for each in section.blocks if isinstance(each, Section)]


def _block(block: Block, level: int, book: Book) -> Iterable[Any]:
    if isinstance(block, Section):
        yield _heading(block, level, book)
        for inner in block.blocks:
            yield from _block(inner, level + 1, book)
    elif isinstance(block, Paragraph):
        yield paragraph(LOOKS[block.look], *runs(block.parts, book), properties=_ways_on(block))
    elif isinstance(block, Bullets):
        style = "ListNumber" if block.ordered else "ListBullet"
        for item in block.items:
            yield paragraph(style, *runs(item, book), properties=ways(item))
    elif isinstance(block, Facts):
        for label, value in block.items:
            yield paragraph("KeyFigure", run(f"{label}:\t"), run(value, "Strong"))
    elif isinstance(block, Quote):
        yield from _quote(block, book)
    elif isinstance(block, Table):
        yield from word_table(block, book)
    else:
        yield from _figure(block, book)


def _ways_on(block: Paragraph) -> tuple[Any, ...]:
    """Keep words that end with a colon apart from what was before, and with what they lead to."""
    if not plain(block.parts).endswith(":"):
        return ways(block.parts)
    return (element("keepNext"), *ways(block.parts), element("spacing", before=120))


def _heading(section: Section, level: int, book: Book) -> Any:  # noqa: ANN401  a paragraph
    """Give a heading its bookmark, which links and the list of contents lead to."""
    book.marks += 1
    start = element("bookmarkStart", id=book.marks, name=bookmark_name(section.anchor))
    end = element("bookmarkEnd", id=book.marks)
    style = f"Heading{min(level, DEEPEST)}"
    new_page = (element("pageBreakBefore"),) if section.look == "page" else ()
    return paragraph(style, start, *runs(section.title, book), end, properties=new_page)


def _quote(quote: Quote, book: Book) -> Iterable[Any]:
    parts = tuple(_spoken(part, quote.language) for part in quote.parts)
    said: tuple[Any, ...] = tuple(runs(parts, book))
    if quote.edit:
        said = (control(quote.edit, said, "contentLocked"),)
    yield paragraph("Quote", *said, properties=ways(parts))
    yield paragraph("QuoteSource", *runs(quote.origin, book))


def _spoken(part: Inline, language: str | None) -> Inline:
    if isinstance(part, str):
        return Words(part, "said", language)
    return part


def _figure(figure: Figure, book: Book) -> Iterable[Any]:
    """Put a picture under its caption; its alternative text tells what it shows."""
    shape = book.part.new_pic_inline(BytesIO(as_png(figure.svg)), width=Cm(TEXT_WIDTH))
    shape.docPr.set("descr", visible(figure.alternative))
    yield paragraph("Caption", run(figure.caption))
    yield paragraph("Normal", element("r", element("drawing", shape)))
