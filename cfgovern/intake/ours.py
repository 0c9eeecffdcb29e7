"""What a workbook holds that is cfgovern's own: the front sheet, the lists and the guidance of a template.

It is known by its name *and* by every word in it. Whoever adds a word to it, a name perhaps, makes it a sheet
or a comment like any other.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

from cfgovern import frontsheet

__all__ = ["NOTHING", "Ours"]

_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
Rows = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class Ours:
    """The words of a template of the contract in use.

    ``about``: the lines of its front sheet, as patterns; ``lists``: (code, meaning) of each list by its
    name; ``guidance``: the comments. White space counts as one space throughout, since programs break lines
    as they like.
    """

    about: tuple[re.Pattern[str], ...] = ()
    lists: Mapping[str, Set[tuple[str, str]]] | None = None
    guidance: Set[str] = frozenset()

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Ours:
        """From what :func:`cfgovern.contracts.template.known_words` gave."""
        day = re.escape(frontsheet.DAY)
        return cls(
            tuple(re.compile(re.escape(_spaced(line)).replace(day, _DAY)) for line in told["about"]),
            {
                _spaced(name): {(_spaced(code), _spaced(meaning)) for code, meaning in pairs}
                for name, pairs in told["lists"].items()
            },
            {_spaced(words) for words in told["guidance"]},
        )

    def is_sheet(self, name: str, rows: Rows) -> bool:
        """Whether a sheet is the front sheet or the lists of a template, and holds nothing else."""
        if name == frontsheet.ABOUT:
            return self._is_about(rows)
        return name == frontsheet.LISTS and self._are_lists(rows)

    def is_comment(self, words: str) -> bool:
        """Whether a comment is guidance of a template, word for word."""
        return _spaced(words) in self.guidance

    def _is_about(self, rows: Rows) -> bool:
        said = [_spaced(cell) for _, cells in rows for cell in cells if cell]
        return (
            bool(said)
            and len(said) == len(self.about)
            and all(line.fullmatch(words) for line, words in zip(self.about, said, strict=True))
        )

    def _are_lists(self, rows: Rows) -> bool:
        if not rows or not self.lists:
            return False
        heads = [_spaced(cell) for cell in rows[0][1]]
        if len(heads) % 2 or any(head != frontsheet.MEANING for head in heads[1::2]):
            return False
        known = [self.lists.get(head) for head in heads[::2]]
        for _, cells in rows[1:]:
            told = [_spaced(cell) for cell in cells] + [""] * (len(heads) - len(cells))
            pairs = zip(told[::2], told[1::2], strict=True) if len(told) == len(heads) else None
            if pairs is None or not all(
                pair == ("", "") or (codes is not None and pair in codes)
                for pair, codes in zip(pairs, known, strict=True)
            ):
                return False
        return all(codes is not None for codes in known)


NOTHING = Ours()
"""What is known where no contract says more."""


def _spaced(words: str) -> str:
    return " ".join(words.split())
