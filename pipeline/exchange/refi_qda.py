"""Themes and ideas become a REFI-QDA codebook or project, and a changed project is read back.

Positions count characters (Unicode code points) of the text file from 0, the end being one past the
last. Tools disagree on line ends and on characters outside the basic plane; the text files end
lines with a line feed alone, so that only the latter are left to the tool.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree as Tree
from zipfile import ZIP_DEFLATED, ZipFile

import pandas as pd

from pipeline.exchange.themes import Under, themes_of
from pipeline.findings import Contribution, Findings, Idea, Theme
from pipeline.publish.site import Content
from pipeline.readers.guard import check_zip
from pipeline.writers.visible import visible
from pipeline.writers.zipped import same_bytes

CODEBOOK = "urn:QDA-XML:codebook:1.0"
PROJECT = "urn:QDA-XML:project:1.0"
FIELDS = ("title", "text", "why")
APART = "\n\n"
MOST_MB = 200
Tables = Mapping[str, pd.DataFrame]
Coding = tuple[str, int, int]


@dataclass(frozen=True)
class Coded:
    """What a project says: names of codes, and the codes of each stretch of each source."""

    names: dict[str, str]
    codes: dict[Coding, list[str]]


def codebook(content: Content, _: Tables, __: str) -> dict[str, str | bytes]:
    """Write themes and sub-themes as codes, as other tools import them."""
    root = Tree.Element(f"{{{CODEBOOK}}}CodeBook", {"origin": "Folkmoot"})
    _add_codes(Tree.SubElement(root, f"{{{CODEBOOK}}}Codes"), content.findings, CODEBOOK)
    return {"codebook.qdc": _xml(root, CODEBOOK)}


def project(content: Content, tables: Tables, title: str) -> dict[str, str | bytes]:
    """Write each contribution as a text, and each idea in a theme as a coded selection.

    An idea that lies under several themes has several codes, the nearest first. The schema allows
    no empty list.
    """
    findings, under = content.findings, themes_of(content.findings, tables)
    root = _element("Project", name=title, origin="Folkmoot", creatingUserGUID=guid("user"))
    _add(_add(root, "Users"), "User", guid=guid("user"), name="Folkmoot")
    if findings.themes:
        _add_codes(_add(_add(root, "CodeBook"), "Codes"), findings, PROJECT)
    given = findings.included()
    sources = _add(root, "Sources") if given else root
    for each in given:
        _add_source(sources, each, findings.by_contribution.get(each.id, []), under)
    texts = {f"sources/{guid(each.id)}.txt": laid_out(each).encode() for each in given}
    parts = {"project.qde": _xml(root, PROJECT).encode(), **texts}
    return {"project.qdpx": _zipped(parts)}


def guid(name: str) -> str:
    """Give an id of the form that REFI-QDA asks for, the same for the same name."""
    return str(uuid5(NAMESPACE_URL, f"folkmoot:{name}")).upper()


def laid_out(each: Contribution) -> str:
    """Give title, text and reason one below the other, with line feeds as the only line ends."""
    return visible(_one_line_end(APART.join(text for _, text in _fields(each))))


def place(each: Contribution, idea: Idea) -> tuple[int, int]:
    """Give the place of an idea in the laid-out text."""
    before = ""
    for name, text in _fields(each):
        if name == idea.field:
            return len(_one_line_end(before + text[: idea.start])), len(
                _one_line_end(before + text[: idea.end])
            )
        before += text + APART
    raise KeyError(idea.field)


def _fields(each: Contribution) -> list[tuple[str, str]]:
    return [(name, text) for name in FIELDS if (text := getattr(each, name))]


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _add_codes(parent: Tree.Element, findings: Findings, space: str) -> None:
    for theme in findings.main_themes():
        code = _add_code(parent, theme, space)
        for inner in findings.subthemes(theme.id):
            _add_code(code, inner, space)


def _add_code(parent: Tree.Element, theme: Theme, space: str) -> Tree.Element:
    """Add a code; its colour is drawn from its id, never too light to read on."""
    colour = "".join(f"{byte % 160:02X}" for byte in sha256(theme.id.encode()).digest()[:3])
    told = {"guid": guid(theme.id), "name": visible(theme.name), "isCodable": "true"}
    code = Tree.SubElement(parent, f"{{{space}}}Code", {**told, "color": f"#{colour}"})
    if theme.description:
        Tree.SubElement(code, f"{{{space}}}Description").text = visible(theme.description)
    return code


def _add_source(
    sources: Tree.Element, each: Contribution, ideas: Iterable[Idea], under: Under
) -> None:
    own = guid(each.id)
    source = _add(sources, "TextSource", guid=own, name=each.id)
    source.set("plainTextPath", f"internal://{own}.txt")
    for idea in ideas:
        if idea.id not in under:
            continue
        start, end = place(each, idea)
        selection = _add(source, "PlainTextSelection", guid=guid(idea.id), name=idea.id)
        selection.attrib.update({"startPosition": str(start), "endPosition": str(end)})
        for theme, inner in under[idea.id]:
            code = inner or theme
            coding = _add(selection, "Coding", guid=guid(f"{idea.id} {code}"))
            _add(coding, "CodeRef", targetGUID=guid(code))


def _element(tag: str, **attributes: str) -> Tree.Element:
    told = {name: visible(value) for name, value in attributes.items()}
    return Tree.Element(f"{{{PROJECT}}}{tag}", told)


def _add(parent: Tree.Element, tag: str, **attributes: str) -> Tree.Element:
    child = _element(tag, **attributes)
    parent.append(child)
    return child


def _xml(root: Tree.Element, space: str) -> str:
    Tree.register_namespace("", space)
    Tree.indent(root)
    body = Tree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return same_bytes(made.getvalue())


def read_project(content: bytes) -> Coded:
    """Read codes and coded selections back; harmful archives are refused (`Unreadable`)."""
    from lxml import etree  # noqa: PLC0415  the safe parser, only where a project is read

    check_zip(content, MOST_MB)
    with ZipFile(BytesIO(content)) as archive:
        name = next(name for name in archive.namelist() if name.lower().endswith(".qde"))
        xml = archive.read(name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(xml, parser)
    names = {c.get("guid", "").upper(): c.get("name", "") for c in root.iter("{*}Code")}
    codes: dict[Coding, list[str]] = {}
    for selection, code in _codings(root.iter("{*}TextSource")):
        codes.setdefault(selection, []).append(code)
    return Coded(names, codes)


def _codings(sources: Iterable[object]) -> Iterator[tuple[Coding, str]]:
    for source in sources:
        for selection in source.iter("{*}PlainTextSelection"):  # type: ignore[attr-defined]
            start, end = (int(selection.get(f"{side}Position")) for side in ("start", "end"))
            for code in selection.iter("{*}CodeRef"):
                yield (source.get("name"), start, end), code.get("targetGUID", "").upper()  # type: ignore[attr-defined]
