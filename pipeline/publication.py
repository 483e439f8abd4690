"""Publishing: what would change is told, and what changes is logged before the index is written."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from textwrap import shorten
from typing import Any

import pandas as pd

from pipeline import store
from pipeline.exchange import FORMATS
from pipeline.join import records
from pipeline.publish import content_of
from pipeline.publish.changes import changes, told
from pipeline.rounds import refuse_unsigned
from pipeline.stages import STAGES, call_stage, check_all_dials, stage_named
from pipeline.wording import many, number
from pipeline.writers.folder import documents

OPEN, PRIVATE = "reports/exchange", "data/processed/exchange"
MOST = 20  # contributions told on a terminal; all of them are in the JSON
HOW = ("new", "changed", "removed")


@dataclass(frozen=True)
class Plan:
    """What publishing would do: to contributions, in words, and to the files of the index."""

    contributions: list[dict[str, str]]
    files: dict[str, list[str]]

    def as_dict(self) -> dict[str, object]:
        """Give every change and every file."""
        return {"contributions": self.contributions, "files": self.files}

    def as_text(self) -> str:
        """Say how much would change, then which contributions, then files by their kind."""
        n = {how: number(len(self.files[how])) for how in HOW}
        counts = (
            f"{many(len(self.contributions), 'change')} to contributions; files: {n['new']} new, "
            f"{n['changed']} changed, {n['removed']} removed. Nothing was written."
        )
        lines = [line for each in self.contributions[:MOST] for line in _lines(each)]
        more = len(self.contributions) - MOST
        lines += [f"and {number(more)} more; --json lists them all"] if more > 0 else []
        return "\n".join([counts, *lines, *self._kinds()])

    def _kinds(self) -> list[str]:
        """Count files by their kind: one line for each."""
        counts = {how: Counter(map(_kind, self.files[how])) for how in HOW}
        kinds = sorted({kind for each in counts.values() for kind in each})
        told = (
            ", ".join(f"{number(n[kind])} {how}" for how, n in counts.items() if n[kind])
            for kind in kinds
        )
        return [f"{kind}: {each}" for kind, each in zip(kinds, told, strict=True)]


def _lines(each: Mapping[str, str]) -> list[str]:
    """Tell one change, and below it the first words of the contribution."""
    first = f"contribution {each['contribution_id']}: {each['what']}"
    return [first, *([f"    {each['words']}"] if each["words"] else [])]


def _kind(file: str) -> str:
    """Name the folder of a file; what stands beside the front page is a page or data."""
    folder, below, _ = file.partition("/")
    return f"{folder}/" if below else "pages" if file.endswith(".html") else "data and scripts"


def planned(folder: Path, now: datetime, say: Callable[[str, None], None]) -> Plan:
    """Run all stages on decisions as they stand, and hold their index against the one that stands.

    Nothing is written to the round. `say` is told which stage begins. Errors as of publishing.
    """
    params = store.read_params(folder)
    check_all_dials(params)
    known = _made_beside(folder, params, say)
    refuse_unsigned(folder, known)
    known["published"] = pd.concat([known["published"], _added(known, now)], ignore_index=True)
    made = call_stage(STAGES[-1], known, params)["index"]
    new, old = _by_file(made), _by_file(store.read(folder, "index"))
    words = _words(old) | _words(new)
    return Plan(
        [
            {"contribution_id": name, "what": what, "words": words.get(name, "")}
            for when, name, what in told(records(known["published"]))
            if when == _stamp(now)
        ],
        {
            "new": sorted(set(new) - set(old)),
            "changed": sorted(file for file in set(new) & set(old) if new[file] != old[file]),
            "removed": sorted(set(old) - set(new)),
        },
    )


def _made_beside(
    folder: Path, params: Mapping[str, Mapping[str, Any]], say: Callable[[str, None], None]
) -> dict[str, Any]:
    """Give all that the last stage reads, each table as the disk would give it back."""
    known: dict[str, Any] = {}
    with TemporaryDirectory(prefix="folkmoot-") as beside:
        for stage in STAGES:
            say(stage.name, None)
            known |= {name: store.read(folder, name) for name in stage.reads if name not in known}
            made = call_stage(stage, known, params) if stage != STAGES[-1] else {}
            store.write(Path(beside), made)
            known |= {name: store.read(Path(beside), name) for name in made}
    return known


def _words(files: Mapping[str, bytes]) -> dict[str, str]:
    """Give the first words of each contribution that an index shows, by number."""
    shown = json.loads(files.get("contributions.json", b'{"contributions": []}'))["contributions"]
    titled = {each["contribution_id"]: each.get("title") or each.get("text") for each in shown}
    return {name: shorten(words, 70, placeholder=" …") for name, words in titled.items() if words}


def log(folder: Path, now: datetime) -> int:
    """Log what changes with this publication; give the number of contributions it touches."""
    known = {name: store.read(folder, name) for name in stage_named("publish").reads}
    added = _added(known, now)
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


def export_again(folder: Path) -> None:
    """Write the exports that there are again, so that none keeps words that were withdrawn."""
    for place, private in ((OPEN, False), (PRIVATE, True)):
        for form in sorted(set(FORMATS) & {path.name for path in (folder / place).glob("*")}):
            export(folder, form, private=private)


def _added(known: Mapping[str, pd.DataFrame], now: datetime) -> pd.DataFrame:
    """Give the rows that this publication adds to the log."""
    return changes(content_of(known), records(known["published"]), _stamp(now))


def _stamp(now: datetime) -> str:
    return now.strftime("%Y-%m-%dT%H:%M:%SZ")


def _by_file(made: pd.DataFrame) -> dict[str, bytes]:
    """Give documents as bytes under their paths."""
    pairs = zip(made["file"], made["content"], strict=True)
    return {file: text.encode() if isinstance(text, str) else text for file, text in pairs}
