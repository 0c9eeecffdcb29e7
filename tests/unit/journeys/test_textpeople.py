"""Who is known in free text: people by their record ids, and others by what they are to them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from cfgovern.engine.looking import opened
from cfgovern.errors import UsageError
from cfgovern.intake.limits import Limits
from cfgovern.journeys.freetext import Known
from cfgovern.journeys.textpeople import of_list, of_tables
from tests.unit.engine.tiny import bind, column, table

Told = tuple[str, str | None, str | None]


def told(people: Iterable[Known]) -> list[Told]:
    """(name, record id, role) of each."""
    return [
        (
            " ".join(filter(None, (one.person.given, one.person.family, one.person.full))),
            one.record_id,
            one.role,
        )
        for one in people
    ]


def of_rows(folder: Path, identifiers: dict[str, str], rows: list[list[str]]) -> list[Told]:
    headings = ["id", *identifiers]
    sent = bind(folder, table("people", *map(column, headings)), rows, headings)
    places = {name: at for at, name in enumerate(headings)}
    with opened([sent], folder, memory="256MB", threads=1) as look:
        tables = [("people", places, lambda: look(sent, None))]
        return told(of_tables(tables, {"people": identifiers}, {"people": "id"}))


def listed(folder: Path, text: str) -> list[Told]:
    path = folder / "caseload.csv"
    path.write_text(text, encoding="utf-8")
    return told(of_list(path, folder / "job", Limits(), ["participant_id", "Participant number"]))


def test_people_of_a_table_are_known_by_their_record_ids(tmp_path: Path) -> None:
    names = {"first": "given_name", "last": "family_name"}
    rows = [[" P-1 ", "Ann", "Marsh"], ["", "Kev", "Okafor"], ["P-3", "", ""]]
    assert of_rows(tmp_path, names, rows) == [("Ann Marsh", "P-1", None), ("Kev Okafor", None, None)]


def test_a_column_called_by_a_role_names_somebody_else(tmp_path: Path) -> None:
    names = {"name": "full_name", "keyworker_name": "full_name", "crn": "crn"}
    rows = [["P-1", "Ann Marsh", "Sam Oduya", ""]]
    assert of_rows(tmp_path, names, rows) == [("Ann Marsh", "P-1", None), ("Sam Oduya", None, "keyworker")]


def test_of_two_names_of_a_row_the_second_is_somebody_else(tmp_path: Path) -> None:
    names = {"name": "full_name", "contact": "full_name"}
    rows = [["P-1", "Ann Marsh", "Sam Oduya"]]
    assert of_rows(tmp_path, names, rows) == [("Ann Marsh", "P-1", None), ("Sam Oduya", None, None)]


def test_a_table_without_names_knows_nobody(tmp_path: Path) -> None:
    assert of_rows(tmp_path, {"crn": "crn"}, [["P-1", "QQ000000"]]) == []


def test_a_list_knows_people_and_who_others_are(tmp_path: Path) -> None:
    text = (
        "Participant number,First name,Surname,Relationship,Keyworker\n"
        "P-1,Ann,Marsh,,Sam Oduya\n"
        "P-1,Denise,Marsh,Mother,\n"
        ",Zed,Quill,Astronaut,\n"
    )
    assert listed(tmp_path, text) == [
        ("Ann Marsh", "P-1", None),
        ("Sam Oduya", None, "keyworker"),
        ("Denise Marsh", None, "mum"),
        ("Zed Quill", None, None),
    ]


def test_a_list_of_nobody_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as refusal:
        listed(tmp_path, "Colour\nred\n")
    assert refusal.value.code == "scan.registry"
