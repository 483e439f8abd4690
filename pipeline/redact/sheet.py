"""Sheet: spans become rows that a person can check without opening anything else."""

from collections.abc import Mapping
from typing import Any

from pipeline.addresses import contribution_page
from pipeline.redact.spans import FIELDS, Span

AROUND = 60  # characters shown on either side of a span
FORMULA = ("=", "+", "-", "@")


def sheet_rows(
    given: Mapping[str, Any], texts: Mapping[str, str], spans: Mapping[str, list[Span]]
) -> list[dict[str, Any]]:
    """Show each span of a contribution with its words, what stands around them, and its page."""
    public = given["status"] == "included"
    about = {
        "contribution_id": given["contribution_id"],
        "found_in": f"{given['file']}, {given['location']}",
        "link": contribution_page(given["contribution_id"]) if public else None,
    }
    return [
        {**about, "field": name, **span._asdict()}
        | {
            "words": _words(texts[name], span),
            "context": in_context(texts[name], span.start, span.end),
        }
        for name, of in spans.items()
        for span in of
    ]


def most_doubtful_first(row: Mapping[str, Any]) -> tuple[bool, float, str, int, int]:
    """Put what nobody has decided yet first, and of it what is least certain."""
    place = row["contribution_id"], FIELDS.index(row["field"]), row["start"]
    return (row["state"] != "proposed", row["confidence"], *place)


def _words(text: str, span: Span) -> str:
    """Give the words of a span; an apostrophe keeps a spreadsheet from taking `+44` for a sum."""
    words = text[span.start : span.end]
    return f"'{words}" if words.startswith(FORMULA) else words


def in_context(text: str, start: int, end: int) -> str:
    """Give a stretch of a text in brackets between the words around it, on one line."""
    before, after = text[max(start - AROUND, 0) : start], text[end : end + AROUND]
    cut = ("…" if start > AROUND else "", "…" if end + AROUND < len(text) else "")
    shown = f"{cut[0]}{before}⟦{text[start:end]}⟧{after}{cut[1]}"
    return f"“{' '.join(shown.split())}”"
