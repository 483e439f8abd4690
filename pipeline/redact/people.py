"""People: where a text names several, each of them has a mark of their own, as in `[name 2]`."""

from collections.abc import Iterable, Mapping

from pipeline.redact.reading import Reading, inside
from pipeline.redact.spans import Found, Span, taken_out


def marks_of_people(readings: Mapping[str, Reading], found: Found) -> dict[str, dict[int, str]]:
    """Give each field the marks of its names by where they start; none where one person is named.

    `Tulloch` is the `Morag Tulloch` of the same contribution. A heading stands above several
    contributions and must read the same in all of them, so it counts its own people.
    """
    own = {name: spans for name, spans in found.items() if name != "heading"}
    above = {name: spans for name, spans in found.items() if name == "heading"}
    return _numbered(readings, own) | _numbered(readings, above)


def _numbered(readings: Mapping[str, Reading], found: Found) -> dict[str, dict[int, str]]:
    """Count people in the order in which they are first named."""
    people: list[frozenset[str]] = []
    number: dict[str, dict[int, int]] = {name: {} for name in found}
    for name, spans in found.items():
        for span in taken_out(spans):
            if span.kind == "name":
                number[name][span.start] = _person(people, _name(readings[name], span))
    return {
        name: {start: f"name {n + 1}" for start, n in of.items()} if len(people) > 1 else {}
        for name, of in number.items()
    }


def _person(people: list[frozenset[str]], name: frozenset[str]) -> int:
    """Find the person last named who could bear this name, or count a new one; `people` grows."""
    for n in reversed(range(len(people))):
        if name <= people[n] or people[n] <= name:
            people[n] |= name
            return n
    people.append(name)
    return len(people) - 1


def _name(reading: Reading, span: Span) -> frozenset[str]:
    """Give the words of a name; initials only if there is nothing else."""
    first, end = inside(reading, span.start, span.end)
    words: Iterable[str] = [word.key for word in reading.words[first:end]]
    return frozenset(word for word in words if len(word) > 1) or frozenset(words)
