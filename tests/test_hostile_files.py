"""No file can harm a round: each is read or ends in one reason, and the others are read."""

import os
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.readers import Unreadable, read
from tests import files as make
from tests.test_ingest import run

TOO_MUCH = "reading this file took too much time or memory, so it was stopped"
DAMAGED = "the file is damaged or was cut off, so it could not be opened"
SECONDS = 20  # of computing time that any one file may take
PARAGRAPH = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
OTHER = make.word(PARAGRAPH.format("The other file is read"))


def reasons(name: str, content: bytes | str) -> list[str]:
    """Ingest a file beside a good one; give the reasons for what is set aside of it."""
    given_files = make.folder({name: content, "zz.docx": OTHER})
    before = sum(os.times()[:4])
    contributions, _, asides, _ = run(given_files)
    assert sum(os.times()[:4]) - before < SECONDS
    assert "The other file is read" in set(contributions["text"])
    return list(asides.loc[asides["file"] == name, "reason"])


def words(name: str, content: bytes | str) -> list[str]:
    """Ingest a file; give the words of its contributions."""
    return list(run(make.folder({name: content})).contributions["text"])


def package(document: str) -> bytes:
    """Make a Word file with this as its document, whatever it is."""
    with zipfile.ZipFile(BytesIO(OTHER)) as good:
        members = {name: good.read(name) for name in good.namelist()}
    return make.zipped(members | {"word/document.xml": document})


def sheet(rows: str) -> bytes:
    """Make a workbook whose one sheet has this as its rows, whatever they are."""
    with zipfile.ZipFile(BytesIO(make.workbook({"S": [["x"]]}))) as good:
        members = {name: good.read(name) for name in good.namelist()}
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'
    return make.zipped(members | {"xl/worksheets/sheet1.xml": xml})


def linked() -> bytes:
    """Make a zip whose one member is a symbolic link."""
    target, link = BytesIO(), zipfile.ZipInfo("notes.txt")
    link.external_attr = 0o120777 << 16
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(link, "/etc/hostname")
    return target.getvalue()


BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
SMALL_FILES = [
    ("bomb.docx", lambda: package(f'<!DOCTYPE d [<!ENTITY e0 "ha">{BOMB}]><d>&e9;</d>'), DAMAGED),
    ("link.zip", linked, "a link to another file is not followed"),
    ("in.zip", lambda: make.zipped({"in.zip": make.zipped({"a.txt": "Lamps"})}),
     "an archive inside an archive is not opened"),
    ("lies.zip", lambda: make.zipped({"a.txt": "Lamps"})[4:].join([b"PK", b""]), DAMAGED),
    ("page.docx", lambda: b"<html><p>Lamps</p></html>", DAMAGED),
    ("both.pdf", lambda: b"%PDF-1.4\n" + make.zipped({"a.txt": "Lamps"}), DAMAGED),
    ("many.zip", lambda: make.zipped({f"{n}.txt": "Lamps" for n in range(10_001)}),
     "the file holds 10,001 parts, more than a document needs"),
]  # fmt: skip
LARGE_FILES = [
    ("blank.docx", lambda: make.word("<w:p/>" * 3_000_000),
     "the file unpacks to more than 200 times its size, as harmful files do"),
    ("long.docx", lambda: make.word("".join(PARAGRAPH.format(n * 7919) for n in range(300_000))),
     "the document holds 300,000 paragraphs, more than notes of an event do"),
    ("bomb.xlsx", lambda: sheet('<row r="1"><c r="A1"/></row>' * 15_000_000),
     "the file would unpack to 420 MB, more than the 200 MB allowed"),
    ("wide.xlsx", lambda: sheet('<row r="1"><c r="A1"><v>1</v></c></row>'
     '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), TOO_MUCH),
]  # fmt: skip
LONG_TEXTS = [
    ("words.csv", "id,comment\n1," + "lamps on the path " * 60_000),
    ("broken.csv", "id,comment\n1," + "lamps â€™ café " * 60_000),
    ("events.txt", "Idea submitted at public discussion event " * 24_000),
    ("brackets.txt", "(" * 1_000_000 + "\n\nLamps"),
    ("numbers.txt", "1. " * 300_000),
    ("nested.md", "> " * 50_000 + "lamps\n\n" + "[" * 50_000 + "\n\n" + "*a " * 50_000),
    ("nested.html", "<div>" * 50_000 + "Lamps"),
    ("nested.json", '{"a":' * 900 + '[{"text": "Lamps here"}]' + "}" * 900),
    ("quotes.csv", "id,comment\n" + "".join(f'{n},"lamps {n}\n' for n in range(100_000))),
    ("wide.csv", "comment" + ",x" * 100_000 + "\nLamps" + ",1" * 100_000 + "\n"),
]


@pytest.mark.parametrize(("name", "made", "reason"), SMALL_FILES, ids=[f[0] for f in SMALL_FILES])
def test_a_hostile_file_is_one_reason(name: str, made: Callable[[], bytes], reason: str) -> None:
    """Bombs, links, archives in archives, files in disguise: said in one row; the rest goes on."""
    assert reasons(name, made()) == [reason]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "made", "reason"), LARGE_FILES, ids=[f[0] for f in LARGE_FILES])
def test_a_large_hostile_file_is_one_reason(
    name: str, made: Callable[[], bytes], reason: str
) -> None:
    """Refused by what it declares, or stopped at 1 GB or 15 s; a Word file after it is read."""
    assert reasons(name, made()) == [reason]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "text"), LONG_TEXTS, ids=[text[0] for text in LONG_TEXTS])
def test_a_long_text_takes_no_long_time(name: str, text: str) -> None:
    """Cells of a megabyte, a hundred thousand columns, deep nesting: read or refused in 20 s."""
    reasons(name, text)


def test_an_outside_entity_is_not_fetched(tmp_path: Path) -> None:
    """A document cannot bring in a file of this computer."""
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    document = make.DOCUMENT + "<w:body>" + PARAGRAPH.format("Lamps &x;") + "</w:body></w:document>"
    hostile = package(f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{document}')
    assert "secret" not in "".join(words("a.docx", hostile))


def test_a_zip_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Members that climb out of their archive are read in memory; their names are only names."""
    monkeypatch.chdir(tmp_path)
    hostile = make.zipped({"../../up.txt": "Lamps", "/tmp/abs.txt": "Bins"})
    assert sorted(words("a.zip", hostile)) == ["Bins", "Lamps"]
    assert not list(tmp_path.rglob("*"))


def test_what_hides_or_turns_words_is_taken_out() -> None:
    """Marks without width or that turn the line cannot hide an address or show words backwards."""
    text = "comment\nWrite to a\u200bb@exa\u2060mple.org\nLamps \u202egnp.exe\u202c\n"
    assert words("a.csv", text) == ["Write to ab@example.org", "Lamps gnp.exe"]


GOOD_FILES = {
    "a.docx": OTHER,
    "a.xlsx": make.workbook({"S": [["id", "comment"], [1, "Lamps"], [2, "Bins"]]}),
    "a.zip": make.zipped({"a.txt": "Lamps", "b.csv": "comment\nBins\n"}),
    "a.csv.gz": make.gzipped("id,comment\n1,Lamps\n"),
    "a.json": b'[{"id": 1, "text": "Lamps"}, {"id": 2, "text": "Bins"}]',
    "a.html": b"<h1>Notes</h1><ul><li>Lamps<table><tr><td>Bins</td></tr></table></ul>",
    "a.md": b"# Notes\n\n- Lamps\n  - Bins\n\n|a|b|\n|-|-|\n|c|d|\n",
    "a.csv": b'id,comment\n1,"Lamps, and\nbins"\n2,Trees\n',
}


@given(
    st.sampled_from(sorted(GOOD_FILES)),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8),
    st.floats(0.2, 1),
)
def test_a_file_with_wrong_bytes_is_read_or_refused(
    name: str, flips: list[tuple[int, int]], share: float
) -> None:
    """Bytes changed on the way here, or cut off, give a reading or a reason, never a traceback."""
    content = bytearray(GOOD_FILES[name])
    for place, value in flips:
        content[place % len(content)] = value
    try:
        read(name, bytes(content[: int(len(content) * share)]), max_mb=5)
    except Unreadable as error:
        why = error.reason, error.advice
        assert all(why)
