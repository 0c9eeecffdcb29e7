"""What of a linkage schema is known, and that nothing else is passed over."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from cfgovern.errors import UsageError
from cfgovern.tokens.clkschema import read_schema

SCHEMA: dict[str, Any] = {
    "version": 3,
    "clkConfig": {"l": 1024, "kdf": {"type": "HKDF"}},
    "features": [
        {
            "identifier": "name",
            "format": {"type": "string"},
            "hashing": {"comparison": {"type": "ngram", "n": 2}, "strategy": {"bitsPerFeature": 100}},
        }
    ],
}
KDF, HASHING = ("clkConfig", "kdf"), ("features", 0, "hashing")
FORMAT = ("features", 0, "format")
NUMERIC = {"type": "numeric", "thresholdDistance": 1, "resolution": 1}


def changed(place: tuple[str | int, ...], name: str, value: Any) -> dict[str, Any]:
    """The schema with another value at a place."""
    made = copy.deepcopy(SCHEMA)
    node: Any = made
    for step in place:
        node = node[step]
    node[name] = value
    return made


def feature(form: dict[str, Any], how: dict[str, Any], missing: dict[str, str] | None = None) -> Any:
    made = changed(FORMAT[:-1], "format", form)
    made["features"][0]["hashing"] = {"comparison": how, "strategy": {"bitsPerToken": 3}}
    if missing:
        made["features"][0]["hashing"]["missingValue"] = missing
    [read] = read_schema(made).features
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        ((), "version", 2),
        ((), "version", True),
        ((), "features", []),
        ((), "more", 1),
        (("clkConfig",), "l", 0),
        (("clkConfig",), "l", 1001),
        (("clkConfig",), "l", 1000),  # of blakeHash
        (("clkConfig",), "xorFolds", 1),
        (("clkConfig",), "xor_folds", -1),
        (("clkConfig",), "xor_folds", 17),
        (KDF, "type", "legacy"),
        (KDF, "hash", "MD5"),
        (KDF, "keySize", 65),
        (KDF, "salt", "no base64!"),
        (KDF, "keySize", 5000),
        (("features", 0), "hashing", None),
        (("features", 0), "identifier", 1),
        (("features", 0), "ignored", "yes"),
        (FORMAT, "type", "text"),
        (FORMAT, "pattern", ".*"),
        (FORMAT, "encoding", "latin-1"),
        (FORMAT, "maxLength", 0),
        (HASHING, "hash", {"type": "shaHash"}),
        (HASHING, "hash", {"type": "blakeHash", "prevent_singularity": True}),
        (HASHING, "hash", {"type": "doubleHash", "prevent_singularity": "no"}),
        (HASHING, "comparison", {"type": "ngram", "n": 0}),
        (HASHING, "comparison", {"type": "ngram", "n": 2, "positional": 1}),
        (HASHING, "comparison", {"type": "soundex"}),
        (HASHING, "comparison", "exact"),
        (HASHING, "comparison", {**NUMERIC, "thresholdDistance": 0}),
        (HASHING, "comparison", {**NUMERIC, "thresholdDistance": 0.001}),
        (HASHING, "comparison", {**NUMERIC, "resolution": 0}),
        (HASHING, "strategy", {}),
        (HASHING, "strategy", {"bitsPerToken": 1, "bitsPerFeature": 1}),
        (HASHING, "strategy", {"bitsPerToken": 0}),
        (HASHING, "strategy", {"k": 20}),
        (HASHING, "missingValue", {"replaceWith": "x"}),
        (HASHING, "weight", 1),
    ],
)
def test_what_is_not_known_is_refused(place: tuple[str | int, ...], name: str, value: Any) -> None:
    with pytest.raises(UsageError) as refused:
        read_schema(changed(place, name, value))
    assert refused.value.code == "clk.schema" and refused.value.where and refused.value.fix


@pytest.mark.parametrize("told", [[], {}, {"version": 3}, {**SCHEMA, "clkConfig": []}])
def test_what_is_no_schema_is_refused(told: Any) -> None:
    with pytest.raises(UsageError, match=r"clk\.schema"):
        read_schema(told)


def test_what_is_not_said_is_as_clkhash_has_it() -> None:
    read = read_schema(SCHEMA)
    assert (read.bits, read.folds, read.hash, read.salt, read.info, read.key_size) == (
        1024, 0, "SHA256", None, None, 64,
    )  # fmt: skip
    [one] = read.features
    assert one is not None and not one.double and one.encoding == "utf-8"
    assert list(one.parts("ab")) == [" a", "ab", "b "] and list(one.per_part(3)) == [34, 33, 33]


def test_a_feature_that_is_ignored_has_keys_all_the_same() -> None:
    made = {**SCHEMA, "features": [{"identifier": "x", "ignored": True}, *SCHEMA["features"]]}
    read = read_schema(made)
    assert read.features[0] is None and read.key_bytes == 2 * 2 * 64


@pytest.mark.parametrize(
    ("form", "right", "wrong"),
    [
        ({"type": "string", "case": "lower", "minLength": 2, "maxLength": 3}, "ab", ["a", "abcd", "Ab"]),
        ({"type": "string", "encoding": "ascii"}, "a", ["é"]),
        ({"type": "integer", "minimum": 1, "maximum": 9}, "9", ["0", "10", "1.5", "x"]),
        ({"type": "date", "format": "%Y-%m-%d"}, "2001-02-03", ["2001-02-30", "1"]),
        ({"type": "enum", "values": ["a"]}, "a", ["b", ""]),
    ],
)
def test_a_value_that_does_not_fit_is_none(form: dict[str, Any], right: str, wrong: list[str]) -> None:
    one = feature(form, {"type": "exact"}, {"sentinel": "?", "replaceWith": "!"})
    assert one.written(right) and one.written("?") == "!"
    for text in wrong:
        with pytest.raises(ValueError):
            one.written(text)


def test_close_numbers_share_what_they_are_taken_apart_into() -> None:
    how = {"type": "numeric", "thresholdDistance": 8, "resolution": 2}
    one = feature({"type": "string"}, how)
    assert list(one.parts("25")) == ["88", "96", "104", "112", "120"]  # clkhash's own example
    assert set(one.parts("25")) & set(one.parts("30")) and not set(one.parts("25")) & set(one.parts("40"))
    for text in ("nan", "inf", "x"):
        with pytest.raises(ValueError):
            one.parts(text)
