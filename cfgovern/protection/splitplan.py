"""Which column of a contract goes into which part of a release, and as what: the plan of a split."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfgovern.contract.domains import Domain
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.contract.parts import LINK_ID, PERSON_REF, SYNTHETIC_ID, Part, parts_of
from cfgovern.engine.parting import PartColumn, PartTable
from cfgovern.errors import UsageError
from cfgovern.protection.riskpolicy import Measures, load_policy
from cfgovern.protection.safety import PLACES, Words, load_words, tells_a_place
from cfgovern.protection.ways import way_of
from cfgovern.tokens.clksettings import CLK, SECRET, ClkSettings, load_clk, schema_of
from cfgovern.tokens.normaliser import KINDS
from cfgovern.tokens.published import FIELDS, TOKENS, Token, fields

__all__ = ["SplitPlan", "split_plan"]


@dataclass(frozen=True, slots=True)
class SplitPlan:
    """What of a submission goes to one domain, on a day (ISO) by which ages are reckoned.

    ``clk``: the settings of CLKs and what they are salted by, in that mode.
    """

    contract: Contract
    domain: Domain
    mode: str
    measures: Measures
    words: Words
    day: str
    synthetic: bool
    clk: tuple[ClkSettings, str | None] | None = None

    def parts(self) -> list[PartTable]:
        """The files of the release: answers first, each in the order of the contract.

        Raises UsageError as :func:`cfgovern.contract.parts.parts_of`, and ``release.no_record_id`` or
        ``release.no_kind`` for a contract of which no release can be made.
        """
        return [
            self._payload(part) if part.kind == "payload" else self._identifiers(part)
            for part in self._parts()
        ]

    def _parts(self) -> Sequence[Part]:
        return parts_of(self.contract, self.domain)

    def _payload(self, part: Part) -> PartTable:
        table, record = part.table, _record(part.table)
        made = [] if record is None else [PartColumn(PERSON_REF, "ref")]
        made += [PartColumn(LINK_ID, "link")] if record and table is self.contract.people else []
        made += [self._answer(one) for one in part.columns]
        return PartTable(part.kind, part.name, table.name, record, tuple(made))

    def _answer(self, column: Column) -> PartColumn:
        name, place = column.name, tells_a_place(column, self.words)
        treatment = column.treatment or ("redact" if "free_text" in column.roles else "keep")
        if treatment == "redact":
            return PartColumn(name, "text", name, place=True)  # no search finds every town or refuge
        if treatment == "token":
            kind = column.identifier or ""
            key = kind if kind in TOKENS else column.concept
            return PartColumn(name, "keyed", name, of=kind and _kind(column), key=key, place=place)
        return self._value(column)

    def _value(self, column: Column) -> PartColumn:
        way, missing = way_of(self.contract, column, self.measures, self.day), tuple(column.missing.values())
        place = tells_a_place(column, self.words)
        return PartColumn(column.name, "value", column.name, way, missing, place=place)

    def _identifiers(self, part: Part) -> PartTable:
        record = _record(part.table)
        made = [PartColumn(LINK_ID, "link")]
        made += [PartColumn(SYNTHETIC_ID, "record")] if self.synthetic else []
        known = [one for one in part.columns if one.identifies]
        missing = {one.name: tuple(one.missing.values()) for one in known if one.missing}
        if self.mode == "split":
            made += [self._clear(one) for one in part.columns]
            return PartTable(part.kind, part.name, part.table.name, record, tuple(made), missing=missing)
        made += [self._value(one) for one in part.columns if not one.identifies]
        places = fields((one.concept, _kind(one)) for one in known)
        sources = {name: known[place].name for name, place in places.items()}
        if self.clk is not None and sources:
            settings, salt = self.clk
            how = {"schema": schema_of(settings, sources), "salt": salt}
            guarded = tuple(name for name in sources if FIELDS[name] in PLACES)
            made.append(PartColumn(CLK, "clk", key=SECRET, place=bool(guarded)))
            return PartTable(
                part.kind, part.name, part.table.name, record, tuple(made), sources, missing, how, guarded
            )
        made += self._tokens(set(places))
        return PartTable(part.kind, part.name, part.table.name, record, tuple(made), sources, missing)

    def _clear(self, column: Column) -> PartColumn:
        place = tells_a_place(column, self.words)
        if column.identifier is None and column.identifies:
            return PartColumn(column.name, "value", column.name, place=place)
        if column.identifier is None:
            return self._value(column)
        return PartColumn(column.name, "normalised", column.name, of=_kind(column), place=place)

    def _tokens(self, there: set[str]) -> Iterator[PartColumn]:
        for name, token in TOKENS.items():
            if not there.isdisjoint(token.needs):
                minimum = self.words.token_minimum if name in self.words.counted_tokens else 0
                place = _tells_a_place(token)
                yield PartColumn(name, "token", of=name, key=token.key_name, place=place, minimum=minimum)


def _tells_a_place(token: Token) -> bool:
    return any(FIELDS[need] in PLACES for need in token.needs)


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


def _record(table: Table) -> str | None:
    """The record id of a table about people; None for one about organisations."""
    if table.record_id is not None:
        return table.record_id.name
    if table.route == "organisation":
        return None
    raise UsageError(
        "release.no_record_id",
        "The contract does not say which column of a table tells people apart, so nothing of it can be sent.",
        where=table.name,
        fix="Give it cfgovernRole record_id. A table about organisations has cfgovernRoute organisation.",
    )


def split_plan(
    contract: Contract, domain: Domain, mode: str, day: str, *, synthetic: bool, salt: str | None = None
) -> SplitPlan:
    """The plan for a release to ``domain`` in that ``mode``, with the policy of the pack in use.

    ``day`` (ISO): by which ages are reckoned. ``salt``: what CLKs are salted by. Raises OperatorFileError for
    a faulty policy.
    """
    clk = (load_clk(), salt) if mode == "clk" else None
    return SplitPlan(contract, domain, mode, load_policy().measures, load_words(), day, synthetic, clk)
