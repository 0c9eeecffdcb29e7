"""The codes are those that clkhash made, bit for bit (docs/vectors/clk-1.json)."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from cfgovern.errors import UsageError
from cfgovern.keys.root import Root
from cfgovern.tokens.clk import Encoder
from cfgovern.tokens.clkschema import read_schema
from cfgovern.tokens.clksettings import SECRET, Made
from cfgovern.tokens.keyed import TokenKey, token_key
from cfgovern.tokens.normaliser import LATEST
from tests.vectors import FOLDER

TOLD: dict[str, Any] = json.loads((FOLDER / "clk-1.json").read_text(encoding="utf-8"))
KEY = TokenKey.from_parent(TOLD["secret"])


def bits(code: str) -> int:
    return int.from_bytes(base64.b64decode(code))


@pytest.mark.parametrize("case", TOLD["cases"], ids=[one["says"] for one in TOLD["cases"]])
def test_every_bit_is_that_of_clkhash(case: dict[str, Any]) -> None:
    encoder = Encoder(read_schema(case["schema"]), KEY)
    assert any(map(bits, case["clks"]))
    for record, code in zip(case["records"], case["clks"], strict=True):
        assert encoder.bits(record) == bits(code)
        assert encoder.text(record) == (code if bits(code) else "")


def test_the_secret_is_a_token_key_under_the_programme_root() -> None:
    root = Root("programme", 1, bytes.fromhex(TOLD["root"]))
    assert token_key(root, "national-linkage", 1, SECRET).for_child() == TOLD["secret"]
    assert root.derive(TOLD["info"]).hex() == TOLD["secret"]


@pytest.mark.parametrize(("salt", "answer"), [(None, "clk"), ("birth-year", "salted")])
def test_a_person_as_sent_has_the_code_that_clkhash_makes_of_the_normal_form(
    salt: str | None, answer: str
) -> None:
    made = Made(TOLD["cases"][0]["schema"], salt, KEY, LATEST)
    for one in TOLD["people"]:
        assert made.record(one["sent"]) == (one["record"], one["salt"] if salt else "")
        assert made.of(one["sent"]) == (one[answer] if bits(one[answer]) else "")


def test_what_is_remembered_changes_no_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    case = TOLD["cases"][0]
    monkeypatch.setattr("cfgovern.tokens.clk._PARTS", 3)
    encoder = Encoder(read_schema(case["schema"]), KEY)
    for _ in range(2):
        assert [encoder.bits(one) for one in case["records"]] == list(map(bits, case["clks"]))


def test_nobody_is_told_the_key_or_a_value() -> None:
    schema = {**TOLD["cases"][1]["schema"]}
    encoder = Encoder(read_schema(schema), KEY)
    record = ["", "", "a day nobody had", "", "", "", "", "", ""]
    with pytest.raises(UsageError) as refused:
        encoder.bits(record)
    assert refused.value.code == "clk.value" and refused.value.where == "day"
    assert "nobody had" not in str(refused.value) and refused.value.__suppress_context__
    assert TOLD["secret"] not in repr(encoder) + repr(vars(encoder))
