"""Align links ideas to aims with evidence, abstains when unsure, and counts for themes."""

from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline import store
from pipeline.align import align
from pipeline.align.trained import is_trained_on, less_sure, trained_numbers
from pipeline.embed import MINILM_SHA256, MiniLM
from pipeline.errors import FolkmootError
from pipeline.tables import (
    AlignmentDecisions,
    Alignments,
    Assignments,
    Conflicts,
    Contexts,
    Encoder,
    Frameworks,
    FrameworkVectors,
    Ideas,
    LeadOrganisations,
    Leads,
    Table,
    ThemeNames,
    Themes,
    Vectors,
)
from tests.build import WordEncoder, rows

ROOT = Path(__file__).parents[1]
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


def aligned(*texts: str, **given: Any) -> DataFrame[Alignments]:  # noqa: ANN401  as for `replayed`
    """Align these texts, named a, b, c …, with all frameworks in the table."""
    return replayed(*texts, **given)[0]


def replayed(
    *texts: str,
    themes: tuple[str | None, ...] = (),
    frameworks: DataFrame[Frameworks] = FRAMEWORKS,
    decisions: tuple[dict[str, str], ...] = (),
    leads: tuple[dict[str, str], ...] = (),
    former: tuple[dict[str, str], ...] = (),
    under: Mapping[str, str] = MappingProxyType({}),
    **dials: Any,  # noqa: ANN401  dials of several types
) -> tuple[DataFrame[Alignments], DataFrame[LeadOrganisations], DataFrame[Conflicts]]:
    """Align and replay what people decided; a theme t1 has the name "Theme t1"."""
    names = [chr(ord("a") + place) for place in range(len(texts))]
    ideas = rows(
        Ideas, *({"idea_id": name, "text": text} for name, text in zip(names, texts, strict=True))
    )
    firsts = zip(names, themes, strict=False)
    return align(
        ideas,
        _encoded(Vectors, ideas, "text", ["idea_id"]),
        rows(Contexts, *({"idea_id": name, "text": text} for name, text in under.items())),
        rows(Assignments, *({"idea_id": name, "theme_id": theme} for name, theme in firsts)),
        rows(
            Themes,
            *({"theme_id": t, "name": f"Theme {t}"} for t in sorted({*filter(None, themes)})),
        ),
        frameworks,
        _encoded(FrameworkVectors, frameworks, "description", ["framework", "code"]),
        rows(Encoder, {"name": "words", "sha256": "0" * 64}),
        rows(ThemeNames, *former),
        rows(AlignmentDecisions, *decisions),
        rows(Leads, *leads),
        **{
            "frameworks_used": ["sdg", "ogp"],
            "method": "nearest",
            "threshold": 0.02,
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
    found = aligned("Dear sir; squares open to all; thanks", threshold=0.001)
    assert found.set_index("code")["evidence"]["11.7"] == "squares open to all"


def test_a_link_says_why_it_was_made() -> None:
    """The reason is the phrase as its list has it; without one, the description near in meaning."""
    found = aligned("Night Buses; squares open to all", threshold=0.001).set_index("code")
    assert found["reason"]["11.2"] == "uses a phrase listed for it: “night bus”"
    assert found["reason"]["11.7"] == (
        "nearest in meaning to its description: “parks and squares open to all.”"
    )


def test_a_link_that_leans_on_the_heading_says_so() -> None:
    """Who reads "Keep it open." sees which heading it was read with; a cue needs none."""
    found = aligned(
        "Keep it open to all; night buses", threshold=0.001, under={"a": "Parks and squares"}
    ).set_index("code")
    assert found["reason"]["11.7"].endswith("open to all.”, read under “Parks and squares”")
    assert found["reason"]["11.2"] == "uses a phrase listed for it: “night bus”"


def test_the_name_of_a_place_is_no_cue() -> None:
    """Who meets at Harbour Park need not speak of parks; who asks for a park does."""
    parks = rows(
        Frameworks,
        {"framework": "sdg", "code": "11.7", "description": "somewhere green", "cues": "parks"},
    )

    def reasons(text: str) -> list[str]:
        return list(
            aligned(text, frameworks=parks, frameworks_used=["sdg"], threshold=0.0)["reason"]
        )

    told = "uses a phrase listed for it: “parks”"
    assert reasons("Build Harbour Park a car wash")[0] != told
    assert reasons("Park Lane is wet")[0] != told
    assert reasons("Harbour: Parks, please") == [told]
    assert reasons("OPEN THE PARK") == [told]
    assert reasons("A park for Harbour") == [told]


def test_none_is_an_answer() -> None:
    """An idea about nothing in the frameworks gets no row."""
    assert aligned("Happy birthday Grandma").empty


def test_a_target_on_the_threshold_counts() -> None:
    """A probability equal to the threshold is enough; anything less is not."""
    sure = float(aligned("night bus")["probability"].max())
    assert len(aligned("night bus", threshold=sure)) == 1
    assert aligned("night bus", threshold=sure + 0.0001).empty


def test_technology_never_stands_alone() -> None:
    """A value that counts only with others is dropped alone and kept in company."""
    assert aligned("an app, a dashboard").empty
    found = aligned("an app, a dashboard and open data", at_most=2)
    assert list(found["code"]) == ["access_to_information", "technology_innovation"]


def test_company_goes_before_technology_when_only_one_may_stay() -> None:
    """Cutting to the likeliest values cannot leave technology alone."""
    found = aligned("an app, a dashboard and open data", at_most=1, threshold=0.01)
    assert list(found["code"]) == ["access_to_information"]


def test_a_theme_counts_the_ideas_that_carry_a_target() -> None:
    """A theme's alignment is a count over its ideas; what too few of them carry is left out."""
    found = aligned(
        "night bus", "bus service", "hello", "public park", themes=("t1", "t1", "t1", "t1")
    )
    theme = found[found["subject"] == "theme"]
    assert list(theme["evidence"]) == ["2 of 4 ideas"]
    assert list(theme["reason"]) == ["counted over its ideas"]
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


@settings(max_examples=8, deadline=None)
@given(st.lists(st.lists(WORDS, min_size=1).map(" ".join), min_size=1, max_size=3))
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


def test_the_heads_know_the_codes_of_the_frameworks() -> None:
    """Whoever adds or takes away a target or value is told to train the heads again."""
    shipped = store.read(ROOT, "frameworks")
    for name in ("sdg", "ogp"):
        assert is_trained_on(name, shipped[shipped["framework"] == name]), (
            f"{name}: codes changed; run benchmarks/train_alignment.py"
        )


def test_the_heads_are_small_and_hold_numbers_alone() -> None:
    """The trained file stays under 2 MB and names the weights whose vectors it reads."""
    assert (ROOT / "pipeline/knowledge/alignment_heads.npz").stat().st_size < 2_000_000
    assert trained_numbers()["sha256"][0] == MINILM_SHA256


def test_calibration_only_ever_makes_less_sure() -> None:
    """Links that were too sure become less so, in the same order; doubtful ones stay."""
    odds = np.linspace(-8, 8, 33)
    made = less_sure(odds, trained_numbers())
    assert (made <= odds).all()
    assert (np.diff(made) > 0).all()
    assert (made[odds < -1] == odds[odds < -1]).all()


def test_heads_refuse_vectors_they_cannot_read() -> None:
    """Vectors of another model are refused in one sentence, not misread."""
    with pytest.raises(FolkmootError) as error:
        aligned("night bus", frameworks=store.read(ROOT, "frameworks"), method="trained")
    assert str(error.value) == (
        'params.yaml: align: method: "trained" was trained on vectors of all-MiniLM-L6-v2 '
        "(sha256 53aa51172d14…), and these were made by words (sha256 000000000000…); "
        'write "nearest", or train again with benchmarks/train_alignment.py'
    )


def test_heads_leave_frameworks_they_do_not_know_to_the_plain_method() -> None:
    """A list without trained heads gives the same rows under both methods."""
    one, other = (aligned("night bus", method=method) for method in ("nearest", "trained"))
    pd.testing.assert_frame_equal(one, other)


@pytest.mark.slow
def test_the_heads_find_what_people_ask_for() -> None:
    """With real vectors, plain requests get the target and value that a person would give."""
    frameworks = store.read(ROOT, "frameworks")
    texts = [
        "Publish how the housing money was spent",
        "Our hedgehogs need a tunnel",
    ]
    ideas = rows(Ideas, *({"idea_id": text, "text": text} for text in texts))
    made, *_ = align(
        ideas,
        Vectors.validate(ideas[["idea_id"]].assign(vector=list(MiniLM().encode(texts)))),
        rows(Contexts),
        rows(Assignments),
        rows(Themes),
        frameworks,
        FrameworkVectors.validate(
            frameworks[["framework", "code"]].assign(
                vector=list(MiniLM().encode(list(frameworks["description"])))
            )
        ),
        rows(Encoder, {"name": MiniLM.name, "sha256": MINILM_SHA256}),
        rows(ThemeNames),
        rows(AlignmentDecisions),
        rows(Leads),
        frameworks_used=["sdg", "ogp"],
        method="trained",
        threshold=0.3,
        at_most=3,
        least_share=0.2,
    )
    found = made.groupby("subject_id")["code"].agg(set)
    assert "access_to_information" in found[texts[0]]
    assert "access_to_information" not in found.get(texts[1], set())


def test_our_labelled_ideas_are_sound() -> None:
    """Labels are known codes, technology never stands alone, and halves follow from the text."""
    ideas = pd.read_csv(ROOT / "tests/data/civic_ideas.csv", keep_default_na=False)
    shipped = store.read(ROOT, "frameworks")
    leaves = shipped[shipped["parent_code"].notna() | (shipped["framework"] == "ogp")]
    for column in ("sdg_a", "sdg_b", "sdg", "ogp_a", "ogp_b", "ogp"):
        known = set(leaves.loc[leaves["framework"] == column[:3], "code"])
        assert {code for cell in ideas[column] for code in cell.split("|")} - {""} <= known
    assert ideas["text"].is_unique
    assert len(ideas) >= 400
    assert "technology_innovation" not in set(ideas["ogp"])
    digests = [int(sha256(text.encode()).hexdigest(), 16) % 100 for text in ideas["text"]]
    assert list(ideas["half"]) == ["train" if digest < 50 else "test" for digest in digests]
    differ = (ideas["sdg_a"] != ideas["sdg_b"]) | (ideas["ogp_a"] != ideas["ogp_b"])
    assert (ideas.loc[differ, "note"] != "").all()
