"""A zip becomes what its members become, each under its own name."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile, ZipInfo

from pipeline.readers import guard
from pipeline.readers.shapes import Aside, Reading, Unreadable

Read = Callable[[str, bytes, int], Reading]
LINK = 0o120000  # the file type bits of a symbolic link, in the upper half of the attributes
TYPE_BITS = 0o170000


def read(content: bytes, max_mb: int, read_member: Read) -> Reading:
    """Read each member by itself; what cannot be read is set aside, the others go on."""
    guard.check_zip(content, max_mb)
    with ZipFile(BytesIO(content)) as archive:
        entries = [entry for entry in archive.infolist() if not _is_no_file(entry)]
        parts = [_member(archive, entry, max_mb, read_member) for entry in entries]
    if not parts:
        raise Unreadable("the archive is empty", "check that the right file was copied here")
    return Reading(
        "archive of " + ", ".join(dict.fromkeys(part.kind for part in parts)),
        blocks=[block for part in parts for block in part.blocks],
        sheets=[sheet for part in parts for sheet in part.sheets],
        asides=[aside for part in parts for aside in part.asides],
    )


def _is_no_file(entry: ZipInfo) -> bool:
    """Pass over folders and what operating systems leave in archives."""
    name = entry.filename
    junk = name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")
    return name.endswith("/") or junk


def _bytes(archive: ZipFile, entry: ZipInfo) -> bytes:
    """Unpack one member; a link is not followed."""
    if entry.external_attr >> 16 & TYPE_BITS == LINK:
        raise Unreadable("a link to another file is not followed", "put the file itself there")
    try:
        return archive.read(entry)
    except Exception as error:  # a damaged list of members makes zipfile raise whatever it likes
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error


def _member(archive: ZipFile, entry: ZipInfo, max_mb: int, read_member: Read) -> Reading:
    """Read one member and put its name before every location."""
    name = entry.filename
    try:
        reading = read_member(name, _bytes(archive, entry), max_mb)
    except Unreadable as error:
        return Reading("unreadable files", asides=[Aside(name, error.reason, error.advice)])
    return placed(name, reading)


def placed(name: str, reading: Reading) -> Reading:
    """Put the name of a file inside another before every location."""
    return Reading(
        reading.kind,
        [replace(block, location=f"{name}: {block.location}") for block in reading.blocks],
        [replace(sheet, inside=name) for sheet in reading.sheets],
        [replace(aside, location=f"{name}: {aside.location}") for aside in reading.asides],
    )
