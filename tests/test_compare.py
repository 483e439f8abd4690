"""Two rounds side by side: what is the same is found again, and what is not known is not zero."""

import json

import pandas as pd

from pipeline.compare import as_text, compare
from pipeline.tables import Matrix
from tests.build import rows
from tests.conftest import Folkmoot, NewRound


def _cell(theme: str, code: str, n: int, of: int, **more: str) -> dict[str, object]:
    part = "all ideas" if theme == "all ideas" else "theme"
    return {"part": part, "theme": theme, "theme_id": theme, "framework": "ogp", "code": code} | {
        "name": code, "n_ideas": n, "of_ideas": of, **more,
    }  # fmt: skip


BEFORE = rows(
    Matrix,
    _cell("all ideas", "say", 10, 40),
    _cell("Open books", "say", 3, 12),
    _cell("Buses", "say", 0, 4),
)
AFTER = rows(
    Matrix,
    _cell("all ideas", "say", 30, 60),
    _cell("all ideas", "16.7", 6, 60, framework="sdg"),
    _cell("open  Books", "say", 9, 18),
)


def _row(table: pd.DataFrame, theme: str, code: str = "say") -> list[object]:
    found = table[(table["theme"] == theme) & (table["code"] == code)].iloc[0]
    return [None if pd.isna(v) else v for v in found[["share_a", "share_b", "difference"]]]


def test_shares_stand_side_by_side_with_their_difference() -> None:
    """A quarter and a half are a quarter apart, also where a name differs in case."""
    table = compare(BEFORE, AFTER)
    assert _row(table, "all ideas") == [0.25, 0.5, 0.25]
    assert _row(table, "Open books") == [0.25, 0.5, 0.25]


def test_what_is_not_known_is_not_zero() -> None:
    """A theme that a round has not, and a list it was not aligned with, have no share there."""
    table = compare(BEFORE, AFTER)
    assert _row(table, "Buses") == [0.0, None, None]
    assert _row(table, "all ideas", "16.7") == [None, 0.1, None]


def test_the_other_way_round_changes_the_sign_alone() -> None:
    """Both ways tell the same, for any two rounds."""
    one, other = compare(BEFORE, AFTER), compare(AFTER, BEFORE)
    assert list(one["difference"].dropna()) == list(-other["difference"].dropna())
    assert len(one) == len(other) == 4


def test_a_round_does_not_differ_from_itself() -> None:
    """Every difference is nought; an empty round has none."""
    assert set(compare(AFTER, AFTER)["difference"]) == {0.0}
    assert compare(rows(Matrix), rows(Matrix)).empty


def test_the_terminal_shows_it_at_eighty_columns() -> None:
    """No line is wider, and the figures can be read off."""
    long = rows(Matrix, _cell("all ideas", "say", 1, 3, name="a name " * 20))
    text = as_text(compare(long, AFTER), "rounds/before/" * 9, "rounds/after")
    assert max(map(len, text.split("\n"))) <= 80
    lines = as_text(compare(BEFORE, AFTER), "a", "b").split("\n")
    assert ["say", "25%", "50%", "+25"] in [line.split() for line in lines]
    assert "Themes that one round alone has: 1 of A, 0 of B." in lines


def test_the_command_says_what_has_to_be_run(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A round without a matrix is named in one sentence."""
    folder = new_round({})
    said = folkmoot("compare", folder, folder)
    assert (said.code, said.err) == (
        1,
        f'folkmoot: {folder}/reports/matrix.csv: not there yet; "folkmoot run {folder}" makes it\n',
    )


def test_the_command_writes_json_and_csv(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """The whole table, for machines and for spreadsheets."""
    folder = new_round({})
    BEFORE.to_csv(folder / "reports/matrix.csv", index=False)
    told = json.loads(folkmoot("compare", folder, folder, "--json").out)
    folkmoot("compare", folder, folder, "--csv", folder / "a/b.csv")
    written = pd.read_csv(folder / "a/b.csv")
    assert [row["share_a"] for row in told] == list(written["share_a"]) == [0.25, 0.25, 0.0]
    assert list(written["n_a"].astype(str)) == ["10", "3", "0"]
