"""What of a person goes into a CLK, and how: ``validators/linking/clk.yaml``, and its linkage schema.

The schema is that of clkhash, version 3, for whoever makes the same codes with that. A part of a release has
the features that its contract has identifiers for.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cfgovern import content, yamlfile
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.tokens.clk import Encoder
from cfgovern.tokens.clkschema import read_schema
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.published import TOKENS, components

__all__ = ["CLK", "SALTS", "SECRET", "ClkSettings", "Made", "load_clk", "schema_of", "schema_text"]

CLK = "clk"
"""The column of the code."""
SECRET = "clk"
"""The token name in the key of the secret."""
SALTS = ("birth-year",)
"""What the keys may be derived with, so that one record's bits tell less of another's."""
_FIGURES = "dob_figures"
_OWN = {_FIGURES: ("date_of_birth",)}
_SAYS = {_FIGURES: "the figures of the day of birth, as far as it is known; of a 1 January the year alone"}


_FEW = "This has so few values that a rare one points to somebody, and inside a CLK none is left out."


@dataclass(frozen=True, slots=True)
class ClkSettings:
    """The settings; the file tells what each means. ``features``: name and how its bits are chosen."""

    bits: int
    threshold: float
    because: str
    groups: Mapping[str, tuple[str, ...]]
    features: tuple[tuple[str, Mapping[str, Any]], ...]


def load_clk(path: Path | None = None) -> ClkSettings:
    """The settings of the pack, or of the file at ``path``.

    Raises OperatorFileError ``linking.refused`` with every fault of the file, UsageError ``clk.schema`` where
    no schema can be made of it.
    """
    document = yamlfile.load(path or content.file("validators", "linking", "clk.yaml"))
    said = yamlfile.check(document, "linking-clk")
    if faults := list(_faults(document, said)):
        name = os.fspath(path) if path else "clk.yaml"
        raise OperatorFileError("linking.refused", f"The settings {name} cannot be used as they are.", faults)
    features = tuple(
        (one["of"], {"hash": said["hash"], "comparison": one["comparison"], "strategy": one["strategy"]})
        for one in said["features"]
    )
    groups = {name: tuple(values) for name, values in said["groups"].items()}
    made = ClkSettings(said["bits"], float(said["threshold"]), said["because"].strip(), groups, features)
    read_schema(schema_of(made, None))
    return made


def _faults(document: yamlfile.Document, said: Mapping[str, Any]) -> Iterator[Fault]:
    known = [*_OWN, *(name for name, token in TOKENS.items() if not token.low_entropy)]
    names = [one["of"] for one in said["features"]]
    for at, name in enumerate(names):
        path = ("features", at, "of")
        if name in TOKENS and TOKENS[name].low_entropy:
            yield document.fault("linking.few_values", _FEW, path)
        elif name not in known:
            message = f"No feature of that name can be made.{yamlfile.did_you_mean(name, known)}"
            yield document.fault("linking.column", message, path)
        elif name in names[:at]:
            yield document.fault("linking.twice", "Two features have one name.", path)


def schema_of(settings: ClkSettings, fields: Collection[str] | None) -> dict[str, Any]:
    """The linkage schema of a part that has ``fields`` (those of tokens); None: all that is set."""
    there = [
        (name, how)
        for name, how in settings.features
        if fields is None or not set(_OWN.get(name) or TOKENS[name].needs).isdisjoint(fields)
    ]
    return {
        "version": 3,
        "clkConfig": {"l": settings.bits, "kdf": {"type": "HKDF", "hash": "SHA256", "keySize": 64}},
        "features": [
            {
                "identifier": name,
                "description": _SAYS.get(name) or TOKENS[name].says,
                "format": {"type": "string", "encoding": "utf-8"},
                "hashing": dict(how),
            }
            for name, how in there
        ],
    }


def schema_text(schema: Mapping[str, Any]) -> str:
    """A linkage schema as a file has it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


class Made:
    """Makes the CLKs of one part, of what is said of a person. It shows no key."""

    def __init__(self, schema: Mapping[str, Any], salt: str | None, key: TokenKey, version: str) -> None:
        self._names = [one["identifier"] for one in schema["features"]]
        self._encoder = Encoder(read_schema(schema), key)
        self._salted = salt is not None
        self._version = version

    def of(self, said: Mapping[str, str | None]) -> str:
        """The CLK in base 64, of the texts as sent by field; empty where nothing is known."""
        return self._encoder.text(*self.record(said))

    def record(self, said: Mapping[str, str | None]) -> tuple[list[str], str]:
        """What it is made of, a text a feature, and what it is salted by; an empty text for nothing."""
        parts = components(said, self._version)
        parts[_FIGURES] = _figures(parts)
        salt = parts.get("dob_year", "") if self._salted else ""
        return [parts.get(name, "") for name in self._names], salt


def _figures(parts: Mapping[str, str]) -> str:
    known = parts.get("dob") or parts.get("dob_year", "") + parts.get("dob_month", "")
    return known.replace("-", "")
