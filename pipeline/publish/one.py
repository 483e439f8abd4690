"""A contribution becomes a page of its own, or a line that says why it is not shown."""

from collections.abc import Iterator
from typing import Any

from pipeline.addresses import contribution_page, goal_page, theme_page
from pipeline.against import against_ids
from pipeline.before import told_before
from pipeline.document import (
    Block,
    Bullets,
    Document,
    Inline,
    Link,
    Paragraph,
    Parts,
    Quote,
    Section,
    Table,
    Words,
)
from pipeline.findings import Contribution, Findings, Idea, Rows
from pipeline.publish.candidates import candidate_link
from pipeline.publish.commitments import commitment_link
from pipeline.publish.outcomes import Outcome, became
from pipeline.publish.site import MIDDLE_DOT, WITHHELD, Content, Site, page
from pipeline.quoting import marked, source_line, why
from pipeline.wording import (
    NO_THEME,
    day,
    how_sure,
    language_name,
    many,
    number,
)

Page = tuple[str, Document]

MOST_LINKS = 24


def not_shown(missing: Rows, set_aside: Rows, site: Site) -> Document:
    """Name by number and reason what is not shown; no words, no title, no author."""
    told = "These came in and are not shown. Each has a reason. Their words are not published."
    numbered = tuple(_withheld_row(row) for row in missing if row["contribution_id"])
    pieces = [row for row in missing if not row["contribution_id"]]
    unread = tuple(_unread_row(row, _advice(set_aside)) for row in pieces)
    blocks: tuple[Block, ...] = (Paragraph((told if missing else "Everything is shown.",)),)
    if numbered:
        head = ("Number", "Status", "Reason")
        blocks += (Table("Contributions that are not shown", head, numbered),)
    if unread:
        places = ("File", "Where", "Reason", "What to do")
        blocks += (Table("Other pieces of the files that are not shown", places, unread),)
    return page(site, ("What is not shown, and why",), told, blocks, WITHHELD)


def no_longer_shown(name: str, since: str, what: str, missing: Rows, site: Site) -> Document:
    """Keep the address of what was published once, and say why it leads to no words any more."""
    told = f"This contribution was published here. Since {day(since)} it is not shown: {what}."
    reasons = [row["reason"] for row in missing if row["contribution_id"] == name and row["reason"]]
    blocks = (
        Paragraph((told,), "lead"),
        *(Paragraph(("Reason: ", Words(reason))) for reason in reasons),
        Paragraph((Link(("What is not shown, and why",), f"../{WITHHELD}"),)),
    )
    return page(site, (f"Contribution {name}",), told, blocks, contribution_page(name))


def _withheld_row(row: dict[str, Any]) -> tuple[Parts, ...]:
    reason = row["reason"] or "no reason noted"
    return ((row["contribution_id"],), (row["status"],), (Words(reason),))


def _advice(set_aside: Rows) -> dict[tuple[str, str], str]:
    return {(row["file"], row["location"]): row["advice"] for row in set_aside}


def _unread_row(row: dict[str, Any], advice: dict[tuple[str, str], str]) -> tuple[Parts, ...]:
    told = advice.get((row["file"], row["location"]), "–")
    return tuple((Words(each),) for each in (row["file"], row["location"], row["reason"], told))


def contribution(content: Content, each: Contribution, site: Site) -> Document:
    """Show one contribution in full, what was found in it and what became of it."""
    file = contribution_page(each.id)
    findings = content.findings
    blocks = (
        *_said(findings, each),
        _became(content, each),
        *_before(content.findings, each),
        *_points(content, each),
        _details(content, each),
    )
    told = f"A contribution to {site.title}, with what became of it."
    return page(site, (f"Contribution {each.id}",), told, blocks, file)


def _said(findings: Findings, each: Contribution) -> tuple[Block, ...]:
    origin = source_line(findings.sources[each.source_id], "../")
    spoken = (f", in {language_name(each.language)}",) if each.language else ()
    blocks: list[Block] = []
    if each.title:
        blocks.append(Paragraph((Words(each.title, "said", each.language),), "lead"))
    blocks.append(Quote((each.text,), (*origin, *spoken), each.language))
    if each.why:
        words = Quote((each.why,), origin, each.language)
        blocks.append(Section("why", ("Why it matters, in their words",), (words,)))
    return tuple(blocks)


def _became(content: Content, each: Contribution) -> Section:
    """Tell each answer, on which of its ideas if not on all, and whether one is still owed."""
    answers, ideas = content.answers_to(each), content.findings.by_contribution.get(each.id, [])
    blocks = [block for answer in answers for block in _answer(content, answer, each)]
    answered = {idea_id for answer in answers for idea_id in answer.idea_ids}
    if 0 < sum(idea.id in answered for idea in ideas) < len(ideas):
        blocks.append(Paragraph(("Nothing is decided yet about the rest of it.",)))
    return Section("outcome", ("What became of it",), tuple(blocks))


def _answer(content: Content, answer: Outcome, each: Contribution) -> Iterator[Block]:
    """Tell one answer, with the ideas that it is to where there are others."""
    ideas = content.findings.by_contribution.get(each.id, [])
    own = [idea for idea in ideas if idea.id in answer.idea_ids]
    if len(own) < len(ideas):
        said = (Words(idea.text, "said", each.language) for idea in own)
        yield from (Paragraph(("To “", words, "”:")) for words in said)
    yield Paragraph(became(answer, "../"))
    link = commitment_link(content, answer.commitment_id, "../")
    yield from [Paragraph(("Commitment: ", link))] if link else []
    told = answer.answered()
    yield from [Paragraph((told,))] if told else []


def _before(findings: Findings, each: Contribution) -> tuple[Section, ...]:
    """Tell what earlier rounds said about the same, and what became of it."""
    told = told_before(findings, findings.by_contribution.get(each.id, []), "../")
    return (Section("before", ("In earlier rounds",), told),) if told else ()


def _points(content: Content, each: Contribution) -> tuple[Section, ...]:
    """Show the ideas that were found in it, each with its theme and the evidence for its links."""
    ideas = content.findings.by_contribution.get(each.id, [])
    shown = tuple(block for idea in ideas for block in _point(content, each, idea))
    title = "What was found in it" if len(ideas) == 1 else f"{many(len(ideas), 'idea')} in it"
    return (Section("ideas", (title,), shown),) if ideas else ()


def _point(content: Content, each: Contribution, idea: Idea) -> list[Block]:
    """Show one idea; words that are the whole contribution are not said twice."""
    findings = content.findings
    name = findings.themes[idea.theme_id].name if idea.theme_id else NO_THEME
    theme: Parts = ("Theme: ", Link((Words(name),), f"../{theme_page(idea.theme_id)}"))
    candidate = candidate_link(content, idea.subtheme_id, "../")
    rows = (row for row in findings.candidates if row["subtheme_id"] == idea.subtheme_id)
    against = any(idea.id in against_ids(row) for row in rows)
    place = "Asks for the opposite of: " if against else "Shortlist: "
    theme += (MIDDLE_DOT, place, candidate) if candidate else ()
    whole = idea.text == each.text.strip()
    said: Block = Paragraph(theme) if whole else Quote((idea.text,), theme, each.language)
    return [said, *_links(findings, idea, each.language)]


def _links(findings: Findings, idea: Idea, language: str | None) -> list[Block]:
    rows = tuple(
        (
            (
                Link(
                    (findings.goal_name((link.framework, link.code)),),
                    f"../{goal_page(*findings.top((link.framework, link.code)))}",
                ),
            ),
            (how_sure(link.probability),),
            marked(idea.text, link, language),
            (why(link),),
        )
        for link in findings.alignments.get(("idea", idea.id), [])
    )
    head = ("Goal or value", "How sure", "Words that show it", "Why")
    return [Table("Links to goals and values", head, rows)] if rows else []


def _details(content: Content, each: Contribution) -> Section:
    """Say where it came from and what was taken out, for those who look for their own words."""
    facts = [("File", each.file), ("Where in the file", each.location)]
    facts += [("Its number there", each.original_id)] if each.original_id else []
    facts += [("Date", day(each.date))] if each.date else []
    facts += [("Votes", number(each.votes))] if each.votes is not None else []
    facts += [("Rating", f"{each.rating:g}")] if each.rating is not None else []
    taken = content.taken_out.get(each.id, {})
    told = ", ".join(f"{kind} ({number(count)})" for kind, count in sorted(taken.items()))
    facts += [("Personal data taken out", told)] if told else []
    items: tuple[Parts, ...] = tuple(
        (Words(f"{label}: ", "strong"), Words(value)) for label, value in facts
    )
    alike = _said_the_same(content.findings, each)
    more = (Paragraph(("Others who said the same: ", *alike)),) if alike else ()
    return Section("details", ("Where it came from",), (Bullets(items), *more))


def _said_the_same(findings: Findings, each: Contribution) -> list[Inline]:
    """Link other contributions that hold an idea in the same group, at most two dozen."""
    own = {idea.same_as for idea in findings.by_contribution.get(each.id, [])}
    others = sorted({i for same in own for i in findings.alike.get(same, ())} - {each.id})
    links: list[Inline] = []
    for other in others[:MOST_LINKS]:
        links += [", "] if links else []
        links.append(Link((other,), f"../{contribution_page(other)}"))
    more = len(others) - MOST_LINKS
    return links + ([f" and {number(more)} more"] if more > 0 else [])
