"""Rules: a theme set becomes the list of what a good one would not have."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.typing import DataFrame, Series

from pipeline.tables import Assignments, Ideas, Table, Themes, Vectors
from pipeline.wording import firmness

TWINS = 0.8  # cosine between the middles of two themes, seen from the middle of all ideas
CATCH_ALL = 0.5  # share of the ideas that have a theme
FEWEST_TO_PART = 24  # ideas with a theme; fewer may well be about one matter
MOST_WORDS = 6
MOST_THEMES = 2.5  # per square root of the ideas
UNTHEMED = 0.5  # share of the ideas
DISSOLVED = 0.5  # stability


class Failures(Table):
    """What a theme set falls short of: which rule, which theme (empty: the whole set), and how."""

    rule: Series[str]
    theme_id: Series[str] = pa.Field(nullable=True)
    what: Series[str]


@dataclass(frozen=True)
class ThemeSet:
    """Themes as the rules see them: `ideas` has first themes and texts, `vectors` by idea_id."""

    themes: pd.DataFrame
    subthemes: pd.DataFrame
    ideas: pd.DataFrame
    vectors: pd.Series

    def name(self, theme_id: str) -> str:
        """Name a theme in quotation marks."""
        return f"“{self.themes.set_index('theme_id')['name'][theme_id]}”"


Found = Iterator[tuple[str | None, str]]  # theme and what is wrong with it


def check_themes(
    themes: DataFrame[Themes],
    assignments: DataFrame[Assignments],
    ideas: DataFrame[Ideas],
    vectors: DataFrame[Vectors],
) -> DataFrame[Failures]:
    """Hold every rule against a theme set; an empty answer means that all are kept."""
    is_main = themes["parent_id"].isna()
    first = assignments[assignments["rank"] == 1].merge(ideas[["idea_id", "text"]], on="idea_id")
    by_idea = vectors.set_index("idea_id")["vector"]
    theme_set = ThemeSet(themes[is_main], themes[~is_main], first, by_idea)
    failures = [
        (rule.__name__, theme_id, what) for rule in RULES for theme_id, what in rule(theme_set)
    ]
    return Failures.validate(pd.DataFrame(failures, columns=["rule", "theme_id", "what"]))


def no_twins(theme_set: ThemeSet) -> Found:
    """No two themes are about the same matter: readers would not know which to look in.

    Measured from the middle of all ideas, as a whole round shares a subject.
    """
    themed = theme_set.ideas.dropna(subset="theme_id")
    themed = themed[themed["idea_id"].isin(theme_set.vectors.index)]
    if themed.empty:
        return
    matrix = np.stack(list(theme_set.vectors.loc[themed["idea_id"]])).astype(np.float64)
    centred = pd.DataFrame(matrix - matrix.mean(axis=0))
    middles = centred.groupby(themed["theme_id"].to_numpy()).mean()
    for one, other in combinations(middles.index, 2):
        a, b = middles.loc[one].to_numpy(), middles.loc[other].to_numpy()
        cosine = a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-9)
        if cosine >= TWINS:
            yield one, f"nearly the same as {theme_set.name(other)} (likeness {cosine:.2f})"


def no_catch_all(theme_set: ThemeSet) -> Found:
    """No theme holds most ideas: a heading that fits everything tells nobody anything."""
    first = theme_set.ideas["theme_id"].dropna()
    if len(first) < FEWEST_TO_PART:
        return
    for theme_id, share in first.value_counts(normalize=True).items():
        if share > CATCH_ALL:
            yield str(theme_id), f"holds {share:.0%} of the ideas that have a theme"


def names_distinct(theme_set: ThemeSet) -> Found:
    """No name says less or the same as another: each must fit its own theme alone."""
    names = theme_set.themes.set_index("theme_id")["name"].sort_index()
    words = names.str.casefold().str.findall(r"\w+").map(frozenset)
    for one, other in combinations(words.index, 2):
        if words[one] <= words[other] or words[other] <= words[one]:
            yield one, f"“{names[one]}” and “{names[other]}” do not tell two themes apart"


def names_short(theme_set: ThemeSet) -> Found:
    """Names have one to six words: more is a description, and will be cut in tables."""
    for theme_id, name in theme_set.themes[["theme_id", "name"]].itertuples(index=False):
        if not 1 <= len(name.split()) <= MOST_WORDS:
            yield theme_id, f"“{name}” has {len(name.split())} words"


def a_quote_each(theme_set: ThemeSet) -> Found:
    """Every theme lets people be heard: a claim about what was said needs their words."""
    both = pd.concat([theme_set.themes, theme_set.subthemes])
    silent = both[both["quote_ids"].fillna("").eq("")]
    for theme_id, name in silent[["theme_id", "name"]].itertuples(index=False):
        yield theme_id, f"“{name}” has no quote"


def nobody_alone(theme_set: ThemeSet) -> Found:
    """No theme rests on one text: a single voice is an idea with no theme yet."""
    alone = theme_set.themes[theme_set.themes["n_distinct_texts"] < 2]  # noqa: PLR2004  texts
    for theme_id, name in alone[["theme_id", "name"]].itertuples(index=False):
        yield theme_id, f"“{name}” rests on a single text"


def number_fits(theme_set: ThemeSet) -> Found:
    """Themes grow in number with the root of the ideas, so that people can take them in.

    Sixty ideas under thirty headings are a list again; in published hand-coded rounds there were
    four to twenty-three themes for sixty to a thousand texts.
    """
    n_themes, most = len(theme_set.themes), MOST_THEMES * len(theme_set.ideas) ** 0.5
    if n_themes > most:
        yield None, f"{n_themes} themes for {len(theme_set.ideas)} ideas, more than {most:.0f}"


def most_have_a_theme(theme_set: ThemeSet) -> Found:
    """At least half of the ideas have a theme, or the themes are not what the round was about."""
    unthemed = float(theme_set.ideas["theme_id"].isna().mean()) if len(theme_set.ideas) else 0.0
    if len(theme_set.themes) and unthemed > UNTHEMED:
        yield None, f"{unthemed:.0%} of the ideas have no theme yet"


def holds_together(theme_set: ThemeSet) -> Found:
    """Themes come back when ideas are drawn again: of a tentative one, more than half is lost.

    Below a Jaccard index of 0.5 a group dissolves (Hennig 2007, Cluster-wise assessment of cluster
    stability).
    """
    loose = theme_set.themes[theme_set.themes["stability"] < DISSOLVED]
    for theme_id, name, stability in loose[["theme_id", "name", "stability"]].itertuples(
        index=False
    ):
        yield theme_id, f"“{name}” is {firmness(stability)}"


RULES: tuple[Callable[[ThemeSet], Found], ...] = (
    no_twins,
    no_catch_all,
    names_distinct,
    names_short,
    a_quote_each,
    nobody_alone,
    number_fits,
    most_have_a_theme,
    holds_together,
)


def in_words(failures: DataFrame[Failures]) -> list[dict[str, str]]:
    """Say what a theme set falls short of: the rule, what breaks it, and why the rule is there."""
    why = {rule.__name__: (rule.__doc__ or "").split("\n", maxsplit=1)[0] for rule in RULES}
    told = sorted(zip(failures["rule"], failures["what"], strict=True))
    return [{"rule": rule.replace("_", " "), "what": what, "why": why[rule]} for rule, what in told]
