"""Published totals made to hold together: iterative proportional fitting of one table of people.

Source of the method: Deming and Stephan, "On a least squares adjustment of a sampled frequency table"
(1940). Published totals come from different bases and need not agree, so each step goes only part of
the way, and less with every round: totals that agree are met, the others in the middle of what they ask.
Sums are exact (``math.fsum``) and nothing else than + - * / is used, so that every machine gets the same.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import product
from math import fsum, prod

from cfgovern.errors import Fault, OperatorFileError, UsageError
from cfgovern.evidence.measures import Target
from cfgovern.yamlfile import did_you_mean

__all__ = ["Joint", "fitted", "read_margins", "seeded"]

MOST_CELLS = 200_000
_ROUNDS, _STILL = 300, 1e-13
_SUPPRESSED = ("c", "*", "-", "..", "x", "[c]", "[x]", "")
_MOST = 10**12
Codes = Mapping[str, Sequence[str]]
_Cell = tuple[Mapping[str, str], Decimal | None]
"""The codes of one row of a user's margins, and its count; None if it is suppressed."""


@dataclass(frozen=True, slots=True)
class Joint:
    """How likely each combination of codes is. ``cells`` and ``weights`` are of one length."""

    concepts: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    weights: tuple[float, ...]


def seeded(codes: Codes, weight: Callable[[Mapping[str, str]], float]) -> Joint:
    """Every combination of ``codes`` (by concept), each as likely as ``weight`` says.

    Raises UsageError ``margins.size`` for more combinations than can be fitted.
    """
    concepts = tuple(codes)
    if prod(len(codes[concept]) for concept in concepts) > MOST_CELLS:
        raise UsageError(
            "margins.size",
            f"The margins are about too many columns at once: {', '.join(concepts)}.",
            fix="Leave out the columns with most codes.",
        )
    cells = tuple(product(*(codes[concept] for concept in concepts)))
    weights = tuple(weight(dict(zip(concepts, cell, strict=True))) for cell in cells)
    return Joint(concepts, cells, weights)


def fitted(joint: Joint, targets: Sequence[Target]) -> Joint:
    """``joint`` brought as near to the shares of ``targets`` as they let each other come."""
    places = [(_base(joint, target), float(target.asked) / 100) for target in targets]
    weights = list(joint.weights)
    for turn in range(_ROUNDS):
        step = 1 if turn < 20 else 20 / turn
        moved = [_scaled(weights, hit, rest, share, step) for (hit, rest), share in places]
        if max(moved, default=0.0) < _STILL:
            break
    return Joint(joint.concepts, joint.cells, tuple(weights))


def _base(joint: Joint, target: Target) -> tuple[list[int], list[int]]:
    """The cells that the target counts, and those of its base that it does not."""
    hit: list[int] = []
    rest: list[int] = []
    for place, cell in enumerate(joint.cells):
        said = dict(zip(joint.concepts, cell, strict=True))
        if all(said.get(concept) in codes for concept, codes in target.given.items()):
            (hit if _counts(target, said) else rest).append(place)
    return hit, rest


def _counts(target: Target, said: Mapping[str, str]) -> bool:
    enough = sum(said.get(concept) in target.codes for concept in target.among) >= (target.at_least or 0)
    return enough and all(said.get(concept) in codes for concept, codes in target.where.items())


def _scaled(weights: list[float], hit: list[int], rest: list[int], share: float, step: float) -> float:
    """How far the weights of ``hit`` and ``rest`` were moved: the largest factor less one."""
    inside, outside = fsum(weights[place] for place in hit), fsum(weights[place] for place in rest)
    base, moved = inside + outside, 0.0
    for places, mass, wanted in ((hit, inside, share), (rest, outside, 1 - share)):
        if mass > 0:
            change = step * (wanted * base / mass - 1)
            moved = max(moved, abs(change))
            for place in places:
                weights[place] *= 1 + change
    return moved


# -- a user's own aggregates -------------------------------------------------------------------------


def read_margins(text: bytes, name: str, codes: Codes) -> tuple[tuple[Target, ...], int]:
    """The targets of a CSV file of published aggregates, and how many of its cells were suppressed.

    One column a concept, then ``count``. A row says how many people have the codes it names; an empty
    cell is *any*. Rows that name the same concepts make one margin: counts or per cent, whichever, only
    their proportions are used. A suppressed cell (c, *, -, empty) takes no part. ``codes``: the concepts
    that may be named and their codes. Raises OperatorFileError with every fault and its line.
    """
    faults: list[Fault] = []
    rows = list(_rows(text, name, codes, faults))
    if faults:
        raise OperatorFileError("margins.refused", "The margins cannot be used as they are.", faults)
    margins: dict[tuple[str, ...], list[_Cell]] = {}
    for row in rows:
        margins.setdefault(tuple(row[0]), []).append(row)
    targets = [target for cells in margins.values() for target in _targets(cells, name)]
    return tuple(targets), sum(count is None for _, count in rows)


def _targets(cells: Sequence[_Cell], name: str) -> Iterator[Target]:
    """The shares of one margin: of all its cells, or of each line where a table has holes.

    A hole is a cell that is suppressed or not told: nothing is asked of it, so it may not be in a base.
    """
    known = [(said, count) for said, count in cells if count is not None]
    source = name if len(known) == len(cells) else f"{name}, among the cells that are not suppressed"
    if len(known) == prod(len(codes) for codes in _given(known).values()):
        yield from _shares(known, source)
        return
    for concept in _given(known):
        lines: dict[tuple[str, ...], list[tuple[Mapping[str, str], Decimal]]] = {}
        for said, count in known:
            lines.setdefault(tuple(said[other] for other in said if other != concept), []).append(
                (said, count)
            )
        for line in lines.values():
            if len(line) > 1:
                yield from _shares(line, source, f"among_{concept}_")


def _given(known: Sequence[tuple[Mapping[str, str], Decimal]]) -> dict[str, tuple[str, ...]]:
    concepts = known[0][0] if known else ()
    return {concept: tuple(dict.fromkeys(said[concept] for said, _ in known)) for concept in concepts}


def _shares(
    known: Sequence[tuple[Mapping[str, str], Decimal]], source: str, among: str = ""
) -> Iterator[Target]:
    """One target a cell: its share of ``known``, which are all the cells of their codes."""
    total = sum(count for _, count in known)
    for said, count in known if total else ():
        words = " and ".join(f"{concept} {code}" for concept, code in said.items())
        yield Target(
            id=among + "_".join(f"{concept}_{code}" for concept, code in said.items()),
            words=words[:1].upper() + words[1:],
            of="participants",
            source=source,
            share=100 * count / total,
            where={concept: (code,) for concept, code in said.items()},
            given=_given(known),
        )


def _rows(text: bytes, name: str, codes: Codes, faults: list[Fault]) -> Iterator[_Cell]:
    try:
        reader = csv.reader(io.StringIO(text.decode("utf-8-sig")), strict=True)
        lines = [(reader.line_num, [cell.strip() for cell in line]) for line in reader if any(line)]
    except (UnicodeDecodeError, csv.Error):
        faults.append(Fault("margins.form", "The file is not a CSV file in UTF-8.", name))
        return
    heads = lines[0][1] if lines else []
    unknown = [head for head in heads[:-1] if head not in codes]
    if len(heads) < 2 or heads[-1] != "count" or unknown or len(set(heads)) < len(heads):
        meant = did_you_mean(unknown[0], codes) if unknown else ""
        words = "The headings are concepts with codes of people, each once, and count as the last."
        faults.append(Fault("margins.headings", f"{words}{meant}", name, 1))
        return
    if len(lines) == 1:
        faults.append(Fault("margins.row", "There is no row under the headings.", name, 1))
    seen: dict[tuple[tuple[str, str], ...], int] = {}
    for line, cells in lines[1:]:
        said = {head: cell for head, cell in zip(heads[:-1], cells, strict=False) if cell}
        wrong = [head for head, cell in said.items() if cell not in codes[head]]
        count = _count(cells[-1]) if len(cells) == len(heads) else Decimal(-1)
        if wrong:
            meant = did_you_mean(said[wrong[0]], codes[wrong[0]])
            faults.append(Fault("margins.code", f"{wrong[0]} has no such code.{meant}", name, line))
        elif not said or (count is not None and count < 0):
            words = "A row has a cell for each heading, names one code or more and ends with a count from 0."
            faults.append(Fault("margins.row", words, name, line))
        elif seen.setdefault(tuple(said.items()), line) != line:
            words = f"Line {seen[tuple(said.items())]} names the same codes."
            faults.append(Fault("margins.row", words, name, line))
        else:
            yield said, count


def _count(text: str) -> Decimal | None:
    """The count, None if it is suppressed, -1 if it is none."""
    if text.lower() in _SUPPRESSED:
        return None
    try:
        count = Decimal(text.replace(",", "").removesuffix("%"))
        return count if count.is_finite() and count <= _MOST else Decimal(-1)
    except InvalidOperation:
        return Decimal(-1)
