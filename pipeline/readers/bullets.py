"""Marks that people type at the start of a line become the level and the words of a bullet."""

import re

GLYPHS = {
    "•": 1, "●": 1, "∙": 1, "‣": 1, "➢": 1, "►": 1, "·": 1, "*": 1, "-": 1, "–": 1, "—": 1,
    "\uf0b7": 1, "\uf0d8": 1,  # what symbol fonts of word processors leave behind
    "○": 2, "◦": 2, "o": 2, "■": 3, "▪": 3, "□": 3, "\uf0a7": 3,
}  # fmt: skip
MARK = re.compile(
    r"^(?P<indent>\s*)(?:(?P<glyph>[•●∙‣➢►·*–—○◦■▪□\uf0b7\uf0d8\uf0a7-]|o(?=\s))\s+|(?P<tight>[•●◦○▪■\uf0b7\uf0a7])(?=\S)"
    r"|(?:\d{1,2}[.)]|[a-z][.)]|\([a-z\d]\))\s+|\d{1,2}[.)](?=[A-Z][a-z ]))(?=\S)"
)
BOXES = ("☐", "☑", "☒")  # whether they are ticked is part of what people said
INDENT = 2  # spaces that make one level in plain text


def typed_bullet(line: str) -> tuple[str, int, str] | None:
    """Give indent, level of the mark, and words of a line that starts with a typed mark."""
    if line.lstrip().startswith(BOXES):
        return line[: len(line) - len(line.lstrip())], 1, line.strip()
    match = MARK.match(line)
    if not match:
        return None
    glyph = match["glyph"] or match["tight"] or "•"
    return match["indent"], GLYPHS.get(glyph, 1), line[match.end() :].strip()


def indent_level(indent: str) -> int:
    """Count the levels of an indent; a tab is one level."""
    return len(indent.expandtabs(INDENT)) // INDENT
