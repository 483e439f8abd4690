"""A codebook guides: what fits goes into its themes, what does not is found as ever."""

from pathlib import Path

import pandas as pd
import pytest

from pipeline import store
from pipeline.embed import embed
from pipeline.tables import Codebook, EarlierIdeas, Frameworks, Ideas, PublicTexts, VectorCache
from tests.build import WordEncoder, rows
from tests.conftest import Folkmoot
from tests.test_cluster import themed
from tests.test_corrections import BOOK, BUS, MONEY, Round


def _guided(*names: str) -> Round:
    guided = Round(themed())
    guided.codebook = [{"name": name} for name in names]
    return guided.run()


def test_ideas_that_fit_go_into_a_theme_of_the_codebook() -> None:
    """The theme has the name that people gave it; ideas about other matters form themes as ever."""
    guided = _guided("buses")
    assert guided.name(guided.theme(BUS)) == "buses"
    assert guided.by(BUS) == "codebook"
    assert guided.made["guidance"]["by"].tolist() == ["codebook"]
    assert guided.theme(BOOK) != guided.theme(MONEY)
    assert guided.by(BOOK) == "machine"
    assert guided.theme(BUS) not in set(guided.made["firmness"]["theme_id"])


def test_a_codebook_theme_that_nothing_fits_is_told() -> None:
    """Nobody need wonder where a theme has gone; so is a row without a name, or with one twice."""
    guided = _guided("buses", "zebras", "Buses")
    conflicts = guided.made["conflicts"].set_index("row")
    assert conflicts.loc[3, "why"] == "no idea fits this theme"
    assert conflicts.loc[4, "why"] == "there is a theme of this name above"
    assert set(conflicts["decision_file"]) == {"data/raw/decisions/codebook.csv"}


def test_corrections_work_on_a_theme_of_the_codebook() -> None:
    """An idea is moved in by its name, even if nothing fitted; a new name makes it a person's."""
    guided = _guided("buses", "zebras").write("move", f"i{BOOK:05}", "Zebras")
    assert guided.name(guided.theme(BOOK)) == "zebras"
    assert guided.conflicts() == []
    guided.write("rename", "buses", "Getting about")
    assert guided.name(guided.theme(BUS)) == "Getting about"
    assert guided.made["guidance"].set_index("theme_id")["by"][guided.theme(BUS)] == "person"


def test_without_the_codebook_everything_is_found_again() -> None:
    """Taking a codebook away leaves no idea behind without a theme."""
    guided = _guided("buses")
    guided.codebook = []
    again = guided.run().made["assignments"].query("rank == 1")
    assert again["theme_id"].notna().all()
    assert (again["by"] == "machine").all()


def test_what_people_wrote_about_a_theme_is_embedded() -> None:
    """Name, description and each example count; spaces and empty rows do not."""
    brought = rows(
        Codebook,
        {"name": " Trees ", "description": "shade", "examples": "More trees| more shade |"},
        {"name": None, "description": "nothing"},
    )
    empty = rows(Ideas), rows(PublicTexts), rows(Frameworks)
    *_, vectors, _, _, cache = embed(
        *empty, brought, rows(EarlierIdeas), rows(VectorCache), model=WordEncoder(), context=0.0
    )
    assert vectors["name"].tolist() == ["Trees"]
    assert len(cache) == 3  # "Trees: shade" and two examples


def test_a_round_can_begin_with_the_themes_of_2018(folkmoot: Folkmoot, tmp_path: Path) -> None:
    """Six themes with descriptions stand in the sheet, to be used or changed; default is none."""
    assert folkmoot("new", tmp_path / "a", "--codebook", "2018").code == 0
    assert folkmoot("new", tmp_path / "b").code == 0
    begun: pd.DataFrame = store.read(tmp_path / "a", "codebook")
    assert "Participatory budgeting" in set(begun["name"])
    assert begun["description"].notna().all()
    assert store.read(tmp_path / "b", "codebook").empty


@pytest.mark.parametrize("name", ["2019"])
def test_an_unknown_codebook_is_named(folkmoot: Folkmoot, tmp_path: Path, name: str) -> None:
    """A slip is answered with the codebooks there are, and no folder is made."""
    said = folkmoot("new", tmp_path / "a", "--codebook", name)
    assert (said.code, said.err) == (1, 'folkmoot: there is no codebook "2019"; there is 2018\n')
    assert not (tmp_path / "a").exists()
