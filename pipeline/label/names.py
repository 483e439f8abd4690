"""Names: groups of texts become names in the words people used, each fitting its own group best."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.label.phrases import find_phrases, fold_words, usual_spelling

Floats = npt.NDArray[np.float64]

MOST_WORDS = 6  # of a name, joining words counted
TRIED = 10  # next best phrases that are tried as the second half of a name
BETA = 0.5  # a name should rather fit few ideas of its own group than fit another group
UNSEEN = 0.05  # share of another group's texts that we take to hold a phrase we did not see there
GAIN = 1.15  # a second phrase must make the name fit so much better
LENGTHS = {1: 0.75, 2: 1.0, 3: 1.0, 4: 0.9}  # a name reads best with two or three words
REPEATED = 0.4  # what a phrase is worth for each word in it that another name already uses
LEAST_LEAD = 0.02  # in cosine; a phrase that leads nowhere still counts a little
TINY = 3  # texts; a group of so few need not say a phrase twice
COLUMNS = ["group", "size", "phrase", "written", "rows", "covers", "rival", "lead", "fits", "score"]


def choose_names(ranked: pd.DataFrame, taken: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Name each group by one or two phrases, the group with most texts first.

    `ranked` comes from `rank_phrases`; `taken` holds folded words that a group had better not use,
    such as those of its parent's name. No two names share a word where that can be helped.
    """
    used: frozenset[str] = frozenset()
    names: dict[str, str] = {}
    sizes = ranked.groupby("group")["size"].first().to_dict()
    by_group = {str(group): phrases for group, phrases in ranked.groupby("group")}
    for group in sorted(by_group, key=lambda group: (-sizes[group], group)):
        worth = _worth(by_group[group], used | taken.get(group, frozenset()))
        names[group] = _one_or_two(worth)
        used |= fold_words(names[group])
    return names


def choose_words(ranked: pd.DataFrame, n_words: int) -> dict[str, list[str]]:
    """List the best phrases of each group, none of which repeats a word of a better one."""
    words: dict[str, list[str]] = {}
    for group, phrases in ranked.groupby("group"):
        chosen = words.setdefault(str(group), [])
        used: set[str] = set()
        for phrase, written in zip(phrases["phrase"], phrases["written"], strict=True):
            if len(chosen) < n_words and not used.intersection(phrase.split()):
                chosen.append(written)
                used.update(phrase.split())
    return words


def _worth(phrases: pd.DataFrame, used: frozenset[str]) -> pd.DataFrame:
    """Phrases in the order of what they are worth when other names already use these words."""
    shared = phrases["phrase"].map(lambda phrase: len(used.intersection(phrase.split())))
    worth = (phrases["score"] * REPEATED**shared).round(6)
    return phrases.assign(score=worth).sort_values(["score", "phrase"], ascending=[False, True])


def _one_or_two(phrases: pd.DataFrame) -> str:
    """Take the best phrase, and a second one where the two together fit the group much better."""
    first = phrases.iloc[0]
    words = frozenset(first["phrase"].split())
    second, best = None, GAIN * first["score"]
    for _, other in phrases.iloc[1 : 1 + TRIED].iterrows():
        if words.intersection(other["phrase"].split()) or _words(first, other) > MOST_WORDS - 1:
            continue
        score = _together(first, other)
        if score > best:
            second, best = other["written"], score
    name = first["written"] if second is None else _join(first["written"], second)
    return str(name[0].upper() + name[1:])


def _join(first: str, second: str) -> str:
    return f"{first}, {second}" if " and " in first + second else f"{first} and {second}"


def _words(first: pd.Series, other: pd.Series) -> int:
    return len(first["phrase"].split()) + len(other["phrase"].split())


def _together(first: pd.Series, other: pd.Series) -> float:
    """Score a name of both phrases: the fit of their union, their mean worth otherwise."""
    covers = len(first["rows"] | other["rows"]) / first["size"]
    fits = _fit(covers, first["rival"] + other["rival"])
    rest = (first["score"] / first["fits"] + other["score"] / other["fits"]) / 2
    return float(round(fits * rest, 6))


def rank_phrases(texts: pd.DataFrame, matrix: Floats) -> pd.DataFrame:
    """Phrases of each group, best name first: as folded, as mostly written, the rows that hold it.

    `texts` has the columns text and group, one row for each row of `matrix`. A phrase is good when
    many texts of its group hold it and few of any other (fits), and when the texts that hold it lie
    nearer the middle of its group than of any other (lead).
    """
    table = texts.reset_index(drop=True)
    found = find_phrases(table["text"]).drop_duplicates(["row", "phrase"])
    found = found.assign(group=table["group"].reindex(found["row"]).to_numpy())
    uses = _often_enough(found, table["group"])
    if uses.empty:
        return pd.DataFrame(columns=COLUMNS)
    uses = uses.assign(written=uses["phrase"].map(_mostly_written(found, table["text"])))
    uses = uses.assign(size=uses["group"].map(table["group"].value_counts()))
    uses = uses.assign(covers=uses["rows"].map(len) / uses["size"])
    uses = uses.assign(rival=_rival(uses), lead=_lead(uses, table["group"], matrix))
    uses = uses.assign(fits=_fit(uses["covers"], uses["rival"]))
    length = uses["phrase"].str.count(" ").add(1).map(LENGTHS)
    uses = uses.assign(score=(uses["fits"] * uses["lead"] * length).round(6))
    return uses.sort_values(["group", "score", "phrase"], ascending=[True, False, True])[COLUMNS]


def _often_enough(found: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Phrases per group with their rows, without those written once in all: slips of the pen."""
    times = found.groupby("phrase")["row"].transform("size")
    tiny = found["group"].map(groups.value_counts()) <= TINY
    kept = found[(times > 1) | tiny]
    return kept.groupby(["group", "phrase"])["row"].agg(frozenset).rename("rows").reset_index()


def _mostly_written(found: pd.DataFrame, texts: pd.Series) -> pd.Series:
    """Spell each folded phrase as most people wrote it."""
    spelling = usual_spelling(texts)
    small = found.assign(written=found["written"].str.casefold())
    times = small.groupby(["phrase", "written"]).size().rename("times").reset_index()
    times = times.sort_values(["times", "written"], ascending=[False, True])
    written = times.drop_duplicates("phrase").set_index("phrase")["written"]
    return written.map(
        lambda phrase: " ".join(spelling.get(word, word) for word in phrase.split(" "))
    )


def _rival(uses: pd.DataFrame) -> pd.Series:
    """Find the largest share of any other group's texts that hold the phrase."""
    ranked = uses.sort_values(["phrase", "covers"], ascending=[True, False])
    place = ranked.groupby("phrase").cumcount()
    first = ranked[place == 0].set_index("phrase")["covers"]
    second = ranked[place == 1].set_index("phrase")["covers"]
    rival = ranked["phrase"].map(first).where(place > 0, ranked["phrase"].map(second).fillna(0))
    return rival.reindex(uses.index)


def _fit(covers: Any, rival: Any) -> Any:  # noqa: ANN401  numbers or columns of them
    """F measure of a phrase as a test for its group; groups count the same whatever their size."""
    precise = covers / (covers + rival + UNSEEN)
    return (1 + BETA**2) * precise * covers / (BETA**2 * precise + covers)


def _lead(uses: pd.DataFrame, groups: pd.Series, matrix: Floats) -> Floats:
    """Cosine of a phrase's texts with the middle of its group, less that with the next group.

    Measured from the middle of all texts, so that what everybody speaks of does not count.
    """
    names = np.array(sorted(groups.unique()))
    near = _nearness(uses, groups, matrix, names)
    group = np.searchsorted(names, uses["group"].to_numpy())
    own = near[np.arange(len(uses)), group]
    near[np.arange(len(uses)), group] = -1
    lead: Floats = np.clip(own - np.maximum(near.max(axis=1), 0), LEAST_LEAD, None)
    return lead


def _nearness(
    uses: pd.DataFrame, groups: pd.Series, matrix: Floats, names: npt.NDArray[np.object_]
) -> Floats:
    """Cosine of the texts that hold each phrase, in whatever group, with each group's middle."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  heavy: only when there is something to name

    centred = matrix - matrix.mean(axis=0)
    centres = np.stack([centred[(groups == name).to_numpy()].mean(axis=0) for name in names])
    held = uses.explode("rows")
    phrases = pd.Index(sorted(held["phrase"].unique()))
    phrase = phrases.get_indexer(pd.Index(held["phrase"]))
    shape = (len(phrases), len(matrix))
    holds = csr_matrix((np.ones(len(held)), (phrase, held["rows"].astype(np.int64))), shape)
    near: Floats = (_unit(holds @ centred) @ _unit(centres).T)[
        phrases.get_indexer(pd.Index(uses["phrase"]))
    ]
    return near


def _unit(matrix: Floats) -> Floats:
    unit: Floats = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return unit
