"""A workbook (xlsx, xlsm, ods, xls) becomes sheets of text, merged cells filled down."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from pipeline.readers import guard
from pipeline.readers.shapes import FRAME, Aside, Reading, Sheet, Unreadable

OLD_LOCK = b"\x2f\x00\x36\x00"  # the FILEPASS record of a locked .xls, with its usual length
LOCK_BYTES = 100_000  # it stands near the start
PANIC = "PanicException"  # how Rust code fails in Python; it is no Exception and has no module
BLANK = "this sheet is blank"
Merged = tuple[tuple[int, int], tuple[int, int]]


def read(content: bytes, max_mb: int) -> Reading:
    """Read every sheet, hidden ones too."""
    if content.startswith(b"PK"):
        guard.check_zip(content, max_mb)
    with _plain_words(content):
        sheets = _sheets(content)
    filled = [sheet for sheet in sheets if sheet.rows]
    return Reading("workbook", sheets=filled, asides=_blank(sheets) + _hidden(filled))


@contextmanager
def _plain_words(content: bytes) -> Iterator[None]:
    """Say in plain words what the parser finds wrong; it panics on some damaged files."""
    import python_calamine as calamine  # noqa: PLC0415  heavy: one format's parser

    try:
        yield
    except calamine.PasswordError as error:
        raise Unreadable(guard.LOCKED, guard.UNLOCK) from error
    except (calamine.CalamineError, OSError) as error:
        if OLD_LOCK in content[:LOCK_BYTES]:
            raise Unreadable(guard.LOCKED, guard.UNLOCK) from error
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error
    except BaseException as error:
        if type(error).__name__ != PANIC:
            raise
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error


def _sheets(content: bytes) -> list[Sheet]:
    """Open the workbook and take its sheets in order; charts are none."""
    from python_calamine import load_workbook  # noqa: PLC0415  heavy: one format's parser

    book = load_workbook(BytesIO(content))
    shown = {s.name: str(s.visible).endswith(".Visible") for s in book.sheets_metadata}
    names = [s.name for s in book.sheets_metadata if str(s.typ).endswith(".WorkSheet")]
    return [_sheet(book.get_sheet_by_name(name), not shown[name]) for name in names]


def _sheet(sheet: Any, hidden: bool) -> Sheet:  # noqa: ANN401  calamine has no types
    """Take one sheet's cells as text, trailing blank rows left out."""
    grid = sheet.to_python(skip_empty_area=False)
    rows = [[_as_text(cell) for cell in row] for row in grid]
    _fill_down(rows, sheet.merged_cell_ranges or [])
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(sheet.name, rows, hidden)


def _as_text(cell: object) -> str:
    """Write a cell as a person sees it: whole numbers without a point, dates as YYYY-MM-DD."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime) and cell.time() == dt.time():
        return cell.date().isoformat()
    if isinstance(cell, dt.date | dt.time):
        return cell.isoformat()
    return str(cell)


def _fill_down(rows: list[list[str]], merged: list[Merged]) -> None:
    """Give the cells below a merged one its text; those to its right stay empty."""
    for (top, left), (bottom, _) in merged:
        for row in rows[top + 1 : bottom + 1]:
            if left < len(row) and left < len(rows[top]):
                row[left] = rows[top][left]


def _blank(sheets: list[Sheet]) -> list[Aside]:
    """Name the sheets without any cell."""
    return [
        Aside(f'sheet "{sheet.name}"', BLANK, "nothing to do if that is right", part=FRAME)
        for sheet in sheets
        if not sheet.rows
    ]


def _hidden(sheets: list[Sheet]) -> list[Aside]:
    """Note the sheets that a person opening the workbook does not see."""
    return [
        Aside(
            f'sheet "{sheet.name}"',
            "this sheet is hidden in the workbook; it was read like the others",
            "if it was hidden on purpose, remove it and run again",
            part=FRAME,
        )
        for sheet in sheets
        if sheet.hidden
    ]
