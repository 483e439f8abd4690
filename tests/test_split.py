"""Split finds the single points of a contribution and changes no letter of them."""

import re
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline.split import split
from pipeline.tables import Ideas, PublicTexts
from tests.build import rows

DATA = Path(__file__).parent / "data"
DIALS = {"long_words": 40, "min_words": 3}


class HandSplit(NamedTuple):
    """A text, and where people say its points stand."""

    text: str
    places: list[tuple[int, int]]

    @property
    def unseen(self) -> bool:
        """Half of the texts, by their hash, were not looked at while rules were changed."""
        return sha256(self.text.encode()).digest()[0] % 2 == 1


def ideas(*texts: str | None, title: str | None = None) -> DataFrame[Ideas]:
    """Ideas of one contribution for each text."""
    given_rows = [
        {"contribution_id": f"c{n}", "title": title, "text": text} for n, text in enumerate(texts)
    ]
    return split(rows(PublicTexts, *given_rows), **DIALS)


def hand_split() -> Iterator[HandSplit]:
    """Read the texts split by hand."""
    for line in yaml.safe_load((DATA / "split_bullets.yaml").read_text())["texts"].splitlines():
        text, places = "", []
        for piece in re.split(r"(⟦[^⟧]*⟧)", line.replace("¶", "\n")):
            words = piece.strip("⟦⟧") if piece.startswith("⟦") else piece
            places += [(len(text), len(text) + len(words))] if piece.startswith("⟦") else []
            text += words
        yield HandSplit(text, places)


def boundary_f1(texts: list[HandSplit]) -> tuple[float, list[str]]:
    """F1 of the places where a further idea begins, and the texts where they differ."""
    found = ideas(*(one.text for one in texts))
    wanted = got = right = 0
    faults = []
    for n, one in enumerate(texts):
        rows_here = found[found["contribution_id"] == f"c{n}"]
        mine, hand = set(sorted(rows_here["start"])[1:]), {start for start, _ in one.places[1:]}
        wanted, got, right = wanted + len(hand), got + len(mine), right + len(mine & hand)
        if list(zip(rows_here["start"], rows_here["end"], strict=True)) != one.places:
            faults.append(" ‖ ".join(rows_here["text"]))
    return 2 * right / (wanted + got), faults


def test_bullets_and_numbers_are_ideas_without_their_marks() -> None:
    """What a table wrote on a flipchart is read point by point."""
    text = "We need:\n• more buses\n2) cheaper fares\n  o a shelter\n- Also lights"
    assert list(ideas(text)["text"]) == ["more buses", "cheaper fares", "a shelter", "Also lights"]


def test_sentences_of_one_point_stay_together() -> None:
    """A reason belongs to what it is a reason for; a second request is a second idea."""
    text = "Publish the budget. Because nobody can find it. Hold the meetings in the evening."
    assert list(ideas(text)["text"]) == [
        "Publish the budget. Because nobody can find it.",
        "Hold the meetings in the evening.",
    ]


def test_parts_of_a_line_must_be_clauses() -> None:
    """Two words after a semicolon are no idea of their own, three are."""
    assert len(ideas("more frequent buses; fewer cars")) == 1
    assert len(ideas("more frequent buses; fewer big cars")) == 2


def test_long_prose_is_parted_where_a_line_is_long_enough() -> None:
    """A sentence after `long_words` words begins a new idea, one word earlier it does not."""
    longer, shorter = (
        "Word " + "word " * n + "end. Fine old houses stood there." for n in (38, 37)
    )
    assert len(ideas(longer)) == 2
    assert len(ideas(shorter)) == 1


def test_where_an_idea_was_uploaded_is_no_idea() -> None:
    """The platform's own line is left out, alone or at the end of a sentence."""
    line = (
        "This idea was submitted at public discussion event, Dundee, AUGUST 2018, uploaded by admin"
    )
    assert ideas(line).empty
    assert list(ideas(f"Plain words.\n{line}")["text"]) == ["Plain words."]
    assert list(ideas(f"Plain words ({line})")["text"]) == ["Plain words"]


def test_a_title_speaks_where_the_text_does_not() -> None:
    """A contribution that is all title is one idea."""
    found = ideas("...", title="Free school meals")
    assert found[["field", "text"]].values.tolist() == [["title", "Free school meals"]]


def test_ids_depend_on_the_words_alone() -> None:
    """Neither other contributions nor the order of lines change the id that people may cite."""
    one, other = ideas("more buses\nfewer cars"), ideas("fewer cars\nmore buses", "trees")
    assert set(one["idea_id"]) <= set(other["idea_id"])
    assert re.fullmatch(r"c0-[0-9a-z]{4}", one["idea_id"][0])


def test_the_same_words_twice_are_two_ideas() -> None:
    """A repeat inside a contribution gets an id of its own."""
    assert ideas("more buses\nmore buses")["idea_id"].is_unique


def test_no_texts_no_ideas() -> None:
    """An empty round gives an empty table of the right shape."""
    assert split(rows(PublicTexts), **DIALS).empty


def test_parts_give_what_the_whole_gives() -> None:
    """Contributions are treated one by one, so a big round can be cut into pieces."""
    texts = [one.text for one in hand_split()]
    given_rows = [{"contribution_id": f"c{n}", "text": text} for n, text in enumerate(texts)]
    table = rows(PublicTexts, *given_rows)
    whole = set(split(table, **DIALS)["idea_id"])
    halves = [split(DataFrame[PublicTexts](table[n::2]), **DIALS)["idea_id"] for n in range(2)]
    assert {one for half in halves for one in half} == whole


TYPED = st.text(st.sampled_from("aB1.;/•-o \n()[]?é"), max_size=80)


MANY = st.lists(TYPED | st.text(max_size=60), min_size=1, max_size=20)


@settings(deadline=None, max_examples=30)
@given(MANY, TYPED)
def test_ideas_are_verbatim_and_none_is_empty(texts: list[str], title: str) -> None:
    """Each idea is exactly what stands at its place, has a letter, and overlaps no other."""
    end: dict[str, int] = {}
    for row in ideas(*texts, title=title).to_dict("records"):
        key = row["contribution_id"]
        source = title if row["field"] == "title" else texts[int(key[1:])]
        assert row["text"] == source[row["start"] : row["end"]]
        assert any(map(str.isalpha, row["text"]))
        assert row["start"] >= end.get(key, 0)
        end[key] = row["end"]


@settings(deadline=None, max_examples=30)
@given(MANY)
def test_whatever_has_a_letter_is_an_idea(texts: list[str]) -> None:
    """Nobody who wrote something is left without an idea."""
    speaking = {f"c{n}" for n, text in enumerate(texts) if any(map(str.isalpha, text))}
    assert set(ideas(*texts)["contribution_id"]) == speaking


@pytest.mark.parametrize("unseen", [False, True])
def test_ideas_stand_where_people_see_them(unseen: bool) -> None:
    """Boundaries agree with those set by hand, also on texts never looked at (F1 at least .90)."""
    f1, faults = boundary_f1([one for one in hand_split() if one.unseen == unseen])
    assert f1 >= 0.9, faults


@pytest.mark.parametrize("piece", ["word. ", "a;", "( ", "o ", "1. ", "idea submitted at ", "- x "])
def test_a_huge_text_takes_seconds(piece: str) -> None:
    """200,000 characters of anything are read in a few seconds."""
    start = time.perf_counter()
    ideas((piece * 200_000)[:200_000])
    assert time.perf_counter() - start < 5
