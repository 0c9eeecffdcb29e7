"""A made-up area: whole, the same every time, about nobody, from the contract alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from cfgovern import api
from cfgovern.cohort.area import make_area, plan
from cfgovern.cohort.files import Columns, csv_lines
from cfgovern.contract.model import Contract
from cfgovern.errors import UsageError
from cfgovern.identifiers import FORMS, classify

AS_OF = date(2026, 10, 1)
NOBODY = ("unreal", "pseudo")


@pytest.fixture(scope="module")
def programme() -> Contract:
    return api.load_contract()


def test_every_table_has_rows_and_every_collected_column(programme: Contract) -> None:
    made = make_area(programme, people=12, as_of=AS_OF)
    assert list(made) == [table.name for table in programme.tables]
    assert len(made["participants"]) == 12
    for table in programme.tables:
        assert made[table.name], table.name
        names = [column.name for column in table.collected]
        assert all(list(row) == names for row in made[table.name])


def test_the_same_arguments_give_the_same_rows_and_another_seed_others(programme: Contract) -> None:
    first = make_area(programme, people=12, as_of=AS_OF, seed=3)
    assert make_area(programme, people=12, as_of=AS_OF, seed=3) == first
    assert make_area(programme, people=12, as_of=AS_OF, seed=4) != first


def test_what_the_profile_tells_of_an_area_stands_in_its_rows(programme: Contract) -> None:
    cohort = plan(programme, people=12, areas=2, as_of=AS_OF)
    assert cohort.profile is not None
    told = cohort.profile.organisation_on(AS_OF)
    made = cohort.rows(1)
    for concept, rows in told.items():
        table = programme.by_concept(concept)
        assert table is not None
        of_concept = {column.name: column.concept for column in table.collected}
        found = [{of_concept[name]: text for name, text in row.items()} for row in made[table.name]]
        assert [{name: row[name] for name in one} for row, one in zip(found, rows, strict=True)] == rows
    assert {"partnership", "roles", "delivery_plan"} <= told.keys()
    assert told["roles"][3]["filled_since"] == "2026-09-11"  # 20 days before


def test_more_people_change_nothing_about_those_before(programme: Contract) -> None:
    few = make_area(programme, people=5, as_of=AS_OF)
    many = make_area(programme, people=9, as_of=AS_OF)
    assert all(many[name][: len(rows)] == rows for name, rows in few.items())


def test_everybody_is_synthetic_and_no_identifier_could_be_somebodys(programme: Contract) -> None:
    made = make_area(programme, people=60, as_of=AS_OF, seed=2)
    assert {row["record_origin"] for rows in made.values() for row in rows} == {"synthetic"}
    seen = set()
    for table in programme.tables:
        for column in table.collected:
            if column.identifier in FORMS:
                cells = {row[column.name] for row in made[table.name]} - {"", *column.missing.values()}
                assert {classify(column.identifier, cell) for cell in cells} <= set(NOBODY), column.name
                seen |= {column.identifier} if cells else set()
    assert seen >= {"nino", "phone", "email", "postcode"}


def test_the_data_holds_what_breaks_a_careless_reader(programme: Contract) -> None:
    made = make_area(programme, people=40, as_of=AS_OF)
    cells = "\x1f".join(cell for rows in made.values() for row in rows for cell in row.values())
    assert all(sign in cells for sign in ('"', "\n", ",", "é", "'"))


def together(contract: Contract, pieces: Iterable[dict[str, Columns]]) -> dict[str, bytes]:
    made = dict.fromkeys((table.name for table in contract.tables), b"")
    for piece in pieces:
        for table in contract.tables:
            made[table.name] += csv_lines(table, piece[table.name]) if table.name in piece else b""
    return made


@pytest.mark.parametrize(("people", "size"), [(12, 1), (50, 7), (150, 64)])
def test_the_size_of_the_pieces_changes_nothing(programme: Contract, people: int, size: int) -> None:
    cohort = plan(programme, people=people, areas=3, as_of=AS_OF)
    numbers = range(1, people + 1)
    whole = together(programme, cohort.pieces(numbers))
    assert together(programme, cohort.pieces(numbers, size=size)) == whole


def test_one_person_can_be_made_alone(programme: Contract) -> None:
    cohort = plan(programme, people=150, areas=3, as_of=AS_OF)
    all_of_them = cohort.rows(1)
    number = cohort.numbers(1)[3]
    alone = together(programme, cohort.pieces(range(number, number + 1)))
    for name, data in alone.items():
        mine = [row for row in all_of_them[name] if row.get("participant_id") == f"P-{number:07}"]
        assert data.count(b"P-") == len(mine) or name == "partnership"


def test_areas_share_the_people_between_them(programme: Contract) -> None:
    cohort = plan(programme, people=4700, areas=18, as_of=AS_OF)
    sizes = [len(cohort.numbers(area)) for area in range(18)]
    assert sum(sizes) == 4700
    assert min(sizes) > 150 and max(sizes) < 450
    assert {row["area_id"] for rows in cohort.rows(17).values() for row in rows} == {"CF-A18"}


def test_a_new_column_changes_no_other(programme: Contract) -> None:
    more = replace(
        programme,
        tables=tuple(
            replace(
                table,
                columns=(
                    *table.columns[:4],
                    replace(
                        table.columns[4],
                        name="new",
                        concept="new",
                        examples=("x",),
                        pattern=None,
                        code_list=None,
                        type="string",
                    ),
                    *table.columns[4:],
                ),
            )
            for table in programme.tables
        ),
    )
    plain, wider = (make_area(each, people=10, as_of=AS_OF) for each in (programme, more))
    for name, rows in plain.items():
        assert [{k: v for k, v in row.items() if k != "new"} for row in wider[name]] == rows
        assert all("new" in row for row in wider[name])


def test_areas_that_no_list_names_are_numbered(programme: Contract) -> None:
    other = replace(
        programme,
        tables=tuple(
            replace(
                table,
                columns=tuple(
                    replace(column, code_list=None) if column.concept == "area_id" else column
                    for column in table.columns
                ),
            )
            for table in programme.tables
        ),
    )
    cohort = plan(other, people=12, areas=2, as_of=AS_OF)
    assert list(cohort.areas) == ["area-1", "area-2"]
    named = {row["area_id"] for rows in cohort.rows(1).values() for row in rows if "area_id" in row}
    assert named == {"area-2"}


@pytest.mark.parametrize("areas", [0, 19])
def test_more_areas_than_the_contract_knows_are_refused(programme: Contract, areas: int) -> None:
    with pytest.raises(UsageError, match=r"cohort\.areas"):
        plan(programme, people=10, areas=areas, as_of=AS_OF)


def test_more_people_than_there_are_ids_are_refused(programme: Contract) -> None:
    with pytest.raises(UsageError, match=r"cohort\.people"):
        plan(programme, people=10**7, as_of=AS_OF)
