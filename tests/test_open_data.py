"""Other programs open what was published, and find in it what it says."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from pipeline import store
from pipeline.writers.folder import documents
from tests.invented import decided_round, files_of, published, reported

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write the index of the invented round."""
    tables = decided_round()
    folder = tmp_path_factory.mktemp("round") / "index"
    made = documents(files_of(published({**tables, **reported(tables)})))
    store.write_documents(folder.parent, folder, pd.DataFrame(made))
    return folder


def _said(module: str, *arguments: str, where: Path) -> str:
    """Run a program of another house on the index, as its users do."""
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=where,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_datasette_opens_the_base_and_answers_a_search(index: Path) -> None:
    """Who types a word into Datasette's search box finds the contributions that hold it."""
    asked = "/index/contributions.json?_search=fare&_shape=array&_col=contribution_id"
    found = json.loads(_said("datasette", "index.sqlite", "--get", asked, where=index))
    assert found == [{"contribution_id": "c7", "round": "this round"}]


def test_frictionless_finds_every_table_as_the_dictionary_says(index: Path) -> None:
    """Types, keys and columns of the CSV files are those that the data package declares."""
    said = _said("frictionless", "validate", "datapackage.json", "--json", where=index)
    tasks = json.loads(said)["tasks"]
    assert [task["name"] for task in tasks] == [path.stem for path in _tables(index)]
    assert all(task["valid"] for task in tasks)


def _tables(index: Path) -> list[Path]:
    """Give the CSV files in the order in which the package declares them."""
    declared = json.loads((index / "datapackage.json").read_text())["resources"]
    return [index / resource["path"] for resource in declared]
