"""Just enough of a story for the programme's rules to hold: who comes, what is recorded, how it ends.

Rows are concept -> text; what is not said here comes from the contract alone. The next version, with
published figures behind it, takes the place of this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.plain import quarter

__all__ = ["Story", "story"]

Story = dict[str, list[dict[str, str]]]

_TABLES = (
    "participants", "identifiers", "agreements", "assessments", "outcomes", "service_use", "support",
)  # fmt: skip
_NEEDS = ("homelessness", "substance_misuse", "mental_health", "domestic_abuse", "criminal_justice")
_ENDINGS = ("no_longer_needed", "step_down_support", "moved_away", "disengaged", "prison", "died")
_SCORES = ("ndteng", "ndtish", "ndtush", "ndtrto", "ndtrfo", "ndtsax", "ndtse", "ndtada", "ndtic", "ndthng")
_DOUBLE = ("ndtrto", "ndtrfo")
_COUNTS = (
    "ae_attendances", "ambulance_callouts", "emergency_admissions", "mental_health_contacts",
    "substance_contacts", "police_contacts", "arrests", "evictions", "safeguarding_concerns",
)  # fmt: skip
_NIGHTS = (
    "nights_prison", "nights_hospital", "nights_mental_health_ward", "nights_rough_sleeping",
    "nights_temporary", "nights_supported", "nights_own_tenancy", "nights_friends_family", "nights_other",
)  # fmt: skip
_SUPPORT = ("keyworker", "housing", "mental_health", "drug_alcohol", "money_debt", "peer_support")
_SCOPES = ("linking", "sharing_back", "service_reported_data", "interview_contact")
_GIVEN = ("Zoë", "Siân", "José", "Łucja", "Aïcha", "Chloé", "Niamh", "Tariq", "Grace", "Devi", "Ruth", "Māra")
# Each of them says, in some language, that this is nobody.
_FAMILY = ("Example", "O'Nowhere", "Madeup", "Inventée", "Müstermann", "Fictício", "Noone-Atall", "Żaden")


@dataclass(frozen=True, slots=True)
class _Person:
    number: int
    id: str
    start: date
    end: date | None
    exit: str
    last: date  # the last day on which anything is recorded

    @property
    def row(self) -> dict[str, str]:
        return {"participant_id": self.id}


def story(draw: Draw, people: int, as_of: date) -> Story:
    """The rows of the programme's tables about ``people`` people, by concept of the table."""
    rows: Story = {name: [] for name in _TABLES}
    for number in range(1, people + 1):
        person = _person(draw, number, as_of)
        year = person.start.year
        born = draw.day(date(year - 60, 1, 1), date(year - 20, 12, 31), number, "born")
        sex = draw.pick(("female", "male"), number, "sex")
        rows["participants"].append(_participant(draw, person, born, sex))
        agreements = list(_agreements(draw, person))
        rows["agreements"] += agreements
        linking = [row["agreement_state"] for row in agreements if row["agreement_scope"] == "linking"]
        if linking[-1] == "agreed":
            rows["identifiers"].append(_identifiers(draw, person, born, sex))
        for wave, day in enumerate(_waves(draw, person), start=1):
            rows["assessments"].append(_assessment(draw, person, wave, day))
            rows["outcomes"].append(_outcome(draw, person, wave, day))
        rows["service_use"] += _service_use(draw, person)
        rows["support"] += _support(draw, person)
    return rows


def _person(draw: Draw, number: int, as_of: date) -> _Person:
    start = as_of - timedelta(days=draw.between(120, 480, number, "start"))
    ended = draw.one_in(3, number, "ended")
    end = draw.day(start + timedelta(days=90), as_of, number, "end") if ended else None
    reason = draw.pick(_ENDINGS, number, "ending") if ended else ""
    return _Person(number, f"P-{number:04}", start, end, reason, end or as_of)


def _participant(draw: Draw, person: _Person, born: date, sex: str) -> dict[str, str]:
    number = person.number
    few = draw.one_in(12, number, "few needs")
    back = person.end is None and draw.one_in(10, number, "came back")
    absent = draw.between(3, 4, number, "absent") if few else draw.between(0, 2, number, "absent")
    first = draw.below(len(_NEEDS), number, "first absent")
    row = person.row | {
        "enrolment_number": "2" if back else "1",
        "latest_return_date": (person.start + timedelta(days=100)).isoformat() if back else "",
        "start_date": person.start.isoformat(),
        "end_date": person.end.isoformat() if person.end else "",
        "exit_destination": person.exit,
        "eligibility_route": "professional_judgement" if few else "definition_met",
        "below_three_reason": "repeated_crisis_escalating" if few else "",
        "decision_date": (person.start - timedelta(days=draw.below(14, number, "decided"))).isoformat(),
        "year_of_birth": str(born.year),
        "sex": sex,
        "gender_identity_same": "no" if draw.one_in(40, number, "gender") else "yes",
        "pregnancy_maternity": "yes" if sex == "female" and draw.one_in(12, number, "pregnancy") else "no",
        "location_protected": "yes" if draw.one_in(8, number, "protected") else "no",
    }
    for place, need in enumerate(_NEEDS):
        has = (place - first) % len(_NEEDS) >= absent
        row[f"{need}_current"] = "yes" if has else "no"
        row[f"{need}_ever"] = "yes" if has or draw.one_in(2, number, need) else "no"
    return row


def _identifiers(draw: Draw, person: _Person, born: date, sex: str) -> dict[str, str]:
    number = person.number
    lines = ('Flat 2, "The Cottage"', f"Room {number}\nNowhere House", f"{number} Exámple Street")
    row = person.row | {
        "given_name": draw.pick(_GIVEN, number, "given"),
        "middle_names": "",
        "family_name": draw.pick(_FAMILY, number, "family"),
        "alias_given_name": '"Ace"' if draw.one_in(6, number, "alias") else "",
        "alias_family_name": "",
        "date_of_birth": born.isoformat(),
        "sex": sex,
        "address_line_1": draw.pick(lines, number, "address"),
        "address_line_2": "",
        "address_town": "Exampleton",
    }
    if draw.one_in(8, number, "protected"):  # the same people as among the participants
        row |= {"address_line_1": "", "address_town": "", "postcode": "ZZ99 3WZ"}
    return row


def _agreements(draw: Draw, person: _Person) -> Iterator[dict[str, str]]:
    day = person.start + timedelta(days=draw.below(10, person.number, "asked"))
    for scope in _SCOPES:
        states = ("agreed", "agreed", "agreed", "declined", "not_asked", "withdrawn")
        state = draw.pick(states, person.number, scope)
        yield _agreement(person, scope, "agreed" if state == "withdrawn" else state, day)
        if state == "withdrawn":
            yield _agreement(person, scope, state, day + timedelta(days=40))


def _agreement(person: _Person, scope: str, state: str, day: date) -> dict[str, str]:
    return person.row | {
        "agreement_scope": scope,
        "agreement_state": state,
        "agreement_date": day.isoformat(),
        "notice_version": "2026-1" if state == "agreed" else "",
    }


def _waves(draw: Draw, person: _Person) -> Iterator[date]:
    """A baseline some weeks late, then about one wave a quarter."""
    day = person.start + timedelta(days=draw.between(0, 60, person.number, "baseline"))
    while day <= person.last:
        yield day
        day += timedelta(days=draw.between(85, 105, person.number, day.isoformat()))


def _assessment(draw: Draw, person: _Person, wave: int, day: date) -> dict[str, str]:
    place = (person.number, wave, "ndta")
    row = person.row | {"wave": str(wave), "assessment_date": day.isoformat(), "not_assessed_reason": ""}
    if draw.one_in(10, *place, "not done"):
        return row | dict.fromkeys((*_SCORES, "ndta_total"), "") | {"not_assessed_reason": "no_contact"}
    scores = {name: draw.below(5, *place, name) * (2 if name in _DOUBLE else 1) for name in _SCORES}
    row |= {name: str(score) for name, score in scores.items()} | {"ndta_total": str(sum(scores.values()))}
    if draw.one_in(12, *place, "incomplete"):
        row |= {draw.pick(_SCORES, *place, "which"): "not_known", "ndta_total": ""}
    return row


def _outcome(draw: Draw, person: _Person, wave: int, day: date) -> dict[str, str]:
    day = min(day + timedelta(days=draw.below(8, person.number, wave, "outcome")), person.last)
    row = person.row | {"wave": str(wave), "outcome_date": day.isoformat(), "not_completed_reason": ""}
    if draw.one_in(8, person.number, wave, "not completed"):
        row |= {"not_completed_reason": "too_unwell", "reqol10_total": "", "swemwbs_raw": ""}
    return row


def _service_use(draw: Draw, person: _Person) -> Iterator[dict[str, str]]:
    """The quarters, or parts of them, that the person was supported in and that are over."""
    name, first, last = quarter(person.start)
    while first <= person.last and (last <= person.last or person.end is not None):
        begin, end = max(first, person.start), min(last, person.last)
        place = (person.number, name)
        days = (end - begin).days + 1
        away = draw.below(days + 1, *place, "away")
        here = draw.below(len(_NIGHTS), *place, "here")
        there = here + draw.between(1, len(_NIGHTS) - 1, *place, "there")
        nights = dict.fromkeys(_NIGHTS, "0")
        nights[_NIGHTS[here]] = str(days - away)
        nights[_NIGHTS[there % len(_NIGHTS)]] = str(away)
        counts = {count: str(draw.below(5, *place, count)) for count in _COUNTS}
        dates = {"period": name, "period_start": begin.isoformat(), "period_end": end.isoformat()}
        yield person.row | dates | counts | nights
        name, first, last = quarter(last + timedelta(days=1))


def _support(draw: Draw, person: _Person) -> Iterator[dict[str, str]]:
    first = draw.below(len(_SUPPORT), person.number, "support")
    for place in range(draw.between(1, 3, person.number, "supports")):
        start = person.start + timedelta(days=place * 20)
        yield person.row | {
            "support_type": _SUPPORT[(first + place) % len(_SUPPORT)],
            "support_start_date": start.isoformat(),
            "support_end_date": person.end.isoformat() if person.end else "",
        }
