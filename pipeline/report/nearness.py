"""Vectors become a map to look at, and each idea's nearest other one; nothing is grouped here."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from pipeline.document import Figure, Paragraph, Parts, Section, Table, Words
from pipeline.drawing import WIDTH, dot, picture, ring, words
from pipeline.findings import Findings, Idea, Theme
from pipeline.quoting import reference
from pipeline.report.front import theme_link
from pipeline.wording import many, number

Vectors = npt.NDArray[np.float64]
HEIGHT, EDGE, APART = 430, 20, 25
MOST_DOTS = 2_000
HOVER = 90


def map_of_ideas(findings: Findings, vectors: Mapping[str, Sequence[float]]) -> Section | None:
    """Draw ideas as dots and themes as numbers, so that near ones are near in meaning.

    The two directions are those along which the themes differ most (principal components of their
    mean vectors), so dots of one theme may lie apart.
    """
    themes = [theme for theme in findings.main_themes() if findings.ideas_of(theme)]
    if len(themes) < 3:  # noqa: PLR2004  two themes make no map
        return None
    means = np.array([_mean(findings, theme, vectors) for theme in themes])
    near = _nearest(means)
    told = (
        "Dots are ideas, numbers are themes. What is near on the map is near in meaning, roughly: "
        "two directions cannot show all. The map is only to look at; no theme was made from it."
    )
    rows = tuple(
        ((theme_link(theme),), (number(place + 1),), (theme_link(themes[near[place]]),))
        for place, theme in enumerate(themes)
    )
    head = ("Theme", "Number on the map", "Nearest other theme")
    table = Table("The numbers on the map, and which theme is nearest in meaning", head, rows, (1,))
    blocks = (Paragraph((told,)), _map(findings, themes, means, near, vectors), table)
    return Section("map", ("A map of the ideas",), blocks)


def neighbours(
    findings: Findings, vectors: Mapping[str, Sequence[float]], longest: int, index: str
) -> Section | None:
    """Show for each idea of a round without themes which other one is nearest in meaning."""
    once = {idea.same_as: idea for idea in reversed(findings.ideas.values())}
    ideas = [idea for idea in findings.ideas.values() if once[idea.same_as] is idea]
    if findings.main_themes() or not 2 < len(ideas) <= longest:  # noqa: PLR2004  of two, each is nearest to the other
        return None
    near = _nearest(np.array([vectors[idea.id] for idea in ideas], dtype=float))
    rows = tuple(
        (_told(findings, idea, index), _told(findings, ideas[place], index))
        for idea, place in zip(ideas, near, strict=True)
    )
    table = Table("Nearest in meaning", ("Idea", "The idea nearest to it"), rows)
    said = "There are no themes yet. This table helps to read the ideas beside each other."
    return Section("nearest", ("Ideas beside each other",), (Paragraph((said,)), table))


def _told(findings: Findings, idea: Idea, index: str) -> Parts:
    """Give an idea's words and its number."""
    contribution = findings.contributions[idea.contribution_id]
    said = Words(idea.text, "said", contribution.language)
    return (said, " (", reference(contribution, index), ")")


def _mean(findings: Findings, theme: Theme, vectors: Mapping[str, Sequence[float]]) -> Vectors:
    of = np.array([vectors[idea.id] for idea in findings.ideas_of(theme)], dtype=float)
    return np.asarray(of.mean(axis=0))


def _nearest(points: Vectors) -> list[int]:
    """Find for each point the other one with the highest cosine."""
    unit = points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), 1e-12)
    likeness = np.round(unit @ unit.T, 9)
    np.fill_diagonal(likeness, -2)
    return [int(place) for place in likeness.argmax(axis=1)]


def _map(
    findings: Findings,
    themes: list[Theme],
    means: Vectors,
    near: list[int],
    vectors: Mapping[str, Sequence[float]],
) -> Figure:
    ideas = list(findings.ideas.values())
    shown = ideas[:: -(-len(ideas) // MOST_DOTS)]
    points = np.array([vectors[idea.id] for idea in shown], dtype=float)
    dots, marks = _on_paper(points, means)
    names = {theme.id: theme.name for theme in themes}
    shapes = [
        dot(x, y, 3.4, "tone-2", f"{names.get(idea.theme_id or '', '')}: {idea.text[:HOVER]}")
        for idea, (x, y) in zip(shown, dots, strict=True)
    ]
    for place, (x, y) in enumerate(_kept_apart(marks), start=1):
        shapes += [ring(x, y, 11), words(round(x, 1), round(y, 1) + 4.6, str(place), "middle")]
    caption = f"Map of {many(len(shown), 'idea')} and {many(len(themes), 'theme')}"
    pair = (themes[0].name, themes[near[0]].name)
    told = f"{caption}. The theme nearest in meaning to {pair[0]} is {pair[1]}."
    return Figure(caption, told, picture(HEIGHT, shapes))


def _on_paper(points: Vectors, means: Vectors) -> tuple[Vectors, Vectors]:
    """Lay points and means out along the two directions in which the means differ most."""
    middle = means.mean(axis=0)
    directions = np.linalg.svd(means - middle, full_matrices=False)[2][:2]
    signs = np.sign(directions[range(2), np.abs(directions).argmax(axis=1)])
    directions = directions * signs[:, None]
    both = [(each - middle) @ directions.T for each in (points, means)]
    low, high = np.concatenate(both).min(axis=0), np.concatenate(both).max(axis=0)
    room = np.array([WIDTH, HEIGHT]) - 2 * EDGE
    laid = [EDGE + (each - low) / np.maximum(high - low, 1e-12) * room for each in both]
    return laid[0], laid[1]


def _kept_apart(marks: Vectors) -> Vectors:
    """Move numbers that would cover each other a little apart."""
    for _ in range(60):
        apart = marks[:, None] - marks[None]
        far = np.maximum(np.linalg.norm(apart, axis=2, keepdims=True), 1e-6)
        push = np.where(far < APART, apart / far * (APART - far) / 2, 0).sum(axis=1)
        marks = np.clip(marks + push, EDGE, np.array([WIDTH, HEIGHT]) - EDGE)
    return marks
