"""Readers give what a person sees in a file, and say plainly what they cannot read."""

import contextlib
import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.readers import Reading, Unreadable, read
from tests import files as make

MAX_MB = 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def outline(reading: Reading) -> list[tuple[str, int, str]]:
    """Kind, level and text of each block."""
    return [(block.kind, block.level, block.text) for block in reading.blocks]


def rows(content: bytes | str, file: str = "a.csv") -> list[list[str]]:
    """Rows of the first sheet."""
    raw = content.encode() if isinstance(content, str) else content
    return read(file, raw, MAX_MB).sheets[0].rows


def refusal(file: str, content: bytes) -> str:
    """Reason and advice with which a file is refused."""
    with pytest.raises(Unreadable) as refused:
        read(file, content, MAX_MB)
    return f"{refused.value.reason}; {refused.value.advice}"


# Tables


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_a_table_reads_the_same_in_any_encoding(encoding: str) -> None:
    """Accents, pound signs and curly quotes come through, with and without a byte order mark."""
    text = (
        "id,comment\n1,Càit a bheil an £50?\n2,It’s “gone” – again\n3,Pàipear ùr a h-uile latha\n"
    )
    assert rows(text.encode(encoding)) == [
        ["id", "comment"],
        ["1", "Càit a bheil an £50?"],
        ["2", "It’s “gone” – again"],
        ["3", "Pàipear ùr a h-uile latha"],
    ]


def test_a_pound_sign_from_windows_stays_a_pound_sign() -> None:
    """Where two encodings fit, the one of British computers is taken."""
    assert rows("comment\nIt cost £40 and £5 for the café\n".encode("cp1252"))[1] == [
        "It cost £40 and £5 for the café"
    ]


def test_letters_that_cannot_be_told_are_not_guessed() -> None:
    """A file in an unknown encoding is set aside rather than turned into gibberish."""
    assert refusal("a.csv", "Больше автобусов вечером\n".encode("koi8-r") * 3) == (
        "the letters in this file are stored in a way that could not be told; "
        'open it in the program it comes from and save it as "CSV UTF-8" or "UTF-8 text"'
    )


def test_a_stray_windows_byte_does_not_spoil_a_utf8_file() -> None:
    """One byte pasted from elsewhere is read as Windows meant it; all other characters stay."""
    raw = "comment\nà è ì ò ù à è ì ò ù à è ì\n".encode() + b"it\x92s\n"
    assert rows(raw)[1:] == [["à è ì ò ù à è ì ò ù à è ì"], ["it’s"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    """Nobody is asked for the delimiter; the others may occur in the texts."""
    text = f"id{delimiter}comment\n1{delimiter}Buses: late\n2{delimiter}Buses! cold\n"
    assert rows(text) == [["id", "comment"], ["1", "Buses: late"], ["2", "Buses! cold"]]


def test_a_list_of_ideas_with_commas_is_one_column() -> None:
    """Commas inside unquoted sentences do not cut them when the header names one column."""
    text = "idea\nMore buses, please\nOpen the budget\nListen, answer, act\n"
    assert rows(text)[1:] == [["More buses, please"], ["Open the budget"], ["Listen, answer, act"]]


def test_cells_may_hold_line_breaks_and_quotes() -> None:
    """What is properly quoted stays one cell."""
    assert rows('id,comment\n1,"Two\nlines, ""quoted"""\n2,next\n') == [
        ["id", "comment"],
        ["1", 'Two\nlines, "quoted"'],
        ["2", "next"],
    ]


def test_an_unclosed_quote_swallows_no_row() -> None:
    """The rows after a quotation mark that is never closed are all there, and its row is named."""
    reading = read("a.csv", b'id,comment\n1,fine\n2,"never closed\n3,third\n4,fourth\n', MAX_MB)
    assert reading.sheets[0].rows[2:] == [["2", '"never closed'], ["3", "third"], ["4", "fourth"]]
    assert [(aside.location, aside.advice) for aside in reading.asides] == [
        (
            "row 3",
            "look at this row in the file, close or remove the quotation mark, and run again",
        )
    ]


def test_an_unclosed_quote_that_a_later_quote_closes_swallows_no_row() -> None:
    """A quotation mark rows further down does not hide the rows between."""
    text = 'id,comment,who\n1,"never closed,a\n2,second,b\n3,"third, quoted",c\n4,fourth,d\n'
    assert [row[0] for row in rows(text)] == ["id", "1", "2", "3", "4"]


@given(st.lists(st.text(st.characters(exclude_characters="\r\x00", codec="utf-8"))))
@settings(max_examples=60)
def test_well_formed_tables_come_back_whole(texts: list[str]) -> None:
    """Whatever people write in a quoted cell is read as they wrote it."""
    quoted = "".join('{},"{}"\n'.format(i, text.replace('"', '""')) for i, text in enumerate(texts))
    expected = [[str(i), text] for i, text in enumerate(texts)]
    assert rows("number,comment\n" + quoted)[1:] == expected


def test_gzip_is_unpacked() -> None:
    """A compressed table reads like the table."""
    assert rows(make.gzipped("id,comment\n1,hello\n"), "a.csv.gz")[1] == ["1", "hello"]


def test_a_zip_reads_as_what_is_in_it() -> None:
    """Each member is named in its location; one that cannot be read does not stop the others."""
    content = make.zipped(
        {"in/a.csv": "id,comment\n1,hello\n", "b.png": b"\x89PNG", "c.txt": "Hi all"}
    )
    reading = read("all.zip", content, MAX_MB)
    assert reading.sheets[0].location(1) == "in/a.csv: row 2"
    assert [block.location for block in reading.blocks] == ["c.txt: paragraph 1"]
    assert [(aside.location, aside.reason) for aside in reading.asides] == [
        ("b.png", "a picture cannot be read")
    ]


def test_json_records_are_rows() -> None:
    """A list of records, one below a key, and one record a line are the same table."""
    listed = b'[{"id": 1, "text": "hi", "votes": {"up": 2}}]'
    below = b'{"data": [{"id": 1, "text": "hi", "votes": {"up": 2}}]}'
    lines = b'{"id": 1, "text": "hi", "votes": {"up": 2}}\n'
    expected = [["id", "text", "votes/up"], ["1", "hi", "2"]]
    assert rows(listed, "a.json") == rows(below, "a.json") == rows(lines, "a.jsonl") == expected


def test_a_workbook_gives_every_sheet_as_it_is_seen() -> None:
    """Whole numbers have no point, dates are dates, merged cells name all their rows."""
    import datetime as dt  # noqa: PLC0415  only here

    content = make.workbook(
        {
            "Ideas": [["Place", "Idea"], ["Oban", "a"], [None, "b"], [12, dt.date(2018, 6, 5)]],
            "Blank": [],
        },
        merged=["A2:A3"],
    )
    reading = read("a.xlsx", content, MAX_MB)
    assert reading.sheets[0].rows == [
        ["Place", "Idea"],
        ["Oban", "a"],
        ["Oban", "b"],
        ["12", "2018-06-05"],
    ]
    assert reading.sheets[0].location(2, 1) == 'sheet "Ideas" B3'
    assert [(a.location, a.reason) for a in reading.asides] == [
        ('sheet "Blank"', "this sheet is blank")
    ]


def test_a_hidden_sheet_is_read_and_noted() -> None:
    """Nobody sees a hidden sheet in their workbook, so it is pointed out."""
    from openpyxl import Workbook  # noqa: PLC0415  only here

    book = Workbook()
    book.active.append(["Idea"])
    hidden = book.create_sheet("Old")
    hidden.append(["Idea"])
    hidden.sheet_state = "hidden"
    reading = read("a.xlsx", make.saved(book), MAX_MB)
    assert [aside.location for aside in reading.asides] == ['sheet "Old"']


# Notes


def test_word_headings_lists_and_tables_keep_their_structure() -> None:
    """Headings, list levels by style, and table cells under the heads of their columns."""
    document = WordDocument()
    document.add_heading("Notes", 0)
    document.add_heading("What would help?", 1)
    document.add_paragraph("Later buses", style="List Bullet")
    document.add_paragraph("Until ten at least", style="List Bullet 2")
    document.add_paragraph("A plain paragraph.")
    table = document.add_table(2, 2)
    for cell, text in zip(
        [*table.rows[0].cells, *table.rows[1].cells],
        ["Problem", "Idea", "Dark path", "Put up two lamps on it"],
        strict=True,
    ):
        cell.text = text
    reading = read("notes.docx", make.saved(document), MAX_MB)
    assert outline(reading)[:5] == [
        ("title", 0, "Notes"),
        ("heading", 1, "What would help?"),
        ("bullet", 1, "Later buses"),
        ("bullet", 2, "Until ten at least"),
        ("paragraph", 1, "A plain paragraph."),
    ]
    assert [(b.location, b.under, b.text) for b in reading.blocks[5:]] == [
        ("table 1, row 2, cell 2", ("Idea", "Dark path"), "Put up two lamps on it")
    ]


def test_word_numbering_gives_the_level_of_a_bullet() -> None:
    """Lists made with the numbering button alone, without a style, are lists too."""
    number = '<w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="3"/></w:numPr></w:pPr>'
    body = "".join(
        f"<w:p>{number.format(level)}<w:r><w:t>{text}</w:t></w:r></w:p>"
        for level, text in [(0, "outer"), (1, "inner")]
    )
    reading = read("a.docx", make.word(body), MAX_MB)
    assert outline(reading) == [("bullet", 1, "outer"), ("bullet", 2, "inner")]


def test_word_insertions_are_kept_and_deletions_are_gone() -> None:
    """A document with tracked changes reads as if they were accepted."""
    body = (
        "<w:p><w:r><w:t>More </w:t></w:r><w:ins><w:r><w:t>night </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>day </w:delText></w:r></w:del><w:r><w:t>buses</w:t></w:r></w:p>"
    )
    assert outline(read("a.docx", make.word(body), MAX_MB)) == [
        ("paragraph", 1, "More night buses")
    ]


def test_word_text_boxes_are_read_once() -> None:
    """Word stores a text box twice for old readers; people see it once."""
    box = "<w:txbxContent><w:p><w:r><w:t>In the box</w:t></w:r></w:p></w:txbxContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body = (
        f"<w:p><w:r><w:t>Beside</w:t><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    reading = read("a.docx", make.word(body), MAX_MB)
    assert [(b.location, b.text) for b in reading.blocks] == [
        ("paragraph 1", "Beside"),
        ("text box 1", "In the box"),
    ]


def test_a_bold_line_in_a_text_box_heads_what_is_in_the_box_alone() -> None:
    """What stands in the next box, or below it, is under no heading of another."""
    line = "<w:p><w:r><w:rPr>{}</w:rPr><w:t>{}</w:t></w:r></w:p>"
    boxes = [("<w:b/>", "Station 1"), ("", "Mend the lamps")], [("", "Plant trees")]
    body = "".join(
        f"<w:p><w:r><w:txbxContent>{''.join(line.format(*each) for each in box)}"
        "</w:txbxContent></w:r></w:p>"
        for box in boxes
    )
    reading = read("a.docx", make.word(body), MAX_MB)
    assert [(b.location, b.under, b.text) for b in reading.blocks] == [
        ("text box 1", ("Station 1",), "Mend the lamps"),
        ("text box 2", (), "Plant trees"),
    ]


INNER = [
    ("table 1, row 2, cell 2", ("Reason", "Lamps"), "It is dark"),
    ("table 1, row 2, cell 2, inner table, row 2, cell 1", ("Reason", "Lamps", "By day"), "No"),
    ("table 1, row 2, cell 2, inner table, row 2, cell 2", ("Reason", "Lamps", "By night"), "Yes"),
]


def test_a_table_in_a_cell_of_a_word_table_has_cells_of_its_own() -> None:
    """They are not run together, and stand under the heads of both tables."""
    document = WordDocument()
    outer = document.add_table(2, 2)
    fill(outer, ["Idea", "Reason", "Lamps", "It is dark"])
    fill(outer.cell(1, 1).add_table(2, 2), ["By day", "By night", "No", "Yes"])
    reading = read("a.docx", make.saved(document), MAX_MB)
    assert [(b.location, b.under, b.text) for b in reading.blocks] == INNER


def fill(table: Any, texts: Sequence[str]) -> None:  # noqa: ANN401  a table of python-docx
    """Write texts into the cells of a table, row by row."""
    cells = (cell for row in table.rows for cell in row.cells)
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text


def test_a_table_in_a_cell_of_a_libreoffice_table_has_cells_of_its_own() -> None:
    """As in a Word file."""
    import odfdo  # noqa: PLC0415  heavy

    outer, inner = odfdo.Table("o", width=2, height=2), odfdo.Table("i", width=2, height=2)
    for table, texts in (
        (outer, ["Idea", "Reason", "Lamps", "It is dark"]),
        (inner, ["By day", "By night", "No", "Yes"]),
    ):
        for place, text in zip(("A1", "B1", "A2", "B2"), texts, strict=True):
            table.set_value(place, text)
    outer.get_elements("//table:table-cell")[3].append(inner)
    document = odfdo.Document("text")
    document.body.clear()
    document.body.append(outer)
    reading = read("a.odt", make.saved(document), MAX_MB)
    assert [(b.location, b.under, b.text) for b in reading.blocks] == INNER


def test_ticked_boxes_are_bullets_and_stay_ticked() -> None:
    """Which of the boxes people ticked is part of what they said."""
    reading = read("a.txt", b"Choose:\n\xe2\x98\x92 Lamps\n\xe2\x98\x90 Trees\n", MAX_MB)
    assert outline(reading)[1:] == [("bullet", 1, "☒ Lamps"), ("bullet", 1, "☐ Trees")]


def test_word_headers_and_footers_are_not_notes() -> None:
    """What stands on every page is no contribution."""
    document = WordDocument()
    document.sections[0].header.paragraphs[0].text = "On every page"
    document.add_paragraph("Once")
    assert [text for _, _, text in outline(read("a.docx", make.saved(document), MAX_MB))] == [
        "Once"
    ]


def test_libreoffice_headings_lists_and_tables_keep_their_structure() -> None:
    """Headings, nested lists and cells of an OpenDocument text."""
    import odfdo  # noqa: PLC0415  heavy

    document = odfdo.Document("text")
    inner = odfdo.ListItem("Until ten")
    outer = odfdo.ListItem("Later buses")
    outer.append(odfdo.List([inner]))
    table = odfdo.Table("t", width=2, height=2)
    for place, text in {
        "A1": "Problem",
        "B1": "Idea",
        "A2": "Mud",
        "B2": "Lay gravel on the path",
    }.items():
        table.set_value(place, text)
    document.body.clear()
    document.body.extend([odfdo.Header(1, "Question 1"), odfdo.List([outer]), table])
    reading = read("a.odt", make.saved(document), MAX_MB)
    assert outline(reading) == [
        ("heading", 1, "Question 1"),
        ("bullet", 1, "Later buses"),
        ("bullet", 2, "Until ten"),
        ("cell", 1, "Lay gravel on the path"),
    ]
    assert reading.blocks[-1].under == ("Idea", "Mud")


def test_pdf_bullets_and_wrapped_lines_are_rebuilt() -> None:
    """A bullet that runs over three lines is one bullet; levels come from where they start."""
    long = "We would like the council to publish what it spends every month in words anyone reads"
    content = make.pdf(
        f"#set page(width: 9cm, height: 20cm)\n= What would help?\n- {long}\n  - Nested point\n"
        "- Short one\n\n"
        "A paragraph of its own that also runs over more than one line of this narrow page.\n"
    )
    assert outline(read("a.pdf", content, MAX_MB)) == [
        ("headline", 1, "What would help?"),
        ("bullet", 1, long),
        ("bullet", 2, "Nested point"),
        ("bullet", 1, "Short one"),
        (
            "paragraph",
            1,
            "A paragraph of its own that also runs over more than one line of this narrow page.",
        ),
    ]


def test_cells_that_stand_far_apart_in_a_pdf_are_not_run_together() -> None:
    """A row of a table is no sentence; a number or a glyph stays with what it stands before."""
    content = make.pdf(
        "#set page(width: 20cm, height: 9cm)\n#table(columns: (6cm, 6cm), stroke: none, "
        "[Mend the lamps], [Una Example], [Plant trees], [Ewan Example])\n"
        "#h(0pt)2.#h(2cm)Open the hall\n"
    )
    assert [text for _, _, text in outline(read("a.pdf", content, MAX_MB))] == [
        "Mend the lamps",
        "Una Example",
        "Plant trees",
        "Ewan Example",
        "Open the hall",
    ]


def test_a_link_that_a_pdf_breaks_is_whole_again() -> None:
    """Lines of a paragraph are joined with a space, but not inside the address of a page."""
    content = make.pdf(
        "#set page(width: 9cm, height: 9cm)\nMore of this is told at "
        "https:\\/\\/example.org/notes/of/the/harbour/e\\\nvening and elsewhere.\n"
    )
    address = "https://example.org/notes/of/the/harbour/evening"
    assert outline(read("a.pdf", content, MAX_MB)) == [
        ("paragraph", 1, f"More of this is told at {address} and elsewhere.")
    ]


def test_pdf_page_headings_are_left_out_and_counted() -> None:
    """Lines that come back on every page are not notes; how many they were is said."""
    content = make.pdf(
        '#set page(height: 6cm, header: "Notes of the day", numbering: "1")\n'
        "- First point\n#pagebreak()\n- Second point\n#pagebreak()\n- Third point\n"
    )
    reading = read("a.pdf", content, MAX_MB)
    assert [b.text for b in reading.blocks] == ["First point", "Second point", "Third point"]
    assert reading.blocks[1].location == "page 2, paragraph 1"
    assert reading.asides[0].reason.startswith("6 lines that come back on every page")


def test_a_cell_that_comes_back_in_a_pdf_is_no_running_head() -> None:
    """The same answer at the edge of each page, at another height each time, is kept."""
    pages = [f"#pad(top: {n}cm)[Offline\n\nMend the lamps in ward {'ABC'[n]}]" for n in range(3)]
    reading = read("cells.pdf", make.pdf("#pagebreak()".join(pages)), MAX_MB)
    assert [block.text for block in reading.blocks].count("Offline") == 3
    assert not reading.asides


def test_markdown_keeps_words_and_drops_marks() -> None:
    """Headings, nested lists, emphasis, links and tables."""
    text = (
        "# Oban\n\n## Table 1\n\n- More **late** buses\n  wrapped\n  - see [here](http://x)\n\n"
        "1. one\n\nPara\n"
    )
    assert outline(read("a.md", text.encode(), MAX_MB)) == [
        ("heading", 1, "Oban"),
        ("heading", 2, "Table 1"),
        ("bullet", 1, "More late buses wrapped"),
        ("bullet", 2, "see here"),
        ("bullet", 1, "one"),
        ("paragraph", 1, "Para"),
    ]


def test_plain_text_lines_and_bullets() -> None:
    """Underlined headings, typed bullets with nesting, wrapped lines, lines that stand alone."""
    text = (
        "TABLE ONE\n\nTransport\n=========\n- Later buses\n  * until ten\n1. Cheaper too\n\n"
        "This line is long enough to have been wrapped by the editor, and it\ngoes on here.\n\n"
        "Short line\nAnother short line\n"
    )
    assert outline(read("a.txt", text.encode(), MAX_MB)) == [
        ("heading", 2, "TABLE ONE"),
        ("heading", 1, "Transport"),
        ("bullet", 1, "Later buses"),
        ("bullet", 2, "until ten"),
        ("bullet", 1, "Cheaper too"),
        (
            "paragraph",
            1,
            "This line is long enough to have been wrapped by the editor, and it goes on here.",
        ),
        ("paragraph", 1, "Short line"),
        ("paragraph", 1, "Another short line"),
    ]


def test_a_web_page_reads_as_a_visitor_sees_it() -> None:
    """No scripts, styles, hidden parts, menus; nested lists keep their levels."""
    text = (
        "<html><head><title>Notes</title><style>p{}</style></head><body><nav>Menu</nav>"
        "<h2>Table 1 <span class='mw-editsection'>[edit]</span></h2><script>alert(1)</script>"
        "<ul><li>Later <b>buses</b><ul><li>until ten</li></ul></li></ul>"
        "<p style='display: none'>not seen</p><p>Caf&eacute; &amp; park</p></body></html>"
    )
    assert outline(read("a.html", text.encode(), MAX_MB)) == [
        ("title", 0, "Notes"),
        ("heading", 2, "Table 1"),
        ("bullet", 1, "Later buses"),
        ("bullet", 2, "until ten"),
        ("paragraph", 1, "Café & park"),
    ]


# What cannot be read


def test_every_refusal_says_why_and_what_next() -> None:
    """Sentences that a facilitator understands, read word for word."""
    locked_zip = bytearray(make.zipped({"a.txt": "x"}))
    locked_zip[locked_zip.index(b"PK\x01\x02") + 8] |= 1
    assert refusal("a.csv", b"") == ("the file is empty; check that the right file was copied here")
    assert refusal("a.doc", OLE + b"\0" * 600) == (
        "this is an old Word file (.doc), which is not read; "
        "open it in Word or LibreOffice and save it as .docx"
    )
    assert refusal("a.JPG", b"\xff\xd8\xff") == (
        "a picture cannot be read; type up what it shows, in any text format"
    )
    assert refusal("a.xyz", b"?") == (
        "files ending in .xyz are not read; "
        "save it as Word (.docx), PDF with text, Excel (.xlsx), CSV or plain text"
    )
    assert refusal("notes", b"?") == (
        "a file without an ending in its name is not read; "
        "save it as Word (.docx), PDF with text, Excel (.xlsx), CSV or plain text"
    )
    locked = (
        "the file is protected with a password; "
        "open it, save a copy without the password and put that in its place"
    )
    assert refusal("a.xlsx", OLE + "EncryptedPackage".encode("utf-16-le") * 40) == locked
    assert refusal("a.docx", OLE + "EncryptedPackage".encode("utf-16-le") * 40) == locked
    assert refusal("a.zip", bytes(locked_zip)) == locked
    assert refusal("a.pdf", make.locked_pdf()) == locked
    assert refusal("a.pdf", make.pdf("#rect(width: 3cm)")) == (
        "this PDF holds pictures of pages and no text; type up what it says, in any text format, "
        "or ask for the document it was made from"
    )


def whole_files() -> dict[str, bytes]:
    """One good file of each packed format."""
    import odfdo  # noqa: PLC0415  heavy

    document = WordDocument()
    document.add_paragraph("Hello there")
    return {
        "a.docx": make.saved(document),
        "a.odt": make.saved(odfdo.Document("text")),
        "a.xlsx": make.workbook({"S": [["comment"], ["hello there"]]}),
        "a.pdf": make.pdf("Hello there"),
        "a.csv.gz": make.gzipped("comment\nhello there\n" * 50),
        "a.zip": make.zipped({"a.csv": "comment\nhello there\n"}),
    }


@pytest.mark.parametrize("share", [0.3, 0.5, 0.9])
def test_a_file_cut_off_is_refused_in_one_sentence(share: float) -> None:
    """A download that broke off gives a reason, never a traceback and never half a round."""
    for name, content in whole_files().items():
        assert refusal(name, content[: int(len(content) * share)]) == (
            "the file is damaged or was cut off, so it could not be opened; "
            "ask for the file again, or open it and save a new copy"
        )


def test_a_damaged_member_of_a_zip_does_not_stop_the_others() -> None:
    """One broken file in an archive is one reason; the rest is read."""
    content = make.zipped({"a.csv": "comment\nfirst words\n" * 9, "b.csv": "comment\nhello\n"})
    broken = content.replace(b"PK\x03\x04", b"PK\x00\x00", 1)
    reading = read("all.zip", b"PK\x03\x04" + broken[4:38] + b"\xff\xff" + broken[40:], MAX_MB)
    assert [sheet.inside for sheet in reading.sheets] == ["b.csv"]
    assert [aside.location for aside in reading.asides] == ["a.csv"]


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    """What unpacks to far more than its size, or to more than the limit, is not unpacked."""
    bomb = make.zipped({"[Content_Types].xml": "", "word/document.xml": b"\0" * 30_000_000})
    assert refusal("a.docx", bomb).startswith("the file unpacks to more than 200 times its size")
    with pytest.raises(Unreadable, match="would unpack to 30 MB, more than the 20 MB allowed"):
        read("a.docx", bomb, 20)
    with pytest.raises(Unreadable, match="unpacks to more than 200 times"):
        read("a.csv.gz", make.gzipped("a" * 30_000_000), MAX_MB)
    many = BytesIO()
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(10_001):
            archive.writestr(str(number), "")
    assert "more than a document needs" in refusal("a.zip", many.getvalue())


def test_an_entity_bomb_in_a_word_file_gives_no_words() -> None:
    """Entities are not resolved, from inside or outside the file."""
    evil = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY f SYSTEM "file:///etc/hostname">]>'
        + make.DOCUMENT
        + "<w:body><w:p><w:r><w:t>x&a;&f;</w:t></w:r></w:p></w:body></w:document>"
    )
    members = {
        "[Content_Types].xml": "",
        "_rels/.rels": '<Relationships><Relationship Target="word/document.xml" '
        'Type="x/officeDocument"/></Relationships>',
        "word/document.xml": evil,
    }
    assert outline(read("a.docx", make.zipped(members), MAX_MB)) == [("paragraph", 1, "x")]


@given(
    st.binary(max_size=300),
    st.sampled_from([".csv", ".txt", ".md", ".html", ".json", ".pdf", ".docx", ".eml"]),
)
@settings(max_examples=150, deadline=None)
def test_no_bytes_make_a_reader_fall_over(content: bytes, suffix: str) -> None:
    """Whatever the bytes, there is a reading or a reason."""
    with contextlib.suppress(Unreadable):
        assert read("a" + suffix, content, MAX_MB).kind
