"""Publishing tells what it will change, changes nothing else, and forgets what is taken back."""

import json
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pandas as pd
import pytest

from pipeline import store
from pipeline.addresses import contribution_page
from pipeline.join import records
from pipeline.tables import Withdrawals
from tests.build import rows
from tests.conftest import Folkmoot, copy, written
from tests.reading import addresses


@pytest.fixture(scope="module")
def published(sample_round: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the sample round, to be signed off and published."""
    folder = tmp_path_factory.mktemp("published") / "round"
    copy(sample_round, folder)
    return folder


def _all_words(folder: Path) -> str:
    """Read every text of every file, also inside Word files and other zipped ones."""
    parts = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        contents = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                contents = [archive.read(name) for name in archive.namelist()]
        parts += [content.decode("utf-8", "ignore") for content in contents]
    return "\n".join(parts)


def _files_of(index: Path) -> dict[str, bytes]:
    """Take the bytes of every file of an index."""
    paths = [path for path in index.rglob("*") if path.is_file()]
    return {path.relative_to(index).as_posix(): path.read_bytes() for path in paths}


def _check_that_nothing_is_missing(folder: Path, index: Path) -> None:
    """Hold a copy of the index, alone in a folder, against the ledger; follow every link of it."""
    copy(folder / "reports/index", index)
    withheld = (index / "withheld.html").read_text()
    for row in records(store.read(folder, "ledger")):
        if row["status"] == "included":
            assert (index / contribution_page(row["contribution_id"])).exists()
        elif row["contribution_id"]:
            assert row["contribution_id"] in withheld
    for file in index.rglob("*.*"):
        for link in addresses(file.name, file.read_bytes().decode("utf-8", "ignore")):
            target = (file.parent / unquote(link.partition("#")[0])).resolve()
            assert link.startswith("https://") or target.exists(), (file, link)
            assert link.startswith("https://") or target.is_relative_to(index), (file, link)


@pytest.mark.slow
def test_a_round_is_published_changed_and_forgets_on_request(
    folkmoot: Folkmoot, published: Path, tmp_path: Path
) -> None:
    """A dry run tells what publishing does on decisions as they stand, and does nothing of it.

    What is withdrawn is in no file afterwards.
    """
    index = published / "reports/index"
    assert folkmoot("publish", published, "--dry-run").code == 1
    assert folkmoot("sign-off", published, "--by", "Morag").code == 0
    first = folkmoot("publish", published, "--dry-run").out
    assert first.startswith("249 changes to contributions; files: 3")
    assert "and 229 more; --json lists them all\n" in first
    assert "contributions/: 249 new\n" in first
    assert store.read(published, "published").empty
    assert folkmoot("publish", published).code == 0
    again = folkmoot("publish", published, "--dry-run").out
    assert again == (
        "0 changes to contributions; files: 0 new, 0 changed, 0 removed. Nothing was written.\n"
    )

    _check_that_nothing_is_missing(published, tmp_path / "alone")
    texts = store.read(published, "public_texts").set_index("contribution_id")["text"]
    name = str(texts[~texts.duplicated(keep=False)].str.len().idxmax())
    words = texts[name][:60]
    assert words in _all_words(published / "reports")
    assert folkmoot("export", "kouchou-ai", published).code == 0
    assert folkmoot("export", "themefinder", published, "--private").code == 0
    untouched = next(p for p in (index / "contributions").iterdir() if p.stem != name)
    node = (index / "style.css").stat().st_ino
    taken_back = rows(Withdrawals, {"contribution_id": name, "why": "by its author"})
    store.append(published, "withdrawals", pd.DataFrame(taken_back))
    standing, before = written(published), _files_of(index)
    plan = json.loads(folkmoot("publish", published, "--dry-run", "--json").out)
    assert written(published) == standing
    (change,) = plan["contributions"]
    assert (change["contribution_id"], change["what"]) == (name, "no longer shown: withdrawn")
    assert change["words"]
    assert folkmoot("publish", published).code == 0
    after = _files_of(index)
    assert plan["files"] == {
        "new": sorted(set(after) - set(before)),
        "changed": sorted(file for file in set(after) & set(before) if after[file] != before[file]),
        "removed": sorted(set(before) - set(after)),
    }
    assert words not in _all_words(published / "reports")
    assert words not in _all_words(published / "data/processed")
    assert "not shown: withdrawn" in (index / f"contributions/{name}.html").read_text()
    assert name in (index / "withheld.html").read_text()
    ledger = store.read(published, "ledger").set_index("contribution_id")
    assert ledger.loc[name, "status"] == "withdrawn"
    assert untouched.exists()
    assert (index / "style.css").stat().st_ino == node
