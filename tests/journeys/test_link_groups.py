"""For whom links are wrong: a submission in the clear tells of its groups, where the truth is known."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import Done, cfgovern, csv_folder
from tests.property.release import TRIAL

ETHNICITY = """\
      - {name: background, logicalType: string, enum: [{value: A1, label: 'White: Irish'}, {value: A2, label: 'White: any'}, {value: B1, label: 'Asian: Indian'}, {value: X9}], customProperties: [{property: cfgovernConcept, value: ethnic_group}]}
"""  # noqa: E501
GIVEN = ("Zorabelle", "Ottokarina", "Fenwickina", "Marigolda", "Quillon", "Thaddeusa")
FAMILY = ("Quixmere", "Vexholme", "Jazzberry", "Wolverhay", "Plumtreeson", "Inkpenholme", "Yarrowby")
NOWHERE = "ZZ99 3VZ"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two returns about the same 42 people; every third has no fixed abode, and ethnicity goes round."""
    folder = tmp_path_factory.mktemp("groups")
    text = TRIAL.replace("v3.1.0", "v3.2.0").replace("  - name: who\n", ETHNICITY + "  - name: who\n")
    (folder / "trial.odcs.yaml").write_text(text, encoding="utf-8")
    everybody = [(given, family) for given in GIVEN for family in FAMILY]
    for side in ("left", "right"):
        people, who, said = [], [], []
        for number, (given, family) in enumerate(everybody):
            record, code = f"{side}-{number}", ("A1", "A2", "B1", "X9")[number % 4]
            postcode = NOWHERE if number % 3 == 0 else ""
            people.append(f"{record},no,no,,A1,,,2026-02-03,{code}")
            day = f"19{50 + number % 40}-0{1 + number % 9}-{10 + number % 18}"
            who.append(f"{record},{given},{family},{day},,,{postcode},,,,")
            said.append(f"{record},linking,agreed,2026-02-01")
        csv_folder(folder / side, {
            "people": ["id,protected,abuse,born,area,near,ward,started,background", *people],
            "who": ["id,given,family,birthday,nino,street,postcode,phone,email,uprn,crn", *who],
            "said": ["id,what,answer,day", *said],
        })  # fmt: skip
    truth = [f"left-{number},right-{number}" for number in range(len(everybody))]
    (folder / "links.csv").write_text("\n".join(["left,right", *truth]) + "\n", encoding="utf-8")
    return folder


def linked(place: Path, *more: str) -> Done:
    way = ("--contract", "trial.odcs.yaml", "--format", "json", "--output", "out.json")
    return cfgovern("link", "left", "right", *way, *more, cwd=place)


def test_ethnicity_and_no_fixed_abode_are_told_by_their_concepts(place: Path) -> None:
    done = linked(place, "--truth", "links.csv")
    assert (done.code, done.err) == (0, "")
    groups: dict[str, Any] = json.loads((place / "out.json").read_bytes())["by_group"]
    assert groups["ethnicity"].keys() == {"White", "Asian", "X9"}
    assert groups["fixed_abode"].keys() == {"no", "yes"}
    found = {name: groups["ethnicity"][name] for name in ("White", "Asian")}
    counts = [one if isinstance(one, int) else one["true_pairs"] for one in found.values()]
    assert counts == [22, 10]


def test_without_the_truth_nothing_of_it_is_read(place: Path) -> None:
    done = linked(place)
    assert (done.code, done.err) == (0, "")
    text = (place / "out.json").read_text(encoding="utf-8")
    assert json.loads(text)["by_group"] == {} and "White" not in text
