"""What a group of findings tells a build: its words and its places as plain lines, and no record key.

A build keeps its logs and shows them to many people, so the keys that a contract lets a report show are
left out here.
"""

from __future__ import annotations

from collections.abc import Iterable

from cfgovern.findings import SEVERITIES, Report
from cfgovern.reporting.groups import Group, Section
from cfgovern.reporting.plain import count_of, plain

__all__ = ["gravest_first", "lines", "settled", "source_of"]


def lines(group: Group) -> list[str]:
    """Where and what to do, a line each; the first is the summary. No line holds a line break."""
    text = group.text
    facts = (
        ("Cells", group.cells),
        ("Lines of the file", group.lines),
        ("Rows", group.rows),
        ("What to do", text.fix),
        ("For example", text.example),
        ("Why it matters", text.why),
    )
    told = [f"{name}: {value}" for name, value in facts if value]
    return [plain(line) for line in (text.summary, *told)]


def gravest_first(parts: Iterable[Section]) -> list[tuple[Section, Group]]:
    """Every group with its section, the gravest severity first and else in the order of the report."""
    pairs = [(part, group) for part in parts for group in part.groups]
    return sorted(pairs, key=lambda pair: SEVERITIES.index(pair[1].text.severity))


def settled(report: Report) -> list[tuple[str, str]]:
    """Each rule with warnings that somebody has confirmed, and how many; not who it was, nor why."""
    counts: dict[str, int] = {}
    for one in report.confirmed:
        counts[one.rule] = counts.get(one.rule, 0) + len(one.findings)
    return [
        (rule, f"Confirmed with a reason: {count_of(n, 'place', 'places')}.") for rule, n in counts.items()
    ]


def source_of(report: Report, table: str | None) -> str:
    """The file that holds ``table``, by a name that may be shown; the submission where none does.

    It is the way there from the working folder where that may be told, as builds look for files in that way.
    """
    counts = report.tables.get(table or "")
    source = counts.source if counts else report.submission_name
    if report.folder is None:
        return source
    whole = report.folder + report.submission_name
    return whole if source == report.submission_name else f"{whole}/{source}"
