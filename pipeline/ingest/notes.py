"""The blocks of workshop notes become entries, each under its headings; the rest is set aside."""

from dataclasses import dataclass, field
from itertools import zip_longest

from pipeline.ingest.entries import Entry, with_repairs
from pipeline.ingest.headings import (
    NUMBERED,
    NUMBERED_WORDS,
    TO_ONE,
    agenda,
    is_about_notes,
    is_head_line,
    is_short_head,
    lists_who_was_there,
    note_taker_in,
    sorted_out,
    start_of_points,
    table_named,
)
from pipeline.ingest.recognise import NOTES, normal
from pipeline.knowledge import load
from pipeline.readers import FRAME, Aside, Block
from pipeline.readers.letter import around

TITLE_LEVEL = 0
NUMBERED_LEVEL = 7  # "Table 3" in plain text: below real headings
LEAD_IN_LEVEL = 8  # a line ending in ":" heads the bullets below it, inside all other headings
HEAD_OF_NOTES = "part of the notes' heading, not a contribution"
SAYS_WHO = "this line says who wrote the next one, and is not a contribution"
BESIDE = "stands beside what was said in this table, and is not a contribution"
LISTED = "part of a list of people or times, not a contribution"
PRIVATELY = "sent to one person in the chat, not to all"
NO_WORDS = "no words, only numbers or marks"
NOTHING_NOTED = "nothing was noted under this heading"
NOTHING_TO_DO = "nothing to do if that is right"


@dataclass
class _Path:
    """The headings at a point of the notes, outermost first: level, text, place, used or not."""

    steps: list[tuple[float, str, str, bool]] = field(default_factory=list)

    def enter(self, level: float, text: str, location: str, used: bool = False) -> list[Aside]:
        """Go under a heading; those of its level or deeper end."""
        ended = self.leave(level)
        self.steps.append((level, text, location, used))
        return ended

    def leave(self, level: float) -> list[Aside]:
        """End the headings of this level and deeper, and name those under which nothing stood."""
        ended = [step for step in self.steps if step[0] >= level]
        self.steps = [step for step in self.steps if step[0] < level]
        return [
            Aside(location, NOTHING_NOTED, NOTHING_TO_DO, len(text), FRAME)
            for _, text, location, used in ended
            if not used
        ]

    def lists(self, block: Block) -> bool:
        """Tell whether a block stands in a list of who was there."""
        heads = [text for level, text, _, _ in self.steps if level < _level(block)]
        here = any(lists_who_was_there(text) for text in heads)
        if here:
            self.use()
        return here

    def places(self) -> list[str]:
        """Give the places of the headings, outermost first."""
        return [place for _, _, place, _ in self.steps]

    def use(self) -> list[str]:
        """Give the headings for something that stands here."""
        self.steps = [(level, text, place, True) for level, text, place, _ in self.steps]
        return [text for _, text, _, _ in self.steps]


@dataclass
class _Notes:
    """What is known while reading on: where we are, who speaks, what was found."""

    path: _Path = field(default_factory=_Path)
    author: str | None = None
    to_one: bool = False
    note_takers: list[tuple[list[str], str]] = field(default_factory=list)
    numbered: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)

    def speaks(self, block: Block) -> None:
        """Remember who speaks from here on, and whether to one person alone."""
        if block.kind == "speaker":
            self.author, self.to_one = block.text, block.level == TO_ONE

    def unheard(self) -> str:
        """Say why what stands here is no contribution, if it was for one person alone."""
        return PRIVATELY if self.to_one else ""


def blocks_to_entries(blocks: list[Block]) -> tuple[list[Entry], list[Aside]]:
    """Read notes from top to bottom: bullets, cells and paragraphs are entries under headings."""
    blocks = sorted_out(blocks)
    beside = _columns_beside(blocks)
    planned = agenda(blocks)
    letter = around(blocks)
    start = start_of_points(blocks)
    notes = _Notes()
    for place, (block, after) in enumerate(zip_longest(blocks, blocks[1:])):
        listed = LISTED if notes.path.lists(block) or block.text in planned else ""
        why = letter.get(place) or _why_no_point(block, place < start, beside)
        why = why or listed or notes.unheard()
        level = _heading_level(block, after, notes.numbered)
        if level is not None and not (notes.to_one and block.kind != "heading"):
            text = block.text.rstrip(":").rstrip()
            notes.asides += notes.path.enter(level, text, block.location)
        elif why:
            notes.speaks(block)
            who = note_taker_in(block.text)
            notes.note_takers += [(notes.path.places(), who)] if who else []
            notes.asides.append(Aside(block.location, why, NOTHING_TO_DO, len(block.text), FRAME))
        else:
            _take(block, after, notes)
    return notes.entries, notes.asides + notes.path.leave(TITLE_LEVEL)


def _columns_beside(blocks: list[Block]) -> dict[tuple[str, str], str]:
    """Say why columns of tables hold no points: they list people, or stand beside what was said."""
    heads = {(_table_of(block), block.under[0]) for block in blocks if block.under}
    roles = load("platforms")["roles"]
    texts = {normal(name) for name in roles["text"]}
    said = texts | {normal(name) for name in roles["why"]}
    people = {normal(name) for name in load("platforms")["people"]}
    telling = {table for table, head in heads if normal(head) in texts}
    listing = {table for table, head in heads if normal(head) in people} - telling
    beside = {
        (table, head): BESIDE
        for table, head in heads
        if table in telling and normal(head) not in said
    }
    return beside | {(table, head): LISTED for table, head in heads if table in listing}


def _table_of(block: Block) -> str:
    """Name the table of a cell, as its location begins."""
    return block.location.partition(", row")[0]


def _why_no_point(block: Block, before_points: bool, beside: dict[tuple[str, str], str]) -> str:
    """Tell title, date and who took the notes from what people said; empty for a point."""
    if block.kind == "speaker":
        return SAYS_WHO
    if not any(char.isalpha() for char in block.text):
        return NO_WORDS
    if block.under and (_table_of(block), block.under[0]) in beside:
        return beside[_table_of(block), block.under[0]]
    if block.kind == "cell":
        keyed = bool(block.under) and is_about_notes(f"{block.under[-1]}: {block.text}")
        return HEAD_OF_NOTES if keyed else ""
    if block.kind == "title" or is_about_notes(block.text, head=before_points):
        return HEAD_OF_NOTES
    line = block.kind == "paragraph" and before_points and is_head_line(block.text)
    return HEAD_OF_NOTES if line else ""


def _heading_level(block: Block, after: Block | None, numbered: list[str]) -> float | None:
    """Give the level of a block that is a heading, or serves as one; missing if it is a point."""
    if block.kind == "heading":
        return block.level
    if block.kind not in {"paragraph", "bullet"}:
        return None
    if block.text.endswith(":") and _is_inside(after, block):
        return _level(block)
    if block.kind == "bullet":
        return None
    match = NUMBERED.match(block.text)
    if match and len(block.text.split()) <= NUMBERED_WORDS:
        kind = match["kind"].lower()
        numbered += [] if kind in numbered else [kind]
        return NUMBERED_LEVEL + numbered.index(kind) / 10
    return LEAD_IN_LEVEL if _is_inside(after, block) and is_short_head(block.text) else None


def _is_inside(after: Block | None, block: Block) -> bool:
    """Tell whether the next block stands under this one."""
    if after is None or after.kind != "bullet" or after.under != block.under:
        return False
    return block.kind == "paragraph" or after.level > block.level


def _level(block: Block) -> int:
    """Place a bullet below every heading and every outer bullet."""
    return LEAD_IN_LEVEL + block.level if block.kind == "bullet" else LEAD_IN_LEVEL


def _take(block: Block, after: Block | None, notes: _Notes) -> None:
    """Take a point, and make a bullet the heading of the deeper bullets that follow it."""
    notes.asides += notes.path.leave(_level(block))
    heads = [head for head in (*notes.path.use(), *block.under) if head]
    entry = Entry(
        block.location,
        NOTES,
        block.text,
        heading=" > ".join(heads) or None,
        author=notes.author,
        table=table_named(" > ".join(heads)),
        note_taker=_note_taker(notes),
    )
    notes.entries.append(with_repairs(entry))
    if block.kind == "bullet" and _is_inside(after, block):
        notes.path.enter(_level(block), block.text, block.location, used=True)


def _note_taker(notes: _Notes) -> str | None:
    """Find who took notes here: named last under one of the headings that still hold."""
    here = notes.path.places()
    named = (who for under, who in reversed(notes.note_takers) if here[: len(under)] == under)
    return next(named, None)
