"""Small pieces of WordprocessingML: elements, runs and fields, with people's words as words."""

import re
from hashlib import sha256
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from pipeline.writers.visible import reads_from_the_right, visible

_BREAKS = re.compile(r"(\r\n|[\r\n\t])")


def element(tag: str, *inside: Any, **attributes: str | int) -> Any:  # noqa: ANN401  an lxml element
    """Make `<w:tag w:attribute="…">`; an argument that is None is left out."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(each for each in inside if each is not None)
    return made


def paragraph(style: str, *inside: Any, properties: tuple[Any, ...] = ()) -> Any:  # noqa: ANN401
    """Make a paragraph in a named style of the house."""
    return element("p", element("pPr", element("pStyle", val=style), *properties), *inside)


def run(text: str, style: str = "", language: str | None = None) -> Any:  # noqa: ANN401
    """Make a stretch of text; lines and tabs stay, control characters become pictures."""
    properties = (
        element("rStyle", val=style) if style else None,
        element("rtl") if reads_from_the_right(text) else None,
        element("lang", val=language) if language else None,
    )
    made = element(
        "r", element("rPr", *properties) if any(p is not None for p in properties) else None
    )
    for piece in _BREAKS.split(visible(text)):
        made.append(_piece(piece))
    return made


def _piece(piece: str) -> Any:  # noqa: ANN401
    if piece == "\t":
        return element("tab")
    if piece in ("\n", "\r", "\r\n"):
        return element("br")
    made = element("t")
    made.text = piece
    made.set(qn("xml:space"), "preserve")
    return made


def field(instruction: str, *shown: Any, dirty: bool = False) -> tuple[Any, ...]:  # noqa: ANN401
    """Give the runs of a field that Word fills, such as PAGE; `shown` stands there until then."""
    told = element("instrText")
    told.text = f" {instruction} "
    told.set(qn("xml:space"), "preserve")
    start = {"dirty": "true"} if dirty else {}
    return (
        element("r", element("fldChar", fldCharType="begin", **start)),
        element("r", told),
        element("r", element("fldChar", fldCharType="separate")),
        *shown,
        element("r", element("fldChar", fldCharType="end")),
    )


def bookmark_name(anchor: str) -> str:
    """Give an address on a page as the name of a bookmark: at most 40 letters, figures and `_`."""
    readable = re.sub(r"\W+", "_", anchor, flags=re.ASCII)[:30]
    return f"b_{readable}_{sha256(anchor.encode()).hexdigest()[:7]}"
