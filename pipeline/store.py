"""Names of tables become tables, and tables become files: the one place that touches the disk."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd
import pandera.errors
import yaml
from pandera.typing import DataFrame

from pipeline.errors import FolkmootError
from pipeline.frameworks import frameworks
from pipeline.knowledge import load
from pipeline.readers.shapes import Unreadable
from pipeline.tables import (
    PLACES,
    Columns,
    Documents,
    EarlierRounds,
    Files,
    Frameworks,
    OwnWords,
    Place,
    Settings,
    Table,
    VectorCache,
)
from pipeline.wording import PREVIEW, THIS_ROUND

FRAMEWORK_FILES = ("sdgs", "ogp_values", "national_performance_framework")
SHIPPED_VECTORS = Path(__file__).parent / "knowledge" / "vectors.parquet"
SHIPPED_PARAMS = Path(__file__).parent / "templates" / "round" / "params.yaml"
LIKE = 0.75  # how like a column that is absent a stray one must be to be taken for a slip
PUBLISHED_AS_WRITTEN = {  # columns of decisions that the public reads
    "codebook": ("name", "description"),
    "corrections": ("to", "why"),
    "alignment_decisions": ("why",),
    "leads": ("organisation", "why"),
    "outcome_decisions": ("why",),
    "commitment_decisions": (
        *("title", "problem", "what_will_be_done", "how_it_contributes", "lead", "why"),
    ),
    "milestone_decisions": ("milestone", "evidence", "why"),
    "co_creation_decisions": ("evidence", "why"),
    "papers": ("title", "address", "why"),
    "withdrawals": ("why",),
}
BINARY = (".docx", ".pdf", ".sqlite", ".xlsx")
BESIDE_THE_POINT = ("decisions", "earlier", "frameworks", "README.md", "columns.yaml")
EARLIER = ("earlier_contributions", "earlier_ideas", "earlier_themes")
PACKAGE = "datapackage.json"


def read(root: Path, name: str) -> Any:  # noqa: ANN401  a table, or the text or numbers of a place
    """Read one named table of the round in `root`; one that does not exist yet is an error."""
    special = {
        "files": _read_files,
        "columns": _read_columns,
        "frameworks": _read_frameworks,
        "own_words": _read_own_words,
        "settings": _read_settings,
        "earlier_rounds": _read_earlier_rounds,
    }
    if name in special:
        return special[name](root)
    if name in EARLIER:
        return _read_earlier(root, name)
    place = PLACES[name]
    path = root / place.path
    if not path.exists():
        return _absent(root, place, name)
    if place.model in {Documents, Files}:
        return _read_folder(path)
    return _check(_read_table(path, place), place, path)


def write(root: Path, tables: Mapping[str, Any]) -> None:
    """Write tables and texts of one stage: all of them whole, or none of them.

    Where a stage gives None, what stands there stays.
    """
    tables = {name: table for name, table in tables.items() if table is not None}
    with _scratch(root) as scratch:
        pairs = [(scratch / name, root / PLACES[name].path) for name in tables]
        for (temporary, target), (name, table) in zip(pairs, tables.items(), strict=True):
            _write_one(temporary, target, _checked(table, name))
        for temporary, target in pairs:
            _swap(temporary, target, scratch)


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
    with _scratch(root) as scratch:
        _write_folder(scratch / target.name, documents, target)
        _swap(scratch / target.name, target, scratch)


def append(root: Path, name: str, rows: pd.DataFrame) -> None:
    """Add rows to a sheet of decisions; what people wrote in it stays, their own columns too."""
    path = root / PLACES[name].path
    before = _sheet(path) if path.exists() else rows.head(0)
    with _scratch(root) as scratch:
        _write_one(scratch / name, path, pd.concat([before, rows], ignore_index=True))
        _swap(scratch / name, path, scratch)


def read_params(root: Path) -> dict[str, dict[str, Any]]:
    """Read `params.yaml`: one block of dials per stage."""
    _refuse_no_round(root)
    return _mapping(root / "params.yaml")


def _refuse_no_round(root: Path) -> None:
    """Stop in a folder that is no round: it has no dials."""
    path = root / "params.yaml"
    if not path.exists():
        raise FolkmootError(f'{path}: not found; make a round with "folkmoot new {root}"')


def _read_files(root: Path) -> pd.DataFrame:
    """Take in the bytes of everything that people put into data/raw, in the order of its path."""
    folder = root / PLACES["files"].path
    if not folder.is_dir():
        raise FolkmootError(
            f'{folder}: no such folder; make a round with "folkmoot new {root}" '
            "and put notes and exports there"
        )
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    inside = [(path, path.relative_to(folder)) for path in paths]
    taken = [(path, name) for path, name in inside if not _beside_the_point(name)]
    if not taken:
        raise FolkmootError(
            f"{folder}: nothing to read; put notes (Word, PDF, text …) "
            "or exports (CSV, Excel) there"
        )
    return Files.validate(
        pd.DataFrame(
            {
                "file": [name.as_posix() for _, name in taken],
                "content": pd.Series([path.read_bytes() for path, _ in taken], dtype=object),
            }
        )
    )


def _beside_the_point(name: Path) -> bool:
    """Tell whether a path below data/raw is a decision, a setting or hidden, not a contribution."""
    return name.parts[0] in BESIDE_THE_POINT or any(part.startswith(".") for part in name.parts)


def _read_columns(root: Path) -> pd.DataFrame:
    """Read what people settled about columns: `file: {role: column, or a list of them}`."""
    path = root / PLACES["columns"].path
    settled = _mapping(path) if path.exists() else {}
    for file, roles in settled.items():
        if not isinstance(roles, dict):
            raise FolkmootError(
                f'{path}: "{file}" needs roles below it, such as "text: the name of a column"'
            )
    return Columns.validate(
        pd.DataFrame(
            [
                (file, role, column)
                for file, roles in settled.items()
                for role, columns in roles.items()
                for column in (columns if isinstance(columns, list) else [columns])
            ],
            columns=["file", "role", "column"],
        )
    )


def _read_settings(root: Path) -> DataFrame[Settings]:
    """Lay out the dials of a round beside those of a new one."""
    usual = _mapping(SHIPPED_PARAMS)
    rows = [
        (stage, dial, _in_a_cell(value), _in_a_cell((usual.get(stage) or {}).get(dial)))
        for stage, block in read_params(root).items()
        for dial, value in (block or {}).items()
    ]
    return Settings.validate(pd.DataFrame(rows, columns=list(Settings.to_schema().columns)))


def _in_a_cell(value: object) -> str:
    """Write a dial's value as `params.yaml` has it, without its brackets."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read_own_words(root: Path) -> DataFrame[OwnWords]:
    """Gather the cells of decisions that are published as people wrote them."""
    cells = [
        {
            "decision_file": Path(PLACES[name].path).name,
            "row": int(place) + 2,
            "column": column,
            "words": words,
        }
        for name, columns in PUBLISHED_AS_WRITTEN.items()
        for column in columns
        for place, words in read(root, name)[column].dropna().items()
    ]
    return DataFrame[OwnWords](pd.DataFrame(cells, columns=list(OwnWords.to_schema().columns)))


def _mapping(path: Path) -> dict[str, Any]:
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


def _read_frameworks(root: Path) -> DataFrame[Frameworks]:
    """Read the lists that are shipped, and those that people put into the round."""
    shipped = {f"pipeline/knowledge/{name}.yaml": load(name) for name in FRAMEWORK_FILES}
    folder = root / PLACES["frameworks"].path
    own = [path for path in sorted(folder.glob("[!.]*")) if path.name != "README.md"]
    odd = [path for path in own if path.suffix not in {".yaml", ".yml"}]
    if odd:
        raise FolkmootError(f"{odd[0]}: a list of aims ends in .yaml; see the README beside it")
    return frameworks({**shipped, **{str(path): _mapping(path) for path in own}})


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


def _read_earlier_rounds(root: Path) -> DataFrame[EarlierRounds]:
    """Read which earlier rounds there are, and under which licence they were published."""
    packages = [(path.name, published(path)) for path in _earlier_folders(root)]
    rows = [
        (name, told["title"], next((each.get("title") for each in told.get("licenses", [])), None))
        for name, told in packages
    ]
    return EarlierRounds.validate(pd.DataFrame(rows, columns=["round", "title", "licence"]))


def _read_earlier(root: Path, name: str) -> Any:  # noqa: ANN401  a table of its own shape
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
        table = _read_csv(path, model)
        table = of_this_round(table).assign(round=folder.name).reindex(columns=columns)
        found.append(_check(table, place, path))
    return _check(pd.concat(found[1:] or found, ignore_index=True), place, root / place.path)


def _absent(root: Path, place: Place, name: str) -> Any:  # noqa: ANN401  an empty table
    """Give an empty table for what people may leave out, and the cache that is shipped, if any."""
    if name == "vector_cache":
        return VectorCache.validate(pd.read_parquet(SHIPPED_VECTORS))
    if not (place.kept or _is_decision(place)) or place.model is None:
        _refuse_no_round(root)
        raise FolkmootError(f'{root / place.path}: not there yet; "folkmoot run {root}" makes it')
    return place.model.validate(pd.DataFrame(columns=list(place.model.to_schema().columns)))


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
    return _read_csv(path, place.model) if place.model else text


def _is_decision(place: Place) -> bool:
    """Tell whether people fill in a table themselves, in whatever program they have."""
    return place.path.startswith("data/raw/decisions/")


def _read_decisions(path: Path, model: type[Table]) -> pd.DataFrame:
    """Read a sheet that people filled in, as their program saved it: any delimiter and encoding.

    Columns that may be empty may be absent, and columns of people's own are left aside. The index
    is the row as a spreadsheet counts it, less two for the header and the count from 1.
    """
    columns = model.to_schema().columns
    sheet = _sheet(path)
    absent = [name for name in columns if name not in sheet.columns]
    for own in sheet.columns.difference(list(columns), sort=False):
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
    return sheet.reindex(columns=list(columns))


def _sheet(path: Path) -> pd.DataFrame:
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


def _read_csv(path: Path, model: type[Table] | None) -> pd.DataFrame:
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


def _check(table: Any, place: Place, path: Path) -> Any:  # noqa: ANN401  passes on what it gets
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


def _checked(table: Any, name: str) -> Any:  # noqa: ANN401  passes on what it gets
    """Check a table on its way out, where it was made."""
    return _check(table, PLACES[name], Path(PLACES[name].path))


@contextmanager
def _scratch(root: Path) -> Iterator[Path]:
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


def _write_one(path: Path, target: Path, value: Any) -> None:  # noqa: ANN401  by its ending
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
        _write_folder(path, value, target)


def _bytes(content: str | bytes) -> bytes:
    """Give the bytes of a document; texts are UTF-8 with the line ends they have."""
    return content.encode() if isinstance(content, str) else content


def to_json(value: object) -> str:
    """Write numbers and texts the same way every time."""
    return json.dumps(value, indent=2, ensure_ascii=False, sort_keys=True) + "\n"


def _write_folder(folder: Path, documents: pd.DataFrame, before: Path) -> None:
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


def _swap(temporary: Path, target: Path, scratch: Path) -> None:
    """Put a finished file or folder in its place, the old one away first if it is a folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.is_dir():
        shutil.move(target, scratch / f"old-{target.name}")
    temporary.replace(target)
