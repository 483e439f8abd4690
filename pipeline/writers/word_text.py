"""Stretches of text become Word's runs, links and content controls."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from pipeline.document import Inline, Link, Parts, plain
from pipeline.writers.visible import reads_from_the_right
from pipeline.writers.word_xml import bookmark_name, element, run

STYLES = {"strong": "Strong", "said": "", "mark": "Evidence", "quiet": "Quiet"}
ALIASES = {"n": "Name", "d": "Description", "q": "Quote"}


@dataclass
class Book:
    """A Word file in the making: its main part, bookmarks so far, and links by address."""

    part: Any
    marks: int = 0
    links: dict[str, str] = field(default_factory=dict)


def runs(parts: Parts, book: Book) -> Iterable[Any]:
    """Give the runs of a line of text."""
    for part in parts:
        yield _inline(part, book)


def ways(parts: Parts) -> tuple[Any, ...]:
    """Set a paragraph from the right if its words are."""
    return (element("bidi"),) if reads_from_the_right(plain(parts)) else ()


def to_bookmark(anchor: str, inside: tuple[Any, ...]) -> Any:  # noqa: ANN401  an element
    """Link runs with a heading of the same file."""
    return element("hyperlink", *inside, anchor=bookmark_name(anchor))


def control(tag: str, inside: tuple[Any, ...], lock: str) -> Any:  # noqa: ANN401  an element
    """Put words into a content control, which keeps its tag wherever it is moved in Word.

    LibreOffice forgets tags and keeps titles, so the title tells the tag too.
    """
    kind, _, of = tag.partition(":")
    number = int(sha256(tag.encode()).hexdigest()[:7], 16) + 1
    properties = element(
        "sdtPr",
        element("alias", val=f"{ALIASES[kind]} {of}"),
        element("tag", val=tag),
        element("id", val=number),
        element("lock", val=lock),
        element("text") if len(inside) == 1 else None,
    )
    return element("sdt", properties, element("sdtContent", *inside))


def tag_in(control: Any) -> str:  # noqa: ANN401  an element
    """Read the tag of a content control, or its title where the tag is gone; else nothing."""
    for each in control.iterchildren(qn("w:sdtPr")):
        tag = _value(each, "w:tag")
        if tag:
            return tag
        name, _, of = _value(each, "w:alias").partition(" ")
        return next((f"{kind}:{of}" for kind, known in ALIASES.items() if name == known), "")
    return ""


def _value(properties: Any, name: str) -> str:  # noqa: ANN401  an element
    found = properties.find(qn(name))
    return "" if found is None else str(found.get(qn("w:val")))


def _inline(part: Inline, book: Book) -> Any:  # noqa: ANN401  an element
    if isinstance(part, str):
        return run(part)
    if isinstance(part, Link):
        return _link(part, book)
    made = run(part.text, STYLES[part.kind], part.language)
    return control(part.edit, (made,), "sdtLocked") if part.edit else made


def _link(link: Link, book: Book) -> Any:  # noqa: ANN401  an element
    inside = (run(plain(link.parts), "Hyperlink"),)
    if link.href.startswith("#"):
        return to_bookmark(link.href[1:], inside)
    if link.href not in book.links:
        kind = RELATIONSHIP_TYPE.HYPERLINK
        book.links[link.href] = book.part.relate_to(link.href, kind, is_external=True)
    made = element("hyperlink", *inside)
    made.set(qn("r:id"), book.links[link.href])
    return made
