"""Publish generated rounds of growing size: seconds of processor time, files and megabytes.

    python -m benchmarks.publish 1000 10000

Every contribution has two ideas, a theme of thirty, a place of twenty, links and an outcome. Disk
space is counted in blocks of 4 kB, as disks do. Each index is searched in a browser, with keys
alone. The table goes to benchmarks/publish.md.
"""

import random
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from pipeline import store
from pipeline.stages import stage_named
from pipeline.tables import PLACES
from pipeline.writers.folder import documents
from tests.build import rows
from tests.invented import files_of, published
from tests.test_pages import CHROMIUM, QUIET

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
Seconds are of one processor, and of the room alone, without reading and writing its tables;
megabytes on disk, of all and of two files. Then the front page is opened in chromium: seconds until
it can be searched, milliseconds for each key of a word, and how many were found. Three steps lead
to a contribution: open the front page, type or choose, open what was found.

| contributions | seconds | files | MB | search-data.js | index.sqlite | open, s | key, ms | found |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""
FOOT = """
## Read by other programs

Tests ask them (`tests/test_open_data.py`, `tests/test_exchange.py`): Datasette opens
`index.sqlite` and answers a search; frictionless finds every table as `datapackage.json` declares
it; pyrefiqda, whose classes were generated from the REFI-QDA schema, reads codebook and project. No
package that we know of brings the schema itself. So the tests hold by hand what such classes do not
look at: elements in the order of the standard, no empty list, every id of its form and once, every
reference to one that is there. How the tools of qualitative researchers take the files in has not
been tried.
"""
WORD = "harbour"


def main(sizes: list[int]) -> None:
    """Measure each size and write the page."""
    lines = [_line(size) for size in sizes]
    PAGE.write_text(HEAD + "\n".join(lines) + "\n" + FOOT, encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _line(size: int) -> str:
    tables = _round(size)
    start = time.process_time()
    made = files_of(published(tables, longest_list=1000))
    seconds = time.process_time() - start
    sizes = {file: _blocks(content) for file, content in made.items()}
    total = sum(sizes.values()) / 1e6
    search, base = (sizes[file] / 1e6 for file in ("search-data.js", "index.sqlite"))
    ready, key, found = _searched(made)
    return (
        f"| {size:,} | {seconds:.0f} | {len(made):,} | {total:.0f} | {search:.1f} | {base:.1f} "
        f"| {ready:.1f} | {key:.0f} | {found} |"
    )


def _searched(made: dict[str, Any]) -> tuple[float, float, str]:
    """Open the front page, go to its search with keys alone and type a word."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  only where there is a browser

    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        index = Path(folder) / "index"
        store.write_documents(index.parent, index, pd.DataFrame(documents(made)))
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=list(QUIET))
        page = browser.new_page()
        start = time.perf_counter()
        page.goto((index / "index.html").as_uri())
        page.wait_for_selector("#search")
        ready = time.perf_counter() - start
        for key in ("Tab", "Enter", "Tab"):
            page.keyboard.press(key)
        start = time.perf_counter()
        page.keyboard.type(WORD)
        told = page.locator("[role=status]").inner_text()
        return ready, 1000 * (time.perf_counter() - start) / len(WORD), told.partition(" ")[0]


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
    models = {name: PLACES[name].model for name in stage_named("publish").reads}
    tables = {name: rows(model, *made.get(name, ())) for name, model in models.items() if model}
    return tables | {"frameworks": store.read(Path(), "frameworks")}


def _event(n: int) -> dict[str, str]:
    return {"event_id": f"e{n}", "name": f"Meeting {n}", "place": f"Town {n}, Hall"}


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
