"""Blocks as they were read become blocks sorted out: what is title, heading, speaker or point."""

import re
from dataclasses import replace
from itertools import zip_longest

from pipeline.ingest.values import tidy
from pipeline.readers import Block

NUMBERED = re.compile(
    r"^(?P<kind>table|group|question|session|topic|theme|round)\s*\d+\b", re.IGNORECASE
)
NUMBERED_WORDS = 25  # a longer line that begins with "Table 3" is more than a heading
NAMES_NOTES = re.compile(r"\b(?:notes?|workshop|event|meeting|session|\d{4})\b", re.IGNORECASE)
POINT_WORDS = 3  # a line that only looks like a heading is a point from so many words
SPEAKER = re.compile(
    r"^\d{1,2}:\d{2}(?::\d{2})?\s+From\s+(?P<who>[^\n]+?)\s+to\s+"
    r"(?:(?:everyone|all)\b[^:\n]*|(?P<one>[^:\n]*\(\s*(?:direct message|privately)\s*\)[^:\n]*))"
    r":(?P<said>.*)$",
    re.IGNORECASE | re.DOTALL,
)
TO_ALL, TO_ONE = 1, 2  # levels of a speaker: who hears it
WHO_WAS_THERE = re.compile(
    r"^(?:(?:full |list of )?(?:attendees?|participants)(?: list)?|attendance(?: list)?|agenda|"
    r"in attendance|(?:panel )?speakers?|hosts?(?: and moderators?)?|moderators?|apologies|"
    r"sign[- ]?in(?: sheet)?)(?: for the day)?$",
    re.IGNORECASE,
)
SURE_KEYS = (
    r"date|venue|note[- ]?takers?|notes? (?:taken )?by|scribe|facilitators?|facilitated by|"
    r"chaired by|attendance|attendees|number of (?:people|participants)|typed (?:up )?by|"
    r"transcribed by|written up by|recorded by|organis(?:er|ed by)|"
    r"(?:event|workshop|meeting)(?: name| date| place)?"
)
HEAD_KEYS = (
    r"time|place|location|where|when|host(?:ed by)?|chair|participants|present|people|numbers?|"
    r"tables?|kind|format|title|round|speakers?|topic"
)
IN_THE_HEAD = re.compile(
    rf"^(?P<key>{SURE_KEYS}|{HEAD_KEYS})\s*:\s*(?P<value>\S.*)$", re.IGNORECASE | re.DOTALL
)
ANYWHERE = re.compile(rf"^(?:{SURE_KEYS})\s*:\s*\S.*$", re.IGNORECASE | re.DOTALL)
FROM_TO = re.compile(
    r"^\d{1,2}(?:[:.]\d{2})?\s*(?:[ap]\.?m\.?)?\s*[-–—]\s*\d{1,2}[:.]\d{2}\s*(?:[ap]\.?m\b\.?)?(?=\s|$)",
    re.IGNORECASE,
)
AGENDA_LINES = 3  # lines from one time to another: with so many of them they are an agenda
NOTE_TAKER = re.compile(
    r"^(?:note[- ]?takers?|notes? (?:taken )?by|scribe)\s*:\s*(?P<who>\S.*)$", re.IGNORECASE
)
TABLE = re.compile(r"(?:table|group)\s*\d+[a-z]?\b", re.IGNORECASE)
VALUE_WORDS = 16  # a longer line is more than a name, a date or a place
HEAD_WORDS = 14  # a line of up to so many words that is no sentence may be a heading


def sorted_out(blocks: list[Block]) -> list[Block]:
    """Tidy the words, leave out blank blocks, and settle title, headings and speakers."""
    tidied = [part for block in blocks for part in _tidied(block)]
    return _with_title(_with_headings([block for block in tidied if block.text]))


def _tidied(block: Block) -> list[Block]:
    """Tidy the words; who speaks, and what is said in the same line, are parted."""
    text = tidy(block.text)
    chat = SPEAKER.match(text) if block.kind == "paragraph" else None
    if chat:
        level, said = TO_ONE if chat["one"] else TO_ALL, chat["said"].strip()
        return [
            replace(block, kind="speaker", text=chat["who"], level=level),
            replace(block, text=said),
        ]
    return [replace(block, text=text, under=tuple(tidy(part) for part in block.under))]


def _with_headings(blocks: list[Block]) -> list[Block]:
    """Settle what looks like a heading: it is one if something stands under it, else a point."""
    pairs = zip_longest(blocks, blocks[1:])
    return [_settled(block, after) if block.kind == "headline" else block for block, after in pairs]


def _settled(block: Block, after: Block | None) -> Block:
    if lists_who_was_there(block.text.rstrip(" :")):
        return replace(block, kind="heading")
    heads = after is not None and after.kind not in {"heading", "headline"}
    heads = heads or (after is not None and after.level > block.level)
    named = bool(NUMBERED.match(block.text)) or len(block.text.split()) < POINT_WORDS
    return replace(block, kind="heading" if heads or named else "paragraph")


def _with_title(blocks: list[Block]) -> list[Block]:
    """Take a first heading for the title: alone on its level, or with nothing under it."""
    heads = [block for block in blocks if block.kind == "heading"]
    if not heads and blocks and _names_notes(blocks[0]):
        return [replace(blocks[0], kind="title", level=0), *blocks[1:]]
    if not heads or NUMBERED.match(heads[0].text) or heads[0].text.endswith("?"):
        return blocks
    first = blocks.index(heads[0])
    alone = all(head.level > heads[0].level for head in heads[1:])
    bare = first == 0 and len(heads) > 1 and blocks[1].kind == "heading"
    if not (alone or bare) or (len(heads) == 1 and not NAMES_NOTES.search(heads[0].text)):
        return blocks
    title = replace(heads[0], kind="title", level=0)
    return [*blocks[:first], title, *blocks[first + 1 :]]


def start_of_points(blocks: list[Block]) -> int:
    """Find where the points begin: at the first heading, else below title and keys."""
    headed = any(block.kind == "heading" for block in blocks)
    for place, block in enumerate(blocks):
        if block.kind == "heading" or (not headed and not _opens_notes(block, place)):
            return place
    return len(blocks)


def _opens_notes(block: Block, place: int) -> bool:
    """Tell a line of the head of notes without headings: a title on top, a key with its value."""
    if block.kind in {"title", "speaker"} or is_about_notes(block.text, head=True):
        return True
    return place == 0 and _names_notes(block)


def _names_notes(block: Block) -> bool:
    """Tell a short line that says which notes these are; a question asks for something else."""
    short = block.kind == "paragraph" and is_short_head(block.text)
    return short and not block.text.endswith("?") and bool(NAMES_NOTES.search(block.text))


def is_about_notes(text: str, *, head: bool = False) -> bool:
    """Tell lines such as "Note-taker: …"; in the head of the notes also "Place: …" and the like."""
    pattern = IN_THE_HEAD if head else ANYWHERE
    return bool(pattern.match(text)) and len(text.split()) <= VALUE_WORDS


def lists_who_was_there(heading: str) -> bool:
    """Tell headings under which stand names and times, not what was said."""
    return bool(WHO_WAS_THERE.match(heading))


def table_named(headings: str) -> str | None:
    """Find the table or group among headings parted by ` > `, the innermost first."""
    for heading in reversed(headings.split(" > ")):
        match = TABLE.match(heading)
        if match:
            return match[0]
    return None


def note_taker_in(text: str) -> str | None:
    """Read who took the notes from a line such as "Note-taker: …"."""
    match = NOTE_TAKER.match(text)
    return match["who"].strip() if match else None


def agenda(blocks: list[Block]) -> frozenset[str]:
    """Find the lines that say when something was planned, from one time to another.

    Where the times stand alone, in a column of their own, what stands between them belongs to them.
    """
    times = {
        at: match.end() for at, block in enumerate(blocks) if (match := FROM_TO.match(block.text))
    }
    if len(times) < AGENDA_LINES:
        return frozenset()
    alone = all(len(blocks[at].text[end:].split()) <= 1 for at, end in times.items())
    column = alone and all(blocks[at].kind == "paragraph" for at in times)
    planned = range(min(times), max(times) + 1) if column else times
    return frozenset(blocks[at].text for at in planned)


def is_head_line(text: str) -> bool:
    """Tell a line above the first heading that may be the title of the notes or of the event."""
    long = len(text.split()) <= NUMBERED_WORDS and text[-1:].isalnum()
    return is_short_head(text) or (long and bool(NAMES_NOTES.search(text)))


def is_short_head(text: str) -> bool:
    """Tell a line that may be a heading: short, and no sentence."""
    ends = text.endswith((".", "!", ";", ","))
    return len(text.split()) <= HEAD_WORDS and not ends and ": " not in text
