"""Rooms: what a benchmark gives to a stage and leaves out becomes all the tables that it makes."""

import sys
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))
from pipeline.stages import room_of, stage_named  # noqa: E402  a script beside the package
from pipeline.tables import PLACES  # noqa: E402


def run_room(name: str, given: dict[str, pd.DataFrame], **dials: object) -> dict[str, Any]:
    """Run a stage with the dials of params.yaml but for those given; other tables are empty."""
    stage = stage_named(name)
    tables = [given.get(table, _empty(table)) for table in stage.reads]
    usual = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))[name]
    made = room_of(stage)(*tables, **(usual | dials))
    return dict(zip(stage.writes, made if len(stage.writes) > 1 else (made,), strict=True))


def as_ideas(texts: Any, vectors: Any) -> dict[str, pd.DataFrame]:  # noqa: ANN401  arrays or lists
    """Tables of included contributions, each of them one idea, with these vectors."""
    ids = pd.Series([f"i{number:06}" for number in range(len(texts))], dtype="str")
    text = pd.Series(list(texts), dtype="str")
    ideas = pd.DataFrame({"idea_id": ids, "contribution_id": ids, "text": text})
    own = {"file": "f", "location": "1", "platform": "table", "status": "included"}
    said = ideas.drop(columns="idea_id").assign(**own)
    heard = pd.DataFrame({"idea_id": ids, "vector": list(vectors)})
    return {
        "ideas": _validated("ideas", ideas.assign(field="text", start=0, end=text.str.len())),
        "contributions": _validated("contributions", said),
        "vectors": heard,
        "context_vectors": heard,
    }


def _validated(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Add the columns that are not known."""
    model = PLACES[name].model
    assert model is not None
    return model.validate(table.reindex(columns=list(model.to_schema().columns)))


def _empty(name: str) -> pd.DataFrame | None:
    model = PLACES[name].model
    return model.validate(pd.DataFrame(columns=list(model.to_schema().columns))) if model else None
