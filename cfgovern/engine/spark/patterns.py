"""Patterns of RE2, as DuckDB reads them, in the words of Java's, as Spark reads them.

The two look alike and answer differently: ``$`` of Java also stands before a last line break, ``.`` knows
more line breaks, ``\\s`` one more space, ``[a[b]]`` and ``&&`` mean sets. So a pattern is taken apart and
written anew, each sign by its number, and what is not known here to mean the same is refused. Java goes
back and tries again where RE2 does not, so what may be parted in many ways is refused too: an endless
repetition of something that varies, unless a sign of its own parts it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["Unknown", "java"]

_WORD = "0-9A-Za-z_"
_CLASSES = {"d": "0-9", "w": _WORD, "s": "\\t\\n\\f\\r "}
_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_EDGES = {
    "A": r"\A",
    "z": r"\z",
    "b": rf"(?:(?<=[{_WORD}])(?![{_WORD}])|(?<![{_WORD}])(?=[{_WORD}]))",
    "B": rf"(?:(?<=[{_WORD}])(?=[{_WORD}])|(?<![{_WORD}])(?![{_WORD}]))",
}
_QUANTIFIER = re.compile(r"[*+?]|\{[0-9]+(?:,[0-9]*)?\}")
_NUMBER = re.compile(r"x(?:\{([0-9A-Fa-f]{1,6})\}|([0-9A-Fa-f]{2}))")


_BEFORE = re.compile(r"\((?:\?:)?(\\x\{[0-9a-f]+\})[^*+?{|]")
_BEHIND = re.compile(r"(\\x\{[0-9a-f]+\})\)$")


class Unknown(ValueError):
    """A pattern that is not known to mean the same in both."""


def java(pattern: str) -> str:
    """``pattern`` for Java. Raises Unknown."""
    reader = _Reader(pattern)
    made = reader.choices()
    if reader.at < len(pattern):  # a bracket too many
        raise Unknown
    return made.text


class _Part(NamedTuple):
    """Some of a pattern as Java has it. ``varies``: it may take one text in several ways. ``edge``: it has
    no width."""

    text: str
    varies: bool = False
    edge: bool = False


class _Reader:
    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.at = 0

    def next(self) -> str:
        """The sign that comes, and past it."""
        if self.at >= len(self.pattern):
            raise Unknown
        self.at += 1
        return self.pattern[self.at - 1]

    def sees(self, sign: str) -> bool:
        return self.pattern.startswith(sign, self.at)

    def choices(self) -> _Part:
        """What may stand in a group."""
        made, varies = "", False
        while self.at < len(self.pattern) and not self.sees(")"):
            if self.sees("|"):
                self.at += 1
                made, varies = made + "|", True
                continue
            part = self.repeated()
            made, varies = made + part.text, varies or part.varies
        return _Part(made, varies)

    def repeated(self) -> _Part:
        """One thing and how often it comes."""
        part = self.one()
        found = _QUANTIFIER.match(self.pattern, self.at)
        if not found:
            return part
        often = found.group()
        without_end = often in "*+" or often.endswith(",}")
        if part.edge or (without_end and part.varies and not _parted(part)):
            raise Unknown
        self.at = found.end()
        if self.sees("?"):
            self.at += 1
            often += "?"
        if self.at < len(self.pattern) and _QUANTIFIER.match(self.pattern, self.at):
            raise Unknown
        varies = part.varies or without_end or "," in often or "?" in often
        return _Part(part.text + often, varies)

    def one(self) -> _Part:
        """One thing."""
        sign = self.next()
        if sign == "(":
            return self.group()
        if sign == "[":
            return _Part(self.set())
        if sign == ".":
            return _Part(r"[^\n]")
        if sign in "^$":
            return _Part(_EDGES["A" if sign == "^" else "z"], edge=True)
        if sign == "\\":
            return self.escaped()
        if sign in "*+?":
            raise Unknown
        return _Part(_sign(sign))

    def group(self) -> _Part:
        opening = "("
        if self.sees("?"):
            if not self.sees("?:"):
                raise Unknown
            self.at += 2
            opening = "(?:"
        inside = self.choices()
        if self.next() != ")":
            raise Unknown
        return inside._replace(text=f"{opening}{inside.text})")

    def escaped(self) -> _Part:
        if self.at < len(self.pattern) and self.pattern[self.at] in _EDGES:
            return _Part(_EDGES[self.next()], edge=True)
        found = self.one_of()
        if len(found) == 1:
            return _Part(_sign(found))
        return _Part(found if found.startswith("[") else f"[{found}]")

    def one_of(self) -> str:
        """What is escaped, after the backslash: one sign, or the inside of a set."""
        number = _NUMBER.match(self.pattern, self.at)
        if number:
            self.at = number.end()
            return _by_number(number.group(1) or number.group(2))
        sign = self.next()
        if sign.lower() in _CLASSES:
            inside = _CLASSES[sign.lower()]
            return inside if sign.islower() else f"[^{inside}]"
        if sign in _CONTROLS:
            return _CONTROLS[sign]
        if sign.isalnum() or not sign.isascii():
            raise Unknown
        return sign

    def set(self) -> str:
        made = "["
        if self.sees("^"):
            self.at += 1
            made += "^"
        first = True
        while first or not self.sees("]"):
            made += self.member()
            first = False
        self.at += 1
        return made + "]"

    def member(self) -> str:
        """A sign, a range or a named set among those of a set."""
        if self.sees("[:"):
            raise Unknown
        sign = self.next()
        low = self.one_of() if sign == "\\" else sign
        if low.startswith("[^"):
            raise Unknown
        if len(low) != 1:
            return low
        if not self.sees("-") or self.sees("-]"):
            return _sign(low)
        self.at += 1
        sign = self.next()
        high = self.one_of() if sign == "\\" else sign
        if len(high) != 1 or high < low:
            raise Unknown
        return f"{_sign(low)}-{_sign(high)}"


def _parted(part: _Part) -> bool:
    """Whether a group that varies begins or ends with a sign that nothing else in it takes."""
    found = _BEFORE.match(part.text) or _BEHIND.search(part.text)
    return (
        found is not None
        and part.text.count(found.group(1)) == 1
        and not any(sign in part.text for sign in ("[^", "|"))
    )


def _by_number(figures: str) -> str:
    try:
        return chr(int(figures, 16))
    except ValueError:
        raise Unknown from None


def _sign(sign: str) -> str:
    """A sign that stands for itself. By its number, save letters and figures: so none means anything else."""
    return sign if sign.isascii() and sign.isalnum() else rf"\x{{{ord(sign):x}}}"
