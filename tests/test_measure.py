"""Measure counts what came in and out, and how far the machine agrees with people."""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.measure import adjusted_rand_index, measure, v_measure
from pipeline.tables import Alignments, Assignments, Firmness, Ideas, Labels
from tests.build import rows
from tests.invented import empty_round, invented_round

ORDER = (
    *("contributions", "set_aside", "ideas", "groups", "assignments", "firmness", "themes"),
    *("alignments", "labels"),
)


def _measure(tables: dict[str, pd.DataFrame]) -> dict[str, Any]:
    given_tables: list[Any] = [tables[name] for name in ORDER]
    return measure(*given_tables)


def _labelled(themes: str, ideas: str, **more: str) -> dict[str, pd.DataFrame]:
    """Give each idea a machine's theme (a letter of `ideas`) and a person's (of `themes`)."""
    texts = [f"this is what idea {n} says" for n in range(len(ideas))]
    tables = empty_round()
    tables["ideas"] = rows(
        Ideas, *({"idea_id": f"i{n}", "text": text} for n, text in enumerate(texts))
    )
    tables["assignments"] = rows(
        Assignments,
        *(
            {"idea_id": f"i{n}", "theme_id": letter if letter != "-" else None}
            for n, letter in enumerate(ideas)
        ),
    )
    tables["labels"] = rows(
        Labels,
        *(
            {"idea": text, "theme": letter, **more}
            for text, letter in zip(texts, themes, strict=True)
        ),
    )
    return tables


def test_numbers_of_the_invented_round() -> None:
    """Counts, coverage and firmness can be checked by hand."""
    found = _measure(invented_round())
    assert found["counts"]["contributions_by_status"] == {
        "included": 15,
        "not published": 1,
        "withdrawn": 1,
    }
    assert (found["counts"]["themes"], found["counts"]["subthemes"]) == (2, 2)
    assert found["coverage"]["in_a_theme"] == 0.6  # 9 of 15
    assert found["coverage"]["with_an_alignment"] == 0.0667  # 1 of 15
    assert found["stability"] == round((5 * 0.75 + 4 * 0.59) / 9, 4)


def test_agreement_is_full_when_the_groups_are_the_same() -> None:
    """Names do not matter, only who is together with whom; no theme is a group too."""
    found = _measure(_labelled("xxyyzz", "aabb--"))["agreement"]
    assert found["themes"]["adjusted_rand_index"] == 1
    assert found["themes"]["v_measure"] == 1
    assert found["labelled_share"] == 1


def test_agreement_is_none_when_everything_is_one_group() -> None:
    """A machine that puts all ideas together agrees with nobody."""
    assert _measure(_labelled("xxyy", "aaaa"))["agreement"]["themes"]["adjusted_rand_index"] == 0


@pytest.mark.parametrize(
    ("label", "found"),
    [
        ("Ask  Mairi Inch about\nthe Harbour Lights", 1),
        ("ask [name] about the harbour lights", 1),
        ("i1", 1),
        ("Ask Mairi Inch about the harbour lights. And paint the pier.", 1),
        ("Ask Mairi Inch about the harbour", 0),
        ("harbour", 0),
    ],
)
def test_labels_find_their_idea(label: str, found: int) -> None:
    """By id, by text with other spaces, around it, or as it was before names were taken out."""
    tables = empty_round()
    tables["ideas"] = rows(Ideas, {"idea_id": "i1", "text": "Ask [name] about the harbour lights"})
    tables["assignments"] = rows(Assignments, {"idea_id": "i1", "theme_id": "a"})
    tables["labels"] = rows(Labels, {"idea": label, "theme": "light"})
    assert _measure(tables)["agreement"]["labelled_ideas"] == found


def test_precision_and_recall_of_goals_and_values() -> None:
    """Targets are compared as goals; what people said and the machine missed lowers recall."""
    tables = _labelled("xx", "aa", sdg="16.7|11", ogp="civic_participation")
    links = [("i0", "sdg", "16.6"), ("i0", "sdg", "4.1"), ("i1", "ogp", "civic_participation")]
    tables["alignments"] = rows(
        Alignments,
        *(
            {"subject": "idea", "subject_id": i, "framework": framework, "code": code}
            for i, framework, code in links
        ),
    )
    found = _measure(tables)["agreement"]
    assert found["sdg"] == {"labelled": 4, "found": 2, "precision": 0.5, "recall": 0.25}
    assert found["ogp"] == {"labelled": 2, "found": 1, "precision": 1.0, "recall": 0.5}


def test_firmness_counts_by_size() -> None:
    """A theme of three ideas weighs three times as much as one of one; no theme weighs nothing."""
    tables = _labelled("xxxxx", "aaab-")
    tables["firmness"] = rows(
        Firmness, {"theme_id": "a", "stability": 1.0}, {"theme_id": "b", "stability": 0.0}
    )
    assert _measure(tables)["stability"] == 0.75


def test_an_empty_round_has_no_shares() -> None:
    """Nothing divided by nothing is not zero: it is not known."""
    found = _measure(empty_round())
    assert found["coverage"] == {"in_a_theme": None, "with_an_alignment": None, "by_framework": {}}
    assert found["stability"] is None
    assert found["agreement"]["themes"] is None


@pytest.mark.slow  # loads scikit-learn
@given(pairs=st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("wxyz"))))
def test_agreement_is_what_scikit_learn_computes(pairs: list[tuple[str, str]]) -> None:
    """Adjusted Rand index and V-measure are the standard ones, in every corner case."""
    from sklearn.metrics import adjusted_rand_score, v_measure_score  # noqa: PLC0415  heavy

    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    assert adjusted_rand_index(one, other) == pytest.approx(adjusted_rand_score(one, other))
    assert v_measure(one, other) == pytest.approx(v_measure_score(one, other))
