"""What a reading holds becomes entries: one a contribution, not yet named or linked to an event."""

from dataclasses import dataclass

from pipeline.ingest.values import repaired

REPAIRED = "characters that were broken on the way here were repaired"


@dataclass
class Entry:
    """One contribution as it stands in its file."""

    location: str
    platform: str
    text: str
    original_id: str | None = None
    parent: str | None = None
    about: str | None = None  # the kind of thing that `parent` counts, where that is another file's
    event: str | None = None
    heading: str | None = None
    title: str | None = None
    why: str | None = None
    author: str | None = None
    table: str | None = None
    note_taker: str | None = None
    submitted_at: str | None = None
    rating: float | None = None
    votes_total: float | None = None
    votes_for: float | None = None
    votes_against: float | None = None
    tags: str | None = None
    consent: str | None = None
    status: str = "included"
    reason: str | None = None

    def key(self) -> str:
        """Give what tells this entry from others of its file: its own id there, else its words."""
        if self.original_id is None:
            return self.text
        return self.original_id if self.heading is None else f"{self.original_id}\0{self.heading}"


def with_repairs(entry: Entry) -> Entry:
    """Repair broken characters and say so."""
    words = {name: getattr(entry, name) for name in ("text", "title", "why", "heading")}
    if all(text is None or text.isascii() for text in words.values()):
        return entry
    fixed = {name: repaired(text) for name, text in words.items() if text}
    if fixed == {name: text for name, text in words.items() if text}:
        return entry
    reason = "; ".join(part for part in (entry.reason, REPAIRED) if part)
    return Entry(**(vars(entry) | fixed | {"reason": reason}))
