"""Reading: values as written, places exact, traps refused, in the C parser and without it."""

from __future__ import annotations

import json
import re
import time
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cfgovern.yamlevents as yamlevents
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.yamlfile import loads


@pytest.fixture(params=["c", "python"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every test runs with the C parser and with the pure Python one."""
    if request.param == "python":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML without its C parser")
    return str(request.param)


def faults_of(text: str | bytes) -> tuple[Fault, ...]:
    with pytest.raises(OperatorFileError) as caught:
        loads(text, "x.yaml")
    assert caught.value.exit_code == 2
    return caught.value.faults


def places(text: str | bytes) -> list[tuple[str, int, int]]:
    return [(fault.code, fault.line, fault.column) for fault in faults_of(text)]


# Each is something else in YAML 1.1, or would lose a character as a number.
KEPT_AS_TEXT = """
NO no No Yes on OFF y N tRUE nULL = 0123 0o17 0x1F 0b11 1_000 +5 -0 1.10 1.50 .5 5. 1e3 1E5 9.99E+09 ٣
12:30 12:30:45 190:20:30 2026-10-01 2026-10-01T10:00:00Z .inf -.INF .nan NaN 1000000000000000000
123456789012345678901234.5
"""

# --- values ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("true", True),
        ("TRUE", True),
        ("False", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("-12", -12),
        ("999999999999999999", 999999999999999999),
        ("1.5", 1.5),
        ("-0.25", -0.25),
        ("1.0", 1.0),
        ("1e-07", 1e-07),
        *[(text, text) for text in KEPT_AS_TEXT.split()],
    ],
)
def test_plain_values_stay_as_written(written: str, value: object) -> None:
    found = loads(f"key: {written}", "x").data["key"]
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("quoted", ['"1"', "'true'", "'NO'", '"~"', '""', "|-\n  12", ">-\n  null"])
def test_quoted_and_block_values_are_text(quoted: str) -> None:
    assert isinstance(loads(f"key: {quoted}", "x").data["key"], str)


def test_a_whole_document() -> None:
    text = """\
# a comment
schema:
  - name: people
    properties: [{name: id, required: true}, {name: note}]
text: |
  two
  lines
"folded": >
  one
  line
empty:
? explicit
: 1
"""
    assert loads(text, "x").data == {
        "schema": [{"name": "people", "properties": [{"name": "id", "required": True}, {"name": "note"}]}],
        "text": "two\nlines\n",
        "folded": "one line\n",
        "empty": None,
        "explicit": 1,
    }


def test_json_is_yaml_too() -> None:
    value = {"a": [1, 2.5, "x", None, True, {"b": "é"}], "c": {}}
    assert loads(json.dumps(value, indent=2), "x").data == value


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_endings_and_byte_order_mark(ending: str, mark: str) -> None:
    text = mark + ending.join(["a: 1", "b:", "  c: é", "t: |", "  x", "  y", ""])
    for given_text in (text, text.encode()):
        document = loads(given_text, "x")
        assert document.data == {"a": 1, "b": {"c": "é"}, "t": "x\ny\n"}
        assert document.where(["a"]) == (1, 4)
        assert document.where(["b", "c"]) == (3, 6)


letters = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs"]).filter(lambda c: not yamlevents._UNSEEN.match(c)),
    max_size=20,
)
trees = st.recursive(
    letters,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(letters, inner, max_size=4),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=st.dictionaries(letters, trees, min_size=1, max_size=4), flow=st.booleans())
def test_trees_of_text_come_back(parser: str, tree: dict[str, Any], flow: bool) -> None:
    dumped = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=True, sort_keys=False)
    document = loads(dumped, "x")
    assert document.data == tree
    assert loads(dumped.encode(), "x") == document
    every = set(_paths(tree))
    assert set(document.positions) == every
    lines = re.split(r"\r\n|\n|\r", dumped)
    for path in every:
        place = document.position(path)
        assert (place.key_line, place.key_column) <= (place.line, place.column)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1


def _paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    entries = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(inner for key, value in entries for inner in _paths(value, (*path, key)))]


# --- places ---------------------------------------------------------------------------------

PLACES = """\
name: Área 𝔸: no
list:
- one
-   two: 2
    three: [a, {b: c, 'd e': [f]}]
block: |
  text
nothing:
last: {x: 1}
"""


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("list",), (3, 1), (2, 1)),
        (("list", 0), (3, 3), (3, 3)),
        (("list", 1), (4, 5), (4, 5)),
        (("list", 1, "two"), (4, 10), (4, 5)),
        (("list", 1, "three"), (5, 12), (5, 5)),
        (("list", 1, "three", 0), (5, 13), (5, 13)),
        (("list", 1, "three", 1), (5, 16), (5, 16)),
        (("list", 1, "three", 1, "b"), (5, 20), (5, 17)),
        (("list", 1, "three", 1, "d e"), (5, 30), (5, 23)),
        (("list", 1, "three", 1, "d e", 0), (5, 31), (5, 31)),
        (("block",), (6, 8), (6, 1)),
        (("nothing",), (8, 9), (8, 1)),
        (("last", "x"), (9, 11), (9, 8)),
        # What is not there is answered by the nearest entry above it.
        (("last", "x", "deeper"), (9, 11), (9, 8)),
        (("last", "y"), (9, 7), (9, 1)),
        (("list", 7, "two"), (3, 1), (2, 1)),
        (("absent",), (1, 1), (1, 1)),
    ],
)
def test_places_are_exact(path: tuple[Any, ...], value: tuple[int, int], key: tuple[int, int]) -> None:
    document = loads(PLACES.replace("𝔸: no", "𝔸"), "x")
    assert document.where(path) == value
    assert document.where(path, key=True) == key


def test_columns_count_characters_not_bytes() -> None:
    document = loads("{é: 1, 𝔸: 2}", "x")
    assert document.where(["é"]) == (1, 5)
    assert document.where(["𝔸"], key=True) == (1, 8)
    assert document.where(["𝔸"]) == (1, 11)


def test_a_fault_takes_its_place_from_the_document() -> None:
    fault = loads("a:\n  b: 1\n", "dir/x.yaml").fault("some.code", "Wrong.", ["a", "b"], "Mend it.")
    assert str(fault) == "dir/x.yaml:2:6: Wrong. Mend it. [some.code]"


# --- refusals -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("yaml.duplicate_key", 3, 1)]),
        ("{a: 1, 'a': 2}", [("yaml.duplicate_key", 1, 8)]),
        ('x: {"a": 1, a: 2}\ny: 1\ny: 1', [("yaml.duplicate_key", 1, 13), ("yaml.duplicate_key", 3, 1)]),
        ("a: &x 1\n", [("yaml.alias", 1, 4)]),
        ("a: &x 1\nb: *x\n", [("yaml.alias", 1, 4), ("yaml.alias", 2, 4)]),
        ("a: &x {b: *x}\n", [("yaml.alias", 1, 4), ("yaml.alias", 1, 11)]),
        ("&x a: 1\n*x : 2\n", [("yaml.alias", 1, 1), ("yaml.alias", 2, 1)]),
        ("a: !!str 1\n", [("yaml.tag", 1, 4)]),
        ("a: !!python/object/apply:os.system [ls]\n", [("yaml.tag", 1, 4)]),
        ("a: ! 1\n", [("yaml.tag", 1, 4)]),
        ("!x\na: 1\n", [("yaml.tag", 1, 1)]),
        ("<<: {a: 1}\n", [("yaml.merge", 1, 1)]),
        (
            "base: &b {a: 1}\nx:\n  <<: *b\n",
            [("yaml.alias", 1, 7), ("yaml.merge", 3, 3), ("yaml.alias", 3, 7)],
        ),
        ("1: x\n", [("yaml.key", 1, 1)]),
        ("true: x\n~: y\n1.5: z\n", [("yaml.key", 1, 1), ("yaml.key", 2, 1), ("yaml.key", 3, 1)]),
        ("a: 1\n? [b]\n: 1\n", [("yaml.key", 2, 3)]),
        ("{[b]: 1}", [("yaml.key", 1, 2)]),
        ("a: 1\n---\nb: 2\n", [("yaml.documents", 2, 1)]),
        ("a: 1\n...\n---\nb: 2\n", [("yaml.documents", 3, 1)]),
        ("", [("yaml.empty", 1, 1)]),
        ("# only a comment\n\n", [("yaml.empty", 1, 1)]),
        ("---\n", [("yaml.empty", 1, 1)]),
        ("~", [("yaml.empty", 1, 1)]),
        ("a:\n\tb: 1\n", [("yaml.tab", 2, 1)]),
        ("a:\n  - b\n \t- c\n", [("yaml.tab", 3, 2)]),
        ("a: 1\nb: \x00\n", [("yaml.character", 2, 4)]),
        ("a: 1\r\nb: é\x07\r\n", [("yaml.character", 2, 5)]),
        ("a: pay\u202eload\n", [("yaml.character", 1, 7)]),
        ("a: x\u2028b: y\n", [("yaml.character", 1, 5)]),
        ("a: x\u200by\n", [("yaml.character", 1, 5)]),
        ("a: \ufeff\n", [("yaml.character", 1, 4)]),
        ("a: \x85\n", [("yaml.character", 1, 4)]),
        ('a: "x\\0y"\n', [("yaml.character", 1, 4)]),
        ('"a\\e[31m": 1\n', [("yaml.character", 1, 1)]),
        (b"a: 1\nb: \xe9t\xe9\n", [("yaml.encoding", 2, 4)]),
        (b"\xef\xbb\xbfa: \xff\n", [("yaml.encoding", 1, 4)]),
        (b"a: \xc3", [("yaml.encoding", 1, 4)]),
        ("a: 1\n".encode("utf-16"), [("yaml.encoding", 1, 1)]),
        ("a: 1\n".encode("utf-32"), [("yaml.encoding", 1, 1)]),
        ("a: 1\n".encode("utf-16-le"), [("yaml.character", 1, 2)]),
    ],
)
def test_traps_are_refused_where_they_stand(text: str | bytes, expected: list[tuple[str, int, int]]) -> None:
    assert places(text) == expected


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 'b\nc: 1\n", None, "quotation mark"),
        ("a: [b, c\nd: 1\n", None, "square bracket"),
        ("a: {b: c\nd\n", None, "bracket"),
        ("a: b: c\n", 1, "second colon"),
        ("a: 1\nb\nc: 1\n", None, "colon"),
        ("a: @b\n", 1, "quotation marks"),
        ("a: %b\n", 1, "quotation marks"),
        ("a: 1\n b: 2\n", 2, ""),
        ("a:\n  - 1\n - 2\n", 3, "indent"),
        ('a: "\\q"\n', 1, "backslash"),
        ('a: "\\U0FFFFFFF"\n', None, ""),
        ('a: "\\uD800"\n', 1, ""),
        ("a: - b\n", 1, "list item"),
        ("%YAML 9.1\n---\na: 1\n", 1, ""),
        ("a: 1\n]\n", 2, ""),
        ("{a: 1}\nmore\n", 2, ""),
    ],
)
def test_what_is_not_yaml_is_said_in_our_words(text: str, line: int | None, words: str) -> None:
    (fault,) = faults_of(text)
    assert fault.code in ("yaml.syntax", "yaml.character")
    assert words in fault.message
    assert line is None or fault.line == line
    assert not re.search(r"expected|token|mapping|scalar|stream|<", fault.message)


def test_an_alias_bomb_is_refused_at_once() -> None:
    rows = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 30))]
    start = time.perf_counter()
    codes = {fault.code for fault in faults_of("\n".join(rows))}
    assert codes == {"yaml.alias"}
    assert time.perf_counter() - start < 2


def test_faults_are_listed_up_to_a_limit() -> None:
    assert len(faults_of("\n".join(["a: 1"] * 5000))) == yamlevents.MAX_FAULTS


@pytest.mark.parametrize("text", ["[" * 100_000, "{a: " * 50_000, "- " * 100_000, "? " * 3_000])
def test_deep_nesting_is_refused_at_once(text: str, parser: str) -> None:
    start = time.perf_counter()
    (fault,) = faults_of(text)
    assert fault.code in ("yaml.depth", "yaml.key", "yaml.syntax")
    assert time.perf_counter() - start < 5


def test_depth_of_fifty_is_read_and_one_more_is_not() -> None:
    assert loads("[" * 50 + "]" * 50, "x").data
    assert places("[" * 51 + "]" * 51) == [("yaml.depth", 1, 51)]


def test_number_of_entries_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlevents, "MAX_NODES", 10)
    assert len(loads("[" + "a," * 9 + "]", "x").data) == 9
    assert places("[" + "a," * 10 + "]") == [("yaml.nodes", 1, 20)]


def test_values_are_never_in_a_message() -> None:
    for text in (
        "a: SECRETVALUE: b",
        "a: [SECRETVALUE",
        "a: &SECRETVALUE 1",
        "a: !SECRETVALUE 1",
        "a: @SECRETVALUE",
    ):
        for fault in faults_of(text):
            assert "SECRET" not in str(fault)


def test_three_thousand_lines_are_read_quickly(parser: str) -> None:
    column = """\
      - name: column_{}
        logicalType: string
        required: true
        logicalTypeOptions: {{minLength: 1, maxLength: 40, pattern: '^[A-Z]{{2}}[0-9]{{6}}$'}}
        examples: [AB123456, CD123456]
"""
    text = "schema:\n  - properties:\n" + "".join(column.format(i) for i in range(600))
    # Measured 0.05 s on a quiet machine; the allowance is for a busy one.
    assert (min(_timed(text) for _ in range(5)) < 0.25) if parser == "c" else (_timed(text) < 5)


def _timed(text: str) -> float:
    start = time.process_time()
    assert len(loads(text, "x").data["schema"][0]["properties"]) == 600
    return time.process_time() - start
