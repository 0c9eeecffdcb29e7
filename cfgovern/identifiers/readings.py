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

# Of no width, or read by nobody: marks of the direction of writing, and controls but tabs and line ends.
_NO_WIDTH = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff]+"
)
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# Letters of Greek and Cyrillic that look like ours.
_ALIKE = str.maketrans(
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd"
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0405\u0406\u0408\u0430\u0435\u043e\u0440\u0441"
    "\u0443\u0445\u0455\u0456\u0458\u051a\u051c\u0501\u0417",
    "ABEZHIKMNOPTYXovABEKMHOPCTYXSIJaeopcyxsijQWd3",
)
_ALIKE_THERE = re.compile("[\u0391-\u03a7\u03bd\u03bf\u0405-\u0458\u0501\u051a\u051c]")
_KEPT = frozenset(form.BLANKS + form.DASHES)
_WIDE_DASH = "\uff0d"  # a letter that is as wide has one as wide
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
_OVERRIDE = "\u202e"
_OVERRIDDEN = re.compile("\u202e([^\u202c\n]*)\u202c?")
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
        first, last = sorted((self.place(start), self.place(end - 1)))
        return first, last + 1


def readings(text: str) -> Iterator[Reading]:
    """The ways to read ``text``: one, and another where something is escaped. Never raises."""
    there = "".join(set(text)) if not text.isascii() else ""
    if _UNUSUAL.search(there):
        text = _folded(text)
    if _ALIKE_THERE.search(there):
        text = text.translate(_ALIKE)
    hidden = _NO_WIDTH.search(there) or _CONTROLS.search(text)
    yield _rewritten(text, _NO_WIDTH) if hidden else Reading(text)
    if _OVERRIDE in there:
        yield _turned(text)
    if ("&" in text or "%" in text or "\\" in text) and _ESCAPE.search(text):
        yield _rewritten(text, _EITHER)


def _turned(text: str) -> Reading:
    """``text`` as it is seen: what an override of the direction governs stands the other way round."""
    parts: list[str] = []
    moves: list[tuple[int, int]] = []
    length = done = 0
    for found in _OVERRIDDEN.finditer(text):
        inside = [at for at in range(*found.span(1)) if not _NO_WIDTH.match(text[at])]
        parts += [text[done : found.start()], "".join(text[at] for at in reversed(inside))]
        length += found.start() - done
        moves += [(length + step, at) for step, at in enumerate(reversed(inside))]
        length += len(inside)
        done = found.end()
        moves.append((length, done))
    return Reading("".join((*parts, text[done:])), tuple(moves))


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
    if character.isascii() or (character in _KEPT and character != _WIDE_DASH):
        return character
    figure = unicodedata.decimal(character, None)
    if figure is not None:
        return str(figure)
    folded = unicodedata.normalize("NFKC", character)
    return folded if len(folded) == 1 else character
