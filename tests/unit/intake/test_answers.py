"""What the child said is judged with suspicion, and its end is given its meaning."""

from __future__ import annotations

import json
import signal

import pytest

from cfgovern.errors import CfgovernError, InternalFault, SubmissionRefused, UsageError
from cfgovern.intake.answers import MEMORY_STATUS, judge

READING = b'{"stage": "reading"}\n'
CHECKING = READING + b'{"stage": "checking"}\n'
RESULT = b'{"result": {"a": 1}}\n'


def error(said: bytes | None, status: int = 0, *, late: bool = False) -> CfgovernError:
    with pytest.raises(CfgovernError) as caught:
        judge(said, status, late=late)
    return caught.value


def line(**said: object) -> bytes:
    return json.dumps(said).encode() + b"\n"


@pytest.mark.parametrize("before", [b"", READING, CHECKING, b"\n"])
def test_a_result(before: bytes) -> None:
    assert judge(before + RESULT, 0, late=False) == {"a": 1}


@pytest.mark.parametrize(
    ("said", "status", "late", "code"),
    [
        (None, 0, False, "internal.answer_too_long"),
        (b"", 0, False, "internal.child_died"),
        (b"garbage", 0, False, "internal.answer_garbled"),
        (b"\xff\xfe", 0, False, "internal.answer_garbled"),
        (b'{"result": {"a": NaN}}', 0, False, "internal.answer_garbled"),
        (b"[" * 100_000, 0, False, "internal.answer_garbled"),
        (b'{"result": 7}', 0, False, "internal.fault"),
        (b"{}", 0, False, "internal.fault"),
        (RESULT, 1, False, "internal.child_died"),
        (READING, 1, False, "file.unreadable"),
        (CHECKING, 1, False, "internal.child_died"),
        (READING + b'{"result": {"a"', -signal.SIGSEGV, False, "file.unreadable"),
        (READING, -signal.SIGABRT, False, "file.too_large"),
        (CHECKING, -signal.SIGABRT, False, "internal.child_died"),
        (CHECKING, MEMORY_STATUS, False, "file.too_large"),
        (CHECKING, -9, False, "file.too_large"),
        (CHECKING, -9, True, "file.too_slow"),
        (READING, 1816, False, "file.too_slow"),
    ],
)
def test_ends_without_a_result(said: bytes | None, status: int, late: bool, code: str) -> None:
    assert error(said, status, late=late).code == code


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("SubmissionRefused", SubmissionRefused), ("UsageError", UsageError), ("Surprise", CfgovernError)],
)
def test_refusals_keep_their_kind(kind: str, expected: type[CfgovernError]) -> None:
    told = {
        "class": kind,
        "code": "file.damaged",
        "what": "It is\x1b[31m damaged.",
        "where": 7,
        "fix": "Mend it.",
    }
    found = error(line(refused=told))
    assert type(found) is expected
    assert str(found) == "It is[31m damaged. Mend it. [file.damaged]"


@pytest.mark.parametrize("told", [{}, {"code": "Not A Code", "what": "x"}, {"code": "file.x", "what": ""}])
def test_a_refusal_without_its_parts_is_none(told: dict[str, str]) -> None:
    assert error(line(refused=told)).code == "internal.answer_garbled"


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"memory": True}, "file.too_large"),
        ({"full": True}, "internal.disk_full"),
        ({"kind": "KeyError", "place": "intake/read.py:12"}, "internal.fault"),
    ],
)
def test_faults(told: dict[str, object], code: str) -> None:
    assert error(line(fault=told)).code == code


def test_a_fault_shows_a_kind_and_a_place_and_nothing_else() -> None:
    shown = str(error(line(fault={"kind": "KeyError", "place": "intake/read.py:12"})))
    assert "(KeyError)" in shown and "intake/read.py:12" in shown
    hidden = error(line(fault={"kind": "Ann Example", "place": "Ann Example is at home"}))
    assert isinstance(hidden, InternalFault)
    assert "Ann" not in str(hidden)
