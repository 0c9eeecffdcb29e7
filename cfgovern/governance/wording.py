"""What wording is held to: words that documents do not use, and how many years of school it takes to read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cfgovern import content
from cfgovern.governance.names import NAME
from cfgovern.yamlfile import check, load

__all__ = ["GRADES", "Banned", "banned_in", "grade", "load_banned"]

GRADES = {"people": 10.0, "parties": 12.0}
"""The highest grade (Flesch-Kincaid) of wording, by who reads it."""
_SENTENCE_END = re.compile(r"[.!?:;]+(?=\s|$)|\n+")
_WORD = re.compile(r"[A-Za-z']+|[0-9]+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"[^aeiouyl]e$|[^aeiouyl]es$|[^aeiouydt]ed$")
_HEARD = re.compile(r"(s|z|x|ch|sh|c|g)es$")


@dataclass(frozen=True, slots=True)
class Banned:
    """A word that is not used, what to write instead, why, and longer words or names that it may stand in."""

    word: str
    instead: str
    because: str
    unless: tuple[str, ...] = ()


def load_banned() -> list[Banned]:
    """The words of the pack in use. Raises OperatorFileError with every fault of the file."""
    said = check(load(content.file("dpia_templates", "banned.yaml")), "banned")["words"]
    return [Banned(one["word"], one["instead"], one["because"], tuple(one["except"])) for one in said]


def banned_in(text: str, banned: Sequence[Banned]) -> list[Banned]:
    """Of the ``banned`` words those that stand in ``text``, in any case, also with s behind them."""
    plain = " ".join(NAME.sub("x", text).split())
    return [one for one in banned if _found(one, plain)]


def _found(one: Banned, text: str) -> bool:
    for longer in one.unless:
        text = re.sub(re.escape(longer), " ", text, flags=re.IGNORECASE)
    return (
        re.search(rf"(?<![\w-]){re.escape(one.word)}(e?s|'s|s')?(?![\w-])", text, re.IGNORECASE) is not None
    )


def grade(text: str) -> float:
    """The Flesch-Kincaid grade of a text: years of school, in American ones, that it takes to read it.

    0.39 words a sentence + 11.8 syllables a word - 15.59. A ``{name}`` counts as a word of one syllable.
    Syllables are estimated from the spelling, so a figure is good to about half a grade.
    """
    plain = NAME.sub("name", text)
    sentences = [one for one in _SENTENCE_END.split(plain) if _WORD.search(one)]
    words = _WORD.findall(plain)
    if not words:
        return 0.0
    syllables = sum(map(_syllables, words))
    return round(0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59, 1)


def _syllables(word: str) -> int:
    """Groups of vowels, without an e that is not heard: at the end, and in most words in -es and -ed."""
    plain = word.lower().strip("'")
    count = len(_VOWELS.findall(plain))
    if _SILENT.search(plain) and not _HEARD.search(plain):
        count -= 1
    return max(count, 1)
