"""For whom links are wrong: a submission in the clear tells of its groups, where the truth is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import Done, cfgovern
from tests.journeys.tworeturns import PEOPLE, returns
from tests.property.release import TRIAL

ETHNICITY = """\
      - {name: background, logicalType: string, enum: [{value: A1, label: 'White: Irish'}, {value: A2, label: 'White: any'}, {value: B1, label: 'Asian: Indian'}, {value: X9}], customProperties: [{property: cfgovernConcept, value: ethnic_group}]}
"""  # noqa: E501
CODES = ("A1", "A2", "B1", "X9")
NOWHERE = "ZZ99 3VZ"


def told(_side: str, number: int, _row: dict[str, str]) -> dict[str, str]:
    """Ethnicity goes round; every third has no fixed abode."""
    return {"background": CODES[number % 4], "postcode": NOWHERE if number % 3 == 0 else ""}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("groups")
    text = TRIAL.replace("v3.1.0", "v3.2.0").replace("  - name: who\n", ETHNICITY + "  - name: who\n")
    returns(folder, told, text)
    return folder


def linked(place: Path, *more: str) -> Done:
    way = ("--contract", "trial.odcs.yaml", "--format", "json", "--output", "out.json")
    return cfgovern("link", "left", "right", *way, *more, cwd=place)


def test_ethnicity_and_no_fixed_abode_are_told_by_their_concepts(place: Path) -> None:
    done = linked(place, "--truth", "links.csv")
    assert (done.code, done.err) == (0, "")
    groups: dict[str, Any] = json.loads((place / "out.json").read_bytes())["by_group"]
    assert groups["ethnicity"].keys() == {"White", "Asian", "X9"}
    counts = [groups["ethnicity"][name]["true_pairs"] for name in ("White", "Asian", "X9")]
    assert counts == [22, 10, 10] and sum(counts) == PEOPLE
    abodes = groups["fixed_abode"]
    assert (abodes["no"]["true_pairs"], abodes["yes"]["true_pairs"]) == (14, 28)


def test_without_the_truth_nothing_of_it_is_read(place: Path) -> None:
    done = linked(place)
    assert (done.code, done.err) == (0, "")
    text = (place / "out.json").read_text(encoding="utf-8")
    assert json.loads(text)["by_group"] == {} and "White" not in text
