"""Candidates and commitments become commitment sheets: filled as far as the evidence goes."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from pipeline.against import against_ids
from pipeline.document import Block, Document, Paragraph, Parts, Section, Table, Words
from pipeline.findings import Findings, Rows
from pipeline.join import records
from pipeline.shortlist.pack import anchor
from pipeline.wording import day, many

GAP = "To be filled in by people"
TOLD = (
    "One sheet for each commitment, and a draft for each candidate. What people said is filled in; "
    "what only people can decide is marked."
)
EMPTY_STEPS = 3


def commitment_sheets(
    findings: Findings,
    asked: Rows,
    promised: pd.DataFrame,
    steps: pd.DataFrame,
    leads: Mapping[str, str],
) -> Document:
    """Write the sheets of commitments as decided, then the drafts in the shortlist's order."""
    due = records(steps)
    made = [_commitment(findings, each, due) for each in records(promised)]
    made += [_draft(findings, row, leads.get(row["theme_id"])) for row in asked]
    blocks: tuple[Block, ...] = (Paragraph((TOLD,), "lead"), *made)
    return Document(("Commitment sheets",), TOLD, blocks)


def _commitment(findings: Findings, each: Mapping[str, Any], steps: Iterable[Any]) -> Section:
    values = (each["ogp_values"] or "").split("|")
    names = "; ".join(findings.goal_name(("ogp", code)) for code in values if code)
    fields = {
        "Lead": each["lead"],
        "Others involved": None,
        "The problem it addresses": each["problem"],
        "What will be done": each["what_will_be_done"],
        "How it will contribute": each["how_it_contributes"],
        "Open government values it serves": names,
        "Decided": f"{day(each['date'])}. {each['reason'] or ''}".strip(),
    }
    own = [step for step in steps if step["commitment_id"] == each["commitment_id"]]
    rows = tuple(_step(step) for step in own) or _no_steps()
    title: Parts = ("Commitment ", Words(each["commitment_id"]), ": ", Words(each["title"]))
    return _sheet(f"commitment-{each['commitment_id']}", title, fields, rows)


def _draft(findings: Findings, row: dict[str, Any], leads: str | None) -> Section:
    subtheme = findings.themes.get(row["subtheme_id"])
    against = against_ids(row)
    ids = [each for each in subtheme.quote_ids if each not in against] if subtheme else []
    said = " ".join(f"“{findings.ideas[i].text}”" for i in ids if i in findings.ideas)
    codes = [
        (framework, code)
        for framework, column in (("ogp", "ogp_values"), ("sdg", "sdg_targets"))
        for code in (row[column] or "").split("|")
        if code
    ]
    fields = {
        "Lead": leads and f"Named for this theme: {leads.replace('|', ', ')}",
        "Others involved": None,
        "The problem, as people put it": said,
        "What people ask for": row["statement"],
        "What will be done": None,
        "How it would contribute": None,
        "Linked with (found by machine)": "; ".join(map(findings.goal_name, codes)),
        "Evidence": f"{row['reasons']} See candidate {row['candidate_id']} in the index.",
        "Those who may ask for the opposite": _opposite(findings, row),
    }
    return _sheet(
        anchor(row), (f"Draft {row['order']}: ", Words(row["statement"])), fields, _no_steps()
    )


def _opposite(findings: Findings, row: dict[str, Any]) -> str:
    against = (row["opposed_by"] or "").split("|")
    rows = [each for each in findings.candidates if each["subtheme_id"] in against]
    said = [f"“{findings.ideas[each].text}”" for each in against_ids(row) if each in findings.ideas]
    said += [
        f"“{each['statement']}” ({many(each['n_contributions'], 'contribution')})" for each in rows
    ]
    return "; ".join(said) or "None found by machine."


def _sheet(
    place: str, title: Parts, fields: Mapping[str, str | None], steps: tuple[tuple[Parts, ...], ...]
) -> Section:
    """Lay out one sheet: fields, then milestones."""
    rows = tuple(((label,), _filled(text)) for label, text in fields.items())
    head = ("Milestone", "Due", "How far", "How it can be checked")
    blocks = (
        Table("The commitment", ("", "What stands here so far"), rows),
        Table("Milestones", head, steps),
    )
    return Section(place, title, blocks, "page")


def _filled(text: str | None) -> Parts:
    return (Words(text),) if text else (Words(GAP, "mark"),)


def _step(step: Mapping[str, Any]) -> tuple[Parts, ...]:
    why = f" ({step['reason']})" if step["reason"] else ""
    return (
        (Words(step["milestone"]),),
        _filled(step["due"]),
        (Words(step["status"] + why),),
        _filled(step["evidence"]),
    )


def _no_steps() -> tuple[tuple[Parts, ...], ...]:
    return tuple(tuple(_filled(None) for _ in range(4)) for _ in range(EMPTY_STEPS))
