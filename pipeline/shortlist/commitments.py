"""Sheets of commitments and milestones become what is promised now, and how far it has come."""

import re
from collections.abc import Mapping

import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import Decision, Unfit
from pipeline.join import records
from pipeline.replay import Misfits, day_of, folded, replay
from pipeline.tables import (
    MILESTONE_STATUS,
    CommitmentDecisions,
    Commitments,
    Frameworks,
    MilestoneDecisions,
    Milestones,
)

NEEDS_A_REASON = ("delayed", "stopped")
DUE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def commitments(
    sheet: DataFrame[CommitmentDecisions], frameworks: DataFrame[Frameworks]
) -> tuple[DataFrame[Commitments], Misfits]:
    """Replay the sheet: the last fitting row about each commitment is the commitment."""
    ogp = frameworks[frameworks["framework"] == "ogp"]
    values = {folded(row[name]): row["code"] for row in records(ogp) for name in ("code", "name")}
    kept, misfits = replay(
        sheet,
        lambda row: folded(row["commitment_id"]),
        "title",
        lambda row: _check_commitment(row, values),
    )
    made = [
        row.cells
        | {
            "ogp_values": "|".join(values[each] for each in _values_in(row)) or None,
            "reason": row["why"],
            "date": day_of(row["when"]),
        }
        for row in kept
    ]
    table = pd.DataFrame(made, columns=list(Commitments.to_schema().columns))
    return Commitments.validate(table), misfits


def milestones(
    sheet: DataFrame[MilestoneDecisions], promised: DataFrame[Commitments]
) -> tuple[DataFrame[Milestones], Misfits]:
    """Replay the sheet: the last fitting row about each milestone says how far it is."""
    ids = {folded(each): each for each in promised["commitment_id"]}
    kept, misfits = replay(
        sheet,
        lambda row: (folded(row["commitment_id"]), folded(row["milestone"])),
        "status",
        lambda row: _check_milestone(row, ids),
    )
    made = [
        row.cells
        | {
            "commitment_id": ids[folded(row["commitment_id"])],
            "status": folded(row["status"]),
            "reason": row["why"],
            "date": day_of(row["when"]),
        }
        for row in kept
    ]
    place = {each: order for order, each in enumerate(promised["commitment_id"])}
    made.sort(key=lambda row: (place[row["commitment_id"]], row["due"] or "9", row["milestone"]))
    table = pd.DataFrame(made, columns=list(Milestones.to_schema().columns))
    return Milestones.validate(table), misfits


def _values_in(row: Decision) -> list[str]:
    parts = re.split(r"[|;\n]", row["ogp_values"] or "")
    return list(dict.fromkeys(filter(None, map(folded, parts))))


def _check_commitment(row: Decision, values: Mapping[str, str]) -> None:
    """Stop at the first thing that keeps a row from counting."""
    if not folded(row["commitment_id"]):
        raise Unfit("it has no id", "write a short one in `commitment_id`, such as C1")
    if not row["title"]:
        raise Unfit("it has no title", "write one, or undo to take the commitment back")
    unknown = [each for each in _values_in(row) if each not in values]
    if unknown:
        codes = ", ".join(dict.fromkeys(values.values()))
        raise Unfit(f"there is no OGP value “{unknown[0]}”", f"write some of: {codes}, parted by |")


def _check_milestone(row: Decision, commitments: Mapping[str, str]) -> None:
    """Stop at the first thing that keeps a row from counting."""
    status = folded(row["status"])
    if folded(row["commitment_id"]) not in commitments:
        raise Unfit(
            "there is no such commitment", "write an id from commitments.csv, or add it there"
        )
    if not row["milestone"]:
        raise Unfit("it does not say what the milestone is", "write it in `milestone`")
    if status not in MILESTONE_STATUS:
        raise Unfit("no such status", f"write one of: {', '.join(MILESTONE_STATUS)}; undo")
    if row["due"] and not DUE.fullmatch(row["due"]):
        raise Unfit(f"“{row['due']}” is no date", "write `due` as 2019, 2019-05 or 2019-05-31")
    if status in NEEDS_A_REASON and not row["why"]:
        raise Unfit(
            f"people are owed a reason for “{status}”", "write it in `why`; it is published"
        )
