"""Label names themes in people's words, counts them honestly and quotes them fairly."""

from collections.abc import Mapping
from functools import partial
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandera.typing import DataFrame

from pipeline.label import label
from pipeline.label.asks import name_the_ask
from pipeline.label.phrases import find_nouns_and_verbs, find_phrases, find_places, usual_spelling
from pipeline.label.quotes import choose_quotes, order_by_worth
from pipeline.tables import (
    Assignments,
    Contexts,
    Contributions,
    Firmness,
    Groups,
    Guidance,
    Ideas,
    ThemeNames,
    Themes,
    Vectors,
)
from tests.build import WordEncoder, rows

BUSES = [
    "We need more night buses in the village",
    "The night buses stopped last winter",
    "Night buses for people who work late, please",
    "Why are there no night buses on a Sunday?",
]
BUDGET = [
    "Publish the council budget in plain words",
    "I cannot find the council budget anywhere",
    "Explain the council budget to young people",
    "A council budget on one page would do",
]


def told(
    themes: dict[str, list[str]],
    *,
    asks: dict[str, str] | None = None,
    same: tuple[str, ...] = (),
    events: tuple[str, ...] = (),
    withheld: tuple[str, ...] = (),
    heading: str | None = None,
    guidance: tuple[dict[str, str], ...] = (),
    had: tuple[Mapping[str, str | None], ...] = (),
) -> DataFrame[Themes]:
    """Label these texts by theme; `same` texts are one group, `asks` gives sub-themes by text.

    A `heading` stands above every text. `had` are names that themes had in the runs before.
    """
    said = [(theme, text) for theme, texts in themes.items() for text in texts]
    ids = [f"i{place:02d}" for place in range(len(said))]
    texts = [text for _, text in said]
    vectors = WordEncoder().encode(texts)
    contributions = [
        {
            "contribution_id": f"c{i}",
            "event_id": events[place % len(events)] if events else None,
            "status": "set aside" if text in withheld else "included",
        }
        for place, (i, text) in enumerate(zip(ids, texts, strict=True))
    ]
    assigned = [
        {"idea_id": i, "theme_id": theme, "subtheme_id": (asks or {}).get(text)}
        for i, (theme, text) in zip(ids, said, strict=True)
    ]
    ideas = [
        {"idea_id": i, "contribution_id": f"c{i}", "text": t}
        for i, t in zip(ids, texts, strict=True)
    ]
    alike = [
        {"idea_id": i, "group_id": "g", "kind": "near"}
        for i, text in zip(ids, texts, strict=True)
        if text in same
    ]
    found, _ = label(
        rows(Ideas, *ideas),
        rows(Vectors, *({"idea_id": i, "vector": v} for i, v in zip(ids, vectors, strict=True))),
        rows(Contexts, *(_under(heading, i) for i in ids if heading)),
        rows(Contributions, *contributions),
        rows(Groups, *alike),
        rows(Assignments, *assigned),
        rows(Firmness, *({"theme_id": theme, "stability": 0.5} for theme in themes)),
        rows(Guidance, *guidance),
        rows(ThemeNames, *had),
        n_key_words=4,
        n_quotes=3,
    )
    return found


def _under(heading: str | None, idea: str) -> dict[str, object]:
    """Put an idea under a heading."""
    vector = WordEncoder().encode([str(heading)])[0]
    return {"idea_id": idea, "text": heading, "vector": vector}


def test_a_shared_heading_names_the_theme_it_fits() -> None:
    """What a facilitator wrote above the points is a better name than any phrase in them."""
    told_of = told({"T1": BUSES, "T2": BUDGET}, heading="NIGHT BUSES IN THE VILLAGE")
    names = told_of.set_index("theme_id")["name"]
    assert names["T1"] == "Night buses in the village"
    assert "council budget" in names["T2"].casefold()


def test_what_people_settled_stands() -> None:
    """A name that a person gave is shown as it was written, and says that a person gave it."""
    found = told(
        {"T1": BUSES, "T2": BUDGET},
        guidance=({"theme_id": "T1", "name": "Getting home", "by": "person"},),
    ).set_index("theme_id")
    assert list(found.loc["T1", ["name", "by"]]) == ["Getting home", "person"]
    assert "council budget" in str(found.loc["T2", "name"]).casefold()
    assert found.loc["T1", "description"]
    assert found.loc["T2", "by"] == "machine"


def test_a_pinned_quote_comes_first_and_names_stay_apart() -> None:
    """A pinned quote stands before those found; a withheld one is not shown, whoever pinned it."""
    settled = {
        "theme_id": "T1",
        "name": "Council budget",
        "quote_ids": "i03|i01|i99",
        "by": "person",
    }
    found = told({"T1": BUSES, "T2": BUDGET}, withheld=(BUSES[1],), guidance=(settled,)).set_index(
        "theme_id"
    )
    quotes = str(found.loc["T1", "quote_ids"]).split("|")
    assert quotes[0] == "i03"
    assert "i01" not in quotes
    assert "i99" not in quotes
    assert len(quotes) == len(set(quotes)) == 3
    assert found.loc["T1", "name"] == "Council budget"
    assert found["name"].str.casefold().is_unique


def test_one_persons_title_names_no_theme() -> None:
    """A title above fewer than three points may take a side, and does not speak for a theme."""
    two = told({"T1": BUSES[:2]}, heading="Abolish night buses in the village")
    assert "abolish" not in two["name"].item().casefold()


def test_a_name_is_the_phrase_that_fits_one_theme_only() -> None:
    """Each theme is called what its people say and others do not."""
    themes = told({"T1": BUSES, "T2": BUDGET}).set_index("theme_id")
    assert "night buses" in themes["name"]["T1"].casefold()
    assert "council budget" in themes["name"]["T2"].casefold()
    assert themes["description"]["T1"].startswith("People spoke of “night buses”")
    assert "night buses" in themes["key_words"]["T1"].split("|")


@pytest.mark.parametrize(
    ("had", "name"),
    [
        ("Village buses", "Village buses"),  # as good as "Night buses", and known
        ("Sunday ferries", "Night buses"),  # nobody speaks of ferries any more
        ("Winter", "Night buses"),  # one text in four speaks of it
    ],
)
def test_a_name_holds_while_it_fits(had: str, name: str) -> None:
    """A theme is not called anew because something else changed; only what it no longer is goes."""
    row = {"theme_id": "T1", "name": had, "by": "machine"}
    assert told({"T1": BUSES, "T2": BUDGET}, had=(row,))["name"][0] == name


def test_a_name_that_people_took_back_does_not_hold() -> None:
    """Only names that the machine gave are held; one that a person undid is gone."""
    found = {"theme_id": "T1", "name": "Village buses", "by": "machine"}
    theirs = {"theme_id": "T1", "name": "Buses for us", "by": None}
    assert told({"T1": BUSES, "T2": BUDGET}, had=(found, theirs))["name"][0] == "Village buses"
    assert told({"T1": BUSES, "T2": BUDGET}, had=(theirs,))["name"][0] == "Night buses"


@pytest.mark.parametrize(
    "heading", ["Night buses in the village, Saturday", "Night buses, 2 May 2018"]
)
def test_the_title_of_a_meeting_names_no_theme(heading: str) -> None:
    """A heading that ends in a day or a year says when people met, not what they said."""
    themes = told({"T1": BUSES, "T2": BUDGET}, heading=heading)
    assert heading not in list(themes["name"])


def test_a_heading_over_points_of_one_theme_names_it_in_whatever_words() -> None:
    """People word headings freely: one whose points lie together names their theme."""
    themes = told({"T1": BUSES, "T2": BUDGET[:1]}, heading="Getting about")
    assert "Getting about" in list(themes["name"])


def test_a_loose_theme_has_a_short_name() -> None:
    """Words that few people said are not strung together to look like one matter."""
    loose = ["Mend the gate", "A rusty pump", "My sink drips", "The door sticks", "No light here"]
    name = told({"T1": [*loose, "The roof leaks", "A new roof at last"], "T2": BUDGET})["name"][0]
    assert name == "Roof"


def test_a_word_mostly_said_in_a_phrase_is_named_with_it() -> None:
    """The name is "traffic flow", not "traffic", where that is what people say."""
    name = told({"T1": [*BUSES, "Buses late again"], "T2": BUDGET})["name"][0]
    assert name == "Night buses"


def test_names_hold_no_marks_no_numbers_and_six_words_at_most() -> None:
    """What stands for personal data, a number or a slip of the pen never becomes a name."""
    texts = [f"Ask [name] of 42 High Street about repairs to the path {n}" for n in range(6)]
    name = told({"T1": texts, "T2": BUSES})["name"][0]
    assert not any(sign in name for sign in "[]0123456789")
    assert len(name.split()) <= 6


def test_no_two_themes_share_a_name() -> None:
    """Themes of the very same texts are still told apart."""
    names = told({"T1": BUSES, "T2": BUSES, "T3": BUSES})["name"]
    assert names.str.casefold().is_unique


def test_counts_stand_side_by_side() -> None:
    """Ideas, contributions, distinct texts, sources and events are each counted apart."""
    counts = told({"T1": BUSES}, same=tuple(BUSES[:3]), events=("E1", "E2")).iloc[0]
    assert counts["n_ideas"] == counts["n_contributions"] == 4
    assert counts["n_distinct_texts"] == 2
    assert counts["n_sources"] == counts["n_events"] == 2
    assert told({"T1": BUSES}).iloc[0][["n_sources", "n_events"]].tolist() == [1, 0]


def test_what_is_withheld_is_counted_but_neither_quoted_nor_named_after() -> None:
    """A theme shows no word of a contribution that is not public."""
    one = told({"T1": BUSES}, withheld=(BUSES[0],)).iloc[0]
    assert one["n_ideas"] == 4
    assert "i00" not in one["quote_ids"].split("|")
    none = told({"T1": BUSES}, withheld=tuple(BUSES)).iloc[0]
    assert (none["name"], none["quote_ids"]) == ("Not to be published", "")


def test_quotes_come_from_different_sources_and_do_not_repeat() -> None:
    """Among equally central ideas the next quote is from elsewhere, and never says the same."""
    sources, worth = np.array([1, 1, 2, 2]), np.array([0.9] * 4)
    near = np.sqrt(0.5)
    matrix = np.array([[1, 0, 0], [near, near, 0], [near, 0, near], [1, 0, 0]])
    assert choose_quotes(np.array([*"abcd"], dtype=object), sources, worth, matrix, 3) == [
        "a",
        "c",
        "b",
    ]


def test_a_quote_of_readable_length_comes_first() -> None:
    """Of equally central ideas, eight to sixty words without marks read best."""
    texts = [
        "Too short",
        "Eight words are enough to read well alone",
        "word " * 61,
        "Ask [name] " * 4,
    ]
    same = list("abcd")
    said = pd.DataFrame({"idea_id": same, "group": "g", "text": texts, "same": same})
    ordered = order_by_worth(said, np.ones((4, 1)))
    assert list(ordered["idea_id"]) == ["b", "c", "a", "d"]


def test_a_sub_theme_is_named_by_what_it_asks_for() -> None:
    """People find the ask, in the words of the most central idea."""
    asks = dict.fromkeys(BUDGET[:1], "S1")
    themes = told({"T1": BUDGET, "T2": BUSES}, asks=asks).set_index("theme_id")
    assert themes["name"]["S1"] == "Publish the council budget in plain words"
    assert themes["parent_id"]["S1"] == "T1"
    assert pd.isna(themes["stability"]["S1"])
    assert themes["stability"]["T1"] == 0.5


def test_an_ask_is_cut_where_a_clause_may_end() -> None:
    """Long sentences give a short verbatim ask or none, never half of one."""
    assert name_the_ask(
        ["I think they should publish the minutes of meetings within ten days of each, online"]
    ) == ("Publish the minutes of meetings")
    assert name_the_ask(["The road needs to be widened"]) == "The road needs to be widened"
    assert name_the_ask(["It rained all day, and the hall in our village was so cold"]) is None


def test_phrases_keep_within_punctuation_and_plain_words() -> None:
    """Only what can stand alone is a candidate: no half of "access to information"."""
    found = find_phrases(
        pd.Series(["We need access to information, e.g. open budgets for [name]."])
    )
    assert list(found["phrase"]) == [
        "access",
        "access to information",
        "information",
        "open",
        "open budget",
        "budget",
    ]


def test_words_are_spelled_as_people_mostly_do() -> None:
    """A capital at the beginning of a sentence is not taken for a name."""
    spelling = usual_spelling(["Buses in Glasgow", "More buses, said the NHS", "Glasgow first"])
    assert (spelling["buses"], spelling["glasgow"], spelling["nhs"]) == ("buses", "Glasgow", "NHS")


def test_a_title_tells_of_no_word_how_it_is_spelled() -> None:
    """Words of a line in capitals are small all the same."""
    spelling = usual_spelling(["Freedom Of Information And You", "On freedom of speech"])
    assert spelling["freedom"] == "freedom"


def test_verbs_do_not_end_a_name() -> None:
    """Where a word stands tells whether it is a noun."""
    nouns, _ = find_nouns_and_verbs(
        ["They teach us to complain", "to teach us", "the school of the town", "to complain"]
    )
    assert {"school", "town"} <= nouns
    assert not {"teach", "complain"} & nouns


@pytest.mark.parametrize(
    ("texts", "no_noun"),
    [
        (["It is paying 15 pounds an hour"], "paying"),
        (["We must think long-term", "a view of the long-term"], "long-term"),
        (["Cultural and social clubs", "a cultural festival", "cultural life"], "cultural"),
    ],
)
def test_what_only_describes_does_not_end_a_name(texts: list[str], no_noun: str) -> None:
    """An adjective, a verb or what stands before a number is not what a theme is about."""
    assert no_noun not in find_nouns_and_verbs(texts)[0]


def test_a_place_names_no_theme() -> None:
    """What people ask for in their town is the theme; the town is that of the whole round."""
    texts = [f"{text} in Dunmore" for text in BUSES] + ["In Dunmore there is no night bus"]
    assert find_places(texts) == {"dunmore"}
    assert "Dunmore" not in told({"T1": texts, "T2": BUDGET})["name"][0]


def test_a_name_is_in_the_plural_where_people_use_it() -> None:
    """A theme is called "Night buses", though more people wrote of one night bus."""
    texts = [
        "The night bus is late",
        "A night bus on Sunday",
        "My night bus",
        "Night buses at last",
    ]
    assert told({"T1": texts, "T2": BUDGET})["name"][0] == "Night buses"


def test_a_web_page_names_no_theme() -> None:
    """An address that stood above points is not taken for their heading."""
    address = "Https://www.example.org/night-buses/"
    assert address not in list(told({"T1": BUSES, "T2": BUDGET}, heading=address)["name"])


def test_no_themes_give_an_empty_table() -> None:
    """With too few ideas for themes there is nothing to name."""
    assert told({}).empty


@settings(max_examples=10)
@given(
    st.lists(st.sampled_from(BUSES + BUDGET), min_size=1, max_size=8),
    st.randoms(use_true_random=False),
)
def test_order_does_not_matter_and_every_theme_is_named_and_quoted(
    texts: list[str], luck: Random
) -> None:
    """Shuffled tables give the same themes; each has a name of six words at most and a quote."""
    ids = [f"i{place:02d}" for place in range(len(texts))]
    pairs = list(zip(ids, texts, strict=True))
    ideas = rows(Ideas, *({"idea_id": i, "contribution_id": i, "text": text} for i, text in pairs))
    vectors = rows(
        Vectors, *({"idea_id": i, "vector": WordEncoder().encode([t])[0]} for i, t in pairs)
    )
    people = rows(Contributions, *({"contribution_id": i} for i in ids))
    assigned = rows(Assignments, *({"idea_id": i, "theme_id": f"T{len(t) % 3}"} for i, t in pairs))
    tell = partial(
        label,
        contexts=rows(Contexts),
        groups=rows(Groups),
        firmness=rows(Firmness),
        guidance=rows(Guidance),
        theme_names=rows(ThemeNames),
        n_key_words=4,
        n_quotes=3,
    )
    order = luck.sample(range(len(texts)), len(texts))
    themes, _ = tell(ideas, vectors, contributions=people, assignments=assigned)
    few, named, placed = ideas.iloc[order], people.iloc[order], assigned.iloc[order]
    again, _ = tell(few, vectors, contributions=named, assignments=placed)
    pd.testing.assert_frame_equal(themes, again)
    assert themes["name"].str.split().map(len).between(1, 6).all()
    assert themes["quote_ids"].ne("").all()
    assert themes["n_ideas"].sum() == len(texts)
