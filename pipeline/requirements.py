"""What people say about requirements of co-creation: the last word on each, and what fits none."""

import pandas as pd

from pipeline.decisions import Decision, Unfit
from pipeline.knowledge import load
from pipeline.replay import Misfits, folded, replay
from pipeline.tables import CO_CREATION_STATUS


def people_say(sheet: pd.DataFrame) -> tuple[dict[str, Decision], Misfits]:
    """Give the row that stands on each requirement, by its id, and the rows that fit nothing."""
    ids = {folded(each["id"]): each["id"] for each in load("co_creation")["requirements"]}

    def check(row: Decision) -> None:
        if folded(row["requirement"]) not in ids:
            raise Unfit("there is no such requirement", "write an id of the record, such as D1")
        if folded(row["status"]) not in CO_CREATION_STATUS:
            raise Unfit("there is no such status", f"write one of {', '.join(CO_CREATION_STATUS)}")

    kept, misfits = replay(sheet, lambda row: folded(row["requirement"]), "status", check)
    return {ids[folded(row["requirement"])]: row for row in kept}, misfits
