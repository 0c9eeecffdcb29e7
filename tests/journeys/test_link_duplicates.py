"""``cfgovern link duplicates``: who is compared, and of whom no place is."""

from __future__ import annotations

import json
from pathlib import Path

from tests.command import cfgovern
from tests.journeys import parting


def test_everybody_is_compared_and_no_place_of_who_must_not_be_found(tmp_path: Path) -> None:
    parting.area(tmp_path)
    people, said = (tmp_path / "return" / f"{name}.csv" for name in ("people", "said"))
    people.write_text(people.read_text(encoding="utf-8").replace(",no,no,", ",yes,no,"), encoding="utf-8")
    said.write_text(said.read_text(encoding="utf-8").replace(",agreed,", ",declined,"), encoding="utf-8")
    done = cfgovern(
        "link", "duplicates", "return", "--contract", "trial.odcs.yaml", "--format", "json",
        "--output", "twice.json", cwd=tmp_path,
    )  # fmt: skip
    assert (done.code, done.out) == (0, ""), done.err
    told = json.loads((tmp_path / "twice.json").read_bytes())
    assert told["left"] == {"kind": "submission", "records": 3, "kept_back": {}}
    assert "given_name" in told["compared"] and "address" in told["not_compared"]
    assert told["pairs"] == 0 and told["links"] == []
