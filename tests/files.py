"""Files as people send them, made in memory for tests; people and places in them are invented."""

import gzip
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import pandas as pd
from pandera.typing import DataFrame

from pipeline.tables import Columns, Files

DOCUMENT = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'


def files(**content: bytes | str) -> DataFrame[Files]:
    """Files by name; `__` in a name stands for the dot, so `ideas__csv` is ideas.csv."""
    named = {name.replace("__", "."): content[name] for name in content}
    return folder(named)


def folder(named: Mapping[str, bytes | str]) -> DataFrame[Files]:
    """Files by path below data/raw."""
    raw = [text.encode() if isinstance(text, str) else text for text in named.values()]
    return Files.validate(
        pd.DataFrame({"file": list(named), "content": pd.Series(raw, dtype=object)})
    )


def columns(*rows: tuple[str, str, str]) -> DataFrame[Columns]:
    """Say what people settled: file, role, column."""
    return Columns.validate(pd.DataFrame(list(rows), columns=["file", "role", "column"]))


def saved(document: Any) -> bytes:  # noqa: ANN401  whatever has a save method
    """Bytes of a document that can save itself."""
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def word(body: str) -> bytes:
    """Make a Word file of the XML of its body, nothing else in it."""
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/officeDocument"/></Relationships>'
    )
    document = f"{DOCUMENT}<w:body>{body}</w:body></w:document>"
    return zipped(
        {"[Content_Types].xml": "<Types/>", "_rels/.rels": rels, "word/document.xml": document}
    )


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    """Make a zip of members by name."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def gzipped(text: str) -> bytes:
    """Compress a text as gzip does, the same each time."""
    return gzip.compress(text.encode(), mtime=0)


def workbook(sheets: Mapping[str, Sequence[Sequence[object]]], merged: Sequence[str] = ()) -> bytes:
    """Make a workbook of rows by sheet; `merged` ranges are on the first sheet."""
    from openpyxl import Workbook  # noqa: PLC0415  only where a workbook is made

    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for area in merged:
        book.worksheets[0].merge_cells(area)
    return saved(book)


def pdf(markup: str) -> bytes:
    """Make a PDF of typst markup."""
    import typst  # noqa: PLC0415  only where a PDF is made

    made = typst.compile(markup.encode())
    return made if isinstance(made, bytes) else bytes(made[0])


def locked_pdf() -> bytes:
    """Make a small PDF that asks for a password."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [] /Count 0 >>",
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s> >>" % (b"41" * 32, b"42" * 32),
    ]
    content = b"%PDF-1.4\n"
    places = []
    for number, value in enumerate(objects, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, value)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = (
        b"trailer << /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<01> <01>] >>\nstartxref\n%d\n%%%%EOF"
    )
    return content + b"xref\n0 4\n0000000000 65535 f \n" + table + end % len(content)
