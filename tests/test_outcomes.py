"""What people decided reaches everyone who asked, with the reason; what does not fit is told."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import store
from pipeline.join import records
from pipeline.shortlist import decided
from pipeline.tables import (
    OUTCOMES,
    Assignments,
    Candidates,
    CommitmentDecisions,
    Contributions,
    Events,
    Frameworks,
    Ideas,
    MilestoneDecisions,
    OutcomeDecisions,
    PublicTexts,
    ThemeNames,
    Themes,
)
from tests.build import rows

# Theme T holds the sub-themes S1 (ideas of A and B) and S2 (ideas of B and C); D has no theme yet.
PLACES = (("A", "S1"), ("B", "S1"), ("B", "S2"), ("C", "S2"), ("D", None))
LISTED = rows(
    Candidates,
    {"candidate_id": "k1", "theme_id": "T", "subtheme_id": "S1", "statement": "Ask 0"}
    | {"kind": "ask"},
)
DECISION = {"when": "2018-10-05", "who": "Ina Ventit", "by": "forum", "outcome": "merged"}
PROMISE = {"when": "2018-10-01", "who": "Ina Ventit", "commitment_id": "C1", "title": "Open books"}
STEP = PROMISE | {"milestone": "A list is published", "status": "under way"}


def replayed(
    *decisions: dict[str, Any],
    promises: tuple[dict[str, Any], ...] = (PROMISE,),
    steps: tuple[dict[str, Any], ...] = (),
    listed: pd.DataFrame = LISTED,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[str]]:
    """Give first answers, commitments, milestones, and each conflict as one line."""
    became, promised, milestones, told = all_replayed(
        *decisions, promises=promises, steps=steps, listed=listed
    )
    return became[became["rank"] == 1], promised, milestones, told


def all_replayed(
    *decisions: dict[str, Any],
    promises: tuple[dict[str, Any], ...] = (PROMISE,),
    steps: tuple[dict[str, Any], ...] = (),
    listed: pd.DataFrame = LISTED,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[str]]:
    """Give outcomes, commitments, milestones, and each conflict as one line."""
    ideas = [
        {"idea_id": f"i{at}", "contribution_id": each, "text": f"Ask {at}"}
        for at, (each, _) in enumerate(PLACES)
    ]
    places = [
        {"idea_id": f"i{at}", "theme_id": "T" if sub else None, "subtheme_id": sub}
        for at, (_, sub) in enumerate(PLACES)
    ]
    found = (
        rows(
            Contributions, *({"contribution_id": e, "submitted_at": "2018-10-01"} for e in "ABCD")
        ),
        rows(Events),
        rows(PublicTexts, *({"contribution_id": e, "title": f"Idea {e}"} for e in "ABCD")),
        rows(Ideas, *ideas),
        rows(Assignments, *places),
        rows(
            Themes,
            {"theme_id": "T", "name": "Money"},
            {"theme_id": "S1", "parent_id": "T", "name": "Open books", "quote_ids": "i0"},
            {"theme_id": "S2", "parent_id": "T", "name": "Fair fees", "quote_ids": "i2"},
        ),
        rows(
            ThemeNames,
            {"theme_id": "S1", "name": "See the books"},
            {"theme_id": "S2", "name": "Open books"},
            {"theme_id": "gone", "name": "Old matters"},
        ),
        rows(
            Frameworks, {"framework": "ogp", "code": "civic_participation", "name": "Taking part"}
        ),
    )
    sheets = (
        rows(OutcomeDecisions, *(DECISION | each for each in decisions)),
        rows(CommitmentDecisions, *promises),
        rows(MilestoneDecisions, *steps),
    )
    promised, milestones, became, unfit = decided(Candidates.validate(listed), found, sheets)
    conflicts = pd.concat(unfit)
    told = [f"{c['row']}: {c['why']}; {c['advice']}" for c in records(conflicts)]
    return became.set_index("contribution_id"), promised, milestones, told


def test_the_nearest_decision_counts() -> None:
    """A contribution's own decision beats its sub-theme's, which beats its theme's."""
    became, _, _, odd = replayed(
        {"what": "T"},
        {"what": "S2", "outcome": "out of scope", "why": "Reserved."},
        {"what": "A", "outcome": "not yet decided"},
    )
    assert became["outcome"].to_dict() == {
        "A": "not yet decided",
        "B": "merged",
        "C": "out of scope",
        "D": "not yet decided",
    }
    assert list(became["decided_on"].fillna("")) == ["contribution", "theme", "subtheme", ""]
    assert list(became["n_ideas"]) == [1, 1, 1, 0]
    assert became["reason"]["C"] == "Reserved."
    assert not odd


def test_a_decision_about_a_candidate_reaches_everyone_behind_it() -> None:
    """Named by its statement as printed, whatever the case; the trail leads back to it."""
    became, *_ = replayed({"what": " “ask 0.” ", "outcome": "in a commitment", "commitment": "c1"})
    assert list(became["outcome"][["A", "B"]]) == ["in a commitment"] * 2
    assert list(became["commitment_id"][["A", "B"]]) == ["C1"] * 2
    assert set(became["decided_on"].dropna()) == {"candidate"}


def test_a_theme_is_still_known_by_the_name_it_had() -> None:
    """Renaming loses no decision; a name that another theme has now means that one."""
    assert replayed({"what": "See the books"})[0]["decided_id"]["A"] == "S1"
    assert replayed({"what": "Open books"})[0]["outcome"]["C"] == "not yet decided"


def test_a_decision_about_a_theme_that_is_gone_is_told() -> None:
    """What was merged into another is not decided with it behind people's backs: they are asked."""
    for what in ("Old matters", "gone"):
        assert replayed({"what": what})[3] == [
            "2: there is no such theme any more; it was merged, parted or found anew; decide about "
            "the theme that its ideas are in now, or undo"
        ]


def test_several_ideas_take_the_best_placed_decision() -> None:
    """What is in a commitment is told before what is not; the closed list is the order."""
    became, *_ = replayed(
        {"what": "Fair fees", "outcome": "informs a commitment"},
        {"what": "Open books", "outcome": "not taken forward", "why": "Too dear."},
    )
    assert became["outcome"]["B"] == "informs a commitment"


def test_each_decided_idea_has_its_answer() -> None:
    """Whoever asked for two things is told about both; a decision about the whole stands alone."""
    given = (
        {"what": "Open books"},
        {"what": "Fair fees", "outcome": "out of scope", "why": "Reserved."},
    )
    became = all_replayed(*given)[0].query("contribution_id == 'B'")
    assert list(became["outcome"]) == ["merged", "out of scope"]
    assert list(became["idea_ids"]) == ["i1", "i2"]
    own = {"what": "B", "outcome": "already under way", "why": "Since May."}
    assert list(all_replayed(*given, own)[0].loc[["B"], "outcome"]) == ["already under way"]


def test_no_decision_reaches_those_who_are_against_a_candidate() -> None:
    """Who asked for the opposite is not told that it is merged; what a theme is told, they are."""
    against = LISTED.assign(against_ids="i1")
    assert list(replayed({"what": "k1"}, listed=against)[0]["outcome"][["A", "B"]]) == [
        "merged", "not yet decided",
    ]  # fmt: skip
    became = replayed({"what": "k1"}, {"what": "T", "outcome": "merged"}, listed=against)[0]
    assert became["about"]["B"] == "Money"


def test_an_answer_says_what_was_decided_about() -> None:
    """Who said other words is told whose; who said these very words is answered directly."""
    became = replayed({"what": "k1"}, {"what": "T", "outcome": "informs a commitment"})[0]
    assert became["about"].dropna().to_dict() == {"B": "Money", "C": "Money"}
    assert replayed({"what": "k1"})[0]["about"].dropna().to_dict() == {"B": "Ask 0"}


def test_a_later_row_stands_and_undo_takes_it_back() -> None:
    """Rows are only added: the last one about a thing counts, and undo leaves the wider one."""
    theme, first = (
        {"what": "T"},
        {"what": "S1", "outcome": "already under way", "why": "Since May."},
    )
    assert replayed(theme, first, first | {"outcome": "merged"})[0]["outcome"]["A"] == "merged"
    became, _, _, odd = replayed(theme, first, {"what": "S1", "outcome": "undo"})
    assert became["decided_id"]["A"] == "T"
    assert not odd


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"what": "S1", "when": "soon"}, "it has no day; write the day in `when` as 2018-10-04"),
        ({"what": "S1", "who": None}, "nobody is named; write in `who` who decided"),
        (
            {"what": "S9"},
            "nothing in this round is called so; write an id, or a name, statement or title as "
            "printed",
        ),
        (
            {"what": "S1", "by": "me"},
            "it is not said whose decision it is; write in `by` one of: government, civil society, "
            "forum",
        ),
        (
            {"what": "S1", "outcome": "out of scope"},
            "people are owed a reason for “out of scope”; write it in `why`; it is published",
        ),
        (
            {"what": "S1", "commitment": "C7"},
            "there is no commitment “C7”; write an id from commitments.csv, or add it there",
        ),
    ],
)
def test_a_row_that_does_not_fit_is_told(given: dict[str, Any], told: str) -> None:
    """Line, words, why and what to do; the run goes on, and other rows count."""
    became, _, _, odd = replayed({"what": "S2"}, given)
    assert odd == [f"3: {told}"]
    assert list(became["outcome"]) == ["not yet decided", "merged", "merged", "not yet decided"]


def test_a_misfit_is_mended_by_adding_a_row() -> None:
    """Nobody must change what stands in the sheet: a later good row, or undo, settles it."""
    assert not replayed({"what": "S1", "outcome": "mergd"}, {"what": "S1"})[3]
    assert not replayed({"what": "S9"}, {"what": "s9", "outcome": "undo"})[3]


def test_working_days_leave_out_weekends() -> None:
    """Sent in on Monday, decided on Friday: four; on the next Monday: five."""
    assert replayed({"what": "S1"})[0]["working_days"]["A"] == 4
    assert replayed({"what": "S1", "when": "2018-10-08T09:00:00Z"})[0]["working_days"]["A"] == 5
    assert pd.isna(replayed({"what": "S1", "when": "2018-09-30"})[0]["working_days"]["A"])


def test_commitments_and_milestones_stand_as_last_written() -> None:
    """The last row about each counts; values may be written by name; due dates give the order."""
    _, promised, steps, odd = replayed(
        promises=(PROMISE, PROMISE | {"ogp_values": "Taking part", "why": "Asked for widely."}),
        steps=(
            STEP | {"due": "2020"},
            STEP | {"milestone": "People are asked", "due": "2019-05"},
            STEP | {"due": "2020", "status": "Delayed", "why": "Two posts were vacant."},
        ),
    )
    assert list(promised["ogp_values"]) == ["civic_participation"]
    assert list(steps["milestone"]) == ["People are asked", "A list is published"]
    assert list(steps["status"]) == ["under way", "delayed"]
    assert not odd


def test_odd_commitments_and_milestones_are_told() -> None:
    """A delay without a reason, a date nobody can read and an unknown value are conflicts."""
    *_, odd = replayed(
        promises=(PROMISE, PROMISE | {"commitment_id": "C2", "ogp_values": "kindness"}),
        steps=(STEP | {"status": "delayed"}, STEP | {"milestone": "m", "due": "in spring"}),
    )
    assert odd == [
        "3: there is no OGP value “kindness”; write some of: civic_participation, parted by |",
        "2: people are owed a reason for “delayed”; write it in `why`; it is published",
        "3: “in spring” is no date; write `due` as 2019, 2019-05 or 2019-05-31",
    ]


@settings(max_examples=8)
@given(
    st.lists(
        st.tuples(st.sampled_from(["T", "S1", "S2", "A", "D", "?"]), st.sampled_from(OUTCOMES))
    )
)
def test_every_contribution_has_one_outcome(given: list[tuple[str, str]]) -> None:
    """Whatever is decided, nobody is left without an answer, and no row vanishes."""
    became, _, _, odd = replayed(
        *({"what": what, "outcome": outcome, "why": "Because."} for what, outcome in given)
    )
    assert list(became.index) == list("ABCD")
    assert len(odd) == sum(what == "?" for what, _ in given)


def test_nothing_decided_is_said_so() -> None:
    """Empty sheets leave everything open."""
    became, _, _, odd = replayed(promises=())
    assert set(became["outcome"]) == {"not yet decided"}
    assert not odd


@pytest.mark.slow
def test_the_decisions_of_the_sample_round_fit(sample_round: Path) -> None:
    """What was decided in the sample round reaches everybody behind it; nothing is left over."""
    assert store.read(sample_round, "outcome_conflicts").empty
    became = store.read(sample_round, "outcomes")
    assert set(became["outcome"]) == set(OUTCOMES)
    assert set(became["commitment_id"].dropna()) == {"C1", "C2"}
    assert set(store.read(sample_round, "milestones")["status"]) >= {"complete", "delayed"}
