"""``link --engine spark``: the same people are linked as in DuckDB, with the same weights."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command import cfgovern, csv_folder
from tests.journeys.parting import contract

GIVEN = ("Zorabelle", "Ottokarina", "Fenwickina", "Marigolda", "Quillon", "Thaddeusa")
FAMILY = ("Quixmere", "Vexholme", "Jazzberry", "Wolverhay", "Plumtreeson", "Inkpenholme", "Yarrowby")
SPARK = ("--engine", "spark", "--master", "local[2]")


def submissions(folder: Path) -> None:
    """Forty people who are in both returns, some of them misspelled or with another day in the second."""
    contract(folder)
    everybody = [(given, family) for given in GIVEN for family in FAMILY][:40]
    for name in ("left", "right"):
        people, who, said = [], [], []
        for number, (given, family) in enumerate(everybody):
            day = f"19{50 + number % 40}-0{1 + number % 9}-{10 + number % 18}"
            if name == "right" and number % 5 == 0:
                family = family[:-1] + "x"
            if name == "right" and number % 7 == 0:
                day = f"{day[:-2]}{10 + (number + 1) % 18}"
            people.append(f"{name}-{number},no,no,,A1,,,,2026-02-03")
            who.append(f"{name}-{number},{given},{family},{day},,,,,,,")
            said.append(f"{name}-{number},linking,agreed,2026-02-01")
        csv_folder(folder / name, {
            "people": ["id,protected,abuse,born,area,near,ward,note,started", *people],
            "who": ["id,given,family,birthday,nino,street,postcode,phone,email,uprn,crn", *who],
            "said": ["id,what,answer,day", *said],
        })  # fmt: skip


def linked(folder: Path, out: str, *more: str) -> dict[str, Any]:
    done = cfgovern(
        "link", "left", "right", "--contract", "trial.odcs.yaml", "--output", out, "--format", "json", *more,
        cwd=folder, timeout=600,
    )  # fmt: skip
    assert (done.code, done.err) == (0, "")
    found: dict[str, Any] = json.loads((folder / out).read_bytes())
    return found


@pytest.mark.soak
@pytest.mark.needs("java", "pyspark")
def test_spark_links_whom_duckdb_links(tmp_path: Path, private_temp: Path) -> None:
    submissions(tmp_path)
    one, other = linked(tmp_path, "one.json"), linked(tmp_path, "other.json", *SPARK)
    weights = [{(x["left"], x["right"]): x["weight"] for x in told.pop("links")} for told in (one, other)]
    assert weights[0].keys() == weights[1].keys() and len(weights[0]) > 30
    for pair, weight in weights[0].items():
        assert weights[1][pair] == pytest.approx(weight, abs=0.001)
    assert other["blocking"] == one["blocking"] and other["compared"] == one["compared"]
    assert not list(private_temp.iterdir())


def test_a_master_alone_is_asked_about(tmp_path: Path) -> None:
    submissions(tmp_path)
    way = ("--contract", "trial.odcs.yaml", "--master", "local[2]")
    done = cfgovern("link", "left", "right", *way, cwd=tmp_path)
    assert done.code == 2 and "[engine.no_spark]" in done.err
