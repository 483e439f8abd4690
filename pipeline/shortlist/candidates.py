"""Sub-themes become candidates in an order that people can check by hand."""

import re
from collections.abc import Hashable, Mapping, Sequence
from hashlib import sha256
from typing import Any, Literal

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from pipeline.asking import asks
from pipeline.shortlist.behind import count_again, those_against
from pipeline.tables import (
    Alignments,
    AskedBefore,
    Assignments,
    Candidates,
    Contributions,
    Groups,
    Ideas,
    Themes,
)
from pipeline.wording import UNDECIDED, listed, many

CLAUSE_END = re.compile(r"[.;:!?](?=\s|$)|,(?=\s)|\s[–—-]\s")
Step = Literal["sources", "open government", "distinct texts", "votes", "contributions", "firmness"]
MEANT = {  # what each step of the order looks at; more comes first
    "sources": "n_sources",
    "open government": "is_open_government",
    "distinct texts": "n_distinct_texts",
    "votes": "support",
    "contributions": "n_contributions",
    "firmness": "stability",
}


def candidates(  # noqa: PLR0913  one argument for each table
    ideas: DataFrame[Ideas],
    contributions: DataFrame[Contributions],
    assignments: DataFrame[Assignments],
    themes: DataFrame[Themes],
    alignments: DataFrame[Alignments],
    asked_before: DataFrame[AskedBefore],
    groups: DataFrame[Groups],
    *,
    order_by: Sequence[Step],
    statement_words: int,
) -> DataFrame[Candidates]:
    """List sub-themes that ask for something, then concerns and views, each with a statement.

    A sub-theme asks if one of its ideas does (see `asking`). Both lists are in the order of the
    steps in `order_by`: of two, the one with more of the first stands first; where they have as
    much of it, the second decides, and so on. The statement is the first quote that asks, else the
    first quote, up to the end of a clause within `statement_words`. Ideas that ask for its opposite
    are named in `against_ids` and not counted. Without a quote, no statement may be shown and
    nothing is listed.
    """
    subthemes = themes[themes["parent_id"].notna() & themes["quote_ids"].fillna("").ne("")]
    quoted = pd.DataFrame(subthemes).rename(
        columns={"theme_id": "subtheme_id", "parent_id": "theme_id"}
    )
    firm = themes.set_index("theme_id")["stability"]
    text_of = dict(zip(ideas["idea_id"], ideas["text"], strict=True))
    spoken = [_spoken(ids, text_of, statement_words) for ids in quoted["quote_ids"]]
    quoted = quoted.assign(statement=spoken)
    said = _said(ideas, contributions, groups, assignments)
    against = those_against(said, dict(zip(quoted["subtheme_id"], spoken, strict=True)))
    behind = said[~said["idea_id"].isin([each for ids in against.values() for each in ids])]
    quoted = count_again(quoted, behind[behind["subtheme_id"].isin(against)])
    backed = quoted.merge(_backing(contributions, behind), on="subtheme_id")
    asked = backed.assign(
        kind=np.where(backed["asks"].astype(bool), "ask", "view"),
        against_ids=backed["subtheme_id"].map({at: "|".join(ids) for at, ids in against.items()}),
        candidate_id=[_short_id(subtheme) for subtheme in backed["subtheme_id"]],
        stability=backed["stability"].fillna(backed["theme_id"].map(firm)),
        opposed_by=backed["opposes"],
        **_before(asked_before, contributions, behind, backed["subtheme_id"]),
        sdg_targets=_codes(alignments, "sdg", backed["subtheme_id"]),
        ogp_values=_codes(alignments, "ogp", backed["subtheme_id"]),
    )
    return _in_order(asked, order_by, int(contributions["event_id"].nunique()))


def _said(
    ideas: DataFrame[Ideas],
    contributions: DataFrame[Contributions],
    groups: DataFrame[Groups],
    assignments: DataFrame[Assignments],
) -> pd.DataFrame:
    """Each idea of a sub-theme, with the group of those that say the same and where it was said."""
    first = assignments[(assignments["rank"] == 1) & assignments["subtheme_id"].notna()]
    said = first.merge(ideas[["idea_id", "contribution_id", "text"]], on="idea_id")
    places = contributions[["contribution_id", "file", "event_id", "status"]]
    said = said.merge(places, on="contribution_id")
    said = said.merge(groups[["idea_id", "group_id"]], on="idea_id", how="left")
    return said.assign(
        same=said["group_id"].fillna(said["idea_id"]),
        source=said["event_id"].fillna(said["file"]),
    )


def _backing(contributions: DataFrame[Contributions], said: pd.DataFrame) -> pd.DataFrame:
    """Per sub-theme: does it ask; votes and rating of its contributions; its files of no event."""
    said = said.assign(asks=[asks(text) for text in said["text"]])
    behind = said[["subtheme_id", "contribution_id"]].drop_duplicates()
    behind = behind.merge(contributions, on="contribution_id")
    weight = behind["votes_total"].fillna(1).clip(lower=1).where(behind["rating"].notna())
    behind = behind.assign(
        file=behind["file"].where(behind["event_id"].isna()),
        weight=weight,
        weighed=behind["rating"] * weight,
    )
    by_subtheme = behind.groupby("subtheme_id")
    columns = ["votes_total", "votes_for", "votes_against", "weight", "weighed"]
    backing = by_subtheme[columns].sum(min_count=1)
    return backing.assign(
        asks=said.groupby("subtheme_id")["asks"].any(),
        files=by_subtheme["file"].agg(lambda files: sorted(files.dropna().unique())),
        rating=(backing["weighed"] / backing["weight"]).round(2),
    ).reset_index()


def _before(
    asked_before: DataFrame[AskedBefore],
    contributions: DataFrame[Contributions],
    said: pd.DataFrame,
    subthemes: "pd.Series[str]",
) -> dict[str, "pd.Series[Any]"]:
    """Count and quote, for each sub-theme, what public ideas in it asked for in earlier rounds."""
    public = contributions.loc[contributions["status"] == "included", "contribution_id"]
    shown = said.loc[said["contribution_id"].isin(public), ["idea_id", "subtheme_id"]]
    again = asked_before[asked_before["kind"] == "asked"].merge(shown)
    again = again.sort_values(["round", "contribution_id"]).drop_duplicates(
        ["subtheme_id", "round", "contribution_id"]
    )
    quote = "in " + again["round"] + ": “" + again["words"] + "”: "
    lines = again.assign(line=quote + again["outcome"].fillna(UNDECIDED)).groupby("subtheme_id")
    counts = subthemes.map(lines.size()).fillna(0).astype("int64")
    return {"n_asked_before": counts, "asked_before": subthemes.map(lines["line"].agg(" | ".join))}


def _codes(
    alignments: DataFrame[Alignments], framework: str, subthemes: "pd.Series[str]"
) -> "pd.Series[str]":
    """Give the codes that each sub-theme is linked with, the surest first, parted by `|`."""
    links = alignments[
        (alignments["subject"] == "subtheme") & alignments["framework"].eq(framework)
    ]
    links = links.sort_values(["probability", "code"], ascending=[False, True])
    return subthemes.map(links.groupby("subject_id", sort=False)["code"].agg("|".join))


def _in_order(
    asked: pd.DataFrame, order_by: Sequence[Step], events_in_all: int
) -> DataFrame[Candidates]:
    """Put what asks before views, each in the order of the steps, and say what it rests on."""
    clear = asked["votes_for"] - asked["votes_against"]
    keyed = asked.assign(
        is_open_government=asked["ogp_values"].notna(),
        support=clear.fillna(asked["votes_total"]),
        reasons=[_reasons(row, events_in_all) for row in asked.to_dict("records")],
    )
    keys = ["kind", *(MEANT[step] for step in order_by), "subtheme_id"]
    ascending = [True, *(False for _ in order_by), True]
    ordered = keyed.sort_values(keys, ascending=ascending, ignore_index=True)
    ordered = ordered.assign(order=range(1, len(ordered) + 1))
    return Candidates.validate(ordered[list(Candidates.to_schema().columns)])


def _spoken(quote_ids: str, text_of: Mapping[str, str], most_words: int) -> str:
    """Take the first quote that asks, cut to whole clauses; else the first one."""
    texts = [text_of[each] for each in quote_ids.split("|")]
    cut = [_statement(text, most_words) for text in texts]
    return next((each for each in cut if asks(each)), cut[0])


def _statement(text: str, most_words: int) -> str:
    """Take the whole text if short, else what ends with a clause, else as many words as may be.

    "…" tells that a sentence goes on.
    """
    words = list(re.finditer(r"\S+", text))
    if len(words) <= most_words:
        return text.strip()
    within = text[: words[most_words - 1].end()]
    ends = [clause.start() for clause in CLAUSE_END.finditer(within)]
    fitting = [end for end in ends if len(within[:end].split()) * 3 >= most_words]
    whole = [end + 1 for end in fitting[-1:] if within[end] in ".!?"]
    return within[: whole[0]] if whole else within[: fitting[-1] if fitting else None].strip() + "…"


def _reasons(row: Mapping[Hashable, Any], events_in_all: int) -> str:
    """Say in plain words what the order rests on, so that a reader can count it again."""
    files = row["files"]
    heard = [f"at {row['n_events']} of {many(events_in_all, 'event')}"] if row["n_events"] else []
    if files:
        heard += [f"in {files[0]}" if len(files) == 1 else f"in {len(files)} files from no event"]
    given = many(row["n_contributions"], "contribution")
    said = [f"{given} with {many(row['n_distinct_texts'], 'distinct idea')}"]
    values = 0 if pd.isna(row["ogp_values"]) else row["ogp_values"].count("|") + 1
    said += [f"linked with {many(values, 'open government value')}"] if values else []
    said += [] if pd.isna(row["votes_total"]) else [_votes(row)]
    said += [] if pd.isna(row["rating"]) else [f"average rating {row['rating']:g}"]
    asked = "Asked for" if row["kind"] == "ask" else "Heard"
    return f"{asked} {' and '.join(heard)}: {'; '.join(said)}."


def _votes(row: Mapping[Hashable, Any]) -> str:
    """Say how many voted on the contributions, and how, where that is known."""
    voted = f"{many(int(row['votes_total']), 'vote')} on these contributions"
    ways = (("votes_for", "for"), ("votes_against", "against"))
    how = [f"{int(row[name])} {word}" for name, word in ways if not pd.isna(row[name])]
    return voted + (f" ({listed(how)})" if how else "")


def _short_id(subtheme_id: str) -> str:
    return "c" + sha256(subtheme_id.encode()).hexdigest()[:10]
