"""``cfgovern scan --risk``: how easily people could be singled out, told as evidence and never as a pass."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from cfgovern.contract.schemas import check_machine
from tests.canaries import Canaries
from tests.command import cfgovern
from tests.journeys.test_scan_command import scanned

CONTRACT = """
apiVersion: v3.1.0
kind: DataContract
id: urn:test:club
version: 1.0.0
status: draft
schema:
  - name: members
    customProperties: [{property: cfgovernRoute, value: payload}]
    properties:
      - name: ref
        logicalType: string
        primaryKey: true
        customProperties: [{property: cfgovernRole, value: [record_id]}]
      - name: born
        logicalType: integer
        customProperties:
          - {property: cfgovernRole, value: [quasi_identifier]}
          - {property: cfgovernTreatment, value: age_band}
      - name: town
        logicalType: string
        customProperties: [{property: cfgovernRole, value: [quasi_identifier]}]
      - name: illness
        logicalType: string
        customProperties: [{property: cfgovernRole, value: [special_category]}]
"""
HEADINGS = ["ref", "born", "town", "illness"]


def club(folder: Path, *people: tuple[int, str, str]) -> tuple[Path, Path]:
    """The submission and the contract: people by year of birth, town and illness."""
    contract, sent = folder / "club.odcs.yaml", folder / "members.csv"
    contract.write_text(CONTRACT, encoding="utf-8")
    with sent.open("w", encoding="utf-8", newline="") as stream:
        rows = [(f"M-{n}", *person) for n, person in enumerate(people, start=1)]
        csv.writer(stream, lineterminator="\n").writerows([HEADINGS, *rows])
    return sent, contract


def risk(folder: Path, *people: tuple[int, str, str]) -> dict[str, Any]:
    sent, contract = club(folder, *people)
    done = scanned(sent, "--risk", "--contract", contract, cwd=folder)
    assert done.code == 0 and done.report()["outcome"] == "pass"
    assert [*check_machine("report", done.report())] == []
    return dict(done.report()["risk"])


def test_people_are_alone_as_sent_and_less_so_in_bands_of_ages(tmp_path: Path) -> None:
    told = risk(tmp_path, *((1950 + n, "Leeds", "none") for n in range(40)))
    sent, treated, wider = told["variants"]
    assert (sent["people"], sent["unique"], sent["k"]) == (40, 40, 1)
    assert sent["unique"] > 5 >= (treated["unique"] or 0) and treated["age_band"] == 5
    assert wider["unique"] in (0, None) and wider["age_band"] == 10
    assert wider["answers"] == [{"column": "illness", "l": 1, "given_away": 40}]
    assert told["judged"] == "treated" and told["treatments"] == {"born": "age_band"}


def test_the_column_that_tells_people_apart_is_named(tmp_path: Path) -> None:
    told = risk(tmp_path, *((1962 + 5 * n, "Leeds", "none") for n in range(10)))
    assert told["columns"][0] == {"column": "born", "alone": 10, "beside": 10, "without": 10}
    assert [one["column"] for one in told["facts"]] == ["born"]
    assert any(sentence.startswith("Leaving out born helps most: 10 fewer") for sentence in told["in_words"])


def test_without_the_option_nothing_of_it_is_told(tmp_path: Path) -> None:
    sent, contract = club(tmp_path, (1950, "Leeds", "none"))
    assert "risk" not in scanned(sent, "--contract", contract, cwd=tmp_path).report()


def test_where_no_people_were_sent_that_is_said(tmp_path: Path) -> None:
    _, contract = club(tmp_path, (1950, "Leeds", "none"))
    note = tmp_path / "note.txt"
    note.write_text("all well\n", encoding="utf-8")
    told = scanned(note, "--risk", "--contract", contract, cwd=tmp_path).report()
    assert "risk" not in told
    assert [one["because"][:16] for one in told["not_run"] if one["rule"] == "risk"] == ["No table members"]


def test_a_contract_that_marks_no_such_columns_is_refused_in_words(tmp_path: Path) -> None:
    sent, contract = club(tmp_path, (1950, "Leeds", "none"))
    contract.write_text(CONTRACT.replace("quasi_identifier", "operational"), encoding="utf-8")
    done = cfgovern("scan", sent, "--risk", "--contract", contract, cwd=tmp_path)
    assert done.code == 2 and "quasi_identifier" in done.err


@pytest.mark.parametrize("shown", ["text", "html", "json"])
def test_no_value_comes_out_with_the_figures(tmp_path: Path, canaries: Canaries, shown: str) -> None:
    town = canaries.plant()
    sent, contract = club(tmp_path, *((1950 + n, town, canaries.plant()) for n in range(12)))
    done = cfgovern("scan", sent, "--risk", "--contract", contract, "--format", shown, cwd=tmp_path)
    assert "members" in done.out and canaries.found_in(done.out + done.err) == []
