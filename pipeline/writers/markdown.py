"""Documents become Markdown (CommonMark with tables) that can be read and edited as plain text."""

import re

from pipeline.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Figure,
    Inline,
    Link,
    Paragraph,
    Parts,
    Quote,
    Section,
    Table,
    plain,
)
from pipeline.writers.visible import visible

_ALWAYS = re.compile(r"[\\`*_<|~]|\](?=[(\[:])|&(?=#?\w+;)|[{}](?=[{}%#])")
_IN_LINK = re.compile(rf"{_ALWAYS.pattern}|[\[\]]")
_AT_START = re.compile(r"^(?:[#+>=:-]|(?<!\d)\d{1,9}(?=[.)])|\[(?=[ xX]\](?:\s|$)))")
_LINE_ENDS = re.compile(r"\r\n|[\r\n]")


def write_markdown(document: Document) -> str:
    """Write the same words as the HTML page, in the same order."""
    banner = (f"**{_words(document.banner)}**",) if document.banner else ()
    foot = (_line(document.foot),) if document.foot else ()
    blocks = tuple(_block(block, 2) for block in document.blocks)
    return "\n\n".join((*banner, _heading(document.title, 1), *blocks, *foot)) + "\n"


def _block(block: Block, level: int) -> str:
    if isinstance(block, Section):
        return _section(block, level)
    if isinstance(block, Paragraph):
        return f"> {_line(block.parts)}" if block.look == "warning" else _line(block.parts)
    if isinstance(block, Bullets):
        marks = [f"{n}." if block.ordered else "-" for n in range(1, len(block.items) + 1)]
        return "\n".join(f"{m} {_line(i)}" for m, i in zip(marks, block.items, strict=True))
    if isinstance(block, Facts):
        return "\n".join(f"- {_words(label)}: **{_words(value)}**" for label, value in block.items)
    if isinstance(block, Quote):
        return _quote(block)
    return _table(block) if isinstance(block, Table) else _figure(block)


def _section(section: Section, level: int) -> str:
    heading = f'<a id="{section.anchor}"></a>\n\n{_heading(section.title, level)}'
    return "\n\n".join((heading, *(_block(block, level + 1) for block in section.blocks)))


def _heading(title: Parts, level: int) -> str:
    """Keep marks at the end of a title, which would close the heading, as words."""
    closing = re.compile(r"(?<!\\)#(?=#*$)")
    shown = closing.sub(r"\\#", _line(title))
    return f"{'#' * level} {shown}"


def _quote(quote: Quote) -> str:
    """Each line of the words stands behind a `>`; where they come from follows below."""
    text = "".join(visible(_inline(part, keep_lines=True)) for part in quote.parts)
    lines = (_at_start(line.strip(" \t")) for line in _LINE_ENDS.split(text))
    return "\n".join(f"> {line}".rstrip() for line in lines) + f"\n\n{_line(quote.origin)}"


def _table(table: Table) -> str:
    rule = ["---:" if place in table.numbers else "---" for place in range(len(table.head))]
    cells = [[_words(name) for name in table.head], rule]
    cells += [[_line(cell, at_start=False) for cell in row] for row in table.rows]
    lines = "\n".join(f"| {' | '.join(row)} |" for row in cells)
    return f"{_line((table.caption,))}\n\n{lines}"


def _figure(figure: Figure) -> str:
    """Say what a picture shows; its numbers stand in the table beside it."""
    return _line((figure.caption,))


def _line(parts: Parts, *, at_start: bool = True) -> str:
    """Parts as one line, safe at the start of a line unless told that it stands elsewhere."""
    pieces = [_inline(part) for part in parts]
    pairs = zip(pieces, [*parts[1:], ""], strict=False)
    line = "".join(_not_a_picture(piece, after) for piece, after in pairs).strip()
    return _at_start(line) if at_start else line


def _not_a_picture(piece: str, after: Inline) -> str:
    """Keep a `!` before a link from turning the link into a picture."""
    before_link = isinstance(after, Link) and piece.endswith("!")
    return f"{piece[:-1]}\\!" if before_link else piece


def _inline(part: Inline, *, keep_lines: bool = False) -> str:
    if isinstance(part, Link):
        inner = _LINE_ENDS.sub(" ", plain(part.parts))
        return f"[{_escape(inner, _IN_LINK)}]({part.href})"
    text = part if isinstance(part, str) else part.text
    safe = _escape(text) if keep_lines else _words(text)
    if isinstance(part, str) or part.kind in ("said", "quiet") or not safe.strip():
        return safe
    if part.kind == "mark":
        return f"<mark>{safe}</mark>"
    return f"**{safe.strip()}**" + (" " if safe.endswith(" ") else "")


def _words(text: str) -> str:
    """Text on one line."""
    return _escape(_LINE_ENDS.sub(" ", text))


def _escape(text: str, marks: re.Pattern[str] = _ALWAYS) -> str:
    return marks.sub(lambda found: "\\" + found.group(), visible(text))


def _at_start(line: str) -> str:
    """Put a backslash before what would start a heading, a list or a rule."""
    return _AT_START.sub(_guard, line, count=1)


def _guard(found: re.Match[str]) -> str:
    return f"{found.group()}\\" if found.group()[0].isdigit() else f"\\{found.group()}"
