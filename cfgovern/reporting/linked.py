"""What a linkage found, as text, JSON and a page.

Who was linked with whom is told in none but the JSON that is asked to hold it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from cfgovern import __version__
from cfgovern.csvtext import csv_bytes
from cfgovern.evidence.links import Figures, Link, Linkage, Side
from cfgovern.reporting import linkpictures
from cfgovern.reporting.cohortpictures import section
from cfgovern.reporting.linkwords import (
    GROUPS,
    least_words,
    linked_least,
    named,
    rule_words,
    share,
    threshold_words,
    use_words,
)
from cfgovern.reporting.markup import Child, Html, el
from cfgovern.reporting.page import page, scroll_table
from cfgovern.reporting.plain import count_of
from cfgovern.reporting.release import WITHHELD
from cfgovern.reporting.words import SYNTHETIC

__all__ = ["FORMATS", "LinkFormat", "crosswalk_csv", "linkage_report"]

LinkFormat = Literal["text", "json", "html"]
FORMATS: tuple[LinkFormat, ...] = ("text", "json", "html")
_VERSION = 1
_HARM = (
    "A false link gives one person another's history: it can send a decision about one of them to the other. "
    "Judge by them before you judge by how many were found."
)
_NEXT = (
    "A link is likely and not proved. Let a person look at a sample before anything is decided by it, "
    "and use the links for the purpose that people agreed to, and for no other."
)
_OWN = (
    "They are an area's own records, compared on its own computer and handed to nobody, so nobody's "
    "agreement to linking was asked: an area must keep its records right, and a withdrawal that stands in "
    "one of two records of a person does not hold for the other. Of people who must not be found no place "
    "was compared."
)
_NEXT_OWN = (
    "A pair is a probability and no proof, and a group is what pairs connect: it may hold two people. Look "
    "at both records before anything is changed, and see that agreements and withdrawals stand in the one "
    "that stays."
)


def linkage_report(told: Linkage, form: LinkFormat, *, with_links: bool = False) -> str:
    """The report, ended by a newline. ``with_links``: JSON names each link, for a file that is kept safe."""
    if form == "json":
        return json.dumps(_as_json(told, with_links), indent=2, ensure_ascii=False) + "\n"
    return _page(told) if form == "html" else "\n".join(_lines(told)) + "\n"


def crosswalk_csv(told: Linkage) -> bytes:
    """The links as CSV: left, right, probability, weight; of CLKs left, right, similarity; of one file the
    group and both records."""
    if told.mode == "clk":
        likeness = ((one.left, one.right, one.probability) for one in told.links)
        return csv_bytes(("left", "right", "similarity"), likeness)
    rows = [(one.left, one.right, one.probability, one.weight) for one in told.links]
    if told.right is None:
        grouped = [(link.group, *row) for link, row in zip(told.links, rows, strict=True)]
        return csv_bytes(("group", "record", "other_record", "probability", "weight"), grouped)
    return csv_bytes(("left", "right", "probability", "weight"), rows)


def _as_json(told: Linkage, with_links: bool) -> dict[str, Any]:
    figures = told.figures
    said: dict[str, Any] = {
        "report": "link",
        "report_version": _VERSION,
        "cfgovern_version": __version__,
        "mode": told.mode,
        "record_origin": "synthetic" if told.synthetic else "live",
        "left": asdict(told.left),
        "right": told.right and asdict(told.right),
        "threshold": told.threshold,
        "because": told.because,
        "one_to_one": told.one_to_one,
        "compared": list(told.compared),
        "not_compared": list(told.not_compared),
        "budget": told.budget,
        "blocking": [
            {"same": list(one.columns), "pairs": one.pairs, "use": one.use} for one in told.blocking
        ],
        "pairs": len(told.links),
        "undecided": told.undecided,
        "precision": figures and figures.precision,
        "recall": figures and figures.recall,
        "f1": figures and figures.f1,
        "false_links": figures and figures.false_links,
        "missed": figures and figures.missed,
        "not_looked_for": told.not_looked_for if figures else None,
        **_explained(told),
        "linked_least": _least(told),
        "by_group": {
            name: {group: _group(one) for group, one in groups.items()}
            for name, groups in told.by_group.items()
        },
    }
    if with_links:
        said["links"] = [_link(told, one) for one in told.links]
    return said


def _link(told: Linkage, one: Link) -> dict[str, Any]:
    if told.mode == "clk":
        return {"left": one.left, "right": one.right, "similarity": one.probability}
    return _without_none(asdict(one))


def _without_none(said: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in said.items() if value is not None}


def _explained(told: Linkage) -> dict[str, Any]:
    """What agreements are worth, and what other thresholds would do; how single ways to be alike add up
    stays in the page."""
    known = told.explained
    return {
        "before": known and known.before,
        "worth": [asdict(one) for one in known.worth] if known else [],
        "thresholds": [asdict(one) for one in known.steps] if known else [],
    }


def _least(told: Linkage) -> dict[str, str] | None:
    least = linked_least(told)
    return {"by": least[0], "group": least[1]} if least else None


def _group(one: Figures | int) -> dict[str, Any]:
    """Of a group that is too small, how many true pairs it has and nothing else."""
    if isinstance(one, int):
        return {"true_pairs": one, "precision": None, "recall": None, "f1": None, "false_links": None}
    said = asdict(one)
    return {"true_pairs": said.pop("found") + said.pop("missed"), **said}


def _lines(told: Linkage) -> Iterator[str]:
    if told.synthetic:
        yield SYNTHETIC
    yield from _what(told)
    for title, rows in _tables(told):
        yield ""
        yield title
        width = max(len(row[0]) for row in rows)
        yield from (f"  {row[0]:{width}}  {'; '.join(row[1:])}" for row in rows)
    yield ""
    if told.explained:
        yield threshold_words(told, told.explained)
    yield from _after(told)


def _what(told: Linkage) -> Iterator[str]:
    yield from _found(told)
    if told.undecided:
        yield (
            f"NOT DECIDED, people of the left to whom two or more are likely and none by far: "
            f"{told.undecided:,}. They are not linked. If somebody stands twice in one file, find that first."
        )
    if told.figures:
        yield from _judged(told.figures, told.not_looked_for)
        yield least_words(told)


def _found(told: Linkage) -> Iterator[str]:
    likely = f"each at least {told.threshold:g} likely to be of one person"
    if told.right is None:
        groups = count_of(len({one.group for one in told.links}), "group", "groups")
        found = count_of(len(told.links), "pair of records", "pairs of records")
        yield f"{found}, {likely}; they connect records to {groups}."
        yield _OWN
        return
    twice = ", nobody twice" if told.one_to_one else ""
    if told.mode == "clk":
        likely = f"EXPERIMENTAL, the bits of each at least {told.threshold:g} alike (Dice)"
    yield f"{count_of(len(told.links), 'link', 'links')}, {likely}{twice}."


def _judged(figures: Figures, elsewhere: int) -> Iterator[str]:
    yield f"FALSE LINKS, of two people each: {figures.false_links:,}. {_HARM}"
    yield f"MISSED, true pairs that were not found: {figures.missed:,}."
    yield (
        f"Precision {share(figures.precision)}, recall {share(figures.recall)}, F1 {share(figures.f1)}, "
        "against the truth that was given."
    )
    if elsewhere:
        yield f"Not looked for, as one of the two is not among those compared: {elsewhere:,}."


_Table = tuple[str, list[tuple[str, ...]]]


def _tables(told: Linkage) -> Iterator[_Table]:
    yield _sides(told)
    yield from _groups(told)
    rows: list[tuple[str, ...]] = [
        (rule_words(one), count_of(one.pairs, "pair", "pairs"), use_words(one, told)) for one in told.blocking
    ]
    yield "Pairs that were compared: those the same in", rows


def _sides(told: Linkage) -> _Table:
    title = "Who was compared, and who was kept back"
    if told.right is None:
        return title, [_side("records", told.left)]
    return title, [_side("left", told.left), _side("right", told.right)]


def _groups(told: Linkage) -> Iterator[_Table]:
    for name, groups in told.by_group.items():
        rows = [(group.replace("_", " "), *_row(one)) for group, one in groups.items()]
        yield f"How well each group is linked: {GROUPS.get(name, name)}", rows


def _side(name: str, side: Side) -> tuple[str, ...]:
    kept = [f"{WITHHELD[why]}: {count:,}" for why, count in side.kept_back.items()]
    return (name, f"{count_of(side.records, 'person', 'people')} of a {side.kind}", *kept)


def _row(one: Figures | int) -> tuple[str, ...]:
    if isinstance(one, int):
        return (f"{count_of(one, 'true pair', 'true pairs')}: too few to judge",)
    return (
        f"false {one.false_links:,}",
        f"missed {one.missed:,} of {one.found + one.missed:,}",
        f"precision {share(one.precision)}",
        f"recall {share(one.recall)}",
    )


def _after(told: Linkage) -> Iterator[str]:
    yield f"Compared: {', '.join(named(name) for name in told.compared) or 'nothing'}."
    if told.not_compared:
        yield f"Not in both, so not compared: {', '.join(named(name) for name in told.not_compared)}."
    yield f"Why {told.threshold:g}: {told.because}"
    if not told.figures:
        yield "How often the links are wrong is not known: no truth was given."
    yield _NEXT if told.right else _NEXT_OWN


def _page(told: Linkage) -> str:
    style = "".join(
        Path(__file__).with_name(name).read_text(encoding="utf-8") for name in ("svg.css", "cohort.css")
    )
    sides, *groups = [_table(title, rows) for title, rows in (_sides(told), *_groups(told))]
    content: list[Child] = [*_head(told), sides]
    if groups:
        pictures = el("div", list(linkpictures.by_group(told)), class_="pictures")
        content.append(section("groups", "How well each group is linked", pictures, groups))
    if told.explained:
        content.append(linkpictures.thresholds(told, told.explained))
        content.append(linkpictures.weights(told, told.explained))
    content.append(linkpictures.blocking(told))
    content.append(section("more", "How it was done", [el("p", line) for line in _after(told)]))
    main = el("main", content, id="result")
    return page(_title(told), main, start=("Skip to the result", "result"), style=style)


def _head(told: Linkage) -> Iterator[Html]:
    if told.synthetic:
        yield el("p", SYNTHETIC, class_="synthetic")
    yield el("h1", _title(told))
    yield from (el("p", line) for line in _what(told))


def _title(told: Linkage) -> str:
    return "Linkage" if told.right else "Possible duplicates"


def _table(title: str, rows: Sequence[tuple[str, ...]]) -> Html:
    made = [el("tr", el("th", row[0], scope="row"), el("td", "; ".join(row[1:]))) for row in rows]
    return scroll_table(title, ("Who or what", "Figures"), made, "facts")
