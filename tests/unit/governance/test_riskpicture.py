"""The picture of risks before and after."""

from __future__ import annotations

from cfgovern.governance.riskcatalogue import load_risks
from cfgovern.governance.riskpicture import risk_scene
from cfgovern.governance.risks import judged
from cfgovern.governance.scene import Words
from tests.unit.governance.known import known


def test_every_risk_that_applies_stands_in_both_grids_and_in_the_words() -> None:
    risks = judged(known())
    there = [risk.id for risk in risks if risk.state == "applies"]
    scene = risk_scene(risks, load_risks())
    shown = [name for mark in scene.marks if isinstance(mark, Words) for name in mark.text.split()]
    assert there
    for name in there:
        assert shown.count(name) == 2, name
        assert f"{name}: " in scene.says


def test_no_risk_is_said_in_words() -> None:
    assert risk_scene([], load_risks()).says == "No risk of the catalogue applies to these facts."
