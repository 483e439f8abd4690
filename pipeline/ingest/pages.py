"""A saved idea page of ideas.gov.scot becomes the idea and its comments, as replies to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.ingest.entries import Entry, with_repairs
from pipeline.ingest.replies import POSTED
from pipeline.ingest.rows import without_event_line
from pipeline.ingest.values import moment, number, tidy
from pipeline.readers import FRAME, Aside, Block

PLATFORM = "ideas.gov.scot"
WHY = re.compile(r"^why (?:the|your|this) (?:contribution|idea) is important\s*:?$", re.IGNORECASE)
BY = re.compile(
    r"^by\s+(?P<who>.+?)\s+on\s+(?P<when>\w+ \d{1,2},? \d{4}(?: at [\d:]+\s*[AP]M)?)$", re.I
)
RATING = re.compile(r"^average (?:score|rating)\s*:\s*(?P<value>[\d.]+)", re.IGNORECASE)
VOTES = re.compile(r"^based on\s*:\s*(?P<value>\d+)\s+votes?", re.IGNORECASE)
FURNITURE = re.compile(
    r"^(?:current rating|log ?in or register to add comments.*|comments?(?:\s*\(\d+\))?)$",
    re.IGNORECASE,
)
NO_WORDS_OF_PEOPLE = "part of the idea page around what people wrote"


@dataclass
class _Page:
    """What was read so far: the parts of the idea, who wrote it, the comments on it."""

    lines: dict[str, list[str]] = field(
        default_factory=lambda: {"title": [], "text": [], "why": []}
    )
    facts: dict[str, str] = field(default_factory=dict)
    comments: list[tuple[Block, str, str, list[str]]] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)
    part: str = "title"


def is_page(blocks: Sequence[Block]) -> bool:
    """Tell a saved idea page: it says why the idea is important, and who wrote it when."""
    texts = [tidy(block.text) for block in blocks]
    return any(map(WHY.match, texts)) and any(map(BY.match, texts))


def page_to_entries(blocks: Sequence[Block], day_first: bool) -> tuple[list[Entry], list[Aside]]:
    """Read the idea with its reason, rating and votes, and each comment as a reply."""
    page = _Page()
    for block in blocks:
        _read_on(block, tidy(block.text), page)
    location = blocks[0].location
    idea = _idea(page, location, day_first)
    replies = [_reply(comment, idea, day_first) for comment in page.comments]
    written = [entry for entry in (idea, *replies) if entry.text]
    return [with_repairs(entry) for entry in written], page.asides


def _read_on(block: Block, text: str, page: _Page) -> None:
    """Put one block where it belongs."""
    by, posted = BY.match(text), POSTED.match(text)
    if WHY.match(text):
        page.part = "why"
    elif by:
        page.facts |= {"who": by["who"], "when": by["when"]}
        page.part = "after"
    elif posted:
        page.comments.append((block, posted["who"], posted["when"], []))
    elif _is_fact(text, page) or FURNITURE.match(text):
        page.asides.append(_aside(block))
    elif page.comments:
        page.comments[-1][3].append(text)
    elif page.part == "after" or block.kind == "title":
        page.asides.append(_aside(block))
    else:
        page.lines[page.part].append(f"• {text}" if block.kind == "bullet" else text)
        page.part = "text" if page.part == "title" else page.part


def _is_fact(text: str, page: _Page) -> bool:
    """Take rating and votes."""
    for name, pattern in (("rating", RATING), ("votes", VOTES)):
        match = pattern.match(text)
        if match:
            page.facts[name] = match["value"]
            return True
    return False


def _aside(block: Block) -> Aside:
    return Aside(
        block.location,
        NO_WORDS_OF_PEOPLE,
        "nothing to do if that is right",
        len(block.text),
        FRAME,
    )


def _idea(page: _Page, location: str, day_first: bool) -> Entry:
    """Put the idea together; 0.0 with no votes means that nobody rated it."""
    text, named = without_event_line("\n".join(page.lines["text"]))
    why, named_there = without_event_line("\n".join(page.lines["why"]))
    votes, rating = number(page.facts.get("votes", "")), number(page.facts.get("rating", ""))
    title = " ".join(page.lines["title"])
    return Entry(
        location,
        PLATFORM,
        text or title,
        original_id=title or None,
        title=title if text and title else None,
        why=why or None,
        event=named or named_there,
        author=page.facts.get("who"),
        submitted_at=moment(page.facts.get("when", ""), day_first),
        rating=None if rating == 0 and not votes else rating,
        votes_total=votes,
    )


def _reply(comment: tuple[Block, str, str, list[str]], idea: Entry, day_first: bool) -> Entry:
    """Make a reply of a comment."""
    block, who, when, lines = comment
    return Entry(
        block.location,
        PLATFORM,
        "\n".join(lines),
        parent=idea.original_id,
        event=idea.event,
        author=who,
        submitted_at=moment(when, day_first),
    )
