"""Untrusted council files in, tables of text out, inside one limited child process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cfgovern.intake.limits import Limits

if TYPE_CHECKING:
    from cfgovern.intake.read import Extra, Intake, Notice, read

__all__ = ["Extra", "Intake", "Limits", "Notice", "read"]


def __getattr__(name: str) -> Any:
    """Hand on the reader only when it is used: the parent process never needs it."""
    if name in __all__:
        from cfgovern.intake import read as room

        return getattr(room, name)
    raise AttributeError(f"module 'cfgovern.intake' has no attribute {name!r}")
