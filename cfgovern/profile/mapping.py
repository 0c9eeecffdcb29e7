"""``mapping.yaml``: how an area's own headings and codes are those of the contract, confirmed by a person."""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from cfgovern.contract.model import Column, Contract, Table
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.yamlfile import Document, check, did_you_mean, load, says, shown

__all__ = ["AreaMapping", "TableMapping", "load_mapping"]


@dataclass(frozen=True, slots=True)
class TableMapping:
    """One table: its ``sheet`` or file as the area calls it ("" for the contract's name); heading in the
    area's data -> contract column; contract column -> the area's code -> the contract's.
    """

    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The mapping as JSON values."""
        codes = {column: dict(codes) for column, codes in self.codes.items()}
        return {"sheet": self.sheet, "columns": dict(self.columns), "codes": codes}


@dataclass(frozen=True, slots=True)
class AreaMapping:
    """The whole mapping, by contract table; who confirmed it and when (ISO date); the digest of the file."""

    tables: Mapping[str, TableMapping]
    confirmed_by: str
    confirmed_on: str
    digest: str

    def headings(self) -> dict[tuple[str, str], str]:
        """What the area calls each column that has another name in its data, by table and column."""
        return {
            (table, column): heading
            for table, told in self.tables.items()
            for heading, column in told.columns.items()
        }

    def notice(self) -> str:
        """What was done, in a sentence for the report."""
        headings = sum(len(told.columns) for told in self.tables.values())
        codes = sum(len(one) for told in self.tables.values() for one in told.codes.values())
        return (
            f"Read with a mapping that {self.confirmed_by} confirmed on {self.confirmed_on}: "
            f"{headings} of the area's own headings, {codes} of its own codes."
        )

    def heading(self, table: str, column: str) -> str | None:
        """What the area calls a contract column; None where it has the contract's name."""
        told = self.tables.get(table, TableMapping()).columns
        return next((heading for heading, name in told.items() if name == column), None)


def load_mapping(path: Path, contract: Contract) -> AreaMapping:
    """Read the mapping at ``path`` to ``contract``.

    Raises OperatorFileError with every fault and its line and column; ``mapping.unconfirmed`` where nobody
    has confirmed it.
    """
    document = load(path)
    said = check(document, "mapping")
    faults = [*_of_another(document, said, contract), *_faults(document, said, contract)]
    if faults:
        raise OperatorFileError("mapping.refused", "The mapping cannot be used as it is.", faults)
    if "confirmed" not in said:
        fix = "Look at every line. Then add confirmed: {by: your name or role, on: the day}."
        fault = document.fault("mapping.unconfirmed", "Nobody has confirmed this mapping.", (), fix)
        raise OperatorFileError(
            "mapping.unconfirmed", "A mapping is used only once a person confirms it.", [fault]
        )
    tables = {
        name: TableMapping(told.get("sheet", ""), told.get("columns", {}), told.get("codes", {}))
        for name, told in said["tables"].items()
    }
    digest = "sha256:" + hashlib.sha256(document.content).hexdigest()
    return AreaMapping(tables, said["confirmed"]["by"], said["confirmed"]["on"], digest)


def _of_another(document: Document, said: Mapping[str, Any], contract: Contract) -> Iterator[Fault]:
    if said["contract"] != contract.id:
        path = ("contract",)
        fix = f"Put {shown(contract.id)} here, or name the contract you mean with --contract."
        yield document.fault(
            "mapping.contract", says(path, "names another contract than the one in use"), path, fix
        )
    on = said.get("confirmed", {}).get("on", "2000-01-01")
    try:
        date.fromisoformat(on)
    except ValueError:
        at = ("confirmed", "on")
        yield document.fault("mapping.day", says(at, "is a day that no calendar has"), at)


def _faults(document: Document, said: Mapping[str, Any], contract: Contract) -> Iterator[Fault]:
    """Names and codes that the contract has not, and names that stand twice."""
    names = [table.name for table in contract.tables]
    sheets: list[str] = []
    for name, told in said["tables"].items():
        table = contract.table(name)
        if table is None:
            yield _unknown(document, ("tables", name), name, names, "table", key=True)
            continue
        if (sheet := told.get("sheet", "")) and sheet in sheets:
            at = ("tables", name, "sheet")
            yield document.fault("mapping.twice", says(at, "is the sheet of another table too"), at)
        sheets.append(sheet)
        yield from _column_faults(document, told.get("columns", {}), table)
        yield from _code_faults(document, told.get("codes", {}), table, contract)


def _column_faults(document: Document, columns: Mapping[str, str], table: Table) -> Iterator[Fault]:
    names = [column.name for column in table.columns]
    seen: set[str] = set()
    for heading, name in columns.items():
        at = ("tables", table.name, "columns", heading)
        if name not in names:
            yield _unknown(document, at, name, names, "column")
        elif name in seen:
            yield document.fault("mapping.twice", says(at, "is mapped from another heading too"), at)
        seen.add(name)


def _code_faults(
    document: Document, codes: Mapping[str, Mapping[str, str]], table: Table, contract: Contract
) -> Iterator[Fault]:
    for name, told in codes.items():
        at = ("tables", table.name, "codes", name)
        column = table.column(name)
        if column is None:
            yield _unknown(document, at, name, [one.name for one in table.columns], "column", key=True)
            continue
        allowed = _codes(column, contract)
        for local, code in told.items():
            if code not in allowed:
                yield _unknown(document, (*at, local), code, allowed, "code")


def _codes(column: Column, contract: Contract) -> list[str]:
    listed = contract.code_lists.get(column.code_list or "")
    own = [code.code for code in listed.codes] if listed else [value for value, _ in column.enum]
    truths = ["true", "false"] if column.type == "boolean" else []
    return list(dict.fromkeys([*own, *truths, *column.missing.values()]))


def _unknown(
    document: Document,
    at: Sequence[Hashable],
    name: str,
    known: Sequence[str],
    kind: str,
    *,
    key: bool = False,
) -> Fault:
    words = says(at, f"names no {kind} of the contract.{did_you_mean(name, known)}")
    return document.fault(f"mapping.{kind}", words, at, key=key)
