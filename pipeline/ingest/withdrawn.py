"""What people took back keeps its number and its place, and loses every word."""

from pandera.typing import DataFrame

from pipeline.decisions import Unfit, conflicts, decisions, undo
from pipeline.tables import Conflicts, Contributions, Withdrawals

NO_WORDS = "[withdrawn]"
WORDS = ("heading", "title", "why", "author", "language", "tags", "note_taker")


def withdraw(
    contributions: DataFrame[Contributions], withdrawals: DataFrame[Withdrawals]
) -> tuple[DataFrame[Contributions], DataFrame[Conflicts]]:
    """Replay withdrawals: status `withdrawn`, the reason as people gave it, and no text left."""
    known = set(contributions["contribution_id"])
    standing, unfit = undo(decisions(withdrawals.rename(columns={"contribution_id": "what"})))
    unfit += [(each, Unfit(*UNKNOWN)) for each in standing if each["what"] not in known]
    why = {each["what"]: each["why"] or "withdrawn on request" for each in standing}
    reason = contributions["contribution_id"].map(why)
    gone = reason.notna()
    left = contributions.assign(
        status=contributions["status"].mask(gone, "withdrawn"),
        reason=contributions["reason"].mask(gone, reason),
        text=contributions["text"].mask(gone, NO_WORDS),
        **{name: contributions[name].mask(gone) for name in WORDS},
    )
    return Contributions.validate(left), conflicts("withdrawals", unfit)


UNKNOWN = (
    "there is no contribution with this number",
    "copy the number from the ledger or from the address of its page",
)
