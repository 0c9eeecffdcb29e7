from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.tokens.published import FIELDS, TOKENS, components, fields
from cfgovern.tokens.rules import KNOWN, VERSION_1

NAMES = (
    "given_full", "given_first", "given_prefix3", "given_phonetic", "given_initial", "nickname_root",
    "middle_full", "middle_initial", "surname_full", "surname_first", "surname_last", "surname_prefix3",
    "surname_phonetic", "names_sorted", "alias_given_full", "alias_surname_full", "dob", "dob_year",
    "dob_month", "dob_day", "postcode", "postcode_outward", "street", "nhs_number", "nino", "pnc_id", "cro",
    "crn", "prison_number", "uprn", "phone", "email",
)  # fmt: skip


def test_the_published_names_stay() -> None:
    assert tuple(TOKENS) == NAMES


def test_a_token_with_the_key_of_another_names_one_that_is_published() -> None:
    assert {token.key_name for token in TOKENS.values()} <= TOKENS.keys()
    assert {token.key_name for token in TOKENS.values() if TOKENS[token.key_name].keyed_as} == set()
    assert TOKENS["alias_surname_full"].key_name == TOKENS["surname_last"].key_name == "surname_full"


def test_what_few_values_there_are_of_is_marked() -> None:
    assert {name for name, token in TOKENS.items() if token.low_entropy} == {
        "given_prefix3", "given_phonetic", "given_initial", "nickname_root", "middle_initial",
        "surname_prefix3", "surname_phonetic", "dob_year", "dob_month", "dob_day", "postcode_outward",
    }  # fmt: skip


def test_a_token_needs_fields_that_there_are() -> None:
    assert {field for token in TOKENS.values() for field in token.needs} == FIELDS.keys()


def test_each_token_of_a_whole_person() -> None:
    said = {
        "given_name": "Dr Bill-José", "middle_names": "Ann Marie", "family_name": "O’Neil-de la Cruz",
        "alias_given_name": "Billy", "alias_family_name": "Mac Donald", "date_of_birth": "05/03/1980",
        "postcode": "zz1 1zz", "address": "12 High St", "nhs_number": "999 000 0018", "nino": "QQ123457C",
        "pnc_id": "2199/12B", "crn": "QQ123457", "prison_number": "QQ1234AA", "uprn": "999999999001",
        "phone": "07700 900123", "email": "Someone@example.org",
    }  # fmt: skip
    assert components(said) == {
        "given_full": "billjose", "given_first": "bill", "given_prefix3": "bil", "given_phonetic": "B422",
        "given_initial": "b", "nickname_root": "bill", "middle_full": "annmarie", "middle_initial": "a",
        "surname_full": "oneildelacruz", "surname_first": "oneil", "surname_last": "cruz",
        "surname_prefix3": "one", "surname_phonetic": "O543", "names_sorted": "bill cruz de jose la oneil",
        "alias_given_full": "billy", "alias_surname_full": "macdonald", "dob": "1980-03-05",
        "dob_year": "1980", "dob_month": "03", "dob_day": "05", "postcode": "ZZ11ZZ",
        "postcode_outward": "ZZ1", "street": "12 high street", "nhs_number": "9990000018",
        "nino": "QQ123457", "crn": "QQ123457", "prison_number": "QQ1234AA", "uprn": "999999999001",
        "phone": "+447700900123", "email": "someone@example.org",
    }  # fmt: skip


def test_the_order_is_the_published_one() -> None:
    made = components({"email": "a.b@example.org", "postcode": "ZZ1 1ZZ", "given_name": "Ann"})
    assert list(made) == [name for name in NAMES if name in made]


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        ("1980", {"dob_year": "1980"}),
        ("1980-03", {"dob_year": "1980", "dob_month": "03"}),
        ("1980-01-01", {"dob_year": "1980"}),
        ("1980-01-02", {"dob": "1980-01-02", "dob_year": "1980", "dob_month": "01", "dob_day": "02"}),
        ("1900-01-01", {}),
        ("not known", {}),
    ],
)
def test_of_a_day_of_birth_only_what_is_known(born: str, expected: dict[str, str]) -> None:
    assert components({"date_of_birth": born}) == expected


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("Bill", "William"),
        ("Liz", "Elizabeth"),
        ("Bob", "Robert"),
        ("Kate", "Kathryn"),
        ("Bill Lee", "William"),
    ],
)
def test_a_short_form_has_the_root_of_its_name(short: str, long: str) -> None:
    assert (
        components({"given_name": short})["nickname_root"]
        == components({"given_name": long})["nickname_root"]
    )


def test_a_name_without_short_forms_is_its_own_root() -> None:
    assert components({"given_name": "Zebedee"})["nickname_root"] == "zebedee"


def test_another_table_of_nicknames_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(KNOWN, "toy", replace(VERSION_1, version="toy", nicknames="0" * 64))
    with pytest.raises(OperatorFileError) as refused:
        components({"given_name": "Ann"}, "toy")
    assert refused.value.code == "normaliser.nicknames"


def test_a_whole_name_is_parted_only_where_it_stands_alone() -> None:
    whole = components({"full_name": "Smith, Mary Ann"})
    assert (whole["given_full"], whole["surname_full"], whole["names_sorted"]) == (
        "maryann",
        "smith",
        "ann mary smith",
    )
    assert components({"full_name": "Cher"}) == {"names_sorted": "cher"}
    assert components({"full_name": "X Y", "given_name": "Ann", "family_name": None})["given_full"] == "ann"


@pytest.mark.parametrize("order", [("Ann", "Lee"), ("Lee", "Ann")])
def test_names_the_wrong_way_round_have_the_same_sorted_parts(order: tuple[str, str]) -> None:
    given, family = order
    assert components({"given_name": given, "family_name": family})["names_sorted"] == "ann lee"


def test_a_field_that_is_none_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        components({"shoe_size": "9"})
    assert refused.value.code == "tokens.field"


def test_nobody_has_no_token() -> None:
    assert components(dict.fromkeys(FIELDS, "unknown")) == {}
    assert components({}) == {}


def test_columns_are_fields_by_concept_and_then_by_kind() -> None:
    columns = [
        ("vorname", "given_name"), ("middle_names", "given_name"), ("alias_family_name", "family_name"),
        ("nachname", "family_name"), ("address_line_1", "address"), ("address_town", "address"),
        ("shoe", "shoe_size"), ("given_name", "phone"),
    ]  # fmt: skip
    assert fields(columns) == {
        "middle_names": 1, "alias_family_name": 2, "given_name": 0, "family_name": 3, "address": 4, "phone":
        7,
    }  # fmt: skip


def test_the_page_tells_of_every_token() -> None:
    page = (Path(__file__).parents[3] / "docs" / "reference" / "tokens.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `")]
    assert rows == [
        f"| `{token.name}` | {', '.join(f'`{field}`' for field in token.needs)} | {token.says} | "
        f"{f'`{token.keyed_as}`' if token.keyed_as else ''} | {'yes' if token.low_entropy else ''} |"
        for token in TOKENS.values()
    ]
