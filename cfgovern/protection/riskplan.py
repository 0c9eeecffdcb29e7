"""What is counted to measure risk: the columns that could point to a person, or that tell on one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from cfgovern.contract.model import Column, Contract
from cfgovern.contract.personal import SENSITIVE
from cfgovern.engine.equivalence import Areas, Coded
from cfgovern.engine.generalise import AS_SENT, COARSER, Way
from cfgovern.errors import UsageError
from cfgovern.protection.riskpolicy import Measures
from cfgovern.protection.ways import way_of

__all__ = ["Laid", "RiskColumn", "RiskPlan", "Shape", "risk_plan"]

_DROPPED = ("drop", "redact")


@dataclass(frozen=True, slots=True)
class RiskColumn:
    """A column as risk sees it. ``missing``: its codes that are no answer; ``way``: how it is treated."""

    name: str
    quasi: bool
    sensitive: bool
    treatment: str
    missing: tuple[str, ...]
    way: Way = AS_SENT


@dataclass(frozen=True, slots=True)
class RiskPlan:
    """What is counted in ``table``. ``area``: the column that says the area; ``areas``: what it may say."""

    table: str
    columns: tuple[RiskColumn, ...]
    area: str | None
    areas: tuple[str, ...]
    measures: Measures

    def as_json(self) -> dict[str, Any]:
        """For the child process."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> RiskPlan:
        """What :meth:`as_json` made."""
        columns = tuple(
            RiskColumn(**{**one, "missing": tuple(one["missing"]), "way": Way.from_json(one["way"])})
            for one in told["columns"]
        )
        measures = Measures.from_json(told["measures"])
        return cls(**{**told, "columns": columns, "areas": tuple(told["areas"]), "measures": measures})

    def laid(self, places: Mapping[str, int]) -> Laid:
        """The plan for a table in which each column stands at its place from 0; one not there has none."""
        here = [one for one in self.columns if one.name in places]
        coded: list[Coded] = []
        shapes = [self._shape("as_sent", here, places, coded)]
        if any(one.treatment != "keep" for one in here):
            for number, band in enumerate(self._bands(here)):
                shapes.append(self._shape("wider" if number else "treated", here, places, coded, band))
        place = places.get(self.area) if self.area is not None else None
        area = Areas(place, self.areas) if place is not None and self.areas else None
        return Laid(coded, area, shapes, [one.name for one in self.columns if one.quasi and one not in here])

    def _bands(self, here: list[RiskColumn]) -> tuple[int | None, ...]:
        banded = any(one.treatment == "age_band" and one.quasi for one in here)
        return self.measures.age_bands if banded else (None,)

    def _shape(
        self,
        name: str,
        here: list[RiskColumn],
        places: Mapping[str, int],
        coded: list[Coded],
        band: int | None = None,
    ) -> Shape:
        """The columns of one variant, each as a number of ``coded``, which takes what is new."""
        numbers: dict[str, int] = {}
        for one in here:
            if name == "as_sent" or one.treatment not in _DROPPED:
                way = AS_SENT if name == "as_sent" else self._way(one, band)
                wanted = Coded(places[one.name], way, one.missing)
                if wanted not in coded:
                    coded.append(wanted)
                numbers[one.name] = coded.index(wanted)
        quasi = {one.name: numbers[one.name] for one in here if one.quasi and one.name in numbers}
        sensitive = {one.name: numbers[one.name] for one in here if one.sensitive and one.name in numbers}
        return Shape(name, band, quasi, sensitive)

    def _way(self, one: RiskColumn, band: int | None) -> Way:
        """The way of a column; where wider bands are tried, no band is narrower than the column's own."""
        if one.treatment not in COARSER:
            return AS_SENT
        if one.treatment == "age_band" and band is not None and band != self.measures.age_bands[0]:
            return replace(one.way, bands=self.measures.bands(max(band, one.way.bands.width)))
        return one.way


@dataclass(frozen=True, slots=True)
class Shape:
    """One variant of the table: of each column that could point to a person, and of each sensitive one, the
    number under which the engine counts it."""

    name: str
    band: int | None
    quasi: Mapping[str, int]
    sensitive: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Laid:
    """What the engine is asked to code, and the variants to count. ``absent``: columns that are not there."""

    coded: list[Coded]
    areas: Areas | None
    shapes: list[Shape]
    absent: list[str]


def risk_plan(contract: Contract, day: str, measures: Measures) -> RiskPlan:
    """What to count in the contract's table of people, on the ``day`` (ISO).

    That is the one that is sent on (route payload) and has one row a person: its key is the record id alone.
    Raises UsageError where the contract has none, or where no column of it is marked as one that could point
    to a person.
    """
    table = contract.people
    if table is None or not any(map(_is_quasi, table.collected)):
        raise UsageError(
            "scan.risk",
            "The contract has no table of people with columns that could point to a person together.",
            fix="Mark them: cfgovernRole quasi_identifier, in a table whose primary key is the record id.",
        )
    columns = [_column(contract, one, measures, day) for one in table.collected]
    area = table.by_concept("area_id")
    codes = contract.code_lists[area.code_list].codes if area is not None and area.code_list else ()
    return RiskPlan(
        table.name,
        tuple(one for one in columns if one.quasi or one.sensitive),
        area.name if area is not None and area.show else None,
        tuple(dict.fromkeys(code.code for code in codes)),
        measures,
    )


def _is_quasi(column: Column) -> bool:
    return "quasi_identifier" in column.roles


def _column(contract: Contract, column: Column, measures: Measures, day: str) -> RiskColumn:
    return RiskColumn(
        column.name,
        _is_quasi(column),
        not SENSITIVE.isdisjoint(column.roles),
        column.treatment or "keep",
        tuple(column.missing.values()),
        way_of(contract, column, measures, day),
    )
