"""Asks: the most central ideas of a sub-theme become a few words that say what is asked for."""

import re
from collections.abc import Sequence

from pipeline.knowledge import load

MOST_WORDS = 8
FEWEST_WORDS = 3
ASKING = re.compile(
    r"\b(?:(?:should|must|ought to|needs? to)(?: have to| be able to)?|please|let's"
    r"|(?:want|like|love|hope|ask)(?: \w+){0,3} to(?: see| have)?"
    r"|(?:we|i|people|they) (?:all )?(?:need|want)|call for|asking for)\s+"
    r"(?P<ask>[^.,;:!?()\n…\"“”\[\]]+)",
    re.IGNORECASE,
)
CLAUSES = re.compile(r"[.,;:!?()\n…\"“”]+|\s[-–—]+\s|\[[^\]]*\]")
BEGINNERS = frozenset(  # little words that may begin a name all the same
    [
        "a",
        "an",
        "the",
        "no",
        "not",
        "every",
        "each",
        "all",
        "more",
        "less",
        "where",
        "who",
        "what",
        "why",
        "how",
    ]
)
EDGES = " \t*•–—-'‘’"


def name_the_ask(texts: Sequence[str]) -> str | None:
    """Take a verbatim ask of three to eight words from the first text that has one, or none."""
    asks = (_begins_with_ask(text) or _after_asking_words(text) for text in texts)
    return next((ask[0].upper() + ask[1:] for ask in asks if ask), None)


def name_by_opening(texts: Sequence[str]) -> str | None:
    """Take the first three to eight words that end with a clause or before one, or none."""
    lists = load("plain_words")
    unsaid = frozenset(lists["function"] + lists["spoken"]) - BEGINNERS
    openings = (_cut(CLAUSES.split(text.strip())[0].split()) for text in texts)
    firm = (words for words in openings if words and _first(words) not in unsaid)
    return next((words[0].upper() + words[1:] for words in firm), None)


def _first(words: str) -> str:
    """Give the first word as it stands in the lists: small, without apostrophe."""
    return re.sub("['’]", "", words.split(maxsplit=1)[0].casefold())


def _begins_with_ask(text: str) -> str | None:
    """Take the first clause where it begins by asking, or the whole of a short text."""
    clauses = [clause.strip(EDGES) for clause in CLAUSES.split(text)]
    words = clauses[0].split()
    if words and words[0].casefold() in load("plain_words")["beginning_an_ask"]:
        return _cut(words)
    return _cut(words) if len(list(filter(None, clauses))) == 1 and _is_short(words) else None


def _is_short(words: list[str]) -> bool:
    return FEWEST_WORDS <= len(words) <= MOST_WORDS


def _after_asking_words(text: str) -> str | None:
    """Take what follows "should" and the like, where it begins by saying what to do."""
    for asked in ASKING.finditer(text):
        words = asked["ask"].strip(EDGES).split()
        if words and words[0].casefold() in load("plain_words")["beginning_an_ask"]:
            return _cut(words)
    return None


def _cut(words: list[str]) -> str | None:
    """Shorten an ask before a word where a clause may end; none if that leaves too little."""
    if _is_short(words):
        return " ".join(words)
    cutting = frozenset(load("plain_words")["cutting"])
    loose = frozenset(load("plain_words")["function"])
    ends = [at for at, word in enumerate(words) if word.casefold() in cutting]
    firm = [end for end in ends if end and words[end - 1].casefold() not in loose]
    kept = [words[:end] for end in firm if _is_short(words[:end])]
    return " ".join(kept[-1]) if kept else None
