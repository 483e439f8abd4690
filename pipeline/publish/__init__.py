"""Publish: tables become the published-contributions index, a folder of pages and open data."""

from collections.abc import Mapping

import pandas as pd
from pandera.typing import DataFrame

from pipeline.addresses import site_folder
from pipeline.document import Document, moved
from pipeline.join import join, records
from pipeline.publish import package, pages
from pipeline.publish.changes import Changes, told
from pipeline.publish.data import data_files
from pipeline.publish.feed import feed
from pipeline.publish.outcomes import answers_of
from pipeline.publish.papers import FINDINGS, FINDINGS_PDF, RECORD, RECORD_DATA
from pipeline.publish.record import co_creation
from pipeline.publish.search import search_data
from pipeline.publish.site import Content, Site, missing_from, taken_out, up_from
from pipeline.signing import is_signed_off
from pipeline.tables import (
    Alignments,
    AskedBefore,
    Assignments,
    Candidates,
    CoCreation,
    CoCreationDecisions,
    Commitments,
    Contributions,
    Documents,
    EarlierContributions,
    EarlierRounds,
    Events,
    Frameworks,
    Groups,
    Ideas,
    Ledger,
    Milestones,
    Outcomes,
    Papers,
    PublicTexts,
    Published,
    Redactions,
    SetAside,
    SignOff,
    Themes,
    ThemesAcross,
)
from pipeline.wording import PREVIEW
from pipeline.writers.csv_text import write_csv
from pipeline.writers.folder import documents
from pipeline.writers.html import filter_script, search_script, stylesheet, write_html
from pipeline.writers.json_text import write_json

SEARCH = ("search-data.js", "search.js")
FILTER = ("filter.js",)


def publish(  # noqa: PLR0913, PLR0917  one argument for each table of the stage
    contributions: DataFrame[Contributions],
    events: DataFrame[Events],
    set_aside: DataFrame[SetAside],
    public_texts: DataFrame[PublicTexts],
    redactions: DataFrame[Redactions],
    ideas: DataFrame[Ideas],
    groups: DataFrame[Groups],
    assignments: DataFrame[Assignments],
    themes: DataFrame[Themes],
    alignments: DataFrame[Alignments],
    asked_before: DataFrame[AskedBefore],
    candidates: DataFrame[Candidates],
    outcomes: DataFrame[Outcomes],
    commitments: DataFrame[Commitments],
    milestones: DataFrame[Milestones],
    themes_across: DataFrame[ThemesAcross],
    earlier_rounds: DataFrame[EarlierRounds],
    earlier_contributions: DataFrame[EarlierContributions],
    frameworks: DataFrame[Frameworks],
    ledger: DataFrame[Ledger],
    findings_page: str,
    findings_pdf: bytes,
    sign_off: DataFrame[SignOff],
    published: DataFrame[Published],
    papers: DataFrame[Papers],
    co_creation_decisions: DataFrame[CoCreationDecisions],
    *,
    title: str,
    licence: str,
    contact: str,
    base_url: str,
    longest_list: int,
) -> tuple[DataFrame[Documents] | None, DataFrame[Documents], str, DataFrame[CoCreation]]:
    """Write every page and data file, and the record of co-creation as a page and as a table.

    They are the index if all personal data are signed off, and then there is nothing to preview.
    Otherwise they are a preview, and the index stays as it was last published.

    `base_url` is where the index will stand ("" if not known); `longest_list` is the number of
    entries on one page.
    """
    content = content_of(
        {
            "contributions": contributions,
            "events": events,
            "set_aside": set_aside,
            "public_texts": public_texts,
            "redactions": redactions,
            "ideas": ideas,
            "groups": groups,
            "assignments": assignments,
            "themes": themes,
            "alignments": alignments,
            "asked_before": asked_before,
            "themes_across": themes_across,
            "earlier_rounds": earlier_rounds,
            "earlier_contributions": earlier_contributions,
            "candidates": candidates,
            "outcomes": outcomes,
            "commitments": commitments,
            "milestones": milestones,
            "frameworks": frameworks,
            "ledger": ledger,
            "papers": papers,
        }
    )
    signed = is_signed_off(redactions, public_texts, sign_off)
    site = Site(title, licence, contact, base_url, longest_list, None if signed else PREVIEW)
    log = told(records(published))
    record, table = co_creation(content, log, site, co_creation_decisions)
    files = _files(content, log, site)
    files |= {FINDINGS: findings_page, FINDINGS_PDF: findings_pdf}
    files |= {RECORD: _page(RECORD, record, {}), RECORD_DATA: write_csv(table)}
    beside = write_html(moved(record, site_folder(signed=signed)), preview=not signed)
    made, none = documents(dict(sorted(files.items()))), documents({})
    return made if signed else None, none if signed else made, beside, table


def content_of(tables: Mapping[str, pd.DataFrame]) -> Content:
    """Gather what the pages tell from the tables of a round."""
    earlier = tables["earlier_contributions"].query("status == 'included'")
    beside = ("commitments", "milestones", "set_aside", "papers")
    return Content(
        findings=join(tables),
        answers=answers_of(records(tables["outcomes"])),
        missing=missing_from(records(tables["ledger"])),
        taken_out=taken_out(records(tables["redactions"])),
        rounds=records(tables["earlier_rounds"]),
        earlier=records(earlier),
        across=records(tables["themes_across"]),
        **{name: records(tables[name]) for name in beside},
    )


def _files(content: Content, changes: Changes, site: Site) -> dict[str, str | bytes]:
    """Write pages, scripts, styles, data and feed."""
    described = package.linked_data(content, site)
    return {
        "style.css": stylesheet(),
        "filter.js": filter_script(),
        "search.js": search_script(),
        "search-data.js": search_data(content, changes),
        "changes.atom": feed(content, changes, site),
        "datapackage.json": write_json(package.data_package(site)),
        "dataset.jsonld": write_json(described),
        **data_files(content, changes, site),
        **{
            file: _page(file, document, described)
            for file, document in pages.all_pages(content, changes, site)
        },
    }


def _page(file: str, document: Document, described: dict[str, object]) -> str:
    """Write a page with the way up to style sheet and scripts; the first says what all this is."""
    up = up_from(file)
    first = file == "index.html"
    return write_html(
        document,
        style=f"{up}style.css",
        scripts=tuple(up + script for script in (SEARCH if first else FILTER)),
        linked_data=write_json(described) if first else "",
        feed=f"{up}changes.atom",
        preview=document.banner is not None,
    )
