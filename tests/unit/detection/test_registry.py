"""Whoever is known is found in every way of writing, by row; ordinary words are left alone."""

from __future__ import annotations

import copy
import pickle
import traceback
import unicodedata

import pytest

from cfgovern.detection.people import Person
from cfgovern.detection.registry import Registry

PEOPLE = (
    Person(
        1,
        "Kevin",
        "O'Brien",
        born="1985-03-14",
        address="Flat 2\n14 Larkspur Street\nExampleton",
        postcode="ZZ9 4DY",
        numbers={"nhs_number": "999 123 4560", "nino": "QQ123456C", "pnc_id": "2100/0113442F"},
        phone="07700 900123",
        email="kev.nobody@example.org",
    ),
    Person(2, "Amber", "Day"),
    Person(3, "José", "Smith-Jones", also_known_as=("Pepe",)),
    Person(4, full="Nguyễn Thị Hoa Vandermeer"),
    Person(5, "Mohammed", "Qureshi-Nobody"),
    Person(6, "Will", "Young"),
    Person(7, "Michaela", "Abernethy"),
    Person(8, "Oluwaseun", "Fictitious", listed=True),
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return Registry.of(PEOPLE)


def found(registry: Registry, text: str) -> list[tuple[str, str, str, int | None]]:
    """What is found: text, severity, evidence and row."""
    return [
        (text[one.start : one.end], one.severity, one.because, one.person) for one in registry.search(text)
    ]


@pytest.mark.parametrize(
    ("text", "written", "row"),
    [
        ("Visited Kevin O'Brien at noon", "Kevin O'Brien", 1),
        ("visited kevin o’brien at noon", "kevin o’brien", 1),
        ("Visited OBRIEN, Kevin at noon", "OBRIEN, Kevin", 1),
        ("Visited Kevin J. O Brien at noon", "Kevin J. O Brien", 1),
        ("Visited Kevin at noon", "Kevin", 1),
        ("letter for O'Brien came", "O'Brien", 1),
        ("jose smith jones was seen", "jose smith jones", 3),
        ("Jones was seen", "Jones", 3),
        (unicodedata.normalize("NFD", "met José twice"), unicodedata.normalize("NFD", "José"), 3),
        ("gave his name as Pepe", "Pepe", 3),
        ("nguyen thi hoa vandermeer", "nguyen thi hoa vandermeer", 4),
        ("a zero\u200bwidth sign in Abern\u200bethy", "Abern\u200bethy", 7),
        ("wide letters: Ａｂｅｒｎｅｔｈｙ", "Ａｂｅｒｎｅｔｈｙ", 7),
        ("what is shown from right to left: \u202eyhtenrebA\u202c", "yhtenrebA", 7),
        ("a Cyrillic letter in Аbernethy", "Аbernethy", 7),
    ],
)
def test_a_name_is_known_however_it_is_written(registry: Registry, text: str, written: str, row: int) -> None:
    assert found(registry, text) == [(written, "block", "known", row)]


@pytest.mark.parametrize(
    ("text", "written", "because", "row"),
    [
        ("rang Kev today", "Kev", "nickname", 1),
        ("at Kevs flat", "Kevs", "nickname", 1),
        ("Muhammad did not come", "Muhammad", "spelling", 5),
        ("seun is well", "seun", "nickname", 8),
    ],
)
def test_short_forms_and_other_spellings_are_known(
    registry: Registry, text: str, written: str, because: str, row: int
) -> None:
    assert found(registry, text) == [(written, "block", because, row)]


@pytest.mark.parametrize("slip", ["Abernehty", "Abernthy", "Aberneethy", "Abernethi"])
def test_one_slip_of_the_pen_has_to_be_looked_at(registry: Registry, slip: str) -> None:
    assert found(registry, f"Saw {slip} today") == [(slip, "warning", "one_edit", 7)]


@pytest.mark.parametrize("word", ["Abenrehty", "Abern", "Will", "Wlil"])
def test_two_slips_and_short_names_are_no_match(registry: Registry, word: str) -> None:
    assert [one for one in found(registry, f"the {word} thing") if one[2] == "one_edit"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Rated amber on the board",
        "RAG is Amber now, was Red",
        "Amber on the risk tool",
        "Amber Lodge has a bed",
        "Will ring back. Will need a bus pass. May be young, day by day",
        "will day centre open, young people only",
        "O'Brien House and Abernethy Road",
        "michaelmas kevinate jonesing",
    ],
)
def test_words_of_the_work_are_left_alone(registry: Registry, text: str) -> None:
    assert registry.search(text) == []


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("then Amber said that she would go", "Amber"),
        ("spoke to Amber about it", "Amber"),
        ("mum of Amber Day", "Amber Day"),
        ("day, amber: dob not known", "day, amber"),
        ("Will told us", "Will"),
    ],
)
def test_an_ordinary_word_is_a_name_where_a_person_is_spoken_of(
    registry: Registry, text: str, written: str
) -> None:
    assert [one[0] for one in found(registry, text)] == [written]


@pytest.mark.parametrize(
    ("entity", "texts"),
    {
        "DATE_OF_BIRTH": [
            "14/03/1985", "14/3/85", "14.03.85", "14-03-1985", "1985-03-14", "14 March 1985", "14th Mar 1985",
            "March 14, 1985", "14031985",
        ],
        "UK_NHS": ["999 123 4560", "9991234560", "999-123-4560", "999\u00a0123\u00a04560"],
        "UK_NINO": ["QQ 12 34 56 C", "qq123456c"],
        "UK_PNC_ID": ["2100/0113442F", "2100 0113442 f"],
        "PHONE_NUMBER": ["07700900123", "+44 7700 900123", "+44 (0)7700 900 123", "07700-900-123"],
        "EMAIL_ADDRESS": ["KEV.NOBODY@EXAMPLE.ORG", "kev.nobody(at)example.org"],
        "UK_POSTCODE": ["ZZ9 4DY", "zz94dy"],
        "UK_ADDRESS": ["14 Larkspur Street", "14 larkspur st", "flat 2, 14 larkspur street"],
    }.items(),
)  # fmt: skip
def test_numbers_and_days_are_known_in_their_usual_layouts(
    registry: Registry, entity: str, texts: list[str]
) -> None:
    for text in texts:
        finds = [one for one in registry.search(f"has {text}, as told") if one.entity == entity]
        assert [(one.severity, one.because, one.person) for one in finds] == [("block", "known", 1)], text


@pytest.mark.parametrize(
    "text", ["x9991234560", "9991234560x", "114/03/19855", "XZZ9 4DYX", "the 14 of Larkspur"]
)
def test_a_number_inside_another_is_not_known(registry: Registry, text: str) -> None:
    assert registry.search(f"has {text}") == []


def test_what_nobody_has_for_themselves_is_not_known() -> None:
    homeless = Registry.of([Person(1, "Kevin", "Nobody", postcode="ZZ99 3VZ", address="Exampleton")])
    assert homeless.search("ZZ99 3VZ, somewhere in Exampleton") == []


def test_of_two_the_row_is_told_only_where_the_text_is_sure() -> None:
    two = Registry.of([Person(1, "Agnes", "Fictitious"), Person(2, "Agnes", "Imaginary", born="1970-01-30")])
    assert [one.person for one in two.search("Agnes came")] == [None]
    assert {one.person for one in two.search("Agnes came, born 30/01/1970")} == {2}


def test_the_same_row_of_two_tables_is_not_one_person() -> None:
    two = Registry.of([Person(1, "Agnes", "Fictitious"), Person(1, "Agnes", "Imaginary", table=1)])
    assert [one.person for one in two.search("Agnes came")] == [None]
    told = two.search("Agnes Imaginary came")
    assert [(one.person, one.person_table) for one in told] == [(1, 1)]


def test_a_person_of_the_list_is_told_from_one_of_the_table(registry: Registry) -> None:
    assert [(one.person, one.listed) for one in registry.search("Oluwaseun Fictitious")] == [(8, True)]
    both = Registry.of([Person(3, "Agnes", "Imaginary"), Person(9, "Agnes", "Imaginary", listed=True)])
    assert [(one.person, one.listed) for one in both.search("Agnes Imaginary")] == [(3, False)]


def test_initials_have_to_be_looked_at_where_somebody_is_spoken_of(registry: Registry) -> None:
    assert found(registry, "MA asked for a call back") == [("MA", "warning", "initials", 7)]
    assert registry.search("form MA11 and the MA list") == []


def test_a_registry_is_neither_shown_nor_copied(registry: Registry) -> None:
    assert repr(registry) == "<Registry of 8>"
    assert "Kevin" not in repr(PEOPLE)
    for carry in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError) as refused:
            carry(registry)
        assert "Kevin" not in "".join(traceback.format_exception(refused.value))


@pytest.mark.parametrize("text", ["", " ", "\x00Kevin\x00", "🙂" * 50, "Kevin" * 10_000])
def test_no_text_is_too_odd(registry: Registry, text: str) -> None:
    assert {text[one.start : one.end] for one in registry.search(text)} <= {"Kevin"}


def test_nobody_is_found_where_nobody_is_known() -> None:
    assert Registry.of([]).search("Kevin O'Brien, 14/03/1985") == []
