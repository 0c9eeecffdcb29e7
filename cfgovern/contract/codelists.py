"""Code lists: CSV files beside a contract, each code with the days on which it may be used."""

from __future__ import annotations

import csv
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

from cfgovern.contract.model import Code, CodeList
from cfgovern.errors import Fault
from cfgovern.yamlfile import did_you_mean

__all__ = ["CODE_LIST_FOLDER", "known_lists", "read_list"]

Report = Callable[[str, str, int], None]
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
    if not codes and not faults:
        fault("empty", "This code list has no code, so no cell could be right.", 1)
    _judge_periods(codes, fault)
    _judge_successors(codes, fault)
    return CodeList(file.stem, tuple(code for _, code in codes)), faults


def _judge_periods(codes: Sequence[tuple[int, Code]], fault: Report) -> None:
    """A code may come back after a while, but on one day it stands once."""
    seen: dict[str, list[tuple[int, Code]]] = {}
    for line, code in codes:
        for before, other in seen.setdefault(code.code, []):
            if _overlap(code, other):
                fault("twice", f"This code is also in line {before}, for some of the same days.", line)
                break
        seen[code.code].append((line, code))


def _overlap(code: Code, other: Code) -> bool:
    """Whether two periods have a day in common; what is no day is told already."""
    if not all(_is_day(day) for one in (code, other) for day in (one.valid_from, one.valid_to) if day):
        return False
    first = max(code.valid_from or "", other.valid_from or "")
    return all(one.valid_to is None or first <= one.valid_to for one in (code, other))


def _judge_successors(codes: Sequence[tuple[int, Code]], fault: Report) -> None:
    known = {code.code for _, code in codes}
    times = Counter(code.code for _, code in codes)
    # A code that came back may have followed the one that followed it.
    once = {code.code: code.successor for _, code in codes if code.successor and times[code.code] == 1}
    told: set[str] = set()
    for line, code in codes:
        if not code.successor:
            continue
        if code.successor not in known:
            meant = did_you_mean(code.successor, known)
            fault("successor", f"The successor is not a code of this list.{meant}", line)
        elif code.successor == code.code:
            fault("successor", "A code cannot be its own successor.", line)
        elif code.code not in told and (circle := _circle(code.code, once)):
            told |= circle
            fault("successor", "The successors go round in a circle, from this code back to it.", line)


def _circle(start: str, successors: Mapping[str, str]) -> set[str]:
    """The codes from ``start`` by way of its successors back to it; empty where they lead elsewhere."""
    found, name = {start}, successors.get(start)
    while name is not None and name not in found:
        found.add(name)
        name = successors.get(name)
    return found if name == start else set()


def _code(row: list[str], line: int, fault: Report) -> Code:
    code, label, start, end, successor = [*row, "", "", "", "", ""][: len(COLUMNS)]
    if not code or code != code.strip():
        fault("code", "A code is missing, or has a space before or after it.", line)
    if not label.strip():
        fault("label", "A code needs a label: the words that people read for it.", line)
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
