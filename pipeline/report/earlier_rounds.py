"""Earlier rounds: what was asked before becomes one table, with what became of it then."""

from pipeline.before import FOUND_BY_MACHINE, asked_before, became_then, words_then
from pipeline.document import Link, Paragraph, Section, Table
from pipeline.findings import Findings, Idea
from pipeline.quoting import references
from pipeline.wording import listed, many

HEAD = ("Round", "What was said then", "What became of it", "Contributions of this round")


def said_about_the_same(findings: Findings, longest: int, index: str) -> Section | None:
    """Set what earlier rounds said beside the contributions that say it again, if there are any."""
    again = _again(findings)
    if not again:
        return None
    rows = asked_before(findings, findings.ideas.values())
    keys = [(row["round"], row["earlier_idea_id"]) for row in rows]
    place = sorted(range(len(rows)), key=lambda at: (rows[at]["kind"], -len(again[keys[at]]), at))
    shown = tuple(
        (
            (f"{rows[at]['round']}{_opposite(rows[at]['kind'])}",),
            words_then(rows[at], index),
            became_then(rows[at]),
            references(findings, again[keys[at]], index),
        )
        for at in place[:longest]
    )
    n = len({idea.contribution_id for ideas in again.values() for idea in ideas})
    names = listed(sorted({row["round"] for row in rows}))
    told = f"What {many(n, 'contribution')} of this round say came up before, in {names}. "
    table = Table("Said before, and said again", HEAD, shown)
    more = len(rows) - longest
    rest = Link((f"{many(more, 'point')} more in the index",), f"{index}rounds.html")
    blocks = (
        Paragraph((told + FOUND_BY_MACHINE,)),
        table,
        *((Paragraph((rest,)),) if more > 0 else ()),
    )
    return Section("earlier-rounds", ("What earlier rounds said about the same",), blocks)


def _again(findings: Findings) -> dict[tuple[str, str], list[Idea]]:
    """Gather the ideas of this round under each earlier idea."""
    again: dict[tuple[str, str], list[Idea]] = {}
    for idea in findings.ideas.values():
        for row in findings.before.get(idea.id, []):
            again.setdefault((row["round"], row["earlier_idea_id"]), []).append(idea)
    return again


def _opposite(kind: str) -> str:
    return ", the opposite" if kind == "opposite" else ""
