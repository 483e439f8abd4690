"""Findings become what the search on the front page looks through: a short row a contribution."""

from pipeline.addresses import contribution_page
from pipeline.findings import Alignment, Contribution, Findings
from pipeline.publish.site import WITHHELD, Content
from pipeline.wording import NO_THEME
from pipeline.writers.json_text import write_script

FILTERS = ("Place", "Event or file", "Theme", "Open-government value", "Goal", "What became of it")


def search_data(content: Content) -> str:
    """Write rows and choices as a script, since pages opened from a disk may load nothing else.

    A row holds address, number, title, words, and for each filter the places of its values.
    """
    choices: list[dict[str, int]] = [{} for _ in FILTERS]
    rows: list[list[object]] = []
    for each in content.findings.included():
        words = " ".join(text for text in (each.text, each.why) if text)
        numbers = [
            sorted({known.setdefault(value, len(known)) for value in values})
            for known, values in zip(choices, _values(content, each), strict=True)
        ]
        rows.append([contribution_page(each.id), each.id, each.title or "", words, *numbers])
    rows += [
        [WITHHELD, each.id, "", "", *([] for _ in FILTERS)] for each in content.findings.withheld()
    ]
    filters = [[label, list(known)] for label, known in zip(FILTERS, choices, strict=True)]
    return write_script("folkmootIndex", {"filters": filters, "rows": rows})


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
        [content.outcome(each).state.capitalize()],
    )


def _goals(findings: Findings, links: list[Alignment], frameworks: tuple[str, ...]) -> list[str]:
    codes = [(link.framework, link.code) for link in links if link.framework in frameworks]
    return [findings.goal_name(findings.top(code)) for code in codes]
