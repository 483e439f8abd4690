"""Commitments become pages: what was promised, how far it is, and the contributions behind it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from pipeline.addresses import commitment_page
from pipeline.document import Block, Document, Link, Paragraph, Parts, Section, Table, Words
from pipeline.findings import Contribution
from pipeline.publish.lists import list_pages
from pipeline.publish.site import Content, Site
from pipeline.tables import MILESTONE_STATUS, OUTCOMES
from pipeline.wording import day, listed, many, number

ASKED = {
    "problem": "The problem",
    "what_will_be_done": "What will be done",
    "how_it_contributes": "How it will contribute",
    "lead": "Who leads",
    "reason": "Why it was chosen",
}
IN = OUTCOMES[0]
HEAD = ("Milestone", "Due", "Status", "Evidence or reason")


def commitment_pages(content: Content, site: Site) -> Iterator[tuple[str, Document]]:
    """Give a page for each commitment, with what is missing named as missing."""
    for row in content.commitments:
        name = row["commitment_id"]
        inside, beside = _behind(content, name)
        opening = (*_opening(content, row), _told_apart(len(inside), len(beside)))
        title = row["title"]
        yield from list_pages(
            commitment_page(name), title, opening, [*inside, *beside], content, site
        )


def _behind(content: Content, name: str) -> tuple[list[Contribution], list[Contribution]]:
    """Give the contributions that are in a commitment, and those that only inform it."""
    inside, beside = [], []
    for each in content.findings.included():
        states = {a.state for a in content.answers_to(each) if a.commitment_id == name}
        if IN in states:
            inside.append(each)
        elif states:
            beside.append(each)
    return inside, beside


def _told_apart(inside: int, beside: int) -> Paragraph:
    """Say how many contributions are in it and how many inform it."""
    first = f"In this commitment: {many(inside, 'contribution')}"
    then = f", which come first below. It is informed by {number(beside)} more" if beside else ""
    return Paragraph((f"{first}{then}.",))


def commitment_link(content: Content, commitment_id: str | None, up: str) -> Link | None:
    """Link a commitment by its title, if there is one of that id."""
    for row in content.commitments:
        if row["commitment_id"] == commitment_id:
            return Link((Words(row["title"]),), up + commitment_page(row["commitment_id"]))
    return None


def progress(content: Content, commitment_id: str) -> str:
    """Say how many milestones are how far."""
    counts = Counter(row["status"] for row in _milestones(content, commitment_id))
    told = [f"{counts[status]} {status}" for status in MILESTONE_STATUS if counts[status]]
    total = many(sum(counts.values()), "milestone")
    return f"{total}: {listed(told)}" if told else "no milestones so far"


def _milestones(content: Content, commitment_id: str) -> list[dict[str, Any]]:
    return [row for row in content.milestones if row["commitment_id"] == commitment_id]


def _opening(content: Content, row: dict[str, Any]) -> tuple[Block, ...]:
    values = (Paragraph(_values(content, row)),)
    own = _milestones(content, row["commitment_id"])
    last = max(each["date"] for each in (row, *own))
    updated = f"As it stood on {day(last)}. {progress(content, row['commitment_id'])}."
    return (
        Paragraph((updated,), "lead"),
        *(
            Section(name.replace("_", "-"), (title,), (Paragraph(_told(row[name])),), listed=False)
            for name, title in ASKED.items()
        ),
        Section("values", ("Open-government values",), values, listed=False),
        *((Table("Milestones", HEAD, tuple(map(_milestone, own))),) if own else ()),
    )


def _told(text: str | None) -> Parts:
    return (Words(text),) if text else ("Not said so far.",)


def _values(content: Content, row: dict[str, Any]) -> Parts:
    codes = [code for code in (row["ogp_values"] or "").split("|") if code]
    names = [content.findings.goal_name(("ogp", code)) for code in codes]
    return (Words(listed(names)),) if names else ("Not said so far.",)


def _milestone(row: dict[str, Any]) -> tuple[Parts, ...]:
    evidence = row["evidence"] or ""
    shown: Parts = (Words(evidence or row["reason"] or "–"),)
    if evidence.startswith(("https://", "http://")):
        shown = (Link((evidence,), evidence),)
    due = day(row["due"]) if row["due"] else "–"
    return (Words(row["milestone"]),), (Words(due),), (row["status"],), shown
