"""What is generated from the list of stages: dvc.yaml, the README's map, vectors."""

import ast
from pathlib import Path

import pandas as pd
from pandera.typing import DataFrame

from pipeline import store
from pipeline.dvc import dvc_yaml
from pipeline.embed import embed
from pipeline.stages import STAGES, Stage
from pipeline.tables import PLACES, Codebook, EarlierIdeas, Ideas, PublicTexts, VectorCache
from tests.build import rows

ROOT = Path(__file__).parents[1]
START, END = "<!-- the map: start -->", "<!-- the map: end -->"
FRONT_DOOR = {"pipeline/__init__.py", "pipeline/__main__.py"}


def code_of(stage: str) -> list[str]:
    """List the source files behind a stage: its own, what they import, and the facts they use."""
    found: set[str] = set()
    _follow(f"pipeline.{stage}", found)
    folders = {
        "pipeline/knowledge/": "pipeline/knowledge",
        "pipeline/templates/": "pipeline/templates",
    }
    named = {
        next((to for start, to in folders.items() if path.startswith(start)), path)
        for path in found
    }
    return sorted(named - FRONT_DOOR)


def _follow(module: str, found: set[str]) -> None:
    """Add a module's files, and those of the project's modules that it imports."""
    for path in _files_of(module):
        name = path.relative_to(ROOT).as_posix()
        if name in found:
            continue
        found.add(name)
        text = path.read_text(encoding="utf-8")
        if "pipeline.templates" in text or "templates" in text.split('"'):
            found.add("pipeline/templates/")
        for imported in sorted(_imports(ast.parse(text))):
            _follow(imported, found)


def _files_of(module: str) -> list[Path]:
    """Find a module's file, or all files of a package."""
    base = ROOT / Path(*module.split("."))
    if base.is_dir() and module != "pipeline":
        return sorted(base.glob("*.py"))
    return [base.with_suffix(".py")] if base.with_suffix(".py").exists() else []


def _imports(tree: ast.Module) -> set[str]:
    """Name the project's modules that a module imports, anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pipeline"):
            names |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def map_of_the_house() -> str:
    """Write the README's table: stage, what it does, what it reads and writes."""
    head = "| stage | what becomes what | writes |\n| --- | --- | --- |\n"
    return head + "\n".join(map(_map_row, STAGES))


def _map_row(stage: Stage) -> str:
    """Write one stage's row."""
    writes = ", ".join(f"`{PLACES[name].path}`" for name in stage.writes)
    return f"| `{stage.name}` | {stage.does} | {writes} |"


def generated() -> dict[Path, str]:
    """Give every generated text with the file it belongs to."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    before, _, rest = readme.partition(START)
    after = rest.partition(END)[2]
    return {
        ROOT / "dvc.yaml": dvc_yaml({stage.name: code_of(stage.name) for stage in STAGES}),
        ROOT / "pipeline/templates/round/params.yaml": (ROOT / "params.yaml").read_text(),
        ROOT / "reports/README.md": (ROOT / "pipeline/templates/round/reports.md").read_text(),
        ROOT / "README.md": f"{before}{START}\n{map_of_the_house()}\n{END}{after}",
    }


def vectors_of_frameworks() -> DataFrame[VectorCache]:
    """Embed every description in the frameworks, so that a first run need not.

    Where all are known the vectors stay, as another processor may round differently.
    """
    known = VectorCache.validate(pd.read_parquet(store.SHIPPED_VECTORS))
    return known if len(_embedded(known)) == len(known) else _embedded(rows(VectorCache))


def _embedded(known: DataFrame[VectorCache]) -> DataFrame[VectorCache]:
    """Add to the known vectors those of descriptions that are not known yet."""
    *_, cache = embed(
        rows(Ideas),
        rows(PublicTexts),
        store.read(ROOT, "frameworks"),
        rows(Codebook),
        rows(EarlierIdeas),
        known,
        model="all-MiniLM-L6-v2",
        context=0.0,
    )
    return cache


if __name__ == "__main__":
    vectors_of_frameworks().to_parquet(store.SHIPPED_VECTORS, index=False)
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
