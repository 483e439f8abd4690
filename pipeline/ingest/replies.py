"""The comments that stand under an idea become replies to it, one each."""

import re
from dataclasses import replace

from pipeline.ingest.entries import Entry
from pipeline.ingest.values import moment

POSTED = re.compile(
    r"^(?:[•●]\s*)?Posted by\s+(?P<who>.+?)\s+(?P<when>\w+ \d{1,2},? \d{4} at [\d:]+)$"
)


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
