"""Embed gives each idea one vector, the same one whatever stands beside it."""

from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline.embed import MINILM_SHA256, MiniLM, embed
from pipeline.errors import FolkmootError
from pipeline.tables import Codebook, EarlierIdeas, Frameworks, Ideas, PublicTexts, VectorCache
from tests.build import WordEncoder, rows

MINILM = "all-MiniLM-L6-v2"


class Refuses(WordEncoder):
    """An encoder that must not be asked."""

    def encode(self, texts: object) -> npt.NDArray[np.float64]:
        """Fail: what is in the cache needs no model."""
        raise AssertionError(texts)


def ideas(*texts: str) -> DataFrame[Ideas]:
    """Ideas with these texts."""
    return rows(Ideas, *({"idea_id": str(n), "text": text} for n, text in enumerate(texts)))


def embedded(given: DataFrame[Ideas], model: str | WordEncoder, **also: Any) -> Any:  # noqa: ANN401
    """Embed ideas that stood under no heading, unless told otherwise, with an empty cache."""
    around = also.get("public_texts", rows(PublicTexts))
    cache = also.get("cache", rows(VectorCache))
    context = also.get("context", 0.5)
    codebook = also.get("codebook", rows(Codebook))
    before = also.get("earlier_ideas", rows(EarlierIdeas))
    tables = given, around, rows(Frameworks), codebook, before, cache
    return embed(*tables, model=model, context=context)


def vectors_of(*texts: str, model: str | WordEncoder) -> npt.NDArray[np.float64]:
    """Embed texts without a cache and stack their vectors."""
    return np.stack(list(embedded(ideas(*texts), model)[0]["vector"]))


def test_the_same_text_has_the_same_vector() -> None:
    """Two people who say the same are at the same place."""
    first, other, again = vectors_of("More trees", "Fewer cars", "More trees", model=WordEncoder())
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@given(st.lists(st.text()))
def test_every_idea_has_a_vector(texts: list[str]) -> None:
    """Rows in are rows out, in the same order, for any text; none is fine too."""
    vectors, in_context, *_ = embedded(ideas(*texts), WordEncoder())
    assert list(vectors["idea_id"]) == [str(n) for n in range(len(texts))]
    assert list(in_context["idea_id"]) == list(vectors["idea_id"])


def test_a_heading_brings_ideas_together() -> None:
    """Two terse points under one question are nearer in context than by their words alone."""
    given = rows(
        Ideas,
        {"idea_id": "a", "contribution_id": "1", "text": "By ward please"},
        {"idea_id": "b", "contribution_id": "2", "text": "One side of paper"},
        {"idea_id": "c", "contribution_id": "3", "text": "Longer opening hours"},
    )
    question = "Money > Table 2: How should spending be shown?"
    around = rows(
        PublicTexts,
        {"contribution_id": "1", "heading": question},
        {"contribution_id": "2", "heading": question.replace("2", "7")},
        {"contribution_id": "3"},
    )
    alone, placed, contexts, *_ = embedded(given, WordEncoder(), public_texts=around)
    words, context = (np.stack(list(table["vector"])) for table in (alone, placed))
    assert context[0] @ context[1] > words[0] @ words[1]
    assert np.allclose(context[2], words[2])
    assert list(contexts["text"]) == ["How should spending be shown?"] * 2
    assert np.allclose(np.linalg.norm(context, axis=1), 1)


def test_ideas_of_earlier_rounds_are_embedded_by_the_same_model() -> None:
    """The same words then and now are at the same place; each round keeps its own ids."""
    before = rows(
        EarlierIdeas,
        {"round": "2014", "idea_id": "a", "text": "More trees"},
        {"round": "2016", "idea_id": "a", "text": "Fewer cars"},
    )
    made = embedded(ideas("More trees"), WordEncoder(), earlier_ideas=before)
    now, then = made[0], made[-3]
    assert then[["round", "idea_id"]].to_numpy().tolist() == [["2014", "a"], ["2016", "a"]]
    assert np.array_equal(now["vector"][0], then["vector"][0])
    assert len(made[-1]) == 2


def test_what_was_embedded_once_is_looked_up() -> None:
    """A second run asks no model, and gives the same vectors."""
    texts = ideas("More trees", "Fewer cars")
    first, *_, cache = embedded(texts, WordEncoder())
    second, *_, same = embedded(texts, Refuses(), cache=cache)
    assert all(np.array_equal(a, b) for a, b in zip(first["vector"], second["vector"], strict=True))
    assert list(same["key"]) == list(cache["key"])


def test_other_weights_do_not_share_a_cache() -> None:
    """A vector of another model is never taken for one of this."""
    texts, other = ideas("More trees"), WordEncoder()
    *_, cache = embedded(texts, WordEncoder())
    other.sha256 = "1" * 64
    *_, both = embedded(texts, other, cache=cache)
    assert len(both) == 2


def test_an_unknown_model_is_answered_with_the_known_one() -> None:
    """A typing error in params.yaml says what to write."""
    with pytest.raises(FolkmootError) as error:
        embedded(ideas("Trees"), "minilm")
    assert str(error.value) == (
        'params.yaml: embed: there is no model "minilm"; write "all-MiniLM-L6-v2"'
    )


@pytest.mark.slow
def test_bits_do_not_depend_on_company() -> None:
    """The real model gives a text the same bits alone, in company and in another order."""
    texts = [f"{'We need to see the budget. ' * (n % 7)}Point {n}" for n in range(40)]
    together = vectors_of(*texts, model=MINILM)
    assert np.array_equal(together[[3]], vectors_of(texts[3], model=MINILM))
    assert np.array_equal(together[::-1], vectors_of(*reversed(texts), model=MINILM))


@pytest.mark.slow
def test_the_real_model_knows_what_is_near() -> None:
    """Spending is nearer to budgets than to trees; vectors have length one; weights are named."""
    texts = ideas("council budgets", "where public money is spent", "plant more trees")
    made = embedded(texts, MINILM)
    near = np.stack(list(made[0]["vector"]))
    assert near[0] @ near[1] > near[0] @ near[2]
    assert np.allclose(np.linalg.norm(near, axis=1), 1)
    assert made[-2].iloc[0].to_dict() == {
        "name": MINILM,
        "sha256": MINILM_SHA256,
        "dimensions": MiniLM.dimensions,
    }
