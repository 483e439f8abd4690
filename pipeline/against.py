"""Against: who is heard together with a candidate and turns against it is quoted, not counted."""

from typing import Any

from pipeline.document import Block, Paragraph
from pipeline.findings import Findings
from pipeline.quoting import quote

TURNED = "Heard together with it, but asking for the opposite, so not counted here:"


def against_ids(row: dict[str, Any]) -> list[str]:
    """Give the ideas of a candidate's sub-theme that ask for the opposite of its statement."""
    return [each for each in (row["against_ids"] or "").split("|") if each]


def quoted_against(findings: Findings, row: dict[str, Any], index: str) -> tuple[Block, ...]:
    """Quote the public ones of them, if there are any."""
    ideas = [findings.ideas[each] for each in against_ids(row) if each in findings.ideas]
    quotes = tuple(quote(findings, idea, index) for idea in ideas)
    return (Paragraph((TURNED,), "warning"), *quotes) if quotes else ()
