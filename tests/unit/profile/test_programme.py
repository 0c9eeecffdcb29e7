"""The base of the programme: it rests on the prospectus, and an area's word goes over it and is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.content import shipped
from cfgovern.errors import OperatorFileError
from cfgovern.profile.programme import Departure, Programme, load_programme, merged
from cfgovern.yamlfile import load

BASE = load_programme()


def entries(base: dict[str, object]) -> set[str]:
    return {f"{section}.{entry['id']}" for section, told in base.items() for entry in told}  # type: ignore[attr-defined]


def test_every_entry_of_the_base_names_its_paragraph() -> None:
    assert sorted(entries(dict(BASE.base))) == sorted(source.at for source in BASE.sources)
    assert all(1 <= source.paragraph <= 41 for source in BASE.sources)
    duties = [duty for side in ("area", "national") for duty in BASE.duties[side].values()]
    assert [duty["paragraph"] for duty in duties] == [9] * 10


def test_the_flows_are_those_of_the_domains_beside_the_contract() -> None:
    domains = load(shipped("schemas") / "changing-futures" / "domains.yaml").data["domains"]
    flows = {flow["domain"]: flow["part"] for flow in BASE.base["flows"]}
    assert flows == {
        name: "payload" if "payload" in told else "identifiers" for name, told in domains.items()
    }


def test_an_area_that_says_nothing_has_the_base() -> None:
    found = merged(BASE, {}, "Quillborough Council")
    assert found.departures == ()
    assert found.said["bodies"][0] == {
        "name": "Quillborough Council", "regime": "uk_gdpr", "id": "host", "kind": "council"
    }  # fmt: skip
    assert all(flow["operational_use"] is False for flow in found.said["flows"])
    assert "name" not in BASE.base["bodies"][0]


def test_an_area_adds_changes_and_is_told_of() -> None:
    said = {
        "bodies": [
            {"id": "trust", "name": "Trust", "kind": "nhs", "regime": "dpa_part_3"},
            {"id": "evaluator", "name": "Larkrise Research"},
        ],
        "flows": [{"id": "national-evaluation", "to": "trust", "operational_use": True}],
        "people": {"expected": 12},
    }
    found = merged(BASE, said, "Quillborough Council")
    assert [body["id"] for body in found.said["bodies"]] == ["host", "mhclg", "evaluator", "linker", "trust"]
    assert found.said["bodies"][2] == {
        "regime": "uk_gdpr", "id": "evaluator", "name": "Larkrise Research", "kind": "evaluator"
    }  # fmt: skip
    assert found.said["bodies"][4]["regime"] == "dpa_part_3"
    assert found.said["flows"][0]["from"] == "host"
    assert found.said["flows"][0]["operational_use"] is True
    assert found.said["people"] == {"expected": 12}
    assert found.departures == (
        Departure("bodies.evaluator.name", "The national evaluator (not named yet)", "Larkrise Research"),
        Departure("flows.national-evaluation.to", "evaluator", "trust"),
    )


def test_parties_are_laid_over_each_other_by_their_body() -> None:
    base = {"flows": [{"id": "a", "parties": [{"body": "x", "role": "controller"}, {"body": "y"}]}]}
    said = {"flows": [{"id": "a", "parties": [{"body": "x", "power": ["p"]}, {"body": "z"}]}]}
    found = merged(Programme(base, {}, {}, ()), said, "Host")
    assert found.said["flows"][0]["parties"] == [
        {"body": "x", "role": "controller", "power": ["p"]}, {"body": "y"}, {"body": "z"}
    ]  # fmt: skip
    assert found.departures == ()


def test_a_base_at_fault_is_told_at_its_place(tmp_path: Path) -> None:
    good = (shipped("dpia_templates") / "programme.yaml").read_text(encoding="utf-8")
    (tmp_path / "schemas").mkdir()
    (tmp_path / "dpia_templates").mkdir()
    file = tmp_path / "dpia_templates" / "programme.yaml"
    file.write_text(good.replace("kind: mhclg", "kind: mhlcg"), encoding="utf-8")
    content.use_pack(tmp_path)
    try:
        with pytest.raises(OperatorFileError) as caught:
            load_programme()
    finally:
        content.use_pack(None)
    (fault,) = caught.value.faults
    assert (fault.code, fault.at) == ("entry.allowed", ("base", "bodies", 1, "kind"))
    assert fault.fix == 'Did you mean "mhclg"?'
