"""The tables of a round become one joined view of its findings, checked word for word."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from pipeline.errors import FolkmootError
from pipeline.findings import (
    Alignment,
    Contribution,
    Findings,
    Goal,
    Idea,
    Rows,
    Source,
    Theme,
)

NO_PLATFORM = ("table", "workshop notes")
NOT_HELD = re.compile(r"(?i)\b(?:plan|propos|schedul|upcoming|to come|cancel|postpon|called off)")


def join(tables: Mapping[str, pd.DataFrame]) -> Findings:
    """Join the tables of a round; ideas of contributions that are not included stay outside."""
    sources = _sources(records(tables["contributions"]), records(tables["events"]))
    contributions = _contributions(tables, sources)
    ideas = _ideas(tables, contributions)
    themes = {row["theme_id"]: _theme(row) for row in records(tables["themes"])}
    grouped = {row["idea_id"]: row for row in records(tables["groups"])}
    _check_themes(ideas.values(), themes)
    return Findings(
        contributions=contributions,
        sources=sources,
        ideas=ideas,
        themes=themes,
        by_theme=_gathered((idea.theme_id, idea) for idea in ideas.values()),
        unseen=_unseen(tables, contributions),
        by_contribution=_gathered((idea.contribution_id, idea) for idea in ideas.values()),
        by_source=_gathered(
            (contributions[idea.contribution_id].source_id, idea) for idea in ideas.values()
        ),
        given=_gathered(
            (each.source_id, each) for each in contributions.values() if each.status == "included"
        ),
        alike=_gathered((idea.same_as, idea.contribution_id) for idea in ideas.values()),
        groups=[grouped[idea_id] for idea_id in ideas if idea_id in grouped],
        alignments=_alignments(records(tables["alignments"])),
        candidates=sorted(records(tables["candidates"]), key=_place_on_the_list),
        before=_gathered((row["idea_id"], row) for row in records(tables["asked_before"])),
        goals={
            (row["framework"], row["code"]): _goal(row) for row in records(tables["frameworks"])
        },
    )


def records(table: pd.DataFrame) -> Rows:
    """Rows as plain dictionaries, with None for what is not known."""
    known = table.astype(object).where(table.notna(), None)
    columns = [str(name) for name in table.columns]
    return [dict(zip(columns, row, strict=True)) for row in known.itertuples(index=False)]


def natural(text: str) -> tuple[tuple[int, int, str], ...]:
    """Order texts as people count: `row 2` before `row 12`."""
    parts = re.findall(r"([0-9]{1,18})|([^0-9]+)", text)
    return tuple((0, int(figure), "") if figure else (1, 0, word) for figure, word in parts)


def _place_on_the_list(candidate: Mapping[str, Any]) -> tuple[int, str]:
    return (candidate["order"], candidate["candidate_id"])


def _sources(contributions: Rows, events: Rows) -> dict[str, Source]:
    """Events by date, then files that belong to no event by name."""
    known = {row["event_id"] for row in events}
    unknown = {row["event_id"] for row in contributions if row["event_id"]} - known
    told = sorted((row["file"], row["platform"]) for row in contributions if not row["event_id"])
    heard: dict[str, Rows] = defaultdict(list)
    for row in contributions:
        heard[row["event_id"]].append(row)
    found = [_event(row, heard[row["event_id"]]) for row in events]
    found += [Source(event_id, event_id, is_event=True) for event_id in unknown]
    found += [Source(f"file:{f}", _sent_in(f, by), is_event=False) for f, by in dict(told).items()]
    ordered = sorted(found, key=lambda s: (not s.is_event, s.date or "9", s.name, s.id))
    return {source.id: source for source in ordered}


def _sent_in(file: str, platform: str) -> str:
    """Name a file by the platform that it comes from, where that is known."""
    return file if platform in NO_PLATFORM else f"{platform} ({file})"


def _event(row: Mapping[str, Any], heard: Rows) -> Source:
    """Lay out an event; where somebody was heard it was held, whatever its status says."""
    return Source(
        id=row["event_id"],
        name=row["name"],
        is_event=True,
        held=bool(heard) or not NOT_HELD.search(row["status"] or ""),
        tables=len({each["table"] for each in heard} - {None}),
        note_takers=len({each["note_taker"] for each in heard} - {None}),
        **{key: row[key] for key in ("date", "place", "kind", "attendance", "status")},
    )


def _contributions(
    tables: Mapping[str, pd.DataFrame], sources: Mapping[str, Source]
) -> dict[str, Contribution]:
    """Contributions in reading order: source by source, down the page."""
    public = {row["contribution_id"]: row for row in records(tables["public_texts"])}
    made = [
        _contribution(row, public.get(row["contribution_id"], {}))
        for row in records(tables["contributions"])
    ]
    place = {source_id: order for order, source_id in enumerate(sources)}
    ordered = sorted(
        made, key=lambda c: (place[c.source_id], natural(c.file), natural(c.location), c.id)
    )
    return {each.id: each for each in ordered}


def _contribution(row: Mapping[str, Any], public: Mapping[str, Any]) -> Contribution:
    """Take the public words only, and those only of what is included."""
    shown = public if row["status"] == "included" else {}
    return Contribution(
        id=row["contribution_id"],
        file=row["file"],
        location=row["location"],
        original_id=row["original_id"],
        source_id=row["event_id"] or f"file:{row['file']}",
        date=row["submitted_at"],
        language=_language(row["language"]),
        status=row["status"],
        reason=row["reason"],
        title=shown.get("title"),
        text=shown.get("text") or "",
        why=shown.get("why"),
        rating=row["rating"],
        votes=row["votes_total"],
    )


def _language(code: str | None) -> str | None:
    """Keep the code of a language other than English; anything else is not known."""
    if not code or not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", code):
        return None
    return None if code.lower().split("-")[0] == "en" else code


def _ideas(
    tables: Mapping[str, pd.DataFrame], contributions: Mapping[str, Contribution]
) -> dict[str, Idea]:
    """Ideas of included contributions in reading order, each held against its source."""
    groups = {row["idea_id"]: row["group_id"] for row in records(tables["groups"])}
    firsts = {row["idea_id"]: row for row in records(tables["assignments"]) if row["rank"] == 1}
    place = {each: order for order, each in enumerate(contributions)}
    fields = {"title": 0, "text": 1, "why": 2}
    included = [
        row
        for row in records(tables["ideas"])
        if contributions[row["contribution_id"]].status == "included"
    ]
    included.sort(key=lambda r: (place[r["contribution_id"]], fields[r["field"]], r["start"]))
    for row in included:
        _check_words(row, contributions[row["contribution_id"]])
    return {
        row["idea_id"]: _idea(row, groups.get(row["idea_id"]), firsts.get(row["idea_id"], {}))
        for row in included
    }


def _unseen(
    tables: Mapping[str, pd.DataFrame], contributions: Mapping[str, Contribution]
) -> dict[str | None, int]:
    """Count ideas by theme that were analysed with the others and may not be published."""
    hidden = [
        row["idea_id"]
        for row in records(tables["ideas"])
        if contributions[row["contribution_id"]].status == "not published"
    ]
    firsts = {row["idea_id"]: row for row in records(tables["assignments"]) if row["rank"] == 1}
    return dict(Counter(firsts.get(each, {}).get("theme_id") for each in hidden))


def _idea(row: Mapping[str, Any], group: str | None, first: Mapping[str, Any]) -> Idea:
    same = f"group:{group}" if group else f"text:{' '.join(row['text'].split()).casefold()}"
    return Idea(
        id=row["idea_id"],
        **{key: row[key] for key in ("contribution_id", "field", "start", "end", "text")},
        same_as=same,
        theme_id=first.get("theme_id"),
        subtheme_id=first.get("subtheme_id"),
    )


def _check_words(row: Mapping[str, Any], contribution: Contribution) -> None:
    """Refuse to quote anything that is not word for word in the public text."""
    words = getattr(contribution, row["field"]) or ""
    if words[row["start"] : row["end"]] != row["text"]:
        raise FolkmootError(
            f"ideas.csv: idea {row['idea_id']} is not word for word in contribution "
            f"{contribution.id} ({row['field']}); run again from the stage split"
        )


def _check_themes(ideas: Iterable[Idea], themes: Mapping[str, Theme]) -> None:
    """Refuse to lose ideas whose theme has no row."""
    wanted = {name for idea in ideas for name in (idea.theme_id, idea.subtheme_id) if name}
    unknown = sorted(wanted - set(themes))
    if unknown:
        raise FolkmootError(
            f'themes.csv: theme "{unknown[0]}" has ideas but no row; run again from the stage label'
        )


def _theme(row: Mapping[str, Any]) -> Theme:
    return Theme(
        id=row["theme_id"],
        parent_id=row["parent_id"],
        name=row["name"],
        description=row["description"],
        key_words=_parted(row["key_words"]),
        quote_ids=_parted(row["quote_ids"]),
        stability=row["stability"],
        by=row["by"],
        opposes=_parted(row["opposes"]),
    )


def _parted(text: str | None) -> tuple[str, ...]:
    return tuple(part for part in (text or "").split("|") if part)


def _alignments(rows: Rows) -> dict[tuple[str, str], list[Alignment]]:
    """Links by subject, the surest first."""
    made = [_alignment(row) for row in rows]
    made.sort(key=lambda a: (-a.probability, a.framework, natural(a.code)))
    return _gathered(((each.subject, each.subject_id), each) for each in made)


def _alignment(row: Mapping[str, Any]) -> Alignment:
    known = row["start"] is not None and row["end"] is not None
    return Alignment(
        **{key: row[key] for key in ("subject", "subject_id", "framework", "code", "probability")},
        start=int(row["start"]) if known else None,
        end=int(row["end"]) if known else None,
        **{key: row[key] for key in ("evidence", "reason", "by")},
    )


def _goal(row: Mapping[str, Any]) -> Goal:
    return Goal(
        **{key: row[key] for key in ("framework", "code", "parent_code", "name", "framework_name")}
    )


def _gathered(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, list[Any]]:
    """Values under their keys, in the order they came."""
    gathered = defaultdict(list)
    for key, value in pairs:
        gathered[key].append(value)
    return dict(gathered)
