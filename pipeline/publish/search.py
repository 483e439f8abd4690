"""Findings become what the search on the front page looks through: a short row a contribution."""

from collections.abc import Iterator
from typing import Any

from pipeline.addresses import contribution_page, earlier_page
from pipeline.findings import Alignment, Contribution, Findings, town_of
from pipeline.publish.changes import Changes, address, taken_back
from pipeline.publish.site import Content
from pipeline.wording import NO_THEME, THIS_ROUND, UNDECIDED
from pipeline.writers.json_text import write_script

Row = tuple[str, str, str, str, tuple[list[str], ...]]
FILTERS = ("Place", "Event or file", "Theme", "Open-government value", "Goal", "What became of it")
ROUND = "Round"


def search_data(content: Content, changes: Changes) -> str:
    """Write rows and choices as a script, since pages opened from a disk may load nothing else.

    A row holds address, number, title, words, and for each filter the places of its values. What is
    not shown is found by its number alone. Where there are earlier rounds, their contributions are
    found too, and the round is a filter.
    """
    labels = (*FILTERS, ROUND) if content.rounds else FILTERS
    choices: list[dict[str, int]] = [{} for _ in labels]
    rows: list[list[object]] = []
    for *told, values in (*_of_this_round(content), *map(_of_earlier, content.earlier)):
        numbers = [
            sorted({known.setdefault(value, len(known)) for value in some})
            for known, some in zip(
                choices, values, strict=False
            )  # no round where there is one alone
        ]
        rows.append([*told, *numbers])
    place, withheld = address(content, changes), (e.id for e in content.findings.withheld())
    unseen = dict.fromkeys((*withheld, *taken_back(content, changes)))
    rows += [[place(name), name, "", "", *([] for _ in labels)] for name in unseen]
    filters = [[label, list(known)] for label, known in zip(labels, choices, strict=True)]
    return write_script("folkmootIndex", {"filters": filters, "rows": rows})


def _of_this_round(content: Content) -> Iterator[Row]:
    for each in content.findings.included():
        words = " ".join(text for text in (each.text, each.why) if text)
        values = (*_values(content, each), [THIS_ROUND.capitalize()])
        yield contribution_page(each.id), each.id, each.title or "", words, values


def _of_earlier(each: dict[str, Any]) -> Row:
    """Find a contribution to an earlier round by its words and by what that round published."""
    words = " ".join(text for text in (each["text"], each["why"]) if text)
    title = ": ".join(text for text in (f"In {each['round']}", each["title"]) if text)
    town = town_of(each["place"])
    values: tuple[list[str], ...] = (
        [town] if town else [],
        [each["event"]] if each["event"] else [],
        [name for name in (each["themes"] or "").split("|") if name],
        [],
        [],
        [(each["outcome"] or UNDECIDED).capitalize()],
        [each["round"]],
    )
    page = earlier_page(each["round"], each["contribution_id"])
    return page, each["contribution_id"], title, words, values


def _values(content: Content, each: Contribution) -> tuple[list[str], ...]:
    """Give a contribution's values for each filter."""
    findings = content.findings
    source = findings.sources[each.source_id]
    ideas = findings.by_contribution.get(each.id, [])
    links = [link for idea in ideas for link in findings.alignments.get(("idea", idea.id), [])]
    themes = [findings.themes[i.theme_id].name if i.theme_id else NO_THEME for i in ideas]
    return (
        [source.town] if source.town else [],
        [source.name],
        themes,
        _goals(findings, links, ("ogp",)),
        _goals(findings, links, ("sdg", "npf")),
        list(dict.fromkeys(a.state.capitalize() for a in content.answers_to(each))),
    )


def _goals(findings: Findings, links: list[Alignment], frameworks: tuple[str, ...]) -> list[str]:
    codes = [(link.framework, link.code) for link in links if link.framework in frameworks]
    return [findings.goal_name(findings.top(code)) for code in codes]
