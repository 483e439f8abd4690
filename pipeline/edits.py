"""What people changed in Word, or in another tool for coding, becomes corrections."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from pipeline import store
from pipeline.addresses import slug
from pipeline.errors import FolkmootError
from pipeline.exchange.refi_qda import Coded, Coding, guid, place, read_project
from pipeline.findings import Findings, Idea
from pipeline.publish import content_of
from pipeline.readers.edited import Edited, read_edited
from pipeline.readers.shapes import Unreadable
from pipeline.stages import call_stage, stage_named
from pipeline.tables import PLACES, Corrections
from pipeline.writers.visible import visible

ACTIONS = {"n": "rename", "d": "describe"}


@dataclass(frozen=True)
class Change:
    """One correction: an action on a theme or idea, and what a person wrote."""

    action: str
    what: str
    to: str | None


@dataclass(frozen=True)
class Edits:
    """What can be followed, and sentences about what cannot: nothing that was typed is lost."""

    changes: tuple[Change, ...]
    beside: tuple[str, ...]


def import_edits(folder: Path, file: Path, who: str, when: datetime) -> Edits:
    """Add what a person changed in a report's Word file to the corrections; give all of it.

    The file is held against the report as the tables tell it now, so the report itself may be the
    file that was edited.
    """
    if not file.is_file():
        raise FolkmootError(f"{file}: no such file; name the file that was edited")
    coded = file.suffix.lower() == ".qdpx"
    found = _from_project(folder, file) if coded else _from_report(folder, file)
    beside = {"when": f"{when:%Y-%m-%dT%H:%M:%SZ}", "who": who, "why": f"edited in {file.name}"}
    if found.changes:
        rows = pd.DataFrame([asdict(change) | beside for change in found.changes])
        store.append(folder, "corrections", rows[list(Corrections.to_schema().columns)])
    return found


def _from_report(folder: Path, file: Path) -> Edits:
    """Hold an edited Word file against the report as the tables tell it."""
    stage = stage_named("report")
    tables = {name: store.read(folder, name) for name in stage.reads}
    made = call_stage(stage, tables, store.read_params(folder))
    ids = (*tables["themes"]["theme_id"], *tables["ideas"]["idea_id"])
    report = read_edited(made["findings_docx"], PLACES["findings_docx"].path)
    return compare(read_edited(file.read_bytes(), str(file)), report, ids)


def _from_project(folder: Path, file: Path) -> Edits:
    """Hold a project that was changed in another tool against the themes of the tables."""
    tables = {name: store.read(folder, name) for name in stage_named("publish").reads}
    try:
        coded = read_project(file.read_bytes())
    except Unreadable as error:
        raise FolkmootError(f"{file}: {error.reason}; {error.advice}") from error
    return compare_codings(content_of(tables).findings, coded)


def compare_codings(findings: Findings, coded: Coded) -> Edits:
    """Let renamed codes rename themes, ideas coded otherwise move, new codes become new themes."""
    themes = {guid(theme.id): theme for theme in findings.themes.values()}
    renamed = [
        Change("rename", theme.id, coded.names[code])
        for code, theme in themes.items()
        if code in coded.names and coded.names[code] != visible(theme.name)
    ]
    beside = [
        f"the code “{theme.name}” was taken out; merge it into another theme if that is meant"
        for code, theme in themes.items()
        if code not in coded.names and findings.ideas_of(theme)
    ]
    places = {idea.id: _place_of(findings, idea) for idea in findings.ideas.values()}
    unknown = coded.codes.keys() - set(places.values())
    beside += [f"characters {a} to {b} of {name} are no idea here" for name, a, b in unknown]
    codes = {idea: coded.codes.get(where, []) for idea, where in places.items()}
    moved = _recoded(findings, codes, {code: theme.id for code, theme in themes.items()})
    return Edits((*renamed, *moved, *_newly_coded(codes, themes, coded.names)), tuple(beside))


def _place_of(findings: Findings, idea: Idea) -> Coding:
    each = findings.contributions[idea.contribution_id]
    return each.id, *place(each, idea)


def _recoded(
    findings: Findings, codes: Mapping[str, list[str]], themes: Mapping[str, str]
) -> Iterator[Change]:
    """Ideas that lie under another theme now, or under none any more."""
    for idea in findings.ideas.values():
        own = idea.subtheme_id or idea.theme_id
        known = [themes[code] for code in codes[idea.id] if code in themes]
        if known and own not in known:
            yield Change("move", idea.id, known[0])
        elif own and not codes[idea.id]:
            yield Change("remove from", idea.id, idea.theme_id)


def _newly_coded(
    codes: Mapping[str, list[str]], themes: Mapping[str, object], names: Mapping[str, str]
) -> Iterator[Change]:
    """Codes that were made elsewhere, each with the ideas that lie under nothing else."""
    fresh: dict[str, list[str]] = {}
    for idea, own in codes.items():
        if own and not set(own) & set(themes):
            fresh.setdefault(own[0], []).append(idea)
    for code, ideas in fresh.items():
        yield Change("new theme", "|".join(ideas), names.get(code) or code)


def compare(edited: Edited, report: Edited, ids: Iterable[str]) -> Edits:
    """Hold an edited report against the report as the tables tell it; `ids` of themes and ideas."""
    known = {slug(each): each for each in ids}
    changes = (*_words(edited, report, known), *_order(edited, report, known))
    beside = (*_unfit(edited, report), *_moved(edited, report), *_outside(edited, report))
    return Edits(changes, beside)


def _words(edited: Edited, report: Edited, known: Mapping[str, str]) -> Iterable[Change]:
    """Names and descriptions that read otherwise now."""
    for tag, words in edited.words.items():
        kind, _, of = tag.partition(":")
        changed = tag in report.words and words and words != report.words[tag]
        if kind in ACTIONS and changed:
            yield Change(ACTIONS[kind], known.get(of, of), words)


def _order(edited: Edited, report: Edited, known: Mapping[str, str]) -> Iterable[Change]:
    """Pin all quotes of a theme in their new order, if it has changed."""
    here = edited.quotes()
    for home, before in report.quotes().items():
        now = [tag for tag in here.get(home, []) if tag in before]
        if now != [tag for tag in before if tag in now]:
            yield from (Change("pin quote", known.get(tag[2:], tag[2:]), None) for tag in now)


def _unfit(edited: Edited, report: Edited) -> Iterable[str]:
    """Tell of controls that are gone, empty, unknown, or quotes with other words."""
    for tag, words in edited.words.items():
        was = report.words.get(tag)
        if tag and was is None:
            yield f"“{words}” belongs to {tag[2:]}, which is not in the report any more"
        elif tag.startswith("q:") and words != was:
            yield f"a quote stays word for word: “{was}” was changed to “{words}”"
        elif tag and not words:
            yield f"“{was}” was emptied: write what should stand there"
    for tag in report.words.keys() - edited.words.keys():
        yield f"“{report.words[tag]}” was taken out; what people said stays in the index"


def _moved(edited: Edited, report: Edited) -> Iterable[str]:
    """Tell of quotes that stand under another theme now."""
    before = {tag: home for home, tags in report.quotes().items() for tag in tags}
    for home, tags in edited.quotes().items():
        for tag in tags:
            if before.get(tag, home) != home:
                yield (
                    f"“{report.words[tag]}” was put under another theme: "
                    f'add a row "move" for {tag[2:]}'
                )


def _outside(edited: Edited, report: Edited) -> Iterable[str]:
    """Tell of lines that came or went outside the controls."""
    here, before = Counter(edited.lines), Counter(report.lines)
    for line in (here - before).elements():
        yield f"written outside the fields: “{_shown(line, edited)}”"
    for line in (before - here).elements():
        if not line.startswith("⟦"):
            yield f"no longer there: “{_shown(line, report)}”"


def _shown(line: str, where: Edited) -> str:
    """Give a line with the words of its controls."""
    for tag, words in where.words.items():
        line = line.replace(f"⟦{tag}⟧", words)
    return line
