"""Findings become the files of three civic tools: ThemeFinder, Polis and kouchou-ai."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.exchange.themes import Under, themes_of
from pipeline.findings import Contribution, Findings, Idea, Theme
from pipeline.join import records
from pipeline.publish.site import Content
from pipeline.wording import NO_THEME
from pipeline.writers.csv_text import write_csv

Tables = Mapping[str, pd.DataFrame]
ROOT = "0"
POLIS = (
    *("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated"),
    "comment-body",
)


def themefinder(content: Content, tables: Tables, _: str) -> dict[str, str | bytes]:
    """Write `themes.json`, `mapping.jsonl` and the `responses.jsonl` that they speak of."""
    findings, under = content.findings, themes_of(content.findings, tables)
    topics = [_topic(theme) for theme in findings.main_themes()]
    given = findings.included()
    mapping = [
        {"response_id": each.id, "labels": _labels(findings, each, under), "stances": []}
        for each in given
    ]
    responses = [{"response_id": each.id, "response": each.text} for each in given]
    return {
        "themes.json": json.dumps(topics, indent=4, ensure_ascii=False) + "\n",
        "mapping.jsonl": _lines(mapping),
        "responses.jsonl": _lines(responses),
    }


def _topic(theme: Theme) -> dict[str, str]:
    about = theme.description or ", ".join(theme.key_words)
    return {
        "topic_id": theme.id,
        "topic_label": theme.name,
        "topic_description": about,
        "topic": f"{theme.name}: {about}",
    }


def _labels(findings: Findings, each: Contribution, under: Under) -> list[str]:
    ideas = findings.by_contribution.get(each.id, [])
    return sorted({theme for idea in ideas for theme, _ in under.get(idea.id, [])})


def _lines(rows: Iterable[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def polis(content: Content, tables: Tables, _: str) -> dict[str, str | bytes]:
    """Write `comments.csv` with a row for each contribution; author ids stay empty."""
    received = {row["contribution_id"]: row for row in records(tables["contributions"])}
    rows = [_comment(each, received[each.id]) for each in content.findings.included()]
    return {"comments.csv": write_csv(pd.DataFrame(rows, columns=list(POLIS), dtype=object))}


def _comment(each: Contribution, received: dict[str, Any]) -> dict[str, Any]:
    when = _moment(each.date)
    return {
        "timestamp": int(when.timestamp() * 1000) if when else None,
        "datetime": each.date,
        "comment-id": each.id,
        "agrees": _count(received["votes_for"]),
        "disagrees": _count(received["votes_against"]),
        "moderated": 1,
        "comment-body": each.text,
    }


def _moment(text: str | None) -> datetime | None:
    """Read a day or a moment; without a zone it is taken for UTC."""
    try:
        return datetime.fromisoformat(text or "").replace(tzinfo=UTC)
    except ValueError:
        return None


def _count(votes: float | None) -> int:
    return int(votes or 0)


def kouchou_ai(content: Content, tables: Tables, title: str) -> dict[str, str | bytes]:
    """Write `hierarchical_result.json`: ideas as arguments, themes and sub-themes as clusters."""
    findings = content.findings
    ideas = list(findings.ideas.values())
    places = _places(ideas, tables["vectors"])
    result = {
        "arguments": [_argument(i, place) for i, place in zip(ideas, places, strict=True)],
        "clusters": list(_clusters(findings, title)),
        "comments": {},
        "propertyMap": {},
        "translations": {},
        "overview": title,
        "config": {"name": title, "question": title, "intro": ""},
        "comment_num": len(findings.included()),
    }
    return {"hierarchical_result.json": json.dumps(result, indent=1, ensure_ascii=False) + "\n"}


def _argument(idea: Idea, place: npt.NDArray[np.float64]) -> dict[str, Any]:
    inner = [f"2_{idea.subtheme_id}"] if idea.subtheme_id else []
    return {
        "arg_id": idea.id,
        "argument": idea.text,
        "comment_id": idea.contribution_id,
        "x": float(place[0]),
        "y": float(place[1]),
        "p": 0,
        "cluster_ids": [ROOT, f"1_{idea.theme_id or 'none'}", *inner],
        "attributes": None,
        "url": None,
    }


def _clusters(findings: Findings, title: str) -> Iterable[dict[str, Any]]:
    yield _cluster(0, ROOT, title, "", (len(findings.ideas), ""))
    for theme in findings.main_themes():
        size = len(findings.ideas_of(theme))
        yield _cluster(1, f"1_{theme.id}", theme.name, theme.description or "", (size, ROOT))
        for inner in findings.subthemes(theme.id):
            size = len(findings.ideas_of(inner))
            above = f"1_{theme.id}"
            yield _cluster(2, f"2_{inner.id}", inner.name, inner.description or "", (size, above))
    without = len(findings.by_theme.get(None, []))
    if without:
        yield _cluster(1, "1_none", NO_THEME, "", (without, ROOT))


def _cluster(
    level: int, name: str, label: str, takeaway: str, held: tuple[int, str]
) -> dict[str, Any]:
    return {
        "level": level,
        "id": name,
        "label": label,
        "takeaway": takeaway,
        "value": held[0],
        "parent": held[1],
        "density_rank_percentile": None,
    }


def _places(ideas: list[Idea], vectors: pd.DataFrame) -> npt.NDArray[np.float64]:
    """Lay ideas out along the two directions in which they differ most; shape (ideas, 2)."""
    known = dict(zip(vectors["idea_id"], vectors["vector"], strict=True))
    points = np.array([known[idea.id] for idea in ideas], dtype=float)
    if len(points) < 3:  # noqa: PLR2004  fewer have no two directions
        return np.zeros((len(points), 2))
    centred = points - points.mean(axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    signs = np.sign(directions[:2].sum(axis=1, keepdims=True))
    return np.asarray(np.round(centred @ (directions[:2] * np.where(signs == 0, 1, signs)).T, 6))
