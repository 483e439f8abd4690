"""Sources become the account of how we listened: every event and file, and what came from it."""

from pipeline.document import Paragraph, Parts, Section, Table, Words
from pipeline.findings import Findings, Source
from pipeline.quoting import source_link
from pipeline.wording import NO_BREAK, day, many, number

OF_EVENTS = ("Place", "Date", "People there")
OF_SOURCES = ("Contributions", "Ideas", "Distinct texts")


def how_we_listened(findings: Findings, index: str) -> Section:
    """List every event and every other source, with what came from it."""
    events = sum(source.is_event and source.held for source in findings.sources.values())
    others = sum(not source.is_event for source in findings.sources.values())
    files = f"in {many(others, 'file')} of notes or ideas without a listed event"
    places = [f"at {many(events, 'event')}"] if events or not others else []
    said = f"We heard people {', and '.join([*places, *([files] if others else [])])}."
    rows = tuple(
        (
            (source_link(source, index), *_beside_name(source)),
            *(_of_event(source) if events else ()),
            *_of_source(findings, source),
        )
        for source in findings.sources.values()
    )
    head = ("Event or source", *(OF_EVENTS if events else ()), *OF_SOURCES)
    numbers = tuple(range(3 if events else 1, len(head)))
    table = (Table("Where people were heard", head, rows, numbers),) if rows else ()
    return Section(
        "how-we-listened", ("How we listened",), (Paragraph((said + _to_come(findings),)), *table)
    )


def _to_come(findings: Findings) -> str:
    """Count the events that are listed and were not held."""
    n = sum(not source.held for source in findings.sources.values())
    return (
        f" {many(n, 'more event')} listed below {'was' if n == 1 else 'were'} not held."
        if n
        else ""
    )


def _beside_name(source: Source) -> Parts:
    """Say at how many tables people sat and how many took notes; or why an event was not held."""
    if not source.held:
        return (" (", Words(source.status or ""), ")")
    told = ((source.tables, "table"), (source.note_takers, "note-taker"))
    counts = [many(n, what) for n, what in told if n]
    return (f" ({', '.join(counts)})",) if counts else ()


def _of_event(source: Source) -> tuple[Parts, ...]:
    """Give the place, the day and how many were there, as far as they are known."""
    there = "not known" if source.attendance is None else number(source.attendance)
    return (
        (Words(_place(source) or "–"),),
        (Words(day(source.date).replace(" ", NO_BREAK)) if source.date else "–",),
        (there if source.is_event and source.held else "–",),
    )


def _of_source(findings: Findings, source: Source) -> tuple[Parts, ...]:
    n = findings.count(findings.by_source.get(source.id, []))
    given = len(findings.given.get(source.id, []))
    return tuple((number(figure),) for figure in (given, n.ideas, n.texts))


def _place(source: Source) -> str:
    """Give the town, and what else of the place the name of the event does not say."""
    town = source.town or ""
    beside = (each for each in (source.place or "").split(", ") if each not in source.name)
    return ", ".join([town, *(each for each in beside if each != town)])
