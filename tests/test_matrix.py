"""The matrix counts what is behind each cell, loses no theme, and leads to the words."""

from collections.abc import Hashable
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.matrix import matrix
from pipeline.stages import stage_named
from pipeline.tables import Alignments, Frameworks, LeadOrganisations, Matrix, Themes
from tests.build import rows
from tests.invented import empty_round, few, invented_round, reported, told
from tests.reading import links, table_rows, texts_of

TABLES = (
    *("contributions", "ideas", "assignments", "themes", "alignments", "frameworks"),
    "lead_organisations",
)


def _round() -> dict[str, pd.DataFrame]:
    """Three ideas in one theme, one in another, one in none; two speak of 16.6, one of 16.10."""
    said = {"open books": "t1", "open budgets": "t1", "hello": "t1", "a say": "t2", "hi": None}
    tables = told([(text, theme, None, None) for text, theme in said.items()])
    tables["themes"] = rows(
        Themes, {"theme_id": "t1", "name": "Money"}, {"theme_id": "t2", "name": "Voice"}
    )
    tables["frameworks"] = rows(
        Frameworks,
        {"framework": "sdg", "code": "16"},
        {"framework": "sdg", "code": "16.6", "parent_code": "16", "name": "Open institutions"},
        {"framework": "sdg", "code": "16.10", "parent_code": "16", "name": "Information"},
        {"framework": "ogp", "code": "access_to_information", "name": "Access to information"},
    )
    tables["alignments"] = rows(Alignments, *map(_link, ["i1", "i2", "i5"], [0.9, 0.6, 0.8]),
        {"subject": "idea", "subject_id": "i4", "framework": "sdg", "code": "16.10"},
        _link("t1", 0.7) | {"subject": "theme"},
        _link("t2", 0.0) | {"subject": "theme", "by": "person"},
    )  # fmt: skip
    tables["lead_organisations"] = rows(
        LeadOrganisations, {"theme_id": "t2", "organisations": "Harbour Trust|Ferry Board"}
    )
    return tables


def _link(idea: str, probability: float) -> dict[str, object]:
    return {"subject": "idea", "subject_id": idea, "framework": "sdg", "code": "16.6"} | {
        "probability": probability, "evidence": "open",
    }  # fmt: skip


def _matrix(tables: dict[str, pd.DataFrame]) -> DataFrame[Matrix]:
    given: list[Any] = [tables[name] for name in TABLES]
    return matrix(*given)


def _cell(cells: pd.DataFrame, theme: str, code: str) -> dict[Hashable, Any]:
    return cells[(cells["theme"] == theme) & (cells["code"] == code)].iloc[0].to_dict()


def test_a_cell_says_how_many_how_clear_and_which() -> None:
    """Two of three ideas, at a mean probability of .75, with their ids."""
    cell = _cell(_matrix(_round()), "Money", "16.6")
    assert (cell["n_ideas"], cell["of_ideas"], cell["share"]) == (2, 3, 0.6667)
    assert (cell["strength"], cell["idea_ids"], cell["linked"]) == (0.75, "i1|i2", True)


def test_the_whole_round_and_what_has_no_theme_are_rows_too() -> None:
    """The parts add up to the whole, so that rounds with other themes can be compared."""
    cells = _matrix(_round())
    spoken = cells[cells["code"] == "16.6"].groupby("part")["n_ideas"].sum()
    assert spoken["all ideas"] == spoken["theme"] + spoken["no theme yet"] == 3


def test_people_can_link_what_no_idea_says() -> None:
    """A theme that people linked is there with none of its ideas, and says who said so."""
    cell = _cell(_matrix(_round()), "Voice", "16.6")
    assert (cell["n_ideas"], cell["of_ideas"], cell["by"]) == (0, 1, "person")
    assert cell["lead_organisations"] == "Harbour Trust|Ferry Board"


def test_every_theme_has_a_cell_for_each_value() -> None:
    """Nobody having spoken of a value is a figure, and codes stand in the order people count."""
    cells = _matrix(_round())
    values = cells[cells["framework"] == "ogp"]
    assert list(values["theme"]) == ["all ideas", "Money", "Voice"]
    assert set(values["n_ideas"]) == {0}
    whole = cells[(cells["part"] == "all ideas") & (cells["framework"] == "sdg")]
    assert list(whole["code"]) == ["16.6", "16.10"]


def test_words_of_what_is_not_included_are_not_counted() -> None:
    """A withdrawn contribution is in no cell."""
    tables = _round()
    gone = tables["contributions"]["contribution_id"] == "c1"
    tables["contributions"] = tables["contributions"].assign(
        status=tables["contributions"]["status"].mask(gone, "withdrawn")
    )
    cell = _cell(_matrix(tables), "Money", "16.6")
    assert (cell["n_ideas"], cell["of_ideas"], cell["idea_ids"]) == (1, 2, "i2")


def test_a_round_without_themes_has_its_whole() -> None:
    """With too few ideas for themes, what they speak of is counted all the same."""
    tables = few("open books", "open budgets")
    tables["alignments"] = rows(Alignments, _link("i2", 0.9))
    cells = _matrix(tables)
    assert list(zip(cells["part"], cells["n_ideas"], cells["of_ideas"], strict=True)) == [
        ("all ideas", 1, 2), ("no theme yet", 1, 2),
    ]  # fmt: skip


def test_no_ideas_give_no_cells_but_those_of_the_values() -> None:
    """An empty round goes through."""
    assert _matrix(empty_round()).empty


def test_the_report_shows_the_matrix_and_leads_to_the_words() -> None:
    """One line a theme: targets, values in people's words, leads; figures are links."""
    page = reported(_round())["findings_html"]
    shown = table_rows(page, "Themes with their goals and values")
    money, voice, rest = ([cell.replace("\xa0", " ") for cell in row] for row in shown)
    assert money == ["Money", "3", "16.6: 2", *["–"] * 4, "not named yet"]
    assert voice[1:3] == ["1", "16.6: 0, as people decided"]
    assert voice[-1] == "Harbour Trust, Ferry Board"
    assert rest[:3] == ["No theme yet", "1", "16.6: 1"]
    assert "SDG 16.6: Open institutions" in texts_of(page, "li")
    assert "preview/themes/t1-goals.html#sdg-16.6" in links(page)


def test_the_report_and_the_table_hold_the_same_figures() -> None:
    """What is printed is the table that is written for others to read."""
    made = reported(invented_round())
    assert set(made["matrix"].columns) == set(Matrix.to_schema().columns)
    assert "matrix" in stage_named("report").writes
