"""Words for columns that say what they hold but not how: from Faker, as people in Britain write them.

Only names, companies, jobs, streets, towns and sentences: Faker's telephone numbers and postcodes may be
somebody's. Each text comes from its own seed, so that none depends on another.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cfgovern.contract.model import Column

if TYPE_CHECKING:
    from faker import Faker

__all__ = ["fake", "faker_version", "subject"]

_LOCALE = "en_GB"
# The first that has a word of the column's concept, name or identifier. Faker's own names of its makers.
_SUBJECTS = (
    ("first_name", ("given", "forename", "firstname", "first")),
    ("last_name", ("family", "surname", "lastname")),
    ("company", ("company", "employer", "organisation", "supplier", "business", "firm", "vendor")),
    ("job", ("job", "occupation", "profession", "position")),
    ("street_name", ("street", "road", "address")),
    ("city", ("town", "city")),
    ("name", ("person", "fullname", "customer", "contact", "manager", "author")),
)  # fmt: skip
_NEVER = (
    "phone",
    "telephone",
    "mobile",
    "email",
    "mail",
    "postcode",
    "nhs",
    "nino",
    "number",
    "id",
    "code",
    "ref",
)


def subject(column: Column) -> str:
    """Which of Faker's makers suits ``column``; ``sentence`` where its words tell nothing.

    What identifies somebody is known by that alone, whatever its column is called.
    """
    told = column.identifier or f"{column.concept} {column.name}"
    words = set(re.findall("[a-z]+", re.sub("([a-z])([A-Z])", r"\1 \2", told).casefold()))
    if words & set(_NEVER):
        return "sentence"
    for maker, signs in _SUBJECTS:
        if words & set(signs):
            return maker
    return "name" if words in ({"name"}, {"full", "name"}) else "sentence"


def fake(maker: str, seed: int) -> str:
    """The text that Faker's ``maker`` makes from ``seed``, on one line."""
    faker = _faker()
    faker.seed_instance(seed)
    return " ".join(str(getattr(faker, maker)()).split())


def faker_version() -> str:
    """The version of Faker, on which its texts depend."""
    from faker import VERSION

    return str(VERSION)


@cache
def _faker() -> Faker:
    from faker import Faker

    return Faker(_LOCALE)
