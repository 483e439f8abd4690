"""Findings become the front page of the index: what this is, and every way in."""

from collections.abc import Iterator

from pipeline.addresses import (
    candidate_page,
    commitment_page,
    goal_page,
    outcome_page,
    place_page,
    theme_page,
)
from pipeline.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Link,
    Paragraph,
    Parts,
    Section,
    Words,
)
from pipeline.findings import Findings
from pipeline.publish.candidates import decided
from pipeline.publish.commitments import progress
from pipeline.publish.earlier_rounds import round_list
from pipeline.publish.lists import by_goal
from pipeline.publish.papers import CHANGES, DATA, DOCUMENTS, FINDINGS, FINDINGS_PDF
from pipeline.publish.site import WITHHELD, Content, Site, listed_or_none, page
from pipeline.quoting import counted, source_line
from pipeline.wording import (
    NO_THEME,
    NOT_A_POLL,
    many,
    number,
)

Page = tuple[str, Document]
WHAT_THIS_IS = (
    "Here is what people told us, in their own words. Every contribution has a page that says "
    "what was found in it and what became of it."
)


def front(content: Content, site: Site) -> Document:
    """Say what this is and how much, then offer every way in."""
    findings = content.findings
    n = findings.count(findings.ideas.values())
    facts = (
        ("Contributions published here", number(len(findings.included()))),
        ("Separate ideas in the contributions", number(n.ideas)),
        ("Distinct texts among the ideas", number(n.texts)),
        ("Sources: events and files", number(n.sources)),
    )
    blocks: tuple[Block, ...] = (
        Paragraph((WHAT_THIS_IS,), "lead"),
        Facts(facts),
        Paragraph((NOT_A_POLL,), "note"),
        _ways_in(len(content.missing)),
        *_commitment_list(content),
        _outcome_list(content),
        _theme_list(findings),
        _source_list(findings),
        *_place_list(content),
        *_goal_lists(findings),
        *_candidate_list(content),
        *round_list(content),
        _data_links(),
    )
    return page(site, (site.title,), WHAT_THIS_IS, blocks, "index.html")


def _ways_in(missing: int) -> Section:
    items: tuple[Parts, ...] = (
        (Link(("All contributions, one after the other",), "contributions.html"),),
        (Link(("What is not shown, and why",), WITHHELD), f" ({number(missing)})"),
        (Link(("The findings report",), FINDINGS), " (", Link(("PDF",), FINDINGS_PDF), ")"),
    )
    return Section("start", ("Start here",), (Bullets(items),))


def _theme_list(findings: Findings) -> Section:
    items: list[Parts] = [
        (
            Link((Words(theme.name),), theme_page(theme.id)),
            f": {counted(findings.count(findings.ideas_of(theme)))}",
        )
        for theme in findings.main_themes()
    ]
    without = findings.by_theme.get(None, [])
    if without:
        items.append((Link((NO_THEME,), theme_page(None)), f": {counted(findings.count(without))}"))
    return Section("by-theme", ("By theme",), listed_or_none(items))


def _outcome_list(content: Content) -> Section:
    """List what became of contributions; as long as nothing is decided, say so."""
    items: list[Parts] = [
        (
            Link((state.capitalize(),), outcome_page(state)),
            f": {many(len(shown), 'contribution')}",
        )
        for state, shown in content.by_outcome().items()
    ]
    return Section("by-outcome", ("By what became of it",), listed_or_none(items))


def _place_list(content: Content) -> tuple[Section, ...]:
    """List the places where people were heard, if any are known."""
    items: list[Parts] = [
        (Link((Words(town),), place_page(town)), f": {many(len(shown), 'contribution')}")
        for town, shown in content.by_town().items()
    ]
    return (Section("by-place", ("By place",), listed_or_none(items)),) if items else ()


def _candidate_list(content: Content) -> Iterator[Section]:
    """List possible commitments in the shortlist's order with what became of each, then views."""
    titles = {
        "ask": "Possible commitments, in the order of the shortlist",
        "view": "Views, which ask for nothing yet",
    }
    outcomes = decided(content)
    told = {name: (f" ({outcome.state})",) for name, outcome in outcomes.items()}
    for kind, title in titles.items():
        items: list[Parts] = [
            (
                Link((Words(row["statement"]),), candidate_page(row["candidate_id"])),
                *told.get(row["candidate_id"], ()),
            )
            for row in content.findings.candidates
            if row["kind"] == kind
        ]
        if items:
            yield Section(f"candidates-{kind}", (title,), (Bullets(tuple(items), ordered=True),))


def _source_list(findings: Findings) -> Section:
    items: list[Parts] = [
        (
            *source_line(source, ""),
            f": {many(len(findings.given.get(source.id, [])), 'contribution')}",
        )
        for source in findings.sources.values()
    ]
    return Section("by-event", ("By event or file",), listed_or_none(items))


def _goal_lists(findings: Findings) -> tuple[Section, ...]:
    """List goals and values that somebody spoke of, each with its contributions."""
    spoken = by_goal(findings)
    titles = {"ogp": "By open-government value", "sdg": "By Sustainable Development Goal"}
    sections = []
    for framework, title in titles.items():
        items: list[Parts] = [
            (
                Link((findings.goal_name(code),), goal_page(*code)),
                f": {many(len(ids), 'contribution')}",
            )
            for code, ids in spoken.items()
            if code[0] == framework
        ]
        sections += [Section(f"by-{framework}", (title,), listed_or_none(items))] if items else []
    return tuple(sections)


def _data_links() -> Section:
    items: tuple[Parts, ...] = (
        (Link(("The data, and what the columns mean",), DATA), ": CSV, JSON, SQLite"),
        (Link(("Documents of this round",), DOCUMENTS),),
        (Link(("What changed, and when",), CHANGES), " (", Link(("feed",), "changes.atom"), ")"),
    )
    return Section("data", ("Data, documents and changes",), (Bullets(items),))


def _commitment_list(content: Content) -> tuple[Section, ...]:
    """List commitments with how far they are, if there are any."""
    items: list[Parts] = [
        (
            Link((Words(row["title"]),), commitment_page(row["commitment_id"])),
            f": {progress(content, row['commitment_id'])}",
        )
        for row in content.commitments
    ]
    return (Section("commitments", ("Commitments",), listed_or_none(items)),) if items else ()
