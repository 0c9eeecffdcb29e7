"""The collection calendar: what it says, and its faults with their places."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cfgovern import api, content
from cfgovern.errors import OperatorFileError
from cfgovern.profile.calendar import Calendar, load_calendar
from cfgovern.quarters import days_of

GOOD = """\
contract: urn:example:library
periods:
  2026-Q2:
    opens: 2026-07-01
    due: 2026-07-31
    versions:
      - {version: 1.0.0, until: 2026-07-15}
      - {version: 1.1.0, from: 2026-07-10}
    tables: [visits]
  2026-Q3:
    opens: 2026-10-01
    due: 2026-10-31
    versions: [{version: 1.1.0}]
nil_returns: [loans]
combined:
  - organisation: Wherryvale Mayoral Strategic Authority
    areas: [CF-A17, CF-A18]
"""


@pytest.fixture(autouse=True)
def _its_own_pack(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "schemas").mkdir()
    content.use_pack(tmp_path)
    yield
    content.use_pack(None)


def calendar(tmp_path: Path, text: str = GOOD) -> Calendar:
    (tmp_path / "schemas" / "collection.yaml").write_text(text, encoding="utf-8")
    return load_calendar()


def test_what_it_says(tmp_path: Path) -> None:
    found = calendar(tmp_path)
    quarter = found.of(days_of("2026-Q2"))
    assert quarter is not None
    assert (quarter.period, quarter.opens, quarter.due) == ("2026-Q2", "2026-07-01", "2026-07-31")
    assert quarter.tables == ("visits",)
    assert found.of((date(2026, 4, 1), date(2026, 5, 31))) is None
    assert found.nil_returns == ("loans",)


@pytest.mark.parametrize(
    ("day", "versions"),
    [("2026-07-09", ["1.0.0"]), ("2026-07-10", ["1.0.0", "1.1.0"]), ("2026-07-16", ["1.1.0"])],
)
def test_versions_are_taken_from_day_to_day(tmp_path: Path, day: str, versions: list[str]) -> None:
    quarter = calendar(tmp_path).collections["2026-Q2"]
    assert [one.version for one in quarter.versions if one.on(day)] == versions


def test_areas_that_send_together(tmp_path: Path) -> None:
    found = calendar(tmp_path)
    assert found.sent_with("CF-A17") == ("CF-A17", "CF-A18")
    assert found.sent_with("CF-A01") == ("CF-A01",)


@pytest.mark.parametrize(
    ("right", "wrong", "code", "line"),
    [
        ("due: 2026-07-31", "due: 2026-06-31", "collection.day", 5),
        ("due: 2026-07-31", "due: 2026-06-30", "collection.order", 5),
        ("until: 2026-07-15", "until: 2026-07-32", "collection.day", 7),
        ("areas: [CF-A17, CF-A18]", "areas: [CF-A17, CF-A17]", "collection.twice", 17),
        ("2026-Q2:", "2026-Q5:", "entry.key", 3),
        ("opens: 2026-07-01", "open: 2026-07-01", "entry.unknown", 4),
    ],
)
def test_faults_have_their_place(tmp_path: Path, right: str, wrong: str, code: str, line: int) -> None:
    with pytest.raises(OperatorFileError) as caught:
        calendar(tmp_path, GOOD.replace(right, wrong, 1))
    assert (code, line) in [(fault.code, fault.line) for fault in caught.value.faults]


def test_the_shipped_calendar_is_about_the_shipped_contract() -> None:
    content.use_pack(None)
    found = load_calendar()
    contract = api.load_contract()
    assert found.contract == contract.id
    names = {table.name for table in contract.tables}
    assert names >= {
        *found.nil_returns,
        *(name for each in found.collections.values() for name in each.tables),
    }
    for each in found.collections.values():
        assert {one.version for one in each.versions} == {contract.version}
