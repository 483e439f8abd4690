"""Themes become sections with names, counts, places and quotes; nothing said is left out."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipeline.addresses import candidate_page, edit_tag, theme_page
from pipeline.document import (
    Block,
    Bullets,
    Link,
    Paragraph,
    Parts,
    Quote,
    Section,
    Table,
    Words,
)
from pipeline.findings import Findings, Idea, Rows, Theme
from pipeline.quoting import also_counted, counted, quote, references
from pipeline.report.became import Decided
from pipeline.report.front import theme_anchor
from pipeline.report.goals import links_of
from pipeline.wording import NO_THEME, NONE_LIKE_IT, firmness, listed, many, number

MOST_LINKS = 12
KINDS_OF_SUBTHEMES = (
    ("ask", "asked", "What is asked for"),
    ("view", "seen", "How people see it"),
)
CANDIDATE_FIGURES = ("Sources", "Values", "Distinct texts", "Contributions")


def theme_sections(
    findings: Findings, quotes: int, longest: int, index: str
) -> tuple[Section, ...]:
    """One section that holds one section for each theme."""
    themes = findings.main_themes()
    if not themes:
        return ()
    made = tuple(_theme(findings, theme, quotes, longest, index) for theme in themes)
    return (Section("themes", ("The themes",), made),)


def no_theme_yet(findings: Findings, longest: int, index: str) -> Section | None:
    """Give the words of everything that fits no theme; with no themes at all, of everything."""
    ideas = findings.by_theme.get(None, [])
    if not ideas:
        return None
    some = bool(findings.main_themes())
    unseen = also_counted(findings.unseen.get(None, 0))
    said = (
        f"{counted(findings.count(ideas))}.{unseen} They stand alone so far. People may still find "
        "a place for them."
        if some
        else "Here are all ideas in reading order: place by place, as they were noted."
    )
    wordings = _wordings(ideas)
    lines = Bullets(tuple(_wording_line(findings, same, index) for same in wordings[:longest]))
    rest = _rest(len(wordings) - longest, "text", index + theme_page(None))
    return Section(
        "no-theme-yet",
        (NO_THEME if some else "The ideas",),
        (Paragraph((said,)), lines, *rest),
    )


def repeats(findings: Findings, longest: int, index: str) -> Section | None:
    """Show campaigns and other texts that came in more than once; each counts once as a text."""
    groups = _groups(findings.groups)
    if not groups:
        return None
    campaigns = [ideas for kind, ideas in groups if kind == "campaign"]
    others = len(groups) - len(campaigns)
    told = "Nothing was deleted. Texts that say the same count once as a text, and are all kept."
    more = (
        f" {many(others, 'other text' if campaigns else 'text')} came in more than once."
        if others
        else ""
    )
    shown = tuple(
        _campaign(findings, [findings.ideas[each] for each in ideas], place, longest, index)
        for place, ideas in enumerate(campaigns, start=1)
    )
    blocks: tuple[Block, ...] = (Paragraph((told + more,)), *shown)
    return Section("repeated-texts", ("Campaigns and repeated texts",), blocks)


def candidates(findings: Findings, decided: Decided, longest: int, index: str) -> Section | None:
    """List possible commitments in the order of the shortlist, with what the order rests on."""
    if not findings.candidates:
        return None
    told = (
        "These points could become commitments. Each comes from one sub-theme. The order shows how "
        "widely each was heard, and how many open-government values it serves. It is not a "
        "decision: people decide. The index says of each why it stands where it stands. "
        f"{NONE_LIKE_IT}"
    )
    asked = [row for row in findings.candidates if row["kind"] == "ask"]
    more = ("Decided so far",) if decided.anything() else ()
    head = ("Candidate", "Theme", *CANDIDATE_FIGURES, *more)
    rows = tuple(
        (*_candidate(findings, row, index), *((decided.of(row),) for _ in more))
        for row in asked[:longest]
    )
    numbers = tuple(range(2, 2 + len(CANDIDATE_FIGURES)))
    table = Table("Candidates for commitments", head, rows, numbers)
    rest = _rest(len(asked) - longest, "candidate", f"{index}index.html")
    views = _views(findings, longest, index)
    blocks: tuple[Block, ...] = (Paragraph((told,)), table, *rest) if asked else ()
    return Section("candidates", ("Candidates for commitments",), (*blocks, *views))


def _views(findings: Findings, longest: int, index: str) -> tuple[Section, ...]:
    """List the sub-themes that ask for nothing in particular: they inform, and are not lost."""
    views = [row for row in findings.candidates if row["kind"] == "view"]
    if not views:
        return ()
    told = "These say how people see things. None of their ideas asks for something to be done."
    items: tuple[Parts, ...] = tuple(
        (Words(str(row["statement"])), f" ({many(int(row['n_contributions']), 'contribution')})")
        for row in views[:longest]
    )
    rest = _rest(len(views) - longest, "view", f"{index}index.html")
    blocks: tuple[Block, ...] = (Paragraph((told,)), Bullets(items), *rest)
    return (Section("views", ("Concerns and views",), blocks, listed=False),)


def _theme(findings: Findings, theme: Theme, quotes: int, longest: int, index: str) -> Section:
    ideas = findings.ideas_of(theme)
    blocks: list[Block] = _description(theme)
    blocks += [
        Bullets(_about(findings, theme, ideas)),
        *_subthemes(findings, theme, longest),
        *_in_peoples_words(findings, theme, quotes, index),
        *links_of(findings, theme, ideas, index),
    ]
    name = Words(theme.name, edit=edit_tag("n", theme.id))
    return Section(theme_anchor(theme), (name,), tuple(blocks), "theme")


def _description(theme: Theme) -> list[Block]:
    if not theme.description:
        return []
    return [Paragraph((Words(theme.description, edit=edit_tag("d", theme.id)),))]


def _about(findings: Findings, theme: Theme, ideas: Sequence[Idea]) -> tuple[Parts, ...]:
    heard = Counter(findings.source_of(idea).name for idea in ideas)
    places = [f"{name} ({many(count, 'idea')})" for name, count in heard.most_common(MOST_LINKS)]
    more = len(heard) - MOST_LINKS
    places += [many(more, "other source")] if more > 0 else []
    unseen = also_counted(findings.unseen.get(theme.id, 0))
    told: list[Parts] = [
        (Words("How much: ", "strong"), f"{counted(findings.count(ideas))}.{unseen}"),
        (Words("How firm: ", "strong"), f"{firmness(theme.stability)}."),
    ]
    if places and len(findings.by_source) > 1:
        told.append((Words("Where it was heard: ", "strong"), Words(f"{listed(places)}.")))
    return tuple(told)


def _subthemes(findings: Findings, theme: Theme, longest: int) -> tuple[Block, ...]:
    """Say what is asked for inside a theme, and how people see it: the most widely heard first."""
    told = {row["subtheme_id"]: row for row in findings.candidates}
    parts: dict[str, list[Parts]] = {"ask": [], "view": []}
    for each in findings.subthemes(theme.id)[:longest]:
        row = told.get(each.id, {"kind": "ask", "statement": None})
        parts[row["kind"]].append(_subtheme(findings, each, row["statement"]))
    return tuple(
        _inner(theme, name, title, (Bullets(tuple(parts[kind])),))
        for kind, name, title in KINDS_OF_SUBTHEMES
        if parts[kind]
    )


def _subtheme(findings: Findings, subtheme: Theme, statement: str | None) -> Parts:
    """Name an ask, say how widely it was heard and in which words, and who asks the opposite."""
    ideas = findings.ideas_of(subtheme)
    name = Words(subtheme.name, "strong", edit=edit_tag("n", subtheme.id))
    told = (name, f": {counted(findings.count(ideas))}.")
    put = {row["subtheme_id"]: row["statement"] for row in findings.candidates}
    known = [each for each in subtheme.opposes if each in findings.themes]
    others = [put.get(each, findings.themes[each].name).strip(" .") for each in known]
    opposed: Parts = (
        (" Others may ask for the opposite: ", Words(listed(others)), ".") if others else ()
    )
    if not statement or _same_words(statement, subtheme.name):
        return (*told, *opposed)
    if any(statement in idea.text for idea in ideas):
        return (*told, " In people's words: “", Words(statement), "”", *opposed)
    return (*told, " Put as: ", Words(statement), *opposed)


def _same_words(one: str, other: str) -> bool:
    return one.strip(" .!").casefold() == other.strip(" .!").casefold()


def _in_peoples_words(
    findings: Findings, theme: Theme, quotes: int, index: str
) -> tuple[Block, ...]:
    shown = tuple(
        replace(quote(findings, idea, index), edit=edit_tag("q", idea.id))
        for idea in _chosen(findings, theme, quotes)
    )
    more = (_read_all(len(findings.ideas_of(theme))),)
    all_of_it = Paragraph((Link(more, index + theme_page(theme.id)),))
    return (_inner(theme, "words", "In people's words", (*shown, all_of_it)),)


def _chosen(findings: Findings, theme: Theme, quotes: int) -> list[Idea]:
    """Take the theme's own quotes first, then other ideas, no text twice."""
    ideas = {idea.id: idea for idea in findings.ideas_of(theme)}
    own = [ideas[each] for each in theme.quote_ids if each in ideas]
    once: dict[str, Idea] = {}
    for idea in (*own, *ideas.values()):
        once.setdefault(idea.same_as, idea)
    return list(once.values())[:quotes]


def _inner(theme: Theme, name: str, title: str, blocks: tuple[Block, ...]) -> Section:
    return Section(f"{theme_anchor(theme)}-{name}", (title,), blocks)


def _read_all(count: int) -> str:
    return f"Read all {number(count)} ideas of this theme" if count > 1 else "Read this idea"


def _groups(rows: Rows) -> list[tuple[str, list[str]]]:
    """Kind and ideas of each group that has more than one, the largest first."""
    groups: dict[str, tuple[str, list[str]]] = {}
    for row in rows:
        groups.setdefault(row["group_id"], (row["kind"], []))[1].append(row["idea_id"])
    many_ideas = [group for group in groups.values() if len(group[1]) > 1]
    return sorted(many_ideas, key=lambda group: (-len(group[1]), min(group[1])))


def _campaign(
    findings: Findings, ideas: list[Idea], place: int, longest: int, index: str
) -> Section:
    n = findings.count(ideas).contributions
    wordings = sorted(_wordings(ideas), key=lambda same: (-len(same), same[0].text))
    shown = wordings[:longest]
    lines = tuple(_wording(findings, same, index) for same in shown)
    rest = _rest(len(wordings) - longest, "wording", f"{index}index.html")
    title = f"Campaign {place}: {many(n, 'contribution')} with nearly the same words"
    return Section(f"campaign-{place}", (title,), (*lines, *rest))


def _wordings(ideas: Sequence[Idea]) -> list[list[Idea]]:
    """Put ideas with exactly the same words together."""
    wordings: dict[str, list[Idea]] = {}
    for idea in ideas:
        wordings.setdefault(idea.text, []).append(idea)
    return list(wordings.values())


def _wording(findings: Findings, same: list[Idea], index: str) -> Quote:
    """Give one wording in full, with the numbers of those who used it."""
    label = many(len({idea.contribution_id for idea in same}), "contribution")
    language = findings.contributions[same[0].contribution_id].language
    return Quote((same[0].text,), (f"{label}: ", *references(findings, same, index)), language)


def _wording_line(findings: Findings, same: list[Idea], index: str) -> Parts:
    """Give one wording and its references on one line, for lists."""
    language = findings.contributions[same[0].contribution_id].language
    said = Words(same[0].text, "said", language)
    return (said, " (", *references(findings, same, index), ")")


def _rest(more: int, what: str, address: str) -> tuple[Paragraph, ...]:
    """Lead to where a list goes on."""
    if more <= 0:
        return ()
    return (Paragraph((Link((f"{many(more, f'more {what}')} in the index",), address),)),)


def _candidate(findings: Findings, row: dict[str, Any], index: str) -> tuple[Parts, ...]:
    theme = findings.themes.get(row["theme_id"])
    link: Parts = (Link((Words(theme.name),), f"#{theme_anchor(theme)}"),) if theme else (NO_THEME,)
    values = len([code for code in (row["ogp_values"] or "").split("|") if code])
    page = index + candidate_page(row["candidate_id"])
    figures = (row["n_sources"], values, row["n_distinct_texts"], row["n_contributions"])
    return (
        (f"{row['order']}. ", Link((Words(row["statement"]),), page)),
        link,
        *((number(figure),) for figure in figures),
    )
