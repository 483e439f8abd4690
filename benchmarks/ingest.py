"""A table of 100,000 rows, ingested and split: rows a second, computing time, memory.

`python benchmarks/ingest.py` makes the table of invented ideas, and writes `benchmarks/ingest.md`.
"""

import csv
import random
import resource
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import TypeVar

import pandas as pd

from pipeline.ingest import ingest
from pipeline.split import split
from pipeline.tables import Columns, Files, PublicTexts, Withdrawals

T = TypeVar("T")
ROWS = 100_000
IDEAS = Path(__file__).parents[1] / "tests" / "data" / "civic_ideas.csv"
PAGE = """# Ingesting and splitting a large table

`python benchmarks/ingest.py`: {rows:,} rows of invented ideas, one to four sentences each
({megabytes:.0f} MB of CSV), on one core. Seconds are computing time, since the machine was shared.
Redaction is measured by itself.

| what | rows out | seconds | rows a second | peak memory, MB |
| --- | ---: | ---: | ---: | ---: |
"""


def main() -> None:
    """Measure both rooms and write the page."""
    table = _table()
    files = Files.validate(
        pd.DataFrame({"file": ["ideas.csv"], "content": pd.Series([table], dtype=object)})
    )
    none = [
        model.validate(pd.DataFrame(columns=list(model.to_schema().columns)))
        for model in (Columns, Withdrawals)
    ]
    dials = {"max_mb": 200, "day_first": True, "language_min_chars": 40}
    (contributions, *_), read = _timed(lambda: ingest(files, *none, **dials))
    texts = PublicTexts.validate(
        contributions[list(PublicTexts.to_schema().columns)],
    )
    ideas, parted = _timed(lambda: split(texts, long_words=40, min_words=3))
    lines = [_line("ingest", len(contributions), *read), _line("split", len(ideas), *parted)]
    page = PAGE.format(rows=ROWS, megabytes=len(table) / 1e6) + "\n".join(lines) + "\n"
    (Path(__file__).parent / "ingest.md").write_text(page)
    print(page)


def _table() -> bytes:
    """Make the table, the same each time."""
    with IDEAS.open(encoding="utf-8") as file:
        sentences = [row["text"] for row in csv.DictReader(file)]
    draw = random.Random(1)
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(["id", "title", "comment", "author", "date", "votes"])
    for number in range(ROWS):
        said = " ".join(draw.sample(sentences, draw.choice([1, 1, 2, 4])))
        writer.writerow([number, f"Idea {number}", said, f"user{number}", "2018-06-05", number % 9])
    return out.getvalue().encode()


def _timed(job: Callable[[], T]) -> tuple[T, tuple[float, int]]:
    """Run a job; give its result, seconds of computing, and the peak of memory so far in MB."""
    start = time.process_time()
    result = job()
    seconds = time.process_time() - start
    return result, (seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _line(what: str, rows: int, seconds: float, peak: int) -> str:
    return f"| {what} | {rows:,} | {seconds:.1f} | {ROWS / seconds:,.0f} | {peak:,} |"


if __name__ == "__main__":
    main()
