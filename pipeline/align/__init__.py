"""Align: ideas and themes are linked to SDG targets, OGP values and other aims, with evidence."""

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from pipeline.align.cues import Hits, find_cues
from pipeline.align.evidence import evidence
from pipeline.align.groups import group_rows, in_company
from pipeline.align.likelihood import check_method, heads_fit, likelihood
from pipeline.align.reasons import reason
from pipeline.align.trained import HEADS
from pipeline.align.words import Floats, Ints
from pipeline.errors import FolkmootError
from pipeline.tables import (
    Alignments,
    Assignments,
    Encoder,
    Frameworks,
    FrameworkVectors,
    Ideas,
    Vectors,
)

NO_NEARER = 1e-6  # cosine: two sums of the same numbers may differ by less
PLACES = 4  # decimals of a probability: more would only show the machine's rounding


def align(  # noqa: PLR0913  one argument for each table, and five dials
    ideas: DataFrame[Ideas],
    vectors: DataFrame[Vectors],
    assignments: DataFrame[Assignments],
    frameworks: DataFrame[Frameworks],
    framework_vectors: DataFrame[FrameworkVectors],
    encoder: DataFrame[Encoder],
    *,
    frameworks_used: list[str],
    method: str,
    threshold: float,
    at_most: int,
    least_share: float,
) -> DataFrame[Alignments]:
    """Say which targets and values each idea speaks to, then how many ideas of a theme do.

    An idea gets up to `at_most` codes of a framework whose probability is at least `threshold`,
    often none, each with the words that carry it and the reason. Only entries that no other entry
    names as its parent count (SDG targets, not goals). A value that counts only with others is
    dropped alone.

    A theme or sub-theme gets every code that at least `least_share` of its first-rank ideas have;
    its `probability` is that share, and its evidence is the count in words.
    """
    _check_known(frameworks, frameworks_used)
    entries = _entries(frameworks, framework_vectors)
    check_method(method, entries, encoder)
    known = ideas.merge(vectors, on="idea_id").sort_values("idea_id", ignore_index=True)
    if entries.empty or known.empty:
        return _as_alignments(pd.DataFrame(columns=list(Alignments.to_schema().columns)))
    found = find_cues(known["text"], entries)
    likely = np.round(likelihood(known, found, entries, method), PLACES)
    wanted = entries["leaf"] & entries["framework"].isin(frameworks_used)
    chosen = _chosen(likely, entries[wanted], threshold, at_most)
    of_ideas = _idea_rows(chosen, known, entries, found, learnt=heads_fit(entries, method))
    of_groups = group_rows(of_ideas, assignments, entries, least_share)
    made = [table for table in (of_ideas, of_groups) if len(table)] or [of_ideas]
    return _as_alignments(pd.concat(made, ignore_index=True))


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


def _idea_rows(
    chosen: pd.DataFrame, known: pd.DataFrame, entries: pd.DataFrame, found: Hits, *, learnt: bool
) -> pd.DataFrame:
    """Lay out chosen pairs as alignments, each with the words that carry it and the reason."""
    texts = list(known["text"].iloc[chosen["idea"]])
    about = list(entries["name"] + " " + entries["description"])
    hits = [found.get(pair, []) for pair in zip(chosen["idea"], chosen["entry"], strict=True)]
    spans = [
        evidence(text, about[entry], cues)
        for text, entry, cues in zip(texts, chosen["entry"], hits, strict=True)
    ]
    told = zip(
        *(hits, _places(chosen, known, entries), entries["description"].iloc[chosen["entry"]]),
        chosen["framework"].isin(HEADS) & learnt,
        strict=True,
    )
    return pd.DataFrame(
        {
            "subject": "idea",
            "subject_id": list(known["idea_id"].iloc[chosen["idea"]]),
            "framework": list(chosen["framework"]),
            "code": list(chosen["code"]),
            "probability": list(chosen["probability"]),
            "start": [float(start) for start, _ in spans],
            "end": [float(end) for _, end in spans],
            "evidence": [text[start:end] for text, (start, end) in zip(texts, spans, strict=True)],
            "reason": [reason(cues, place, said, learnt=by) for cues, place, said, by in told],
            "by": "machine",
        }
    )


def _places(chosen: pd.DataFrame, known: pd.DataFrame, entries: pd.DataFrame) -> Ints:
    """How many entries of its framework are nearer in meaning to the idea than each chosen one."""
    vectors = np.stack(list(entries["vector"])).astype(np.float64)
    places = np.zeros(len(chosen), dtype=np.int64)
    for framework, pairs in chosen.reset_index(drop=True).groupby("framework"):
        rivals = vectors[entries["leaf"] & (entries["framework"] == framework)]
        said = np.stack(list(known["vector"].iloc[pairs["idea"]])).astype(np.float64)
        own = (said * vectors[pairs["entry"]]).sum(axis=1)
        places[pairs.index] = (said @ rivals.T > own[:, None] + NO_NEARER).sum(axis=1)
    return places


def _as_alignments(rows: pd.DataFrame) -> DataFrame[Alignments]:
    """Order rows by what they are about, so that the same input gives the same bytes."""
    keys = ["subject", "subject_id", "framework", "code"]
    return DataFrame[Alignments](Alignments.validate(rows).sort_values(keys, ignore_index=True))
