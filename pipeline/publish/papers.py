"""Log, register and dictionary become pages: what changed, which documents there are, the data."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from pipeline.addresses import source_page
from pipeline.document import (
    Block,
    Bullets,
    Document,
    Inline,
    Link,
    Paragraph,
    Parts,
    Section,
    Table,
    Words,
)
from pipeline.findings import Findings, Rows
from pipeline.publish.changes import Changes, address
from pipeline.publish.dictionary import TABLES, OpenTable
from pipeline.publish.site import Content, Site, page
from pipeline.wording import day, many, number

CHANGES, DOCUMENTS, DATA = "changes.html", "documents.html", "data.html"
FINDINGS, FINDINGS_PDF = "findings.html", "findings.pdf"
RECORD, RECORD_DATA = "co-creation-record.html", "co-creation-record.csv"
MOST_LINKS = 24


def paper_pages(content: Content, lines: Changes, site: Site) -> Iterator[tuple[str, Document]]:
    """Give the page of changes, the register of documents and the data dictionary."""
    yield CHANGES, _changes(content, lines, site)
    yield DOCUMENTS, _documents(content, site)
    yield DATA, _dictionary(site)


def _changes(content: Content, lines: Changes, site: Site) -> Document:
    told = "What was added, answered, changed or taken back, the latest first."
    data = ("All of it as data: ", Link(("changes.csv",), "changes.csv"), ".")
    blocks: list[Block] = [Paragraph((told,)), Paragraph(data)]
    place = address(content, lines)
    for when, group in groupby(lines, key=lambda line: line[0]):
        alike: dict[str, list[str]] = {}
        for _, contribution_id, what in group:
            alike.setdefault(what, []).append(contribution_id)
        items = tuple(_change(place, what, ids) for what, ids in alike.items())
        title = (f"Published on {day(when)}",)
        blocks.append(Section(f"at-{when.replace(':', '')}", title, (Bullets(items),)))
    if not lines:
        blocks.append(Paragraph(("From the first publication on, what changes is told here.",)))
    return page(site, ("What changed",), told, tuple(blocks), CHANGES)


def _change(place: Callable[[str], str], what: str, ids: list[str]) -> Parts:
    """Name one change and the contributions it touches, the first two dozen by number."""
    parts: list[Inline] = [f"{what[:1].upper()}{what[1:]}: {many(len(ids), 'contribution')} ("]
    for name in ids[:MOST_LINKS]:
        parts += [", "] if len(parts) > 1 else []
        parts.append(Link((name,), place(name)))
    more = len(ids) - MOST_LINKS
    return (*parts, f" and {number(more)} more)" if more > 0 else ")")


def _documents(content: Content, site: Site) -> Document:
    told = "The documents of this round: what came in, what people added, and what was published."
    blocks = [
        Paragraph((told,)),
        *_listed_papers(content.papers),
        Table("What came in", FILES_HEAD, tuple(_files(content)), numbers=(2, 3, 4)),
        Section("published", ("What was published",), (_published(),)),
    ]
    return page(site, ("Documents of this round",), told, tuple(blocks), DOCUMENTS)


FILES_HEAD = ("File", "Event", "Contributions", "Pieces not shown", "Headings and other lines")


def _files(content: Content) -> Iterator[tuple[Parts, ...]]:
    findings = content.findings
    given = Counter(each.file for each in findings.contributions.values())
    unseen = Counter(row["file"] for row in content.missing if not row["contribution_id"])
    around = Counter(row["file"] for row in content.set_aside if row["part"] == "frame")
    events = {each.file: each.source_id for each in findings.contributions.values()}
    for file in sorted(given | unseen | around):
        counts = (given[file], unseen[file], around[file])
        told = ((number(count),) for count in counts)
        yield (Words(file),), _event_of(findings, events.get(file)), *told


def _event_of(findings: Findings, source_id: str | None) -> Parts:
    source = findings.sources.get(source_id or "")
    if source is None or not source.is_event:
        return ("–",)
    return (Link((Words(source.name),), source_page(source.id)),)


def _listed_papers(papers: Rows) -> tuple[Block, ...]:
    """List what people put on the register: action plans, minutes, responses, reports."""
    rows = tuple(_paper(row) for row in papers)
    head = ("Document", "What it is", "Date", "Added by")
    return (Table("Documents that people put on the register", head, rows),) if rows else ()


def _paper(row: dict[str, Any]) -> tuple[Parts, ...]:
    title: Parts = (Words(row["title"] or "Without a title"),)
    address = str(row["address"] or "")
    if address.startswith(("https://", "http://")):
        title = (Link(title, address),)
    dated = day(row["date"]) if row["date"] else "–"
    return title, (Words(row["kind"] or "–"),), (Words(dated),), (Words(row["who"] or "–"),)


def _published() -> Bullets:
    return Bullets(
        (
            (Link(("The findings report",), FINDINGS), " (", Link(("PDF",), FINDINGS_PDF), ")"),
            (Link(("The co-creation record",), RECORD),),
            (Link(("All contributions",), "contributions.html"),),
            (Link(("The open data, with a dictionary",), DATA),),
            (Link(("What changed since the last publication",), CHANGES),),
        )
    )


def _dictionary(site: Site) -> Document:
    told = "Everything here can be taken away as data. This page says what each column means."
    licence = f"Licence of the data: {site.licence}." if site.licence else "No licence was named."
    blocks: list[Block] = [
        Paragraph((told,)),
        Paragraph((licence,)),
        Section("files", ("Files",), (Bullets(tuple(_files_of_data())),)),
    ]
    blocks += [_columns(name, table) for name, table in TABLES.items()]
    return page(site, ("The data, and what the columns mean",), told, tuple(blocks), DATA)


def _files_of_data() -> Iterator[Parts]:
    for name, table in TABLES.items():
        yield (Link((f"{name}.csv",), f"{name}.csv"), f": {table.title}; every cell as it is")
    yield (
        Link(("contributions-spreadsheet.csv",), "contributions-spreadsheet.csv"),
        ": the same contributions for spreadsheets; cells that look like formulas start with "
        "an apostrophe",
    )
    yield (Link(("contributions.json",), "contributions.json"), ": with ideas and their evidence")
    yield (
        Link(("index.sqlite",), "index.sqlite"),
        ": all tables in one file with a search over the words; opens in Datasette",
    )
    yield (Link(("datapackage.json",), "datapackage.json"), ": this dictionary, for machines")
    yield (Link(("dataset.jsonld",), "dataset.jsonld"), ": what this is, for catalogues")
    yield (Link(("changes.atom",), "changes.atom"), ": a feed of changes")


def _columns(name: str, table: OpenTable) -> Table:
    rows = tuple(((column.name,), (column.kind,), (column.meaning,)) for column in table.columns)
    return Table(f"{name}: {table.title}", ("Column", "Type", "What it means"), rows)
