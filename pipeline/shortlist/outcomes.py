"""Decisions become outcomes: each reaches all contributions behind it, unless a nearer one does."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import Decision, Unfit
from pipeline.findings import Rows
from pipeline.join import records
from pipeline.replay import Misfits, day_of, folded, replay
from pipeline.tables import (
    DECIDED_BY,
    OUTCOMES,
    Assignments,
    Candidates,
    Contributions,
    Events,
    Ideas,
    OutcomeDecisions,
    Outcomes,
    PublicTexts,
    ThemeNames,
    Themes,
)
from pipeline.wording import UNDECIDED

NEEDS_A_REASON = ("already under way", "out of scope", "not taken forward")
Thing = tuple[str, str]  # a level ("contribution", "subtheme", "theme") or "candidate", and an id
Known = Mapping[str, Mapping[Thing, Thing]]  # what can be written → the thing meant → as named


@dataclass(frozen=True)
class Standing:
    """What stands about one thing: `named` as people named it, in which `row` of the sheet."""

    outcome: str
    reason: str | None
    commitment_id: str | None
    by: str
    date: str
    named: Thing
    row: int


def things(
    contributions: DataFrame[Contributions],
    public_texts: DataFrame[PublicTexts],
    themes: DataFrame[Themes],
    candidates: DataFrame[Candidates],
    theme_names: DataFrame[ThemeNames],
) -> Known:
    """Say what can be decided about, by id or as printed: names, statements, published titles.

    A name that a theme had before it was renamed still means it, unless another is called so now.
    A theme that is gone, such as one that was merged, is known and means nothing.
    """
    known: dict[str, dict[Thing, Thing]] = defaultdict(dict)
    for row in records(candidates):
        named = ("candidate", row["candidate_id"])
        _note(
            known,
            (row["candidate_id"], row["statement"], row["statement"].rstrip("…")),
            ("subtheme", row["subtheme_id"]),
            named,
        )
    for row in records(themes):
        thing = _level(row)
        _note(known, (row["theme_id"], row["name"]), thing, thing)
    there = {row["theme_id"]: _level(row) for row in records(themes)}
    for row in records(theme_names)[::-1]:
        now = there.get(row["theme_id"])
        for text in (folded(row["name"]), folded(row["theme_id"])):
            if text not in known:
                known[text] = {now: now} if now else {}
    titles = dict(zip(public_texts["contribution_id"], public_texts["title"], strict=True))
    for row in records(contributions):
        thing = ("contribution", row["contribution_id"])
        title = titles.get(row["contribution_id"]) if row["status"] == "included" else None
        _note(known, (row["contribution_id"], title), thing, thing)
    return known


def words_of(themes: DataFrame[Themes], candidates: DataFrame[Candidates]) -> dict[Thing, str]:
    """Give the name of each theme and sub-theme, and the statement of each candidate."""
    named = {_level(row): row["name"] for row in records(themes)}
    return named | {
        ("candidate", row["candidate_id"]): row["statement"] for row in records(candidates)
    }


def _level(theme: Mapping[str, Any]) -> Thing:
    return ("subtheme" if theme["parent_id"] else "theme", theme["theme_id"])


def _note(
    known: dict[str, dict[Thing, Thing]], said: Iterable[object], thing: Thing, named: Thing
) -> None:
    """Keep what a thing can be called."""
    for text in filter(None, map(folded, said)):
        known[text].setdefault(thing, named)


def decisions_that_stand(
    sheet: DataFrame[OutcomeDecisions], known: Known, commitments: Iterable[str]
) -> tuple[dict[Thing, Standing], Misfits]:
    """Replay the sheet: the last fitting row about each thing stands."""
    ids = {folded(each): each for each in commitments}
    kept, misfits = replay(
        sheet, lambda row: _about(row, known), "outcome", lambda row: _check(row, known, ids)
    )
    return {_about(row, known): _standing(row, known, ids) for row in kept}, misfits


def _about(row: Decision, known: Known) -> Any:  # noqa: ANN401  a thing, or words that name no one thing
    """Tell what a row is about."""
    what = folded(row["what"])
    meant = known.get(what, {})
    return next(iter(meant)) if len(meant) == 1 else what


def _check(row: Decision, known: Known, commitments: Mapping[str, str]) -> None:
    """Stop at the first thing that keeps a row from counting."""
    meant, outcome = known.get(folded(row["what"]), {}), folded(row["outcome"])
    if len(meant) > 1:
        raise Unfit("several things are called so", "write the id instead")
    if not meant and folded(row["what"]) in known:
        raise Unfit(
            "there is no such theme any more; it was merged, parted or found anew",
            "decide about the theme that its ideas are in now, or undo",
        )
    if not meant:
        raise Unfit(
            "nothing in this round is called so",
            "write an id, or a name, statement or title as printed",
        )
    if outcome not in OUTCOMES:
        raise Unfit("no such outcome", f"write one of: {', '.join(OUTCOMES)}; undo")
    if folded(row["by"]) not in DECIDED_BY:
        raise Unfit(
            "it is not said whose decision it is",
            f"write in `by` one of: {', '.join(DECIDED_BY)}",
        )
    if outcome in NEEDS_A_REASON and not row["why"]:
        raise Unfit(
            f"people are owed a reason for “{outcome}”", "write it in `why`; it is published"
        )
    if row["commitment"] and folded(row["commitment"]) not in commitments:
        raise Unfit(
            f"there is no commitment “{row['commitment']}”",
            "write an id from commitments.csv, or add it there",
        )


def _standing(row: Decision, known: Known, commitments: Mapping[str, str]) -> Standing:
    return Standing(
        outcome=folded(row["outcome"]),
        reason=row["why"],
        commitment_id=commitments.get(folded(row["commitment"])),
        by=folded(row["by"]),
        date=day_of(row["when"]) or "",
        named=known[folded(row["what"])][_about(row, known)],
        row=row.row,
    )


def outcomes(
    stands: Mapping[Thing, Standing],
    contributions: DataFrame[Contributions],
    events: DataFrame[Events],
    ideas: DataFrame[Ideas],
    assignments: DataFrame[Assignments],
    words: Mapping[Thing, str],
) -> DataFrame[Outcomes]:
    """Give each contribution what became of it: a row for each decision that reaches it.

    A decision about the contribution itself stands alone. Else each of its ideas takes the decision
    about its sub-theme (or the candidate built on it), else about its theme. They are ranked: the
    first in the order of `OUTCOMES` comes first, then the nearer, then the later row. `words` says
    what each thing is called. A contribution that is not included has a row only if a decision
    names it.
    """
    firsts = assignments[assignments["rank"] == 1]
    said = ideas[["idea_id", "contribution_id", "text"]]
    reached: dict[str, dict[Standing | None, Rows]] = defaultdict(lambda: defaultdict(list))
    for row in records(said.merge(firsts, on="idea_id", how="left")):
        levels = (("subtheme", row["subtheme_id"]), ("theme", row["theme_id"]))
        nearest = next((stands[level] for level in levels if level in stands), None)
        reached[row["contribution_id"]][nearest].append(row)
    made = [
        {"contribution_id": each, **answer}
        for each, status in contributions[["contribution_id", "status"]].itertuples(index=False)
        if status == "included" or ("contribution", each) in stands
        for answer in _answers(stands.get(("contribution", each)), reached[each], words)
    ]
    table = pd.DataFrame(made, columns=list(Outcomes.to_schema().columns))
    return Outcomes.validate(table.assign(working_days=_working_days(table, contributions, events)))


def _answers(
    own: Standing | None, of_ideas: Mapping[Standing | None, Rows], words: Mapping[Thing, str]
) -> Iterator[dict[str, Any]]:
    """Give the decision about the contribution itself, else each that reaches one of its ideas."""
    everything = [idea for ideas in of_ideas.values() for idea in ideas]
    found = {own: everything} if own else of_ideas
    best_first = sorted((each for each in found if each), key=_place)
    if not best_first:
        yield {"rank": 1, "outcome": UNDECIDED, "n_ideas": 0}
    for rank, each in enumerate(best_first, start=1):
        told = ("outcome", "reason", "commitment_id", "by", "date")
        yield {
            "rank": rank,
            **{name: getattr(each, name) for name in told},
            "decided_on": each.named[0],
            "decided_id": each.named[1],
            "about": None if _own_words(each, found[each], words) else words[each.named],
            "n_ideas": len(found[each]),
            "idea_ids": "|".join(idea["idea_id"] for idea in found[each]) or None,
        }


def _own_words(decision: Standing, ideas: Rows, words: Mapping[Thing, str]) -> bool:
    """Tell whether what was decided about is the contribution, or one of its ideas begins so."""
    level, named = decision.named[0], folded(words.get(decision.named)).rstrip("…")
    own = any(folded(idea["text"]).startswith(named) for idea in ideas)
    return level == "contribution" or (level != "theme" and own)


def _place(decision: Standing) -> tuple[int, bool, int]:
    return (OUTCOMES.index(decision.outcome), decision.named[0] == "theme", -decision.row)


def _working_days(
    table: pd.DataFrame, contributions: pd.DataFrame, events: pd.DataFrame
) -> "pd.Series[float]":
    """Count Mondays to Fridays after people were heard, up to the decision; holidays count too.

    People were heard on the day they sent it in, else on the day of the event.
    """
    days = dict(zip(events["event_id"], events["date"], strict=True))
    heard = {
        row["contribution_id"]: day_of(row["submitted_at"]) or day_of(days.get(row["event_id"]))
        for row in records(contributions)
    }
    pairs = zip(table["contribution_id"], table["date"], strict=True)
    return pd.Series([_between(heard[each], told) for each, told in pairs], table.index, float)


def _between(first: str | None, last: object) -> float:
    """Count the working days after one day up to and with another, if both are known in order."""
    if first is None or not isinstance(last, str) or last < first:
        return np.nan
    after = np.datetime64(first) + 1
    return float(np.busday_count(after, np.datetime64(last) + 1))
