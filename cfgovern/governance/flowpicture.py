"""Who sends what to whom, as a picture: a lane for each party, a row for each flow, from the top down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from cfgovern.governance.facts import Known
from cfgovern.governance.scene import Arrow, Box, Mark, Scene, Words, wrapped

__all__ = ["flow_scene"]

_WIDTH, _SIDE, _TOP = 760, 8, 64
_ROW, _KEY = 58, 20
_NAMED = 6
"""So many lanes have room for a name; more have a letter and a key."""
_LOOKS: Mapping[str, tuple[str, tuple[int, int] | None, str]] = {
    "payload": ("#1d4f91", None, "Answers, without names"),
    "identifiers": ("#b3261e", (9, 4), "Identifiers, without answers"),
    "organisation": ("#5f5f5f", (2, 4), "About organisations, not people"),
}
_DARK, _PALE = "#1d3557", ("#f2f5f9", "#ffffff")


def flow_scene(facts: Known) -> Scene:
    """The picture of all flows of ``facts``."""
    flows = facts["flows"]
    names = {body["id"]: body["name"] for body in facts["bodies"]}
    lanes = list(dict.fromkeys(one for flow in flows for one in _stops(flow)))
    foot = _TOP + _ROW * max(1, len(flows))
    keyed = [] if len(lanes) <= _NAMED else lanes
    height = foot + 28 + _KEY * len(keyed) + 8
    marks = (
        *_lanes(lanes, names, foot),
        *(mark for number, flow in enumerate(flows) for mark in _flow(number, flow, lanes)),
        *_legend(flows, foot),
        *(
            Words(_SIDE, foot + 40 + _KEY * number, f"{_letter(number)}  {names.get(one, one)}", 11)
            for number, one in enumerate(keyed)
        ),
    )
    return Scene("Who sends what to whom", _said(flows), _WIDTH, height, marks)


def _stops(flow: Known) -> list[str]:
    return [flow.get("from", ""), *flow.get("through", ()), flow.get("to", "")]


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else str(number + 1)


def _wide(lanes: Sequence[str]) -> float:
    return (_WIDTH - 2 * _SIDE) / max(1, len(lanes))


def _lanes(lanes: Sequence[str], names: Mapping[str, str], foot: float) -> Iterator[Mark]:
    wide = _wide(lanes)
    for number, one in enumerate(lanes):
        left = _SIDE + number * wide
        yield Box(left, 4, wide, foot - 4, _PALE[number % 2])
        yield Box(left + 3, 6, wide - 6, _TOP - 14, _DARK)
        named = names.get(one, one) if len(lanes) <= _NAMED else _letter(number)
        lines = wrapped(named, wide - 14, 11, 3)
        for place, line in enumerate(lines):
            middle = 6 + (_TOP - 14) / 2 + (place - (len(lines) - 1) / 2) * 14
            yield Words(left + wide / 2, middle, line, 11, "#ffffff", "middle")


def _look(flow: Known) -> tuple[str, tuple[int, int] | None, str]:
    return _LOOKS[flow["part"] if flow["about_people"] else "organisation"]


def _flow(number: int, flow: Known, lanes: Sequence[str]) -> Iterator[Mark]:
    wide = _wide(lanes)
    line, dash, _ = _look(flow)
    level = _TOP + number * _ROW + 40
    places = [_SIDE + (lanes.index(one) + 0.5) * wide for one in _stops(flow)]
    for start, end in pairwise(places):
        yield Arrow(start, level, end, level, line, dash)
    yield Box(places[0] - 3, level - 3, 6, 6, line)
    words = f"{number + 1}. {flow['title']} ({flow['n_items']} items)"
    left, right = min(places), max(places)
    text, *_ = wrapped(words, _WIDTH - 3 * _SIDE, 11, 1)
    half = len(text) * 11 * 0.27
    middle = min(max((left + right) / 2, half + _SIDE), _WIDTH - half - _SIDE)
    yield Words(middle, level - 16, text, 11, line, "middle")


def _legend(flows: Sequence[Known], foot: float) -> Iterator[Mark]:
    for number, (line, dash, words) in enumerate(dict.fromkeys(map(_look, flows))):
        left = _SIDE + number * 245
        yield Arrow(left, foot + 16, left + 40, foot + 16, line, dash)
        yield Words(left + 48, foot + 16, words, 11)


def _said(flows: Sequence[Known]) -> str:
    told = [
        f"{number}. {flow['from_name']} sends {_look(flow)[2].lower()} to {flow['to_name']}"
        f"{_through(flow)}: {flow['title']}, {flow['n_items']} items."
        for number, flow in enumerate(flows, 1)
    ]
    return " ".join(told) or "The area profile names no flow of data yet."


def _through(flow: Known) -> str:
    return " through " + " and ".join(flow["through_names"]) if flow["through_names"] else ""
