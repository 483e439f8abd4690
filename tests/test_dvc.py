"""DVC walks the same list of stages, gives the same bytes, and runs only what a change touches."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from pipeline.stages import NAMES
from tests.conftest import ROOT, copy, written

COPIED = (
    "pipeline",
    "data/raw",
    ".dvcignore",
    "dvc.yaml",
    "params.yaml",
)


def test_the_receipt_is_of_this_code() -> None:
    """`make lock` was run after the last change: dvc.lock names the hashes of code and dials."""
    lock = yaml.safe_load((ROOT / "dvc.lock").read_text())["stages"]
    assert list(lock) == list(NAMES)
    stale = {
        dep["path"]
        for stage in lock.values()
        for dep in stage["deps"]
        if dep["path"].endswith(".py") and dep["md5"] != _md5(ROOT / dep["path"])
    }
    assert not stale
    params = yaml.safe_load((ROOT / "params.yaml").read_text())
    assert all(lock[name]["params"]["params.yaml"][name] == params[name] for name in NAMES)


@pytest.mark.slow
def test_dvc_runs_what_changed_and_gives_the_same_bytes(sample_round: Path, tmp_path: Path) -> None:
    """A whole repro equals `folkmoot run`; one dial re-runs only what depends on it.

    A report that was changed in Word is kept beside the one that is written in its place.
    """
    for name in COPIED:
        copy(ROOT / name, tmp_path / name)
    (tmp_path / ".dvc").mkdir()
    (tmp_path / ".dvc" / "config").write_text("[core]\nno_scm = true\n")
    assert _repro(tmp_path) == list(NAMES)
    assert written(tmp_path) == written(sample_round)
    report = tmp_path / "reports" / "findings.docx"
    report.write_bytes(b"changed in Word")
    assert _repro(tmp_path) == ["report"]
    assert (report.parent / "findings-edited-1.docx").read_bytes() == b"changed in Word"
    params = (tmp_path / "params.yaml").read_text()
    changed = re.sub(r"statement_words: \d+", "statement_words: 9", params)
    (tmp_path / "params.yaml").write_text(changed)
    assert _repro(tmp_path) == ["shortlist", "report", "publish"]


def _repro(folder: Path) -> list[str]:
    """Run `dvc repro`; give the stages that ran."""
    done = subprocess.run(
        [sys.executable, "-m", "dvc", "repro"],
        cwd=folder,
        env=os.environ | {"DVC_NO_ANALYTICS": "1", "PATH": _path_with_this_python()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return re.findall(r"Running stage '(\w+)'", done.stdout)


def _path_with_this_python() -> str:
    """Put this interpreter first, as an activated environment does."""
    return f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"


def _md5(path: Path) -> str:
    """Hash a file as DVC does."""
    return hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()
