"""Figures of risk made by hand."""

from __future__ import annotations

from cfgovern.riskfigures import AnswerRisk, AreaRisk, ColumnCost, Crowd, Fact, Risk, Variant

_AREAS = (AreaRisk("CF-A01", Crowd(355, 340, 345, 1), 1), AreaRisk("", Crowd(None, None, None, None), None))
_GROUPS = ((1, 1, 340), (2, 4, None), (5, 9, 0), (10, None, 15))
_ANSWERS = (AnswerRisk("religion", 1, 300), AnswerRisk("trauma", 2, 0))

RISK = Risk(
    table="participants",
    quasi_identifiers=("area_id", "start_date", "sex"),
    absent=("religion",),
    treatments={"start_date": "month"},
    shown_from=5,
    rounded_to=5,
    judged="treated",
    variants=(
        Variant("as_sent", None, Crowd(360, 360, 360, 1), ((1, 1, 360),), _AREAS, _ANSWERS),
        Variant("treated", 5, Crowd(360, 340, 345, 1), _GROUPS, _AREAS, _ANSWERS),
        Variant("wider", 10, Crowd(360, None, 20, 1), _GROUPS, _AREAS, _ANSWERS),
    ),
    columns=(
        ColumnCost("start_date", 5, 60, 120),
        ColumnCost("sex", None, 10, None),
        ColumnCost("area_id", 0, 0, 0),
    ),
    facts=(Fact("start_date", None, 40), Fact("sex", 200, 300), Fact("area_id", 340, 345)),
    sentences=("These figures are no pass mark.",),
)
