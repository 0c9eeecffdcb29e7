"""What the contract asks of one cell, its library rules with it, and whether a text is right by that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, localcontext
from functools import cached_property

from cfgovern.cohort.plain.automata import TooLarge
from cfgovern.cohort.plain.moments import as_moment, edge
from cfgovern.cohort.plain.patterns import fits
from cfgovern.contract.dates import ISO
from cfgovern.contract.forms import SHAPES, STRING_FORMATS
from cfgovern.contract.model import Column, Contract, Quality, Table
from cfgovern.contract.quality import holds, written
from cfgovern.errors import UsageError
from cfgovern.identifiers import FORMS, classify
from cfgovern.tables import SPACES

__all__ = ["Wanted", "none_is_right", "wanted"]

_NUMERAL = re.compile(SHAPES["number"])
_ERROR = re.compile("#N/A|#[A-Z0-9/]+[!?]")  # what a spreadsheet shows for a formula that failed


@dataclass(frozen=True)
class Wanted:
    """``listed``: values of which a cell holds one, for each list there is. ``banned``: texts that are none.

    ``filled``: no cell may be empty. ``unanswered``: codes for no answer that may stand. ``patterns``: what
    is found in every value. ``because``: the options of the contract that say so. ``statuses``: what the
    identifier in a cell may be, in the words of ``identifiers.classify``, so that it is nobody's.
    """

    column: Column
    filled: bool
    listed: tuple[tuple[str, ...], ...]
    banned: frozenset[str]
    unanswered: tuple[str, ...]
    patterns: tuple[str, ...]
    because: tuple[str, ...]
    statuses: tuple[str, ...] = ()

    def right(self, text: str) -> bool:
        """Whether ``text`` is a value that every check of the cell lets pass."""
        column = self.column
        if not text or text != text.strip(SPACES) or text in self.banned or _ERROR.fullmatch(text):
            return False
        if not self._typed(text) or not all(_among(column, text, values) for values in self.listed):
            return False
        if len(text) < (column.min_length or 0):
            return False
        if column.max_length is not None and len(text) > column.max_length:
            return False
        if self.statuses and classify(column.identifier or "", text) not in self.statuses:
            return False
        try:
            return all(fits(pattern, text) for pattern in self.patterns)
        except TooLarge:
            return False

    def _typed(self, text: str) -> bool:
        column = self.column
        if column.type == "string":
            return True
        if column.type in ISO:
            moment = as_moment(column, text)
            return moment is not None and self._inside(moment)
        if not re.fullmatch(SHAPES[column.type], text):
            return False
        if column.type == "boolean":
            return True
        value = Decimal(text)
        return self._inside(value) and _inside_as_doubles(column, text) and _stepped(column, value)

    def _inside(self, value: Decimal | int) -> bool:
        low, high = self._edges
        return (
            (low is None or value >= low) and (high is None or value <= high) and value not in self._outside
        )

    @cached_property
    def _edges(self) -> tuple[Decimal | int | None, Decimal | int | None]:
        column = self.column
        if column.type in ISO:
            return edge(column, column.minimum), edge(column, column.maximum)
        bounds = (column.minimum, column.maximum)
        low, high = (Decimal(bound.value) if bound else None for bound in bounds)
        return low, high

    @cached_property
    def _outside(self) -> list[Decimal | int]:
        """Limits that are outside themselves."""
        pairs = zip(self._edges, (self.column.minimum, self.column.maximum), strict=True)
        return [end for end, bound in pairs if end is not None and bound is not None and bound.exclusive]


def wanted(contract: Contract, table: Table, column: Column, as_of: date) -> Wanted:
    """What ``contract`` asks of ``column`` of ``table`` on the day ``as_of``.

    Raises UsageError ``cohort.codes`` where its code list has no code on that day.
    """
    because = [name for name, there in _options(column) if there]
    listed = [tuple(value for value, _ in column.enum)] if column.enum else []
    if column.code_list is not None:
        listed.append(_codes(contract, column, as_of))
    form = STRING_FORMATS.get(column.format or "") if column.type == "string" else None
    patterns = [column.pattern] if column.pattern else []
    patterns += [f"^(?:{form})$"] if form else []
    banned: set[str] = set()
    filled = column.required or column.name in table.primary_key
    for rule in column.quality:
        if rule.type != "library" or not none_is_right(rule):
            continue
        arguments = rule.arguments
        if rule.metric == "nullValues":
            filled = True
        elif rule.metric == "missingValues":
            values = {written(value) for value in arguments["missingValues"]}
            banned, filled = banned | values, filled or "" in values
        elif rule.metric == "invalidValues":
            because.append("invalidValues")
            if arguments.get("validValues") is not None:
                listed.append(tuple(written(value) for value in arguments["validValues"]))
            patterns += [arguments["pattern"]] if arguments.get("pattern") else []
    statuses: tuple[str, ...] = ()
    if column.identifier in FORMS:  # a row that does not say it is synthetic is taken to be about somebody
        marked = any(other.concept == "record_origin" for other in table.collected)
        statuses = ("pseudo", "unreal") if marked else ("pseudo",)
    unanswered = tuple(word for word in column.missing.values() if word not in banned)
    banned |= set(column.missing.values())
    return Wanted(
        column,
        filled,
        tuple(listed),
        frozenset(banned),
        unanswered,
        tuple(patterns),
        tuple(because),
        statuses,
    )


def none_is_right(rule: Quality) -> bool:
    """Whether a library rule is kept where nothing is counted."""
    return rule.threshold is not None and holds(0, *rule.threshold, among=1)


def _options(column: Column) -> list[tuple[str, bool]]:
    return [
        ("pattern", column.pattern is not None),
        ("format", column.format is not None),
        ("enum", bool(column.enum)),
        ("cfgovernCodeList", column.code_list is not None),
        ("minLength", column.min_length is not None),
        ("maxLength", column.max_length is not None),
        ("minimum", column.minimum is not None),
        ("maximum", column.maximum is not None),
        ("multipleOf", column.multiple_of is not None),
    ]


def _codes(contract: Contract, column: Column, as_of: date) -> tuple[str, ...]:
    name = column.code_list or ""
    current = contract.code_lists[name].on(as_of.isoformat()).current
    if not current:
        raise UsageError(
            "cohort.codes",
            f"The code list {name} has no code for {as_of.isoformat()}.",
            fix="Choose a day on which its codes are in use.",
        )
    return tuple(code.code for code in current)


def _among(column: Column, text: str, values: tuple[str, ...]) -> bool:
    if column.type not in ("integer", "number"):
        return text in values
    return any(float(text) == float(value) for value in values if _NUMERAL.fullmatch(value))


def _inside_as_doubles(column: Column, text: str) -> bool:
    """Exclusive limits once more as doubles, which is how a decimal number is judged."""
    low, high = (bound if bound and bound.exclusive else None for bound in (column.minimum, column.maximum))
    return (low is None or float(text) > float(low.value)) and (
        high is None or float(text) < float(high.value)
    )


def _stepped(column: Column, value: Decimal) -> bool:
    if column.multiple_of is None:
        return True
    step = Decimal(column.multiple_of)
    with localcontext() as context:
        context.prec = 100
        return bool(step) and value % step == 0
