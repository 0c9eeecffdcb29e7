"""An area's own headings and codes, on the real command line: every name of the contract may be another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from cfgovern import api
from cfgovern.contract.model import Contract
from tests.command import Done, cfgovern, csv_folder
from tests.unit.cohort.faults import contracts

MAPPING = """\
contract: urn:example:people
confirmed: {by: Data and digital lead, on: 2026-10-01}
tables:
  people:
    sheet: Client list
    columns:
      Client Ref: ref
      "M/F": sex
      D.O.B.: born
    codes:
      sex: {M: male, F: female, "?": not_known}
"""
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
      - name: ref
        logicalType: string
        primaryKey: true
        required: true
        logicalTypeOptions: {pattern: '^P-[0-9]+$'}
      - name: sex
        businessName: Sex
        logicalType: string
        required: true
        enum: [{value: male, label: Male}, {value: female, label: Female}]
        customProperties: [{property: cfgovernMissing, value: {not_known: not_known}}]
      - {name: born, businessName: Date of birth, logicalType: date}
"""
ROWS = ["Client Ref,M/F,D.O.B.", "P-1,M,1980-02-03", "P-2, F,1990-05-06", "P-3,?,"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "contract.yaml").write_text(CONTRACT, encoding="utf-8")
    (tmp_path / "mapping.yaml").write_text(MAPPING, encoding="utf-8")
    return tmp_path


def checked(folder: Path, rows: list[str], *more: str) -> Done:
    csv_folder(folder / "return", {"Client list": rows})
    named = ("--contract", "contract.yaml", "--mapping", "mapping.yaml", "--format", "json")
    return cfgovern("validate", "return", *named, *more, cwd=folder)


def test_a_return_in_the_areas_own_words(folder: Path) -> None:
    done = checked(folder, ROWS)
    report = done.report()
    assert (done.code, report["findings"]) == (0, []), done.out
    assert report["submission"]["tables"]["people"]["rows_read"] == 3
    (notice,) = report["notices"]
    assert notice.startswith("Read with a mapping that Data and digital lead confirmed on 2026-10-01")


KNOWN = CONTRACT.replace(
    "Date of birth, logicalType: date}",
    "Date of birth, logicalType: date, customProperties: "
    "[{property: cfgovernIdentifier, value: date_of_birth}]}",
)


def test_a_scan_knows_a_column_by_the_areas_own_heading(folder: Path) -> None:
    (folder / "contract.yaml").write_text(KNOWN, encoding="utf-8")
    csv_folder(folder / "return", {"Client list": [*ROWS, "P-4,07700 900123,"]})
    named = ("scan", "return", "--contract", "contract.yaml", "--format", "json")
    plain = cfgovern(*named, cwd=folder).report()["findings"]
    assert "DATE_OF_BIRTH" in {one["entity"] for one in plain}  # nothing says that it is meant to be there
    done = cfgovern(*named, "--mapping", "mapping.yaml", cwd=folder)
    assert [one["rule"] for one in done.report()["findings"]] == ["people.sex.PHONE_NUMBER"], done.err
    assert done.report()["notices"][-1].startswith("Read with a mapping that Data and digital lead")


def test_a_scan_takes_no_mapping_that_nobody_confirmed(folder: Path) -> None:
    (folder / "mapping.yaml").write_text(MAPPING.replace("confirmed:", "# confirmed:"), encoding="utf-8")
    csv_folder(folder / "return", {"Client list": ROWS})
    done = cfgovern("scan", "return", "--contract", "contract.yaml", "--mapping", "mapping.yaml", cwd=folder)
    assert done.code == 2 and "[mapping.unconfirmed]" in done.err


def test_the_report_speaks_in_the_areas_own_headings(folder: Path) -> None:
    done = checked(folder, [*ROWS, "P-4,X,1980-02-30", ",M,"])
    told = {finding["column"]: finding for finding in done.report()["findings"]}
    assert (told["born"]["cell"], told["ref"]["cell"]) == ("C5", "A6")
    assert "D.O.B." in told["born"]["message"] and "Date of birth" not in told["born"]["message"]
    assert "Client Ref" in told["ref"]["message"]
    assert told["sex"]["cell"] == "B5"


def test_a_mapping_that_nobody_confirmed_is_not_used(folder: Path) -> None:
    lines = [line for line in MAPPING.splitlines() if not line.startswith("confirmed")]
    (folder / "mapping.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = checked(folder, ROWS)
    assert done.code == 2
    assert "Nobody has confirmed this mapping." in done.err


@pytest.mark.parametrize(
    ("right", "wrong", "words"),
    [
        ("urn:example:people", "urn:example:other", "another contract"),
        ("Client Ref: ref", "Client Ref: reff", "Did you mean"),
        ("D.O.B.: born", "D.O.B.: ref", "another heading"),
        ("  people:\n", "  peeple:\n", "Did you mean"),
        ("M: male", "M: mail", "no code of the contract"),
        ("on: 2026-10-01", "on: 2026-02-30", "no calendar"),
    ],
)
def test_faults_of_a_mapping_have_their_place(folder: Path, right: str, wrong: str, words: str) -> None:
    assert right in MAPPING
    (folder / "mapping.yaml").write_text(MAPPING.replace(right, wrong, 1), encoding="utf-8")
    done = checked(folder, ROWS)
    assert done.code == 2
    assert words in done.err and "mapping.yaml:" in done.err


def test_no_report_goes_over_the_mapping(folder: Path) -> None:
    done = checked(folder, ROWS, "--output", "mapping.yaml")
    assert done.code == 2
    assert (folder / "mapping.yaml").read_text(encoding="utf-8") == MAPPING


@pytest.mark.soak
def test_every_column_of_the_contract_and_every_heading_of_the_data_has_another_name(tmp_path: Path) -> None:
    """The programme's contract with every column renamed, and data whose headings are others again."""
    renamed = contracts.renamed(tmp_path)
    asked = ("--contract", str(renamed), "--mode", "faulty", "--format", "csv", "--out", "made")
    assert cfgovern("synth", *asked, cwd=tmp_path).code == 0
    contract = api.load_contract(renamed)
    assert not names(contract) & names(api.load_contract())
    plain = found(tmp_path, renamed, tmp_path / "made" / "SYNTHETIC-faulty")
    assert len(plain) > 30
    own = in_own_words(tmp_path / "made" / "SYNTHETIC-faulty", tmp_path / "own", contract)
    (tmp_path / "mapping.yaml").write_text(yaml.safe_dump(own, allow_unicode=True), encoding="utf-8")
    assert found(tmp_path, renamed, tmp_path / "own", "--mapping", "mapping.yaml") == plain
    assert found(tmp_path, renamed, tmp_path / "own") != plain


def names(contract: Contract) -> set[str]:
    return {column.name for table in contract.tables for column in table.columns}


def found(cwd: Path, contract: Path, submission: Path, *more: str) -> list[tuple[Any, ...]]:
    """Rule, row and cell of every finding."""
    named = ("--contract", str(contract), "--as-of", "2026-10-01", "--format", "json")
    done = cfgovern("validate", str(submission), *named, *more, cwd=cwd)
    assert done.code == 1, done.err
    return [(one["rule"], one["row"], one["cell"]) for one in json.loads(done.out)["findings"]]


def in_own_words(made: Path, own: Path, contract: Contract) -> dict[str, Any]:
    """Write the tables in ``made`` into ``own`` with other headings and names; the mapping back."""
    own.mkdir()
    tables: dict[str, Any] = {}
    for number, table in enumerate(contract.tables):
        file = made / f"{table.name}.csv"
        if not file.exists():
            continue
        known = {column.name for column in table.columns}
        lines = file.read_bytes().split(b"\n")
        at = next(n for n, line in enumerate(lines) if known & set(line.decode("utf-8-sig").split(",")))
        heading = lines[at].decode("utf-8-sig").split(",")  # below a title, perhaps
        local = {
            name: f"Field {place} of list {number}" for place, name in enumerate(heading) if name in known
        }
        lines[at] = ",".join(local.get(name, name) for name in heading).encode()
        (own / f"list {number}.csv").write_bytes(b"\n".join(lines))
        columns = {new: old for old, new in local.items()}
        tables[table.name] = {"sheet": f"list {number}", "columns": columns}
    confirmed = {"by": "A test", "on": "2026-10-01"}
    return {"contract": contract.id, "confirmed": confirmed, "tables": tables}


def test_a_mapping_is_suggested_looked_through_and_used(folder: Path) -> None:
    rows = ["Ref,Sex,Date of birth,Shoe size"]
    rows += [f"P-{n},{'M' if n % 2 else 'F'},1980-02-03,{n}" for n in range(1, 21)]
    csv_folder(folder / "export", {"Client list": rows})
    named = ("--contract", "contract.yaml", "--sheet", "Client list=people")
    done = cfgovern("contract", "map", "export", *named, "--output", "mapping.yaml", cwd=folder)
    assert done.code == 0, done.err
    text = (folder / "mapping.yaml").read_text(encoding="utf-8")
    told = yaml.safe_load(text)
    assert told["tables"]["people"] == {
        "sheet": "Client list",
        "columns": {"Ref": "ref", "Sex": "sex", "Date of birth": "born"},
        "codes": {"sex": {"M": "male", "F": "female"}},
    }
    assert '# "Shoe size": nothing in the contract is like it' in text and "P-1" not in text
    assert checked(folder, ROWS).code == 2  # nobody has confirmed it
    text = text.replace(
        "# confirmed: {by: your name or role, on: the day}", "confirmed: {by: Lead, on: 2026-10-01}"
    )
    (folder / "mapping.yaml").write_text(text, encoding="utf-8")
    csv_folder(folder / "without", {"Client list": [row.rpartition(",")[0] for row in rows]})
    used = ("--contract", "contract.yaml", "--mapping", "mapping.yaml")
    assert cfgovern("validate", "without", *used, cwd=folder).code == 0


def test_a_sheet_without_its_table_is_asked_for(folder: Path) -> None:
    named = ("--contract", "contract.yaml", "--sheet", "Client list")
    done = cfgovern("contract", "map", "x.csv", *named, cwd=folder)
    assert done.code == 2 and "sheet.form" in done.err


def test_the_names_of_another_contract_are_recorded(folder: Path) -> None:
    official = CONTRACT.replace("urn:example:people", "urn:example:official").replace(
        "- name: people", "- name: persons"
    )
    official = official.replace("name: ref", "name: reference").replace("name: born", "name: date_of_birth")
    official = official.replace("{value: male, label: Male}", "{value: '1', label: Male}")
    (folder / "official.odcs.yaml").write_text(official, encoding="utf-8")
    named = ("--contract", "contract.yaml", "--output", "names.yaml")
    done = cfgovern("contract", "map", "official.odcs.yaml", *named, cwd=folder)
    assert done.code == 0, done.err
    told = yaml.safe_load((folder / "names.yaml").read_text(encoding="utf-8"))
    assert told == {
        "contract": "urn:example:people",
        "tables": {
            "people": {
                "sheet": "persons",
                "columns": {"reference": "ref", "date_of_birth": "born"},
                "codes": {"sex": {"1": "male"}},
            }
        },
    }


@pytest.mark.soak
def test_the_mapping_of_the_configuration(folder: Path) -> None:
    (folder / "cfgovern.yaml").write_text(
        "contract: contract.yaml\nmapping: mapping.yaml\n", encoding="utf-8"
    )
    csv_folder(folder / "return", {"Client list": ROWS})
    assert cfgovern("validate", "return", cwd=folder).code == 0
    assert cfgovern("validate", "return", "--output", "mapping.yaml", cwd=folder).code == 2
    assert (folder / "mapping.yaml").read_text(encoding="utf-8") == MAPPING
    assert cfgovern("validate", "return", "--contract", "contract.yaml", cwd=folder).code == 1
