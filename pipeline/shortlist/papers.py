"""Candidates become papers to fill in: a scoring sheet for each reviewer, and a ballot."""

from collections.abc import Collection
from typing import Any

import pandas as pd

from pipeline.document import Document, Paragraph, Parts, Table, Words
from pipeline.findings import Findings, Rows
from pipeline.knowledge import load
from pipeline.writers.xlsx import Column, write_xlsx

VIEWS = ("yes", "no", "not like this")
REVIEWER, CANDIDATE, INTEREST, VIEW, REASON = "Reviewer", "Candidate", "Interest", "View", "Reason"
SHORT = 5  # characters of a candidate's id that are printed on a ballot


def scoring_sheet(asked: Rows, reviewer: str, banner: str | None) -> bytes:
    """Give one reviewer a workbook: a row a candidate, a column a criterion, with drop-downs."""
    known = load("criteria")
    marks = tuple(each.split(":")[0] for each in known["scale"])
    criteria = [
        Column(each["name"], _room(each["name"]), marks, fill=True, note=each["question"])
        for each in known["criteria"]
    ]
    columns = [
        Column(REVIEWER, 11, fill=not reviewer),
        Column(CANDIDATE, 12),
        Column("What people ask for", 28),
        Column("How widely", 18),
        *criteria,
        Column(INTEREST, 9, ("no", "yes"), fill=True, note="Do you or your body gain by it?"),
        Column(VIEW, 8, VIEWS, fill=True),
        Column(REASON, 20, fill=True, note="One or two sentences. The public is owed reasons."),
    ]
    blank = [""] * (len(criteria) + 3)
    rows = [
        [reviewer, row["candidate_id"], row["statement"], row["reasons"], *blank] for row in asked
    ]
    return write_xlsx("Scores", columns, rows, _how_to(known, banner))


def _room(name: str) -> int:
    """Give a column as many characters as its head needs to be broken between words only."""
    return max(9, 1 + max(map(len, name.split())))


def _how_to(known: dict[str, Any], banner: str | None) -> list[str]:
    return [
        *([banner] if banner else []),
        "Score each candidate for each criterion. Leave empty what you cannot judge.",
        "The scale: " + "; ".join(known["scale"]) + ".",
        *(f"{each['name']}: {each['question']}" for each in known["criteria"]),
        "Interest: say yes if you or your body would gain or lose by it. Such scores are shown, "
        "and left out of averages.",
        "View: yes, no, or not like this. Please give a reason: the public is owed it.",
        "Send the file back as it is; it goes into data/raw/decisions/scores/.",
    ]


def ballot_codes(asked: Rows) -> dict[str, str]:
    """Give each candidate the start of its id, as long as it takes to tell them apart."""
    ids = [row["candidate_id"] for row in asked]
    length = SHORT
    while len({each[:length] for each in ids}) < len(ids):
        length += 1
    return {each: each[:length] for each in ids}


def ballot(findings: Findings, asked: Rows, banner: str | None) -> Document:
    """Give a ballot to print: everybody marks as many as they like."""
    told = "Mark every one that should become a commitment, as many as you like."
    codes = ballot_codes(asked)
    rows = tuple(_line(codes[row["candidate_id"]], row, findings) for row in asked)
    head = ("Code", "What people ask for", "Theme", "Your mark")
    counted = (
        "For those who count: one row a ballot in data/raw/decisions/ballots.csv, with the codes "
        "that are marked parted by |."
    )
    blocks = (
        Paragraph((told,), "lead"),
        Paragraph(("Ballot number: ____________",)),
        Table("Candidates for commitments", head, rows),
        Paragraph((counted,), "note"),
    )
    return Document(("Ballot",), told, blocks, banner=banner)


def _line(code: str, row: dict[str, Any], findings: Findings) -> tuple[Parts, ...]:
    theme = findings.themes.get(row["theme_id"])
    return (
        (code,),
        (Words(row["statement"]),),
        (Words(theme.name if theme else ""),),
        ("☐",),
    )


def ballot_rows(asked: Rows) -> pd.DataFrame:
    """Give the ballot as a table, for those who vote on a screen."""
    codes = ballot_codes(asked)
    rows = [(codes[row["candidate_id"]], row["statement"], "") for row in asked]
    return pd.DataFrame(rows, columns=["code", "what_people_ask_for", "your_mark"])


def names_of(reviewers: Collection[str]) -> list[str]:
    """Give each named reviewer a sheet; without any name, one sheet that anybody can fill in."""
    return list(dict.fromkeys(reviewers)) or [""]
