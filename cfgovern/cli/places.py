"""Where a command works and writes: never over what it reads."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.yamlfile import Given

__all__ = ["keep_apart", "working_folder"]


def working_folder() -> Path:
    """The working folder. Raises UsageError ``folder.gone`` where somebody has removed it."""
    try:
        return Path.cwd()
    except OSError:
        raise UsageError(
            "folder.gone",
            "The folder you are working in is no longer there.",
            fix="Change to another folder and run the command again.",
        ) from None


def keep_apart(
    written: Iterable[Path], option: str, *, contract: Path | Given, submission: Path | None = None
) -> None:
    """Refuse to write in the place of what is read, or into it. ``option`` is where the place was named.

    Raises UsageError ``output.is_submission`` for a place that is the submission or lies within its
    folder, ``output.is_contract`` for one that is the contract.
    """
    for place in written:
        real = Path(os.path.realpath(place))
        if submission is not None and any(_same(part, submission) for part in (real, *real.parents)):
            raise UsageError(
                "output.is_submission",
                "What is written would change what is to be checked.",
                fix=f"Give {option} a place outside the submission.",
            )
        if isinstance(contract, Path) and _same(real, contract):
            raise UsageError(
                "output.is_contract",
                "What is written would replace the contract.",
                fix=f"Give {option} another name.",
            )


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):  # what is not there yet is nothing that is read
        return os.path.samefile(one, other)
    return False
