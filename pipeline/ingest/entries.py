"""What a reading holds becomes entries: one a contribution, not yet named or linked to an event."""

from dataclasses import dataclass, replace

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
    event: str | None = None
    heading: str | None = None
    title: str | None = None
    why: str | None = None
    author: str | None = None
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
    fixed = replace(
        entry,
        text=repaired(entry.text),
        title=repaired(entry.title) if entry.title else entry.title,
        why=repaired(entry.why) if entry.why else entry.why,
        heading=repaired(entry.heading) if entry.heading else entry.heading,
    )
    if fixed == entry:
        return entry
    return replace(fixed, reason="; ".join(part for part in (entry.reason, REPAIRED) if part))
