"""Files, words and the Cerberus check: every fault at once, in plain words, at its place."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from cfgovern import content
from cfgovern.contract import purposes
from cfgovern.contracts import burden
from cfgovern.contracts.diff import changes
from cfgovern.errors import Fault, InternalFault, OperatorFileError
from cfgovern.protection import riskpolicy, safety
from cfgovern.validation import messages
from cfgovern.yamlfile import (
    Document,
    _strict,
    check,
    did_you_mean,
    kind,
    load,
    loads,
    one_of,
    rules_of,
    shown,
)

# --- files ----------------------------------------------------------------------------------


def test_load_reads_a_file(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"a: 1\n")
    document = load(file)
    assert isinstance(document, Document)
    assert document.data == {"a": 1}
    assert document.path == str(file)


@pytest.mark.parametrize("name", ["absent.yaml", ".", "x" * 300])
def test_what_is_not_a_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(OperatorFileError) as caught:
        load(tmp_path / name)
    assert [fault.code for fault in caught.value.faults] == ["yaml.missing"]


def test_a_file_that_cannot_be_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("a: 1")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "SECRET")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(OperatorFileError) as caught:
        load(file)
    assert [fault.code for fault in caught.value.faults] == ["yaml.unreadable"]
    assert "SECRET" not in str(caught.value)


def test_a_file_over_its_budget(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("a: 12345")
    assert load(file, max_bytes=8).data == {"a": 12345}
    with pytest.raises(OperatorFileError) as caught:
        load(file, max_bytes=7)
    assert [fault.code for fault in caught.value.faults] == ["yaml.too_big"]


# --- words ----------------------------------------------------------------------------------


def test_did_you_mean() -> None:
    assert did_you_mean("nmae", ["id", "name"]) == ' Did you mean "name"?'
    assert did_you_mean("Smith", ["id", "name"]) == ""


def test_a_key_is_shown_short_and_printable() -> None:
    assert shown("a\nb\x1b") == '"a?b?"'
    assert len(shown("x" * 500)) == 62


# --- the Cerberus check ---------------------------------------------------------------------

SCHEMA: dict[str, Any] = {
    "name": {"type": "string", "required": True, "minlength": 2, "maxlength": 10},
    "code": {"type": "string", "regex": "[A-Z]{2}", "meta": {"means": "two capital letters, like AB"}},
    "plain": {"type": "string", "regex": "[a-z]+"},
    "count": {"type": "integer", "min": 1, "max": 9, "coerce": int},
    "share": {"type": "number", "nullable": True},
    "state": {"type": "string", "allowed": ["live", "synthetic"], "default": "live"},
    "kinds": {"type": "list", "allowed": ["core", "wider"]},
    "two": {"type": ["string", "list"], "empty": False},
    "place": {
        "type": "dict",
        "schema": {
            "ward": {"type": "string", "required": True},
            "notes": {"type": "list", "maxlength": 2, "schema": {"type": "string"}},
        },
    },
    "people": {
        "type": "list",
        "schema": {"type": "dict", "schema": {"role": {"type": "string", "required": True}}},
    },
    "by_area": {
        "type": "dict",
        "keysrules": {"type": "string", "regex": "CF-.*", "meta": {"means": "an area id"}},
        "valuesrules": {"type": "dict", "schema": {"lead": {"type": "boolean"}}},
    },
    "either": {
        "anyof": [
            {"type": "string"},
            {"type": "dict", "schema": {"from": {"type": "integer"}, "to": {"type": "integer"}}},
        ]
    },
    "pair": {"type": "list", "items": [{"type": "string"}, {"type": "integer"}]},
    "needs": {"dependencies": "name"},
    "alone": {"excludes": "plain"},
    "set_by_us": {"readonly": True},
    "never": {"forbidden": ["x"]},
    "holds": {"contains": ["a", "b"]},
}


def faults_of(text: str, schema: Any = SCHEMA, **options: Any) -> list[Fault]:
    with pytest.raises(OperatorFileError) as caught:
        check(loads(text, "x.yaml"), schema, **options)
    return list(caught.value.faults)


def test_a_good_document_is_normalised_and_left_alone() -> None:
    document = loads("name: Area\ncount: '3'\nshare:\nplace: {ward: x}\n", "x.yaml")
    assert check(document, SCHEMA) == {
        "name": "Area",
        "count": 3,
        "share": None,
        "place": {"ward": "x"},
        "state": "live",
    }
    assert document.data == {"name": "Area", "count": "3", "share": None, "place": {"ward": "x"}}


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("code: AB", (1, 1), 'The key "name" is missing.'),
        ("place: {notes: []}\nname: ab", (1, 1), 'The key "ward" is missing in "place".'),
        (
            "name: ab\npeople:\n  - role: x\n  - {}",
            (4, 5),
            'The key "role" is missing in entry 2 of "people".',
        ),
        ("nmae: ab", (1, 1), '"nmae" is not a key that may stand here. Did you mean "name"?'),
        ("name: ab\nzebra: 1", (2, 1), '"zebra" is not a key that may stand here.'),
        (
            "name: ab\nplace:\n  ward: x\n  nots: []",
            (4, 3),
            '"nots" is not a key that may stand here. Did you mean "notes"?',
        ),
        (
            "name: ab\nby_area:\n  CF-1: {laed: true}",
            (3, 10),
            '"laed" is not a key that may stand here. Did you mean "lead"?',
        ),
        ("name: 1.0", (1, 7), '"name" must be text, not a number. Put it in quotation marks.'),
        ("name: true", (1, 7), '"name" must be text, not true or false. Put it in quotation marks.'),
        ("name: [ab]", (1, 7), '"name" must be text, not a list.'),
        ("name:", (1, 6), '"name" has no value.'),
        (
            "name: ab\nshare: 0.50",
            (2, 8),
            '"share" must be a number, not text. Write it as a plain number, such as 10 or 0.5,'
            " without quotation marks or needless zeros.",
        ),
        ("name: ab\nshare: true", (2, 8), '"share" must be a number, not true or false.'),
        ("name: ab\ntwo: {a: 1}", (2, 6), '"two" must be text or a list, not keys and values.'),
        ("name: ab\ntwo: ''", (2, 6), '"two" must not be empty.'),
        ("name: a", (1, 7), '"name" must have 2 characters or more.'),
        ("name: SECRETSECRET", (1, 7), '"name" must have 10 characters or fewer.'),
        (
            "name: ab\ncode: abc",
            (2, 7),
            '"code" is not written as it should be: it must be two capital letters, like AB.',
        ),
        ('name: ab\nplain: "a\\n"', (2, 8), '"plain" is not written as it should be.'),
        ("name: ab\ncount: 0", (2, 8), '"count" must be 1 or more.'),
        ("name: ab\ncount: 10", (2, 8), '"count" must be 9 or less.'),
        ("name: ab\ncount: SECRET", (2, 8), '"count" cannot be read as it should be.'),
        (
            "name: ab\nstate: lvie",
            (2, 8),
            '"state" must be one of: live, synthetic. Did you mean "live"?',
        ),
        ("name: ab\nstate: SECRET", (2, 8), '"state" must be one of: live, synthetic.'),
        (
            "name: ab\nkinds: [core, SECRET]",
            (2, 15),
            'Entry 2 of "kinds" must be one of: core, wider.',
        ),
        ("name: ab\nplace: {ward: a, notes: [a, b, c]}", (2, 25), '"notes" must have 2 entries or fewer.'),
        (
            "name: ab\nplace: {ward: a, notes: [a, 1]}",
            (2, 29),
            'Entry 2 of "notes" must be text, not a number.',
        ),
        (
            "name: ab\nby_area:\n  XX: {lead: true}",
            (3, 3),
            '"XX" is not a key that may stand here: it must be an area id.',
        ),
        ("name: ab\neither: {from: 1, to: x}", (2, 23), '"to" must be a whole number, not text.'),
        (
            "name: ab\neither: {form: 1}",
            (2, 10),
            '"form" is not a key that may stand here. Did you mean "from"?',
        ),
        ("name: ab\neither: 3", (2, 9), '"either" must be text, not a number.'),
        ("name: ab\npair: [a]", (2, 7), '"pair" must have 2 entries.'),
        ("name: ab\npair: [a, b]", (2, 11), 'Entry 2 of "pair" must be a whole number, not text.'),
        ("name: ab\nalone: 1\nplain: a", (2, 8), '"alone" cannot stand beside "plain".'),
        ("name: ab\nset_by_us: 1", (2, 12), '"set_by_us" is set by cfgovern and cannot be given.'),
        ("name: ab\nnever: x", (2, 8), '"never" has a value that may not stand here.'),
        ("name: ab\nholds: [a]", (2, 8), '"holds" must hold a, b.'),
        ("name: ab\nplace: 3", (2, 8), '"place" must be keys and values, not a number.'),
    ],
)
def test_one_mistake_gives_one_fault(text: str, place: tuple[int, int], message: str) -> None:
    (fault,) = faults_of(text)
    said = f"{fault.message} {fault.fix}".strip()
    assert said.startswith(message)
    assert (fault.line, fault.column) == place
    assert "SECRET" not in str(fault)


def test_every_fault_at_once_in_the_order_of_the_file() -> None:
    faults = faults_of("nam: ab\ncode: a\nplace:\n  nots: 1\n  ward: 2\nstate: x\n")
    assert [(fault.code, fault.line) for fault in faults] == [
        ("entry.unknown", 1),
        ("entry.regex", 2),
        ("entry.unknown", 4),
        ("entry.type", 5),
        ("entry.allowed", 6),
    ]


def test_a_key_that_another_depends_on() -> None:
    (fault,) = faults_of("b: 1", {"a": {}, "b": {"dependencies": "a"}})
    assert fault.message == '"b" needs "a" beside it.'


def test_further_keys_under_rules() -> None:
    rules = {"type": ["dict", "list"]}
    document = loads("name: ab\nsection: {a: 1}\nother: [1]\n", "x")
    assert check(document, SCHEMA, allow_unknown=rules)["section"] == {"a": 1}
    (fault,) = faults_of("name: ab\nstaet: live\n", allow_unknown=rules)
    assert (fault.code, fault.line, fault.column) == ("entry.unknown", 2, 1)
    assert 'Did you mean "state"?' in fault.message
    assert check(loads("name: ab\nx: 1\n", "x"), SCHEMA, allow_unknown=True)["x"] == 1


@pytest.mark.parametrize(("text", "words"), [("- a\n", "a list"), ("word", "text"), ("3", "a number")])
def test_a_file_without_keys(text: str, words: str) -> None:
    (fault,) = faults_of(text)
    assert fault.message == f"The file must hold keys and values, not {words}."


def test_a_wrong_schema_of_a_pack_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "_pack", tmp_path)
    with pytest.raises(InternalFault):
        check(loads("a: 1", "x"), {"a": {"type": "nonsense"}})


NO_SCHEMAS = {"changes", "messages"}
INLINE = (burden, changes, messages, purposes, riskpolicy, safety)


@pytest.mark.parametrize("name", [file.stem for file in sorted(content.shipped("validators").glob("*.yaml"))])
def test_every_shipped_schema_is_one(name: str) -> None:
    """Where no pack is in use, nothing looks at them again."""
    if name not in NO_SCHEMAS:
        _strict()(deepcopy(rules_of(name)))


@pytest.mark.parametrize("room", INLINE, ids=lambda room: room.__name__)
def test_every_schema_in_the_code_is_one(room: ModuleType) -> None:
    _strict()(deepcopy(dict(room._SCHEMA)))


def test_long_lists_of_choices_are_cut() -> None:
    assert one_of("abc") == "must be one of: a, b, c"
    assert one_of(range(20)).endswith("6, 7 or 12 more")
    assert kind(None) == "nothing"


SHARED = {"on": {"type": "string", "check_with": "day"}, "sure": {"type": "yes_no", "coerce": "yes_no"}}


def test_yes_no_and_days() -> None:
    for word, meant in (("yes", True), ("no", False), ("true", True), ("false", False)):
        assert check(loads(f"{{on: 2026-02-28, sure: {word}}}", "x"), SHARED) == {
            "on": "2026-02-28",
            "sure": meant,
        }
    with pytest.raises(OperatorFileError) as caught:
        check(loads("{on: 2026-02-30, sure: Yes}", "x"), SHARED)
    assert [(fault.code, fault.message) for fault in caught.value.faults] == [
        ("entry.day", '"on" is a day that no calendar has.'),
        ("entry.type", '"sure" must be yes or no, not text.'),
    ]
