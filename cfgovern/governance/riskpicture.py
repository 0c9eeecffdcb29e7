"""Likelihood and severity of every risk as a picture, before and after measures, and the same as a table.

Each cell says its score and band in words, so that nothing hangs on colour, and grows with what is in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from cfgovern.governance.riskcatalogue import MOST, Catalogue, Score
from cfgovern.governance.risks import Risk
from cfgovern.governance.scene import Box, Mark, Scene, Words, wrapped

__all__ = ["COLUMNS", "risk_rows", "risk_scene"]

COLUMNS = ("Risk", "What can happen", "Before", "After", "Why it is another now")
"""Headings of the table that says the same as the picture."""
_WIDTH, _LEFT, _SIDE = 760, 128, 8
_CELL = (_WIDTH - _LEFT - _SIDE) / MOST
_LINE, _CHIP, _GAP, _HEAD = 20, 34, 3, 20
_INK, _SOFT = "#000000", "#444444"
_FILLS = ("#ffffff", "#ece9df", "#d6c7a6", "#bd9d86")
"""From the lowest band up, each darker than the one before in grey too; black is read on all of them."""
_LEVELS = range(1, MOST + 1)


class _Chip(NamedTuple):
    """A risk in a cell; in a frame where it has moved."""

    label: str
    score: Score
    moved: bool = False


def risk_scene(risks: Sequence[Risk], catalogue: Catalogue) -> Scene:
    """Both matrices, one below the other, with what cannot be judged below them."""
    labels = labels_of(risks)
    before = [_Chip(labels[one.id], one.before) for one in risks if one.before]
    after = [
        _Chip(labels[one.id] + ("*" if one.override else ""), one.after, _moved(one))
        for one in risks
        if one.after
    ]
    marks: list[Mark] = []
    foot = 0.0
    for title, chips in (("Before measures", before), ("After accepted measures", after)):
        foot = _matrix(marks, foot, title, chips, catalogue)
    for line in _notes(risks, labels):
        for part in wrapped(line, _WIDTH - 2 * _SIDE, 12, 40):
            foot += 18
            marks.append(Words(_SIDE, foot, part, 12, _INK))
    said = _said(risks, catalogue)
    return Scene("Risks before and after measures", said, _WIDTH, int(foot) + 20, tuple(marks))


def risk_rows(risks: Sequence[Risk]) -> list[tuple[str, ...]]:
    """The same as a table: each risk that applies or cannot be judged, in order."""
    return [_row(one) for one in risks if one.state != "not_applies" or one.after]


def labels_of(risks: Sequence[Risk]) -> dict[str, str]:
    """What stands for each risk: its id, or for one with a name of its own A1, A2 ..."""
    own = [one.id for one in risks if one.manual and len(one.id) > 4]
    return {one.id: f"A{own.index(one.id) + 1}" if one.id in own else one.id for one in risks}


def _moved(risk: Risk) -> bool:
    return risk.before is not None and risk.before != risk.after


def _matrix(marks: list[Mark], top: float, title: str, chips: Sequence[_Chip], catalogue: Catalogue) -> float:
    """Add one matrix below ``top``; its foot."""
    marks.append(Words(_SIDE, top + 18, title, 16, _INK))
    y = top + 36
    there: dict[tuple[int, int], list[_Chip]] = {}
    for chip in chips:
        there.setdefault((chip.score.likelihood, chip.score.severity), []).append(chip)
    for severity in reversed(_LEVELS):
        most = max(len(there.get((likelihood, severity), ())) for likelihood in _LEVELS)
        high = _HEAD + 6 + _LINE * max(1, -(-most // _across()))
        middle = y + high / 2
        named = f"{severity} {catalogue.severity[severity - 1]}"
        marks.append(Words(_LEFT - 8, middle - 8, named, 13, _INK, "end"))
        marks.append(Words(_LEFT - 8, middle + 9, "severity", 11, _SOFT, "end"))
        for likelihood in _LEVELS:
            x = _LEFT + _CELL * (likelihood - 1)
            score = catalogue.score(likelihood, severity)
            marks.append(Box(x, y, _CELL, high, _fill(score, catalogue), _SOFT))
            marks.append(Words(x + 6, y + 11, f"{score.score} {score.words}", 11, _INK))
            marks.extend(_chips(x, y + _HEAD, there.get((likelihood, severity), ())))
        y += high
    for likelihood in _LEVELS:
        x = _LEFT + _CELL * (likelihood - 0.5)
        named = f"{likelihood} {catalogue.likelihood[likelihood - 1]}"
        marks.append(Words(x, y + 12, named, 13, _INK, "middle"))
    marks.append(Words(_LEFT - 8, y + 12, "likelihood", 11, _SOFT, "end"))
    return y + 28


def _across() -> int:
    return int((_CELL - 6) / (_CHIP + _GAP))


def _chips(x: float, y: float, chips: Sequence[_Chip]) -> Iterator[Mark]:
    for number, chip in enumerate(chips):
        left = x + 5 + (_CHIP + _GAP) * (number % _across())
        high = y + _LINE * (number // _across())
        if chip.moved:
            yield Box(left, high + 1, _CHIP, _LINE - 3, "#ffffff", _INK)
        yield Words(left + _CHIP / 2, high + _LINE / 2, chip.label, 13, _INK, "middle")


def _fill(score: Score, catalogue: Catalogue) -> str:
    place = [band.band for band in catalogue.bands].index(score.band)
    return _FILLS[min(place, len(_FILLS) - 1)]


def _notes(risks: Sequence[Risk], labels: Mapping[str, str]) -> Iterator[str]:
    if any(one.after and _moved(one) for one in risks):
        yield "In a frame: another score than before. The table says why."
    if any(one.override for one in risks):
        yield "With a star: a person has set this score, with a reason."
    unjudged = [labels[one.id] for one in risks if one.state == "cannot_be_judged" and not one.after]
    if unjudged:
        yield f"Cannot be judged yet, as facts are not known: {', '.join(unjudged)}."
    for one in risks:
        if labels[one.id] != one.id:
            yield f"{labels[one.id]}: {one.title}"


def _said(risks: Sequence[Risk], catalogue: Catalogue) -> str:
    """The picture in a few words: how many risks are in each band, before and after."""
    if not any(one.after or one.state == "cannot_be_judged" for one in risks):
        return "No risk of the catalogue applies to these facts."
    told = []
    for words, scores in (
        ("Before measures", [one.before for one in risks if one.before]),
        ("After accepted measures", [one.after for one in risks if one.after]),
    ):
        bands = [score.words for score in scores]
        counts = [f"{bands.count(band.words)} {band.words}" for band in reversed(catalogue.bands)]
        told.append(f"{words}: {', '.join(counts)}.")
    unjudged = sum(one.state == "cannot_be_judged" and one.after is None for one in risks)
    return " ".join([*told, f"Cannot be judged: {unjudged}. The table says it for each risk."])


def _row(risk: Risk) -> tuple[str, ...]:
    if risk.after is None:
        return risk.id, risk.title, "", "", f"Cannot be judged. Not known: {', '.join(risk.unknown)}"
    accepted = [one for one in risk.proposals if one.state == "accepted"]
    why = [f"{one.measure}, accepted by {one.accepted_by}" for one in accepted]
    if risk.override is not None:
        why.append(f"set by {risk.override.by}: {risk.override.because}")
    before = _told(risk.before) if risk.before else "Cannot be judged" if risk.unknown else ""
    return risk.id, risk.title, before, _told(risk.after), "; ".join(why)


def _told(score: Score) -> str:
    return f"{score.likelihood} x {score.severity} = {score.score}, {score.words}"
