"""The report as workflow commands of GitHub Actions: annotations on the files of a pull request.

GitHub shows 10 annotations of each level a step. So each is about all that one rule found in one table,
the gravest come first, and where there are more the tenth says how many.
"""

from __future__ import annotations

from collections.abc import Iterator

from cfgovern.findings import Report, Severity
from cfgovern.reporting.facts import gravest_first, lines, source_of
from cfgovern.reporting.groups import Group, Section, sections
from cfgovern.reporting.plain import count_of, plain
from cfgovern.reporting.words import SEVERITY, SYNTHETIC, outcome

__all__ = ["SHOWN", "render_github"]

SHOWN = 10
"""Annotations of one level that GitHub shows for a step: docs/problem-matchers.md of actions/toolkit."""

_LEVELS: dict[Severity, str] = {"block": "error", "error": "error", "warning": "warning", "info": "notice"}


def render_github(report: Report) -> str:
    """One command a line. An annotation whose file is not in the repository is shown in the summary."""
    groups: dict[str, list[tuple[Section, Group]]] = {"error": [], "warning": [], "notice": []}
    for pair in gravest_first(sections(report)):
        groups[_LEVELS[pair[1].text.severity]].append(pair)
    about = list(_about(report))
    told = [command for level, pairs in groups.items() for command in _level(report, level, pairs, about)]
    return "".join(f"{command}\n" for command in told)


def _level(report: Report, level: str, pairs: list[tuple[Section, Group]], about: list[str]) -> Iterator[str]:
    """All of one level, at most :data:`SHOWN`. Notices begin with what is said ``about`` the run."""
    room = SHOWN
    if level == "notice":
        yield from about
        room -= len(about)
    shown = pairs if len(pairs) <= room else pairs[: room - 1]
    for part, group in shown:
        yield _annotation(report, level, part, group)
    rest = [group for _, group in pairs[len(shown) :]]
    if rest:
        places = count_of(sum(group.count for group in rest), "place", "places")
        rules = count_of(len(rest), "more rule", "more rules")
        words = f"{rules} found something, in {places}. A report as JSON or HTML lists them all."
        yield _command(level, words, title=f"And {rules}")


def _about(report: Report) -> Iterator[str]:
    """What holds for the whole run: made-up data, the outcome, checks that were not run."""
    if report.record_origin == "synthetic":
        yield _command("notice", SYNTHETIC, title="SYNTHETIC")
    told = outcome(report)
    yield _command("notice", told.detail, title=told.headline)
    if report.not_run:
        rules = count_of(len(report.not_run), "check was", "checks were")
        yield _command("notice", f"{rules} not run, or not for every row. A report as JSON or HTML says why.")


def _annotation(report: Report, level: str, part: Section, group: Group) -> str:
    first = next((finding.line for finding in group.findings if finding.line), None)
    where = part.where(part.counts.source if part.counts else "")
    title = f"{SEVERITY[group.text.severity]} – {group.text.rule}"
    told = [*lines(group), *([f"Where: {plain(where)}"] if where else [])]
    return _command(
        level,
        "\n".join(told),
        file=source_of(report, part.table),
        line=str(first) if first else "",
        title=title,
    )


def _command(name: str, message: str, **properties: str) -> str:
    """A command as the toolkit of GitHub writes it. Properties without a value are left out."""
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {given}::{_data(message)}" if given else f"::{name}::{_data(message)}"


def _data(text: str) -> str:
    """``text`` as a message: a line break is all that would end it, a per cent sign all that is read back."""
    return "%0A".join(plain(line).replace("%", "%25") for line in text.split("\n"))


def _property(text: str) -> str:
    return plain(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
