"""Checks against JSON Schema, in plain words: contracts (official ODCS schema), machine documents.

jsonschema does the judging. Four of its keywords are replaced by ones that accept and refuse the
same documents but say which key is at fault, and do not look at everything twice:
``unevaluatedProperties`` took two thirds of the time of a contract check, and named every key of an
object as soon as one value in it was wrong. No fault carries a value of the document.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfgovern.content import file as content_file
from cfgovern.contract.patterns import found_in
from cfgovern.contract.plainschema import keeps
from cfgovern.contract.schemawords import Place, Problem, explained
from cfgovern.errors import Fault, InternalFault
from cfgovern.likewords import closest
from cfgovern.yamlfile import Document, kind, one_of, says

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

__all__ = ["ODCS_VERSIONS", "check_machine", "odcs_faults", "validate", "value_judge"]

ODCS_VERSIONS = ("v3.1.0", "v3.2.0")


def validate(data: object, schema: Mapping[str, Any] | str | Path) -> list[tuple[Place, str]]:
    """What is wrong with ``data``: path of keys and indexes, and a sentence, in the order of paths.

    ``schema`` is a JSON Schema, or the file of one. No reference outside the schema is followed.
    """
    return [(each.path, f"{each.message} {each.fix}".strip()) for each in _problems(data, schema)]


def value_judge(schema: Mapping[str, Any]) -> Callable[[object], bool]:
    """Whether a value fits ``schema``; of the formats ``date`` alone is judged, as a day that there is."""
    from jsonschema import Draft202012Validator, FormatChecker, validators

    judge: Any = validators.extend(Draft202012Validator, {"pattern": _searched})  # type: ignore[no-untyped-call]
    fits: Callable[[object], bool] = judge(schema, format_checker=FormatChecker(("date",))).is_valid
    return fits


def _searched(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[ValidationError]:
    yield from () if found_in(pattern, instance) else (_error("pattern", "", None),)


def odcs_faults(document: Document) -> list[Fault]:
    """What the official ODCS schema of the contract's ``apiVersion`` refuses, at line and column."""
    data = document.data
    if not isinstance(data, dict):
        message = f"A contract must hold keys and values, not {kind(data)}."
        return [document.fault("odcs.type", message, ())]
    stated = data.get("apiVersion")
    version = stated if stated in ODCS_VERSIONS else ODCS_VERSIONS[0]
    official = content_file("schemas", "odcs", f"odcs-json-schema-{version}.json")
    if stated == version and keeps(data, _schema_of(str(official))):
        return []
    problems = _problems(data, official)
    if "apiVersion" in data and stated not in ODCS_VERSIONS:
        path = ("apiVersion",)
        problems = [each for each in problems if each.path != path]
        problems.append(Problem("enum", path, says(path, one_of(ODCS_VERSIONS))))
    faults = {
        document.fault(f"odcs.{each.code}", each.message, each.path, each.fix, key=each.key)
        for each in _options_need_a_type(data, problems)
    }
    return sorted(faults, key=lambda fault: (fault.line, fault.column, fault.message))


def check_machine(name: str, data: object) -> list[str]:
    """What ``schemas/machine/<name>.schema.json`` refuses in a machine document, place first."""
    found = validate(data, content_file("schemas", "machine", f"{name}.schema.json"))
    return [f"{'/'.join(map(str, path)) or '(document)'}: {message}" for path, message in found]


def _options_need_a_type(data: Any, problems: list[Problem]) -> Iterator[Problem]:
    """Without a logicalType every set of options applies, and each refuses the others' keys."""
    for each in problems:
        if "logicalTypeOptions" not in each.path:
            yield each
            continue
        above = each.path[: each.path.index("logicalTypeOptions")]
        holder = functools.reduce(lambda entry, step: entry[step], above, data)
        if "logicalType" in holder:
            yield each
        else:
            path = (*above, "logicalTypeOptions")
            yield Problem("missing", path, says(path, 'needs "logicalType" beside it'), key=True)


def _problems(data: object, schema: Mapping[str, Any] | str | Path) -> list[Problem]:
    """Every mistake once: of several problems with one entry the first, and none that follows."""
    from referencing.exceptions import Unresolvable

    validator = _validator(schema) if isinstance(schema, Mapping) else _validator_of(str(schema))
    found: dict[Place, Problem] = {}
    try:
        for error in validator.iter_errors(data):
            for each in explained(error):
                found.setdefault(each.path, each)
    except Unresolvable:
        raise InternalFault("internal.schema", "A JSON Schema refers to what is not there.") from None
    misspelt = {place for each in found.values() if each.code == "unknown" for place in each.also}
    return [
        each
        for each in found.values()
        if not (each.code == "missing" and misspelt.intersection(each.also))
        and not (each.code == "bound" and each.also[0] in found)
    ]


# --- the validator --------------------------------------------------------------------------


@functools.lru_cache(maxsize=16)
def _validator_of(file: str) -> Any:
    return _validator(_schema_of(file))


@functools.lru_cache(maxsize=16)
def _schema_of(file: str) -> dict[str, Any]:
    try:
        schema: dict[str, Any] = json.loads(Path(file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InternalFault("internal.schema", "A JSON Schema of the programme cannot be read.") from None
    return schema


def _validator(schema: Mapping[str, Any]) -> Any:
    """A jsonschema validator with our keywords, that never reaches for the network."""
    from jsonschema import validators
    from referencing import Registry

    base: Any = validators.validator_for(schema, default=validators.Draft202012Validator)
    stock = base.VALIDATORS
    keywords = {
        "required": _required,
        "additionalProperties": functools.partial(_additional, stock["additionalProperties"]),
        "unevaluatedProperties": functools.partial(_unevaluated, stock["unevaluatedProperties"]),
        "anyOf": functools.partial(_any_of, stock["anyOf"]),
    }
    return validators.extend(base, keywords)(schema, registry=Registry())  # type: ignore[no-untyped-call]


def _error(code: str, key: str, value: object) -> ValidationError:
    from jsonschema.exceptions import ValidationError

    return ValidationError("", validator=code, path=[key], validator_value=value)


def _required(_validator: Any, names: list[str], instance: Any, _schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for name in names:
            if name not in instance:
                yield _error("missing", name, None)


def _any_of(
    stock: Any, validator: Any, branches: list[Any], instance: Any, schema: Any
) -> Iterator[ValidationError]:
    """As jsonschema, after a glance at the branches that ask for one type and no more."""
    plain = (branch["type"] for branch in branches if isinstance(branch, dict) and branch.keys() == {"type"})
    if not any(isinstance(name, str) and validator.is_type(instance, name) for name in plain):
        yield from stock(validator, branches, instance, schema)


def _additional(
    stock: Any, validator: Any, rule: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    if rule is not False:
        yield from stock(validator, rule, instance, schema) or ()
    elif isinstance(instance, dict):
        known = _own_keys(instance, schema)
        for key in instance:
            if key not in known:
                yield _error("unknown", key, known)


def _unevaluated(
    stock: Any, validator: Any, rule: Any, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    """Keys that no part of the schema that applies here knows, whether or not their values are right."""
    if rule is not False:
        yield from stock(validator, rule, instance, schema) or ()
        return
    if not isinstance(instance, dict) or "additionalProperties" in schema:
        return
    known: dict[str, None] = {}
    unknown = list(instance)
    for names in _known_keys(validator, instance, schema):
        known |= dict.fromkeys(names)
        unknown = [key for key in unknown if key not in known]
        if not unknown:  # as a rule long before the costly conditions are judged
            return
    deciders = _keys_of_other_branches(validator, instance, schema)
    meant = list(known | dict.fromkeys(_keys_of_alternatives(validator, instance, schema)))
    for key in unknown:
        if key not in deciders:
            yield _error("unknown", key, meant)
    for decider in dict.fromkeys(deciders.values()):
        bound = [key for key in unknown if deciders.get(key) == decider]
        if bound and not any(closest(key, [decider]) for key in unknown):
            yield _error("bound", bound[0], (decider, bound, decider in instance))


def _own_keys(instance: Mapping[str, Any], schema: Mapping[str, Any]) -> list[str]:
    patterns = schema.get("patternProperties", ())
    matching = [key for key in instance if any(re.search(pattern, key) for pattern in patterns)]
    return [*schema.get("properties", ()), *matching]


def _known_keys(validator: Any, instance: Any, schema: Any) -> Iterator[Iterable[str]]:
    """The keys named by ``schema`` and by what applies through it, the cheap ones first."""
    yield _own_keys(instance, schema)
    for inner, part in _applied(validator, instance, schema):
        if "unevaluatedProperties" in part or "additionalProperties" in part:
            yield instance  # this part judges every key itself
        else:
            yield from _known_keys(inner, instance, part)


def _applied(validator: Any, instance: Any, schema: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """The schemas that apply to the same instance through ``schema``, each with its validator."""
    if "$ref" in schema:
        found = validator._resolver.lookup(schema["$ref"])
        yield validator.evolve(schema=found.contents, _resolver=found.resolver), found.contents
    for part in _parts(validator, instance, schema):
        if isinstance(part, dict):
            yield validator, part


def _parts(validator: Any, instance: Any, schema: Mapping[str, Any]) -> Iterator[Any]:
    yield from schema.get("allOf", ())
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if validator.evolve(schema=branch).is_valid(instance):
            yield branch
    if "if" in schema:
        if validator.evolve(schema=schema["if"]).is_valid(instance):
            yield from (schema["if"], schema.get("then"))
        else:
            yield schema.get("else")
    yield from (part for key, part in schema.get("dependentSchemas", {}).items() if key in instance)


def _keys_of_alternatives(validator: Any, instance: Any, schema: Mapping[str, Any]) -> Iterator[str]:
    """Keys that alternatives name, also those that fail: a misspelt key may be why they do."""
    for branch in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from branch.get("properties", ()) if isinstance(branch, dict) else ()
    for inner, part in _applied(validator, instance, schema):
        yield from _keys_of_alternatives(inner, instance, part)


def _keys_of_other_branches(validator: Any, instance: Any, schema: Mapping[str, Any]) -> dict[str, str]:
    """Keys that another value of some key would allow: the key to the key that decides."""
    deciders: dict[str, str] = {}
    if "if" in schema and not validator.evolve(schema=schema["if"]).is_valid(instance):
        condition = schema["if"]
        tested = [
            name for part in (condition, *condition.get("anyOf", ())) for name in part.get("properties", ())
        ]
        then = schema.get("then")
        if tested and isinstance(then, dict):
            for names in _known_keys(validator, instance, then):
                deciders |= dict.fromkeys(names, tested[0])
    for inner, part in _applied(validator, instance, schema):
        deciders = _keys_of_other_branches(inner, instance, part) | deciders
    return deciders
