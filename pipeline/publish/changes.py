"""What was published before and what is published now become a log of changes, row by row."""

from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.addresses import contribution_page
from pipeline.findings import Contribution, Rows
from pipeline.publish.site import WITHHELD, Content
from pipeline.tables import Published

NO_LONGER = "no longer shown"
GONE = "no longer sent in"
Changes = list[tuple[str, str, str]]


def changes(content: Content, log: Rows, when: str) -> DataFrame[Published]:
    """Give a log row for each contribution that is new or has changed since it was last logged.

    One whose file is not there any more, or holds it no more, is `no longer sent in`.
    `words` is the start of a sha256 of title, text and why: enough to see a change, and no words.
    """
    last, here = {row["contribution_id"]: row for row in log}, content.findings.contributions
    now = [_state(content, each) for each in here.values()]
    gone = {"status": GONE, "words": None, "outcome": None}
    now += [{"contribution_id": name, **gone} for name in last if name not in here]
    made = [{"when": when, **row} for row in now if _differs(row, last.get(row["contribution_id"]))]
    return Published.validate(pd.DataFrame(made, columns=list(Published.to_schema().columns)))


def told(log: Rows) -> Changes:
    """Say what changed, the latest first: when, which contribution, what."""
    known: dict[str, dict[str, Any]] = {}
    lines = []
    for row in log:
        before = known.get(row["contribution_id"])
        lines += [(row["when"], row["contribution_id"], what) for what in _what(before, row)]
        known[row["contribution_id"]] = row
    return sorted(lines, key=lambda line: line[0], reverse=True)


def taken_back(content: Content, lines: Changes) -> dict[str, tuple[str, str]]:
    """Give what was published once and is not shown now, by number: since when, and why."""
    shown = {each.id for each in content.findings.included()}
    found: dict[str, tuple[str, str]] = {}
    for when, name, what in lines:
        reason = what.removeprefix(f"{NO_LONGER}: ")
        if reason != what and name not in shown:
            found.setdefault(name, (when, reason))
    return found


def address(content: Content, lines: Changes) -> Callable[[str], str]:
    """Tell where the number of a contribution leads: to its page, if it ever had one."""
    pages = {each.id for each in content.findings.included()} | set(taken_back(content, lines))
    return lambda name: contribution_page(name) if name in pages else WITHHELD


def _state(content: Content, each: Contribution) -> dict[str, Any]:
    shown = each.status == "included"
    words = "\n".join(text or "" for text in (each.title, each.text, each.why))
    return {
        "contribution_id": each.id,
        "status": each.status,
        "words": sha256(words.encode()).hexdigest()[:16] if shown else None,
        "outcome": content.outcome(each).state if shown else None,
    }


def _differs(row: dict[str, Any], before: dict[str, Any] | None) -> bool:
    return before is None or any(row[name] != before[name] for name in row)


def _what(before: dict[str, Any] | None, row: dict[str, Any]) -> Iterable[str]:
    """Name what changed between two log rows of one contribution, each in a few plain words."""
    shown = row["status"] == "included"
    if before is None:
        yield "published" if shown else f"listed as {row['status']}"
        return
    if before["status"] != row["status"]:
        yield "published" if shown else f"{NO_LONGER}: {row['status']}"
    elif before["words"] != row["words"]:
        yield "the published words changed"
    if shown and before["outcome"] != row["outcome"]:
        yield f"what became of it: {row['outcome']}"
