"""Report: tables become the findings report, the ledger and the numbers behind them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.addresses import site_folder
from pipeline.decisions import conflicts
from pipeline.document import Block, Document, Link, moved
from pipeline.findings import Findings, Rows
from pipeline.join import join, natural, records
from pipeline.matrix import matrix
from pipeline.measure import measure
from pipeline.report import (
    became,
    earlier_rounds,
    front,
    goals,
    listened,
    method,
    nearness,
    short,
    themes,
)
from pipeline.report.ask import ask
from pipeline.report.became import Decided
from pipeline.requirements import people_say
from pipeline.rules import check_themes, in_words
from pipeline.signing import about_contributions, is_signed_off
from pipeline.tables import (
    Alignments,
    AskedBefore,
    Assignments,
    Candidates,
    CoCreationDecisions,
    Commitments,
    Conflicts,
    Contributions,
    Encoder,
    Events,
    Firmness,
    Frameworks,
    Groups,
    Ideas,
    Labels,
    LeadOrganisations,
    Ledger,
    Milestones,
    Outcomes,
    PublicTexts,
    Questions,
    Redactions,
    SetAside,
    Settings,
    SignOff,
    Themes,
    Vectors,
)
from pipeline.wording import PREVIEW, UNDECIDED

LEDGER_COLUMNS = ("contribution_id", "file", "location", "original_id", "status", "reason")


def report(  # noqa: PLR0913, PLR0917  one argument for each table of the stage
    contributions: DataFrame[Contributions],
    events: DataFrame[Events],
    set_aside: DataFrame[SetAside],
    public_texts: DataFrame[PublicTexts],
    redactions: DataFrame[Redactions],
    ideas: DataFrame[Ideas],
    context_vectors: DataFrame[Vectors],
    encoder: DataFrame[Encoder],
    groups: DataFrame[Groups],
    assignments: DataFrame[Assignments],
    firmness: DataFrame[Firmness],
    themes: DataFrame[Themes],
    alignments: DataFrame[Alignments],
    asked_before: DataFrame[AskedBefore],
    candidates: DataFrame[Candidates],
    outcomes: DataFrame[Outcomes],
    commitments: DataFrame[Commitments],
    milestones: DataFrame[Milestones],
    frameworks: DataFrame[Frameworks],
    lead_organisations: DataFrame[LeadOrganisations],
    questions: DataFrame[Questions],
    labels: DataFrame[Labels],
    settings: DataFrame[Settings],
    withdrawal_conflicts: DataFrame[Conflicts],
    redaction_conflicts: DataFrame[Conflicts],
    theme_conflicts: DataFrame[Conflicts],
    asked_before_conflicts: DataFrame[Conflicts],
    alignment_conflicts: DataFrame[Conflicts],
    outcome_conflicts: DataFrame[Conflicts],
    co_creation_decisions: DataFrame[CoCreationDecisions],
    sign_off: DataFrame[SignOff],
    *,
    title: str,
    quotes_per_theme: int,
    longest_list: int,
    index_address: str,
) -> tuple[Any, ...]:
    """Write the report in four forms and two short papers, and account for all that came in.

    One more page of it stands in the index. Lists longer than `longest_list` end with a link to
    where the rest stands; `index_address` leads from the report to the index, as in `index/`, once
    that is signed off.
    """
    tables: dict[str, pd.DataFrame] = {
        "contributions": contributions,
        "events": events,
        "public_texts": public_texts,
        "ideas": ideas,
        "groups": groups,
        "assignments": assignments,
        "themes": themes,
        "alignments": alignments,
        "candidates": candidates,
        "asked_before": asked_before,
        "frameworks": frameworks,
    }
    findings = join(tables)
    cells = matrix(
        contributions, ideas, assignments, themes, alignments, frameworks, lead_organisations
    )
    ledger = _ledger(contributions, set_aside, ideas, outcomes)
    metrics = measure(
        contributions, set_aside, ideas, groups, assignments, firmness, themes, alignments, labels
    )
    broken = in_words(check_themes(themes, assignments, ideas, context_vectors))
    looks = quotes_per_theme, longest_list, ""
    on_the_record = conflicts("co_creation_decisions", people_say(co_creation_decisions)[1])
    themes_unfit = theme_conflicts, asked_before_conflicts, alignment_conflicts, outcome_conflicts
    told = _gathered(withdrawal_conflicts, redaction_conflicts, *themes_unfit, on_the_record)
    decided = Decided(records(outcomes), records(commitments), records(milestones))
    by_people = records(assignments), records(about_contributions(redactions)), len(told)
    blocks = (
        *_findings(findings, decided, ledger, records(cells), _by_idea(context_vectors), *looks),
        method.set_aside(records(ledger), records(set_aside), longest_list),
        method.method(findings, *by_people, broken),
        method.words(),
        method.settings(records(encoder), records(settings)),
    )
    signed = is_signed_off(redactions, public_texts, sign_off)
    banner, way = (None, index_address) if signed else (PREVIEW, site_folder(signed=False))
    document = Document((title,), _description(findings), blocks, banner=banner)
    papers = *_forms(moved(document, way)), *_short_forms(findings, decided, title, way, banner)
    return *papers, ledger, metrics, told, ask(findings, questions), cells, _index_page(document)


def _gathered(*unfit: DataFrame[Conflicts]) -> DataFrame[Conflicts]:
    """Decisions of all sheets that no longer fit, by sheet and row."""
    together = pd.concat(unfit).sort_values(["decision_file", "row"], ignore_index=True)
    return DataFrame[Conflicts](together)


def _forms(document: Document) -> tuple[str, str, bytes, bytes]:
    """Give the same words in four forms."""
    from pipeline.writers.docx import write_docx  # noqa: PLC0415  python-docx: 0.2 s
    from pipeline.writers.html import write_html  # noqa: PLC0415
    from pipeline.writers.markdown import write_markdown  # noqa: PLC0415
    from pipeline.writers.pdf import write_pdf  # noqa: PLC0415

    page = write_html(document, preview=document.banner is not None)
    return page, write_markdown(document), write_docx(document), write_pdf(document)


def _index_page(document: Document) -> str:
    """Give the report as a page of the index, with the way to its front page."""
    from pipeline.writers.html import write_html  # noqa: PLC0415  as above

    front = (Link(("All contributions, and what became of them",), "index.html"),)
    page = replace(document, trail=front)
    return write_html(page, style="style.css", preview=document.banner is not None)


def _short_forms(
    findings: Findings, decided: Decided, title: str, index: str, banner: str | None
) -> tuple[str, bytes, bytes]:
    """Give the two short papers in the forms in which they are handed out or worked on."""
    from pipeline.writers.docx import write_docx  # noqa: PLC0415  python-docx: 0.2 s
    from pipeline.writers.html import write_html  # noqa: PLC0415

    briefing = short.briefing(findings, decided, title, index, banner)
    page = write_html(briefing, preview=banner is not None)
    return page, write_docx(briefing), write_docx(short.easy_read(findings, title, index))


def _by_idea(vectors: DataFrame[Vectors]) -> dict[str, Sequence[float]]:
    return dict(zip(vectors["idea_id"], vectors["vector"], strict=True))


def _findings(
    findings: Findings,
    decided: Decided,
    ledger: pd.DataFrame,
    cells: Rows,
    vectors: dict[str, Sequence[float]],
    quotes: int,
    longest: int,
    index: str,
) -> tuple[Block, ...]:
    """Everything that was found, before how it was found."""
    sections = (
        *front.opening(findings, ledger),
        front.in_short(findings, decided),
        became.so_far(findings, decided, index),
        listened.how_we_listened(findings, index),
        *front.themes_at_a_glance(findings, longest),
        *themes.theme_sections(findings, quotes, longest, index),
        themes.no_theme_yet(findings, longest, index),
        nearness.neighbours(findings, vectors, longest, index),
        themes.repeats(findings, longest, index),
        nearness.map_of_ideas(findings, vectors),
        goals.matrix(findings, cells, index),
        themes.candidates(findings, decided, longest, index),
        earlier_rounds.said_about_the_same(findings, longest, index),
    )
    return tuple(section for section in sections if section is not None)


def _ledger(
    contributions: pd.DataFrame,
    set_aside: pd.DataFrame,
    ideas: pd.DataFrame,
    outcomes: pd.DataFrame,
) -> DataFrame[Ledger]:
    """One row for each contribution, and one for each piece that came in and is unread."""
    told = {(row["file"], row["location"]) for row in records(contributions)}
    rows = [{name: row[name] for name in LEDGER_COLUMNS} for row in records(contributions)]
    rows += [
        {"file": row["file"], "location": row["location"], "reason": row["reason"]}
        | {"contribution_id": None, "original_id": None, "status": "set aside"}
        for row in records(set_aside)
        if row["part"] == "unread" and (row["file"], row["location"]) not in told
    ]
    counts = ideas["contribution_id"].value_counts().to_dict()
    rows.sort(key=_place_in_the_files)
    became = {row["contribution_id"]: row for row in records(outcomes) if row["rank"] == 1}
    made = [
        _ledger_row(row, counts.get(row["contribution_id"], 0), became.get(row["contribution_id"]))
        for row in rows
    ]
    return Ledger.validate(pd.DataFrame(made, columns=list(Ledger.to_schema().columns)))


def _place_in_the_files(row: dict[str, Any]) -> tuple[Any, ...]:
    return (natural(row["file"]), natural(row["location"]), row["contribution_id"] or "")


def _ledger_row(row: dict[str, Any], n_ideas: int, became: dict[str, Any] | None) -> dict[str, Any]:
    """Give the outcome as decided, or why a contribution is not shown."""
    included = row["status"] == "included"
    return {
        **row,
        "n_ideas": n_ideas if included else 0,
        "outcome": became["outcome"] if became else UNDECIDED if included else None,
        "outcome_reason": became["reason"] if became else row["reason"],
        "outcome_about": became["about"] if became else None,
    }


def _description(findings: Findings) -> str:
    n = findings.count(findings.ideas.values())
    return f"What people told us: {n.ideas} ideas from {n.contributions} contributions."
