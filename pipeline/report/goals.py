"""Alignments become evidence under each theme and one table of themes, goals and values."""

from collections import Counter
from collections.abc import Iterable

from pipeline.document import Block, Paragraph, Parts, Section, Table, Words
from pipeline.findings import FRAMEWORK_NAMES, Alignment, Code, Findings, Idea, Theme
from pipeline.join import natural
from pipeline.quoting import marked, reference, why
from pipeline.report.front import shades, theme_anchor, theme_link
from pipeline.wording import how_sure, number

MOST_LINKS = 6


def links_of(findings: Findings, theme: Theme, ideas: list[Idea], index: str) -> tuple[Block, ...]:
    """Show which goals and values a theme touches, with the words that show it."""
    counts = _speaking(findings, ideas)
    own = {(a.framework, a.code): a for a in findings.alignments.get(("theme", theme.id), [])}
    more = [code for code in _most_spoken(counts) if code not in own and counts[code] > 1]
    codes = [*own, *more][: max(MOST_LINKS, len(own))]
    if not codes:
        return ()
    evidence = _best_evidence(findings, ideas)
    rows = tuple(
        _link_row(findings, code, own.get(code), counts[code], evidence.get(code), index)
        for code in codes
    )
    head = ("Goal or value", "Contributions", "Clearest words", "How clear, and why", "Number")
    table = Table(f"Goals and values that “{theme.name}” speaks of", head, rows, (1,))
    return (Section(f"{theme_anchor(theme)}-goals", ("Links to goals and values",), (table,)),)


def matrix(findings: Findings) -> Section | None:
    """Set themes against open-government values and SDG goals."""
    themes = findings.main_themes()
    touched = {theme.id: _touched(findings, theme) for theme in themes}
    codes = {code for line in touched.values() for code in line}
    if not codes:
        return None
    told = (
        "Each figure counts the contributions in the theme that speak of the goal or value. "
        "A dash means that no contribution does so clearly enough. "
        "Lead organisations are named by people."
    )
    tables = tuple(
        _matrix(findings, themes, touched, framework)
        for framework in ("ogp", "sdg", *sorted({f for f, _ in codes} - {"ogp", "sdg"}))
        if any(f == framework for f, _ in codes)
    )
    return Section("themes-and-goals", ("Themes, goals and values",), (Paragraph((told,)), *tables))


def _best_evidence(findings: Findings, ideas: list[Idea]) -> dict[Code, tuple[Idea, Alignment]]:
    """Find for each code the idea of a theme that shows it most surely."""
    best: dict[Code, tuple[Idea, Alignment]] = {}
    for idea in ideas:
        for each in findings.alignments.get(("idea", idea.id), []):
            known = best.get((each.framework, each.code))
            if known is None or each.probability > known[1].probability:
                best[(each.framework, each.code)] = (idea, each)
    return best


def _speaking(findings: Findings, ideas: list[Idea]) -> Counter[Code]:
    """Count the contributions that speak of each goal, target or value."""
    pairs = {
        (each.framework, each.code, idea.contribution_id)
        for idea in ideas
        for each in findings.alignments.get(("idea", idea.id), [])
    }
    return Counter((framework, code) for framework, code, _ in pairs)


def _most_spoken(counts: Counter[Code]) -> list[Code]:
    """Order codes by how many contributions speak of them."""
    return sorted(counts, key=lambda code: (-counts[code], code[0], natural(code[1])))


def _link_row(
    findings: Findings,
    code: Code,
    of_theme: Alignment | None,
    count: int,
    best: tuple[Idea, Alignment] | None,
    index: str,
) -> tuple[Parts, ...]:
    """Give one goal or value with how many speak of it, and the clearest words that do."""
    name, speaking = (findings.goal_name(code),), (number(count),)
    if best is None:
        told = of_theme.evidence if of_theme else "–"
        made = (why(of_theme),) if of_theme else ("–",)
        return (name, speaking, (Words(told),), made, ("–",))
    idea, shown = best
    contribution = findings.contributions[idea.contribution_id]
    words = marked(idea.text, shown, contribution.language)
    sure = (f"{how_sure(shown.probability)}: ", why(shown))
    return (name, speaking, words, sure, (reference(contribution, index),))


def _touched(findings: Findings, theme: Theme) -> dict[Code, int]:
    """Count for each goal or value the contributions of a theme that speak of it."""
    pairs = {
        (findings.top((each.framework, each.code)), idea.contribution_id)
        for idea in findings.ideas_of(theme)
        for each in findings.alignments.get(("idea", idea.id), [])
    }
    return Counter(code for code, _ in pairs)


def _matrix(
    findings: Findings, themes: list[Theme], touched: dict[str, dict[Code, int]], framework: str
) -> Table:
    codes = _columns(findings, (code for line in touched.values() for code in line), framework)
    counts = [[touched[theme.id].get(code, 0) for code in codes] for theme in themes]
    leads = framework == "ogp"
    rows = tuple(
        _matrix_row(theme, line, leads) for theme, line in zip(themes, counts, strict=True)
    )
    names = [findings.goal_name(code) for code in codes]
    head = ("Theme", *names, *(("Lead organisations",) if leads else ()))
    what = {"ogp": "open-government values", "sdg": "Sustainable Development Goals"}
    caption = f"Themes and {what.get(framework, FRAMEWORK_NAMES.get(framework, framework))}"
    return Table(caption, head, rows, tuple(range(1, len(codes) + 1)), shades(counts))


def _matrix_row(theme: Theme, line: list[int], leads: bool) -> tuple[Parts, ...]:
    cells = tuple((number(count) if count else "–",) for count in line)
    return ((theme_link(theme),), *cells, *((("not named yet",),) if leads else ()))


def _columns(findings: Findings, spoken: Iterable[Code], framework: str) -> list[Code]:
    """Give the goals that somebody spoke of, and all open-government values."""
    every = findings.goals if framework == "ogp" else ()
    codes = {code for code in (*spoken, *every) if code[0] == framework}
    return sorted(codes, key=lambda code: natural(code[1]))
