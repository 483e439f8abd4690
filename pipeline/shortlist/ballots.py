"""A sheet of ballots becomes the marks on each of them."""

import re
from collections.abc import Sequence

from pandera.typing import DataFrame

from pipeline.decisions import Decision, Unfit
from pipeline.replay import Misfits, folded, replay
from pipeline.tables import Ballots

NONE = "none"
SHORTEST = 4  # characters that a code must have


def ballots_cast(
    sheet: DataFrame[Ballots], candidates: Sequence[str]
) -> tuple[dict[str, list[str]], Misfits]:
    """Replay the sheet: the candidates that each ballot approves of, by the ballot's number."""
    kept, misfits = replay(
        sheet,
        lambda row: folded(row["ballot"]),
        "approves",
        lambda row: _check(row, candidates),
    )
    marks = {folded(row["ballot"]): [_meant(c, candidates) for c in _codes(row)] for row in kept}
    return {number: [each for each in marked if each] for number, marked in marks.items()}, misfits


def _codes(row: Decision) -> list[str]:
    """Split what was typed, at whatever parts it; a ballot without a mark says none."""
    parts = re.split(r"[|;,\s]+", folded(row["approves"]))
    return [part for part in parts if part and part != NONE]


def _meant(code: str, candidates: Sequence[str]) -> str:
    """Find the one candidate whose id begins so, or nothing."""
    meant = [each for each in candidates if each.startswith(code)] if len(code) >= SHORTEST else []
    return meant[0] if len(meant) == 1 else ""


def _check(row: Decision, candidates: Sequence[str]) -> None:
    """Stop at the first thing that keeps a ballot from counting: it counts as it is, or not."""
    if not row["ballot"]:
        raise Unfit("it has no number", "write the ballot's number in `ballot`")
    if not row["approves"]:
        raise Unfit("it has no mark", "write the codes that are marked, parted by |, or none")
    unknown = [code for code in _codes(row) if not _meant(code, candidates)]
    if unknown:
        raise Unfit(
            f"no one candidate has the code “{unknown[0]}”",
            "write codes as printed on the ballot; the ballot is not counted until then",
        )
