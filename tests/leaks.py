"""Everything that a file says, wherever it says it: for tests of what must not get out."""

import gzip
import html
import json
import re
import sqlite3
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import closing, suppress
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote

import pypdfium2

PRIVATE = ("redactions.csv", "flags.csv", "conflicts.csv")  # of reports/: for organisers alone
MARKUP = re.compile(r"<[^<>]*>")
NO_LETTER = re.compile(r"[\W_]+")


def published(reports: Path) -> Iterator[tuple[str, str]]:
    """Give name and content of every file that the public may see, taken apart as far as it goes.

    New outputs are read without being named here.
    """
    for path in sorted(path for path in reports.rglob("*") if path.is_file()):
        name = path.relative_to(reports).as_posix()
        if name not in PRIVATE:
            yield "file name", unquote(name)
            for text in _texts(path.read_bytes()):
                yield name, text


def letters(text: str) -> str:
    """Leave nothing of a text but letters and digits, small: what a break or a mark may part."""
    return NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())


def _texts(content: bytes) -> Iterator[str]:
    """Give all that a file says: as it stands, decoded, unpacked, its data about itself too."""
    plain = content.decode("utf-8", errors="replace")
    yield plain
    yield unquote(html.unescape(plain))
    yield html.unescape(MARKUP.sub("", plain))
    with suppress(ValueError):
        yield from _strings(json.loads(plain))
    for start, inside in (
        (b"PK", _zipped), (b"SQLite format 3", _rows), (b"%PDF", _pages), (b"\x1f\x8b", _gzipped),
    ):  # fmt: skip
        if content.startswith(start):
            yield from inside(content)


def _strings(value: object) -> Iterator[str]:
    """Give every text in a JSON value, names too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield str(name)
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _zipped(content: bytes) -> Iterator[str]:
    """Give the members of a zip: Word files, workbooks, packages."""
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for member in archive.infolist():
            yield member.filename
            yield from _texts(archive.read(member))


def _gzipped(content: bytes) -> Iterator[str]:
    yield from _texts(gzip.decompress(content))


def _rows(content: bytes) -> Iterator[str]:
    """Give every cell of a database, as SQL would restore it."""
    with closing(sqlite3.connect(":memory:")) as base:
        base.deserialize(content)
        yield "\n".join(base.iterdump())


def _pages(content: bytes) -> Iterator[str]:
    """Give the pages of a PDF and what it says about itself."""
    document = pypdfium2.PdfDocument(content)
    yield from map(str, document.get_metadata_dict().values())
    for page in document:
        yield page.get_textpage().get_text_range()
    yield from (str(mark.get_title()) for mark in document.get_toc())
