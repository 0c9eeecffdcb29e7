"""Facts for tests: the programme contract and a made-up area, with as much of a profile as a test gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from cfgovern.contract.domains import load_domains
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.contract.purposes import load_purposes
from cfgovern.contracts.governed import retention_of
from cfgovern.governance.declared import declared
from cfgovern.governance.facts import facts_of
from cfgovern.governance.law import load_law
from cfgovern.governance.vocabulary import load_vocabulary
from cfgovern.profile.area import Area
from cfgovern.profile.programme import load_programme, merged
from cfgovern.yamlfile import Document

__all__ = ["AS_OF", "CONTRACT", "GOVERNED", "contract", "known"]

CONTRACT = Path("schemas/changing-futures/changing-futures.odcs.yaml")
AS_OF = date(2026, 10, 1)
GOVERNED = "sha256:" + "0" * 64


@cache
def contract() -> Contract:
    return load_contract(CONTRACT)


@cache
def content() -> tuple[Any, ...]:
    """What does not change between tests."""
    return load_programme(), load_purposes(), load_law(), load_vocabulary(), load_domains(contract())


def known(
    said: Mapping[str, Any] | None = None,
    records: Iterable[Mapping[str, Any]] = (),
    of: Contract | None = None,
    as_of: date = AS_OF,
    **heading: str,
) -> dict[str, Any]:
    """All facts, with the declared ones, of an area with a ``heading`` and the sections ``said``."""
    of = of or contract()
    programme, purposes, law, vocabulary, domains = content()
    area = Area(
        area="CF-A01",
        name="Northmoor",
        contract=of.id,
        period=(date(2026, 7, 1), date(2026, 9, 30)),
        host_organisation="Northmoor Council",
        data_and_digital_lead="data.lead@northmoor.example",
        notice_version="2026-1",
        document=Document({}, "area.yaml", {}, b""),
        said=said or {},
    )
    area = replace(area, **heading)  # type: ignore[arg-type]
    whole = merged(programme, area.said, area.host_organisation)
    facts = facts_of(
        of,
        domains,
        purposes,
        area,
        whole.said,
        records,
        governed=GOVERNED,
        retention=retention_of(of),
        as_of=as_of,
    )
    return {**facts, "declared": declared(facts, vocabulary, law)}
