"""What the open data are, said to machines: Data Package, schema.org and DCAT."""

import re

from pipeline.publish.dictionary import TABLES, Column, OpenTable
from pipeline.publish.site import Content, Site

LICENCES = {
    "open government licence v3.0": (
        "OGL-UK-3.0",
        "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
    ),
    "cc by 4.0": ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "cc0 1.0": ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}
FORMATS = {
    "contributions.json": ("application/json", "Contributions with their ideas and evidence"),
    "index.sqlite": ("application/vnd.sqlite3", "All tables with a full-text search"),
    "contributions-spreadsheet.csv": ("text/csv", "Contributions, made safe for spreadsheets"),
}


def data_package(site: Site) -> dict[str, object]:
    """Describe the CSV files as a Data Package (Frictionless, version 1), with the dictionary."""
    return {
        "profile": "tabular-data-package",
        "name": re.sub(r"[^a-z0-9]+", "-", site.title.lower()).strip("-") or "contributions",
        "title": site.title,
        "description": site.banner or "What people told us, and what became of it.",
        "licenses": _licences(site),
        "resources": [_resource(name, table) for name, table in TABLES.items()],
    }


def _licences(site: Site) -> list[dict[str, str]]:
    """Name the licence as machines know it; one that they do not know keeps its title."""
    name, path = LICENCES.get(site.licence.lower(), ("", ""))
    known = {"name": name, "path": path} if name else {"name": "other"}
    return [{**known, "title": site.licence}] if site.licence else []


def _resource(name: str, table: OpenTable) -> dict[str, object]:
    key = {"primaryKey": list(table.names[: table.key])} if table.key else {}
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": [_field(column) for column in table.columns], **key},
    }


def _field(column: Column) -> dict[str, object]:
    return {"name": column.name, "type": column.kind, "description": column.meaning}


def linked_data(content: Content, site: Site) -> dict[str, object]:
    """Describe the data set for search engines and catalogues: schema.org, and DCAT beside it."""
    base_url = site.base_url
    days = sorted(s.date for s in content.findings.sources.values() if s.is_event and s.date)
    licence = LICENCES.get(site.licence.lower(), ("", site.licence))[1]
    files = {f"{name}.csv": ("text/csv", table.title) for name, table in TABLES.items()} | FORMATS
    return {
        "@context": {
            "@vocab": "https://schema.org/",
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
        },
        "@type": ["Dataset", "dcat:Dataset"],
        "@id": base_url or "./",
        "name": site.title,
        "dct:title": site.title,
        "description": "What people told us in their own words, and what became of it.",
        "isAccessibleForFree": True,
        **({"license": licence, "dct:license": licence} if licence else {}),
        **({"temporalCoverage": f"{days[0]}/{days[-1]}"} if days else {}),
        "distribution": [_download(base_url, file, *told) for file, told in sorted(files.items())],
    }


def _download(base_url: str, file: str, kind: str, title: str) -> dict[str, object]:
    address = base_url + file
    return {
        "@type": ["DataDownload", "dcat:Distribution"],
        "name": title,
        "encodingFormat": kind,
        "dcat:mediaType": kind,
        "contentUrl": address,
        "dcat:downloadURL": {"@id": address},
    }
