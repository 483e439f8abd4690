"""Tables come back from the disk as they went there, whole or not at all."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import store
from pipeline.errors import FolkmootError
from pipeline.tables import Firmness, Ideas
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


def test_a_result_that_is_not_there_yet(tmp_path: Path) -> None:
    """Starting in the middle says what to run first."""
    with pytest.raises(FolkmootError) as error:
        store.read(tmp_path, "ideas")
    assert str(error.value) == (
        'data/processed/ideas.csv: not there yet; run "folkmoot run", which makes it on the way'
    )
