"""Names that a word is one slip of the pen away from: a letter too many, too few, another, or two swapped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["Nearby", "is_one_slip"]

_SHORTEST = 5  # letters of a name; shorter ones are near too much


class Nearby:
    """An index of names by what is left of each without one letter."""

    def __init__(self, names: Iterable[str]) -> None:
        self._left: dict[str, list[str]] = {}
        self._longest = 0
        for name in names:
            if len(name) >= _SHORTEST and name.isalpha():
                self._longest = max(self._longest, len(name) + 1)
                for rest in {name, *_without_one(name)}:
                    self._left.setdefault(rest, []).append(name)

    def of(self, word: str) -> list[str]:
        """The names one slip away from ``word``, in order; never the word itself."""
        if len(word) > self._longest:  # a text without a blank is one word
            return []
        left = self._left
        near = {name for rest in (word, *_without_one(word)) for name in left.get(rest, ())}
        return sorted(name for name in near if is_one_slip(word, name))


def _without_one(word: str) -> Iterator[str]:
    return (word[:at] + word[at + 1 :] for at in range(len(word)))


def is_one_slip(word: str, name: str) -> bool:
    """Whether one letter more, less, changed, or two neighbours swapped make ``name`` of ``word``."""
    if word == name or abs(len(word) - len(name)) > 1:
        return False
    start = 0
    while start < min(len(word), len(name)) and word[start] == name[start]:
        start += 1
    one, other = word[start:], name[start:]
    if len(one) != len(other):
        return one[1:] == other if len(one) > len(other) else one == other[1:]
    return one[1:] == other[1:] or (one[:2] == other[1::-1] and one[2:] == other[2:])
