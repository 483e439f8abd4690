"""Candidates become pages: what is asked for, how widely, and every contribution behind it."""

from collections.abc import Iterator
from typing import Any

from pipeline.addresses import candidate_page, theme_page
from pipeline.document import Block, Document, Link, Paragraph, Words
from pipeline.findings import Findings
from pipeline.publish.lists import contributions_of, list_pages
from pipeline.publish.site import Content, Site
from pipeline.wording import NOT_A_POLL


def candidate_pages(content: Content, site: Site) -> Iterator[tuple[str, Document]]:
    """Give a page for each possible commitment, with the contributions behind it."""
    findings = content.findings
    for row in findings.candidates:
        subtheme = findings.themes.get(row["subtheme_id"])
        shown = contributions_of(findings, findings.ideas_of(subtheme) if subtheme else [])
        file = candidate_page(row["candidate_id"])
        title = f"Possible commitment {row['order']}"
        yield from list_pages(file, title, _opening(findings, row), shown, findings, site)


def _opening(findings: Findings, row: dict[str, Any]) -> tuple[Block, ...]:
    theme, subtheme = (findings.themes.get(row[name]) for name in ("theme_id", "subtheme_id"))
    place: tuple[Block, ...] = ()
    if theme and subtheme:
        link = Link((Words(theme.name),), f"../{theme_page(theme.id)}")
        place = (Paragraph(("Theme: ", link, ". Asked for: ", Words(subtheme.name), ".")),)
    return (
        Paragraph((Words(row["statement"]),), "lead"),
        *place,
        Paragraph((Words(row["reasons"]),)),
        Paragraph((NOT_A_POLL,), "note"),
    )
