"""Earlier rounds: what was asked before becomes one table, with what became of it then."""

from typing import Any

from pipeline.before import FOUND_BY_MACHINE, became_then, words_then
from pipeline.document import Block, Link, Paragraph, Parts, Section, Table
from pipeline.findings import Findings, Idea
from pipeline.quoting import references
from pipeline.wording import listed, many

HEAD = ("Round", "What was said then", "What became of it", "Contributions of this round")
Again = tuple[dict[str, Any], list[Idea]]  # what was said then, and the ideas that speak of it now


def said_about_the_same(findings: Findings, longest: int, index: str) -> Section | None:
    """Set what earlier rounds said beside the contributions that speak of it now, if there are any.

    What most speak of again comes first; opposites come last.
    """
    again = _again(findings)
    if not again:
        return None
    n = len({idea.contribution_id for _, ideas in again for idea in ideas})
    names = listed(sorted({row["round"] for row, _ in again}))
    told = f"What {many(n, 'contribution')} of this round say came up before, in {names}. "
    rows = tuple(_row(findings, *each, index) for each in again[:longest])
    table = Table("Said before, and said again", HEAD, rows)
    more = len(again) - longest
    rest = Link((f"{many(more, 'more point')}, as data",), f"{index}asked_before.csv")
    blocks: tuple[Block, ...] = (Paragraph((told + FOUND_BY_MACHINE,)), table)
    blocks += (Paragraph((rest,)),) if more > 0 else ()
    return Section("earlier-rounds", ("What earlier rounds said about the same",), blocks)


def _again(findings: Findings) -> list[Again]:
    """Gather the ideas of this round under each earlier idea, apart by whether they oppose it."""
    again: dict[tuple[str, str, str], Again] = {}
    for idea in findings.ideas.values():
        for row in findings.before.get(idea.id, []):
            key = (row["kind"], row["round"], row["earlier_idea_id"])
            again.setdefault(key, (row, []))[1].append(idea)
    ordered = sorted(again, key=lambda key: (key[0], -len(again[key][1]), key))
    return [again[key] for key in ordered]


def _row(
    findings: Findings, row: dict[str, Any], ideas: list[Idea], index: str
) -> tuple[Parts, ...]:
    opposite = ", the opposite" if row["kind"] == "opposite" else ""
    then = words_then(row, index), became_then(row)
    return ((f"{row['round']}{opposite}",), *then, references(findings, ideas, index))
