"""A data dictionary as plain values: everything that a contract says, in words, before any layout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cfgovern import content
from cfgovern.contract.domains import Domain
from cfgovern.contract.model import MISSING_STATES, Code, Column, Contract, ForeignKey, Quality, Table
from cfgovern.contract.purposes import Purpose, load_purposes
from cfgovern.contract.words import ROLES, humanised, treatment_words
from cfgovern.contracts import wording
from cfgovern.contracts.governed import governed_digest
from cfgovern.yamlfile import check, load

__all__ = ["FEW", "NOT_COLLECTED", "Codes", "Dictionary", "Item", "TableEntry", "Tally", "dictionary"]

FEW = 6
"""As many codes stand beside a column; longer lists are shortened there."""

NOT_COLLECTED = "Declared, not collected"
_MESSAGES = "messages.yaml"
_TEXT = {"type": "string", "required": True}
_WORDS: dict[str, Any] = {
    "identifiers": {
        "type": "dict",
        "default": {},
        "valuesrules": {"type": "dict", "allow_unknown": True, "schema": {"name": _TEXT, "form": _TEXT}},
    }
}
_GUARDED = ("direct_identifier", "special_category", "criminal_offence", "sensitive", "free_text")


@dataclass(frozen=True, slots=True)
class Codes:
    """A list of codes and the columns that use it (``table.column``)."""

    name: str
    codes: tuple[Code, ...]
    used_by: tuple[str, ...]

    @property
    def shown(self) -> tuple[Code, ...]:
        """The codes that stand beside a column."""
        return self.codes if len(self.codes) <= FEW else self.codes[: FEW - 1]

    @property
    def rest(self) -> int:
        """How many codes stand in the appendix alone."""
        return len(self.codes) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Item:
    """One column. ``not_collected`` says why it is declared only; None: it is collected.

    ``no_answer`` holds (code to write, when); ``roles`` and ``guarded`` are words, the
    latter those that ask for particular care.
    """

    name: str
    label: str
    description: str
    form: str
    required: bool
    not_collected: str | None
    notes: tuple[str, ...]
    pattern: str | None
    examples: tuple[str, ...]
    codes: Codes | None
    no_answer: tuple[tuple[str, str], ...]
    identifier: str
    roles: tuple[str, ...]
    guarded: tuple[str, ...]
    classification: str
    treatment: str
    purposes: tuple[Purpose, ...]

    @property
    def needed(self) -> str:
        """Whether a cell must be filled in, or is not to be there at all."""
        if self.not_collected is not None:
            return NOT_COLLECTED
        return "Required" if self.required else "May be empty"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many columns of a table there are, and of which kind. Those not collected count alone."""

    columns: int
    required: int
    direct_identifier: int
    special_category: int
    criminal_offence: int
    sensitive: int
    not_collected: int

    def told(self) -> tuple[tuple[str, int], ...]:
        """(heading, number) in the order of a report."""
        return (
            ("Columns", self.columns),
            ("Required", self.required),
            ("Direct identifiers", self.direct_identifier),
            ("Special category", self.special_category),
            ("Criminal offence", self.criminal_offence),
            ("Sensitive", self.sensitive),
            (NOT_COLLECTED, self.not_collected),
        )


@dataclass(frozen=True, slots=True)
class TableEntry:
    """One table. ``links`` and ``rules`` are sentences, ``rule_packs`` folder names."""

    name: str
    label: str
    description: str
    route: str
    key: tuple[str, ...]
    links: tuple[str, ...]
    rules: tuple[str, ...]
    rule_packs: tuple[str, ...]
    items: tuple[Item, ...]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A whole data dictionary. ``about`` holds (heading, text) of the contract's own description.

    ``purposes`` holds each purpose that is served, and the columns that serve it; ``governed`` the digest of
    the governed facts.
    """

    name: str
    id: str
    version: str
    status: str
    notice: str
    digest: str
    governed: str
    about: tuple[tuple[str, str], ...]
    tables: tuple[TableEntry, ...]
    code_lists: tuple[Codes, ...]
    purposes: tuple[tuple[Purpose, tuple[str, ...]], ...]
    domains: tuple[Domain, ...]


def dictionary(contract: Contract, domains: Sequence[Domain] = ()) -> Dictionary:
    """The data dictionary of ``contract``, whose data go to ``domains``.

    Raises OperatorFileError where the theory of change or the words of identifiers, which the
    contract refers to, cannot be read.
    """
    columns = [column for table in contract.tables for column in table.columns]
    purposes = load_purposes() if any(column.purposes for column in columns) else {}
    identifiers = _identifiers() if any(column.identifier for column in columns) else {}
    lists = {codes.name: codes for codes in _code_lists(contract)}
    make = _Items(contract, purposes, identifiers, lists)
    return Dictionary(
        name=contract.name,
        id=contract.id,
        version=contract.version,
        status=contract.status,
        notice=contract.notice,
        digest=contract.digest,
        governed=governed_digest(contract, domains),
        about=tuple(_about(contract)),
        tables=tuple(_table(table, make) for table in contract.tables),
        code_lists=tuple(lists[name] for name in sorted(lists)),
        purposes=tuple(_served(contract, purposes)),
        domains=tuple(domains),
    )


def _about(contract: Contract) -> Iterator[tuple[str, str]]:
    given = contract.document.data.get("description")
    texts = given if isinstance(given, dict) else {"purpose": given}
    for name, heading in (("purpose", "Purpose"), ("limitations", "Limitations"), ("usage", "Use")):
        if texts.get(name):
            yield heading, str(texts[name]).strip()


def _identifiers() -> Mapping[str, str]:
    """What each kind of identifier is called and looks like, in the words that the checks use."""
    found: dict[str, Any] = {}
    for folder in (content.shipped("validators"), content.file("validators", _MESSAGES).parent):
        found |= check(load(folder / _MESSAGES), _WORDS, allow_unknown=True)["identifiers"]
    return {name: _sentence(words["name"], words["form"]) for name, words in found.items()}


def _sentence(name: str, form: str) -> str:
    """``an NHS number`` and its form as ``NHS number: 10 figures``."""
    called = name.removeprefix("an ").removeprefix("a ")
    return f"{called[:1].upper()}{called[1:]}: {form}"


def _code_lists(contract: Contract) -> Iterator[Codes]:
    """Code lists by their name, lists of allowed values by the column that holds them."""
    users: dict[str, list[str]] = {}
    for table in contract.tables:
        for column in table.columns:
            place = f"{table.name}.{column.name}"
            if column.code_list:
                users.setdefault(column.code_list, []).append(place)
            elif column.enum:
                yield Codes(place, tuple(Code(value, label) for value, label in column.enum), (place,))
    for name, used_by in users.items():
        yield Codes(name, contract.code_lists[name].codes, tuple(used_by))


def _served(contract: Contract, purposes: Mapping[str, Purpose]) -> Iterator[tuple[Purpose, tuple[str, ...]]]:
    """The purposes that columns serve: those that are known in their own order, then the others."""
    users: dict[str, list[str]] = {}
    for table in contract.tables:
        for column in table.collected:
            for purpose in column.purposes:
                users.setdefault(purpose, []).append(f"{table.name}.{column.name}")
    known = [name for name in purposes if name in users]
    for name in (*known, *(name for name in users if name not in purposes)):
        yield _purpose(name, purposes), tuple(users[name])


def _purpose(name: str, purposes: Mapping[str, Purpose]) -> Purpose:
    return purposes.get(name) or Purpose(name, "", "This purpose is not in the theory of change.", "")


def _table(table: Table, make: _Items) -> TableEntry:
    return TableEntry(
        name=table.name,
        label=table.label,
        description=table.description,
        route=wording.ROUTES.get(table.route or "", ""),
        key=table.primary_key,
        links=tuple(_link(key) for key in table.foreign_keys),
        rules=tuple(text for text in map(_rule, table.rules) if text),
        rule_packs=table.rule_packs,
        items=tuple(make.item(table, column) for column in table.columns),
        tally=_tally(table),
    )


def _rule(rule: Quality) -> str:
    """What a rule asks for; of one that is for another tool also that, so that nobody counts on it."""
    which = "This" if rule.description else f"The rule {rule.id}"
    if rule.unseen:
        return f"{rule.description} {which} reads a column that cfgovern does not look into.".strip()
    if rule.type != "custom":
        return rule.description
    return f"{rule.description} {which} is for the tool {rule.engine}, which cfgovern does not run.".strip()


def _link(key: ForeignKey) -> str:
    columns, there = ", ".join(key.columns), ", ".join(key.to_columns)
    return f"{columns}: stands in the table {key.table}" + (f" as {there}" if there != columns else "")


def _tally(table: Table) -> Tally:
    def with_role(role: str) -> int:
        return sum(role in column.roles for column in table.collected)

    return Tally(
        columns=len(table.collected),
        required=sum(column.required for column in table.collected),
        direct_identifier=with_role("direct_identifier"),
        special_category=with_role("special_category"),
        criminal_offence=with_role("criminal_offence"),
        sensitive=with_role("sensitive"),
        not_collected=len(table.columns) - len(table.collected),
    )


@dataclass(frozen=True, slots=True)
class _Items:
    """Makes the entry of a column from what the contract and its companions say."""

    contract: Contract
    purposes: Mapping[str, Purpose]
    identifiers: Mapping[str, str]
    lists: Mapping[str, Codes]

    def item(self, table: Table, column: Column) -> Item:
        """The entry of one column."""
        codes = column.code_list or f"{table.name}.{column.name}"
        identifier = column.identifier or ""
        return Item(
            name=column.name,
            label=column.label,
            description=column.description,
            form=wording.form_of(column),
            required=column.required,
            not_collected=None if column.collected else self._why_off(column),
            notes=tuple(_notes(table, column)),
            pattern=column.pattern,
            examples=column.examples,
            codes=self.lists.get(codes),
            no_answer=tuple(
                (column.missing[state], wording.MISSING[state])
                for state in MISSING_STATES
                if state in column.missing
            ),
            identifier=self.identifiers.get(identifier, humanised(identifier)),
            roles=tuple(ROLES.get(role, role) for role in column.roles if role not in _GUARDED),
            guarded=tuple(ROLES[role] for role in column.roles if role in _GUARDED),
            classification=wording.classified(column.classification),
            treatment=treatment_words(column),
            purposes=tuple(_purpose(name, self.purposes) for name in column.purposes),
        )

    def _why_off(self, column: Column) -> str:
        """What the contract writes beside ``cfgovernCollected``; the model keeps no such text."""
        node: Any = self.contract.document.data
        for step in column.path:
            node = node[step]
        own = next(
            entry for entry in node["customProperties"] if entry.get("property") == "cfgovernCollected"
        )
        return str(own.get("description") or "").strip()


def _notes(table: Table, column: Column) -> Iterator[str]:
    if table.primary_key == (column.name,):
        yield "The key: no two rows have the same value."
    elif column.name in table.primary_key:
        yield f"Part of the key: {', '.join(table.primary_key)} together are never the same in two rows."
    elif column.unique:
        yield "No two rows have the same value."
    for key in table.foreign_keys:
        if key.columns == (column.name,):
            yield f"Must stand in the table {key.table}."
    if column.show:
        yield "Reports may show the value, to point out a row."
