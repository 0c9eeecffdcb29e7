"""A number that hangs on the word that says what it is: crnA123456, CAD/1234, ref-1234567."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from cfgovern.identifiers.readings import Reading

__all__ = ["loosened"]

_FIGURE = re.compile(
    "[0-9](?<=[A-Za-z/._-][0-9])(?=[0-9])(?:(?<=[A-Za-z/._-]{3}[0-9])|(?<=[Ii][Dd][0-9])|(?<=[Nn][Oo][0-9]))"
)
_BEFORE = re.compile("(?<![A-Za-z0-9])([A-Za-z/]{1,20}[A-Za-z])([-/._]?)([A-Za-z]{0,2})$")
_LETTERS = range(4)  # letters that a number may begin with


def loosened(reading: Reading, words: Collection[str]) -> Iterator[Reading]:
    """``reading``, and where a number hangs on one of ``words`` another with a blank between the two."""
    yield reading
    cuts = list(_cuts(reading.text, words)) if _FIGURE.search(reading.text) else None
    if not cuts:
        return
    parts: list[str] = []
    moves: list[tuple[int, int]] = []
    done = length = 0
    for end, start in cuts:
        parts += [reading.text[done:end], " "]
        length += end - done + 1
        moves.append((length, start))
        done = start
    loose = Reading("".join((*parts, reading.text[done:])), tuple(moves))
    if reading.moves:
        moves = [(at, reading.place(loose.place(at))) for at in range(len(loose.text))]
    yield Reading(loose.text, tuple(moves))


def _cuts(text: str, words: Collection[str]) -> Iterator[tuple[int, int]]:
    """Where such a word ends, and where its number starts."""
    done = 0
    for figure in _FIGURE.finditer(text):
        before = _BEFORE.search(text, max(done, figure.start() - 24), figure.start())
        if before is None:
            continue
        if before[2] and before[1].lower() in words:
            yield before.span(2)
            done = figure.end()
        elif not before[2]:
            written = before[0].lower()
            for letters in _LETTERS:
                if written[: len(written) - letters] in words:
                    end = before.end() - letters
                    yield end, end
                    done = figure.end()
                    break
