"""The loader: what a contract says becomes plain values, and what cannot be honoured is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.load import load_contract, read_contract
from cfgovern.contract.model import Bound, Code, Column, Contract, ForeignKey
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.yamlfile import load
from tests.unit.contract.small import AREAS, place, small


def faults_of(path: Path) -> list[Fault]:
    return read_contract(load(path))[1]


def column(contract: Contract, name: str) -> Column:
    return next(item for table in contract.tables for item in table.columns if item.name == name)


# -- what is read ----------------------------------------------------------------------------


def test_a_good_contract_becomes_plain_values(tmp_path: Path) -> None:
    contract = load_contract(small(tmp_path))
    assert (contract.id, contract.name, contract.version) == ("urn:example:small", "Small", "1.0.0")
    assert (contract.status, contract.api_version) == ("draft", "v3.1.0")
    assert (contract.description, contract.notice) == ("To try things out.", "Made up.")
    assert contract.digest.startswith("sha256:") and len(contract.digest) == 71
    people, areas = contract.tables
    assert (people.label, people.concept, people.route) == ("People", "participants", "payload")
    assert (areas.label, areas.concept, areas.route) == ("areas", "areas", None)
    assert people.primary_key == ("person_id",) and areas.primary_key == ()
    assert [item.name for item in people.columns] == ["person_id", "born", "seen", "score", "area", "unit"]
    assert [item.name for item in people.collected] == ["person_id", "born", "seen", "score", "area"]


def test_what_a_column_says(tmp_path: Path) -> None:
    contract = load_contract(small(tmp_path))
    key = column(contract, "person_id")
    assert key.required and key.show and key.roles == ("record_id",) and key.concept == "person_id"
    assert (key.pattern, key.min_length, key.max_length) == ("^P-[0-9]{4}$", 6, 6)
    assert column(contract, "born").identifier == "date_of_birth"
    assert not column(contract, "born").required
    assert column(contract, "seen").format == "dd/MM/yyyy"
    area = column(contract, "area")
    assert area.missing == {"not_known": "9"} and area.code_list == "areas"
    assert not column(contract, "unit").collected


def test_codes_keep_their_days(tmp_path: Path) -> None:
    codes = load_contract(small(tmp_path)).code_lists["areas"].codes
    assert codes == (
        Code("A1", "First", "2021-04-01", "2026-03-31", "A2"),
        Code("A2", "Second", "2026-04-01", None, None),
    )


@pytest.mark.parametrize(
    ("options", "low", "high"),
    [
        ("minimum: 0, maximum: 48", Bound("0"), Bound("48")),
        (
            "exclusiveMinimum: 0, exclusiveMaximum: 48",
            Bound("0", exclusive=True),
            Bound("48", exclusive=True),
        ),
        # as files before ODCS 3.1 wrote it
        (
            "minimum: 0, exclusiveMinimum: true, maximum: 48, exclusiveMaximum: true",
            Bound("0", exclusive=True),
            Bound("48", exclusive=True),
        ),
        ("minimum: 0, exclusiveMinimum: false, maximum: 48", Bound("0"), Bound("48")),
        ("minimum: -1.5", Bound("-1.5"), None),
    ],
)
def test_limits_in_both_notations(tmp_path: Path, options: str, low: Bound, high: Bound | None) -> None:
    score = column(load_contract(small(tmp_path, ("minimum: 0, maximum: 48", options))), "score")
    assert (score.minimum, score.maximum) == (low, high)


@pytest.mark.parametrize(
    ("kind", "low"),
    [
        ("date", "2026-04-01"),
        ("timestamp", "2026-04-01T09:00:00"),
        ("timestamp", "2026-04-01"),
        ("time", "09:00"),
    ],
)
def test_limits_of_dates_and_times(tmp_path: Path, kind: str, low: str) -> None:
    change = (
        "date, logicalTypeOptions: {format: dd/MM/yyyy}",
        f"{kind}, logicalTypeOptions: {{minimum: '{low}'}}",
    )
    assert column(load_contract(small(tmp_path, change)), "seen").minimum == Bound(low)


@pytest.mark.parametrize(
    ("physical", "kind"),
    [
        ("INT", "integer"), ("bigint", "integer"), ("int8", "integer"), ("SMALLINT", "integer"),
        ("decimal(10,2)", "number"), ("NUMERIC", "number"), ("double precision", "number"),
        ("float8", "number"),
        ("timestamptz", "timestamp"), ("datetime2", "timestamp"), ("DATE", "date"), ("time", "time"),
        ("boolean", "boolean"), ("bool", "boolean"), ("varchar(20)", "string"), ("text", "string"),
        ("interval", "string"), ("dateline", "string"),
    ],
)  # fmt: skip
def test_a_physical_type_stands_in_for_a_logical_one(tmp_path: Path, physical: str, kind: str) -> None:
    old = "{name: seen, logicalType: date, logicalTypeOptions: {format: dd/MM/yyyy}}"
    path = small(tmp_path, (old, f"{{name: seen, physicalType: '{physical}'}}"))
    assert column(load_contract(path), "seen").type == kind


def test_without_any_type_a_column_is_text(tmp_path: Path) -> None:
    assert (
        column(load_contract(small(tmp_path, ("unit\n        logicalType: string\n", "unit\n"))), "unit").type
        == "string"
    )


def test_enum_of_odcs_3_2(tmp_path: Path) -> None:
    changes = (
        ("apiVersion: v3.1.0", "apiVersion: v3.2.0"),
        (
            "{name: seen,",
            "{name: answer, enum: [{value: y, label: Yes please}, {value: 'n'}, 3, true]}\n"
            "      - {name: seen,",
        ),
    )
    contract = load_contract(small(tmp_path, *changes))
    assert contract.api_version == "v3.2.0"
    assert column(contract, "answer").enum == (("y", "Yes please"), ("n", ""), ("3", ""), ("true", ""))


def test_a_missing_word_that_is_a_value_of_an_enum_is_refused(tmp_path: Path) -> None:
    answer = "{name: answer, logicalType: integer, enum: [1, -9], customProperties: [MISSING]}"
    missing = "{property: cfgovernMissing, value: {declined: '-9', not_asked: '-8'}}"
    changes = (
        ("apiVersion: v3.1.0", "apiVersion: v3.2.0"),
        ("{name: seen,", answer.replace("MISSING", missing) + "\n      - {name: seen,"),
    )
    (fault,) = faults_of(small(tmp_path, *changes))
    assert fault.code == "contract.missing_word"
    assert fault.message == "What is written for declined is also a value of this property."


def test_a_composite_key_in_the_order_of_its_positions(tmp_path: Path) -> None:
    changes = (
        ("primaryKey: true\n", "primaryKey: true\n        primaryKeyPosition: 2\n"),
        ("- name: born\n", "- name: born\n        primaryKey: true\n        primaryKeyPosition: 1\n"),
    )
    contract = load_contract(small(tmp_path, *changes))
    assert contract.tables[0].primary_key == ("born", "person_id")
    assert column(contract, "born").required


def test_a_composite_key_without_positions_keeps_the_order_of_the_columns(tmp_path: Path) -> None:
    contract = load_contract(small(tmp_path, ("- name: born\n", "- name: born\n        primaryKey: true\n")))
    assert contract.tables[0].primary_key == ("person_id", "born")


def test_a_contract_of_the_barest_kind(tmp_path: Path) -> None:
    path = tmp_path / "bare.yaml"
    path.write_text(
        "apiVersion: v3.1.0\nkind: DataContract\nid: x\nversion: '1'\nstatus: draft\n"
        "schema: [{name: t, properties: [{name: c}]}]\n"
    )
    contract = load_contract(path)
    assert contract.name == "x" and contract.notice == "" and contract.code_lists == {}
    assert contract.tables[0].columns[0].label == "c"
    assert contract.tables[0].expected


def test_organisation_tables_come_on_their_own_timetable(tmp_path: Path) -> None:
    people = load_contract(small(tmp_path, ("value: payload", "value: organisation"))).tables[0]
    assert not people.expected


# -- what is refused: code, what is changed into what with the place of the fault, its words ---

FAULTS = [
    ("api_version", "v3.1.0", "§v2.2.2", "The contract needs apiVersion v3.1.0 or v3.2.0."),
    ("kind", "DataContract", "§Data", "The contract needs kind: DataContract."),
    ("table_name", "- name: areas", "- §nmae: areas", "A schema entry needs a name."),
    ("table_twice", "- name: areas\n    properties", "- name: §People\n    properties",
     'The table "People" is described twice.'),
    ("no_columns", "  - name: areas\n    properties: [{name: area_code, logicalType: string, unique: true}]",
     "  - §name: areas", 'The table "areas" has no properties.'),
    ("route", "value: payload", "value: §paylaod",
     'A route is one of payload, identifiers, agreements, organisation. Did you mean "payload"?'),
    ("column_name", "- name: unit", "- §nam: unit", "A property needs a name."),
    ("column_twice", "- name: unit", "- name: §Area", 'The property "Area" is described twice.'),
    ("type", "{name: seen, logicalType: date", "{name: seen, logicalType: §dat",
     'A type is one of string, date, timestamp, time, number, integer, boolean. Did you mean "date"?'),
    ("nested_type", "{name: area_code, logicalType: string", "{name: area_code, logicalType: §array",
     'A column of type "array" cannot stand in a contract that uses properties of cfgovern:'
     " an identifier could hide inside it."),
    ("bound_twice", "{minimum: 0,", "{minimum: 0, exclusiveMinimum: §0,",
     "Give minimum or exclusiveMinimum, not both."),
    ("bound", "minimum: '1900-01-01'", "minimum: §'1900'",
     "minimum must be a date in ISO form, such as 2026-04-30."),
    ("bound", "minimum: '1900-01-01'", "minimum: §'1900-02-30'",
     "minimum must be a date in ISO form, such as 2026-04-30."),
    ("bound", "minLength: 6,", "minimum: §3,", "minimum has no meaning for a string."),
    ("number", "minimum: 0,", "minimum: §'1e3',", "minimum must be a plain number."),
    ("number", "minimum: 0,", "minimum: §true,", "minimum must be a plain number."),
    ("number", "minimum: 0,", "multipleOf: §'two',", "multipleOf must be a plain number."),
    ("length", "minLength: 6,", "minLength: §-1,", "minLength must be a whole number from 0."),
    ("length", "minLength: 6,", "minLength: §true,", "minLength must be a whole number from 0."),
    ("pattern", "'^P-[0-9]{4}$'", "§'^P-(?=[0-9])'",
     "The pattern looks ahead or behind, which cannot be run safely."),
    ("pattern", "'^P-[0-9]{4}$'", "§12", "A pattern must be text."),
    ("format", "dd/MM/yyyy", "§dd/MM/yy",
     "The date format has a part that cannot be checked. Use yyyy, MM, dd, HH, mm and ss."),
    ("enum", "{name: seen,", "{name: answer, enum: [y, §{label: No}]}\n      - {name: seen,",
     "Each entry of enum needs a value."),
    ("unknown_code_list", "value: areas}", "value: §area}",
     'There is no code list named "area". Did you mean "areas"?'),
    ("missing_states", "{not_known: '9'}", "§{unknown: '9'}",
     "cfgovernMissing maps declined, not_asked, not_known to the code written in the cell."),
    ("missing_word", "{not_known: '9'}", "{declined: '9', not_known: §'9'}",
     "The states declined and not_known are written alike, so they cannot be told apart."),
    ("missing_word", "{not_known: '9'}", "{not_known: '9', not_asked: §A1}",
     "What is written for not_asked is also a value of this property."),
    ("missing_word", "{not_known: '9'}", "{not_known: §''}",
     "The state not_known needs the code written in the cell."),
    ("no_room", "{minimum: 0, maximum: 48}", "{minimum: §5, maximum: 2}",
     "minimum and maximum leave nothing between them, so no value can be right."),
    ("no_room", "minLength: 6, maxLength: 6", "minLength: §6, maxLength: 2",
     "minLength and maxLength leave nothing between them, so no value can be right."),
    ("unknown_extension", "property: cfgovernShow", "property: §cfgovernShown",
     'cfgovern knows no property "cfgovernShown". Did you mean "cfgovernShow"?'),
    ("extension_place", "property: cfgovernShow", "property: §cfgovernRoute",
     '"cfgovernRoute" belongs on a table, not on a column.'),
    ("extension_place", "property: cfgovernNotice", "property: §cfgovernRole",
     '"cfgovernRole" belongs on a column, not on a contract.'),
    ("extension_twice", "property: cfgovernShow", "property: §cfgovernRole",
     '"cfgovernRole" is given twice.'),
    ("choice", "value: true}", "value: §maybe}", "cfgovernShow is one of true, false."),
    ("choice", "value: 'off'}", "value: §never}", "cfgovernCollected is one of on, off, true, false."),
    ("unknown_identifier", "value: date_of_birth}", "value: §date_of_brith}",
     'cfgovern knows no identifier "date_of_brith". Did you mean "date_of_birth"?'),
    ("unknown_role", "[record_id]", "[record_id, §sensitiv]",
     'There is no role "sensitiv". Did you mean "sensitive"?'),
    ("unknown_reference", "to: areas.area_code", "to: §areas.area_cod",
     'There is no table and property "areas.area_cod". Did you mean "areas.area_code"?'),
]  # fmt: skip


@pytest.mark.parametrize(("code", "old", "new", "words"), FAULTS)
def test_what_cannot_be_honoured_is_refused_with_its_place(
    tmp_path: Path, code: str, old: str, new: str, words: str
) -> None:
    path = small(tmp_path, (old, new))
    faults = [fault for fault in faults_of(path) if fault.code == f"contract.{code}"]
    assert [(fault.message, (fault.line, fault.column)) for fault in faults] == [(words, place(old, new))]
    assert faults[0].path == str(path)
    with pytest.raises(OperatorFileError) as refusal:
        load_contract(path)
    assert refusal.value.code == "contract.invalid" and refusal.value.exit_code == 2
    assert f"{path}:{faults[0].line}:{faults[0].column}: {words}" in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (
            "- a list",
            ["contract.not_a_mapping", "contract.api_version", "contract.kind", "contract.no_tables"],
        ),
        ("id: x", ["contract.api_version", "contract.kind", "contract.no_tables"]),
        ("apiVersion: v3.1.0\nkind: DataContract\nschema: []", ["contract.no_tables"]),
        (
            "apiVersion: v3.1.0\nkind: DataContract\nschema: [x]",
            ["contract.table_name"],
        ),
    ],
)
def test_what_is_no_contract_at_all(tmp_path: Path, text: str, codes: list[str]) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(text)
    assert sorted(fault.code for fault in faults_of(path)) == sorted(codes)


def test_every_fault_is_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    wanted = ("kind", "nested_type", "pattern", "unknown_role")
    changes = [next((old, new) for code, old, new, _ in FAULTS if code == name) for name in reversed(wanted)]
    with pytest.raises(OperatorFileError, match=r"contract\.invalid") as refusal:
        load_contract(small(tmp_path, *changes))
    faults = refusal.value.faults
    assert refusal.value.what == "The contract has 4 faults."
    assert len(faults) == 4 and [fault.line for fault in faults] == sorted(fault.line for fault in faults)


@pytest.mark.parametrize(
    ("areas", "line", "code", "words"),
    [
        ("code,name\nA1,First\n", 1, "header", "A code list starts with the columns code, label, "),
        ("", 1, "header", "A code list starts with the columns code, label, "),
        (AREAS + ",Third,,,\n", 4, "code", "A code is missing, or has a space before or after it."),
        (AREAS + "A3 ,Third,,,\n", 4, "code", "A code is missing, or has a space before or after it."),
        (
            AREAS + "A3,Third,1/4/2026,,\n",
            4,
            "date",
            "A date of the code list is not a day in the form 2026-04-01.",
        ),
        (AREAS + "A3,Third,2026-02-30,,\n", 4, "date", "A date of the code list is not a day in the form "),
        (AREAS + "A3,Third,2026-04-01,2026-03-01,\n", 4, "date", "A code ends before it begins."),
        (AREAS + "A3,Third,,2026-03-01,B1\n", 4, "successor", "The successor is not a code of this list."),
        (AREAS + 'A3,"Thi"rd,,,\n', 1, "unreadable", "The code list cannot be read."),
    ],
)
def test_a_faulty_code_list_is_told_at_its_own_line(
    tmp_path: Path, areas: str, line: int, code: str, words: str
) -> None:
    (fault,) = faults_of(small(tmp_path, areas=areas))
    assert fault.code == f"contract.code_list_{code}" and fault.message.startswith(words)
    assert (fault.path, fault.line) == (str(tmp_path / "code-lists" / "areas.csv"), line)


def test_a_code_list_that_is_not_utf_8(tmp_path: Path) -> None:
    path = small(tmp_path)
    (tmp_path / "code-lists" / "areas.csv").write_bytes(AREAS.encode() + b"A3,\xe9,,,\n")
    assert [fault.code for fault in faults_of(path)] == ["contract.code_list_unreadable"]


def test_a_code_list_as_a_spreadsheet_saves_it(tmp_path: Path) -> None:
    path = small(tmp_path)
    (tmp_path / "code-lists" / "areas.csv").write_bytes(
        b"\xef\xbb\xbf" + AREAS.replace("\n", "\r\n").encode() + b"\r\n"
    )
    assert [code.code for code in load_contract(path).code_lists["areas"].codes] == ["A1", "A2"]


def test_a_contract_without_a_folder_of_code_lists(tmp_path: Path) -> None:
    text = small(tmp_path).read_text()
    alone = tmp_path / "alone"
    alone.mkdir()
    (alone / "x.yaml").write_text(text)
    (fault,) = faults_of(alone / "x.yaml")
    assert str(fault).endswith(
        'There is no code list named "areas". Code lists stand in code-lists. [contract.unknown_code_list]'
    )


def test_a_foreign_key_of_a_column(tmp_path: Path) -> None:
    people = load_contract(small(tmp_path)).tables[0]
    (key,) = people.foreign_keys
    path = (*people.columns[4].path, "relationships", 0)
    assert key == ForeignKey(("area",), "areas", ("area_code",), path)
