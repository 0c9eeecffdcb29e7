"""The YAML that people write: read strictly, checked with Cerberus, every fault with its place.

How text becomes values is told in :mod:`cfgovern.yamlevents`. This module adds what a reader of
such a file needs: the place of an entry, the word that was meant, and all faults at once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from cfgovern.content import file as content_file
from cfgovern.content import in_use, read_once
from cfgovern.errors import Fault, InternalFault, OperatorFileError
from cfgovern.likewords import closest
from cfgovern.quarters import is_day
from cfgovern.yamlevents import Position, read, shown
from cfgovern.yamlkinds import kind, rewritten, wanted_kinds
from cfgovern.yamlrules import needs_words, resolved

__all__ = [
    "Document",
    "Given",
    "Position",
    "check",
    "did_you_mean",
    "kind",
    "load",
    "loads",
    "one_of",
    "rewritten",
    "rules_of",
    "says",
    "says_missing",
    "says_unknown",
    "shown",
    "wanted_kinds",
]

MAX_BYTES = 1_000_000
_ALWAYS = {"required", "default"}  # hold for keys that are not there; other rules cost time
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Given:
    """Text at hand in place of a file; ``name`` is shown in faults."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Document:
    """A file as plain values; ``positions`` maps each path of keys and list indexes to its place."""

    data: Any
    path: str
    positions: Mapping[tuple[Hashable, ...], Position]
    content: bytes = field(repr=False)

    def position(self, path: Iterable[Hashable]) -> Position:
        """Place of the entry at ``path``, or of the nearest entry above it that exists."""
        steps = tuple(path)
        while steps and steps not in self.positions:
            steps = steps[:-1]
        return self.positions.get(steps, Position(1, 1, 1, 1))

    def where(self, path: Iterable[Hashable], *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value at ``path`` (with ``key``: of its key)."""
        place = self.position(path)
        return (place.key_line, place.key_column) if key else (place.line, place.column)

    def fault(
        self, code: str, message: str, path: Iterable[Hashable], fix: str = "", *, key: bool = False
    ) -> Fault:
        """A fault at the value at ``path`` (with ``key``: at its key)."""
        at = tuple(path)
        return Fault(code, message, self.path, *self.where(at, key=key), fix, at)


def load(path: Path | Given, *, max_bytes: int = MAX_BYTES) -> Document:
    """Read a YAML (or JSON) file. Raises OperatorFileError with every fault that can be told."""
    if isinstance(path, Given):
        return loads(path.content, path.name, max_bytes=max_bytes)
    name, look = os.fspath(path), "Check its name, and that you may open it and its folder."
    if not os.path.isfile(path):  # unlike Path.is_file, raises nothing
        what = "This is a folder or device, no file." if os.path.exists(path) else "There is no such file."
        raise _refusal(name, [Fault("yaml.missing", what, name, fix=look)])
    try:
        with path.open("rb") as stream:
            content = stream.read(max_bytes + 1)
    except OSError:
        fault = Fault("yaml.unreadable", "The file cannot be opened.", name, fix=look)
        raise _refusal(name, [fault]) from None
    return loads(content, name, max_bytes=max_bytes)


def loads(text: str | bytes, name: str, *, max_bytes: int = MAX_BYTES) -> Document:
    """As :func:`load`, for text at hand; ``name`` is shown in faults."""
    if len(text) > max_bytes:
        raise _refusal(name, [Fault("yaml.too_big", f"The file is larger than {max_bytes:,} bytes.", name)])
    reading = read(text, name)
    if reading.faults:
        raise _refusal(name, reading.faults)
    return Document(reading.data, name, reading.positions, text if isinstance(text, bytes) else text.encode())


def _refusal(name: str, faults: Iterable[Fault]) -> OperatorFileError:
    return OperatorFileError("yaml.refused", f"The file {name} cannot be used as it is.", faults)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """`` Did you mean "x"?`` with the closest choice, or nothing."""
    found = closest(word, choices)
    return f" Did you mean {shown(found)}?" if found is not None else ""


def one_of(choices: Iterable[object], limit: int = 8) -> str:
    """The allowed choices as a list in words, cut after ``limit``."""
    words = [str(choice) for choice in choices]
    more = f" or {len(words) - limit} more" if len(words) > limit else ""
    return f"must be one of: {', '.join(words[:limit])}{more}"


def says(path: Sequence[Hashable], words: str) -> str:
    """A sentence about the entry at ``path``, named by its key or by its number in its list."""
    sentence = f"{_named(path)} {words}."
    return sentence[0].upper() + sentence[1:]


def says_missing(path: Sequence[Hashable]) -> str:
    """That the key at the end of ``path`` is missing."""
    holder = f" in {_named(path[:-1])}" if path[:-1] else ""
    return f"The key {shown(path[-1])} is missing{holder}."


def says_unknown(key: Hashable, known: Sequence[str]) -> tuple[str, str]:
    """That ``key`` is not one of the ``known`` ones; message and, where no key is close, what is known."""
    meant = did_you_mean(str(key), known)
    fix = "" if meant or not 0 < len(known) <= 12 else f"Known here: {', '.join(known)}."
    return f"{shown(key)} is not a key that may stand here.{meant}", fix


def _named(path: Sequence[Hashable]) -> str:
    if path and isinstance(path[-1], int):
        return f"entry {path[-1] + 1} of {_named(path[:-1])}"
    return shown(path[-1]) if path else "the file"


@read_once
def rules_of(schema: str) -> dict[str, Any]:
    """The Cerberus schema of that name in ``validators/``, names in it as the rules of ``words.yaml``."""
    fields = load(content_file("validators", f"{schema}.yaml")).data
    whole = {"type": "dict", "schema": fields}
    if not needs_words(whole):
        return dict(fields)
    return dict(resolved(whole, load(content_file("validators", "words.yaml")).data)["schema"])


def check(
    document: Document,
    schema: str | Mapping[str, Any],
    *,
    allow_unknown: bool | Mapping[str, Any] = False,
) -> dict[str, Any]:
    """The mapping in ``document``, validated and normalised (defaults, coercions) by Cerberus.

    ``schema`` is a Cerberus schema, or the name of one in ``validators/`` without ``.yaml``. A rule
    ``meta: {means: words}`` tells what a ``regex`` asks for. Stricter than Cerberus alone: true is
    not a number, and a regex must fit the whole text. ``allow_unknown`` is as in Cerberus: whether
    keys that the schema does not name may stand, or the rules for them.

    Raises OperatorFileError with every fault, each at its line and column. Keys of the file and
    words of the schema are shown, values never.
    """
    rules = rules_of(schema) if isinstance(schema, str) else schema
    if not isinstance(document.data, dict):
        message = f"The file must hold keys and values, not {kind(document.data)}."
        raise _refusal(document.path, [document.fault("entry.type", message, ())])
    used = {key: rule for key, rule in rules.items() if key in document.data or _ALWAYS & rule.keys()}
    checker = _checker(used, allow_unknown)
    if checker.validate(document.data):
        return dict(checker.document)
    raise _refusal(document.path, _Faults(document, rules).of(checker._errors))


def _checker(schema: Any, allow_unknown: Any) -> Any:
    """A Cerberus validator for ``schema``, which is looked at first unless it is shipped: tests did that."""
    from cerberus import SchemaError
    from cerberus.schema import UnvalidatedSchema

    try:
        return _strict()(schema if in_use() else UnvalidatedSchema(schema), allow_unknown=allow_unknown)
    except SchemaError:
        raise InternalFault("internal.schema", "A Cerberus schema of the programme is not valid.") from None


@cache
def _strict() -> Any:
    """The Cerberus validator without its traps; built here so that Cerberus is imported late."""
    import cerberus
    from cerberus.errors import REGEX_MISMATCH, ErrorDefinition

    def regex(self: Any, pattern: str, field: Any, value: Any) -> None:
        """{'type': 'string'}"""  # Cerberus reads here which constraint the rule takes
        if isinstance(value, str) and not re.fullmatch(pattern, value, re.ASCII):
            self._error(field, REGEX_MISMATCH, self.schema[field].get("meta"))

    def day(self: Any, field: Any, value: Any) -> None:
        if _DAY.fullmatch(value) and not is_day(value):  # another form is for `regex` to tell
            self._error(field, ErrorDefinition(0x4F, "check_with"))

    def yes_no(_self: Any, value: Any) -> Any:
        return {"yes": True, "no": False}.get(value, value) if isinstance(value, str) else value

    types = cerberus.Validator.types_mapping | {
        "yes_no": cerberus.TypeDefinition("yes_no", (bool,), ()),
        "integer": cerberus.TypeDefinition("integer", (int,), (bool,)),
        "float": cerberus.TypeDefinition("float", (int, float), (bool,)),
    }
    own = {"_validate_regex": regex, "_check_with_day": day, "_normalize_coerce_yes_no": yes_no}
    return type("Strict", (cerberus.Validator,), {**own, "types_mapping": types})


class _Faults:
    """Cerberus errors in, faults in plain words out. One mistake gives one fault."""

    def __init__(self, document: Document, schema: Mapping[str, Any]) -> None:
        self.document = document
        self.schema = schema
        self.faults: dict[tuple[Hashable, ...], Fault] = {}  # the first at each place is enough

    def of(self, errors: Iterable[Any]) -> list[Fault]:
        """The faults that ``errors`` are, in the order of the file."""
        for error in errors:
            self.add(error)
        return sorted(self.faults.values(), key=lambda fault: (fault.line, fault.column, fault.message))

    def add(self, error: Any) -> None:
        """Note one error; of a group its parts, of several alternatives those of the nearest one."""
        path = tuple(error.document_path)
        if error.is_logic_error and error.child_errors:
            for part in min(error.definitions_errors.values(), key=_distance):
                self.add(part)
        elif error.rule == "keysrules":
            for part in error.child_errors:
                words = f"is not a key that may stand here{_meaning(part)}"
                self._note("key", tuple(part.document_path), words, key=True)
        elif error.is_group_error and error.child_errors:
            for part in error.child_errors:
                self.add(part)
        elif error.rule == "required":
            self._missing(path)
        elif _is_unknown(error):
            self._unknown(path)
        elif error.rule == "allowed":
            self._not_allowed(path, error)
        else:
            fix = rewritten(error.value, error.constraint) if error.rule == "type" else ""
            code = error.constraint if error.rule == "check_with" else error.rule
            self._note(code or "form", path, _wording(error), fix)

    def _note(
        self, code: str, path: tuple[Hashable, ...], words: str, fix: str = "", *, key: bool = False
    ) -> None:
        fault = self.document.fault(f"entry.{code}", says(path, words), path, fix, key=key)
        self.faults.setdefault(path, fault)

    def _missing(self, path: tuple[Hashable, ...]) -> None:
        """A missing key, unless a misspelt one stands in its place."""
        parent, name = path[:-1], str(path[-1])
        present: Any = self.document.data
        for step in parent:
            present = present[step]
        known = self._known(parent)
        for other in present:
            if other not in known and closest(other, known) == name:
                self._unknown((*parent, other))
                return
        self.faults[path] = self.document.fault("entry.missing", says_missing(path), parent, key=True)

    def _unknown(self, path: tuple[Hashable, ...]) -> None:
        message, fix = says_unknown(path[-1], self._known(path[:-1]))
        self.faults[path] = self.document.fault("entry.unknown", message, path, fix, key=True)

    def _not_allowed(self, path: tuple[Hashable, ...], error: Any) -> None:
        entries = enumerate(error.value) if isinstance(error.value, list) else [(None, error.value)]
        for index, value in entries:
            if value not in error.constraint:
                place = path if index is None else (*path, index)
                choices = [choice for choice in error.constraint if isinstance(choice, str)]
                meant = did_you_mean(value, choices) if isinstance(value, str) else ""
                self._note("allowed", place, one_of(error.constraint), meant.strip())

    def _known(self, path: tuple[Hashable, ...]) -> list[str]:
        """The keys the schema names in the mapping at ``path``."""
        rules: Any = {"schema": self.schema}
        for step in path:
            inner = _inner(rules)
            rules = inner if isinstance(step, int) else inner.get(step) or rules.get("valuesrules") or {}
        return list(_inner(rules))


def _inner(rules: Any) -> Any:
    """The schema of what stands inside, also where only one of several alternatives has one."""
    return next((part["schema"] for part in (rules, *rules.get("anyof", ())) if part.get("schema")), {})


def _distance(errors: list[Any]) -> tuple[int, int]:
    """How far a value is from one of several alternatives: a fault deep inside it is nearer."""
    return -max(_depth(error) for error in errors), len(errors)


def _depth(error: Any) -> int:
    inner = error.child_errors if error.is_group_error else ()
    return max([len(error.document_path), *(_depth(part) for part in inner)])


def _is_unknown(error: Any) -> bool:
    """A key the schema does not name, or one that breaks the rules for such keys as a whole."""
    from cerberus.errors import UNKNOWN_FIELD

    under = error.schema_path[-3] if len(error.schema_path) > 2 else ""
    refused = error.rule == "type" and under in ("allow_unknown", "__allow_unknown__")
    return bool(error.code == UNKNOWN_FIELD.code or refused)


def _meaning(error: Any) -> str:
    """What a regex asks for, as its schema says it."""
    meta = error.info[0] if error.info else None
    return f": it must be {meta['means']}" if isinstance(meta, dict) and "means" in meta else ""


def _wording(error: Any) -> str:
    """What is wrong, after the name of the entry. Takes its words from the schema, never the value."""
    want, rule = error.constraint, error.rule
    unit = "characters" if isinstance(error.value, str) else "entries"
    if rule == "type":
        return f"must be {wanted_kinds(want)}, not {kind(error.value)}"
    if rule == "regex":
        return f"is not written as it should be{_meaning(error)}"
    if rule == "contains":
        return f"must hold {', '.join([want] if isinstance(want, str) else map(str, want))}"
    if rule == "dependencies":
        return f"needs {shown(error.info[0])} beside it"
    if rule == "excludes":
        others = str(error.info[0]).replace("'", '"')  # Cerberus quotes the keys itself
        return f"cannot stand beside {others}"
    return {
        "schema": "must hold keys and values, or a list",
        "nullable": "has no value",
        "empty": "must not be empty",
        "items": f"must have {len(want) if isinstance(want, list) else 0} entries",
        "minlength": f"must have {want} {unit} or more",
        "maxlength": f"must have {want} {unit} or fewer",
        "min": f"must be {want} or more",
        "max": f"must be {want} or less",
        "forbidden": "has a value that may not stand here",
        "readonly": "is set by cfgovern and cannot be given",
        "coerce": "cannot be read as it should be",
        "check_with": "is a day that no calendar has",
    }.get(rule, "is not as it should be")
