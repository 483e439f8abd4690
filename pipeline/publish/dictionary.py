"""The open data of a round, column by column: the one list behind CSV, SQLite, package and page."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Column:
    """One column: its name, the type that Table Schema gives it, and what it means."""

    name: str
    kind: Literal["string", "number", "integer"]
    meaning: str


@dataclass(frozen=True)
class OpenTable:
    """One table of the open data; its first `key` columns are its key, 0: it has none."""

    title: str
    columns: tuple[Column, ...]
    key: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """Give the names of the columns."""
        return tuple(column.name for column in self.columns)


def _texts(**meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, "string", meaning) for name, meaning in meanings.items())


def _numbers(**meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, "number", meaning) for name, meaning in meanings.items())


def _counts(**meanings: str) -> tuple[Column, ...]:
    return tuple(Column(name, "integer", meaning) for name, meaning in meanings.items())


TABLES: dict[str, OpenTable] = {
    "contributions": OpenTable(
        "Every contribution that came in; of those not included, number, status and reason only",
        (
            *_texts(
                contribution_id="Its number: short, stable, and part of its address",
                round="The round it was contributed to: this round, or the name of an earlier one",
                status="included, not published, set aside or withdrawn",
                reason="Why it is not included",
                title="The title it came with, personal data replaced by marks such as [name]",
                text="The words, personal data replaced by marks such as [name]",
                why="Why it matters, in their words",
                language="Code of its language where it is not English",
                submitted_at="When it was submitted, as far as is known",
                event_id="The event where it was heard",
                event="Name of that event",
                event_date="Day of that event, as YYYY-MM-DD",
                place="Place of that event",
                file="The file it came in",
                location="Where in that file",
                original_id="Its number on the platform it came from",
            ),
            *_numbers(rating="Average rating on that platform", votes="Votes on that platform"),
            *_texts(
                themes="Names of the themes of its ideas, parted by |",
                sdg="Codes of SDG goals and targets that its ideas speak of, parted by |",
                ogp="Codes of OGP values that its ideas speak of, parted by |",
                outcome="What became of it; where there are several answers, the first",
                outcome_reason="Why",
                outcome_about="What was decided about, if not its own words",
                outcome_by="Who decided",
                outcome_date="When, as YYYY-MM-DD",
                commitment_id="The commitment it is part of or informs",
                address="Address of its page in the index",
            ),
        ),
        key=2,
    ),
    "ideas": OpenTable(
        "The single points found in the contributions, each verbatim",
        (
            *_texts(
                idea_id="Its number",
                contribution_id="The contribution it is part of",
                field="title, text or why",
            ),
            *_counts(start="First character in that field, from 0", end="One past the last"),
            *_texts(
                text="Its words",
                theme_id="Its theme; empty: no theme yet",
                subtheme_id="Its sub-theme",
                group_id="Shared by ideas that say the same",
                outcome="What became of it; empty: not yet decided",
                outcome_reason="Why",
                outcome_about="What was decided about, if not its own words",
            ),
        ),
    ),
    "themes": OpenTable(
        "Themes and sub-themes",
        (
            *_texts(
                theme_id="Its number",
                parent_id="Of a sub-theme: its theme",
                name="Its name",
                description="What it is about",
                key_words="Words that set it apart, parted by |",
            ),
            *_numbers(stability="How often it comes back when ideas are drawn again, 0 to 1"),
            *_texts(by="Named by machine, codebook or person"),
        ),
    ),
    "links": OpenTable(
        "Links of ideas to goals and values, with the words that show them",
        (
            *_texts(
                idea_id="The idea",
                framework="sdg, ogp or another framework",
                code="Code of the goal, target or value",
                name="Its name",
            ),
            *_numbers(probability="How sure, 0 to 1"),
            *_texts(evidence="The words that show it", reason="Why the link was made"),
        ),
        key=0,
    ),
    "asked_before": OpenTable(
        "Ideas of this round that an earlier round spoke of, and what became of it then",
        (
            *_texts(
                idea_id="The idea of this round",
                contribution_id="The contribution it is part of",
                kind="asked: the same was asked; opposite: the opposite was",
                round="The earlier round",
                earlier_contribution_id="The contribution to that round",
                words="The words then, as published",
            ),
            *_numbers(nearness="How near the two are in meaning: cosine, -1 to 1"),
            *_texts(
                date="When it was said then",
                outcome="What became of it",
                outcome_reason="Why",
                outcome_by="Who decided",
                outcome_date="When, as YYYY-MM-DD",
                by="Found by machine, or named by a person",
            ),
        ),
        key=0,
    ),
    "events": OpenTable(
        "Where people were heard",
        (
            *_texts(
                event_id="Its number",
                name="Its name",
                date="Its day, as YYYY-MM-DD",
                place="Its place",
                kind="What kind of event",
            ),
            *_numbers(attendance="How many people came"),
        ),
    ),
    "changes": OpenTable(
        "What changed in the index, the latest first",
        _texts(
            when="When it was published, in UTC",
            contribution_id="The contribution",
            what="What changed about it",
        ),
        key=0,
    ),
}
