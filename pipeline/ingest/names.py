"""Entries get ids that depend on their file and their own id or words, on nothing else."""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32, lower case
LENGTH = 8
BITS = 5


def ids(keys: Sequence[tuple[str, str]]) -> list[str]:
    """Give one id to each pair of file and key; those that repeat are counted."""
    counts: Counter[tuple[str, str]] = Counter()
    taken: set[str] = set()
    return [_free(file, key, counts, taken) for file, key in keys]


def _free(file: str, key: str, counts: Counter[tuple[str, str]], taken: set[str]) -> str:
    """Give the next id of a pair that nothing else has."""
    for name in _names(file, key, counts):
        if name not in taken:
            break
    taken.add(name)
    return name


def _names(file: str, key: str, counts: Counter[tuple[str, str]]) -> Iterator[str]:
    """Give ids of a pair, one after the other."""
    while True:
        count = counts[file, key]
        counts[file, key] += 1
        yield _name(f"{file}\0{key}" + (f"\0{count}" if count else ""))


def _name(words: str) -> str:
    """Write the first 40 bits of a hash in letters that are not mistaken for one another."""
    value = int.from_bytes(sha256(words.encode()).digest()[: LENGTH * BITS // 8])
    return "".join(LETTERS[value >> shift & 31] for shift in range((LENGTH - 1) * BITS, -1, -BITS))
