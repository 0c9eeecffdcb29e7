"""What of a person goes into a CLK: the settings that are shipped, and what is wrong with others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.cli import values
from cfgovern.errors import OperatorFileError, UsageError
from cfgovern.tokens.clkschema import read_schema
from cfgovern.tokens.clksettings import SALTS, Made, load_clk, schema_of, schema_text
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.published import FIELDS, TOKENS

KEY = TokenKey(bytes(32))


def names(fields: set[str] | None) -> list[str]:
    return [one["identifier"] for one in schema_of(load_clk(), fields)["features"]]


def test_the_settings_that_are_shipped_make_a_schema_of_what_there_is() -> None:
    settings = load_clk()
    schema = schema_of(settings, set(FIELDS))
    assert json.loads(schema_text(schema)) == schema and read_schema(schema).bits == settings.bits == 1024
    assert (
        names(None) == names(set(FIELDS)) == ["given_full", "surname_full", "dob_figures", "nino", "postcode"]
    )
    assert names({"full_name", "date_of_birth"}) == ["given_full", "surname_full", "dob_figures"]
    assert settings.because and settings.threshold > 0.8


def test_nothing_of_few_values_is_in_it() -> None:
    assert not any(TOKENS[name].low_entropy for name in names(None) if name in TOKENS)


def test_the_salts_are_those_of_the_command() -> None:
    assert SALTS == values.SALTS


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("of: given_full", "of: given_initial", "linking.few_values"),
        ("of: given_full", "of: given_ful", "linking.column"),
        ("of: given_full", "of: surname_full", "linking.twice"),
        ("of: clk", "of: tokens", "entry.allowed"),
        ("bits: 1024", "bits: 1000", "entry.allowed"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, before: str, after: str, code: str) -> None:
    text = content.file("validators", "linking", "clk.yaml").read_text(encoding="utf-8")
    assert before in text
    (tmp_path / "own.yaml").write_text(text.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(OperatorFileError) as refused:
        load_clk(tmp_path / "own.yaml")
    assert [fault.code for fault in refused.value.faults] == [code] and refused.value.faults[0].line


def test_settings_that_make_no_schema_are_refused(tmp_path: Path) -> None:
    text = content.file("validators", "linking", "clk.yaml").read_text(encoding="utf-8")
    (tmp_path / "own.yaml").write_text(
        text.replace("{type: ngram, n: 2}", "{type: ngram}", 1), encoding="utf-8"
    )
    with pytest.raises(UsageError, match=r"clk\.schema"):
        load_clk(tmp_path / "own.yaml")


@pytest.mark.parametrize(
    ("born", "figures", "year"),
    [
        ("1980-03-12", "19800312", "1980"),
        ("March 1980", "198003", "1980"),
        ("1980", "1980", "1980"),
        ("1980-01-01", "1980", "1980"),
        ("01/01/1900", "", ""),
        (None, "", ""),
    ],
)
def test_a_day_of_birth_goes_in_as_far_as_it_is_known(born: str | None, figures: str, year: str) -> None:
    schema = schema_of(load_clk(), {"date_of_birth"})
    plain, salted = (Made(schema, salt, KEY, "1") for salt in (None, "birth-year"))
    assert plain.record({"date_of_birth": born}) == ([figures], "")
    assert salted.record({"date_of_birth": born}) == ([figures], year)
    assert bool(plain.of({"date_of_birth": born})) == bool(figures)
    assert (plain.of({"date_of_birth": born}) == salted.of({"date_of_birth": born})) == (not figures)
