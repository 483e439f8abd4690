"""Markdown becomes blocks: headings, nested lists, tables, paragraphs."""

from typing import Any

from pipeline.readers.cells import table_blocks
from pipeline.readers.encoding import decode
from pipeline.readers.shapes import Block, Reading
from pipeline.readers.txt import number

Token = Any  # a markdown-it token
TAG_LEVELS = {f"h{level}": level for level in range(1, 7)}


def read(content: bytes, max_mb: int) -> Reading:  # noqa: ARG001  the reader's common shape
    """Read notes in Markdown (CommonMark with tables)."""
    from markdown_it import MarkdownIt  # noqa: PLC0415  one format's parser
    from mdit_py_plugins.front_matter import front_matter_plugin  # noqa: PLC0415

    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
    tokens = parser.parse(decode(content).replace("\x00", ""))
    return Reading("workshop notes (Markdown)", blocks=number(_blocks(tokens)))


def _blocks(tokens: list[Token]) -> list[Block]:
    """Walk the tokens, keeping track of the depth in lists."""
    found: list[Block] = []
    depth = tables = 0
    kind, level = "paragraph", 1
    table: list[list[list[Block]]] | None = None
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            depth += 1
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            depth -= 1
        elif token.type == "table_open":
            table = []
            tables += 1
        elif token.type == "table_close" and table is not None:
            found += table_blocks(table, f"table {tables}")
            table = None
        elif token.type == "tr_open" and table is not None:
            table.append([])
        elif token.type == "inline" and table is not None:
            table[-1].append([Block("", "paragraph", text) for text in [_text(token)] if text])
        elif token.type == "heading_open":
            kind, level = "heading", TAG_LEVELS[token.tag]
        elif token.type == "paragraph_open":
            kind, level = ("bullet", depth) if depth else ("paragraph", 1)
        else:
            found += _leaf(token, kind, level)
    return found


def _leaf(token: Token, kind: str, level: int) -> list[Block]:
    """Turn a token that holds words into a block."""
    if token.type == "front_matter":
        lines = [line for line in token.content.split("\n") if line.strip()]
        return [Block("", "paragraph", line.strip()) for line in lines]
    if token.type in {"fence", "code_block"}:
        kind, level, text = "paragraph", 1, token.content.strip()
    elif token.type == "html_block":
        kind, level, text = "paragraph", 1, _visible(token.content)
    elif token.type == "inline":
        text = _text(token)
    else:
        return []
    return [Block("", kind, text, level)] if text else []


def _text(token: Token) -> str:
    """Give the words without the marks of emphasis and links."""
    pieces = []
    for child in token.children or []:
        if child.type in {"text", "code_inline"}:
            pieces.append(child.content)
        elif child.type in {"softbreak", "hardbreak"}:
            pieces.append(" " if child.type == "softbreak" else "\n")
        elif child.type == "image":
            pieces.append(child.content)
    return "".join(pieces).strip()


def _visible(markup: str) -> str:
    """Give the words of a piece of HTML."""
    from pipeline.readers.web import visible_text  # noqa: PLC0415  heavy: another format's parser

    return visible_text(markup)
