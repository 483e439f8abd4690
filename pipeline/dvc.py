"""The list of stages becomes dvc.yaml, so that DVC runs again only what a change touches."""

from collections.abc import Mapping, Sequence

import yaml

from pipeline.stages import NAMES, STAGES, Stage
from pipeline.tables import PLACES

NOT_TRACKED = ("columns", "settings")  # part of data/raw; params.yaml
HEAD = """\
# Generated from the list of stages. A change in data/raw/decisions reads data/raw again; where the
# same comes out, it stops there.
"""


def dvc_yaml(code: Mapping[str, Sequence[str]] | None = None) -> str:
    """Write dvc.yaml; `code` names each stage's source files, where at hand."""
    stages = {stage.name: _entry(stage, (code or {}).get(stage.name, ())) for stage in STAGES}
    return HEAD + yaml.safe_dump({"stages": stages}, sort_keys=False)


def _entry(stage: Stage, code: Sequence[str]) -> dict[str, object]:
    """Describe one stage: its command, code, tables read, dials and tables written."""
    return {
        "cmd": f"python -m pipeline {stage.name}",
        "deps": [*code, *_paths(stage.reads)],
        "params": list(NAMES) if "settings" in stage.reads else [stage.name],
        "outs": [_out(path) for path in _paths(stage.writes)],
    }


def _out(path: str) -> str | dict[str, object]:
    """Let DVC leave a file where it is before its stage runs, if people may have changed it."""
    edited = path in {place.path for place in PLACES.values() if place.edited}
    return {path: {"persist": True}} if edited else path


def _paths(names: Sequence[str]) -> list[str]:
    """Name the files of tables that DVC looks after; caches change nothing, so it need not."""
    places = [PLACES[name] for name in names if name not in NOT_TRACKED]
    return list(dict.fromkeys(place.path for place in places if not place.kept))
