"""A report that people edited in Word becomes its controls, its quotes in order, and its lines."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pipeline.errors import FolkmootError
from pipeline.writers.word_text import tag_in

_HELD = re.compile(r"⟦(?P<tag>[ndq]:[^⟧]*)⟧")
_CONTENTS = ("TOC", "Contents")


@dataclass(frozen=True)
class Edited:
    """What stands in the controls of a file by tag, and its lines with `⟦tag⟧` for each control."""

    words: dict[str, str]
    lines: tuple[str, ...]

    def quotes(self) -> dict[str, list[str]]:
        """Quotes in their order, by the tag of the theme under whose heading they stand."""
        home, homes = "", dict[str, list[str]]()
        for line in self.lines:
            held = _HELD.fullmatch(line)
            if held and held["tag"].startswith("n:"):
                home = held["tag"]
            elif held and held["tag"].startswith("q:"):
                homes.setdefault(home, []).append(held["tag"])
        return homes


def read_edited(content: bytes, file: str) -> Edited:
    """Read a Word file as it stands after editing; what Word marks as deleted is gone."""
    import docx  # noqa: PLC0415  only when edits come back
    from docx.oxml.ns import qn  # noqa: PLC0415

    try:
        body = docx.Document(BytesIO(content)).element.body
    except Exception as error:
        raise FolkmootError(
            f"{file}: not readable as a Word file; save it as .docx and try again"
        ) from error
    words: dict[str, str] = {}
    lines = [_line(paragraph, qn, words) for paragraph in body.iter(qn("w:p"))]
    return Edited(words, tuple(line for line in lines if line))


def _line(paragraph: Any, qn: Any, words: dict[str, str]) -> str:  # noqa: ANN401  lxml's elements
    """Give a paragraph's words on one line; what stands in a control is kept beside it."""
    if (paragraph.style or "").startswith(_CONTENTS):
        return ""
    told = []
    for piece in paragraph.iter(qn("w:t"), qn("w:br"), qn("w:tab"), qn("w:sdt")):
        if piece.tag == qn("w:sdt"):
            tag = tag_in(piece)
            words.setdefault(tag, _spaced(_texts(piece, qn)))
            told.append(f"⟦{tag}⟧")
        elif not any(tag_in(above) for above in piece.iterancestors(qn("w:sdt"))):
            told.append(_text(piece, qn))
    return _spaced(told)


def _texts(control: Any, qn: Any) -> Iterable[str]:  # noqa: ANN401  lxml's elements
    pieces = control.iter(qn("w:t"), qn("w:br"), qn("w:tab"))
    return (_text(piece, qn) for piece in pieces)


def _text(piece: Any, qn: Any) -> str:  # noqa: ANN401  an lxml element
    return (piece.text or "") if piece.tag == qn("w:t") else " "


def _spaced(texts: Iterable[str]) -> str:
    return " ".join("".join(texts).split())
