"""The front door: commands become stages run in order, and errors become one sentence."""

import gc
import json
import sys
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, NoReturn

import typer

from pipeline.errors import FolkmootError
from pipeline.terminal import as_text, edits_as_text, progress

app = typer.Typer(
    help="From a folder of notes and ideas to a findings report and a published index.",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
Round = Annotated[Path, typer.Argument(metavar="[DIR]", help="The round's folder.")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
With = Annotated[
    list[Path] | None,
    typer.Option("--with", metavar="DIR", help="Take in what this earlier round published."),
]
HERE = Path()
RARELY = (50_000, 20, 20)  # garbage in cycles is rare in tables: looking less often saves a tenth


@app.command()
def new(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
    codebook: Annotated[
        str, typer.Option("--codebook", metavar="NAME", help='Begin with themes: "2018".')
    ] = "",
) -> None:
    """Make a folder for a round: where files go, the dials, and empty sheets for decisions."""
    from pipeline.rounds import make_round  # noqa: PLC0415  commands import what they need

    made = make_round(folder, codebook)
    print(
        f"{folder}: made {made} files. Put notes and exports into {folder / 'data/raw'}, "
        f'then "folkmoot run {folder}".'
    )


@app.command()
def check(folder: Round = HERE, as_json: Json = False) -> None:
    """Say how each file and column will be read, and what is wrong. Runs no model."""
    from pipeline.rounds import checked  # noqa: PLC0415  commands import what they need

    lines, conflicts, wrong = checked(folder)
    found = {"files": lines, "conflicts": conflicts, "wrong": wrong}
    print(json.dumps(found, indent=2) if as_json else as_text(lines, conflicts))
    if wrong:
        raise FolkmootError(
            wrong[0] if len(wrong) == 1 else f"{wrong[0]} (and {len(wrong) - 1} more)"
        )


@app.command()
def run(
    folder: Round = HERE,
    first: Annotated[str, typer.Option("--from", metavar="STAGE", help="Start here.")] = "ingest",
    only: Annotated[str, typer.Option("--only", metavar="STAGE", help="Run this one alone.")] = "",
    earlier: With = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Run all stages, from data/raw to the findings report and a preview of the index."""
    from pipeline.summary import summary  # noqa: PLC0415  commands import what they need
    from pipeline.taking import take  # noqa: PLC0415

    take(folder, earlier or [])
    _run_stages(folder, first, only, silent=quiet or as_json)
    if as_json:
        print(json.dumps(summary(folder).as_dict(), indent=2, ensure_ascii=False))
    elif not (quiet or only):
        print("\n" + summary(folder).as_text())


@app.command()
def evaluate(folder: Round = HERE, as_json: Json = False) -> None:
    """Compare the themes of the last run with people's labels, and with rules of a good set."""
    from pipeline.evaluate import as_text  # noqa: PLC0415  commands import what they need
    from pipeline.rounds import evaluated  # noqa: PLC0415

    found = evaluated(folder)
    print(json.dumps(found, indent=2, ensure_ascii=False) if as_json else as_text(found))


@app.command("sign-off")
def sign_off(
    folder: Round = HERE,
    by: Annotated[str, typer.Option("--by", help="Who checked the personal-data sheet.")] = "",
) -> None:
    """Say that a person checked reports/redactions.csv, so that the index may be published."""
    from pipeline import store  # noqa: PLC0415  commands import what they need
    from pipeline.rounds import sign  # noqa: PLC0415
    from pipeline.wording import many  # noqa: PLC0415

    if not by.strip():
        raise FolkmootError(f'sign-off: whose? write "folkmoot sign-off {folder} --by NAME"')
    n = sign(folder, by.strip(), datetime.now(UTC))
    done = f"Signed off: {n} new or changed." if n else "Nothing was new or changed."
    flags = len(store.read(folder, "flags"))
    if flags:
        told = many(flags, "passage")
        print(f"Read before you publish, if you have not: {told} in reports/flags.csv.")
    print(f'{done} Now "folkmoot publish {folder}".')


@app.command("import-edits")
def import_edits(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="The edited Word file, or .qdpx project.")
    ],
    folder: Round = HERE,
    by: Annotated[str, typer.Option("--by", help="Who edited it.")] = "",
) -> None:
    """Read back what was changed in findings.docx, or in an exported .qdpx project."""
    from pipeline.edits import import_edits as read_back  # noqa: PLC0415

    if not by.strip():
        raise FolkmootError('import-edits: whose? write "folkmoot import-edits FILE --by NAME"')
    edits = read_back(folder, file, by.strip(), datetime.now(UTC))
    print(edits_as_text(edits.changes, edits.beside, folder))


@app.command()
def compare(
    one: Annotated[Path, typer.Argument(metavar="ROUND_A", help="The folder of one round.")],
    other: Annotated[Path, typer.Argument(metavar="ROUND_B", help="The folder of another.")],
    as_json: Json = False,
    csv: Annotated[
        Path | None, typer.Option("--csv", metavar="FILE", help="Write it here.")
    ] = None,
) -> None:
    """Set two rounds side by side: which goals and values people spoke of, theme by theme."""
    from pipeline.compare import as_text  # noqa: PLC0415  commands import what they need
    from pipeline.join import records  # noqa: PLC0415
    from pipeline.rounds import compared  # noqa: PLC0415
    from pipeline.store import export  # noqa: PLC0415

    table = compared(one, other)
    if csv:
        export(csv, table)
    if as_json:
        print(json.dumps(records(table), indent=2, ensure_ascii=False))
    elif csv:
        print(f"{csv}: written, {len(table)} rows")
    else:
        print(as_text(table, str(one), str(other)))


@app.command()
def publish(
    folder: Round = HERE,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change; write nothing.")
    ] = False,
    earlier: With = None,
    quiet: Quiet = False,
    as_json: Json = False,
) -> None:
    """Run all stages, and publish the index if personal data are signed off as they stand."""
    from pipeline.publication import export_again, log, planned  # noqa: PLC0415  commands import what they need
    from pipeline.rounds import refuse_unsigned  # noqa: PLC0415
    from pipeline.stages import NAMES  # noqa: PLC0415
    from pipeline.taking import take  # noqa: PLC0415

    now = datetime.now(UTC)
    if dry_run and earlier:
        raise FolkmootError("publish: --dry-run writes nothing, so it takes nothing --with it")
    take(folder, earlier or [])
    if dry_run:
        with progress(list(NAMES), silent=quiet or as_json) as say:
            plan = planned(folder, now, say)
        print(json.dumps(plan.as_dict(), indent=2) if as_json else plan.as_text())
        return
    _run_stages(folder, "ingest", "", silent=quiet or as_json)
    refuse_unsigned(folder)
    if changed := log(folder, now):
        _run_stages(folder, "publish", "publish", silent=True)
    export_again(folder)
    page = folder / "reports/index/index.html"
    if as_json:
        print(json.dumps({"page": str(page), "changed": changed}, indent=2))
        return
    print(f"Published: {page}")
    print("Its folder stands alone: put it on a web site as it is, and nothing else of reports/.")
    print(f"Contributions that are new or have changed: {changed}")


@app.command()
def export(
    form: Annotated[
        str,
        typer.Argument(metavar="FORMAT", help="qdpx, qdc, themefinder, polis or kouchou-ai."),
    ],
    folder: Round = HERE,
    private: Annotated[
        bool, typer.Option("--private", help="Before sign-off, for your own eyes.")
    ] = False,
) -> None:
    """Write the round for another tool: public words only, once they are signed off."""
    from pipeline.exchange import FORMATS  # noqa: PLC0415  commands import what they need
    from pipeline.publication import export as write_export  # noqa: PLC0415
    from pipeline.rounds import refuse_unsigned  # noqa: PLC0415

    if form not in FORMATS:
        raise FolkmootError(f'export: there is no format "{form}"; it can be {", ".join(FORMATS)}')
    if not private:
        refuse_unsigned(folder)
    for file in write_export(folder, form, private=private):
        print(file)


def _run_stages(folder: Path, first: str, only: str, *, silent: bool) -> None:
    """Run the stages asked for, say how it goes, and keep the run manifest."""
    gc.set_threshold(*RARELY)
    from pipeline import store  # noqa: PLC0415  pandas and pandera: 1 s
    from pipeline.rounds import record  # noqa: PLC0415
    from pipeline.stages import NAMES, STAGES, check_all_dials, stage_named  # noqa: PLC0415

    start = NAMES.index(stage_named(only or first).name)
    stages = STAGES[start : start + 1] if only else STAGES[start:]
    params = store.read_params(folder)
    check_all_dials(params)
    known = {"frameworks": store.read(folder, "frameworks")}  # a bad list stops before any stage
    with progress([stage.name for stage in stages], silent=silent) as say:
        try:
            for stage in stages:
                say(stage.name, None)
                say(stage.name, record(folder, stage, params, known))
        except KeyboardInterrupt:
            raise FolkmootError(
                "stopped on request: what earlier stages wrote is whole; run again any time"
            ) from None


def _stop(sentence: str) -> NoReturn:
    """End with one sentence and exit code 1."""
    print(f"folkmoot: {sentence}", file=sys.stderr)
    raise SystemExit(1)


def main(command: Callable[[], None] = app) -> None:
    """Run the command line; whatever a person can mend ends as one sentence and exit code 1."""
    try:
        command()
    except FolkmootError as error:
        _stop(str(error))
    except MemoryError:
        _stop("not enough memory for this round; close other programs or split the round in two")
    except Exception as error:  # a fault of ours, told as a sentence all the same
        _stop(_fault(error))


def _fault(error: Exception) -> str:
    """Keep the details of a fault in Folkmoot for those who mend it; say where they are."""
    with NamedTemporaryFile("w", prefix="folkmoot-", suffix=".txt", delete=False) as details:
        details.writelines(traceback.format_exception(error))
    return (
        f"a fault in Folkmoot, not in your files ({type(error).__name__}); results of earlier "
        f"stages are whole; please look through {details.name} and send it to those who mend it"
    )


def _one_stage() -> None:
    """Run one stage in this folder, as dvc.yaml does."""
    from pipeline.stages import NAMES  # noqa: PLC0415  pandas and pandera: 1 s

    if len(sys.argv) != 2:  # noqa: PLR2004  the program and one word
        raise FolkmootError(f"python -m pipeline STAGE: name one of {', '.join(NAMES)}")
    _run_stages(HERE, "", sys.argv[1], silent=True)


if __name__ == "__main__":
    main(_one_stage)
