"""What was answered: totals that are sums, scores within their range, and why there is no answer."""

from __future__ import annotations

import numpy as np
import pytest

from tests.unit.cohort.story.told import profile, tell

ITEMS = ("ndteng", "ndtish", "ndtush", "ndtrto", "ndtrfo", "ndtsax", "ndtse", "ndtada", "ndtic", "ndthng")
OTHERS = tuple(concept for concept in profile().scores if concept not in ITEMS)


def test_the_total_is_the_sum_of_its_items_and_there_is_none_where_an_item_is_not_known() -> None:
    told = tell()
    items = np.stack([told.values("assessments", item) for item in ITEMS])
    total, whole = told.values("assessments", "ndta_total"), (items >= 0).all(axis=0)
    assert (total[whole] == items[:, whole].sum(axis=0)).all()
    assert (told.text("assessments", "ndta_total")[~whole] == "").all()
    assert total.max() <= 48 and 0.9 < whole[items[0] >= 0].mean() < 1


def test_a_middling_person_is_neither_at_the_floor_nor_at_the_ceiling() -> None:
    told = tell()
    first = told.values("assessments", "wave") == 1
    total = told.values("assessments", "ndta_total")[first]
    total = total[total >= 0]
    assert 27 < total.mean() < 31 and 6 < total.std() < 11
    assert np.isin(total, (0, 48)).mean() < 0.01


@pytest.mark.parametrize("item", ITEMS)
def test_items_keep_their_range_and_those_counted_twice_are_even(item: str) -> None:
    values = tell().values("assessments", item)
    twice = item in ("ndtrto", "ndtrfo")
    assert set(values[values >= 0]) == (set(range(0, 9, 2)) if twice else set(range(5)))


def test_a_wave_is_answered_or_says_why_not() -> None:
    told = tell()
    done = told.text("assessments", "not_assessed_reason") == ""
    for item in ITEMS:
        assert ((told.text("assessments", item) == "") == ~done).all()
    completed = told.text("outcomes", "not_completed_reason") == ""
    for concept in (*OTHERS, "housing_situation", "outcome_mode"):
        assert ((told.text("outcomes", concept) == "") == ~completed).all(), concept
    assert 0.5 < completed.mean() < done.mean() < 0.9


def test_who_is_less_engaged_is_seen_less() -> None:
    told = tell()
    done = told.text("assessments", "not_assessed_reason") == ""
    engaged = told.of("assessments", told.who.engaged)
    missed = np.isin(
        told.text("assessments", "not_assessed_reason"), ("no_contact", "too_unwell", "declined")
    )
    assert engaged[missed].mean() < engaged[done].mean() - 100


def test_an_answer_that_is_refused_is_not_one_that_was_not_asked() -> None:
    told = tell()
    for concept in OTHERS:
        cells = told.text("outcomes", concept)
        assert "declined" in cells and not {"not_asked", "not_known"} & set(cells)
    assert "not_known" in told.text("assessments", "ndteng")
    assert "declined" in told.text("outcomes", "not_completed_reason")


@pytest.mark.parametrize("concept", OTHERS)
def test_scores_keep_their_range_and_use_all_of_it(concept: str) -> None:
    score, values = profile().scores[concept], tell().values("outcomes", concept)
    known = values[values >= 0]
    assert score["lowest"] <= known.min() and known.max() <= score["highest"]
    assert len(np.unique(known)) > 0.6 * (score["highest"] - score["lowest"] + 1)
    if "codes" in score:
        assert set(tell().text("outcomes", concept)) >= set(score["codes"])


def test_greater_need_goes_with_lower_wellbeing_at_the_same_wave() -> None:
    told = tell()
    total = dict(zip(
        zip(told.person("assessments").tolist(), told.values("assessments", "wave").tolist(), strict=True),
        told.values("assessments", "ndta_total").tolist(), strict=True,
    ))  # fmt: skip
    keys = zip(told.person("outcomes").tolist(), told.values("outcomes", "wave").tolist(), strict=True)
    need = np.array([total.get(key, -1) for key in keys])
    for concept, sign in (("reqol10_total", -1), ("swemwbs_raw", -1), ("general_health", 1)):
        score = told.values("outcomes", concept)
        known = (need >= 0) & (score >= 0)
        assert sign * np.corrcoef(need[known], score[known])[0, 1] > 0.3, concept


def test_the_score_for_housing_goes_with_where_people_live() -> None:
    told = tell()
    keys = zip(told.person("outcomes").tolist(), told.values("outcomes", "wave").tolist(), strict=True)
    lived = dict(zip(keys, told.text("outcomes", "housing_situation").tolist(), strict=True))
    keys = zip(told.person("assessments").tolist(), told.values("assessments", "wave").tolist(), strict=True)
    housing = np.array([lived.get(key, "") for key in keys])
    score = told.values("assessments", "ndthng")
    rough, home = (
        score[(housing == kind) & (score >= 0)].mean() for kind in ("rough_sleeping", "own_social_tenancy")
    )
    assert rough > home + 1.5


def test_fewer_sleep_rough_as_time_goes_by() -> None:
    told = tell()
    rough, wave = (
        told.text("outcomes", "housing_situation") == "rough_sleeping",
        told.values("outcomes", "wave"),
    )
    assert rough[wave == 1].mean() > rough[wave == 6].mean() > 0


def test_the_questionnaire_is_no_more_than_a_week_after_the_assessment() -> None:
    told = tell()
    keys = zip(told.person("assessments").tolist(), told.values("assessments", "wave").tolist(), strict=True)
    seen = dict(zip(keys, told.values("assessments", "assessment_date").tolist(), strict=True))
    keys = zip(told.person("outcomes").tolist(), told.values("outcomes", "wave").tolist(), strict=True)
    later = told.values("outcomes", "outcome_date") - np.array([seen[key] for key in keys])
    assert later.min() == 0 and later.max() == 7
