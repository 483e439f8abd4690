"""Corrections: what people wrote about themes is replayed, row by row, on the themes found."""

from collections.abc import Iterable

import pandas as pd
from pandera.typing import DataFrame

from pipeline.cluster.board import ACTIONS, Board, Ground
from pipeline.decisions import UNDO, Decision, Unfit, decisions, fold, undo
from pipeline.tables import Corrections, Guidance

Told = list[tuple[Decision, Unfit]]

PAIRS = {"same theme": True, "not same theme": False}
ONCE = ("rename", "describe", "move", "merge")  # a later row about the same `what` stands for all
NOBODY = Unfit(
    "no idea has this theme as its main one, so that it is not shown", '"move" an idea into it'
)


def standing(corrections: DataFrame[Corrections]) -> tuple[list[Decision], Told]:
    """Rows that no later row takes back, and undos that undo nothing."""
    return undo(decisions(corrections))


def pairs(rows: Iterable[Decision], ground: Ground) -> dict[tuple[int, int], bool]:
    """Say which pairs of ideas people put together (True) or apart; the last answer counts."""
    answers: dict[tuple[int, int], bool] = {}
    for row in rows:
        together = PAIRS.get(fold(row["action"] or ""))
        ends = [ground.meant.get(fold(row[column] or "")) for column in ("what", "to")]
        one, other = (end[0] if end else -1 for end in ends)
        if together is not None and one != other and min(one, other) >= 0:
            answers[min(one, other), max(one, other)] = together
    return answers


def replay(board: Board, ground: Ground, rows: Iterable[Decision]) -> tuple[Board, Told]:
    """Follow each row in turn; one that does not fit changes nothing and is told with its reason.

    A later row about the same thing also settles an earlier one that did not fit.
    """
    unfit: dict[tuple[str, ...], tuple[Decision, Unfit]] = {}
    made: dict[str, Decision] = {}
    for row in rows:
        try:
            board = _followed(board, ground, row)
            unfit.pop(_about(row), None)
            made |= {theme: row for theme in board.shaped if theme not in made}
        except Unfit as why:
            unfit[_about(row)] = (row, why)
    empty = [theme for theme in made if theme in board.themes and not board.of(theme)]
    return board, [*unfit.values(), *((made[theme], NOBODY) for theme in empty)]


def guidance(before: Board, board: Board) -> DataFrame[Guidance]:
    """Gather what people settled about the themes that are left, for naming and quoting them.

    A theme of the codebook that no correction changed is the codebook's.
    """
    rows = [
        {
            "theme_id": theme,
            "name": board.names.get(theme),
            "description": board.descriptions.get(theme),
            "quote_ids": "|".join(board.quotes.get(theme, ())) or None,
            "by": "codebook" if _untouched(before, board, theme) else "person",
        }
        for theme in sorted(
            {*board.names, *board.descriptions, *board.quotes, *board.shaped, *board.brought}
            & {*board.themes, *board.parents}
        )
    ]
    return Guidance.validate(pd.DataFrame(rows, columns=list(Guidance.to_schema().columns)))


def _untouched(before: Board, board: Board, theme: str) -> bool:
    """Tell whether a theme is as the codebook brought it."""
    return (
        theme in board.brought - board.shaped - set(board.quotes)
        and before.names.get(theme) == board.names.get(theme)
        and before.descriptions.get(theme) == board.descriptions.get(theme)
    )


def _followed(board: Board, ground: Ground, row: Decision) -> Board:
    action = fold(row["action"] or "")
    if action not in ACTIONS:
        known = ", ".join([*ACTIONS, UNDO])
        raise Unfit(f'there is no action "{row["action"] or ""}"', f"use one of {known}")
    return ACTIONS[action](board, ground, row)


def _about(row: Decision) -> tuple[str, ...]:
    """Say what a row is about; two about the same cannot both stand."""
    action, *said = (fold(row[column] or "") for column in ("action", "what", "to"))
    return (action, *said[:1]) if action in ONCE else (action, *said)
