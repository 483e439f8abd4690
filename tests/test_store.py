"""Tables come back from the disk as they went there, whole or not at all."""

import csv
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import store
from pipeline.errors import FolkmootError
from pipeline.tables import Documents, Firmness, Ideas
from tests.build import rows

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r"), min_size=1)


@given(texts=st.lists(TEXTS))
def test_words_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    """Quotes, commas, line ends, "NA", formulas: a text is the same after a round trip."""
    folder = tmp_path_factory.mktemp("round")
    ideas = rows(Ideas, *({"idea_id": str(n), "text": text} for n, text in enumerate(texts)))
    store.write(folder, {"ideas": ideas})
    assert list(store.read(folder, "ideas")["text"]) == texts


@given(number=st.floats(0, 1))
def test_numbers_come_back_to_the_last_bit(
    tmp_path_factory: pytest.TempPathFactory, number: float
) -> None:
    """What one stage computed is what the next one reads."""
    folder = tmp_path_factory.mktemp("round")
    store.write(folder, {"firmness": rows(Firmness, {"theme_id": "T", "stability": number})})
    assert store.read(folder, "firmness")["stability"].item() == number


def test_an_id_such_as_007_stays_text(tmp_path: Path) -> None:
    """Ids are never taken for numbers."""
    store.write(tmp_path, {"ideas": rows(Ideas, {"idea_id": "007", "text": "Trees"})})
    assert store.read(tmp_path, "ideas")["idea_id"].item() == "007"


def test_a_wrong_table_is_named_with_its_row(tmp_path: Path) -> None:
    """A cell outside its range stops at the door: file, column, row and what was found."""
    path = tmp_path / "data/processed/firmness.csv"
    path.parent.mkdir(parents=True)
    path.write_text("theme_id,stability\nT-1,0.5\nT-2,7\n")
    with pytest.raises(FolkmootError) as error:
        store.read(tmp_path, "firmness")
    assert str(error.value) == (
        f'{path}: 1 of its values do not fit: less_than_or_equal_to(1) for "stability" in row 3 '
        "(found 7.0); mend or remove them"
    )


def test_one_bad_table_keeps_all_from_the_disk(tmp_path: Path) -> None:
    """Of the tables of one stage all are written or none."""
    good = rows(Ideas, {"idea_id": "a", "text": "Trees"})
    bad = rows(Firmness, {"theme_id": "T", "stability": 0.5}).assign(stability=7.0)
    with pytest.raises(FolkmootError):
        store.write(tmp_path, {"ideas": good, "firmness": bad})
    assert not list(tmp_path.rglob("*.csv"))


def test_names_remembered_by_an_earlier_version_are_read(tmp_path: Path) -> None:
    """A round from before names were held goes on: its names are known, and none is held."""
    folder = tmp_path / "data/processed"
    folder.mkdir(parents=True)
    (folder / "theme_names.csv").write_text("theme_id,name\nt-1,Buses\n")
    known = store.read(tmp_path, "theme_names")
    assert (known["name"].item(), known["by"].isna().item()) == ("Buses", True)


def test_a_result_that_is_not_there_yet(tmp_path: Path) -> None:
    """Starting in the middle says what to run first; in a folder that is no round, to make one."""
    with pytest.raises(FolkmootError) as error:
        store.read(tmp_path, "ideas")
    assert str(error.value) == (
        f'{tmp_path}/params.yaml: not found; make a round with "folkmoot new {tmp_path}"'
    )
    (tmp_path / "params.yaml").touch()
    with pytest.raises(FolkmootError) as error:
        store.read(tmp_path, "ideas")
    assert str(error.value) == (
        f'{tmp_path}/data/processed/ideas.csv: not there yet; "folkmoot run {tmp_path}" makes it'
    )


LABELS = [
    ["idea", "coder", "theme"],
    ["Càrn, “more” trees", "A", "Parks; paths"],
    ["Bins", "B", ""],
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_sheet_of_decisions_may_come_from_any_spreadsheet(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    """However it was saved, its rows are the same, and columns that are absent are empty."""
    path = tmp_path / "data/raw/decisions/labels.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([LABELS[0], [], *LABELS[1:]])
    labels = store.read(tmp_path, "labels").fillna("")
    assert labels[["idea", "coder", "theme"]].to_numpy().tolist() == LABELS[1:]
    assert labels["sdg"].eq("").all()
    assert list(labels.index + 2) == [3, 4], "rows are counted as the spreadsheet counts them"


def test_a_sheet_without_a_column_it_needs_says_which(tmp_path: Path) -> None:
    """The sentence names the sheet, the column, and all columns there should be."""
    path = tmp_path / "data/raw/decisions/sign_off.csv"
    path.parent.mkdir(parents=True)
    path.write_text("when,name\n2018-09-01,Una Invented\n")
    with pytest.raises(FolkmootError) as error:
        store.read(tmp_path, "sign_off")
    assert str(error.value).startswith(
        f'{path}: there is no column "who"; its first row must name the columns when, who, '
    )


def test_a_slip_in_the_name_of_a_column_is_told(tmp_path: Path) -> None:
    """Nothing that people decided is passed over because a column was spelled otherwise."""
    path = tmp_path / "data/raw/decisions/corrections.csv"
    path.parent.mkdir(parents=True)
    path.write_text("when,who,acton,what,to,why,note\n,Una,rename,Parks,Green places,,\n")
    with pytest.raises(FolkmootError) as error:
        store.read(tmp_path, "corrections")
    assert str(error.value) == (
        f'{path}: the column "acton" is not known; if "action" is meant, write it so in the '
        "first row"
    )
    path.write_text("2018-09-01;Una;rename;Parks;Green places\n")
    with pytest.raises(FolkmootError, match='there is no column "when"; its first row must name'):
        store.read(tmp_path, "corrections")


def test_rows_are_added_below_what_people_wrote(tmp_path: Path) -> None:
    """A sheet is append-only: rows, and columns of people's own, stay as they are."""
    path = tmp_path / "data/raw/decisions/labels.csv"
    path.parent.mkdir(parents=True)
    path.write_text("idea;coder;note\nBins;A;ask Una\n")
    store.append(tmp_path, "labels", pd.DataFrame([{"idea": "Trees", "coder": "B"}]))
    assert path.read_text() == "idea,coder,note\nBins,A,ask Una\nTrees,B,\n"


def test_documents_may_be_bytes(tmp_path: Path) -> None:
    """A folder holds pages and files that are no text, as they were made."""
    made = rows(
        Documents, {"file": "a.html", "content": "é"}, {"file": "b/c.bin", "content": b"\0"}
    )
    store.write(tmp_path, {"index": made})
    assert (tmp_path / "reports/index/a.html").read_text(encoding="utf-8") == "é"
    assert list(store.read(tmp_path, "index")["content"]) == ["é".encode(), b"\0"]


def test_what_was_published_stays_while_a_preview_comes_and_goes(tmp_path: Path) -> None:
    """A stage that gives nothing for a folder leaves it; one that gives no file empties it."""
    made = rows(Documents, {"file": "a.html", "content": "é"})
    store.write(tmp_path, {"index": made, "preview": made})
    store.write(tmp_path, {"index": None, "preview": made.head(0)})
    assert (tmp_path / "reports/index/a.html").exists()
    assert store.read(tmp_path, "preview").empty
    assert not list((tmp_path / "reports/preview").iterdir())
