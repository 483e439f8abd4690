"""Pairs of idea and entry become links: the words that carry each, and the reason for it."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.align.cues import Hit, Hits
from pipeline.align.decided import Rulings, wanted, why_of
from pipeline.align.evidence import evidence
from pipeline.align.reasons import reason
from pipeline.align.trained import HEADS
from pipeline.align.words import Ints
from pipeline.tables import Alignments

COLUMNS = list(Alignments.to_schema().columns)
NO_NEARER = 1e-6  # cosine: two sums of the same numbers may differ by less


@dataclass(frozen=True)
class View:
    """Ideas with vectors, entries with vectors, cues found, and whether trained heads judged."""

    known: pd.DataFrame
    entries: pd.DataFrame
    found: Hits
    learnt: bool


def links(view: View, pairs: pd.DataFrame) -> pd.DataFrame:
    """Lay out pairs (`idea` and `entry` by row, `probability`) as alignments."""
    if pairs.empty:
        return pd.DataFrame(columns=COLUMNS)
    said, about = view.known.iloc[pairs["idea"]], view.entries.iloc[pairs["entry"]]
    texts = list(said["text"])
    hits = [view.found.get(pair, []) for pair in zip(pairs["idea"], pairs["entry"], strict=True)]
    full = about["name"] + " " + about["description"]
    spans = [evidence(*each) for each in zip(texts, full, hits, strict=True)]
    return pd.DataFrame(
        {
            "subject": "idea",
            "subject_id": list(said["idea_id"]),
            "framework": list(about["framework"]),
            "code": list(about["code"]),
            "probability": list(pairs["probability"]),
            "start": [float(start) for start, _ in spans],
            "end": [float(end) for _, end in spans],
            "evidence": [text[start:end] for text, (start, end) in zip(texts, spans, strict=True)],
            "reason": _reasons(view, pairs, hits),
            "by": "machine",
        }
    )


def asked_for(view: View, rulings: Rulings) -> pd.DataFrame:
    """Lay out the links that people want for ideas, with their reasons."""
    told = wanted(rulings, "idea")
    idea = {each: row for row, each in enumerate(view.known["idea_id"])}
    codes = view.entries[["framework", "code"]].itertuples(index=False, name=None)
    entry = {code: row for row, code in enumerate(codes)}
    pairs = [(idea[each], entry[framework, code], 1.0) for (_, each, framework, code), _ in told]
    made = links(view, pd.DataFrame(pairs, columns=["idea", "entry", "probability"]))
    return made.assign(by="person", reason=[why_of(row) for _, row in told])


def _reasons(view: View, pairs: pd.DataFrame, hits: list[list[Hit]]) -> list[str]:
    """Say for each pair what its link rests on."""
    about = view.entries.iloc[pairs["entry"]]
    under = view.known["under"].astype(object).where(view.known["under"].notna(), None)
    told = zip(
        *(hits, _places(view, pairs), about["description"], under.iloc[pairs["idea"]]),
        about["framework"].isin(HEADS) & view.learnt,
        strict=True,
    )
    return [reason(*each, learnt=learnt) for *each, learnt in told]


def _places(view: View, pairs: pd.DataFrame) -> Ints:
    """Count the entries of its framework that are nearer in meaning than each pair's entry."""
    entries, places = view.entries, np.zeros(len(pairs), dtype=np.int64)
    vectors = np.stack(list(entries["vector"])).astype(np.float64)
    ideas, own = pairs["idea"].to_numpy(), pairs["entry"].to_numpy()
    frameworks = entries["framework"].to_numpy()
    for framework in set(frameworks[own]):
        here = frameworks[own] == framework
        rivals = vectors[(entries["leaf"] & (entries["framework"] == framework)).to_numpy()]
        said = np.stack(list(view.known["vector"].iloc[ideas[here]])).astype(np.float64)
        mine = (said * vectors[own[here]]).sum(axis=1, keepdims=True)
        places[here] = (said @ rivals.T > mine + NO_NEARER).sum(axis=1)
    return places
