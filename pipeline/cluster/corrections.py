"""Corrections: what people wrote about themes is replayed, row by row, on the themes found."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import Decision, Unfit, conflicts, decisions, fold, undo
from pipeline.tables import Conflicts, Corrections, Guidance, ThemeNames

LIKE_THIS = (
    'give its id, such as t-1a2b3c, or its name as in the last report; "undo" takes a row back'
)


@dataclass(frozen=True)
class Board:
    """Themes and sub-themes as they stand while rows are replayed.

    `called` leads from folded names, present and former, to ids.
    """

    themes: frozenset[str]
    called: Mapping[str, str]
    names: Mapping[str, str] = field(default_factory=dict)


def correct(
    themes: frozenset[str], corrections: DataFrame[Corrections], theme_names: DataFrame[ThemeNames]
) -> tuple[DataFrame[Guidance], DataFrame[Conflicts]]:
    """Replay the rows in force; a row that does not fit changes nothing and is a conflict.

    A theme is meant by its id or by its name, of the run before or given by an earlier row.
    """
    ids, names = theme_names["theme_id"], theme_names["name"]
    called = {fold(name): theme for theme, name in zip(ids, names, strict=True)}
    standing, unfit = undo(decisions(corrections))
    board = Board(themes, called)
    for row in standing:
        try:
            board = _action(row)(board, row)
        except Unfit as why:
            unfit.append((row, why))
    return _guidance(board), conflicts("corrections", unfit)


def _action(row: Decision) -> Callable[[Board, Decision], Board]:
    """Find what to do by the first column that matters."""
    action = fold(row["action"] or "")
    if action not in ACTIONS:
        raise Unfit(f'there is no action "{row["action"] or ""}"', f"use one of {', '.join(KNOWN)}")
    return ACTIONS[action]


def _rename(board: Board, row: Decision) -> Board:
    theme, name = _theme(board, row["what"]), _text(row["to"], "the new name")
    return replace(
        board,
        names={**board.names, theme: name},
        called={**board.called, fold(name): theme},
    )


def _theme(board: Board, said: str | None) -> str:
    """Find the theme or sub-theme that is meant by an id or a name."""
    text = _text(said, "a theme")
    theme = text if text in board.themes else board.called.get(fold(text))
    if theme not in board.themes:
        raise Unfit(f'there is no theme "{text}" any more', LIKE_THIS)
    return theme


def _text(said: str | None, what: str) -> str:
    if not said:
        raise Unfit(f"{what} is missing", "add a row with both columns, what and to, filled in")
    return said


def _guidance(board: Board) -> DataFrame[Guidance]:
    rows = [{"theme_id": theme, "name": board.names[theme]} for theme in sorted(board.names)]
    empty = dict.fromkeys(("theme_id", "name", "description", "quote_ids"))
    table = pd.DataFrame([{**empty, **row, "by": "person"} for row in rows], columns=[*empty, "by"])
    return Guidance.validate(table)


ACTIONS: dict[str, Callable[[Board, Decision], Board]] = {"rename": _rename}
KNOWN = (*ACTIONS, "undo")
