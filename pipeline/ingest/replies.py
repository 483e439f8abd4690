"""Comments become replies to the ideas they are about, in the same cell, file or platform."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.entries import Entry
from pipeline.ingest.values import moment

POSTED = re.compile(
    r"^(?:[•●]\s*)?Posted by\s+(?P<who>.+?)\s+(?P<when>\w+ \d{1,2},? \d{4} at [\d:]+)$"
)
PROPOSAL = "proposal"  # the one kind of thing that comments in a file of their own are read for


def parents_of(names: Sequence[str], entries: Sequence[tuple[str, Entry]]) -> list[str | None]:
    """Find what each entry (with its file) replies to; missing if that is not here, or not plain.

    Comments that say what they are about stand in a file of their own: theirs is the one proposal
    of that number on the same platform, and none if several files number theirs alike.
    """
    named = list(zip(names, entries, strict=True))[::-1]
    in_file = {(file, each.original_id): name for name, (file, each) in named}
    proposals = [
        ((it.platform, it.original_id), name) for name, (_, it) in named if it.about is None
    ]
    numbered = Counter(number for number, _ in proposals)
    alone = {number: name for number, name in proposals if numbered[number] == 1}
    found = {None: in_file, PROPOSAL: alone}
    places = [file if each.about is None else each.platform for file, each in entries]
    return [
        found.get(each.about, {}).get((place, each.parent)) if each.parent else None
        for place, (_, each) in zip(places, entries, strict=True)
    ]


def with_replies(idea: Entry, comments: str, day_first: bool) -> list[Entry]:
    """Give the idea and, of the comments in one cell, a reply each; a mere count is none."""
    if not any(char.isalpha() for char in comments):
        return [idea]
    named = replace(idea, original_id=idea.original_id or idea.title or idea.location)
    parts: list[tuple[re.Match[str] | None, list[str]]] = [(None, [])]
    for line in comments.split("\n"):
        posted = POSTED.match(line.strip())
        if posted:
            parts.append((posted, []))
        else:
            parts[-1][1].append(line)
    told = [(posted, "\n".join(lines).strip()) for posted, lines in parts]
    return [named, *(_reply(named, posted, text, day_first) for posted, text in told if text)]


def _reply(idea: Entry, posted: re.Match[str] | None, text: str, day_first: bool) -> Entry:
    return Entry(
        f"{idea.location}, comments",
        idea.platform,
        text,
        parent=idea.original_id,
        event=idea.event,
        author=posted["who"] if posted else None,
        submitted_at=moment(posted["when"], day_first) if posted else None,
        consent=idea.consent,
        status=idea.status,
        reason=idea.reason,
    )
