"""Rule files: one SQL file a rule, with a comment header that says what it is.

The header is lines of ``-- key: value``; the rest is one SELECT that returns ``_row`` of the failing
rows of the anchor table. Tables and columns go by concept, so that a contract that renames every
column still works.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cfgovern import content
from cfgovern.errors import Fault, OperatorFileError
from cfgovern.findings import SEVERITIES
from cfgovern.likewords import closest
from cfgovern.yamlfile import did_you_mean

__all__ = ["KEYS", "PARAMETERS", "RuleFile", "load_pack", "read_rule", "rule_paths"]

KEYS = (
    "severity", "anchor", "columns", "message", "fix", "why", "since", "until", "portable", "group",
)  # fmt: skip
REQUIRED = ("severity", "anchor", "columns", "message", "fix", "why")
_HEADER = re.compile(r"--\s*([a-z_]+):\s*(.*?)\s*$")
_REFERENCE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PARAMETERS = ("as_of", "period_start", "period_end")
_PARAMETER = re.compile(rf":({'|'.join(PARAMETERS)})\b")
_QUOTED = re.compile(r"'(?:[^']|'')*'|--[^\n]*")


@dataclass(frozen=True, slots=True)
class RuleFile:
    """One rule. ``anchor`` and ``columns`` are (table concept, column concept)."""

    name: str
    path: Path
    severity: str
    anchor: tuple[str, str]
    columns: tuple[tuple[str, str], ...]
    message: str
    fix: str
    why: str
    query: str
    since: str | None = None
    until: str | None = None
    portable: str = "duckdb"
    group: tuple[str, ...] = ()

    def in_force(self, day: str) -> bool:
        """Whether the rule applies on ``day`` (ISO date)."""
        return (self.since or "") <= day and (self.until is None or day <= self.until)

    @property
    def parameters(self) -> tuple[str, ...]:
        """The parameters the query uses."""
        return tuple(sorted(set(_PARAMETER.findall(_QUOTED.sub("", self.query)))))


def load_pack(name: str) -> tuple[RuleFile, ...]:
    """Every rule of one pack, by name.

    Raises OperatorFileError ``rule.invalid`` with every fault of every file, or when there is no
    such pack.
    """
    rules: list[RuleFile] = []
    faults: list[Fault] = []
    for path in rule_paths(name):
        rule, found = read_rule(path)
        faults += found
        if rule is not None:
            rules.append(rule)
    if faults:
        raise OperatorFileError("rule.invalid", f"The rule pack {name} has faults.", faults)
    return tuple(rules)


def rule_paths(name: str) -> list[Path]:
    """The rule files of one pack. Raises OperatorFileError (``rule.no_pack``) when there is no such pack."""
    folder = content.folder("validators") / name
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name) or not folder.is_dir():
        packs = [path.name for path in content.folder("validators").iterdir() if path.is_dir()]
        fault = Fault(
            "rule.no_pack", f'There is no rule pack named "{name}".{did_you_mean(name, packs)}', "validators"
        )
        raise OperatorFileError("rule.invalid", "A rule pack of the contract cannot be found.", [fault])
    return sorted(folder.glob("*.sql"))


def read_rule(path: Path) -> tuple[RuleFile | None, list[Fault]]:
    """One rule file: the rule, or None with its faults."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None, [Fault("rule.unreadable", "The rule file cannot be read as UTF-8.", path.name)]
    fields: dict[str, str] = {}
    places: dict[str, int] = {}
    misspelt: set[str | None] = set()
    faults: list[Fault] = []

    def fault(code: str, message: str, line: int = 1) -> None:
        faults.append(Fault(f"rule.{code}", message, path.name, line))

    lines = text.split("\n")
    body = 0
    for number, line in enumerate(lines, start=1):
        found = _HEADER.match(line)
        if not found:
            if line.strip():
                break
            continue
        body = number
        key, value = found.groups()
        if key not in KEYS:
            misspelt.add(closest(key, KEYS))
            fault("key", f'A rule header has no key "{key}".{did_you_mean(key, KEYS)}', number)
        elif key in fields:
            fault("key_twice", f'"{key}" is given twice.', number)
        else:
            fields[key], places[key] = value, number
    for key in REQUIRED:
        if not fields.get(key) and key not in misspelt:
            fault("key_missing", f'The rule header needs "{key}".')
    for code, message, key in _wrong(fields):
        fault(code, message, places[key])
    if not re.fullmatch(r"[a-z][a-z0-9_]*", path.stem):
        fault("name", "A rule file is named in small letters, figures and underscores.")
    if faults:
        return None, faults
    return _made(path, fields, "\n".join(lines[body:])), []


def _wrong(fields: dict[str, str]) -> Iterator[tuple[str, str, str]]:
    """(code, message, key) for each value that is not what its key asks for."""
    if fields.get("severity") not in (None, "", *SEVERITIES):
        yield "severity", f"A severity is one of {', '.join(SEVERITIES)}.", "severity"
    if fields.get("anchor") and not _REFERENCE.fullmatch(fields["anchor"]):
        yield "anchor", "The anchor is written as table.column.", "anchor"
    for reference in filter(None, re.split(r"[,\s]+", fields.get("columns", ""))):
        if not _REFERENCE.fullmatch(reference):
            yield "columns", "Columns are written as table.column, with commas between.", "columns"
            break
    for key in ("since", "until"):
        if fields.get(key) and not _DATE.fullmatch(fields[key]):
            yield "date", f'"{key}" is a date such as 2026-04-01.', key
    if fields.get("portable") not in (None, "", "duckdb", "both"):
        yield "portable", '"portable" is duckdb or both.', "portable"


def _made(path: Path, fields: dict[str, str], query: str) -> RuleFile:
    def pair(reference: str) -> tuple[str, str]:
        table, column = reference.split(".")
        return table, column

    return RuleFile(
        name=path.stem,
        path=path,
        severity=fields["severity"],
        anchor=pair(fields["anchor"]),
        columns=tuple(pair(item) for item in re.split(r"[,\s]+", fields["columns"]) if item),
        message=fields["message"],
        fix=fields["fix"],
        why=fields["why"],
        query=query,
        since=fields.get("since") or None,
        until=fields.get("until") or None,
        portable=fields.get("portable") or "duckdb",
        group=tuple(filter(None, re.split(r"[,\s]+", fields.get("group", "")))),
    )
