"""The front door takes what people bring, and ends with a result or with one sentence."""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pandas as pd
import pytest
import yaml

from pipeline import store
from pipeline.__main__ import main
from pipeline.stages import NAMES
from tests.conftest import Folkmoot, NewRound, copy, written

SIX = "\n".join(
    [
        "id,idea",
        "1,Publish every council budget in words that people use",
        "2,Show where the money for roads was spent last year",
        "3,Let young people vote on how the youth fund is spent",
        "4,Hold health board meetings in the evening",
        "5,Answer every consultation reply with what became of it",
        "6,Put planning notices where people can see them",
    ]
)


def test_help_is_quick() -> None:
    """Asking for help loads no model, no table library and no reader."""
    code = (
        "import sys, pipeline.__main__; print(len({'pandas','torch','spacy'} & set(sys.modules)))"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "0"


def test_help_names_the_commands(folkmoot: Folkmoot) -> None:
    """Everything that can be done is on one screen."""
    said = folkmoot("--help")
    assert all(word in said.out for word in ("new", "check", "run", "sign-off", "publish"))


def test_a_new_round_says_what_goes_where(folkmoot: Folkmoot, tmp_path: Path) -> None:
    """A folder with a README, dials, empty decision sheets, and what to do next."""
    folder = tmp_path / "my-round"
    said = folkmoot("new", folder)
    assert (said.code, said.err) == (0, "")
    assert f'then "folkmoot run {folder}"' in said.out
    assert (folder / "data/raw/README.md").exists()
    assert (folder / "data/raw/decisions/sign_off.csv").read_text().startswith("when,who,")


def test_a_round_is_never_written_over(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """Making a round where there is something already is refused."""
    folder = new_round({})
    said = folkmoot("new", folder)
    assert said.code == 1
    assert said.err == f"folkmoot: {folder}: not empty; name a folder that does not exist yet\n"


def test_an_empty_round_says_what_to_put_where(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """Nothing to read is one sentence."""
    folder = new_round({})
    said = folkmoot("run", folder)
    assert said.code == 1
    assert said.err == (
        f"folkmoot: {folder}/data/raw: nothing to read; put notes (Word, PDF, text …) or exports "
        "(CSV, Excel) there\n"
    )


def test_a_folder_that_is_no_round(folkmoot: Folkmoot, tmp_path: Path) -> None:
    """A wrong folder is answered with how to make a right one."""
    said = folkmoot("run", tmp_path)
    assert said.code == 1
    assert said.err == (
        f"folkmoot: {tmp_path}/params.yaml: not found; "
        f'make a round with "folkmoot new {tmp_path}"\n'
    )


@pytest.mark.parametrize(
    ("block", "sentence"),
    [
        ({"clusters": {}}, 'there is no stage "clusters"; the stages are ingest, redact, '),
        ({"cluster": {"min_sizes": 3}}, 'cluster: there is no dial "min_sizes"; the dials are '),
        ({"cluster": {"seed": "many"}}, "cluster: seed: Input should be a valid integer"),
    ],
)
def test_an_unknown_dial_is_named(
    folkmoot: Folkmoot, new_round: NewRound, block: dict[str, dict[str, object]], sentence: str
) -> None:
    """A mistake in params.yaml stops the run before it starts, and says which dials there are."""
    folder = new_round({"ideas.csv": SIX})
    params = yaml.safe_load((folder / "params.yaml").read_text())
    for stage, dials in block.items():
        params[stage] = (params.get(stage) or {}) | dials
    (folder / "params.yaml").write_text(yaml.safe_dump(params))
    said = folkmoot("run", folder)
    assert said.code == 1
    assert said.err.startswith(f"folkmoot: params.yaml: {sentence}")
    assert said.err.count("\n") == 1


def test_params_that_are_no_yaml(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A broken params.yaml is named with the line."""
    folder = new_round({"ideas.csv": SIX})
    (folder / "params.yaml").write_text("ingest: {}\nsplit: [\n")
    said = folkmoot("run", folder)
    assert said.code == 1
    assert said.err == (
        f"folkmoot: {folder}/params.yaml, line 3: not readable as YAML; mend it and try again\n"
    )


def test_an_unknown_stage_is_named(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A typing error after --only is answered with the stages there are."""
    said = folkmoot("run", new_round({"ideas.csv": SIX}), "--only", "clutser")
    assert said.code == 1
    assert said.err == (
        f'folkmoot: there is no stage "clutser"; the stages are {", ".join(NAMES)}\n'
    )


def test_results_that_cannot_be_written(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A folder that takes no files is one sentence; nothing is left behind."""
    folder = new_round({"ideas.csv": SIX})
    (folder / "data/processed").rmdir()
    (folder / "data/processed").symlink_to("/proc/self")  # a folder that nobody can write to
    said = folkmoot("run", folder, "--only", "ingest")
    assert said.code == 1
    assert "cannot be written" in said.err
    assert said.err.count("\n") == 1
    assert not list(folder.glob(".folkmoot-*"))


def test_an_interruption_leaves_earlier_results_whole(
    folkmoot: Folkmoot, new_round: NewRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl-C in the middle of a stage: one sentence, and the last results as they were."""
    folder = new_round({"ideas.csv": SIX})
    folkmoot("run", folder, "--only", "ingest")
    before = {p: p.read_bytes() for p in (folder / "data/processed").iterdir()}
    (folder / "data/raw/more.txt").write_text("- Another idea that came later\n")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "swap", interrupted)
    said = folkmoot("run", folder, "--only", "ingest")
    assert said.code == 1
    assert said.err == (
        "folkmoot: stopped on request: what earlier stages wrote is whole; run again any time\n"
    )
    assert before == {p: p.read_bytes() for p in (folder / "data/processed").iterdir()}
    assert not list(folder.glob(".folkmoot-*"))


def test_check_says_how_each_file_is_read(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """Before anything runs: the file, what it was taken for, and which column is the text."""
    said = folkmoot("check", new_round({"ideas.csv": SIX}))
    assert (said.code, said.err) == (0, "")
    assert "ideas.csv" in said.out
    assert '"idea" read as the text' in said.out


def test_check_lists_what_is_wrong(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A decision sheet that does not fit its shape is named with the column."""
    folder = new_round({"ideas.csv": SIX, "decisions/sign_off.csv": "when,whom\n2026-01-01,Ann\n"})
    said = folkmoot("check", folder)
    assert said.code == 1
    assert "sign_off.csv" in said.err


@pytest.mark.slow
def test_publishing_waits_for_a_person(sample_round: Path, folkmoot: Folkmoot) -> None:
    """The index is not published while nobody has checked the personal-data sheet."""
    said = folkmoot("publish", sample_round, "--quiet")
    assert said.code == 1
    assert said.err == (
        f"folkmoot: {sample_round}/reports/redactions.csv: not signed off yet; check each row, "
        f'then "folkmoot sign-off {sample_round} --by NAME"\n'
    )


@pytest.mark.slow
def test_only_what_changed_is_checked_again(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """After a sign-off the preview is gone; what is new or changed brings it back, beside."""
    folder = new_round({"ideas.csv": SIX.replace("road", "ann@example.org road")})
    index, preview = (folder / f"reports/{name}/index.html" for name in ("index", "preview"))
    assert folkmoot("run", folder).out.endswith(f"Open {preview}\n")
    assert "Not for publication" in preview.read_text()
    (link,) = store.read(folder, "redactions")["link"]
    assert (folder / "reports" / link).exists()
    assert not index.exists()
    assert "Signed off: 6 new" in folkmoot("sign-off", folder, "--by", "Morag Example").out
    assert folkmoot("publish", folder).code == 0
    assert "Not for publication" not in index.read_text()
    assert not preview.exists()
    (link,) = store.read(folder, "redactions")["link"]
    assert (folder / "reports" / link).exists()
    assert folkmoot("publish", folder, "--dry-run").out.startswith("0 changes to contributions; f")
    assert '\nThe index is written anew; "folkmoot publish" logs' in folkmoot("run", folder).out
    standing = index.read_text()
    assert "Not for publication" not in (folder / "reports/findings.html").read_text()
    (folder / "data/raw/more.txt").write_text("- Ring me on 0131 496 0000 about the budget\n")
    said = folkmoot("publish", folder, "--quiet")
    assert re.fullmatch(
        f"folkmoot: {folder}/reports/redactions.csv: 1 text is new or changed since "
        rf'Morag Example signed off \(\w+\); check these, then "folkmoot sign-off {folder} '
        r'--by NAME"\n',
        said.err,
    )
    assert "Not for publication" in preview.read_text()
    assert index.read_text() == standing
    page = next((index.parent / "contributions").iterdir())
    taken_back = {"contribution_id": page.stem, "why": "una@example.org asked"}
    store.append(folder, "withdrawals", pd.DataFrame([taken_back]))
    told = folkmoot("run", folder).out
    assert "1 contribution taken back: still in reports/index; publish again\n" in told
    assert told.endswith(f"Open {preview}\n")
    assert "withdrawals.csv, row 2" in folkmoot("publish", folder, "--dry-run").err
    assert "Signed off: 2 new" in folkmoot("sign-off", folder, "--by", "Ann Example").out
    assert folkmoot("publish", folder, "--quiet").code == 0
    assert index.read_text() != standing
    assert "not shown: withdrawn" in page.read_text()
    assert "taken back" not in folkmoot("run", folder).out


@pytest.mark.slow
@pytest.mark.parametrize("n", [1, 3, 5])
def test_few_ideas_are_read_not_forced(folkmoot: Folkmoot, new_round: NewRound, n: int) -> None:
    """With too few ideas there are no themes, a sentence says so, and every idea is there."""
    lines = SIX.splitlines()[: n + 1]
    folder = new_round({"ideas.csv": "\n".join(lines)})
    said = folkmoot("run", folder)
    assert said.code == 0, said.err
    assert "Too few ideas to look for themes" in said.out
    findings = (folder / "reports/findings.md").read_text()
    assert all(line.split(",", 1)[1] in findings for line in lines[1:])


def test_no_idea_at_all(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A table with a header and nothing below it is said, not reported on."""
    folder = new_round({"ideas.csv": "id,idea\n"})
    said = folkmoot("run", folder)
    assert said.code == 1
    assert said.err.count("\n") == 1
    assert "ideas.csv" in said.err


@pytest.mark.slow
def test_two_thousand_times_the_same(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A text sent 2,000 times stays 2,000 contributions and one distinct text."""
    folder = new_round({"ideas.csv": "idea\n" + "Keep our library open for everybody\n" * 2000})
    said = folkmoot("run", folder, "--json")
    assert said.code == 0, said.err
    assert json.loads(said.out)["contributions"] == {"included": 2000}
    assert store.read(folder, "groups")["group_id"].nunique() == 1


@pytest.mark.slow
def test_the_sample_round_accounts_for_everything(sample_round: Path) -> None:
    """Contributions and unread pieces make the ledger, and every idea has its place."""
    tables = {name: store.read(sample_round, name) for name in
              ("contributions", "set_aside", "ledger", "ideas", "assignments")}  # fmt: skip
    unread = int((tables["set_aside"]["part"] == "unread").sum())
    assert len(tables["ledger"]) == len(tables["contributions"]) + unread
    first = tables["assignments"].query("rank == 1")
    assert sorted(first["idea_id"]) == sorted(tables["ideas"]["idea_id"])
    assert len(tables["ideas"]) >= 220


@pytest.mark.slow
def test_ideas_are_verbatim(sample_round: Path) -> None:
    """Each idea is a span of its public text, at the offsets given."""
    texts = store.read(sample_round, "public_texts").set_index("contribution_id")
    for idea in store.read(sample_round, "ideas").itertuples():
        field = texts.loc[idea.contribution_id, idea.field]
        assert str(field)[idea.start : idea.end] == idea.text


@pytest.mark.slow
def test_the_same_answer_twice(sample_round: Path, folkmoot: Folkmoot, tmp_path: Path) -> None:
    """The same files, dials and decisions give the same bytes, with vectors new or remembered."""
    again = tmp_path / "again"
    again.mkdir()
    for name in ("data/raw", "params.yaml"):
        copy(sample_round / name, again / name)
    assert folkmoot("run", again, "--quiet").code == 0
    assert written(again) == written(sample_round)
    assert folkmoot("run", again, "--quiet").code == 0
    assert written(again) == written(sample_round)


@pytest.mark.slow
def test_a_report_changed_in_word_is_never_lost(folkmoot: Folkmoot, new_round: NewRound) -> None:
    """A run writes the report again, but what somebody changed in it is kept beside it, told."""
    folder = new_round({"ideas.csv": SIX})
    word = folder / "reports/findings.docx"
    assert folkmoot("run", folder, "--quiet").code == 0
    assert "changed in Word" not in folkmoot("run", folder).out
    for times in (1, 2):
        word.write_bytes(f"changed {times}".encode())
        said = folkmoot("run", folder, "--from", "report").out
        kept = folder / f"reports/findings-edited-{times}.docx"
        assert f"Kept, as changed in Word: reports/{kept.name} (see import-edits)" in said
        assert kept.read_bytes() == f"changed {times}".encode()
        assert word.read_bytes().startswith(b"PK")


@pytest.mark.slow
def test_run_json_is_the_manifest(sample_round: Path) -> None:
    """Versions, model and its sha256, dials, rows in and out, seconds and memory of each stage."""
    manifest = store.read(sample_round, "run")
    assert list(manifest["stages"]) == sorted(NAMES)
    assert len(manifest["encoder"]["sha256"]) == 64
    assert manifest["params"] == yaml.safe_load((sample_round / "params.yaml").read_text())
    stage = manifest["stages"]["split"]
    assert stage["read"]["public_texts"] > 200
    assert stage["seconds"] >= 0
    assert stage["peak_megabytes"] > 50


def test_a_fault_of_ours_is_one_sentence_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nobody meets a traceback: its details go to a file, and the sentence says where that is."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(SystemExit) as stop:
        main(_divide_by_nothing)
    (details,) = tmp_path.iterdir()
    said = capsys.readouterr().err
    assert stop.value.code == 1
    assert said.startswith("folkmoot: a fault in Folkmoot, not in your files (ZeroDivisionError);")
    assert str(details) in said
    assert "Traceback" not in said
    assert "ZeroDivisionError" in details.read_text()


def _divide_by_nothing() -> None:
    raise ZeroDivisionError
