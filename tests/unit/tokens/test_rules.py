"""A version of the normaliser is known by name and stays as it was published."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

import pytest

from cfgovern.errors import UsageError
from cfgovern.tokens.rules import KNOWN, Rules, rules_of

PUBLISHED = {"1": "2d52fb8739a0a448"}


def digest(rules: Rules) -> str:
    """Of all rows of all tables, whatever their order."""
    said = {
        name: sorted(table.items()) if isinstance(table, dict) else sorted(table)
        for name, table in asdict(rules).items()
    }
    return hashlib.sha256(repr(sorted(said.items())).encode()).hexdigest()[:16]


@pytest.mark.parametrize("version", KNOWN)
def test_a_published_version_is_never_edited(version: str) -> None:
    assert digest(KNOWN[version]) == PUBLISHED[version], "make a new version instead"


def test_a_version_goes_by_its_own_name() -> None:
    assert {name: rules.version for name, rules in KNOWN.items()} == {name: name for name in KNOWN}


def test_a_version_that_is_not_known_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        rules_of("0")
    assert refused.value.code == "normaliser.version"
