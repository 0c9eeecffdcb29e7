"""``pseudonymise --engine spark``: the release of DuckDB, and nothing of it left behind."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.command import cfgovern
from tests.journeys.parting import PEOPLE, area, command

LINKED = ("identifiers/who.csv", "payload/people.csv")
SPARK = ("--engine", "spark", "--master", "local[2]")


def told(folder: Path) -> Mapping[str, Any]:
    """What the manifest says, but when, and of which bytes: each run draws new link ids."""
    found: dict[str, Any] = json.loads((folder / "manifest.json").read_bytes())
    for own in ("made_at", "run_id", "mac"):
        del found[own]
    for file in LINKED:
        del found["files"][file]
    return found


def rows(file: Path) -> list[dict[str, str]]:
    """The rows without their link ids."""
    with file.open(encoding="utf-8", newline="") as stream:
        found = [
            {name: text for name, text in row.items() if name != "link_id"} for row in csv.DictReader(stream)
        ]
    return sorted(found, key=repr)


@pytest.mark.needs("java", "pyspark")
def test_a_release_is_that_of_duckdb_and_is_proved(tmp_path: Path, private_temp: Path) -> None:
    area(tmp_path)
    transcripts = tmp_path / "talks"
    transcripts.mkdir()
    for record, (given, family, _) in PEOPLE.items():
        (transcripts / f"{record}.txt").write_text(f"{given} {family} was glad.\n", encoding="utf-8")
    more = ("--mode", "tokens", "--transcripts", "talks")
    for out, engine in (("one", ()), ("other", SPARK)):
        way = command(out, *more, *engine, "--register", f"register-{out}", domain="all")
        done = cfgovern(*way, cwd=tmp_path, timeout=600)
        assert (done.code, done.err) == (0, "")
    one, other = tmp_path / "one", tmp_path / "other"
    assert told(other) == told(one)
    for file in LINKED:
        assert rows(other / file) == rows(one / file) and len(rows(one / file)) == len(PEOPLE)
    notes = (other / "payload" / "people.csv").read_text(encoding="utf-8")
    assert "rang" in notes and not any(
        name in notes for given, *rest in PEOPLE.values() for name in (given, *rest)
    )
    proof = cfgovern(
        "pseudonymise", "--check", "other", "--submission", "return", "--contract", "trial.odcs.yaml",
        "--keys", "area.keys", "--passphrase-file", "words", cwd=tmp_path,
    )  # fmt: skip
    assert proof.code == 0, proof.out + proof.err
    assert not list(private_temp.iterdir())


def test_spark_makes_no_clks(tmp_path: Path) -> None:
    area(tmp_path)
    done = cfgovern(*command("clk", "--mode", "clk", *SPARK), cwd=tmp_path)
    assert done.code == 2 and "[engine.clk]" in done.err and not (tmp_path / "clk").exists()
