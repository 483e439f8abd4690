"""Phrases: texts become the short phrases in them that could stand as a name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import pandas as pd

from pipeline.knowledge import load

LONGEST = 4  # words; longer phrases are rarely written twice the same
BREAK = re.compile(
    r"\[[^\]]*\]|[^\w\s'’&-]+|\s[-–—&]+\s|[\n\r\t]"
    r"|\S*\d\S*|\S*@\S*|\S*://\S*|\w+\.\w+\.\w\S*"
)
SENTENCE = re.compile(r"[.!?:;…\n\"“”•]+|\s[-–—]+\s")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
OWNER = ("'s", "’s", "s'", "s’")  # a phrase does not end before what is owned
NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ism", "ship", "ance", "ence", "logy")
ADJECTIVE = re.compile(r"(?:al|[^f]ic|ive|less|ish|ing)$")
DESCRIBING = 0.35  # share of its uses as a noun from which a word that ends so may end a name
NO_NOUN = re.compile(
    r"..(?:able|ible|ful|ous|[^e]ed|[^bmp]ly)$"
    r"|-(?:term|time|wide|scale|level|quality|income|based|family|run)$"
)
IN_US = re.compile(r"(?:mini)?(?:b|bon|camp|cens|foc|stat|vir)uses")
NUMBER = re.compile(r"\S*\d\S*")
A_NUMBER = "number-of"  # stands before what is counted, as an adjective does
PLACE = re.compile(r"\b[Ii]n ([A-Z][\w'’-]*(?: [A-Z][\w'’-]*)*)(?=\W*$|[^\w\s]| [a-z])")
SPOKEN_OF_AS_A_PLACE = 2  # times that "in" stands before a name
CAPITAL = 0.75  # share of its uses inside a sentence from which a word has a capital of its own
TITLE = 0.7  # share of words with capitals from which a line is a title, and tells of no word
NOUN = 0.4  # share of its uses as a noun from which a word may end a name
VERB = 0.4  # share of all its uses as a verb from which a word is one
DOUBT = 3  # uses for which the ending of a word counts
SHORTEST = 3  # letters of a word that may begin or end a phrase, unless it is in capitals


def find_phrases(texts: pd.Series) -> pd.DataFrame:
    """Every phrase in every text: row (index of the text), phrase (folded) and as it was written.

    A phrase does not cross punctuation, numbers or marks such as `[name]`; it neither begins nor
    ends with a word that says little, and inside it has none but joining words.
    """
    found = [
        (row, phrase, written) for row, text in texts.items() for phrase, written in _phrases(text)
    ]
    return pd.DataFrame(found, columns=["row", "phrase", "written"]).drop_duplicates()


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """Drop case and plural ending: "Libraries" and "library" count as one word."""
    small = word.casefold().replace("’", "'").removesuffix("'s")
    if small.endswith("ies") and len(small) > len("ties"):
        return small[:-3] + "y"
    if small.endswith(("sses", "shes", "ches", "xes")) or IN_US.fullmatch(small):
        return small[:-2]
    plural = small.endswith("s") and not small.endswith(("ss", "us", "is"))
    return small[:-1] if plural and len(small) > SHORTEST else small


@lru_cache(maxsize=100_000)
def _small(word: str) -> str:
    """Give a word as it stands in the lists."""
    return word.casefold().replace("'", "").replace("’", "")


def fold_words(text: str) -> frozenset[str]:
    """Fold each word of a text."""
    return frozenset(fold_word(word) for word in WORD.findall(text))


def find_nouns_and_verbs(texts: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Folded words that mostly stand where nouns stand in these texts, and those that do as verbs.

    "to teach us" speaks for a verb, "of transport and" for a noun; "affordable housing" tells
    nothing of the first word. A word seldom seen goes by its ending.
    """
    seen: defaultdict[str, Counter[bool | None]] = defaultdict(Counter)
    for text in texts:
        for word, as_noun in _uses(text):
            seen[word][as_noun] += 1
    nouns = {word for word, uses in seen.items() if _is_noun(word, uses)}
    verbs = {word for word, uses in seen.items() if uses[False] >= VERB * uses.total()}
    return frozenset(nouns), frozenset(verbs)


def _is_noun(word: str, uses: Counter[bool | None]) -> bool:
    if NO_NOUN.search(word):
        return False
    if ADJECTIVE.search(word):
        return uses[True] >= DESCRIBING * uses.total()
    told = uses[True] + uses[False] + DOUBT
    return uses[True] + DOUBT * _looks_like_noun(word) >= NOUN * told


def _uses(text: str) -> Iterator[tuple[str, bool | None]]:
    """Each word with whether it is used as a noun here; None where the place does not tell."""
    before, after, begins, describing = _cues()
    plain = _word_lists()[0]
    for piece in BREAK.split(NUMBER.sub(A_NUMBER, text)):
        words = WORD.findall(piece)
        small = ["", *map(_small, words), ""]
        for place, word in enumerate(words):
            last, following = small[place], small[place + 2]
            as_verb = last in before or following in after or (not last and small[1] in begins)
            ends = (not following or following in plain) and last not in describing
            yield fold_word(word), False if as_verb else True if ends else None


def _looks_like_noun(word: str) -> float:
    often_a_verb = word in _cues()[2]
    return 0.8 if word.endswith(NOUN_ENDINGS) else 0.2 if often_a_verb else 0.5


@cache
def _cues() -> tuple[frozenset[str], ...]:
    """Words before a verb, words after one, verbs with which an idea begins, "is" and the like."""
    lists = load("plain_words")
    names = ("before_a_verb", "after_a_verb", "beginning_an_ask", "before_an_adjective")
    return tuple(frozenset(lists[name]) for name in names)


def usual_spelling(texts: Iterable[str]) -> dict[str, str]:
    """How each word is mostly written inside a sentence: "Glasgow", "NHS", but "buses"."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in (part for text in texts for part in SENTENCE.split(text)):
        words = WORD.findall(sentence)
        in_capitals = sum(word[0].isupper() for word in words) > TITLE * len(words)
        for place, word in enumerate(words):
            seen[word.casefold()][word] += 1 if place and not in_capitals else 0
    return {word: _commonest(forms) for word, forms in seen.items()}


def _commonest(forms: Counter[str]) -> str:
    best = max(forms, key=lambda form: (forms[form], form.islower(), form))
    own = best.isupper() or forms[best] >= CAPITAL * max(forms.total(), 1)
    return best if own else best.casefold()


def find_places(texts: Iterable[str]) -> frozenset[str]:
    """Folded names of places: written with capitals, and people speak of what is in them."""
    seen = Counter(place for text in texts for place in PLACE.findall(text))
    return frozenset(
        " ".join(map(fold_word, WORD.findall(place)))
        for place, times in seen.items()
        if times >= SPOKEN_OF_AS_A_PLACE
    )


def _phrases(text: str) -> Iterator[tuple[str, str]]:
    for piece in BREAK.split(text):
        words = WORD.findall(piece)
        for start, end in _spans(words):
            yield " ".join(map(fold_word, words[start:end])), " ".join(words[start:end])


def _spans(words: list[str]) -> Iterator[tuple[int, int]]:
    """Where phrases begin and end: from a strong word to a strong word over joining words."""
    plain, not_first, not_last, joining = _word_lists()
    small = [*map(_small, words)]
    strong = [
        (word not in plain and (len(word) >= SHORTEST or written.isupper()) and len(word) > 1)
        or _begins_a_name(words, place)
        for place, (word, written) in enumerate(zip(small, words, strict=True))
    ]
    for start in range(len(words)):
        if not strong[start] or small[start] in not_first:
            continue
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            if (
                strong[end - 1]
                and not words[end - 1].endswith(OWNER)
                and small[end - 1] not in not_last
            ):
                yield start, end
            elif not strong[end - 1] and small[end - 1] not in joining:
                break


def _begins_a_name(words: list[str], place: int) -> bool:
    """Tell whether this word and the next have capitals inside a sentence, as in "New York"."""
    pair = words[place : place + 2]
    return place > 0 and len(pair) > 1 and all(word.istitle() for word in pair)


def names_nothing(word: str) -> bool:
    """Tell whether a folded word says little by itself."""
    return word in _word_lists()[0]


@cache
def _word_lists() -> tuple[frozenset[str], ...]:
    """Words that never begin or end a name, that never begin one, never end one, and that join."""
    lists = load("plain_words")
    plain = frozenset(
        lists["function"] + lists["spoken"] + lists["asking"] + lists["vague"] + lists["joining"]
    )
    return plain, *(frozenset(lists[name]) for name in ("not_first", "not_last", "joining"))
