"""Which checks the cells of one column ask for, from what the contract says of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfgovern import identifiers
from cfgovern.contract.dates import ISO
from cfgovern.contract.forms import STRING_FORMATS
from cfgovern.contract.model import CodeList, Column

__all__ = ["cell_checks"]

CellCheck = tuple[str, str, dict[str, Any]]


def cell_checks(column: Column, codes: CodeList | None, as_of: str) -> Iterator[CellCheck]:
    """(kind, variant of the message, parameters) of each check, in the order they are told.

    ``codes`` is the column's code list, judged on the day ``as_of`` (ISO date).
    """
    dates = "date" if column.type in ISO else "number"
    if column.required:
        yield "required", "default", {}
    if column.nested:
        return  # nothing can be said of what stands inside
    yield "type", column.type, {}
    for kind, bound in (("minimum", column.minimum), ("maximum", column.maximum)):
        if bound:
            yield kind, dates, {"bound": bound.value, "exclusive": bound.exclusive}
    if column.multiple_of:
        yield "multiple_of", "default", {"step": column.multiple_of}
    for kind, length in (("min_length", column.min_length), ("max_length", column.max_length)):
        if length is not None:
            yield kind, "default", {"length": length}
    form = _form(column)
    if column.pattern:
        yield "pattern", "default", {"pattern": column.pattern}
    if form:
        yield "pattern", "default", {"pattern": form, "after": column.pattern}
    if column.enum:
        yield "enum", "default", {"values": [value for value, _ in column.enum]}
    if codes is not None:
        yield from _code_checks(codes, as_of)
    yield from _identifier_checks(column)
    if column.type == "string" and not (codes or column.enum or column.pattern or form):
        yield from _character_checks(column)
    yield "whitespace", "default", {}


def _form(column: Column) -> str | None:
    """The pattern of the column's ODCS string format, where it is one that can be judged."""
    shape = STRING_FORMATS.get(column.format or "") if column.type == "string" else None
    return f"^(?:{shape})$" if shape else None


def _code_checks(codes: CodeList, as_of: str) -> Iterator[CellCheck]:
    yield "code_list", "unknown", {"values": list(dict.fromkeys(code.code for code in codes.codes))}
    standing = codes.on(as_of)
    if standing.ended:
        yield "code_ended", "ended", {"values": sorted(code.code for code in standing.ended)}
    if standing.early:
        yield "code_early", "early", {"values": sorted(code.code for code in standing.early)}


def _character_checks(column: Column) -> Iterator[CellCheck]:
    """Text without a form of its own. A name or an address has one line; other text may have several."""
    if column.identifier not in identifiers.FORMS:
        yield "characters", "default", {}
        if column.identifier:
            yield "line_break", "default", {}


def _identifier_checks(column: Column) -> Iterator[CellCheck]:
    form = identifiers.FORMS.get(column.identifier or "")
    if form is None:
        return
    params = {"identifier": column.identifier, "pattern": column.pattern, "after": _form(column)}
    yield "identifier_form", "identifier", params
    if form.check is not None:
        yield "check_digit", "default", params
    if form.unreal:
        yield "test_value", "live", params
        yield "real_value", "synthetic", params
