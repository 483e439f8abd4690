"""Findings become the first pages: the short of it, who was heard, themes at a glance."""

from collections import Counter
from typing import Any

import pandas as pd

from pipeline.addresses import slug
from pipeline.document import (
    Block,
    Bullets,
    Facts,
    Link,
    Paragraph,
    Parts,
    Section,
    Table,
    Words,
)
from pipeline.findings import Counts, Findings, Idea, Source, Theme
from pipeline.report.became import Decided
from pipeline.report.figures import sizes, steadiness
from pipeline.wording import (
    FEWEST,
    NO_BREAK,
    NO_THEME,
    NOT_A_POLL,
    day,
    firmness,
    many,
    number,
    percent,
)

MOST_ASKS, MOST_REASONS = 3, 3
DECIDE = "people decide; nothing is decided yet"
SO_FAR = "each with what was decided about it so far"
FIRM = "It says how firm each theme is: how much of it came back when we looked again."
WIDEST_TABLE = 12
DARKEST = 4


def opening(findings: Findings, ledger: pd.DataFrame) -> tuple[Block, ...]:
    """Say what this is and how much there is of it, before the first heading."""
    return (
        Paragraph(
            (
                "This report sets out what people told us, in their own words, and what came up "
                "most widely. Each quotation leads to the contribution it comes from.",
            ),
            "lead",
        ),
        Facts(_key_figures(findings, ledger)),
        *_not_included(ledger),
        Paragraph((NOT_A_POLL,), "note"),
    )


def in_short(findings: Findings, decided: Decided) -> Section:
    """Sum up in short sentences."""
    items = tuple(_theme_line(findings, theme) for theme in findings.main_themes())
    themes = (Bullets(items),) if items else ()
    blocks: tuple[Block, ...] = (
        Paragraph((summary(findings),)),
        *themes,
        *_first_asks(findings, decided),
    )
    return Section("in-short", ("In short",), blocks)


def themes_at_a_glance(findings: Findings, longest: int) -> tuple[Section, ...]:
    """Show all themes side by side: a chart, its numbers, and where each was heard."""
    themes = findings.main_themes()
    if not themes:
        return ()
    firm = steadiness(themes[:longest])
    pictures = (sizes(findings, themes[:longest]), *((firm,) if firm else ()))
    blocks = (pictures[0], _glance(findings), *pictures[1:], *_where(findings))
    return (Section("themes-at-a-glance", ("Themes at a glance",), blocks),)


def theme_anchor(theme: Theme) -> str:
    """Give the place of a theme in the report."""
    return f"theme-{slug(theme.id)}"


def theme_link(theme: Theme) -> Link:
    """Link the name of a theme with its section."""
    return Link((Words(theme.name),), f"#{theme_anchor(theme)}")


def asked_by(candidate: dict[str, Any], decided: Decided) -> str:
    """Say in brackets how widely a candidate was asked for, and then what was decided about it."""
    given = many(candidate["n_contributions"], "contribution")
    became = f": {decided.of(candidate)}" if decided.anything() else ""
    return f" ({given}, {many(candidate['n_sources'], 'source')}){became}"


def shades(rows: list[list[int]]) -> tuple[tuple[int, ...], ...]:
    """Give each number of a table a shade from 0 (none) to 4 (the most in this table)."""
    most = max((count for row in rows for count in row), default=0) or 1
    return tuple((0, *(-(-DARKEST * count // most) for count in row)) for row in rows)


def _not_included(ledger: pd.DataFrame) -> tuple[Paragraph, ...]:
    """Name the reasons that apply most often for what is not included, and lead to all of them."""
    missing = ledger[ledger["status"] != "included"]
    reasons = missing["reason"].fillna("no reason noted").value_counts()
    ordered = sorted(reasons.items(), key=lambda pair: (-pair[1], str(pair[0])))
    told = [f"{reason} ({number(n)})" for reason, n in ordered[:MOST_REASONS]]
    rest = len(ordered) - MOST_REASONS
    told += [many(rest, "other reason")] if rest > 0 else []
    why = Link(("Not included, and why",), "#set-aside")
    return (Paragraph((why, ": ", Words(f"{'; '.join(told)}."))),) if told else ()


def _key_figures(findings: Findings, ledger: pd.DataFrame) -> tuple[tuple[str, str], ...]:
    n = findings.count(findings.ideas.values())
    included = len(findings.included())
    figures = (
        ("Contributions and other pieces received", len(ledger)),
        ("Contributions included", included),
        ("Set aside or not published, each with a reason", len(ledger) - included),
        ("Separate ideas in the contributions", n.ideas),
        ("Distinct texts among the ideas", n.texts),
        ("Sources: events and files", n.sources),
        ("Ideas in a theme", n.ideas - len(findings.by_theme.get(None, []))),
        ("Ideas with no theme yet", len(findings.by_theme.get(None, []))),
    )
    return tuple((label, number(figure)) for label, figure in figures)


def summary(findings: Findings) -> str:
    """Tell the findings in sentences of fewer than 25 words each."""
    return " ".join(_summary(findings))


def _summary(findings: Findings) -> list[str]:
    n = findings.count(findings.ideas.values())
    themes = findings.main_themes()
    if not n.ideas:
        return [no_themes(n)]
    said = [
        f"People gave us {many(n.contributions, 'contribution')} with "
        f"{many(n.ideas, 'separate point')}, which we call ideas."
    ]
    return said + (_summary_of_themes(findings, themes, n) if themes else [no_themes(n)])


def _summary_of_themes(findings: Findings, themes: list[Theme], n: Counts) -> list[str]:
    without = len(findings.by_theme.get(None, []))
    widest = findings.count(findings.ideas_of(themes[0]))
    said = [
        f"They form {many(len(themes), 'theme')}.",
        f"{number(n.ideas - without)} ideas ({percent(1 - without / n.ideas)}) are in a theme.",
        f"{many(without, 'idea')} with no theme yet can be read below.",
        "The list starts with the theme heard in most places: "
        f"{number(widest.sources)} of {many(n.sources, 'source')}."
        if widest.sources > 1
        else "The list starts with the largest theme.",
        *([FIRM] if any(theme.stability is not None for theme in themes) else ()),
    ]
    return said if without else [said[0], "Every idea is in a theme.", *said[3:]]


def no_themes(n: Counts) -> str:
    """Say why a round has no themes, and what there is instead."""
    if not n.ideas:
        return "No ideas came in that could be included."
    few = "There are too few ideas to look for themes."
    none = "No grouping would hold: with a few ideas more or fewer, there would be other groups."
    return f"{few if n.ideas < FEWEST else none} The report gives all of them, one by one."


def _theme_line(findings: Findings, theme: Theme) -> Parts:
    n = findings.count(findings.ideas_of(theme))
    wide = many(n.sources, "source") if len(findings.by_source) > 1 else ""
    told = f": {many(n.ideas, 'idea')} from {wide or many(n.contributions, 'contribution')}"
    firm = "" if theme.stability is None else f", {firmness(theme.stability)}"
    return (theme_link(theme), f"{told}{firm}.")


def _first_asks(findings: Findings, decided: Decided) -> tuple[Block, ...]:
    """Give what stands first on the shortlist, and lead to the rest of it."""
    asks = [row for row in findings.candidates if row["kind"] == "ask"][:MOST_ASKS]
    items: tuple[Parts, ...] = tuple(
        (Words(row["statement"]), asked_by(row, decided)) for row in asks
    )
    state = SO_FAR if decided.anything() else DECIDE
    told = ("First among the ", Link(("possible commitments",), "#candidates"), f" ({state}):")
    return (Paragraph(told), Bullets(items, ordered=True)) if asks else ()


def _glance(findings: Findings) -> Table:
    head = ("Theme", "Ideas", "Contributions", "Distinct texts", "Sources", "Events", "How firm")
    rows = [
        _glance_row(
            (theme_link(theme),),
            findings.count(findings.ideas_of(theme)),
            firmness(theme.stability),
        )
        for theme in findings.main_themes()
    ]
    without = findings.by_theme.get(None, [])
    name: Parts = (Link((NO_THEME,), "#no-theme-yet"),) if without else (NO_THEME,)
    rows.append(_glance_row(name, findings.count(without), "–"))
    return Table("All themes in numbers", head, tuple(rows), (1, 2, 3, 4, 5))


def _glance_row(name: Parts, n: Counts, firm: str) -> tuple[Parts, ...]:
    figures = (n.ideas, n.contributions, n.texts, n.sources, n.events)
    return (name, *((number(figure),) for figure in figures), (firm.replace(" ", NO_BREAK),))


def _where(findings: Findings) -> tuple[Block, ...]:
    """Themes by sources, as long as the table stays readable."""
    sources = [s for s in findings.sources.values() if s.id in findings.by_source]
    if len(sources) < 2:  # noqa: PLR2004  with one source there is nothing to set side by side
        return ()
    if len(sources) > WIDEST_TABLE:
        return (Paragraph(("Each theme below says where it was heard.",)),)
    themes = findings.main_themes()
    groups, names = [*map(findings.ideas_of, themes)], [*map(theme_link, themes)]
    if None in findings.by_theme:
        groups.append(findings.by_theme[None])
        names.append(Link((NO_THEME,), "#no-theme-yet"))
    counts = [_by_source(findings, ideas, sources) for ideas in groups]
    rows = tuple(_where_row(name, line) for name, line in zip(names, counts, strict=True))
    head = ("Theme", *_short_names(sources))
    numbers = tuple(range(1, len(head)))
    caption = "Contributions in each theme, by where they were heard (darker: more)"
    return (Table(caption, head, rows, numbers, shades(counts)),)


def _short_names(sources: list[Source]) -> list[str]:
    """Name events by town and day where that tells them apart, and else by their names."""
    short = [
        f"{source.town}, {day(source.date)}" if source.place and source.date else source.name
        for source in sources
    ]
    return short if len(set(short)) == len(short) else [source.name for source in sources]


def _where_row(name: Link, counts: list[int]) -> tuple[Parts, ...]:
    return ((name,), *((number(count),) for count in counts))


def _by_source(findings: Findings, ideas: list[Idea], sources: list[Source]) -> list[int]:
    """Count contributions at each source."""
    pairs = {(findings.source_of(idea).id, idea.contribution_id) for idea in ideas}
    per_source = Counter(source_id for source_id, _ in pairs)
    return [per_source[source.id] for source in sources]
