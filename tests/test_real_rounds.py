"""Rounds that people really held: everything is accounted for, and the pages are there."""

import gzip
from pathlib import Path

import pandas as pd
import pytest

from pipeline import store
from tests.conftest import Folkmoot, NewRound

pytestmark = pytest.mark.slow
MODERATED = "rejected by the platform's moderators"


def run_on(folkmoot: Folkmoot, folder: Path) -> pd.DataFrame:
    """Run a round, check that nothing vanished, and give its ledger."""
    said = folkmoot("run", folder)
    assert (said.code, said.err) == (0, ""), said.err
    ledger: pd.DataFrame = store.read(folder, "ledger")
    contributions, aside = (store.read(folder, name) for name in ("contributions", "set_aside"))
    assert len(ledger) == len(contributions) + int((aside["part"] == "unread").sum())
    ideas, first = store.read(folder, "ideas"), store.read(folder, "assignments").query("rank == 1")
    assert sorted(first["idea_id"]) == sorted(ideas["idea_id"])
    assert (folder / "reports/preview/index.html").exists()
    return ledger


def test_bowling_green(folkmoot: Folkmoot, new_round: NewRound, shared: Path) -> None:
    """896 comments: all in the ledger, 289 with the moderators' reason and out of the themes."""
    source = shared / "polis/american-assembly.bowling-green/comments.csv"
    folder = new_round({"comments.csv": source.read_bytes()})
    ledger = run_on(folkmoot, folder)
    assert len(ledger) == 896
    rejected = ledger[ledger["reason"] == MODERATED]
    assert len(rejected) == 289
    assert (rejected["n_ideas"] == 0).all()


def test_affordable_housing(folkmoot: Folkmoot, new_round: NewRound, shared: Path) -> None:
    """165 comments, 46 of them rejected by moderators, beside votes and a summary."""
    source = shared / "polis/scoop-hivemind.affordable-housing"
    folder = new_round({path.name: path.read_bytes() for path in source.iterdir()})
    ledger = run_on(folkmoot, folder)
    comments = ledger[ledger["file"] == "comments.csv"]
    assert (len(comments), (comments["reason"] == MODERATED).sum()) == (165, 46)


def test_budget_requests(folkmoot: Folkmoot, new_round: NewRound, shared: Path) -> None:
    """250 rows of a compressed table whose text column people have to choose."""
    source = shared / "nyc-community-requests/cbbr_submissions_input_fy2024.csv.gz"
    table = pd.read_csv(source).sample(250, random_state=1)
    packed = gzip.compress(table.to_csv(index=False).encode(), mtime=0)
    folder = new_round({"requests.csv.gz": packed})
    said = folkmoot("run", folder)
    assert said.code == 1
    assert "columns.yaml" in said.err
    (folder / "data/raw/columns.yaml").write_text("requests.csv.gz: {text: reason}\n")
    assert len(run_on(folkmoot, folder)) == 250


def test_meeting_records(folkmoot: Folkmoot, new_round: NewRound, shared: Path) -> None:
    """A folder of Word, PDF and Excel files as it is: every file is in the ledger."""
    source = shared / "us-open-gov-meeting-docs"
    files = {path.name: path.read_bytes() for path in source.iterdir() if path.name != "README.md"}
    ledger = run_on(folkmoot, new_round(files))
    assert set(ledger["file"]) == set(files)
