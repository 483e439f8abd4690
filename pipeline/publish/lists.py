"""Findings become lists of contributions: by theme, by event and place, by goal and value."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TypeVar

from pipeline.addresses import (
    contribution_page,
    goal_page,
    outcome_page,
    place_page,
    slug,
    source_page,
    theme_goals_page,
    theme_page,
)
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
    Words,
)
from pipeline.findings import Code, Contribution, Findings, Idea, Theme
from pipeline.join import natural
from pipeline.publish.outcomes import became
from pipeline.publish.site import MIDDLE_DOT, Content, Site, page, up_from
from pipeline.quoting import also_counted, counted, source_line
from pipeline.wording import (
    NO_THEME,
    NOT_A_POLL,
    UNDECIDED,
    day,
    many,
)

Page = tuple[str, Document]
T = TypeVar("T")


def list_pages(
    file: str,
    title: str,
    opening: tuple[Block, ...],
    shown: list[Contribution],
    content: Content,
    site: Site,
) -> Iterator[Page]:
    """Give a list of contributions of this round, on as many pages as it needs."""
    yield from paged(file, title, opening, shown, partial(_entry, content), site)


def paged(
    file: str,
    title: str,
    opening: tuple[Block, ...],
    shown: list[T],
    entry: Callable[[T, str], Section],
    site: Site,
) -> Iterator[Page]:
    """Give a list on as many pages as it needs: `list.html`, `list-2.html` and so on.

    `entry` shows one of `shown`, given the way up to the folder of the index.
    """
    size = max(site.longest_list, 1)
    parts = [shown[start : start + size] for start in range(0, len(shown), size)] or [[]]
    for place, part in enumerate(parts, start=1):
        told = f"{many(len(shown), 'contribution')}."
        if len(parts) > 1:
            told = f"Page {place} of {len(parts)}: {told}"
        entries = tuple(entry(each, up_from(file)) for each in part)
        turn = _turn(file, place, len(parts))
        blocks = (*(opening if place == 1 else ()), Paragraph((told,)), *turn, *entries, *turn)
        name = (Words(title), f", page {place}" if place > 1 else "")
        yield _numbered(file, place), page(site, name, f"{title}: {told}", blocks, file)


def _numbered(file: str, place: int) -> str:
    return file if place == 1 else f"{file.removesuffix('.html')}-{place}.html"


def _turn(file: str, place: int, last: int) -> tuple[Paragraph, ...]:
    """Lead to the page before and after."""
    name = file.rpartition("/")[2]
    links: list[Inline] = []
    if place > 1:
        links.append(Link((f"Back to page {place - 1}",), _numbered(name, place - 1)))
    if place < last:
        links += [MIDDLE_DOT] if links else []
        links.append(Link((f"On to page {place + 1}",), _numbered(name, place + 1)))
    return (Paragraph(tuple(links)),) if links else ()


def _entry(content: Content, each: Contribution, up: str) -> Section:
    """Show a contribution in a list, with its stable anchor and the answer to it, if it has one."""
    findings = content.findings
    title: Parts = (Link((f"Contribution {each.id}",), up + contribution_page(each.id)),)
    if each.title:
        title = (*title, ": ", Words(each.title, "said", each.language))
    origin = source_line(findings.sources[each.source_id], up)
    quote = Quote((each.text,), origin, each.language)
    answers = [answer for answer in content.answers_to(each) if answer.state != UNDECIDED]
    told = [Paragraph(("What became of it: ", *became(answer, up))) for answer in answers]
    days = dict.fromkeys(filter(None, (answer.answered() for answer in answers)))
    told += [Paragraph((each_day,)) for each_day in days]
    themes = _themes_line(findings, each, up)
    return Section(f"c-{slug(each.id)}", title, (quote, *themes, *told), "entry", listed=False)


def _themes_line(findings: Findings, each: Contribution, up: str) -> tuple[Paragraph, ...]:
    """Name the themes of a contribution's ideas, each once."""
    ids = dict.fromkeys(idea.theme_id for idea in findings.by_contribution.get(each.id, []))
    links: list[Inline] = []
    for theme_id in ids:
        name = Words(findings.themes[theme_id].name) if theme_id else NO_THEME
        links += [MIDDLE_DOT] if links else []
        links.append(Link((name,), up + theme_page(theme_id)))
    return (Paragraph(("Theme: " if len(ids) == 1 else "Themes: ", *links)),) if links else ()


def theme_pages(content: Content, site: Site) -> Iterator[Page]:
    """Give a list for each theme, and one for what has none yet."""
    findings = content.findings
    for theme in findings.main_themes():
        ideas = findings.ideas_of(theme)
        opening = _theme_opening(findings, theme, ideas)
        shown = contributions_of(findings, ideas)
        yield from list_pages(theme_page(theme.id), theme.name, opening, shown, content, site)
    without = findings.by_theme.get(None, [])
    told = (Paragraph((f"{counted(findings.count(without))}. They fit no theme so far.",)),)
    shown = contributions_of(findings, without)
    yield from list_pages(theme_page(None), NO_THEME, told, shown, content, site)


def _theme_opening(findings: Findings, theme: Theme, ideas: list[Idea]) -> tuple[Block, ...]:
    told = [Paragraph((Words(theme.description),))] if theme.description else []
    subthemes = tuple(
        (Words(each.name), f": {counted(findings.count(findings.ideas_of(each)))}")
        for each in findings.subthemes(theme.id)
    )
    unseen = also_counted(findings.unseen.get(theme.id, 0))
    return (
        *told,
        Paragraph((f"{counted(findings.count(ideas))}.{unseen} {NOT_A_POLL}",), "note"),
        *((Section("asked", ("What is asked for",), (Bullets(subthemes),)),) if subthemes else ()),
        *_to_goals(findings, theme, ideas),
    )


def _to_goals(findings: Findings, theme: Theme, ideas: list[Idea]) -> tuple[Paragraph, ...]:
    """Lead to the goals and values that a theme speaks of, if there are any."""
    if not any(findings.alignments.get(("idea", idea.id)) for idea in ideas):
        return ()
    file = theme_goals_page(theme.id).rpartition("/")[2]
    return (Paragraph((Link(("Goals and values it speaks of, in people's words",), file),)),)


def contributions_of(findings: Findings, ideas: list[Idea]) -> list[Contribution]:
    """Give contributions of ideas, each once, in reading order."""
    return [
        findings.contributions[each] for each in dict.fromkeys(i.contribution_id for i in ideas)
    ]


def source_pages(content: Content, site: Site) -> Iterator[Page]:
    """Give a list for each event and each other source."""
    for source in content.findings.sources.values():
        status = None if source.held else source.status
        facts = [source.kind, source.place, day(source.date) if source.date else None, status]
        told = MIDDLE_DOT.join(fact for fact in facts if fact)
        opening = (Paragraph((Words(told),)),) if told else ()
        shown = content.findings.given.get(source.id, [])
        yield from list_pages(source_page(source.id), source.name, opening, shown, content, site)


def goal_pages(content: Content, site: Site) -> Iterator[Page]:
    """Give a list for each goal or value that somebody spoke of."""
    findings = content.findings
    for code, ids in by_goal(findings).items():
        shown = [findings.contributions[each] for each in ids]
        opening = (Paragraph(("These contributions speak of it. Each page shows the words.",)),)
        name = findings.goal_name(code)
        yield from list_pages(goal_page(*code), name, opening, shown, content, site)


def place_pages(content: Content, site: Site) -> Iterator[Page]:
    """Give a list for each town or other place where people were heard."""
    for town, shown in content.by_town().items():
        everywhere = content.findings.sources.values()
        sources = [s for s in everywhere if (s.town or "").casefold() == town.casefold()]
        events = tuple(source_line(source, "../") for source in sources)
        opening = (Paragraph(("Heard here:",)), Bullets(events))
        yield from list_pages(place_page(town), town, opening, shown, content, site)


def outcome_pages(content: Content, site: Site) -> Iterator[Page]:
    """Give a list for each outcome that somebody was told."""
    for state, shown in content.by_outcome().items():
        yield from list_pages(outcome_page(state), state.capitalize(), (), shown, content, site)


def by_goal(findings: Findings) -> dict[Code, list[str]]:
    """Give the contributions that speak of each goal or value, in reading order."""
    spoken: dict[Code, dict[str, None]] = {}
    for idea in findings.ideas.values():
        for link in findings.alignments.get(("idea", idea.id), []):
            code = findings.top((link.framework, link.code))
            spoken.setdefault(code, {})[idea.contribution_id] = None
    ordered = sorted(spoken, key=lambda code: (code[0], natural(code[1])))
    return {code: list(spoken[code]) for code in ordered}
