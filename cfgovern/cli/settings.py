"""What a command works with: its options first, then ``cfgovern.yaml``, then what ships."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cfgovern import content

__all__ = ["Settings", "colour_wanted", "settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the contract is, where run records go, and the days reported on; None: not said."""

    contract: Path | None
    evidence: Path | None
    period: tuple[date, date] | None = None


def settings(
    pack: Path | None, contract: Path | None, evidence: Path | None = None, *, area: bool = False
) -> Settings:
    """Use the pack, and say which contract and evidence folder hold.

    With ``area`` the area profile is read where there is one, and says the period.
    """
    from cfgovern.profile.area import load_area
    from cfgovern.profile.config import find_config

    config = find_config(Path.cwd())
    content.use_pack(pack or config.pack)
    period = load_area(config.area).period if area and config.area else None
    return Settings(contract or config.contract, evidence or config.evidence, period)


def colour_wanted(no_color: bool) -> bool:
    """Whether standard output is a terminal that may be coloured."""
    return not no_color and "NO_COLOR" not in os.environ and sys.stdout.isatty()
