"""The way of a column: what its treatment is told, and a refusal of what cannot be followed."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern import api
from cfgovern.contract.agebands import AgeBands
from cfgovern.contract.model import Column, Contract
from cfgovern.engine.generalise import AS_SENT, Way
from cfgovern.errors import UsageError
from cfgovern.protection.riskpolicy import load_policy
from cfgovern.protection.ways import way_of
from cfgovern.yamlfile import Document

_NO_DOCUMENT: Document = None  # type: ignore[assignment]
CONTRACT = Contract(
    "urn:test", "", "1.0.0", "active", "v3.1.0", (), {}, "", _NO_DOCUMENT,
    lookups={"tenths": {"E01": "1", "E02": "2"}},
)  # fmt: skip


def way(treatment: str | None, told: str = "", **more: Any) -> Way:
    column = Column("one", (), treatment=treatment, treatment_of=told, **more)
    return way_of(CONTRACT, column, load_policy().measures, "2026-10-01")


def test_each_treatment_is_told_what_it_needs() -> None:
    assert way(None) == way("keep") == AS_SENT
    assert way("age_band").bands == AgeBands(5, 65) and way("age_band").year == 2026
    assert way("age_band", "10").bands == AgeBands(10, 65)
    assert way("lookup", "tenths").pairs == (("E01", "1"), ("E02", "2"))
    assert way("top_code", "20").limit == "20"
    assert way("shift", "180", type="date").window == 180
    assert way("month", type="date", format="dd/MM/yyyy").style == "%d/%m/%Y"
    assert way("drop").treatment == "drop" and way("token").treatment == "token"


@pytest.mark.parametrize(
    ("treatment", "told"),
    [("mnoth", ""), ("month", "3"), ("top_code", ""), ("top_code", "many"), ("age_band", "0"), ("shift", "")],
)
def test_a_treatment_that_cannot_be_followed_is_refused(treatment: str, told: str) -> None:
    with pytest.raises(UsageError) as refused:
        way(treatment, told)
    assert refused.value.code == "contract.treatment"


def test_every_column_of_the_programme_has_a_way() -> None:
    contract, measures = api.load_contract(), load_policy().measures
    ways = {
        column.treatment: way_of(contract, column, measures, "2026-10-01")
        for table in contract.tables
        for column in table.collected
    }
    assert set(ways) == {None, "keep", "drop", "token", "month", "age_band"}
    assert ways["age_band"].bands == AgeBands(5, 65)
