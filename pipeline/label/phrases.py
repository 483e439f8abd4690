"""Phrases: texts become the short phrases in them that could stand as a name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import pandas as pd

from pipeline.knowledge import load

LONGEST = 4  # words; longer phrases are rarely written twice the same
BREAK = re.compile(r"\[[^\]]*\]|[^\w\s'’&-]+|\s[-–—&]+\s|[\n\r\t]|\S*\d\S*|\S*@\S*")
SENTENCE = re.compile(r"[.!?:;…\n\"“”•]+|\s[-–—]+\s")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
OWNER = ("'s", "’s", "s'", "s’")  # a phrase does not end before what is owned
NOUN_ENDINGS = ("tion", "sion", "ment", "ness", "ity", "ism", "ship", "ance", "ence", "logy")
OTHER_ENDINGS = ("ly", "ed", "able", "ible", "ful", "ous", "ive", "less", "ish")
NOUN = 0.4  # share of its uses as a noun from which a word may end a name
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


def fold_word(word: str) -> str:
    """Drop case and plural ending: "Libraries" and "library" count as one word."""
    small = word.casefold().replace("’", "'").removesuffix("'s")
    if small.endswith("ies") and len(small) > len("ties"):
        return small[:-3] + "y"
    if small.endswith(("sses", "shes", "ches", "xes")):
        return small[:-2]
    plural = small.endswith("s") and not small.endswith(("ss", "us", "is"))
    return small[:-1] if plural and len(small) > SHORTEST else small


def fold_words(text: str) -> frozenset[str]:
    """Fold each word of a text."""
    return frozenset(fold_word(word) for word in WORD.findall(text))


def find_nouns(texts: Iterable[str]) -> frozenset[str]:
    """Folded words that stand where nouns stand in these texts, or look like nouns if in doubt.

    "to teach us" speaks for a verb, "of transport and" for a noun; "affordable housing" tells
    nothing of the first word, which goes by its ending.
    """
    seen: defaultdict[str, list[bool]] = defaultdict(list)
    for text in texts:
        for word, as_noun in _uses(text):
            seen[word] += [] if as_noun is None else [as_noun]
    return frozenset(
        word
        for word, uses in seen.items()
        if sum(uses) + DOUBT * _looks_like_noun(word) >= NOUN * (len(uses) + DOUBT)
    )


def _uses(text: str) -> Iterator[tuple[str, bool | None]]:
    """Each word with whether it is used as a noun here; None where the place does not tell."""
    before, after, begins = _verb_cues()
    plain = _word_lists()[0]
    for piece in BREAK.split(text):
        words = WORD.findall(piece)
        small = ["", *(re.sub("['’]", "", word.casefold()) for word in words), ""]
        for place, word in enumerate(words):
            last, following = small[place], small[place + 2]
            as_verb = last in before or following in after or (not last and small[1] in begins)
            ends = not following or following in plain
            yield fold_word(word), False if as_verb else True if ends else None


def _looks_like_noun(word: str) -> float:
    return 0.8 if word.endswith(NOUN_ENDINGS) else 0.2 if word.endswith(OTHER_ENDINGS) else 0.5


@cache
def _verb_cues() -> tuple[frozenset[str], ...]:
    """Words before a verb, words after one, and verbs with which an idea begins."""
    lists = load("plain_words")
    return tuple(
        frozenset(lists[name]) for name in ("before_a_verb", "after_a_verb", "beginning_an_ask")
    )


def usual_spelling(texts: Iterable[str]) -> dict[str, str]:
    """How each word is mostly written inside a sentence: "Glasgow", "NHS", but "buses"."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sentence in (part for text in texts for part in SENTENCE.split(text)):
        for place, word in enumerate(WORD.findall(sentence)):
            if not sentence.isupper():
                seen[word.casefold()][word] += 1 if place else 0
    return {word: _commonest(forms) for word, forms in seen.items()}


def _commonest(forms: Counter[str]) -> str:
    best = max(forms, key=lambda form: (forms[form], form.islower(), form))
    return best if forms[best] or best.isupper() else best.casefold()


def _phrases(text: str) -> Iterator[tuple[str, str]]:
    for piece in BREAK.split(text):
        words = WORD.findall(piece)
        for start, end in _spans(words):
            yield " ".join(map(fold_word, words[start:end])), " ".join(words[start:end])


def _spans(words: list[str]) -> Iterator[tuple[int, int]]:
    """Where phrases begin and end: from a strong word to a strong word over joining words."""
    plain, not_first, not_last, joining = _word_lists()
    small = [re.sub("['’]", "", word.casefold()) for word in words]
    strong = [
        word not in plain and (len(word) >= SHORTEST or written.isupper())
        for word, written in zip(small, words, strict=True)
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


@cache
def _word_lists() -> tuple[frozenset[str], ...]:
    """Words that never begin or end a name, that never begin one, never end one, and that join."""
    lists = load("plain_words")
    plain = frozenset(
        lists["function"] + lists["spoken"] + lists["asking"] + lists["vague"] + lists["joining"]
    )
    return plain, *(frozenset(lists[name]) for name in ("not_first", "not_last", "joining"))
