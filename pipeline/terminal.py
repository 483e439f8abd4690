"""Terminal: what commands find becomes lines of at most 80 columns, live where someone looks."""

import sys
import textwrap
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

WIDTH = 80  # columns
TOLD = {  # what one row, and several, are called: tables that mean something to those who wait
    "contributions": ("contribution", "contributions"),
    "events": ("event", "events"),
    "redactions": ("redaction", "redactions"),
    "flags": ("passage to read", "passages to read"),
    "ideas": ("idea", "ideas"),
    "vectors": ("vector", "vectors"),
    "groups": ("idea said more than once", "ideas said more than once"),
    "assignments": ("place in a theme", "places in themes"),
    "themes": ("theme or sub-theme", "themes and sub-themes"),
    "asked_before": ("link to an earlier round", "links to earlier rounds"),
    "alignments": ("link to goals and values", "links to goals and values"),
    "candidates": ("candidate or view", "candidates and views"),
    "commitments": ("commitment", "commitments"),
    "milestones": ("milestone", "milestones"),
    "ledger": ("line in the ledger", "lines in the ledger"),
    "index": ("page or file", "pages and files"),
    "preview": ("page or file", "pages and files"),
}


@contextmanager
def progress(
    names: list[str], *, silent: bool
) -> Iterator[Callable[[str, dict[str, Any] | None], None]]:
    """Show stage, count and time: a live line on a terminal, plain lines elsewhere."""
    if silent:
        yield lambda _name, _done: None
    elif sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415  only where someone looks

        with Console(highlight=False).status("") as status:
            yield lambda name, done: _say_live(status, names, name, done)
    else:
        yield lambda name, done: print(_stage_line(name, done), flush=True) if done else None


def as_text(lines: Iterable[dict[str, Any]], conflicts: Iterable[dict[str, Any]]) -> str:
    """Lay out what was found, file by file, then decisions that did not fit; 80 columns wide."""
    told = [part for line in lines for part in _file_lines(line)]
    return "\n".join(told + [part for line in conflicts for part in _conflict_lines(line)])


def edits_as_text(changes: Iterable[Any], beside: Iterable[str], folder: Path) -> str:
    """Lay out what was taken and what was not, at most 80 columns wide."""
    taken = [f"{each.action} {each.what}" + (f": {each.to}" if each.to else "") for each in changes]
    left = list(beside)
    said = [f"Added to data/raw/decisions/corrections.csv: {len(taken)}", *taken]
    said += [f"Not taken, for you to see to: {len(left)}", *left] if left else []
    said += [] if taken or left else ["Nothing in it differs from the last run."]
    lines = [part for line in said for part in textwrap.wrap(line, 78, subsequent_indent="    ")]
    more = [f'Now "folkmoot run {folder} --from cluster".'] if taken else []
    return "\n".join(lines + more)


def _say_live(status: Any, names: list[str], name: str, done: dict[str, Any] | None) -> None:  # noqa: ANN401
    """Move the live line to the next stage, or leave the line of a finished one behind."""
    if done:
        status.console.print(_stage_line(name, done), markup=False)
    else:
        status.update(f"{name} ({names.index(name) + 1} of {len(names)})")


def _stage_line(name: str, done: dict[str, Any]) -> str:
    """Say in one line what a stage made: as many of its tables as 80 columns hold."""
    from pipeline.wording import many  # noqa: PLC0415  commands import what they need

    line = f"{name:<10} {done['seconds']:6.1f} s  "
    for table, rows in done["written"].items():
        told = f" {many(rows, *TOLD[table])}," if rows and table in TOLD else ""
        line += told if len(line + told) <= WIDTH else ""
    return line.rstrip(" ,")


def _file_lines(line: dict[str, Any]) -> list[str]:
    """Lay out one file: its name, what it is taken for, how it is read, what is wrong."""
    from pipeline.wording import many  # noqa: PLC0415  commands import what they need

    counted = "event" if line["taken_for"] == "list of events" else "contribution"
    beside = f", {many(line['n_unread'], 'piece')} not used" if line["n_unread"] else ""
    counts = f"{line['taken_for']}: {many(line['n_rows'], counted)}{beside}"
    said = [counts] if line["taken_for"] else []  # a file of settings holds none
    said += (line["how"] or "").split("; ")
    said += [f"PROBLEM: {line['problem']}"] if line["problem"] else []
    wrapped = [textwrap.wrap(part, 76) for part in said if part]
    return [line["file"], *(f"    {part}" for parts in wrapped for part in parts)]


def _conflict_lines(line: dict[str, Any]) -> list[str]:
    """Lay out one decision that did not fit at the last run: where, what, why, what to do."""
    said = (line["what"], f"DID NOT FIT: {line['why']}; {line['advice']}")
    wrapped = [textwrap.wrap(part, 76) for part in said]
    where = f"{line['decision_file']}, row {line['row']}"
    return [where, *(f"    {part}" for parts in wrapped for part in parts)]
