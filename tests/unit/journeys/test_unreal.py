"""Files said to be made up: whatever may be real is found at its place, and nothing else is."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.packaging.custom import StringProperty
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from cfgovern import cohort, workbooks
from cfgovern.cohort.notes import make_notes
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.identifiers.search import suspects
from cfgovern.journeys import unrealworker
from cfgovern.journeys.unreal import UnrealReport, assert_unreal
from tests.command import ROOT, plain_contract
from tests.conftest import examples, some_of
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


@pytest.mark.parametrize("seed", some_of(range(20), 10))
def test_nothing_is_found_in_a_thousand_notes(seed: int) -> None:
    people = [{"participant_id": f"P-{number:04}"} for number in range(1, 301)]
    rows = make_notes(people, notes=1_000, as_of=AS_OF, seed=seed).rows
    assert [row["note_id"] for row in rows if suspects(row["note"])] == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(20))
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


# -- workbooks, beside the cells -------------------------------------------------------------------


def in_comment(book: Workbook, text: str) -> None:
    book.active["B2"].comment = Comment(f"Ask {text}.", "x")


def in_author(book: Workbook, text: str) -> None:
    book.properties.creator = text


def in_sheet_name(book: Workbook, text: str) -> None:
    book.create_sheet(text.replace("/", "-")[:31])


def in_header(book: Workbook, text: str) -> None:
    book.active.oddHeader.center.text = text


def in_defined_name(book: Workbook, text: str) -> None:
    book.defined_names["Told"] = DefinedName("Told", attr_text=f'"{text}"')


def in_link(book: Workbook, text: str) -> None:
    book.active["A2"].hyperlink = f"mailto:{text}"


def in_list(book: Workbook, text: str) -> None:
    rule = DataValidation(type="list", formula1=f'"a,{text}"')
    rule.add("B2")
    book.active.add_data_validation(rule)


def in_property(book: Workbook, text: str) -> None:
    book.custom_doc_props.append(StringProperty(name="Told", value=text))


HIDING = [
    in_comment, in_author, in_sheet_name, in_header, in_defined_name, in_link, in_list, in_property,
]  # fmt: skip
FAR = 654_321  # a row with as many figures as a CRN has
PLAIN = ("nhs_number", "nino", "crn", "phone", "email", "postcode")  # that may be a name of a sheet


def booked(path: Path, hide: Callable[[Workbook, str], None], text: str) -> UnrealReport:
    book = Workbook()
    book.active.append(["record_origin", "note"])
    book.active.append(["synthetic", "fine"])
    hide(book, text)
    book.save(path)
    return assert_unreal([path])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(16))
@given(hide=st.sampled_from(HIDING), kind=st.sampled_from(PLAIN), number=st.integers(0, 10**9))
def test_one_real_shape_is_found_beside_the_cells(
    folder: Path, hide: Callable[[Workbook, str], None], kind: str, number: int
) -> None:
    planted = real(kind, number)[0]
    report = booked(folder / "x.xlsx", hide, planted)
    beside = [place for place in report.places if place.part]
    assert beside and all(place.part.startswith(("xl/", "docprops/")) for place in beside)
    assert not any(planted in line for line in report.lines())


@pytest.mark.parametrize("hide", HIDING)
def test_what_is_nobodys_passes_beside_the_cells(
    tmp_path: Path, hide: Callable[[Workbook, str], None]
) -> None:
    report = booked(tmp_path / "x.xlsx", hide, "person.1@example.org")
    assert [place for place in report.places if place.part] == []


def test_a_find_in_a_cell_is_told_once(tmp_path: Path) -> None:
    report = booked(tmp_path / "x.xlsx", lambda book, text: book.active.append(["synthetic", text]), nhs())
    assert [(place.kind, place.cell, place.part) for place in report.places] == [("nhs_number", "B3", None)]


def test_addresses_far_down_are_no_crn(tmp_path: Path) -> None:
    def hide(book: Workbook, text: str) -> None:
        book.defined_names["Far"] = DefinedName("Far", attr_text=text)
        book.active.auto_filter.ref = f"A1:B{FAR}"
        book.active.freeze_panes = f"C{FAR}"

    assert booked(tmp_path / "x.xlsx", hide, f"SUM(Sheet!A{FAR},B{FAR})").places == ()


def test_a_picture_in_a_workbook_is_no_proof(tmp_path: Path) -> None:
    booked(tmp_path / "x.xlsx", in_comment, nhs())
    with zipfile.ZipFile(tmp_path / "x.xlsx", "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG")
    report = assert_unreal([tmp_path / "x.xlsx"])
    assert (kinds(report), report.exit_code) == (["nhs_number"], 3)
    assert report.unreadable[0].code == "file.not_looked_at"


# -- Parquet, names of files, standard input -------------------------------------------------------


def parquet(path: Path, *columns: str) -> Path:
    duckdb.sql(f"SELECT {', '.join(columns)} FROM range(1, 4) AS t(n)").write_parquet(str(path))
    return path


def test_a_parquet_file_is_a_table(tmp_path: Path) -> None:
    path = parquet(tmp_path / "x.parquet", "'synthetic' AS record_origin", "n AS rooms", "n AS uprn")
    assert [(one.kind, one.row, one.cell) for one in assert_unreal([path]).places] == [
        ("uprn", row, f"C{row + 1}") for row in (1, 2, 3)
    ]
    assert kinds(assert_unreal([parquet(path, "n")])) == ["no_record_origin"]


@pytest.mark.parametrize(
    "kept", ["'{}'", "CAST('{}' AS bigint)", "['a', '{}']", "{{'a': '{}'}}", "'{}'::blob"]
)
def test_every_type_of_parquet_is_looked_at(tmp_path: Path, kept: str) -> None:
    path = parquet(tmp_path / "x.parquet", "'synthetic' AS record_origin", f"{kept.format(nhs())} AS n")
    assert kinds(assert_unreal([path])) == ["nhs_number"] * 3


def test_what_parquet_says_beside_its_cells_is_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "x.parquet"
    with duckdb.connect() as connection:
        own = f"KV_METADATA {{remark: 'nhs {nhs()}'}}"
        connection.execute(f"COPY (SELECT 'synthetic' AS record_origin) TO '{path}' (FORMAT parquet, {own})")
    (place,) = assert_unreal([path]).places
    assert (place.kind, place.part, place.cell) == ("nhs_number", "properties", None)


def test_a_comment_on_the_zip_of_a_workbook_is_looked_at(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["record_origin"])
    book.save(tmp_path / "x.xlsx")
    with zipfile.ZipFile(tmp_path / "x.xlsx", "a") as archive:
        archive.comment = f"nhs {nhs()}".encode()
    (place,) = assert_unreal([tmp_path / "x.xlsx"]).places
    assert (place.kind, place.part) == ("nhs_number", "comments of the zip")


@pytest.mark.parametrize("name", ["seen {}.txt", "{}/x.txt", "a_{}_b.csv"])
def test_a_name_that_holds_an_identifier_is_told_and_not_shown(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in" / name.format(nhs())
    path.parent.mkdir(parents=True)
    path.write_text("record_origin\nsynthetic\n")
    report = assert_unreal([tmp_path / "in"])
    assert kinds(report) == ["nhs_number"]
    assert not any(nhs() in line for line in report.lines())
    assert report.places[0].file == str(tmp_path / "in" / name.format("[…]"))
    assert kinds(assert_unreal([path])) == ([] if "/" in name else ["nhs_number"])


def test_a_stream_is_read_as_well(tmp_path: Path) -> None:
    report = assert_unreal([], streamed=io.BytesIO(f"one\ntwo {nhs()}".encode()))
    assert [(one.file, one.line, one.character) for one in report.places] == [("standard input", 2, 5)]


# -- text, and what cannot be read -----------------------------------------------------------------


@pytest.mark.parametrize("name", ["x.txt", "x.md", "x.json", "x.yaml", "x.py", "x.svg", "x"])
def test_a_line_of_text_is_named(look: Callable[..., UnrealReport], name: str) -> None:
    (place,) = look(name, f"<fine>\nask {nhs()}.\n").places
    assert (place.kind, place.line, place.character) == ("nhs_number", 2, 5)
    assert nhs() not in str(place)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(40))
@given(
    kind=st.sampled_from(sorted(REAL)),
    number=st.integers(0, 10**9),
    at=st.integers(0, 2_000),
    lines=st.booleans(),
)
def test_a_long_text_is_cut_through_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, kind: str, number: int, at: int, lines: bool
) -> None:
    planted = real(kind, number)[0]
    filler = ("word " * 7)[:-1] + ("\n" if lines else " ")
    text = (filler * 90)[:at] + f" {planted} " + filler * 90
    look = unrealworker._Look({})
    with monkeypatch.context() as patched:
        patched.setattr(unrealworker, "_PIECE", 700)
        look.text(io.StringIO(text))
    before = text[: at + 1]
    assert {(one["line"], one["character"]) for one in look.found} == {
        (before.count("\n") + 1, len(before) - before.rfind("\n"))
    }
    assert look.cells == text.count("\n") + (not text.endswith("\n"))


def test_an_nhs_number_may_be_cut_by_a_line_of_a_cell(look: Callable[..., UnrealReport]) -> None:
    cut = f"{nhs()[:5]}\n{nhs()[5:]}"
    assert kinds(look("x.csv", f'record_origin,note\nsynthetic,"ask {cut}"\n')) == ["nhs_number"]


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
