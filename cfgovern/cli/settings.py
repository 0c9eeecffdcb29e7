"""What a command works with: its options first, then ``cfgovern.yaml``, then what ships."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cfgovern import content
from cfgovern.cli.places import working_folder

if TYPE_CHECKING:
    from cfgovern.profile.area import Area
    from cfgovern.yamlfile import Given

__all__ = ["Settings", "colour_wanted", "settings"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the contract is, where run records go, whose area it is, its mapping and profile file.

    None: not said.
    """

    contract: Path | Given | None
    evidence: Path | None
    area: Area | None = None
    mapping: Path | None = None
    area_file: Path | None = None


def settings(
    pack: Path | None,
    contract: Path | Given | None,
    evidence: Path | None = None,
    *,
    area: bool = False,
    mapping: Path | None = None,
) -> Settings:
    """Use the pack, and say which contract, evidence folder and mapping hold.

    With ``area`` the area profile is read where there is one. Raises UsageError where the working folder
    or the pack is not there, OperatorFileError for a faulty file.
    """
    from cfgovern.profile.area import load_area
    from cfgovern.profile.config import find_config

    config = find_config(working_folder())
    content.use_pack(pack or config.pack)
    profile = load_area(config.area) if area and config.area else None
    beside = None if contract else config.mapping  # it is to the contract that stands beside it
    return Settings(
        contract or config.contract, evidence or config.evidence, profile, mapping or beside, config.area
    )


def colour_wanted(no_color: bool) -> bool:
    """Whether standard output is a terminal that may be coloured."""
    return not no_color and "NO_COLOR" not in os.environ and sys.stdout.isatty()
