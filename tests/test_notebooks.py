"""The notebooks run from top to bottom on the sample round."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))


@pytest.mark.slow
@pytest.mark.parametrize("source", NOTEBOOKS, ids=[path.stem for path in NOTEBOOKS])
def test_a_notebook_runs(
    source: Path, sample_round: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every cell of the notebook works on what a run wrote."""
    monkeypatch.setenv("FOLKMOOT_ROUND", str(sample_round))
    notebook = tmp_path / f"{source.stem}.ipynb"
    for command in (
        ["jupytext", "--to", "notebook", "--output", str(notebook), str(source)],
        ["pytest", "--nbmake", "--nbmake-timeout=240", "-q", "-p", "no:randomly", str(notebook)],
    ):
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
