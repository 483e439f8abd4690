"""Rules name what is wrong with a theme set, and stay silent about a good one."""

import numpy as np
import pytest
from pandera.typing import DataFrame

from pipeline.rules import RULES, Failures, check_themes
from pipeline.tables import Assignments, Ideas, Themes, Vectors
from tests.build import rows

GOOD = {"T1": "Night buses", "T2": "Council budget", "T3": "School meals"}
ALONG = {"T1": [1.0, 0.0, 0.0], "T2": [0.0, 1.0, 0.0], "T3": [0.0, 0.0, 1.0], None: [0.5, 0.5, 0.5]}


def failures(
    sizes: dict[str | None, int] | None = None,
    names: dict[str, str] | None = None,
    along: dict[str | None, list[float]] | None = None,
    **facts: object,
) -> DataFrame[Failures]:
    """Check a theme set that is good but for what is given; `facts` are about theme T1."""
    sizes = sizes or {"T1": 8, "T2": 8, "T3": 8}
    themed = [theme for theme, size in sizes.items() for _ in range(size)]
    ids = [f"i{place:02d}" for place in range(len(themed))]
    pairs = list(zip(ids, themed, strict=True))
    plain = {"quote_ids": "i00", "n_distinct_texts": 8, "stability": 0.8}
    themes = [
        {
            "theme_id": theme,
            "name": (names or GOOD)[theme],
            **plain,
            **(facts if theme == "T1" else {}),
        }
        for theme in sizes
        if theme
    ]
    vectors = ALONG | (along or {})
    return check_themes(
        rows(Themes, *themes),
        rows(Assignments, *({"idea_id": i, "theme_id": theme} for i, theme in pairs)),
        rows(Ideas, *({"idea_id": i} for i in ids)),
        rows(Vectors, *({"idea_id": i, "vector": np.array(vectors[t])} for i, t in pairs)),
    )


def test_a_good_set_breaks_no_rule_and_an_empty_one_neither() -> None:
    """Silence means that all is well."""
    assert failures().empty
    assert check_themes(rows(Themes), rows(Assignments), rows(Ideas), rows(Vectors)).empty


@pytest.mark.parametrize(
    ("rule", "given"),
    [
        ("no_twins", {"along": {"T2": [1.0, 0.05, 0.0]}}),
        ("no_catch_all", {"sizes": {"T1": 13, "T2": 6, "T3": 5}}),
        ("names_distinct", {"names": GOOD | {"T1": "Budget"}}),
        ("names_short", {"names": GOOD | {"T1": "One two three four five six seven"}}),
        ("a_quote_each", {"quote_ids": ""}),
        ("nobody_alone", {"n_distinct_texts": 1}),
        ("number_fits", {"sizes": {"T1": 1, "T2": 0, "T3": 0}}),
        ("most_have_a_theme", {"sizes": {"T1": 4, "T2": 4, "T3": 4, None: 13}}),
        ("holds_together", {"stability": 0.49}),
    ],
)
def test_each_rule_finds_its_own_fault_alone(rule: str, given: dict[str, object]) -> None:
    """A fault is reported once, by the rule that is about it, with the theme where there is one."""
    found = failures(**given)  # type: ignore[arg-type]
    assert list(found["rule"]) == [rule]
    assert found["theme_id"].fillna("T1")[0] == "T1"


@pytest.mark.parametrize(
    "given",
    [
        {"sizes": {"T1": 12, "T2": 6, "T3": 6}},
        {"sizes": {"T1": 13, "T2": 5, "T3": 5}},
        {"names": GOOD | {"T1": "One two three four five six"}},
        {"n_distinct_texts": 2},
        {"sizes": {"T1": 4, "T2": 4, "T3": 4, None: 12}},
        {"stability": 0.5},
    ],
)
def test_the_edge_is_allowed(given: dict[str, object]) -> None:
    """Just half, just six words, just two texts are good enough; few ideas need not be parted."""
    assert failures(**given).empty  # type: ignore[arg-type]


def test_a_failure_says_what_in_plain_words() -> None:
    """People read which theme and how much."""
    found = failures({"T1": 13, "T2": 6, "T3": 5})
    assert list(found["what"]) == ["holds 54% of the ideas that have a theme"]


def test_every_rule_says_why() -> None:
    """The method section of a report can give the reason of each rule."""
    assert all({":", ","} & set(str(rule.__doc__)) for rule in RULES)
