"""Alignments become evidence under each theme and one table of themes, goals and values."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.addresses import goal_anchor, theme_goals_page
from pipeline.document import Block, Bullets, Inline, Link, Paragraph, Parts, Section, Table, Words
from pipeline.findings import Alignment, Code, Findings, Idea, Rows, Theme
from pipeline.join import natural
from pipeline.matrix import NO_THEME as UNTHEMED
from pipeline.matrix import WORDS_OF_VALUES
from pipeline.quoting import marked, reference, why
from pipeline.report.front import shades, theme_anchor, theme_link
from pipeline.wording import NO_BREAK, NO_THEME, how_sure, number

Line = tuple[Link, int, Rows]  # a theme's name, its ideas, and its cells of the matrix
MOST_LINKS = 6
NOBODY = {"share": 0, "n_ideas": 0, "linked": False}
TOLD = (
    "Each figure says how many ideas of a theme speak of a target or value, and leads to their "
    "words. In brackets: too few for the whole theme to be linked with it, or people decided "
    "against it. A dash: none speak of it clearly enough."
)
NOBODY_LEADS = " People have not named lead organisations yet."


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
    head = ("Goal or value", "Contributions", "Clearest words", "How clear")
    table = Table(f"Goals and values in “{theme.name}”", head, rows, (1,))
    return (Section(f"{theme_anchor(theme)}-goals", ("Links to goals and values",), (table,)),)


def matrix(findings: Findings, cells: Rows, index: str) -> Section | None:
    """Set themes against goals, open-government values and who leads; then goals in numbers."""
    themes = findings.main_themes()
    lines = _lines(findings, themes, cells)
    if not any(cell["n_ideas"] or cell["linked"] for *_, own in lines for cell in own):
        return None
    touched = {theme.id: _touched(findings, theme) for theme in themes}
    codes = {code for line in touched.values() for code in line}
    numbers = tuple(
        block
        for framework in ("sdg", *sorted({f for f, _ in codes} - {"ogp", "sdg"}))
        if any(f == framework for f, _ in codes)
        for block in _counts(findings, themes, touched, framework)
    )
    led = any(cell["lead_organisations"] for *_, own in lines for cell in own)
    told = Paragraph((TOLD if led else TOLD + NOBODY_LEADS,))
    blocks: tuple[Block, ...] = (
        *(told, _overview(lines, index, led=led), *_names_of_targets(lines)),
        *numbers,
    )
    title = "Themes, goals and values" if themes else "Goals and values"
    return Section("themes-and-goals", (title,), blocks)


def _lines(findings: Findings, themes: list[Theme], cells: Rows) -> list[Line]:
    """Gather the cells of each theme, and of ideas with no theme yet, each standing for itself."""
    lines = [
        (
            theme_link(theme),
            len(findings.ideas_of(theme)),
            [cell for cell in cells if cell["theme_id"] == theme.id],
        )
        for theme in themes
    ]
    rest = [{**cell, "linked": True} for cell in cells if cell["part"] == UNTHEMED]
    without = (Link((NO_THEME,), "#no-theme-yet"), len(findings.by_theme.get(None, [])), rest)
    return [*lines, without] if rest else lines


def _overview(lines: list[Line], index: str, *, led: bool) -> Table:
    """Give one line a theme: its targets, how many ideas act on each value, and who leads."""
    rows = tuple(_line(line, index, led=led) for line in lines)
    shares = [[0, 0, *(round(100 * c["share"]) for c in _values(own)), 0] for *_, own in lines]
    leads = ("Lead organisations",) if led else ()
    values = (told.rpartition("(")[2].rstrip(")").capitalize() for told in WORDS_OF_VALUES.values())
    head = ("Theme", "Ideas", "SDG targets", *values, *leads)
    numbers = (1, *range(3, 3 + len(WORDS_OF_VALUES)))
    return Table("Themes with their goals and values", head, rows, numbers, shades(shares))


def _line(line: Line, index: str, *, led: bool) -> tuple[Parts, ...]:
    name, n_ideas, cells = line
    targets = sorted(_targets(cells), key=lambda c: (-c["n_ideas"], natural(c["code"])))
    leads = next((cell["lead_organisations"] for cell in cells if cell["lead_organisations"]), "")
    parts: list[Inline] = []
    for cell in targets:
        parts += ["; "] if parts else []
        parts.append(_to_words(cell, index, f"{cell['code']}:{NO_BREAK}"))
    values = tuple(_value(cell, index) for cell in _values(cells))
    named: Parts = (Words(", ".join(leads.split("|"))),) if leads else ("not named yet",)
    return (
        (name,),
        (number(n_ideas),),
        tuple(parts) or ("–",),
        *values,
        *((named,) if led else ()),
    )


def _targets(cells: Rows) -> Rows:
    """Pick the cells of targets that a theme as a whole is linked with."""
    return [cell for cell in cells if cell["framework"] == "sdg" and cell["linked"]]


def _names_of_targets(lines: list[Line]) -> tuple[Block, ...]:
    """Say in words what the targets of the overview are."""
    names = {c["code"]: c["name"] for *_, cells in lines for c in _targets(cells)}
    items: tuple[Parts, ...] = tuple(
        (f"SDG {code}: {names[code]}",) for code in sorted(names, key=natural)
    )
    return (Paragraph(("The targets in this table:",)), Bullets(items)) if items else ()


def _values(cells: Rows) -> Rows:
    """Pick the cells of the values in the order of their columns."""
    known = {cell["code"]: cell for cell in cells if cell["framework"] == "ogp"}
    return [known.get(code, NOBODY) for code in WORDS_OF_VALUES]


def _value(cell: Mapping[str, Any], index: str) -> Parts:
    """Give the count of a value; in brackets where the theme as a whole is not linked with it."""
    if cell["linked"]:
        return (_to_words(cell, index),)
    return ("(", _to_words(cell, index), ")") if cell["n_ideas"] else ("–",)


def _to_words(cell: Mapping[str, Any], index: str, before: str = "") -> Inline:
    """Lead from a count to the words behind it; people may link what no idea says."""
    told = f"{before}{number(cell['n_ideas'])}"
    told += ", as people decided" if cell["by"] == "person" else ""
    place = f"{theme_goals_page(cell['theme_id'])}#{goal_anchor(cell['framework'], cell['code'])}"
    return Link((told,), index + place) if cell["n_ideas"] else told


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
        return (name, speaking, (Words(told),), (why(of_theme),) if of_theme else ("–",))
    idea, shown = best
    contribution = findings.contributions[idea.contribution_id]
    words = marked(idea.text, shown, contribution.language)
    cited = (*words, " (", reference(contribution, index), ")")
    sure = how_sure(shown.probability).replace(" ", NO_BREAK)
    return (name, speaking, cited, (sure if shown.by == "machine" else why(shown),))


def _touched(findings: Findings, theme: Theme) -> dict[Code, int]:
    """Count for each goal or value the contributions of a theme that speak of it."""
    pairs = {
        (findings.top((each.framework, each.code)), idea.contribution_id)
        for idea in findings.ideas_of(theme)
        for each in findings.alignments.get(("idea", idea.id), [])
    }
    return Counter(code for code, _ in pairs)


def _counts(
    findings: Findings, themes: list[Theme], touched: dict[str, dict[Code, int]], framework: str
) -> tuple[Block, ...]:
    """Count the contributions of each theme for each goal; what has a number is named below."""
    codes = _columns((code for line in touched.values() for code in line), framework)
    counts = [[touched[theme.id].get(code, 0) for code in codes] for theme in themes]
    rows: tuple[tuple[Parts, ...], ...] = tuple(
        ((theme_link(theme),), *((number(count) if count else "–",) for count in line))
        for theme, line in zip(themes, counts, strict=True)
    )
    numbers, names = tuple(range(1, len(codes) + 1)), [*map(findings.goal_name, codes)]
    if framework != "sdg":
        caption = f"Contributions of each theme that speak of {findings.framework(framework)}"
        return (Table(caption, ("Theme", *names), rows, numbers, shades(counts)),)
    caption = "Contributions of each theme that speak of Sustainable Development Goals"
    head = ("Theme", *(f"SDG{NO_BREAK}{code}" for _, code in codes))
    return (
        Table(caption, head, rows, numbers, shades(counts)),
        Paragraph((f"{'; '.join(names)}.",)),
    )


def _columns(spoken: Iterable[Code], framework: str) -> list[Code]:
    """Give the goals that somebody spoke of."""
    return sorted({code for code in spoken if code[0] == framework}, key=lambda c: natural(c[1]))
