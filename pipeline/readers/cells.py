"""A table inside a document becomes blocks, each cell under the head of its column and row."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, islice

from pipeline.readers.shapes import Block

LABEL_WORDS = 6  # a cell of up to this many words may be the head of its row
HEAD_WORDS = 25  # a cell of more words than this is somebody's point, not the head of a column

Cell = list[Block]  # paragraphs and bullets in one cell, locations not yet given


def table_blocks(rows: Sequence[Sequence[Cell]], name: str) -> list[Block]:
    """Lay out a table row by row. `name` is its place in the document, such as "table 2"."""
    heads = _heads(rows)
    labelled = _has_labels(rows) if heads else False
    found: list[Block] = []
    for number, row in islice(enumerate(rows), 1 if heads else 0, None):
        label = _words(row[0]) if labelled and row else ""
        for column, cell in islice(enumerate(row), 1 if label else 0, None):
            place = f"{name}, row {number + 1}, cell {column + 1}"
            head = heads[column] if column < len(heads) else ""
            under = tuple(part for part in (head, label) if part)
            found += [_placed(block, place, under) for block in _points(cell)]
    return found


def _placed(block: Block, place: str, under: tuple[str, ...]) -> Block:
    """Give a block its place; one of a table inside the cell keeps its own, and its own heads."""
    inner = f", {block.location}" if block.location else ""
    return replace(block, location=place + inner, under=(*under, *block.under))


def _heads(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """Take the first row as heads of columns when it looks like that."""
    if len(rows) < 2 or len(rows[0]) < 2:  # noqa: PLR2004  one row or one column has no heads
        return []
    heads = [_words(cell) for cell in rows[0]]
    plain = all(
        len(cell) <= 1 and len(text.split()) <= HEAD_WORDS
        for cell, text in zip(rows[0], heads, strict=True)
    )
    bulleted = any(block.kind == "bullet" for cell in rows[0] for block in cell)
    sentences = any(text.endswith(".") for text in heads)
    return heads if plain and not bulleted and not sentences and any(heads) else []


def _has_labels(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the first column names its rows: short beside what stands in the others."""
    first = [len(_words(row[0]).split()) for row in rows[1:] if row]
    rest = [len(_words(cell).split()) for row in rows[1:] for cell in row[1:] if cell]
    if not first or not rest or max(first) > LABEL_WORDS:
        return False
    return sum(rest) / len(rest) >= 2 * max(sum(first) / len(first), 0.5)


def _points(cell: Cell) -> list[Block]:
    """Keep bullets and cells of inner tables apart; paragraphs between them are one point."""
    full = [block for block in cell if block.text.strip()]
    if any(block.kind == "bullet" for block in full):
        return full
    runs = groupby(full, key=lambda block: block.kind == "cell")
    return [point for inner, of in runs for point in (of if inner else [_one_point(of)])]


def _one_point(paragraphs: Iterable[Block]) -> Block:
    return Block("", "cell", "\n".join(block.text for block in paragraphs))


def _words(cell: Cell) -> str:
    return " ".join(word for block in cell for word in block.text.split())
