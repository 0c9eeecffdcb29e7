"""The report of a made-up cohort as one page with pictures: rules first, then what was asked and drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cfgovern.evidence.measures import Achieved, CohortReport, Measures
from cfgovern.reporting import cohortpictures as pictures
from cfgovern.reporting import cohortwords as told
from cfgovern.reporting import svg
from cfgovern.reporting.cohortpictures import BELOW, section, table
from cfgovern.reporting.markup import Html, el
from cfgovern.reporting.page import page
from cfgovern.reporting.words import SYNTHETIC, long_date

__all__ = ["render_html"]


def render_html(report: CohortReport) -> str:
    """The whole page. Each text is escaped once, by the element builder."""
    style = "".join(
        Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("svg.css", "cohort.css")
    )
    content = (_header(report), _main(report), _footer(report))
    heading = f"SYNTHETIC – Report of a made-up cohort – {report.run.name}"
    return page(heading, *content, start=("Skip to the result", "result"), style=style)


def _header(report: CohortReport) -> Html:
    run = report.run
    contract = el("strong", f"{run.contract}, version {run.contract_version}")
    return el(
        "header",
        el("p", SYNTHETIC, class_="synthetic"),
        el("p", "cfgovern", class_="brand"),
        el("h1", el("span", "Report of a made-up cohort", class_="kind"), " ", run.name),
        el("p", "Made for ", contract, class_="with"),
        el("p", run.notice, class_="notice", role="note") if run.notice else None,
        el("p", told.NOBODY, class_="lead"),
    )


def _main(report: CohortReport) -> Html:
    measures = report.measures
    return el(
        "main",
        _rules(report),
        _coverage(report) if report.fired else None,
        _targets(measures) if measures.targets else None,
        pictures.needs(measures.needs) if measures.needs else None,
        pictures.over_time(measures) if measures.trajectories else None,
        pictures.follow_up(measures.follow_up) if measures.follow_up else None,
        pictures.areas(measures) if measures.areas else None,
        pictures.characteristics(measures) if measures.characteristics else None,
        _not_given(),
        id="result",
        tabindex="-1",
    )


def _rules(report: CohortReport) -> Html:
    verdict = told.verdict(report)
    rows = [(words, found, of) for words, found, of in told.checks(report)]
    return el(
        "section",
        el("h2", verdict.headline, id="rules"),
        el("p", verdict.detail, class_="lead"),
        table("Clean rows against the rules", ("Looked for", "Found", "Among"), rows),
        class_=f"result {verdict.state}",
        aria_labelledby="rules",
    )


def _coverage(report: CohortReport) -> Html:
    rows = [
        (rule, f"{count:,}" if count else "none", f"{report.silent.get(rule, 0):,}")
        for rule, count in sorted(report.fired.items(), key=lambda one: (one[1] > 0, one[0]))
    ]
    every = table("Rows that each rule found", ("Rule", "Faulty set", "Clean set"), rows)
    missed = [
        el("li", el("code", rule), f" – {why}" if (why := report.unplanted.get(rule)) else "")
        for rule, count in sorted(report.fired.items())
        if not count
    ]
    return section(
        "coverage",
        "Rules that were set off",
        el("p", told.coverage(report)),
        [el("h3", "Rules that found nothing in the faulty set"), el("ul", missed)] if missed else None,
        el("details", el("summary", "Every rule"), every),
    )


def _targets(measures: Measures) -> Html:
    shares = [one for one in measures.targets if one.target.kind == "share" and one.value is not None]
    rows = [svg.Bar(told.words(one), one.value, float(one.target.asked), one.low, one.high) for one in shares]
    words = svg.Words("asked", "Shares asked and drawn", f"A dot for each share that was drawn. {BELOW}")
    return section(
        "targets",
        "Asked and drawn",
        el("p", told.summary(measures)),
        svg.dots(words, rows, unit=told.PER_CENT, most=100) if rows else None,
        _target_table(measures.targets),
        el(
            "p",
            "Residual: drawn less asked, in points of per cent or in the unit of the mean. The interval is "
            f"the {told.INTERVAL} of sampling: where it holds the figure asked, chance alone explains the "
            "residual. ‘Assumed’: nobody has published the figure.",
            class_="small",
        ),
        _clashes(measures.targets),
    )


def _target_table(targets: Sequence[Achieved]) -> Html:
    heads = ("Figure", "Counted", "Asked", "Drawn", "Residual", told.INTERVAL, "Chance alone?")
    rows = [
        (
            [told.words(one), el("span", one.target.source, class_="source")],
            told.base(one),
            told.asked(one),
            told.drawn(one),
            told.residual(one),
            told.interval(one.low, one.high),
            "–" if one.low is None else "yes" if one.by_chance else "no",
        )
        for one in targets
    ]
    reasons = [el("li", f"{one.target.words}: {one.because}") for one in targets if one.because]
    every = table("What was asked and what was drawn", heads, rows, kind="figures wide")
    return el("div", every, el("ul", reasons, class_="small") if reasons else None)


def _clashes(targets: Sequence[Achieved]) -> list[Html] | None:
    clashes = told.clashes(targets)
    if not clashes:
        return None
    return [
        el("h3", "Figures that cannot all hold together"),
        el("p", "They were published about different people, so a residual has to stay in one of them."),
        el("ul", [el("li", f"{one} – with: {'; '.join(others)}") for one, others in clashes]),
    ]


def _not_given() -> Html:
    facts = [el("div", el("h3", title), el("p", why)) for title, why in told.NOT_GIVEN]
    return section("not-given", "What is not given here, and why", facts)


def _footer(report: CohortReport) -> Html:
    run = report.run
    facts = (
        ("Mode", run.mode),
        ("Seed", f"{run.seed}"),
        ("As of", long_date(run.as_of)),
        ("Profile", run.profile),
        ("Contract", f"{run.contract}, version {run.contract_version}"),
        ("Contract file", run.digest),
        ("People", f"{report.measures.people:,}"),
        ("Rows", ", ".join(f"{name} {count:,}" for name, count in report.measures.rows.items())),
        ("Made by", f"cfgovern {run.cfgovern_version}"),
    )
    listed = el("dl", [el("div", el("dt", name), el("dd", value)) for name, value in facts])
    return el("footer", el("h2", "About this run"), el("p", told.NOBODY), listed)
