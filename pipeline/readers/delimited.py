"""A CSV, TSV or other delimited text becomes a sheet; no stray quotation mark loses a row."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from pipeline.readers.encoding import decode
from pipeline.readers.shapes import Aside, Reading, Sheet

DELIMITERS = (",", ";", "\t", "|")
NONE = "\x1f"  # a delimiter that does not occur: the file has one column
SAMPLE_LINES = 200
SURE = 0.8  # share of rows of one width from which a delimiter is believed without a header
MAX_RESTARTS = 20  # stray quotation marks after which all that follows is read line by line
MAX_CELL = 2**31 - 1  # the C long of every platform holds it


def read(content: bytes, max_mb: int) -> Reading:  # noqa: ARG001  the reader's common shape
    """Read one table; the delimiter is found, not asked for."""
    text = decode(content).replace("\x00", "")
    lines = list(StringIO(text, newline=""))
    csv.field_size_limit(MAX_CELL)
    delimiter = find_delimiter(lines)
    rows, asides = _rows(lines, delimiter)
    return Reading("table", sheets=[Sheet("", rows)], asides=asides)


def find_delimiter(lines: list[str]) -> str:
    """Choose the delimiter that cuts most rows into the same number of cells."""
    sample = [line for line in lines[:SAMPLE_LINES] if line.strip()]
    scored = [(*_evenness(sample, delimiter), delimiter) for delimiter in DELIMITERS]
    share, width, best = max(scored, key=lambda score: score[:2])
    sure = share >= SURE or (bool(sample) and best in sample[0])
    return best if width > 1 and sure else NONE


def _evenness(sample: list[str], delimiter: str) -> tuple[float, int]:
    """Give the share of rows with the commonest width above one, and that width."""
    widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if row)
    several = [(count, width) for width, count in widths.items() if width > 1]
    if not several:
        return 0.0, 1
    count, width = max(several)
    return count / sum(widths.values()), width


def _rows(lines: list[str], delimiter: str) -> tuple[list[list[str]], list[Aside]]:
    """Read all rows; where a quotation mark swallowed rows, read those line by line and say so."""
    rows: list[list[str]] = []
    asides: list[Aside] = []
    start = 0
    width = _width(lines, delimiter)
    while start < len(lines):
        start, swallowed = _read_on(lines, start, delimiter, width, rows)
        if swallowed:
            asides.append(_stray_quote(len(rows)))
        if len(asides) > MAX_RESTARTS:
            rows.extend(_plain(line, delimiter) for line in lines[start:])
            break
    return rows, asides


def _width(lines: list[str], delimiter: str) -> int:
    """Tell how many cells a row has: as many as most of the first rows."""
    widths = Counter(len(row) for row in csv.reader(lines[:SAMPLE_LINES], delimiter=delimiter))
    return widths.most_common(1)[0][0] if widths else 0


def _read_on(
    lines: list[str], start: int, delimiter: str, width: int, rows: list[list[str]]
) -> tuple[int, bool]:
    """Append rows from line `start` to `rows`; stop behind a line whose quote swallows others."""
    reader = csv.reader(islice(lines, start, None), delimiter=delimiter)
    before = 0
    for row in reader:
        chunk = lines[start + before : start + reader.line_num]
        if len(chunk) > 1 and _swallows(chunk, row, delimiter, width):
            rows.append(_plain(chunk[0], delimiter))
            return start + before + 1, True
        rows.append(row)
        before = reader.line_num
    return len(lines), False


def _swallows(chunk: list[str], row: list[str], delimiter: str, width: int) -> bool:
    """Tell whether one record over several lines holds rows of its own, or never ends."""
    fault = _fault(chunk, delimiter)
    if "unexpected end" in fault:
        return True
    if not fault and len(row) == width:
        return False
    alone = [next(iter(csv.reader([line], delimiter=delimiter)), []) for line in chunk[1:]]
    return width > 1 and sum(len(cells) == width for cells in alone) * 2 >= len(alone)


def _fault(chunk: list[str], delimiter: str) -> str:
    """Say what a strict reader finds wrong; nothing if all is well."""
    try:
        list(csv.reader(chunk, delimiter=delimiter, strict=True))
    except csv.Error as error:
        return str(error)
    return ""


def _plain(line: str, delimiter: str) -> list[str]:
    """Cut a line at its delimiters, its stray quotation marks kept as they are written."""
    cells: Iterator[list[str]] = csv.reader(
        [line.rstrip("\r\n")], delimiter=delimiter, quoting=csv.QUOTE_NONE
    )
    return next(cells, [])


def _stray_quote(row: int) -> Aside:
    """Mark the row whose quotation mark was never closed."""
    return Aside(
        f"row {row}",
        "a quotation mark opens in this row and is not closed; "
        "this row was cut at every delimiter and the rows after it were read one by one",
        "look at this row in the file, close or remove the quotation mark, and run again",
    )
