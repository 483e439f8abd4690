"""JSON, whole or one record a line, becomes a sheet: one row a record, one column a key."""

import json
from typing import Any

from pipeline.readers import guard
from pipeline.readers.encoding import decode
from pipeline.readers.shapes import Reading, Sheet, Unreadable

NO_LIST = "the file holds no list of records"
GIVE_TABLE = "export the contributions as CSV, or as a list of records with their texts"


def read(content: bytes, max_mb: int) -> Reading:  # noqa: ARG001  the reader's common shape
    """Read a list of records, also one that stands below a single key such as "data"."""
    records = _records(decode(content).lstrip("\ufeff").replace("\x00", ""))
    rows = [_flat(record) for record in records]
    keys = list(dict.fromkeys(key for row in rows for key in row))
    if not keys:
        raise Unreadable(NO_LIST, GIVE_TABLE)
    body = [[row.get(key, "") for key in keys] for row in rows]
    return Reading("table", sheets=[Sheet("", [keys, *body], entries=True)])


def _records(text: str) -> list[Any]:
    """Parse as one value, else line by line."""
    try:
        value = json.loads(text)
        if isinstance(value, list) and any(isinstance(inner, str) for inner in value):
            return value
        return _list_in(value) or [value]
    except (json.JSONDecodeError, RecursionError):
        pass
    try:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except (json.JSONDecodeError, RecursionError) as error:
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error


def _list_in(value: Any) -> list[Any]:  # noqa: ANN401  any JSON value
    """Find the longest list of records in a value."""
    if isinstance(value, list):
        return value if any(isinstance(inner, dict) for inner in value) else []
    lists = [_list_in(inner) for inner in value.values()] if isinstance(value, dict) else []
    return max(lists, key=len, default=[])


def _flat(record: Any) -> dict[str, str]:  # noqa: ANN401  any JSON value
    """Write nested keys as `outer/inner`; a record that is a plain text has the key "text"."""
    if isinstance(record, str):
        return {"text": record}
    if not isinstance(record, dict):
        return {}
    flat: dict[str, str] = {}
    for key, value in record.items():
        if isinstance(value, dict):
            flat |= {f"{key}/{inner}": text for inner, text in _flat(value).items()}
        else:
            flat[str(key)] = _as_text(value)
    return flat


def _as_text(value: Any) -> str:  # noqa: ANN401  any JSON value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "|".join(_as_text(inner) for inner in value)
    return (
        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)
    )
