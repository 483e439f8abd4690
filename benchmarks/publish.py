"""Publish generated rounds of growing size: seconds of processor time, files and megabytes.

    python -m benchmarks.publish 1000 10000

Every contribution has two ideas, a theme of thirty, a place of twenty, links and an outcome. Disk
space is counted in blocks of 4 kB, as disks do. The table goes to benchmarks/publish.md.
"""

import random
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline import store
from pipeline.publish import publish
from pipeline.stages import stage_named
from pipeline.tables import PLACES, Table
from tests.build import rows
from tests.invented import PUBLISH_DIALS

PAGE = Path(__file__).with_suffix(".md")
WORDS = (  # noqa: SIM905  words read best as words
    "street school budget bridge council harbour meeting library garden bus timetable answer "
    "public money clear open paper notice night children voice plan road list river weekly "
    "village spending minutes online question reply clinic ferry evening map"
).split()
HEAD = """\
# Publishing a large round

Made by `python -m benchmarks.publish 1000 10000`: generated contributions of about 40 words with
two ideas each, 30 themes, 20 events in as many places, two links an idea and an outcome for each.
Seconds are of one processor, and of the room alone, without reading and writing its tables.

| contributions | seconds | files | MB on disk | search-data.js, MB | index.sqlite, MB |
| ---: | ---: | ---: | ---: | ---: | ---: |
"""


def main(sizes: list[int]) -> None:
    """Measure each size and write the page."""
    lines = [_line(size) for size in sizes]
    PAGE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _line(size: int) -> str:
    tables = _round(size)
    given: list[Any] = [tables[name] for name in stage_named("publish").reads]
    dials: dict[str, Any] = {**PUBLISH_DIALS, "longest_list": 1000}
    start = time.process_time()
    made, _, _ = publish(*given, **dials)
    seconds = time.process_time() - start
    sizes = {file: _blocks(content) for file, content in zip(*_columns(made), strict=True)}
    total = sum(sizes.values()) / 1e6
    search, base = (sizes[file] / 1e6 for file in ("search-data.js", "index.sqlite"))
    return f"| {size:,} | {seconds:.0f} | {len(made):,} | {total:.0f} | {search:.1f} | {base:.1f} |"


def _columns(made: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    return made["file"], made["content"]


def _blocks(content: str | bytes) -> int:
    size = len(content.encode() if isinstance(content, str) else content)
    return -(-size // 4096) * 4096


def _round(size: int) -> dict[str, pd.DataFrame]:
    """Generate the tables of a round; what is not said here is empty."""
    chance = random.Random(size)
    texts = [" ".join(chance.choices(WORDS, k=chance.randint(20, 60))) for _ in range(size)]
    half = [len(text) // 2 for text in texts]
    names = [f"c{n}" for n in range(size)]
    made = {
        "events": [_event(n) for n in range(20)],
        "contributions": [
            {"contribution_id": name, "event_id": f"e{n % 20}", "text": text, "file": "notes.csv"}
            | {"location": f"row {n}", "submitted_at": "2026-03-02"}
            for n, (name, text) in enumerate(zip(names, texts, strict=True))
        ],
        "public_texts": [
            {"contribution_id": n, "text": t} for n, t in zip(names, texts, strict=True)
        ],
        "ideas": [
            {"idea_id": f"i{n}{part}", "contribution_id": names[n], "start": a, "end": b}
            | {"text": texts[n][a:b]}
            for n in range(size)
            for part, a, b in (("a", 0, half[n]), ("b", half[n], len(texts[n])))
        ],
        "themes": [
            {"theme_id": f"t{n}", "name": f"{WORDS[n]} and {WORDS[n - 1]}"} for n in range(30)
        ],
        "assignments": [
            {"idea_id": f"i{n}{part}", "theme_id": f"t{chance.randrange(30)}", "strength": 0.7}
            for n in range(size)
            for part in "ab"
        ],
        "alignments": [
            {"subject": "idea", "subject_id": f"i{n}{part}", "framework": framework, "code": code}
            | {"probability": 0.7, "evidence": texts[n][:30], "start": 0, "end": 30}
            for n in range(size)
            for part in "ab"
            for framework, code in (("sdg", "16.7"), ("ogp", "civic_participation"))
        ],
        "outcomes": [
            {"contribution_id": name, "outcome": chance.choice(("merged", "not taken forward"))}
            | {"reason": "decided together with the others", "date": "2026-06-01", "n_ideas": 2}
            for name in names
        ],
    }
    tables = {name: _table(PLACES[name].model, made.get(name, [])) for name in _reads()}
    return tables | {"frameworks": store.read(Path(), "frameworks")}


def _reads() -> list[str]:
    return [name for name in stage_named("publish").reads if name != "frameworks"]


def _table(model: type[Table] | None, given: list[dict[str, Any]]) -> pd.DataFrame:
    assert model is not None
    return rows(model, *given)


def _event(n: int) -> dict[str, str]:
    return {"event_id": f"e{n}", "name": f"Meeting {n}", "place": f"Town {n}, Hall"}


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
