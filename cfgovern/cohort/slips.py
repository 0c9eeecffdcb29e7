"""Cells that are wrong when a row is first sent and right later: mistakes that no rule can see.

A score that another was typed for, with the total that goes with it; the day something was meant to be, in
place of the day it was; the entry beside the right one in a list. ``synthetic/quarters.yaml`` says how often.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from cfgovern.cohort.draw import Draw
from cfgovern.cohort.quarterplan import QuarterPlan
from cfgovern.cohort.rows import Key
from cfgovern.contract.model import Column, Contract, Table

__all__ = ["Slip", "Slips", "number_of"]

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Slip:
    """What one row says wrongly. ``wrong``: column -> text."""

    table: str
    key: Key
    wrong: Mapping[str, str]


def number_of(*texts: str) -> int:
    """A row number for chance that is the same whenever these texts are met."""
    return int.from_bytes(sha256("\x1f".join(texts).encode()).digest()[:6], "big")


class Slips:
    """Makes slips on one day, for ``contract``; ``scores``: the range of each score, by concept."""

    def __init__(
        self, contract: Contract, plan: QuarterPlan, scores: Mapping[str, Mapping[str, Any]], draw: Draw
    ) -> None:
        self.contract, self.plan, self.scores, self.draw = contract, plan, scores, draw

    def slip(self, table: Table, row: Row, *, start: str, as_of: date) -> Slip | None:
        """What is wrong with ``row`` when it is first sent; mostly nothing.

        ``start``: the day before which nothing of the person can be dated (ISO text).
        """
        key = table.key_of(row)
        makers = {"score": self._score, "date": self._date, "code": self._code}
        for kind, make in makers.items():
            place = ("quarters", table.concept, kind)
            if self.draw.below(10_000, *place, number_of(*key)) < self.plan.wrong[kind] * 100:
                wrong = make(table, row, (*place, "as"), start, as_of)
                if wrong:
                    return Slip(table.name, key, wrong)
        return None

    def _score(
        self, table: Table, row: Row, place: tuple[str, ...], start: str, as_of: date
    ) -> dict[str, str]:
        """Another value of one score, and the total that it makes."""
        told = [
            column for column in _free(table) if column.concept in self.scores and row[column.name].isdigit()
        ]
        if not told:
            return {}
        column, number = self._one_of(told, row, table, place)
        figure = self.scores[column.concept]
        times = figure.get("times", 1)
        values = [value * times for value in range(round(figure["lowest"]), round(figure["highest"]) + 1)]
        now = int(row[column.name])
        others = [value for value in values if value != now]
        if now not in values or not others:
            return {}
        value = self.draw.pick(others, *place, "value", number)
        wrong = {column.name: str(value)}
        total = next((each for each in _free(table) if each.concept == self.plan.total), None)
        if total and row[total.name]:
            wrong[total.name] = str(int(row[total.name]) + value - now)
        return wrong

    def _date(
        self, table: Table, row: Row, place: tuple[str, ...], start: str, as_of: date
    ) -> dict[str, str]:
        """Some days too early, and not before the person's start."""
        told = [column for column in _free(table) if column.concept in self.plan.dates and row[column.name]]
        if not told:
            return {}
        column, number = self._one_of(told, row, table, place)
        before = self.draw.between(1, self.plan.days_before, *place, "days", number)
        day = (date.fromisoformat(row[column.name]) - timedelta(days=before)).isoformat()
        return {column.name: day} if day >= start else {}

    def _code(
        self, table: Table, row: Row, place: tuple[str, ...], start: str, as_of: date
    ) -> dict[str, str]:
        """A neighbour in the list of codes."""
        lists = {column.name: self._codes(column, as_of) for column in _free(table)}
        told = [
            column
            for column in _free(table)
            if column.concept in self.plan.codes
            and row[column.name] in lists[column.name]
            and len(lists[column.name]) > 1
        ]
        if not told:
            return {}
        column, number = self._one_of(told, row, table, place)
        codes = lists[column.name]
        here = codes.index(row[column.name])
        beside = [codes[there] for there in (here - 1, here + 1) if 0 <= there < len(codes)]
        return {column.name: self.draw.pick(beside, *place, "beside", number)}

    def _codes(self, column: Column, as_of: date) -> list[str]:
        codes: Sequence[str] = [code for code, _ in column.enum]
        if column.code_list:
            current = self.contract.code_lists[column.code_list].on(as_of.isoformat()).current
            codes = [code.code for code in current]
        return [code for code in codes if code not in column.missing.values()]

    def _one_of(
        self, told: Sequence[Column], row: Row, table: Table, place: tuple[str, ...]
    ) -> tuple[Column, int]:
        number = number_of(*table.key_of(row))
        return self.draw.pick(told, *place, number), number


def _free(table: Table) -> list[Column]:
    """The columns that are no part of the key."""
    return [column for column in table.collected if column.name not in table.primary_key]
