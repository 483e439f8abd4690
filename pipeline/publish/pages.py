"""Findings become the pages of the index, each with its stable address."""

from collections.abc import Iterator, Mapping
from typing import Any

from pipeline.addresses import contribution_page
from pipeline.document import Document
from pipeline.findings import Findings, Rows
from pipeline.join import natural
from pipeline.publish.front import front
from pipeline.publish.lists import goal_pages, list_pages, source_pages, theme_pages
from pipeline.publish.one import contribution, not_shown
from pipeline.publish.site import WITHHELD, Site


def all_pages(
    findings: Findings, ledger: Rows, set_aside: Rows, site: Site
) -> Iterator[tuple[str, Document]]:
    """Give every page with its address below the index."""
    outcomes = {row["contribution_id"]: row for row in ledger}
    missing = sorted((row for row in ledger if row["status"] != "included"), key=_place)
    everything = findings.included()
    yield "index.html", front(findings, len(missing), site)
    yield from list_pages("contributions.html", "All contributions", (), everything, findings, site)
    yield from theme_pages(findings, site)
    yield from source_pages(findings, site)
    yield from goal_pages(findings, site)
    yield WITHHELD, not_shown(missing, set_aside, site)
    for each in everything:
        outcome = outcomes.get(each.id, {})
        yield contribution_page(each.id), contribution(findings, each, outcome, site)


def _place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return (natural(row["file"]), natural(row["location"]), row["contribution_id"] or "")
