"""Limits that leave no value are refused; a limit that one value keeps is none of these."""

from __future__ import annotations

from typing import Any

import pytest

from cfgovern.contract.model import NodePath
from cfgovern.contract.options import TypeOptions


def told(kind: str, options: dict[str, Any]) -> list[tuple[str, str, NodePath]]:
    """The faults of the limits and lengths of a property with these options."""
    faults: list[tuple[str, str, NodePath]] = []

    def fault(code: str, message: str, path: NodePath) -> None:
        faults.append((code, message, path))

    given = TypeOptions(fault, {"logicalTypeOptions": options}, ("p",), kind)
    given.bounds()
    given.lengths()
    return faults


@pytest.mark.parametrize(
    ("kind", "options", "low", "high"),
    [
        ("integer", {"minimum": 5, "maximum": 2}, "minimum", "maximum"),
        ("integer", {"minimum": 10, "maximum": 9}, "minimum", "maximum"),  # as text 10 comes first
        ("integer", {"exclusiveMinimum": 1, "exclusiveMaximum": 2}, "exclusiveMinimum", "exclusiveMaximum"),
        ("integer", {"minimum": 2, "exclusiveMaximum": 2}, "minimum", "exclusiveMaximum"),
        ("integer", {"minimum": 0.2, "maximum": 0.8}, "minimum", "maximum"),
        ("number", {"minimum": 0.2, "maximum": 0.1}, "minimum", "maximum"),
        ("number", {"exclusiveMinimum": 1.0, "maximum": 1}, "exclusiveMinimum", "maximum"),
        ("number", {"minimum": 1, "exclusiveMinimum": True, "maximum": 1}, "minimum", "maximum"),
        ("date", {"minimum": "2026-04-02", "maximum": "2026-04-01"}, "minimum", "maximum"),
        (
            "date",
            {"exclusiveMinimum": "2026-04-01", "exclusiveMaximum": "2026-04-02"},
            "exclusiveMinimum",
            "exclusiveMaximum",
        ),
        ("timestamp", {"minimum": "2026-04-01T00:00:01", "maximum": "2026-04-01"}, "minimum", "maximum"),
        (
            "timestamp",
            {"minimum": "2026-04-01", "exclusiveMaximum": "2026-04-01"},
            "minimum",
            "exclusiveMaximum",
        ),
        ("time", {"minimum": "17:00", "maximum": "09:00"}, "minimum", "maximum"),
        ("string", {"minLength": 5, "maxLength": 2}, "minLength", "maxLength"),
    ],
)  # fmt: skip
def test_limits_that_leave_no_value_are_refused(
    kind: str, options: dict[str, Any], low: str, high: str
) -> None:
    words = f"{low} and {high} leave nothing between them, so no value can be right."
    assert told(kind, options) == [("no_room", words, ("p", "logicalTypeOptions", low))]


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("integer", {"minimum": 2, "maximum": 2}),
        ("integer", {"minimum": 9, "maximum": 10}),
        ("integer", {"exclusiveMinimum": 1, "exclusiveMaximum": 3}),
        ("integer", {"minimum": 5}),
        ("number", {"exclusiveMinimum": 1, "exclusiveMaximum": 2}),
        ("number", {"minimum": "0.10", "maximum": "0.1"}),
        ("date", {"exclusiveMinimum": "2026-04-01", "maximum": "2026-04-02"}),
        ("timestamp", {"minimum": "2026-04-01", "maximum": "2026-04-01T00:00:00"}),
        ("timestamp", {"minimum": "2026-04-01T12:00:00Z", "maximum": "2026-04-01"}),  # not ours to judge
        ("time", {"minimum": "09:00", "maximum": "09:00:00"}),
        ("string", {"minLength": 2, "maxLength": 2}),
    ],
)
def test_limits_that_leave_one_value_are_kept(kind: str, options: dict[str, Any]) -> None:
    assert told(kind, options) == []


def test_a_limit_that_cannot_be_read_is_told_alone() -> None:
    assert [code for code, _, _ in told("integer", {"minimum": "five", "maximum": 2})] == ["number"]
    assert [code for code, _, _ in told("string", {"minLength": -1, "maxLength": 2})] == ["length"]
