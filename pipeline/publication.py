"""Publishing: what would change is told, and what changes is logged before the index is written."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import store
from pipeline.exchange import FORMATS
from pipeline.join import records
from pipeline.publish import content_of
from pipeline.publish.changes import changes, told
from pipeline.stages import call_stage, stage_named
from pipeline.wording import many
from pipeline.writers.folder import documents

OPEN, PRIVATE = "reports/exchange", "data/processed/exchange"


@dataclass(frozen=True)
class Plan:
    """What publishing would do: to contributions, in words, and to the files of the index."""

    contributions: list[tuple[str, str]]
    added: list[str]
    changed: list[str]
    removed: list[str]

    def as_text(self) -> str:
        """List every change, one a line, and their number at the end."""
        lines = [f"contribution {name}: {what}" for name, what in self.contributions]
        lines += [f"new file      {file}" for file in self.added]
        lines += [f"changed file  {file}" for file in self.changed]
        lines += [f"removed file  {file}" for file in self.removed]
        counts = (
            f"{many(len(self.contributions), 'change')} to contributions; "
            f"files: {len(self.added)} new, "
            f"{len(self.changed)} changed, {len(self.removed)} removed. Nothing was written."
        )
        return "\n".join([*lines, counts])


def planned(folder: Path, now: datetime) -> Plan:
    """Make the index without writing it, and hold it against the one that stands there."""
    params, report = store.read_params(folder), stage_named("report")
    known: dict[str, Any] = {}
    added = _added(folder, now, known)
    known["published"] = pd.concat([known["published"], added], ignore_index=True)
    known |= call_stage(report, {name: store.read(folder, name) for name in report.reads}, params)
    made = call_stage(stage_named("publish"), known, params)["index"]
    new, old = _by_file(made), _by_file(store.read(folder, "index"))
    lines = told(records(known["published"]))
    return Plan(
        contributions=[(name, what) for when, name, what in lines if when == _stamp(now)],
        added=sorted(set(new) - set(old)),
        changed=sorted(file for file in set(new) & set(old) if new[file] != old[file]),
        removed=sorted(set(old) - set(new)),
    )


def log(folder: Path, now: datetime) -> int:
    """Log what changes with this publication; give the number of contributions it touches."""
    added = _added(folder, now, {})
    if len(added):
        store.append(folder, "published", added)
    return len(added)


def export(folder: Path, form: str, *, private: bool) -> list[Path]:
    """Write a round in the form of another tool; give the files.

    Words are the public ones in any case. Until they are signed off, an export is `private`: it
    goes to data/processed, which is never published.
    """
    known = {name: store.read(folder, name) for name in (*stage_named("publish").reads, "vectors")}
    title = str(store.read_params(folder)["publish"]["title"])
    files = FORMATS[form](content_of(known), known, title)
    target = folder / (PRIVATE if private else OPEN) / form
    store.write_documents(folder, target, documents(files))
    return [target / file for file in files]


def _added(folder: Path, now: datetime, known: dict[str, Any]) -> pd.DataFrame:
    """Give the rows that this publication adds to the log."""
    reads = stage_named("publish").reads
    known.update({name: store.read(folder, name) for name in reads})
    return changes(content_of(known), records(known["published"]), _stamp(now))


def _stamp(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def _by_file(made: pd.DataFrame) -> dict[str, bytes]:
    """Give documents as bytes under their paths."""
    pairs = zip(made["file"], made["content"], strict=True)
    return {file: text.encode() if isinstance(text, str) else text for file, text in pairs}
