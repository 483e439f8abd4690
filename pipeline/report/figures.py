"""Themes become figures: how large they are and where they were heard, and how firm they are."""

from pipeline.document import Figure
from pipeline.drawing import LINE_HEIGHT, WIDTH, box, dot, label, label_lines, line, picture, words
from pipeline.findings import Findings, Theme
from pipeline.wording import FIRMNESS_STEPS, firmness, many, number

LEFT, RIGHT = 236, WIDTH - 44  # where bars begin, and where the longest ends


def sizes(findings: Findings, themes: list[Theme]) -> Figure:
    """Draw contributions in each theme, parted into those of events and those sent in."""
    counts = [_heard(findings, theme) for theme in themes]
    most = max((events + sent for events, sent in counts), default=0) or 1
    shapes, y = [*_key()], 34.0
    for theme, (events, sent) in zip(themes, counts, strict=True):
        height = _height(theme)
        shapes += _bar(theme.name, events, sent, (RIGHT - LEFT) / most, y + height / 2)
        y += height
    largest, count = max(zip(themes, counts, strict=True), key=lambda pair: sum(pair[1]))
    told = (
        f"Bars of {many(len(themes), 'theme')}. The longest is {largest.name}: "
        f"{many(sum(count), 'contribution')}, {number(count[0])} of them heard at events."
    )
    caption = "Contributions in each theme, the most widely heard theme first"
    return Figure(caption, told, picture(y + 4, shapes))


def steadiness(themes: list[Theme]) -> Figure | None:
    """Draw how much of each theme came back when ideas were drawn again, from 0 to 1."""
    known = [theme for theme in themes if theme.stability is not None]
    if not known:
        return None
    bottom = 42 + sum(map(_height, known))
    shapes, y = [*_scale(bottom)], 42.0
    for theme in known:
        middle = y + _height(theme) / 2
        x = _at(theme.stability or 0)
        shapes += [label(LEFT - 12, middle, theme.name), line((LEFT, middle), (x, middle))]
        shapes += [dot(x, middle, 6, "tone-1")]
        y += _height(theme)
    firmest = max(known, key=lambda theme: (theme.stability or 0, theme.name))
    firm = sum((theme.stability or 0) >= FIRMNESS_STEPS[1][0] for theme in known)
    told = (
        f"{number(firm)} of {many(len(known), 'theme')} are firm or fairly firm. "
        f"The firmest is {firmest.name}: {firmness(firmest.stability)}."
    )
    return Figure("How firm each theme is, from 0 to 1", told, picture(bottom + 4, shapes))


def _heard(findings: Findings, theme: Theme) -> tuple[int, int]:
    """Count a theme's contributions from events and from files that came from none."""
    heard = {idea.contribution_id: findings.source_of(idea) for idea in findings.ideas_of(theme)}
    events = sum(source.is_event for source in heard.values())
    return events, len(heard) - events


def _height(theme: Theme) -> float:
    return 12 + LINE_HEIGHT * len(label_lines(theme.name))


def _key() -> list[str]:
    return [
        box(LEFT, 4, 14, 14, "tone-1"),
        words(LEFT + 20, 16, "heard at events"),
        box(LEFT + 136, 4, 14, 14, "tone-2"),
        words(LEFT + 156, 16, "sent in, or from no event"),
    ]


def _bar(name: str, events: int, sent: int, unit: float, middle: float) -> list[str]:
    return [
        label(LEFT - 12, middle, name),
        box(LEFT, middle - 9, events * unit, 18, "tone-1"),
        box(LEFT + events * unit, middle - 9, sent * unit, 18, "tone-2"),
        words(LEFT + (events + sent) * unit + 8, middle + 5, number(events + sent)),
    ]


def _scale(bottom: float) -> list[str]:
    """Draw the steps from tentative to firm, their names on two lines so that none meet."""
    shapes = []
    ends = [1.0, *(least for least, _ in FIRMNESS_STEPS)]
    for place, (end, (least, word)) in enumerate(zip(ends, FIRMNESS_STEPS, strict=False)):
        middle, down = (_at(end) + _at(least)) / 2, 14 + 16 * (place % 2)
        shapes += [words(middle, down, word, "middle", "soft")]
        shapes += [line((_at(least), 34), (_at(least), bottom))]
    return [*shapes, line((_at(1.0), 34), (_at(1.0), bottom))]


def _at(share: float) -> float:
    return LEFT + (WIDTH - 12 - LEFT) * share
