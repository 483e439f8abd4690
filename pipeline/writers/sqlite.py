"""Tables become one SQLite file, the same bytes every time, with a search over their words."""

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing

import pandas as pd

KINDS = {"string": "TEXT", "number": "REAL", "integer": "INTEGER"}


def write_sqlite(
    tables: Mapping[str, pd.DataFrame],
    kinds: Mapping[str, Mapping[str, str]],
    keys: Mapping[str, Sequence[str]],
    searched: Mapping[str, Sequence[str]],
) -> bytes:
    """Write tables with the kinds of their columns (string, number, integer) and their keys.

    `searched` names columns with a full-text search that takes accents for nothing, laid out so
    that Datasette finds it: table `NAME_fts` for table `NAME`.
    """
    with closing(sqlite3.connect(":memory:")) as base:
        for name, table in tables.items():
            _fill(base, name, table, kinds[name], keys.get(name, ()))
        for name, columns in searched.items():
            _make_searched(base, name, columns)
        base.commit()
        base.execute("VACUUM")
        return base.serialize()


def _fill(
    base: sqlite3.Connection,
    name: str,
    table: pd.DataFrame,
    kinds: Mapping[str, str],
    key: Sequence[str],
) -> None:
    declared = [f"{_quoted(column)} {KINDS[kinds[column]]}" for column in table.columns]
    declared += [f"PRIMARY KEY ({', '.join(map(_quoted, key))})"] if key else []
    base.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(declared)})")
    marks = ", ".join("?" * len(table.columns))
    rows = table.astype(object).where(table.notna(), None).itertuples(index=False, name=None)
    base.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)  # noqa: S608  our names


def _make_searched(base: sqlite3.Connection, name: str, columns: Sequence[str]) -> None:
    inside = ", ".join(_quoted(column) for column in columns)
    index = _quoted(f"{name}_fts")
    base.execute(
        f"CREATE VIRTUAL TABLE {index} USING FTS5 "
        f"({inside}, tokenize='unicode61 remove_diacritics 2', content={_quoted(name)})"
    )
    base.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")  # noqa: S608  our names


def _quoted(name: str) -> str:
    return f"[{name}]"
