"""A sheet of names becomes the reviewers who are asked."""

from pandera.typing import DataFrame

from pipeline.decisions import Decision, Unfit
from pipeline.replay import Misfits, folded, replay
from pipeline.tables import DECIDED_BY, Reviewers


def reviewers_asked(sheet: DataFrame[Reviewers]) -> tuple[dict[str, str], Misfits]:
    """Replay the sheet: everybody who is named and was not taken back, with the side they are on.

    They are in the order of the rows.
    """
    kept, misfits = replay(sheet, lambda row: folded(row["reviewer"]), "side", _check)
    return {row["reviewer"] or "": folded(row["side"]) for row in kept}, misfits


def _check(row: Decision) -> None:
    if not row["reviewer"]:
        raise Unfit("it names no reviewer", "write the name in `reviewer`")
    if folded(row["side"]) not in DECIDED_BY[:2]:
        raise Unfit(
            "it is not said for whom", f"write in `side` one of: {', '.join(DECIDED_BY[:2])}"
        )
