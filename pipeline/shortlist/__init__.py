"""Shortlist: sub-themes become candidates, and what people decided reaches every contribution."""

import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import conflicts
from pipeline.shortlist.candidates import Step, candidates
from pipeline.shortlist.commitments import commitments, milestones
from pipeline.shortlist.outcomes import decisions_that_stand, outcomes, things
from pipeline.tables import (
    Alignments,
    Assignments,
    Candidates,
    CommitmentDecisions,
    Commitments,
    Conflicts,
    Contributions,
    Events,
    Frameworks,
    Ideas,
    MilestoneDecisions,
    Milestones,
    OutcomeDecisions,
    Outcomes,
    PublicTexts,
    Themes,
)

Made = tuple[
    DataFrame[Candidates],
    DataFrame[Outcomes],
    DataFrame[Commitments],
    DataFrame[Milestones],
    DataFrame[Conflicts],
]


def shortlist(  # noqa: PLR0913, PLR0917  one argument for each table of the stage
    contributions: DataFrame[Contributions],
    events: DataFrame[Events],
    public_texts: DataFrame[PublicTexts],
    ideas: DataFrame[Ideas],
    assignments: DataFrame[Assignments],
    themes: DataFrame[Themes],
    alignments: DataFrame[Alignments],
    frameworks: DataFrame[Frameworks],
    outcome_decisions: DataFrame[OutcomeDecisions],
    commitment_decisions: DataFrame[CommitmentDecisions],
    milestone_decisions: DataFrame[MilestoneDecisions],
    *,
    order_by: list[Step],
    statement_words: int,
) -> Made:
    """Order what is asked for, and say what became of each contribution as decided so far."""
    asked = candidates(
        ideas,
        contributions,
        assignments,
        themes,
        alignments,
        order_by=order_by,
        statement_words=statement_words,
    )
    promised, odd_commitments = commitments(commitment_decisions, frameworks)
    steps, odd_milestones = milestones(milestone_decisions, promised)
    known = things(contributions, public_texts, themes, asked)
    stands, odd = decisions_that_stand(outcome_decisions, known, promised["commitment_id"])
    became = outcomes(stands, contributions, events, ideas, assignments)
    unfit = (
        conflicts("outcome_decisions", odd),
        conflicts("commitment_decisions", odd_commitments),
        conflicts("milestone_decisions", odd_milestones),
    )
    return asked, became, promised, steps, Conflicts.validate(pd.concat(unfit, ignore_index=True))
