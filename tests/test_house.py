"""The list of stages, dvc.yaml, params.yaml, tests, the README and the rooms agree."""

import ast
from importlib import import_module
from importlib.metadata import PackageNotFoundError, metadata
from inspect import Parameter, signature
from pathlib import Path

import pytest
import yaml
from packaging.specifiers import SpecifierSet

from pipeline.stages import NAMES, STAGES, Stage, room_of
from pipeline.tables import PLACES
from tests.house import ROOT, generated

NOT_IN_A_ROOM = {"open", "print", "Path", "yaml", "json"}
TOP_LEVEL = {
    "pipeline", "data", "notebooks", "reports", "tests", "benchmarks", "docs",
    "pyproject.toml", "params.yaml", "dvc.yaml", "dvc.lock", "constraints.txt", "models.txt",
    "Makefile", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE",
}  # fmt: skip
stages = pytest.mark.parametrize("stage", STAGES, ids=NAMES)


@stages
def test_a_stage_is_one_room_with_one_door(stage: Stage) -> None:
    """Its module offers a function of the same name, and says at once what becomes what."""
    module = import_module(f"pipeline.{stage.name}")
    assert room_of(stage).__module__.startswith(f"pipeline.{stage.name}")
    assert (module.__doc__ or "").split("\n")[0].endswith((".", ":"))
    assert (module.__doc__ or "").lower().startswith(f"{stage.name}: ")


@stages
def test_a_room_takes_the_tables_of_its_stage(stage: Stage) -> None:
    """Arguments are the tables by name, in order; dials are keyword-only and have no defaults."""
    parameters = signature(room_of(stage)).parameters.values()
    tables = tuple(p.name for p in parameters if p.kind is not Parameter.KEYWORD_ONLY)
    dials = [p for p in parameters if p.kind is Parameter.KEYWORD_ONLY]
    assert tables == stage.reads
    assert all(dial.default is Parameter.empty for dial in dials)
    assert len(dials) <= 5


@stages
def test_a_room_touches_no_file(stage: Stage) -> None:
    """Rooms name nothing that opens, prints or reads settings."""
    for path in _files_of(stage.name):
        names = {node.id for node in ast.walk(_parsed(path)) if isinstance(node, ast.Name)}
        modules = {
            alias.name.split(".")[0]
            for node in ast.walk(_parsed(path))
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
        }
        assert not (names | modules) & NOT_IN_A_ROOM, path.name


@stages
def test_params_are_the_dials(stage: Stage) -> None:
    """A stage's block in params.yaml holds exactly the keyword-only arguments of its room."""
    block = yaml.safe_load((ROOT / "params.yaml").read_text())[stage.name] or {}
    dials = [
        p.name for p in signature(room_of(stage)).parameters.values()
        if p.kind is Parameter.KEYWORD_ONLY
    ]  # fmt: skip
    assert sorted(block) == sorted(dials)


@stages
def test_a_stage_has_a_test_file(stage: Stage) -> None:
    """The promises of a room are where one looks for them."""
    assert (ROOT / "tests" / f"test_{stage.name}.py").exists()


def test_tables_are_made_before_they_are_read() -> None:
    """A stage reads what people bring or earlier stages wrote, and writes what no other does."""
    caches = {name for name, place in PLACES.items() if place.kept}
    made = set(caches)
    for stage in STAGES:
        brought = {name for name in stage.reads if PLACES[name].path.startswith("data/raw")}
        assert set(stage.reads) - brought - {"frameworks", "settings"} <= made, stage.name
        assert not (set(stage.writes) & made) - caches, stage.name
        made |= set(stage.writes)


def test_what_is_generated_is_up_to_date() -> None:
    """`make house` was run after the last change to stages or dials: DVC's list, map, template."""
    stale = [path.name for path, text in generated().items() if path.read_text() != text]
    assert not stale


def test_the_top_level_holds_only_what_belongs_there() -> None:
    """Nothing strays into the entrance hall."""
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert {name for name in found if not name.endswith(".egg-info")} <= TOP_LEVEL


def test_functions_are_small() -> None:
    """No function of the pipeline is longer than forty lines without its docstring."""
    long = [
        f"{path.name}:{node.name} ({lines})"
        for path in (ROOT / "pipeline").rglob("*.py")
        for node in ast.walk(_parsed(path))
        if isinstance(node, ast.FunctionDef) and (lines := _lines_of(node)) > 40
    ]
    assert not long


def _lines_of(node: ast.FunctionDef) -> int:
    """Count a function's lines after its docstring."""
    first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
    return (node.end_lineno or 0) - first.lineno + 1


def _files_of(stage: str) -> list[Path]:
    """Find the file or the files of a room."""
    base = ROOT / "pipeline" / stage
    return sorted(base.glob("*.py")) if base.is_dir() else [base.with_suffix(".py")]


def _parsed(path: Path) -> ast.Module:
    """Parse a source file."""
    return ast.parse(path.read_text(encoding="utf-8"))


def test_any_python_3_11_will_do() -> None:
    """Nothing that is pinned asks for a later patch of Python than the first: Debian has 3.11.2."""
    pins = [line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines()]
    named = [pin[0] for pin in pins if len(pin) == 2]
    asked = {name: _python_of(name) for name in named}
    assert asked
    assert {
        name: ask for name, ask in asked.items() if not SpecifierSet(ask).contains("3.11.0")
    } == {}


def _python_of(name: str) -> str:
    """Which Python an installed package asks for; one that is not installed here asks for none."""
    try:
        return str(metadata(name).json.get("requires_python") or "")
    except PackageNotFoundError:
        return ""
