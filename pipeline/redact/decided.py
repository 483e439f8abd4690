"""Decided: what people said about spans is replayed on what was found, in their order."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pandera.typing import DataFrame

from pipeline.redact.spans import FIELDS, Found, Span, merged, taken_out
from pipeline.tables import Conflicts, RedactionDecisions

FILE = "data/raw/decisions/redactions.csv"
STATES = {"accept": "accepted", "reject": "rejected", "add": "added"}
EVERYWHERE = ""  # in the place of a contribution_id
PLAIN_KIND = re.compile(r"[a-z ]{2,16}")
UNNAMED_KIND = "personal detail"


class Answer(NamedTuple):
    """One decision: a stretch of a field, or words wherever they stand; `row` as in a sheet."""

    row: int
    contribution_id: str
    field: str
    stretch: tuple[int, int] | None
    words: str
    kind: str
    state: str


def answers(decisions: DataFrame[RedactionDecisions]) -> tuple[list[Answer], list[dict[str, Any]]]:
    """Read the sheet; what cannot be understood becomes rows of conflicts."""
    columns = ["row", *decisions.columns]
    cells = decisions.fillna("").itertuples(name=None)
    read = [_answer(dict(zip(columns, row, strict=True))) for row in cells]
    understood = [one for one in read if isinstance(one, Answer)]
    return understood, [one for one in read if not isinstance(one, Answer)]


def by_contribution(given: Sequence[Answer]) -> dict[str, list[Answer]]:
    """Gather answers; those about every contribution stand under an empty id."""
    gathered: dict[str, list[Answer]] = defaultdict(list)
    for answer in given:
        gathered[answer.contribution_id].append(answer)
    return gathered


def replayed(
    texts: Mapping[str, str], found: Found, given: Iterable[Answer]
) -> tuple[Found, set[int]]:
    """Apply answers to the spans of one contribution; give these and the rows that met something.

    A rejected span stays in the text. What is accepted is taken out also if nothing proposes it any
    more. What is added is taken out wherever the same words stand in the contribution.
    """
    met: set[int] = set()
    for answer in given:
        for name, text in texts.items():
            places = _places(answer, name, text, texts)
            spans, fits = _ruled(found.get(name, []), answer, places)
            found = {**found, name: spans}
            met |= {answer.row} if fits else set()
    return found, met


def unmet(given: Iterable[Answer], met: set[int], known: set[str]) -> list[dict[str, Any]]:
    """Make rows of conflicts of the answers that met nothing."""
    return [_conflict(answer, known) for answer in given if answer.row not in met]


def _answer(row: Mapping[str, Any]) -> Answer | dict[str, Any]:
    """Read one decision, or say what is wrong with it."""
    said = str(row["answer"]).strip().lower()
    state = next((state for word, state in STATES.items() if said in {word, state}), "")
    field = str(row["field"]).strip().lower()
    words = re.sub(r"^'(?=[=+@-])", "", str(row["words"]).strip())
    stretch = _stretch(row["start"], row["end"])
    answer = Answer(
        int(row["row"]) + 2, str(row["contribution_id"]).strip(), field, stretch, words,
        _kind(row["kind"]), state,
    )  # fmt: skip
    if not state:
        return _told(answer, "the answer is not understood", "write accept, reject or add")
    if field and field not in FIELDS:
        return _told(answer, "there is no such field", f"write one of {', '.join(FIELDS)}")
    if not words and not (stretch and field):
        return _told(
            answer,
            "it does not say which words are meant",
            "copy the row from reports/redactions.csv, or write the words",
        )
    return answer


def _stretch(start: object, end: object) -> tuple[int, int] | None:
    """Read two whole numbers, also as a spreadsheet may have saved them, such as `12.0`."""
    numbers = [re.fullmatch(r"(\d{1,9})(?:\.0*)?", str(cell).strip()) for cell in (start, end)]
    if not numbers[0] or not numbers[1]:
        return None
    return int(numbers[0][1]), int(numbers[1][1])


def _kind(cell: object) -> str:
    """Read the kind that people gave, as far as it may stand in a mark."""
    kind = str(cell).strip().lower()
    return kind if PLAIN_KIND.fullmatch(kind) else UNNAMED_KIND


def _places(
    answer: Answer, name: str, text: str, texts: Mapping[str, str]
) -> list[tuple[int, int]]:
    """Find the stretches of a field that an answer speaks of.

    The words count more than the place: where a text has changed, they are looked for again.
    """
    start, end = answer.stretch or (0, 0)
    there = texts.get(answer.field, "")[start:end]
    if answer.state == "added":
        return _everywhere(answer.words or there, text)
    if answer.field not in {"", name}:
        return []
    if there and (not answer.words or _form(answer.words).fullmatch(there)):
        return [(start, end)]
    return _everywhere(answer.words, text)


def _everywhere(words: str, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in _form(words).finditer(text)] if words else []


def _form(words: str) -> re.Pattern[str]:
    """Make a form of words that stand alone, in any letters and with any space between them."""
    plain = r"\s+".join(map(re.escape, words.split()))
    return re.compile(rf"(?<!\w){plain}(?!\w)", re.IGNORECASE)


def _ruled(
    spans: list[Span], answer: Answer, places: list[tuple[int, int]]
) -> tuple[list[Span], bool]:
    """Apply one answer to the spans of a field; say whether it met any."""
    if answer.state == "rejected":
        inside = {s for s in spans if any(a <= s.start and s.end <= b for a, b in places)}
        ruled = [s._replace(state=answer.state) if s in inside else s for s in spans]
        return ruled, bool(inside)
    for place in places:
        spans = _put(spans, answer, place)
    return spans, bool(places)


def _put(spans: list[Span], answer: Answer, place: tuple[int, int]) -> list[Span]:
    """Take a stretch out, together with the spans that it touches; it outweighs rejected ones."""
    touching = [span for span in spans if span.start < place[1] and place[0] < span.end]
    kind = touching[0].kind if touching and answer.kind == UNNAMED_KIND else answer.kind
    new = Span(*place, kind, "person", 1.0)
    whole = merged([*taken_out(touching), new])[0]._replace(kind=kind, state=answer.state)
    return sorted([*(span for span in spans if span not in touching), whole])


def _conflict(answer: Answer, known: set[str]) -> dict[str, Any]:
    if answer.contribution_id != EVERYWHERE and answer.contribution_id not in known:
        return _told(
            answer,
            "there is no such contribution in this round",
            "look the number up in reports/redactions.csv, or leave the row as it is",
        )
    where = "any contribution" if answer.contribution_id == EVERYWHERE else "its text"
    return _told(
        answer,
        f"nothing in {where} fits it any more",
        "look for it in reports/redactions.csv and add a row for what stands there now",
    )


def _told(answer: Answer, why: str, advice: str) -> dict[str, Any]:
    """Make a row of conflicts, without the words, which may be personal."""
    verb = next((verb for verb, state in STATES.items() if state == answer.state), "an answer")
    about = f"contribution {answer.contribution_id}" if answer.contribution_id else "the round"
    return dict(
        zip(
            Conflicts.to_schema().columns,
            (FILE, answer.row, f"{verb} for {about}", why, advice),
            strict=True,
        )
    )
