"""Align: ideas and themes are linked to SDG targets, OGP values and other aims, with evidence."""

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from pipeline.align.cues import find_cues
from pipeline.align.decided import KEYS, in_company, lonely, replay, settled, spoken_of
from pipeline.align.groups import group_rows
from pipeline.align.leads import lead_organisations
from pipeline.align.likelihood import check_method, heads_fit, likelihood
from pipeline.align.links import View, asked_for, links
from pipeline.align.words import Floats
from pipeline.decisions import conflicts
from pipeline.errors import FolkmootError
from pipeline.tables import (
    AlignmentDecisions,
    Alignments,
    Assignments,
    Conflicts,
    Contexts,
    Encoder,
    Frameworks,
    FrameworkVectors,
    Ideas,
    LeadOrganisations,
    Leads,
    ThemeNames,
    Themes,
    Vectors,
)

PLACES = 4  # decimals of a probability: more would only show the machine's rounding


def align(  # noqa: PLR0913, PLR0917  one argument for each table, and five dials
    ideas: DataFrame[Ideas],
    context_vectors: DataFrame[Vectors],
    contexts: DataFrame[Contexts],
    assignments: DataFrame[Assignments],
    themes: DataFrame[Themes],
    frameworks: DataFrame[Frameworks],
    framework_vectors: DataFrame[FrameworkVectors],
    encoder: DataFrame[Encoder],
    theme_names: DataFrame[ThemeNames],
    alignment_decisions: DataFrame[AlignmentDecisions],
    leads: DataFrame[Leads],
    *,
    frameworks_used: list[str],
    method: str,
    threshold: float,
    at_most: int,
    least_share: float,
) -> tuple[DataFrame[Alignments], DataFrame[LeadOrganisations], DataFrame[Conflicts]]:
    """Say which targets and values each idea speaks to, then how many ideas of a theme do.

    An idea is read with what it stood under: "Keep it current." says little without the question.
    It gets up to `at_most` codes of a framework whose probability is at least `threshold`, often
    none, each with the words of its own that carry it and the reason. Only entries that no other
    entry names as its parent count (SDG targets, not goals). A value that counts only with others
    is dropped alone.

    A theme or sub-theme gets every code that at least `least_share` of its first-rank ideas have;
    its `probability` is that share, and its evidence is the count in words.

    What people decided about an idea, sub-theme or theme wins over all that; rows of the sheets
    that do not fit are the third table.
    """
    _check_known(frameworks, frameworks_used)
    entries = _entries(frameworks, framework_vectors)
    check_method(method, entries, encoder)
    spoken = spoken_of(ideas, themes, theme_names, frameworks)
    rulings, misfits = replay(alignment_decisions, spoken)
    known = ideas.merge(context_vectors, on="idea_id").sort_values("idea_id", ignore_index=True)
    known["under"] = known["idea_id"].map(contexts.set_index("idea_id")["text"])
    view = View(known, entries, find_cues(known["text"], entries), heads_fit(entries, method))
    usable = entries["leaf"] & entries["framework"].isin(frameworks_used)
    chosen = _chosen(_likely(view, method), entries[usable], threshold, at_most)
    of_ideas = settled(links(view, chosen), asked_for(view, rulings), entries, rulings)
    of_groups = group_rows(of_ideas, assignments, rulings, entries, least_share)
    made = _as_alignments(of_ideas, of_groups)
    named, misplaced = lead_organisations(leads, spoken)
    unfit = (
        conflicts("alignment_decisions", [*misfits, *lonely(rulings, made)]),
        conflicts("leads", misplaced),
    )
    return made, named, DataFrame[Conflicts](pd.concat(unfit, ignore_index=True))


def _check_known(frameworks: DataFrame[Frameworks], used: list[str]) -> None:
    """Refuse the name of a framework that there is not."""
    at_hand = sorted(set(frameworks["framework"]))
    unknown = sorted(set(used) - set(at_hand))
    if unknown and at_hand:
        raise FolkmootError(
            f'params.yaml: align: frameworks_used: there is no framework "{unknown[0]}"; '
            f"those at hand are {', '.join(at_hand)}"
        )


def _entries(
    frameworks: DataFrame[Frameworks], vectors: DataFrame[FrameworkVectors]
) -> pd.DataFrame:
    """Put entries of all frameworks together with their vectors; a `leaf` is nobody's parent."""
    parents = set(zip(frameworks["framework"], frameworks["parent_code"], strict=True))
    own = zip(frameworks["framework"], frameworks["code"], strict=True)
    leaf = pd.Series([pair not in parents for pair in own], frameworks.index, dtype=bool)
    return (
        frameworks.assign(leaf=leaf)
        .merge(vectors, on=["framework", "code"])
        .sort_values(["framework", "code"], ignore_index=True)
    )


def _likely(view: View, method: str) -> Floats:
    """Probabilities of shape (ideas, entries), to the decimals that say something."""
    if view.known.empty or view.entries.empty:
        return np.zeros((len(view.known), len(view.entries)))
    return np.round(likelihood(view.known, view.found, view.entries, method), PLACES)


def _chosen(likely: Floats, entries: pd.DataFrame, threshold: float, at_most: int) -> pd.DataFrame:
    """Pairs (idea, entry) that are likely enough: the likeliest few of each framework."""
    idea, column = np.nonzero(likely[:, entries.index] >= threshold)
    entry = entries.index.to_numpy()[column]
    about = entries.loc[entry, ["framework", "code", "only_with_others"]].reset_index(drop=True)
    pairs = about.assign(idea=idea, entry=entry, probability=likely[idea, entry])
    pairs = in_company(pairs, entries, ["idea", "framework"]).sort_values(
        ["idea", "framework", "only_with_others", "probability", "entry"],
        ascending=[True, True, True, False, True],
    )
    return pairs[pairs.groupby(["idea", "framework"]).cumcount() < at_most]


def _as_alignments(*tables: pd.DataFrame) -> DataFrame[Alignments]:
    """Order rows by what they are about, so that the same input gives the same bytes."""
    rows = pd.concat([table for table in tables if len(table)] or [tables[0]])
    return DataFrame[Alignments](Alignments.validate(rows).sort_values(KEYS, ignore_index=True))
