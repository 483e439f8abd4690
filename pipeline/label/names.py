"""Names: groups of texts become names in the words people used, each fitting its own group best."""

from collections.abc import Mapping
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.label.phrases import (
    find_nouns_and_verbs,
    find_phrases,
    find_places,
    fold_words,
    usual_spelling,
)

Floats = npt.NDArray[np.float64]

MOST_WORDS = 6  # of a name, joining words counted
BEST = 60  # phrases of a group, any of which may become its name
TRIED = 10  # next best phrases that are tried as a further part of a name
BESIDE = (0.2, 0.6)  # what a second and a third phrase must be worth beside the first ...
ADDS = 0.08  # ... and the share of the group's texts that only it speaks for: else fewer are better
TO_ONE_WORD = 0.04  # the same where the name is a single word so far, which says little
SMALL = 15  # texts of a group, up to which one text may add to its name
LOOSE = 0.12  # share of the texts that hold the best phrase: below it, how many said it counts more
FULLER, OFTEN = 0.5, 4  # share and number of a phrase's texts that have it in a longer one
LENGTHS = {1: 0.82, 2: 1.1, 3: 1.1, 4: 0.9}  # a name reads best with two or three words
REPEATED = 0.4  # what a phrase is worth for each word in it that another name already uses
BALANCE = 0.7  # how much often being said weighs against being said in the middle of the group
FAMILY = 5  # letters that words of one family share: expire, expiration
EVERYWHERE, IN_TEXTS = 0.5, 0.1  # share of the groups, and of all texts, that hold what all say
FEW_GROUPS = 5  # groups; of fewer, two or three may well speak of the same
PLURAL = 5  # times that a plural counts: "roads and traffic" reads better than "road and traffic"
NO_NOUN = 0.1  # what a phrase is worth whose last word is mostly used as a verb or beside a noun
PLACE = 0.001  # what the name of a place is worth: what people ask for there is the theme
LEAST = 0.02  # in cosine; a phrase said at the edge of a group still counts a little
TINY, LARGE = 3, 25  # texts: up to TINY a phrase may be said once, from LARGE on it is said twice
COLUMNS = ["group", "size", "phrase", "written", "rows", "score"]


class Phrase(NamedTuple):
    """A phrase that may become part of a name: folded, as mostly written, the rows holding it."""

    phrase: str
    written: str
    rows: frozenset[int]
    score: float


def choose_names(ranked: pd.DataFrame, taken: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Name each group by one to three phrases, the group with most texts first.

    `ranked` comes from `rank_phrases`; `taken` holds folded words that a group had better not use,
    such as those of its parent's name. No two names share a word where that can be helped.
    """
    used: frozenset[str] = frozenset()
    names: dict[str, str] = {}
    sizes = ranked.groupby("group")["size"].first().to_dict()
    by_group = {str(group): phrases for group, phrases in ranked.groupby("group")}
    for group in sorted(by_group, key=lambda group: (-sizes[group], group)):
        best = by_group[group].head(BEST)[list(Phrase._fields)]
        phrases = [Phrase(*row) for row in best.itertuples(index=False)]
        worth = _worth(phrases, used | taken.get(group, frozenset()))
        names[group] = _put_together(worth, sizes[group])
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


def _worth(phrases: list[Phrase], used: frozenset[str]) -> list[Phrase]:
    """Put phrases in the order of what they are worth when other names already use these words."""
    shared = [len(used.intersection(phrase.phrase.split())) for phrase in phrases]
    worth = [
        phrase._replace(score=round(phrase.score * REPEATED**times, 6))
        for phrase, times in zip(phrases, shared, strict=True)
    ]
    return sorted(worth, key=lambda phrase: (-phrase.score, phrase.phrase))


def _put_together(phrases: list[Phrase], size: int) -> str:
    """Take the best phrase, and more that say much about the rest of a group of this size.

    In a loose group, where few people said the best phrase, those that more people said go first.
    """
    if len(phrases[0].rows) < LOOSE * size:
        phrases = sorted(phrases, key=lambda phrase: -phrase.score * len(phrase.rows))
    first, *rest = [_fuller(phrase, phrases) for phrase in phrases[: 1 + TRIED]]
    parts = [first]
    for least in BESIDE:
        worth_it = [other for other in rest if other.score >= least * first.score]
        parts = parts + _next_part(parts, worth_it, size)
    return _list([part.written for part in parts])


def _next_part(parts: list[Phrase], rest: list[Phrase], size: int) -> list[Phrase]:
    """Find the phrase worth most for the texts that hold no part of the name so far, if any."""
    said = frozenset[int]().union(*(part.rows for part in parts))
    new = {other: len(other.rows - said) for other in rest if _fits_beside(parts, other)}
    worth = {other: other.score * new[other] / len(other.rows) for other in new}
    adds = ADDS if len(parts) > 1 or " " in parts[0].phrase else TO_ONE_WORD
    enough = max(adds * size, 2 if size > SMALL else 1)
    telling = [other for other in new if new[other] >= enough]
    return sorted(telling, key=lambda other: (round(worth[other], 6), other.phrase))[-1:]


def _fuller(best: Phrase, phrases: list[Phrase]) -> Phrase:
    """Say "traffic flow" for "traffic" where people mostly do; the longest way that many use."""
    many = min(len(best.rows), max(FULLER * len(best.rows), OFTEN))
    around = [
        other
        for other in phrases
        if f" {best.phrase} " in f" {other.phrase} " and len(other.rows) >= many
    ]
    longest = max(around, key=lambda other: (len(other.phrase), other.phrase), default=best)
    return longest._replace(score=best.score)


def _fits_beside(parts: list[Phrase], other: Phrase) -> bool:
    """Tell whether one more phrase leaves a name short, and names something not yet named."""
    words = [word for part in parts for word in part.phrase.split()]
    others = other.phrase.split()
    akin = any(_akin(one, two) for one, two in product(words, others))
    return not akin and len(words) + len(others) < MOST_WORDS


def _akin(one: str, other: str) -> bool:
    """Tell whether two words are of one family: expire and expiration, bet and betting."""
    begin = min(FAMILY, len(one), len(other))
    return one[:begin] == other[:begin]


def _list(parts: list[str]) -> str:
    """Join the parts of a name: "A", "A and B", "A, B and C"; with commas alone beside an "and"."""
    if any(" and " in part for part in parts):
        name = ", ".join(parts)
    else:
        name = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    return name[0].upper() + name[1:]


def rank_phrases(texts: pd.DataFrame, matrix: Floats) -> pd.DataFrame:
    """Phrases of each group, best name first: as folded, as mostly written, the rows that hold it.

    `texts` has the columns text and group, one row for each row of `matrix`. A phrase is good when
    many texts of its group hold it and few of others (class-based TF-IDF, Grootendorst 2022, over
    texts in place of words), when those texts are central to the group, and when it is a noun.
    """
    table = texts.reset_index(drop=True)
    found = find_phrases(table["text"]).drop_duplicates(["row", "phrase"])
    found = found.assign(group=table["group"].reindex(found["row"]).to_numpy())
    uses = _often_enough(found, table["group"])
    if uses.empty:
        return pd.DataFrame(columns=COLUMNS)
    uses = uses.assign(
        written=uses["phrase"].map(_mostly_written(found, table["text"])),
        size=uses["group"].map(table["group"].value_counts()),
    )
    uses = uses.assign(score=_score(uses, table, matrix))
    return uses.sort_values(["group", "score", "phrase"], ascending=[True, False, True])[COLUMNS]


def _score(uses: pd.DataFrame, table: pd.DataFrame, matrix: Floats) -> pd.Series:
    """Weigh each phrase as a name, to six places so that no last bit decides."""
    covers = uses["rows"].map(len) / uses["size"]
    everywhere = covers.groupby(uses["phrase"]).transform("sum") / table["group"].nunique()
    telling = (covers * np.log1p(1 / everywhere)) ** BALANCE
    length = uses["phrase"].str.count(" ").add(1).map(LENGTHS)
    central = _centrality(uses, table["group"], matrix)
    score: pd.Series = telling * central * length * _could_name(uses["phrase"], table["text"])
    return score.round(6)


def _could_name(phrases: pd.Series, texts: pd.Series) -> pd.Series:
    """Say how far each phrase is one that names a matter: it ends in a noun, and is no place."""
    (nouns, verbs), places = find_nouns_and_verbs(texts), find_places(texts)
    of_places = frozenset(piece for place in places for piece in _pieces(place))
    worth = {}
    for phrase in phrases.unique():
        *before, last = phrase.split()
        doing = before and (before[0] in verbs or before[0].endswith("ing"))
        is_noun = last in nouns and not (doing and before[0] not in nouns)
        is_place = phrase in of_places or not places.isdisjoint(_pieces(phrase))
        worth[phrase] = (1 if is_noun else NO_NOUN) * (PLACE if is_place else 1)
    return phrases.map(worth)


def _pieces(phrase: str) -> list[str]:
    """Words and phrases inside a phrase, and itself."""
    words = phrase.split()
    ends = combinations(range(len(words) + 1), 2)
    return [" ".join(words[start:end]) for start, end in ends]


def _often_enough(found: pd.DataFrame, groups: pd.Series) -> pd.DataFrame:
    """Phrases per group with their rows, without slips of the pen.

    A phrase must be said twice in a large group, twice in all for a small one; a tiny one, and one
    that would have no phrase at all, need not repeat itself.
    """
    here = found.groupby(["group", "phrase"])["row"].transform("size")
    in_all = found.groupby("phrase")["row"].transform("size")
    size = found["group"].map(groups.value_counts())
    enough = (here > 1) | (size <= TINY) | ((in_all > 1) & (size < LARGE))
    enough &= ~found["phrase"].isin(_said_everywhere(found, groups))
    kept = found[enough | ~found["group"].isin(found.loc[enough, "group"])]
    return kept.groupby(["group", "phrase"])["row"].agg(frozenset).rename("rows").reset_index()


def _said_everywhere(found: pd.DataFrame, groups: pd.Series) -> pd.Index:
    """Phrases in so many groups and texts that they belong to the round, and tell none apart."""
    if groups.nunique() < FEW_GROUPS:
        return pd.Index([])
    of = found.groupby("phrase").agg(groups=("group", "nunique"), texts=("row", "nunique"))
    everywhere = of["groups"] > EVERYWHERE * groups.nunique()
    return of.index[everywhere & (of["texts"] > IN_TEXTS * len(groups))]


def _mostly_written(found: pd.DataFrame, texts: pd.Series) -> pd.Series:
    """Spell each folded phrase as most people wrote it, in the plural where many did."""
    spelling = usual_spelling(texts)
    times = found.groupby(["phrase", "written"]).size().rename("times").reset_index()
    plural = times["written"].str.len() > times["phrase"].str.len()
    times = times.assign(times=times["times"] * np.where(plural, PLURAL, 1))
    times = times.sort_values(["times", "written"], ascending=False)
    written = times.drop_duplicates("phrase").set_index("phrase")["written"]
    return written.map(lambda phrase: _spell(phrase.split(" "), spelling))


def _spell(words: list[str], spelling: Mapping[str, str]) -> str:
    """Leave a phrase with capitals inside as it is; a capital at its beginning may be chance."""
    if any(word[0].isupper() for word in words[1:]):
        return " ".join(words)
    small = words[0].casefold()
    first = words[0] if words[0] == small and words[1:] else spelling.get(small, small)
    return " ".join([first, *words[1:]])


def _centrality(uses: pd.DataFrame, groups: pd.Series, matrix: Floats) -> Floats:
    """Cosine of the texts that hold a phrase, in whatever group, with the middle of its group.

    Measured from the middle of all texts, so that what everybody speaks of does not count.
    """
    from scipy.sparse import csr_matrix  # noqa: PLC0415  heavy: only when there is something to name

    centred = matrix - matrix.mean(axis=0)
    names = np.array(sorted(groups.unique()))
    middles = np.stack([centred[(groups == name).to_numpy()].mean(axis=0) for name in names])
    held = uses.explode("rows")
    phrases = pd.Index(sorted(held["phrase"].unique()))
    places = (phrases.get_indexer(pd.Index(held["phrase"])), held["rows"].astype(np.int64))
    holds = csr_matrix((np.ones(len(held)), places), (len(phrases), len(matrix)))
    said = _unit(holds @ centred)[phrases.get_indexer(pd.Index(uses["phrase"]))]
    own = _unit(middles)[np.searchsorted(names, uses["group"].to_numpy())]
    central: Floats = np.clip(np.sum(said * own, axis=1), LEAST, None)
    return central


def _unit(matrix: Floats) -> Floats:
    unit: Floats = matrix / np.maximum(np.linalg.norm(matrix, axis=1, keepdims=True), 1e-9)
    return unit
