"""The texts that a column may hold, numbered: different numbers, different texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

__all__ = ["Choices", "Domain"]

_LISTED = 4_096  # so many texts are looked at one by one, and then it is known which will do
_TRIES = 400


@dataclass(frozen=True, slots=True)
class Domain:
    """``text(n)`` for n from 0 to ``size`` - 1; the first ``usual`` of them are drawn from."""

    size: int
    usual: int
    text: Callable[[int], str]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Domain:
        """The given texts, each once."""
        known = tuple(dict.fromkeys(texts))
        return cls(len(known), len(known), known.__getitem__)

    @classmethod
    def empty(cls) -> Domain:
        """No text at all."""
        return cls.of(())


class Choices:
    """The texts of a domain that are ``right``. ``source``: the domain with all its texts."""

    def __init__(self, domain: Domain, right: Callable[[str], bool]) -> None:
        self.source = self.domain = domain
        self.right = right
        listed: tuple[str, ...] | None = None
        if domain.size <= _LISTED:
            known = [(number, text) for number in range(domain.size) if right(text := domain.text(number))]
            listed = tuple(text for _, text in known)
            self.domain = Domain(
                len(listed), sum(number < domain.usual for number, _ in known), listed.__getitem__
            )
        self.listed = listed

    def one(self, draw: Callable[[int], int]) -> str | None:
        """A right text: ``draw(limit)`` gives a number below ``limit``. None where none is found."""
        usual = self.domain.usual or self.domain.size
        if not usual:
            return None
        first = draw(usual)
        if self.listed is not None:
            return self.listed[first]
        for step in range(_TRIES):
            # Far apart, for neighbours are often wrong in the same way.
            text = self.domain.text((first + step * step * 7_919) % usual)
            if self.right(text):
                return text
        return next(self._in_order(_LISTED), None)

    def first(self, count: int) -> list[str]:
        """The first ``count`` right texts, all different; fewer where no more are found."""
        made: dict[str, None] = {}
        for text in self._in_order(count * 20 + _LISTED):
            if len(made) == count:
                break
            made[text] = None
        return list(made)

    def _in_order(self, most: int) -> Iterator[str]:
        for number in range(min(self.domain.size, most)):
            text = self.domain.text(number)
            if self.listed is not None or self.right(text):
                yield text
