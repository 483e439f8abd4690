"""Ideas become quotes that say where they come from, the same in the report and in the index."""

from pipeline.addresses import contribution_page, source_page
from pipeline.document import Inline, Link, Parts, Quote, Words
from pipeline.findings import Alignment, Contribution, Counts, Findings, Idea, Source
from pipeline.wording import day, language_name, many, number

AROUND = 120
MOST_LINKS = 12


def quote(findings: Findings, idea: Idea, index: str) -> Quote:
    """Give the words of an idea, untouched, with a reference into the index."""
    contribution = findings.contributions[idea.contribution_id]
    origin = origin_of(findings, contribution, index)
    return Quote((idea.text,), origin, contribution.language)


def origin_of(findings: Findings, contribution: Contribution, index: str) -> Parts:
    """Say where words come from: reference number, event or file, and language if not English."""
    source = findings.sources[contribution.source_id]
    spoken = (f", in {language_name(contribution.language)}",) if contribution.language else ()
    return (
        "Contribution ",
        reference(contribution, index),
        ", ",
        *source_line(source, index),
        *spoken,
    )


def reference(contribution: Contribution, index: str) -> Link:
    """Link the number of a contribution with its page in the index."""
    return Link((contribution.id,), index + contribution_page(contribution.id))


def references(findings: Findings, ideas: list[Idea], index: str) -> Parts:
    """Link the contributions of some ideas, each once and at most a dozen."""
    ids = list(dict.fromkeys(idea.contribution_id for idea in ideas))
    links: list[Inline] = []
    for each in ids[:MOST_LINKS]:
        links += [", "] if links else []
        links.append(reference(findings.contributions[each], index))
    more = len(ids) - MOST_LINKS
    return (*links, *((f" and {number(more)} more",) if more > 0 else ()))


def source_line(source: Source, index: str) -> Parts:
    """Name an event with its place and date, or a file, and link its page."""
    places = (source.place or "").split(", ")
    told = [place for place in places if place and place not in source.name]
    told += [day(source.date)] if source.date else []
    more = (", ", Words(", ".join(told))) if told else ()
    return (source_link(source, index), *more)


def source_link(source: Source, index: str) -> Link:
    """Link the name of an event or file with its page."""
    return Link((Words(source.name),), index + source_page(source.id))


def marked(text: str, alignment: Alignment, language: str | None) -> Parts:
    """Show the evidence for a link within the words around it."""
    if alignment.start is None or alignment.end is None:
        return (Words(alignment.evidence, "mark"),)
    before, after = text[: alignment.start], text[alignment.end :]
    near, nearer = _last_words(before), _last_words(after[::-1])[::-1]
    parts = (
        "… " if near != before else "",
        Words(near, "said", language),
        Words(text[alignment.start : alignment.end], "mark"),
        Words(nearer, "said", language),
        " …" if nearer != after else "",
    )
    return tuple(part for part in parts if part not in ("", Words("", "said", language)))


def why(alignment: Alignment) -> Words:
    """Say what a link rests on; what a person decided is marked as theirs."""
    return Words(
        alignment.reason if alignment.by == "machine" else f"people say: {alignment.reason}"
    )


def _last_words(text: str) -> str:
    """Keep what stands close, from the start of a word on."""
    if len(text) <= AROUND:
        return text
    near = text[-AROUND:]
    return near.partition(" ")[2] or near


def also_counted(unseen: int) -> str:
    """Say how many more ideas there are than can be read; nothing if there are none."""
    may = "may not be published, and is" if unseen == 1 else "may not be published, and are"
    return f" {many(unseen, 'more idea')} {may} counted here alone." if unseen else ""


def counted(n: Counts) -> str:
    """Say how much and how widely, in one breath."""
    ideas = many(n.ideas, "idea")
    ideas += f" ({many(n.texts, 'distinct text')})" if n.texts < n.ideas else ""
    return f"{ideas} in {many(n.contributions, 'contribution')} from {many(n.sources, 'source')}"
