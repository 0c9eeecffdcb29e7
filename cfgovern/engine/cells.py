"""The cell gate: one pass over a table judges every cell and keeps what later gates need.

Each table becomes one query over the steps of ``engine.steps``. It gives ``m<n>``, numbers whose bits
say which checks failed, and the kept columns. Of each cell it is asked first whether it is sound, which
takes one short question and settles nearly all; only the others are asked what is wrong with them.

A row is a few numbers when nothing is wrong with it, so only faulty rows cost anything later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.plan import BoundTable, Check, PlanColumn, PlanTable
from cfgovern.engine.steps import CASTS, SPREADSHEET_ERRORS, answered, judged, plainly_judged, prepared
from cfgovern.tables import ODD

__all__ = ["BITS", "KINDS", "JudgedTable", "judge"]

BITS = 62  # bits a mask: what a signed 64-bit number holds in every engine
_NUMERAL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class JudgedTable:
    """What the cell gate made of one table.

    ``query`` makes the judged table: ``_row``, ``m0``…, and for a kept column ``x:name``
    (trimmed text) and, where that is not its value, ``y:name`` (typed value). ``masks`` holds the
    checks in the order of their bits; ``failing`` maps a column to the bits, per mask, that mean
    that its cell is not to be judged again. ``columns`` are those of the contract, by name.
    """

    table: str
    query: exp.Select
    masks: tuple[tuple[Check, ...], ...]
    failing: Mapping[str, tuple[int, ...]]
    columns: Mapping[str, PlanColumn]

    def table_as(self, alias: str) -> exp.Table:
        """The judged table under the name ``alias``."""
        return sql.table(f"judged:{self.table}", alias)

    def value(self, name: str, alias: str | None = None) -> exp.Expression:
        """The typed value of a kept column; NULL where there is no answer."""
        column = self.columns[name]
        if column.type != "string":
            return sql.column(f"y:{name}", alias)
        text = sql.column(f"x:{name}", alias)
        if not column.missing:
            return text
        return sql.case(sql.negate(sql.one_of(text.copy(), column.missing.values())), text)

    def state(self, name: str, alias: str | None = None) -> exp.Expression:
        """What a kept cell says as text: ``value``, ``empty``, or the name of a state of no answer."""
        text = sql.column(f"x:{name}", alias)
        ifs = [exp.If(this=sql.is_null(text.copy()), true=sql.text("empty"))]
        for state, code in self.columns[name].missing.items():
            ifs.append(exp.If(this=sql.equals(text.copy(), sql.text(code)), true=sql.text(state)))
        return exp.Case(ifs=ifs, default=sql.text("value"))


@dataclass(frozen=True, slots=True)
class _Cell:
    """The expressions of one column over the prepared steps, made afresh: a node has one parent."""

    column: PlanColumn
    at: int
    origin: int | None

    def text(self) -> exp.Expression:
        return sql.column(f"v{self.at}")

    def edge(self) -> exp.Expression:
        return sql.column(f"w{self.at}")

    def status(self) -> exp.Expression:
        """What the identifier in it is, in the words of ``identifiers.form``."""
        return sql.column(f"i{self.at}")

    def typed(self) -> exp.Expression:
        return sql.column(f"y{self.at}") if self.column.type != "string" else self.text()

    def answered(self) -> exp.Expression:
        return answered(self.column, self.at)

    def judged(self) -> exp.Expression:
        """Whether the cell holds a value of its type: what every check after ``type`` asks first."""
        return judged(self.column, self.at)

    def plainly_judged(self) -> exp.Expression:
        """What :meth:`judged` says of nearly every cell, for less."""
        return plainly_judged(self.column, self.at)

    def synthetic(self) -> exp.Expression:
        """Whether the row says of itself that it is made up; a row that says nothing is live."""
        if self.origin is None:
            return exp.Boolean(this=False)
        return sql.unless_null(sql.equals(sql.column(f"v{self.origin}"), sql.text("synthetic")))


def judge(table: PlanTable, bound: BoundTable, checks: Iterable[Check], keep: Iterable[str]) -> JudgedTable:
    """The one query of ``table``: ``checks`` are those of its cells, ``keep`` the columns needed later."""
    places = bound.columns
    used = [check for check in checks if check.column in places]
    there = {"whitespace": bound.spaced, "characters": bound.odd, "line_break": bound.broken}
    used = [check for check in used if there.get(check.kind, True)]
    kept = sorted(set(keep) & set(places), key=lambda name: places[name])
    origin = {table.origin} if table.origin in places else set()
    live = sorted(
        {check.column for check in used if check.column} | set(kept) | {o for o in origin if o},
        key=lambda n: places[n],
    )
    columns = {name: table.column(name) for name in live}
    with_form = {str(c.column): str(c.params["identifier"]) for c in used if "identifier" in c.params}
    source = prepared(bound, columns, with_form)
    origin_place = places.get(table.origin or "")
    cells = {name: _Cell(columns[name], places[name], origin_place) for name in live}
    masks = tuple(tuple(used[start : start + BITS]) for start in range(0, len(used), BITS))
    outputs: list[exp.Expression] = [sql.column("_row")]
    for place, mask in enumerate(masks):
        outputs.append(sql.named(_mask(cells, mask), f"m{place}"))
    for name in kept:
        outputs += _kept(cells[name])
    return JudgedTable(table.name, sql.select(outputs, source), masks, _failing(masks), columns)


def _mask(cells: Mapping[str, _Cell], mask: Sequence[Check]) -> exp.Expression:
    """The number whose bits say which checks of ``mask`` failed."""
    of_column: dict[str, list[tuple[Check, int]]] = {}
    for bit, check in enumerate(mask):
        of_column.setdefault(check.column or "", []).append((check, bit))
    found = []
    for name, checks in of_column.items():
        cell = cells[name]
        wrong = _wrong(cell, checks)
        sound = _sound(cell, [check for check, _ in checks])
        found.append(wrong if sound is None else sql.case(sound, sql.number(0), wrong))
    return sql.total(found)


def _wrong(cell: _Cell, checks: Sequence[tuple[Check, int]]) -> exp.Expression:
    """The bits of those of ``checks`` that the cell fails; whether it holds a value is asked once."""
    of_cell = [(OF_CELLS[check.kind](cell, check), bit) for check, bit in checks if check.kind in OF_CELLS]
    of_value = [(OF_VALUES[check.kind](cell, check), bit) for check, bit in checks if check.kind in OF_VALUES]
    found = [sql.bits(of_cell)] if of_cell else []
    if of_value:
        found.append(sql.case(cell.judged(), sql.bits(of_value), sql.number(0)))
    return sql.total(found)


def _sound(cell: _Cell, checks: Sequence[Check]) -> exp.Expression | None:
    """What shows that a cell fails none of ``checks``; None where only each of them can tell.

    It need not hold in every such cell, and must hold in no other.
    """
    right = [cell.plainly_judged()]
    for check in checks:
        if check.kind in OF_VALUES:
            right.append(sql.negate(OF_VALUES[check.kind](cell, check)))
        elif check.kind == "whitespace":
            right.append(exp.Not(this=cell.edge()))
        elif check.kind not in _OF_ABSENCE:
            return None
    return sql.both(*right)


def _failing(masks: tuple[tuple[Check, ...], ...]) -> dict[str, tuple[int, ...]]:
    failing: dict[str, list[int]] = {}
    for place, mask in enumerate(masks):
        for bit, check in enumerate(mask):
            if check.severity in ("block", "error"):
                failing.setdefault(check.column or "", [0] * len(masks))[place] |= 1 << bit
    return {name: tuple(found) for name, found in failing.items()}


def _kept(cell: _Cell) -> list[exp.Expression]:
    name = cell.column.name
    kept: list[exp.Expression] = [sql.named(cell.text(), f"x:{name}")]
    if cell.column.type != "string":
        value = sql.case(cell.judged(), cell.typed()) if cell.column.missing else cell.typed()
        kept.append(sql.named(value, f"y:{name}"))
    return kept


# -- the checks of a cell ------------------------------------------------------------------------


def _required(cell: _Cell, check: Check) -> exp.Expression:
    return sql.is_null(cell.text())


def _type(cell: _Cell, check: Check) -> exp.Expression:
    if cell.column.type == "string":
        return sql.one_of(cell.text(), SPREADSHEET_ERRORS)
    return sql.both(cell.answered(), sql.is_null(cell.typed()))


def _bound(worse: Callable[[exp.Expression, exp.Expression], exp.Expression]) -> _Kind:
    def made(cell: _Cell, check: Check) -> exp.Expression:
        limit = str(check.params["bound"])
        if cell.column.type == "integer":
            bound = sql.number(limit)
        else:
            bound = exp.Cast(this=sql.text(limit), to=exp.DataType.build(CASTS[cell.column.type]))
        return worse(cell.typed(), bound)

    return made


def _below(value: exp.Expression, bound: exp.Expression) -> exp.Expression:
    return exp.LT(this=value, expression=bound)


def _above(value: exp.Expression, bound: exp.Expression) -> exp.Expression:
    return exp.GT(this=value, expression=bound)


def _minimum(cell: _Cell, check: Check) -> exp.Expression:
    return _bound(_not_above if check.params["exclusive"] else _below)(cell, check)


def _maximum(cell: _Cell, check: Check) -> exp.Expression:
    return _bound(_not_below if check.params["exclusive"] else _above)(cell, check)


def _not_above(value: exp.Expression, bound: exp.Expression) -> exp.Expression:
    return exp.LTE(this=value, expression=bound)


def _not_below(value: exp.Expression, bound: exp.Expression) -> exp.Expression:
    return exp.GTE(this=value, expression=bound)


def _multiple_of(cell: _Cell, check: Check) -> exp.Expression:
    # Exact decimals: 0.3 is a multiple of 0.1. What does not fit them is not shown to be one, nor is
    # what has more decimal places than the step: the cast would round it.
    step = str(check.params["step"])
    places = len(step.partition(".")[2])
    kind = f"DECIMAL(38, {places})"
    rest = exp.Mod(this=sql.cast(cell.text(), kind), expression=sql.cast(sql.text(step), kind))
    wrong = exp.NEQ(this=exp.Paren(this=rest), expression=sql.number(0))
    finer = exp.RegexpLike(this=cell.text(), expression=sql.text(rf"\.[0-9]{{{places}}}[0-9]*[1-9]"))
    return exp.Paren(this=sql.either(sql.unless_null(wrong, otherwise=True), finer))


def _min_length(cell: _Cell, check: Check) -> exp.Expression:
    length = exp.Length(this=cell.text())
    return _below(length, sql.number(int(check.params["length"])))


def _max_length(cell: _Cell, check: Check) -> exp.Expression:
    length = exp.Length(this=cell.text())
    return _above(length, sql.number(int(check.params["length"])))


def _matches(cell: _Cell, pattern: str) -> exp.Expression:
    return exp.RegexpLike(this=cell.text(), expression=sql.text(pattern))


def _pattern(cell: _Cell, check: Check) -> exp.Expression:
    wrong = exp.Not(this=_matches(cell, str(check.params["pattern"])))
    return sql.both(*_after(cell, check, "after"), wrong)


def _after(cell: _Cell, check: Check, *names: str) -> list[exp.Expression]:
    """The patterns that a cell must match first: what is of the wrong form is reported once."""
    return [_matches(cell, str(check.params[name])) for name in names if check.params.get(name)]


def _among(cell: _Cell, values: Iterable[object]) -> exp.Expression:
    """Whether the cell is one of the contract's ``values``: numbers compare as numbers."""
    if cell.column.type not in ("integer", "number"):
        return sql.one_of(cell.text(), [str(value) for value in values])
    numerals = [str(value) for value in values if _NUMERAL.fullmatch(str(value))]
    if not numerals:
        return exp.Boolean(this=False)
    return exp.In(this=cell.typed(), expressions=[sql.number(numeral) for numeral in numerals])


def _enum(cell: _Cell, check: Check) -> exp.Expression:
    return sql.negate(_among(cell, check.params["values"]))


def _unlisted(cell: _Cell, check: Check) -> exp.Expression:
    return sql.negate(sql.one_of(cell.text(), check.params["values"]))


def _retired(cell: _Cell, check: Check) -> exp.Expression:
    return sql.one_of(cell.text(), check.params["values"])


def _whitespace(cell: _Cell, check: Check) -> exp.Expression:
    return sql.both(cell.edge(), exp.Not(this=sql.is_null(cell.text())))


def _characters(cell: _Cell, check: Check) -> exp.Expression:
    return _matches(cell, ODD)


def _line_break(cell: _Cell, check: Check) -> exp.Expression:
    return _matches(cell, "[\r\n]")


def _identifier(status: str, live: bool | None = None) -> _Kind:
    """Cells whose identifier is ``status``, in rows that are ``live`` or synthetic (None: in all)."""

    def made(cell: _Cell, check: Check) -> exp.Expression:
        found = sql.equals(cell.status(), sql.text(status))
        conditions = [found, *_after(cell, check, "pattern", "after")]
        if live is not None:
            said = cell.synthetic()
            conditions.append(exp.Not(this=said) if live else said)
        return sql.both(*conditions)

    return made


def _present(cell: _Cell, check: Check) -> exp.Expression:
    return exp.Not(this=sql.is_null(cell.text()))


def _listed_missing(cell: _Cell, check: Check) -> exp.Expression:
    values = [value or "" for value in check.params["values"]]
    listed = sql.one_of(cell.text(), values)
    return sql.either(sql.is_null(cell.text()), listed) if "" in values else listed


def _invalid(cell: _Cell, check: Check) -> exp.Expression:
    wrong: list[exp.Expression] = []
    if check.params.get("values") is not None:
        wrong.append(sql.negate(_among(cell, check.params["values"])))
    if check.params.get("pattern"):
        wrong.append(exp.Not(this=_matches(cell, str(check.params["pattern"]))))
    return exp.Paren(this=sql.either(*wrong)) if len(wrong) > 1 else wrong[0]


_Kind = Callable[[_Cell, Check], exp.Expression]
# Whether a cell fails.
OF_CELLS: Mapping[str, _Kind] = {
    "required": _required,
    "present": _present,
    "type": _type,
    "whitespace": _whitespace,
    "null_values": _required,
    "missing_values": _listed_missing,
}
# Whether a cell that holds a value of its type fails: no other cell does.
OF_VALUES: Mapping[str, _Kind] = {
    "minimum": _minimum,
    "maximum": _maximum,
    "multiple_of": _multiple_of,
    "min_length": _min_length,
    "max_length": _max_length,
    "pattern": _pattern,
    "enum": _enum,
    "code_list": _unlisted,
    "code_retired": _retired,
    "characters": _characters,
    "line_break": _line_break,
    "identifier_form": _identifier("malformed"),
    "check_digit": _identifier("bad_check"),
    "test_value": _identifier("unreal", live=True),
    "real_value": _identifier("valid", live=False),
    "invalid_values": _invalid,
}
KINDS = frozenset([*OF_CELLS, *OF_VALUES])
_OF_ABSENCE = frozenset(
    ["required", "type", "null_values"]
)  # what no cell fails that holds a value of its type
