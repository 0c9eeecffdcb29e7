"""Who made-up people are: names, address and contact details, for whole arrays of person numbers.

Every concept has a stream of its own, so a person's name does not depend on whether anybody asks for the
telephone number. Names go with community, sex and decade of birth; what is an identifier comes from
:mod:`cfgovern.cohort.unreal`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from cfgovern.cohort import unreal
from cfgovern.cohort.draw import Draw, Ints
from cfgovern.cohort.frame import EMPTY, Cells, codes
from cfgovern.cohort.names import Names, load_names, load_streets
from cfgovern.identifiers.postcode import NO_FIXED_ABODE, NOT_KNOWN

__all__ = ["IdentityShares", "identity"]

Bools = NDArray[np.bool_]
Share = float | NDArray[np.float64]
# How large the made-up places are: what there is to draw from, not how often anything is so.
_HOUSES = 99  # of a street
_STREETS_AN_AREA = 40


@dataclass(frozen=True, slots=True)
class IdentityShares:
    """In what share of people (0 to 1) each holds: one for all, or one for each of the people asked about.

    They come from a profile, and are nought without one.
    """

    no_fixed_abode: Share = 0
    without_nino: Share = 0
    without_phone: Share = 0
    without_email: Share = 0
    middle_names: Share = 0
    alias_given_name: Share = 0
    short_alias: float = 0  # of the aliases of names that have a short form: that one
    alias_family_name: Share = 0
    double_family_name: Share = 0  # Baker-Shaw, or Baker Shaw
    one_name: Share = 0  # all in the given name
    shared_house: Share = 0  # a flat or room in front of the house
    odd_address: Share = 0  # commas, quotation marks, brackets


def identity(
    draw: Draw,
    numbers: Ints,
    *,
    ethnic: Cells,
    sex: Cells,
    born: Ints,
    area: Ints,
    towns: Sequence[str],
    shares: IdentityShares,
    protected: Bools | None = None,
    reachable: Bools | None = None,
    also: Sequence[str] = (),
    marked: bool = False,
) -> dict[str, Cells]:
    """The cells of each concept of identity, for people of ``numbers`` (from 1, none twice in a cohort).

    ``ethnic`` and ``sex`` hold words (codes of the ethnic group; female, male); who did not say gets any
    name. ``born``: days since 1900. ``area``: place in ``towns``, the labels of areas; what stands in
    brackets is left out. ``protected``: whose place must stay unknown: no address, postcode not known, and
    telephone and e-mail only for those who are ``reachable`` without danger (nobody, if not given).
    ``also``: further kinds of identifier by name; of those without a test range an evidently broken form
    where ``marked``, else nothing. Raises OperatorFileError ``names.refused`` for lists with faults.
    """
    hidden = np.zeros(len(numbers), dtype=np.bool_) if protected is None else protected
    silent = hidden if reachable is None else hidden & ~reachable
    made = _named(draw, load_names(), numbers, ethnic, sex, born, shares)
    made |= _placed(draw, numbers, area, tuple(towns), shares, hidden)

    def left(concept: str, share: Share, none: Bools | bool = False) -> Cells:
        gone = draw.stream("identity", concept, "none").chance(share, numbers) | none
        return _without(unreal.cells(concept, numbers), gone)

    made["nino"] = left("nino", shares.without_nino)
    made["phone"] = left("phone", shares.without_phone, silent)
    made["email"] = left("email", shares.without_email, silent)
    return made | {name: _further(name, numbers, marked) for name in also if name not in made}


def _further(identifier: str, numbers: Ints, marked: bool) -> Cells:
    if identifier in unreal.CERTAIN:
        return unreal.cells(identifier, numbers)
    if marked:
        return unreal.broken_cells(identifier, numbers)
    return codes(np.full(len(numbers), EMPTY, dtype=np.int64), ())


def _named(
    draw: Draw, names: Names, numbers: Ints, ethnic: Cells, sex: Cells, born: Ints, shares: IdentityShares
) -> dict[str, Cells]:
    group = _group(names, ethnic)
    male = _male(draw, numbers, sex)
    first = names.community.pick(draw.stream("identity", "community"), group, numbers)
    other = names.community.pick(draw.stream("identity", "other community"), group, numbers)
    second = np.where(np.isin(group, list(names.apart)), other, first)

    def some(concept: str, share: Share) -> Ints:
        return np.flatnonzero(draw.stream("identity", concept, "some").chance(share, numbers))

    def given(concept: str, rows: Ints | slice = slice(None), community: Ints = first) -> Ints:
        stream = draw.stream("identity", concept)
        return names.given_names(stream, community[rows], male[rows], born[rows], numbers[rows])

    def family(concept: str, rows: Ints | slice = slice(None)) -> Ints:
        return names.family_names(draw.stream("identity", concept), second[rows], male[rows], numbers[rows])

    called, last = given("given_name"), family("family_name")
    middle, by_name, before = (np.full(len(numbers), EMPTY, dtype=np.int64) for _ in range(3))
    rows = some("middle_names", shares.middle_names)
    middle[rows] = given("middle_names", rows)
    rows = some("alias_given_name", shares.alias_given_name)
    short = names.nicknames_of(draw.stream("identity", "nickname"), called[rows], numbers[rows])
    street = given("by-name", rows, np.full(len(numbers), names.by_names, dtype=np.int64))
    wanted = draw.stream("identity", "short").chance(shares.short_alias, numbers[rows]) & (short != EMPTY)
    by_name[rows] = np.where(wanted, short, street)
    rows = some("alias_family_name", shares.alias_family_name)
    before[rows] = family("alias_family_name", rows)
    rows = some("double_family_name", shares.double_family_name)
    last, words = _double(names.words, last, rows, family("second family name", rows))
    last[some("one_name", shares.one_name)] = EMPTY
    return {
        "given_name": codes(called, names.words),
        "middle_names": codes(np.where(middle == called, EMPTY, middle), names.words),
        "family_name": codes(last, words),
        "alias_given_name": codes(by_name, names.words),
        "alias_family_name": codes(np.where(before == last, EMPTY, before), names.words),
    }


def _group(names: Names, ethnic: Cells) -> Ints:
    """The group of names of each cell; a missing or unknown code counts as not said."""
    nobody = names.groups[""]
    known = np.array([names.groups.get(code, nobody) for code in ethnic.words] or [nobody], dtype=np.int64)
    return np.where(ethnic.values >= 0, known[np.maximum(ethnic.values, 0)], nobody)


def _male(draw: Draw, numbers: Ints, sex: Cells) -> Ints:
    """0 or 1; by chance where the cell says neither."""
    said = np.array([{"female": 0, "male": 1}.get(word, -1) for word in sex.words] or [-1], dtype=np.int64)
    known = np.where(sex.values >= 0, said[np.maximum(sex.values, 0)], -1)
    return np.where(known >= 0, known, draw.stream("identity", "sex not said").below(2, numbers))


def _double(words: tuple[str, ...], last: Ints, rows: Ints, second: Ints) -> tuple[Ints, tuple[str, ...]]:
    """``last`` with two names in ``rows`` where they differ, and the words with those put after them."""
    rows, second = rows[last[rows] != second], second[last[rows] != second]
    pairs, place = np.unique(last[rows] * len(words) + second, return_inverse=True)
    both = (divmod(pair, len(words)) for pair in pairs.tolist())
    written = (f"{words[one]}{'- '[(one + two) % 4 == 0]}{words[two]}" for one, two in both)
    result = last.copy()
    result[rows] = len(words) + place
    return result, (*words, *written)


def _placed(
    draw: Draw, numbers: Ints, area: Ints, towns: tuple[str, ...], shares: IdentityShares, hidden: Bools
) -> dict[str, Cells]:
    lines, streets, dwellings, odd = _lines()
    here, patterns = _towns(towns)
    nowhere = draw.stream("identity", "no fixed abode").chance(shares.no_fixed_abode, numbers)
    street = area * 37 + draw.stream("identity", "street").below(_STREETS_AN_AREA, numbers)
    house = street % streets * _HOUSES + draw.stream("identity", "house").below(_HOUSES, numbers)
    dwelling = streets * _HOUSES + draw.stream("identity", "dwelling").below(dwellings, numbers)
    shared = draw.stream("identity", "shared").chance(shares.shared_house, numbers)
    strange = draw.stream("identity", "odd").chance(shares.odd_address, numbers)
    first = np.where(shared, dwelling, house)
    first[strange] = streets * _HOUSES + dwellings + numbers[strange] % odd
    second = np.where(shared & ~strange, house, EMPTY)
    # Half of the people live in the town itself.
    around = np.maximum(draw.stream("identity", "town").below(2 * patterns, numbers) - patterns, 0)
    gone = nowhere | hidden
    return {
        "address_line_1": _without(codes(first, lines), gone),
        "address_line_2": _without(codes(second, lines), gone),
        "address_town": _without(codes(area * patterns + around, here), gone),
        "postcode": _postcodes(draw, numbers, area, nowhere, hidden),
    }


def _postcodes(draw: Draw, numbers: Ints, area: Ints, nowhere: Bools, hidden: Bools) -> Cells:
    made = unreal.postcodes(numbers, area)
    values, stems = made.values.copy(), list(made.stems)
    for code, whose in ((NO_FIXED_ABODE, nowhere), (NOT_KNOWN, hidden)):
        values[whose] = len(stems) * 10 + int(code[-3])
        stems.append((code[:-3], code[-2:]))
    return Cells(values, "stem", stems=tuple(stems), width=1)


def _lines() -> tuple[tuple[str, ...], int, int, int]:
    """Lines of addresses (houses, dwellings, odd ones); how many streets, dwellings and odd ones."""
    parts = load_streets()
    return _houses(parts["street"], parts["dwelling"], parts["odd"])


@lru_cache(maxsize=2)
def _houses(
    streets: tuple[str, ...], dwellings: tuple[str, ...], odd: tuple[str, ...]
) -> tuple[tuple[str, ...], int, int, int]:
    houses = (f"{number} {street}" for street in streets for number in range(1, _HOUSES + 1))
    return (*houses, *dwellings, *odd), len(streets), len(dwellings), len(odd)


def _towns(labels: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    patterns = load_streets()["place"]
    towns = (label.partition(" (")[0] for label in labels)
    return tuple(pattern.format(town=town) for town in towns for pattern in patterns), len(patterns)


def _without(made: Cells, gone: Bools) -> Cells:
    values = np.where(gone, EMPTY, made.values)
    return Cells(values, made.kind, made.words, made.missing, made.stems, made.width)
