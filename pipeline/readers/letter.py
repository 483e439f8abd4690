"""The blocks of a letter become what it says and what stands around it, each with a reason."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice, takewhile

from pipeline.readers.shapes import Block

GREETING = re.compile(
    r"to whom it may concern\W*|(?:dear|hello|hi|good (?:morning|afternoon|evening)|a charaid)"
    r"(?:(?: [^.!?:\n]{1,60})?[,:!]"
    r"|(?: (?:all|sirs?|madam|friends|team|and|or|(?-i:[A-Z][\w'’.-]*)))+)",
    re.IGNORECASE,
)
GREETING_WORDS = 8
CLOSING = re.compile(
    r"(?:(?:with )?(?:my |our )?(?:very )?(?:best|kind|kindest|warm|warmest|good)(?: and kind)? "
    r"(?:wishes|regards)|(?:yours|your) (?:sincerely|faithfully|truly|aye|ever|in \w+)|sincerely|"
    r"regards|all the best|le (?:meas|deagh dhùrachd))"
    r"(?:\W+(?:(?-i:[A-Z])[\w'’.-]*\s*){1,4})?\W*",  # who signs in the same line
    re.IGNORECASE,
)
THANKS = re.compile(r"(?:(?:many |with )?thanks|thank you|cheers)(?: again)?\W*", re.IGNORECASE)
WROTE = re.compile(
    r"On .{4,200}\bwrote:|<[^<>]+> wrote:|-{2,} ?(?:original|forwarded) message ?-{2,}",
    re.IGNORECASE,
)
HEADER = re.compile(r"(?:from|to|cc|sent|subject): \S.*", re.IGNORECASE)
SIGNED_LINES, SIGNED_WORDS = 5, 8  # a signature is shorter than that, and so is each of its lines
LITTLE = {"and", "at", "behalf", "for", "in", "of", "on", "the"}  # written small in a signature
REASONS = {
    "greeting": "the greeting of a letter, not a contribution",
    "closing": "the closing of a letter, not a contribution",
    "signature": "who signed a letter, not a contribution",
    "quote": "quoted from an earlier message, not what was said here",
    "head": "the head of a message, not a contribution",
}


def around(blocks: Sequence[Block]) -> dict[int, str]:
    """Say why some blocks of a letter are none of what it says, by their places in the list.

    Notes have neither greeting nor closing: nothing of them is taken away.
    """
    lines = [block.text if block.kind == "paragraph" else "" for block in blocks]
    greeted = [at for at, line in enumerate(lines) if _is_greeting(line)]
    closed = [at for at, line in enumerate(lines) if CLOSING.fullmatch(line)]
    quoted = [at for at, line in enumerate(lines) if WROTE.fullmatch(line)]
    if not (greeted or closed or quoted):
        return {}
    thanked = [at for at, line in enumerate(lines) if THANKS.fullmatch(line)]
    parts = {at: "quote" for at, line in enumerate(lines) if line.startswith(">")}
    parts |= {at: "head" for at, line in enumerate(lines) if HEADER.fullmatch(line)}
    parts |= dict.fromkeys(quoted, "quote") | dict.fromkeys(greeted, "greeting")
    for top in greeted:
        parts |= dict.fromkeys(_names(lines, range(top - 1, -1, -1)), "head")
    for end in (*closed, *thanked):
        below = _names(lines, range(end + 1, len(lines)))
        parts |= {end: "closing"} | dict.fromkeys(below, "signature")
    return {at: REASONS[part] for at, part in parts.items()}


def _is_greeting(line: str) -> bool:
    """Tell "Dear Sir or Madam," from a sentence that begins so."""
    return len(line.split()) <= GREETING_WORDS and bool(GREETING.fullmatch(line))


def _names(lines: Sequence[str], order: Iterable[int]) -> list[int]:
    """Give the lines next to a greeting or closing that name who wrote, from where and when."""
    return list(takewhile(lambda at: _is_name(lines[at]), islice(order, SIGNED_LINES)))


def _is_name(line: str) -> bool:
    """Tell a name, an office, an address or a number: all words begin large, and no full stop."""
    words = line.split()
    large = all(word[:1].isupper() or not word[:1].isalpha() or word in LITTLE for word in words)
    reached = "@" in line or "www." in line
    return (
        0 < len(words) <= SIGNED_WORDS and (large or reached) and not line.endswith((".", "?", "!"))
    )
