"""Bytes of any file people send become a Reading, or a reason why not; one file per format."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from importlib import import_module

from pipeline.readers import archive, guard
from pipeline.readers.apart import Parse, parsing_apart
from pipeline.readers.shapes import (
    ADVICE_FORMATS,
    FRAME,
    UNREAD,
    Aside,
    Block,
    Reading,
    Sheet,
    Unreadable,
)

__all__ = [
    "FRAME",
    "UNREAD",
    "Aside",
    "Block",
    "Reading",
    "Sheet",
    "Unreadable",
    "read",
    "reading_apart",
]

MODULES = {
    ".csv": "delimited", ".tsv": "delimited", ".ssv": "delimited", ".psv": "delimited",
    ".tab": "delimited",
    ".xlsx": "workbook", ".xlsm": "workbook", ".ods": "workbook", ".xls": "workbook",
    ".docx": "word", ".docm": "word", ".odt": "odt", ".ott": "odt", ".pdf": "pdf",
    ".md": "md", ".markdown": "md", ".txt": "txt", ".text": "txt",
    ".html": "web", ".htm": "web", ".xhtml": "web",
    ".eml": "mail", ".qdpx": "qdpx", ".json": "records", ".jsonl": "records", ".ndjson": "records",
}  # fmt: skip
PLAIN = {"delimited", "txt", "records"}  # read by what comes with Python
SMALL = 1_000_000  # bytes up to which plain files are read in this process
INSIDE_ZIP = (
    ("word/", ".docx"),
    ("xl/", ".xlsx"),
    ("ppt/", ".pptx"),
)
MIMETYPES = (
    (b"opendocument.text", ".odt"),
    (b"opendocument.spreadsheet", ".ods"),
)
PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".tif", ".tiff", ".bmp", ".webp", ".heic", ".svg"}
SOUNDS = {".mp3", ".wav", ".m4a", ".mp4", ".mov", ".avi", ".ogg", ".mkv"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Read = Callable[[str, bytes, int], Reading]
LOCKED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


@contextmanager
def reading_apart() -> Iterator[Read]:
    """Offer to read as `read` does, with all that could do harm parsed in another process."""
    with parsing_apart() as parse_apart:

        def parse_there(kind: str, content: bytes, max_mb: int) -> Reading:
            plain = MODULES[kind] in PLAIN and len(content) <= SMALL
            return (parse_here if plain else parse_apart)(kind, content, max_mb)

        yield partial(read, parse=parse_there)


def read(file: str, content: bytes, max_mb: int, parse: Parse | None = None) -> Reading:
    """Read one file by what it is, not only by its name; `Unreadable` says why it cannot be.

    `parse` turns the bytes of one kind into a reading: in this process unless told otherwise.
    """
    guard.check_size(content, max_mb)
    if content.startswith(b"\x1f\x8b"):
        inner = guard.gunzip(content, max_mb)
        guard.check_size(inner, max_mb)
        return read(file.removesuffix(".gz"), inner, max_mb, parse)
    kind = _kind(file, content)
    if kind == ".zip":
        return archive.read(content, max_mb, partial(_read_member, parse=parse))
    if kind not in MODULES:
        raise _refusal(kind)
    return (parse or parse_here)(kind, content, max_mb)


def parse_here(kind: str, content: bytes, max_mb: int) -> Reading:
    """Hand the bytes to the reader of their kind."""
    reader = import_module(f"pipeline.readers.{MODULES[kind]}")
    try:
        reading: Reading = reader.read(content, max_mb)
        guard.check_blocks(len(reading.blocks))
    except (Unreadable, ImportError, MemoryError):
        raise
    except Exception as error:  # parsers of damaged files raise whatever they like
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error
    return reading


def _read_member(file: str, content: bytes, max_mb: int, parse: Parse | None) -> Reading:
    """Read a file inside an archive; archives inside archives are not opened."""
    if content.startswith((b"\x1f\x8b", b"PK")) and _kind(file, content) in {".zip", ".gz"}:
        raise Unreadable(
            "an archive inside an archive is not opened", "unpack it beside the others"
        )
    return read(file, content, max_mb, parse)


def _kind(file: str, content: bytes) -> str:
    """Tell the kind of a file by its first bytes where they are telling, else by its suffix."""
    suffix = _suffix(file)
    if content.startswith(b"PK"):
        return _zip_kind(content, suffix)
    if content[:1024].lstrip().startswith(b"%PDF"):
        return ".pdf"
    if content.startswith(OLE):
        return _ole_kind(content, suffix)
    return suffix


def _suffix(file: str) -> str:
    name = file.rpartition("/")[2].strip()
    stem, dot, last = name.rpartition(".")
    return f".{last.lower()}" if dot and stem else ""


def _zip_kind(content: bytes, suffix: str) -> str:
    """Tell office files from plain archives."""
    head = content[:200]
    for mark, kind in MIMETYPES:
        if mark in head:
            return kind
    for folder, kind in INSIDE_ZIP:
        if folder.encode() in content and b"[Content_Types].xml" in content:
            return ".xlsm" if suffix == ".xlsm" else kind
    return suffix if suffix in MODULES or suffix in {".pptx", ".epub"} else ".zip"


def _ole_kind(content: bytes, suffix: str) -> str:
    """Tell old Excel files from old Word files and from locked new ones."""
    if LOCKED_PACKAGE in content:
        raise Unreadable(guard.LOCKED, guard.UNLOCK)
    if suffix == ".msg":
        return suffix
    return ".xls" if suffix in {".xls", ".xlsx", ".xlsm"} else ".doc"


def _refusal(kind: str) -> Unreadable:
    """Say why a kind of file is not read, and what to do."""
    if kind == ".doc":
        return Unreadable(
            "this is an old Word file (.doc), which is not read",
            "open it in Word or LibreOffice and save it as .docx",
        )
    if kind in PICTURES:
        return Unreadable("a picture cannot be read", "type up what it shows, in any text format")
    if kind in SOUNDS:
        return Unreadable("a recording cannot be read", "type up what is said, in any text format")
    if kind == ".msg":
        return Unreadable(
            "a message in Outlook's own form (.msg) is not read", "save it as .eml or plain text"
        )
    if kind == ".pptx":
        return Unreadable("slides are not read", "save the notes on them as PDF or Word")
    named = f"files ending in {kind} are" if kind else "a file without an ending in its name is"
    return Unreadable(f"{named} not read", ADVICE_FORMATS)
