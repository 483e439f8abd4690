"""Align links ideas to aims with evidence, abstains when unsure, and counts for themes."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline.align import align
from pipeline.errors import FolkmootError
from pipeline.tables import (
    Alignments,
    Assignments,
    Frameworks,
    FrameworkVectors,
    Ideas,
    Table,
    Vectors,
)
from tests.build import WordEncoder, rows

FRAMEWORKS = rows(
    Frameworks,
    {"framework": "sdg", "code": "11", "description": "good places to live"},
    {
        "framework": "sdg",
        "code": "11.2",
        "parent_code": "11",
        "description": "buses and trains for everyone",
        "cues": "bus service|night bus",
    },
    {
        "framework": "sdg",
        "code": "11.7",
        "parent_code": "11",
        "description": "parks and squares open to all",
        "cues": "public park",
    },
    {
        "framework": "ogp",
        "code": "access_to_information",
        "description": "people find out what government spends",
        "cues": "publish the contract|open data",
    },
    {
        "framework": "ogp",
        "code": "technology_innovation",
        "description": "new tools for open government",
        "cues": "app|dashboard",
        "only_with_others": True,
    },
)
WORDS = st.sampled_from(
    [
        "bus",
        "service",
        "night",
        "our",
        "park",
        "public",
        "app",
        "open",
        "data",
        "🙂",
        "\n",
        ";",
        "of",
    ]
)


def aligned(
    *texts: str,
    themes: tuple[str | None, ...] = (),
    frameworks: DataFrame[Frameworks] = FRAMEWORKS,
    **dials: Any,  # noqa: ANN401  dials of several types
) -> DataFrame[Alignments]:
    """Align these texts, named a, b, c …, with all frameworks in the table."""
    names = [chr(ord("a") + place) for place in range(len(texts))]
    ideas = rows(
        Ideas, *({"idea_id": name, "text": text} for name, text in zip(names, texts, strict=True))
    )
    firsts = zip(names, themes, strict=False)
    return align(
        ideas,
        _encoded(Vectors, ideas, "text", ["idea_id"]),
        rows(Assignments, *({"idea_id": name, "theme_id": theme} for name, theme in firsts)),
        frameworks,
        _encoded(FrameworkVectors, frameworks, "description", ["framework", "code"]),
        **{
            "frameworks_used": ["sdg", "ogp"],
            "method": "nearest",
            "threshold": 0.15,
            "at_most": 3,
            "least_share": 0.5,
            **dials,
        },
    )


def _encoded(model: type[Table], table: pd.DataFrame, text: str, keys: list[str]) -> Any:  # noqa: ANN401  a table of that shape
    made = list(WordEncoder().encode(list(table[text])))
    return model.validate(table[keys].assign(vector=pd.Series(made, table.index, dtype=object)))


def test_an_idea_shows_the_words_that_carry_its_target() -> None:
    """The evidence is the cue as people wrote it, with its place in the idea."""
    found = aligned("Bring back our Night Buses, please: buses and trains").iloc[0]
    assert (found["code"], found["evidence"]) == ("11.2", "Night Buses")
    assert (found["start"], found["end"]) == (15, 26)


def test_without_a_cue_the_nearest_clause_is_the_evidence() -> None:
    """A reader sees at least which part of a long idea is meant."""
    found = aligned("Dear sir; squares open to all; thanks", threshold=0.03)
    assert found.set_index("code")["evidence"]["11.7"] == "squares open to all"


def test_none_is_an_answer() -> None:
    """An idea about nothing in the frameworks gets no row."""
    assert aligned("Happy birthday Grandma").empty


def test_a_target_on_the_threshold_counts() -> None:
    """A probability equal to the threshold is enough; anything less is not."""
    sure = aligned("night bus")["probability"].max()
    assert len(aligned("night bus", threshold=sure)) == 1
    assert aligned("night bus", threshold=sure + 0.0001).empty


def test_technology_never_stands_alone() -> None:
    """A value that counts only with others is dropped alone and kept in company."""
    assert aligned("an app").empty
    found = aligned("an app with open data", at_most=2, threshold=0.1)
    assert list(found["code"]) == ["access_to_information", "technology_innovation"]


def test_company_goes_before_technology_when_only_one_may_stay() -> None:
    """Cutting to the likeliest values cannot leave technology alone."""
    found = aligned("an app, a dashboard and open data", at_most=1, threshold=0.1)
    assert list(found["code"]) == ["access_to_information"]


def test_a_theme_counts_the_ideas_that_carry_a_target() -> None:
    """A theme's alignment is a count over its ideas; what too few of them carry is left out."""
    found = aligned(
        "night bus", "bus service", "hello", "public park", themes=("t1", "t1", "t1", "t1")
    )
    theme = found[found["subject"] == "theme"]
    assert list(theme["evidence"]) == ["2 of 4 ideas"]
    assert list(theme["probability"]) == [0.5]
    assert theme["start"].isna().all()


def test_another_framework_is_only_more_rows() -> None:
    """A list of aims that nobody programmed for is aligned with like the others."""
    village = rows(
        Frameworks,
        {"framework": "village", "code": "benches", "description": "seats", "cues": "bench"},
    )
    found = aligned("more benches", frameworks=village, frameworks_used=["village"])
    assert list(found["code"]) == ["benches"]


def test_an_unknown_framework_is_named() -> None:
    """The message says what is wrong and what there is."""
    with pytest.raises(FolkmootError) as error:
        aligned("bus", frameworks_used=["sgd"])
    assert str(error.value) == (
        'params.yaml: align: frameworks_used: there is no framework "sgd"; '
        "those at hand are ogp, sdg"
    )


def test_an_unknown_method_is_named() -> None:
    """The message says which methods there are."""
    with pytest.raises(FolkmootError) as error:
        aligned("bus", method="magic")
    assert str(error.value) == (
        'params.yaml: align: method: there is no "magic"; write nearest or trained'
    )


def test_no_ideas_give_no_alignments() -> None:
    """An empty round goes through."""
    assert aligned().empty
    assert aligned("bus", frameworks=rows(Frameworks)).empty


@given(st.lists(st.lists(WORDS, min_size=1).map(" ".join), min_size=1, max_size=4))
def test_evidence_is_verbatim_and_parts_equal_the_whole(texts: list[str]) -> None:
    """Evidence is the words at its place, and an idea's rows do not depend on its neighbours."""
    whole = aligned(*texts, threshold=0.0)
    text_of = dict(zip("abcd", texts, strict=False))
    for row in whole.to_dict("records"):
        assert text_of[row["subject_id"]][int(row["start"]) : int(row["end"])] == row["evidence"]
    for name, text in text_of.items():
        alone = aligned(text, threshold=0.0).drop(columns="subject_id")
        mine = whole[whole["subject_id"] == name].drop(columns="subject_id")
        pd.testing.assert_frame_equal(alone, mine.reset_index(drop=True))


def test_the_order_of_rows_means_nothing() -> None:
    """Frameworks given in another order give the same table."""
    backwards = FRAMEWORKS.iloc[::-1].reset_index(drop=True)
    one = aligned("night bus and open data", threshold=0.01)
    other = aligned("night bus and open data", threshold=0.01, frameworks=backwards)
    pd.testing.assert_frame_equal(one, other)
    assert np.isfinite(one["probability"]).all()
