"""A record key stands beside a finding only where it is sure to be one: no name, no identifier."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.validation.recordkeys import KeyForm, key_forms, shown_key

CONTRACT = """\
apiVersion: v3.2.0
kind: DataContract
id: urn:example:people
name: People
version: 1.0.0
status: active
schema:
  - name: people
    properties:
      - {name: ref, PATTERNED}
      - {name: wave, logicalType: integer, primaryKey: true, SHOWN}
      - {name: day, logicalType: date, primaryKey: true, SHOWN}
      - {name: stage, logicalType: string, primaryKey: true, enum: [{value: base, label: Base}], SHOWN}
      - {name: named, logicalType: string, primaryKey: true, SHOWN}
      - {name: hidden, logicalType: integer, primaryKey: true}
      - {name: other, logicalType: integer, SHOWN}
""".replace(
    "PATTERNED",
    "logicalType: string, primaryKey: true, logicalTypeOptions: {pattern: '^P-[0-9]+$'}, SHOWN",
).replace("SHOWN", "customProperties: [{property: cfgovernShow, value: true}]")


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    path = tmp_path / "contract.yaml"
    path.write_text(CONTRACT, encoding="utf-8")
    return load_contract(path)


def test_a_column_of_the_key_is_shown_where_the_contract_says_so_and_no_name_fits(contract: Contract) -> None:
    assert shown_key(contract.tables[0]) == ("ref", "wave", "day", "stage")


@pytest.mark.parametrize(
    ("column", "right", "wrong"),
    [
        ("ref", "P-12", "Agnes"),
        ("ref", "P-0012", "P-12 Agnes"),
        ("wave", "3", "three"),
        ("stage", "base", "Base"),
        ("ref", "P-7", "P-9990000018"),  # its figures are an identifier, whatever the pattern says
        ("wave", "12", ""),
        ("wave", "7", "9990000018"),
    ],
)
def test_a_value_is_shown_where_it_is_of_its_form(
    contract: Contract, column: str, right: str, wrong: str
) -> None:
    form = key_forms(contract, contract.tables[0])[column]
    assert form.may_be_shown(right) and not form.may_be_shown(wrong)
    assert KeyForm(**form.as_json()) == form


def test_a_whole_date_is_never_shown(contract: Contract) -> None:
    form = key_forms(contract, contract.tables[0])["day"]
    assert form.shape is not None and not form.may_be_shown("1980-02-03")


def test_what_has_no_form_is_never_shown() -> None:
    assert not KeyForm().may_be_shown("P-1")
