"""What reviewers and voters are given is complete, safe to open and the same every time."""

from io import BytesIO
from zipfile import ZipFile

import docx
import pandas as pd
import pytest
from openpyxl import load_workbook

from pipeline.join import join
from pipeline.knowledge import load
from pipeline.shortlist.folder import papers
from pipeline.shortlist.pack import of_kind
from pipeline.shortlist.papers import ballot_codes
from pipeline.shortlist.sheets import commitment_sheets
from pipeline.tables import Commitments, Milestones
from pipeline.wording import PREVIEW
from tests.build import rows
from tests.invented import hostile_round, invented_round
from tests.reading import page_words

PROMISE = {"commitment_id": "C1", "title": "Open books", "date": "2018-10-05"}


def _folder(
    tables: dict[str, pd.DataFrame], *reviewers: str, banner: str | None = None
) -> dict[str, str | bytes]:
    findings = join(tables)
    asked = of_kind(findings, "ask")
    leads = {"t-money": "Treasury|Councils"}
    sheets = commitment_sheets(findings, asked, rows(Commitments, PROMISE), rows(Milestones), leads)
    return papers(findings, asked, sheets, list(reviewers), banner)


def _words(document: str | bytes) -> str:
    assert isinstance(document, bytes)
    word = docx.Document(BytesIO(document))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([each.text for each in word.paragraphs] + cells)


def test_the_pack_has_a_page_for_each_candidate() -> None:
    """With its words, its figures and where to read all of it; the same in the browser and Word."""
    made = _folder(invented_round())
    page = " ".join(page_words(str(made["review-pack.html"])))
    for words in (page, _words(made["review-pack.docx"])):
        assert "1. Publish council spending as open data every month" in words
        assert "heard at 3 sources" in words
        assert "Read all 3 contributions behind it" in words


def test_a_commitment_sheet_marks_what_people_must_fill() -> None:
    """A commitment as decided comes first; a draft has what people said, and gaps that show."""
    words = _words(_folder(invented_round())["commitment-sheets.docx"])
    assert words.index("Commitment C1: Open books") < words.index("Draft 1: Publish council")
    assert "Named for this theme: Treasury, Councils" in words
    assert words.count("To be filled in by people") > 10


def test_every_reviewer_gets_a_sheet_that_only_they_fill_in() -> None:
    """Choices are offered, heads and candidates are locked, answers are open."""
    made = _folder(invented_round(), "Ina Ventit", "Fik Tiv")
    assert {"scoring-sheet-ina-ventit.xlsx", "scoring-sheet-fik-tiv.xlsx"} <= set(made)
    sheet = load_workbook(BytesIO(made["scoring-sheet-ina-ventit.xlsx"]))["Scores"]  # type: ignore[arg-type]
    heads = [cell.value for cell in sheet[1]]
    assert [sheet["A2"].value, sheet["B2"].value] == ["Ina Ventit", "k1"]
    assert sheet.protection.sheet
    assert sheet["A1"].protection.locked
    assert sheet["B2"].protection.locked
    names = [each["name"] for each in load("criteria")["criteria"]]
    assert not any(sheet.cell(2, heads.index(name) + 1).protection.locked for name in names)
    assert len(sheet.data_validations.dataValidation) == len(names) + 2
    characters = sum(column.width for column in sheet.column_dimensions.values())
    assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
    assert characters * 5.25 * 9 / 11 < 842 - 2 * 0.3 * 72  # points: 9-point letters on wide A4


@pytest.mark.parametrize("nasty", ["=1+1", "@SUM(A1)", "+cmd", "-2", "\x00\x1f", "<b>&"])
def test_no_words_become_a_formula(nasty: str) -> None:
    """Whatever people wrote, a spreadsheet shows it and computes nothing."""
    made = _folder(hostile_round(nasty), nasty)
    sheets = [name for name in made if name.endswith(".xlsx")]
    for cell in load_workbook(BytesIO(made[sheets[0]]))["Scores"]["C"]:  # type: ignore[arg-type]
        assert cell.data_type == "s"
    assert not any(
        field.startswith(("=", "+", "@"))
        for field in str(made["ballot.csv"]).replace('"', "").split(",")
    )


def test_the_same_papers_have_the_same_bytes() -> None:
    """No moment of writing is in them; without sign-off each says that it is a preview."""
    first, second = (_folder(invented_round(), banner=PREVIEW) for _ in range(2))
    assert first == second
    assert PREVIEW in str(first["ballot.html"])
    assert PREVIEW in _words(first["review-pack.docx"])
    with ZipFile(BytesIO(first["scoring-sheet.xlsx"])) as parts:  # type: ignore[arg-type]
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_codes_on_a_ballot_tell_candidates_apart() -> None:
    """They are the start of the id, longer where two begin alike."""
    ids = ["cabcde1", "cabcdf2", "c000000"]
    codes = ballot_codes([{"candidate_id": each} for each in ids])
    assert list(codes.values()) == ["cabcde", "cabcdf", "c00000"]
