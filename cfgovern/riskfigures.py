"""How easily the people of a table could be singled out: figures that are fit to be shown.

A count of people is rounded; where it would be so small that it could point to somebody, it is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["AnswerRisk", "AreaRisk", "ColumnCost", "Count", "Crowd", "Fact", "Risk", "Variant", "risk_from"]

Count = int | None
"""People, rounded. None: some, but fewer than may be shown."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """``unique``: people who are alike to nobody; ``few``: in groups that are too small, those included.

    ``k``: the size of the smallest group (k-anonymity); None where there is nobody, or too few to say.
    """

    people: Count
    unique: Count
    few: Count
    k: int | None


@dataclass(frozen=True, slots=True)
class AreaRisk:
    """One area; ``""``: all that are none of the contract. ``l``: the lowest of its sensitive columns."""

    area: str
    crowd: Crowd
    l: int | None  # noqa: E741 - the field's own letter


@dataclass(frozen=True, slots=True)
class AnswerRisk:
    """One sensitive column: the fewest different answers in a group (l-diversity), and how many people are in
    groups that all give the same answer, so that whoever knows the group knows the answer."""

    column: str
    l: int | None  # noqa: E741 - the field's own letter
    given_away: Count


@dataclass(frozen=True, slots=True)
class Variant:
    """The table in one form: ``as_sent``, ``treated`` as the contract says, or ``wider`` than that.

    ``band``: years in a band of ages, where there are bands. ``groups``: how many people are in groups of
    each size, as (from, to, people); the last has no end.
    """

    name: str
    band: int | None
    crowd: Crowd
    groups: tuple[tuple[int, int | None, Count], ...]
    areas: tuple[AreaRisk, ...]
    answers: tuple[AnswerRisk, ...]


@dataclass(frozen=True, slots=True)
class ColumnCost:
    """What one column costs. ``alone``: people whom it makes unique by itself; ``beside``: how many more are
    unique when it is known beside one other, on average; ``without``: how many fewer when it is left out.
    """

    column: str
    alone: Count
    beside: Count
    without: Count


@dataclass(frozen=True, slots=True)
class Fact:
    """One more thing that is known of a person, and how many are unique, or in too small groups, by then."""

    column: str
    unique: Count
    few: Count


@dataclass(frozen=True, slots=True)
class Risk:
    """The figures of one table. ``judged``: the variant of which ``columns`` and ``facts`` tell.

    ``absent``: columns that could point to a person and are not in what was sent. ``treatments``: what the
    contract does to a column that is not sent as it is. ``shown_from``: the least count that is shown, and
    the size below which a group is too small; ``rounded_to``: counts are multiples of it.
    """

    table: str
    quasi_identifiers: tuple[str, ...]
    absent: tuple[str, ...]
    treatments: Mapping[str, str]
    shown_from: int
    rounded_to: int
    judged: str
    variants: tuple[Variant, ...]
    columns: tuple[ColumnCost, ...]
    facts: tuple[Fact, ...]
    sentences: tuple[str, ...] = ()

    def variant(self) -> Variant:
        """The variant that is judged."""
        return next(one for one in self.variants if one.name == self.judged)


def risk_from(told: Mapping[str, Any]) -> Risk:
    """The figures that ``dataclasses.asdict`` made JSON values of."""
    lists = {name: tuple(told[name]) for name in ("quasi_identifiers", "absent", "sentences")}
    parts = {
        "variants": tuple(map(_variant, told["variants"])),
        "columns": tuple(ColumnCost(**one) for one in told["columns"]),
        "facts": tuple(Fact(**one) for one in told["facts"]),
    }
    return Risk(**{**told, **lists, **parts})


def _variant(told: Mapping[str, Any]) -> Variant:
    parts: dict[str, Any] = {
        "crowd": Crowd(**told["crowd"]),
        "groups": tuple(tuple(one) for one in told["groups"]),
        "areas": tuple(AreaRisk(**{**one, "crowd": Crowd(**one["crowd"])}) for one in told["areas"]),
        "answers": tuple(AnswerRisk(**one) for one in told["answers"]),
    }
    return Variant(**{**told, **parts})
