"""What is counted: the people's own table, its columns that could point to them, and each treatment."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from cfgovern import api
from cfgovern.contract.agebands import AgeBands
from cfgovern.contract.model import Code, CodeList, Column, Contract, Table
from cfgovern.engine.equivalence import Areas, Coded
from cfgovern.engine.generalise import Way
from cfgovern.errors import UsageError
from cfgovern.protection.riskplan import RiskPlan, risk_plan
from cfgovern.protection.riskpolicy import Measures
from cfgovern.yamlfile import Document

MEASURES = Measures(5, 5, (1, 2), (5, 10), 65, 6)
_NO_DOCUMENT: Document = None  # type: ignore[assignment]


def column(name: str, *roles: str, **more: Any) -> Column:
    return Column(name, (), concept=more.pop("concept", name), roles=roles, **more)


AREA = column("area", "quasi_identifier", concept="area_id", code_list="areas", show=True)
COLUMNS = (
    column("ref", "record_id", treatment="token"),
    AREA,
    column("born", "quasi_identifier", treatment="age_band"),
    column("seen", "quasi_identifier", treatment="month", type="date", format="dd/MM/yyyy"),
    column("home", "quasi_identifier", treatment="drop"),
    column("faith", "quasi_identifier", "special_category", missing={"declined": "x"}),
    column("need", "sensitive"),
    column("note", "operational"),
    column("later", "quasi_identifier", collected=False),
)
PLACES = {name: place for place, name in enumerate(("ref", "area", "born", "seen", "home", "faith", "need"))}


def contract(*columns: Column, **more: Any) -> Contract:
    people = Table("people", (), columns, **({"route": "payload", "primary_key": ("ref",)} | more))
    visits = Table("visits", (), columns, route="payload", primary_key=("ref", "seen"))
    codes = {
        "areas": CodeList(
            "areas", (Code("N", "North", None, "2020-01-01"), Code("N", "North"), Code("S", ""))
        )
    }
    return Contract("urn:test", "", "1.0.0", "active", "v3.1.0", (visits, people), codes, "", _NO_DOCUMENT)


def plan(*columns: Column) -> RiskPlan:
    return risk_plan(contract(*(columns or COLUMNS)), "2026-10-01", MEASURES)


def test_the_table_with_one_row_a_person_is_counted() -> None:
    told = plan()
    assert (told.table, told.area, told.areas) == ("people", "area", ("N", "S"))
    assert [one.name for one in told.columns] == ["area", "born", "seen", "home", "faith", "need"]


def test_a_plan_comes_whole_through_json() -> None:
    told = plan()
    assert RiskPlan.from_json(json.loads(json.dumps(told.as_json()))) == told


def test_each_variant_has_its_columns_and_each_way_is_coded_once() -> None:
    laid = plan().laid(PLACES)
    sent, treated, wider = laid.shapes
    assert [(one.name, one.band) for one in laid.shapes] == [("as_sent", None), ("treated", 5), ("wider", 10)]
    assert [*sent.quasi] == ["area", "born", "seen", "home", "faith"] and [*sent.sensitive] == [
        "faith",
        "need",
    ]
    assert [*treated.quasi] == [*wider.quasi] == ["area", "born", "seen", "faith"]  # home is dropped
    assert laid.coded[treated.quasi["born"]] == Coded(2, Way("age_band", bands=AgeBands(5, 65), year=2026))
    assert laid.coded[wider.quasi["born"]] == Coded(2, Way("age_band", bands=AgeBands(10, 65), year=2026))
    seen = laid.coded[treated.quasi["seen"]]
    assert seen.place == 3 and (seen.way.treatment, seen.way.style) == ("month", "%d/%m/%Y")
    assert laid.coded[sent.quasi["faith"]] == Coded(5, missing=("x",))
    assert sent.quasi["faith"] == treated.quasi["faith"] == wider.sensitive["faith"]
    assert laid.areas == Areas(1, ("N", "S")) and laid.absent == []


def test_a_column_with_bands_of_its_own_is_counted_in_them() -> None:
    def bands(width: str) -> list[AgeBands]:
        born = replace(COLUMNS[2], treatment_of=width)
        laid = plan(COLUMNS[0], AREA, born).laid(PLACES)
        return [laid.coded[shape.quasi["born"]].way.bands for shape in laid.shapes[1:]]

    assert bands("3") == [AgeBands(3, 65), AgeBands(10, 65)]
    assert bands("20") == [AgeBands(20, 65), AgeBands(20, 65)]


def test_what_is_not_there_is_not_counted_and_is_named() -> None:
    laid = plan().laid({"born": 0, "need": 1})
    assert laid.absent == ["area", "seen", "home", "faith"] and laid.areas is None
    assert [*laid.shapes[0].quasi] == ["born"]


def test_a_table_that_is_sent_as_it_is_has_one_variant() -> None:
    laid = plan(COLUMNS[0], AREA, COLUMNS[5]).laid(PLACES)
    assert [one.name for one in laid.shapes] == ["as_sent"]


def test_without_bands_of_ages_there_is_one_treated_variant() -> None:
    laid = plan(COLUMNS[0], AREA, COLUMNS[3]).laid(PLACES)
    assert [(one.name, one.band) for one in laid.shapes] == [("as_sent", None), ("treated", None)]


def test_an_area_that_may_not_be_shown_is_not_counted_by_itself() -> None:
    assert plan(COLUMNS[0], replace(AREA, show=False), COLUMNS[2]).laid(PLACES).areas is None


def test_a_table_that_is_not_sent_on_or_marks_nothing_is_refused() -> None:
    for made in (
        contract(*COLUMNS, route="identifiers"),
        contract(*COLUMNS, primary_key=()),
        contract(COLUMNS[0], COLUMNS[6]),
    ):
        with pytest.raises(UsageError) as refused:
            risk_plan(made, "2026-10-01", MEASURES)
        assert refused.value.code == "scan.risk"


def test_the_contract_of_the_programme_has_its_people_counted() -> None:
    told = risk_plan(api.load_contract(), "2026-10-01", MEASURES)
    assert told.table == "participants" and told.area == "area_id"
    assert {one.treatment for one in told.columns if one.quasi} == {"keep", "month", "age_band"}
