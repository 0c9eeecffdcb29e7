"""Every refusal is a sentence, a place, a remedy and a code, and has its exit code."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from cfgovern import errors
from cfgovern.errors import (
    CfgovernError,
    Fault,
    InternalFault,
    OperatorFileError,
    SubmissionRefused,
    UsageError,
)

CODE = Path(errors.__file__).parent
CLASSES = {"UsageError", "SubmissionRefused", "InternalFault", "OperatorFileError"}


@pytest.mark.parametrize(
    ("kind", "code"), [(UsageError, 2), (SubmissionRefused, 3), (InternalFault, 4), (CfgovernError, 4)]
)
def test_the_exit_code_of_each_kind(kind: type[CfgovernError], code: int) -> None:
    assert kind("a.b", "It broke.").exit_code == code
    assert issubclass(kind, CfgovernError)


@pytest.mark.parametrize(
    ("where", "fix", "said"),
    [
        ("", "", "It broke. [a.b]"),
        ("", "Mend it.", "It broke. Mend it. [a.b]"),
        ("sheet 3", "", "It broke. Where: sheet 3. [a.b]"),
        ("sheet 3", "Mend it.", "It broke. Where: sheet 3. Mend it. [a.b]"),
    ],
)
def test_an_error_in_words(where: str, fix: str, said: str) -> None:
    error = UsageError("a.b", "It broke.", where=where, fix=fix)
    assert str(error) == said
    assert (error.code, error.what, error.where, error.fix) == ("a.b", "It broke.", where, fix)


def test_a_fault_in_words() -> None:
    assert str(Fault("a.b", "It is odd.", "x.yaml")) == "x.yaml:1:1: It is odd. [a.b]"
    assert str(Fault("a.b", "It is odd.", "x.yaml", 3, 7, "Mend it.")) == (
        "x.yaml:3:7: It is odd. Mend it. [a.b]"
    )


def test_a_faulty_file_tells_every_fault_at_once() -> None:
    faults = [Fault("a.one", "One.", "x.yaml", 1, 2), Fault("a.two", "Two.", "x.yaml", 3, 4)]
    error = OperatorFileError("a.refused", "The file is odd.", iter(faults))
    assert error.faults == tuple(faults)
    assert error.exit_code == 2
    assert str(error).splitlines() == [
        "The file is odd. Mend the lines below and run the command again. [a.refused]",
        "  x.yaml:1:2: One. [a.one]",
        "  x.yaml:3:4: Two. [a.two]",
    ]


def raised() -> list[tuple[str, str, list[ast.expr]]]:
    """(place, class, arguments) of each error of ours that is raised with words of its own."""
    found = []
    for path in sorted(CODE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CLASSES:
                found.append((f"{path.relative_to(CODE)}:{node.lineno}", node.func.id, node.args))
    return found


def text(node: ast.expr) -> str | None:
    """A text as written, with x for what is put into it; None for what only a run can tell."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)
    return None


def test_every_error_has_a_code_of_one_form_and_a_whole_sentence() -> None:
    calls = raised()
    assert len(calls) > 40
    for place, kind, arguments in calls:
        code, sentence = (text(node) for node in arguments[:2])
        if code is not None:
            assert re.fullmatch(r"[a-z_]+(\.[a-z_0-9]+)+", code), place
            if kind == "SubmissionRefused":
                assert code.startswith(("file.", "release.")), place
        if sentence is not None:
            assert re.match(r"[A-Z0-9]|x", sentence) and re.search(r"[.?x]$", sentence), place
