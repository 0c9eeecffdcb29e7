"""``area.yaml``: the heading of an area profile, every fault at its place and without its value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cfgovern.errors import Fault, OperatorFileError
from cfgovern.profile.area import Area, load_area
from cfgovern.yamlfile import load

GOOD = """\
area: CF-A01
name: Quillborough
contract: urn:cfgovern:changing-futures
period: 2026-Q2
host_organisation: Quillborough Council
data_and_digital_lead: data.lead@quillborough.example
notice_version: 2026-1
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "area.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def faults(folder: Path, text: str) -> list[Fault]:
    with pytest.raises(OperatorFileError) as caught:
        load_area(write(folder, text))
    assert caught.value.exit_code == 2
    return list(caught.value.faults)


def test_a_good_heading(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    assert load_area(path) == Area(
        area="CF-A01",
        name="Quillborough",
        contract="urn:cfgovern:changing-futures",
        period=(date(2026, 4, 1), date(2026, 6, 30)),
        host_organisation="Quillborough Council",
        data_and_digital_lead="data.lead@quillborough.example",
        notice_version="2026-1",
        document=load(path),
    )


def test_the_contract_in_use_is_the_one_it_names(tmp_path: Path) -> None:
    path = write(tmp_path, GOOD)
    area = load_area(path)
    area.must_name("urn:cfgovern:changing-futures")
    with pytest.raises(OperatorFileError) as caught:
        area.must_name("urn:example:library")
    assert caught.value.exit_code == 2
    (fault,) = caught.value.faults
    assert (fault.code, fault.line, fault.column) == ("area.other_contract", 3, 11)
    assert fault.message == '"contract" names another contract than the one in use.'
    assert fault.fix == ('Put "urn:example:library" here, or name the contract you mean with --contract.')


def test_a_period_of_its_own(tmp_path: Path) -> None:
    text = GOOD.replace("2026-Q2", "{start: 2026-05-11, end: 2026-05-11}")
    assert load_area(write(tmp_path, text)).period == (date(2026, 5, 11), date(2026, 5, 11))


@pytest.mark.parametrize(
    ("old", "new", "place", "message"),
    [
        ("name: Quill", "nmae: Quill", (2, 1), '"nmae" is not a key that may stand here. Did you mean "name'),
        ("name: Quillborough\n", "", (1, 1), 'The key "name" is missing.'),
        ("name: Quillborough", "name: ''", (2, 7), '"name" must not be empty.'),
        ("CF-A01", "SECRET place", (1, 7), '"area" is not written as it should be: it must be the'),
        ("urn:cfgovern:changing-futures", "two words", (3, 11), '"contract" is not written as it should be'),
        ("2026-Q2", "2026-Q5", (4, 9), '"period" is not written as it should be: it must be a quarter'),
        ("2026-Q2", "9999-Q4", (4, 9), '"period" is not written as it should be'),
        ("2026-Q2", "2026", (4, 9), '"period" must be text, not a number.'),
        ("2026-Q2", "{start: 2026-05-01}", (4, 1), 'The key "end" is missing in "period".'),
        (
            "2026-Q2",
            "{strat: 2026-05-01, end: 2026-05-31}",
            (4, 10),
            '"strat" is not a key that may stand here. Did you mean "start"?',
        ),
        (
            "2026-Q2",
            "{start: 1 May 2026, end: 2026-05-31}",
            (4, 17),
            '"start" is not written as it should be: it must be a day such as 2026-04-01.',
        ),
        ("2026-Q2", "{start: 2026-02-30, end: 2026-05-31}", (4, 17), "is a day that no calendar has."),
        ("2026-Q2", "{start: 2026-05-02, end: 2026-05-01}", (4, 34), "The period ends before it starts."),
        (
            "data.lead@quillborough.example",
            "SECRET Person",
            (6, 24),
            '"data_and_digital_lead" is not written as it should be: it must be the address of a mailbox that'
            " belongs to the role",
        ),
        ("2026-1", "1.5", (7, 17), '"notice_version" must be text, not a number. Put it in quotation marks.'),
        ("notice_version", "notice-version", (7, 1), 'Did you mean "notice_version"?'),
    ],
)  # fmt: skip
def test_one_mistake_gives_one_fault(
    tmp_path: Path, old: str, new: str, place: tuple[int, int], message: str
) -> None:
    (fault,) = faults(tmp_path, GOOD.replace(old, new, 1))
    assert message in f"{fault.message} {fault.fix}"
    assert (fault.line, fault.column) == place
    assert "SECRET" not in str(fault)


def test_every_fault_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("CF-A01", "x").replace("2026-Q2", "{start: 2026-13-01, end: 2026-02-31}")
    assert [fault.line for fault in faults(tmp_path, text.replace("name:", "nmae:"))] == [1, 2]
    both = faults(tmp_path, text.replace("area: x", "area: CF-A01"))
    assert [(fault.code, fault.line, fault.column) for fault in both] == [
        ("area.day", 4, 17),
        ("area.day", 4, 34),
    ]


def test_a_profile_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OperatorFileError) as caught:
        load_area(tmp_path / "area.yaml")
    assert [fault.code for fault in caught.value.faults] == ["yaml.missing"]
