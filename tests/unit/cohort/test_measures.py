"""What was drawn is counted as a person would count it on paper, wherever the contract keeps it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cfgovern.cohort.measures import achieved, areas, characteristics, measure, needs
from cfgovern.cohort.overtime import baseline_lag, correlations, follow_up, mean_of, trajectories, wilson
from cfgovern.cohort.story.people import EVER
from cfgovern.cohort.view import View, of_rows
from cfgovern.content import folder
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Contract
from cfgovern.evidence.measures import Combination, Correlation, Counted, Target

AS_OF = date(2026, 10, 1)
PEOPLE = "participants"


@pytest.fixture(scope="module")
def contract() -> Contract:
    return load_contract(Path(str(folder("schemas"))) / "changing-futures" / "changing-futures.odcs.yaml")


def person(number: int, needs: str = "", **more: str) -> dict[str, str]:
    """A person with the needs whose first letters are told, of h, s, m, d and c."""
    has = {name: "yes" if name[0] in needs else "no" for name in EVER}
    return {"participant_id": f"P{number}", "area_id": "A1", "start_date": "2026-01-01"} | has | more


def wave(number: int, of: int, day: str, total: str, reason: str = "") -> dict[str, str]:
    return {
        "participant_id": f"P{of}",
        "wave": str(number),
        "assessment_date": day,
        "ndta_total": total,
        "not_assessed_reason": reason,
    }


ROWS = {
    PEOPLE: [
        person(1, "hsmdc", sex="female", year_of_birth="1990", exit_destination="died"),
        person(2, "hsmd", sex="female", year_of_birth="1980", area_id="A2"),
        person(3, "hsm", sex="male", year_of_birth="not_known", exit_destination="prison"),
        person(4, "hsmd", sex="declined", year_of_birth="2000", exit_destination="prison"),
    ],
    "assessments": [
        wave(1, 1, "2026-01-31", "30"),
        wave(2, 1, "2026-04-15", "24"),
        wave(1, 2, "2026-03-02", "20"),
        wave(2, 2, "2026-05-01", "22"),
        wave(1, 3, "2026-01-11", "10"),
        wave(2, 3, "2026-05-01", "12"),
        wave(1, 4, "2026-01-02", "", "no_contact"),
    ],
    "service_use": [
        {
            "participant_id": "P1",
            "period_start": "2026-01-01",
            "period_end": "2026-03-31",
            "ae_attendances": "3",
        },
        {
            "participant_id": "P2",
            "period_start": "2026-03-22",
            "period_end": "2026-03-31",
            "ae_attendances": "1",
        },
        {
            "participant_id": "P1",
            "period_start": "2026-04-01",
            "period_end": "2026-06-30",
            "ae_attendances": "not_known",
        },
    ],
}


@pytest.fixture(scope="module")
def view(contract: Contract) -> View:
    return of_rows(contract, ROWS)


def target(**said: Any) -> Target:
    share = None if said.get("kind") == "mean" else Decimal(50)
    return Target(
        **{"id": "t", "words": "A figure", "of": PEOPLE, "source": "nobody", "share": share, **said}
    )


# Shares and means


@pytest.mark.parametrize(
    ("said", "count", "n"),
    [
        ({"where": {"sex": ("female",)}}, 2, 4),
        ({"where": {"sex": ("female",)}, "given": {"sex": ("female", "male")}}, 2, 3),
        ({"where": {"criminal_justice_ever": ("yes",), "sex": ("female",)}}, 1, 4),
        ({"at_least": 4, "among": EVER, "codes": ("yes",)}, 3, 4),
        ({"at_least": 4, "among": EVER, "codes": ("yes",), "where": {"sex": ("female",)}}, 2, 4),
        ({"of": "assessments", "where": {"sex": ("male",)}, "given": {"wave": ("1",)}}, 1, 4),
    ],
    ids=["all", "base", "two columns", "at least", "both", "the person's column"],
)
def test_a_share_is_counted_in_its_base(view: View, said: dict[str, Any], count: int, n: int) -> None:
    found = achieved(view, target(**said))
    assert (found.count, found.n) == (count, n)
    assert found.value == pytest.approx(100 * count / n)
    assert found.residual == pytest.approx(100 * count / n - 50)
    assert (found.low, found.high) == wilson(count, n)


def test_a_mean_may_be_of_numbers_or_of_months(view: View) -> None:
    mean = {"kind": "mean", "of": "assessments", "given": {"wave": ("1",)}, "value": Decimal("2.5")}
    total = achieved(view, target(**mean, mean_of=("ndta_total",)))
    assert (total.n, total.value, total.residual) == (3, 20, 17.5)
    lag = achieved(view, target(**mean, mean_of=("start_date", "assessment_date")))
    assert lag.n == 4
    assert lag.value == pytest.approx((30 + 60 + 10 + 1) / 4 / 30.4375)


def test_what_cannot_be_measured_says_why(view: View) -> None:
    absent = achieved(view, target(where={"unheard_of": ("yes",)}))
    empty = achieved(view, target(given={"sex": ("another",)}))
    nothing = achieved(view, target(kind="mean", value=Decimal(1), mean_of=("latest_return_date",)))
    assert [one.value for one in (absent, empty, nothing)] == [None, None, None]
    assert [one.residual for one in (absent, empty, nothing)] == [None, None, None]
    assert "no such" in absent.because and "base" in empty.because
    assert not absent.by_chance


@pytest.mark.parametrize("wrong", [{"share": None}, {"share": Decimal(-1)}])
def test_a_target_asks_for_a_figure(view: View, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="the target t asks"):
        achieved(view, target(**wrong))


def test_wilsons_interval_is_that_of_the_tables() -> None:
    """81 of 263: Newcombe, Statistics in Medicine 17 (1998), 857 to 872, method 3."""
    assert wilson(81, 263) == pytest.approx((25.53, 36.62), abs=0.005)
    assert wilson(0, 20) == pytest.approx((0, 16.11), abs=0.005)
    assert wilson(29, 29) == pytest.approx((88.30, 100), abs=0.005)


def test_chance_alone_explains_what_lies_in_the_interval(view: View) -> None:
    assert achieved(view, target(where={"sex": ("female",)})).by_chance
    assert not achieved(view, target(where={"sex": ("female",)}, share=Decimal(99))).by_chance


def test_the_interval_of_a_mean_is_the_normal_one() -> None:
    assert mean_of([2.0]) == (2.0, None, None)
    mean, low, high = mean_of([1.0, 2.0, 3.0])
    assert (mean, low, high) == pytest.approx((2.0, 2 - 1.959964 / 3**0.5, 2 + 1.959964 / 3**0.5))


# Needs, areas, characteristics


def test_needs_are_counted_by_combination(view: View) -> None:
    found = needs(view)
    assert found is not None
    assert found.combinations == (
        Combination((True, True, True, True, False), 2),
        Combination((True, True, True, True, True), 1),
        Combination((True, True, True, False, False), 1),
    )
    assert found.numbers == (0, 0, 0, 1, 2, 1)
    assert (found.people, found.kind) == (4, "ever")
    assert found.names[0] == "Homelessness"


def test_areas_are_set_side_by_side(view: View) -> None:
    first, second = areas(view)
    assert (first.area, first.people, second.area, second.people) == ("A1", 3, "A2", 1)
    assert first.female == pytest.approx(50)  # of the two whose sex is known
    assert (first.needs, second.needs) == (4, 4)


def test_the_smallest_group_of_a_characteristic_is_told(view: View) -> None:
    sex, age = characteristics(view, AS_OF)
    assert (sex.known, sex.groups, sex.smallest, sex.count, sex.absent) == (3, 2, "Male", 1, 0)
    assert sex.effective == pytest.approx(4 * 1 * 2 / 3)
    assert (age.words, age.known, age.smallest, age.absent) == ("Age band", 3, "25 to 34", 3)


# Time


def test_means_are_told_by_wave_and_for_whole_quarters(view: View) -> None:
    ndta, attendances = trajectories(view)
    assert [(step.at, step.n, step.value) for step in ndta.steps] == [
        (1, 3, 20),
        (2, 3, pytest.approx(58 / 3)),
    ]
    assert (ndta.per, attendances.per) == ("wave", "quarter")
    (step,) = attendances.steps  # 4 attendances in 100 days; what is not known is left out
    assert (step.at, step.n) == (0, 2)
    assert step.value == pytest.approx(0.04 * 365.25 / 4)
    assert step.low is not None and step.high is not None and step.low < step.value < step.high


def test_waves_are_correlated_over_the_same_people(view: View) -> None:
    (found,) = correlations(view)
    assert (found.first, found.second, found.n) == (1, 2, 3)
    assert found.r == pytest.approx(120 / (200 * (248 / 3)) ** 0.5)


def test_a_correlation_may_be_undefined(contract: Contract) -> None:
    rows = {PEOPLE: ROWS[PEOPLE], "assessments": ROWS["assessments"][:2]}
    assert correlations(of_rows(contract, rows)) == (Correlation(1, 2, 1, None),)


def test_the_curve_counts_people_whose_months_are_over(view: View) -> None:
    found = follow_up(view, date(2026, 7, 5))
    assert found is not None
    # Six months are over: three had a wave in the first three; P1, P2 and P3 in the second.
    assert [(step.at, step.n, step.value) for step in found.curve] == [(0, 4, 75), (3, 4, 75)]
    assert found.endings == (Counted("Institution: prison", 2), Counted("Died", 1))
    assert [one.count for one in found.not_done] == [1]
    assert follow_up(view, date(2026, 3, 1)).curve == ()  # type: ignore[union-attr]


def test_the_lag_is_that_of_completed_baselines(view: View) -> None:
    found = baseline_lag(view)
    assert found is not None
    assert (found.n, found.months) == (3, (2, 1))
    assert found.mean == pytest.approx(100 / 3 / 30.4375)


# Where the cells come from


def test_a_contract_may_rename_everything(contract: Contract) -> None:
    """Only concepts are looked at."""
    renamed = replace(
        contract,
        tables=tuple(
            replace(
                table,
                name=f"t_{table.name}",
                columns=tuple(replace(column, name=f"x_{column.name}", label="") for column in table.columns),
            )
            for table in contract.tables
        ),
    )
    rows = {
        f"t_{name}": [{f"x_{column}": cell for column, cell in row.items()} for row in made]
        for name, made in ROWS.items()
    }
    old, new = (
        measure(of_rows(c, r), (target(where={"sex": ("male",)}),), as_of=AS_OF)
        for c, r in ((contract, ROWS), (renamed, rows))
    )
    assert new.targets == old.targets
    assert new.areas == old.areas
    assert new.follow_up == old.follow_up
    assert [one.steps for one in new.trajectories] == [one.steps for one in old.trajectories]


def test_a_contract_without_people_measures_nothing(contract: Contract) -> None:
    told = measure(of_rows(replace(contract, tables=()), {}), as_of=AS_OF)
    assert (told.people, told.rows, told.needs, told.trajectories, told.follow_up) == (0, {}, None, (), None)
    assert (told.areas, told.characteristics) == ((), ())
