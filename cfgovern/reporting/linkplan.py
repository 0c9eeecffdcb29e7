"""How well people are linked by each set of identifiers, as text, JSON and a page. It names nobody."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Literal

from cfgovern import __version__
from cfgovern.evidence.linkplan import NEAR, LinkPlan, Lost, SharedSet
from cfgovern.evidence.links import Figures
from cfgovern.reporting.cohortpictures import table
from cfgovern.reporting.linkplanwords import MODES, group_name, parts_named, sentences, set_name, share
from cfgovern.reporting.markup import Html, el
from cfgovern.reporting.page import page
from cfgovern.reporting.plain import count_of
from cfgovern.reporting.svgparts import Words
from cfgovern.reporting.svgtwins import Twin, twins
from cfgovern.reporting.words import SYNTHETIC

__all__ = ["FORMATS", "PlanFormat", "plan_report", "plan_summary"]

PlanFormat = Literal["text", "json", "html"]
FORMATS: tuple[PlanFormat, ...] = ("text", "json", "html")
_VERSION = 1
_TITLE = "What to share so that people can be linked"
_BY_GROUP = {"f1": "F1", "recall": "Recall", "precision": "Precision"}
_MEANS = (
    "Recall: of the people in both files, the share that is linked. Precision: of the links, the share that "
    "is right; a false link gives one person another's history. F1: the two in one figure."
)


def plan_report(plan: LinkPlan, form: PlanFormat) -> str:
    """The report, ended by a newline."""
    if form == "json":
        return json.dumps(_as_json(plan), indent=2, ensure_ascii=False) + "\n"
    return _page(plan) if form == "html" else "\n".join(_lines(plan)) + "\n"


def plan_summary(plan: LinkPlan) -> dict[str, Any]:
    """What the record of a run keeps of it, for the documents that tell of it."""
    return {
        "domain": plan.domain,
        "participants": plan.participants,
        "seed": plan.seed,
        "true_pairs": plan.true_pairs,
        "in_words": list(sentences(plan)),
        "sets": [
            {
                "mode": one.mode,
                "shared": list(one.shared),
                **{name: getattr(one.figures, name) for name in ("precision", "recall", "f1")},
                "worst": _worst(one),
            }
            for one in plan.sets
        ],
    }


def _as_json(plan: LinkPlan) -> dict[str, Any]:
    return {
        "report": "link_plan",
        "report_version": _VERSION,
        "cfgovern_version": __version__,
        "record_origin": "synthetic",
        "contract": dict(plan.contract),
        "domain": plan.domain,
        "participants": plan.participants,
        "seed": plan.seed,
        "as_of": plan.as_of,
        "threshold": plan.threshold,
        "left": asdict(plan.left),
        "right": asdict(plan.right),
        "true_pairs": plan.true_pairs,
        "parts": list(plan.parts),
        "needed": list(plan.needed),
        "unused": list(plan.unused),
        "near": NEAR,
        "smallest": {
            mode: {
                name: list(plan.smallest(mode, groups=groups).shared)
                for name, groups in (("for_everybody", False), ("for_each_group", True))
            }
            for mode in MODES
        },
        "in_words": list(sentences(plan)),
        "sets": [_set(plan, one) for one in plan.sets],
    }


def _set(plan: LinkPlan, one: SharedSet) -> dict[str, Any]:
    lost = plan.lost(one)
    return {
        "mode": one.mode,
        "shared": list(one.shared),
        "left_out": list(plan.left_out(one)),
        **_figures(one.figures),
        "worst": _worst(one),
        "lost": {"f1": lost.f1, "most": _most(lost)},
        "by_group": {
            kind: {name: _figures(figures) for name, figures in groups.items()}
            for kind, groups in one.by_group.items()
        },
    }


def _most(lost: Lost) -> dict[str, Any] | None:
    before, after = lost.before, lost.after
    if before is None or after is None:
        return None
    return {
        "kind": before.kind,
        "group": before.name,
        "before": before.figures.f1,
        "after": after.figures.f1,
    }


def _worst(one: SharedSet) -> dict[str, Any] | None:
    worst = one.worst
    return (
        None if worst is None else {"kind": worst.kind, "group": worst.name, "recall": worst.figures.recall}
    )


def _figures(one: Figures | int) -> dict[str, Any]:
    """Of a group that is too small, how many true pairs it has and nothing else."""
    if isinstance(one, int):
        nothing: Mapping[str, Any] = dict.fromkeys(("precision", "recall", "f1", "false_links", "missed"))
        return {"true_pairs": one, **nothing}
    said = asdict(one)
    return {"true_pairs": said.pop("found") + said["missed"], **said}


def _about(plan: LinkPlan) -> Iterator[str]:
    yield SYNTHETIC
    yield (
        f"Domain {plan.domain}: {parts_named(plan.parts)}. Of {plan.participants:,} people in two files, "
        f"{plan.left.records:,} and {plan.right.records:,} may be compared; "
        f"{count_of(plan.true_pairs, 'stands', 'stand')} in both. Seed {plan.seed}."
    )


_HEADS = ("Set of identifiers", "F1", "Precision", "Recall", "False links", "Missed", "Found least")
_WORDS = (0, 6)  # columns that hold words


def _overall(plan: LinkPlan, mode: str) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for letter, one in _lettered(plan, mode):
        figures, worst = one.figures, one.worst
        least = worst and f"{group_name(worst.kind, worst.name)} ({share(worst.figures.recall)})"
        numbers = (share(figures.f1), share(figures.precision), share(figures.recall))
        counts = (f"{figures.false_links:,}", f"{figures.missed:,}")
        rows.append((f"{letter}: {set_name(plan, one)}", *numbers, *counts, least or "–"))
    return rows


def _lettered(plan: LinkPlan, mode: str) -> Iterator[tuple[str, SharedSet]]:
    for number, one in enumerate(plan.of(mode)):
        yield chr(ord("A") + number), one


def _groups(plan: LinkPlan, mode: str, figure: str) -> list[tuple[str, ...]]:
    """A row a group with the ``figure`` of each set; first how many true pairs it has."""
    sets = plan.of(mode)
    rows = []
    for kind, groups in sets[0].by_group.items():
        for name, whole in groups.items():
            many = whole if isinstance(whole, int) else whole.found + whole.missed
            cells = [one.by_group[kind].get(name, 0) for one in sets]
            shown = ("–" if isinstance(one, int) else share(getattr(one, figure)) for one in cells)
            rows.append((group_name(kind, name), f"{many:,}", *shown))
    return rows


def _heads(plan: LinkPlan, mode: str) -> tuple[str, ...]:
    return ("Group", "True pairs", *(letter for letter, _ in _lettered(plan, mode)))


def _lines(plan: LinkPlan) -> Iterator[str]:
    yield from _about(plan)
    yield ""
    yield from sentences(plan)
    for mode, title in MODES.items():
        yield ""
        yield title
        yield from _table(_HEADS, _overall(plan, mode), words=_WORDS)
        for figure in ("f1", "recall"):
            yield ""
            yield f"{title}: {_BY_GROUP[figure]} of each group, by the letters above"
            yield from _table(_heads(plan, mode), _groups(plan, mode, figure))
    yield ""
    yield f"{_MEANS} Precision by group: --format html or json."


def _table(
    heads: tuple[str, ...], rows: list[tuple[str, ...]], *, words: tuple[int, ...] = (0,)
) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = (
            f"{cell:{'<' if at in words else '>'}{width}}"
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield f"  {'  '.join(cells)}".rstrip()


def _page(plan: LinkPlan) -> str:
    content: list[Html] = [el("h1", _TITLE), *(el("p", line) for line in _about(plan))]
    content += [el("h2", "What follows"), el("ul", [el("li", line) for line in sentences(plan)])]
    content.append(el("p", _MEANS))
    pictures = [el("div", el("h3", title), _picture(plan, mode, title)) for mode, title in MODES.items()]
    content += [el("h2", "Who is found"), el("div", pictures, class_="pictures")]
    for mode, title in MODES.items():
        content.append(el("h2", title))
        caption, rows = f"{title}: each set of identifiers", _overall(plan, mode)
        content.append(table(caption, _HEADS, rows, words=_WORDS, kind="figures least"))
        for figure, word in _BY_GROUP.items():
            caption = f"{title}: {word} of each group, by the letters above"
            rows = _groups(plan, mode, figure)
            content.append(table(caption, _heads(plan, mode), rows, kind="figures dense"))
    style = "".join(Path(__file__).with_name(name).read_text(encoding="utf-8") for name in _STYLES) + _LEAST
    return page(_TITLE, el("main", content, id="result"), start=("Skip to the result", "result"), style=style)


_STYLES = ("svg.css", "cohort.css")
_LEAST = """
.least thead th:last-child { text-align: left; }
.least td:last-child { min-width: 11rem; }
.least tbody th, .dense tbody th { min-width: 11rem; }
.dense { font-size: .875rem; }
.dense th, .dense td { padding-right: .6rem; }
"""


def _picture(plan: LinkPlan, mode: str, title: str) -> Html:
    rows = [Twin(f"{letter}: {set_name(plan, one)}", *_found(one)) for letter, one in _lettered(plan, mode)]
    every = [share for one in plan.sets for share in _found(one) if share is not None]
    words = Words(
        f"found-{mode}",
        f"{title}: of people in both files, how many are found",
        "A row for each set of identifiers: the share that is found of everybody, and of the group that is "
        "found least. The tables below have every figure.",
    )
    return twins(words, ("everybody, %", "the group found least, %"), rows, least=min(every, default=100))


def _found(one: SharedSet) -> tuple[float | None, float | None]:
    """What is found of everybody, and of the group that is found least, in per cent."""
    shares = (one.figures.recall, one.worst and one.worst.figures.recall)
    first, second = (None if not isinstance(share, float) else 100 * share for share in shares)
    return first, second
