"""Whatever people send ends in a result with a reason for what is missing, or in one sentence."""

import gzip
import io
import zipfile

import pytest

from pipeline import store
from tests.conftest import Folkmoot, NewRound

GOOD = "idea\nPublish every council budget in words that people use\n"


def docx_cut_in_half() -> bytes:
    """Make a Word file whose second half is missing."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", "<w:document/>" * 500)
    return whole.getvalue()[: len(whole.getvalue()) // 2]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("minutes.docx", docx_cut_in_half()),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000),
        ("photo.jpg", b"\xff\xd8\xff\xe0 a photo of a flipchart"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0d\0" * 300),
        ("numbers.csv", b"a,b\n1,2\n3,4\n"),
        ("empty.csv", b""),
        ("empty.txt", b""),
        ("cut.csv.gz", gzip.compress(GOOD.encode() * 50)[:40]),
        ("what.xyz", b"something else"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_one_bad_file_does_not_stop_the_others(
    folkmoot: Folkmoot, new_round: NewRound, name: str, content: bytes
) -> None:
    """A file that cannot be read is set aside with a reason and advice; the good one is read."""
    folder = new_round({"ideas.csv": GOOD, name: content})
    said = folkmoot("run", folder, "--only", "ingest")
    assert (said.code, said.err) == (0, "")
    aside = store.read(folder, "set_aside").query("file == @name")
    assert len(aside) == 1
    assert aside["reason"].str.len().min() > 5
    assert aside["advice"].str.len().min() > 5
    assert len(store.read(folder, "contributions")) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("what.xyz", b"?"), ("numbers.csv", b"a,b\n1,2\n")],
    ids=["unknown type", "no text"],
)
def test_nothing_but_bad_files_is_one_sentence(
    folkmoot: Folkmoot, new_round: NewRound, name: str, content: bytes
) -> None:
    """Where nothing can be read the run stops, names the file and says what to do."""
    said = folkmoot("run", new_round({name: content}))
    assert said.code == 1
    assert "no contribution could be read" in said.err
    assert name in said.err
    assert said.err.count("\n") == 1


def test_two_equally_good_columns_are_a_question(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """The sentence names both columns and what to write; written, the run goes on."""
    table = "request,reason\n" + "".join(
        f"We would like number {n} to be looked at soon,Because street {n} is dark and wet\n"
        for n in range(20)
    )
    folder = new_round({"wishes.csv": table})
    said = folkmoot("run", folder, "--only", "ingest")
    assert said.code == 1
    assert all(word in said.err for word in ("wishes.csv", '"request"', '"reason"', "columns.yaml"))
    (folder / "data/raw/columns.yaml").write_text("wishes.csv: {text: reason}\n")
    assert folkmoot("run", folder, "--only", "ingest").code == 0
    assert store.read(folder, "contributions")["text"].str.startswith("Because").all()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_arrive_in_any_encoding(
    folkmoot: Folkmoot, new_round: NewRound, encoding: str
) -> None:
    """Gaelic accents and pound signs survive whatever programme saved the file."""
    text = "idea\n" + "Tha sinn ag iarraidh fiosrachadh ann an Gàidhlig, airson £5 – càite?\n" * 3
    folder = new_round({"ideas.csv": text.encode(encoding)})
    assert folkmoot("run", folder, "--only", "ingest").code == 0
    assert store.read(folder, "contributions")["text"].str.contains("Gàidhlig, airson £5").all()


def test_an_unclosed_quote_loses_no_row(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A quote that is never closed must not swallow what others wrote after it."""
    rows = [f"{n},Idea number {n} about the budget" for n in range(1, 21)]
    rows[4] = '5,"Idea number 5 about the budget'
    folder = new_round({"ideas.csv": "id,idea\n" + "\n".join(rows) + "\n"})
    assert folkmoot("run", folder, "--only", "ingest").code == 0
    texts = " ".join(store.read(folder, "contributions")["text"])
    assert all(f"Idea number {n} " in texts for n in range(1, 21))


@pytest.mark.slow
def test_odd_texts_go_all_the_way(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """200,000 characters, control characters and markup: a report, every row accounted for."""
    odd = [
        "word " * 40000,
        "bell \x07 and nul \x00 and escape \x1b inside the budget",
        "<script>alert(1)</script> {{ 7*7 }} =1+1",
        "@sum of what we spent",
        "\u202eright to left\u202c and \U0001f600",
    ]
    folder = new_round({"odd.csv": "idea\n" + "".join(f'"{text}"\n' for text in odd)})
    said = folkmoot("run", folder)
    assert (said.code, said.err) == (0, "")
    assert len(store.read(folder, "ledger")) == len(odd)
    page = (folder / "reports/findings.html").read_text()
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page
