"""What people agreed to, and whose identifiers follow from it."""

from __future__ import annotations

import numpy as np

from tests.unit.cohort.story.told import DAY, profile, tell

SCOPES = ("linking", "sharing_back", "service_reported_data", "interview_contact")
ADDRESS = ("address_line_1", "address_line_2", "address_town")


def test_everybody_was_asked_about_every_scope_once() -> None:
    told = tell()
    scope, state = told.text("agreements", "agreement_scope"), told.text("agreements", "agreement_state")
    first = state != "withdrawn"
    asked = np.unique(told.person("agreements"))
    for name in SCOPES:
        assert (told.person("agreements")[first & (scope == name)] == asked).all()
    # Those who started within the last four weeks may be asked still.
    unasked = np.setdiff1d(np.arange(len(told.who.numbers)), asked)
    assert (told.who.start[unasked] > DAY - 28).all()


def test_only_an_agreement_is_taken_back_and_that_later() -> None:
    told = tell()
    person, scope, state = told.person("agreements"), *(
        told.text("agreements", c) for c in ("agreement_scope", "agreement_state")
    )  # fmt: skip
    day = told.values("agreements", "agreement_date")
    first = {
        (p, s): (what, when)
        for p, s, what, when in zip(person, scope, state, day, strict=True)
        if what != "withdrawn"
    }
    back = np.flatnonzero(state == "withdrawn")
    assert 0.01 < len(back) / len(first) < 0.05
    for row in back:
        what, when = first[person[row], scope[row]]
        assert what == "agreed" and day[row] > when


def test_no_agreement_is_older_than_the_start_or_younger_than_the_ending() -> None:
    told = tell()
    day = told.values("agreements", "agreement_date")
    assert (day >= told.of("agreements", told.who.start)).all()
    assert (day <= told.of("agreements", np.minimum(told.went.end, told.went.last))).all()


def test_each_answer_comes_up_as_often_as_the_profile_says() -> None:
    """About contact for an interview: of the people whom it is safe to contact."""
    told = tell()
    scope, state = told.text("agreements", "agreement_scope"), told.text("agreements", "agreement_state")
    safe = told.text("participants", "safe_to_contact")[told.person("agreements")] == "yes"
    for name in SCOPES:
        said = state[(scope == name) & (state != "withdrawn") & (safe | (name != "interview_contact"))]
        for code, share in profile().weights[f"agreement.{name}"].items():
            assert abs(100 * (said == code).mean() - share) < 2.5, (name, code)


def test_nobody_agrees_to_be_contacted_whom_it_is_not_safe_to_contact() -> None:
    told = tell()
    scope, state = told.text("agreements", "agreement_scope"), told.text("agreements", "agreement_state")
    safe = told.text("participants", "safe_to_contact")[told.person("agreements")]
    unsafe = state[(scope == "interview_contact") & (safe != "yes")]
    assert len(unsafe) > 100 and not {"agreed", "withdrawn"} & set(unsafe)


def test_who_agrees_to_one_scope_mostly_agrees_to_the_others() -> None:
    told = tell()
    scope, state = told.text("agreements", "agreement_scope"), told.text("agreements", "agreement_state")
    first = state != "withdrawn"
    one, other = (state[first & (scope == name)] == "agreed" for name in SCOPES[:2])
    assert other[one].mean() > other[~one].mean() + 0.2


def test_only_what_was_agreed_names_a_notice_and_only_what_was_asked_says_how() -> None:
    told = tell()
    state = told.text("agreements", "agreement_state")
    assert ((told.text("agreements", "notice_version") != "") == (state == "agreed")).all()
    assert ((told.text("agreements", "how_asked") != "") == (state != "not_asked")).all()


def test_identifiers_are_of_those_whose_agreement_to_linking_stands_and_of_nobody_else() -> None:
    told = tell()
    person, scope, state = told.person("agreements"), *(
        told.text("agreements", c) for c in ("agreement_scope", "agreement_state")
    )  # fmt: skip
    linking = scope == "linking"
    stands = np.setdiff1d(person[linking & (state == "agreed")], person[linking & (state == "withdrawn")])
    assert (told.person("identifiers") == stands).all()
    others = np.setdiff1d(person, stands)
    assert {"declined", "withdrawn", "not_asked", "lacks_capacity"} <= set(
        state[linking & np.isin(person, others)]
    )


def test_a_place_that_must_stay_unknown_is_not_told() -> None:
    told = tell()
    hidden = np.isin(told.text("participants", "location_protected"), ("yes", "not_asked"))
    hidden = hidden[told.person("identifiers")]
    for concept in ADDRESS:
        assert (told.text("identifiers", concept)[hidden] == "").all()
    assert set(told.text("identifiers", "postcode")[hidden]) == {"ZZ99 3WZ"}
    assert "ZZ99 3WZ" not in told.text("identifiers", "postcode")[~hidden]


def test_who_must_not_be_found_is_reached_only_where_that_is_safe() -> None:
    told = tell()
    hidden = np.isin(told.text("participants", "location_protected"), ("yes", "not_asked"))
    safe = told.text("participants", "safe_to_contact") == "yes"
    unsafe = (hidden & ~safe)[told.person("identifiers")]
    assert unsafe.any()
    for concept in ("phone", "email"):
        assert set(told.text("identifiers", concept)[unsafe]) <= {"", "declined"}


def test_many_who_sleep_rough_have_no_fixed_abode() -> None:
    told = tell()
    homeless = told.who.current["homelessness"][told.person("identifiers")]
    nowhere = told.text("identifiers", "postcode") == "ZZ99 3VZ"
    assert 0.25 < nowhere[homeless].mean() < 0.45
    assert nowhere[~homeless].mean() < 0.05
    for concept in ADDRESS:
        assert (told.text("identifiers", concept)[nowhere] == "").all()


def test_not_given_and_refused_are_apart() -> None:
    told = tell()
    for concept in ("nino", "phone", "email"):
        cells = told.text("identifiers", concept)
        refused, empty = (cells == "declined").mean(), (cells == "").mean()
        assert 0 < refused < empty


def test_the_day_of_birth_and_the_sex_are_those_of_the_person() -> None:
    told = tell()
    known = told.values("identifiers", "date_of_birth")
    assert (known == told.of("identifiers", told.who.born))[known >= 0].all()
    assert {"declined", "not_known"} <= set(told.text("identifiers", "date_of_birth"))
    sex = told.text("participants", "sex")[told.person("identifiers")]
    assert (told.text("identifiers", "sex") == sex).all()
