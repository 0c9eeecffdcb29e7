"""Where a contract says what decides about a person: by concept and identifier, whatever the names."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.model import Contract
from cfgovern.engine.people import Said
from cfgovern.errors import OperatorFileError
from cfgovern.protection import safety
from cfgovern.protection.safety import PLACES, load_words, people_plan, tells_a_place
from tests.property.release import TRIAL, trial

ISO = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"


def of(folder: Path, *changes: tuple[str, str]) -> Contract:
    """The small contract with ``changes``."""
    text = TRIAL
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return trial(folder, text)


def test_what_decides_is_found_by_its_concept(tmp_path: Path) -> None:
    plan = people_plan(of(tmp_path), load_words(), ["who"])
    assert plan.tables == {"people": "id", "who": "id", "said": "id"} and plan.identifying == ("who",)
    assert plan.protected == (Said("people", "id", "protected"),)
    assert plan.abuse == (Said("people", "id", "abuse"),)
    assert plan.born_years == (Said("people", "id", "born"),)
    assert [(one.table, one.column) for one in plan.born_days] == [("who", "birthday")]
    told = plan.agreements
    assert told is not None and (told.day.table, told.scope, told.state, told.day.column) == (
        "said", "what", "answer", "day",
    )  # fmt: skip
    assert (plan.unanswered, plan.free, plan.safe) == (("not_asked",), ("no",), ("no",))


@pytest.mark.parametrize(
    "change",
    [
        ("value: agreements}, {property: cfgovernRoute", "value: wishes}, {property: cfgovernRoute"),
        ("value: agreement_scope", "value: scope"),
        ("value: agreement_state", "value: state"),
        ("value: agreement_date", "value: date"),
    ],
)
def test_a_contract_that_asks_in_no_way_we_know_has_nobodys_agreement(
    tmp_path: Path, change: tuple[str, str]
) -> None:
    assert people_plan(of(tmp_path, change), load_words(), []).agreements is None


def test_a_column_that_is_switched_off_decides_nothing(tmp_path: Path) -> None:
    off = "value: location_protected}, {property: cfgovernCollected, value: 'off'}"
    plan = people_plan(of(tmp_path, ("value: location_protected}", off)), load_words(), [])
    assert plan.protected == () and plan.unanswered == ()


def test_a_table_without_a_record_id_tells_of_nobody(tmp_path: Path) -> None:
    contract = trial(
        tmp_path, TRIAL.replace("cfgovernRole, value: [record_id]", "cfgovernRole, value: [sensitive]")
    )
    plan = people_plan(contract, load_words(), ["who"])
    assert (plan.tables, plan.identifying, plan.agreements, plan.born_days) == ({}, (), None, ())


def test_what_tells_a_place(tmp_path: Path) -> None:
    words, contract = load_words(), of(tmp_path)
    found = {
        column.name for table in contract.tables for column in table.columns if tells_a_place(column, words)
    }
    assert found == {"near", "ward", "street", "postcode", "phone", "email", "uprn"}
    assert {"address", "postcode", "uprn", "phone", "email"} == PLACES


@pytest.mark.parametrize(
    ("old", "new"),
    [("version: 1", "version: 2"), ("given: agreed", "given: ''"), ("token_minimum: 3", "token_minimum: 1"),
     ("no_abuse: ['no']", "no_abuse: no"), ("scope: linking", "scopes: linking")],
)  # fmt: skip
def test_faults_of_the_words(tmp_path: Path, old: str, new: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = safety.content.file("validators", "protection", "safety.yaml").read_text(encoding="utf-8")
    assert f"\n{old}" in text
    (tmp_path / "safety.yaml").write_text(text.replace(f"\n{old}", f"\n{new}", 1), encoding="utf-8")
    monkeypatch.setattr(safety.content, "file", lambda *_: tmp_path / "safety.yaml")
    with pytest.raises(OperatorFileError):
        load_words()
