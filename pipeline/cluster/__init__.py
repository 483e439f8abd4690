"""Cluster: ideas become themes and, inside them, sub-themes; "no theme yet" is an answer."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from pandera.typing import DataFrame

from pipeline.cluster.board import Board, Ground, follow, unit_length
from pipeline.cluster.codebook import codebook_id, fit_codebook, read_codebook, unused
from pipeline.cluster.corrections import guidance, pairs, replay, standing
from pipeline.cluster.discover import discover, worth
from pipeline.cluster.firmness import dissolves, firmness_of
from pipeline.cluster.given import (
    assignments_of,
    count_from_0,
    firm_themes,
    memory_of,
    questions_of,
)
from pipeline.cluster.known import find_hdbscan, find_kmeans
from pipeline.cluster.memory import NEW, keep_ids, keep_themes, remembered
from pipeline.cluster.sides import part_sides
from pipeline.cluster.teach import choose_questions, teach
from pipeline.decisions import Decision, Unfit, conflicts, fold
from pipeline.errors import FolkmootError
from pipeline.tables import (
    Assignments,
    Codebook,
    CodebookVectors,
    Conflicts,
    Corrections,
    Firmness,
    Groups,
    Guidance,
    Ideas,
    Questions,
    ThemeMemory,
    ThemeNames,
    Vectors,
)
from pipeline.wording import FEWEST

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]
Find = Callable[[Floats, float, int], Ints]

FEWEST_DRAWN = 7  # distinct ideas, when some are drawn again; with fewer no method works
FAR = 0.2  # cosine to the middle of its theme: below this an idea has no theme yet (1 in 500)
PIECE = 3000  # ideas of a theme that are compared each with each to find sub-themes
QUESTIONS = 10  # more than that nobody answers in one sitting
NEARLY = 0.9  # of the cosine to the own theme: an idea this near to another theme is in both
METHODS: dict[str, Find] = {"folkmoot": discover, "hdbscan": find_hdbscan, "kmeans": find_kmeans}


def cluster(  # noqa: PLR0913  one argument for each table and dial of the stage
    ideas: DataFrame[Ideas],
    context_vectors: DataFrame[Vectors],
    groups: DataFrame[Groups],
    codebook: DataFrame[Codebook],
    codebook_vectors: DataFrame[CodebookVectors],
    corrections: DataFrame[Corrections],
    theme_memory: DataFrame[ThemeMemory],
    theme_names: DataFrame[ThemeNames],
    *,
    method: str,
    theme_size: float,
    same_ask: float,
    redraws: int,
    seed: int,
) -> tuple[
    DataFrame[Assignments],
    DataFrame[Firmness],
    DataFrame[Guidance],
    DataFrame[Conflicts],
    DataFrame[ThemeMemory],
    DataFrame[Questions],
]:
    """Find themes among the distinct ideas, then give every idea the themes of its like.

    Themes of the run before keep their ids and, unless others part the ideas better, their ideas.
    Of a few ideas themes that would dissolve are none, unless they were there before.
    Ideas that fit a theme of the codebook go there, and themes are found among the others.
    What people corrected is replayed on what was found; rows that no longer fit are conflicts.

    `theme_size` is relative: 1 is what the method finds, 2 asks for themes twice as large.
    `same_ask` is the mean cosine above which ideas of a theme form a sub-theme. Themes are found
    `redraws` times again in ideas drawn with replacement, which says how firm they are.
    """
    if method not in METHODS:
        known = ", ".join(METHODS)
        raise FolkmootError(f'params.yaml: no method "{method}" for themes; use one of {known}')
    units = _distinct(ideas, context_vectors, groups)
    points = _unit_length(units["vector"])
    brought, no_themes = read_codebook(codebook)
    fits = fit_codebook(points, brought, codebook_vectors)
    left = np.flatnonzero(fits < 0)
    ground = Ground(points, _meant(ideas, units), frozenset(np.flatnonzero(fits >= 0).tolist()))
    rows, unfit = standing(corrections)
    find = partial(_find, METHODS[method], theme_size, seed)
    found = find(points[left], FEWEST)
    before = remembered(units["members"].iloc[left], theme_memory)
    if method == "folkmoot":
        place = partial(_place_new, points[left])
        found = keep_themes(before, found, place, partial(worth, points[left], theme_size))
    answers = _among(pairs(rows, ground), left)
    taught = teach(points[left], found, answers)
    firm = firmness_of(points[left], taught, partial(find, fewest=FEWEST_DRAWN), redraws, seed)
    if redraws and not (before >= 0).any() and dissolves(firm, taught):
        firm, found = firm[:0], np.full(len(left), -1)
        taught = found
    labels = np.where(fits >= 0, taught.max(initial=-1) + 1 + fits, -1)
    labels[left] = taught
    homes, inside = _name_all(points, labels, units, same_ask, ideas, theme_memory)
    ids = pd.Series([codebook_id(row) for row in brought]).reindex(fits).array
    homes = homes.mask(fits >= 0, ids)
    as_found = _lay_out(points, labels, homes, inside, theme_names, brought)
    corrected, told = replay(as_found, ground, rows)
    board = follow(as_found, corrected, points)
    assignments = assignments_of(units, points, board)
    unfit, not_shown = [*unfit, *told], [*no_themes, *unused(brought, assignments["theme_id"])]
    return (
        assignments,
        firm_themes(_by_theme(firm, taught, homes.iloc[left]), board),
        guidance(as_found, board),
        _all_conflicts(corrections=unfit, codebook=not_shown),
        memory_of(units, left, found, homes, inside),
        questions_of(units.iloc[left], choose_questions(points[left], found, answers, QUESTIONS)),
    )


def _by_theme(firm: npt.NDArray[np.float64], labels: Ints, homes: pd.Series) -> pd.Series:
    """Firmness by the id of the theme, once for each thing said."""
    return pd.Series(firm, _present(labels)).reindex(labels).set_axis(homes.array)


def _among(answers: dict[tuple[int, int], bool], left: Ints) -> dict[tuple[int, int], bool]:
    """Answers about two of the places that are left, by their order among these."""
    at = {int(place): order for order, place in enumerate(left)}
    return {
        (at[one], at[other]): together
        for (one, other), together in answers.items()
        if one in at and other in at
    }


def _all_conflicts(**unfit: list[tuple[Decision, Unfit]]) -> DataFrame[Conflicts]:
    """Gather what could not be followed, sheet by sheet."""
    tables = [conflicts(name, rows) for name, rows in unfit.items()]
    return DataFrame[Conflicts](pd.concat(tables, ignore_index=True))


def _meant(ideas: DataFrame[Ideas], units: pd.DataFrame) -> dict[str, tuple[int, str]]:
    """Lead from each idea's id, and from its folded words, to the place of what it says."""
    place = units["members"].explode()
    at = dict(zip(place, place.index, strict=True))
    ordered = ideas[["idea_id", "text"]].sort_values("idea_id", ascending=False)
    pairs_of = list(ordered.itertuples(index=False))
    words = {fold(text): (at[idea], idea) for idea, text in pairs_of}
    return words | {idea: (at[idea], idea) for idea, _ in pairs_of}


def _place_new(points: Floats, before: Ints) -> Ints:
    """Put ideas that are new (-2) into the nearest theme, if any is near enough."""
    near = _nearness(points, before)
    nearest = np.where(near.max(axis=1) >= FAR, _present(before)[near.argmax(axis=1)], -1)
    return np.where(before == NEW, nearest, before)


def _name_all(
    points: Floats,
    found: Ints,
    units: pd.DataFrame,
    same_ask: float,
    ideas: DataFrame[Ideas],
    memory: DataFrame[ThemeMemory],
) -> tuple[pd.Series, pd.Series]:
    """Ids of the theme and of the sub-theme of each thing said, as they were before if they can."""
    said = units.merge(ideas[["idea_id", "text"]], on="idea_id")[["idea_id", "text"]]
    names = _names(points, found, units["idea_id"], "t-")
    homes = pd.Series([names[at] if at >= 0 else None for at in count_from_0(found)], dtype="str")
    inside = _sub_themes(points, found, said, same_ask)
    known = memory.set_index("idea_id")
    themes = keep_ids(_spread(homes, units), known["theme_id"])
    subs = keep_ids(_spread(inside, units), known["subtheme_id"])
    return homes.map(themes).astype("str"), inside.map(subs).astype("str")


def _spread(values: pd.Series, units: pd.DataFrame) -> pd.Series:
    """Give every idea the value of what it says."""
    members = units["members"].explode()
    return pd.Series(values.reindex(members.index).array, members.array, dtype="str")


def _lay_out(
    points: Floats,
    found: Ints,
    homes: pd.Series,
    inside: pd.Series,
    theme_names: DataFrame[ThemeNames],
    brought: list[Decision],
) -> Board:
    """Lay out the themes as found, before anybody corrects them."""
    ids = homes[found >= 0].groupby(found[found >= 0]).first().reset_index(drop=True)
    nearest = _nearest_themes(points, count_from_0(found), ids).sort_values(["unit", "rank"])
    there = nearest.dropna(subset="theme_id")
    at_home = _listed(there["unit"], there["theme_id"])
    subs = inside.dropna()
    had = zip(theme_names["name"], theme_names["theme_id"], strict=True)
    called = {fold(name): theme for name, theme in had}
    names = {codebook_id(row): row["name"] or "" for row in brought}
    described = {codebook_id(row): row["description"] for row in brought}
    return Board(
        homes={place: tuple(at_home.get(place, ())) for place in range(len(found))},
        inside=dict(zip(map(int, subs.index), subs, strict=True)),
        parents=dict(zip(subs, homes[subs.index], strict=True)),
        themes=frozenset(ids) | frozenset(names),
        called=called | {fold(name): theme for theme, name in names.items()},
        names=names,
        descriptions={theme: text for theme, text in described.items() if text},
        brought=frozenset(names),
    )


def _distinct(
    ideas: DataFrame[Ideas], vectors: DataFrame[Vectors], groups: DataFrame[Groups]
) -> pd.DataFrame:
    """One row per thing said, with a list of who said it, so that a campaign weighs as one voice.

    The vector of a group is that of its first idea, as it is for ideas of equal vectors.
    """
    table = ideas[["idea_id"]].sort_values("idea_id").merge(vectors, on="idea_id")
    if len(table) < len(ideas):
        missing = sorted(set(ideas["idea_id"]) - set(table["idea_id"]))
        raise FolkmootError(
            f"vectors: {len(missing)} ideas have no vector ({', '.join(missing[:3])}); "
            "run the stage embed again"
        )
    group = table["idea_id"].map(groups.set_index("idea_id")["group_id"])
    first = table["vector"].groupby(group).transform("first").where(group.notna(), table["vector"])
    same = first.map(lambda vector: np.asarray(vector, dtype=np.float32).tobytes())
    members = _listed(same, table["idea_id"])
    once = table.assign(vector=first)[~same.duplicated()]
    return once.assign(
        members=pd.Series([*members.values()], once.index, dtype=object)
    ).reset_index(drop=True)


def _listed(keys: pd.Series, values: pd.Series) -> dict[Any, list[str]]:
    """Gather the values of each key, the first key first: a tenth of the time of groups."""
    lists: defaultdict[Any, list[str]] = defaultdict(list)
    for key, value in zip(keys.tolist(), values.tolist(), strict=True):
        lists[key].append(value)
    return dict(lists)


def _unit_length(vectors: Iterable[npt.ArrayLike]) -> Floats:
    """Stack vectors as rows of length one, so that a product is a cosine; zeros stay."""
    rows = [np.asarray(vector, dtype=np.float32) for vector in vectors]
    points = np.array(rows, dtype=np.float32).reshape(len(rows), -1 if rows else 0)
    return unit_length(points)


def _find(find: Find, theme_size: float, seed: int, points: Floats, fewest: int) -> Ints:
    """Themes numbered from 0, -1 for none; fewer ideas than `fewest` have none."""
    if len(points) < fewest:
        return np.full(len(points), -1)
    return _without_strays(points, find(points, theme_size, seed))


def _without_strays(points: Floats, labels: Ints) -> Ints:
    """Leave ideas without a theme that are alone in it or far from its middle."""
    if not len(_present(labels)):
        return labels
    sizes = np.bincount(labels[labels >= 0])
    near = _own(_nearness(points, labels), labels) >= FAR
    kept = np.where(near & (sizes[labels] > 1), labels, -1)
    return np.unique(np.append(kept, -1), return_inverse=True)[1][:-1] - 1


def _names(points: Floats, labels: Ints, idea_ids: pd.Series, letter: str) -> pd.Series:
    """Give each theme a short id from its most central idea, whatever the order of the rows."""
    central = [_most_central(points, np.flatnonzero(labels == theme)) for theme in _present(labels)]
    ids = idea_ids.iloc[central].map(lambda i: letter + sha256(str(i).encode()).hexdigest()[:6])
    return pd.Series(ids.to_numpy(), dtype="str")


def _present(labels: Ints) -> Ints:
    return np.unique(labels[labels >= 0])


def _most_central(points: Floats, members: Ints) -> int:
    """Pick the member with the highest mean cosine to the others; the first of equals."""
    nearness = points[members] @ points[members].mean(axis=0)
    return int(members[np.argmax(nearness.round(6))])


def _sub_themes(points: Floats, labels: Ints, said: pd.DataFrame, same_ask: float) -> pd.Series:
    """For each idea the id of its sub-theme, a tight group inside its theme, or missing.

    `said` has idea_id and text. Ideas that ask for opposite things are in two sub-themes.
    """
    found = pd.Series(None, range(len(labels)), dtype="str")
    for theme in _present(labels):
        members = np.flatnonzero(labels == theme)
        for piece in _pieces(points, members):
            ideas = said.iloc[piece]
            tight = _tight_groups(points[piece], same_ask)
            inside = part_sides(tight, points[piece], list(ideas["text"]))
            names = _names(points[piece], inside, ideas["idea_id"], "s-")
            kept = inside >= 0
            found.iloc[piece[kept]] = names.iloc[inside[kept]].to_numpy()
    return found


def _pieces(points: Floats, members: Ints) -> list[Ints]:
    """Halve a theme too large for a table of distances, at right angles to where it is widest."""
    if len(members) <= PIECE:
        return [members]
    inside = points[members] - points[members].mean(axis=0)
    widest = np.linalg.eigh(inside.T @ inside)[1][:, -1]
    order = members[np.argsort(inside @ widest, kind="stable")]
    half = len(order) // 2
    return [*_pieces(points, np.sort(order[:half])), *_pieces(points, np.sort(order[half:]))]


def _tight_groups(points: Floats, same_ask: float) -> Ints:
    """Give groups (average linkage) with mean cosine `same_ask` a number; the rest is -1."""
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415  heavy: a second to load
    from scipy.spatial.distance import squareform  # noqa: PLC0415  with its kin

    if len(points) < 2:  # noqa: PLR2004  a pair
        return np.full(len(points), -1)
    apart = (1 - points.astype(np.float64) @ points.T).clip(0)
    tree = linkage(squareform(apart, checks=False), "average")
    groups = pd.Series(fcluster(tree, 1 - same_ask, "distance"))
    shared = groups.duplicated(keep=False)
    return groups.where(shared).rank(method="dense").fillna(0).to_numpy().astype(np.int64) - 1


def _nearest_themes(points: Floats, labels: Ints, names: pd.Series) -> pd.DataFrame:
    """Rows (unit, theme_id, rank, strength): the own theme first, then those nearly as near."""
    none = pd.DataFrame({"unit": np.flatnonzero(labels < 0), "rank": 1, "strength": 0.0})
    if not len(names):
        return none.assign(theme_id=pd.Series(None, none.index, dtype="str"))
    near = _nearness(points, labels)
    unit, theme = np.nonzero(
        (near >= NEARLY * _own(near, labels)[:, None]) & (labels >= 0)[:, None]
    )
    rows = pd.DataFrame({"unit": unit, "theme": theme, "strength": near[unit, theme]})
    rows = rows.assign(other=rows["theme"].to_numpy() != labels[unit])
    rows = rows.sort_values(
        ["unit", "other", "strength", "theme"], ascending=[True, True, False, True]
    )
    rows = rows.assign(
        rank=rows.groupby("unit").cumcount() + 1, theme_id=names[rows["theme"]].array
    )
    return pd.concat([rows[["unit", "theme_id", "rank", "strength"]], none], ignore_index=True)


def _nearness(points: Floats, labels: Ints) -> Floats:
    """Cosine of every idea to the middle of every theme, 0 to 1."""
    middles = np.stack([points[labels == theme].mean(axis=0) for theme in _present(labels)])
    near: Floats = np.clip(points @ _unit_length(middles).T, 0, 1).round(4)
    return near


def _own(near: Floats, labels: Ints) -> Floats:
    return near[np.arange(len(labels)), np.maximum(labels, 0)]
