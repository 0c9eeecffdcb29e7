"""What the generated contracts and data must hold between them, or the test has compared too little.

``seen`` counts what the reference judged: (what, verdict). A verdict is ``holds``, ``fails``,
``suppressed`` (the cell failed before, or says nothing) or ``not run`` (a column or table is not there).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.property.aims import AIMS
from tests.property.expressions import DEEPEST, OPERATOR_NAMES
from tests.property.reference import OPERATORS
from tests.property.strategies import JOINS, KINDS

Seen = Counter[tuple[str, str]]
VERDICTS = ("holds", "fails", "suppressed", "not run")
LAYOUT = (
    *(
        "column_missing",
        "column_renamed",
        "column_duplicate",
        "table_missing",
        "header_missing",
        "blank_rows",
    ),
    *("white space around a heading", "table that may come later", "rows"),
)
SEVERITIES = ("block", "error", "warning", "info")
OUTCOMES = ("pass", "confirm", "fail")
BOUNDS = ("integer", "number", "date", "timestamp", "time")


def _wanted() -> Iterator[tuple[str, str]]:
    yield from ((aim.check, aim.verdict) for aim in AIMS)
    yield ("sql measured", "suppressed")
    # Each type in each of its ways, each limit of each type that has one.
    yield from ((f"type of {kind}", verdict) for kind in KINDS for verdict in VERDICTS[:3])
    limits = [f"{check} of {kind}" for check in ("minimum", "maximum") for kind in BOUNDS]
    yield from ((limit, verdict) for limit in limits for verdict in ("holds", "fails"))
    both_ways = (*OPERATORS, "percent", "number", *JOINS, *OPERATOR_NAMES)
    yield from ((what, verdict) for what in both_ways for verdict in ("holds", "fails"))
    depths = (f"depth {depth}" for depth in range(1, DEEPEST + 1))
    yield from ((depth, verdict) for depth in depths for verdict in ("holds", "fails"))
    yield from (("condition", said) for said in ("True", "False", "None"))
    yield from ((what, "fails") for what in LAYOUT)
    yield from (("severity", severity) for severity in SEVERITIES)
    yield from (("outcome", outcome) for outcome in OUTCOMES)
    yield from ((f"origin {origin}", "holds") for origin in ("live", "synthetic", "mixed"))
    yield from (("json schema", verdict) for verdict in ("holds", "fails"))


WANTED = frozenset(_wanted())


def never(seen: Seen) -> list[tuple[str, str]]:
    """What was never generated."""
    return sorted(each for each in WANTED if not seen[each])


def summary(seen: Seen) -> str:
    """A table of what was generated: a row for each thing, a column for each verdict."""
    other = sorted({verdict for _, verdict in seen} - {*VERDICTS})
    columns = (*VERDICTS, *other)
    lines = ["".join(["what".ljust(40), *(column.rjust(11) for column in columns)])]
    for what in sorted({what for what, _ in seen}):
        counts = (seen[what, column] for column in columns)
        lines.append(what.ljust(40) + "".join((str(count) if count else "").rjust(11) for count in counts))
    return "\n".join(lines)
