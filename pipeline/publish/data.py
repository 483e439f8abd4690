"""Findings become open data: one record for each contribution, with what became of it."""

import pandas as pd

from pipeline.addresses import contribution_page
from pipeline.findings import Alignment, Contribution, Findings, Idea, Rows

COLUMNS = (
    *("contribution_id", "status", "reason", "title", "text", "why", "language"),
    *("submitted_at", "event_id", "event", "event_date", "place", "file", "location"),
    *("original_id", "rating", "votes", "themes", "sdg", "ogp", "outcome", "outcome_reason"),
    "address",
)


def published(findings: Findings, ledger: Rows, base_url: str) -> Rows:
    """Give one record for each contribution; those not included have a number and a reason only."""
    outcomes = {row["contribution_id"]: row for row in ledger if row["contribution_id"]}
    return [
        _record(findings, each, outcomes.get(each.id, {}), base_url)
        for each in findings.contributions.values()
    ]


def as_table(rows: Rows) -> pd.DataFrame:
    """Lay records out as a table; several values in one cell are parted by `|`."""
    flat = [{name: _cell(row.get(name)) for name in COLUMNS} for row in rows]
    return pd.DataFrame(flat, columns=list(COLUMNS), dtype=object)


def _record(
    findings: Findings, each: Contribution, outcome: dict[str, object], base_url: str
) -> dict[str, object]:
    told: dict[str, object] = {
        "contribution_id": each.id,
        "status": each.status,
        "reason": each.reason,
        "outcome": outcome.get("outcome"),
        "outcome_reason": outcome.get("outcome_reason"),
    }
    if each.status != "included":
        return told
    return {
        **told,
        **_said(findings, each),
        **_found(findings, findings.by_contribution.get(each.id, [])),
        "address": base_url + contribution_page(each.id),
    }


def _said(findings: Findings, each: Contribution) -> dict[str, object]:
    source = findings.sources[each.source_id]
    own = ("title", "text", "why", "file", "location", "original_id", "rating", "votes")
    return {
        **{name: getattr(each, name) for name in own},
        "language": each.language,
        "submitted_at": each.date,
        "event_id": source.id if source.is_event else None,
        "event": source.name if source.is_event else None,
        "event_date": source.date,
        "place": source.place,
    }


def _found(findings: Findings, ideas: list[Idea]) -> dict[str, object]:
    links = [link for idea in ideas for link in findings.alignments.get(("idea", idea.id), [])]
    names = {idea.theme_id: findings.themes[idea.theme_id].name for idea in ideas if idea.theme_id}
    return {
        "themes": list(names.values()),
        "sdg": _codes(links, "sdg"),
        "ogp": _codes(links, "ogp"),
        "ideas": [_idea(findings, idea) for idea in ideas],
    }


def _codes(links: list[Alignment], framework: str) -> list[str]:
    return sorted({link.code for link in links if link.framework == framework})


def _idea(findings: Findings, idea: Idea) -> dict[str, object]:
    """Give one idea with its place in the text, its theme and the evidence for each link."""
    return {
        "idea_id": idea.id,
        "field": idea.field,
        "start": idea.start,
        "end": idea.end,
        "text": idea.text,
        "theme_id": idea.theme_id,
        "subtheme_id": idea.subtheme_id,
        "alignments": [
            {
                "framework": link.framework,
                "code": link.code,
                "probability": link.probability,
                "evidence": link.evidence,
                "reason": link.reason,
                "by": link.by,
            }
            for link in findings.alignments.get(("idea", idea.id), [])
        ],
    }


def _cell(value: object) -> object:
    return "|".join(map(str, value)) if isinstance(value, list) else value
