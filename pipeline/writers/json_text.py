"""Rows and lists become JSON that is the same in every run."""

import json


def write_json(value: object) -> str:
    """Write with sorted names, one item a line, letters as they are."""
    return json.dumps(value, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write_script(name: str, value: object) -> str:
    """Write a value as a script that gives it a name, for pages that are opened from a disk."""
    packed = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return f"globalThis.{name} = {packed};\n"
