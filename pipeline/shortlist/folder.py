"""Papers and results become the files of the folder that reviewers work with."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from pipeline.addresses import site_folder, slug
from pipeline.document import Document, moved
from pipeline.findings import Findings, Rows
from pipeline.shortlist.pack import review_pack
from pipeline.shortlist.papers import ballot, ballot_rows, names_of, scoring_sheet
from pipeline.shortlist.result import ballots_table, result, scores_table
from pipeline.shortlist.scores import Scored
from pipeline.shortlist.votes import Ballots
from pipeline.writers.csv_text import write_spreadsheet
from pipeline.writers.docx import write_docx
from pipeline.writers.html import write_html


@dataclass(frozen=True)
class CameBack:
    """Who was asked to score, each with a side, what they said, and the marks on each ballot."""

    reviewers: dict[str, str]
    scored: list[Scored]
    ballots: Ballots


def papers(
    findings: Findings,
    asked: Rows,
    sheets: Document,
    reviewers: Collection[str],
    banner: str | None,
) -> dict[str, str | bytes]:
    """Write the review pack, the commitment sheets, the ballot and a scoring sheet each."""
    preview = bool(banner)
    way = f"../{site_folder(signed=not preview)}"
    pack = moved(review_pack(findings, asked, banner), way)
    files: dict[str, str | bytes] = {
        "review-pack.html": write_html(pack, preview=preview),
        "review-pack.docx": write_docx(pack),
        "commitment-sheets.docx": write_docx(replace(sheets, banner=banner)),
        "ballot.html": write_html(ballot(findings, asked, banner), preview=preview),
        "ballot.csv": write_spreadsheet(ballot_rows(asked)),
    }
    for reviewer in names_of(reviewers):
        files[f"scoring-sheet{_name(reviewer)}.xlsx"] = scoring_sheet(asked, reviewer, banner)
    return files


def results(
    asks: Rows, reviewed: int, back: CameBack, seats: int, banner: str | None
) -> dict[str, str | bytes]:
    """Write what came back: a page, and its numbers as tables.

    Candidates beyond the first `reviewed` are shown where somebody scored or marked them.
    """
    named = {each.candidate_id for each in back.scored}.union(*back.ballots.values())
    shown = [row for row in asks if row["order"] <= reviewed or row["candidate_id"] in named]
    page = result(shown, back.reviewers, back.scored, back.ballots, seats, banner)
    return {
        "result.html": write_html(page, preview=bool(banner)),
        "scores.csv": write_spreadsheet(scores_table(back.scored)),
        "ballots.csv": write_spreadsheet(ballots_table(shown, back.ballots, seats)),
    }


def _name(reviewer: str) -> str:
    return "-" + slug("-".join(reviewer.lower().split())) if reviewer else ""
