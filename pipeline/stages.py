"""The one list of stages, from files to findings, and how one of them is run."""

from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from importlib import import_module
from inspect import Parameter, signature
from pathlib import Path
from typing import Any, get_type_hints

from pipeline import store
from pipeline.errors import FolkmootError


@dataclass(frozen=True)
class Stage:
    """A room: the tables it reads (in the order of its arguments) and writes, and what it does."""

    name: str
    reads: tuple[str, ...]
    writes: tuple[str, ...]
    does: str


STAGES: tuple[Stage, ...] = (
    Stage(
        "ingest",
        ("files", "columns", "withdrawals"),
        ("contributions", "events", "set_aside", "withdrawal_conflicts"),
        "files become contributions; what could not be read is set aside with a reason",
    ),
    Stage(
        "redact",
        ("contributions", "redaction_decisions", "own_words", "name_cache", "sign_off"),
        ("public_texts", "redactions", "flags", "redaction_conflicts", "name_cache"),
        "personal data are replaced by marks, on a sheet for people to check; answers are replayed",
    ),
    Stage(
        "split",
        ("public_texts",),
        ("ideas",),
        "contributions become ideas, single points with their place in the text",
    ),
    Stage(
        "embed",
        ("ideas", "public_texts", "frameworks", "codebook", "earlier_ideas", "vector_cache"),
        (
            "vectors",
            "context_vectors",
            "contexts",
            "framework_vectors",
            "codebook_vectors",
            "earlier_vectors",
            "encoder",
            "vector_cache",
        ),
        "ideas become vectors, so that nearness in meaning can be computed",
    ),
    Stage(
        "dedupe",
        ("ideas", "vectors", "contributions"),
        ("groups",),
        "ideas that say the same are grouped, campaigns are marked, nothing is deleted",
    ),
    Stage(
        "cluster",
        (
            "ideas",
            "context_vectors",
            "groups",
            "codebook",
            "codebook_vectors",
            "corrections",
            "theme_memory",
            "theme_names",
        ),
        ("assignments", "firmness", "guidance", "theme_conflicts", "theme_memory", "questions"),
        "ideas about the same matter form themes and sub-themes, or none yet",
    ),
    Stage(
        "label",
        (
            "ideas",
            "vectors",
            "contexts",
            "contributions",
            "groups",
            "assignments",
            "firmness",
            "guidance",
            "theme_names",
        ),
        ("themes", "theme_names"),
        "themes get names, key words and verbatim quotes",
    ),
    Stage(
        "earlier",
        (
            "ideas",
            "vectors",
            "assignments",
            "themes",
            "earlier_contributions",
            "earlier_ideas",
            "earlier_themes",
            "earlier_vectors",
            "asked_before_decisions",
        ),
        ("asked_before", "themes_across", "asked_before_conflicts"),
        "ideas and themes are held against earlier rounds: what was asked before, and its outcome",
    ),
    Stage(
        "align",
        (
            "ideas",
            "context_vectors",
            "contexts",
            "assignments",
            "themes",
            "frameworks",
            "framework_vectors",
            "encoder",
            "theme_names",
            "alignment_decisions",
            "leads",
        ),
        ("alignments", "lead_organisations", "alignment_conflicts"),
        "ideas and themes are aligned with SDG targets and OGP values, with evidence",
    ),
    Stage(
        "shortlist",
        (
            "contributions",
            "events",
            "public_texts",
            "redactions",
            "ideas",
            "groups",
            "assignments",
            "themes",
            "theme_names",
            "alignments",
            "asked_before",
            "lead_organisations",
            "frameworks",
            "outcome_decisions",
            "commitment_decisions",
            "milestone_decisions",
            "reviewers",
            "scores",
            "ballots",
            "sign_off",
        ),
        (
            "candidates",
            "outcomes",
            "commitments",
            "milestones",
            "outcome_conflicts",
            "shortlist_pack",
        ),
        "sub-themes become candidates, and what people decided reaches every contribution",
    ),
    Stage(
        "report",
        (
            "contributions",
            "events",
            "set_aside",
            "public_texts",
            "redactions",
            "ideas",
            "context_vectors",
            "encoder",
            "groups",
            "assignments",
            "firmness",
            "themes",
            "alignments",
            "asked_before",
            "candidates",
            "outcomes",
            "commitments",
            "milestones",
            "frameworks",
            "lead_organisations",
            "questions",
            "labels",
            "settings",
            "withdrawal_conflicts",
            "redaction_conflicts",
            "theme_conflicts",
            "asked_before_conflicts",
            "alignment_conflicts",
            "outcome_conflicts",
            "co_creation_decisions",
            "sign_off",
        ),
        (
            "findings_html",
            "findings_md",
            "findings_docx",
            "findings_pdf",
            "briefing_html",
            "briefing_docx",
            "easy_read_docx",
            "ledger",
            "metrics",
            "conflicts",
            "ask",
            "matrix",
            "findings_page",
        ),
        "tables become the findings report and the ledger",
    ),
    Stage(
        "publish",
        (
            "contributions",
            "events",
            "set_aside",
            "public_texts",
            "redactions",
            "ideas",
            "groups",
            "assignments",
            "themes",
            "alignments",
            "asked_before",
            "candidates",
            "outcomes",
            "commitments",
            "milestones",
            "themes_across",
            "earlier_rounds",
            "earlier_contributions",
            "frameworks",
            "ledger",
            "findings_page",
            "findings_pdf",
            "sign_off",
            "published",
            "papers",
            "co_creation_decisions",
        ),
        ("index", "preview", "co_creation_html", "co_creation"),
        "tables become the published-contributions index and the record of co-creation",
    ),
)
NAMES = tuple(stage.name for stage in STAGES)


@dataclass(frozen=True)
class Counts:
    """Rows that one stage took in and gave out, per table."""

    read: dict[str, int]
    written: dict[str, int]


def stage_named(name: str) -> Stage:
    """Find a stage; an unknown name is answered with the known ones."""
    for stage in STAGES:
        if stage.name == name:
            return stage
    raise FolkmootError(f'there is no stage "{name}"; the stages are {", ".join(NAMES)}')


def check_all_dials(params: Mapping[str, Mapping[str, Any]]) -> None:
    """Hold the whole of params.yaml against the rooms before anything runs."""
    unknown = sorted(set(params) - set(NAMES))
    if unknown:
        raise FolkmootError(
            f'params.yaml: there is no stage "{unknown[0]}"; the stages are {", ".join(NAMES)}'
        )
    for stage in STAGES:
        check_dials(stage.name, room_of(stage), params)


def room_of(stage: Stage) -> Callable[..., Any]:
    """Find the one public function of a stage's module."""
    room: Callable[..., Any] = getattr(import_module(f"pipeline.{stage.name}"), stage.name)
    return room


def run_stage(
    stage: Stage,
    root: Path,
    params: Mapping[str, Mapping[str, Any]],
    known: MutableMapping[str, Any],
) -> Counts:
    """Read the stage's tables, call its room, write what it gives: whole or not at all.

    `known` holds tables that an earlier stage read from the disk, so that each is read once.
    """
    known.update({name: store.read(root, name) for name in stage.reads if name not in known})
    tables = {name: known[name] for name in stage.reads}
    made = call_stage(stage, tables, params)
    store.write(root, made)
    for name in made:
        known.pop(name, None)
    return Counts(_row_counts(tables), _row_counts(made))


def call_stage(
    stage: Stage, tables: Mapping[str, Any], params: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """Call a stage's room on tables; give what it makes by name, written nowhere."""
    room = room_of(stage)
    dials = check_dials(stage.name, room, params)
    given = room(*(tables[name] for name in stage.reads), **dials)
    return dict(zip(stage.writes, given if len(stage.writes) > 1 else (given,), strict=True))


def check_dials(
    name: str,
    room: Callable[..., Any],
    params: Mapping[str, Mapping[str, Any]],
) -> dict[str, Any]:
    """Hold the block of a stage in params.yaml against the keyword-only arguments of its room."""
    block = dict(params.get(name) or {})
    known = [
        p.name for p in signature(room).parameters.values() if p.kind is Parameter.KEYWORD_ONLY
    ]
    unknown, missing = sorted(set(block) - set(known)), sorted(set(known) - set(block))
    if unknown:
        raise FolkmootError(
            f'params.yaml: {name}: there is no dial "{unknown[0]}"; '
            f"the dials are {', '.join(known)}"
        )
    if missing:
        raise FolkmootError(
            f'params.yaml: {name}: the dial "{missing[0]}" is missing; '
            "copy its lines from a new round's params.yaml"
        )
    return {dial: _of_its_type(name, dial, value, room) for dial, value in block.items()}


def _of_its_type(name: str, dial: str, value: Any, room: Any) -> Any:  # noqa: ANN401
    """Check one dial against its annotation."""
    from pydantic import TypeAdapter, ValidationError  # noqa: PLC0415  only when stages run

    hint = get_type_hints(room)[dial]
    plain = str if "Encodes" in str(hint) else hint
    try:
        return TypeAdapter(plain).validate_python(value)
    except ValidationError as error:
        what = error.errors()[0]["msg"]
        raise FolkmootError(f"params.yaml: {name}: {dial}: {what} (found {value!r})") from error


def _row_counts(tables: Mapping[str, Any]) -> dict[str, int]:
    """Count rows; texts and numbers have none."""
    return {name: len(table) for name, table in tables.items() if hasattr(table, "columns")}
