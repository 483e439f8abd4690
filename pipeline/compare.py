"""Compare: the matrices of two rounds become one table of shares side by side."""

import textwrap
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.decisions import fold
from pipeline.join import natural, records
from pipeline.matrix import ALL, THEME
from pipeline.tables import Comparison, Matrix
from pipeline.wording import NOT_A_POLL, many, percent

Part = tuple[str, str]  # kind of part, and the folded name of the theme
Cell = tuple[str, str, str, str]  # a part, and a framework with a code
WIDE = 80  # columns of a terminal
LABEL = 56  # columns for the name of a goal; the rest is for figures
NOT_KNOWN = "–"  # no such theme in this round, or not aligned with such a list
MORE = "The targets of each theme are in the whole table: add --json, or --csv FILE."


@dataclass(frozen=True)
class Side:
    """One round: how many ideas each part has, and how many of them speak of each code."""

    sizes: dict[Part, int]
    counts: Counter[Cell]
    frameworks: frozenset[str]

    def figures(self, cell: Cell) -> tuple[int | None, int | None, float | None]:
        """Give how many ideas speak of a code, of how many, and the share; None: not known."""
        of = self.sizes.get(cell[:2]) if cell[2] in self.frameworks else None
        if of is None:
            return None, None, None
        return self.counts[cell], of, round(self.counts[cell] / of, 4) if of else 0.0


def compare(one: DataFrame[Matrix], other: DataFrame[Matrix]) -> DataFrame[Comparison]:
    """Put the shares of ideas side by side: of all ideas, of each theme, and without a theme.

    Themes of two rounds are the same if they have the same name. Where a round has the theme but
    nobody spoke of the code, its share is 0; where it has no such theme, or was not aligned with
    the framework, it is not known.
    """
    a, b = _side(one), _side(other)
    known = {_cell(row): row for row in (*records(other), *records(one))}
    rows = [_row(known[cell], a.figures(cell), b.figures(cell)) for cell in _order(known, a, b)]
    return Comparison.validate(pd.DataFrame(rows, columns=list(Comparison.to_schema().columns)))


def as_text(table: DataFrame[Comparison], one: str, other: str) -> str:
    """Lay the comparison out for a terminal, at most 80 columns wide."""
    lines = ["Share of ideas that speak of each goal or value, and the change in points"]
    for (part, theme), rows in table.groupby(["part", "theme"], sort=False):
        shown = rows if part == ALL else rows[(rows["framework"] == "ogp") & _in_both(rows)]
        if shown.empty:
            continue
        name = str(theme) if part == THEME else str(theme).capitalize()
        lines += ["", f"{_cut(name, LABEL):<{LABEL}}{'A':>7}{'B':>7}{'B-A':>8}"]
        lines += [_line(row) for row in records(shown)]
    sides = (f"A: {one}, {_size(table, 'a')}", f"B: {other}, {_size(table, 'b')}")
    told = [
        part
        for text in (*sides, _elsewhere(table), MORE, NOT_A_POLL)
        for part in textwrap.wrap(text, WIDE)
    ]
    return "\n".join([*lines, "", *told])


def _cell(row: dict[str, Any]) -> Cell:
    return row["part"], fold(row["theme"]), row["framework"], row["code"]


def _side(table: DataFrame[Matrix]) -> Side:
    """Take from a matrix what can be compared; themes of one name count together."""
    rows = records(table)
    parts = {(*_cell(row)[:2], row["theme_id"]): row["of_ideas"] for row in rows}
    sizes: Counter[Part] = Counter()
    for (part, theme, _), ideas in parts.items():
        sizes[part, theme] += ideas
    counts: Counter[Cell] = Counter()
    for row in rows:
        counts[_cell(row)] += row["n_ideas"]
    return Side(dict(sizes), counts, frozenset(table["framework"]))


def _order(cells: dict[Cell, Any], a: Side, b: Side) -> list[Cell]:
    """All ideas first, then themes from the largest to the smallest, then what has none."""

    def place(cell: Cell) -> tuple[Any, ...]:
        kind = [ALL, THEME].index(cell[0]) if cell[0] in {ALL, THEME} else 2
        largest = max(a.sizes.get(cell[:2], 0), b.sizes.get(cell[:2], 0))
        return kind, -largest, cell[1], cell[2], natural(cell[3])

    return sorted(cells, key=place)


def _row(known: dict[str, Any], a: tuple[Any, ...], b: tuple[Any, ...]) -> dict[str, Any]:
    both = None not in {a[2], b[2]}
    return {
        **{name: known[name] for name in ("part", "theme", "framework", "code", "name")},
        **dict(zip(("n_a", "of_a", "share_a"), a, strict=True)),
        **dict(zip(("n_b", "of_b", "share_b"), b, strict=True)),
        "difference": round(b[2] - a[2], 4) if both else None,
    }


def _size(table: DataFrame[Comparison], side: str) -> str:
    whole = table.loc[table["part"] == ALL, f"of_{side}"].dropna()
    return many(int(whole.max()) if len(whole) else 0, "idea")


def _in_both(rows: pd.DataFrame) -> "pd.Series[bool]":
    return rows["of_a"].notna() & rows["of_b"].notna()


def _elsewhere(table: DataFrame[Comparison]) -> str:
    """Count the themes that only one round has."""
    themes = table[(table["part"] == THEME) & (table["framework"] == "ogp")]
    a, b = (
        themes.loc[themes[mine].notna() & themes[theirs].isna(), "theme"].nunique()
        for mine, theirs in (("of_a", "of_b"), ("of_b", "of_a"))
    )
    return f"Themes that one round alone has: {a} of A, {b} of B."


def _line(row: dict[str, Any]) -> str:
    name = row["name"] if row["framework"] == "ogp" else f"{row['code']} {row['name']}"
    a, b = (NOT_KNOWN if row[s] is None else percent(row[s]) for s in ("share_a", "share_b"))
    change = NOT_KNOWN if row["difference"] is None else f"{100 * row['difference']:+.0f}"
    return f"  {_cut(name, LABEL - 2):<{LABEL - 2}}{a:>7}{b:>7}{change:>8}"


def _cut(text: str, width: int) -> str:
    """Shorten a name that is too long, and show that something is missing."""
    return text if len(text) < width else text[: width - 2] + "…"
