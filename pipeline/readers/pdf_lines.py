"""The pages of a PDF become lines, each with its place: where columns or notes begin, a new one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.readers import guard
from pipeline.readers.bullets import typed_bullet
from pipeline.readers.shapes import Unreadable

BOLD = 600  # font weight from which letters are bold
HYPHENS = {
    0x2,
    0xFFFE,
}  # what pdfium gives for a hyphen at the end of a line, the line end included
LINE_ENDS = {10, 13, *HYPHENS}
SPACES = {32, 0xA0}
WIDE = 2.0  # letter heights: a gap of more than this parts columns, cells or notes
MARK = 4  # characters that stand before a line with a gap after them, such as `•`, `2.` or `1.2`


@dataclass(frozen=True)
class Line:
    """One line of a page: where it starts and ends in points, size of its letters, bold or not."""

    page: int
    text: str
    left: float
    right: float
    top: float
    size: float
    bold: bool


def pages_of(content: bytes) -> list[list[Line]]:
    """Open the document and read the lines of each page."""
    import pypdfium2 as pdfium  # noqa: PLC0415  heavy: one format's parser

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable(guard.LOCKED, guard.UNLOCK) from error
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error
    try:
        return [_lines(document[index], index + 1, pdfium.raw) for index in range(len(document))]
    finally:
        document.close()


def _lines(page: Any, number: int, raw: Any) -> list[Line]:  # noqa: ANN401  pdfium has no types
    """Read the lines of one page in the order in which the page holds them."""
    text_page = page.get_textpage()
    codes = [raw.FPDFText_GetUnicode(text_page.raw, i) for i in range(text_page.count_chars())]
    read = [
        _line(text_page, number, codes[start:end], start, raw)
        for first, last in _between_ends(codes)
        for start, end in _between_gaps(text_page, codes, first, last)
    ]
    text_page.close()
    page.close()
    return [line for line in read if line]


def _between_ends(codes: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Give start and end of each line; a hyphen that ends one belongs to it."""
    start = 0
    for at, code in enumerate([*codes, 10]):
        if code in LINE_ENDS:
            yield start, at + (code in HYPHENS)
            start = at + 1


def _between_gaps(
    text_page: Any,  # noqa: ANN401
    codes: Sequence[int],
    start: int,
    end: int,
) -> Iterator[tuple[int, int]]:
    """Part a line where its words stand far apart; a mark stays with what it stands before."""
    for at in range(start + 1, end - 1):
        gap = codes[at] in SPACES and codes[at - 1] not in SPACES
        if gap and not _is_mark(codes[start:at]) and _is_wide(text_page, codes, at, end):
            yield start, at
            start = at + 1
    yield start, end


def _is_mark(codes: Sequence[int]) -> bool:
    """Tell the glyph or number of a bullet or heading."""
    text = "".join(map(_character, codes)).strip()
    plain = len(text) <= MARK and not any(char.isalpha() for char in text)
    return plain or typed_bullet(f"{text} x") is not None


def _is_wide(text_page: Any, codes: Sequence[int], at: int, end: int) -> bool:  # noqa: ANN401
    """Tell whether the gap at a space is far wider than one between words of a sentence."""
    after = next((i for i in range(at, end) if codes[i] not in SPACES), None)
    if after is None or _goes_on(_character(codes[after])):
        return False
    _, bottom, right, top = text_page.get_charbox(at - 1, loose=True)
    left = text_page.get_charbox(after, loose=True)[0]
    return bool(left - right > WIDE * (top - bottom))


def _goes_on(first: str) -> bool:
    """Tell the first character of what hardly begins a cell or note."""
    return first.islower() or first == "("


def _line(text_page: Any, page: int, codes: list[int], start: int, raw: Any) -> Line | None:  # noqa: ANN401
    """Measure one line by its first and last visible character."""
    text = "".join(_character(code) for code in codes)
    seen = [index for index, code in enumerate(codes) if chr(code).strip() and code]
    if not seen or not text.strip():
        return None
    first, last = start + seen[0], start + seen[-1]
    inked = start + next((i for i in seen if chr(codes[i]).isalnum()), seen[0])
    left, _, _, _ = text_page.get_charbox(first, loose=True)
    _, bottom, _, top = text_page.get_charbox(inked, loose=True)
    _, _, right, _ = text_page.get_charbox(last, loose=True)
    weight = raw.FPDFText_GetFontWeight(text_page.raw, inked)
    return Line(page, text.rstrip(), left, right, top, round(top - bottom, 1), weight >= BOLD)


def _character(code: int) -> str:
    """Turn a character code into text; a hyphen at the end of a line is kept as one."""
    if code in HYPHENS:
        return "-"
    return "" if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)  # noqa: PLR2004  surrogates
