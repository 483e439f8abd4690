"""Opposition tells a proposal from its opposite, and leaves those that agree together."""

from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline.cluster.sides import part_sides
from pipeline.opposition import find_opposites

PAIRS = yaml.safe_load((Path(__file__).parent / "data" / "opposite_pairs.yaml").read_text("utf-8"))


def _pairs(side: str, half: str) -> list[tuple[str, str]]:
    pairs = [(one, other) for kind in PAIRS[side].values() for one, other in kind]
    return [(one, other) for one, other in pairs if _half(one, other) == half]


def _half(one: str, other: str) -> str:
    odd = int(sha256(f"{one}\n{other}".encode()).hexdigest(), 16) % 2
    return "unseen" if odd else "tuned"


def _share_found(pairs: list[tuple[str, str]]) -> float:
    return float(np.mean([find_opposites([one], [other])[0, 0] for one, other in pairs]))


@pytest.mark.parametrize("half", ["tuned", "unseen"])
def test_opposites_are_told_apart(half: str) -> None:
    """Of pairs that ask for opposites at least 85 % are found, also of those never tuned on."""
    assert len(_pairs("opposite", half)) > 40
    assert _share_found(_pairs("opposite", half)) >= 0.85


@pytest.mark.parametrize("half", ["tuned", "unseen"])
def test_those_who_agree_are_seldom_set_against_each_other(half: str) -> None:
    """Of pairs that say the same or something else at most 10 % are taken for opposites."""
    assert len(_pairs("not opposite", half)) > 40
    assert _share_found(_pairs("not opposite", half)) <= 0.1


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("Keep the old hall", "Sell the old hall, it leaks", False),  # selling is on no list
        ("Keep the old hall", "Pull down the shed behind the old hall", False),
        ("Keep the old hall", "Do not abolish the old hall", False),
        ("Keep the old hall", "The old hall does not open on Sundays", False),
        ("Keep the old hall", "Abolish the old hall", True),
        ("Keep the old hall", "Dinnae keep the auld hall", True),
    ],
)
def test_a_complaint_takes_no_side(one: str, other: str, opposed: bool) -> None:
    """Only what is asked for can be asked against: telling how things are is no opposition."""
    assert find_opposites([one], [other])[0, 0] == opposed


@pytest.mark.parametrize(
    ("one", "other", "opposed"),
    [
        ("Keep the ferry. I work late.", "Scrap the ferry. It is not needed.", False),  # one word
        ("Keep the night ferry. I work late.", "Scrap the night ferry. It runs empty.", True),
        ("No ferry came again. Timetables matter.", "More ferry crossings, please", False),
        ("More ferries are needed. Fewer people drive now.", "Fewer people drive", False),
    ],
)
def test_of_several_sentences_those_that_ask_are_held_against_each_other(
    one: str, other: str, opposed: bool
) -> None:
    """A reason is not an ask, and one shared word is too little among many."""
    assert find_opposites([one], [other])[0, 0] == opposed


def test_a_group_of_two_minds_becomes_two_sides() -> None:
    """People who want more meetings and people who want fewer are not counted together."""
    texts = ["More evening meetings", "Fewer evening meetings", "We need more evening meetings"]
    points = np.ones((5, 1), dtype=np.float32)
    groups = np.array([0, 0, 0, -1, 1])
    parted = part_sides(groups, points, [*texts, "Fewer evening meetings", "More evening buses"])
    assert parted.tolist() == [0, 2, 0, -1, 1]


def test_no_texts_have_no_opposites() -> None:
    """An empty table is no special case."""
    assert find_opposites([], []).shape == (0, 0)
    assert part_sides(np.empty(0, dtype=np.int64), np.empty((0, 2), dtype=np.float32), []).size == 0


@given(
    st.lists(
        st.sampled_from([text for kind in PAIRS["opposite"].values() for p in kind for text in p])
    )
)
def test_opposition_is_mutual_and_nobody_opposes_themselves(texts: list[str]) -> None:
    """If one idea asks for the opposite of another, so does the other; none of itself."""
    found = find_opposites(texts, texts)
    assert (found == found.T).all()
    assert not found.diagonal().any()


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """Whatever people write, it opposes itself never and stops nothing."""
    assert not find_opposites([text], [text]).any()
