"""The layers together: what is found in one text, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from cfgovern.detection.cues import cues
from cfgovern.detection.found import LAYERS, Found, Layer, merged
from cfgovern.detection.roles import UNDECLARED, Role

__all__ = ["Search", "Seek"]

Seek = Callable[[str], Iterable[Found]]
_PERSON = "PERSON"
_SHORT, _REMEMBERED = 256, 50_000  # characters of a text, and texts, that are kept in mind


class Search:
    """Looks through texts, layer by layer. It holds names of people: it is never written, sent or shown.

    ``pack`` is given a text and the entity that its place is meant for; ``registries`` goes by area, of which
    the empty one knows everybody; ``others``: what else looks for people and things, by its layer.
    """

    def __init__(
        self,
        pack: Callable[[str, str | None], Iterable[Found]],
        registries: Mapping[str, Seek] | None = None,
        others: Mapping[Layer, Seek] | None = None,
        without: Iterable[str] = (),
    ) -> None:
        off = set(without)
        self._pack = pack if "pack" not in off else None
        self._registries = dict(registries or {}) if "registry" not in off else {}
        self._others = {layer: seek for layer, seek in (others or {}).items() if layer not in off}
        there = {"role": True, "pack": self._pack, "registry": self._registries, **self._others}
        self.layers = tuple(layer for layer in LAYERS if layer not in off and there.get(layer))
        self._by_role = "role" not in off
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._look)

    def __repr__(self) -> str:
        return "Search(…)"

    def __reduce__(self) -> str:
        raise TypeError("A search knows people by name and stays in this process.")

    @property
    def by_area(self) -> bool:
        """Whether who is looked for depends on the area."""
        return len(self._registries) > 1

    def text(self, text: str, role: Role = UNDECLARED, area: str = "") -> tuple[Found, ...]:
        """What stands in ``text`` and may not stand there, each place once and in order. Never raises."""
        role = role if self._by_role else UNDECLARED
        look = self._remembered if len(text) <= _SHORT else self._look
        found = look(text, role, area)
        return tuple(one for one in found if one.entity not in role.allowed) if role.allowed else tuple(found)

    def every(self, text: str) -> list[Found]:
        """What each layer finds in a running ``text``, also where finds overlap: for who takes all out."""
        return self._every(text, UNDECLARED, "")

    def _look(self, text: str, role: Role, area: str) -> list[Found]:
        return merged(self._every(text, role, area))

    def _every(self, text: str, role: Role, area: str) -> list[Found]:
        found: list[Found] = []
        if role.meant == _PERSON and not role.declared and text.strip() and not cues().says_nothing(text):
            found.append(Found(_PERSON, 0, len(text), "role", "block", "heading"))
        if self._pack is not None:
            found += self._pack(text, role.meant)
        if role.names:
            seek = self._registries.get(area) or self._registries.get("")
            found += seek(text) if seek else ()
            for other in self._others.values():
                found += other(text)
        return found
