"""Texts become two numbers that say how hard they are to read: longest sentence, grade.

The grade is that of Flesch and Kincaid (Kincaid, Fishburne, Rogers and Chissom 1975, Derivation of
new readability formulas for Navy enlisted personnel). Syllables are counted by a small rule: groups
of vowels, without a silent e at the end.
"""

import re

_SENTENCE = re.compile(r"[.!?]+(?:\s|$)")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouytd])ed$|(?<=[^aeiouysxzhcg])es$"
)


def longest_sentence(text: str) -> int:
    """Count the words of the longest sentence."""
    return max((len(_WORD.findall(sentence)) for sentence in _SENTENCE.split(text)), default=0)


def grade(text: str) -> float:
    """Give the school grade in which a text can be read; 0 for a text without words."""
    words = _WORD.findall(text.lower())
    sentences = [sentence for sentence in _SENTENCE.split(text) if _WORD.search(sentence)]
    if not words:
        return 0.0
    syllables = sum(map(syllables_of, words))
    found = 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59
    return round(max(found, 0.0), 1)


def syllables_of(word: str) -> int:
    """Count the syllables of a word by rule; a figure is one."""
    return max(1, len(_VOWELS.findall(_SILENT.sub("", word))))
