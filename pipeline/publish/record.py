"""Requirements, evidence and people's word become the co-creation record: met, partly, not met."""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import Decision
from pipeline.document import (
    Block,
    Document,
    Facts,
    Link,
    Paragraph,
    Parts,
    Section,
    Table,
    Words,
    plain,
)
from pipeline.knowledge import load
from pipeline.publish.changes import Changes
from pipeline.publish.evidence import CHECKS, Found
from pipeline.publish.papers import RECORD, RECORD_DATA
from pipeline.publish.site import Content, Site, page
from pipeline.replay import folded
from pipeline.requirements import people_say
from pipeline.tables import CO_CREATION_STATUS, CoCreation

NOT_KNOWN = Found("not known", ("No evidence so far; people must say.",))
HEAD = ("Requirement", "Status", "Evidence", "By")
TOLD = (
    "What the guidelines of the Open Government Partnership ask of a process like this one, what "
    "was done, and where to see it. What people decided counts before what was found by machine."
)


@dataclass(frozen=True)
class Line:
    """One requirement with its status, the evidence for it, and who says so."""

    requirement: dict[str, Any]
    found: Found
    by: str


def co_creation(
    content: Content, changes: Changes, site: Site, sheet: pd.DataFrame
) -> tuple[Document, DataFrame[CoCreation]]:
    """Give the record as a page and as a table."""
    knowledge = load("co_creation")
    asked = knowledge["requirements"]
    said, _ = people_say(sheet)
    lines = [_line(each, said.get(each["id"]), content, changes, site) for each in asked]
    table = pd.DataFrame(map(_row, lines), columns=list(CoCreation.to_schema().columns))
    return _page(knowledge, lines, site), CoCreation.validate(table)


def _line(
    asked: dict[str, Any], said: Decision | None, content: Content, changes: Changes, site: Site
) -> Line:
    if said:
        words = [said["evidence"], said["why"]]
        told = "; ".join(word.rstrip(".") for word in words if word)
        evidence: Parts = (Words(f"{told}." if told else "No evidence was named."),)
        return Line(asked, Found(folded(said["status"]), evidence), said["who"] or "not said")
    check = CHECKS.get(asked.get("check", ""))
    found = check(content, changes, site) if check else None
    return Line(asked, found or NOT_KNOWN, "machine" if found else "nobody yet")


def _row(line: Line) -> dict[str, Any]:
    asked = line.requirement
    return {
        "requirement": asked["id"],
        "level": asked["level"],
        "phase": asked["phase"],
        "text": asked["text"],
        "status": line.found.status,
        "evidence": plain(line.found.evidence),
        "by": line.by,
    }


def _page(knowledge: dict[str, Any], lines: list[Line], site: Site) -> Document:
    counts = Counter(line.found.status for line in lines)
    blocks: tuple[Block, ...] = (
        Paragraph((TOLD,), "lead"),
        Paragraph(("All of it as data: ", Link((RECORD_DATA,), RECORD_DATA), ".")),
        Facts(tuple((status.capitalize(), str(counts[status])) for status in CO_CREATION_STATUS)),
        *(_component(key, name, lines) for key, name in knowledge["components"].items()),
    )
    foot = (f"Requirements: {knowledge['source']}, in our own words.",)
    return replace(page(site, ("Co-creation record",), TOLD, blocks, RECORD), foot=foot)


def _component(key: str, name: str, lines: list[Line]) -> Section:
    """Lay out one component: basic requirements, then good practice beyond them."""
    inside = [line for line in lines if line.requirement["id"].startswith(key)]
    levels = {"basic": "basic requirements", "stretch": "good practice beyond them"}
    tables = tuple(
        Table(f"{name}: {title}", HEAD, rows)
        for level, title in levels.items()
        if (rows := tuple(_cells(line) for line in inside if line.requirement["level"] == level))
    )
    return Section(f"component-{key.lower()}", (name,), tables)


def _cells(line: Line) -> tuple[Parts, ...]:
    asked = line.requirement
    return (
        (f"{asked['id']}. {asked['text']}",),
        (Words(line.found.status.capitalize(), "strong"),),
        line.found.evidence,
        (Words(line.by),),
    )
