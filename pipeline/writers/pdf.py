"""Documents become PDF files for print and for screen readers (PDF/UA-1); same bytes twice."""

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.document import Document, Paragraph, Quote, Section, Table, plain
from pipeline.errors import FolkmootError
from pipeline.writers.columns import is_turned, shares
from pipeline.writers.visible import reads_from_the_right, visible

TEMPLATES = Path(__file__).parents[1] / "templates"
LONG_WORD = re.compile(r"(\S{12})(?=\S{8})")
UNSEEN = re.compile(r'the text `"(.*?)"` could not be displayed')
BREAK = "\u200b"
AT_MOST = 20
LONG_CELL = 800
EXACT = ("href", "anchor", "svg")


def write_pdf(document: Document) -> bytes:
    """Write the same words as the HTML page; the standard's rules are checked as it is made.

    A character for which no font has a picture is told by its name, as in `[ogham letter beith]`.
    """
    told = _told(document)
    for _ in range(AT_MOST):
        made = _compiled(told)
        if isinstance(made, bytes):
            return made
        told = _named(told, made)
    raise FolkmootError("findings.pdf: some characters cannot be shown; this is a fault, report it")


@cache
def fonts() -> Any:  # noqa: ANN401  typst's fonts
    """Give the house's own fonts and those that come with typst; none of this computer's."""
    import typst  # noqa: PLC0415  only where pages are set

    return typst.Fonts(include_system_fonts=False, font_paths=[str(TEMPLATES / "fonts")])


def _compiled(told: str) -> bytes | set[str]:
    """Give the pages, or else the texts that no font can show."""
    import typst  # noqa: PLC0415  only where pages are set

    try:
        made: bytes = typst.compile(
            (TEMPLATES / "document.typ").read_bytes(),
            format="pdf",
            font_paths=fonts(),
            ignore_system_fonts=True,
            sys_inputs={"document": told},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        unseen = {
            letter for text in UNSEEN.findall(error.diagnostic) for letter in _unescaped(text)
        }
        if not unseen:
            raise
        return unseen
    return made


def _unescaped(text: str) -> str:
    r"""Undo `\u{200d}` and `\"`, as the compiler writes what has no picture."""
    return re.sub(
        r"\\(?:u\{([0-9a-f]+)\}|(.))",
        lambda found: chr(int(found[1], 16)) if found[1] else found[2],
        text,
    )


def _named(told: str, unseen: Iterable[str]) -> str:
    """Put names in the place of letters that cannot be shown, alone or joined with others."""
    for text in sorted(unseen, key=len, reverse=True):
        names = "".join(letter if letter.isascii() else _name(letter) for letter in text)
        told = told.replace(_in_json(text), _in_json(names))
    return told


def _name(letter: str) -> str:
    return f"[{unicodedata.name(letter, f'character {ord(letter):x}').lower()}]"


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _told(document: Document) -> str:
    """Give everything on the pages as data."""
    opening = [_data(block) for block in document.blocks if not isinstance(block, Section)]
    sections = [block for block in document.blocks if isinstance(block, Section)]
    anchors: dict[str, None] = {}
    data = {
        **_data(document),
        "plain_title": visible(plain(document.title)),
        "opening": opening,
        "sections": [_labelled(_data(section), anchors) for section in sections],
        "contents": len([section for section in sections if section.listed]) > 4,  # noqa: PLR2004  as on the page
        "anchors": list(anchors),
    }
    del data["blocks"]
    return json.dumps(data, ensure_ascii=False)


def _labelled(section: dict[str, Any], anchors: dict[str, None]) -> dict[str, Any]:
    """Let each address be taken once, so that links lead to one place."""
    first = section["anchor"] not in anchors
    anchors[section["anchor"]] = None
    inner = [
        _labelled(each, anchors) if each["kind"] == "section" else each
        for each in section["blocks"]
    ]
    return {**section, "labelled": first, "blocks": inner}


def _data(value: Any) -> Any:  # noqa: ANN401  any part of a document
    """Turn a document's parts into names and values."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, tuple):
        return [_data(each) for each in value]
    if not is_dataclass(value):
        return value
    data = {each.name: _data(getattr(value, each.name)) for each in fields(value)}
    data.setdefault("kind", getattr(value, "kind", ""))
    return data | _exact(value)


def _exact(value: Any) -> dict[str, Any]:  # noqa: ANN401  any part of a document
    """Add what the pages need besides the words, and keep addresses and pictures as they are."""
    exact = {name: getattr(value, name) for name in EXACT if hasattr(value, name)}
    if hasattr(value, "language"):
        exact["language"] = _spoken(value.language)
    if isinstance(value, Quote):
        exact["rtl"] = reads_from_the_right(plain(value.parts))
    if isinstance(value, Paragraph):
        exact["leads-on"] = plain(value.parts).endswith(":")
    return exact | _columns(value) if isinstance(value, Table) else exact


def _columns(table: Table) -> dict[str, Any]:
    """Say how wide columns are, whether their headers are turned, and whether rows may part."""
    cells = [plain(cell) for row in table.rows for cell in row]
    return {
        "shares": shares(table),
        "turned": is_turned(table),
        "longest_head": max((len(table.head[place]) for place in table.numbers), default=0),
        "long": max(map(len, [*table.head, *cells]), default=0) > LONG_CELL,
    }


def _spoken(language: str | None) -> str | None:
    """Keep the language of a code such as `gd-GB`."""
    return language.split("-")[0].lower() if language else None


def _text(text: str) -> str:
    """Control characters become visible, and very long words may break."""
    return LONG_WORD.sub(rf"\1{BREAK}", visible(text))
