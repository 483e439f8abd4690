"""Frameworks: files that say what ideas can be aligned with become one table, or one sentence."""

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.errors import FolkmootError
from pipeline.tables import Frameworks

HEAD = ("framework", "name", "source")
NEEDED = ("code", "name", "description")
KNOWN = (*NEEDED, "parent", "cues", "not_this", "only_with_others", "question", "goals")
LIKE = "see the example in data/raw/frameworks/README.md"


def frameworks(files: Mapping[str, Any]) -> DataFrame[Frameworks]:
    """Lay out every framework as rows, one an entry; `files` are parsed, by the name to show.

    Raises FolkmootError with file and entry for a missing name, a code or short name that is
    taken, or an unknown parent.
    """
    taken: dict[str, str] = {}
    rows: list[dict[str, Any]] = []
    for where, file in files.items():
        _check_head(where, file)
        if file["framework"] in taken:
            raise FolkmootError(
                f'{where}: the short name "{file["framework"]}" is taken by '
                f"{taken[file['framework']]}; choose another"
            )
        taken[file["framework"]] = where
        rows += _entries(where, file)
    return Frameworks.validate(pd.DataFrame(rows, columns=list(Frameworks.to_schema().columns)))


def _check_head(where: str, file: Any) -> None:  # noqa: ANN401  whatever the YAML file holds
    missing = [name for name in HEAD if not isinstance(file, dict) or not _is_text(file.get(name))]
    if missing:
        raise FolkmootError(f'{where}: it has no "{missing[0]}"; {LIKE}')
    if not isinstance(file.get("entries"), list) or not file["entries"]:
        raise FolkmootError(f"{where}: it has no list of entries; {LIKE}")


def _entries(where: str, file: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    """Check each entry, and lay it out."""
    places: dict[str, int] = {}
    for place, entry in enumerate(file["entries"], start=1):
        _check_entry(where, place, entry)
        code = entry["code"]
        if code in places:
            raise FolkmootError(
                f'{where}: two entries have the code "{code}" (entries {places[code]} and '
                f"{place}); give each a code of its own"
            )
        places[code] = place
    orphans = [e for e in file["entries"] if e.get("parent") and e["parent"] not in places]
    if orphans:
        raise FolkmootError(
            f'{where}: the parent of "{orphans[0]["code"]}" is "{orphans[0]["parent"]}", and no '
            "entry has this code; mend it or take the line out"
        )
    return [_row(file, entry) for entry in file["entries"]]


def _check_entry(where: str, place: int, entry: Any) -> None:  # noqa: ANN401  as the file has it
    """Refuse an entry that cannot be shown or found, and words nobody would read."""
    if not isinstance(entry, dict):
        raise FolkmootError(f"{where}: entry {place} is not a list of names with values; {LIKE}")
    for name in NEEDED:
        value = entry.get(name)
        if isinstance(value, int | float):
            raise FolkmootError(
                f"{where}: entry {place}: the {name} {value} is read as a number; "
                f'put it in quotes, as in "{value}"'
            )
        if not _is_text(value):
            raise FolkmootError(f"{where}: entry {place} has no {name}; {LIKE}")
    unknown = sorted(set(map(str, entry)) - set(KNOWN))
    if unknown:
        raise FolkmootError(
            f'{where}: entry {place} has "{unknown[0]}", which nothing reads; '
            f"the names are {', '.join(KNOWN)}"
        )
    cues = entry.get("cues", [])
    if not isinstance(cues, list) or not all(_is_text(cue) and "|" not in cue for cue in cues):
        raise FolkmootError(
            f"{where}: entry {place}: its cues must be a list of phrases, each in quotes "
            "if it is a number or yes or no"
        )


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _row(file: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """Lay out one entry of a framework file."""
    return {
        "framework": file["framework"],
        "framework_name": file["name"],
        "code": entry["code"],
        "parent_code": entry.get("parent"),
        "name": entry["name"],
        "description": entry["description"].strip(),
        "cues": "|".join(entry.get("cues", [])),
        "not_this": entry.get("not_this"),
        "only_with_others": bool(entry.get("only_with_others", False)),
        "source": file["source"],
    }
