"""The child that links: which files it takes, in which order people stand, and what the truth says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits
from cfgovern.journeys import linkworker
from cfgovern.linkage.settings import load_settings

HEAD = "link_id,first,last,born,sex\n"
COLUMNS = {"first": "given_name", "last": "family_name", "born": "date_of_birth", "sex": "sex"}
PEOPLE = [
    f"Ann{letter},Lee{letter},19{50 + place}-02-1{place % 10},female\n"
    for place, letter in enumerate("bcdefghijkm")
]


@pytest.fixture(autouse=True)
def _as_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linkworker, "allowed", Limits)
    monkeypatch.setattr(linkworker, "stage", lambda _name: None)


def side(place: Path, content: bytes | str, people: dict[str, str] | None = None) -> dict[str, Any]:
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    files = [{"path": str(place), "shown": "people", "columns": COLUMNS}]
    if people is None:
        return {"files": files, "people": None, "groups": []}
    known = place.with_suffix(".json")
    told = [{"link": link, "record": record} for link, record in people.items()]
    known.write_text(json.dumps({"people": told}), encoding="utf-8")
    return {"files": files, "people": str(known), "groups": []}


def linked(
    tmp_path: Path,
    left: dict[str, Any],
    right: dict[str, Any] | None,
    truth: Any = None,
    groups: Any = None,
) -> dict[str, Any]:
    job = tmp_path / "job"
    job.mkdir()
    return linkworker.run(
        {
            "job": str(job), "left": left, "right": right, "settings": load_settings("clear").as_json(),
            "threshold": 0.5, "one_to_one": True, "version": "1", "truth": truth, "groups": groups,
            "sample": True, "compared": None,
        }
    )  # fmt: skip


def file_of(ids: list[str]) -> str:
    return HEAD + "".join(f"{one},{person}" for one, person in zip(ids, PEOPLE, strict=True))


NUMBERS = [f"{number:02}" for number in range(len(PEOPLE))]


def test_people_are_linked_by_their_ids_and_held_against_the_truth(tmp_path: Path) -> None:
    left = side(tmp_path / "left.csv", file_of([f"L{one}" for one in NUMBERS]))
    right = side(tmp_path / "right.csv", file_of([f"R{one}" for one in NUMBERS]))
    truth = [[f"L{one}", f"R{one}"] for one in NUMBERS]
    groups = {"left": {f"L{one}": {"ethnicity": "White"} for one in NUMBERS[1:]}, "right": {}}
    told = linked(tmp_path, left, right, [*truth, ["L00", "elsewhere"]], groups)
    assert {(one[0], one[1]) for one in told["links"]} == {(one, other) for one, other in truth}
    assert told["figures"]["f1"] == 1.0 and told["not_looked_for"] == 1
    assert (
        told["by_group"]["sex"]["female"]["found"] == 11
        and told["by_group"]["nino"]["missing"]["found"] == 11
    )
    assert told["by_group"]["ethnicity"] == {"White": told["by_group"]["ethnicity"]["White"], "not known": 1}
    assert told["by_group"]["ethnicity"]["White"]["found"] == 10
    assert told["compared"] == ["given_name", "family_name", "date_of_birth", "sex"]


def test_within_one_file_each_pair_counts_once_whichever_way_the_truth_has_it(tmp_path: Path) -> None:
    twice = HEAD + "".join(
        f"{letter}{one},{person}" for letter in "LR" for one, person in zip(NUMBERS, PEOPLE, strict=True)
    )
    told = linked(
        tmp_path, side(tmp_path / "both.csv", twice), None, [[f"R{one}", f"L{one}"] for one in NUMBERS]
    )
    assert {(one[0], one[1]) for one in told["links"]} == {(f"L{one}", f"R{one}") for one in NUMBERS}
    assert sorted(one[4] for one in told["links"]) == list(range(1, len(PEOPLE) + 1))
    assert told["records"] == [22] and told["figures"]["f1"] == 1.0 and told["not_looked_for"] == 0


def test_a_submission_is_told_of_by_its_record_ids_in_an_order_that_lasts(tmp_path: Path) -> None:
    again = []
    for run, order in (("1", NUMBERS), ("2", NUMBERS[::-1])):
        place = tmp_path / run
        place.mkdir()
        # New link ids, in another order each time; the record ids stay.
        rows = [f"{link},{PEOPLE[number]}" for number, link in enumerate(order)]
        people = {link: f"P-{number:02}" for number, link in enumerate(order)}
        left = side(place / "left.csv", HEAD + "".join(sorted(rows)), people)
        right = side(place / "right.csv", file_of(NUMBERS))
        again.append(linked(place, left, right)["links"])
    assert again[0] == again[1] and {one[0] for one in again[0]} == {f"P-{one}" for one in NUMBERS}


@pytest.mark.parametrize(
    "content",
    [
        "id,first\nL1,Ann\n",
        HEAD + "L1,Ann\n",
        HEAD + "L1,Ann,Lee,1950-01-01,female,more\n",
        HEAD + ",Ann,Lee,1950-01-01,female\n",
        HEAD.encode() + b"L1,\xff,Lee,1950-01-01,female\n",
        HEAD + 'L1,"Ann"x,Lee,1950-01-01,female\n',
        HEAD + f"L1,{'A' * 40_000},Lee,1950-01-01,female\n",
        "",
    ],
)
def test_a_part_that_no_release_would_hold_is_refused(tmp_path: Path, content: bytes | str) -> None:
    whole = side(tmp_path / "right.csv", file_of(NUMBERS))
    with pytest.raises(SubmissionRefused) as refused:
        linked(tmp_path, side(tmp_path / "left.csv", content), whole)
    assert refused.value.code == "file.damaged" and "Ann" not in str(refused.value)
