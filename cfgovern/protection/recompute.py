"""The rows of a release, worked out a second time in plain Python: from cells to what is sent of them.

The engine makes the same rows in SQL (:mod:`cfgovern.engine.parting`); this module knows the plan alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cfgovern.engine.parting import PartColumn, PartTable
from cfgovern.protection.treated import days_moved, treated
from cfgovern.tables import SPACES
from cfgovern.tokens.clksettings import CLK, SECRET, Made
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.normaliser import normalised
from cfgovern.tokens.published import components

__all__ = ["Somebody", "recomputed"]


@dataclass(frozen=True, slots=True, repr=False)
class Somebody:
    """Whom a row is about. ``ref`` and ``link``: their pseudonyms; ``moved``: the token of their dates."""

    record: str
    ref: str
    link: str
    moved: str
    protected: bool


def recomputed(
    part: PartTable,
    rows: Iterable[tuple[Somebody | None, Mapping[str, str]]],
    keys: Mapping[str, TokenKey],
    version: str,
) -> Iterator[tuple[str, ...]]:
    """Each of ``rows`` as it is sent, an empty text for nothing.

    ``rows``: whom it is about (None in a table about organisations), and its cells by column, as sent.
    ``keys``: of each token by its name. ``version``: of the normaliser. Of a column of free text comes what
    was sent, or nothing where nothing may leave: what its redaction makes of it is not worked out again.
    Where a value is left out that few people have, ``rows`` must be those of everybody.
    """
    maker = _Maker(part, keys, version)
    made = (maker.row(somebody, cells) for somebody, cells in rows)
    return iter(_without_rare(part, list(made)) if any(one.minimum for one in part.columns) else made)


class _Maker:
    """Makes the rows of one part. It holds its keys."""

    def __init__(self, part: PartTable, keys: Mapping[str, TokenKey], version: str) -> None:
        self._part = part
        self._keys = keys
        self._version = version
        how = part.clk
        self._clk = Made(how["schema"], how["salt"], keys[SECRET], version) if how else None

    def row(self, somebody: Somebody | None, cells: Mapping[str, str]) -> tuple[str, ...]:
        """One row."""
        told = {name: self._cell(name, cells) for name in self._part.fields.values()}
        said = {field: told[name] for field, name in self._part.fields.items()}
        hidden = somebody is not None and somebody.protected
        if self._clk is not None:
            kept = said.keys() - self._part.guarded if hidden else said.keys()
            made = {CLK: self._clk.of({field: said[field] for field in kept})}
        else:
            made = components(said, self._version) if said else {}
        left_out = {one.name for one in self._part.columns if hidden and one.place and one.kind != "clk"}
        return tuple(
            "" if one.name in left_out else self._value(one, somebody, cells, made) or ""
            for one in self._part.columns
        )

    def _value(
        self, one: PartColumn, somebody: Somebody | None, cells: Mapping[str, str], made: Mapping[str, str]
    ) -> str | None:
        if one.kind == "clk":
            return made[CLK]
        if one.kind in ("ref", "link", "record"):
            return getattr(somebody, one.kind) if somebody else None
        if one.kind == "token":
            return self._token(one, made.get(one.of))
        cell = self._cell(one.source, cells)
        if one.kind == "text":
            return cell
        if one.kind in ("normalised", "keyed"):
            normal = normalised(one.of, cell, self._version) if one.of else cell
            return normal if one.kind == "normalised" else self._token(one, normal)
        window = one.way.window
        days = days_moved(somebody.moved, window) if somebody and one.way.treatment == "shift" else None
        return treated(cell, one.way, one.missing, days=days)

    def _token(self, one: PartColumn, value: str | None) -> str | None:
        return self._keys[one.key].token(value).hex() if value else None

    def _cell(self, name: str, cells: Mapping[str, str]) -> str | None:
        """The cell as sent; None where it is empty or says why there is no identifier."""
        text = cells.get(name, "").strip(SPACES)
        return text if text and text not in self._part.missing.get(name, ()) else None


def _without_rare(part: PartTable, rows: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """``rows`` without the values of a column that fewer of them have than its minimum."""
    counts = {at: Counter(row[at] for row in rows) for at, one in enumerate(part.columns) if one.minimum}
    return [
        tuple(
            "" if at in counts and counts[at][value] < part.columns[at].minimum else value
            for at, value in enumerate(row)
        )
        for row in rows
    ]
