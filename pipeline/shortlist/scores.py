"""Scoring sheets that came back become scores, and a conflict for each cell that is none."""

from collections.abc import Collection, Iterator, Mapping
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
    """Read every sheet: rows without any answer say nothing, and each reviewer scores once."""
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
            made, wrong = _scored(file, cells, candidates)
            key = (folded(made.reviewer), made.candidate_id)
            if not wrong and key in scored:
                wrong = ("this reviewer has scored it in another row", "keep one of the two")
            if wrong:
                odd.append(_odd(file, line, f"{made.reviewer} · {made.candidate_id}", *wrong))
            else:
                scored[key] = made
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


def _scored(
    file: str, cells: Cells, candidates: Collection[str]
) -> tuple[Scored, tuple[str, str] | None]:
    """Read one row, and say what is wrong with it; a sheet without a name has its file's."""
    known = load("criteria")
    marks = {each["code"]: cells.get(folded(each["name"]), "") for each in known["criteria"]}
    given = {code: mark for code, mark in marks.items() if mark}
    scale = [str(each).split(":")[0] for each in known["scale"]]
    interest, view = (folded(cells.get(folded(head), "")) for head in (INTEREST, VIEW))
    made = Scored(
        reviewer=cells.get(folded(REVIEWER)) or file.rpartition("/")[2].rpartition(".")[0],
        candidate_id=cells.get(folded(CANDIDATE), ""),
        marks={code: scale.index(mark) for code, mark in given.items() if mark in scale},
        interest=interest == "yes",
        view=view or None,
        reason=cells.get(folded(REASON)) or None,
    )
    if made.candidate_id not in candidates:
        return made, ("there is no such candidate", "score it on a sheet of this run")
    if len(made.marks) < len(given):
        return made, ("a score is not on the scale", f"write one of: {', '.join(scale)}")
    if view and view not in VIEWS:
        return made, ("a view is none of those offered", f"write one of: {', '.join(VIEWS)}")
    return made, None
