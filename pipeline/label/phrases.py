"""Phrases: texts become the short phrases in them that could stand as a name."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

import pandas as pd

from pipeline.knowledge import load

LONGEST = 4  # words; longer phrases are rarely written twice the same
BREAK = re.compile(r"\[[^\]]*\]|[^\w\s'’&-]+|\s[-–—&]+\s|[\n\r\t]|\S*\d\S*|\S*@\S*")
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
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


def usual_spelling(texts: Iterable[str]) -> dict[str, str]:
    """How each word is mostly written inside a sentence: "Glasgow", "NHS", but "buses"."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for place, word in enumerate(WORD.findall(text)):
            if not text.isupper():
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
            if strong[end - 1] and small[end - 1] not in not_last:
                yield start, end
            elif not strong[end - 1] and small[end - 1] not in joining:
                break


@cache
def _word_lists() -> tuple[frozenset[str], ...]:
    """Words that never begin or end a name, that never begin one, never end one, and that join."""
    lists = load("plain_words")
    plain = frozenset(lists["function"] + lists["asking"] + lists["vague"] + lists["joining"])
    return plain, *(frozenset(lists[name]) for name in ("not_first", "not_last", "joining"))
