"""A column may hold the identifier that it is declared for, and no other."""

from __future__ import annotations

import pytest

from cfgovern.contract.load import NAMED_IDENTIFIERS
from cfgovern.detection.roles import HOLDS, UNDECLARED, Role, role_of
from cfgovern.identifiers import FORMS


@pytest.mark.parametrize("identifier", [*FORMS, *NAMED_IDENTIFIERS])
def test_every_identifier_that_a_contract_may_name_has_its_entity(identifier: str) -> None:
    role = role_of(identifier, "string", coded=False)
    assert role.meant == HOLDS[identifier] and role.meant in role.allowed and role.declared


def test_an_address_may_hold_its_postcode_and_a_telephone_number_no_other_number() -> None:
    assert "UK_POSTCODE" in role_of("address", "string", coded=False).allowed
    assert role_of("phone", "string", coded=False).allowed == {"PHONE_NUMBER"}


@pytest.mark.parametrize(
    ("kind", "coded", "names"), [("string", False, True), ("string", True, False), ("date", False, False)]
)
def test_names_are_looked_for_in_words_and_not_in_codes_or_days(kind: str, coded: bool, names: bool) -> None:
    role = role_of(None, kind, coded=coded)
    assert (role.names, role.allowed, role.meant) == (names, frozenset(), None)


def test_nothing_is_allowed_where_no_contract_knows_the_column() -> None:
    assert UNDECLARED.allowed == frozenset() and UNDECLARED.names


def test_a_role_crosses_as_json() -> None:
    for role in (UNDECLARED, role_of("address", "string", coded=False)):
        assert Role.from_json(role.as_json()) == role
