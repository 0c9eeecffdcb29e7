"""The pictures of a made-up cohort, each with its table: needs, time, follow-up, areas, characteristics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfgovern.evidence.measures import FollowUp, Measures, Needs, Trajectory
from cfgovern.reporting import cohortwords as told
from cfgovern.reporting import svg
from cfgovern.reporting.markup import Child, Html, el
from cfgovern.reporting.page import scroll_table
from cfgovern.reporting.plain import count_of

__all__ = ["BELOW", "areas", "characteristics", "follow_up", "needs", "over_time", "section", "table"]

SHOWN = 10
"""Combinations in the picture; the table under it has them all."""
BELOW = "The table below has every figure."


def section(name: str, title: str, *content: Child) -> Html:
    """A part of the page under a heading of its own; ``name`` is unique in the page."""
    return el("section", el("h2", title, id=name), *content, aria_labelledby=name)


def table(
    caption: str,
    heads: Sequence[str],
    rows: Sequence[Sequence[Child]],
    *,
    words: Sequence[int] = (0,),
    kind: str = "figures",
) -> Html:
    """The first cell of a row names it; columns that are not ``words`` stand to the right."""
    body = [
        el(
            "tr",
            el("th", row[0], scope="row"),
            [el("td", cell, class_=None if at in words else "n") for at, cell in enumerate(row[1:], 1)],
        )
        for row in rows
    ]
    return scroll_table(caption, heads, body, kind)


def needs(found: Needs) -> Html:
    """Which needs come together, and how many people have how many."""
    first = found.combinations[:SHOWN]
    hidden = len(found.combinations) - len(first)
    words = svg.Words(
        "needs",
        "Needs that come together",
        f"The {len(first)} most frequent combinations of needs, and how many people have each. {BELOW}",
    )
    rows = [
        (
            ", ".join(name for name, has in zip(found.names, one.members, strict=True) if has) or "None",
            f"{one.count:,}",
            _share(one.count, found.people),
        )
        for one in found.combinations
    ]
    numbers = [
        svg.Bar(str(number), count, note=f"({_share(count, found.people)})")
        for number, count in enumerate(found.numbers)
    ]
    more = count_of(hidden, "combination is", "combinations are")
    caption = "People by combination of needs"
    about = svg.Words("number", "People by number of needs", _listed(numbers, "people"))
    return section(
        "needs-heading",
        f"Needs that come together ({found.kind})" if found.kind else "Needs that come together",
        svg.sets(words, found.names, [(one.members, one.count) for one in first]),
        el("p", f"{more} in the table only.", class_="small") if hidden else None,
        table(caption, ("Needs", "People", "Share"), rows),
        el("h3", "Number of needs"),
        svg.bars(about, numbers),
        table(
            "People by number of needs",
            ("Needs", "People", "Share"),
            [(one.label, f"{one.value:,}", one.note.strip("()")) for one in numbers],
        ),
    )


def over_time(measures: Measures) -> Html:
    """Means by wave and quarter, and how much a wave is like the one before."""
    return section(
        "time",
        "Over time",
        el(
            "p",
            "Means of those who have a figure, so who leaves changes them too. Service use is reckoned for "
            "a whole quarter, because the first and the last quarter of most people are parts; quarter 0 "
            "is the one in which support began.",
        ),
        el("div", [_trajectory(one) for one in measures.trajectories], class_="pictures"),
        _correlations(measures) if measures.correlations else None,
    )


def _trajectory(one: Trajectory) -> Html:
    points = [svg.Point(step.at, step.value, step.low, step.high) for step in one.steps]
    words = svg.Words(
        f"over-{one.id}",
        f"{one.words} by {one.per}",
        "; ".join(f"{one.per} {step.at}: {step.value:.1f} ({step.n:,})" for step in one.steps),
    )
    rows = [
        (str(step.at), f"{step.n:,}", told.fixed(step.value), told.interval(step.low, step.high))
        for step in one.steps
    ]
    heads = (one.per.capitalize(), "People", "Mean", told.INTERVAL)
    return el(
        "div",
        el("h3", one.words),
        svg.lines(words, [svg.Line(one.words, points)], x_words=one.per, y_words=one.unit),
        table(f"{one.words} by {one.per}", heads, rows),
    )


def _correlations(measures: Measures) -> list[Html]:
    known = [one for one in measures.correlations if one.r is not None]
    points = [svg.Point(one.second, one.r) for one in known if one.r is not None]
    words = svg.Words("waves", "Correlation with the wave before", f"Of the same people's totals. {BELOW}")
    asked = measures.asked_correlation
    rows = [
        (
            f"{one.first} and {one.second}",
            f"{one.n:,}",
            told.fixed(one.r, 2),
            told.fixed(asked, 2),
        )
        for one in measures.correlations
    ]
    return [
        el("h3", "From one wave to the next"),
        el("p", "Pearson's correlation of the same people's totals of needs (NDTA)."),
        svg.lines(
            words,
            [svg.Line("drawn", points)],
            x_words="wave",
            y_words="correlation",
            asked=asked,
            most=1,
        ),
        table("Correlation between waves", ("Waves", "People", "Drawn", "Asked"), rows),
    ]


def follow_up(follow: FollowUp) -> Html:
    """Who was followed up when, and why others were not."""
    points = [svg.Point(step.at, step.value, step.low, step.high) for step in follow.curve]
    words = svg.Words("follow", "People with a completed wave", f"By months since support began. {BELOW}")
    rows = [
        (
            f"{step.at} to {step.at + 3}",
            f"{step.n:,}",
            told.fixed(step.value, unit=told.PER_CENT),
            told.interval(step.low, step.high),
        )
        for step in follow.curve
    ]
    heads = ("Months", "People", "Followed up", told.INTERVAL)
    return section(
        "follow-heading",
        "Follow-up",
        el("p", "Of the people whose three months are over, those with a completed assessment in them."),
        svg.lines(
            words,
            [svg.Line("followed up", points)],
            x_words="months since support began (the first of three)",
            y_words="people with a completed wave",
            unit=told.PER_CENT,
            most=100,
        ),
        table("People with a completed wave, by months since support began", heads, rows),
        el("div", list(_reasons(follow)), class_="pictures"),
    )


def _reasons(follow: FollowUp) -> Iterator[Html]:
    kinds = (
        ("endings", "Why support ended", "People", follow.endings),
        ("not-done", "Why a wave was not completed", "Waves", follow.not_done),
    )
    for name, title, unit, counted in kinds:
        if counted:
            yield _counted(name, title, unit, [svg.Bar(one.words, one.count) for one in counted], "Reason")
    if follow.lag:
        rows = [svg.Bar(f"{at} to {at + 1}", count) for at, count in enumerate(follow.lag.months)]
        title = "Months from the start of support to the baseline"
        mean = f"{follow.lag.mean:.1f} months on average, of {follow.lag.n:,} people."
        yield _counted("lag", title, "People", rows, "Months", mean)


def _counted(name: str, title: str, unit: str, bars: Sequence[svg.Bar], head: str, about: str = "") -> Html:
    return el(
        "div",
        el("h3", title),
        el("p", about) if about else None,
        svg.bars(svg.Words(name, title, _listed(bars, unit.lower())), bars),
        table(f"{title}: figures", (head, unit), [(one.label, f"{one.value:,}") for one in bars]),
    )


def areas(measures: Measures) -> Html:
    """People, share of women and needs in each area."""
    found = measures.areas
    most = len(measures.needs.names) if measures.needs else None
    pictures = (
        ("people", "People", svg.bars, [svg.Bar(one.area, one.people) for one in found], "", None),
        ("female", "Female", svg.dots, [svg.Bar(one.area, one.female) for one in found], told.PER_CENT, 100),
        ("mean", "Mean number of needs", svg.dots, [svg.Bar(one.area, one.needs) for one in found], "", most),
    )
    rows = [
        (one.area, f"{one.people:,}", told.fixed(one.female, unit=told.PER_CENT), told.fixed(one.needs))
        for one in found
    ]
    drawn = [
        el(
            "div",
            el("h3", title),
            draw(svg.Words(f"area-{name}", f"{title} by area", BELOW), bars, unit=unit, most=end),
        )
        for name, title, draw, bars, unit, end in pictures
    ]
    return section(
        "areas",
        "Balance between areas",
        el("p", "The areas are made up too. Female: of those whose sex is known."),
        el("div", drawn, class_="pictures"),
        table("Areas", ("Area", "People", "Female", "Mean needs"), rows),
    )


def characteristics(measures: Measures) -> Html:
    """How small the smallest group of each protected characteristic is."""
    heads = ("Characteristic", "Known", "Groups", "Smallest group", "People", "Effective n", "Empty groups")
    rows = [
        (
            one.words,
            f"{one.known:,}",
            f"{one.groups:,}",
            one.smallest,
            f"{one.count:,}",
            f"{one.effective:,.0f}",
            f"{one.absent:,}",
        )
        for one in measures.characteristics
    ]
    return section(
        "characteristics",
        "Protected characteristics",
        el(
            "p",
            "Effective n: comparing the smallest group with everybody else tells as much as comparing two "
            "equal halves of so many people.",
        ),
        table("Smallest group of each characteristic", heads, rows, words=(0, 3), kind="figures wide named"),
    )


def _listed(bars: Sequence[svg.Bar], unit: str) -> str:
    return "; ".join(f"{one.label}: {one.value:,} {unit}" for one in bars if one.value is not None)


def _share(count: int, people: int) -> str:
    return told.fixed(100 * count / people if people else None, unit=told.PER_CENT)
