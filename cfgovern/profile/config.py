"""``cfgovern.yaml``: which pack, contract and area a folder works with, and where evidence goes."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from cfgovern.yamlfile import check, load

__all__ = ["AREA_FILE", "CONFIG_FILE", "Config", "find_config"]

CONFIG_FILE = "cfgovern.yaml"
AREA_FILE = "area.yaml"


@dataclass(frozen=True, slots=True)
class Config:
    """Where things are; None: not said. ``area`` is the area profile, ``mapping`` says what the area's own
    headings and codes mean, ``evidence`` is a folder.
    """

    pack: Path | None = None
    contract: Path | None = None
    area: Path | None = None
    evidence: Path | None = None
    mapping: Path | None = None


def find_config(start: Path) -> Config:
    """The configuration in ``start`` or the nearest folder above it that has one.

    Paths in the file count from its own folder. Without a word about the area, ``area.yaml`` in
    ``start`` is it; without a word about evidence, ``evidence/`` beside the area profile, where
    there is one. Raises OperatorFileError with every fault of the file.
    """
    # os.path.isfile also says no to a file in a folder that may not be entered.
    found = (folder / CONFIG_FILE for folder in (start, *start.parents))
    file = next((each for each in found if os.path.isfile(each)), None)
    said: dict[str, str] = check(load(file), "config") if file else {}

    def place(name: str) -> Path | None:
        return file.parent / said[name] if file and name in said else None

    area = place("area") or (start / AREA_FILE if os.path.isfile(start / AREA_FILE) else None)
    evidence = place("evidence") or (area.parent / "evidence" if area else None)
    return Config(place("pack"), place("contract"), area, evidence, place("mapping"))
