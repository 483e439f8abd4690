"""Inputs: what people put into a round becomes tables: files, columns, dials, aims, own words."""

from pathlib import Path
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.errors import FolkmootError
from pipeline.frameworks import frameworks
from pipeline.knowledge import load
from pipeline.store.reading import mapping, read_place, refuse_no_round
from pipeline.tables import PLACES, Columns, Files, Frameworks, OwnWords, Settings

FRAMEWORK_FILES = ("sdgs", "ogp_values", "national_performance_framework")
SHIPPED_PARAMS = Path(__file__).parents[1] / "templates" / "round" / "params.yaml"
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
BESIDE_THE_POINT = ("decisions", "earlier", "frameworks", "README.md", "columns.yaml")


def read_params(root: Path) -> dict[str, dict[str, Any]]:
    """Read `params.yaml`: one block of dials per stage."""
    refuse_no_round(root)
    return mapping(root / "params.yaml")


def read_files(root: Path) -> pd.DataFrame:
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


def read_columns(root: Path) -> pd.DataFrame:
    """Read what people settled about columns: `file: {role: column, or a list of them}`."""
    path = root / PLACES["columns"].path
    settled = mapping(path) if path.exists() else {}
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


def read_settings(root: Path) -> DataFrame[Settings]:
    """Lay out the dials of a round beside those of a new one."""
    usual = mapping(SHIPPED_PARAMS)
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


def read_own_words(root: Path) -> DataFrame[OwnWords]:
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
        for place, words in read_place(root, name)[column].dropna().items()
    ]
    return DataFrame[OwnWords](pd.DataFrame(cells, columns=list(OwnWords.to_schema().columns)))


def read_frameworks(root: Path) -> DataFrame[Frameworks]:
    """Read the lists that are shipped, and those that people put into the round."""
    shipped = {f"pipeline/knowledge/{name}.yaml": load(name) for name in FRAMEWORK_FILES}
    folder = root / PLACES["frameworks"].path
    own = [path for path in sorted(folder.glob("[!.]*")) if path.name != "README.md"]
    odd = [path for path in own if path.suffix not in {".yaml", ".yml"}]
    if odd:
        raise FolkmootError(f"{odd[0]}: a list of aims ends in .yaml; see the README beside it")
    return frameworks({**shipped, **{str(path): mapping(path) for path in own}})
