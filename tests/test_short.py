"""Two short papers tell the findings: two pages for those who decide, a draft in easy words."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
import pytest

from pipeline.readability import grade, longest_sentence, syllables_of
from tests.invented import empty_round, few, invented_round, reported
from tests.reading import page_words, texts_of, word_words

SOFFICE = shutil.which("soffice")


def test_the_briefing_says_the_same_on_the_page_and_in_word() -> None:
    """Whoever opens either reads the same words."""
    made = reported(invented_round())
    assert page_words(made["briefing_html"]) == word_words(made["briefing_docx"])


def test_the_briefing_shows_how_firm_its_claims_are_and_whose_words_they_are() -> None:
    """Each theme has its firmness and a quote that leads to the contribution."""
    words = " ".join(page_words(reported(invented_round())["briefing_html"]))
    assert (
        "Money & budgets 5 3 firm (0.75) “Put all contracts above five hundred pounds online” (c2)"
    ) in words
    assert "They do not measure public opinion" in words


def test_a_briefing_of_nothing_says_so() -> None:
    """An empty round has a briefing and no invented findings."""
    words = " ".join(page_words(reported(empty_round())["briefing_html"]))
    assert "No ideas came in that could be included." in words


def test_a_round_without_themes_is_told_in_its_own_words() -> None:
    """Three ideas make no theme; whoever reads a short paper reads them all the same."""
    made = reported(few("Mend the lamps", "A bench by the pier", "Later buses"))
    for words in (page_words(made["briefing_html"]), word_words(made["easy_read_docx"])):
        assert all(said in " ".join(words) for said in ("Mend the lamps", "Later buses"))


def test_asks_that_may_be_opposed_stand_beside_each_other_as_they_were_put() -> None:
    """Decision makers see both sides, and that a computer paired them."""
    tables = invented_round()
    opposes = tables["themes"]["theme_id"].map({"t-money-a": "t-money-b"})
    tables["themes"] = tables["themes"].assign(opposes=opposes)
    words = " ".join(page_words(reported(tables)["briefing_html"]))
    assert "Publish council spending as open data every month – beside: Plain budgets" in words
    assert "A computer put these beside each other." in words


def test_the_easy_read_paper_is_a_draft_in_short_sentences() -> None:
    """Nobody takes it for finished, and no sentence of ours is longer than twelve words."""
    content = reported(invented_round())["easy_read_docx"]
    word = docx.Document(BytesIO(content))
    lines = [line.text for line in word.paragraphs if line._p.style in ("Normal", "Warning")]
    assert lines[0] == "Draft"
    assert lines[1].startswith("This is a draft. People need to finish it.")
    assert longest_sentence(" ".join(lines)) <= 12
    assert word.styles["Normal"].font.size.pt > 14


def test_the_grade_follows_the_formula() -> None:
    """A person can count it again: 0.39 words a sentence, 11.8 syllables a word, less 15.59."""
    words = ("table", "asked", "wanted", "places", "house", "people", "participation", "the", "16")
    assert [syllables_of(word) for word in words] == [2, 1, 2, 2, 1, 2, 5, 1, 1]
    assert grade("People want plain papers. Tell us why.") == round(
        0.39 * 7 / 2 + 11.8 * 9 / 7 - 15.59, 1
    )
    assert longest_sentence("One two. One two three! One?") == 3
    assert (grade(""), longest_sentence("")) == (0.0, 0)


@pytest.mark.slow
def test_the_summary_of_the_sample_round_can_be_read_by_a_child_of_eleven(
    sample_round: Path,
) -> None:
    """Short words, and no sentence of 25 words or more; the report says so itself."""
    page = (sample_round / "reports/findings.html").read_text(encoding="utf-8")
    paragraphs = texts_of(page, "p")
    summary = next(text for text in paragraphs if text.startswith("People gave us"))
    assert grade(summary) < 7
    assert longest_sentence(summary) < 25
    assert f"Flesch-Kincaid grade is {grade(summary):g} " in page


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="there is no LibreOffice")
def test_the_briefing_has_two_pages(sample_round: Path, tmp_path: Path) -> None:
    """It fits on one sheet of paper, front and back."""
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir"]
    subprocess.run(
        [*command, str(tmp_path), str(sample_round / "reports/briefing.docx")],
        check=True,
        capture_output=True,
        timeout=180,
    )
    assert len(pypdfium2.PdfDocument((tmp_path / "briefing.pdf").read_bytes())) == 2
