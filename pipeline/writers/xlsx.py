"""Rows become a workbook to fill in: drop-downs, locked headers, and no text ever a formula."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from pipeline.writers.visible import visible
from pipeline.writers.zipped import same_bytes

INK, PAPER, OPEN, RULE = "FF1F2A37", "FFE8EDF2", "FFFFFBEA", "FFD5DCE4"
NOW = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
LONGEST = 32_000  # characters: a cell holds no more


@dataclass(frozen=True)
class Column:
    """One column: its head, width in characters, choices, and whether people `fill` it in."""

    head: str
    width: int
    choices: tuple[str, ...] = ()
    fill: bool = False
    note: str = ""


def write_xlsx(
    name: str, columns: Sequence[Column], rows: Sequence[Sequence[str]], notes: Sequence[str]
) -> bytes:
    """Write a sheet of rows, of which only the columns to fill are open, and a sheet of notes."""
    from openpyxl import Workbook  # noqa: PLC0415  heavy: one format's writer

    book = Workbook()
    sheet = book.active
    sheet.title = name
    for place, column in enumerate(columns, 1):
        _column(sheet, place, column, [row[place - 1] for row in rows])
    for line, row in enumerate(rows, 2):
        sheet.row_dimensions[line].height = _height(row, columns)
    _protect(sheet)
    _notes(book.create_sheet("How to"), notes)
    made = BytesIO()
    book.save(made)
    return same_bytes(_undated(made.getvalue()))


def _column(sheet: Any, place: int, column: Column, cells: Sequence[str]) -> None:  # noqa: ANN401
    """Write a head and its cells, and say what may stand in them."""
    from openpyxl.comments import Comment  # noqa: PLC0415
    from openpyxl.styles import Border, Font, PatternFill, Protection, Side  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    head = _text(sheet.cell(1, place), column.head)
    sheet.row_dimensions[1].height = 45
    head.font, head.fill = (
        Font("Calibri", bold=True, color=PAPER),
        PatternFill("solid", fgColor=INK),
    )
    head.comment = Comment(column.note, "Folkmoot", 120, 260) if column.note else None
    sheet.column_dimensions[head.column_letter].width = column.width
    line_below = Side("thin", color=RULE)
    for line, text in enumerate(cells, 2):
        cell = _text(sheet.cell(line, place), text)
        cell.protection = Protection(locked=not column.fill)
        cell.fill = PatternFill("solid", fgColor=OPEN) if column.fill else PatternFill()
        cell.border = Border(bottom=line_below)
    if column.choices and cells:
        listed = DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
        listed.error = f"Choose one of: {', '.join(column.choices)}"
        listed.add(f"{head.column_letter}2:{head.column_letter}{len(cells) + 1}")
        sheet.add_data_validation(listed)


def _height(row: Sequence[str], columns: Sequence[Column]) -> int:
    """Give a row the height, in points, that its longest cell needs."""
    lines = [
        -(-len(text) * 6 // (5 * column.width)) for text, column in zip(row, columns, strict=True)
    ]
    return 15 * max([1, *lines])


def _text(cell: Any, text: str) -> Any:  # noqa: ANN401  openpyxl's cell
    """Write words as words, whatever they begin with."""
    from openpyxl.styles import Alignment  # noqa: PLC0415

    cell.value = visible(text)[:LONGEST]
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _protect(sheet: Any) -> None:  # noqa: ANN401  openpyxl's sheet
    """Lock what is not to be filled in, keep the heads in sight and print on wide pages."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.freeze_panes = "C2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    _as_wide_as_a_page(sheet)


def _as_wide_as_a_page(sheet: Any) -> None:  # noqa: ANN401  openpyxl's sheet
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_margins.left = sheet.page_margins.right = 0.3  # inches
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _notes(sheet: Any, notes: Sequence[str]) -> None:  # noqa: ANN401  openpyxl's sheet
    column = Column("", 90)
    sheet.column_dimensions["A"].width = column.width
    for line, note in enumerate(notes, 1):
        _text(sheet.cell(line, 1), note)
        sheet.row_dimensions[line].height = _height([note], [column])
    sheet.protection.sheet = True
    _as_wide_as_a_page(sheet)


def _undated(content: bytes) -> bytes:
    """Take the moment of saving out of the properties."""
    again = BytesIO()
    with ZipFile(BytesIO(content)) as made, ZipFile(again, "w", ZIP_DEFLATED) as undated:
        for name in made.namelist():
            part = NOW.sub(rb"\g<1>2000-01-01T00:00:00Z", made.read(name))
            undated.writestr(name, part)
    return again.getvalue()
