"""Sub-themes become candidates in an order that people can check by hand."""

import re
from collections.abc import Hashable, Mapping
from hashlib import sha256
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.tables import Assignments, Candidates, Contributions, Ideas, Themes

CLAUSE_END = re.compile(r"[.;:!?](?=\s|$)|,(?=\s)|\s[–—-]\s")
WIDEST_FIRST = ["n_sources", "n_distinct_texts", "votes_total", "n_contributions"]


def candidates(
    ideas: DataFrame[Ideas],
    contributions: DataFrame[Contributions],
    assignments: DataFrame[Assignments],
    themes: DataFrame[Themes],
    *,
    statement_words: int,
) -> DataFrame[Candidates]:
    """Order sub-themes by how widely they were asked for, and give each a verbatim statement.

    First more sources (events, and files that came from no event), then more distinct texts, so
    that a campaign counts once, then more votes. The statement is the first quote of the sub-theme,
    up to the end of a clause within `statement_words`. Without a quote there is no candidate.
    """
    asked = themes[themes["parent_id"].notna() & themes["quote_ids"].fillna("").ne("")]
    asked = asked.rename(columns={"theme_id": "subtheme_id", "parent_id": "theme_id"})
    backed = asked.merge(_backing(contributions, ideas, assignments), on="subtheme_id")
    first_quote = backed["quote_ids"].str.split("|").str[0]
    events = contributions["event_id"].nunique()
    texts = first_quote.map(ideas.set_index("idea_id")["text"])
    widest = backed.assign(
        statement=[_statement(text, statement_words) for text in texts],
        candidate_id=[_short_id(subtheme) for subtheme in backed["subtheme_id"]],
        reasons=[_reasons(row, events) for row in backed.to_dict("records")],
    ).sort_values([*WIDEST_FIRST, "subtheme_id"], ascending=[False] * 4 + [True])
    ordered = widest.assign(order=range(1, len(widest) + 1))
    return Candidates.validate(ordered[list(Candidates.to_schema().columns)])


def _backing(
    contributions: DataFrame[Contributions],
    ideas: DataFrame[Ideas],
    assignments: DataFrame[Assignments],
) -> pd.DataFrame:
    """Votes on the contributions behind each sub-theme, and its files that came from no event."""
    first = assignments[(assignments["rank"] == 1) & assignments["subtheme_id"].notna()]
    behind = first.merge(ideas[["idea_id", "contribution_id"]], on="idea_id")
    behind = behind[["subtheme_id", "contribution_id"]].drop_duplicates()
    behind = behind.merge(contributions, on="contribution_id")
    behind = behind.assign(file=behind["file"].where(behind["event_id"].isna()))
    by_subtheme = behind.groupby("subtheme_id")
    votes = by_subtheme["votes_total"].sum(min_count=1)
    files = by_subtheme["file"].agg(lambda files: sorted(files.dropna().unique()))
    return pd.DataFrame({"votes_total": votes, "files": files}).reset_index()


def _statement(text: str, most_words: int) -> str:
    """Take the whole text if short, else what ends with a clause, else as many words as may be."""
    words = list(re.finditer(r"\S+", text))
    if len(words) <= most_words:
        return text.strip()
    within = text[: words[most_words - 1].end()]
    ends = [clause.start() for clause in CLAUSE_END.finditer(within)]
    fitting = [end for end in ends if len(within[:end].split()) * 3 >= most_words]
    return (within[: fitting[-1]] if fitting else within).strip()


def _reasons(row: Mapping[Hashable, Any], events_in_all: int) -> str:
    """Say in plain words what the order rests on, so that a reader can count it again."""
    files = row["files"]
    heard = [f"at {row['n_events']} of {_many(events_in_all, 'event')}"] if row["n_events"] else []
    if files:
        heard += [f"in {files[0]}" if len(files) == 1 else f"in {len(files)} files from no event"]
    given = _many(row["n_contributions"], "contribution")
    texts = _many(row["n_distinct_texts"], "distinct text")
    votes = row["votes_total"]
    voted = "" if pd.isna(votes) else f"; {_many(int(votes), 'vote')} on these contributions"
    return f"Asked for {' and '.join(heard)}: {given} with {texts}{voted}."


def _many(count: int, one: str) -> str:
    return f"{count} {one}" + ("" if count == 1 else "s")


def _short_id(subtheme_id: str) -> str:
    return "c" + sha256(subtheme_id.encode()).hexdigest()[:10]
