"""The picture of flows."""

from __future__ import annotations

from typing import Any

from cfgovern.governance.flowpicture import flow_scene
from cfgovern.governance.scene import Arrow, Words
from tests.unit.governance.known import known


def lines(facts: dict[str, Any]) -> list[Arrow]:
    return [mark for mark in flow_scene(facts).marks if isinstance(mark, Arrow)]


def test_identifiers_differ_in_colour_and_in_dashes() -> None:
    facts = known()
    answers, identifiers, organisations, *_ = lines(facts)
    assert len({one.line for one in (answers, identifiers, organisations)}) == 3
    assert answers.dash is None and identifiers.dash and organisations.dash
    says = flow_scene(facts).says
    assert "identifiers, without answers" in says and "Northmoor Council" in says


def test_a_flow_through_a_processor_has_two_parts() -> None:
    through = {"flows": [{"id": "national-linkage", "through": ["evaluator"]}]}
    assert len(lines(known(through))) == len(lines(known())) + 1


def test_many_parties_get_letters_and_a_key() -> None:
    bodies = [{"id": f"b{number}", "name": f"Body number {number}", "kind": "other"} for number in range(9)]
    flows = [
        {
            "id": f"f{number}",
            "domain": "national-evaluation",
            "part": "payload",
            "from": "host",
            "to": f"b{number}",
        }
        for number in range(9)
    ]
    scene = flow_scene(known({"bodies": bodies, "flows": flows}))
    words = [mark for mark in scene.marks if isinstance(mark, Words)]
    texts = [mark.text for mark in words]
    assert "A" in texts and any(text.endswith("Body number 8") for text in texts)
    assert all(
        mark.x <= scene.width and mark.y <= scene.height for mark in scene.marks if isinstance(mark, Words)
    )


def test_no_flow_is_said_in_words() -> None:
    assert flow_scene({**known(), "flows": []}).says == "The area profile names no flow of data yet."
