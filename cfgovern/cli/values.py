"""What is typed as a value on the command line: a place, a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import click

from cfgovern.cli.places import working_folder

__all__ = ["DAY", "MODES", "PLACE", "SALTS", "STREAM", "Day"]

STREAM = Path("-")
MODES = ("split", "tokens", "clk")
"""Those of ``contract.parts``, which is not loaded to ask for help."""
SALTS = ("birth-year",)
"""Those of ``tokens.clksettings``, likewise."""


class _Place(click.Path[Path]):
    """A path as it was typed; the system is asked about it where it is used.

    ``-`` stands for a standard stream, ``./-`` for a file of that name.
    """

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        if value == "":  # an unset variable of a shell: it would be the working folder
            self.fail("This is empty.", param, ctx)
        path = Path(value)
        return working_folder() / path if path == STREAM and value != "-" else path


class Day(click.ParamType[date]):
    """A day as YYYY-MM-DD, and in no other form."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that ``value`` says."""
        with suppress(ValueError):
            day = date.fromisoformat(value)
            if day.isoformat() == value:
                return day
        self.fail("This is no day.", param, ctx)


PLACE = _Place()
DAY = Day()
