"""Reads an ODCS contract into the model; what it cannot honour, it refuses with its place.

Every fault of a contract is gathered and raised at once. Nothing unknown is guessed: an unknown
check, metric, type or ``cfgovern*`` property is a fault, never a silent skip.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from cfgovern import identifiers
from cfgovern.contract import quality as quality_rules
from cfgovern.contract.codelists import CODE_LIST_FOLDER, known_lists, read_list
from cfgovern.contract.extensions import EXTENSIONS, ROLES, ROUTES, extensions, value_path
from cfgovern.contract.lookups import LOOKUP_FOLDER, known_lookups, read_lookup
from cfgovern.contract.model import MISSING_STATES, CodeList, Column, Contract, NodePath, Table
from cfgovern.contract.nested import nested_faults, nested_in, outside, with_unseen_rules
from cfgovern.contract.options import TypeOptions
from cfgovern.contract.treatments import said
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.yamlfile import Document, Given, did_you_mean, load

__all__ = ["UNREAD", "load_contract", "read_contract"]

API_VERSIONS = ("v3.1.0", "v3.2.0")
TYPES = ("string", "date", "timestamp", "time", "number", "integer", "boolean")
NAMED_IDENTIFIERS = ("date_of_birth", "given_name", "family_name", "full_name", "address")
# After these, names of tables and columns lead nowhere for a reason that is told already.
UNREAD = (
    "contract.table_name",
    "contract.table_twice",
    "contract.no_tables",
    "contract.no_columns",
    "contract.column_name",
)
# Physical types that say the logical type when a contract gives none.
_PHYSICAL = (
    (re.compile(r"(big|small|tiny)?int(eger)?\d*\b|long\b|short\b"), "integer"),
    (re.compile(r"dec(imal)?\b|numeric|number|double|float|real"), "number"),
    (re.compile(r"timestamp|datetime"), "timestamp"),
    (re.compile(r"date\b"), "date"),
    (re.compile(r"time\b"), "time"),
    (re.compile(r"bool(ean)?\b"), "boolean"),
)


def load_contract(path: Path | Given) -> Contract:
    """Read the contract at ``path``, or the one that is given as text.

    Raises OperatorFileError (``contract.invalid``) with every fault and its line and column.
    """
    contract, faults = read_contract(load(path))
    if faults:
        count = len(faults)
        raise OperatorFileError(
            "contract.invalid", f"The contract has {count} {'fault' if count == 1 else 'faults'}.", faults
        )
    return contract


def read_contract(document: Document) -> tuple[Contract, list[Fault]]:
    """The contract as far as it can be read, and every fault: its own in the order of the file first.

    Code lists are read from beside the file; for text that is no file, from the working folder.
    """
    builder = _Builder(document)
    contract = builder.contract()
    return contract, sorted(builder.faults, key=lambda f: (f.path != document.path, f.path, f.line, f.column))


class _Builder:
    """Walks the document once, gathering faults."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.path = Path(document.path)
        self.faults: list[Fault] = []
        self.code_lists: dict[str, CodeList] = {}
        self.lookups: dict[str, Mapping[str, str]] = {}

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
        own = self._extensions(data, (), "contract")
        tables = self._linked(with_unseen_rules(tuple(self._tables(data))), data)
        nested_faults(self.fault, tables, data)
        if not _list(data.get("schema")):
            self.fault("no_tables", "The contract has no schema entry, so it describes no table.", ())
        description = data.get("description")
        purpose = description.get("purpose", "") if isinstance(description, dict) else (description or "")
        return Contract(
            id=_text(data.get("id")),
            name=_text(data.get("name")) or _text(data.get("id")),
            version=_text(data.get("version")),
            status=_text(data.get("status")),
            api_version=_text(version),
            tables=tables,
            code_lists=self.code_lists,
            digest="sha256:" + hashlib.sha256(self.document.content).hexdigest(),
            document=self.document,
            description=_text(purpose).strip(),
            notice=_text(own.get("cfgovernNotice")).strip(),
            lookups=self.lookups,
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
        own = self._extensions(entry, path, "table")
        columns = tuple(self._columns(entry, path))
        if not _list(entry.get("properties")):
            self.fault("no_columns", f'The table "{name}" has no properties.', path)
        route = own.get("cfgovernRoute")
        if route is not None and route not in ROUTES:
            message = f"A route is one of {', '.join(ROUTES)}.{did_you_mean(_text(route), ROUTES)}"
            self.fault("route", message, self._value(path, "cfgovernRoute"))
        return Table(
            name=name,
            path=path,
            columns=columns,
            label=_text(entry.get("businessName")) or name,
            description=_text(entry.get("description")).strip(),
            concept=_text(own.get("cfgovernConcept")) or name,
            route=_text(route) or None,
            rule_packs=_texts(own.get("cfgovernRules")),
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
        if nested := nested_in(node):
            node = outside(node)
        kind = "string" if nested else self._type(node, path)
        options = TypeOptions(self.fault, node, path, kind)
        (minimum, maximum), (shortest, longest) = options.bounds(), options.lengths()
        enum, code_list = tuple(self._enum(node, path)), self._code_list(own, path)
        treatment, treatment_of = self._treatment(own, path)
        return Column(
            name=name,
            path=path,
            type=kind,
            label=_text(node.get("businessName")) or name,
            description=_text(node.get("description")).strip(),
            required=node.get("required") is True or node.get("primaryKey") is True,
            unique=node.get("unique") is True,
            minimum=minimum,
            maximum=maximum,
            multiple_of=options.number("multipleOf"),
            min_length=shortest,
            max_length=longest,
            pattern=options.pattern(),
            format=options.format(),
            enum=enum,
            code_list=code_list,
            concept=_text(own.get("cfgovernConcept")) or name,
            identifier=self._identifier(own, path),
            roles=self._roles(own, path),
            treatment=treatment or None,
            treatment_of=treatment_of,
            purposes=_texts(own.get("cfgovernPurpose")),
            show=self._choice(own, path, "cfgovernShow", ("true", "false")) == "true",
            missing=self._missing(own, path, {*(value for value, _ in enum), *self._codes(code_list)}),
            collected=self._choice(own, path, "cfgovernCollected", ("on", "off", "true", "false"))
            not in ("off", "false"),
            classification=_text(node.get("classification")),
            examples=_texts(node.get("examples")),
            quality=tuple(quality_rules.read(self.fault, node, path, table=table, column=name)),
            nested=nested,
        )

    def _type(self, node: dict[str, Any], path: NodePath) -> str:
        given = node.get("logicalType")
        if given is None:
            physical = _text(node.get("physicalType")).casefold()
            return next((kind for shape, kind in _PHYSICAL if shape.match(physical)), "string")
        if given not in TYPES:
            hint = did_you_mean(_text(given), TYPES)
            self.fault("type", f"A type is one of {', '.join(TYPES)}.{hint}", (*path, "logicalType"))
        return given if given in TYPES else "string"

    # -- codes -------------------------------------------------------------------------------

    @cached_property
    def known(self) -> Mapping[str, Path]:
        """The code lists beside the contract."""
        return known_lists(self.path)

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
            if name not in self.known:
                message = f'There is no code list named "{name}".{did_you_mean(name, self.known)}'
                at = self._value(path, "cfgovernCodeList")
                self.fault("unknown_code_list", message, at, f"Code lists stand in {CODE_LIST_FOLDER}.")
                return None
            self.code_lists[name], faults = read_list(self.known[name])
            self.faults += faults
        return name

    def _treatment(self, own: Mapping[str, Any], path: NodePath) -> tuple[str, str]:
        """The treatment and what it is told. Whether the two fit is for lint to say."""
        told, at = said(own.get("cfgovernTreatment")), self._value(path, "cfgovernTreatment")
        if told is None:
            message = "A treatment is one word, or one word with what it needs to know."
            self.fault("treatment_form", message, at, "Write month, or {top_code: 20}.")
            return "", ""
        word, name = told
        if word == "lookup" and name and name not in self.lookups:
            known = known_lookups(self.path)
            if name in known:
                self.lookups[name], faults = read_lookup(known[name])
                self.faults += faults
            else:
                message = f'There is no lookup named "{name}".{did_you_mean(name, known)}'
                self.fault("unknown_lookup", message, at, f"Lookups stand in {LOOKUP_FOLDER}.")
        return told

    # -- extensions --------------------------------------------------------------------------

    def _extensions(self, node: dict[str, Any], path: NodePath, level: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value, at in extensions(node, path):
            here: NodePath = (*at, "property")
            if name not in EXTENSIONS:
                hint = did_you_mean(name, EXTENSIONS)
                self.fault("unknown_extension", f'cfgovern knows no property "{name}".{hint}', here)
            elif level not in EXTENSIONS[name]:
                places = " or ".join(EXTENSIONS[name])
                self.fault("extension_place", f'"{name}" belongs on a {places}, not on a {level}.', here)
            elif name in found:
                self.fault("extension_twice", f'"{name}" is given twice.', here)
            else:
                found[name] = value
        return found

    def _value(self, path: NodePath, name: str, part: int | None = None) -> NodePath:
        return value_path(self.document, path, name, part)

    def _choice(self, own: Mapping[str, Any], path: NodePath, name: str, choices: tuple[str, ...]) -> str:
        given = _text(own.get(name)).casefold()
        if given and given not in choices:
            self.fault("choice", f"{name} is one of {', '.join(choices)}.", self._value(path, name))
        return given

    def _identifier(self, own: Mapping[str, Any], path: NodePath) -> str | None:
        name = _text(own.get("cfgovernIdentifier"))
        known = (*identifiers.FORMS, *NAMED_IDENTIFIERS)
        if name and name not in known:
            message = f'cfgovern knows no identifier "{name}".{did_you_mean(name, known)}'
            self.fault("unknown_identifier", message, self._value(path, "cfgovernIdentifier"))
        return name or None

    def _roles(self, own: Mapping[str, Any], path: NodePath) -> tuple[str, ...]:
        roles = _texts(own.get("cfgovernRole"))
        for part, role in enumerate(roles):
            if role not in ROLES:
                message = f'There is no role "{role}".{did_you_mean(role, ROLES)}'
                self.fault("unknown_role", message, self._value(path, "cfgovernRole", part))
        return roles

    def _codes(self, name: str | None) -> set[str]:
        return {code.code for code in self.code_lists[name].codes} if name else set()

    def _missing(self, own: Mapping[str, Any], path: NodePath, answers: set[str]) -> Mapping[str, str]:
        """The word of each state, which must tell it from the other states and from the ``answers``."""
        given = own.get("cfgovernMissing")
        if given is None:
            return {}
        if not isinstance(given, dict) or not set(given) <= set(MISSING_STATES):
            message = f"cfgovernMissing maps {', '.join(MISSING_STATES)} to the code written in the cell."
            self.fault("missing_states", message, self._value(path, "cfgovernMissing"))
            return {}
        found: dict[str, str] = {}
        for state in (state for state in given if state in MISSING_STATES):
            word, at = _text(given[state]), (*self._value(path, "cfgovernMissing"), state)
            if not word:
                self.fault("missing_word", f"The state {state} needs the code written in the cell.", at)
            elif word in found.values():
                other = next(known for known, used in found.items() if used == word)
                message = f"The states {other} and {state} are written alike, so they cannot be told apart."
                self.fault("missing_word", message, at)
            elif word in answers:
                message = f"What is written for {state} is also a value of this property."
                self.fault("missing_word", message, at)
            found[state] = word
        return {state: found[state] for state in MISSING_STATES if state in found}

    # -- relationships -----------------------------------------------------------------------

    def _linked(self, tables: tuple[Table, ...], data: dict[str, Any]) -> tuple[Table, ...]:
        from dataclasses import replace

        from cfgovern.contract.relationships import foreign_keys

        if any(fault.code in UNREAD for fault in self.faults):  # what names them would only follow
            return tables
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
