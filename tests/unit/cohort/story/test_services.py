"""What each quarter held: counts that fall as need falls, nights that fit in, support within its time."""

from __future__ import annotations

import numpy as np
import pytest

from cfgovern.cohort.draw import Ints
from tests.unit.cohort.story.told import DAY, profile, tell

PLACES = ("rough_sleeping", "temporary", "supported", "own_tenancy", "friends_family", "other")
NIGHTS = tuple(f"nights_{place}" for place in ("prison", "hospital", "mental_health_ward", *PLACES))
COUNTS = tuple(profile().services)
FALLING = ("ae_attendances", "ambulance_callouts", "emergency_admissions", "police_contacts", "arrests")


def length() -> Ints:
    told = tell()
    return told.values("service_use", "period_end") - told.values("service_use", "period_start") + 1


def test_nights_are_no_more_than_days() -> None:
    nights = sum(np.maximum(tell().values("service_use", concept), 0) for concept in NIGHTS)
    assert (nights <= length()).all()
    assert ((length() - nights)[length() > 30] <= 3).mean() > 0.9, "most nights are told"


def test_a_period_is_what_a_person_had_of_one_quarter() -> None:
    told = tell()
    quarter = told.text("service_use", "period")
    first, last = (
        told.text("service_use", c).astype("datetime64[D]") for c in ("period_start", "period_end")
    )
    for day in (first, last):
        month = day.astype("datetime64[M]").astype(int) % 12
        years = day.astype("datetime64[Y]").astype(str)
        assert (np.char.add(np.char.add(years, "-Q"), (month // 3 + 1).astype(str)) == quarter).all()
    assert (first <= last).all()
    person = told.person("service_use")
    same = person[1:] == person[:-1]
    assert (first[1:][same] > last[:-1][same]).all()


def test_quarters_lie_within_support_and_are_over() -> None:
    told = tell()
    first, last = (told.values("service_use", c) for c in ("period_start", "period_end"))
    start, end, back = (
        told.of("service_use", each) for each in (told.who.start, told.went.end, told.went.back)
    )
    assert (first >= start).all() and last.max() <= DAY
    assert not ((first > end) & (last < back)).any(), "nothing is told of the time between"
    ended = told.of("service_use", told.went.ended.astype(np.int64)) == 1
    assert (last[ended] <= end[ended]).all()


@pytest.mark.parametrize("concept", COUNTS)
def test_many_have_none_some_have_many_and_the_mean_is_near_what_is_asked(concept: str) -> None:
    values, full = tell().values("service_use", concept), length() >= 90
    known = values[full & (values >= 0)]
    asked = profile().services[concept]["quarter"]
    assert 0.7 * asked < known.mean() < 1.3 * asked
    assert (known == 0).mean() > 0.1
    assert known.max() >= 4 * known.mean()


@pytest.mark.parametrize("concept", FALLING)
def test_crises_are_fewer_where_need_is_less_and_fewer_as_it_falls(concept: str) -> None:
    told = tell()
    values, person, full = told.values("service_use", concept), told.person("service_use"), length() >= 90
    known = full & (values >= 0)
    need = told.of("service_use", told.who.need)
    low, high = np.quantile(need, [0.33, 0.67])
    assert values[known & (need > high)].mean() > 1.2 * values[known & (need < low)].mean()
    # The same people in their first year and after it.
    later = told.values("service_use", "period_start") - told.of("service_use", told.who.start) > 365
    both = np.intersect1d(person[known & ~later], person[known & later])
    those = known & np.isin(person, both)
    assert values[those & later].mean() < values[those & ~later].mean()


def test_who_comes_often_comes_often_again() -> None:
    told = tell()
    values, person, full = (
        told.values("service_use", "ae_attendances"),
        told.person("service_use"),
        length() >= 90,
    )
    pair = (person[1:] == person[:-1]) & full[1:] & full[:-1] & (values[1:] >= 0) & (values[:-1] >= 0)
    assert np.corrcoef(values[:-1][pair], values[1:][pair])[0, 1] > 0.3


@pytest.mark.parametrize(
    ("concept", "need"),
    [
        ("arrests", "criminal_justice"),
        ("nights_prison", "criminal_justice"),
        ("substance_contacts", "substance_misuse"),
    ],
)
def test_what_goes_with_a_need_is_rare_without_it(concept: str, need: str) -> None:
    told = tell()
    values, has = (
        told.values("service_use", concept),
        told.of("service_use", told.who.ever[need].astype(np.int64)),
    )
    without = values[(has == 0) & (values >= 0)]
    assert without.mean() < 0.25 * values[(has == 1) & (values >= 0)].mean()


def test_fewer_nights_are_slept_rough_with_time() -> None:
    told = tell()
    nights = told.values("service_use", "nights_rough_sleeping")
    since = told.values("service_use", "period_start") - told.of("service_use", told.who.start)
    full = (length() >= 90) & (nights >= 0)
    early, late = nights[full & (since < 180)], nights[full & (since > 450)]
    assert late.mean() < 0.8 * early.mean()


def test_a_figure_that_nobody_knows_is_not_nought() -> None:
    for concept in (*COUNTS, *NIGHTS):
        cells = tell().text("service_use", concept)
        assert {"0", "not_known"} <= set(cells) and not {"", "declined", "not_asked"} & set(cells)


def test_everybody_has_a_keyworker_from_the_first_day() -> None:
    told = tell()
    always = told.text("support", "support_type") == "keyworker"
    assert (told.person("support")[always] == np.arange(len(told.who.numbers))).all()
    assert (told.values("support", "support_start_date")[always] == told.who.start).all()


def test_support_lies_within_the_time_with_the_programme() -> None:
    told = tell()
    begin, end = (told.values("support", c) for c in ("support_start_date", "support_end_date"))
    start, left = told.of("support", told.who.start), told.of("support", told.went.end)
    ended = told.of("support", told.went.ended.astype(np.int64)) == 1
    assert (begin >= start).all() and begin.max() <= DAY
    assert (end[ended] >= begin[ended]).all() and (end[ended] <= left[ended]).all()
    assert ((end >= begin) | (end < 0)).all()
    assert (begin - start).max() > 150, "further support begins later too"


def test_support_given_once_is_of_one_day() -> None:
    told = tell()
    once = told.text("support", "support_intensity") == "once"
    assert once.any() and "keyworker" not in told.text("support", "support_type")[once]
    begin, end = (told.values("support", c)[once] for c in ("support_start_date", "support_end_date"))
    assert (begin == end).all()
