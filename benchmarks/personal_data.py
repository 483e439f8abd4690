"""Personal data: how much is found, how much public text survives, and how long it takes.

`python benchmarks/personal_data.py` writes `benchmarks/personal_data.md`. The unseen half of the
labelled sentences is scored here and in the tests alone: its faults are not looked at.
"""

import csv
import gzip
import resource
import time
from collections.abc import Iterator
from io import StringIO
from itertools import cycle, islice
from pathlib import Path
from random import Random

import pandas as pd

from pipeline.ingest import ingest
from pipeline.redact import redact
from pipeline.split import split
from pipeline.tables import Columns, NameCache, OwnWords, RedactionDecisions, SignOff, Withdrawals
from tests.build import rows
from tests.files import folder
from tests.test_redact import DIALS, LIST, contributions, labelled, public, score, survivors

HERE = Path(__file__).parent
SHARED = HERE.parents[1] / "shared" / "data"
ROWS = 100_000
REQUESTS, COMMENTS = 600, 150  # real texts of each source
MODES = {"lists and model": DIALS, "lists alone": LIST}
PAGE = """# Personal data

`python benchmarks/personal_data.py` writes this page. Seconds are of one core at work.

## Labelled sentences

{labelled} sentences of our own with {spans} spans, half of which (by their hash) were never
looked at while rules were changed. A span counts as found if every letter of it is taken out, and
as needless if any letter of it need not be.

| half | names by | found | of what is taken out, had to be |
| --- | --- | ---: | ---: |
{halves}

Of {names} public names (places, councils, bodies, acts, people of history) {kept} come through.

## Real text

{real} public texts: requests of New York community boards, which are full of streets, schools and
agencies, and comments of three Polis conversations. Hardly any of them names a private person, so
that nearly all that is taken out of them is needless.

| names by | spans taken out | in so many texts | kinds |
| --- | ---: | ---: | --- |
{taken}

Before names of sites and streets, endings such as `Houses` and `Heights`, saints and storms were
looked at, lists and model took 106 spans out of the same texts.

## 100,000 rows

A CSV file of {rows:,} rows ({megabytes:.0f} MB), each an idea of about {words:.0f} words, in one
process; names by lists, without spaCy.

| stage | seconds | rows a second |
| --- | ---: | ---: |
{stages}

In all {seconds:.0f} s; the most memory held at any time was {peak:.1f} GB.

## Presidio

Not used. On sixty sentences of another author its default recognisers found 56 % and left 17 % of
the public names that must survive; with UK recognisers and these patterns it did as well as
patterns and spaCy, which it uses, at twice the time, 299 MB and a model download at start. It
adds nothing here.
"""


def main() -> None:
    """Measure everything and write the page."""
    sentences = list(labelled())
    names, carriers = zip(*survivors(), strict=True)
    shown = public(*carriers, dials=DIALS)
    real = list(_real_texts())
    content = _big_file(real)
    stages = list(_timed(content))
    seconds = sum(took for _, took in stages)
    page = PAGE.format(
        labelled=len(sentences),
        spans=sum(len(one.spans) for one in sentences),
        halves="\n".join(_halves()),
        names=len(names),
        kept=sum(name in text for name, text in zip(names, shown, strict=True)),
        real=len(real),
        taken="\n".join(_taken(real)),
        rows=ROWS,
        megabytes=len(content) / 1e6,
        words=sum(len(text.split()) for text in real) / len(real),
        stages="\n".join(f"| {name} | {took:.1f} | {ROWS / took:,.0f} |" for name, took in stages),
        seconds=seconds,
        peak=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
    )
    (HERE / "personal_data.md").write_text(page, encoding="utf-8")


def _halves() -> Iterator[str]:
    """Score both halves with and without the model."""
    for half, unseen in (("looked at", False), ("unseen", True)):
        for mode, dials in MODES.items():
            got = score((one for one in labelled() if one.unseen == unseen), dials)
            yield f"| {half} | {mode} | {got.recall:.3f} | {got.precision:.3f} |"


def _real_texts() -> Iterator[str]:
    """Draw requests and comments, the same each time."""
    draw = Random(3)
    requests = {
        text: None
        for path in sorted((SHARED / "nyc-community-requests").glob("*.csv.gz"))
        for text in _column(gzip.decompress(path.read_bytes()).decode(), "explanation")
    }
    yield from draw.sample(sorted(requests), REQUESTS)
    for path in sorted((SHARED / "polis").glob("*/comments.csv")):
        comments = sorted(set(_column(path.read_text(encoding="utf-8"), "comment-body")))
        yield from draw.sample(comments, min(COMMENTS, len(comments)))


def _column(content: str, name: str) -> list[str]:
    """Give the cells of a column, if it is there, that hold anything."""
    found = csv.DictReader(StringIO(content))
    return [row[name] for row in found if (row.get(name) or "").strip()]


def _taken(real: list[str]) -> Iterator[str]:
    """Count what is taken out of real texts."""
    for mode, dials in MODES.items():
        table = contributions(*real)
        _, sheet, *_ = redact(
            table, rows(RedactionDecisions), rows(OwnWords), rows(NameCache), rows(SignOff), **dials
        )
        kinds = ", ".join(f"{n} {kind}" for kind, n in sheet["kind"].value_counts().items())
        yield f"| {mode} | {len(sheet)} | {sheet['contribution_id'].nunique()} | {kinds} |"


def _big_file(real: list[str]) -> bytes:
    """Make one CSV of real texts and labelled sentences, all of them different."""
    texts = cycle([*real, *(one.text for one in labelled())])
    table = pd.DataFrame({"idea": list(islice(texts, ROWS))})
    table = table.assign(id=table.index, idea=table["idea"] + " Point " + table.index.astype("str"))
    return table.to_csv(index=False).encode()


def _timed(content: bytes) -> Iterator[tuple[str, float]]:
    """Run the three stages one after the other."""
    files = folder({"ideas.csv": content})
    start = time.process_time()
    given, *_ = ingest(
        files,
        rows(Columns),
        rows(Withdrawals),
        max_mb=200,
        day_first=True,
        language_min_chars=40,
    )
    yield "ingest", time.process_time() - start
    start = time.process_time()
    texts, *_ = redact(
        given, rows(RedactionDecisions), rows(OwnWords), rows(NameCache), rows(SignOff), **LIST
    )
    yield "redact", time.process_time() - start
    start = time.process_time()
    split(texts, long_words=40, min_words=3)
    yield "split", time.process_time() - start


if __name__ == "__main__":
    main()
