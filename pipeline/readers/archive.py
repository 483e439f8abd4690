"""A zip becomes what its members become, each under its own name."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from pipeline.readers import guard
from pipeline.readers.shapes import Aside, Reading, Unreadable

Read = Callable[[str, bytes, int], Reading]
LINK = 0o120000  # the file type bits of a symbolic link, in the upper half of the attributes
TYPE_BITS = 0o170000


def read(content: bytes, max_mb: int, read_member: Read) -> Reading:
    """Read each member by itself; what cannot be read is set aside, the others go on."""
    guard.check_zip(content, max_mb)
    with ZipFile(BytesIO(content)) as archive:
        names = [entry.filename for entry in archive.infolist() if not _is_no_file(entry)]
        parts = [_member(archive, name, max_mb, read_member) for name in names]
    if not parts:
        raise Unreadable("the archive is empty", "check that the right file was copied here")
    return Reading(
        "archive of " + ", ".join(dict.fromkeys(part.kind for part in parts)),
        blocks=[block for part in parts for block in part.blocks],
        sheets=[sheet for part in parts for sheet in part.sheets],
        asides=[aside for part in parts for aside in part.asides],
    )


def _is_no_file(entry: object) -> bool:
    """Pass over folders, links and what operating systems leave in archives."""
    name = str(getattr(entry, "filename", ""))
    link = getattr(entry, "external_attr", 0) >> 16 & TYPE_BITS == LINK
    junk = name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
    return name.endswith("/") or link or junk


def _bytes(archive: ZipFile, name: str) -> bytes:
    """Unpack one member."""
    try:
        return archive.read(name)
    except (BadZipFile, zlib.error, struct.error, OSError, EOFError, RuntimeError) as error:
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error


def _member(archive: ZipFile, name: str, max_mb: int, read_member: Read) -> Reading:
    """Read one member and put its name before every location."""
    try:
        reading = read_member(name, _bytes(archive, name), max_mb)
    except Unreadable as error:
        return Reading("unreadable files", asides=[Aside(name, error.reason, error.advice)])
    return Reading(
        reading.kind,
        [replace(block, location=f"{name}: {block.location}") for block in reading.blocks],
        [replace(sheet, inside=name) for sheet in reading.sheets],
        [replace(aside, location=f"{name}: {aside.location}") for aside in reading.asides],
    )
