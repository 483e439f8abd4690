"""Scores and ballots become a page that shows them side by side, and decides nothing."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

import pandas as pd

from pipeline.agreement import alpha
from pipeline.document import Block, Bullets, Document, Paragraph, Parts, Section, Table, Words
from pipeline.findings import Rows
from pipeline.knowledge import load
from pipeline.replay import folded
from pipeline.shortlist.scores import Scored
from pipeline.shortlist.votes import Ballots, Step, approval, proportional
from pipeline.wording import many, percent

TOLD = "Scores and ballots are two views beside each other. Neither is the decision: people decide."
NOTHING = "No scoring sheet and no ballot has come back yet."
RULE = (
    "This set is fair to groups of voters. It is filled one by one: a ballot counts whole while "
    "none of its choices is in the set, half once one is, a third once two are, and so on. Of "
    "equally strong ones, the first on the shortlist goes first. It is one view beside the scores, "
    "never the decision."
)
SPREAD = (
    "Each cell has the mean and, where scores differ, the lowest and the highest, from 0 (not at "
    "all) to 3 (fully). Scores of those who declared an interest are left out here."
)
PARTS = {1: "whole", 2: "half", 3: "a third", 4: "a quarter", 5: "a fifth"}
UP_TO = "\u2011"  # a dash at which no line ends
FIRM, TENTATIVE = 0.8, 0.667  # Krippendorff's own advice on what may be relied on


def result(
    asked: Rows,
    reviewers: Mapping[str, str],
    scored: Sequence[Scored],
    ballots: Ballots,
    seats: int,
    banner: str | None,
) -> Document:
    """Lay out who has scored, how far apart the scores are, and what the ballots say."""
    blocks: list[Block] = [Paragraph((TOLD,), "lead")]
    if not scored and not ballots:
        blocks.append(Paragraph((NOTHING,)))
    if reviewers or scored:
        blocks.append(_who(asked, reviewers, scored))
    if scored:
        blocks += [
            _spread(asked, scored),
            _agreement(asked, scored),
            _reasons(asked, reviewers, scored),
        ]
    if ballots:
        blocks += [_approved(asked, ballots), _fair(asked, ballots, seats)]
    return Document(("Scores and ballots",), TOLD, tuple(blocks), banner=banner)


def _who(asked: Rows, reviewers: Mapping[str, str], scored: Sequence[Scored]) -> Section:
    """Say who has scored how many, whose sheet is outstanding, and who declared an interest."""
    names = list(dict.fromkeys([*reviewers, *(each.reviewer for each in scored)]))
    own = {name: [each for each in scored if each.reviewer == name] for name in names}
    rows = tuple(_who_row(name, _side(reviewers, name), own[name], asked) for name in names)
    head = ("Reviewer", "Side", "Candidates scored", "Interests declared in")
    return Section("reviewers", ("Who has scored",), (Table("Reviewers", head, rows),))


def _side(reviewers: Mapping[str, str], name: str) -> str | None:
    """Give the side that a reviewer is on, however the name is written on the sheet."""
    return {folded(each): side for each, side in reviewers.items()}.get(folded(name))


def _who_row(name: str, side: str | None, own: Sequence[Scored], asked: Rows) -> tuple[Parts, ...]:
    place = {row["candidate_id"]: row["order"] for row in asked}
    interests = sorted(place[each.candidate_id] for each in own if each.interest)
    told = f"{len(own)} of {len(asked)}" if own else "outstanding"
    shown = ", ".join(f"candidate {order}" for order in interests) or "none"
    return ((Words(name),), (side or "–",), (told,), (shown if own else "–",))


def _spread(asked: Rows, scored: Sequence[Scored]) -> Section:
    criteria = load("criteria")["criteria"]
    judged = [each for each in scored if not each.interest]
    rows = tuple(
        (
            _name(row),
            *((_mean(_marks(judged, row, each["code"])),) for each in criteria),
            (_views(judged, row),),
        )
        for row in asked
    )
    head = ("Candidate", *(each["name"] for each in criteria), "Views")
    figures = tuple(range(1, 1 + len(criteria)))
    table = Table("Scores by candidate and criterion", head, rows, figures)
    return Section("scores", ("Scores",), (Paragraph((SPREAD,)), table))


def _name(row: Mapping[str, Any]) -> Parts:
    return (f"{row['order']}. ", Words(row["statement"]))


def _marks(scored: Sequence[Scored], row: Mapping[str, object], code: str) -> list[int]:
    own = [each for each in scored if each.candidate_id == row["candidate_id"]]
    return [each.marks[code] for each in own if code in each.marks]


def _mean(marks: Sequence[int]) -> str:
    if not marks:
        return "–"
    mean, least, most = f"{sum(marks) / len(marks):.1f}", min(marks), max(marks)
    return mean if least == most else f"{mean} ({least}{UP_TO}{most})"


def _views(scored: Sequence[Scored], row: Mapping[str, object]) -> str:
    own = [each.view for each in scored if each.candidate_id == row["candidate_id"] and each.view]
    return ", ".join(f"{own.count(view)} {view}" for view in dict.fromkeys(sorted(own))) or "–"


def _agreement(asked: Rows, scored: Sequence[Scored]) -> Section:
    """Say for each criterion how far reviewers agree, in a word and a number."""
    told = (
        "Krippendorff's alpha compares how often reviewers differ with how often they would by "
        "chance: 1 is full agreement, 0 is chance. Low agreement is a reason to talk, not to count."
    )
    judged = [each for each in scored if not each.interest]
    rows = tuple(
        ((each["name"],), (_agreed([_marks(judged, row, each["code"]) for row in asked]),))
        for each in load("criteria")["criteria"]
    )
    table = Table("Agreement of reviewers", ("Criterion", "How far they agree"), rows)
    return Section("agreement", ("How far reviewers agree",), (Paragraph((told,)), table))


def _agreed(units: Sequence[Sequence[int]]) -> str:
    found = alpha(units, ordinal=True)
    if found is None:
        return "cannot be told: too few scores, or all are the same"
    word = "firm" if found >= FIRM else "tentative" if found >= TENTATIVE else "weak"
    return f"{word} ({found:.2f})"


def _reasons(asked: Rows, reviewers: Mapping[str, str], scored: Sequence[Scored]) -> Section:
    """Give every reason, by candidate: the public is owed them."""
    items: list[Parts] = []
    for row in asked:
        own = [s for s in scored if s.candidate_id == row["candidate_id"] and s.reason]
        items += [_reason(row["order"], each, _side(reviewers, each.reviewer)) for each in own]
    told = Bullets(tuple(items)) if items else Paragraph(("No reason was given yet.",))
    return Section("reasons", ("Reasons",), (told,))


def _reason(order: int, each: Scored, side: str | None) -> Parts:
    on = f" ({side})" if side else ""
    declared = ", who declared an interest," if each.interest else ""
    said = f" says {each.view}" if each.view else ""
    return (
        f"Candidate {order}: ",
        Words(each.reviewer),
        f"{on}{declared}{said}: ",
        Words(each.reason or ""),
    )


def _approved(asked: Rows, ballots: Ballots) -> Section:
    """Count who approves of what."""
    said = {row["candidate_id"]: row for row in asked}
    counts = approval(ballots, list(said))
    rows = tuple(
        (_name(said[each]), (str(count),), (percent(count / len(ballots)),))
        for each, count in counts.items()
    )
    head = ("Candidate", "Ballots", "Share")
    told = f"{many(len(ballots), 'ballot')} came back. Everybody could mark as many as they liked."
    table = Table("Ballots that approve of each candidate", head, rows, (1, 2))
    return Section("ballots", ("The ballots",), (Paragraph((told,)), table))


def _fair(asked: Rows, ballots: Ballots, seats: int) -> Section:
    """Fill the seats step by step, in words that can be counted again."""
    said = {row["candidate_id"]: str(row["statement"]) for row in asked}
    steps = proportional(ballots, list(said), seats)
    items = tuple(_step(step, said) for step in steps)
    empty = seats - len(steps)
    told = f"Left empty, because no ballot supports more: {many(empty, 'place')}."
    more = (Paragraph((told,)),) if empty else ()
    title = (f"A set of up to {seats} that is fair to groups",)
    return Section("fair", title, (Paragraph((RULE,)), Bullets(items, ordered=True), *more))


def _step(step: Step, said: Mapping[str, str]) -> Parts:
    counted = "; ".join(
        f"{many(n, 'ballot')} counted {PARTS.get(weight.denominator, f'1/{weight.denominator}')}"
        for weight, n in sorted(step.counted.items(), reverse=True)
    )
    others = "; ".join(f"“{said[each]}”" for each in step.as_strong)
    tied = f" As strong: {others}." if others else ""
    return (Words(said[step.chosen]), f": {_number(step.strength)} ({counted}).{tied}")


def _number(strength: Fraction) -> str:
    """5/2 becomes `2 1/2`."""
    whole, rest = divmod(strength, 1)
    return " ".join(str(part) for part in (whole, rest) if part) or "0"


def scores_table(scored: Sequence[Scored]) -> pd.DataFrame:
    """Lay out every score, one row for each reviewer and candidate."""
    codes = [each["code"] for each in load("criteria")["criteria"]]
    rows = [
        (s.reviewer, s.candidate_id, *map(s.marks.get, codes), s.interest, s.view, s.reason)
        for s in scored
    ]
    columns = ["reviewer", "candidate_id", *codes, "interest", "view", "reason"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def ballots_table(asked: Rows, ballots: Ballots, seats: int) -> pd.DataFrame:
    """Lay out what the ballots say: how many approve, and the place in the fair set."""
    order = [row["candidate_id"] for row in asked]
    fair = {step.chosen: place for place, step in enumerate(proportional(ballots, order, seats), 1)}
    counts = approval(ballots, order)
    rows = [(each, counts[each], fair.get(each)) for each in order]
    return pd.DataFrame(
        rows, columns=["candidate_id", "ballots", "place_in_fair_set"], dtype=object
    )
