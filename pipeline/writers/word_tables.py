"""Tables become Word tables: captioned, with header rows that return on every page."""

from collections.abc import Iterable
from typing import Any

from pipeline.document import Table
from pipeline.writers.columns import is_turned, shares
from pipeline.writers.visible import visible
from pipeline.writers.word_styles import SHADES, TEXT_WIDTH
from pipeline.writers.word_text import Book, runs
from pipeline.writers.word_xml import element, paragraph, run

TWENTIETHS = TEXT_WIDTH / 2.54 * 1440
TALLEST_HEAD = 2600


def word_table(table: Table, book: Book) -> Iterable[Any]:
    """Give a caption, the table, and the empty line that Word wants after it."""
    widths = [round(TWENTIETHS * share) for share in shares(table)]
    yield paragraph("Caption", run(table.caption))
    yield element(
        "tbl",
        element(
            "tblPr",
            element("tblStyle", val="ReportTable"),
            element("tblW", w=5000, type="pct"),
            element("tblLayout", type="fixed"),
            element("tblLook", val="04A0", firstRow=1, firstColumn=1, noHBand=0, noVBand=1),
            element("tblCaption", val=visible(table.caption)[:255]),
        ),
        element("tblGrid", *(element("gridCol", w=width) for width in widths)),
        _head_row(table, widths),
        *(_row(table, place, widths, book) for place in range(len(table.rows))),
    )
    yield paragraph("Normal")


def _head_row(table: Table, widths: list[int]) -> Any:  # noqa: ANN401  a row
    turned = is_turned(table)
    cells = tuple(
        _cell(
            paragraph("TableText", run(name, "Strong"), properties=_side(table, place, not turned)),
            widths[place],
            element("textDirection", val="btLr") if turned and place in table.numbers else None,
            element("vAlign", val="bottom"),
        )
        for place, name in enumerate(table.head)
    )
    longest = max((len(table.head[place]) for place in table.numbers), default=0)
    tall = element("trHeight", val=min(110 * longest, TALLEST_HEAD), hRule="atLeast")
    properties = element(
        "trPr", element("cantSplit"), tall if turned else None, element("tblHeader")
    )
    return element("tr", properties, *cells)


def _row(table: Table, row: int, widths: list[int], book: Book) -> Any:  # noqa: ANN401  a row
    shades = table.shades[row] if table.shades else ()
    cells = tuple(
        _cell(
            paragraph("TableText", *runs(parts, book), properties=_side(table, place)),
            widths[place],
            _shading(shades[place]) if shades and place in table.numbers else None,
        )
        for place, parts in enumerate(table.rows[row])
    )
    return element("tr", element("trPr", element("cantSplit")), *cells)


def _cell(content: Any, width: int, *properties: Any) -> Any:  # noqa: ANN401  a cell
    return element("tc", element("tcPr", element("tcW", w=width, type="dxa"), *properties), content)


def _shading(shade: int) -> Any:  # noqa: ANN401  an element or nothing
    return element("shd", val="clear", color="auto", fill=SHADES[shade]) if shade else None


def _side(table: Table, place: int, level: bool = True) -> tuple[Any, ...]:
    return (element("jc", val="end"),) if level and place in table.numbers else ()
