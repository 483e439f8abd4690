"""Names of tables become tables, and tables become files: the one place that touches the disk."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.errors import FolkmootError
from pipeline.store.earlier import (
    EARLIER,
    PACKAGE,
    of_this_round,
    published,
    read_earlier,
    read_earlier_rounds,
)
from pipeline.store.inputs import (
    FRAMEWORK_FILES,
    read_columns,
    read_files,
    read_frameworks,
    read_own_words,
    read_params,
    read_settings,
)
from pipeline.store.reading import SHIPPED_VECTORS, check, read_place, sheet
from pipeline.store.writing import scratch_beside, swap, to_json, write_folder, write_one
from pipeline.tables import PLACES

__all__ = [
    "EARLIER",
    "FRAMEWORK_FILES",
    "PACKAGE",
    "SHIPPED_VECTORS",
    "append",
    "export",
    "of_this_round",
    "published",
    "read",
    "read_params",
    "to_json",
    "write",
    "write_documents",
]


def read(root: Path, name: str) -> Any:  # noqa: ANN401  a table, or the text or numbers of a place
    """Read one named table of the round in `root`; one that does not exist yet is an error."""
    special = {
        "files": read_files,
        "columns": read_columns,
        "frameworks": read_frameworks,
        "own_words": read_own_words,
        "settings": read_settings,
        "earlier_rounds": read_earlier_rounds,
    }
    if name in special:
        return special[name](root)
    if name in EARLIER:
        return read_earlier(root, name)
    return read_place(root, name)


def write(root: Path, tables: Mapping[str, Any]) -> None:
    """Write tables and texts of one stage: all of them whole, or none of them.

    Where a stage gives None, what stands there stays.
    """
    tables = {name: table for name, table in tables.items() if table is not None}
    with scratch_beside(root) as scratch:
        pairs = [(scratch / name, root / PLACES[name].path) for name in tables]
        for (temporary, target), (name, table) in zip(pairs, tables.items(), strict=True):
            write_one(temporary, target, check(table, PLACES[name], Path(PLACES[name].path)))
        for temporary, target in pairs:
            swap(temporary, target, scratch)


def export(path: Path, table: pd.DataFrame) -> None:
    """Write a table as CSV to where somebody asked for it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        table.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    except OSError as error:
        raise FolkmootError(
            f"{path}: cannot be written ({error.strerror}); name a file in a folder of yours"
        ) from error


def write_documents(root: Path, target: Path, documents: pd.DataFrame) -> None:
    """Write a folder of documents below the round whole, in place of what stood there."""
    with scratch_beside(root) as scratch:
        write_folder(scratch / target.name, documents, target)
        swap(scratch / target.name, target, scratch)


def append(root: Path, name: str, rows: pd.DataFrame) -> None:
    """Add rows to a sheet of decisions; what people wrote in it stays, their own columns too."""
    path = root / PLACES[name].path
    before = sheet(path) if path.exists() else rows.head(0)
    with scratch_beside(root) as scratch:
        write_one(scratch / name, path, pd.concat([before, rows], ignore_index=True))
        swap(scratch / name, path, scratch)
