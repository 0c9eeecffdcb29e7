"""The picture of the risks: every risk in its cell, nothing on top of anything, the same in words."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree

import pytest

from cfgovern.governance.riskcatalogue import Catalogue, load_risks
from cfgovern.governance.riskpicture import COLUMNS, risk_rows, risk_scene
from cfgovern.governance.risks import Risk, judged
from cfgovern.governance.scene import Box, Scene, Words, svg
from tests.unit.governance.known import known

RUN = "a" * 32


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_risks()


def risks(catalogue: Catalogue, said: dict[str, Any] | None = None, **declared: Any) -> list[Risk]:
    run = {
        "kind": "pseudonymise_check",
        "run_id": RUN,
        "ended": "2026-10-01T00:00:00+00:00",
        "age_days": 31,
        "current": True,
        "measures": {"keyed_hmac_verified": True},
    }
    return judged({"as_of": "2026-11-01", "declared": declared, "evidence": [run]}, said or {}, catalogue)


def labels(scene: Scene) -> list[str]:
    """The risks that stand in cells, in the order of the picture."""
    named = [mark.text for mark in scene.marks if isinstance(mark, Words) and mark.anchor == "middle"]
    return [text for text in named if text[0] in "RA" and text[1:].rstrip("*").isdigit()]


def crowded(catalogue: Catalogue) -> list[Risk]:
    """Every risk of the catalogue in one cell, by a person."""
    scores = {"likelihood": 2, "severity": 4, "because": "So.", "by": "DPO", "on": "2026-10-20"}
    return risks(catalogue, {"overrides": [{"risk": name, **scores} for name in catalogue.risks]})


def test_each_risk_stands_once_before_and_once_after(catalogue: Catalogue) -> None:
    accepted = {
        "risk": "R14",
        "evidence": "keyed_hmac_verified",
        "run": RUN,
        "by": "SIRO",
        "on": "2026-10-20",
    }
    manual = {"id": "dogs", "title": "A dog is lost", "likelihood": 3, "severity": 3}
    other = {**manual, "id": "no-phone", "title": "A phone is lost"}
    said = {"accepted": [accepted], "manual": [manual, other]}
    found = risks(catalogue, said, n_direct_ids=1, has_death_items=False, asks_for_contact=False)
    scene = risk_scene(found, catalogue)
    applying = sorted("A1" if one.id == "no-phone" else one.id for one in found if one.before)
    assert sorted(text for text in labels(scene) if text != "dogs") == sorted(
        [one for one in applying if one != "dogs"] * 2
    )
    words = [mark.text for mark in scene.marks if isinstance(mark, Words)]
    assert words.count("dogs") == 2 and "A1: A phone is lost" in words
    assert any(text.startswith("In a frame") for text in words)
    assert any(text.startswith("Cannot be judged yet, as facts are not known: R01") for text in words)
    assert "R28" not in " ".join(words)


def test_nothing_lies_on_anything_else_however_many_there_are(catalogue: Catalogue) -> None:
    scene = risk_scene(crowded(catalogue), catalogue)
    assert len(labels(scene)) == 40 and all(label.endswith("*") for label in labels(scene))
    boxes = [mark for mark in scene.marks if isinstance(mark, Box)]
    cells = [box for box in boxes if box.width > 100]
    assert len(cells) == 32
    for one, other in combinations(cells, 2):
        across = min(one.x + one.width, other.x + other.width) - max(one.x, other.x)
        down = min(one.y + one.height, other.y + other.height) - max(one.y, other.y)
        assert across < 0.01 or down < 0.01
    words = [(mark, mark.y) for mark in scene.marks if isinstance(mark, Words)]
    for mark, middle in words:
        assert 0 < mark.x < scene.width and 0 < middle < scene.height
    chips = [mark for mark, _ in words if mark.text in labels(scene)]
    assert len({(mark.x, mark.y) for mark in chips}) == 40
    for mark in chips:
        inside = [
            box
            for box in cells
            if box.x <= mark.x - 17 and mark.x + 17 <= box.x + box.width
            and box.y + 20 <= mark.y - 8 and mark.y + 8 <= box.y + box.height
        ]  # fmt: skip
        assert len(inside) == 1


def test_bands_are_told_in_words_and_are_darker_in_grey_the_higher_they_are(catalogue: Catalogue) -> None:
    scene = risk_scene(risks(catalogue), catalogue)
    texts = [mark.text for mark in scene.marks if isinstance(mark, Words)]
    assert texts.count("16 very high") == 2 and texts.count("1 low") == 2
    fills = dict.fromkeys(mark.fill for mark in reversed(scene.marks) if isinstance(mark, Box))
    greys = sorted((grey(fill) for fill in fills), reverse=True)
    assert len(greys) == 4
    assert all(one - other > 12 for one, other in pairwise(greys))
    assert (greys[-1] / 255) ** 2.2 > 0.3  # black on it has more than 7 to 1


def grey(fill: str) -> float:
    red, green, blue = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_the_same_in_words(catalogue: Catalogue) -> None:
    found = risks(catalogue, n_direct_ids=1)
    rows = {row[0]: row for row in risk_rows(found)}
    assert all(len(row) == len(COLUMNS) for row in rows.values())
    assert rows["R14"][2:4] == ("2 x 4 = 8, high", "2 x 4 = 8, high")
    assert rows["R01"][2:] == ("", "", "Cannot be judged. Not known: n_quasi_ids")
    assert "Cannot be judged: " in risk_scene(found, catalogue).says
    [row] = [row for row in risk_rows(crowded(catalogue)) if row[0] == "R01"]
    assert row[2:] == ("Cannot be judged", "2 x 4 = 8, high", "set by DPO: So.")


def test_what_people_write_stays_text_and_the_picture_is_the_same_every_time(catalogue: Catalogue) -> None:
    manual = {"id": "<b>&x", "title": "<script>alert(1)</script>", "likelihood": 3, "severity": 3}
    found = risks(catalogue, {"manual": [manual]})
    made = svg(risk_scene(found, catalogue))
    assert made == svg(risk_scene(found, catalogue))
    assert "<script" not in made
    ElementTree.fromstring(made)


def test_the_risks_of_a_whole_area_stand_in_both_and_no_risk_is_said_in_words(catalogue: Catalogue) -> None:
    found = judged(known(), None, catalogue)
    shown = labels(risk_scene(found, catalogue))
    there = [one.id for one in found if one.before]
    assert there and sorted(shown) == sorted([*there, *there])
    assert risk_scene([], catalogue).says == "No risk of the catalogue applies to these facts."
