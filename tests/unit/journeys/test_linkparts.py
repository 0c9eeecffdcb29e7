"""Which two sides can be compared."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.link import put
from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.journeys.linkparts import Given, must_match, released, tables_of

TOLD = {"domain": "linkage", "epoch": 1, "keys": {"area": "1" * 16, "programme": "2" * 16}}
TOKENS = Given("tokens", TOLD, "live", "1", ())


def other(**told: Any) -> Given:
    return replace(TOKENS, release={**TOLD, **told})


@pytest.mark.parametrize(
    ("right", "code"),
    [
        (replace(TOKENS, kind="clear"), "other_mode"),
        (replace(TOKENS, origin="synthetic"), "live_and_synthetic"),
        (replace(TOKENS, normaliser="2"), "other_normaliser"),
        (other(domain="another"), "other_domain"),
        (other(epoch=2), "other_epoch"),
        (other(keys={"area": "1" * 16, "programme": "3" * 16}), "other_keys"),
    ],
)
def test_two_sides_that_were_not_made_alike_are_refused(right: Given, code: str) -> None:
    for pair in ((TOKENS, right), (right, TOKENS)):
        with pytest.raises(UsageError) as refused:
            must_match(*pair)
        assert refused.value.code == f"link.{code}" and refused.value.exit_code == 2


def test_areas_have_area_keys_of_their_own() -> None:
    must_match(TOKENS, other(keys={"area": "9" * 16, "programme": "2" * 16}))


def test_a_release_and_a_submission_in_the_clear_can_be_compared() -> None:
    must_match(replace(TOKENS, kind="clear"), replace(TOKENS, kind="clear", release=None))


def test_a_folder_without_a_manifest_is_a_submission(tmp_path: Path) -> None:
    (tmp_path / "identifiers.csv").write_bytes(b"participant_id\n")
    assert released(tmp_path) is None


PEOPLE = {"P-1": {"given_name": "Ann", "family_name": "Lee", "date_of_birth": "1980-03-05"}}


@pytest.mark.parametrize(
    ("mode", "kind", "column"),
    [("split", "clear", "given_name"), ("tokens", "tokens", "dob"), ("clk", "clk", "clk")],
)
def test_a_release_says_of_each_column_what_it_is(tmp_path: Path, mode: str, kind: str, column: str) -> None:
    put(tmp_path / "one", PEOPLE, mode)
    found = released(tmp_path / "one")
    assert found is not None and (found.kind, found.origin, found.normaliser) == (kind, "synthetic", "1")
    [file] = found.files
    assert file.columns[column] == column and "link_id" not in file.columns
    assert found.bits == (1024 if mode == "clk" else 0)


@pytest.mark.parametrize("key", ["mode", "tables", "keys"])
def test_a_manifest_that_is_none_of_ours_is_refused(tmp_path: Path, key: str) -> None:
    put(tmp_path / "one", PEOPLE, "split")
    file = tmp_path / "one" / "manifest.json"
    told = json.loads(file.read_bytes())
    del told[key]
    file.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(SubmissionRefused) as refused:
        released(tmp_path / "one")
    assert refused.value.code == "release.no_manifest"


def test_a_part_without_identifiers_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        tables_of([(Path("payload.csv"), "payload", {})])
    assert refused.value.code == "link.no_identifiers"


CODES = Given("clk", {**TOLD, "clk": {"salt": None}}, "live", "1", (), schema="{}")


@pytest.mark.parametrize(
    ("right", "code"),
    [
        (replace(CODES, schema="{ }"), "other_schema"),
        (replace(CODES, release={**TOLD, "clk": {"salt": "birth-year"}}), "other_salt"),
        (replace(CODES, release={**TOLD, "clk": {"salt": None}, "epoch": 2}), "other_epoch"),
        (replace(CODES, release={**TOLD, "clk": {"salt": None}, "domain": "another"}), "other_domain"),
        (replace(CODES, release={**TOLD, "clk": {"salt": None}, "keys": {"area": "1" * 16}}), "other_keys"),
        (TOKENS, "other_mode"),
    ],
)
def test_codes_that_were_not_made_alike_are_refused(right: Given, code: str) -> None:
    must_match(CODES, CODES)
    for pair in ((CODES, right), (right, CODES)):
        with pytest.raises(UsageError) as refused:
            must_match(*pair)
        assert refused.value.code == f"link.{code}" and refused.value.exit_code == 2


@pytest.mark.parametrize("text", ["no JSON", "{}", None])
def test_codes_without_a_schema_that_can_be_read_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None
) -> None:
    monkeypatch.setattr("benchmarks.link.schema_text", lambda _schema: text or "{}")
    put(tmp_path / "one", PEOPLE, "clk")
    if text is None:
        told = json.loads((tmp_path / "one" / "manifest.json").read_bytes())
        told["clk"] = None
        (tmp_path / "one" / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        released(tmp_path / "one")
    assert refused.value.code in ("link.schemas", "clk.schema") and refused.value.exit_code == 2
