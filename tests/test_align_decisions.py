"""What people decide about links wins over the machine; what does not fit is told."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.test_align import aligned, replayed

DATA = "access_to_information"
TECH = "technology_innovation"


def said(what: str, code: str, answer: str = "yes", **more: str) -> dict[str, str]:
    """One row of the sheet about an idea, unless something else is given."""
    framework = "sdg" if code[0].isdigit() else "ogp"
    return {"subject": "idea", "what": what, "framework": framework, "code": code} | {
        "answer": answer, "why": "we asked them", **more
    }  # fmt: skip


def test_a_yes_makes_a_link_that_nothing_else_would() -> None:
    """The link is a person's, sure, with their reason and a span of the idea's own words."""
    link = aligned("Happy birthday Grandma!", decisions=(said("a", "11.7"),)).iloc[0]
    assert (link["code"], link["by"], link["probability"]) == ("11.7", "person", 1.0)
    assert (link["evidence"], link["reason"]) == ("Happy birthday Grandma!", "we asked them")


def test_a_no_takes_a_link_away() -> None:
    """An idea is meant by its words as well as by its id, whatever their case and spaces."""
    assert aligned("night  bus", decisions=(said(" Night bus ", "11.2", "no"),)).empty


def test_the_last_row_about_a_link_counts() -> None:
    """A later row takes the place of an earlier one, and `undo` leaves it to the machine again."""
    no, yes, undo = (said("a", "11.2", answer) for answer in ("no", "yes", "undo"))
    assert list(aligned("night bus", decisions=(no, yes))["by"]) == ["person"]
    assert aligned("night bus", decisions=(yes, no)).empty
    assert list(aligned("night bus", decisions=(no, undo))["by"]) == ["machine"]


def test_a_theme_counts_what_people_decided_about_its_ideas() -> None:
    """Decisions about ideas come before counting: one yes and one no move a theme's figures."""
    found = aligned(
        "night bus", "hello", "hello you", themes=("t1", "t1", "t1"), least_share=0.1,
        decisions=(said("a", "11.2", "no"), said("b", "11.7")),
    )  # fmt: skip
    theme = found[found["subject"] == "theme"]
    assert list(zip(theme["code"], theme["evidence"], strict=True)) == [("11.7", "1 of 3 ideas")]


def test_a_theme_can_be_decided_itself() -> None:
    """A yes to a theme shows how few ideas carry it; a no leaves its ideas as they are."""
    rows = (said("Theme t1", "11.7", subject="theme"), said("t1", "11.2", "no", subject="Theme"))
    found = aligned("night bus", "hello", themes=("t1", "t1"), decisions=rows)
    theme, ideas = (found[found["subject"] == kind] for kind in ("theme", "idea"))
    assert list(theme["code"]) == ["11.7"]
    assert list(theme["evidence"]) == ["0 of 2 ideas"]
    assert list(theme["by"]) == ["person"]
    assert list(ideas["code"]) == ["11.2"]


def test_a_theme_that_got_another_name_is_still_known_by_the_old_one() -> None:
    """A decision goes on fitting when the machine or a person names the theme anew."""
    row = said("Buses and so on", "11.7", subject="theme")
    former = ({"theme_id": "t1", "name": "Buses and so on"},)
    found = aligned("hello", themes=("t1",), former=former, decisions=(row,))
    assert list(found["subject_id"]) == ["t1"]


@pytest.mark.parametrize(
    ("row", "why", "advice"),
    [
        (said("z", "11.2"), "there is no such idea any more",
         "look it up in the last report or index"),
        (said("a", "16.77"), 'there is no "16.77" in the framework "sdg"',
         "write a code of that framework, such as 11.7"),
        (said("a", "acces_to_info"), 'there is no "acces_to_info" in the framework "ogp"',
         "write a code of that framework, such as access_to_information"),
        (said("a", "11.2", framework="sgd"), 'there is no framework "sgd"',
         "write one of ogp, sdg"),
        (said("a", "11.2", "maybe"), 'there is no answer "maybe"', "write yes, no, undo"),
        (said("a", "11.2", subject="person"), 'there is no subject "person"',
         "write idea, subtheme or theme"),
        (said("", "11.2"), "it does not say which idea",
         "fill in the idea, by its id or its words"),
        (said("a", TECH), "it counts only together with another value, and there is none",
         "add a row for the value it serves, or take this one back with the answer undo"),
    ],
)  # fmt: skip
def test_a_row_that_does_not_fit_is_told_and_the_rest_goes_on(
    row: dict[str, str], why: str, advice: str
) -> None:
    """One sentence with file and row; the rows before and after count."""
    made, _, conflicts = replayed("hello", decisions=(said("a", "11.7"), row))
    assert list(made["code"]) == ["11.7"]
    told = conflicts.iloc[0]
    assert (told["decision_file"], told["row"]) == ("data/raw/decisions/alignments.csv", 3)
    assert (told["why"], told["advice"]) == (why, advice)
    assert len(conflicts) == 1


def test_technology_stands_beside_a_value_that_people_gave() -> None:
    """Neither machine nor person lets it stand alone; in company it stays."""
    both = (said("a", TECH), said("a", DATA))
    made, _, conflicts = replayed("hello", decisions=both)
    assert list(made["code"]) == [DATA, TECH]
    assert conflicts.empty
    assert aligned("an app and open data", decisions=(said("a", DATA, "no"),)).empty


def test_a_target_can_be_written_so_that_no_spreadsheet_spoils_it() -> None:
    """`SDG 11.7` and names of targets and values mean their codes."""
    named = (said("a", "SDG 11.7", framework="SDG"),)
    assert list(aligned("hello", decisions=named)["code"]) == ["11.7"]


def test_leads_are_named_by_people() -> None:
    """The last row about a theme counts; an unknown theme is told; an empty name takes back."""
    _, named, conflicts = replayed(
        "night bus", "hello", themes=("t1", "t2"),
        leads=(
            {"theme": "t1", "organisation": "Harbour Trust"},
            {"theme": "theme T1", "organisation": "Ferry Board|Harbour Trust", "why": "they asked"},
            {"theme": "t2", "organisation": "Ferry Board"},
            {"theme": "Theme t2", "organisation": ""},
            {"theme": "t3", "organisation": "Nobody"},
        ),
    )  # fmt: skip
    assert named.to_dict("records") == [
        {"theme_id": "t1", "organisations": "Ferry Board|Harbour Trust", "why": "they asked"}
    ]
    assert list(conflicts["decision_file"]) == ["data/raw/decisions/leads.csv"]
    assert list(conflicts["row"]) == [6]


COLUMNS = ("subject", "what", "framework", "code", "answer")
CELLS = st.sampled_from(["idea", "theme", "a", "t1", "sdg", "ogp", "11.2", DATA, TECH, "yes", "no"])
SHEETS = st.lists(st.fixed_dictionaries(dict.fromkeys(COLUMNS, CELLS)), max_size=4)


@settings(max_examples=8)
@given(SHEETS)
def test_every_row_is_followed_or_told(rows: list[dict[str, str]]) -> None:
    """Twice is once, and whatever people write, technology never stands alone."""
    made, _, conflicts = replayed("night bus", themes=("t1",), decisions=tuple(rows))
    again, _, more = replayed("night bus", themes=("t1",), decisions=(*rows, *rows))
    assert made.equals(again)
    assert set(conflicts["why"]) == set(more["why"])
    ogp = made[made["framework"] == "ogp"]
    assert all(set(codes) != {TECH} for _, codes in ogp.groupby(["subject", "subject_id"])["code"])
