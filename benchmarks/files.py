"""Real files of many kinds, read in one round: what each was taken for and what came of it.

`python benchmarks/files.py FOLDER…` reads everything below the folders and writes
`benchmarks/files.md`: names, counts and reasons, never a sentence that stands in a file.
What people found when they read files beside the originals stays at its end.
"""

import re
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pandas as pd
from pandera.typing import DataFrame

from pipeline.ingest import ingest, plan
from pipeline.tables import Columns, Files, Withdrawals

DIALS = {"max_mb": 200, "day_first": True, "language_min_chars": 40}
PAGE = Path(__file__).parent / "files.md"
READ_BY_PEOPLE = "\n## Read whole"
REASONS = 3  # named for each file
SETTLED = {  # what a facilitator would write into columns.yaml where a table leaves it open
    "211.csv": "AgencyDescription",
    "spanish_chars.csv": "Descripción",
}
HEAD = """# Files that people really send

{files} files of public data sets ({folders}), all in one round, in {seconds:.1f} s:
`python benchmarks/files.py FOLDER…` reads them and writes this page. Most of them hold no ideas at
all: they are here because they are difficult to read.

- `contributions`: rows or points that came in
- `not used`: pieces that came in and are no contribution; the ledger gives the reason for each
- `around`: headings, dates, numbers and lists of people, which `set_aside.csv` lists

In {settled} files several columns could be the text. `folkmoot` asks which one it is; the answer
was written into `columns.yaml`.

| file | taken for | contributions | not used | around | why |
| --- | --- | ---: | ---: | ---: | --- |
"""


def main(folders: list[str]) -> None:
    """Read all files of the folders as one round, and write the table."""
    files = _files([Path(folder) for folder in folders])
    columns = _columns(files)
    withdrawals = Withdrawals.validate(pd.DataFrame(columns=list(Withdrawals.to_schema().columns)))
    start = time.perf_counter()
    contributions, _, asides, _ = ingest(files, columns, withdrawals, **DIALS)
    seconds = time.perf_counter() - start
    taken = plan(files, columns, max_mb=DIALS["max_mb"])
    counts = contributions.groupby("file").size().to_dict()
    lines = [_line(row, counts, asides) for row in taken.to_dict("records")]
    head = HEAD.format(
        files=len(files),
        folders=", ".join(f"`{Path(folder).name}`" for folder in folders),
        seconds=seconds,
        settled=len(columns),
    )
    read = PAGE.read_text().partition(READ_BY_PEOPLE)
    PAGE.write_text(head + "\n".join(lines) + "\n" + "".join(read[1:]))
    missing = set(files["file"]) - set(counts) - set(asides["file"])
    print(
        f"{len(files)} files, {len(missing)} without a contribution or a reason {sorted(missing)}"
    )


def _files(folders: list[Path]) -> DataFrame[Files]:
    paths = [
        (folder, path) for folder in folders for path in sorted(folder.rglob("*")) if path.is_file()
    ]
    named = {path.relative_to(folder.parent).as_posix(): path for folder, path in paths}
    content = [path.read_bytes() for path in named.values()]
    return Files.validate(
        pd.DataFrame({"file": list(named), "content": pd.Series(content, dtype=object)})
    )


def _columns(files: DataFrame[Files]) -> DataFrame[Columns]:
    rows = [
        (file, "text", SETTLED[Path(file).name])
        for file in files["file"]
        if Path(file).name in SETTLED
    ]
    return Columns.validate(pd.DataFrame(rows, columns=["file", "role", "column"]))


def _line(row: Mapping[str, object], counts: Mapping[str, int], asides: pd.DataFrame) -> str:
    """One row of the table: a file and what became of it."""
    unread = asides[(asides["file"] == row["file"]) & (asides["part"] == "unread")]
    why = [re.sub(r"; its columns are.*", "", reason) for reason in unread["reason"].unique()]
    more = [f"and {len(why) - REASONS} other reasons"] if len(why) > REASONS else []
    cells = (
        f"`{row['file']}`",
        str(row["taken_for"]),
        str(counts.get(str(row["file"]), 0)),
        str(row["n_unread"]),
        str(row["n_frame"]),
        "; ".join([*why[:REASONS], *more]),
    )
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    main(sys.argv[1:])
