"""The errors of jsonschema in plain words: what is wrong with a document, where, and what to do.

Words come from the schema, never from a value of the document.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from cfgovern.likewords import closest
from cfgovern.yamlfile import (
    did_you_mean,
    kind,
    one_of,
    rewritten,
    says,
    says_missing,
    says_unknown,
    shown,
    wanted_kinds,
)

__all__ = ["Place", "Problem", "explained"]

Place = tuple[Hashable, ...]
"""Keys and indexes from the top of a document down."""
Error = Any  # a ValidationError of jsonschema, which contract.schemas alone imports


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at ``path``; ``key`` when it is the key and not the value that is wrong."""

    code: str
    path: Place
    message: str
    fix: str = ""
    key: bool = False
    also: tuple[Place, ...] = ()  # places whose problems explain this one, or are explained by it


def explained(error: Error) -> Iterator[Problem]:
    """The problems behind one error: of several alternatives those of the nearest one."""
    path = tuple(error.absolute_path)
    if not error.context:
        yield _problem(error, path)
        return
    branches: dict[Hashable, list[Error]] = {}
    for part in error.context:
        branches.setdefault(part.schema_path[0], []).append(part)
    ends = list(_ends(error))
    if all(end.validator == "type" and tuple(end.absolute_path) == path for end in ends):
        yield _wrong_type(path, error.instance, [name for end in ends for name in _types(end)])
    elif all(_depth(end) == len(path) and end.validator == "missing" for end in ends):
        names = dict.fromkeys(str(end.path[-1]) for end in ends)
        places = tuple((*path, name) for name in names)
        yield Problem("missing", path, says(path, f"must hold one of: {', '.join(names)}"), "", True, places)
    else:
        for part in min(branches.values(), key=_distance):
            yield from explained(part)


def _ends(error: Error) -> Iterator[Error]:
    if not error.context:
        yield error
    for part in error.context or ():
        yield from _ends(part)


def _depth(error: Error) -> int:
    """How deep the entry stands that is at fault; a key at fault belongs to the entry that holds it."""
    return len(error.absolute_path) - (error.validator in ("missing", "unknown", "bound"))


def _distance(errors: list[Error]) -> tuple[bool, int, int]:
    """How far a value is from one alternative: of the right type, then right the deepest down."""
    ends = [end for error in errors for end in _ends(error)]
    wrong_type = any(error.validator == "type" and not error.path for error in errors)
    return wrong_type, -max(_depth(end) for end in ends), len(ends)


def _types(error: Error) -> list[str]:
    value = error.validator_value
    return [value] if isinstance(value, str) else list(value)


def _wrong_type(path: Place, value: object, types: Sequence[str]) -> Problem:
    words = f"must be {wanted_kinds(types)}, not {kind(value)}"
    return Problem("type", path, says(path, words), rewritten(value, types))


def _problem(error: Error, path: Place) -> Problem:
    """One error without alternatives."""
    value = error.validator_value
    if error.validator == "unknown":
        message, fix = says_unknown(path[-1], value)
        meant = closest(str(path[-1]), value)
        return Problem("unknown", path, message, fix, True, ((*path[:-1], meant),) if meant else ())
    if error.validator == "missing":
        return Problem("missing", path, says_missing(path), "", True, (path,))
    if error.validator == "bound":
        decider, keys, given = value
        listed = ", ".join(shown(key) for key in keys)
        message = f"The key {shown(decider)} is missing; it decides whether these may stand here: {listed}."
        if given:
            message = f"With this {shown(decider)} there cannot be: {listed}."
        return Problem("bound", path, message, "", True, ((*path[:-1], decider),))
    if error.validator == "type":
        return _wrong_type(path, error.instance, _types(error))
    if error.validator == "enum":
        typed = error.instance
        choices = [each for each in value if isinstance(each, str)]
        meant = did_you_mean(typed, choices) if isinstance(typed, str) else ""
        return Problem("enum", path, says(path, one_of(value)), meant.strip())
    if error.validator == "not" and isinstance(value, dict) and "required" in value:
        place = (*path, *value["required"][:1])
        return Problem("unknown", place, says_unknown(place[-1], ())[0], key=True)
    fix = ""
    if error.validator == "pattern" and isinstance(error.schema, dict):
        about = str(error.schema.get("description", ""))
        fix = f"It should be: {about}" if 0 < len(about) <= 250 else ""
    return Problem(str(error.validator or "refused"), path, says(path, _words(error)), fix)


def _words(error: Error) -> str:
    """What is wrong, after the name of the entry. Takes its words from the schema, never the value."""
    want = error.validator_value
    if error.validator == "oneOf":
        needs = [name for branch in want for name in branch.get("required", ())]
        both = [name for name in needs if isinstance(error.instance, dict) and name in error.instance]
        return f"can hold only one of: {', '.join(both)}" if both else "fits more than one allowed form"
    return {
        "const": f"must be {json.dumps(want)}",
        "pattern": "is not written as it should be",
        "minLength": f"must have {want} characters or more",
        "maxLength": f"must have {want} characters or fewer",
        "minItems": f"must have {want} entries or more",
        "maxItems": f"must have {want} entries or fewer",
        "minProperties": f"must have {want} keys or more",
        "maxProperties": f"must have {want} keys or fewer",
        "minimum": f"must be {want} or more",
        "maximum": f"must be {want} or less",
        "exclusiveMinimum": f"must be more than {want}",
        "exclusiveMaximum": f"must be less than {want}",
        "multipleOf": f"must be a multiple of {want}",
        "uniqueItems": "must not hold the same entry twice",
    }.get(str(error.validator), "is not as it should be")
