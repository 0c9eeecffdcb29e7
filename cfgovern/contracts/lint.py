"""What cfgovern asks of a contract beyond ODCS, so that it can be checked, protected and explained.

Queries and patterns are looked at in every contract. The rest is for contracts that use a ``cfgovern*``
property: a plain ODCS contract is not bothered with it. Every fault names the entry to be mended.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from cfgovern.contract.extensions import used, value_path
from cfgovern.contract.model import Column, Contract, Quality, Table
from cfgovern.contract.patterns import fits_a_name, locale_classes
from cfgovern.contract.quality import OPERATORS
from cfgovern.contracts.linttreatments import shift_faults, treatment_faults
from cfgovern.errors import Fault, UsageError
from cfgovern.likewords import closest
from cfgovern.yamlfile import did_you_mean, shown

__all__ = ["in_order", "is_fine_place", "left_to_others", "own_faults", "query_faults", "without_doubles"]

# Words in the name or concept of a column that holds a place smaller than a council area.
_FINE_PLACES = re.compile(
    r"(^|_)(postcode|outcode|address|lsoa|msoa|oa|output_area|ward|parish|street|village|town|neighbourhood)(_|$)"
)
_FINE_NUMBERS = re.compile(
    r"(^|_)(uprn|usrn|eastings?|northings?|latitude|longitude|grid_reference|what3words)(_|$)"
)
_NO_PLACE = re.compile(r"(^|_)(e_?mail|ip|web|mac)_address(_|$)")
_FINE_IDENTIFIERS = ("postcode", "address", "uprn")
_GUARDED = ("sensitive", "criminal_offence")
_OUT_OF_PLACE = ("payload", "agreements", "organisation")
_REFUSED = ("odcs.unknown", "odcs.bound", "odcs.type")
_OF_A_QUERY = {
    "refused": "DuckDB does not take this query: a function or a comparison in it does not fit.",
    "number": "A query of a contract returns one number.",
}
# What an absent entry is called, for faults of ours that ODCS tells better.
_ABSENT = {
    "contract.no_tables": ("schema",),
    "contract.table_name": ("name",),
    "contract.no_columns": ("properties",),
    "contract.column_name": ("name",),
    "contract.api_version": ("apiVersion",),
    "contract.kind": ("kind",),
    "contract.quality_type": ("type",),
    "contract.quality_query": ("query", "type"),
    "contract.quality_engine": ("engine",),
    "contract.quality_operator": OPERATORS,
    "contract.unknown_metric": ("metric", "type", "query"),
}


def without_doubles(odcs: Iterable[Fault], own: Iterable[Fault]) -> list[Fault]:
    """Faults of the official schema, and of ours those that do not say the same again."""
    first = list(odcs)
    return [*first, *(fault for fault in own if not any(_same(fault, other) for other in first))]


def _same(own: Fault, odcs: Fault) -> bool:
    """Whether a fault of ours stands where ODCS has one, inside what it refuses, or for what it misses."""
    if own.at == odcs.at or (odcs.code in _REFUSED and own.at[: len(odcs.at)] == odcs.at):
        return True
    if not odcs.at or own.at != odcs.at[:-1]:
        return False
    key, absent = str(odcs.at[-1]), _ABSENT.get(own.code, ())
    return key in absent or (odcs.code == "odcs.unknown" and closest(key, absent) is not None)


def in_order(faults: Iterable[Fault], first: str) -> list[Fault]:
    """Faults by file, those of the file ``first`` first, then by line and column."""
    return sorted(faults, key=lambda f: (f.path != first, f.path, f.line, f.column, f.message))


# -- every contract --------------------------------------------------------------------------


def left_to_others(contract: Contract) -> Iterator[Fault]:
    """What is no fault, and must be known: each rule that cfgovern does not run, and whose it is.

    So must each column that holds others.
    """
    for rule in (rule for table in contract.tables for rule in table.rules if not rule.judged):
        code, why = "by_hand", "it is for people to read"
        if rule.type == "custom":
            code, why = "other_engine", f"it is for the tool {shown(rule.engine or '')}"
        elif rule.unseen:
            code, why = "reads_inside", "it reads a column that cfgovern does not look into"
        message = f"cfgovern does not run this rule: {why}."
        yield contract.document.fault(f"contract.{code}", message, rule.path)
    if used(contract.document.data):  # then a column that holds others is a fault
        return
    for column in (column for table in contract.tables for column in table.columns if column.nested):
        message = f"cfgovern does not look into this column of type {column.kind}: a cell is one text."
        yield contract.document.fault("contract.inside", message, column.path)


def query_faults(contract: Contract, text: str, *, tried: bool = True) -> Iterator[Fault]:
    """ODCS ``sql`` rules that are not one SELECT over tables and columns of ``contract``.

    ``text`` is the contract file, so that a fault can name the line of a query it is in.
    With ``tried`` DuckDB is asked too, which makes sense where the types of the columns are right.
    """
    from cfgovern.engine.trial import refused

    views = {table.name: {column.name: column.type for column in table.columns} for table in contract.tables}
    sound: list[Quality] = []
    for table in contract.tables:
        for rule in table.rules:
            if rule.type == "sql" and rule.query and rule.judged:
                faults = list(_query_faults(contract, f"{table.name}.{rule.id}", rule, views, text))
                yield from faults
                sound += [rule] if tried and not faults else []
    reasons = refused((rule.query or "" for rule in sound), views, number=True)
    for rule, reason in zip(sound, reasons, strict=True):
        if reason:
            message = _OF_A_QUERY[reason]
            yield contract.document.fault(f"contract.query_{reason}", message, (*rule.path, "query"))


def _query_faults(
    contract: Contract, name: str, rule: Quality, views: Mapping[str, Mapping[str, str]], text: str
) -> Iterator[Fault]:
    from cfgovern.engine.reading import place_of, reads

    document, path = contract.document, (*rule.path, "query")
    try:
        read = reads(rule.query or "", name, views)
    except UsageError as error:
        yield document.fault("contract.query", error.what, path)
        return
    for unknown in read.unknown:
        what = "table" if unknown.is_table else "property"
        meant = did_you_mean(unknown.name, unknown.known)
        message = f"The contract has no {what} {shown(unknown.name)} for this query to read.{meant}"
        line, column = place_of(unknown, text, document.where(path))
        yield Fault(f"contract.query_{what}", message, document.path, line, column, at=path)
    if len(read.outputs) != 1 or read.outputs[0] == "*" or not read.one_row:
        yield document.fault("contract.query_number", _OF_A_QUERY["number"], path)
    if rule.unit == "percent" and read.counts and not read.by_row:
        message = "This count is compared in per cent, and nothing says of how many it is a part."
        fix = "Count the rows of one table with a plain WHERE, or work out the per cent in the query."
        yield document.fault("contract.query_percent", message, path, fix)
    if read.parameters:
        message = "A query of a contract takes no parameters; the rule files of a pack do."
        yield document.fault("contract.query_parameter", message, path)


# -- contracts that use our properties -------------------------------------------------------


def own_faults(contract: Contract, purposes: Collection[str]) -> Iterator[Fault]:
    """Our own demands on ``contract``; ``purposes`` are the ids that a column may name."""
    if not used(contract.document.data):
        return
    yield from _concepts(contract, contract.tables)
    yield from shift_faults(contract)
    for table in contract.tables:
        yield from _concepts(contract, table.columns)
        for column in table.columns:
            yield from _described(contract, column)
            yield from _locale(contract, column)
            yield from _shown_by_mistake(contract, column)
            yield from _treated(contract, table, column)
            yield from _purposes(contract, column, purposes)
        yield from _places(contract, table)


def _concepts(contract: Contract, entries: Sequence[Table] | Sequence[Column]) -> Iterator[Fault]:
    """Rules go by concept: with two of one name nobody could tell which is meant."""
    first: dict[str, str] = {}
    for entry in entries:
        if first.setdefault(entry.concept, entry.name) != entry.name:
            message = f"{shown(entry.concept)} is also the concept of {shown(first[entry.concept])}."
            at = value_path(contract.document, entry.path, "cfgovernConcept")
            yield contract.document.fault("contract.concept_twice", message, at, "Give each its own.")


def _described(contract: Contract, column: Column) -> Iterator[Fault]:
    parts = {"description": column.description, "classification": column.classification}
    if not column.treatment:  # that needs a role too, and says so itself
        parts["role"] = "".join(column.roles)
    absent = [name for name, value in parts.items() if not value]
    if absent:
        words = " or ".join([", ".join(absent[:-1]), absent[-1]] if absent[1:] else absent)
        message = f"The property {shown(column.name)} has no {words}."
        fix = "Whoever reads the dictionary must be able to tell what it means and how careful to be."
        yield contract.document.fault("contract.undescribed", message, column.path, fix)


def _locale(contract: Contract, column: Column) -> Iterator[Fault]:
    for found, ascii_class in locale_classes(column.pattern or ""):
        message = f"{found} means other characters in other programs."
        path = (*column.path, "logicalTypeOptions", "pattern")
        fix = f"Write {ascii_class} in its place."
        yield contract.document.fault("contract.locale_class", message, path, fix)


def _shown_by_mistake(contract: Contract, column: Column) -> Iterator[Fault]:
    """A key that reports show must have a form that no name fits: else it is never shown."""
    if column.show and column.pattern and fits_a_name(column.pattern):
        message = f"{shown(column.name)} may be shown in reports, and a person's name would fit its pattern."
        at = value_path(contract.document, column.path, "cfgovernShow")
        fix = "Make the pattern ask for a figure, as ^[A-Z]{1,4}-?[0-9]{1,8}$ does, or take cfgovernShow out."
        yield contract.document.fault("contract.loose_show", message, at, fix)


def _treated(contract: Contract, table: Table, column: Column) -> Iterator[Fault]:
    document, name = contract.document, shown(column.name)
    yield from treatment_faults(contract, column)
    if column.identifies and table.route in _OUT_OF_PLACE and column.treatment in (None, "keep"):
        message = f"{name} identifies a person, stands on the route {table.route} and would be sent as it is."
        fix = "Move it to a table on the route identifiers, or give it a cfgovernTreatment such as token."
        yield document.fault("contract.identifier_route", message, column.path, fix)


def _purposes(contract: Contract, column: Column, known: Collection[str]) -> Iterator[Fault]:
    document = contract.document
    if not column.purposes:
        message = f"The property {shown(column.name)} has no purpose, so it should not be collected."
        fix = "Name with cfgovernPurpose the outcome or question it is collected for, or take it out."
        yield document.fault("contract.no_purpose", message, column.path, fix)
    for part, purpose in enumerate(column.purposes):
        if purpose not in known:
            message = f"There is no purpose {shown(purpose)}.{did_you_mean(purpose, known)}"
            fix = "Purposes stand in schemas/theory_of_change.yaml."
            at = value_path(document, column.path, "cfgovernPurpose", part)
            yield document.fault("contract.unknown_purpose", message, at, fix)


def _places(contract: Contract, table: Table) -> Iterator[Fault]:
    """Places finer than the area beside what could bring harm: together they lead to a door."""
    guarded = [column for column in table.collected if _is_guarded(table, column)]
    for column in table.collected:
        others = [shown(other.name) for other in guarded if other is not column]
        if others and is_fine_place(column):
            more = f" and {len(others) - 1} more" if len(others) > 1 else ""
            message = (
                f"{shown(column.name)} is a place smaller than the area, in one table with {others[0]}{more}:"
                " together they could lead somebody to a person at risk."
            )
            fix = "Leave it out, or move it to a table on the route identifiers."
            yield contract.document.fault("contract.fine_place", message, column.path, fix)


def _is_guarded(table: Table, column: Column) -> bool:
    """Whether a column tells of abuse, offences or the like.

    On its own route a police or prison number is there to find the same person elsewhere: it stands
    beside the address as any other identifier does.
    """
    if table.route == "identifiers" and column.identifies:
        return False
    return bool(set(_GUARDED) & set(column.roles)) or "domestic_abuse" in column.concept


def is_fine_place(column: Column) -> bool:
    """Whether a column is a place smaller than the area."""
    if column.identifier:
        return column.identifier in _FINE_IDENTIFIERS
    for name in (column.name.casefold(), column.concept.casefold()):
        text = column.type == "string" and _FINE_PLACES.search(_NO_PLACE.sub("", name))
        if text or _FINE_NUMBERS.search(name):
            return True
    return False
