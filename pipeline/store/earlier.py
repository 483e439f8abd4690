"""Earlier: what other rounds published becomes tables; nothing else of theirs is read."""

import json
from pathlib import Path
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.errors import FolkmootError
from pipeline.store.reading import check, read_csv
from pipeline.tables import PLACES, EarlierRounds, Table
from pipeline.wording import PREVIEW, THIS_ROUND

EARLIER = ("earlier_contributions", "earlier_ideas", "earlier_themes")
PACKAGE = "datapackage.json"


def published(folder: Path) -> dict[str, Any]:
    """Read what a published round's open data say of themselves; a preview is not published."""
    path = folder / PACKAGE
    if not path.exists():
        raise FolkmootError(
            f"{path}: not there; an earlier round is the folder reports/index that "
            f'"folkmoot publish" made of it'
        )
    try:
        package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        told = package["title"], package["description"], [r["path"] for r in package["resources"]]
    except (ValueError, KeyError, TypeError) as error:
        raise FolkmootError(f"{path}: not readable as a data package; publish again") from error
    if PREVIEW in told:
        raise FolkmootError(
            f"{path}: a preview, which may hold personal data; sign off and publish that round"
        )
    return package


def of_this_round(table: pd.DataFrame) -> pd.DataFrame:
    """Take of a published table what the round itself holds, not what it took from others."""
    return table[table["round"] == THIS_ROUND] if "round" in table else table


def _earlier_folders(root: Path) -> list[Path]:
    """List the earlier rounds that people brought along, by name."""
    folder = root / PLACES["earlier_rounds"].path
    return sorted(path for path in folder.glob("[!.]*") if path.is_dir())


def read_earlier_rounds(root: Path) -> DataFrame[EarlierRounds]:
    """Read which earlier rounds there are, and under which licence they were published."""
    packages = [(path.name, published(path)) for path in _earlier_folders(root)]
    rows = [
        (name, told["title"], next((each.get("title") for each in told.get("licenses", [])), None))
        for name, told in packages
    ]
    return EarlierRounds.validate(pd.DataFrame(rows, columns=["round", "title", "licence"]))


def read_earlier(root: Path, name: str) -> Any:  # noqa: ANN401  a table of its own shape
    """Read one table of all earlier rounds, of each its own rows: not what it took from others."""
    place = PLACES[name]
    model = place.model or Table
    columns = list(model.to_schema().columns)
    found = [pd.DataFrame(columns=columns)]
    for folder in _earlier_folders(root):
        published(folder)
        path = folder / f"{name.removeprefix('earlier_')}.csv"
        if not path.exists():
            raise FolkmootError(f"{path}: not there; publish that round again, and take it again")
        table = read_csv(path, model)
        table = of_this_round(table).assign(round=folder.name).reindex(columns=columns)
        found.append(check(table, place, path))
    return check(pd.concat(found[1:] or found, ignore_index=True), place, root / place.path)
