"""How well made-up people are linked by each set of identifiers, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfgovern.evidence.links import Figures, Side

__all__ = ["NEAR", "Group", "LinkPlan", "Lost", "SharedSet"]

NEAR = 0.005
"""By how much the F1 of a set may be below that of all identifiers, so that it does as well."""
_SPARE = 1e-9  # figures are rounded, and differences of them are no exact tenths


@dataclass(frozen=True, slots=True)
class Group:
    """One group of one kind, such as ``nino`` and ``missing``, and how well it is linked."""

    kind: str
    name: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class SharedSet:
    """One set of identifiers. ``mode``: clear or tokens; ``shared``: its parts, by name. ``by_group``: of a
    group that is too small to judge how many true pairs it has."""

    mode: str
    shared: tuple[str, ...]
    figures: Figures
    by_group: Mapping[str, Mapping[str, Figures | int]]

    def judged(self) -> Iterator[Group]:
        """The groups that are large enough, in their order."""
        for kind, groups in self.by_group.items():
            for name, figures in groups.items():
                if not isinstance(figures, int):
                    yield Group(kind, name, figures)

    @property
    def worst(self) -> Group | None:
        """The group of which the fewest true pairs are found; None where none can be judged."""
        return min(self.judged(), key=lambda one: _of(one.figures.recall), default=None)


@dataclass(frozen=True, slots=True)
class Lost:
    """What a set loses beside another: F1 of everybody, and the group that loses most, before and after."""

    f1: float
    before: Group | None
    after: Group | None


@dataclass(frozen=True, slots=True)
class LinkPlan:
    """What was planned: the domain of a contract (id, version, digest), from so many made-up people.

    ``parts``: what of its identifiers can be compared, ``needed`` of them in every set. ``unused``: fields of
    the domain of which nothing is compared. ``true_pairs``: people in both files, who may be compared.
    ``sets``: that of all parts first in each mode; the sets of both modes are the same.
    """

    contract: Mapping[str, str]
    domain: str
    participants: int
    seed: int
    as_of: str
    threshold: float
    parts: tuple[str, ...]
    needed: tuple[str, ...]
    unused: tuple[str, ...]
    left: Side
    right: Side
    true_pairs: int
    sets: tuple[SharedSet, ...]

    def of(self, mode: str) -> tuple[SharedSet, ...]:
        """The sets in that mode, that of all parts first."""
        return tuple(one for one in self.sets if one.mode == mode)

    def left_out(self, one: SharedSet) -> tuple[str, ...]:
        """The parts that a set leaves out."""
        return tuple(part for part in self.parts if part not in one.shared)

    def smallest(self, mode: str, *, groups: bool) -> SharedSet:
        """The set of the fewest parts that does as well as all of them; with ``groups`` for each group too.

        Of several that of the highest F1.
        """
        whole, *others = self.of(mode)
        enough = [one for one in others if _as_well(whole, one, groups)]
        return min([whole, *enough], key=lambda one: (len(one.shared), -_of(one.figures.f1)))

    def lost(self, one: SharedSet, whole: SharedSet | None = None) -> Lost:
        """What ``one`` loses beside ``whole``, which is that of all parts in its mode if not given."""
        whole = whole or self.of(one.mode)[0]
        after = {(group.kind, group.name): group for group in one.judged()}
        pairs = [(group, after[group.kind, group.name]) for group in whole.judged()]
        before, then = max(
            pairs, key=lambda pair: _fallen(pair[0].figures, pair[1].figures), default=(None, None)
        )
        return Lost(_fallen(whole.figures, one.figures), before, then)


def _as_well(whole: SharedSet, one: SharedSet, groups: bool) -> bool:
    after = {(group.kind, group.name): group.figures for group in one.judged()}
    pairs = [(whole.figures, one.figures)]
    if groups:
        pairs += [(group.figures, after[group.kind, group.name]) for group in whole.judged()]
    return all(_fallen(before, then) <= NEAR + _SPARE for before, then in pairs)


def _fallen(before: Figures, then: Figures) -> float:
    return round(_of(before.f1) - _of(then.f1), 4)


def _of(figure: float | None) -> float:
    return figure or 0.0
