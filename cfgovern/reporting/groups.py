"""A report as people read it: a section for each sheet, in it a group for each way a rule speaks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cfgovern.findings import SEVERITIES, Finding, Report, RuleText, TableCounts
from cfgovern.reporting.cells import cell_ranges, number_ranges

__all__ = ["Group", "Section", "sections"]

Way = tuple[str, str]  # a rule id and the message of each finding; no message: however it speaks


@dataclass(frozen=True, slots=True)
class Group:
    """All findings that one rule words alike, and the words that tell them together."""

    text: RuleText
    findings: tuple[Finding, ...]
    count: int

    @property
    def cells(self) -> str:
        """Cells to look at, or an empty text."""
        return cell_ranges((f.cell for f in self.findings if f.cell), total=self._total("cell"))

    @property
    def lines(self) -> str:
        """Lines of the text file, or an empty text."""
        return number_ranges((f.line for f in self.findings if f.line), total=self._total("line"))

    @property
    def rows(self) -> str:
        """Rows of the spreadsheet, where the whole row is meant and so no finding has a cell."""
        if any(finding.cell for finding in self.findings):
            return ""
        rows = (f.sheet_row for f in self.findings if f.sheet_row)
        return number_ranges(rows, total=self._total("sheet_row"))

    def _total(self, name: str) -> int | None:
        """The full number of places: known only where some findings are not listed here."""
        unlisted = self.count - len(self.findings)
        return unlisted + len({getattr(f, name) for f in self.findings}) if unlisted > 0 else None


@dataclass(frozen=True, slots=True)
class Section:
    """The groups of one table. ``table`` and ``counts`` are None for what concerns the whole file."""

    table: str | None
    sheet: str | None
    counts: TableCounts | None
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """All findings of this section, also those not listed."""
        return sum(group.count for group in self.groups)

    def where(self, submission: str) -> str:
        """File and sheet, where they say more than the names of the submission and the table do."""
        source = self.counts.source if self.counts and self.counts.source != submission else ""
        sheet = _sheet_named(self.sheet) if self.sheet and self.sheet != self.table else ""
        return ", ".join(text for text in (source, sheet) if text)


def sections(report: Report) -> tuple[Section, ...]:
    """Sections with findings: the whole file first, then tables in the order of the report."""
    texts = {(text.rule, text.message): text for text in report.rules}
    by_table: dict[str | None, dict[Way, list[Finding]]] = {None: {}}
    by_table.update((name, {}) for name in report.tables)
    for finding in report.findings:
        way = (finding.rule, finding.message)
        ways = by_table.setdefault(finding.table, {})
        ways.setdefault(way if way in texts else (finding.rule, ""), []).append(finding)
    return tuple(
        Section(
            table,
            _sheet(ways.values()) if table else None,
            report.tables.get(table) if table else None,
            groups,
        )
        for table, ways in by_table.items()
        if (groups := _groups(report, ways, texts))
    )


def _groups(report: Report, ways: dict[Way, list[Finding]], texts: dict[Way, RuleText]) -> tuple[Group, ...]:
    groups = []
    for (rule, message), findings in ways.items():
        first = findings[0]
        text = texts.get((rule, message)) or RuleText(
            rule, first.severity, first.message, first.fix, count=len(findings)
        )
        unsaid = 0 if message else report.truncated.get(rule, 0)
        groups.append(Group(text, tuple(findings), max(len(findings), text.count, unsaid)))
    return tuple(sorted(groups, key=lambda group: SEVERITIES.index(group.text.severity)))


def _sheet(ways: Iterable[list[Finding]]) -> str | None:
    return next((finding.sheet for findings in ways for finding in findings if finding.sheet), None)


def _sheet_named(sheet: str) -> str:
    """A sheet in words; one that is told by its number says so already."""
    return sheet if sheet.startswith("sheet ") else f"sheet {sheet}"
