"""A small report of a made-up cohort, with something in every part of it."""

from __future__ import annotations

from decimal import Decimal

from cfgovern.evidence.measures import (
    Achieved,
    AreaBalance,
    Characteristic,
    CohortReport,
    Combination,
    Conformance,
    Correlation,
    Counted,
    FollowUp,
    Lag,
    Measures,
    Needs,
    Run,
    Step,
    Target,
    Trajectory,
)

FEMALE = Target("female", "Female", "people", "A published table", share=Decimal("36.5"))
ABUSE = Target(
    "abuse",
    "Experience of abuse",
    "people",
    "A report",
    share=Decimal(70),
    conflicts_with=("female", "other"),
)
LAG = Target(
    "lag",
    "Wait for the baseline",
    "waves",
    "A guess",
    "mean",
    value=Decimal("2.5"),
    unit="months",
    assumed=True,
)
LOST = Target("lost", "Lost", "people", "A report", share=Decimal(5))
STEPS = (Step(1, 40, 24.5, 22.25, 26.75), Step(2, 1, 20))

MEASURES = Measures(
    people=40,
    rows={"people": 40, "waves": 1200},
    targets=(
        Achieved(FEMALE, 40, 15, 37.5, 24.2, 53),
        Achieved(ABUSE, 40, 20, 50.0, 35.2, 64.8),
        Achieved(LAG, 38, None, 2.25, 2, 2.4),
        Achieved(LOST, 0, because="No row belongs to the base."),
    ),
    needs=Needs(
        ("Housing", "Health"),
        40,
        (Combination((True, True), 30), Combination((False, False), 10)),
        (10, 0, 30),
    ),
    trajectories=(
        Trajectory("total", "Total", "wave", "mean score", STEPS),
        Trajectory("visits", "Visits", "quarter", "mean for a whole quarter", STEPS),
    ),
    correlations=(Correlation(1, 2, 20, 0.625), Correlation(2, 3, 1, None)),
    asked_correlation=0.7,
    follow_up=FollowUp(
        (Step(0, 40, 75, 59.8, 85.8), Step(3, 20, 50, 29.9, 70.1)),
        (Counted("Died", 2),),
        (Counted("Too unwell", 3),),
        Lag(38, 2.25, (10, 20, 8)),
    ),
    areas=(AreaBalance("A1", 30, 40, 1.5), AreaBalance("A2", 10, None, None)),
    characteristics=(Characteristic("Sex", 39, 2, "Female", 15, 36.9, 0),),
)
RUN = Run(
    name="SYNTHETIC-cohort",
    mode="cohort",
    seed=7,
    as_of="2026-10-01",
    contract="Lending",
    contract_version="1.2.0",
    digest="sha256:00",
    notice="Candidate contract. It is not the official specification.",
    profile="lending, version 1",
    cfgovern_version="0.2.0",
)
REPORT = CohortReport(
    RUN,
    MEASURES,
    Conformance((0, 1240), (0, 1200), (0, 1240), (0, 300)),
    fired={"people.sex.enum": 3, "waves.day.type": 0},
    silent={"people.sex.enum": 0, "waves.day.type": 0},
)
