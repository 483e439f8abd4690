"""The writers render the same words in every form, and the words of others only as words."""

from collections import Counter
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from pipeline.document import (
    Bullets,
    Document,
    Facts,
    Link,
    Paragraph,
    Quote,
    Section,
    Table,
    Words,
    moved,
)
from pipeline.writers.csv_text import write_csv, write_spreadsheet
from pipeline.writers.docx import write_docx
from pipeline.writers.html import write_html
from pipeline.writers.markdown import write_markdown
from pipeline.writers.pdf import write_pdf
from tests.reading import (
    letters,
    links,
    markdown_words,
    page_words,
    pdf_addresses,
    pdf_letters,
    word_words,
)

RIGHT_TO_LEFT = "מה שלומך السلام عليكم"
HOSTILE = (
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% raw %} #eval(1)",
    "[click](javascript:alert(1)) ![x](http://example.org/x.png)",
    "*bold* _it_ `code` ~~gone~~ **b** __u__",
    "# not a heading",
    "1. not a list\n- nor this\n\n    nor code",
    "a | b\n--- | ---\n1 | 2",
    "=cmd|' /C calc'!A0",
    "safe\u202eevil\u202c",
    "x" * 10_000,
    "👩🏽‍🤝‍👩🏿 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "&lt;b&gt; &#x41; & co",
    "null\x00bell\x07escape\x1b",
    '" onmouseover="alert(1)',
    "]] ]( [ ![ \\ \\| |",
    "[foo]: http://example.org\n[foo]",
    RIGHT_TO_LEFT,
)
OTHERWISE = (HOSTILE[8], HOSTILE[12], RIGHT_TO_LEFT)  # turned round, or shown by name


def _page(text: str) -> Document:
    """Put a text everywhere a text can be."""
    said = Words(text)
    return Document(
        ("Title ", said),
        text,
        (
            Paragraph((text, " ", Words(text, "mark"), "."), "lead"),
            Paragraph((said, "!", Link((said,), "#x")), "warning"),
            Bullets(((text,), (Link((said,), "a.html"), " ", text)), ordered=True),
            Facts((("How many", "7"),)),
            Quote((text, Words("marked", "mark"), text), ("from ", said), "gd"),
            Table(text, ("Name", text), (((said,), (text,)),), (1,), ((0, 3),)),
            Section("x", (said,), (Paragraph((text,)),)),
        ),
    )


@given(st.text() | st.sampled_from(HOSTILE))
def test_html_and_markdown_say_the_same_words(text: str) -> None:
    """Whatever people wrote stands in both forms, word for word and in the same order."""
    document = _page(text)
    assert page_words(write_html(document)) == markdown_words(write_markdown(document))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_word_file_says_the_same_words(text: str) -> None:
    """Whatever people wrote stands in the Word file too, and nothing in it is taken for markup."""
    document = _page(text)
    assert page_words(write_html(document)) == word_words(write_docx(document))


@pytest.mark.parametrize("text", [text for text in HOSTILE if text not in OTHERWISE])
def test_a_pdf_says_the_same_words(text: str) -> None:
    """Whatever people wrote stands in the PDF too, emoji and very long words as well."""
    document = _page(text)
    told = Counter(pdf_letters(write_pdf(document)))
    words = Counter(letters("".join(page_words(write_html(document)))))
    assert told - words == Counter("1.2.")  # marks of the ordered list
    assert words - told == Counter()


def test_a_document_in_another_place_says_the_same() -> None:
    """Links to other pages begin with the way there; places on the page and the web stay."""
    inner = Section("a", (Link(("A",), "themes/a.html"),), (Bullets(((Link(("b",), "#a"),),)),))
    table = Table("T", ("x",), (((Link(("c",), "https://example.org/c"),),),))
    document = Document(("Title",), "What it is.", (inner, table), (Link(("up",), "index.html"),))
    page, there = write_html(document), write_html(moved(document, "index/"))
    assert page_words(there) == page_words(page)
    lead = [link for link in links(there) if link != "#main"]
    assert lead == ["index/index.html", "index/themes/a.html", "#a", "https://example.org/c"]


def test_a_pdf_leads_only_where_it_can_be_followed() -> None:
    """Sent on by mail, a PDF keeps links to the web, and has none to files that stayed behind."""
    here = (Link(("page",), "index/c1.html"), " ", Link(("web",), "https://example.org/c1"))
    document = Document(("Title",), "What it is.", (Paragraph(here),))
    assert pdf_addresses(write_pdf(document)) == ["https://example.org/c1"]


def test_a_pdf_names_what_no_font_can_show() -> None:
    """A reader learns what stood there; nothing becomes an empty box."""
    document = Document(("T",), "", (Paragraph(("a\x07 中 b",)),))
    assert pdf_letters(write_pdf(document)) == "Ta[symbolforbell][cjkunifiedideograph4e2d]b"


def test_a_pdf_sets_each_writing_in_its_direction() -> None:
    """Hebrew and Arabic are there, letter for letter; their order on the page is their own."""
    document = _page(RIGHT_TO_LEFT)
    words = letters("".join(page_words(write_html(document))))
    assert not Counter(words) - Counter(pdf_letters(write_pdf(document)))


@given(st.sampled_from(HOSTILE))
def test_words_of_others_become_nothing_but_words(text: str) -> None:
    """No text can add a link, a picture or a script to a page."""
    page = write_html(_page(text))
    assert set(links(page)) <= {"#main", "#x", "a.html"}
    assert page.count("<script") == 0


def test_control_characters_are_shown_as_pictures() -> None:
    """A reader can see that something was there; no page is broken by it."""
    page = write_html(Document(("T",), "", (Paragraph(("bell\x07 null\x00",)),)))
    assert "bell␇ null␀" in page


def test_a_spreadsheet_is_guarded_and_a_machine_edition_is_not() -> None:
    """Six beginnings make a formula; every other cell stays as it is."""
    import pandas as pd  # noqa: PLC0415  only here

    cells = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "1=1", " =1"]
    table = pd.DataFrame({"text": cells})
    guarded = [f"'{cell}" for cell in cells[:6]] + cells[6:]
    assert write_csv(table).split("\n")[1] == "=1+1"
    assert write_spreadsheet(table) == write_csv(pd.DataFrame({"text": guarded}))


def test_a_short_paper_needs_no_list_of_contents() -> None:
    """Two pages for those who decide are not spent on a list of what is on them."""
    sections = tuple(Section(f"s{n}", ("Trees",), (Paragraph(("Grow.",)),)) for n in range(7))
    word = docx.Document(BytesIO(write_docx(Document(("Briefing",), "", sections))))
    assert "Contents" not in [paragraph.text for paragraph in word.paragraphs]


def test_a_word_file_is_built_with_styles_that_people_can_use() -> None:
    """Headings make a list of contents, tables keep their header, a name can be found again."""
    sections = tuple(
        Section(f"s{n}", (Words("Trees", edit=f"n:t{n}"),), (_TABLE,)) for n in range(8)
    )
    content = write_docx(Document(("Report",), "", sections))
    word = docx.Document(BytesIO(content))
    styles = [str(paragraph._p.style) for paragraph in word.paragraphs]
    assert styles.count("Heading1") == styles.count("Caption") == styles.count("TOC1") == 8
    assert all(table.rows[0]._tr.xpath("w:trPr/w:tblHeader") for table in word.tables)
    assert word.core_properties.title == "Report"
    assert [tag.get(qn("w:val")) for tag in word.element.body.iter(qn("w:tag"))] == [
        f"n:t{n}" for n in range(8)
    ]
    assert content == write_docx(Document(("Report",), "", sections))


_TABLE = Table("Trees", ("Kind", "How many"), ((("oak",), ("7",)),), (1,))
