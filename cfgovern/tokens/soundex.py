"""American Soundex, as the National Archives of the United States publish it ("Soundex System", 2007).

A capital and three figures. Letters with the same figure count once, also where h or w stands between them; a
vowel (and y) parts them. Letters that are not of the English alphabet count for nothing.
"""

from __future__ import annotations

__all__ = ["soundex"]

_FIGURES = {
    letter: figure
    for figure, letters in (
        ("1", "bfpv"),
        ("2", "cgjkqsxz"),
        ("3", "dt"),
        ("4", "l"),
        ("5", "mn"),
        ("6", "r"),
    )
    for letter in letters
}
_THROUGH = frozenset("hw")
_LENGTH = 4


def soundex(name: str) -> str | None:
    """The code of a ``name`` in small letters; None where it has no letter from a to z."""
    letters = [letter for letter in name if "a" <= letter <= "z"]
    if not letters:
        return None
    code, last = letters[0].upper(), _FIGURES.get(letters[0])
    for letter in letters[1:]:
        figure = _FIGURES.get(letter)
        if figure is not None and figure != last:
            code += figure
        if letter not in _THROUGH:
            last = figure
    return code[:_LENGTH].ljust(_LENGTH, "0")
