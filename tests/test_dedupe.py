"""Dedupe groups what says the same, keeps opposites apart and loses nobody."""

import time
from functools import partial
from random import Random

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline.dedupe import dedupe
from pipeline.tables import Contributions, Groups, Ideas, Vectors
from tests.build import rows

LETTER = (
    "Communities should have the same right of appeal against planning decisions that developers "
    "have had for many years, because it is our street and not theirs"
)


def grouped(
    *texts: str, near: float = 0.9, cosine: float = 1.0, authors: list[str] | None = None
) -> DataFrame[Groups]:
    """Group these texts, each from its own contribution, all pairs at one cosine."""
    side = np.sqrt(1 - cosine)
    vectors = np.column_stack([np.full(len(texts), np.sqrt(cosine)), np.eye(len(texts)) * side])
    ids = [f"i{place:04d}" for place in range(len(texts))]
    names = authors or [""] * len(texts)
    return dedupe(
        rows(
            Ideas,
            *(
                {"idea_id": i, "contribution_id": i, "text": t}
                for i, t in zip(ids, texts, strict=True)
            ),
        ),
        rows(Vectors, *({"idea_id": i, "vector": v} for i, v in zip(ids, vectors, strict=True))),
        rows(
            Contributions,
            *({"contribution_id": i, "author": a} for i, a in zip(ids, names, strict=True)),
        ),
        near=near,
        overlap=0.6,
        campaign_size=3,
        campaign_words=20,
    )


def together(*texts: str, cosine: float = 1.0) -> bool:
    """Whether all these texts are in one group."""
    groups = grouped(*texts, cosine=cosine)
    return len(groups) == len(texts) and groups["group_id"].nunique() == 1


def test_case_punctuation_and_space_do_not_matter() -> None:
    """A text sent twice is one text, however it was typed."""
    groups = grouped("Make it fair!", "  make   IT “fair”", "Make it clear")
    assert list(groups["idea_id"]) == ["i0000", "i0001"]
    assert set(groups["kind"]) == {"exact"}
    assert set(groups["similarity"]) == {1.0}


def test_near_stands_on_the_edge() -> None:
    """A cosine of exactly `near` is near enough; a little less is not."""
    pair = (
        "Publish the minutes of each council meeting",
        "Publish minutes of each council meeting",
    )
    assert together(*pair, cosine=0.9)
    assert not together(*pair, cosine=0.8999)


def test_opposites_are_never_the_same() -> None:
    """However alike two vectors are, a turned meaning keeps texts apart."""
    opposites = [
        ("We need more meetings in the village hall", "We need fewer meetings in the village hall"),
        ("Keep the library in Ardbeg open", "Keep the library in Ardbeg closed"),
        (
            "Councillors should publish their expenses",
            "Councillors should not publish their expenses",
        ),
        ("Meet in the hall on Mondays at 7", "Meet in the hall on Mondays at 9"),
        ("More trains, fewer buses", "Fewer trains, more buses"),
        ("Light the path through Elm Park at night", "Light the path through Oak Park at night"),
        ("Don't close the school in our village", "Do close the school in our village"),
    ]
    assert not [pair for pair in opposites if together(*pair)]


def test_a_slip_of_the_pen_or_a_word_more_is_the_same() -> None:
    """Spelling, endings and an added word do not make another idea."""
    alike = [
        ("Show council spending ward by ward online", "Show council spendings ward by ward online"),
        ("Show council spending by ward", "Please show council spending by ward"),
    ]
    assert all(together(*pair) for pair in alike)


def test_no_chain_of_small_steps() -> None:
    """Every member is like the centre: the ends of a chain do not meet."""
    words = [one + other for one in "abcdef" for other in "uvwxyz"]
    chain = [" ".join(words[start : start + 20]) for start in range(12)]
    groups = grouped(*chain)
    place = groups["idea_id"].str[1:].astype(int).groupby(groups["group_id"])
    assert ((place.max() - place.min()) <= 8).all()
    assert groups["group_id"].nunique() > 1


def test_a_campaign_needs_enough_people_and_words() -> None:
    """A long text from three people is a campaign; from one person, or short, it is not."""
    assert set(grouped(*[LETTER] * 3)["kind"]) == {"campaign"}
    assert set(grouped(*[LETTER] * 2)["kind"]) == {"exact"}
    assert set(grouped(*[LETTER] * 3, authors=["Ada"] * 3)["kind"]) == {"exact"}
    assert set(grouped(*[LETTER] * 3, authors=["Anonymous"] * 3)["kind"]) == {"campaign"}
    assert set(grouped(*["Make it fair"] * 3)["kind"]) == {"exact"}


def test_a_campaign_may_be_made_ones_own() -> None:
    """Letters that differ in where the sender lives are one campaign."""
    letters = [f"{LETTER}, says a mother in {place}" for place in ("Leith", "Govan", "Wick")]
    assert set(grouped(*letters)["kind"]) == {"campaign"}


def test_an_empty_table_has_no_groups() -> None:
    """No ideas, no groups."""
    assert grouped().empty


def test_a_group_id_depends_on_its_members_only() -> None:
    """Another idea in the round does not change the name of a group."""
    alone = grouped("Make it fair", "make it fair")
    beside = grouped("Make it fair", "make it fair", "Buses at night")
    pd.testing.assert_frame_equal(alone, beside)


def test_two_thousand_identical_ideas_are_quick() -> None:
    """A round flooded with one text stays workable."""
    start = time.perf_counter()
    assert len(grouped(*["Make planning fair"] * 2000)) == 2000
    assert time.perf_counter() - start < 5


WORDS = st.sampled_from(["bus", "no", "more", "stop", "in", "Leith", "9", "now"])


@settings(max_examples=15)
@given(st.lists(st.lists(WORDS, max_size=6), max_size=12), st.randoms(use_true_random=False))
def test_order_does_not_matter_and_nobody_is_counted_twice(
    said: list[list[str]], luck: Random
) -> None:
    """Shuffled ideas give the same groups; each has two members or more and one row a member."""
    ids = [f"i{place:03d}" for place in range(len(said))]
    table = [{"idea_id": i, "text": " ".join(words)} for i, words in zip(ids, said, strict=True)]
    ideas, vectors = (
        rows(Ideas, *table),
        rows(Vectors, *({"idea_id": i, "vector": [1.0]} for i in ids)),
    )
    people = rows(Contributions, {"contribution_id": "x"})
    order = luck.sample(range(len(said)), len(said))
    group = partial(dedupe, near=0.9, overlap=0.6, campaign_size=3, campaign_words=5)
    groups = group(ideas, vectors, people)
    shuffled = group(ideas.iloc[order], vectors.iloc[order[::-1]], people)
    pd.testing.assert_frame_equal(groups, shuffled)
    assert groups["idea_id"].is_unique
    assert (groups.groupby("group_id").size() >= 2).all()
