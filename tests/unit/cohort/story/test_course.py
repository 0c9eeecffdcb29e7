"""How support goes: waves that follow on, endings that are not by chance, and what grows when time does."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from cfgovern.cohort.frame import EPOCH
from tests.unit.cohort.story.told import AS_OF, DAY, FAR, tell

PLANNED = ("no_longer_needed", "step_down_support", "other_support")
WAVES = ("assessments", "outcomes")


def test_nothing_is_dated_after_the_day_of_the_data() -> None:
    days = tell().days()
    assert len(days) == 12
    for column, values in days.items():
        assert values.max(initial=0) <= DAY, column


def test_an_ending_has_a_day_and_a_reason_or_neither() -> None:
    told = tell()
    ended, reason = (told.text("participants", c) != "" for c in ("end_date", "exit_destination"))
    assert (ended == reason).all()
    assert (told.values("participants", "end_date")[ended] > told.who.start[ended]).all()


def test_every_kind_of_ending_comes_up_and_deaths_and_returns_are_as_many_as_the_profile_says() -> None:
    told = tell()
    reason = told.text("participants", "exit_destination")
    assert set(reason) >= {*PLANNED, "disengaged", "died", "prison", "moved_away", "hospital", "excluded"}
    assert 0.03 < (reason == "died").mean() < 0.07
    assert 0.03 < (told.text("participants", "enrolment_number") == "2").mean() < 0.07


def test_planned_endings_are_not_piled_on_one_day() -> None:
    told = tell()
    planned = np.isin(told.text("participants", "exit_destination"), PLANNED)
    stays = (told.values("participants", "end_date") - told.who.start)[planned]
    assert np.unique(stays, return_counts=True)[1].max() < 0.03 * len(stays)


def test_who_left_without_a_plan_was_less_engaged_and_who_died_was_in_greater_need() -> None:
    told, reason = tell(), tell().text("participants", "exit_destination")
    planned = np.isin(reason, PLANNED)
    gone = reason == "disengaged"
    assert told.who.engaged[gone].mean() < told.who.engaged[planned].mean() - 150
    assert told.who.need[reason == "died"].mean() > told.who.need[planned].mean()


def test_who_came_back_had_left_and_goes_on() -> None:
    told = tell()
    again = told.went.returned
    assert again.any()
    gap = (told.went.back - told.went.end)[again]
    assert gap.min() >= 30 and gap.max() <= 240
    assert (told.text("participants", "end_date")[again] == "").all()
    assert (told.values("participants", "latest_return_date")[again] == told.went.back[again]).all()
    assert (told.text("participants", "latest_return_date")[~again] == "").all()
    assert not told.went.of_kind("died", *PLANNED)[again].any()


@pytest.mark.parametrize("table", WAVES)
def test_waves_are_counted_in_the_order_of_their_days(table: str) -> None:
    told = tell()
    person, wave = told.person(table), told.values(table, "wave")
    day = told.values(table, "assessment_date" if table == "assessments" else "outcome_date")
    same = person[1:] == person[:-1]
    assert (np.diff(person) >= 0).all()
    assert (np.diff(wave)[same] > 0).all() and (np.diff(day)[same] > 0).all()
    assert (wave[1:][~same] == 1).all() and wave[0] == 1
    assert (day >= told.of(table, told.who.start)).all()


def test_no_wave_is_done_after_an_ending_or_between_leaving_and_coming_back() -> None:
    told = tell()
    day = told.values("assessments", "assessment_date")
    away = (day > told.of("assessments", told.went.end)) & (day < told.of("assessments", told.went.back))
    reasons = told.text("assessments", "not_assessed_reason")
    assert away.any() and "" not in reasons[away]
    assert set(reasons[away]) == {"left_programme", "died", "in_prison", "in_hospital"}
    died = told.of("assessments", told.went.of_kind("died").astype(np.int64)) == 1
    assert set(reasons[away & died]) == {"died"}
    # One wave that was due is told for each ending, and no more.
    person = told.person("assessments")[away]
    assert len(person) == len(np.unique(person))


def test_the_baseline_is_two_and_a_half_months_late_on_average() -> None:
    told = tell()
    first = told.values("assessments", "wave") == 1
    lag = (told.values("assessments", "assessment_date") - told.of("assessments", told.who.start))[first]
    settled = (DAY - told.of("assessments", told.who.start))[first] > 160  # those whose lag can be seen whole
    assert abs(lag[settled].mean() / 30.4375 - 2.5) < 0.1
    assert lag.min() >= 0 and lag.max() <= 152


def pairs(concept: str = "ndta_total", apart: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """The same people's totals at one wave and at one so many waves later."""
    told = tell()
    person, wave = told.person("assessments"), told.values("assessments", "wave")
    values = told.values("assessments", concept)
    known = {
        (p, w): v for p, w, v in zip(person.tolist(), wave.tolist(), values.tolist(), strict=True) if v >= 0
    }
    both = [(v, known[p, w + apart]) for (p, w), v in known.items() if (p, w + apart) in known]
    first, second = np.array(both).T
    return first, second


def test_waves_follow_on_from_each_other_the_less_the_further_apart() -> None:
    near, far = (np.corrcoef(*pairs(apart=apart))[0, 1] for apart in (1, 4))
    assert 0.6 < near < 0.9
    assert 0.3 < far < near


def test_need_falls_with_time() -> None:
    first, later = pairs(apart=4)
    assert later.mean() < first.mean() - 1


@pytest.mark.parametrize(
    "table", ["participants", "assessments", "outcomes", "service_use", "support", "agreements"]
)
def test_what_was_recorded_stays_when_the_data_are_made_again_later(table: str) -> None:
    # People start before the same day; what lies before the earlier day is told alike.
    until = date(2026, 7, 1)
    early = tell(people=800, as_of=until, until=until)
    late = tell(people=800, as_of=AS_OF, until=until)
    keys = {
        "participants": ("start_date",), "assessments": ("wave",), "outcomes": ("wave",),
        "service_use": ("period",), "support": ("support_start_date", "support_type"),
        "agreements": ("agreement_scope", "agreement_state"),
    }[table]  # fmt: skip
    open_ended = (
        "end_date",
        "exit_destination",
        "enrolment_number",
        "latest_return_date",
        "support_end_date",
    )

    def rows(told: object) -> dict[tuple[str, ...], tuple[str, ...]]:
        frame = told.frames[table]  # type: ignore[attr-defined]
        texts = {c: cells.text() for c, cells in frame.columns.items() if c not in open_ended}
        found = zip(map(str, frame.person.tolist()), *(texts[c] for c in keys), strict=True)
        return dict(zip(found, zip(*texts.values(), strict=True), strict=True))

    before, after = rows(early), rows(late)
    assert before and all(after.get(key) == told for key, told in before.items())


def test_a_day_that_is_far_away_is_beyond_any_day_of_the_data() -> None:
    assert DAY < FAR and (AS_OF - EPOCH).days == DAY
