"""Links of a theme become a page: for each goal or value the ideas behind it, word for word."""

from collections.abc import Iterator

from pipeline.addresses import goal_anchor, theme_goals_page, theme_page
from pipeline.document import Block, Document, Link, Paragraph, Quote, Section, Words
from pipeline.findings import Alignment, Code, Findings, Idea, Theme
from pipeline.join import natural
from pipeline.publish.site import Site, page
from pipeline.quoting import marked, origin_of, why
from pipeline.wording import NO_THEME, how_sure, many

Shown = tuple[Idea, Alignment]


def theme_goals_pages(findings: Findings, site: Site) -> Iterator[tuple[str, Document]]:
    """Give a page for each theme whose ideas speak of a goal or value, and one for no theme yet."""
    for theme in findings.main_themes():
        yield from _page(findings, theme, findings.ideas_of(theme), site)
    yield from _page(findings, None, findings.by_theme.get(None, []), site)


def _page(
    findings: Findings, theme: Theme | None, ideas: list[Idea], site: Site
) -> Iterator[tuple[str, Document]]:
    spoken = _by_code(findings, ideas)
    if not spoken:
        return
    theme_id = theme.id if theme else None
    file, back = theme_goals_page(theme_id), theme_page(theme_id)
    name = theme.name if theme else NO_THEME
    told = f"Which goals and values these {many(len(ideas), 'idea')} speak of, in their words."
    opening = Paragraph((told, " ", Link(("All contributions of this theme",), f"../{back}"), "."))
    sections = tuple(_section(findings, code, spoken[code], len(ideas)) for code in _order(spoken))
    title = (Words(name), ": goals and values")
    yield file, page(site, title, f"{name}: {told}", (opening, *sections), file)


def _by_code(findings: Findings, ideas: list[Idea]) -> dict[Code, list[Shown]]:
    spoken: dict[Code, list[Shown]] = {}
    for idea in ideas:
        for link in findings.alignments.get(("idea", idea.id), []):
            spoken.setdefault((link.framework, link.code), []).append((idea, link))
    return spoken


def _order(spoken: dict[Code, list[Shown]]) -> list[Code]:
    return sorted(spoken, key=lambda code: (code[0], natural(code[1])))


def _section(findings: Findings, code: Code, shown: list[Shown], of: int) -> Section:
    """Show the ideas behind one goal or value, the clearest first."""
    ordered = sorted(shown, key=lambda each: (-each[1].probability, each[0].id))
    told = Paragraph((f"{len(shown)} of {many(of, 'idea')}.",))
    quotes: tuple[Block, ...] = tuple(_quote(findings, *each) for each in ordered)
    return Section(goal_anchor(*code), (findings.goal_name(code),), (told, *quotes))


def _quote(findings: Findings, idea: Idea, link: Alignment) -> Quote:
    contribution = findings.contributions[idea.contribution_id]
    rests = (f". {how_sure(link.probability).capitalize()}: ", why(link))
    return Quote(
        marked(idea.text, link, contribution.language),
        (*origin_of(findings, contribution, "../"), *rests),
        contribution.language,
    )
