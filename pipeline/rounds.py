"""A round's folder: made, checked, run with a manifest and signed off."""

import resource
import shutil
import sys
import time
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import asdict
from datetime import datetime
from functools import partial
from hashlib import sha256
from importlib.metadata import version
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline import store
from pipeline.dvc import dvc_yaml
from pipeline.errors import FolkmootError
from pipeline.join import records
from pipeline.knowledge import load
from pipeline.signing import unsigned, what_is_open
from pipeline.stages import STAGES, Stage, check_all_dials, run_stage
from pipeline.tables import PLACES, Comparison

DECISIONS = (
    "codebook",
    "corrections",
    "alignment_decisions",
    "leads",
    "asked_before_decisions",
    "labels",
    "redaction_decisions",
    "sign_off",
    "outcome_decisions",
    "commitment_decisions",
    "milestone_decisions",
    "reviewers",
    "co_creation_decisions",
    "ballots",
    "papers",
    "published",
    "withdrawals",
)
CODEBOOKS = ("2018",)
EARLIER = ("earlier_rounds", *store.EARLIER)
CHECKED = ("redactions", "public_texts", "sign_off")
EVALUATED = ("ideas", "assignments", "themes", "alignments", "labels", "context_vectors")
VERSIONED = (
    "folkmoot",
    "numpy",
    "pandas",
    "scikit-learn",
    "spacy",
    "sentence-transformers",
    "torch",
)


def make_round(folder: Path, codebook: str = "") -> int:
    """Make the folders and files of a new round; give their number.

    `codebook` names one that is shipped, to begin with its themes.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FolkmootError(f"{folder}: not empty; name a folder that does not exist yet")
    template = files("pipeline") / "templates" / "round"
    texts = {
        "params.yaml": (template / "params.yaml").read_text(encoding="utf-8"),
        "dvc.yaml": dvc_yaml(),
        "data/raw/README.md": (template / "raw.md").read_text(encoding="utf-8"),
        "data/raw/frameworks/README.md": (template / "frameworks.md").read_text(encoding="utf-8"),
        "data/raw/earlier/README.md": (template / "earlier.md").read_text(encoding="utf-8"),
        "data/raw/decisions/README.md": (template / "decisions.md").read_text(encoding="utf-8"),
        "reports/README.md": (template / "reports.md").read_text(encoding="utf-8"),
        "data/raw/decisions/scores/README.md": (template / "scores.md").read_text(encoding="utf-8"),
        ".gitignore": "/data/processed/\n/reports/\n",
    } | {PLACES[name].path: _header_of(name) for name in DECISIONS}
    texts |= {PLACES["codebook"].path: _shipped_codebook(codebook)} if codebook else {}
    for name, text in texts.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    for name in ("data/processed", "reports"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    return len(texts)


def _shipped_codebook(name: str) -> str:
    """Lay out a codebook that is shipped as the sheet that people can go on from."""
    if name not in CODEBOOKS:
        raise FolkmootError(f'there is no codebook "{name}"; there is {", ".join(CODEBOOKS)}')
    themes = pd.DataFrame(load(f"codebook_{name}")["themes"]).assign(examples="")
    sheet: str = themes.to_csv(index=False, lineterminator="\n")
    return sheet


def _header_of(name: str) -> str:
    """Give the header line of an empty sheet."""
    model = PLACES[name].model
    return ",".join(model.to_schema().columns if model else []) + "\n"


def checked(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[str]]:
    """Say how each file will be read, which decisions did not fit at the last run, what is wrong.

    No model runs, and nothing is written.
    """
    from pipeline.ingest import plan  # noqa: PLC0415  needed by this command alone

    params = store.read_params(folder)
    wrong = [_wrong(lambda: check_all_dials(params))]
    own = ("frameworks", *EARLIER, *DECISIONS)
    wrong += [_wrong(partial(store.read, folder, name)) for name in own]
    found = plan(
        store.read(folder, "files"),
        store.read(folder, "columns"),
        max_mb=(params.get("ingest") or {}).get("max_mb", 200),
    )
    lines = [*records(found), *_own_lists(folder, params), *_earlier_rounds(folder)]
    problems = [what for what in [*wrong, *map(_problem, lines)] if what]
    return lines, records(_conflicts(folder)), problems


def _problem(line: Mapping[str, Any]) -> str | None:
    """Give what is wrong with a file, its path before it."""
    what: str | None = line["problem"]
    where = f"{PLACES['files'].path}/"
    return what if not what or what.startswith(where) else f"{where}{line['file']}: {what}"


def _own_lists(folder: Path, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Say which lists of aims people put into the round, and whether they are used."""
    if _wrong(partial(store.read, folder, "frameworks")):
        return []
    shipped = {load(name)["framework"] for name in store.FRAMEWORK_FILES}
    sizes = store.read(folder, "frameworks")["framework"].value_counts().sort_index()
    used = (params.get("align") or {}).get("frameworks_used", [])
    told = {True: "ideas are aligned with it", False: "not used: add it to frameworks_used"}
    return [
        {"file": f'list of aims "{name}"', "taken_for": "a list of aims", "n_rows": int(n)}
        | {"how": told[name in used], "problem": None, "n_unread": 0, "n_frame": 0}
        for name, n in sizes.items()
        if name not in shipped
    ]


def _earlier_rounds(folder: Path) -> list[dict[str, Any]]:
    """Say which earlier rounds people brought along, and how much each holds."""
    if any(_wrong(partial(store.read, folder, name)) for name in EARLIER):
        return []
    sizes = store.read(folder, "earlier_contributions")["round"].value_counts()
    return [
        {"file": f'earlier round "{name}"', "taken_for": "an earlier round", "n_rows": int(n)}
        | {"how": "ideas are held against it", "problem": None, "n_unread": 0, "n_frame": 0}
        for name, n in sizes.sort_index().items()
    ]


def _conflicts(folder: Path) -> pd.DataFrame:
    """Read which decisions did not fit at the last run; before the first run there are none."""
    there = (folder / PLACES["conflicts"].path).exists()
    return store.read(folder, "conflicts") if there else pd.DataFrame()


def _wrong(read: Callable[[], Any]) -> str | None:
    """Give the sentence of what cannot be read, or nothing."""
    try:
        read()
    except FolkmootError as error:
        return str(error)
    return None


def record(
    folder: Path, stage: Stage, params: Mapping[str, Any], known: MutableMapping[str, Any]
) -> dict[str, Any]:
    """Run one stage and keep in run.json what it took in, gave out and needed."""
    start = time.perf_counter()
    if stage.name == "report":
        _keep_edited(folder)
    counts = run_stage(stage, folder, params, known)
    if counts.written.get("contributions") == 0:
        _refuse_nothing(folder)
    done = asdict(counts) | {
        "seconds": round(time.perf_counter() - start, 2),
        "peak_megabytes": _peak_megabytes(),
    }
    if stage.name == "report":
        done["word_sha256"] = _sha256(folder / PLACES["findings_docx"].path)
    stages = _last_run(folder).get("stages", {}) | {stage.name: done}
    manifest = {
        "versions": {"python": sys.version.split()[0]}
        | {name: version(name) for name in VERSIONED},
        "params": dict(params),
        "stages": {s.name: stages[s.name] for s in STAGES if s.name in stages},
        "encoder": _encoder(folder),
    }
    store.write(folder, {"run": manifest})
    return done


def _keep_edited(folder: Path) -> None:
    """Copy a Word report that was changed since the last run to where no run writes."""
    path = folder / PLACES["findings_docx"].path
    written = _last_run(folder).get("stages", {}).get("report", {}).get("word_sha256")
    if written and path.exists() and _sha256(path) != written:
        names = (f"findings-edited-{number}.docx" for number in count(1))
        shutil.copy(path, next(one for one in map(path.with_name, names) if not one.exists()))


def _sha256(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()


def _refuse_nothing(folder: Path) -> None:
    """Stop where no contribution could be read, and say why for up to three files."""
    why = store.read(folder, "set_aside").drop_duplicates("file")
    said = "; ".join(f"{row.file}: {row.reason}, {row.advice}" for row in why.head(3).itertuples())
    raise FolkmootError(
        f"{folder / PLACES['files'].path}: no contribution could be read ({said}); "
        f'"folkmoot check {folder}" shows how each file is taken'
    )


def _peak_megabytes() -> int:
    """Give the most memory this process has held so far, in megabytes."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak / (1024 * 1024 if sys.platform == "darwin" else 1024))


def _last_run(folder: Path) -> dict[str, Any]:
    """Read the manifest of the run before, if there was one."""
    exists = (folder / PLACES["run"].path).exists()
    return dict(store.read(folder, "run")) if exists else {}


def _encoder(folder: Path) -> dict[str, Any] | None:
    """Name the model behind the vectors, once there are some."""
    if not (folder / PLACES["encoder"].path).exists():
        return None
    return {str(k): v for k, v in store.read(folder, "encoder").iloc[0].to_dict().items()}


def evaluated(folder: Path) -> dict[str, Any]:
    """Compare the last run with people's labels, and keep the figures in the round's reports."""
    from pipeline.evaluate import evaluate  # noqa: PLC0415  needed by this command alone

    found = evaluate({name: store.read(folder, name) for name in EVALUATED})
    store.write(folder, {"evaluation": found})
    return found


def compared(one: Path, other: Path) -> DataFrame[Comparison]:
    """Set two rounds side by side, as their last runs left them."""
    from pipeline.compare import compare  # noqa: PLC0415  needed by this command alone

    return compare(*(store.read(folder, "matrix") for folder in (one, other)))


def sign(folder: Path, who: str, when: datetime) -> int:
    """Add a row for each contribution that nobody has signed off as it stands; give their number.

    What stands there is what the last run left in `reports/redactions.csv`.
    """
    open_ = unsigned(*(store.read(folder, name) for name in CHECKED))
    rows = [
        {
            "when": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "who": who,
            "contribution_id": contribution_id,
            "checked_sha256": fingerprint,
        }
        for contribution_id, fingerprint in sorted(open_.items())
    ]
    if rows:
        store.append(folder, "sign_off", pd.DataFrame(rows))
    return len(rows)


def refuse_unsigned(folder: Path, made: Mapping[str, Any] | None = None) -> None:
    """Stop unless everything that will be public is signed off as it stands.

    `made` are tables of a run beside the round: what is to be checked is not on its sheet yet.
    """
    tables = made or {name: store.read(folder, name) for name in CHECKED}
    redactions, texts, signed = (tables[name] for name in CHECKED)
    open_ = unsigned(redactions, texts, signed)
    if open_:
        first = f' on the sheet that "folkmoot run {folder}" writes' if made else ""
        raise FolkmootError(
            f"{folder / PLACES['redactions'].path}: {what_is_open(open_, signed)}{first}, "
            f'then "folkmoot sign-off {folder} --by NAME"'
        )
