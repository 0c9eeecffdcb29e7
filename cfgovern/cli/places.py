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

_SETTINGS = ("cfgovern.yaml", "area.yaml")


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
    written: Iterable[Path],
    option: str,
    *,
    contract: Path | Given,
    submission: Path | None = None,
    truth: Path | None = None,
    mapping: Path | None = None,
    also: Iterable[Path | None] = (),
) -> None:
    """Refuse to write in the place of what is read, or into it. ``option`` is where the place was named.

    Raises UsageError ``output.is_submission`` for a place that is the submission or lies within its
    folder, ``output.is_contract`` for one that is the contract or lies among its code lists,
    ``output.is_truth`` for the truth file, ``output.is_read`` for ``also`` what is read or written,
    ``output.is_settings`` for settings and the mapping, ``output.is_stream`` for an open standard stream.
    """
    for place in written:
        real = Path(os.path.realpath(place))
        others = [real == Path(os.path.realpath(file)) or _same(real, file) for file in also if file]
        refusals = (
            ("submission", _is_within(real, submission), "would change what is to be checked"),
            ("truth", truth is not None and _same(real, truth), "would replace the truth file"),
            ("read", any(others), "would replace another file of this command"),
            (
                "settings",
                real.name in _SETTINGS or bool(mapping and _same(real, mapping)),
                "would replace your settings",
            ),
            ("contract", _is_of_contract(real, contract), "would replace the contract"),
        )
        if _is_standard(place):
            raise UsageError(
                "output.is_stream", "This is standard output.", fix=f"Write {option} - for that."
            )
        for code, so, words in refusals:
            if so:
                fix = "a place outside the submission" if code == "submission" else "another name"
                raise UsageError(
                    f"output.is_{code}", f"What is written {words}.", fix=f"Give {option} {fix}."
                )


def _is_within(place: Path, submission: Path | None) -> bool:
    return submission is not None and any(_same(part, submission) for part in (place, *place.parents))


def _is_of_contract(real: Path, contract: Path | Given) -> bool:
    """Whether ``real`` is the contract, its domains or waivers, or one of its code lists."""
    if not isinstance(contract, Path):
        return False
    from cfgovern.profile.waivers import FILE

    folder = contract.parent
    files = (contract, folder / "domains.yaml", folder / FILE)
    return any(_same(real, file) for file in files) or _same(real.parent, folder / "code-lists")


def _is_standard(place: Path) -> bool:
    """Whether ``place`` is, under another name, what standard output or standard error goes to."""
    for number in (1, 2):
        with suppress(OSError):
            if os.path.samestat(os.stat(place), os.fstat(number)) and not place.is_char_device():
                return True
    return False


def _same(one: Path, other: Path) -> bool:
    with suppress(OSError):  # what is not there yet is nothing that is read
        return os.path.samefile(one, other)
    return False
