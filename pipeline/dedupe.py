"""Dedupe: ideas become groups that say the same thing; grouped, never deleted."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from pipeline.knowledge import load
from pipeline.tables import Contributions, Groups, Ideas, Vectors

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

BLOCK = 2000  # rows compared at a time, so that memory does not grow with the square of the round
PAIRS = 100_000  # pairs measured at a time, for the same reason
STEM = 4  # letters that words of one family share: street, streets
LITTLE = 2  # letters of a word too small to name a thing
NOBODY = {"", "anonymous", "anon", "admin", "guest", "unknown"}  # not one person: count each text


def dedupe(
    ideas: DataFrame[Ideas],
    vectors: DataFrame[Vectors],
    contributions: DataFrame[Contributions],
    *,
    near: float,
    overlap: float,
    campaign_size: int,
    campaign_words: int,
) -> DataFrame[Groups]:
    """Group ideas with the same or nearly the same words and meaning around a central one.

    `near` is a cosine and `overlap` a Jaccard index of words and word pairs: both must hold, and no
    word that turns the meaning ("more", "not", a number) may differ. A text of `campaign_words` or
    more sent by `campaign_size` or more people is a campaign.
    """
    known = ideas.sort_values("idea_id").assign(said=lambda table: _fold(table["text"]))
    distinct = known.drop_duplicates("said").reset_index(drop=True)
    pairs = _likely_pairs(distinct["said"], overlap)
    pairs = pairs.assign(cosine=_cosines(pairs, distinct["idea_id"], vectors))
    pairs = pairs[pairs["cosine"] >= near]
    pairs = pairs[_say_the_same(pairs, distinct["said"], campaign_words)]
    members = known.merge(_around_centres(pairs, distinct["said"]), on="said", how="left")
    together = members[members.duplicated("centre", keep=False)].sort_values("idea_id")
    return _name_groups(together, contributions, campaign_size, campaign_words)


def _fold(texts: pd.Series) -> pd.Series:
    """Texts without case, punctuation and runs of space; a text of punctuation alone stays."""
    plain = texts.map(lambda text: unicodedata.normalize("NFKC", text).casefold())
    table = {ord(sign): _blank(sign) for sign in sorted(set("".join(plain)))}
    folded = plain.map(lambda text: " ".join(text.translate(table).split()))
    return folded.where(folded != "", texts.str.strip()).astype("str")


def _blank(sign: str) -> str:
    """Keep letters, marks and digits; drop apostrophes; anything else parts words."""
    kept = unicodedata.category(sign)[0] in "LMN"
    return sign if kept else "" if sign in "'’ʼ" else " "


def _likely_pairs(said: pd.Series, overlap: float) -> pd.DataFrame:
    """Pairs (a, b) of row numbers whose words and word pairs overlap at least so much.

    Two sets with a Jaccard index of t or more share one of their rarest features (prefix
    filtering; Chaudhuri, Ganti and Kaushik 2006), so only rows that do are compared.
    """
    features = _features(said)
    sizes = np.array([len(row) for row in features], dtype=np.int64)
    width = max((max(row, default=0) for row in features), default=0) + 1
    rarest = [row[: len(row) - int(np.ceil(overlap * len(row))) + 1] for row in features]
    whole = _matrix(features, width)
    found = [_overlapping(whole, sizes, pair, overlap) for pair in _sharing(_matrix(rarest, width))]
    return pd.concat([pd.DataFrame({"a": [], "b": []}, dtype=np.int64), *found], ignore_index=True)


def _features(said: pd.Series) -> list[list[int]]:
    """Words and word pairs per text as numbers, rarest first.

    The turning words of a text are part of each of its features, so that texts which differ in
    one have nothing in common.
    """
    turning = frozenset(chain.from_iterable(load("turning_words").values()))
    rows = [_grams(text, turning) for text in said]
    counts = Counter(gram for row in rows for gram in row)
    order = sorted(counts, key=lambda gram: (counts[gram], gram))
    number = {gram: place for place, gram in enumerate(order)}
    return [sorted(number[gram] for gram in row) for row in rows]


def _grams(text: str, turning: frozenset[str]) -> set[tuple[str, str]]:
    words = re.findall(r"[\u3040-\u9fff]|[^\s\u3040-\u9fff]+", text)
    turns = " ".join(word for word in words if word in turning or any(map(str.isdigit, word)))
    pairs = [" ".join(pair) for pair in pairwise(words)]
    return {(turns, gram) for gram in (*words, *pairs)}


def _matrix(rows: list[list[int]], width: int) -> Any:  # noqa: ANN401  scipy has no types
    """Rows of feature numbers as a sparse matrix of ones."""
    from scipy.sparse import csr_matrix  # noqa: PLC0415  heavy: only when ideas are compared

    columns = np.array([place for row in rows for place in row], dtype=np.int64)
    starts = np.cumsum([0] + [len(row) for row in rows])
    return csr_matrix((np.ones(len(columns), dtype=np.int32), columns, starts), (len(rows), width))


def _sharing(rarest: Any) -> Iterator[pd.DataFrame]:  # noqa: ANN401  scipy has no types
    """Pairs of rows with a rare feature in common, a block at a time."""
    for start in range(0, rarest.shape[0], BLOCK):
        shared = (rarest[start : start + BLOCK] @ rarest.T).tocoo()
        a, b = shared.row.astype(np.int64) + start, shared.col.astype(np.int64)
        yield pd.DataFrame({"a": a[a < b], "b": b[a < b]})


def _overlapping(whole: Any, sizes: Ints, pairs: pd.DataFrame, overlap: float) -> pd.DataFrame:  # noqa: ANN401  scipy has no types
    """Of these pairs, the ones with a Jaccard index of at least `overlap`."""
    kept = [pairs.iloc[:0]]
    for start in range(0, len(pairs), PAIRS):
        some = pairs.iloc[start : start + PAIRS]
        both = np.asarray(whole[some["a"]].multiply(whole[some["b"]]).sum(axis=1)).ravel()
        either = sizes[some["a"]] + sizes[some["b"]] - both
        kept.append(some[both >= overlap * either - 1e-9])
    return pd.concat(kept)


def _cosines(pairs: pd.DataFrame, idea_ids: pd.Series, vectors: DataFrame[Vectors]) -> Floats:
    """Cosine of each pair, to six places so that the last bits of a machine do not decide."""
    if pairs.empty:
        return np.zeros(0)
    matrix = np.stack(list(vectors.set_index("idea_id").loc[idea_ids, "vector"]))
    blocks = np.array_split(pairs[["a", "b"]].to_numpy(), len(pairs) // PAIRS + 1)
    dots = [np.sum(matrix[some[:, 0]] * matrix[some[:, 1]], axis=1) for some in blocks]
    return np.round(np.concatenate(dots), 6).astype(np.float64)


def _say_the_same(
    pairs: pd.DataFrame, said: pd.Series, campaign_words: int
) -> npt.NDArray[np.bool_]:
    """Whether a pair says one thing: of two short texts, at most one has a word of its own.

    "Light the path in Elm Park" and "light the path in Oak Park" each ask for something else. In a
    text as long as a campaign letter a word of one's own is where its sender lives.
    """
    words = said.str.split()
    pairs_of_words = zip(words.loc[pairs["a"]], words.loc[pairs["b"]], strict=True)
    same = [
        len(one) >= campaign_words <= len(two) or not (_own(one, two) and _own(two, one))
        for one, two in pairs_of_words
    ]
    return np.array(same, dtype=np.bool_)


def _own(words: list[str], others: list[str]) -> set[str]:
    """Words of weight that the other text lacks, also in another spelling or ending."""
    beginnings = {word[:STEM] for word in others}
    return {word for word in words if len(word) > LITTLE and word[:STEM] not in beginnings}


def _around_centres(pairs: pd.DataFrame, said: pd.Series) -> pd.DataFrame:
    """Which text stands at the centre of each text, and how near it is.

    The text with the most likenesses takes all that are like it, then the next of those left: every
    member is like its centre, and no chain of small steps joins texts that are not alike.
    """
    near: dict[int, dict[int, float]] = {row: {} for row in range(len(said))}
    for a, b, cosine in pairs[["a", "b", "cosine"]].itertuples(index=False):
        near[a][b] = near[b][a] = cosine
    centre: dict[int, tuple[int, float]] = {}
    for row in sorted(near, key=lambda row: (-len(near[row]), row)):
        if row not in centre:
            free = {other: cosine for other, cosine in near[row].items() if other not in centre}
            centre |= {other: (row, cosine) for other, cosine in free.items()} | {row: (row, 1.0)}
    found = [centre[row] for row in range(len(said))]
    return pd.DataFrame(found, columns=["centre", "similarity"]).assign(said=said)


def _name_groups(
    members: pd.DataFrame,
    contributions: DataFrame[Contributions],
    campaign_size: int,
    campaign_words: int,
) -> DataFrame[Groups]:
    """Give each group a lasting id and say what kind of sameness it is."""
    people = members["contribution_id"].map(_senders(contributions))
    by_centre = members.assign(people=people, words=members["said"].str.count(" ") + 1)
    facts = by_centre.groupby("centre").agg(
        smallest=("idea_id", "min"),
        texts=("said", "nunique"),
        people=("people", "nunique"),
        words=("words", "median"),
    )
    kind = pd.Series("near", facts.index, dtype="str").mask(facts["texts"] == 1, "exact")
    campaign = (facts["people"] >= campaign_size) & (facts["words"] >= campaign_words)
    named = members.assign(
        group_id=members["centre"].map(facts["smallest"].map(_short_id)),
        kind=members["centre"].map(kind.mask(campaign, "campaign")),
        similarity=members["similarity"].clip(0, 1),
    )
    return Groups.validate(named[list(Groups.to_schema().columns)].reset_index(drop=True))


def _senders(contributions: DataFrame[Contributions]) -> pd.Series:
    """Who sent each contribution, by contribution_id; each nameless one stands for itself."""
    authors = contributions["author"].fillna("").astype("str").str.casefold().str.strip()
    own = contributions["contribution_id"].where(authors.isin(NOBODY), "by " + authors)
    return own.set_axis(contributions["contribution_id"])


def _short_id(idea_id: str) -> str:
    return "g" + sha256(idea_id.encode()).hexdigest()[:10]
