"""How the risk of singling people out is told: tables and pictures beside the sentences it comes with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from cfgovern.reporting import svg
from cfgovern.reporting.markup import Html, el
from cfgovern.reporting.part import Part
from cfgovern.riskfigures import Count, Risk, Variant

__all__ = ["risk_document", "risk_parts"]

_LISTED = 12  # columns in a table; the JSON report has all
_PICTURED = 8  # columns in a picture
_FORMS = {"as_sent": "As it was sent", "treated": "After the contract’s treatments"}
_ALONE = "the only one of their kind"


def risk_parts(risk: Risk) -> Iterator[Part]:
    """The parts of a report, the whole first."""
    yield _whole(risk)
    if risk.facts:
        yield _facts(risk)
    if risk.columns and risk.variant().crowd.k is not None:
        yield _columns(risk)
    if risk.variant().answers:
        yield _answers(risk)
    if len(risk.variant().areas) > 1:
        yield _areas(risk)


def _whole(risk: Risk) -> Part:
    heads = ("Form", "People", "Alone", "In a small group", "k")
    rows = []
    for one in risk.variants:
        crowd = one.crowd
        counts = (_shown(count, risk) for count in (crowd.people, crowd.unique, crowd.few))
        rows.append((_form(one), *counts, _letter(crowd.k)))
    caption = "People who are alike to nobody, or to too few, in each form of the table"
    key = (
        f"Alone: people who are {_ALONE}. In a small group: in one of fewer than {risk.shown_from} people "
        "who are alike, those alone included. k: how many people the smallest group has."
    )
    title = "How easily people could be singled out"
    return Part("risk", title, (*risk.sentences, key), heads, tuple(rows), caption, _groups(risk))


def _groups(risk: Risk) -> Html | None:
    told = [one for one in risk.variant().groups if one[2] is None or one[2] > 0]
    if not told:
        return None
    rows = [
        svg.Bar(_size(first, last), count, note="" if count is not None else _few(risk))
        for first, last, count in risk.variant().groups
    ]
    words = svg.Words(
        "risk-groups",
        "People by how many others look the same",
        "A bar for each size of group, with the number of people in groups of that size. "
        "The table gives the figures that matter.",
    )
    return _picture(words, rows)


def _picture(words: svg.Words, rows: Sequence[svg.Bar], **scale: Any) -> Html:
    """Bars under a title that is seen too."""
    return el("div", el("p", words.title, class_="small"), svg.bars(words, rows, **scale))


def _size(first: int, last: int | None) -> str:
    if first == 1 and last == 1:
        return "alike to nobody"
    return f"in groups of {first}{' or more' if last is None else '' if last == first else f' to {last}'}"


def _facts(risk: Risk) -> Part:
    heads = ("What is known", "Alone", "In a small group")
    told = [(f"{'and ' if number else ''}{one.column}", one) for number, one in enumerate(risk.facts)]
    rows = [(name, _shown(one.unique, risk), _shown(one.few, risk)) for name, one in told]
    sentences = (
        "Each row adds one more thing that somebody may know of a person. A neighbour or a colleague knows "
        "several of them.",
    )
    people = risk.variant().crowd.people or 0
    bars = [
        svg.Bar(
            name, _share(one.unique, people), note="" if one.unique is not None else f"{_few(risk)} people"
        )
        for name, one in told
        if people
    ]
    words = svg.Words(
        "risk-facts-picture",
        "How few facts tell people apart",
        "A bar for each fact that is added, with the share of people who are the only one of their kind by "
        "then. The table has every figure.",
    )
    picture = _picture(words, bars, unit=" %", most=100) if bars else None
    title, caption = "How little is enough", "People told apart as more is known"
    return Part("risk-facts", title, sentences, heads, tuple(rows), caption, picture)


def _share(count: Count, people: int) -> float | None:
    return None if count is None else round(100 * count / people)


def _columns(risk: Risk) -> Part:
    heads = ("Column", "Alone", "With one other", "Without it")
    rows = [
        (one.column, _shown(one.alone, risk), _more(one.beside, risk), _fewer(one.without, risk))
        for one in risk.columns[:_LISTED]
    ]
    sentences = (
        f"Alone: people who are {_ALONE} by this column and nothing else. With one "
        "other: how many more are when it is known beside one other column, on average. Without it: how many "
        "fewer are if it is left out and all others stay.",
        *_cut(risk.columns),
    )
    saves = any(one.without for one in risk.columns)
    measured = [(one.column, one.without if saves else one.beside) for one in risk.columns]
    told = sorted(((count or 0, name) for name, count in measured), key=lambda one: -one[0])[:_PICTURED]
    words = svg.Words(
        "risk-columns-picture",
        "People told apart less if the column is left out"
        if saves
        else "People told apart by the column beside one other",
        "A bar for each of the columns that cost most, with a number of people. The table has every figure.",
    )
    picture = _picture(words, [svg.Bar(name, count) for count, name in told])
    title, caption = "Which column costs most", "What each column adds to the risk"
    return Part("risk-columns", title, sentences, heads, tuple(rows), caption, picture)


def _answers(risk: Risk) -> Part:
    answers = sorted(risk.variant().answers, key=lambda one: (-(one.given_away or 0), one.l or 0))
    heads = ("Sensitive column", "l", "Given away")
    rows = [(one.column, _letter(one.l), _shown(one.given_away, risk)) for one in answers[:_LISTED]]
    sentences = (
        "l: the fewest different answers in a group of people who are alike. Given away: people in groups "
        "that all gave the same answer. An answer such as not known or declined gives nothing away.",
        *_cut(answers),
    )
    title = "What a group gives away"
    return Part("risk-answers", title, sentences, heads, tuple(rows), "Answers that groups give away")


def _areas(risk: Risk) -> Part:
    heads = ("Area", "People", "Alone", "In a small group", "k", "l")
    rows = []
    for one in risk.variant().areas:
        crowd = one.crowd
        counts = (_shown(count, risk) for count in (crowd.people, crowd.unique, crowd.few))
        rows.append((one.area or "none of the contract’s", *counts, _letter(crowd.k), _letter(one.l)))
    sentences = (
        "Each area by itself. l: the lowest of all sensitive columns. A dash: too few people to say.",
    )
    return Part("risk-areas", "Area by area", sentences, heads, tuple(rows), "The same figures, by area")


def _form(one: Variant) -> str:
    return _FORMS.get(one.name) or f"Ages in bands of {one.band} years"


def _cut(columns: Sequence[object]) -> tuple[str, ...]:
    return (
        (f"The first {_LISTED} of {len(columns)}; the JSON report has all.",)
        if len(columns) > _LISTED
        else ()
    )


def _few(risk: Risk) -> str:
    return f"under {risk.shown_from}"


def _shown(count: Count, risk: Risk) -> str:
    return _few(risk) if count is None else f"{count:,}"


def _more(count: Count, risk: Risk) -> str:
    return f"+{_shown(count, risk)}" if count else _shown(count, risk)


def _fewer(count: Count, risk: Risk) -> str:
    return f"−{_shown(count, risk)}" if count else _shown(count, risk)


def _letter(value: int | None) -> str:
    return "–" if value is None else f"{value:,}"


def risk_document(risk: Risk) -> dict[str, Any]:
    """The figures as plain values, keys in the published order."""
    return {
        "table": risk.table,
        "in_words": list(risk.sentences),
        "shown_from": risk.shown_from,
        "rounded_to": risk.rounded_to,
        "quasi_identifiers": list(risk.quasi_identifiers),
        "absent": list(risk.absent),
        "treatments": dict(risk.treatments),
        "judged": risk.judged,
        "variants": [_variant(one) for one in risk.variants],
        "columns": [asdict(one) for one in risk.columns],
        "facts": [asdict(one) for one in risk.facts],
    }


def _variant(one: Variant) -> dict[str, Any]:
    return {
        "variant": one.name,
        "age_band": one.band,
        **asdict(one.crowd),
        "groups": [{"from": first, "to": last, "people": people} for first, last, people in one.groups],
        "areas": [{"area": each.area, **asdict(each.crowd), "l": each.l} for each in one.areas],
        "answers": [asdict(each) for each in one.answers],
    }
