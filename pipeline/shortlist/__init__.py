"""Shortlist: sub-themes become candidates, and what people decided reaches every contribution."""

import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import conflicts
from pipeline.join import join, records
from pipeline.shortlist.ballots import ballots_cast
from pipeline.shortlist.behind import without_those_against
from pipeline.shortlist.candidates import Step, candidates
from pipeline.shortlist.commitments import commitments, milestones
from pipeline.shortlist.folder import CameBack, papers, results
from pipeline.shortlist.outcomes import decisions_that_stand, outcomes, things, words_of
from pipeline.shortlist.pack import of_kind
from pipeline.shortlist.reviewers import reviewers_asked
from pipeline.shortlist.scores import scores_given
from pipeline.shortlist.sheets import commitment_sheets
from pipeline.signing import is_signed_off
from pipeline.tables import (
    Alignments,
    AskedBefore,
    Assignments,
    Ballots,
    Candidates,
    CommitmentDecisions,
    Commitments,
    Conflicts,
    Contributions,
    Documents,
    Events,
    Files,
    Frameworks,
    Groups,
    Ideas,
    LeadOrganisations,
    MilestoneDecisions,
    Milestones,
    OutcomeDecisions,
    Outcomes,
    PublicTexts,
    Redactions,
    Reviewers,
    SignOff,
    ThemeNames,
    Themes,
)
from pipeline.wording import PREVIEW
from pipeline.writers.csv_text import write_spreadsheet
from pipeline.writers.folder import documents

Found = tuple[
    DataFrame[Contributions],
    DataFrame[Events],
    DataFrame[PublicTexts],
    DataFrame[Ideas],
    DataFrame[Assignments],
    DataFrame[Themes],
    DataFrame[ThemeNames],
    DataFrame[Frameworks],
]
Sheets = tuple[
    DataFrame[OutcomeDecisions], DataFrame[CommitmentDecisions], DataFrame[MilestoneDecisions]
]
Made = tuple[
    DataFrame[Candidates],
    DataFrame[Outcomes],
    DataFrame[Commitments],
    DataFrame[Milestones],
    DataFrame[Conflicts],
    DataFrame[Documents],
]


def shortlist(  # noqa: PLR0913, PLR0917  one argument for each table of the stage
    contributions: DataFrame[Contributions],
    events: DataFrame[Events],
    public_texts: DataFrame[PublicTexts],
    redactions: DataFrame[Redactions],
    ideas: DataFrame[Ideas],
    groups: DataFrame[Groups],
    assignments: DataFrame[Assignments],
    themes: DataFrame[Themes],
    theme_names: DataFrame[ThemeNames],
    alignments: DataFrame[Alignments],
    asked_before: DataFrame[AskedBefore],
    lead_organisations: DataFrame[LeadOrganisations],
    frameworks: DataFrame[Frameworks],
    outcome_decisions: DataFrame[OutcomeDecisions],
    commitment_decisions: DataFrame[CommitmentDecisions],
    milestone_decisions: DataFrame[MilestoneDecisions],
    reviewers: DataFrame[Reviewers],
    scores: DataFrame[Files],
    ballots: DataFrame[Ballots],
    sign_off: DataFrame[SignOff],
    *,
    order_by: list[Step],
    statement_words: int,
    reviewed: int,
    seats: int,
) -> Made:
    """Order what is asked for, and say what became of each contribution as decided so far."""
    listed = candidates(
        ideas,
        contributions,
        assignments,
        themes,
        alignments,
        asked_before,
        groups,
        order_by=order_by,
        statement_words=statement_words,
    )
    promised, steps, became, unfit = decided(
        listed,
        (contributions, events, public_texts, ideas, assignments, themes, theme_names, frameworks),
        (outcome_decisions, commitment_decisions, milestone_decisions),
    )
    tables: dict[str, pd.DataFrame] = {
        "contributions": contributions,
        "events": events,
        "public_texts": public_texts,
        "ideas": ideas,
        "groups": groups,
        "assignments": assignments,
        "themes": themes,
        "alignments": alignments,
        "candidates": listed,
        "asked_before": asked_before,
        "frameworks": frameworks,
    }
    banner = None if is_signed_off(redactions, public_texts, sign_off) else PREVIEW
    findings = join(tables)
    asks = of_kind(findings, "ask")
    back, odd = came_back([row["candidate_id"] for row in asks], reviewers, scores, ballots)
    leads = {row["theme_id"]: row["organisations"] for row in records(lead_organisations)}
    sheets = commitment_sheets(findings, asks[:reviewed], promised, steps, leads)
    files = papers(findings, asks[:reviewed], sheets, back.reviewers, banner)
    files |= results(asks, reviewed, back, seats, banner)
    files["candidates.csv"] = write_spreadsheet(listed)
    told = Conflicts.validate(pd.concat([*unfit, *odd], ignore_index=True))
    return listed, became, promised, steps, told, documents(files)


def decided(
    listed: DataFrame[Candidates], found: Found, sheets: Sheets
) -> tuple[
    DataFrame[Commitments], DataFrame[Milestones], DataFrame[Outcomes], list[DataFrame[Conflicts]]
]:
    """Replay what people decided: commitments, milestones, outcomes, and what does not fit."""
    contributions, events, public_texts, ideas, assignments, themes, names, frameworks = found
    outcome_decisions, commitment_decisions, milestone_decisions = sheets
    promised, odd_commitments = commitments(commitment_decisions, frameworks)
    steps, odd_milestones = milestones(milestone_decisions, promised)
    known = things(contributions, public_texts, themes, listed, names)
    stands, odd = decisions_that_stand(outcome_decisions, known, promised["commitment_id"])
    words, behind = words_of(themes, listed), without_those_against(assignments, listed)
    became = outcomes(stands, contributions, events, ideas, behind, words)
    unfit = [
        conflicts("outcome_decisions", odd),
        conflicts("commitment_decisions", odd_commitments),
        conflicts("milestone_decisions", odd_milestones),
    ]
    return promised, steps, became, unfit


def came_back(
    candidates: list[str],
    reviewers: DataFrame[Reviewers],
    scores: DataFrame[Files],
    ballots: DataFrame[Ballots],
) -> tuple[CameBack, list[DataFrame[Conflicts]]]:
    """Read who was asked, what they scored and how people voted, and what does not fit."""
    people, odd_reviewers = reviewers_asked(reviewers)
    scored, odd_scores = scores_given(scores, candidates)
    marked, odd_ballots = ballots_cast(ballots, candidates)
    unfit = [conflicts("reviewers", odd_reviewers), odd_scores, conflicts("ballots", odd_ballots)]
    return CameBack(people, scored, marked), unfit
