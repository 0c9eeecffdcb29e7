"""Reads an ODCS contract into the model; what it cannot honour, it refuses with its place.

Every fault of a contract is gathered and raised at once. Nothing unknown is guessed: an unknown
check, metric, type or ``cfgovern*`` property is a fault, never a silent skip.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cfgovern import identifiers
from cfgovern.contract import quality as quality_rules
from cfgovern.contract.model import (
    MISSING_STATES,
    Code,
    CodeList,
    Column,
    Contract,
    NodePath,
    Table,
)
from cfgovern.contract.options import TypeOptions
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.yamlfile import Document, did_you_mean, load

__all__ = ["CODE_LIST_FOLDER", "EXTENSIONS", "load_contract"]

CODE_LIST_FOLDER = "code-lists"
API_VERSIONS = ("v3.1.0", "v3.2.0")
TYPES = ("string", "date", "timestamp", "time", "number", "integer", "boolean")
NESTED_TYPES = ("object", "array", "map", "vector")
ROUTES = ("payload", "identifiers", "agreements", "organisation")
ROLES = (
    "record_id",
    "direct_identifier",
    "quasi_identifier",
    "special_category",
    "criminal_offence",
    "sensitive",
    "free_text",
    "operational",
)
NAMED_IDENTIFIERS = ("date_of_birth", "given_name", "family_name", "full_name", "address")
# The one list of our own custom properties, and where each may stand.
EXTENSIONS: Mapping[str, tuple[str, ...]] = {
    "cfgovernConcept": ("table", "column"),
    "cfgovernIdentifier": ("column",),
    "cfgovernRole": ("column",),
    "cfgovernTreatment": ("column",),
    "cfgovernPurpose": ("column",),
    "cfgovernShow": ("column",),
    "cfgovernMissing": ("column",),
    "cfgovernCollected": ("column",),
    "cfgovernCodeList": ("column",),
    "cfgovernRoute": ("table",),
    "cfgovernRules": ("table",),
    "cfgovernNotice": ("contract",),
}
# Physical types that say the logical type when a contract gives none.
_PHYSICAL = (
    (re.compile(r"(big|small|tiny)?int(eger)?\d*\b|long\b|short\b"), "integer"),
    (re.compile(r"dec(imal)?\b|numeric|number|double|float|real"), "number"),
    (re.compile(r"timestamp|datetime"), "timestamp"),
    (re.compile(r"date\b"), "date"),
    (re.compile(r"time\b"), "time"),
    (re.compile(r"bool(ean)?\b"), "boolean"),
)


def load_contract(path: Path) -> Contract:
    """Read the contract at ``path``.

    Raises OperatorFileError (``contract.invalid``) with every fault and its line and column.
    """
    return build(load(path), path)


def build(document: Document, path: Path) -> Contract:
    """Make the model from a loaded document; code lists are read from beside ``path``."""
    builder = _Builder(document, path)
    contract = builder.contract()
    if builder.faults:
        count = len(builder.faults)
        faults = sorted(builder.faults, key=lambda fault: (fault.line, fault.column))
        raise OperatorFileError(
            "contract.invalid",
            f"The contract has {count} {'fault' if count == 1 else 'faults'}.",
            faults,
        )
    return contract


class _Builder:
    """Walks the document once, gathering faults."""

    def __init__(self, document: Document, path: Path) -> None:
        self.document = document
        self.path = path
        self.faults: list[Fault] = []
        self.code_lists: dict[str, CodeList] = {}

    def fault(self, code: str, message: str, path: NodePath, fix: str = "") -> None:
        self.faults.append(self.document.fault(f"contract.{code}", message, path, fix))

    def contract(self) -> Contract:
        data = self.document.data
        if not isinstance(data, dict):
            self.fault("not_a_mapping", "A contract is a mapping of names to values.", ())
            data = {}
        version = data.get("apiVersion")
        if version not in API_VERSIONS:
            self.fault(
                "api_version",
                "The contract needs apiVersion v3.1.0 or v3.2.0.",
                ("apiVersion",) if "apiVersion" in data else (),
            )
        if data.get("kind") != "DataContract":
            self.fault("kind", "The contract needs kind: DataContract.", ("kind",) if "kind" in data else ())
        extensions = self._extensions(data, (), "contract")
        tables = tuple(self._tables(data))
        if not tables:
            self.fault("no_tables", "The contract has no schema entry, so it describes no table.", ())
        description = data.get("description")
        purpose = description.get("purpose", "") if isinstance(description, dict) else (description or "")
        return Contract(
            id=_text(data.get("id")),
            name=_text(data.get("name")) or _text(data.get("id")),
            version=_text(data.get("version")),
            status=_text(data.get("status")),
            api_version=_text(version),
            tables=self._linked(tables, data),
            code_lists=self.code_lists,
            digest="sha256:" + hashlib.sha256(self.path.read_bytes()).hexdigest(),
            document=self.document,
            description=_text(purpose).strip(),
            notice=_text(extensions.get("cfgovernNotice")).strip(),
        )

    # -- tables and columns ------------------------------------------------------------------

    def _tables(self, data: dict[str, Any]) -> Iterator[Table]:
        seen: set[str] = set()
        for index, entry in enumerate(_list(data.get("schema"))):
            path: NodePath = ("schema", index)
            if not isinstance(entry, dict) or not _text(entry.get("name")):
                self.fault("table_name", "A schema entry needs a name.", path)
                continue
            name = _text(entry["name"])
            if name.casefold() in seen:
                self.fault("table_twice", f'The table "{name}" is described twice.', (*path, "name"))
            seen.add(name.casefold())
            yield self._table(entry, name, path)

    def _table(self, entry: dict[str, Any], name: str, path: NodePath) -> Table:
        extensions = self._extensions(entry, path, "table")
        columns = tuple(self._columns(entry, path))
        if not columns:
            self.fault("no_columns", f'The table "{name}" has no properties.', path)
        route = extensions.get("cfgovernRoute")
        if route is not None and route not in ROUTES:
            self.fault(
                "route", f"A route is one of {', '.join(ROUTES)}.", path, did_you_mean(_text(route), ROUTES)
            )
        return Table(
            name=name,
            path=path,
            columns=columns,
            label=_text(entry.get("businessName")) or name,
            description=_text(entry.get("description")).strip(),
            concept=_text(extensions.get("cfgovernConcept")) or name,
            route=_text(route) or None,
            rule_packs=_texts(extensions.get("cfgovernRules")),
            primary_key=_primary_key(entry),
            quality=tuple(
                quality_rules.read(self.fault, entry, path, table=name, columns=[c.name for c in columns])
            ),
        )

    def _columns(self, entry: dict[str, Any], path: NodePath) -> Iterator[Column]:
        seen: set[str] = set()
        for index, node in enumerate(_list(entry.get("properties"))):
            here: NodePath = (*path, "properties", index)
            if not isinstance(node, dict) or not _text(node.get("name")):
                self.fault("column_name", "A property needs a name.", here)
                continue
            name = _text(node["name"])
            if name.casefold() in seen:
                self.fault("column_twice", f'The property "{name}" is described twice.', (*here, "name"))
            seen.add(name.casefold())
            yield self._column(node, name, here, _text(entry.get("name")))

    def _column(self, node: dict[str, Any], name: str, path: NodePath, table: str) -> Column:
        own = self._extensions(node, path, "column")
        kind = self._type(node, path)
        options = TypeOptions(self.fault, node, path, kind)
        return Column(
            name=name,
            path=path,
            type=kind,
            label=_text(node.get("businessName")) or name,
            description=_text(node.get("description")).strip(),
            required=node.get("required") is True or node.get("primaryKey") is True,
            unique=node.get("unique") is True,
            minimum=options.bound("minimum", "exclusiveMinimum"),
            maximum=options.bound("maximum", "exclusiveMaximum"),
            multiple_of=options.number("multipleOf"),
            min_length=options.length("minLength"),
            max_length=options.length("maxLength"),
            pattern=options.pattern(),
            format=options.format(),
            enum=tuple(self._enum(node, path)),
            code_list=self._code_list(own, path),
            concept=_text(own.get("cfgovernConcept")) or name,
            identifier=self._identifier(own, path),
            roles=self._roles(own, path),
            treatment=_text(own.get("cfgovernTreatment")) or None,
            purposes=_texts(own.get("cfgovernPurpose")),
            show=own.get("cfgovernShow") is True,
            missing=self._missing(own, path),
            collected=_text(own.get("cfgovernCollected")).casefold() not in ("off", "false"),
            classification=_text(node.get("classification")),
            examples=_texts(node.get("examples")),
            quality=tuple(quality_rules.read(self.fault, node, path, table=table, column=name)),
        )

    def _type(self, node: dict[str, Any], path: NodePath) -> str:
        given = node.get("logicalType")
        if given is None:
            physical = _text(node.get("physicalType")).casefold()
            return next((kind for shape, kind in _PHYSICAL if shape.match(physical)), "string")
        if given in NESTED_TYPES:
            self.fault(
                "nested_type",
                f'A column of type "{given}" cannot stand in a spreadsheet or a CSV file.',
                (*path, "logicalType"),
            )
        elif given not in TYPES:
            hint = did_you_mean(_text(given), TYPES)
            self.fault("type", f"A type is one of {', '.join(TYPES)}.{hint}", (*path, "logicalType"))
        return given if given in TYPES else "string"

    # -- codes -------------------------------------------------------------------------------

    def _enum(self, node: dict[str, Any], path: NodePath) -> Iterator[tuple[str, str]]:
        for index, item in enumerate(_list(node.get("enum"))):
            value = item.get("value") if isinstance(item, dict) else item
            if value is None:
                self.fault("enum", "Each entry of enum needs a value.", (*path, "enum", index))
                continue
            label = _text(item.get("label")) if isinstance(item, dict) else ""
            yield _text(value), label

    def _code_list(self, own: Mapping[str, Any], path: NodePath) -> str | None:
        name = _text(own.get("cfgovernCodeList"))
        if not name:
            return None
        if name not in self.code_lists:
            folder = self.path.parent / CODE_LIST_FOLDER
            file = folder / f"{name}.csv"
            known = sorted(item.stem for item in folder.glob("*.csv")) if folder.is_dir() else []
            if name not in known:
                message = f'There is no code list named "{name}".{did_you_mean(name, known)}'
                self.fault("unknown_code_list", message, path, f"Code lists stand in {CODE_LIST_FOLDER}.")
                return None
            self.code_lists[name] = CodeList(name, tuple(self._codes(file, path)))
        return name

    def _codes(self, file: Path, path: NodePath) -> Iterator[Code]:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            wanted = ["code", "label", "valid_from", "valid_to", "successor"]
            if reader.fieldnames is None or list(reader.fieldnames[:5]) != wanted:
                message = f'The code list "{file.stem}" must start with the columns {", ".join(wanted)}.'
                self.fault("code_list_header", message, path)
                return
            for row in reader:
                dates = (row["valid_from"] or None, row["valid_to"] or None)
                if any(day and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) for day in dates):
                    message = f'The code list "{file.stem}" has a date that is not in the form 2026-04-01.'
                    self.fault("code_list_date", message, path)
                yield Code(row["code"], row["label"] or "", *dates, row["successor"] or None)

    def _missing(self, own: Mapping[str, Any], path: NodePath) -> Mapping[str, str]:
        given = own.get("cfgovernMissing")
        if given is None:
            return {}
        if not isinstance(given, dict) or not set(given) <= set(MISSING_STATES):
            message = f"cfgovernMissing maps {', '.join(MISSING_STATES)} to the code written in the cell."
            self.fault("missing_states", message, path)
            return {}
        return {state: _text(given[state]) for state in MISSING_STATES if state in given}

    # -- extensions --------------------------------------------------------------------------

    def _extensions(self, node: dict[str, Any], path: NodePath, level: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for index, item in enumerate(_list(node.get("customProperties"))):
            if not isinstance(item, dict):
                continue
            name = _text(item.get("property"))
            here: NodePath = (*path, "customProperties", index, "property")
            if not name.startswith("cfgovern"):
                continue
            if name not in EXTENSIONS:
                hint = did_you_mean(name, EXTENSIONS)
                self.fault("unknown_extension", f'cfgovern knows no property "{name}".{hint}', here)
            elif level not in EXTENSIONS[name]:
                places = " or ".join(EXTENSIONS[name])
                self.fault("extension_place", f'"{name}" belongs on a {places}, not on a {level}.', here)
            elif name in found:
                self.fault("extension_twice", f'"{name}" is given twice.', here)
            else:
                found[name] = item.get("value")
        return found

    def _identifier(self, own: Mapping[str, Any], path: NodePath) -> str | None:
        name = _text(own.get("cfgovernIdentifier"))
        known = (*identifiers.FORMS, *NAMED_IDENTIFIERS)
        if name and name not in known:
            message = f'cfgovern knows no identifier "{name}".{did_you_mean(name, known)}'
            self.fault("unknown_identifier", message, path)
        return name or None

    def _roles(self, own: Mapping[str, Any], path: NodePath) -> tuple[str, ...]:
        roles = _texts(own.get("cfgovernRole"))
        for role in roles:
            if role not in ROLES:
                self.fault("unknown_role", f'There is no role "{role}".{did_you_mean(role, ROLES)}', path)
        return roles

    # -- relationships -----------------------------------------------------------------------

    def _linked(self, tables: tuple[Table, ...], data: dict[str, Any]) -> tuple[Table, ...]:
        from dataclasses import replace

        from cfgovern.contract.relationships import foreign_keys

        entries = {_text(e.get("name")): e for e in _list(data.get("schema")) if isinstance(e, dict)}
        return tuple(
            replace(table, foreign_keys=tuple(foreign_keys(self.fault, table, entries[table.name], tables)))
            for table in tables
        )


def _primary_key(entry: dict[str, Any]) -> tuple[str, ...]:
    keys: list[tuple[int, str]] = []
    for order, node in enumerate(_list(entry.get("properties"))):
        if isinstance(node, dict) and node.get("primaryKey") is True:
            position = node.get("primaryKeyPosition")
            rank = position if isinstance(position, int) and position > 0 else 1000 + order
            keys.append((rank, _text(node.get("name"))))
    return tuple(name for _, name in sorted(keys))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Scalars of a contract as text: true and false in lower case, None as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _texts(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    return tuple(_text(item) for item in value) if isinstance(value, list) else (_text(value),)
