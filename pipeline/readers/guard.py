"""A zip-based file becomes a refusal before any parser opens it, if what it declares is unsafe."""

import struct
import zlib
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from pipeline.readers.shapes import ADVICE_FORMATS, Unreadable

MAX_RATIO = 200  # tried bombs declared 315 to 1017 times their packed size, a common document 23
MAX_ENTRIES = 10_000
MAX_BLOCKS = 100_000  # paragraphs of one document: the notes of an event hold a few hundred
SMALL = 1_000_000  # below this many bytes a high ratio does no harm
MEGA = 1_000_000
ENCRYPTED = 0x1
DAMAGED = "the file is damaged or was cut off, so it could not be opened"
RESEND = "ask for the file again, or open it and save a new copy"
LOCKED = "the file is protected with a password"
UNLOCK = "open it, save a copy without the password and put that in its place"


def check_zip(content: bytes, max_mb: int) -> None:
    """Refuse what is damaged, locked, or would unpack to far more than it seems to hold."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
    except (BadZipFile, struct.error, ValueError, NotImplementedError, OSError) as error:
        raise Unreadable(DAMAGED, RESEND) from error
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise Unreadable(LOCKED, UNLOCK)
    declared = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    check_sizes(declared, packed, max_mb)
    if len(entries) > MAX_ENTRIES:
        raise Unreadable(
            f"the file holds {len(entries):,} parts, more than a document needs", ADVICE_FORMATS
        )


def check_sizes(declared: int, packed: int, max_mb: int) -> None:
    """Refuse what unpacks to more than `max_mb`, or to more than 200 times its packed size."""
    if declared > max_mb * MEGA:
        raise Unreadable(
            f"the file would unpack to {declared // MEGA:,} MB, more than the {max_mb} MB allowed",
            "split it into smaller files, or raise max_mb in params.yaml if you trust it",
        )
    if declared > SMALL and declared > MAX_RATIO * max(packed, 1):
        raise Unreadable(
            "the file unpacks to more than 200 times its size, as harmful files do",
            "if you trust where it comes from, open it and save it again in another format",
        )


def check_blocks(count: int) -> None:
    """Refuse notes that are far longer than anybody could have taken them."""
    if count > MAX_BLOCKS:
        raise Unreadable(
            f"the document holds {count:,} paragraphs, more than notes of an event do",
            "split it into smaller files, or give what people said as a CSV table",
        )


def check_size(content: bytes, max_mb: int) -> None:
    """Refuse what is empty or larger than `max_mb` as it stands."""
    if not content.strip(b"\x00 \t\r\n"):
        raise Unreadable("the file is empty", "check that the right file was copied here")
    if len(content) > max_mb * MEGA:
        raise Unreadable(
            f"the file is larger than {max_mb} MB",
            "split it into smaller files, or raise max_mb in params.yaml",
        )


def gunzip(content: bytes, max_mb: int) -> bytes:
    """Unpack gzip data, never past `max_mb`."""
    unpacker = zlib.decompressobj(wbits=31)
    try:
        unpacked = unpacker.decompress(content, max_mb * MEGA + 1)
    except zlib.error as error:
        raise Unreadable(DAMAGED, RESEND) from error
    if len(unpacked) <= max_mb * MEGA and not unpacker.eof:
        raise Unreadable(DAMAGED, RESEND)
    check_sizes(len(unpacked), len(content), max_mb)
    return unpacked
