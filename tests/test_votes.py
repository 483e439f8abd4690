"""Scores and ballots come back whole, are counted so that anybody can count again, and advise."""

from fractions import Fraction
from io import BytesIO
from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline.agreement import alpha
from pipeline.join import records
from pipeline.knowledge import load
from pipeline.shortlist.ballots import ballots_cast
from pipeline.shortlist.result import ballots_table, result, scores_table
from pipeline.shortlist.scores import Scored, scores_given
from pipeline.shortlist.votes import approval, proportional
from pipeline.tables import Ballots, Candidates, Files
from pipeline.writers.html import write_html
from pipeline.writers.xlsx import Column, write_xlsx
from tests.build import rows
from tests.reading import page_words

IDS = ["kaaa1", "kbbb2", "kccc3"]
# Five want A and B, three want C: A, then C (3 against 5/2 for B), then B.
BALLOTS = {str(n): ["A", "B"] for n in range(5)} | {str(n): ["C"] for n in range(5, 8)}
CRITERIA = load("criteria")["criteria"]


def test_seats_are_filled_as_one_can_count_by_hand() -> None:
    """Those who have got something count less, so that the smaller group gets its seat."""
    steps = proportional(BALLOTS, "ABC", 3)
    assert [(step.chosen, step.strength) for step in steps] == [
        ("A", Fraction(5)),
        ("C", Fraction(3)),
        ("B", Fraction(5, 2)),
    ]
    assert steps[0].as_strong == ("B",)
    assert steps[2].counted == {Fraction(1, 2): 5}
    assert approval(BALLOTS, "CBA") == {"B": 5, "A": 5, "C": 3}


def test_a_seat_that_nobody_supports_stays_empty() -> None:
    """No candidate is chosen without a ballot; without ballots there is no set."""
    assert [step.chosen for step in proportional({"1": ["B"]}, "ABC", 3)] == ["B"]
    assert proportional({}, "ABC", 3) == []


@given(st.lists(st.sets(st.sampled_from("ABCDEF")), min_size=1, max_size=12), st.integers(1, 5))
def test_no_large_group_is_left_with_nothing(marked: list[set[str]], seats: int) -> None:
    """A seat's share of the ballots that agree on a candidate includes one who gets a choice."""
    ballots = {str(n): sorted(each) for n, each in enumerate(marked)}
    chosen = {step.chosen for step in proportional(ballots, "ABCDEF", seats)}
    unheard = [each for each in marked if not each & chosen]
    assert all(sum(c in each for each in unheard) * seats < len(marked) for c in "ABCDEF")


@given(st.lists(st.sets(st.sampled_from("ABCD")), max_size=8))
def test_each_seat_adds_the_most(marked: list[set[str]]) -> None:
    """Against trying out every choice: no other candidate would have added more satisfaction."""
    ballots = {str(n): sorted(each) for n, each in enumerate(marked)}
    seen: list[str] = []
    for step in proportional(ballots, "ABCD", 3):
        added = {c: _satisfied(marked, [*seen, c]) - _satisfied(marked, seen) for c in "ABCD"}
        left = {c: gain for c, gain in added.items() if c not in seen}
        assert step.strength == left[step.chosen] == max(left.values())
        seen.append(step.chosen)


def _satisfied(marked: list[set[str]], chosen: list[str]) -> Fraction:
    """Sum 1 + 1/2 + 1/3 … over the choices that each ballot got."""
    got = [len(each & set(chosen)) for each in marked]
    return sum((Fraction(1, n) for count in got for n in range(1, count + 1)), Fraction(0))


def test_agreement_is_that_of_the_published_example() -> None:
    """Krippendorff 2011, four observers, twelve units, gaps: ordinal .815, nominal .743."""
    observers = ["12332141 2...", "12332241 25.3", ".33323422 51.", "12332441 251."]
    columns = zip(*(each.replace(" ", "") for each in observers), strict=True)
    units = [[None if mark == "." else float(mark) for mark in unit] for unit in columns]
    assert round(alpha(units, ordinal=True) or 0, 3) == 0.815
    assert round(alpha(units, ordinal=False) or 0, 3) == 0.743
    assert alpha([[1, 1], [1, 1]], ordinal=True) is None
    assert alpha([], ordinal=True) is None


@pytest.mark.parametrize("pair", list(combinations([0, 1, 2, 3], 2)))
def test_agreement_has_its_ends_where_they_belong(pair: tuple[int, int]) -> None:
    """All agree: 1. Always opposed: below what chance would give."""
    assert alpha([[pair[0]] * 2, [pair[1]] * 2], ordinal=True) == 1
    assert (alpha([pair, pair[::-1]], ordinal=True) or 0) < 0


def test_ballots_count_as_they_are_or_not_at_all() -> None:
    """Codes may be parted by anything; one unknown code keeps the ballot out until it is mended."""
    told = {"when": "2018-09-08", "who": "Ina Ventit"}
    sheet = rows(
        Ballots,
        told | {"ballot": "1", "approves": "kaaa | KBBB2"},
        told | {"ballot": "2", "approves": "none"},
        told | {"ballot": "3", "approves": "kaaa, kzzz"},
        told | {"ballot": "4", "approves": "kbbb"},
        told | {"ballot": "4", "approves": "undo"},
    )
    marked, misfits = ballots_cast(sheet, IDS)
    assert marked == {"1": ["kaaa1", "kbbb2"], "2": []}
    assert [(row.row, unfit.why) for row, unfit in misfits] == [
        (4, "no one candidate has the code “kzzz”")
    ]


def _sheet(*answers: list[str]) -> bytes:
    heads = ["Reviewer", "Candidate", CRITERIA[0]["name"], "Interest", "View", "Reason"]
    return write_xlsx("Scores", [Column(head, 20) for head in heads], answers, [])


def _files(**contents: bytes) -> Any:  # noqa: ANN401  a checked table
    table = pd.DataFrame({"file": [f"{name}.xlsx" for name in contents]})
    return Files.validate(table.assign(content=pd.Series(list(contents.values()), dtype=object)))


def test_scoring_sheets_are_read_back() -> None:
    """Rows left empty say nothing; an odd cell is told, and the rest of its row counts."""
    scored, odd = scores_given(
        _files(
            ina=_sheet(
                ["Ina Ventit", "kaaa1", "3", "no", "yes", "Clear."],
                ["Ina Ventit", "kbbb2", *[""] * 4],
            ),
            fik=_sheet(["", "kaaa1", "0", "yes", "", ""], ["", "kbbb2", "7", "", "No", ""]),
            odd=b"not a workbook",
        ),
        IDS,
    )
    assert scored[:2] == [
        Scored("Ina Ventit", "kaaa1", {CRITERIA[0]["code"]: 3}, False, "yes", "Clear."),
        Scored("fik", "kaaa1", {CRITERIA[0]["code"]: 0}, True, None, None),
    ]
    assert scored[2] == Scored("fik", "kbbb2", {}, False, "no", None)
    assert [f"{row['row']}: {row['why']}; {row['advice']}" for row in records(odd)][:2] == [
        f"3: “7” below “{CRITERIA[0]['name']}” is none of those offered; write one of: 0, 1, 2, 3; "
        "the rest of the row counts",
        "3: it says no and gives no reason; write it in “Reason”: the public is owed it",
    ]
    assert len(odd) == 3


def test_a_sheet_we_gave_out_comes_back_filled() -> None:
    """What openpyxl, Excel or LibreOffice saves is read as it stands."""
    book = load_workbook(BytesIO(_sheet(["Ina Ventit", "kaaa1", "", "", "", ""])))
    book["Scores"]["C2"] = 2
    saved = BytesIO()
    book.save(saved)
    assert scores_given(_files(ina=saved.getvalue()), IDS)[0][0].marks == {CRITERIA[0]["code"]: 2}


def _asked() -> list[dict[str, Any]]:
    given = [
        {"candidate_id": each, "statement": f"Ask {each}", "order": n, "kind": "ask"}
        for n, each in enumerate("ABC", 1)
    ]
    return records(rows(Candidates, *given))


def test_the_result_is_told_in_words() -> None:
    """Who is outstanding, the spread, interests left out of it, and each seat with its count."""
    code = CRITERIA[0]["code"]
    scored = [
        Scored("Ina", "A", {code: 3}, False, "yes", "Clear."),
        Scored("Fik", "A", {code: 1}, False, "not like this", None),
        Scored("Tiv", "A", {code: 0}, True, "no", "Ours."),
    ]
    sides = {"Ina": "government", "Away": "civil society"}
    page = result(_asked(), sides, scored, BALLOTS, 3, None)
    words = " ".join(page_words(write_html(page)))
    assert "Away civil society outstanding" in words
    assert "2.0 (1\u20113)" in words
    assert "Candidate 1: Tiv, who declared an interest, says no: Ours." in words
    assert "Ask B: 2 1/2 (5 ballots counted half)." in words
    assert "never the decision" in words
    assert list(ballots_table(_asked(), BALLOTS, 3)["place_in_fair_set"]) == [1, 3, 2]
    assert list(scores_table(scored)[code]) == [3, 1, 0]


def test_nothing_back_yet_is_said_so() -> None:
    """The page is there from the start, and says what it waits for."""
    words = " ".join(page_words(write_html(result(_asked(), {}, [], {}, 5, None))))
    assert "No scoring sheet and no ballot has come back yet." in words
