"""ODCS quality rules of a contract: read, or refused with their place.

A rule that ODCS leaves to people (``text``) or to another tool (``custom``) is read and never run;
``Quality.judged`` tells it from the others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import count
from typing import Any

from cfgovern.contract.model import NodePath, Quality
from cfgovern.contract.patterns import pattern_problem
from cfgovern.findings import SEVERITIES
from cfgovern.yamlfile import did_you_mean

__all__ = ["METRICS", "OPERATORS", "holds", "names_in", "none_allowed", "read", "written"]

OPERATORS = (
    "mustBe",
    "mustNotBe",
    "mustBeGreaterThan",
    "mustBeGreaterOrEqualTo",
    "mustBeLessThan",
    "mustBeLessOrEqualTo",
    "mustBeBetween",
    "mustNotBeBetween",
)
METRICS = ("nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount")
TYPES = ("library", "sql", "text", "custom")
# A word before a bracket is a function: COUNT(*) reads no column that is named count.
_IN_SQL = re.compile(
    r"""'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/|"((?:[^"]|"")*)"|([^\W\d]\w*)\b(?!\s*\()""", re.DOTALL
)
Report = Callable[[str, str, NodePath], None]


def read(
    fault: Report,
    node: dict[str, Any],
    path: NodePath,
    *,
    table: str,
    column: str | None = None,
    columns: Sequence[str] = (),
) -> Iterator[Quality]:
    """The quality rules of one table (``column`` None) or one column; faults go to ``fault``."""
    given = node.get("quality")
    seen: set[str] = set()
    for index, entry in enumerate(given if isinstance(given, list) else []):
        here: NodePath = (*path, "quality", index)
        if not isinstance(entry, dict):
            fault("quality", "A quality rule is a mapping.", here)
            continue
        rule = _rule(fault, entry, here, table, column, columns)
        if rule is None:
            continue
        if rule.id in seen and not rule.judged and not _named(entry):
            rule = _numbered(rule, seen)
        if rule.id in seen:
            fault("quality_twice", f'Two quality rules here are named "{rule.id}". Give each an id.', here)
        seen.add(rule.id)
        yield rule


def _rule(
    fault: Report,
    entry: dict[str, Any],
    path: NodePath,
    table: str,
    column: str | None,
    columns: Sequence[str],
) -> Quality | None:
    kind = str(entry.get("type") or "library")
    if kind not in TYPES:
        message = f"A quality type is one of {', '.join(TYPES)}.{did_you_mean(kind, TYPES)}"
        fault("quality_type", message, (*path, "type"))
        return None
    severity = str(entry.get("severity") or "error").casefold()
    if severity not in SEVERITIES:
        message = f"A severity is one of {', '.join(SEVERITIES)}.{did_you_mean(severity, SEVERITIES)}"
        fault("quality_severity", message, (*path, "severity"))
        severity = "error"
    metric = entry.get("metric") or entry.get("rule")
    arguments = entry.get("arguments")
    rule = Quality(
        id=_identity(entry, kind, metric, column),
        type=kind,
        path=path,
        severity=severity,
        metric=str(metric) if metric else None,
        arguments=arguments if isinstance(arguments, dict) else {},
        query=_placed(str(entry["query"]), table, column) if entry.get("query") else None,
        threshold=_threshold(fault, entry, path, kind),
        unit=str(entry.get("unit") or "rows"),
        description=str(entry.get("description") or "").strip(),
        engine=str(entry.get("engine") or "").strip() or None,
        implementation=entry.get("implementation"),
    )
    _judge(fault, rule, column, columns)
    return rule


def _identity(entry: dict[str, Any], kind: str, metric: object, column: str | None) -> str:
    """The id or name given, else what it measures: ``<column>.<metric>`` or ``<metric>``."""
    given = _named(entry)
    if given:
        return re.sub(r"[^A-Za-z0-9]+", "_", str(given)).strip("_").lower() or kind
    what = str(metric) if metric else kind
    return f"{column}.{what}" if column else what


def _named(entry: dict[str, Any]) -> object:
    return entry.get("id") or entry.get("name")


def _numbered(rule: Quality, seen: Collection[str]) -> Quality:
    """``rule`` under the next free number. It finds nothing, so nobody has to know it by its name."""
    numbers = (f"{rule.id}_{number}" for number in count(2))
    return replace(rule, id=next(name for name in numbers if name not in seen))


def _placed(query: str, table: str, column: str | None) -> str:
    """ODCS placeholders such as ``${table}`` and ``{column}`` as quoted names."""

    def named(match: re.Match[str]) -> str:
        name = table if match.group(1) in ("object", "table", "model") else column
        return match.group(0) if name is None else '"' + name.replace('"', '""') + '"'

    return re.sub(r"\$?\{(object|table|model|property|column|field)\}", named, query)


def _threshold(fault: Report, entry: dict[str, Any], path: NodePath, kind: str) -> tuple[str, Any] | None:
    found = [name for name in OPERATORS if name in entry]
    if kind in ("text", "custom"):
        return None
    if len(found) != 1:
        fault("quality_operator", f"A quality rule needs one of {', '.join(OPERATORS)}.", path)
        return None
    name, value = found[0], entry[found[0]]
    numbers = value if name.endswith("Between") else [value]
    fits = isinstance(numbers, list) and len(numbers) == (2 if name.endswith("Between") else 1)
    if not fits or any(isinstance(n, bool) or not isinstance(n, (int, float)) for n in numbers):
        fault(
            "quality_number",
            f"{name} needs {'two numbers' if 'Between' in name else 'a number'}.",
            (*path, name),
        )
        return None
    if numbers[0] > numbers[-1]:
        fault("quality_number", f"The first number of {name} is larger than the second.", (*path, name))
        return None
    return name, tuple(numbers) if name.endswith("Between") else value


def _judge(fault: Report, rule: Quality, column: str | None, columns: Sequence[str]) -> None:
    path = rule.path
    if rule.type == "custom" and not rule.engine:
        fault("quality_engine", "A rule of type custom needs an engine, which says who runs it.", path)
    elif rule.type == "sql" and not rule.query:
        fault("quality_query", "A rule of type sql needs a query.", path)
    elif rule.type == "library":
        _judge_metric(fault, rule, column, columns)
    if rule.unit not in ("rows", "percent"):
        fault("quality_unit", "A unit is rows or percent.", (*path, "unit"))


def _judge_metric(fault: Report, rule: Quality, column: str | None, columns: Sequence[str]) -> None:
    path, metric = rule.path, rule.metric
    at: NodePath = (*path, "metric") if metric else path
    if metric not in METRICS:
        hint = did_you_mean(metric or "", METRICS)
        fault("unknown_metric", f"A metric is one of {', '.join(METRICS)}.{hint}", at)
    elif metric == "rowCount" and column is not None:
        fault("metric_place", "rowCount belongs on the table, not on a property.", at)
    elif metric in ("nullValues", "missingValues", "invalidValues") and column is None:
        fault("metric_place", f"{metric} belongs on a property, not on the table.", at)
    elif metric == "invalidValues":
        _judge_invalid(fault, rule, (*path, "arguments"))
    elif metric == "missingValues" and not isinstance(rule.arguments.get("missingValues"), list):
        message = "missingValues needs a list named missingValues."
        fault("metric_arguments", message, (*path, "arguments"))
    elif metric == "duplicateValues" and column is None:
        _judge_duplicates(fault, rule, (*path, "arguments"), columns)


def _judge_invalid(fault: Report, rule: Quality, path: NodePath) -> None:
    valid, pattern = rule.arguments.get("validValues"), rule.arguments.get("pattern")
    if valid is None and pattern is None:
        fault("metric_arguments", "invalidValues needs the argument validValues or pattern.", path)
    if valid is not None and not isinstance(valid, list):
        fault("metric_arguments", "validValues is a list.", (*path, "validValues"))
    if pattern is not None:
        problem = pattern_problem(pattern) if isinstance(pattern, str) else "A pattern must be text."
        if problem:
            fault("pattern", problem, (*path, "pattern"))


def _judge_duplicates(fault: Report, rule: Quality, path: NodePath, columns: Sequence[str]) -> None:
    names = rule.arguments.get("properties")
    if not isinstance(names, list) or not names:
        fault("metric_arguments", "duplicateValues on a table needs a list named properties.", path)
        return
    for index, name in enumerate(names):
        if name not in columns:
            message = f'There is no property "{name}" here.{did_you_mean(str(name), columns)}'
            fault("unknown_column", message, (*path, "properties", index))


def none_allowed(rule: Quality) -> bool:
    """Whether the threshold allows not one: then each faulty row can be named."""
    if rule.threshold == ("mustBeLessThan", 1):
        return rule.unit == "rows"  # less than one per cent may be many rows
    return rule.threshold in (("mustBe", 0), ("mustBeLessOrEqualTo", 0))


def written(value: object) -> str:
    """A value that a rule lists, as a cell holds it: null stands for an empty one."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def names_in(query: str) -> set[str]:
    """The words and quoted names of a query, in small letters; text and comments are left out."""
    found = _IN_SQL.findall(query)
    return {(quoted.replace('""', '"') or word).casefold() for quoted, word in found if quoted or word}


def holds(count: float, operator: str, wanted: object, *, among: int) -> bool:
    """Whether ``count`` in ``among`` is what an ODCS operator asks for, in decimals as they are written."""
    ends = [Decimal(str(end)) * among for end in (wanted if isinstance(wanted, tuple) else (wanted,))]
    value, low, high = Decimal(str(count)), ends[0], ends[-1]
    return {
        "mustBe": value == low,
        "mustNotBe": value != low,
        "mustBeGreaterThan": value > low,
        "mustBeGreaterOrEqualTo": value >= low,
        "mustBeLessThan": value < low,
        "mustBeLessOrEqualTo": value <= low,
        # ODCS: equivalent to mustBeGreaterThan and mustBeLessThan.
        "mustBeBetween": low < value < high,
        "mustNotBeBetween": not low < value < high,
    }[operator]
