"""What a column tells of a person beyond its roles."""

from __future__ import annotations

import pytest

from cfgovern import content
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Column
from cfgovern.contract.personal import about_people, is_exact_day, is_fine_place


@pytest.mark.parametrize(
    ("column", "day", "place"),
    [
        (Column("a", (), type="date"), True, False),
        (Column("a", (), type="timestamp"), True, False),
        (Column("a", (), type="date", identifier="date_of_birth"), False, False),
        (Column("a", (), identifier="postcode"), False, True),
        (Column("a", (), concept="lsoa"), False, True),
        (Column("a", (), concept="local_authority"), False, False),
        (Column("a", (), identifier="phone"), False, False),
    ],
)
def test_days_and_places(column: Column, day: bool, place: bool) -> None:
    assert (is_exact_day(column), is_fine_place(column)) == (day, place)


def test_tables_about_people() -> None:
    contract = load_contract(content.file("schemas", "changing-futures", "changing-futures.odcs.yaml"))
    names = [table.name for table in about_people(contract)]
    assert names[:3] == ["participants", "identifiers", "agreements"] and len(names) < len(contract.tables)
