"""What a person changes in Word comes back as decisions, and nothing they typed is lost."""

import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from pipeline.edits import Change, Edits, compare, import_edits
from pipeline.readers.edited import read_edited
from pipeline.writers.word_text import tag_in
from tests.conftest import Folkmoot
from tests.invented import invented_round, reported

SOFFICE = shutil.which("soffice")
IDS = ("t-money", "t-money-a", "t-money-b", "t-part", *(f"i{n}" for n in range(1, 16)))


@pytest.fixture(scope="module")
def report() -> bytes:
    """Give the invented round's report as a Word file."""
    made: bytes = reported(invented_round())["findings_docx"]
    return made


def _opened(content: bytes) -> Any:  # noqa: ANN401  python-docx's document
    return docx.Document(BytesIO(content))


def _saved(word: Any) -> bytes:  # noqa: ANN401  python-docx's document
    kept = BytesIO()
    word.save(kept)
    return kept.getvalue()


def _control(word: Any, tag: str) -> Any:  # noqa: ANN401  an element
    return next(each for each in word.element.body.iter(qn("w:sdt")) if tag_in(each) == tag)


def _write(word: Any, tag: str, text: str) -> None:  # noqa: ANN401
    first, *rest = _control(word, tag).iter(qn("w:t"))
    first.text = text
    for each in rest:
        each.text = ""


def _line_of(word: Any, tag: str) -> Any:  # noqa: ANN401  an element
    return next(_control(word, tag).iterancestors(qn("w:p")))


def _read(edited: bytes, report: bytes) -> Edits:
    return compare(read_edited(edited, "edited.docx"), read_edited(report, "report.docx"), IDS)


def test_an_untouched_report_changes_nothing(report: bytes) -> None:
    """Whoever only reads, or saves without typing, decides nothing."""
    assert _read(_saved(_opened(report)), report) == Edits((), ())


def test_names_descriptions_and_the_order_of_quotes_come_back(report: bytes) -> None:
    """A facilitator works in Word, and the pipeline takes it as decisions."""
    word = _opened(report)
    _write(word, "n:t-money", "Where the money goes")
    _write(word, "n:t-money-b", "Budgets in plain words")
    _write(word, "d:t-money", "People want to follow every pound.")
    _line_of(word, "q:i2").addprevious(_line_of(word, "q:i4"))
    assert _read(_saved(word), report) == Edits(
        (
            Change("rename", "t-money", "Where the money goes"),
            Change("describe", "t-money", "People want to follow every pound."),
            Change("rename", "t-money-b", "Budgets in plain words"),
            *(Change("pin quote", each, None) for each in ("i4", "i2", "i1", "i5")),
        ),
        (),
    )


def test_what_has_no_field_is_told_and_not_lost(report: bytes) -> None:
    """Quotes stay word for word; other text that came or went is read out."""
    word = _opened(report)
    word.add_paragraph("A remark of mine")
    _write(word, "q:i6", "Hold meetings at night")
    _line_of(word, "q:i7").getparent().remove(_line_of(word, "q:i7"))
    _write(word, "n:t-part", "")
    edits = _read(_saved(word), report)
    assert edits.changes == ()
    assert edits.beside == (
        "“Taking part” was emptied: write what should stand there",
        "a quote stays word for word: “Hold meetings in the evening so that working people can "
        "come” was changed to “Hold meetings at night”",
        "“Pay the bus fare of people who come to consultations” was taken out; what people said "
        "stays in the index",
        "written outside the fields: “A remark of mine”",
    )


def test_a_quote_under_another_theme_is_a_move_for_people_to_decide(report: bytes) -> None:
    """An idea changes its theme by a decision of its own, with a reason."""
    word = _opened(report)
    _line_of(word, "q:i6").addprevious(_line_of(word, "q:i1"))
    assert _read(_saved(word), report).beside == (
        "“Publish council spending as open data every month” was put under another theme: "
        'add a row "move" for i1',
    )


@pytest.mark.slow
def test_a_file_that_is_no_word_file_is_one_sentence(
    folkmoot: Folkmoot, sample_round: Path, tmp_path: Path
) -> None:
    """It says what to do instead."""
    file = tmp_path / "findings.docx"
    file.write_text("not a Word file")
    said = folkmoot("import-edits", file, sample_round, "--by", "Morag")
    assert (said.code, said.out) == (1, "")
    assert said.err == (
        f"folkmoot: {file}: not readable as a Word file; save it as .docx and try again\n"
    )


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="there is no LibreOffice")
def test_edits_survive_libreoffice(report: bytes, tmp_path: Path) -> None:
    """Whoever has no Word loses nothing: fields are known again after LibreOffice saved them."""
    word = _opened(report)
    _write(word, "n:t-money", "Where the money goes")
    (tmp_path / "edited.docx").write_bytes(_saved(word))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "docx:MS Word 2007 XML"]
    subprocess.run(
        [*command, "--outdir", str(tmp_path / "out"), str(tmp_path / "edited.docx")],
        check=True,
        capture_output=True,
        timeout=180,
    )
    edits = _read((tmp_path / "out" / "edited.docx").read_bytes(), report)
    assert edits.changes == (Change("rename", "t-money", "Where the money goes"),)
    assert edits.beside == ()


@pytest.mark.slow
def test_edits_become_rows_of_corrections(sample_round: Path, tmp_path: Path) -> None:
    """They say when, who and from which file, and stand behind what was decided before."""
    folder = tmp_path / "round"
    shutil.copytree(sample_round, folder)
    word = docx.Document(str(folder / "reports/findings.docx"))
    control = next(each for each in word.element.body.iter(qn("w:sdt")) if tag_in(each)[:2] == "n:")
    _write(word, tag_in(control), "Their own name")
    word.save(str(folder / "reports/findings.docx"))
    when = datetime(2026, 3, 2, 9, tzinfo=UTC)
    import_edits(folder, folder / "reports/findings.docx", "Morag", when)
    sheet = (folder / "data/raw/decisions/corrections.csv").read_text(encoding="utf-8")
    assert sheet.splitlines()[-1] == (
        f"2026-03-02T09:00:00Z,Morag,rename,{tag_in(control)[2:]},Their own name,"
        "edited in findings.docx"
    )
