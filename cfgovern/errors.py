"""Refusals: what happened, where, what to do. Never a cell value, never a library's own words.

Every error a user can meet is a :class:`CfgovernError` with a stable ``code``. The command line
turns it into one sentence, a place and a remedy, and ends with ``exit_code``:

* 2, wrong use, or a file the operator wrote is at fault (contract, profile, configuration);
* 3, the input was refused (unreadable, hostile, over a budget);
* 4, a fault of cfgovern itself.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

__all__ = [
    "CfgovernError",
    "Fault",
    "InternalFault",
    "OperatorFileError",
    "SubmissionRefused",
    "UsageError",
]


class CfgovernError(Exception):
    """A refusal with a stable code. ``str()`` of it is safe to show."""

    exit_code = 4

    def __init__(self, code: str, what: str, *, where: str = "", fix: str = "") -> None:
        self.code = code
        self.what = what
        self.where = where
        self.fix = fix
        super().__init__(code)

    def __str__(self) -> str:
        parts = [self.what]
        if self.where:
            parts.append(f"Where: {self.where}.")
        if self.fix:
            parts.append(self.fix)
        return f"{' '.join(parts)} [{self.code}]"


class UsageError(CfgovernError):
    """The command was given something it cannot work with (exit 2)."""

    exit_code = 2


class SubmissionRefused(CfgovernError):
    """The submission cannot be read safely or completely, or a release is not as it was made (exit 3).

    ``code`` has the form ``file.<code>`` and becomes the rule id of the one finding of the report; of a
    release it has the form ``release.<code>``.
    """

    exit_code = 3


class InternalFault(CfgovernError):
    """A fault of cfgovern itself (exit 4). Holds the kind and place of the fault, no data."""

    exit_code = 4


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file the operator wrote, at ``line`` and ``column`` (from 1).

    ``at`` is the path of keys and indexes of the entry, where the file has such.
    """

    code: str
    message: str
    path: str
    line: int = 1
    column: int = 1
    fix: str = ""
    at: tuple[Hashable, ...] = field(default=(), compare=False, repr=False)

    def __str__(self) -> str:
        tail = f" {self.fix}" if self.fix else ""
        return f"{self.path}:{self.line}:{self.column}: {self.message}{tail} [{self.code}]"


class OperatorFileError(CfgovernError):
    """A contract, profile, rule or configuration is at fault; every fault at once (exit 2)."""

    exit_code = 2

    def __init__(self, code: str, what: str, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(code, what, fix="Mend the lines below and run the command again.")

    def __str__(self) -> str:
        return "\n".join([super().__str__(), *(f"  {fault}" for fault in self.faults)])
