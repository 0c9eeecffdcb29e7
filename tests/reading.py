"""How hard a text is to read: the Flesch-Kincaid grade, counted in years of school.

J. P. Kincaid and others, Derivation of New Readability Formulas, 1975:
0.39 x words / sentences + 11.8 x syllables / words - 15.59. Grade 8 is read at about 13.
"""

from __future__ import annotations

import re

__all__ = ["grade", "syllables"]

_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9’'-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")
# dates, rules, but not changes and tables; asked, but not needed; date, rule, but not table.
_SILENT = re.compile(
    "(?<=[^aeiouylcghsxz])es$|(?<=[aeiouy]l)es$|(?<=[^aeiouytd])ed$|(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$"
)


def grade(text: str) -> float:
    """The grade of ``text``: the more words a sentence and syllables a word, the higher."""
    words = _WORD.findall(text)
    sentences = [part for part in _SENTENCE_END.split(text.strip()) if part]
    told = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * told / len(words) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, without the ones at the end that are not spoken; at least one."""
    letters = re.sub("[^a-z]", "", word.lower())
    return max(1, len(re.findall("[aeiouy]+", _SILENT.sub("", letters))))
