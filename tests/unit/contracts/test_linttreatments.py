"""A treatment that cannot be done is told where it stands, before anybody relies on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.load import read_contract
from cfgovern.contracts.lint import own_faults
from cfgovern.yamlfile import load

PURPOSES = ("eval.linkage",)


def column(name: str, kind: str, treatment: str, role: str = "quasi_identifier", more: str = "") -> str:
    return f"""\
      - name: {name}
        description: Something.
        classification: official
        logicalType: {kind}
{more}        customProperties:
          - {{property: cfgovernRole, value: [{role}]}}
          - {{property: cfgovernPurpose, value: [eval.linkage]}}
          - {{property: cfgovernTreatment, value: {treatment}}}
"""


REFERENCE = column("reference", "string", "token", "record_id")
ENUM = "        enum: [{value: a}, {value: b}]\n"


def lint(tmp_path: Path, *tables: tuple[str, ...], route: str = "payload") -> list[tuple[str, str]]:
    (tmp_path / "lookups").mkdir()
    (tmp_path / "lookups" / "groups.csv").write_text("from,to\na,x\nc,asked_not\n", encoding="utf-8")
    text = "apiVersion: v3.2.0\nkind: DataContract\nid: urn:example\nversion: 1.0.0\nstatus: draft\nschema:\n"
    for number, columns in enumerate(tables):
        text += f"  - name: t{number}\n    customProperties: [{{property: cfgovernRoute, value: {route}}}]\n"
        text += f"    properties:\n{''.join(columns)}"
    path = tmp_path / "one.odcs.yaml"
    path.write_text(text, encoding="utf-8")
    contract, faults = read_contract(load(path))
    assert faults == []
    found = own_faults(contract, PURPOSES)
    return [(fault.code.removeprefix("contract."), fault.message) for fault in found]


@pytest.mark.parametrize(
    ("kind", "treatment", "more"),
    [
        ("date", "year", ""),
        ("timestamp", "quarter", ""),
        ("date", "month", ""),
        ("integer", "age_band", ""),
        ("date", "{age_band: 10}", ""),
        ("string", "outward_postcode", ""),
        ("string", "{lookup: {list: groups}}", ""),
        ("integer", "{top_code: 20}", ""),
        ("number", "{top_code: 2.5}", ""),
        ("date", "{shift: 180}", ""),
        ("string", "redact", ""),
        ("string", "keep", ENUM),
        ("string", "drop", ENUM),
    ],
)
def test_a_treatment_that_fits_its_column_is_no_fault(
    tmp_path: Path, kind: str, treatment: str, more: str
) -> None:
    assert lint(tmp_path, (REFERENCE, column("one", kind, treatment, more=more))) == []


@pytest.mark.parametrize(
    ("kind", "treatment", "more", "code", "message"),
    [
        ("date", "mnoth", "", "unknown_treatment", 'There is no treatment "mnoth". Did you mean "month"?'),
        ("date", "{month: 3}", "", "treatment_parameter",
         "The treatment month takes nothing more: write the word alone."),
        ("integer", "top_code", "", "treatment_parameter",
         "The treatment top_code needs the highest number that is sent as it is, as in {top_code: 20}."),
        ("string", "lookup", "", "treatment_parameter",
         "The treatment lookup needs the name of its list, as in {lookup: {list: lsoa_decile}}."),
        ("date", "shift", "", "treatment_parameter",
         "The treatment shift needs the most days a date may move, 30 to 3650, as in {shift: 180}."),
        ("integer", "{age_band: 1}", "", "treatment_parameter",
         "What the treatment age_band takes is the years of a band, 2 to 50, as in {age_band: 10}."),
        ("integer", "{top_code: 2.5}", "", "treatment_parameter",
         '"one" has whole numbers, so its top code is one.'),
        ("string", "month", "", "treatment_type",
         'The treatment month is for date and timestamp, and the type of "one" is string.'),
        ("string", "{top_code: 20}", "", "treatment_type",
         'The treatment top_code is for integer and number, and the type of "one" is string.'),
        ("timestamp", "{shift: 90}", "", "treatment_type",
         'The treatment shift is for date, and the type of "one" is timestamp.'),
        ("string", "outward_postcode", ENUM, "treatment_type",
         'The treatment outward_postcode reads values, and "one" takes codes.'),
        ("string", "{lookup: {list: groups}}", ENUM, "lookup_partial",
         '1 of 2 codes of "one" have no row in the lookup, and would be sent as nothing.'),
    ],
)  # fmt: skip
def test_a_treatment_that_does_not_fit_is_told(
    tmp_path: Path, kind: str, treatment: str, more: str, code: str, message: str
) -> None:
    assert (code, message) in lint(tmp_path, (REFERENCE, column("one", kind, treatment, more=more)))


def test_a_lookup_does_not_make_an_answer_into_none(tmp_path: Path) -> None:
    missing = "          - {property: cfgovernMissing, value: {not_asked: asked_not}}\n"
    told = lint(tmp_path, (REFERENCE, column("one", "string", "{lookup: {list: groups}}") + missing))
    assert [code for code, _ in told] == ["lookup_missing"]


SHIFTED = column("began", "date", "{shift: 180}")


@pytest.mark.parametrize(
    ("columns", "route", "code", "part"),
    [
        ((SHIFTED,), "payload", "shift_place", "without a record id"),
        ((REFERENCE, SHIFTED), "identifiers", "shift_place", "needs the true date"),
        ((REFERENCE, SHIFTED, column("period", "string", "keep")), "payload", "shift_place", "of periods"),
        ((REFERENCE, SHIFTED, column("ended", "date", "{shift: 90}")), "payload", "shift_place", "the same"),
        ((REFERENCE, SHIFTED, column("ended", "date", "keep")), "payload", "shift_undone", "does not move"),
        ((REFERENCE, SHIFTED, column("ended", "date", "quarter")), "payload", "shift_undone", "does not"),
    ],
)
def test_dates_move_all_together_or_not_at_all(
    tmp_path: Path, columns: tuple[str, ...], route: str, code: str, part: str
) -> None:
    told = lint(tmp_path, columns, route=route)
    assert [found for found, message in told if part in message] == [code]


def test_a_date_of_the_same_people_in_another_table_moves_too(tmp_path: Path) -> None:
    told = lint(tmp_path, (REFERENCE, SHIFTED), (REFERENCE, column("seen", "date", "month")))
    assert [code for code, _ in told] == ["shift_undone"]


def test_all_dates_of_the_people_may_move_and_others_stay(tmp_path: Path) -> None:
    own = (REFERENCE, SHIFTED, column("ended", "date", "{shift: 180}"), column("born", "date", "drop"))
    assert lint(tmp_path, own, (column("opened", "date", "keep"),)) == []
