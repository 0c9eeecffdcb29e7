"""Headings against the contract: nothing is guessed, and each column is told once."""

from __future__ import annotations

import json

import pytest

from cfgovern.validation.layout import Layout, Wanted, match

WANTED = Wanted(
    names=("participant_id", "start_date", "end_date", "age", "nhs_number"),
    labels=("Participant ID", "Start date", "Day support ended", "Age in years", "NHS number"),
    needed=("participant_id", "start_date", "end_date", "age"),
)
WHOLE = ("participant_id", "start_date", "end_date", "age")


def test_every_column_is_found_wherever_it_stands() -> None:
    found = match(WANTED, ("age", "end_date", "participant_id", "start_date"))
    assert found == Layout(columns={"age": 0, "end_date": 1, "participant_id": 2, "start_date": 3})


@pytest.mark.parametrize("space", [" ", "\t", "\n", "\u00a0", "\u200b", "\ufeff"])
def test_white_space_around_a_heading_does_not_count(space: str) -> None:
    assert match(WANTED, (f"{space}age{space}", *WHOLE[:3])).columns["age"] == 0


def test_an_empty_column_is_left_out_of_account() -> None:
    found = match(WANTED, (None, *WHOLE, None))
    assert found.columns["age"] == 4 and found.extra == ()


def test_a_column_that_is_not_there_is_missing() -> None:
    found = match(WANTED, ("participant_id", "age"))
    assert found.missing == ("start_date", "end_date")
    assert found.renamed == () and found.extra == ()


def test_a_heading_that_is_in_no_contract_is_one_too_many() -> None:
    found = match(WANTED, (*WHOLE, "shoe size", ""))
    assert found.extra == (4, 5) and found.missing == ()


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Start Date", "start_date"),
        ("START-DATE", "start_date"),
        ("start_dat", "start_date"),
        ("Day support ended", "end_date"),
        ("Day suport ended", "end_date"),
        ("Age in years", "age"),
        ("ParticipantID", "participant_id"),
    ],
)
def test_a_close_heading_is_one_renamed_column_and_neither_missing_nor_extra(heading: str, name: str) -> None:
    others = [known for known in WHOLE if known != name]
    found = match(WANTED, (*others, heading))
    assert found == Layout(columns={known: place for place, known in enumerate(others)}, renamed=((name, 3),))


@pytest.mark.parametrize("headings", [("Start", "Start date"), ("Start date", "Start")])
def test_the_closer_of_two_headings_is_the_one_that_was_meant(headings: tuple[str, str]) -> None:
    found = match(WANTED, ("participant_id", "end_date", "age", *headings))
    assert found.renamed == (("start_date", 3 + headings.index("Start date")),)
    assert found.extra == (3 + headings.index("Start"),)


def test_two_close_headings_find_their_own_columns() -> None:
    found = match(WANTED, ("End date", "Start date", "participant_id", "age"))
    assert found.renamed == (("end_date", 0), ("start_date", 1))


def test_a_close_heading_of_a_column_that_is_there_is_one_too_many() -> None:
    found = match(WANTED, (*WHOLE, "Age"))
    assert found.extra == (4,) and found.renamed == ()


def test_nobody_is_told_to_rename_a_heading_to_a_column_that_is_not_collected() -> None:
    found = match(WANTED, (*WHOLE, "NHS No"))
    assert found.extra == (4,) and found.renamed == ()


def test_a_column_that_is_not_collected_is_found_so_that_it_can_be_stopped() -> None:
    found = match(WANTED, (*WHOLE, "nhs_number"))
    assert found.columns["nhs_number"] == 4 and found.extra == ()
    assert match(WANTED, WHOLE).missing == ()


def test_a_heading_twice_is_told_and_its_column_is_not_read() -> None:
    found = match(WANTED, (*WHOLE, "age", "age "))
    assert found.duplicate == {"age": (3, 4, 5)}
    assert "age" not in found.columns and found.missing == () and found.extra == ()


@pytest.mark.parametrize("headings", [(), (None,), ("P-0001", "2026-04-01"), ("", "")])
def test_without_any_heading_of_the_contract_the_row_of_headings_is_missing(
    headings: tuple[str | None, ...],
) -> None:
    assert match(WANTED, headings) == Layout(header_missing=True)


def test_close_headings_alone_are_headings() -> None:
    found = match(WANTED, ("Participant Id", "Start Date"))
    assert not found.header_missing
    assert found.renamed == (("participant_id", 0), ("start_date", 1))
    assert found.missing == ("end_date", "age")


def test_a_layout_survives_json() -> None:
    found = match(WANTED, ("participant_id", "Start Date", "age", "age", "shoe size"))
    assert Layout.from_json(json.loads(json.dumps(found.as_json()))) == found


def test_no_heading_as_sent_is_kept() -> None:
    found = match(WANTED, (*WHOLE[:3], "Ag", "Qvx Zjk"))
    assert "Qvx" not in json.dumps(found.as_json()) and "Ag" not in json.dumps(found.as_json()).split('"')
