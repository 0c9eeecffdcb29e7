"""Every file of a folder and of the folders in it, for who must look at all of them."""

from __future__ import annotations

import os
from pathlib import Path

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.archive import Member
from cfgovern.intake.files import is_litter
from cfgovern.intake.limits import Limits

__all__ = ["all_within"]


def all_within(folder: Path, limits: Limits) -> list[Member]:
    """Everything in ``folder`` and below, by its name: also what will be refused as no ordinary file.

    Raises SubmissionRefused ``file.too_many_files``.
    """
    found: list[Path] = []
    folders = [folder]
    while folders:
        for entry in _entries(folders.pop()):
            here = folders if _may_enter(entry) else found
            here += () if is_litter(entry.name) else (entry,)
        if len(found) > limits.files or len(folders) > limits.entries:
            raise SubmissionRefused(
                "file.too_many_files",
                f"The folder holds more than {limits.files} files.",
                fix="Give folders with fewer files, one at a time.",
            )
    return [Member(one.name, one, one.relative_to(folder.parent).parts[:-1]) for one in sorted(found)]


def _entries(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except OSError:  # it is gone
        return []


def _may_enter(entry: Path) -> bool:
    """Whether ``entry`` is a folder, and no link to one, and what is in it can be listed."""
    try:
        return entry.is_dir() and not entry.is_symlink() and os.access(entry, os.R_OK | os.X_OK)
    except OSError:  # its path is too long for the system
        return False
