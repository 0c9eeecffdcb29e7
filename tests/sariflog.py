"""What the schema of the standard says of a SARIF log."""

from __future__ import annotations

import functools
import json
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator, FormatChecker


@functools.cache
def _validator() -> Draft7Validator:
    schema = Path(__file__).with_name("schemas") / "sarif-schema-2.1.0.json"
    return Draft7Validator(json.loads(schema.read_text(encoding="utf-8")), format_checker=FormatChecker())


def problems(document: Any) -> list[tuple[str, str]]:
    """Each thing that is wrong with the log: its place and what it is."""
    return [(error.json_path, error.message) for error in _validator().iter_errors(document)]
