"""The contract as plain, frozen values: what each table and column promises.

Source: Open Data Contract Standard (ODCS) v3.1 and v3.2, plus the ``cfgovern*`` custom properties.
A plain ODCS contract with none of the extensions fills the same model.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

from cfgovern.errors import UsageError
from cfgovern.yamlfile import Document, did_you_mean

__all__ = [
    "MISSING_STATES",
    "Bound",
    "Code",
    "CodeList",
    "Column",
    "Contract",
    "ForeignKey",
    "Nested",
    "Quality",
    "Standing",
    "Table",
]

MISSING_STATES = ("declined", "not_asked", "not_known")
NodePath = tuple[str | int, ...]
_EMPTY: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Code:
    """One code of a list. Dates are ISO text; None is open."""

    code: str
    label: str
    valid_from: str | None = None
    valid_to: str | None = None
    successor: str | None = None

    def valid_on(self, day: str) -> bool:
        """Whether the code may be used on ``day`` (ISO date)."""
        return (self.valid_from or "") <= day and (self.valid_to is None or day <= self.valid_to)


class Standing(NamedTuple):
    """The codes of a list on one day, each once: in use, still to come, and no longer in use."""

    current: tuple[Code, ...]
    early: tuple[Code, ...]
    ended: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class CodeList:
    """A code list and its codes, in file order. A code may stand more than once, for separate periods."""

    name: str
    codes: tuple[Code, ...]

    def on(self, day: str) -> Standing:
        """How each code stands on ``day`` (ISO date), with its next period, or else its last."""
        periods = sorted(self.codes, key=lambda code: code.valid_from or "")
        current = {code.code: code for code in periods if code.valid_on(day)}
        later = [code for code in periods if (code.valid_from or "") > day and code.code not in current]
        early = {code.code: code for code in reversed(later)}
        ended = {code.code: code for code in periods if code.code not in {**current, **early}}
        names = dict.fromkeys(code.code for code in self.codes)
        told = (current, early, ended)
        return Standing(*(tuple(each[name] for name in names if name in each) for each in told))


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit on a value: its text as written, and whether the value itself is outside."""

    value: str
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Quality:
    """One ODCS quality rule. ``threshold`` is (operator, value) as ODCS spells the operator.

    ``engine`` and ``implementation``: of a rule for another tool, which is kept as it was written.
    ``unseen``: whether it reads what stands inside a nested column.
    """

    id: str
    type: str
    path: NodePath
    severity: str = "error"
    metric: str | None = None
    arguments: Mapping[str, Any] = field(default_factory=lambda: _EMPTY)
    query: str | None = None
    threshold: tuple[str, Any] | None = None
    unit: str = "rows"
    description: str = ""
    engine: str | None = None
    implementation: object = None
    unseen: bool = False

    @property
    def judged(self) -> bool:
        """Whether cfgovern runs this rule. A text is for people, and a custom rule for its own engine."""
        return self.type not in ("text", "custom") and not self.unseen


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """``columns`` of this table name a row of ``table`` by ``to_columns``."""

    columns: tuple[str, ...]
    table: str
    to_columns: tuple[str, ...]
    path: NodePath


@dataclass(frozen=True, slots=True)
class Nested:
    """Of a column that holds others: its logical type, and what the contract says of its inside, as JSON."""

    type: str
    inside: str


@dataclass(frozen=True, slots=True)
class Column:
    """One property of a table. ``type`` is the ODCS logical type of a cell, for a nested one text.

    ``treatment_of`` is what the treatment is told, such as ``20`` of a top code, or the name of a lookup.
    """

    name: str
    path: NodePath
    type: str = "string"
    label: str = ""
    description: str = ""
    required: bool = False
    unique: bool = False
    minimum: Bound | None = None
    maximum: Bound | None = None
    multiple_of: str | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    format: str | None = None
    enum: tuple[tuple[str, str], ...] = ()
    code_list: str | None = None
    concept: str = ""
    identifier: str | None = None
    roles: tuple[str, ...] = ()
    treatment: str | None = None
    treatment_of: str = ""
    purposes: tuple[str, ...] = ()
    show: bool = False
    missing: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    collected: bool = True
    classification: str = ""
    examples: tuple[str, ...] = ()
    quality: tuple[Quality, ...] = ()
    nested: Nested | None = None

    @property
    def kind(self) -> str:
        """The logical type that the contract gives, also where the column holds others."""
        return self.nested.type if self.nested else self.type

    @property
    def identifies(self) -> bool:
        """Whether it names a person by itself."""
        return self.identifier is not None or "direct_identifier" in self.roles

    @property
    def treated(self) -> str:
        """The treatment and what it is told: ``month``, ``top_code 20``; ``keep`` where there is none."""
        return f"{self.treatment or 'keep'} {self.treatment_of}".rstrip()


@dataclass(frozen=True, slots=True)
class Table:
    """One ODCS schema entry."""

    name: str
    path: NodePath
    columns: tuple[Column, ...]
    label: str = ""
    description: str = ""
    concept: str = ""
    route: str | None = None
    rule_packs: tuple[str, ...] = ()
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    quality: tuple[Quality, ...] = ()

    @property
    def rules(self) -> tuple[Quality, ...]:
        """The quality rules of the table, then those of its columns."""
        return (*self.quality, *(rule for column in self.columns for rule in column.quality))

    def column(self, name: str) -> Column | None:
        """The column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def by_concept(self, concept: str) -> Column | None:
        """The first column of that concept that a submission is to hold, or None."""
        return next((column for column in self.collected if column.concept == concept), None)

    def key_of(self, row: Mapping[str, str]) -> tuple[str, ...]:
        """What stands in the primary key of ``row`` (column -> text)."""
        return tuple([row[name] for name in self.primary_key])

    @property
    def collected(self) -> tuple[Column, ...]:
        """The columns that a submission is to hold."""
        return tuple(column for column in self.columns if column.collected)

    @property
    def record_id(self) -> Column | None:
        """The column that says which person a row is about; None in a table that is not about people."""
        return next((column for column in self.collected if "record_id" in column.roles), None)

    @property
    def of_people(self) -> bool:
        """Whether it goes with the answers and has one row a person: its key is the record id alone."""
        keys = [column for column in self.collected if column.name in self.primary_key]
        one_a_person = bool(keys) and all("record_id" in column.roles for column in keys)
        return self.route in (None, "payload") and one_a_person

    @property
    def expected(self) -> bool:
        """Whether every submission holds this table.

        Organisation tables come on their own timetable, so leaving one out is no fault.
        """
        return self.route != "organisation"


@dataclass(frozen=True, slots=True)
class Contract:
    """A whole contract: the single source that every view is drawn from.

    ``lookups``: by name, what each value becomes.
    """

    id: str
    name: str
    version: str
    status: str
    api_version: str
    tables: tuple[Table, ...]
    code_lists: Mapping[str, CodeList]
    digest: str
    document: Document
    description: str = ""
    notice: str = ""
    lookups: Mapping[str, Mapping[str, str]] = field(default_factory=lambda: _EMPTY)

    def table(self, name: str) -> Table | None:
        """The table of that name, or None."""
        return next((table for table in self.tables if table.name == name), None)

    def told_as(self, column: Column) -> dict[str, str]:
        """What each code is told as in a few words: of ``White: Irish`` what stands before the colon."""
        missing = set(column.missing.values())
        codes = [(code, label) for code, label in column.enum]
        if column.code_list:
            codes += [(one.code, one.label) for one in self.code_lists[column.code_list].codes]
        return {code: label.partition(":")[0] or code for code, label in codes if code not in missing}

    def must_have(self, name: str) -> None:
        """Refuse the name of a table that is none of this contract. Raises UsageError ``table.unknown``."""
        if self.table(name) is None:
            meant = did_you_mean(name, [table.name for table in self.tables])
            raise UsageError(
                "table.unknown",
                f"The contract has no table of that name.{meant}",
                fix="Give the name of one of its tables: cfgovern contract show tells them.",
            )

    @property
    def people(self) -> Table | None:
        """The table of people: with columns that could point to a person together, before one without."""
        found = [table for table in self.tables if table.of_people]
        marked = (one for one in found if any("quasi_identifier" in column.roles for column in one.collected))
        return next(marked, found[0] if found else None)

    def by_concept(self, concept: str) -> Table | None:
        """The first table of that concept, or None."""
        return next((table for table in self.tables if table.concept == concept), None)
