"""Labels: names of files, sheets and events lose the personal data in them."""

import re
from collections.abc import Iterable

from pipeline.redact.names import list_names
from pipeline.redact.patterns import pattern_spans
from pipeline.redact.reading import Reading, inside, read
from pipeline.redact.spans import Span, merged, replaced

PLAIN = re.compile(r"[a-z ]{0,20}\d*")  # `row 12`, `201800001234`: nothing to look for
SPACED = str.maketrans("_-", "  ")


def public_label(label: str) -> str:
    """Take out of a label what has the form of personal data, and names of two words or more.

    Words may be joined as in names of files: `morag_tulloch-notes.docx`.
    """
    if PLAIN.fullmatch(label):
        return label
    reading = read(label.translate(SPACED))
    names = [span for span in list_names(reading).private if _is_full(reading, span)]
    return replaced(label, merged([*names, *pattern_spans(label)]), {})


def public_labels(labels: Iterable[str]) -> dict[str, str]:
    """Give each label without its personal data; those that become the same are told apart."""
    given = sorted(set(labels))
    shown = {label: public_label(label) for label in given}
    taken = {label for label in given if shown[label] == label}
    for label in given:
        if shown[label] != label:
            shown[label] = _free(shown[label], taken)
            taken.add(shown[label])
    return shown


def _is_full(reading: Reading, span: Span) -> bool:
    first, end = inside(reading, span.start, span.end)
    return end - first > 1


def _free(name: str, taken: set[str]) -> str:
    """Add a number to a name that another has already."""
    numbers = (f"{name} ({n})" for n in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbers if each not in taken)
