"""The look of Word files: one calm typeface, real styles that a person can change in one place."""

from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from pipeline.writers.word_xml import element, field, paragraph, run

TYPEFACE = "Arial"
INK, SOFT, ACCENT, LINE = "1D252C", "4D5A64", "0B5A63", "BDB8AA"
WASH, MARK, WARN, WARN_LINE = "E8F1F0", "FFE9A3", "FFF1D6", "A65B00"
SHADES = ("", "E6F0EF", "CFE3E1", "B3D3D1", "97C3C1")
TEXT_WIDTH = 16.6
# style, points, points before and after, colour, bold, kept with what follows
PARAGRAPHS = (
    ("Normal", 10.5, 0, 6, INK, False, False),
    ("Title", 24, 0, 10, INK, True, True),
    ("Heading 1", 17, 22, 6, INK, True, True),
    ("Heading 2", 14, 18, 5, ACCENT, True, True),
    ("Heading 3", 11.5, 12, 4, INK, True, True),
    ("Heading 4", 10.5, 10, 3, INK, True, True),
    ("Caption", 10, 10, 4, INK, True, True),
    ("List Bullet", 10.5, 0, 3, INK, False, False),
    ("List Number", 10.5, 0, 3, INK, False, False),
    ("Quote", 10.5, 8, 1, INK, False, True),
    ("Quote Source", 9, 0, 8, SOFT, False, False),
    ("Lead", 12, 0, 8, INK, False, False),
    ("Note", 10.5, 6, 8, SOFT, False, False),
    ("Warning", 10.5, 6, 8, INK, True, False),
    ("Key Figure", 10.5, 3, 3, INK, False, False),
    ("Table Text", 9, 2, 2, INK, False, False),
    ("Contents Heading", 13, 14, 4, INK, True, True),
    ("TOC 1", 10.5, 2, 0, INK, False, False),
    ("TOC 2", 10, 0, 0, INK, False, False),
    ("Header", 9, 0, 0, SOFT, False, False),
    ("Footer", 9, 0, 0, SOFT, False, False),
)
CHARACTERS = {
    "Strong": {"b": ""},
    "Evidence": {"shd": MARK},
    "Quiet": {"color": SOFT},
    "Hyperlink": {"color": ACCENT, "u": "single"},
}


def styled_document(title: str, language: str, scale: float = 1) -> Any:  # noqa: ANN401  python-docx's document
    """Give an empty A4 document with the styles of the house, its title and page numbers.

    Letters are `scale` times as large as usual.
    """
    document = docx.Document()
    _one_typeface(document)
    for style in PARAGRAPHS:
        _paragraph_style(document, *style)
        font = document.styles[style[0]].font
        font.size = Pt(round(2 * scale * font.size.pt) / 2)
    for name, look in CHARACTERS.items():
        _character_style(document, name, look)
    _details(document)
    _table_style(document)
    _page(document.sections[0])
    _header_and_footer(document.sections[0], title)
    _settings(document, language)
    return document


def _one_typeface(document: Any) -> None:  # noqa: ANN401
    """Every style names the same typeface, instead of those of Word's theme."""
    for fonts in document.styles.element.iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for kind in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{kind}"), TYPEFACE)


def _paragraph_style(
    document: Any,  # noqa: ANN401
    name: str,
    size: float,
    before: float,
    after: float,
    colour: str,
    bold: bool,
    kept: bool,
) -> None:
    style = _style(document, name, WD_STYLE_TYPE.PARAGRAPH)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing, shape.keep_with_next, shape.widow_control = 1.2, kept, True


def _character_style(document: Any, name: str, look: dict[str, str]) -> None:  # noqa: ANN401
    style = _style(document, name, WD_STYLE_TYPE.CHARACTER)
    properties = style.element.get_or_add_rPr()
    for each in list(properties):
        properties.remove(each)
    properties.extend(
        element("shd", val="clear", color="auto", fill=value)
        if what == "shd"
        else element(what, **({"val": value} if value else {}))
        for what, value in look.items()
    )


def _style(document: Any, name: str, kind: Any) -> Any:  # noqa: ANN401  found, or new
    styles = document.styles
    found = styles[name] if name in styles else styles.add_style(name, kind)
    found.hidden, found.quick_style = False, True
    return found


def _details(document: Any) -> None:  # noqa: ANN401
    """Lines, shades and indents that set quotes, notes and warnings apart, also in grey."""
    for name, line, fill in (
        ("Quote", ACCENT, ""),
        ("Quote Source", ACCENT, ""),
        ("Note", ACCENT, ""),
        ("Warning", WARN_LINE, WARN),
    ):
        _side_line(document.styles[name], line, fill)
    _border(document.styles["Title"], "bottom", ACCENT, 12)
    _border(document.styles["Heading 1"], "top", LINE, 6)
    _border(document.styles["Key Figure"], "bottom", LINE, 4)
    document.styles["Key Figure"].paragraph_format.tab_stops.add_tab_stop(Cm(12.5), 2)
    document.styles["TOC 2"].paragraph_format.left_indent = Cm(0.6)
    for name in ("TOC 1", "TOC 2"):
        document.styles[name].paragraph_format.tab_stops.add_tab_stop(Cm(TEXT_WIDTH), 2, 1)


def _side_line(style: Any, colour: str, fill: str) -> None:  # noqa: ANN401
    style.paragraph_format.left_indent = Cm(0.45)
    _border(style, "left", colour, 18)
    if fill:
        shading = element("shd", val="clear", color="auto", fill=fill)
        style.element.get_or_add_pPr().insert_element_before(shading, *_AFTER_SHADING)


def _border(style: Any, side: str, colour: str, eighths: int) -> None:  # noqa: ANN401
    properties = style.element.get_or_add_pPr()
    for old in properties.findall(qn("w:pBdr")):
        properties.remove(old)
    line = element(side, val="single", sz=eighths, space=8 if side == "left" else 4, color=colour)
    properties.insert_element_before(element("pBdr", line), "w:shd", *_AFTER_SHADING)


_AFTER_SHADING = (*("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl"),)


def _page(section: Any) -> None:  # noqa: ANN401
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin, section.bottom_margin = Cm(2.2), Cm(2)


def _header_and_footer(section: Any, title: str) -> None:  # noqa: ANN401
    """Put the title above every page but the first, and page numbers below all."""
    section.different_first_page_header_footer = True
    _only(section.header, paragraph("Header", run(title)))
    for footer in (section.footer, section.first_page_footer):
        page, pages = field("PAGE", run("1")), field("NUMPAGES", run("1"))
        numbers = (run("Page "), *page, run(" of "), *pages)
        _only(footer, paragraph("Footer", *numbers, properties=(element("jc", val="end"),)))


def _only(part: Any, content: Any) -> None:  # noqa: ANN401
    """Make this the only paragraph of a header or footer."""
    part.is_linked_to_previous = False
    for old in part.paragraphs:
        old._element.getparent().remove(old._element)
    part._element.append(content)


def _settings(document: Any, language: str) -> None:  # noqa: ANN401
    """Modern layout rules, and the language in which Word checks spelling and reads aloud."""
    for setting in document.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:val"), language)


def _table_style(document: Any) -> None:  # noqa: ANN401
    """Lines between rows, more room than Word gives, a heavier line below the header."""
    style = document.styles.add_style("Report Table", WD_STYLE_TYPE.TABLE)
    lines = [
        element(side, val="single", sz=4, space=0, color=LINE)
        for side in ("top", "bottom", "insideH")
    ]
    room = [element(side, w=85, type="dxa") for side in ("left", "right")]
    head = element(
        "tblStylePr",
        element("tcPr", element("tcBorders", element("bottom", val="single", sz=10, color=ACCENT))),
        type="firstRow",
    )
    style.element.extend(
        (element("tblPr", element("tblBorders", *lines), element("tblCellMar", *room)), head)
    )
