"""Answers to a few questions put themes right, beyond the ideas that were asked about."""

import numpy as np
import numpy.typing as npt
import pytest

from pipeline.cluster.teach import choose_questions, teach

Points = npt.NDArray[np.float32]


def _clouds(*middles: tuple[float, ...], size: int = 12) -> Points:
    """Ideas around each middle, in turn."""
    noise = np.random.default_rng(3).normal(scale=0.12, size=(size * len(middles), 3))
    points = np.repeat(np.array(middles), size, axis=0) + noise
    unit: Points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    return unit


FOUR = _clouds((1, 0, 0), (0.8, 0.6, 0), (0, 0, 1), (0, 0.6, -0.8))
TRUE = np.repeat([0, 0, 1, 2], 12)  # the first two are one theme to people
FOUND = np.repeat([0, 1, 2, 2], 12)  # and the last two are not


def test_nothing_is_taught_without_an_answer() -> None:
    """What was found stays, to the letter."""
    assert (teach(FOUR, FOUND, {}) == FOUND).all()
    assert (teach(FOUR, np.full(48, -1), {(0, 1): True}) == -1).all()


def test_a_few_answers_put_whole_themes_right() -> None:
    """Two answers about single ideas part and join the themes around them."""
    answers: dict[tuple[int, int], bool] = {}
    for _ in range(4):
        for one, other, _weight in choose_questions(FOUR, FOUND, answers, 1):
            answers[one, other] = bool(TRUE[one] == TRUE[other])
    taught = teach(FOUR, FOUND, answers)
    assert [len(set(taught[theme == TRUE])) for theme in range(3)] == [1, 1, 1]
    assert len(set(taught)) == 3


def test_what_people_put_together_or_apart_stays_so() -> None:
    """Each answer is kept to, however far apart or near the two ideas are."""
    taught = teach(FOUR, FOUND, {(0, 40): True, (12, 13): False, (1, 30): False})
    assert taught[0] == taught[40]
    assert taught[1] != taught[30]
    assert taught[12] != taught[13]


def test_an_idea_without_a_theme_can_be_put_into_one() -> None:
    """An answer about an idea that had no theme yet gives it one; others stay without."""
    found = np.where(np.isin(np.arange(48), [5, 30]), -1, FOUND)
    taught = teach(FOUR, found, {(4, 5): True})
    assert taught[5] == taught[4]
    assert taught[30] == -1


@pytest.mark.parametrize("number", [0, 3, 10])
def test_questions_are_few_different_and_open(number: int) -> None:
    """No pair is asked twice, none that was answered, and never more than were asked for."""
    answered = {(0, 12): True}
    chosen = choose_questions(FOUR, FOUND, answered, number)
    asked = [(one, other) for one, other, _ in chosen]
    assert len(asked) == len(set(asked)) <= number
    assert not set(asked) & set(answered)
    assert all(one < other and pairs >= 1 for one, other, pairs in chosen)


def test_without_themes_there_is_nothing_to_ask() -> None:
    """A round too small for themes asks nobody anything."""
    assert choose_questions(FOUR[:5], np.full(5, -1), {}, 10) == []
