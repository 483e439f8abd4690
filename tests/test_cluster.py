"""Cluster finds themes, says how firm they are, and leaves no idea out."""

import time
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline.cluster import cluster
from pipeline.cluster.firmness import dissolves
from pipeline.errors import FolkmootError
from pipeline.tables import (
    Assignments,
    Codebook,
    CodebookVectors,
    Corrections,
    Firmness,
    Groups,
    Ideas,
    ThemeMemory,
    ThemeNames,
    Vectors,
)
from tests.build import WordEncoder, rows

MATTERS = {
    "buses": ["night", "late", "early", "village", "school", "cheap", "electric", "rural"],
    "libraries": ["open", "warm", "mobile", "quiet", "weekend", "digital", "safe", "new"],
    "budgets": ["shared", "public", "clear", "yearly", "local", "plain", "small", "fair"],
}


def themed() -> list[str]:
    """Eight ideas about each of three matters."""
    return [f"{m} {m} {m} {word}" for m, words in MATTERS.items() for word in words]


def as_tables(texts: list[str]) -> tuple[DataFrame[Ideas], DataFrame[Vectors]]:
    """Ideas i00000, i00001 … and their vectors."""
    ids = [f"i{number:05}" for number in range(len(texts))]
    vectors = WordEncoder().encode(texts)
    ideas = rows(Ideas, *({"idea_id": i, "text": t} for i, t in zip(ids, texts, strict=True)))
    found = rows(Vectors, *({"idea_id": i, "vector": v} for i, v in zip(ids, vectors, strict=True)))
    return ideas, found


def _cluster(
    texts: list[str], *groups: Mapping[str, str], method: str = "folkmoot"
) -> tuple[DataFrame[Assignments], DataFrame[Firmness]]:
    ideas, vectors = as_tables(texts)
    return _run(
        ideas, vectors, rows(Groups, *({"kind": "exact", **group} for group in groups)), method
    )


def _nothing_said() -> tuple[
    DataFrame[Codebook],
    DataFrame[CodebookVectors],
    DataFrame[Corrections],
    DataFrame[ThemeMemory],
    DataFrame[ThemeNames],
]:
    said = rows(Codebook), rows(CodebookVectors), rows(Corrections)
    return *said, rows(ThemeMemory), rows(ThemeNames)


def _run(
    ideas: DataFrame[Ideas],
    vectors: DataFrame[Vectors],
    groups: DataFrame[Groups],
    method: str = "folkmoot",
) -> tuple[DataFrame[Assignments], DataFrame[Firmness]]:
    found, firm, *_ = cluster(
        ideas,
        vectors,
        groups,
        *_nothing_said(),
        method=method,
        theme_size=1.0,
        same_ask=0.6,
        redraws=4,
        seed=7,
    )
    return Assignments.validate(found, lazy=True), Firmness.validate(firm, lazy=True)


def _first(found: pd.DataFrame) -> pd.DataFrame:
    return found[found["rank"] == 1].set_index("idea_id")


@pytest.mark.parametrize("method", ["folkmoot", "kmeans"])
def test_ideas_about_one_matter_share_a_theme(method: str) -> None:
    """Three plain matters become three themes, each idea with its like, and the themes are firm."""
    found, firm = _cluster(themed(), method=method)
    themes = _first(found)["theme_id"].to_numpy().reshape(3, 8)
    assert [len(set(row)) for row in themes] == [1, 1, 1]
    assert len(set(themes[:, 0])) == 3
    assert (firm["stability"] > 0.75).all()  # 0.75 and above is called stable in Hennig 2007
    assert set(firm["theme_id"]) == set(themes.ravel())


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # theirs: on TensorFlow, threads and what is to come
def test_themes_of_the_known_method_are_found_too() -> None:
    """UMAP and HDBSCAN stand behind the same door."""
    found, _ = _cluster(themed(), method="hdbscan")
    assert set(found["idea_id"]) == set(as_tables(themed())[0]["idea_id"])


def test_too_few_ideas_have_no_theme_yet() -> None:
    """Eleven distinct ideas are not forced into themes; the twelfth makes them enough."""
    few, firm = _cluster(themed()[:11])
    assert few["theme_id"].isna().all()
    assert len(few) == 11
    assert firm.empty
    assert _cluster(themed()[:12])[0]["theme_id"].notna().any()


def test_a_dozen_ideas_can_be_firm() -> None:
    """Redrawn ideas are fewer than those that came in; that alone makes no theme tentative."""
    _, firm = _cluster([text for place, text in enumerate(themed()) if place % 2])
    assert len(firm) == 3
    assert (firm["stability"] > 0.5).all()


@pytest.mark.parametrize(
    ("n", "firm", "gone"), [(39, [0.6, 0.39], True), (39, [0.6, 0.4], False), (40, [0, 0], False)]
)
def test_themes_that_dissolve_are_not_shown(n: int, firm: list[float], gone: bool) -> None:
    """Of fewer than forty ideas, themes less firm than 0.5 taken together are left to reading."""
    labels = np.array([0, 1] * 19 + [-1] * (n - 38))
    assert dissolves(np.array(firm), labels) == gone


def test_a_campaign_counts_once() -> None:
    """Sending one text two hundred times moves no theme; every copy is where the first is."""
    texts = themed()
    many = texts + [texts[0]] * 200
    copies = [{"idea_id": f"i{n:05}", "group_id": "g"} for n in [0, *range(24, 224)]]
    alone, firm = _cluster(texts)
    found, firm_with = _cluster(many, *copies)
    pd.testing.assert_frame_equal(found[found["idea_id"] < "i00024"], alone)
    pd.testing.assert_frame_equal(firm, firm_with)
    assert _first(found).loc["i00024":, "theme_id"].nunique() == 1


def test_two_thousand_identical_ideas_are_one_thing_said() -> None:
    """Nothing is found where nothing differs, and nobody is lost, grouped before or not."""
    found, firm = _cluster(["more trees"] * 2000)
    assert len(found) == 2000
    assert found["theme_id"].isna().all()
    assert firm.empty


def test_an_idea_between_two_themes_is_in_both() -> None:
    """An idea that speaks of two matters in equal measure has a second theme with its strength."""
    found, _ = _cluster([*themed(), "buses libraries"])
    both = found[found["idea_id"] == "i00024"]
    assert list(both["rank"]) == [1, 2]
    assert both["strength"].is_monotonic_decreasing


def test_sub_themes_hold_ideas_that_ask_for_the_same() -> None:
    """Two ways to say one thing share a sub-theme; an idea that nobody shares has none."""
    asks = [
        "buses at night please",
        "buses at night",
        "libraries warm hub",
        "libraries warm hub now",
    ]
    found = _first(_cluster([*themed(), *asks])[0])
    night, night_too, warm, warm_too = found.loc["i00024":, "subtheme_id"].astype(str)
    assert night == night_too
    assert warm == warm_too
    assert night != warm
    assert found.groupby("subtheme_id")["theme_id"].nunique().max() == 1


def test_empty_tables_give_empty_tables() -> None:
    """A round without ideas is not an error."""
    found, firm = _cluster([])
    assert found.empty
    assert firm.empty


def test_an_unknown_method_is_named_with_the_known_ones() -> None:
    """A slip in params.yaml says what to write instead."""
    with pytest.raises(FolkmootError) as slip:
        _cluster(themed(), method="lda")
    assert str(slip.value) == (
        'params.yaml: no method "lda" for themes; use one of folkmoot, hdbscan, kmeans'
    )


def test_ideas_without_a_vector_are_named() -> None:
    """A table from another run is refused with three examples."""
    ideas, vectors = as_tables(themed())
    with pytest.raises(FolkmootError) as slip:
        _run(ideas, vectors.iloc[4:], rows(Groups))
    assert str(slip.value) == (
        "vectors: 4 ideas have no vector (i00000, i00001, i00002); run the stage embed again"
    )


def _cloud(seed: int, size: int) -> npt.NDArray[np.float64]:
    points = np.random.default_rng(seed).normal(size=(size, 6)).round(1) + 0.01
    unit: npt.NDArray[np.float64] = points / np.linalg.norm(points, axis=1, keepdims=True)
    return unit


def _blobs(size: int) -> tuple[DataFrame[Ideas], DataFrame[Vectors]]:
    """Ideas around twenty middles, in turn."""
    rng = np.random.default_rng(3)
    points = np.tile(rng.normal(size=(20, 32)), (size // 20, 1)) + rng.normal(size=(size, 32)) * 0.3
    ids = [f"i{number:05}" for number in range(size)]
    vectors = pd.DataFrame({"idea_id": ids, "vector": list(points)})
    return rows(Ideas, *({"idea_id": i} for i in ids)), Vectors.validate(vectors)


def test_a_large_round_keeps_its_themes() -> None:
    """When there are too many ideas to compare all, those not compared join the right theme."""
    ideas, vectors = _blobs(5000)
    found, firm, *_ = cluster(
        ideas,
        vectors,
        rows(Groups),
        *_nothing_said(),
        method="folkmoot",
        theme_size=1.0,
        same_ask=0.99,
        redraws=1,
        seed=7,
    )
    themes = _first(found)["theme_id"].to_numpy().reshape(-1, 20)
    assert len(firm) == 20
    assert (themes == themes[0]).mean() > 0.99


def test_larger_themes_on_request() -> None:
    """Where nature draws no lines, the dial theme_size decides how large themes are."""
    ids = [f"i{number}" for number in range(100)]
    ideas = rows(Ideas, *({"idea_id": i} for i in ids))
    vectors = rows(
        Vectors, *({"idea_id": i, "vector": v} for i, v in zip(ids, _cloud(2, 100), strict=True))
    )
    rough, fine = (
        cluster(
            ideas,
            vectors,
            rows(Groups),
            *_nothing_said(),
            method="folkmoot",
            theme_size=size,
            same_ask=0.6,
            redraws=0,
            seed=7,
        )[1]
        for size in (4.0, 0.5)
    )
    assert len(rough) < len(fine)


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 2**32 - 1), st.integers(0, 40))
def test_order_means_nothing_and_no_idea_is_lost(seed: int, size: int) -> None:
    """Every idea has one row of rank 1, ranks without gaps, and shuffled rows change no byte."""
    ids = [f"i{number}" for number in range(size)]
    ideas = rows(Ideas, *({"idea_id": i} for i in ids))
    vectors = rows(
        Vectors,
        *({"idea_id": i, "vector": v} for i, v in zip(ids, _cloud(seed, size), strict=True)),
    )
    found, firm = _run(ideas, vectors, rows(Groups))
    again = _run(ideas.sample(frac=1, random_state=1), vectors.iloc[::-1], rows(Groups))
    assert sorted(found.loc[found["rank"] == 1, "idea_id"]) == sorted(ids)
    assert (found.groupby("idea_id")["rank"].max() == found.groupby("idea_id").size()).all()
    assert not found.duplicated(["idea_id", "theme_id"]).any()
    assert [t.to_csv() for t in again] == [found.to_csv(), firm.to_csv()]


def test_a_round_of_two_hundred_and_fifty_takes_two_seconds() -> None:
    """Facilitators wait for themes no longer than it takes to read this sentence."""
    ids = [f"i{number}" for number in range(250)]
    ideas = rows(Ideas, *({"idea_id": i} for i in ids))
    vectors = rows(
        Vectors, *({"idea_id": i, "vector": v} for i, v in zip(ids, _cloud(1, 250), strict=True))
    )
    _run(ideas, vectors, rows(Groups))
    start = time.process_time()
    cluster(
        ideas,
        vectors,
        rows(Groups),
        *_nothing_said(),
        method="folkmoot",
        theme_size=1.0,
        same_ask=0.6,
        redraws=20,
        seed=7,
    )
    assert time.process_time() - start < 2
