"""The ways in which a text can be read, and the place in the text of whatever is found in one.

A reading has figures of other scripts and wide letters as ASCII and no character without width. Where
the text holds escapes of HTML (``&#57;``), JSON (``\\u0039``) or a URL (``%39``), a second reading has
them undone: the first stays, because a per cent sign may also be one.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from cfgovern.identifiers import form

__all__ = ["Reading", "readings"]

_NO_WIDTH = re.compile("[\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]+")
_KEPT = frozenset(form.BLANKS + form.DASHES)
_ESCAPE = re.compile(
    r"[&\\%](?:(?<=&)(?:[A-Za-z]{2,8}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
    r"|(?<=\\)(?:u[0-9A-Fa-f]{4}|[nrt])"
    "|(?<=%)[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*)"
)
# All but ASCII and the letters and signs of European text, which stand for no figure: most text is quick.
_UNUSUAL = re.compile(
    "[^\x00-\x7f\u00a0-\u00a9\u00ab-\u00b1\u00b4-\u00b8\u00bb-\u024f\u0370-\u052f\u2010-\u2023\u2025-\u2027"
    "\u2030-\u205e\u20a0-\u20cf\u2190-\u21ff\u2500-\u2775]"
)
_EITHER = re.compile(f"{_ESCAPE.pattern}|{_NO_WIDTH.pattern}")
_SPACE = {"\\n": "\n", "\\r": "\r", "\\t": "\t"}


@dataclass(frozen=True, slots=True)
class Reading:
    """``text`` as it is read. ``moves``: (place in it, place in what was written) from where they differ."""

    text: str
    moves: tuple[tuple[int, int], ...] = ()

    def place(self, at: int) -> int:
        """Where in what was written the character ``at`` stands."""
        known = bisect_right(self.moves, (at, 1 << 62)) - 1
        if known < 0:
            return at
        read, written = self.moves[known]
        return written + at - read

    def span(self, start: int, end: int) -> tuple[int, int]:
        """From where to where in what was written the characters from ``start`` to ``end`` stand."""
        return self.place(start), self.place(end - 1) + 1


def readings(text: str) -> Iterator[Reading]:
    """The ways to read ``text``: one, and another where something is escaped. Never raises."""
    there = "".join(set(text)) if not text.isascii() else ""
    if _UNUSUAL.search(there):
        text = _folded(text)
    yield _rewritten(text, _NO_WIDTH) if _NO_WIDTH.search(there) else Reading(text)
    if ("&" in text or "%" in text or "\\" in text) and _ESCAPE.search(text):
        yield _rewritten(text, _EITHER)


def _rewritten(text: str, pattern: re.Pattern[str]) -> Reading:
    """``text`` with all that ``pattern`` finds undone; a place inside of that is its first."""
    parts: list[str] = []
    moves: list[tuple[int, int]] = []
    done = length = 0
    for found in pattern.finditer(text):
        said = _undone(found[0])
        parts += [text[done : found.start()], said]
        length += found.start() - done
        moves += [(length + step, found.start()) for step in range(len(said))]
        length += len(said)
        done = found.end()
        moves.append((length, done))
    return Reading("".join((*parts, text[done:])), tuple(moves))


def _undone(written: str) -> str:
    """What an escape stands for, as it is read; nothing for characters without width."""
    if written.startswith("&"):
        said = html.unescape(written)
    elif written.startswith("%"):
        said = unquote(written, errors="replace")
    elif written.startswith("\\"):
        said = _SPACE.get(written) or chr(int(written[2:], 16))
    else:
        return ""
    return _NO_WIDTH.sub("", _folded(said))


def _folded(text: str) -> str:
    """``text`` with each figure or letter outside ASCII as the one that it stands for, if there is one."""
    return _UNUSUAL.sub(lambda found: _ascii(found[0]), text)


@lru_cache(maxsize=1 << 16)
def _ascii(character: str) -> str:
    if character.isascii() or character in _KEPT:
        return character
    figure = unicodedata.decimal(character, None)
    if figure is not None:
        return str(figure)
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character
