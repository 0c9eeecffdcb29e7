"""Files said to be made up: whatever may be real is found at its place, and nothing else is."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfgovern import cohort, workbooks
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.journeys.unreal import UnrealReport, assert_unreal
from tests.command import ROOT, plain_contract
from tests.unit.identifiers.real_shapes import REAL, real

AS_OF = date(2026, 10, 1)
CONTRACT = ROOT / "schemas" / "changing-futures" / "changing-futures.odcs.yaml"
SENTENCES = ("{}", "{} is what they said", "Rang ({}), no answer.", "ref:{};", "two\nlines, {}")


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load_contract(CONTRACT)


@pytest.fixture(scope="module")
def area(contract: Contract) -> cohort.Rows:
    return cohort.make_area(contract, people=12, as_of=AS_OF)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("unreal")


@pytest.fixture
def look(tmp_path: Path) -> Callable[[str, str | bytes], UnrealReport]:
    def looked(name: str, content: str | bytes) -> UnrealReport:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return assert_unreal([path])

    return looked


def kinds(report: UnrealReport) -> list[str]:
    return [place.kind for place in report.places]


def nhs() -> str:
    return real("nhs_number", 4_321)[0]


# -- what the generator makes ----------------------------------------------------------------------


def test_nothing_is_found_in_what_the_generator_makes(
    contract: Contract, area: cohort.Rows, tmp_path: Path
) -> None:
    sheets = [workbooks.Sheet("About", ["SYNTHETIC"], [["Made up for testing"], ["Seed: 1"]])]
    for table in contract.tables:
        (tmp_path / f"{table.name}.csv").write_bytes(cohort.as_csv(table, area[table.name]))
        headings = [column.name for column in table.collected]
        sheets.append(workbooks.Sheet(table.name, headings, cohort.as_typed(table, area[table.name])))
    workbooks.write_workbook(tmp_path / "area.xlsx", sheets, title="SYNTHETIC", subject="Made up")
    report = assert_unreal([tmp_path], contract=contract)
    assert report.lines()[:-1] == []
    assert report.exit_code == 0
    assert report.files == len(contract.tables) + 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(data=st.data())
def test_one_real_shape_in_any_cell_is_found_there(
    contract: Contract, area: cohort.Rows, folder: Path, data: st.DataObject
) -> None:
    table = data.draw(st.sampled_from(contract.tables))
    rows = [dict(row) for row in area[table.name]]
    row = data.draw(st.integers(1, len(rows)))
    place = data.draw(st.integers(0, len(table.collected) - 1))
    ways = real(data.draw(st.sampled_from(sorted(REAL))), data.draw(st.integers(0, 10**9)))
    planted = data.draw(st.sampled_from(SENTENCES)).format(data.draw(st.sampled_from(ways)))
    rows[row - 1][table.collected[place].name] = planted
    path = folder / f"{table.name}.csv"
    path.write_bytes(cohort.as_csv(table, rows))
    report = assert_unreal([path], contract=contract)
    assert report.exit_code == 1
    assert {(found.row, found.cell) for found in report.places} == {
        (row, f"{workbook_letters(place)}{row + 1}")
    }
    assert not any(planted in line for line in report.lines())


def workbook_letters(place: int) -> str:
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)


# -- tables ----------------------------------------------------------------------------------------


def test_every_row_of_a_table_says_that_it_is_made_up(look: Callable[..., UnrealReport]) -> None:
    report = look("x.csv", "record_origin,name\nsynthetic,A\nlive,B\n,C\n,\n synthetic ,D\n")
    assert [(one.kind, one.row, one.cell, one.line) for one in report.places] == [
        ("record_origin", 2, "A3", 3),
        ("record_origin", 3, "A4", 4),
    ]
    assert report.exit_code == 1


def test_a_table_without_the_column_may_be_real(look: Callable[..., UnrealReport]) -> None:
    report = look("x.csv", "name,born\nA,B\n")
    assert (kinds(report), report.exit_code) == (["no_record_origin"], 1)
    assert kinds(look("titled.csv", "A title\nrecord origin,name\nsynthetic,A\n")) == []


def test_the_column_is_known_by_what_the_contract_says(tmp_path: Path) -> None:
    contract = plain_contract(tmp_path)
    contract.write_text(
        contract.read_text().replace(
            "      - {name: joined, logicalType: date}\n",
            "      - name: made_up\n        logicalType: string\n        customProperties:\n"
            "          - {property: cfgovernConcept, value: record_origin}\n",
        )
    )
    path = tmp_path / "members.csv"
    path.write_text("made_up,member_id\nsynthetic,M-001\n")
    assert assert_unreal([path], contract=load_contract(contract)).exit_code == 0
    assert assert_unreal([path]).exit_code == 1


@pytest.mark.parametrize(
    "headings",
    [
        "file,table,sheet,row,column,fault,clean,dirty,rules,severity",
        "file,table,row,column,start,end,entity",
        "left,right",
        "code,label,valid_from,valid_to,successor,area_id",
    ],
)
def test_truth_files_and_code_lists_hold_no_people(look: Callable[..., UnrealReport], headings: str) -> None:
    values = ",".join("x" for _ in headings.split(","))
    assert look("x.csv", f"{headings}\n{values}\n").exit_code == 0
    planted = ",".join([nhs(), *("x" for _ in headings.split(",")[1:])])
    assert kinds(look("x.csv", f"{headings}\n{planted}\n")) == ["nhs_number"]


def test_a_labelled_column_needs_less(look: Callable[..., UnrealReport]) -> None:
    assert kinds(look("x.csv", "record_origin,UPRN\nsynthetic,1234\n")) == ["uprn"]
    assert kinds(look("x.csv", "record_origin,rooms\nsynthetic,1234\n")) == []


def test_a_number_cell_of_a_workbook_is_looked_at(tmp_path: Path) -> None:
    rows: list[list[object]] = [["synthetic", int(nhs())]]
    path = tmp_path / "x.xlsx"
    workbooks.write_workbook(
        path, [workbooks.Sheet("people", ["record_origin", "n"], rows)], title="x", subject="x"
    )
    (place,) = assert_unreal([path]).places
    assert (place.kind, place.sheet, place.row, place.cell) == ("nhs_number", 1, 1, "B2")


def test_headings_and_titles_are_looked_at(look: Callable[..., UnrealReport]) -> None:
    assert kinds(look("x.csv", f"{nhs()}\nrecord_origin,{nhs()}\nsynthetic,A\n")) == ["nhs_number"] * 2


# -- text, and what cannot be read -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.json", "x.yaml", "x.py", "x.svg", "x"])
def test_a_line_of_text_is_named(look: Callable[..., UnrealReport], name: str) -> None:
    (place,) = look(name, f"<fine>\nask {nhs()}.\n").places
    assert (place.kind, place.line, place.character) == ("nhs_number", 2, 5)
    assert nhs() not in str(place)


def test_text_says_nothing_about_its_origin(look: Callable[..., UnrealReport]) -> None:
    assert look("x.txt", "Grace came in on 3 March.").exit_code == 0
    assert look("empty.csv", "").exit_code == 0


@pytest.mark.parametrize("content", [b"PAR1xxxx", b"\x89PNG\r\n", b"%PDF-1.7", b"PK\x03\x04rest", b"a\x00b"])
def test_what_cannot_be_read_is_no_proof(look: Callable[..., UnrealReport], content: bytes) -> None:
    report = look("x.bin", content)
    assert report.exit_code == 3
    assert report.unreadable[0].code.startswith("file.")


def test_one_unreadable_file_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"%PDF-1.7")
    (tmp_path / "b.txt").write_text(nhs())
    report = assert_unreal([tmp_path])
    assert (kinds(report), report.exit_code) == (["nhs_number"], 3)
    assert "1 could not be read" in report.lines()[-1]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refused:
        assert_unreal([tmp_path / "nowhere.csv"])
    assert refused.value.code == "unreal.missing"


def test_places_beyond_a_thousand_are_counted(look: Callable[..., UnrealReport]) -> None:
    stream = io.StringIO()
    csv.writer(stream).writerows([["record_origin"], *([["live"]] * 1_200)])
    report = look("x.csv", stream.getvalue())
    assert (len(report.places), report.more) == (1_000, 200)
