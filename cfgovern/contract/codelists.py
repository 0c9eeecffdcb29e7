"""Code lists: CSV files beside a contract, each code with the days on which it may be used."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from cfgovern.contract.model import Code, CodeList
from cfgovern.errors import Fault
from cfgovern.yamlfile import did_you_mean

__all__ = ["CODE_LIST_FOLDER", "known_lists", "read_list"]

CODE_LIST_FOLDER = "code-lists"
COLUMNS = ("code", "label", "valid_from", "valid_to", "successor")


def known_lists(contract: Path) -> dict[str, Path]:
    """The code lists beside the contract file, by name."""
    folder = contract.parent / CODE_LIST_FOLDER
    return {file.stem: file for file in sorted(folder.glob("*.csv"))} if folder.is_dir() else {}


def read_list(file: Path) -> tuple[CodeList, list[Fault]]:
    """The codes of ``file`` that can be read, and what is wrong with it, each with its line."""
    faults: list[Fault] = []

    def fault(code: str, message: str, line: int, fix: str = "") -> None:
        faults.append(Fault(f"contract.code_list_{code}", message, os.fspath(file), line, 1, fix))

    codes: list[tuple[int, Code]] = []
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            if tuple(next(reader, ())[: len(COLUMNS)]) != COLUMNS:
                fault("header", f"A code list starts with the columns {', '.join(COLUMNS)}.", 1)
                return CodeList(file.stem, ()), faults
            for row in reader:
                if row:
                    codes.append((reader.line_num, _code(row, reader.line_num, fault)))
    except (UnicodeDecodeError, csv.Error, OSError):
        fault("unreadable", "The code list cannot be read.", 1, "Save it as CSV in UTF-8.")
    known = {code.code for _, code in codes}
    for line, code in codes:
        if code.successor and code.successor not in known:
            meant = did_you_mean(code.successor, known)
            fault("successor", f"The successor is not a code of this list.{meant}", line)
    return CodeList(file.stem, tuple(code for _, code in codes)), faults


def _code(row: list[str], line: int, fault: Callable[[str, str, int], None]) -> Code:
    code, label, start, end, successor = [*row, "", "", "", "", ""][: len(COLUMNS)]
    if not code or code != code.strip():
        fault("code", "A code is missing, or has a space before or after it.", line)
    for day in (start, end):
        if day and not _is_day(day):
            fault("date", "A date of the code list is not a day in the form 2026-04-01.", line)
    if start and end and start > end:
        fault("date", "A code ends before it begins.", line)
    return Code(code, label, start or None, end or None, successor or None)


def _is_day(text: str) -> bool:
    try:
        return bool(re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False
