"""The report as JUnit XML, for the page of tests that GitLab, Jenkins and others show of a build.

A suite is a table, a test is a rule. The form is that of ``junit-10.xsd`` of Jenkins' xunit plugin, which
GitLab reads too: there the ``classname`` is shown as the suite, and two tests of one ``classname`` and
``name`` count as one, so every rule stands once. Names are made from the contract alone and stay the same
from run to run.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

from cfgovern.findings import Report
from cfgovern.reporting.facts import gravest_first, lines, settled
from cfgovern.reporting.groups import Group, sections
from cfgovern.reporting.plain import count_of, plain
from cfgovern.reporting.words import SYNTHETIC, outcome

__all__ = ["render_junit"]

_WHOLE = "file"  # the suite of what concerns no table: the first part of the ids of such rules


@dataclass(slots=True)
class _Case:
    """What became of one rule: its groups, the gravest first; why it was not run, wholly or in part.

    ``settled``: what of it is confirmed, which is no failure.
    """

    groups: list[Group] = field(default_factory=list)
    because: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)

    def tag(self, refused: bool) -> str | None:
        """The element that tells of it; None for a test that passed."""
        if any(group.text.severity != "info" for group in self.groups):
            return "error" if refused else "failure"
        return "skipped" if self.because else None


def render_junit(report: Report) -> str:
    """The whole document. Any block, error or warning is a failure, as it is for the exit code."""
    root = Xml.Element("testsuites", name=f"cfgovern {plain(report.report)}")
    totals = dict.fromkeys(("tests", "failures", "errors"), 0)
    for number, (name, cases) in enumerate(_suites(report).items()):
        suite = _suite(report, name, cases, marked=number == 0)
        root.append(suite)
        for count in totals:
            totals[count] += int(suite.attrib[count])
    root.attrib.update({name: str(count) for name, count in totals.items()})
    Xml.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{Xml.tostring(root, encoding="unicode")}\n'


def _suites(report: Report) -> dict[str, dict[str, _Case]]:
    """The rules of each table by id: failed ones first, then those passed, then those not run."""
    suites: dict[str, dict[str, _Case]] = {name: {} for name in (_WHOLE, *report.tables)}
    for part, group in gravest_first(sections(report)):
        cases = suites.setdefault(part.table or _WHOLE, {})
        cases.setdefault(group.text.rule, _Case()).groups.append(group)
    for rule, words in settled(report):
        suites.setdefault(_table_of(rule, suites), {}).setdefault(rule, _Case()).settled.append(words)
    for rule in report.passed:
        suites.setdefault(_table_of(rule, suites), {}).setdefault(rule, _Case())
    for entry in report.not_run:
        rows = f" ({count_of(entry.rows, 'row', 'rows')})" if entry.rows is not None else ""
        cases = suites.setdefault(_table_of(entry.rule, suites), {})
        cases.setdefault(entry.rule, _Case()).because.append(f"Not run{rows}: {entry.because}")
    return {name: cases for name, cases in suites.items() if cases}


def _table_of(rule: str, tables: dict[str, dict[str, _Case]]) -> str:
    """The table that a rule id begins with, which may have dots of its own."""
    known = [name for name in tables if rule == name or rule.startswith(f"{name}.")]
    return max(known, key=len, default=rule.partition(".")[0])


def _suite(report: Report, name: str, cases: dict[str, _Case], *, marked: bool) -> Xml.Element:
    refused = report.outcome == "refused"
    tags = [case.tag(refused) for case in cases.values()]
    suite = Xml.Element(
        "testsuite",
        name=plain(name),
        tests=str(len(tags)),
        failures=str(tags.count("failure")),
        errors=str(tags.count("error")),
        skipped=str(tags.count("skipped")),
    )
    if marked:
        properties = Xml.SubElement(suite, "properties")
        for key, value in _properties(report):
            Xml.SubElement(properties, "property", name=key, value=plain(value))
    for rule, case in cases.items():
        # Jenkins takes what stands before the last dot for a package.
        found = Xml.SubElement(
            suite, "testcase", name=plain(rule), classname=f"cfgovern.{plain(name)}", time="0"
        )
        _tell(found, case, case.tag(refused))
    return suite


def _tell(test: Xml.Element, case: _Case, tag: str | None) -> None:
    told = [*(line for group in case.groups for line in (*lines(group), "")), *case.settled, *case.because]
    text = "\n".join(plain(line) for line in told).rstrip("\n")
    if tag == "skipped":
        Xml.SubElement(test, tag, message=plain(case.because[0])).text = text
    elif tag:
        first = case.groups[0].text
        Xml.SubElement(test, tag, message=plain(first.summary), type=first.severity).text = text
    elif text:
        Xml.SubElement(test, "system-out").text = text


def _properties(report: Report) -> Iterator[tuple[str, str]]:
    """What the run was about, told once."""
    if report.record_origin == "synthetic":
        yield "notice", SYNTHETIC
    yield "outcome", f"{report.outcome}: {outcome(report).headline}"
    yield "submission", report.submission_name
    if report.contract:
        yield "contract", f"{report.contract.id}, version {report.contract.version}"
    yield "as_of", report.as_of
    yield "run_id", report.run_id
    yield "cfgovern_version", report.cfgovern_version
