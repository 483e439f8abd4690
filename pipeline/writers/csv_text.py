"""Rows become CSV: verbatim for machines, guarded for spreadsheets."""

import pandas as pd

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def write_csv(table: pd.DataFrame) -> str:
    """Write every cell verbatim, as other tables of a round are written."""
    return table.to_csv(index=False, lineterminator="\n")


def write_spreadsheet(table: pd.DataFrame) -> str:
    """Put an apostrophe before every cell that a spreadsheet would take for a formula."""
    return write_csv(table.map(_guarded))


def _guarded(cell: object) -> object:
    dangerous = isinstance(cell, str) and cell.startswith(DANGEROUS)
    return f"'{cell}" if dangerous else cell
