"""Findings become two short papers: two pages for decision makers, and a draft in easy words."""

from pipeline.document import (
    Block,
    Bullets,
    Document,
    Facts,
    Paragraph,
    Parts,
    Quote,
    Section,
    Table,
    Words,
)
from pipeline.findings import Findings, Idea, Source, Theme
from pipeline.quoting import origin_of, quote, source_line
from pipeline.report import became
from pipeline.report.became import Decided
from pipeline.report.front import DECIDE, SO_FAR, asked_by, no_themes
from pipeline.wording import NOT_A_POLL, firmness, many, number

MOST_THEMES, MOST_CANDIDATES, MOST_PAIRS, MOST_EVENTS = 8, 5, 3, 8
SHORT_QUOTE, EASY_QUOTE = 130, 90
DRAFT = (
    "This is a draft. People need to finish it. Check every sentence. Add pictures. "
    "Try it with people who use easy read."
)
PAIRED = "A computer put these beside each other. Read both before you rely on it."
EASY_WORDS = (
    ("A theme", "is a group of answers about the same thing."),
    ("An event", "is a meeting where people talked to us."),
    ("A draft", "is not finished yet."),
)


def briefing(
    findings: Findings, decided: Decided, title: str, index: str, banner: str | None
) -> Document:
    """Say on two pages what came up, how firm that is, and what could become a commitment."""
    blocks = (
        Paragraph(("For those who decide: what people told us, on two pages.",), "lead"),
        Facts(_figures(findings)),
        Paragraph((NOT_A_POLL,), "note"),
        _heard(findings, index),
        _disagreement(findings),
        _so_far(findings, decided, index),
        _candidates(findings, decided),
        _where(findings, index),
        Section("limits", ("Before you decide",), (Bullets(LIMITS),)),
    )
    shown = tuple(block for block in blocks if block is not None)
    said = f"The findings in short: {many(len(findings.main_themes()), 'theme')}."
    return Document((f"{title}: briefing",), said, shown, banner=banner)


def easy_read(findings: Findings, title: str, index: str) -> Document:
    """Tell the same in short sentences, as a draft for people to finish."""
    themes = findings.main_themes()[:MOST_THEMES]
    n = findings.count(findings.ideas.values())
    opening = (
        "We asked people what they think.",
        f"We got {many(n.contributions, 'answer')}.",
        f"They came from {many(n.sources, 'place or list', 'places and lists')}.",
        "We read all of them.",
    )
    first = "These came up in most places." if n.sources > 1 else "The largest come first."
    grouped = (
        "We put answers about the same thing together.",
        "We call this a theme.",
        f"There are {many(len(findings.main_themes()), 'theme')}. {first}",
    )
    said = _sentences(grouped) if themes else _first_ideas(findings, index, EASY_QUOTE)
    blocks: tuple[Block, ...] = (
        Paragraph((DRAFT,), "warning"),
        *_sentences(opening),
        Section("themes", ("What people said",), said),
        *(_easy_theme(findings, theme, index) for theme in themes),
        Section(
            "next", ("What happens next",), (*_sentences(("[Write here what happens next.]",)),)
        ),
        Section("words", ("What some words mean",), (Bullets(_easy_words()),)),
    )
    return Document((f"{title}: easy read",), DRAFT, blocks, banner="Draft", large=True)


def _figures(findings: Findings) -> tuple[tuple[str, str], ...]:
    n = findings.count(findings.ideas.values())
    figures = (
        ("Contributions", n.contributions),
        ("Separate ideas in them", n.ideas),
        ("Distinct texts", n.texts),
        ("Events and other sources", n.sources),
        ("Ideas with no theme yet", len(findings.by_theme.get(None, []))),
    )
    return tuple((name, number(count)) for name, count in figures)


def _heard(findings: Findings, index: str) -> Section:
    """List the themes heard most widely, each with one quote."""
    themes = findings.main_themes()
    if not themes:
        told = no_themes(findings.count(findings.ideas.values()))
        ideas = _first_ideas(findings, index, SHORT_QUOTE)
        return Section("themes", ("What came up",), (Paragraph((told,)), *ideas))
    rows = tuple(_row(findings, theme, index) for theme in themes[:MOST_THEMES])
    head = ("Theme", "Contributions", "Sources", "How firm", "In people's words")
    widely = "heard in most places" if len(findings.by_source) > 1 else "that hold most"
    table = Table(f"The themes {widely}", head, rows, (1, 2))
    rest = len(themes) - MOST_THEMES
    more = (Paragraph((f"The report has {many(rest, 'more theme')}.",)),) if rest > 0 else ()
    return Section("themes", ("What came up most widely",), (table, *more))


def _first_ideas(findings: Findings, index: str, letters: int) -> tuple[Quote, ...]:
    """Give the first ideas of a round without themes that are short enough to stand whole."""
    short = [idea for idea in findings.ideas.values() if len(idea.text) <= letters]
    return tuple(quote(findings, idea, index) for idea in short[:MOST_THEMES])


def _row(findings: Findings, theme: Theme, index: str) -> tuple[Parts, ...]:
    n = findings.count(findings.ideas_of(theme))
    idea = _short_quote(findings, theme, SHORT_QUOTE)
    said: Parts = ("–",)
    if idea:
        contribution = findings.contributions[idea.contribution_id]
        reference = origin_of(findings, contribution, index)[1]
        said = ("“", Words(idea.text, "said", contribution.language), "” (", reference, ")")
    figures = (number(n.contributions), number(n.sources), firmness(theme.stability))
    return ((Words(theme.name, "strong"),), *((figure,) for figure in figures), said)


def _short_quote(findings: Findings, theme: Theme, letters: int) -> Idea | None:
    """Take the theme's first quote that is short enough to stand whole; else its shortest idea."""
    ideas = {idea.id: idea for idea in findings.ideas_of(theme)}
    quotes = [ideas[each] for each in theme.quote_ids if each in ideas]
    shortest = sorted(ideas.values(), key=lambda idea: (len(idea.text), idea.id))
    fitting = [idea for idea in (*quotes, *shortest) if len(idea.text) <= letters]
    return fitting[0] if fitting else None


def _disagreement(findings: Findings) -> Section | None:
    """Set asks beside each other that may be opposed, as they were put."""
    put = {row["subtheme_id"]: row["statement"] for row in findings.candidates}
    pairs = [
        (put.get(each.id, each.name), put.get(other, findings.themes[other].name))
        for theme in findings.main_themes()
        for each in findings.subthemes(theme.id)
        for other in each.opposes
        if other in findings.themes and each.id < other
    ]
    if not pairs:
        return None
    items: tuple[Parts, ...] = tuple(
        (Words(one), " – beside: ", Words(other)) for one, other in pairs[:MOST_PAIRS]
    )
    title, told = "Where people may ask for opposite things", Paragraph((PAIRED,))
    return Section("opposed", (title,), (told, Bullets(items)))


def _so_far(findings: Findings, decided: Decided, index: str) -> Section | None:
    """Say how much is decided, and name the commitments."""
    if not decided.anything():
        return None
    items = tuple((became.commitment(row, index),) for row in decided.commitments)
    said = Paragraph(became.told(findings, decided))
    return Section("so-far", (became.TITLE,), (said, *((Bullets(items),) if items else ())))


def _candidates(findings: Findings, decided: Decided) -> Section | None:
    asks = [row for row in findings.candidates if row["kind"] == "ask"]
    if not asks:
        return None
    items: tuple[Parts, ...] = tuple(
        (Words(row["statement"]), asked_by(row, decided)) for row in asks[:MOST_CANDIDATES]
    )
    state = SO_FAR if decided.anything() else DECIDE
    said = f"The first of the shortlist, in its order ({state})."
    blocks = (Paragraph((said,)), Bullets(items, ordered=True))
    return Section("candidates", ("What could become a commitment",), blocks)


def _where(findings: Findings, index: str) -> Section | None:
    """Name the events, with place, day and how many were there."""
    events = [each for each in findings.sources.values() if each.is_event and each.held]
    if not events:
        return None
    items = tuple(_event(source, index) for source in events[:MOST_EVENTS])
    rest = len(events) - MOST_EVENTS
    more = (Paragraph((f"The report lists {many(rest, 'more event')}.",)),) if rest > 0 else ()
    return Section("listened", ("Where we listened",), (Bullets(items), *more))


def _event(source: Source, index: str) -> Parts:
    there = (
        ""
        if source.attendance is None
        else f" ({many(int(source.attendance), 'person', 'people')})"
    )
    return (*source_line(source, index), there)


def _easy_theme(findings: Findings, theme: Theme, index: str) -> Section:
    n = findings.count(findings.ideas_of(theme)).contributions
    told = (f"{many(n, 'answer is', 'answers are')} about this.",)
    idea = _short_quote(findings, theme, EASY_QUOTE)
    quotes: tuple[Block, ...] = ()
    if idea:
        contribution = findings.contributions[idea.contribution_id]
        origin = origin_of(findings, contribution, index)[:2]
        quotes = (
            *_sentences(("This is what one of them says:",)),
            Quote((idea.text,), origin, contribution.language),
        )
    anchor = f"easy-{theme.id}"
    return Section(anchor, (Words(theme.name),), (*_sentences(told), *quotes), listed=False)


def _sentences(said: tuple[str, ...]) -> tuple[Paragraph, ...]:
    return tuple(Paragraph((sentence,)) for sentence in said)


def _easy_words() -> tuple[Parts, ...]:
    return tuple((Words(f"{word} ", "strong"), told) for word, told in EASY_WORDS)


LIMITS: tuple[Parts, ...] = (
    ("The figures say how widely something was heard here, not what everyone thinks.",),
    ("A theme that is loose or tentative may be drawn otherwise: read its words first.",),
    ("Every contribution can be read in the index, also those with no theme yet.",),
    ("Those who took part are owed an answer: what was taken up, what was not, and why.",),
)
