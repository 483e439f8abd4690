"""Opposition: near ideas become pairs that ask for opposite things.

An idea is read clause by clause: which words turn it for or against something ("keep", "abolish",
"not"), at which end of a scale it stands ("compulsory", "voluntary"), and what it speaks of. Two
turns against make one for, so that "do not abolish" and "keep" agree. A clause that tells how
things are ("the council does not answer") takes no side, nor does a sentence that gives a reason
beside one that asks. The words: `knowledge/opposites.yaml`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, islice, product, takewhile
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from pipeline.asking import asks
from pipeline.knowledge import load

Flags = npt.NDArray[np.bool_]

SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
CLAUSE = re.compile(r"[.,;:!?()\n…\"“”]+|\s[-–—]+\s")
WORD = re.compile(r"[+?-][a-z]*(?= |$)|[^\W_]+(?:-[^\W_]+)*")
DO_NOT = re.compile(r"\b(?:do not|dont)\b")
FOR, AGAINST, TELLING = "+", "-", "?"  # signs that stand for turning words once they are read
GAP = r"((?:[\w-]+ ){1,4}?)"  # the words inside "keep ... out"
ENOUGH, NEARLY_ALL = 2, 0.75  # words, and share of the fewer words, that two clauses share
CLAUSES = 4  # of a text that are read: an idea is a single point, what follows is its reason
SHORTEST = 4  # letters that a word keeps when its ending is dropped
ENDINGS = re.compile(r"(?:ing|ed|es|s)$")


class Side(NamedTuple):
    """What one clause asks: for (1), against (-1) or neither (0), and whether it says so.

    `scales` has the end (1 or -1) of each scale it names; `heads` are the things that it is for or
    against, `rest` the other words it speaks of; `among` says that there are other sentences.
    """

    sign: int
    said: bool
    scales: Mapping[str, int]
    heads: frozenset[str]
    rest: frozenset[str]
    among: bool = False


def find_opposites(ones: Sequence[str], others: Sequence[str]) -> Flags:
    """Tell which of the texts (rows) ask for the opposite of which of the others (columns)."""
    found = np.zeros((len(ones), len(others)), dtype=np.bool_)
    if not any(map(_may_turn, chain(ones, others))):
        return found
    sides = [read_sides(text) for text in ones], [read_sides(text) for text in others]
    turned = [[any(s.sign < 0 or s.scales for s in read) for read in texts] for texts in sides]
    for one, other in product(range(len(ones)), range(len(others))):
        if turned[0][one] or turned[1][other]:  # where all are for something none opposes
            found[one, other] = _oppose(sides[0][one], sides[1][other])
    return found


@lru_cache(maxsize=10_000)
def read_sides(text: str) -> tuple[Side, ...]:
    """Read which side each clause of a text takes, without those that take none.

    Of several sentences only those that ask are read: the others give reasons, or tell. A clause
    that names nothing ("bring it down") speaks of what the one before it named.
    """
    sentences = [sentence for sentence in SENTENCE.split(text) if sentence.strip()]
    among = len(sentences) > 1
    asking = filter(asks, sentences) if among else sentences
    clauses = list(islice(chain.from_iterable(map(_clauses, asking)), CLAUSES))
    sides: list[Side] = []
    for clause in clauses:
        side = _read(clause)._replace(among=among)
        if side.heads and (side.said or len(clauses) == 1 or asks(" ".join(clause))):
            sides.append(side)
        elif not side.heads and side.said and sides and len(clause) > 1:
            sides[-1] = side._replace(heads=sides[-1].heads, rest=sides[-1].rest)
    return tuple(side for side in sides if side.sign)


@lru_cache(maxsize=10_000)
def read_words(text: str) -> tuple[tuple[str, ...], frozenset[str], bool]:
    """Give the words of a text without their endings, those that name a thing, and if it turns.

    A text turns where any word in it stands against something, also in an aside.
    """
    plain = _replace(" ".join(WORD.findall(_small(text))), *_spelling())
    words = plain.split()
    return tuple(map(_stem, words)), _content(words), AGAINST in _with_signs(plain).split()


def _oppose(one: Sequence[Side], other: Sequence[Side]) -> bool:
    """Tell whether clauses about one thing ask for opposites, and none of them for the same."""
    agree = [_agree(a, b) for a, b in product(one, other) if _same_thing(a, b)]
    return bool(agree) and not any(agree)


def _agree(one: Side, other: Side) -> bool:
    """Tell whether two clauses go one way; ends of a scale count where both name that scale."""
    sign = one.sign * other.sign
    for scale in one.scales.keys() & other.scales.keys():
        sign *= one.scales[scale] * other.scales[scale]
    return sign > 0 or not (one.said or other.said)


def _same_thing(one: Side, other: Side) -> bool:
    """Tell whether two clauses are about the same thing in one place, or share nearly all words."""
    words = one.heads | one.rest, other.heads | other.rest
    shared, fewer = words[0] & words[1], min(map(len, words))
    if one.said and other.said and one.heads & other.heads:
        if one.among or other.among:
            return len(shared) >= ENOUGH
        return not (one.rest and other.rest) or bool(one.rest & other.rest)
    central = [bool(side.heads & shared) for side in (one, other) if side.said]
    told = all(central) or (any(central) and len(shared) == fewer)
    return told and len(shared) >= max(ENOUGH, NEARLY_ALL * fewer)


@lru_cache(maxsize=10_000)
def _may_turn(text: str) -> bool:
    """Tell at a glance whether any word may stand against something or on a scale."""
    return bool(_turning().search(_small(text)))


def _small(text: str) -> str:
    return text.casefold().replace("'", "").replace("’", "")


def _clauses(text: str) -> Iterator[list[str]]:
    """Part a text into clauses of words, with a sign in place of each turning word."""
    for part in CLAUSE.split(_small(text)):
        plain = _replace(" ".join(WORD.findall(part)), *_spelling())
        for piece in _clause_ends().split(plain):
            main = _without_asides(piece)
            told = [TELLING] if _tells(main) else []
            yield told + _with_signs(_without_purpose(main.split())).split()


def _without_asides(clause: str) -> str:
    """Leave out from "because" to the end, or to "should" as in "talks before a vote should …"."""
    main, *aside = _any_of("asides").split(clause, maxsplit=1)
    taken_up = _any_of("taking_up").search(aside[0]) if aside and main.strip() else None
    return main + aside[0][taken_up.start() :] if taken_up else main


def _tells(clause: str) -> bool:
    """Tell whether "do not" follows a subject: "buses do not stop" tells, "do not stop" asks."""
    before, *after = DO_NOT.split(clause, maxsplit=1)
    return bool(after and _content(before.split()))


def _without_purpose(words: Sequence[str]) -> str:
    """Leave out what a named thing is for: "a levy to cut waste", "a law preventing evictions"."""
    signs = _signs()[1]
    against = [at for at, word in enumerate(words) if signs.get(word) == AGAINST]
    for at in range(1, len(words)):
        named = words[at - 1] not in signs and _content(words[at - 1 : at])
        what_for = words[at] == "to" or (words[at].endswith("ing") and against[:1] == [at])
        if named and what_for:
            return " ".join(words[:at])
    return " ".join(words)


def _with_signs(clause: str) -> str:
    for pattern, sign in _gaps():
        clause = pattern.sub(rf"{sign} \1", clause)
    return _replace(clause, *_signs())


def _replace(text: str, pattern: re.Pattern[str], by: Mapping[str, str]) -> str:
    return pattern.sub(lambda found: by[found[0]], text)


def _read(clause: Sequence[str]) -> Side:
    """Read the side that a clause of words and signs takes."""
    turns = [at for at, word in enumerate(clause) if word in (FOR, AGAINST)]
    ends = [at for at, word in enumerate(clause) if word[0] in "+-" and at not in turns]
    heads = frozenset(thing for at in turns or ends for thing in _about(clause, at))
    words = _content(clause)
    return Side(
        sign=0 if TELLING in clause else (-1) ** clause.count(AGAINST),
        said=bool(turns or ends),
        scales={clause[at][1:]: 1 if clause[at][0] == FOR else -1 for at in ends},
        heads=heads or words,
        rest=words - heads,
    )


def _about(clause: Sequence[str], at: int) -> list[str]:
    """Find the thing that a sign is about: the next, or the subject where it is said to be so."""
    last = [word for word in clause[:at] if word[0] not in "+-"][-1:]
    subject, following = _thing(clause[:at]), _thing(clause[at:])
    said_to_be = bool(last) and last[0] in load("opposites")["being"]
    return (subject or following) if said_to_be else (following or subject)


def _thing(words: Sequence[str]) -> list[str]:
    """Take the last word of the first phrase, up to a word such as "of" or "should", if any."""
    between = frozenset(load("opposites")["between"])
    start = next((at for at, word in enumerate(words) if _content([word])), len(words))
    phrase = takewhile(lambda word: word not in between and word[0].isalpha(), words[start:])
    return [_stem(word) for word in phrase if word not in _little()][-1:]


def _content(words: Sequence[str]) -> frozenset[str]:
    """Words that name something, without their endings."""
    return frozenset(_stem(word) for word in words if word[0].isalpha() and word not in _little())


def _stem(word: str) -> str:
    short = ENDINGS.sub("", word)
    return short if len(short) >= SHORTEST else word.removesuffix("s")


@cache
def _little() -> frozenset[str]:
    """Words that name nothing in particular."""
    plain, own = load("plain_words"), load("opposites")
    lists = [plain[name] for name in ("function", "spoken", "asking", "vague", "joining")]
    return frozenset(word for words in [*lists, own["anyone"], own["between"]] for word in words)


@cache
def _signs() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Find turning words without a gap in them, and the sign of each."""
    by = {phrase: sign for phrase, sign in _all_signs() if "..." not in phrase}
    return _whole_words(by), by


@cache
def _turning() -> re.Pattern[str]:
    scots = load("opposites")["scots"]
    first = (phrase.split(" ... ")[0] for phrase, sign in _all_signs() if sign != FOR)
    return _whole_words([*first, *scots])


@cache
def _gaps() -> list[tuple[re.Pattern[str], str]]:
    """Find turning words around others: "keep the press out"."""
    phrases = [(phrase.split(" ... "), sign) for phrase, sign in _all_signs() if "..." in phrase]
    return [(re.compile(rf"\b{a} {GAP}{b}\b"), sign) for (a, b), sign in phrases]


def _all_signs() -> Iterator[tuple[str, str]]:
    lists = load("opposites")
    kinds = {"for": FOR, "against": AGAINST, "negating": AGAINST, "telling": TELLING}
    yield from ((phrase, sign) for kind, sign in kinds.items() for phrase in lists[kind])
    for scale, ends in lists["scales"].items():
        yield from ((phrase, FOR + scale) for phrase in ends["one"])
        yield from ((phrase, AGAINST + scale) for phrase in ends["other"])


@cache
def _spelling() -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Find words in Scots and turns of phrase, and what they are read as."""
    lists = load("opposites")
    turns = {phrase: word for word, phrases in lists["reading_as"].items() for phrase in phrases}
    return _whole_words(lists["scots"] | turns), lists["scots"] | turns


@cache
def _clause_ends() -> re.Pattern[str]:
    follows = "|".join(load("opposites")["going_on"])
    return re.compile(rf"{_any_of('clause_ends').pattern}(?! (?:{follows})\b)")


@cache
def _any_of(name: str) -> re.Pattern[str]:
    return _whole_words(load("opposites")[name])


def _whole_words(phrases: Iterable[str]) -> re.Pattern[str]:
    """Match any of these phrases as whole words, the longest first."""
    longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
