"""Scoring sheets that came back become scores, and a conflict for each cell that is none."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.knowledge import load
from pipeline.readers import Unreadable, read
from pipeline.replay import folded
from pipeline.shortlist.papers import CANDIDATE, INTEREST, REASON, REVIEWER, VIEW, VIEWS
from pipeline.tables import Conflicts, Files

FOLDER = "data/raw/decisions/scores/"
MAX_MB = 50
FIRST_ROW = 2
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Scored:
    """What one reviewer says of one candidate; a criterion that was left empty is absent."""

    reviewer: str
    candidate_id: str
    marks: dict[str, int]
    interest: bool
    view: str | None
    reason: str | None


def scores_given(
    files: DataFrame[Files], candidates: Collection[str]
) -> tuple[list[Scored], DataFrame[Conflicts]]:
    """Read every sheet: rows without any answer say nothing, and each reviewer scores once.

    A cell that cannot be read is told, and the other cells of its row count.
    """
    scored: dict[tuple[str, str], Scored] = {}
    odd: list[dict[str, Any]] = []
    for file, content in files[["file", "content"]].itertuples(index=False):
        if file.endswith(".md"):
            continue
        try:
            rows = list(_rows(file, content))
        except Unreadable as error:
            odd.append(_odd(file, FIRST_ROW, file, error.reason, error.advice))
            continue
        for line, cells in rows:
            made = _scored(file, cells)
            key = (folded(made.reviewer), made.candidate_id)
            wrong = list(_not_counted(made, key in scored, candidates))
            if not wrong:
                scored[key] = made
                wrong = list(_unread(made, cells))
            what = f"{made.reviewer} · {made.candidate_id}"
            odd += [_odd(file, line, what, *each) for each in wrong]
    table = pd.DataFrame(odd, columns=list(Conflicts.to_schema().columns))
    return list(scored.values()), Conflicts.validate(table)


def _odd(file: str, row: int, what: str, why: str, advice: str) -> dict[str, Any]:
    where = {"decision_file": FOLDER + file, "row": row, "what": what}
    return where | {"why": why, "advice": advice}


def _rows(file: str, content: bytes) -> Iterator[tuple[int, Cells]]:
    """Give the rows below a head that has a column of candidates, with their line."""
    for sheet in read(file, content, MAX_MB).sheets:
        heads = [folded(head) for head in sheet.rows[0]]
        if folded(CANDIDATE) not in heads:
            continue
        for line, row in enumerate(sheet.rows[1:], FIRST_ROW):
            cells = dict(zip(heads, (cell.strip() for cell in row), strict=False))
            if any(cells.get(folded(head)) for head in _answers()):
                yield line, cells


def _answers() -> list[str]:
    return [*(each["name"] for each in load("criteria")["criteria"]), INTEREST, VIEW, REASON]


def _scored(file: str, cells: Cells) -> Scored:
    """Read what can be read of one row; a sheet without a name has its file's."""
    marks = _marks(cells)
    interest, view = (folded(cells.get(folded(head), "")) for head in (INTEREST, VIEW))
    return Scored(
        reviewer=cells.get(folded(REVIEWER)) or file.rpartition("/")[2].rpartition(".")[0],
        candidate_id=cells.get(folded(CANDIDATE), ""),
        marks={
            each["code"]: _scale().index(marks[each["name"]])
            for each in load("criteria")["criteria"]
            if marks[each["name"]] in _scale()
        },
        interest=interest not in {"", "no"},
        view=view if view in VIEWS else None,
        reason=cells.get(folded(REASON)) or None,
    )


def _marks(cells: Cells) -> dict[str, str]:
    """Give what stands below each criterion."""
    names = [each["name"] for each in load("criteria")["criteria"]]
    return {name: cells.get(folded(name), "") for name in names}


def _scale() -> list[str]:
    return [str(each).split(":")[0] for each in load("criteria")["scale"]]


def _not_counted(
    made: Scored, again: bool, candidates: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Say why a whole row does not count, with what to do."""
    if made.candidate_id not in candidates:
        yield "there is no such candidate", "score it on a sheet of this run"
    elif again:
        yield "this reviewer has scored it in another row", "keep one of the two"


def _unread(made: Scored, cells: Cells) -> Iterator[tuple[str, str]]:
    """Name each cell of a row that is left out, and a refusal that has no reason."""
    for name, mark in _marks(cells).items():
        if mark and mark not in _scale():
            yield _left_out(mark, name, _scale())
    for head, offered in ((INTEREST, ("yes", "no")), (VIEW, VIEWS)):
        given = cells.get(folded(head), "")
        if given and folded(given) not in offered:
            yield _left_out(given, head, offered)
    if made.view == "no" and not made.reason:
        yield "it says no and gives no reason", f"write it in “{REASON}”: the public is owed it"


def _left_out(given: str, head: str, offered: Sequence[str]) -> tuple[str, str]:
    why = f"“{given}” below “{head}” is none of those offered"
    return why, f"write one of: {', '.join(offered)}; the rest of the row counts"
