"""Write the report of rounds of growing size in all its forms: seconds, megabytes, pages.

    python -m benchmarks.report 100 1000 10000

Each generated idea stands in one of thirty themes or, one of five, in none; it has two links. The
public conversation of Bowling Green is measured too where it is beside the clone. The table goes
to benchmarks/report.md.
"""

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import pypdfium2

from pipeline import store
from pipeline.report import report
from pipeline.rounds import make_round
from pipeline.stages import NAMES, STAGES, run_stage, stage_named
from pipeline.tables import Alignments, Themes, Vectors
from tests.build import rows
from tests.invented import REPORT_DIALS, told

PAGE = Path(__file__).with_suffix(".md")
REAL = Path(__file__).parents[2] / "shared/data/polis/american-assembly.bowling-green"
THEMES, EVENTS, LONGEST_LIST = 30, 20, 50
CODES = (("sdg", "16.7"), ("sdg", "16.6"), ("ogp", "civic_participation"))
WORDS = (  # noqa: SIM905  words read best as words
    "street school budget bridge council harbour meeting library garden bus timetable answer "
    "public money clear open paper notice night children voice plan road list river weekly"
).split()
HEAD = """\
# Writing the report

Made by `python -m benchmarks.report 100 1000 10000`. Seconds are of the processor, all threads
together, from the tables to the last of the forms: page, page of the index, Markdown, Word, PDF,
briefing in two forms, easy-read draft. Reading and writing tables is not in them.

| round | ideas | themes | seconds | page, MB | Word, MB | PDF, MB | PDF, pages |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
"""


def main(sizes: list[int]) -> None:
    """Measure each size, and the real round where it is at hand; write the page."""
    lines = [_line("generated", _generated(size)) for size in sizes]
    lines += [_line("Bowling Green, 896 comments", _real())] if REAL.is_dir() else []
    PAGE.write_text(HEAD + "\n".join(lines) + "\n", encoding="utf-8")
    print(PAGE.read_text(encoding="utf-8"))


def _line(name: str, tables: Mapping[str, pd.DataFrame]) -> str:
    stage = stage_named("report")
    dials: dict[str, Any] = {**REPORT_DIALS, "longest_list": LONGEST_LIST}
    given: list[Any] = [tables[each] for each in stage.reads]
    start = time.process_time()
    made = dict(zip(stage.writes, report(*given, **dials), strict=True))
    seconds = time.process_time() - start
    page = made["findings_html"].encode()
    sizes = [len(each) / 1e6 for each in (page, made["findings_docx"], made["findings_pdf"])]
    pages = len(pypdfium2.PdfDocument(made["findings_pdf"]))
    n_ideas, n_themes = len(tables["ideas"]), int(tables["themes"]["parent_id"].isna().sum())
    megabytes = " | ".join(f"{size:.1f}" for size in sizes)
    return f"| {name} | {n_ideas:,} | {n_themes} | {seconds:.1f} | {megabytes} | {pages} |"


def _generated(size: int) -> dict[str, pd.DataFrame]:
    """Make a round; what is not said here is empty."""
    chance = random.Random(size)
    said = [
        (
            " ".join(chance.choices(WORDS, k=chance.randint(5, 60))),
            f"t{n % THEMES}" if n % 5 else None,
            None,
            f"e{n % EVENTS}",
        )
        for n in range(size)
    ]
    tables = told(said)
    ids = list(tables["ideas"]["idea_id"])
    links = [
        {"subject": "idea", "subject_id": one, "framework": framework, "code": code}
        | {"probability": 0.7, "start": 0, "end": 20, "evidence": "words"}
        for one in ids
        for framework, code in chance.sample(CODES, 2)
    ]
    places = [[chance.gauss(0, 1) for _ in range(32)] for _ in ids]
    near = [{"idea_id": one, "vector": at} for one, at in zip(ids, places, strict=True)]
    themes = [{"theme_id": f"t{n}", "name": f"{WORDS[n % 26]} {n}"} for n in range(THEMES)]
    made = {"themes": rows(Themes, *themes), "alignments": rows(Alignments, *links)}
    made |= {"context_vectors": rows(Vectors, *near)}
    return tables | made | {"frameworks": store.read(Path(), "frameworks")}


def _real() -> dict[str, pd.DataFrame]:
    """Run every stage up to the report on the public conversation; give the tables."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "round"
        make_round(root)
        for name in ("comments.csv", "summary.csv"):
            shutil.copy(REAL / name, root / "data/raw" / name)
        params, known = store.read_params(root), dict[str, Any]()
        for stage in STAGES[: NAMES.index("report")]:
            run_stage(stage, root, params, known)
        return {name: store.read(root, name) for name in stage_named("report").reads}


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
