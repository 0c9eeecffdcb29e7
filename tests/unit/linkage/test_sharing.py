"""Parts of identifiers that are shared or left out together."""

from __future__ import annotations

import pytest

from cfgovern.errors import UsageError
from cfgovern.linkage.settings import ANSWERS, COLUMNS, load_settings
from cfgovern.linkage.sharing import PARTS, columns_of, must_be_shared, parts_of, unused
from cfgovern.tokens.published import FIELDS, TOKENS, components


def test_every_field_and_answer_is_in_one_part() -> None:
    said = [field for fields in PARTS.values() for field in fields]
    assert sorted(said) == sorted([*FIELDS, *ANSWERS])


def test_a_token_is_made_of_one_part_alone() -> None:
    """So that to leave a part out is to leave its tokens out: no other token changes."""
    for name, token in TOKENS.items():
        parts = {part for part, fields in PARTS.items() if not {*fields}.isdisjoint(token.needs)}
        assert len(parts) == 1, name
    said = {"given_name": "Ann", "family_name": "Lee", "date_of_birth": "1980-03-05", "nino": "QQ123456C"}
    made = components(said)
    for left_out in ("date_of_birth", "nino"):
        rest = components({field: text for field, text in said.items() if field != left_out})
        parts = [part for part in PARTS if left_out not in PARTS[part]]
        assert rest == {name: made[name] for name in columns_of(made, parts)}


def test_parts_and_columns_of_each_other() -> None:
    assert parts_of(["sex", "postcode_outward", "dob", "given_full"]) == (
        "names",
        "date_of_birth",
        "sex",
        "place",
    )
    assert columns_of(COLUMNS, ["nino", "contact"]) == ["nino", "phone", "email"]


def test_what_no_setting_compares_links_nobody() -> None:
    settings = load_settings("clear")
    assert unused(["given_name", "middle_names", "nino", "uprn"], settings) == ("middle_names", "uprn")


def test_nothing_is_planned_without_names_or_birth_date() -> None:
    must_be_shared(["full_name", "date_of_birth"])
    for fields in (["given_name", "nino"], ["date_of_birth"], []):
        with pytest.raises(UsageError) as refused:
            must_be_shared(fields)
        assert refused.value.code == "link.plan_names"
