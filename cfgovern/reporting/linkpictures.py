"""The pictures of a linkage, each with its table: what agreements are worth, thresholds, blocking, groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfgovern.evidence.links import Alike, Explained, Linkage, Step, Worth
from cfgovern.reporting import svg, svgweights
from cfgovern.reporting.cohortpictures import section, table
from cfgovern.reporting.linkwords import (
    GROUPS,
    called,
    edge_of,
    level_words,
    named,
    probability,
    rule_words,
    share,
    threshold_words,
    use_words,
)
from cfgovern.reporting.markup import Html, el
from cfgovern.reporting.plain import count_of
from cfgovern.reporting.svgweights import signed

__all__ = ["blocking", "by_group", "thresholds", "weights"]

_BELOW = "The table below has every figure."


def by_group(told: Linkage) -> Iterator[Html]:
    """Of each kind of group the share of its true pairs that was found."""
    for name, groups in told.by_group.items():
        words = svg.Words(f"group-{name}", f"Recall: {GROUPS.get(name, name)}", _BELOW)
        rows = [
            svg.Bar(group.replace("_", " "), None, note="too few")
            if isinstance(one, int)
            else svg.Bar(group.replace("_", " "), None if one.recall is None else round(100 * one.recall, 1))
            for group, one in groups.items()
        ]
        yield el("div", el("h3", GROUPS.get(name, name)), svg.dots(words, rows, unit=" %", most=100))


def thresholds(told: Linkage, explained: Explained) -> Html:
    """How many links there would be from each weight on, and with the truth how often right."""
    edge = edge_of(told, explained)
    chosen = (edge.weight, f"{told.threshold:g}, as chosen")
    points = [one for one in explained.steps if one.weight.is_integer()]
    many = svg.Words("links-at", "Links from each match weight on", _BELOW)
    how = svg.Words("quality-at", "Precision and recall from each match weight on", _BELOW)
    pictures = [
        el(
            "div",
            el("h3", "How many links"),
            svg.lines(
                many,
                [svg.Line("links", [svg.Point(one.weight, one.links) for one in points])],
                x_words="match weight from which a pair is a link",
                y_words="links",
                upright=chosen,
            ),
        )
    ]
    if told.figures:
        pictures.append(el("div", el("h3", "How often right"), _quality(how, points, chosen)))
    heads = ("Match weight", "Probability", "Links", *(("Precision", "Recall") if told.figures else ()))
    rows = [_step(one, told, chosen=one is edge) for one in explained.steps]
    return section(
        "thresholds",
        "From where on a pair is a link",
        el("p", threshold_words(told, explained)),
        el("div", pictures, class_="pictures"),
        table("What other thresholds would do", heads, rows),
    )


def _quality(words: svg.Words, steps: Sequence[Step], chosen: tuple[float, str]) -> Html:
    series = [
        svg.Line(
            name, [svg.Point(one.weight, 100 * at) for one in steps if (at := getattr(one, name)) is not None]
        )
        for name in ("precision", "recall")
    ]
    lowest = min((point.y for line in series for point in line.points), default=0.0)
    return svg.lines(
        words,
        series,
        x_words="match weight from which a pair is a link",
        y_words="per cent" if lowest < 10 else "per cent; the scale does not begin at nought",
        unit=" %",
        least=lowest,
        most=100,
        upright=chosen,
    )


def _step(step: Step, told: Linkage, *, chosen: bool) -> tuple[str, ...]:
    weight = f"{step.weight:.1f}, as chosen" if chosen else f"{step.weight:g}".replace("-", "−")
    likely = f"{told.threshold:g}" if chosen else _likely(step.weight)
    judged = [share(one) for one in (step.precision, step.recall)] if told.figures else []
    return (weight, likely, f"{step.links:,}", *judged)


def _likely(weight: float) -> str:
    shown = f"{probability(weight):.4f}"
    return "over 0.9999" if float(shown) == 1 else shown


def weights(told: Linkage, explained: Explained) -> Html:
    """What each agreement is worth, and how a typical link and a borderline pair add up."""
    shown = [one for one in (_typical(told, explained), _borderline(told, explained)) if one]
    ends = [(called(one.name), one.levels[0].weight, one.differ) for one in explained.worth if one.levels]
    words = svg.Words(
        "worth",
        "What agreeing and differing are worth",
        "; ".join(
            f"{name}: {signed(adds)} where it agrees, {signed(takes)} where it differs"
            for name, adds, takes in ends
        ),
    )
    rows = [
        (called(one.name), level_words(one, place), signed(weight))
        for one in explained.worth
        for place, weight in enumerate([*(level.weight for level in one.levels), one.differ])
    ]
    return section(
        "weights",
        "What each agreement is worth",
        el(
            "p",
            "Match weights add up. Each 1 doubles the odds that two records are of one person, and each −1 "
            f"halves them. Any two records begin at {signed(explained.before)}, as few pairs are of one "
            "person. Names that are rare add more than is shown here, and common ones less.",
        ),
        el("div", shown, class_="pictures"),
        el("h3", "Agreeing in full, and differing"),
        svgweights.two_sided(words, ends) if ends else None,
        table(
            "What each agreement is worth",
            ("Compared", "How alike", "Match weight"),
            rows,
            words=(0, 1),
            kind="figures worded",
        ),
    )


def _typical(told: Linkage, explained: Explained) -> Html | None:
    one = explained.typical
    if one is None:
        return None
    many = "fewer than 10" if one.pairs is None else f"{one.pairs:,}"
    about = f"The most frequent way to be linked: {many} of {count_of(len(told.links), 'link', 'links')}."
    return _waterfall("typical", "A typical link", about, one, told, explained)


def _borderline(told: Linkage, explained: Explained) -> Html | None:
    one = explained.borderline
    if one is None:
        return None
    about = (
        "The way of being alike that comes nearest to the threshold."
        if one.pairs is None
        else f"The most frequent way to be near the threshold: {count_of(one.pairs, 'pair', 'pairs')}."
    )
    return _waterfall("borderline", "A borderline pair", about, one, told, explained)


def _waterfall(name: str, title: str, about: str, one: Alike, told: Linkage, explained: Explained) -> Html:
    parts = [("Any two records", explained.before), *_parts(one, explained.worth)]
    if one.rarity is not None:
        parts.append(("Rare or common names, on average", one.rarity))
    if one.others:
        parts.append(("Others who may be one of the two, on average", one.others))
    whole = sum(weight for _, weight in parts)
    edge = edge_of(told, explained).weight
    listed = "; ".join(f"{label}: {signed(weight)}" for label, weight in parts)
    words = svg.Words(name, title, f"{about} {listed}; in all: {signed(whole)}.")
    rows = [(label, signed(weight)) for label, weight in (*parts, ("In all", whole))]
    silent = [
        named(worth.name) for worth, place in zip(explained.worth, one.levels, strict=True) if place is None
    ]
    return el(
        "div",
        el("h3", title),
        el("p", about),
        svgweights.waterfall(words, parts, whole="In all", edge=(edge, "a link from here on")),
        el("p", f"Nothing is said of: {', '.join(silent)}.", class_="small") if silent else None,
        el("details", el("summary", "The same as a table"), table(title, ("Compared", "Match weight"), rows)),
    )


def _parts(one: Alike, worth: Sequence[Worth]) -> Iterator[tuple[str, float]]:
    for compared, place in zip(worth, one.levels, strict=True):
        if place is not None:
            last = place == len(compared.levels)
            weight = compared.differ if last else compared.levels[place].weight
            yield f"{called(compared.name)}: {level_words(compared, place)}", weight


def blocking(told: Linkage) -> Html:
    """How many pairs each rule brings together."""
    rows = [svg.Bar(rule_words(one), one.pairs) for one in told.blocking if one.use == "used"]
    words = svg.Words(
        "blocking",
        "Pairs that each rule brings together",
        "; ".join(f"{one.label}: {one.value:,}" for one in rows),
    )
    left, right = told.left.records, told.right
    every = left * right.records if right else left * (left - 1) // 2
    return section(
        "blocked",
        "Which pairs were compared",
        el(
            "p",
            "Only pairs that are the same in one of these are compared, some of them by several rules. "
            f"Without rules it would be {every:,} pairs. The pairs of each rule are counted first, and "
            f"the rules that cost least are used, up to {told.budget:,} pairs in all.",
        ),
        svg.bars(words, rows),
        table(
            "Pairs that are the same in",
            ("The same in", "Pairs", "Used, or why not"),
            [(rule_words(one), f"{one.pairs:,}", use_words(one, told)) for one in told.blocking],
            words=(0, 2),
        ),
    )
