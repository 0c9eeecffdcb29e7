"""A lookup says of each value, once, what is sent in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.load import read_contract
from cfgovern.contract.lookups import read_lookup
from cfgovern.errors import Fault
from cfgovern.yamlfile import load

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:places
version: 1.0.0
status: draft
schema:
  - name: people
    properties:
      - name: place
        logicalType: string
        customProperties: [{property: cfgovernTreatment, value: §}]
"""


def lookup(tmp_path: Path, text: str | bytes) -> tuple[dict[str, str], list[Fault]]:
    file = tmp_path / "tenths.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    pairs, faults = read_lookup(file)
    return dict(pairs), faults


def test_every_value_becomes_one_thing_in_the_order_of_the_file(tmp_path: Path) -> None:
    told, faults = lookup(tmp_path, "\ufefffrom,to,note\nE02,1,poor\n\nE01,1\nE03,2,\n")
    assert list(told.items()) == [("E02", "1"), ("E01", "1"), ("E03", "2")] and faults == []


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("to,from\na,b\n", "header", 1),
        ("", "header", 1),
        ("from,to\n", "empty", 1),
        ("from,to\na,1\na,1\n", "twice", 3),
        ("from,to\na,1\nb,2\na,2\n", "twice", 4),
        ("from,to\na,\n", "value", 2),
        ("from,to\na\n", "value", 2),
        ("from,to\n,1\n", "value", 2),
        ("from,to\n a,1\n", "value", 2),
        (b"from,to\n\xff,1\n", "unreadable", 1),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, text: str | bytes, code: str, line: int) -> None:
    _, faults = lookup(tmp_path, text)
    assert [(fault.code, fault.line) for fault in faults] == [(f"contract.lookup_{code}", line)]


def faults_of(tmp_path: Path, value: str) -> tuple[dict[str, dict[str, str]], list[tuple[str, int, str]]]:
    (tmp_path / "lookups").mkdir()
    (tmp_path / "lookups" / "tenths.csv").write_text("from,to\nE01,1\nE01,2\n", encoding="utf-8")
    path = tmp_path / "places.odcs.yaml"
    path.write_text(CONTRACT.replace("§", value), encoding="utf-8")
    contract, faults = read_contract(load(path))
    lookups = {name: dict(pairs) for name, pairs in contract.lookups.items()}
    return lookups, [(fault.code, fault.line, fault.message) for fault in faults]


def test_a_contract_reads_the_lookup_that_it_names(tmp_path: Path) -> None:
    lookups, [fault] = faults_of(tmp_path, "{lookup: {list: tenths}}")
    assert lookups == {"tenths": {"E01": "1"}} and fault[:2] == ("contract.lookup_twice", 3)


def test_a_lookup_that_is_not_there_is_told_at_its_place(tmp_path: Path) -> None:
    lookups, faults = faults_of(tmp_path, "{lookup: {list: thenths}}")
    message = 'There is no lookup named "thenths". Did you mean "tenths"?'
    assert lookups == {} and faults == [("contract.unknown_lookup", 11, message)]


def test_a_treatment_of_another_form_is_told(tmp_path: Path) -> None:
    lookups, [fault] = faults_of(tmp_path, "[month, year]")
    assert lookups == {} and fault[:2] == ("contract.treatment_form", 11)
