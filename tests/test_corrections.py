"""Corrections outlast every run, and what no longer fits is told, never dropped."""

from pathlib import Path

import pytest

from pipeline import store
from tests.conftest import Folkmoot, copy


@pytest.fixture
def corrected(tmp_path: Path, sample_round: Path) -> Path:
    """Copy the sample round with what its last run made, so that people can correct it."""
    folder = tmp_path / "round"
    for name in ("data", "params.yaml", "reports"):
        copy(sample_round / name, folder / name)
    return folder


def _write(folder: Path, *lines: str) -> None:
    sheet = folder / "data/raw/decisions/corrections.csv"
    sheet.write_text("\n".join(["when,who,action,what,to,why", *lines]) + "\n")


@pytest.mark.slow
def test_a_new_name_lasts(corrected: Path, folkmoot: Folkmoot) -> None:
    """A theme renamed by its name is called so after this run and the next; nonsense is told."""
    before = store.read(corrected, "themes").query("parent_id.isna()").iloc[0]
    _write(
        corrected,
        f'2026-03-02,Morag,rename,"{before["name"]}",Getting about,clearer',
        "2026-03-02,Morag,rename,No such theme,Anything,",
    )
    for _ in range(2):
        said = folkmoot("run", corrected, "--from", "cluster")
        assert said.code == 0, said.err
        assert "1 decision does not fit: see reports/conflicts.csv" in said.out
        after = store.read(corrected, "themes").set_index("theme_id").loc[before["theme_id"]]
        assert (after["name"], after["by"]) == ("Getting about", "person")
    shown = folkmoot("check", corrected).out
    assert "data/raw/decisions/corrections.csv, row 3\n" in shown
    assert max(map(len, shown.splitlines())) <= 80
