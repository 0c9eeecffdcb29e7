"""What a release of codes says of itself."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cfgovern.engine.parting import PartTable
from cfgovern.journeys.clkrelease import clk_told, schemas_of

SCHEMA = {"version": 3, "features": []}
CODES = PartTable("identifiers", "who", "who", "id", (), clk={"schema": SCHEMA, "salt": None})


def test_each_part_of_codes_has_its_schema_beside_it() -> None:
    [(file, text)] = schemas_of([CODES, replace(CODES, part="payload", clk={})]).items()
    assert file == "identifiers/who.linkage-schema.json" and json.loads(text) == SCHEMA


@pytest.mark.parametrize(("salt", "word"), [(None, "not salted"), ("birth-year", "whose year differs")])
def test_what_it_is_salted_by_is_said_with_the_risks(salt: str | None, word: str) -> None:
    told = clk_told(schemas_of([CODES]), salt)
    assert told["salt"] == salt and word in told["warning"][-1]
    assert told["schemas"] == ["identifiers/who.linkage-schema.json"]
    assert told["warning"][0].startswith("EXPERIMENTAL")
