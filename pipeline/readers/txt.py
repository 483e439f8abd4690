"""Plain text becomes blocks: headings, typed bullets, paragraphs with wrapped lines joined."""

import re
from itertools import groupby

from pipeline.readers.bullets import indent_level, typed_bullet
from pipeline.readers.encoding import decode
from pipeline.readers.shapes import Block, Reading

UNDERLINE = re.compile(r"^\s*(={3,}|-{3,}|~{3,})\s*$")
SIGNED = re.compile(  # who wrote an idea, a comment or a line of a chat, and when
    r"^\s*(?:(?:posted\s+)?by\s+\S.*\s\w+ \d{1,2},? \d{4}\b|\d{1,2}:\d{2}(?::\d{2})?\s+from\s)",
    re.IGNORECASE,
)
HEADING_WORDS = 14
WRAPPED = 45  # a line must have this many characters before the next is taken for its continuation
NEAR_FULL = 0.7  # and reach this share of the longest line beside it


def read(content: bytes, max_mb: int) -> Reading:  # noqa: ARG001  the reader's common shape
    """Read notes typed as plain text."""
    text = decode(content).replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    blocks = [block for chunk in _chunks(text) for block in _blocks(chunk)]
    return Reading("workshop notes (text)", blocks=number(blocks))


def number(blocks: list[Block]) -> list[Block]:
    """Give each block its place, counting from one."""
    return [
        Block(
            block.location or f"paragraph {count}", block.kind, block.text, block.level, block.under
        )
        for count, block in enumerate(blocks, start=1)
    ]


def _chunks(text: str) -> list[list[str]]:
    """Cut at blank lines."""
    groups = groupby(text.split("\n"), key=lambda line: bool(line.strip()))
    return [list(lines) for full, lines in groups if full]


def _blocks(lines: list[str]) -> list[Block]:
    """Read lines that stand together: headings, bullets, paragraphs."""
    found: list[Block] = []
    longest = max(len(line) for line in lines)
    last = ""
    for line in lines:
        if UNDERLINE.match(line):
            found = _underlined(found, line)
        elif found and _continues(found[-1], last, line, longest):
            found[-1] = _longer(found[-1], line)
        else:
            found.append(_line(line))
        last = line
    return found


def _underlined(found: list[Block], line: str) -> list[Block]:
    """Make the line above a heading; a rule without a line above it is only decoration."""
    if not found or found[-1].kind == "bullet":
        return found
    return [*found[:-1], Block("", "heading", found[-1].text, 1 if "=" in line else 2)]


def _continues(block: Block, last: str, line: str, longest: int) -> bool:
    """Tell whether a line goes on with the one before rather than starting anew."""
    if block.kind == "heading" or typed_bullet(line):
        return False
    if SIGNED.match(line) or SIGNED.match(last) or line.startswith(">") != last.startswith(">"):
        return False
    if block.kind == "bullet" and line[:1].isspace():
        return True
    full = len(last) >= WRAPPED and len(last) >= NEAR_FULL * longest
    return full or line.strip()[:1].islower()


def _longer(block: Block, line: str) -> Block:
    return Block("", block.kind, f"{block.text} {line.strip()}", block.level)


def _line(line: str) -> Block:
    """Read one line by itself."""
    mark = typed_bullet(line)
    if mark:
        indent, level, text = mark
        return Block("", "bullet", text, max(level, 1 + indent_level(indent)))
    text = line.strip()
    hashes = len(text) - len(text.lstrip("#"))
    if 0 < hashes <= 6 and text[hashes:].startswith(" "):  # noqa: PLR2004  as in Markdown
        return Block("", "heading", text.lstrip("# "), hashes)
    words = text.split()
    shouted = text.isupper() and 1 < len(words) <= HEADING_WORDS and not text.endswith(("!", "."))
    return Block("", "heading", text, 2) if shouted else Block("", "paragraph", text)
