"""What a person checked becomes fingerprints; any change asks for another look at what changed."""

from collections import defaultdict
from hashlib import sha256

import pandas as pd

from pipeline.tables import AS_WRITTEN

SPAN = ["contribution_id", "field", "start", "end", "kind", "state"]
SHOWN = 5  # contributions named where many are open


def fingerprints(redactions: pd.DataFrame, public_texts: pd.DataFrame) -> dict[str, str]:
    """Hash, for each contribution, the words that it will be published with and its redactions.

    Whether a redaction is still proposed or has been accepted makes no difference to the public.
    Organisers' own words that may hold personal data stand under their sheet and row.
    """
    spans: dict[str, list[str]] = defaultdict(list)
    for each, field, start, end, kind, state in redactions[SPAN].itertuples(index=False):
        spans[each].append(f"{field} {start} {end} {kind} {state == 'rejected'}")
    own = redactions[redactions["state"] == AS_WRITTEN].groupby("contribution_id")["context"]
    texts = public_texts.set_index("contribution_id").fillna("").sort_index(axis="columns")
    checked = {
        str(row[0]): repr([*map(str, row), *sorted(spans[row[0]])])
        for row in texts.itertuples(name=None)
    } | {str(place): repr(sorted(words)) for place, words in own}
    return {each: sha256(what.encode()).hexdigest() for each, what in checked.items()}


def about_contributions(redactions: pd.DataFrame) -> pd.DataFrame:
    """Leave out the rows about organisers' own words, of which nothing is taken out."""
    return redactions[redactions["state"] != AS_WRITTEN]


def unsigned(
    redactions: pd.DataFrame, public_texts: pd.DataFrame, sign_off: pd.DataFrame
) -> dict[str, str]:
    """Give the fingerprints of contributions that nobody has signed off as they stand."""
    signed = set(zip(sign_off["contribution_id"], sign_off["checked_sha256"], strict=True))
    now = fingerprints(redactions, public_texts)
    return {each: mark for each, mark in now.items() if (each, mark) not in signed}


def is_signed_off(
    redactions: pd.DataFrame, public_texts: pd.DataFrame, sign_off: pd.DataFrame
) -> bool:
    """Tell whether everything that will be public was signed off as it stands."""
    return not unsigned(redactions, public_texts, sign_off)


def what_is_open(unsigned: dict[str, str], sign_off: pd.DataFrame) -> str:
    """Say what there is to check: everything, or what changed since somebody signed."""
    if sign_off.empty:
        return "not signed off yet; check each row"
    n, who = len(unsigned), sign_off["who"].iloc[-1]
    shown = ", ".join(sorted(unsigned)[:SHOWN]) + (" …" if n > SHOWN else "")
    are = "text is" if n == 1 else "texts are"  # of contributions, and organisers' own
    return f"{n} {are} new or changed since {who} signed off ({shown}); check these"
