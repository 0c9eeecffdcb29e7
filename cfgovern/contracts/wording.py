"""How a data dictionary says what a contract means: types, limits, roles, treatments, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfgovern.contract.dates import date_format
from cfgovern.contract.domains import Domain
from cfgovern.contract.model import Bound, Code, Column
from cfgovern.contract.words import humanised

__all__ = [
    "MISSING",
    "ROUTES",
    "classified",
    "code_words",
    "domain_facts",
    "form_of",
]

ROUTES: Mapping[str, str] = {
    "payload": "Answers, held apart from identifiers",
    "identifiers": "Identifiers, kept apart from all answers",
    "agreements": "What people agreed to",
    "organisation": "About organisations, no data about people; may come at another time",
}
MISSING: Mapping[str, str] = {
    "declined": "if the person declined",
    "not_asked": "if nobody asked",
    "not_known": "if nobody knows",
}
_TYPES = {
    "string": "Text",
    "integer": "Whole number",
    "number": "Number",
    "boolean": "true or false",
    "date": "Date",
    "timestamp": "Date and time",
    "time": "Time of day",
}
_NESTED = {
    "array": "List (array)",
    "object": "Several columns in one (object)",
    "map": "Pairs of key and value (map)",
    "vector": "Row of numbers (vector)",
}
_FIGURES = {
    "%Y": "YYYY", "%m": "MM", "%d": "DD", "%b": "Mmm", "%H": "hh", "%M": "mm", "%S": "ss",
}  # fmt: skip
_ISO = {"date": "YYYY-MM-DD", "timestamp": "YYYY-MM-DDThh:mm:ss", "time": "hh:mm"}


def classified(name: str) -> str:
    """A classification as it is written: ``OFFICIAL-SENSITIVE`` is an upper-case marking."""
    return name.upper() if name.casefold().startswith("official") else humanised(name)


def code_words(code: Code) -> str:
    """A code with its label, and when it ended or what took its place."""
    words = f"{code.code} ({code.label})" if code.label and code.label != code.code else code.code
    if code.valid_to:
        words += f", until {code.valid_to}"
    return f"{words}, then {code.successor}" if code.successor else words


def domain_facts(domain: Domain) -> Iterator[tuple[str, str]]:
    """(heading, words) of what a domain says: to whom, for what, which columns by concept, for how long."""
    yield "Recipient", domain.recipient
    yield "For what", domain.purpose
    for heading, items in (("Answers", domain.payload), ("Identifiers", domain.identifiers)):
        tables: dict[str, list[str]] = {}
        for table, concept in items:
            tables.setdefault(table, []).append(concept)
        yield heading, "; ".join(f"{table}: {', '.join(names)}" for table, names in tables.items()) or "none"
    yield "Kept", domain.retention


def form_of(column: Column) -> str:
    """What may be written into a cell of ``column``: ``Date as YYYY-MM-DD, 2021-01-01 or later``."""
    if column.enum or column.code_list:
        return "One of the codes below" if column.type == "string" else f"{_TYPES[column.type]}, as a code"
    return ", ".join([_type(column), *_limits(column)])


def _type(column: Column) -> str:
    if column.nested:
        return f"{_NESTED[column.kind]} as one text; what stands inside is not checked"
    if column.type not in _ISO:
        return _TYPES[column.type]
    written = date_format(column.type, column.format).strptime or _ISO[column.type]
    for code, figures in _FIGURES.items():
        written = written.replace(code, figures)
    return f"{_TYPES[column.type]} as {written}"


def _limits(column: Column) -> Iterator[str]:
    low, high = column.minimum, column.maximum
    if low and high and not low.exclusive and not high.exclusive:
        yield f"{low.value} to {high.value}"
    else:
        after, since, before, until = (
            ("later than {}", "{} or later", "earlier than {}", "{} or earlier")
            if column.type in _ISO
            else ("more than {}", "{} or more", "less than {}", "{} or less")
        )
        yield from _limit(low, since, after)
        yield from _limit(high, until, before)
    if column.multiple_of:
        yield f"in steps of {column.multiple_of}"
    yield from _length(column.min_length, column.max_length)


def _limit(bound: Bound | None, inside: str, outside: str) -> Iterator[str]:
    if bound:
        yield (outside if bound.exclusive else inside).format(bound.value)


def _length(low: int | None, high: int | None) -> Iterator[str]:
    if low and low == high:
        yield f"exactly {_characters(low)}"
    elif low and high is not None:
        yield f"{low:,} to {_characters(high)}"
    elif low:
        yield f"at least {_characters(low)}"
    elif high is not None:
        yield f"at most {_characters(high)}"


def _characters(number: int) -> str:
    return "1 character" if number == 1 else f"{number:,} characters"
