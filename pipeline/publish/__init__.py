"""Publish: tables become the published-contributions index, a folder of pages and open data."""

from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.document import Document
from pipeline.findings import Findings, Rows
from pipeline.join import join, natural, records
from pipeline.publish import data, pages
from pipeline.publish.outcomes import outcomes_of
from pipeline.publish.search import search_data
from pipeline.publish.site import Content, Site, up_from
from pipeline.signing import is_signed_off
from pipeline.tables import (
    Alignments,
    Assignments,
    Candidates,
    Contributions,
    Documents,
    Events,
    Frameworks,
    Groups,
    Ideas,
    Ledger,
    PublicTexts,
    Redactions,
    SetAside,
    SignOff,
    Themes,
)
from pipeline.wording import PREVIEW
from pipeline.writers.csv_text import write_csv, write_spreadsheet
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
    candidates: DataFrame[Candidates],
    frameworks: DataFrame[Frameworks],
    ledger: DataFrame[Ledger],
    sign_off: DataFrame[SignOff],
    *,
    title: str,
    licence: str,
    contact: str,
    base_url: str,
    longest_list: int,
) -> DataFrame[Documents]:
    """Write every page and data file; a preview until the sheet of personal data is signed off.

    `base_url` is where the index will stand ("" if not known); `longest_list` is the number of
    entries on one page.
    """
    tables: dict[str, pd.DataFrame] = {
        "contributions": contributions,
        "events": events,
        "public_texts": public_texts,
        "ideas": ideas,
        "groups": groups,
        "assignments": assignments,
        "themes": themes,
        "alignments": alignments,
        "candidates": candidates,
        "frameworks": frameworks,
    }
    findings = join(tables)
    signed = is_signed_off(redactions, public_texts, sign_off)
    site = Site(title, licence, contact, longest_list, None if signed else PREVIEW)
    rows = data.published(findings, records(ledger), base_url)
    content = _content(findings, records(ledger), records(set_aside))
    files = {
        "style.css": stylesheet(),
        "filter.js": filter_script(),
        "search.js": search_script(),
        "search-data.js": search_data(content),
        **_data_files(rows, site),
        **{file: _page(file, document) for file, document in pages.all_pages(content, site)},
    }
    made = pd.DataFrame(sorted(files.items()), columns=["file", "content"])
    return Documents.validate(made)


def _data_files(rows: list[dict[str, object]], site: Site) -> dict[str, str]:
    """Write the open data: for machines, for spreadsheets, and as JSON."""
    table = data.as_table(rows)
    notice = {"title": site.title, "licence": site.licence, "notice": site.banner}
    return {
        "contributions.csv": write_csv(table),
        "contributions-spreadsheet.csv": write_spreadsheet(table),
        "contributions.json": write_json({**notice, "contributions": rows}),
    }


def _content(findings: Findings, ledger: Rows, set_aside: Rows) -> Content:
    """Gather what the pages tell."""
    missing = sorted((row for row in ledger if row["status"] != "included"), key=_place)
    return Content(findings, outcomes_of(ledger), missing, set_aside)


def _place(row: dict[str, Any]) -> tuple[Any, ...]:
    return (natural(row["file"]), natural(row["location"]), row["contribution_id"] or "")


def _page(file: str, document: Document) -> str:
    """Write a page with the way up to the style sheet and scripts."""
    up = up_from(file)
    scripts = SEARCH if file == "index.html" else FILTER
    return write_html(
        document,
        style=f"{up}style.css",
        scripts=tuple(up + script for script in scripts),
        preview=document.banner is not None,
    )
