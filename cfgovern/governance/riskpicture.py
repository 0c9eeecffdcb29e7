"""Where the risks stand before and after measures: two grids of likelihood by severity, with their ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfgovern.governance.riskcatalogue import Catalogue, Score
from cfgovern.governance.risks import Risk
from cfgovern.governance.scene import Box, Mark, Scene, Words, wrapped

__all__ = ["risk_scene"]

_WIDTH, _LEFT, _TOP = 760, 34, 48
_CELL, _HIGH, _GAP = 80, 66, 32
_LEVELS = 4
_FILLS = ("#ddf0e3", "#fff2cc", "#f8d7b0", "#f2b8b5")
_INK, _SOFT = "#16202a", "#595959"


def risk_scene(risks: Sequence[Risk], catalogue: Catalogue) -> Scene:
    """The picture of all risks that apply."""
    there = [risk for risk in risks if risk.before and risk.after]
    height = _TOP + _LEVELS * _HIGH + 62
    grids = (
        ("Before measures", [(risk.id, risk.before) for risk in there if risk.before]),
        ("After measures with accepted evidence", [(risk.id, risk.after) for risk in there if risk.after]),
    )
    marks: list[Mark] = []
    for number, (title, placed) in enumerate(grids):
        marks += _grid(_LEFT + number * (_LEVELS * _CELL + _GAP + 16), title, placed, catalogue)
    marks += _legend(catalogue, height)
    return Scene("Risks before and after measures", _said(there), _WIDTH, height, tuple(marks))


def _grid(
    left: float, title: str, placed: Sequence[tuple[str, Score]], catalogue: Catalogue
) -> Iterator[Mark]:
    yield Words(left, 14, title, 13, _INK)
    yield Words(left, 34, "Severity, upwards", 10, _SOFT)
    for row in range(_LEVELS):
        severity = _LEVELS - row
        top = _TOP + row * _HIGH
        yield Words(left - 14, top + _HIGH / 2, str(severity), 11, _INK, "middle")
        for column in range(_LEVELS):
            score = catalogue.score(column + 1, severity)
            yield Box(left + column * _CELL, top, _CELL, _HIGH, _fill(score, catalogue), "#ffffff")
            ids = [name for name, one in placed if (one.likelihood, one.severity) == (column + 1, severity)]
            yield from _cell(left + column * _CELL, top, ids)
    foot = _TOP + _LEVELS * _HIGH
    for column in range(_LEVELS):
        yield Words(left + (column + 0.5) * _CELL, foot + 10, str(column + 1), 11, _INK, "middle")
    yield Words(left, foot + 26, "Likelihood, to the right", 10, _SOFT)


def _cell(left: float, top: float, ids: Sequence[str]) -> Iterator[Mark]:
    for number, line in enumerate(wrapped(" ".join(ids), _CELL - 8, 10, 5)):
        yield Words(left + 5, top + 9 + number * 12, line, 10, _INK)


def _fill(score: Score, catalogue: Catalogue) -> str:
    return _FILLS[[band.band for band in catalogue.bands].index(score.band)]


def _legend(catalogue: Catalogue, height: float) -> Iterator[Mark]:
    for number, band in enumerate(catalogue.bands):
        left = _LEFT + number * 150
        yield Box(left, height - 22, 16, 14, _FILLS[number], "#8a8a8a")
        yield Words(left + 22, height - 15, f"{band.words} (from {band.start})", 11, _INK)


def _said(risks: Sequence[Risk]) -> str:
    told = [
        f"{risk.id}: {_short(risk.before)} before, {_short(risk.after)} after."
        for risk in risks
        if risk.before and risk.after
    ]
    return " ".join(told) or "No risk of the catalogue applies to these facts."


def _short(score: Score) -> str:
    return f"{score.score} {score.words}"
