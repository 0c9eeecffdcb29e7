"""The template of a contract holds what the contract says, and its cells take what the contract takes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cfgovern import api, frontsheet
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.contracts.template import known_words, template
from cfgovern.errors import UsageError
from tests.unit.contract.nesting import loaded
from tests.unit.contract.small import AREAS, SMALL

KINDS = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:kinds
name: Kinds
version: 1.0.0
status: active
schema:
  - name: kinds
    properties:
      - {name: key, logicalType: string, primaryKey: true, examples: ['007']}
      - {name: whole, logicalType: integer, logicalTypeOptions: {minimum: 0, maximum: 48}}
      - {name: any_whole, logicalType: integer}
      - {name: share, logicalType: number, logicalTypeOptions: {minimum: 0.5}}
      - {name: above, logicalType: number, logicalTypeOptions: {exclusiveMinimum: 0}}
      - {name: day, logicalType: date, logicalTypeOptions: {minimum: '2021-01-01', maximum: '2026-12-31'}}
      - {name: long_ago, logicalType: date, logicalTypeOptions: {minimum: '1850-01-01'}}
      - {name: british, logicalType: date, logicalTypeOptions: {format: dd/MM/yyyy}}
      - {name: moment, logicalType: timestamp, logicalTypeOptions: {minimum: '2021-01-01T12:00:00'}}
      - {name: clock, logicalType: time}
      - {name: agreed, logicalType: boolean}
      - {name: level, logicalType: integer, enum: [1, 2]}
      - name: nights
        logicalType: integer
        logicalTypeOptions: {minimum: 0, maximum: 92}
        customProperties: [{property: cfgovernMissing, value: {declined: '998', not_known: 'not "known"'}}]
      - name: born
        logicalType: date
        customProperties: [{property: cfgovernMissing, value: {not_known: '999'}}]
      - {name: hidden, logicalType: string, customProperties: [{property: cfgovernCollected, value: 'off'}]}
"""


def written(folder: Path, text: str) -> Contract:
    path = folder / "c.odcs.yaml"
    path.write_text(text, encoding="utf-8")
    (folder / "code-lists").mkdir(exist_ok=True)
    (folder / "code-lists" / "areas.csv").write_text(AREAS)
    return load_contract(path)


def opened(contract: Contract, day: str = "2026-10-01") -> Any:
    return openpyxl.load_workbook(BytesIO(template(contract, day)))


def rules(sheet: Any) -> dict[str, Any]:
    """The rule of each column by its heading."""
    letters = {cell.column_letter: cell.value for cell in sheet[1]}
    found = {}
    for rule in sheet.data_validations.dataValidation:
        (place,) = rule.sqref.ranges
        assert (place.min_row, place.max_row) == (2, 1_048_576)
        found[letters[re.match("[A-Z]+", str(place))[0]]] = rule  # type: ignore[index]
    return found


def choices(book: Any, rule: Any) -> list[Any]:
    """What stands in the cells that a drop-down names."""
    name, cells = re.fullmatch(r"'(.+)'!(.+)", rule.formula1).groups()  # type: ignore[union-attr]
    return [cell.value for (cell,) in book[name][cells.replace("$", "")]]


def test_a_sheet_a_table_with_its_collected_columns_in_order(tmp_path: Path) -> None:
    book = opened(written(tmp_path, SMALL))
    assert book.sheetnames == [frontsheet.ABOUT, "people", "areas", frontsheet.LISTS]
    assert [cell.value for cell in book["people"][1]] == ["person_id", "born", "seen", "score", "area"]
    assert [cell.comment is not None for cell in book["people"][1]] == [True] * 5
    assert all(book[name].freeze_panes == "A2" for name in ("people", "areas", frontsheet.LISTS))


def test_the_front_sheet_says_which_contract_and_its_notice(tmp_path: Path) -> None:
    book = opened(written(tmp_path, SMALL))
    said = "\n".join(str(cell.value) for (cell,) in book[frontsheet.ABOUT].rows if cell.value)
    for words in ("urn:example:small, version 1.0.0", "Made up.", "used on 2026-10-01", "How to fill it in",
                  "Where the data stay"):  # fmt: skip
        assert words in said
    programme = template(api.load_contract(), "2026-10-01")
    front = openpyxl.load_workbook(BytesIO(programme))[frontsheet.ABOUT]
    assert any("not the official specification" in str(cell.value) for (cell,) in front.rows)


@pytest.mark.parametrize(("day", "codes"), [("2025-10-01", ["A1", "9"]), ("2026-10-01", ["A2", "9"])])
def test_a_list_holds_the_codes_of_the_day_and_the_words_for_no_answer(
    day: str, codes: list[str], tmp_path: Path
) -> None:
    book = opened(written(tmp_path, SMALL), day)
    rule = rules(book["people"])["area"]
    assert (rule.type, choices(book, rule)) == ("list", codes)
    assert frontsheet.LISTS in rule.prompt


def test_cells_take_what_the_type_and_its_limits_say(tmp_path: Path) -> None:
    book = opened(written(tmp_path, KINDS))
    found = rules(book["kinds"])
    told = {name: (rule.type, rule.operator, rule.formula1, rule.formula2) for name, rule in found.items()}
    most = "999999999999999"
    nights = 'OR(AND(M2=INT(M2),M2>=0,M2<=92),M2=998),OR(M2="998",M2="not ""known""")'
    assert {name: rule for name, rule in told.items() if rule[0] != "list"} == {
        "whole": ("whole", "between", "0", "48"),
        "any_whole": ("whole", "between", f"-{most}", most),
        "share": ("decimal", "greaterThanOrEqual", "0.5", None),
        "above": ("custom", None, "IF(ISNUMBER(E2),AND(E2>0),FALSE)", None),
        "day": ("date", "between", "DATE(2021,1,1)", "DATE(2026,12,31)"),
        "long_ago": ("date", "greaterThanOrEqual", "0", None),
        "moment": ("date", "greaterThanOrEqual", "44197.5", None),
        "clock": ("time", "greaterThanOrEqual", "0", None),
        "nights": ("custom", None, f"IF(ISNUMBER(M2),{nights})", None),
    }
    assert choices(book, found["agreed"]) == ["true", "false"]
    assert choices(book, found["level"]) == [1, 2]
    assert all(rule.prompt and rule.promptTitle and rule.error for rule in found.values())
    assert all(len(rule.prompt) <= 255 and len(rule.promptTitle) <= 32 for rule in found.values())


def test_text_keeps_its_zeros_and_days_are_shown_as_iso(tmp_path: Path) -> None:
    sheet = opened(written(tmp_path, KINDS))["kinds"]
    formats = {cell.value: sheet.column_dimensions[cell.column_letter].number_format for cell in sheet[1]}
    assert formats["key"] == formats["british"] == formats["born"] == formats["agreed"] == "@"
    assert formats["day"] == formats["long_ago"] == "yyyy-mm-dd"
    assert formats["whole"] == formats["level"] == "0"


def test_it_names_nobody_and_holds_nothing_that_runs(tmp_path: Path) -> None:
    contract = written(tmp_path, KINDS)
    data = template(contract, "2026-10-01")
    assert data == template(contract, "2026-10-01")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert not [name for name in parts if "vba" in name.casefold() or "external" in name.casefold()]
    assert not any(re.search(rb"<(\w+:)?f[ >/]", part) for name, part in parts.items() if "sheet" in name)
    assert re.findall(rb"<dc:creator>(.*?)</dc:creator>", parts["docProps/core.xml"]) == [b"cfgovern"]
    assert b"lastModifiedBy" not in parts["docProps/core.xml"]
    assert {each for part in parts.values() for each in re.findall(rb"<author>(.*?)<", part)} == {b"cfgovern"}


@pytest.mark.parametrize("name", ["a" * 32, "a:b", "lists OF codes", "'a", "History"])
def test_a_table_after_which_no_sheet_can_be_named_is_refused(name: str, tmp_path: Path) -> None:
    contract = written(tmp_path, KINDS.replace("- name: kinds", f'- name: "{name}"'))
    with pytest.raises(UsageError) as refused:
        template(contract, "2026-10-01")
    assert refused.value.code == "template.sheet_name"


def test_what_a_reader_may_know_does_not_change_with_the_day(tmp_path: Path) -> None:
    known = known_words(written(tmp_path, SMALL))
    assert known["lists"] == {"areas, or 9": [["9", "if nobody knows"], ["A1", "First"], ["A2", "Second"]]}
    assert any(frontsheet.DAY in line for line in known["about"])
    assert not any("A1" in words for words in known["guidance"])


def test_a_nested_column_is_text_and_says_that_nobody_looks_inside(tmp_path: Path) -> None:
    sheet = opened(loaded(tmp_path))["parcels"]
    assert [cell.value for cell in sheet[1]][3:] == ["contents", "sender"]
    told = sheet["D1"].comment.text
    assert told == "List (array) as one text; what stands inside is not checked.\nIt must be filled in."
    assert sheet.column_dimensions["D"].number_format == "@" and "contents" not in rules(sheet)
