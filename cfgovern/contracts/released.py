"""The released contract: what a recipient holds, in the form it has after the treatments of the contract.

It is an ODCS contract like any other, so that the parts of a release can be checked against it again. Rules
of the programme and queries are not taken over: they were held against the finer data before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cfgovern.contract.agebands import AgeBands
from cfgovern.contract.domains import Domain
from cfgovern.contract.model import Contract
from cfgovern.contract.parts import LINK_ID, MODES, PERSON_REF, SYNTHETIC_ID, Part, parts_of
from cfgovern.contracts import releasedcolumns as columns
from cfgovern.errors import UsageError
from cfgovern.profile.plainyaml import document
from cfgovern.tokens.clksettings import load_clk
from cfgovern.tokens.published import TOKENS, fields

__all__ = ["released_contract"]

_PERSON_REF = (
    "A keyed reference in place of the record id: the same for one person in every release of this domain,"
    " and another in each other domain. Only the area can tell whose it is."
)
_LINK_OF_PEOPLE = (
    "A random id under which identifiers travel apart from these answers. Only the area can join the two."
)
_LINK_OF_IDENTIFIERS = (
    "A random id in place of the record id. Only the area can tell to which answers it belongs."
)
_SYNTHETIC = "The record id of a made-up person, to score linking by. It is there in made-up data alone."
_STILL_PERSONAL = (
    "What this contract describes is still personal data wherever a row is about a person: names are gone"
    " from the answers, people are not. Tokens and references are no anonymisation. Whoever holds it needs a"
    " lawful basis and a sharing agreement, and must not try to find out who somebody is."
)
_ORGANISATIONS = "It has no rows about people. Small counts and names of posts can still point to somebody."


def released_contract(
    contract: Contract, domain: Domain, ages: AgeBands, *, mode: str = "split", synthetic: bool = False
) -> str:
    """The contract (ODCS YAML) of a release of ``contract`` for ``domain``: of the same input the same text.

    ``ages``: the bands of the treatment ``age_band``. ``mode``: ``split`` (identifiers in the clear),
    ``tokens`` or ``clk``. ``synthetic``: made-up data, whose identifiers carry the record id too. Raises
    UsageError as :func:`cfgovern.contract.parts.parts_of`, and ``released.mode``.
    """
    if mode not in MODES:
        raise UsageError("released.mode", "There is no such mode.", fix=f"Choose from {', '.join(MODES)}.")
    parts = parts_of(contract, domain)
    maker = _Maker(contract, parts, ages, mode, synthetic)
    notice = {"property": "cfgovernNotice", "value": contract.notice}
    source = {
        "sourceContract": contract.id,
        "sourceVersion": contract.version,
        "sourceDigest": contract.digest,
    }
    return document(
        {
            "apiVersion": "v3.2.0",
            "kind": "DataContract",
            "id": f"{contract.id}:released:{domain.name}",
            "name": f"{contract.name}, released for {domain.name}",
            "version": contract.version,
            "status": contract.status,
            "description": _description(contract, domain, parts),
            "customProperties": [
                *([notice] if contract.notice else []),
                *({"property": name, "value": value} for name, value in source.items()),
            ],
            "schema": [maker.table(part) for part in parts],
        }
    )


def _description(contract: Contract, domain: Domain, parts: Sequence[Part]) -> dict[str, str]:
    about_people = any(part.table.record_id for part in parts)
    said = contract.document.data.get("description")
    limits = said.get("limitations") if isinstance(said, dict) else None
    return {
        "purpose": (
            f"What leaves an area for the domain {domain.name}, made from the contract of what is collected."
            f" Recipient: {domain.recipient}. Purpose: {domain.purpose} Kept: {domain.retention}."
        ),
        "limitations": " ".join(
            [_STILL_PERSONAL if about_people else _ORGANISATIONS, *([str(limits).strip()] if limits else [])]
        ),
        "usage": (
            "Check the parts of a release against it. It has no rules of the programme: they are held against"
            " the data before anything is made coarser."
        ),
    }


class _Maker:
    """Describes the parts of one release."""

    def __init__(
        self, contract: Contract, parts: Sequence[Part], ages: AgeBands, mode: str, synthetic: bool
    ) -> None:
        self._contract = contract
        self._answers = {part.table.name: part for part in parts if part.kind == "payload"}
        self._ages = ages
        self._mode = mode
        self._synthetic = synthetic

    def table(self, part: Part) -> dict[str, Any]:
        """One table, with its columns."""
        table = part.table
        route = table.route if part.kind == "payload" else "identifiers"
        about = {
            "cfgovernConcept": table.concept if part.name == table.name else part.name,
            "cfgovernRoute": route,
        }
        composite = [] if part.kind != "payload" else list(self._composite(part))
        return {
            "name": part.name,
            "businessName": table.label,
            "logicalType": "object",
            "physicalType": "table",
            **({"description": table.description} if table.description else {}),
            "customProperties": [
                {"property": name, "value": value} for name, value in about.items() if value
            ],
            **({"relationships": composite} if composite else {}),
            "properties": self._keyed(part, [*self._references(part), *self._columns(part)]),
        }

    def _columns(self, part: Part) -> Iterator[dict[str, Any]]:
        identifying = [one for one in part.columns if part.kind == "identifiers" and one.identifies]
        for column in part.columns:
            if column not in identifying:
                required = column.required or column.name in part.table.primary_key
                yield columns.treated(self._contract, column, self._ages, required)
            elif self._mode == "split":
                yield columns.as_sent(column)
        named = fields((column.concept, column.identifier or "") for column in identifying)
        if named and self._mode == "clk":
            yield columns.clk_column(identifying, load_clk().bits)
        if self._mode == "tokens":
            for token in TOKENS.values():
                if sources := [identifying[named[need]] for need in token.needs if need in named]:
                    yield columns.token_column(token, sources)

    def _references(self, part: Part) -> Iterator[dict[str, Any]]:
        record, form = part.table.record_id, {"logicalTypeOptions": {"pattern": columns.HEX}}
        if record is None:
            return
        if part.kind == "payload":
            yield columns.reference(
                PERSON_REF, record, "Person reference", _PERSON_REF, required=True, **form
            )
            if part.table is self._contract.people:
                yield columns.reference(LINK_ID, record, "Link id", _LINK_OF_PEOPLE, unique=True, **form)
            return
        yield columns.reference(LINK_ID, record, "Link id", _LINK_OF_IDENTIFIERS, required=True, **form)
        if self._synthetic:
            yield columns.reference(SYNTHETIC_ID, record, "Synthetic record id", _SYNTHETIC)

    def _keyed(self, part: Part, made: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """The columns with their key, where the treatments leave one, and with what they refer to."""
        key = self._renamed(part, part.table.primary_key) or ()
        single = {own[0]: f"{table}.{to[0]}" for own, table, to in self._foreign(part) if len(own) == 1}
        return [_keyed(node, key, single.get(node["name"])) for node in made]

    def _composite(self, part: Part) -> Iterator[dict[str, Any]]:
        for own, table, to in self._foreign(part):
            if len(own) > 1:
                yield {
                    "type": "foreignKey",
                    "from": [f"{part.name}.{name}" for name in own],
                    "to": [f"{table}.{name}" for name in to],
                }

    def _foreign(self, part: Part) -> Iterator[tuple[tuple[str, ...], str, tuple[str, ...]]]:
        """What still refers to a table of the payload: own columns, the table, its columns."""
        for key in part.table.foreign_keys if part.kind == "payload" else ():
            target = self._answers.get(key.table)
            own = self._renamed(part, key.columns)
            to = self._renamed(target, key.to_columns) if target else None
            if target and own and to:
                yield own, target.name, to

    def _renamed(self, part: Part, names: Sequence[str]) -> tuple[str, ...] | None:
        """Columns by their names in the release; None where one is gone, or no longer tells rows apart."""
        found = []
        for name in names:
            if part.table.record_id is not None and name == part.table.record_id.name:
                found.append(part.references[0])
            elif any(one.name == name and columns.is_kept_whole(one) for one in part.columns):
                found.append(name)
            else:
                return None
        return tuple(found)


def _keyed(node: dict[str, Any], key: Sequence[str], target: str | None) -> dict[str, Any]:
    *before, last = node.items()
    more: dict[str, Any] = {}
    if node["name"] in key:
        more = {"primaryKey": True, "primaryKeyPosition": key.index(node["name"]) + 1, "required": True}
    if target is not None:
        more["relationships"] = [{"type": "foreignKey", "to": target}]
    return {**dict(before), **more, last[0]: last[1]}
