"""What the child said, read with suspicion, and what its end means for the submission."""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Mapping
from typing import Any, Never

from cfgovern.errors import (
    CfgovernError,
    Fault,
    InternalFault,
    OperatorFileError,
    SubmissionRefused,
    UsageError,
)

__all__ = ["MEMORY_STATUS", "disk_full", "judge", "too_large", "too_slow"]

MEMORY_STATUS = 71  # the child had not even the memory to say that it had none
_QUOTA_STATUS = 1816  # Windows: the job object's time was used up
_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)+")
_KIND = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,80}")
_PLACE = re.compile(r"[A-Za-z0-9_/.]{1,120}:[0-9]{1,7}")
_CLASSES: Mapping[str, type[CfgovernError]] = {
    kind.__name__: kind for kind in (SubmissionRefused, UsageError, InternalFault, CfgovernError)
}


def too_large() -> SubmissionRefused:
    """The refusal of a submission that needs more memory than it may have."""
    return SubmissionRefused(
        "file.too_large",
        "The submission needs more memory than one submission may use.",
        fix="Send only the tables and rows that are asked for. If the file looks small, copy its cells "
        "as values into a new workbook and send that.",
    )


def too_slow() -> SubmissionRefused:
    """The refusal of a submission that needs more time than it may have."""
    return SubmissionRefused(
        "file.too_slow",
        "The submission takes longer to read and check than one submission may.",
        fix="Send only the tables and rows that are asked for. If the file looks small, copy its cells "
        "as values into a new workbook and send that.",
    )


def disk_full() -> InternalFault:
    """The fault of a temporary folder that takes no more."""
    return InternalFault(
        "internal.disk_full",
        "There is no room left in the temporary folder.",
        fix="Free some space, or let TMPDIR (on Windows TEMP) name another folder, and run it again.",
    )


def judge(said: bytes | None, status: int, *, late: bool) -> dict[str, Any]:
    """The result in what the child ``said`` (None: too long to take), or the error it stands for.

    ``status`` is its exit status (minus the signal that ended it), ``late`` that its time was up.
    """
    if said is None:
        raise _internal("internal.answer_too_long", "The answer of the reading process was too long.")
    doing, final = _parse(said, whole=status == 0)
    if final is None or status != 0:
        raise _abnormal_end(doing, status, late=late)
    if isinstance(final.get("result"), dict):
        return dict(final["result"])
    if isinstance(final.get("refused"), dict):
        raise _refusal(final["refused"])
    raise _fault(final.get("fault"))


def _parse(said: bytes, *, whole: bool) -> tuple[str, dict[str, Any] | None]:
    """The last stage the child was in, and its last word if it came to one."""
    doing = ""
    for line in said.split(b"\n"):
        try:
            message = json.loads(line, parse_constant=_no_constant) if line else None
        except (ValueError, RecursionError):
            if whole:
                raise _internal(
                    "internal.answer_garbled", "The reading process gave no clear answer."
                ) from None
            return doing, None
        if not isinstance(message, dict):
            continue
        if isinstance(message.get("stage"), str):
            doing = message["stage"]
        else:
            return doing, message
    return doing, None


def _no_constant(_name: str) -> Never:
    raise ValueError


def _abnormal_end(doing: str, status: int, *, late: bool) -> CfgovernError:
    if late or status in (-getattr(signal, "SIGXCPU", 1000), _QUOTA_STATUS):
        return too_slow()
    # Killed, and not by us: the system was out of memory.
    if status in (MEMORY_STATUS, -getattr(signal, "SIGKILL", 1000)):
        return too_large()
    if doing != "reading":
        return _internal("internal.child_died", "The process that checks submissions ended unexpectedly.")
    # Native readers abort when they are refused the memory they ask for.
    if status == -signal.SIGABRT:
        return too_large()
    return SubmissionRefused(
        "file.unreadable",
        "The submission could not be read: it makes the reader stop.",
        fix="Open the file, save it as a new .xlsx workbook or as CSV UTF-8, and send that.",
    )


def _refusal(told: Mapping[str, Any]) -> CfgovernError:
    code, what, where, fix = (_text(told.get(name)) for name in ("code", "what", "where", "fix"))
    if not _CODE.fullmatch(code) or not what:
        return _internal("internal.answer_garbled", "The reading process gave no clear answer.")
    if told.get("class") == OperatorFileError.__name__:
        return OperatorFileError(code, what, [_place_of(fault) for fault in told.get("faults") or ()])
    kind = _CLASSES.get(_text(told.get("class")), CfgovernError)
    return kind(code, what, where=where, fix=fix)


def _place_of(fault: Mapping[str, Any]) -> Fault:
    code, message, path, fix = (_text(fault.get(name)) for name in ("code", "message", "path", "fix"))
    return Fault(code, message, path, int(fault.get("line") or 1), int(fault.get("column") or 1), fix)


def _fault(told: Any) -> CfgovernError:
    told = told if isinstance(told, dict) else {}
    if told.get("memory") is True:
        return too_large()
    if told.get("full") is True:
        return disk_full()
    kind, place = _text(told.get("kind")), _text(told.get("place"))
    kind = kind if _KIND.fullmatch(kind) else "fault"
    place = place if _PLACE.fullmatch(place) else ""
    return _internal(
        "internal.fault", f"cfgovern itself failed while it checked the submission ({kind}).", place
    )


def _internal(code: str, what: str, where: str = "") -> InternalFault:
    return InternalFault(
        code,
        what,
        where=where,
        fix="No data is in this message: please report it with the code and the place.",
    )


def _text(value: Any) -> str:
    """Text without control characters, of a bearable length."""
    return "".join(c for c in value[:4000] if c.isprintable()) if isinstance(value, str) else ""
