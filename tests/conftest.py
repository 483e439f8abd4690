"""What many tests share: the command line in this process, temporary rounds, real data."""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pipeline.__main__ import app, main
from pipeline.rounds import make_round
from pipeline.stages import STAGES
from pipeline.tables import PLACES

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"

EXAMPLES = 25  # per property: enough to break a first draft, few enough for every save
settings.register_profile(
    "ci",
    derandomize=True,
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile("here", deadline=None, max_examples=EXAMPLES)
settings.load_profile("ci" if os.environ.get("CI") else "here")


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


Folkmoot = Callable[..., Said]
NewRound = Callable[[Mapping[str, str | bytes]], Path]


def copy(source: Path, target: Path) -> None:
    """Copy a file or a folder to where nothing is yet."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


def written(folder: Path) -> dict[str, bytes]:
    """Take the bytes of everything that a run writes but its manifest, which holds times."""
    places = [folder / PLACES[name].path for stage in STAGES for name in stage.writes]
    files = [path for place in places for path in (place, *place.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.fixture
def folkmoot(capsys: pytest.CaptureFixture[str]) -> Folkmoot:
    """Run a command as a person would, in this process."""

    def command(*arguments: str | Path) -> Said:
        code = 0
        try:
            main(lambda: app([str(argument) for argument in arguments], standalone_mode=False))
        except SystemExit as stop:
            code = int(stop.code or 0)
        said = capsys.readouterr()
        return Said(code, said.out, said.err)

    return command


def made_round(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Make a round that holds these files."""
    make_round(folder)
    for name, content in files.items():
        path = folder / "data" / "raw" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


@pytest.fixture
def new_round(tmp_path: Path) -> NewRound:
    """Make a round that holds these files."""
    return partial(made_round, tmp_path / "round")


@pytest.fixture(scope="session")
def sample_round(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the sample round once, in a copy; tests only read it."""
    folder = tmp_path_factory.mktemp("sample") / "round"
    for name in ("data/raw", "params.yaml"):
        copy(ROOT / name, folder / name)
    main(lambda: app(["run", str(folder), "--quiet"], standalone_mode=False))
    return folder


@pytest.fixture(scope="session")
def shared() -> Path:
    """Find the public data sets; they are not part of the project."""
    if not SHARED.is_dir():
        pytest.skip("the public data sets are not beside this clone (../shared/data)")
    return SHARED
