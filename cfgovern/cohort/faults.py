"""Faults planted in clean rows, each with the truth beside it: where it is and which rule finds it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cfgovern.cohort.area import Rows
from cfgovern.cohort.draw import Draw

__all__ = ["PROGRAMME_FAULTS", "Fault", "Planted", "plant", "truth_csv"]

# Given a row and all rows, what the cell becomes; None where this row is not fit for it.
_Spoil = Callable[[dict[str, str], Rows], str | None]


@dataclass(frozen=True, slots=True)
class Fault:
    """One kind of fault, and the rule that finds it. ``twice``: the row is put at the end once more."""

    name: str
    words: str
    table: str
    column: str
    rule: str
    spoil: _Spoil
    severity: str = "error"
    twice: bool = False


@dataclass(frozen=True, slots=True)
class Planted:
    """One faulty cell. ``row``: the record in the faulty table, first is 1. Any of ``rules`` finds it."""

    fault: str
    words: str
    table: str
    column: str
    row: int
    rules: tuple[str, ...]
    severity: str
    clean: str
    dirty: str


def plant(made: Rows, faults: Iterable[Fault], seed: int = 1) -> tuple[Rows, list[Planted]]:
    """``made`` with one fault of each kind, and the truth; no person has two.

    A kind whose table or column is not there, or for which no row is fit, is left out of both.
    """
    draw = Draw(seed)
    dirty = {name: [dict(row) for row in rows] for name, rows in made.items()}
    planted: list[Planted] = []
    taken: set[str] = set()
    for fault in faults:
        rows = made.get(fault.table, [])
        first = draw.below(len(rows), "fault", fault.name) if rows else 0
        for place in [*range(first, len(rows)), *range(first)]:
            who = rows[place].get("participant_id", f"{fault.table} {place}")
            text = (
                fault.spoil(rows[place], made) if fault.column in rows[place] and who not in taken else None
            )
            if text is not None:
                taken.add(who)
                planted += _put(fault, dirty[fault.table], place, text)
                break
    return dirty, planted


def _put(fault: Fault, rows: list[dict[str, str]], place: int, text: str) -> list[Planted]:
    clean = rows[place][fault.column]
    places = [place]
    if fault.twice:
        rows.append(dict(rows[place]))
        places.append(len(rows) - 1)
    rows[place][fault.column] = text
    return [
        Planted(
            fault.name, fault.words, fault.table, fault.column, at + 1,
            (f"{fault.table}.{fault.rule}",), fault.severity, clean, text,
        )
        for at in places
    ]  # fmt: skip


def truth_csv(planted: Sequence[Planted]) -> bytes:
    """``faults.csv``: what was planted, one faulty cell a line, in the columns that scoring reads."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    heads = ("file", "table", "sheet", "row", "column", "fault", "clean", "dirty", "rules", "severity")
    writer.writerow(heads)
    for one in planted:
        file, rules = f"{one.table}.csv", "|".join(one.rules)
        place = (file, one.table, one.table, one.row, one.column)
        writer.writerow((*place, one.fault, one.clean, one.dirty, rules, one.severity))
    return stream.getvalue().encode()


# -- what cells become ---------------------------------------------------------------------------


def _becomes(text: str, *, filled: str = "") -> _Spoil:
    """The cell becomes ``text`` in a row where the column ``filled`` holds something."""
    return lambda row, _: text if not filled or row[filled] else None


def _same(row: dict[str, str], _: Rows) -> str | None:
    return row["participant_id"]


def _trailing_space(row: dict[str, str], _: Rows) -> str | None:
    return row["religion"] + " "


def _ends_too_early(row: dict[str, str], _: Rows) -> str | None:
    return _days(row["start_date"], -30) if row["end_date"] and row["exit_destination"] != "died" else None


def _no_end(row: dict[str, str], _: Rows) -> str | None:
    return "" if row["exit_destination"] not in ("", "died") else None


def _fifteen(row: dict[str, str], _: Rows) -> str | None:
    return str(int(row["start_date"][:4]) - 15) if row["year_of_birth"].isdigit() else None


def _never_had(row: dict[str, str], _: Rows) -> str | None:
    return "no" if row["mental_health_current"] == "yes" else None


def _one_more(row: dict[str, str], _: Rows) -> str | None:
    return str(int(row["ndta_total"]) + 1) if row["ndta_total"] not in ("", "48") else None


def _too_many_nights(row: dict[str, str], _: Rows) -> str | None:
    nights = int(row["nights_prison"])
    return str(nights + 9) if nights + 9 <= 92 else None


def _before_the_first_wave(row: dict[str, str], made: Rows) -> str | None:
    """A second wave dated before the first, and still not before the start of support."""
    who = row["participant_id"]
    if row["wave"] != "2":
        return None
    start = next(person["start_date"] for person in made["participants"] if person["participant_id"] == who)
    waves = [other for other in made["assessments"] if other["participant_id"] == who]
    day = _days(next(other["assessment_date"] for other in waves if other["wave"] == "1"), -1)
    return day if day >= start else None


def _days(day: str, more: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=more)).isoformat()


PROGRAMME_FAULTS = (
    Fault("impossible_date", "A date that does not exist",
          "participants", "decision_date", "decision_date.type", _becomes("2026-02-30")),
    Fault("missing", "An answer left out",
          "participants", "sex", "sex.required", _becomes("")),
    Fault("unknown_code", "A word that is not in the code list",
          "participants", "referral_source", "referral_source.code_list", _becomes("Housing team")),
    Fault("ended_code", "A code that is no longer used",
          "participants", "accommodation_at_start", "accommodation_at_start.code_list",
          _becomes("bed_and_breakfast")),
    Fault("dates_out_of_order", "Support that ends before it starts",
          "participants", "end_date", "end_not_before_start", _ends_too_early),
    Fault("no_end_date", "A destination without an end date",
          "participants", "end_date", "exit_matches_end_date", _no_end),
    Fault("not_adult", "A person too young for the programme",
          "participants", "year_of_birth", "adult_at_start", _fifteen),
    Fault("contradiction", "A need now that was never there",
          "participants", "mental_health_ever", "current_need_implies_ever", _never_had),
    Fault("no_reason", "Fewer than three needs and no reason",
          "participants", "below_three_reason", "three_needs_or_reason",
          _becomes("", filled="below_three_reason"), "warning"),
    Fault("white_space", "A space after the answer",
          "participants", "religion", "religion.whitespace", _trailing_space, "warning"),
    Fault("malformed_postcode", "A postcode that is none",
          "identifiers", "postcode", "postcode.pattern", _becomes("Nowhere")),
    Fault("malformed_nino", "A National Insurance number too short",
          "identifiers", "nino", "nino.pattern", _becomes("QQ123")),
    Fault("wrong_pattern", "A notice version with a space in it",
          "agreements", "notice_version", "notice_version.pattern",
          _becomes("version 1", filled="notice_version")),
    Fault("out_of_range", "A score above the highest",
          "assessments", "ndtse", "ndtse.maximum", _becomes("7", filled="ndtse")),
    Fault("wrong_total", "A total that is not the sum",
          "assessments", "ndta_total", "ndta_total", _one_more),
    Fault("waves_out_of_order", "A second wave before the first",
          "assessments", "assessment_date", "assessment_waves_in_order", _before_the_first_wave),
    Fault("letter_in_number", "A letter O for a nought",
          "service_use", "ae_attendances", "ae_attendances.type", _becomes("1O")),
    Fault("too_many_nights", "More nights than days",
          "service_use", "nights_prison", "nights_within_days", _too_many_nights),
    Fault("unknown_person", "A person who is not in participants",
          "support", "participant_id", "participant_id.foreign_key", _becomes("P-9999")),
    Fault("duplicate", "The same row twice",
          "support", "participant_id", "participant_id.unique", _same, twice=True),
    Fault("out_of_range_survey", "A mean score above 5",
          "staff_survey", "mean_valued", "mean_valued.maximum", _becomes("6", filled="respondents")),
)  # fmt: skip
"""What ``cfgovern demo`` plants: each is found by one rule, in one cell, and sets off no other."""
