"""Papers and results become the files of the folder that reviewers work with."""

import pandas as pd
from pandera.typing import DataFrame

from pipeline.addresses import slug
from pipeline.findings import Findings, Rows
from pipeline.shortlist.pack import of_kind, review_pack
from pipeline.shortlist.papers import ballot, ballot_rows, names_of, scoring_sheet
from pipeline.shortlist.result import ballots_table, result, scores_table
from pipeline.shortlist.scores import Scored
from pipeline.shortlist.sheets import commitment_sheets
from pipeline.shortlist.votes import Ballots
from pipeline.tables import Candidates, Commitments, Documents, Milestones
from pipeline.writers.csv_text import write_spreadsheet
from pipeline.writers.docx import write_docx
from pipeline.writers.html import write_html


def papers(
    findings: Findings,
    listed: DataFrame[Candidates],
    promised: DataFrame[Commitments],
    steps: DataFrame[Milestones],
    reviewers: list[str],
    banner: str | None,
) -> dict[str, str | bytes]:
    """Write the review pack, the commitment sheets, the ballot and a scoring sheet each."""
    pack = review_pack(findings, banner)
    sheets = commitment_sheets(findings, promised, steps, banner)
    preview = bool(banner)
    files: dict[str, str | bytes] = {
        "candidates.csv": write_spreadsheet(listed),
        "review-pack.html": write_html(pack, preview=preview),
        "review-pack.docx": write_docx(pack),
        "commitment-sheets.docx": write_docx(sheets),
        "ballot.html": write_html(ballot(findings, banner), preview=preview),
        "ballot.csv": write_spreadsheet(ballot_rows(of_kind(findings, "ask"))),
    }
    for reviewer in names_of(reviewers):
        files[f"scoring-sheet{_name(reviewer)}.xlsx"] = scoring_sheet(findings, reviewer, banner)
    return files


def results(
    asked: Rows,
    reviewers: list[str],
    scored: list[Scored],
    ballots: Ballots,
    seats: int,
    banner: str | None,
) -> dict[str, str | bytes]:
    """Write what came back: a page, and its numbers as tables."""
    page = result(asked, reviewers, scored, ballots, seats, banner)
    return {
        "result.html": write_html(page, preview=bool(banner)),
        "scores.csv": write_spreadsheet(scores_table(scored)),
        "ballots.csv": write_spreadsheet(ballots_table(asked, ballots, seats)),
    }


def documents(made: dict[str, str | bytes]) -> DataFrame[Documents]:
    """Lay files out as the table that is written as a folder."""
    contents = pd.Series(list(made.values()), dtype=object)
    return Documents.validate(pd.DataFrame({"file": list(made), "content": contents}))


def _name(reviewer: str) -> str:
    return "-" + slug("-".join(reviewer.lower().split())) if reviewer else ""
