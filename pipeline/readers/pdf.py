"""A PDF becomes blocks: lines joined to bullets and paragraphs by what their layout shows."""

import re
from collections import Counter
from dataclasses import replace

from pipeline.readers.bullets import typed_bullet
from pipeline.readers.pdf_lines import Line, pages_of
from pipeline.readers.shapes import FRAME, Aside, Block, Reading, Unreadable

EDGE_LINES = 3  # page headings and page numbers stand in the first or last three lines
GAP = 1.75  # a step of more than this many line heights starts a new paragraph
BIGGER = 1.12  # a heading is larger than the text by at least this factor
HEADING_WORDS = 20
SAME = 2.0  # points by which left edges of one level may differ
NEAR_FULL = 0.75  # share of the longest line that a line must reach to be taken as wrapped
GRID = 5.0  # points within which left edges count as the same
SCATTERED = 0.3  # share of different left edges from which a page is a board of notes
FEW_LINES = 20  # with fewer lines that cannot be told
LINK_AT_END = re.compile(r"https?://\S*[\w/]$")
OF_AN_ADDRESS = re.compile(r"\S*\w[/_.=?&%-]\w")  # a word that hardly stands in a sentence
STARTS_ANEW = re.compile(r"^\s*\d{1,2}[:.]\d{2}\b")  # a line of an agenda or of a chat


def read(content: bytes, max_mb: int) -> Reading:  # noqa: ARG001  the reader's common shape
    """Read the text of a PDF; one that holds only pictures of pages is refused."""
    pages = pages_of(content)
    lines = [line for page in pages for line in page]
    if not lines:
        raise Unreadable(
            "this PDF holds pictures of pages and no text",
            "type up what it says, in any text format, or ask for the document it was made from",
        )
    kept, dropped = _without_running_heads(pages)
    return Reading("workshop notes (PDF)", blocks=_blocks(kept), asides=_asides(dropped))


def _without_running_heads(pages: list[list[Line]]) -> tuple[list[Line], int]:
    """Leave out lines at the edges of the page that come back on every page, numbers aside."""
    full = [page for page in pages if page]
    heights: dict[str, list[int]] = {}
    for page in full:
        edges = [*page[:EDGE_LINES], *page[-EDGE_LINES:]]
        for key, top in {_edge_key(line): line.top for line in edges}.items():
            heights.setdefault(key, []).append(round(top / GRID))
    running = {key for key, tops in heights.items() if len(tops) == len(full) and _stays(tops)}
    kept = [line for page in full for line in _inner(page, running)]
    return kept, sum(len(page) for page in full) - len(kept)


def _stays(tops: list[int]) -> bool:
    """Tell a running head, which keeps its height, from a cell that happens to be at the edge.

    Pages may lie on their side, so that not all heights need be the same.
    """
    return len(tops) > 1 and len(set(tops)) * 2 <= len(tops)


def _inner(page: list[Line], running: set[str]) -> list[Line]:
    """Keep the lines of a page but running heads and bare page numbers at its edges."""
    last = len(page) - EDGE_LINES
    return [
        line
        for index, line in enumerate(page)
        if EDGE_LINES <= index < last or _edge_key(line) not in running
    ]


def _edge_key(line: Line) -> str:
    return re.sub(r"\d+", "#", line.text.strip())


def _asides(dropped: int) -> list[Aside]:
    if not dropped:
        return []
    return [
        Aside(
            "page headings",
            f"{dropped} lines that come back on every page, such as page numbers, were left out",
            "nothing to do if that is right",
            part=FRAME,
        )
    ]


def _blocks(lines: list[Line]) -> list[Block]:
    """Join lines to blocks and name their places page by page."""
    scattered = _is_scattered(lines)
    body = _body_size(lines)
    lefts = _bullet_lefts(lines)
    counts: Counter[int] = Counter()
    found = []
    for group in _groups(lines, scattered):
        counts[group[0].page] += 1
        place = f"page {group[0].page}, paragraph {counts[group[0].page]}"
        block = _block(group, place, body, lefts)
        plain = scattered and block.kind == "headline"
        found.append(replace(block, kind="paragraph", level=1) if plain else block)
    return found


def _is_scattered(lines: list[Line]) -> bool:
    """Tell a board of notes from a page of text: lines start at many different places."""
    lefts = {round(line.left / GRID) for line in lines}
    return len(lines) >= FEW_LINES and len(lefts) > SCATTERED * len(lines)


def _groups(lines: list[Line], scattered: bool) -> list[list[Line]]:
    """Put the lines of each paragraph, bullet or note together."""
    longest = _longest(lines)
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        if last is not None and scattered:
            joined = _is_same_note(last, line)
        else:
            joined = last is not None and _continues(last, line, longest.get(line.page, 0.0))
        if joined:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_same_note(last: Line, line: Line) -> bool:
    """Tell whether a line stands right below another, in letters of the same size."""
    step = last.top - line.top
    near = last.page == line.page and 0 < step <= GAP * max(last.size, line.size)
    return (
        near
        and abs(last.size - line.size) <= 1
        and min(last.right, line.right) > max(last.left, line.left)
    )


def _body_size(lines: list[Line]) -> float:
    """Find the letter size in which most is written."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size)] += len(line.text)
    return float(sizes.most_common(1)[0][0])


def _bullet_lefts(lines: list[Line]) -> list[float]:
    """List the distinct left edges of bullets, outermost first: one is one level."""
    lefts: list[float] = []
    for left in sorted(line.left for line in lines if typed_bullet(line.text)):
        if not lefts or left - lefts[-1] > 4 * SAME:
            lefts.append(left)
    return lefts


def _longest(lines: list[Line]) -> dict[int, float]:
    """Find how far to the right the lines of each page reach."""
    reach: dict[int, float] = {}
    for line in lines:
        reach[line.page] = max(reach.get(line.page, 0.0), line.right)
    return reach


def _continues(last: Line, line: Line, longest: float) -> bool:
    """Tell whether a line goes on with the one before it."""
    if typed_bullet(line.text) or STARTS_ANEW.match(line.text):
        return False
    if abs(last.size - line.size) > 1 or last.bold != line.bold:
        return False
    if last.page != line.page:
        return line.text.strip()[:1].islower() and not last.text.endswith((".", "?", "!", ":"))
    step = last.top - line.top
    below = min(last.right, line.right) > max(last.left, line.left)
    if step <= 0 or step > GAP * max(last.size, line.size) or not below:
        return False
    wrapped = last.right >= NEAR_FULL * longest
    return wrapped or line.text.strip()[:1].islower()


def _block(group: list[Line], place: str, body: float, lefts: list[float]) -> Block:
    """Make one block of its lines."""
    first = group[0]
    text = _joined(group)
    mark = typed_bullet(text)
    if mark:
        nearest = min(range(len(lefts)), key=lambda i: abs(lefts[i] - first.left))
        return Block(place, "bullet", mark[2], nearest + 1)
    short = len(text.split()) <= HEADING_WORDS and not text.endswith((".", ";", ","))
    if short and first.size >= BIGGER * body:
        return Block(place, "headline", text, 1 if first.size >= BIGGER**3 * body else 2)
    if short and first.bold and ": " not in text:
        return Block(place, "headline", text, 3)
    return Block(place, "paragraph", text)


def _joined(group: list[Line]) -> str:
    """Join wrapped lines with a space; after a hyphen, or inside a link, without one."""
    text = group[0].text.strip()
    for line in group[1:]:
        more = line.text.strip()
        broken = (text.endswith("-") and text[-2:-1].isalpha()) or _breaks_link(text, more)
        text += ("" if broken else " ") + more
    return text


def _breaks_link(text: str, more: str) -> bool:
    """Tell a link that goes on in the next line: amid a word, or after a slash with more of it."""
    if not LINK_AT_END.search(text):
        return False
    amid = not text.endswith("/") and (more[:1].islower() or more[:1].isdigit())
    return amid or bool(OF_AN_ADDRESS.match(more))
