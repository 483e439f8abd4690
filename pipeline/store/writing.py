"""Writing: a table, a text or a folder of documents becomes files, whole or not at all."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from pipeline.errors import FolkmootError


@contextmanager
def scratch_beside(root: Path) -> Iterator[Path]:
    """Give a folder on the same disk for what is not whole yet; gone afterwards, come what may."""
    try:
        with TemporaryDirectory(prefix=".folkmoot-", dir=root) as folder:
            yield Path(folder)
    except OSError as error:
        where = error.filename2 or error.filename or root
        raise FolkmootError(
            f"{where}: cannot be written ({error.strerror}); nothing was changed, "
            "make the folder writable and run again"
        ) from error


def write_one(path: Path, target: Path, value: Any) -> None:  # noqa: ANN401  by its ending
    """Write what will be `target` in the form that its ending asks for."""
    if target.suffix == ".parquet":
        value.to_parquet(path, index=False)
    elif target.suffix == ".csv":
        value.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
    elif target.suffix == ".json":
        path.write_text(to_json(value), encoding="utf-8")
    elif isinstance(value, str | bytes):
        path.write_bytes(_bytes(value))
    else:
        write_folder(path, value, target)


def _bytes(content: str | bytes) -> bytes:
    """Give the bytes of a document; texts are UTF-8 with the line ends they have."""
    return content.encode() if isinstance(content, str) else content


def to_json(value: object) -> str:
    """Write numbers and texts the same way every time."""
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def write_folder(folder: Path, documents: pd.DataFrame, before: Path) -> None:
    """Write a folder of documents, text or bytes; none may climb out of it.

    A file that is the same as in the folder `before` is taken over, not written again.
    """
    folder.mkdir()
    for file, content in documents[["file", "content"]].itertuples(index=False):
        path = folder / file
        if not path.resolve().is_relative_to(folder.resolve()):
            raise FolkmootError(
                f"{file}: a document outside its folder; this is a fault, report it"
            )
        path.parent.mkdir(parents=True, exist_ok=True)
        if not _taken_over(before / file, path, _bytes(content)):
            path.write_bytes(_bytes(content))


def _taken_over(before: Path, path: Path, content: bytes) -> bool:
    """Link a file that already holds this content, where the disk knows links."""
    try:
        same = before.stat().st_size == len(content) and before.read_bytes() == content
        if same:
            path.hardlink_to(before)
    except OSError:
        return False
    return same


def swap(temporary: Path, target: Path, scratch: Path) -> None:
    """Put a finished file or folder in its place, the old one away first if it is a folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        shutil.move(target, scratch / f"old-{target.name}")
    temporary.replace(target)
