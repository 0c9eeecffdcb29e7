"""Whether the treatments of a contract can be done: known, told what they need, and fit for their column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfgovern.contract.extensions import value_path
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.contract.treatments import PARAMETERS, TREATMENTS
from cfgovern.errors import Fault
from cfgovern.yamlfile import did_you_mean, shown

__all__ = ["shift_faults", "treatment_faults"]

_DAYS = ("date", "timestamp")
# The types whose values a treatment can read; every other treatment takes any.
_TYPES: Mapping[str, tuple[str, ...]] = {
    "year": _DAYS,
    "quarter": _DAYS,
    "month": _DAYS,
    "age_band": ("integer", *_DAYS),
    "outward_postcode": ("string",),
    "lookup": ("string", "integer"),
    "top_code": ("integer", "number"),
    "shift": ("date",),
    "redact": ("string",),
}
_NOT_SHIFTED = ("drop", "redact", "token")
_PERIODS = ("period", "period_start", "period_end")


def treatment_faults(contract: Contract, column: Column) -> Iterator[Fault]:
    """What is wrong with the treatment of one column."""
    word, name = column.treatment, shown(column.name)
    document, at = contract.document, value_path(contract.document, column.path, "cfgovernTreatment")
    if not word:
        return
    if word not in TREATMENTS:
        meant = did_you_mean(word, TREATMENTS)
        fix = "" if meant else f"Known: {', '.join(TREATMENTS)}."
        yield document.fault(
            "contract.unknown_treatment", f"There is no treatment {shown(word)}.{meant}", at, fix
        )
        return
    if not column.roles:
        message = f"The property {name} has a treatment and no role, so nothing says why it needs one."
        yield document.fault("contract.treatment_without_role", message, at, "Give it a cfgovernRole.")
    if message := _of_parameter(column):
        yield document.fault("contract.treatment_parameter", message, at)
    fits = _TYPES.get(word, (column.type,))
    if column.type not in fits:
        message = (
            f"The treatment {word} is for {' and '.join(fits)}, and the type of {name} is {column.type}."
        )
        yield document.fault("contract.treatment_type", message, at)
    elif word != "lookup" and word in _TYPES and (column.enum or column.code_list):
        message = f"The treatment {word} reads values, and {name} takes codes."
        yield document.fault("contract.treatment_type", message, at, "Use keep, drop or a lookup for codes.")
    elif word == "lookup":
        yield from _of_lookup(contract, column)


def _of_parameter(column: Column) -> str:
    """What is wrong with what a treatment is told, or ``""``."""
    word, told = str(column.treatment), column.treatment_of
    parameter = PARAMETERS.get(word)
    if parameter is None:
        return f"The treatment {word} takes nothing more: write the word alone." if told else ""
    if not told:
        return f"The treatment {word} needs {parameter.what}." if parameter.needed else ""
    if not parameter.fits(told):
        return f"What the treatment {word} takes is {parameter.what}."
    if word == "top_code" and column.type == "integer" and "." in told:
        return f"{shown(column.name)} has whole numbers, so its top code is one."
    return ""


def _of_lookup(contract: Contract, column: Column) -> Iterator[Fault]:
    pairs = contract.lookups.get(column.treatment_of)
    if not pairs:
        return  # told where the lookup is read
    at = value_path(contract.document, column.path, "cfgovernTreatment")
    codes = {code for code, _ in column.enum}
    if column.code_list and column.code_list in contract.code_lists:
        codes = {code.code for code in contract.code_lists[column.code_list].codes}
    if absent := codes - pairs.keys():
        count = f"{len(absent)} of {len(codes)} codes" if len(codes) > 1 else "The code"
        message = f"{count} of {shown(column.name)} have no row in the lookup, and would be sent as nothing."
        yield contract.document.fault("contract.lookup_partial", message, at)
    if not set(column.missing.values()).isdisjoint(pairs.values()):
        message = f"The lookup makes answers of {shown(column.name)} into a word that says there is none."
        yield contract.document.fault("contract.lookup_missing", message, at)


def shift_faults(contract: Contract) -> Iterator[Fault]:
    """Dates of a person keep their distances only if all of them move, and nothing tells where they were."""
    first = next((column for _, column in _shifted(contract)), None)
    for table, column in _shifted(contract):
        message = _not_to_shift(table, column)
        if not message and first is not None and column.treatment_of != first.treatment_of:
            message = f"{shown(first.name)} moves by other days, and all dates of a person move by the same."
        if message:
            yield _of_shift(contract, column, "shift_place", message)
    if first is not None:
        for table in contract.tables:
            for column in table.collected if table.record_id else ():
                if column.type in _DAYS and column.treatment not in ("shift", *_NOT_SHIFTED):
                    message = (
                        f"{shown(column.name)} is a date of the same people that does not move with"
                        f" {shown(first.name)}, so it tells where that one was."
                    )
                    yield _of_shift(contract, column, "shift_undone", message)


def _shifted(contract: Contract) -> Iterator[tuple[Table, Column]]:
    for table in contract.tables:
        for column in table.collected:
            if column.treatment == "shift":
                yield table, column


def _not_to_shift(table: Table, column: Column) -> str:
    """Why dates of that place must stay true, or ``""``."""
    name = shown(column.name)
    if not table.record_id:
        return f"{name} stands in a table without a record id, so nobody can tell whose date it is."
    if table.route == "identifiers" or column.identifier:
        return f"{name} is there to link records, which needs the true date."
    if column.concept in _PERIODS or any(other.concept in _PERIODS for other in table.collected):
        return f"{name} stands in a table of periods, whose dates would no longer lie in their quarter."
    return ""


def _of_shift(contract: Contract, column: Column, code: str, message: str) -> Fault:
    at = value_path(contract.document, column.path, "cfgovernTreatment")
    fix = "Use month or quarter where dates must stay true, or shift every date of a person alike."
    return contract.document.fault(f"contract.{code}", message, at, fix)
