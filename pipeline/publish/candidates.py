"""Candidates become pages: what is asked for, how widely, and every contribution behind it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.addresses import candidate_page, theme_page
from pipeline.against import against_ids, quoted_against
from pipeline.before import behind_candidate
from pipeline.document import Block, Document, Link, Paragraph, Section, Words
from pipeline.publish.lists import contributions_of, list_pages
from pipeline.publish.outcomes import Outcome, became
from pipeline.publish.site import Content, Site
from pipeline.wording import NOT_A_POLL


def candidate_pages(content: Content, site: Site) -> Iterator[tuple[str, Document]]:
    """Give a page for each possible commitment, with the contributions behind it."""
    findings, outcomes = content.findings, decided(content)
    for row in findings.candidates:
        subtheme = findings.themes.get(row["subtheme_id"])
        ideas = findings.ideas_of(subtheme) if subtheme else []
        shown = contributions_of(findings, [i for i in ideas if i.id not in against_ids(row)])
        file = candidate_page(row["candidate_id"])
        opening = _opening(content, row, outcomes.get(row["candidate_id"]))
        yield from list_pages(file, candidate_title(row), opening, shown, content, site)


def candidate_title(row: dict[str, Any]) -> str:
    """Name a candidate by its place on the shortlist; what asks for nothing is a view."""
    return f"{'View' if row['kind'] == 'view' else 'Possible commitment'} {row['order']}"


def candidate_link(content: Content, subtheme_id: str | None, up: str) -> Link | None:
    """Link the candidate that was built on a sub-theme, if there is one."""
    for row in content.findings.candidates:
        if row["subtheme_id"] == subtheme_id:
            return Link((candidate_title(row),), up + candidate_page(row["candidate_id"]))
    return None


def _opening(content: Content, row: dict[str, Any], own: Outcome | None) -> tuple[Block, ...]:
    themes = content.findings.themes
    theme, subtheme = (themes.get(row[name]) for name in ("theme_id", "subtheme_id"))
    place: tuple[Block, ...] = ()
    if theme and subtheme:
        link = Link((Words(theme.name),), f"../{theme_page(theme.id)}")
        place = (Paragraph(("Theme: ", link, ". Asked for: ", Words(subtheme.name), ".")),)
    return (
        Paragraph((Words(row["statement"]),), "lead"),
        *place,
        *_opposed(content, row),
        Paragraph((Words(row["reasons"]),)),
        Paragraph((NOT_A_POLL,), "note"),
        *_became(own),
        *behind_candidate(content.findings, row, "../"),
    )


def decided(content: Content) -> dict[str, Outcome]:
    """Give what was decided about a candidate, or the theme that it is part of, by its number."""
    answers = (o for each in content.findings.included() for o in content.answers_to(each))
    known = {(each.decided_on, each.decided_id): each for each in answers}
    places = {
        row["candidate_id"]: [(on, row[f"{on}_id"]) for on in ("candidate", "subtheme", "theme")]
        for row in content.findings.candidates
    }
    return {
        name: replace(found[0], about=None)
        for name, about in places.items()
        if (found := [known[place] for place in about if place in known])
    }


def _became(own: Outcome | None) -> tuple[Section, ...]:
    told = (Paragraph(became(own, "../")),) if own else ()
    return (Section("outcome", ("What became of it",), told),) if own else ()


def _opposed(content: Content, row: dict[str, Any]) -> Iterator[Block]:
    """Quote those who are not counted because they turn against it, and lead to others who do."""
    yield from quoted_against(content.findings, row, "../")
    for other in (row["opposed_by"] or "").split("|"):
        subtheme = content.findings.themes.get(other)
        link = candidate_link(content, other, "../")
        if subtheme:
            more = (" (", link, ")") if link else ()
            yield Paragraph(("Others may ask for the opposite: ", Words(subtheme.name), *more, "."))
