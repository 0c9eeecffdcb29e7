"""Faker and mimesis filling the same three tables row by row, as their users do, for ``benchmarks.synth``.

Names, contact details, days, codes and whole numbers come from the library's own calls, set up as it comes.
``plain`` is the same with bare ``random.Random`` for all but names and contact details, for those who know
that these calls cost more. Values stay what Python made of them, and nothing is asked that ours does not do.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

__all__ = ["PEERS", "Calls", "make"]

Row = dict[str, Any]
_FIRST, _LAST = date(2024, 1, 1), date(2026, 10, 1)
_SEXES = ("female", "male")
_ROLES = ("keyworker", "manager", "partner", "other")
_REASONS = ("declined", "not_found", "in_prison", "in_hospital", "died")
_SOURCES = ("told_by_person", "partner_records", "estimate")


@dataclass(frozen=True, slots=True)
class Calls:
    """What one library is asked for."""

    random: random.Random
    whole: Callable[[int, int], int]
    one: Callable[[Sequence[str]], str]
    day: Callable[[date, date], date]
    given: Callable[[str], str]
    family: Callable[[], str]
    street: Callable[[], str]
    town: Callable[[], str]
    postcode: Callable[[], str]
    nino: Callable[[], str]
    phone: Callable[[], str]
    email: Callable[[], str]

    def plain(self) -> Calls:
        """Numbers, codes and days from ``random.Random`` alone."""
        rng = self.random
        return replace(
            self,
            whole=rng.randint,
            one=rng.choice,
            day=lambda first, last: first + timedelta(days=rng.randint(0, (last - first).days)),
        )


def faker() -> Calls:
    """Faker in British English."""
    from faker import Faker

    fake = Faker("en_GB")
    fake.seed_instance(1)
    given = {"female": fake.first_name_female, "male": fake.first_name_male}
    return Calls(
        random=fake.random,
        whole=fake.random_int,
        one=fake.random_element,
        day=fake.date_between_dates,
        given=lambda sex: given[sex](),
        family=fake.last_name,
        street=lambda: f"{fake.building_number()} {fake.street_name()}",
        town=fake.city,
        postcode=fake.postcode,
        nino=fake.ssn,
        phone=fake.phone_number,
        email=fake.email,
    )


def mimesis() -> Calls:
    """mimesis in British English."""
    from mimesis import Address, Choice, Code, Numeric, Person
    from mimesis.enums import Gender
    from mimesis.locales import Locale

    person, address = Person(Locale.EN_GB, seed=1), Address(Locale.EN_GB, seed=1)
    code, numeric, choice = Code(seed=1), Numeric(seed=1), Choice(seed=1)
    genders = {"female": Gender.FEMALE, "male": Gender.MALE}
    return Calls(
        random=person.random,
        whole=numeric.integer_number,
        one=choice,
        # Its own days are within whole years only.
        day=lambda first, last: first + timedelta(days=numeric.integer_number(0, (last - first).days)),
        given=lambda sex: person.first_name(gender=genders[sex]),
        family=person.last_name,
        street=lambda: f"{address.street_number()} {address.street_name()}",
        town=address.city,
        postcode=address.postal_code,
        nino=lambda: code.pin(mask="QQ######@"),
        phone=person.phone_number,
        email=lambda: person.email(domains=["example.com"]),
    )


PEERS: Mapping[str, Callable[[], Calls]] = {"Faker": faker, "mimesis": mimesis}


def make(
    calls: Calls,
    people: int,
    areas: Sequence[str],
    columns: Mapping[str, Sequence[str]],
    filled: Mapping[str, float],
) -> dict[str, list[Row]]:
    """Rows of the three tables about ``people`` people.

    ``columns``: those of each table. ``filled``: in what share of the rows a column of ``identifiers`` has
    a value, and under ``identifiers`` what share of people has such a row.
    """
    tables: dict[str, list[Row]] = {name: [] for name in columns}
    items = [name for name in columns["assessments"] if name.startswith("ndt") and name != "ndta_total"]
    nights = [name for name in columns["service_use"] if name.startswith("nights_")]
    after = columns["service_use"].index("period_end") + 1
    counts = [name for name in columns["service_use"][after:-1] if name not in nights]
    rng = calls.random
    for number in range(1, people + 1):
        head = {"record_origin": "synthetic", "area_id": calls.one(areas), "participant_id": f"P-{number:07}"}
        need, start = rng.gauss(0, 1), calls.day(_FIRST, _LAST)
        if rng.random() < filled["identifiers"]:
            tables["identifiers"].append(head | _identity(calls, filled))
        tables["assessments"] += _assessments(calls, head, need, start, items)
        tables["service_use"] += _service_use(calls, head, need, start, counts, nights)
    return tables


def _identity(calls: Calls, filled: Mapping[str, float]) -> Row:
    rng, sex = calls.random, calls.one(_SEXES)
    ways: Mapping[str, Callable[[], Any]] = {
        "given_name": lambda: calls.given(sex),
        "middle_names": lambda: calls.given(sex),
        "family_name": calls.family,
        "alias_given_name": lambda: calls.given(sex),
        "alias_family_name": calls.family,
        "date_of_birth": lambda: calls.day(date(1955, 1, 1), date(2006, 1, 1)),
        "sex": lambda: sex,
        "address_line_1": calls.street,
        "address_line_2": calls.street,
        "address_town": calls.town,
        "postcode": calls.postcode,
        "nino": calls.nino,
        "phone": calls.phone,
        "email": calls.email,
    }
    return {name: way() if rng.random() < filled[name] else None for name, way in ways.items()}


def _assessments(calls: Calls, head: Row, need: float, start: date, items: Sequence[str]) -> list[Row]:
    rng, rows, state = calls.random, [], need
    for wave in range(1, calls.whole(1, 6) + 1):
        state = 0.8 * state + rng.gauss(-0.1, 0.5)
        due = start + timedelta(days=wave * 91)
        row = {**head, "wave": wave, "assessment_date": calls.day(due, due + timedelta(days=14))}
        done, total = rng.random() < 0.9, 0
        for item in items:
            score = min(max(round(2 + state) + calls.whole(-1, 1), 0), 4) if done else None
            row[item] = score
            total += score or 0
        row["ndta_total"] = total if done else None
        row["assessor_role"] = calls.one(_ROLES)
        row["not_assessed_reason"] = None if done else calls.one(_REASONS)
        rows.append(row)
    return rows


def _service_use(
    calls: Calls, head: Row, need: float, start: date, counts: Sequence[str], nights: Sequence[str]
) -> list[Row]:
    rng, rows = calls.random, []
    for quarter in range(calls.whole(1, 7)):
        first = start + timedelta(days=91 * quarter)
        period = f"{first.year}-Q{(first.month + 2) // 3}"
        row = {**head, "period": period, "period_start": first, "period_end": first + timedelta(days=90)}
        most = max(round(3 + need - quarter / 4), 0)
        for name in counts:
            row[name] = calls.whole(0, most)
        left = 91
        for name in nights:
            row[name] = spent = calls.whole(0, left) if rng.random() < 0.3 else 0
            left -= spent
        row["figure_source"] = calls.one(_SOURCES)
        rows.append(row)
    return rows
