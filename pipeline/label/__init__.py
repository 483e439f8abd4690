"""Label: groups of ideas become themes with a name, a description, key words and quotes."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from pipeline.label.asks import name_by_opening, name_the_ask
from pipeline.label.headings import name_by_heading
from pipeline.label.held import hold_names
from pipeline.label.names import MOST_WORDS, choose_names, choose_words, rank_phrases
from pipeline.label.opposing import find_opposing
from pipeline.label.phrases import fold_words
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

Floats = npt.NDArray[np.float64]

READ_IN_ALL = 6000  # texts read for phrases, the most central ones: a vast round takes no longer
READ_AT_LEAST = 30  # texts of each group
READ_FOR_QUOTES = 200  # ideas of most worth, among which quotes from different sources are found
READ_FOR_ASKS = 3  # most central texts of a sub-theme in which its ask is looked for
FEW = 4  # distinct texts; so few share no phrase that could name them, an opening can
SPOKEN_OF = 3  # phrases in a description
ASKED_FOR = 2  # asks in a description
NOT_PUBLIC = "Not to be published"  # name of a theme without one included idea


def label(  # noqa: PLR0913, PLR0917  one argument for each table of the stage
    ideas: DataFrame[Ideas],
    vectors: DataFrame[Vectors],
    contexts: DataFrame[Contexts],
    contributions: DataFrame[Contributions],
    groups: DataFrame[Groups],
    assignments: DataFrame[Assignments],
    firmness: DataFrame[Firmness],
    guidance: DataFrame[Guidance],
    theme_names: DataFrame[ThemeNames],
    *,
    n_key_words: int,
    n_quotes: int,
) -> tuple[DataFrame[Themes], DataFrame[ThemeNames]]:
    """Name and count each theme and sub-theme by the ideas that are in it first of all.

    Names and quotes come from included contributions alone. Ideas that say the same count once
    among the distinct texts. What people settled in `guidance` stands as they wrote it. Names
    are remembered, the machine's own as well, so that people can go on speaking of themes by them.
    """
    said = _what_was_said(ideas, contributions, groups, assignments)
    heard = vectors.set_index("idea_id")["vector"]
    above = said.assign(group=said["theme_id"])
    themes = _tell(above, heard, {}, n_key_words, n_quotes)
    public = above[above["status"] == "included"]
    headed = pd.Series(name_by_heading(public, heard, contexts), dtype=object)
    named = headed.reindex(themes.index).fillna(themes["name"]).fillna(NOT_PUBLIC)
    themes = themes.assign(name=named)
    below = said[said["subtheme_id"].notna()].assign(group=lambda table: table["subtheme_id"])
    parents = below.drop_duplicates("group").set_index("group")["theme_id"]
    taken = {str(group): fold_words(themes["name"][theme]) for group, theme in parents.items()}
    subthemes = _tell(below, heard, taken, n_key_words, n_quotes).assign(parent_id=parents)
    told = _join(themes, subthemes).assign(
        stability=firmness.set_index("theme_id")["stability"], by="machine"
    )
    spoken = pd.concat([public, below[below["status"] == "included"]])
    told = told.assign(name=_unlike(hold_names(told["name"], theme_names, spoken, contexts)))
    shown = frozenset(said.loc[said["status"] == "included", "idea_id"])
    settled = _settle(told.rename_axis("theme_id"), guidance, shown, n_quotes).reset_index()
    themes = Themes.validate(settled[list(Themes.to_schema().columns)])
    return themes, _remember(theme_names, told["name"], settled.set_index("theme_id")["name"])


def _remember(
    theme_names: DataFrame[ThemeNames], found: pd.Series, settled: pd.Series
) -> DataFrame[ThemeNames]:
    """Add names found, and those settled where they differ, to those known; the latest are last."""
    both = [found.to_frame("name").assign(by="machine"), settled[settled != found].to_frame("name")]
    new = pd.concat([of.rename_axis("theme_id").reset_index() for of in both])
    known = pd.concat([theme_names, new], ignore_index=True)
    return ThemeNames.validate(known.drop_duplicates(keep="last", ignore_index=True))


def _settle(
    told: pd.DataFrame, guidance: DataFrame[Guidance], shown: frozenset[str], n_quotes: int
) -> pd.DataFrame:
    """Put what people settled in the place of what was found; their quotes come before others."""
    theirs = guidance.set_index("theme_id").reindex(told.index)
    settled = {name: theirs[name].fillna(told[name]) for name in ("name", "description", "by")}
    pinned = theirs["quote_ids"].fillna("").str.split("|").map(partial(filter, shown.__contains__))
    found = told["quote_ids"].str.split("|")
    quotes = [
        _quotes(list(first), others, n_quotes) for first, others in zip(pinned, found, strict=True)
    ]
    people_first = settled["name"].loc[
        (settled["by"] == "machine").sort_values(kind="stable").index
    ]
    return told.assign(
        **settled | {"name": _unlike(people_first)}, quote_ids=pd.Series(quotes, told.index)
    )


def _quotes(pinned: list[str], found: list[str], most: int) -> str:
    """Quotes that people pinned, and as many of those found as there is room for."""
    return "|".join(
        [*pinned, *(quote for quote in found if quote not in pinned)][: max(most, len(pinned))]
    )


def _what_was_said(
    ideas: DataFrame[Ideas],
    contributions: DataFrame[Contributions],
    groups: DataFrame[Groups],
    assignments: DataFrame[Assignments],
) -> pd.DataFrame:
    """Each idea of a theme, with the group of those that say the same and where it was said."""
    first = assignments[(assignments["rank"] == 1) & assignments["theme_id"].notna()]
    said = ideas[["idea_id", "contribution_id", "text"]].merge(first, on="idea_id")
    places = contributions[["contribution_id", "file", "event_id", "status"]]
    said = said.merge(places, on="contribution_id")
    said = said.merge(groups[["idea_id", "group_id"]], on="idea_id", how="left")
    said = said.assign(
        same=said["group_id"].fillna(said["idea_id"]),
        source=said["event_id"].fillna(said["file"]),
    )
    return said.sort_values("idea_id").reset_index(drop=True)


def _tell(
    said: pd.DataFrame,
    heard: pd.Series,
    taken: Mapping[str, frozenset[str]],
    n_key_words: int,
    n_quotes: int,
) -> pd.DataFrame:
    """Count each group and find its name, ask, key words and quotes; the group is the index."""
    included = said[said["status"] == "included"]
    public = order_by_worth(included, _matrix(included, heard))
    matrix, texts = _matrix(public, heard), public["text"].to_numpy()
    read = _read(public)
    ranked = rank_phrases(read, _matrix(read, heard))
    rows = {str(group): places for group, places in public.groupby("group").indices.items()}
    central = {group: list(texts[places[:READ_FOR_ASKS]]) for group, places in rows.items()}
    first_words = {group: _first_words(nearest[0]) for group, nearest in central.items()}
    ids, worth = public["idea_id"].to_numpy(dtype=object), public["worth"].to_numpy()
    sources = pd.factorize(public["source"])[0]
    likely = {group: places[:READ_FOR_QUOTES] for group, places in rows.items()}
    quotes = {
        group: choose_quotes(ids[some], sources[some], worth[some], matrix[some], n_quotes)
        for group, some in likely.items()
    }
    told = {
        "name": first_words | choose_names(ranked, taken),
        "ask": {group: name_the_ask(texts) for group, texts in central.items()},
        "opening": {group: name_by_opening(texts) for group, texts in central.items()},
        "key_words": choose_words(ranked, n_key_words),
        "quote_ids": quotes,
        "opposes": find_opposing(public, matrix),
    }
    return _count(said).assign(**{name: pd.Series(of, dtype=object) for name, of in told.items()})


def _read(public: pd.DataFrame) -> pd.DataFrame:
    """Distinct texts of each group: the most central ones, and the largest groups, of very many."""
    distinct = public.drop_duplicates(["group", "same"])
    most = max(READ_AT_LEAST, READ_IN_ALL // max(1, distinct["group"].nunique()))
    central = distinct.groupby("group").head(most)
    size = central.groupby("group")["group"].transform("size")
    largest_first = central.assign(size=size).sort_values(["size", "group"], ascending=False)
    return central.loc[central.index.isin(largest_first.index[:READ_IN_ALL])]


def _matrix(ideas: pd.DataFrame, heard: pd.Series) -> Floats:
    """Vectors of these ideas, one row each."""
    if ideas.empty:
        return np.zeros((0, 1))
    return np.stack(list(heard.loc[ideas["idea_id"]])).astype(np.float64)


def _first_words(text: str) -> str:
    words = " ".join(text.split()[:MOST_WORDS]).strip(" ,.;:-–—")
    return words[:1].upper() + words[1:]


def _count(said: pd.DataFrame) -> pd.DataFrame:
    """Ideas, contributions, distinct texts, sources and events of each group."""
    by_group = said.groupby("group")
    return by_group.agg(
        n_ideas=("idea_id", "nunique"),
        n_contributions=("contribution_id", "nunique"),
        n_distinct_texts=("same", "nunique"),
        n_sources=("source", "nunique"),
        n_events=("event_id", "nunique"),
    )


def _join(themes: pd.DataFrame, subthemes: pd.DataFrame) -> pd.DataFrame:
    """Themes above sub-themes, each described; a sub-theme is named by what it asks for."""
    phrase = subthemes["name"].where(subthemes["n_distinct_texts"] > FEW, subthemes["opening"])
    named = subthemes["ask"].fillna(phrase).fillna(subthemes["name"])
    asked = subthemes.assign(name=named)
    largest = asked.sort_values(["n_distinct_texts", "name"], ascending=[False, True])
    asks = largest.dropna(subset="ask").groupby("parent_id")["ask"].agg(list)
    both = pd.concat([themes.assign(parent_id=None, asks=asks), asked.assign(asks=None)])
    listed = [both["key_words"].map(_list), both["asks"].map(_list)]
    described = [_describe(words, asks) for words, asks in zip(*listed, strict=True)]
    return both.assign(
        name=_unlike(both["name"].fillna(NOT_PUBLIC)),
        description=pd.Series(described, both.index, dtype=object),
        key_words=listed[0].map("|".join),
        quote_ids=both["quote_ids"].map(_list).map("|".join),
    )


def _list(cell: object) -> list[str]:
    return cell if isinstance(cell, list) else []


def _describe(words: list[str], asks: list[str]) -> str | None:
    """One or two sentences made of what people wrote."""
    spoken = [f"People spoke of {_in_words(words[:SPOKEN_OF])}."] if words else []
    asked = [f"Among other things they asked: {_in_words(asks[:ASKED_FOR])}."] if asks else []
    return " ".join(spoken + asked) or None


def _in_words(phrases: list[str]) -> str:
    quoted = [f"“{phrase}”" for phrase in phrases]
    return " and ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))


def _unlike(names: pd.Series) -> pd.Series:
    """Give a number to names that are the same but for case, so that no two themes share one."""
    again = names.groupby(names.str.casefold()).cumcount()
    return names.where(again == 0, names + " (" + (again + 1).astype("str") + ")")
