"""The report as one self-contained page: no script, no request, readable by everybody, prints well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from cfgovern.findings import SEVERITIES, Finding, Report
from cfgovern.reporting import extras
from cfgovern.reporting.blocks import block
from cfgovern.reporting.filters import Filters, filters
from cfgovern.reporting.groups import Group, Section, sections
from cfgovern.reporting.markup import Child, Html, el
from cfgovern.reporting.page import page, scroll_table
from cfgovern.reporting.part import Part
from cfgovern.reporting.plain import count_of
from cfgovern.reporting.words import NO_VALUES, SEVERITY, SYNTHETIC, WHOLE, long_date, outcome, title

__all__ = ["LISTED", "render_html"]

LISTED = 1000
"""Places that the page lists for one rule; the JSON report has them all."""

_MARKS = {"block": "■", "error": "◆", "warning": "▲", "info": "●"}


def render_html(report: Report) -> str:
    """The whole page. Each text of the report is escaped once, by the element builder."""
    told, parts = outcome(report), sections(report)
    shown = filters(parts)
    heading = f"{told.headline} – {report.submission_name}"
    if report.record_origin == "synthetic":
        heading = f"SYNTHETIC – {heading}"
    beside = list(extras.parts(report))
    content = (_header(report), _main(report, parts, shown, beside), _footer(report))
    style = shown.style + (_pictures() if any(part.picture for part in beside) else "")
    return page(heading, *content, start=("Skip to the result", "result"), style=style)


def _pictures() -> str:
    return Path(__file__).with_name("svg.css").read_text(encoding="utf-8")


def _header(report: Report) -> Html:
    contract = report.contract
    synthetic = report.record_origin == "synthetic"
    named = contract and f"{contract.name or contract.id}, version {contract.version}"
    return el(
        "header",
        el("p", SYNTHETIC, class_="synthetic") if synthetic else None,
        el("p", "cfgovern", class_="brand"),
        el("h1", el("span", title(report), class_="kind"), " ", report.submission_name),
        el("p", "Checked with ", el("strong", named), class_="with") if named else None,
        el("p", contract.notice, class_="notice", role="note") if contract and contract.notice else None,
    )


def _main(report: Report, parts: tuple[Section, ...], shown: Filters, beside: list[Part]) -> Html:
    return el(
        "main",
        _result(report),
        _tables(report, parts, shown) if report.tables else None,
        shown.control,
        [_section(part, report.submission_name, number, shown) for number, part in enumerate(parts)],
        [_extra(part) for part in beside],
        _not_run(report) if report.not_run else None,
        _notices(report) if report.notices else None,
        id="result",
        tabindex="-1",
    )


def _result(report: Report) -> Html:
    told = outcome(report)
    tally = [
        el("div", el("dt", _badge(severity)), el("dd", f"{number:,}"), class_=None if number else "zero")
        for severity in SEVERITIES
        for number in [report.counts.get(severity, 0)]
    ]
    return el(
        "section",
        el("h2", told.headline, id="outcome"),
        el("p", told.detail, class_="lead"),
        el("dl", tally, class_="tally") if report.outcome != "refused" else None,
        el("h3", "What to do next"),
        el("ol", [el("li", step) for step in told.steps]),
        class_=f"result {report.outcome if report.outcome in ('pass', 'confirm') else 'fail'}",
        aria_labelledby="outcome",
    )


def _badge(severity: str) -> Html:
    mark = el("span", _MARKS[severity], aria_hidden="true")
    return el("span", mark, " ", SEVERITY[severity], class_=f"badge {severity}")


def _tables(report: Report, parts: tuple[Section, ...], shown: Filters) -> Html:
    numbers = {part.table: number for number, part in enumerate(parts)}
    rows = []
    for name, counts in report.tables.items():
        number = numbers.get(name)
        source = counts.source if counts.source != report.submission_name else None
        rows.append(
            el(
                "tr",
                el("th", name, el("span", source, class_="source") if source else None, scope="row"),
                _numbers(counts.rows_read, counts.rows_accepted, counts.rows_rejected, counts.rows_ignored),
                el("td", "0" if number is None else _points(parts[number], number, shown)),
            )
        )
    heads = ("Table", "Rows read", "Accepted", "Rejected", "Ignored", "Points")
    return el(
        "section",
        el("h2", "Tables", id="tables"),
        scroll_table("Rows and points of each table", heads, rows, "counts"),
        el("p", "Every row that was read is counted once: accepted, rejected or ignored.", class_="small"),
        aria_labelledby="tables",
    )


def _points(part: Section, number: int, shown: Filters) -> Html:
    """How many points a table has, as a link to them."""
    more = el("span", f" in {part.table}", class_="hidden")
    entries = f"to {shown.sections[number]}".rstrip()
    return el("a", f"{part.count:,}", more, class_=entries, href=f"#sheet-{number + 1}")


def _numbers(*numbers: int) -> list[Html]:
    return [el("td", f"{number:,}", class_=None if number else "zero") for number in numbers]


def _section(part: Section, submission: str, number: int, shown: Filters) -> Html:
    where, name = part.where(submission), part.table or WHOLE
    groups = zip(part.groups, shown.groups[number], strict=True)
    title = f"sheet-{number + 1}"
    return el(
        "section",
        el("h2", name, id=title),
        el("p", f"{where}: " if where else "", count_of(part.count, "point", "points"), class_="where"),
        [_group(group, entries) for group, entries in groups],
        el("p", el("a", "Back to the result", href="#result"), class_="back"),
        class_=f"part {shown.sections[number]}".rstrip(),
        aria_labelledby=title,
    )


def _group(group: Group, entries: str) -> Html:
    text = group.text
    example = el("span", "Example: ", el("code", text.example), class_="example") if text.example else None
    facts: list[tuple[str, Child]] = [
        ("Cells", _places(group.cells)),
        ("Lines of the file", _places(group.lines)),
        ("Rows", _places(group.rows)),
        ("Record", _key(group.findings[0]) if len(group.findings) == group.count == 1 else None),
        ("What to do", [text.fix, " ", example] if text.fix or example else None),
        ("Why it matters", text.why or None),
    ]
    return el(
        "article",
        el("h3", _badge(text.severity), " ", text.summary),
        el(
            "dl",
            [el("div", el("dt", name), el("dd", value)) for name, value in facts if value],
            class_="facts",
        ),
        _full_list(group),
        el("p", "Rule ", el("code", text.rule), class_="rule"),
        class_=f"group {text.severity} {entries}".rstrip(),
    )


def _places(told: str) -> list[Html | str] | None:
    """Each place in one piece, so that no line breaks inside ``C7-C9``."""
    return [el("span", place + " ", class_="place") for place in told.split(" ")] if told else None


def _full_list(group: Group) -> Html | None:
    """Every place with its record key, opened without script; None where it would add nothing."""
    columns = [column for column in _COLUMNS if any(column[1](finding) for finding in group.findings)]
    if len({finding.message for finding in group.findings}) == 1:
        columns = [column for column in columns if column[0] != "What is wrong"]
    if not columns or (group.count == 1 and not group.findings[0].entity):
        return None
    listed = group.findings[:LISTED]
    rows = [el("tr", [el("td", value(finding)) for _, value in columns]) for finding in listed]
    if len(listed) < group.count:
        label = f"The first {len(listed):,} of {group.count:,} places"
    else:
        label = f"List of {count_of(group.count, 'place', 'places')}"
    about = el("span", f": {group.text.summary}", class_="hidden")
    table = scroll_table(label, tuple(name for name, _ in columns), rows, "places")
    return el("details", el("summary", label, about), table)


def _key(finding: Finding) -> str:
    return ", ".join(f"{name} {value}" for name, value in (finding.key or {}).items())


def _characters(finding: Finding) -> str:
    if finding.start is None or finding.end is None:
        return "the whole cell" if finding.entity else ""
    return f"{finding.start + 1:,} to {finding.end:,}"


_COLUMNS = (
    ("Cell", lambda finding: finding.cell or ""),
    ("Row", lambda finding: f"{finding.sheet_row}" if finding.sheet_row and not finding.cell else ""),
    ("Line", lambda finding: f"{finding.line}" if finding.line else ""),
    ("Record", _key),
    ("What it looks like", lambda finding: finding.entity or ""),
    ("Characters", _characters),
    ("Place in the text", block),
    ("Shape", lambda finding: finding.shape or ""),
    ("Whose", lambda finding: finding.person or ""),
    ("What is wrong", lambda finding: finding.message),
)


def _extra(part: Part) -> Html:
    rows = [
        el("tr", el("th", first, scope="row"), [el("td", cell) for cell in cells])
        for first, *cells in part.rows
    ]
    return el(
        "section",
        el("h2", part.title, id=part.id),
        scroll_table(part.caption, part.heads, rows, "counts") if rows else None,
        part.picture,
        el("ul", [el("li", words) for words in part.sentences]),
        aria_labelledby=part.id,
    )


def _not_run(report: Report) -> Html:
    rows = [
        el(
            "tr",
            el("th", el("code", entry.rule), scope="row"),
            el("td", entry.because),
            el("td", "all" if entry.rows is None else f"{entry.rows:,}"),
        )
        for entry in report.not_run
    ]
    return el(
        "section",
        el("h2", "Checks that were not run", id="not-run"),
        scroll_table("Checks that were not run, and why", ("Rule", "Why", "Rows"), rows, "not-run"),
        aria_labelledby="not-run",
    )


def _notices(report: Report) -> Html:
    notices = el("ul", [el("li", notice) for notice in report.notices])
    return el("section", el("h2", "Please note", id="notices"), notices, aria_labelledby="notices")


def _footer(report: Report) -> Html:
    facts = el("dl", [el("div", el("dt", name), el("dd", value)) for name, value in _facts(report)])
    return el("footer", el("h2", "About this report"), el("p", NO_VALUES), facts)


def _facts(report: Report) -> Iterator[tuple[str, str]]:
    contract = report.contract
    if contract:
        yield "Contract", f"{contract.id}, version {contract.version}"
        yield "Contract file", contract.digest
    if report.submission_digest:
        yield "Submission", report.submission_digest
    yield "Checked as of", long_date(report.as_of)
    yield "Kind of data", report.record_origin or "not said"
    yield "Run", report.run_id
    yield "Made by", f"cfgovern {report.cfgovern_version}"
