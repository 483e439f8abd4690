"""What earlier rounds said becomes sentences, the same in the report, the pack and the index."""

from collections.abc import Iterable
from typing import Any

from pipeline.addresses import earlier_page
from pipeline.against import against_ids
from pipeline.document import Block, Bullets, Link, Paragraph, Parts, Words
from pipeline.findings import Findings, Idea, Rows
from pipeline.wording import UNDECIDED, day

FOUND_BY_MACHINE = (
    "Found by nearness in meaning and by the words used. Not everything is found, and people may "
    "see it otherwise."
)


def asked_before(findings: Findings, ideas: Iterable[Idea]) -> Rows:
    """Give what earlier rounds said about the same as some ideas: each of it once, nearest first.

    What asked for the same comes before what asked for the opposite.
    """
    rows = [row for idea in ideas for row in findings.before.get(idea.id, [])]
    rows.sort(key=lambda row: (row["kind"], -row["nearness"], row["round"], row["earlier_idea_id"]))
    once: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        once.setdefault((row["round"], row["earlier_idea_id"]), row)
    return list(once.values())


def told_before(findings: Findings, ideas: Iterable[Idea], index: str) -> tuple[Block, ...]:
    """List what earlier rounds said about the same, with what became of it, if there is any."""
    rows = asked_before(findings, ideas)
    found = any(row["by"] == "machine" for row in rows)
    note = (Paragraph((FOUND_BY_MACHINE,), "note"),) if found else ()
    return (Bullets(tuple(_line(row, index) for row in rows)), *note) if rows else ()


def behind_candidate(findings: Findings, row: dict[str, Any], index: str) -> tuple[Block, ...]:
    """List what earlier rounds said about what a candidate asks for, below a few strong words."""
    subtheme, against = findings.themes.get(row["subtheme_id"]), against_ids(row)
    ideas = findings.ideas_of(subtheme) if subtheme else []
    told = told_before(findings, [each for each in ideas if each.id not in against], index)
    return (Paragraph((Words("In earlier rounds:", "strong"),)), *told) if told else ()


def words_then(row: dict[str, Any], index: str) -> Parts:
    """Quote the earlier words, and lead to the contribution that they are from."""
    page = index + earlier_page(row["round"], row["contribution_id"])
    when = f", {day(row['date'])}" if row["date"] else ""
    link = Link((f"contribution {row['contribution_id']}",), page)
    return ("“", Words(row["words"]), "” (", link, f"{when})")


def became_then(row: dict[str, Any]) -> Parts:
    """Say what became of it, why and when, as that round published it."""
    state = (row["outcome"] or UNDECIDED).capitalize()
    when = f", {day(row['outcome_date'])}" if row["outcome_date"] else ""
    reason = row["outcome_reason"]
    return (f"{state}{when}.", *((" Reason: ", Words(reason)) if reason else ()))


def _line(row: dict[str, Any], index: str) -> Parts:
    opposite = " the opposite was asked" if row["kind"] == "opposite" else ""
    start = (f"In {row['round']}{opposite}: ", *words_then(row, index))
    return (*start, ". What became of it: ", *became_then(row))
