"""What a round found, joined by id: the one view from which report and index are written."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pipeline.knowledge import towns

Rows = list[dict[str, Any]]
Code = tuple[str, str]
FRAMEWORK_NAMES = {"sdg": "SDG", "ogp": "OGP value", "npf": "National outcome"}


@dataclass(frozen=True)
class Source:
    """Where people were heard: an event, or a file that came from none.

    An event that is planned or was cancelled is not `held`. `tables` and `note_takers` are numbers.
    """

    id: str
    name: str
    is_event: bool
    date: str | None = None
    place: str | None = None
    kind: str | None = None
    attendance: float | None = None
    status: str | None = None
    held: bool = True
    tables: int = 0
    note_takers: int = 0

    @property
    def town(self) -> str | None:
        """Give the town or other place that people look for."""
        return town_of(self.place)


@dataclass(frozen=True)
class Contribution:
    """What one person or table gave, as far as it is public; without author."""

    id: str
    file: str
    location: str
    original_id: str | None
    source_id: str
    date: str | None
    language: str | None
    status: str
    reason: str | None
    title: str | None
    text: str
    why: str | None
    rating: float | None
    votes: float | None


@dataclass(frozen=True)
class Idea:
    """One single point, with where it belongs; `same_as` is shared by ideas that say the same."""

    id: str
    contribution_id: str
    field: str
    start: int
    end: int
    text: str
    same_as: str
    theme_id: str | None
    subtheme_id: str | None


@dataclass(frozen=True)
class Theme:
    """A theme or, with a parent, a sub-theme."""

    id: str
    parent_id: str | None
    name: str
    description: str | None
    key_words: tuple[str, ...]
    quote_ids: tuple[str, ...]
    stability: float | None
    by: str
    opposes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Alignment:
    """An idea, sub-theme or theme linked with a goal or value; `start` to `end` is the evidence."""

    subject: str
    subject_id: str
    framework: str
    code: str
    probability: float
    start: int | None
    end: int | None
    evidence: str
    reason: str
    by: str


@dataclass(frozen=True)
class Goal:
    """An SDG goal or target, an OGP value, or an entry of another framework."""

    framework: str
    code: str
    parent_code: str | None
    name: str
    framework_name: str


@dataclass(frozen=True)
class Counts:
    """How much was said and how widely: always shown side by side."""

    ideas: int
    contributions: int
    texts: int
    sources: int
    events: int


@dataclass(frozen=True)
class Findings:
    """Everything that pages need, in reading order, keyed by id."""

    contributions: dict[str, Contribution]
    sources: dict[str, Source]
    ideas: dict[str, Idea]
    themes: dict[str, Theme]
    by_theme: dict[str | None, list[Idea]]
    unseen: dict[str | None, int]  # ideas of a theme that are counted and may not be published
    by_contribution: dict[str, list[Idea]]
    by_source: dict[str, list[Idea]]
    given: dict[str, list[Contribution]]
    alike: dict[str, list[str]]
    groups: Rows
    alignments: dict[tuple[str, str], list[Alignment]]
    candidates: Rows
    before: dict[str, Rows]  # what earlier rounds said about the same as an idea, nearest first
    goals: dict[tuple[str, str], Goal]

    def main_themes(self) -> list[Theme]:
        """Themes from the most widely heard to the least: sources, events, distinct texts."""
        return self._widest(theme for theme in self.themes.values() if theme.parent_id is None)

    def subthemes(self, theme_id: str) -> list[Theme]:
        """Sub-themes of a theme that hold ideas, from the most widely heard to the least."""
        inside = (theme for theme in self.themes.values() if theme.parent_id == theme_id)
        return self._widest(theme for theme in inside if self.ideas_of(theme))

    def ideas_of(self, theme: Theme) -> list[Idea]:
        """Ideas whose first theme or sub-theme this is, in reading order."""
        if theme.parent_id is None:
            return self.by_theme.get(theme.id, [])
        siblings = self.by_theme.get(theme.parent_id, [])
        return [idea for idea in siblings if idea.subtheme_id == theme.id]

    def count(self, ideas: Iterable[Idea]) -> Counts:
        """Count ideas, contributions, distinct texts, sources and events."""
        taken = list(ideas)
        contributions = {idea.contribution_id for idea in taken}
        sources = {self.contributions[each].source_id for each in contributions}
        return Counts(
            ideas=len(taken),
            contributions=len(contributions),
            texts=len({idea.same_as for idea in taken}),
            sources=len(sources),
            events=sum(self.sources[source].is_event for source in sources),
        )

    def source_of(self, idea: Idea) -> Source:
        """Give the event or file in which an idea was heard."""
        return self.sources[self.contributions[idea.contribution_id].source_id]

    def goal_name(self, code: Code) -> str:
        """Name a goal or value as people know it: `SDG 16.7: …`."""
        goal = self.goals.get(code, Goal(*code, None, code[1], code[0]))
        if goal.framework == "ogp":
            return goal.name
        number = f" {goal.code}" if goal.framework == "sdg" else ""
        return f"{self.framework(goal.framework)}{number}: {goal.name}"

    def framework(self, short_name: str) -> str:
        """Name what a goal is one of: `SDG`, `National outcome`."""
        if short_name in FRAMEWORK_NAMES:
            return FRAMEWORK_NAMES[short_name]
        names = {goal.framework: goal.framework_name for goal in self.goals.values()}
        return names.get(short_name, short_name)

    def top(self, code: Code) -> Code:
        """Give the goal that a target belongs to; goals and values stand for themselves."""
        goal = self.goals.get(code)
        return (code[0], goal.parent_code) if goal and goal.parent_code else code

    def included(self) -> list[Contribution]:
        """Contributions whose words are public, in reading order."""
        return [each for each in self.contributions.values() if each.status == "included"]

    def withheld(self) -> list[Contribution]:
        """Contributions that are named by number and reason only."""
        return [each for each in self.contributions.values() if each.status != "included"]

    def _widest(self, themes: Iterable[Theme]) -> list[Theme]:
        return sorted(themes, key=self._breadth)

    def _breadth(self, theme: Theme) -> tuple[int, int, int, int, str, str]:
        n = self.count(self.ideas_of(theme))
        return (-n.sources, -n.events, -n.texts, -n.contributions, theme.name, theme.id)


def town_of(place: str | None) -> str | None:
    """Give what people look for: `Glasgow, Trades Hall` and `Trades Hall, Glasgow` are in Glasgow.

    Where neither the first part of a place nor the second is known, it is the first.
    """
    first, _, rest = (place or "").partition(",")
    second = rest.partition(",")[0].strip()
    turned = second.casefold() in towns() and first.strip().casefold() not in towns()
    return second if turned else first.strip() or None
