"""Shortlist orders candidates by breadth of support, and says so in words that can be checked."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline.asking import asks
from pipeline.shortlist.behind import turns_against
from pipeline.shortlist.candidates import Step
from pipeline.shortlist.candidates import candidates as in_order
from pipeline.tables import (
    Alignments,
    AskedBefore,
    Assignments,
    Candidates,
    Contributions,
    Groups,
    Ideas,
    Themes,
)
from tests.build import rows

ORDER: list[Step] = ["sources", "open government", "distinct texts", "votes", "contributions"]
LONG = "Publish every contract above a thousand pounds, with the name of the firm, within a month."


def candidates(
    *asks: dict[str, Any], statement_words: int = 30, before: tuple[dict[str, Any], ...] = ()
) -> DataFrame[Candidates]:
    """Shortlist sub-themes of one idea each; the dicts hold what matters about each."""
    ids = [f"S{place}" for place in range(len(asks))]
    pairs = list(zip(ids, asks, strict=True))
    themes = [
        {
            "theme_id": i,
            "parent_id": "T",
            "quote_ids": i,
            "n_sources": 1,
            "n_distinct_texts": 1,
            **ask,
        }
        for i, ask in pairs
    ]
    links = [
        {"subject": "subtheme", "subject_id": i, "framework": "ogp", "code": ask["value"]}
        for i, ask in pairs
        if "value" in ask
    ]
    return in_order(
        rows(Ideas, *({"idea_id": i, "contribution_id": i, **ask} for i, ask in pairs)),
        rows(Contributions, *({"contribution_id": i, **ask} for i, ask in pairs)),
        rows(Assignments, *({"idea_id": i, "theme_id": "T", "subtheme_id": i} for i in ids)),
        rows(Themes, {"theme_id": "T", "quote_ids": "S0"}, *themes),
        rows(Alignments, *links),
        rows(AskedBefore, *before),
        rows(Groups),
        order_by=ORDER,
        statement_words=statement_words,
    )


def test_a_candidate_counts_and_quotes_who_asked_for_it_before() -> None:
    """Each earlier contribution counts once, with its outcome; a call for the opposite does not."""
    then = {"round": "2016", "contribution_id": "e", "words": "Mend it", "kind": "asked"}
    table = candidates(
        {"text": "Mend the hall"},
        {"text": "Paint the hall"},
        {"text": "Leave the hall", "status": "not published"},
        before=(
            {**then, "idea_id": "S0", "outcome": "merged"},
            {**then, "idea_id": "S0", "earlier_idea_id": "again"},
            {**then, "idea_id": "S0", "contribution_id": "f", "outcome": None},
            {**then, "idea_id": "S1", "kind": "opposite"},
            {**then, "idea_id": "S2"},
        ),
    ).set_index("statement")
    assert table["n_asked_before"].to_dict() == {
        "Mend the hall": 2, "Paint the hall": 0, "Leave the hall": 0,
    }  # fmt: skip
    assert table.loc["Mend the hall", "asked_before"] == (
        "in 2016: “Mend it”: merged | in 2016: “Mend it”: not yet decided"
    )


def test_each_step_of_the_order_decides_where_those_before_are_equal() -> None:
    """Two places beat a link with a value, that beats a hundred texts, and those beat votes."""
    table = candidates(
        {"text": "votes", "n_distinct_texts": 2, "votes_total": 100},
        {"text": "texts", "n_distinct_texts": 100},
        {"text": "wide", "n_sources": 2},
        {"text": "tied", "value": "civic_participation"},
        {"text": "few", "n_distinct_texts": 2, "votes_total": 99},
    )
    assert list(table["statement"]) == ["wide", "tied", "texts", "votes", "few"]
    assert list(table["order"]) == [1, 2, 3, 4, 5]


def test_votes_against_count_against() -> None:
    """Ninety of a hundred against is less support than two votes for and none against."""
    table = candidates(
        {"text": "loud", "votes_total": 100, "votes_for": 10, "votes_against": 90},
        {"text": "liked", "votes_total": 2, "votes_for": 2, "votes_against": 0},
    )
    assert list(table["statement"]) == ["liked", "loud"]


def test_what_asks_for_nothing_is_a_view_listed_after() -> None:
    """Telling one's age is no commitment; it is not dropped either, however many said it."""
    table = candidates(
        {"text": "I am 30 years of age or older", "n_sources": 9},
        {"text": "The roads are a disgrace. Mend the roads instead of talking"},
    )
    assert list(table["kind"]) == ["ask", "view"]
    assert table["reasons"][1].startswith("Heard at ")


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("Publish the contracts", True),
        ("More buses in the evening", True),
        ("The minutes should be read aloud", True),
        ("Why not ask us first?", True),
        ("It’s slow. Let’s mend it", True),
        ("I was born in the village", False),
        ("The council publishes the contracts", False),
        ("Nobody answers the phone", False),
        ("", False),
    ],
)
def test_asking_is_told_by_words(text: str, asking: bool) -> None:
    """A command, a wish, a should or a more; not a thing that is so."""
    assert asks(text) is asking


def test_reasons_can_be_counted_again() -> None:
    """A reader learns the figures behind the place on the list, read word for word."""
    table = candidates(
        {"event_id": None, "file": "ideas.csv", "votes_total": 23, "n_events": 0}
        | {"text": "Publish it", "votes_for": 20, "votes_against": 3, "rating": 4.5},
        {"text": "Publish it", "event_id": "E1", "n_events": 1, "n_contributions": 9}
        | {"n_distinct_texts": 8, "value": "public_accountability|civic_participation"},
    )
    assert list(table["reasons"]) == [
        "Asked for at 1 of 1 event: 9 contributions with 8 distinct ideas; "
        "linked with 2 open government values.",
        "Asked for in ideas.csv: 1 contribution with 1 distinct idea; "
        "23 votes on these contributions (20 for and 3 against); average rating 4.5.",
    ]


def test_a_statement_is_a_verbatim_span_of_whole_clauses() -> None:
    """A text of just the allowed words stays whole; a longer one ends with a clause."""
    whole = candidates({"text": LONG}, statement_words=16)["statement"][0]
    cut = candidates({"text": LONG}, statement_words=15)["statement"][0]
    assert whole == LONG
    assert cut == "Publish every contract above a thousand pounds, with the name of the firm…"
    assert cut.removesuffix("…") in LONG


def test_whoever_asks_for_the_opposite_is_not_counted() -> None:
    """Of two who speak of one matter, the one that turns against the other does not support it."""
    said = ("Keep the night ferry. I work late.", "Scrap the night ferry!", "Disagree! Look again.")
    ids = [f"i{at}" for at in range(len(said))]
    pairs = zip(ids, said, strict=True)
    places = [{"idea_id": i, "theme_id": "T", "subtheme_id": "S"} for i in ids]
    subtheme = {"theme_id": "S", "parent_id": "T", "quote_ids": "|".join(ids)}
    counts = {"n_contributions": 3, "n_distinct_texts": 3, "n_sources": 3, "n_events": 0}
    table = in_order(
        rows(Ideas, *({"idea_id": i, "contribution_id": i, "text": t} for i, t in pairs)),
        rows(Contributions, *({"contribution_id": i, "votes_total": 5, "file": i} for i in ids)),
        rows(Assignments, *places),
        rows(Themes, {"theme_id": "T"}, subtheme | counts),
        rows(Alignments),
        rows(AskedBefore),
        rows(Groups),
        order_by=ORDER,
        statement_words=30,
    )
    assert table["against_ids"].tolist() == ["i1|i2"]
    assert table[[*counts, "votes_total"]].to_numpy().tolist() == [[1, 1, 1, 0, 5]]


@pytest.mark.parametrize(
    ("text", "statement", "against"),
    [
        ("Disagree! Look again.", "Mend the road", True),
        ("We should agree on a road to mend", "Mend the road", False),
        ("Keep the night ferry, please", "Keep the night ferry…", False),
        ("Close the hall. Keep the hall shed.", "Close the hall. Keep the hall shed", False),
    ],
)
def test_only_who_turns_against_a_statement_is_against_it(
    text: str, statement: str, against: bool
) -> None:
    """To disagree counts where a text begins so; what goes on in the same words agrees."""
    assert turns_against(text, statement) == against


def test_without_a_public_quote_there_is_no_candidate() -> None:
    """Nothing is proposed in words that may not be shown."""
    assert candidates({"quote_ids": None}, {"quote_ids": ""}).empty


def test_themes_are_not_candidates_and_no_themes_give_an_empty_list() -> None:
    """Only sub-themes say what is asked for."""
    assert candidates().empty


@settings(max_examples=6)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=6))
def test_every_quoted_sub_theme_is_listed_once_widest_first(sizes: list[tuple[int, int]]) -> None:
    """Nobody's ask is left out, and breadth never rises going down the list."""
    table = candidates(*({"n_sources": s, "n_distinct_texts": t} for s, t in sizes))
    assert sorted(table["subtheme_id"]) == [f"S{place}" for place in range(len(sizes))]
    breadth = list(
        zip(table["n_sources"], table["reasons"].str.extract(r"(\d+) distinct")[0], strict=True)
    )
    assert breadth == sorted(breadth, reverse=True)
    assert table["candidate_id"].is_unique
