"""A project of a qualitative-analysis tool (REFI-QDA, .qdpx) becomes the texts in it."""

from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from pipeline.readers import guard, txt
from pipeline.readers.shapes import FRAME, Aside, Block, Reading, Unreadable

Element = Any  # an lxml element; names are compared without their namespace, so 1.0 and 1:0 read
INTERNAL = "internal://"
OTHER_SOURCES = {"PDFSource", "PictureSource", "AudioSource", "VideoSource"}


def read(content: bytes, max_mb: int) -> Reading:
    """Read each text source under its name; the codes stay for those who coded them."""
    guard.check_zip(content, max_mb)
    try:
        with ZipFile(BytesIO(content)) as package:
            root = _parse(package.read("project.qde"))
            texts = [(s, _text(package, s)) for s in root.iter("{*}TextSource")]
    except (BadZipFile, KeyError, EOFError, ValueError, OSError) as error:
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error
    blocks = [block for source, text in texts for block in _blocks(source, text)]
    return Reading("REFI-QDA project", blocks=blocks, asides=_codes(root) + _others(root))


def _parse(content: bytes) -> Element:
    """Parse the project; entities are not resolved and nothing is fetched."""
    from lxml import etree  # noqa: PLC0415  heavy: one format's parser

    try:
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise Unreadable(guard.DAMAGED, guard.RESEND) from error


def _text(package: ZipFile, source: Element) -> bytes:
    """Give the bytes of a source: a file among the sources, or written into the project."""
    path = source.get("plainTextPath", "")
    if path.startswith(INTERNAL):
        wanted = path.removeprefix(INTERNAL).lower()
        names = {name.rpartition("/")[2].lower(): name for name in package.namelist()}
        return package.read(names[wanted])
    written = next(iter(source.iter("{*}PlainTextContent")), None)
    return ((written.text if written is not None else "") or "").encode()


def _blocks(source: Element, text: bytes) -> list[Block]:
    """Read a source as notes typed as plain text, each block placed by the source's name."""
    name = source.get("name") or source.get("guid") or "a source"
    inside = [replace(block, level=block.level + 1) for block in txt.read(text, 0).blocks]
    head = Block("name", "heading", name, 1)
    return [replace(block, location=f"{name}: {block.location}") for block in (head, *inside)]


def _codes(root: Element) -> list[Aside]:
    """Say that the codes in the project are no contributions."""
    codes = sum(1 for _ in root.iter("{*}Code"))
    passages = sum(1 for _ in root.iter("{*}Coding"))
    if not codes:
        return []
    told = f"{codes} codes and {passages} coded passages of this project are not read as words"
    return [Aside("codebook", told, "write codes to keep into decisions/codebook.csv", part=FRAME)]


def _others(root: Element) -> list[Aside]:
    """Name the sources that hold no text."""
    others = [e for e in root.iter() if str(e.tag).rpartition("}")[2] in OTHER_SOURCES]
    return [
        Aside(
            e.get("name") or "a source",
            "this source of the project is a PDF, picture or recording, which is not read there",
            "put a PDF with text beside the project, or type up what it shows",
        )
        for e in others
    ]
