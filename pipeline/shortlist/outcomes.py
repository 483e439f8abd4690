"""Decisions become outcomes: each reaches all contributions behind it, unless a nearer one does."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import Decision, Unfit
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
            known, (row["candidate_id"], row["statement"]), ("subtheme", row["subtheme_id"]), named
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
) -> DataFrame[Outcomes]:
    """Give each contribution its outcome.

    A decision about the contribution itself comes first. Else each of its ideas takes the decision
    about its sub-theme (or the candidate built on it), else about its theme, and the contribution
    takes the best placed of these: the first in the order of `OUTCOMES`, then the nearer, then the
    later row. `n_ideas` says to how many of its ideas that decision applies. A contribution that is
    not included has a row only if a decision names it.
    """
    firsts = assignments[assignments["rank"] == 1]
    placed = ideas[["idea_id", "contribution_id"]].merge(firsts, on="idea_id", how="left")
    reached: dict[str, list[Standing | None]] = defaultdict(list)
    for row in records(placed):
        levels = (("subtheme", row["subtheme_id"]), ("theme", row["theme_id"]))
        nearest = next((stands[level] for level in levels if level in stands), None)
        reached[row["contribution_id"]].append(nearest)
    made = [
        _outcome(each, stands.get(("contribution", each)), reached[each])
        for each, status in contributions[["contribution_id", "status"]].itertuples(index=False)
        if status == "included" or ("contribution", each) in stands
    ]
    table = pd.DataFrame(made, columns=list(Outcomes.to_schema().columns))
    return Outcomes.validate(table.assign(working_days=_working_days(table, contributions, events)))


def _outcome(
    contribution_id: str, own: Standing | None, of_ideas: list[Standing | None]
) -> dict[str, Any]:
    """Take the decision about the contribution itself, else the best placed of its ideas'."""
    found = sorted((each for each in of_ideas if each), key=_place)
    best = own or (found[0] if found else None)
    if best is None:
        return {"contribution_id": contribution_id, "outcome": UNDECIDED, "n_ideas": 0}
    return {
        "contribution_id": contribution_id,
        **{
            name: getattr(best, name)
            for name in ("outcome", "reason", "commitment_id", "by", "date")
        },
        "decided_on": best.named[0],
        "decided_id": best.named[1],
        "n_ideas": len(of_ideas) if own else of_ideas.count(best),
    }


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
