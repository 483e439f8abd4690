"""Held: a name that the machine gave a theme stays, while it fits what is said there."""

import pandas as pd
from pandera.typing import DataFrame

from pipeline.label.headings import tidy
from pipeline.label.phrases import fold_words, names_nothing
from pipeline.tables import Contexts, ThemeNames

STILL = 0.5  # of the texts that have a word of the new name, as many must have one of the old


def hold_names(
    names: pd.Series,
    theme_names: DataFrame[ThemeNames],
    public: pd.DataFrame,
    contexts: DataFrame[Contexts],
) -> pd.Series:
    """Take the last name of each group from the runs before in place of the one found now.

    `names` has the group as its index, `public` the columns group, idea_id and text. A name that
    no longer fits is given up: when a word of it is in no text of the group, or few have any.
    """
    by_machine = theme_names[theme_names["by"] == "machine"]
    before = by_machine.drop_duplicates("theme_id", keep="last").set_index("theme_id")["name"]
    had = before.reindex(names.index).dropna()
    changed = had[had != names[had.index]]
    said = public[public["group"].isin(changed.index)]
    new = names[changed.index]
    stays = [
        group
        for group, old, found in zip(changed.index, changed, new, strict=True)
        if _fits(old, found, said[said["group"] == group], contexts)
    ]
    return names.mask(names.index.isin(stays), had.reindex(names.index))


def _fits(name: str, found: str, said: pd.DataFrame, contexts: DataFrame[Contexts]) -> bool:
    """Tell whether a name is a heading above the group, or in the words of most texts of it."""
    above = contexts.loc[contexts["idea_id"].isin(said["idea_id"]), "text"]
    if name in set(above.map(tidy)):
        return True
    words = said["text"].drop_duplicates().map(fold_words)
    own, other = _telling(name), _telling(found)
    told = frozenset[str]().union(*words)
    have, would_have = (sum(not of.isdisjoint(each) for each in words) for of in (own, other))
    return bool(own) and own <= told and have >= STILL * would_have


def _telling(name: str) -> frozenset[str]:
    """Give the folded words of a name but "and" and the like."""
    return frozenset(word for word in fold_words(name) if not names_nothing(word))
