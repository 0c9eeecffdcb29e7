"""A list of people is read by its contract or by its headings; what is left out is told by number."""

from __future__ import annotations

from cfgovern.detection.people import Person, left_out, meaning_of, people_of

HEADINGS = (
    *("First name", "Surname", "DOB", "Known as", "Relationship", "NHS number", "Mobile", "Address line 1"),
    *("Address line 2", "Postcode", "Notes", "Previous surname", "Key worker", "Mosaic ID"),
)


def test_a_caseload_list_is_read_by_its_headings() -> None:
    cells = (
        *("Ana", "Nobody", "30/01/1990", "Annie; Ann", "aunt", "999 000 0000", "07700 900001", "Flat 2"),
        *("3 Nowhere Road", "ZZ1 1ZZ", "free text", "Noone", "Eve Example", "SYN-7"),
    )
    person, worker = people_of(HEADINGS, [cells], listed=True)
    assert person == Person(
        row=1,
        given="Ana",
        family="Nobody",
        also_known_as=("Annie", "Ann", "Noone"),
        born="1990-01-30",
        address="Flat 2\n3 Nowhere Road",
        postcode="ZZ1 1ZZ",
        numbers={"nhs_number": "999 000 0000", "case_reference": "SYN-7"},
        phone="07700 900001",
        listed=True,
    )
    assert worker == Person(1, full="Eve Example", listed=True)
    assert [HEADINGS[number] for number in left_out(HEADINGS)] == ["Relationship", "Notes"]


def test_a_second_whole_name_is_somebody_else_of_the_row() -> None:
    people = list(people_of(("Client name", "Key worker"), [("Ana Nobody", "Eve Example")]))
    assert [(person.row, person.full) for person in people] == [(1, "Ana Nobody"), (1, "Eve Example")]


def test_the_contract_says_what_a_column_is_whatever_it_is_called() -> None:
    headings = ("a", "b", "Family name also known by", "c")
    meant = {0: "given_name", 1: "family_name", 2: "family_name", 3: "crn"}
    (person,) = people_of(headings, [(" Ana ", "Nobody", "Noone", "X000000")], meant)
    assert (person.given, person.family, person.also_known_as) == ("Ana", "Nobody", ("Noone",))
    assert person.numbers == {"crn": "X000000"}
    assert left_out(headings, {0: "given_name", 1: "special"}) == [1, 2, 3]


def test_rows_count_empty_ones_and_short_ones_are_read() -> None:
    rows = [(), ("", " "), ("Ana",), ("Eve", "Example")]
    people = list(people_of(("Forename", "Surname"), rows))
    assert [(person.row, person.given, person.family) for person in people] == [
        (3, "Ana", ""),
        (4, "Eve", "Example"),
    ]


def test_a_day_that_is_not_certain_is_left_out() -> None:
    rows = [("Ana", "01/02/90"), ("Eve", "2 Feb 1990"), ("Ida", "1990-02-01T00:00:00"), ("Una", "1.2.1990")]
    people = people_of(("Forename", "Date of birth"), rows)
    assert [person.born for person in people] == ["", "", "1990-02-01", "1990-02-01"]


def test_headings_that_say_nothing_are_left_out() -> None:
    assert meaning_of(("Comment", "", "Total", "Score")) == {}


def test_a_person_is_shown_by_row_alone() -> None:
    assert repr(Person(12, "Ana", "Nobody")) == "<Person of row 12>"
