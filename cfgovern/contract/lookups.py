"""Lookups: CSV files beside a contract that say for each value which broader one is sent in its place."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping
from pathlib import Path

from cfgovern.errors import Fault

__all__ = ["LOOKUP_FOLDER", "known_lookups", "read_lookup"]

LOOKUP_FOLDER = "lookups"
COLUMNS = ("from", "to")


def known_lookups(contract: Path) -> dict[str, Path]:
    """The lookups beside the contract file, by name."""
    folder = contract.parent / LOOKUP_FOLDER
    return {file.stem: file for file in sorted(folder.glob("*.csv"))} if folder.is_dir() else {}


def read_lookup(file: Path) -> tuple[Mapping[str, str], list[Fault]]:
    """What each value becomes, in the order of ``file``, and what is wrong with it, each with its line.

    The first two columns are ``from`` and ``to``; others are for people.
    """
    faults: list[Fault] = []
    lines: dict[str, int] = {}
    pairs: dict[str, str] = {}

    def fault(code: str, message: str, line: int, fix: str = "") -> None:
        faults.append(Fault(f"contract.lookup_{code}", message, os.fspath(file), line, 1, fix))

    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            if tuple(next(reader, ())[: len(COLUMNS)]) != COLUMNS:
                fault("header", f"A lookup starts with the columns {' and '.join(COLUMNS)}.", 1)
                return {}, faults
            for row in filter(None, reader):
                value, sent = [*row, ""][: len(COLUMNS)]
                if not value or not sent or value != value.strip() or sent != sent.strip():
                    fault("value", "A value is missing, or has a space before or after it.", reader.line_num)
                elif value in lines:
                    message = f"This value is also in line {lines[value]}, and can become one thing alone."
                    fault("twice", message, reader.line_num)
                else:
                    lines[value], pairs[value] = reader.line_num, sent
    except (UnicodeDecodeError, csv.Error, OSError):
        fault("unreadable", "The lookup cannot be read.", 1, "Save it as CSV in UTF-8.")
    if not pairs and not faults:
        fault("empty", "This lookup has no value, so nothing could be sent.", 1)
    return pairs, faults
