"""Publish: tables become the published-contributions index, a folder of pages and open data."""

from collections.abc import Iterator

import pandas as pd
from pandera.typing import DataFrame

from pipeline.document import Document
from pipeline.findings import Findings
from pipeline.join import join, records
from pipeline.publish import data, pages
from pipeline.publish.site import Site
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
from pipeline.writers.html import filter_script, stylesheet, write_html
from pipeline.writers.json_text import write_json


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
    files = {
        "style.css": stylesheet(),
        "filter.js": filter_script(),
        **_data_files(rows, site),
        **dict(_pages(findings, records(ledger), records(set_aside), site)),
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


def _pages(
    findings: Findings, ledger: list[dict[str, object]], unread: list[dict[str, object]], site: Site
) -> Iterator[tuple[str, str]]:
    """Write each page with the way up to the style sheet."""
    for file, document in pages.all_pages(findings, ledger, unread, site):
        yield file, _page(file, document)


def _page(file: str, document: Document) -> str:
    up = "../" * file.count("/")
    return write_html(document, style=f"{up}style.css", preview=document.banner is not None)
