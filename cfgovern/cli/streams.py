"""``-`` on the command line: standard input, or standard output."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from cfgovern.cli.values import STREAM
from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.yamlfile import Given

__all__ = ["a_file", "a_folder", "contract_in", "is_stream", "standard_input"]


def is_stream(path: Path | None) -> bool:
    """Whether ``path`` is ``-``."""
    return path == STREAM


def standard_input() -> BinaryIO:
    """The bytes of standard input. Raises UsageError ``input.none`` where there is none."""
    if sys.stdin is None:
        raise UsageError(
            "input.none", "There is no standard input to read.", fix="Name a file in the place of -."
        )
    return sys.stdin.buffer


def contract_in(path: Path | None) -> Path | Given | None:
    """The contract that an option names; for ``-`` what stands on standard input."""
    if not is_stream(path):
        return path
    from cfgovern.yamlfile import MAX_BYTES, Given

    return Given("standard input", standard_input().read(MAX_BYTES + 1))


def a_folder(_context: click.Context, _parameter: click.Parameter, path: Path | None) -> Path | None:
    """Callback of an option that takes a folder. Raises UsageError ``output.not_a_folder`` for ``-``."""
    if is_stream(path):
        raise UsageError(
            "output.not_a_folder",
            "A folder is needed here, and - stands for standard output.",
            fix="Give the name of a folder.",
        )
    return path


def a_file(_context: click.Context, _parameter: click.Parameter, path: Path | None) -> Path | None:
    """Callback of an option that takes a file. Raises UsageError ``output.not_a_file`` for ``-``."""
    if is_stream(path):
        raise UsageError(
            "output.not_a_file",
            "A file is needed here, and - stands for standard output.",
            fix="Give the name of a file.",
        )
    return path
