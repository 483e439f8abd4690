"""What a round tells becomes the pages of the index, each with its stable address."""

from collections.abc import Iterator

from pipeline.addresses import contribution_page
from pipeline.document import Document
from pipeline.publish.candidates import candidate_pages
from pipeline.publish.changes import GONE, Changes, taken_back
from pipeline.publish.commitments import commitment_pages
from pipeline.publish.earlier_rounds import earlier_pages
from pipeline.publish.front import front
from pipeline.publish.lists import (
    goal_pages,
    list_pages,
    outcome_pages,
    place_pages,
    source_pages,
    theme_pages,
)
from pipeline.publish.one import contribution, no_longer_shown, not_shown
from pipeline.publish.papers import paper_pages
from pipeline.publish.site import WITHHELD, Content, Site
from pipeline.publish.words_for_goals import theme_goals_pages


def all_pages(content: Content, changes: Changes, site: Site) -> Iterator[tuple[str, Document]]:
    """Give every page with its address below the index."""
    findings = content.findings
    everything = findings.included()
    yield "index.html", front(content, site)
    yield from list_pages("contributions.html", "All contributions", (), everything, content, site)
    yield from theme_pages(content, site)
    yield from theme_goals_pages(findings, site)
    yield from source_pages(content, site)
    yield from place_pages(content, site)
    yield from goal_pages(content, site)
    yield from outcome_pages(content, site)
    yield from candidate_pages(content, site)
    yield from commitment_pages(content, site)
    yield from earlier_pages(content, site)
    yield from paper_pages(content, changes, site)
    back = taken_back(content, changes)
    missing = [*content.missing, *(_gone(name) for name, (_, what) in back.items() if what == GONE)]
    yield WITHHELD, not_shown(missing, content.set_aside, site)
    for name, (since, what) in back.items():
        yield contribution_page(name), no_longer_shown(name, since, what, missing, site)
    for each in everything:
        yield contribution_page(each.id), contribution(content, each, site)


def _gone(name: str) -> dict[str, str]:
    """Name what was published once and came in no more, as the ledger names what is not shown."""
    return {"contribution_id": name, "status": GONE, "reason": "no file of this round holds it now"}
