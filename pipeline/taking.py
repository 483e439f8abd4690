"""Taking: what earlier rounds published is taken into a round; nothing else of theirs is."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from pipeline import store
from pipeline.errors import FolkmootError
from pipeline.tables import PLACES


def take(folder: Path, others: Sequence[Path]) -> None:
    """Copy the open data of other rounds to `data/raw/earlier/NAME`, in place of what was there.

    So what was withdrawn there since is gone here too. NAME is the name of the other's folder.
    """
    names = [other.resolve().name for other in others]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FolkmootError(
            f'--with: two rounds are called "{twice[0]}"; give one of the folders another name'
        )
    taken = [_open_data(folder, other) for other in others]
    for name, documents in zip(names, taken, strict=True):
        store.write_documents(folder, folder / PLACES["earlier_rounds"].path / name, documents)


def _open_data(folder: Path, other: Path) -> pd.DataFrame:
    """Read the tables that a published round's data package names, and the package itself."""
    if other.resolve() == folder.resolve():
        raise FolkmootError(f"--with {other}: this is the round itself; name an earlier one")
    index = other / PLACES["index"].path
    tables = [Path(each["path"]).name for each in store.published(index)["resources"]]
    paths = [index / name for name in (store.PACKAGE, *tables)]
    absent = [path for path in paths if not path.is_file()]
    if absent:
        raise FolkmootError(f"{absent[0]}: not there; publish that round again")
    return pd.DataFrame(
        {"file": [path.name for path in paths], "content": [path.read_bytes() for path in paths]}
    )
