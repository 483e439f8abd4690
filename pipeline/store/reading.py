"""Reading: a file of a round becomes its table, its text or its numbers, held against its shape."""

import json
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.errors
import yaml

from pipeline.errors import FolkmootError
from pipeline.readers.shapes import Unreadable
from pipeline.tables import PLACES, Documents, Files, Place, Table, VectorCache

SHIPPED_VECTORS = Path(__file__).parents[1] / "knowledge" / "vectors.parquet"
LIKE = 0.75  # how like a column that is absent a stray one must be to be taken for a slip
BINARY = (".docx", ".pdf", ".sqlite", ".xlsx")


def read_place(root: Path, name: str) -> Any:  # noqa: ANN401  a table, or the text or numbers of a place
    """Read what stands in the place of a table; one that does not exist yet is an error."""
    place = PLACES[name]
    path = root / place.path
    if not path.exists():
        return _absent(root, place, name)
    if place.model in {Documents, Files}:
        return _read_folder(path)
    return check(_read_table(path, place), place, path)


def _absent(root: Path, place: Place, name: str) -> Any:  # noqa: ANN401  an empty table
    """Give an empty table for what people may leave out, and the cache that is shipped, if any."""
    if name == "vector_cache":
        return VectorCache.validate(pd.read_parquet(SHIPPED_VECTORS))
    if not (place.kept or _is_decision(place)) or place.model is None:
        refuse_no_round(root)
        raise FolkmootError(f'{root / place.path}: not there yet; "folkmoot run {root}" makes it')
    return place.model.validate(pd.DataFrame(columns=list(place.model.to_schema().columns)))


def refuse_no_round(root: Path) -> None:
    """Stop in a folder that is no round: it has no dials."""
    path = root / "params.yaml"
    if not path.exists():
        raise FolkmootError(f'{path}: not found; make a round with "folkmoot new {root}"')


def _read_table(path: Path, place: Place) -> Any:  # noqa: ANN401  by its ending: a table, text, numbers
    """Read a file by its ending."""
    if path.suffix == ".parquet":
        return pd.read_parquet(path)
    if _is_decision(place) and place.model:
        return _read_decisions(path, place.model)
    if path.suffix in BINARY:
        return path.read_bytes()
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".json":
        return json.loads(text)
    return read_csv(path, place.model) if place.model else text


def _is_decision(place: Place) -> bool:
    """Tell whether people fill in a table themselves, in whatever program they have."""
    return place.path.startswith("data/raw/decisions/")


def _read_decisions(path: Path, model: type[Table]) -> pd.DataFrame:
    """Read a sheet that people filled in, as their program saved it: any delimiter and encoding.

    Columns that may be empty may be absent, and columns of people's own are left aside. The index
    is the row as a spreadsheet counts it, less two for the header and the count from 1.
    """
    columns = model.to_schema().columns
    filled = sheet(path)
    absent = [name for name in columns if name not in filled.columns]
    for own in filled.columns.difference(list(columns), sort=False):
        meant = get_close_matches(own, absent, n=1, cutoff=LIKE)
        if meant:
            raise FolkmootError(
                f'{path}: the column "{own}" is not known; if "{meant[0]}" is meant, '
                "write it so in the first row"
            )
    missing = [name for name in absent if not columns[name].nullable]
    if missing or len(absent) == len(columns):
        raise FolkmootError(
            f'{path}: there is no column "{[*missing, *absent][0]}"; its first row must name the '
            f"columns {', '.join(columns)}"
        )
    return filled.reindex(columns=list(columns))


def sheet(path: Path) -> pd.DataFrame:
    """Lay out a delimited file as text under the names in its first row, empty rows left out."""
    from pipeline.readers.delimited import read as read_delimited  # noqa: PLC0415  decisions alone

    try:
        rows = read_delimited(path.read_bytes(), 0).sheets[0].rows or [[]]
    except Unreadable as error:
        raise FolkmootError(f"{path}: {error.reason}; {error.advice}") from error
    names = [name.strip().lower().replace(" ", "_") for name in rows[0]]
    cells = [[*row, *[""] * (len(names) - len(row))][: len(names)] for row in rows[1:]]
    table = pd.DataFrame(cells, columns=names, dtype="str")
    table = table.loc[:, ~table.columns.duplicated()]
    return table.mask(table == "").dropna(how="all")


def read_csv(path: Path, model: type[Table] | None) -> pd.DataFrame:
    """Read a table as text; an empty cell is not known, and nothing else is."""
    try:
        return pd.read_csv(
            path,
            dtype=_dtypes(model),
            keep_default_na=False,
            na_values=[""],
            encoding="utf-8-sig",
            lineterminator="\n",
        )
    except (ValueError, pd.errors.ParserError) as error:
        raise FolkmootError(f"{path}: not readable as its table ({error}); mend it") from error


def _dtypes(model: type[Table] | None) -> dict[str, str]:
    """Keep text as text: an id such as 007 stays as it is."""
    columns = model.to_schema().columns if model else {}
    return {name: "str" for name, column in columns.items() if str(column.dtype).startswith("str")}


def _read_folder(path: Path) -> pd.DataFrame:
    """Read a folder of documents, each as bytes."""
    paths = sorted(file for file in path.rglob("*") if file.is_file())
    return pd.DataFrame(
        {
            "file": [file.relative_to(path).as_posix() for file in paths],
            "content": pd.Series([file.read_bytes() for file in paths], dtype=object),
        }
    )


def mapping(path: Path) -> dict[str, Any]:
    """Read a YAML file that must hold names with values below them."""
    try:
        value = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        line = f", line {where.line + 1}" if where else ""
        raise FolkmootError(f"{path}{line}: not readable as YAML; mend it and try again") from error
    if value is not None and not isinstance(value, dict):
        raise FolkmootError(f"{path}: needs names with values below them, such as its template has")
    return value or {}


def check(table: Any, place: Place, path: Path) -> Any:  # noqa: ANN401  passes on what it gets
    """Hold a table against its declared shape; say all that is wrong in one sentence."""
    if place.model is None:
        return table
    try:
        return place.model.validate(table, lazy=True)
    except (pandera.errors.SchemaErrors, pandera.errors.SchemaError) as error:
        raise FolkmootError(f"{path}: {_what_is_wrong(error)}") from error


def _what_is_wrong(error: Any) -> str:  # noqa: ANN401  one or many failures of pandera
    """Name up to three failures with their row, counted as in a spreadsheet with a header."""
    failures = getattr(error, "failure_cases", None)
    if not isinstance(failures, pd.DataFrame) or failures.empty:
        return f"not of its declared shape ({error}); mend it"
    firsts = failures.head(3).to_dict("records")
    said = "; ".join(
        f'{case["check"]} for "{case["column"]}"'
        + ("" if pd.isna(case["index"]) else f" in row {int(case['index']) + 2}")
        + f" (found {case['failure_case']!r})"
        for case in firsts
    )
    return f"{len(failures)} of its values do not fit: {said}; mend or remove them"
