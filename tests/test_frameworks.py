"""A list of aims is a file: a good one needs no code, a bad one is one sentence."""

from typing import Any

import pytest
import yaml

from pipeline import store
from pipeline.errors import FolkmootError
from pipeline.frameworks import frameworks
from tests.conftest import ROOT, Folkmoot, NewRound

PLAN: dict[str, Any] = {
    "framework": "harbour",
    "name": "Harbour town plan",
    "source": "Harbour Council, 2026",
    "entries": [
        {"code": "benches", "name": "Places to sit", "description": "Benches.", "cues": ["bench"]},
        {"code": "quiet", "name": "Quiet streets", "description": "No rat runs."},
    ],
}
BENCHES, QUIET = PLAN["entries"]


def _file(name: str = "plan.yaml", **more: Any) -> dict[str, Any]:  # noqa: ANN401  as YAML gives it
    return {name: {**PLAN, **more}}


def test_a_list_of_aims_becomes_rows() -> None:
    """Each entry has its list, its words and its phrases; what is left out is not known."""
    table = frameworks(_file())
    assert list(table["code"]) == ["benches", "quiet"]
    assert list(table["cues"].fillna("")) == ["bench", ""]
    assert set(table["framework_name"]) == {"Harbour town plan"}


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        (_file(entries=[BENCHES, QUIET, BENCHES]),
         'plan.yaml: two entries have the code "benches" (entries 1 and 3); '
         "give each a code of its own"),
        (_file(entries=[BENCHES, {"code": "quiet", "description": "No rat runs."}]),
         "plan.yaml: entry 2 has no name; see the example in data/raw/frameworks/README.md"),
        (_file(source=" "),
         'plan.yaml: it has no "source"; see the example in data/raw/frameworks/README.md'),
        (_file(entries=[]),
         "plan.yaml: it has no list of entries; see the example in data/raw/frameworks/README.md"),
        (_file(entries=[{**BENCHES, "code": 1.1}]),
         'plan.yaml: entry 1: the code 1.1 is read as a number; put it in quotes, as in "1.1"'),
        (_file(entries=[{**BENCHES, "parent": "sitting"}]),
         'plan.yaml: the parent of "benches" is "sitting", and no entry has this code; '
         "mend it or take the line out"),
        (_file(entries=[{**BENCHES, "cue": ["seat"]}]),
         'plan.yaml: entry 1 has "cue", which nothing reads; the names are code, name, '
         "description, parent, cues, not_this, only_with_others, question, goals"),
        (_file(entries=[{**BENCHES, "cues": "bench"}]),
         "plan.yaml: entry 1: its cues must be a list of phrases, each in quotes "
         "if it is a number or yes or no"),
        (_file(entries=["benches"]),
         "plan.yaml: entry 1 is not a list of names with values; "
         "see the example in data/raw/frameworks/README.md"),
        ({**_file("one.yaml"), **_file("two.yaml")},
         'two.yaml: the short name "harbour" is taken by one.yaml; choose another'),
        ({"plan.yaml": {}},
         'plan.yaml: it has no "framework"; see the example in data/raw/frameworks/README.md'),
    ],
)  # fmt: skip
def test_a_bad_file_is_one_sentence(files: dict[str, Any], sentence: str) -> None:
    """It says which file, which entry, what is wrong and what to do."""
    with pytest.raises(FolkmootError) as error:
        frameworks(files)
    assert str(error.value) == sentence


def test_the_example_in_the_readme_works(new_round: NewRound) -> None:
    """Whoever copies the example into a file has a list that can be used."""
    text = (ROOT / "pipeline/templates/round/frameworks.md").read_text(encoding="utf-8")
    example = [line[4:] for line in text.split("\n") if line.startswith("    ")]
    folder = new_round({"frameworks/harbour.yaml": "\n".join(example)})
    table = store.read(folder, "frameworks")
    assert list(table.loc[table["framework"] == "harbour", "code"]) == ["benches", "quiet"]
    assert (ROOT / "data/raw/frameworks/README.md").read_text(encoding="utf-8") == text


def test_check_says_whether_a_list_is_used(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A file that would do nothing is told, before anybody wonders."""
    files = {"frameworks/harbour.yaml": yaml.safe_dump(PLAN), "ideas.txt": "More benches please"}
    said = folkmoot("check", new_round(files))
    assert said.code == 0
    assert "not used: add it to frameworks_used" in said.out


def test_a_bad_list_stops_before_anything_runs(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """Nobody waits for half a run to learn that a name is missing."""
    bad = {**PLAN, "entries": [{"code": "benches", "description": "Benches."}]}
    folder = new_round({"frameworks/plan.yaml": yaml.safe_dump(bad), "ideas.txt": "More benches"})
    said = folkmoot("run", folder)
    assert (said.code, said.out) == (1, "")
    assert "plan.yaml: entry 1 has no name; " in said.err
    assert not list((folder / "data/processed").iterdir())


def test_a_file_that_is_no_list_is_told(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """Nothing that people put into the folder is passed over in silence."""
    folder = new_round({"frameworks/plan.docx": b"x", "ideas.txt": "More benches please"})
    said = folkmoot("check", folder)
    assert (said.code, said.err) == (
        1,
        f"folkmoot: {folder}/data/raw/frameworks/plan.docx: a list of aims ends in .yaml; "
        "see the README beside it\n",
    )


@pytest.mark.slow
def test_a_round_is_aligned_with_its_own_list(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """Dropped into the folder and named in params.yaml, the list is in tables and report."""
    ideas = "- We need a bench at the pier\n- Stop the rat run past the school\n- Cheaper buses\n"
    folder = new_round({"frameworks/harbour.yaml": yaml.safe_dump(PLAN), "notes.md": ideas})
    params = yaml.safe_load((folder / "params.yaml").read_text())
    params["align"] |= {"frameworks_used": ["harbour"]}
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    said = folkmoot("run", folder, "--quiet")
    assert said.code == 0, said.err
    found = store.read(folder, "alignments")
    bench = found[found["code"] == "benches"].iloc[0]
    assert (bench["evidence"], bench["reason"]) == (
        "bench", "uses a phrase listed for it: “bench”",
    )  # fmt: skip
    pages = (folder / "reports/preview/contributions").glob("*.html")
    assert "Harbour town plan: Places to sit" in "".join(page.read_text() for page in pages)
