"""Which column of a contract goes into which part of a release, and as what: the plan of a split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfgovern.contract.domains import Domain, columns_of
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.engine.parting import PartColumn, PartTable
from cfgovern.errors import UsageError
from cfgovern.protection.riskpolicy import Measures, load_policy
from cfgovern.protection.safety import PLACES, Words, load_words, record_of, tells_a_place
from cfgovern.protection.ways import way_of
from cfgovern.tokens.normaliser import KINDS
from cfgovern.tokens.published import FIELDS, TOKENS, Token, fields

__all__ = ["LINK", "MODES", "RECORD", "REF", "SplitPlan", "split_plan"]

REF, LINK, RECORD = "person_ref", "link_id", "synthetic_record_id"
"""The headings of the pseudonyms, and of the record id that synthetic identifiers carry."""
MODES = ("split", "tokens")


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """What of a submission goes to one domain, on a day (ISO) by which ages are reckoned.

    ``minimum``: of how many people a value must be before a token of few values is sent.
    """

    contract: Contract
    domain: Domain
    mode: str
    measures: Measures
    words: Words
    day: str
    synthetic: bool
    minimum: int

    def parts(self) -> list[PartTable]:
        """The files of the release, in the order of the contract.

        Raises UsageError ``release.no_record_id``, ``release.heading``, ``release.no_kind`` for a contract of
        which no release can be made.
        """
        payload = columns_of(self.contract, self.domain.payload)
        people = next((table.name for table, _ in payload if _of_people(table)), None)
        found = [self._payload(table, columns, table.name == people) for table, columns in payload]
        for table, columns in columns_of(self.contract, self.domain.identifiers):
            found.append(self._identifiers(table, columns))
        return found

    def _payload(self, table: Table, columns: Sequence[Column], people: bool) -> PartTable:
        record = _record(table)
        made = [] if record is None else [PartColumn(REF, "ref")]
        made += [PartColumn(LINK, "link")] if people else []
        made += [self._answer(one) for one in columns if one.name != record]
        return PartTable("payload", table.name, record, _apart(table, made))

    def _answer(self, column: Column) -> PartColumn:
        name, place = column.name, tells_a_place(column, self.words)
        treatment = column.treatment or ("redact" if "free_text" in column.roles else "keep")
        if treatment == "redact":
            return PartColumn(name, "text", name, place=place)
        if treatment == "token":
            kind = column.identifier or ""
            key = kind if kind in TOKENS else column.concept
            return PartColumn(name, "keyed", name, of=kind and _kind(column), key=key, place=place)
        return self._value(column)

    def _value(self, column: Column) -> PartColumn:
        way, missing = way_of(self.contract, column, self.measures, self.day), tuple(column.missing.values())
        place = tells_a_place(column, self.words)
        return PartColumn(column.name, "value", column.name, way, missing, place=place)

    def _identifiers(self, table: Table, columns: Sequence[Column]) -> PartTable:
        record = _record(table)
        if record is None:
            raise _no_record(table)
        made = [PartColumn(LINK, "link")]
        made += [PartColumn(RECORD, "record")] if self.synthetic else []
        rest = [one for one in columns if one.name != record]
        if self.mode == "split":
            made += [self._clear(one) for one in rest]
            return PartTable("identifiers", table.name, record, _apart(table, made), missing=_missing(rest))
        made += [self._value(one) for one in rest if not _identifies(one)]
        known = [one for one in rest if _identifies(one)]
        places = fields((one.concept, _kind(one)) for one in known)
        made += self._tokens(set(places))
        sources = {name: known[place].name for name, place in places.items()}
        return PartTable("identifiers", table.name, record, _apart(table, made), sources, _missing(known))

    def _clear(self, column: Column) -> PartColumn:
        if column.identifier is None:
            return self._value(column)
        place = tells_a_place(column, self.words)
        return PartColumn(column.name, "normalised", column.name, of=_kind(column), place=place)

    def _tokens(self, there: set[str]) -> Iterator[PartColumn]:
        for name, token in TOKENS.items():
            if not there.isdisjoint(token.needs):
                minimum = self.minimum if token.low_entropy else 0
                place = _tells_a_place(token)
                yield PartColumn(name, "token", of=name, key=token.key_name, place=place, minimum=minimum)


def _tells_a_place(token: Token) -> bool:
    return any(FIELDS[need] in PLACES for need in token.needs)


def _missing(columns: Sequence[Column]) -> dict[str, tuple[str, ...]]:
    """Of each column that identifies the words that say why there is no identifier."""
    return {one.name: tuple(one.missing.values()) for one in columns if _identifies(one) and one.missing}


def _identifies(column: Column) -> bool:
    return column.identifier is not None or "direct_identifier" in column.roles


def _kind(column: Column) -> str:
    """The kind of identifier, by which it is brought into its normal form."""
    if column.identifier is not None and column.identifier in KINDS:
        return column.identifier
    raise UsageError(
        "release.no_kind",
        "A column identifies people, and the contract does not say by what in a way that can be sent.",
        where=column.name,
        fix=f"Give it a cfgovernIdentifier from {', '.join(KINDS)}, or the treatment drop.",
    )


def _of_people(table: Table) -> bool:
    """Whether the table has one row a person: its key is the record id alone."""
    record = record_of(table)
    return record is not None and table.primary_key == (record,)


def _record(table: Table) -> str | None:
    """The record id of a table about people; None for one about organisations."""
    record = record_of(table)
    if record is None and table.route != "organisation":
        raise _no_record(table)
    return record


def _no_record(table: Table) -> UsageError:
    return UsageError(
        "release.no_record_id",
        "The contract does not say which column of a table tells people apart, so nothing of it can be sent.",
        where=table.name,
        fix="Give it cfgovernRole record_id. A table about organisations has cfgovernRoute organisation.",
    )


def _apart(table: Table, columns: Sequence[PartColumn]) -> tuple[PartColumn, ...]:
    """The columns, where each heading stands once."""
    names = [column.name for column in columns]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise UsageError(
            "release.heading",
            "A column of the contract has a name that a release needs for itself.",
            where=f"{table.name}, {twice}",
            fix="Give the column another name in the contract.",
        )
    return tuple(columns)


def split_plan(contract: Contract, domain: Domain, mode: str, day: str, *, synthetic: bool) -> SplitPlan:
    """The plan for a release to ``domain`` in that ``mode``, with the policy of the pack in use.

    ``day`` (ISO): by which ages are reckoned. Raises OperatorFileError for a faulty policy.
    """
    words = load_words()
    return SplitPlan(
        contract, domain, mode, load_policy().measures, words, day, synthetic, words.token_minimum
    )
