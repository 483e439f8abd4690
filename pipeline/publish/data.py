"""Findings become open data: records for machines, and tables as the dictionary declares them."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from pipeline.addresses import contribution_page, earlier_page
from pipeline.findings import Alignment, Contribution, Findings, Idea, Rows, Source
from pipeline.publish.changes import Changes
from pipeline.publish.dictionary import TABLES
from pipeline.publish.outcomes import Outcome
from pipeline.publish.site import Content, Site
from pipeline.wording import THIS_ROUND
from pipeline.writers.csv_text import write_csv, write_spreadsheet
from pipeline.writers.json_text import write_json
from pipeline.writers.sqlite import write_sqlite


def data_files(content: Content, changes: Changes, site: Site) -> dict[str, str | bytes]:
    """Write the open data: for machines, for spreadsheets, as JSON and as a searchable base."""
    rows = _published(content, site.base_url)
    laid = _tables(content, rows, changes)
    notice = {"title": site.title, "licence": site.licence, "notice": site.banner}
    return {
        **{f"{name}.csv": write_csv(table) for name, table in laid.items()},
        "contributions-spreadsheet.csv": write_spreadsheet(laid["contributions"]),
        "contributions.json": write_json({**notice, "contributions": rows}),
        "index.sqlite": write_sqlite(
            laid,
            {name: {c.name: c.kind for c in table.columns} for name, table in TABLES.items()},
            {name: table.names[: table.key] for name, table in TABLES.items()},
            {"contributions": ("title", "text", "why"), "ideas": ("text",)},
        ),
    }


def _published(content: Content, base_url: str) -> Rows:
    """Give one record for each contribution; those not included have a number and a reason only.

    What earlier rounds published follows what was contributed to this one.
    """
    own = [_record(content, each, base_url) for each in content.findings.contributions.values()]
    return [*own, *(_earlier(each, base_url) for each in content.earlier)]


def _earlier(each: dict[str, Any], base_url: str) -> dict[str, object]:
    address = base_url + earlier_page(each["round"], each["contribution_id"])
    told = each | {"themes": (each["themes"] or "").split("|"), "address": address}
    return {name: value for name, value in told.items() if value is not None}


def _tables(content: Content, rows: Rows, changes: Changes) -> dict[str, pd.DataFrame]:
    """Lay the open data out as tables; several values in one cell are parted by `|`."""
    findings = content.findings
    events = [vars(each) | {"event_id": each.id} for each in _events(findings)]
    themes = [vars(each) | {"theme_id": each.id} for each in findings.themes.values()]
    told: dict[str, Iterable[dict[str, object]]] = {
        "contributions": rows,
        "ideas": [_idea_row(content, idea) for idea in findings.ideas.values()],
        "themes": themes,
        "links": _link_rows(findings),
        "asked_before": _before_rows(findings),
        "events": events,
        "changes": [dict(zip(TABLES["changes"].names, line, strict=True)) for line in changes],
    }
    return {name: _table(name, lines) for name, lines in told.items()}


def _events(findings: Findings) -> list[Source]:
    return [source for source in findings.sources.values() if source.is_event]


def _table(name: str, lines: Iterable[dict[str, object]]) -> pd.DataFrame:
    columns = TABLES[name].names
    flat = [[_cell(line.get(column)) for column in columns] for line in lines]
    return pd.DataFrame(flat, columns=list(columns), dtype=object)


def _cell(value: object) -> object:
    return "|".join(map(str, value)) if isinstance(value, list | tuple) else value


def _record(content: Content, each: Contribution, base_url: str) -> dict[str, object]:
    findings = content.findings
    told: dict[str, object] = {
        "contribution_id": each.id,
        "round": THIS_ROUND,
        "status": each.status,
        "reason": each.reason,
        **_became(content.answers.get(each.id, [None])[0]),
    }
    if each.status != "included":
        return told
    return {
        **told,
        **_said(findings, each),
        **_found(findings, findings.by_contribution.get(each.id, [])),
        "address": base_url + contribution_page(each.id),
    }


def _became(outcome: Outcome | None) -> dict[str, object]:
    return {
        "outcome": outcome.state if outcome else None,
        "outcome_reason": outcome.reason if outcome else None,
        "outcome_about": outcome.about if outcome else None,
        "outcome_by": outcome.by if outcome else None,
        "outcome_date": outcome.day if outcome else None,
        "commitment_id": outcome.commitment_id if outcome else None,
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
    own = ("field", "start", "end", "text", "theme_id", "subtheme_id")
    return {
        "idea_id": idea.id,
        **{name: getattr(idea, name) for name in own},
        "alignments": [_link(link) for link in findings.alignments.get(("idea", idea.id), [])],
    }


def _link(link: Alignment) -> dict[str, object]:
    own = ("framework", "code", "probability", "evidence", "reason")
    return {name: getattr(link, name) for name in own}


def _before_rows(findings: Findings) -> Rows:
    return [
        {**row, "contribution_id": idea.contribution_id}
        | {"earlier_contribution_id": row["contribution_id"]}
        for idea in findings.ideas.values()
        for row in findings.before.get(idea.id, [])
    ]


def _idea_row(content: Content, idea: Idea) -> dict[str, object]:
    """Give an idea with the answer to it, if there is one."""
    answers = content.answers.get(idea.contribution_id, [])
    told = _became(next((each for each in answers if idea.id in each.idea_ids), None))
    group = idea.same_as.removeprefix("group:") if idea.same_as.startswith("group:") else None
    return vars(idea) | told | {"idea_id": idea.id, "group_id": group}


def _link_rows(findings: Findings) -> Rows:
    return [
        {"idea_id": idea, "name": findings.goal_name((link.framework, link.code)), **_link(link)}
        for idea in findings.ideas
        for link in findings.alignments.get(("idea", idea), [])
    ]
