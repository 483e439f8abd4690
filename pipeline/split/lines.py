"""Lines: what people typed (lines, bullets, numbers) shows where points stand."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.knowledge import load

GLYPHS = "•·‣▪◦●○■□➢➤✓✔☐∙⁃"
MARK = re.compile(
    rf"[ \t\u00a0]*(?:[{GLYPHS}]|[-–—*→>+](?=[\s\u00a0])|o(?=[ \t\u00a0])|#{{1,6}}(?=\s)"
    r"|\(?\d{1,2}[.)](?=\s)|\(?[a-zA-Z]\)(?=\s)|[a-h]\.(?=\s)"
    r"|\(?[ivx]{1,4}[.)](?=\s))[ \t\u00a0]*"
)
INLINE = re.compile(rf"\s[{GLYPHS}]\s*|(?<=[.;:,!?])\s+[-–—*](?=\s[A-Z])|\s+o(?=\s[A-Z])")
NUMBERED = re.compile(r"(?:(?<=\s)|^)\(?(\d{1,2})[.)]\s+(?=\S)")
REDACTED = re.compile(r"\[[a-z ]{2,16}\d*\]")
UPLOADED = re.compile(
    r"[(\[]?\b(?:(?:this|the|these) )?(?:idea|contribution|comment)s?,? (?:was |were )?submitted"
    r" (?:at|during|in) (?:a |the )?public (?:discussion |engagement )?events?\b[^\n]{0,80}?"
    r"(?:uploaded by[ \t]+\S+|(?:19|20)\d\d(?!,? uploaded)|(?=\n)|$)[)\].]*",
    re.IGNORECASE,
)
WRAPPED = 55
LEAD_IN = 7


class Piece(NamedTuple):
    """Characters `start` to `end` of a text: one line or bullet without its mark."""

    start: int
    end: int
    marked: bool


def pieces_of(text: str) -> list[Piece]:
    """Find the bullets and lines of a text that say something, in order."""
    found = [part for piece in _unwrapped(text) for part in _parts(text, piece)]
    found = [_trimmed(text, piece) for piece in found]
    found = [piece for piece in found if _says_something(text[piece.start : piece.end])]
    return [one for at, one in enumerate(found) if not _leads_in(text, found, at)]


def says_something(text: str) -> bool:
    """Tell whether there is more to read than redaction marks and where it was uploaded."""
    return has_letter(REDACTED.sub("", text))


def has_letter(text: str) -> bool:
    """Tell whether there is anything to read but where it was uploaded."""
    return any(map(str.isalpha, UPLOADED.sub("", text)))


def _unwrapped(text: str) -> Iterator[Piece]:
    """Lines; those that were only broken to fit a page are put together again."""
    held: Piece | None = None
    for line in _lines(text):
        if held and _goes_on(text, held, line):
            held = held._replace(end=line.end)
            continue
        if held:
            yield held
        held = line
    if held:
        yield held


def _lines(text: str) -> Iterator[Piece]:
    """Lines without marks, around the sentences that say where an idea was uploaded."""
    gaps = [match.span() for match in UPLOADED.finditer(text)]
    for match in re.finditer(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+", text):
        start = match.start()
        for gap_start, gap_end in [*gaps, (match.end(), match.end())]:
            if start <= gap_start <= match.end():
                yield _unmarked(text, start, min(gap_start, match.end()))
                start = gap_end


def _unmarked(text: str, start: int, end: int) -> Piece:
    """Leave out the bullets or numbers a line begins with."""
    at = start
    while (mark := MARK.match(text, at, end)) and mark.end() > at:
        at = mark.end()
    return Piece(at, end, marked=at > start)


def _goes_on(text: str, held: Piece, line: Piece) -> bool:
    """Tell a long line without an end, then small letters: the page broke it."""
    before, after = text[held.start : held.end].rstrip(), text[line.start : line.end].lstrip()
    last_line = re.split(r"[\r\n]", before)[-1]
    ends = not before or before[-1] in ".!?:;"
    return not line.marked and after[:1].islower() and len(last_line) >= WRAPPED and not ends


def _parts(text: str, piece: Piece) -> Iterator[Piece]:
    """Bullets and numbers inside one line: `• one • two`, `1. one 2. two`."""
    cuts = [match.span() for match in INLINE.finditer(text, piece.start, piece.end)]
    cuts = cuts or _numbers(text, piece)
    start = piece.start
    for cut_start, cut_end in cuts:
        yield Piece(start, cut_start, piece.marked)
        start = cut_end
    yield Piece(start, piece.end, marked=bool(cuts) or piece.marked)


def _numbers(text: str, piece: Piece) -> list[tuple[int, int]]:
    """Numbers that count on from 1, or from 2 where the line began with its 1."""
    found = list(NUMBERED.finditer(text, piece.start, piece.end))
    counted = [int(match[1]) for match in found]
    first = 2 if piece.marked else 1
    counts = len(found) > 2 - first and counted == list(range(first, first + len(found)))
    return [match.span() for match in found] if counts else []


def _trimmed(text: str, piece: Piece) -> Piece:
    """Without white space, and without loose separators, at either end."""
    inside = text[piece.start : piece.end]
    start = piece.start + len(inside) - len(inside.lstrip())
    return piece._replace(start=start, end=max(start, piece.start + len(inside.rstrip())))


def _says_something(line: str) -> bool:
    """Not only marks or numbers, and no greeting."""
    plain = re.sub(r"[^\w\s/]", "", REDACTED.sub("", line)).strip().lower()
    return any(map(str.isalpha, plain)) and plain not in load("points")["courtesies"]


def _leads_in(text: str, pieces: list[Piece], at: int) -> bool:
    """`We need:` before bullets is their heading, no point of its own."""
    line = text[pieces[at].start : pieces[at].end]
    short = line.endswith(":") and len(line.split()) < LEAD_IN
    return short and at + 1 < len(pieces) and pieces[at + 1].marked
