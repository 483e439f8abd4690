"""Names: people's names by list and by the words around them."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pipeline.redact.offices import stands_beside_office
from pipeline.redact.reading import Reading
from pipeline.redact.spans import Span
from pipeline.redact.vocabulary import cue, cues

CERTAIN, LIKELY, POSSIBLE, DOUBTFUL = 0.95, 0.85, 0.7, 0.6
LONGEST_NAME = 4
ABBREVIATION = 5  # letters: longer words in capitals are hardly one


@dataclass(frozen=True)
class Names:
    """Names found in a text: those of private people, and those of people in public office."""

    private: list[Span]
    in_office: list[Span]


class Run(NamedTuple):
    """A name as a run of words, `first` to `end` (not included), and how sure it is."""

    first: int
    end: int
    confidence: float


def list_names(reading: Reading) -> Names:
    """Find names by list and by what stands around them."""
    finders = (
        _by_given_name,
        _by_surname,
        _by_title,
        _by_initials,
        _surname_first,
        _small,
        _introduced,
        _in_office,
    )
    runs = [run for finder in finders for run in finder(reading)]
    names = Names([], [])
    for run in runs:
        held = stands_beside_office(reading, run.first, run.end)
        (names.in_office if held else names.private).append(_span(reading, run))
    return names


def _by_given_name(reading: Reading) -> Iterator[Run]:
    """`Morag Tulloch`, `Morag`: a name that is nothing else; in capitals only with a surname."""
    for at, word in enumerate(reading.words):
        if word.capital and reading.known.is_given(word) and not reading.in_public_phrase(at):
            end = _end_of_name(reading, at)
            end += int(end == at + 1 and _is_shouted_surname(reading, end))
            alone = end == at + 1
            if not _is_shouted_word(reading, at, end) and not named_after(reading, at, end):
                yield Run(at, end, POSSIBLE if alone else LIKELY)


def _is_shouted_word(reading: Reading, at: int, end: int) -> bool:
    """`STAR`, `DOT Division`: capitals that are no name unless a surname follows them."""
    if not reading.words[at].shouted or end == at + 1:
        return reading.words[at].shouted
    last, given = reading.words[end - 1], reading.known.is_given(reading.words[at])
    plain = given and reading.is_telling(end - 1) and last.key not in reading.known.endings
    return not (plain or reading.known.is_surname(last))


def _is_shouted_surname(reading: Reading, at: int) -> bool:
    """`TULLOCH` after `Morag`: in capitals as on forms, and too long for an abbreviation."""
    if not reading.follows(at) or reading.words[at - 1].shouted:
        return False
    word, known = reading.words[at], reading.known
    plain = word.shouted and len(word.text) > ABBREVIATION and not known.is_ordinary(word)
    return plain and not (reading.is_public(at) or reading.in_public_phrase(at))


def _by_surname(reading: Reading) -> Iterator[Run]:
    """`Grant MacLeod`, `Rose said`: a name that could be another word, made certain by the next."""
    for at, word in enumerate(reading.words):
        doubtful = word.capital and word.key in reading.known.in_context
        if not doubtful or reading.in_public_phrase(at):
            continue
        end = _end_of_name(reading, at)
        if _is_surname_after(reading, at, end) and not named_after(reading, at, end):
            yield Run(at, end, LIKELY)
        elif reading.follows(at + 1) and _acts(reading, at):
            yield Run(at, at + 1, POSSIBLE)


def _acts(reading: Reading, at: int) -> bool:
    """`Rose said`, `Grace from`: what people do and places do not."""
    after, ordinary = reading.words[at + 1].key, reading.known.is_ordinary(reading.words[at])
    return after in cues("saying") or (
        after == "from" and not ordinary and not reading.is_public(at)
    )


def _by_title(reading: Reading) -> Iterator[Run]:
    """`Mrs Tulloch`, `Dr A. Singh`, `mr brown`."""
    for at, word in enumerate(reading.words):
        titled = word.key in cues("titles") and (word.capital or word.key in cues("small_titles"))
        if not titled or not reading.follows(at + 1) or reading.in_public_phrase(at):
            continue
        name, known = reading.words[at + 1], reading.known
        listed = known.is_surname(name) or known.may_be_given(name)
        fits = (
            listed
            if not name.capital or known.is_ordinary(name)
            else not reading.is_public(at + 1) or listed
        )
        if fits and not reading.in_public_phrase(at + 1):
            yield Run(at + 1, _end_of_name(reading, at + 1), CERTAIN)


def _by_initials(reading: Reading) -> Iterator[Run]:
    """`J. Tulloch`, `J B MacLeod`."""
    for at, word in enumerate(reading.words):
        if not _is_initial(reading, at) or (
            at and reading.follows(at) and _is_initial(reading, at - 1)
        ):
            continue
        end = at + 1
        while end < len(reading.words) and _is_initial(reading, end) and reading.follows(end):
            end += 1
        dotted = reading.text[word.end : word.end + 1] == "."
        sure = dotted or word.text not in {"A", "I"}
        if sure and reading.follows(end) and _is_plain_surname(reading, end):
            yield Run(at, _end_of_name(reading, end), LIKELY)


def _surname_first(reading: Reading) -> Iterator[Run]:
    """`Tulloch, Morag`."""
    for at in range(len(reading.words) - 1):
        one, other = reading.words[at], reading.words[at + 1]
        comma = reading.text[one.end : other.start] == ", "
        given = other.capital and reading.known.is_given(other)
        if comma and given and _is_plain_surname(reading, at) and not reading.is_public(at):
            yield Run(at, at + 2, POSSIBLE)


def _small(reading: Reading) -> Iterator[Run]:
    """`morag tulloch`: a given name and a surname that are nothing else, without capitals."""
    for at, word in enumerate(reading.words):
        if not word.capital and reading.known.is_given(word) and reading.follows(at + 1):
            surname = reading.words[at + 1]
            if reading.known.is_surname(surname) and not reading.known.is_ordinary(surname):
                yield Run(at, at + 2, DOUBTFUL)


def _introduced(reading: Reading) -> Iterator[Run]:
    """`my name is ...`, `my neighbour ...`, `regards, ...`, `contact ...`."""
    for form, is_close in ((cue("close"), True), (cue("weak"), False)):
        for match in form.finditer(reading.text):
            at = bisect_left(reading.words, match.end(), key=lambda word: word.start)
            gap = (
                reading.text[match.end() : reading.words[at].start]
                if at < len(reading.words)
                else "?."
            )
            if not re.fullmatch(r"[\s,:\"'“‘–—-]{0,4}", gap) or reading.in_public_phrase(at):
                continue
            own = is_close and cue("own_name").match(match[0]) is not None
            run = _own_name(reading, at) if own else _name_of_another(reading, at, is_close)
            if run:
                yield run


def _own_name(reading: Reading, at: int) -> Run | None:
    """After `my name is`: words up to the first everyday one, small letters or not."""
    end = at
    while (
        end < len(reading.words) and end - at < LONGEST_NAME and (end == at or reading.follows(end))
    ):
        word = reading.words[end]
        listed = reading.known.may_be_given(word) or reading.known.is_surname(word)
        if reading.known.is_ordinary(word) and not (word.capital and listed):
            break
        end += 1
    return Run(at, end, CERTAIN) if end > at else None


def _name_of_another(reading: Reading, at: int, is_close: bool) -> Run | None:
    """After `my neighbour` any name will do; after `contact` one that is clearly a name."""
    word, known = reading.words[at], reading.known
    end = _end_of_name(reading, at)
    if named_after(reading, at, end) or _is_shouted_word(reading, at, end):
        return None
    if known.is_given(word) and (word.capital or is_close):
        return Run(at, end, LIKELY)
    if not word.capital or word.shouted:
        return None
    plain = reading.is_telling(at)
    if is_close:
        return Run(at, end, POSSIBLE) if plain or known.may_be_given(word) else None
    sure = plain and (
        known.may_be_given(word) or (end > at + 1 and _is_plain_surname(reading, end - 1))
    )
    return Run(at, end, DOUBTFUL) if sure else None


def _in_office(reading: Reading) -> Iterator[Run]:
    """`First Minister Jo Brand`, `Cllr Tulloch`: a name that follows an office."""
    for first, length in reading.offices.items():
        at = first + length
        if at < len(reading.words) and reading.follows(at) and reading.is_name_word(at):
            end = _end_of_name(reading, at)
            if not named_after(reading, at, end):
                yield Run(at, end, POSSIBLE)


def _end_of_name(reading: Reading, at: int) -> int:
    """Index after the last word of the name that begins at a word, particles and all."""
    end = at + 1
    while end - at < LONGEST_NAME:
        step = _next_name_word(reading, end)
        if not step:
            break
        end += step
    return end


def _next_name_word(reading: Reading, at: int, left: int = LONGEST_NAME) -> int:
    """Count words by which the name goes on: 1, more with `van` or an initial, 0 at its end."""
    if not left or not reading.follows(at):
        return 0
    word = reading.words[at]
    gaelic = at > 0 and reading.words[at - 1].key in {"mac", "nic"}
    small = (
        word.key in cues("particles")
        or (gaelic and word.key in cues("gaelic_particles"))
        or _is_initial(reading, at)
    )
    if small:
        more = _next_name_word(reading, at + 1, left - 1)
        return more + 1 if more else 0
    gaelic_saint = gaelic or (at > 1 and reading.words[at - 1].key in cues("gaelic_particles"))
    return int(reading.is_name_word(at) or (gaelic_saint and word.text.startswith("t-")))


def _is_initial(reading: Reading, at: int) -> bool:
    word = reading.words[at]
    return len(word.text) == 1 and word.capital


def _is_plain_surname(reading: Reading, at: int) -> bool:
    """Tell a known family name with a capital that is no everyday word."""
    word = reading.words[at]
    ordinary = reading.known.is_ordinary(word)
    return (
        word.capital
        and reading.known.is_surname(word)
        and not ordinary
        and not reading.in_public_phrase(at)
    )


def _is_surname_after(reading: Reading, at: int, end: int) -> bool:
    """`Grant MacLeod`, or `Faith` and a word nobody knows; but not `Will Kilbrae get a bus`."""
    if end == at + 1:
        return False
    follower = reading.words[at + 1]
    first = reading.words[at].key
    asks = first in {"will", "may"} and reading.begins_sentence(at)
    unknown = (
        first not in cues("landscape")
        and not reading.known.is_ordinary(follower)
        and follower.key not in reading.known.endings
    )
    plain = not reading.known.is_ordinary(reading.words[at]) and first not in cues("landscape")
    listed = plain and reading.known.is_surname(follower)
    return listed or _is_plain_surname(reading, at + 1) or (unknown and not asks)


def named_after(reading: Reading, first: int, end: int) -> bool:
    """`Margaret Street`, `John Muir Trust`, `Warren county`: a place or body that bears a name."""
    words, known = reading.words, reading.known
    before = words[first - 1].key if reading.follows(first) else ""
    saint = bool({before, words[first].key} & cues("not_people"))
    after = end < len(words) and reading.follows(end) and _is_ending(reading, end)
    inside = [at for at in range(first + 1, end) if _is_ending(reading, at)]
    given = known.is_given(words[first]) or (
        known.may_be_given(words[first]) and not reading.is_public(first)
    )
    person = given and inside == [end - 1] and known.is_surname(words[end - 1])
    return saint or after or (bool(inside) and not person)


def _is_ending(reading: Reading, at: int) -> bool:
    word = reading.words[at]
    return word.key in (reading.known.endings if word.capital else cues("small_endings"))


def _span(reading: Reading, run: Run) -> Span:
    start, end = reading.words[run.first].start, reading.words[run.end - 1].end
    return Span(start, end, "name", "name list", run.confidence)
