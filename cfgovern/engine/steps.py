"""The steps that make a raw table ready to be judged, one nested query each, so that nothing is
worked out twice:

* ``raw``: the text as sent, one ``c<n>`` a column;
* ``around``: ``w``, whether white space stands around any cell of the row;
* ``edge``: ``w<n>``, whether it stands around this one;
* ``trimmed``: ``v<n>``, the text without it, NULL where nothing is left;
* ``typed``: ``y<n>``, the value in its type, NULL where the text does not have its form;
* ``fitting``: ``f<n>``, whether the text has the shape of its identifier as it stands;
* ``compact``: ``k<n>``, the compact text of an identifier;
* ``figures``: ``d<n>``, the number that it is;
* ``known``: ``i<n>``, what the identifier is.

Where a table is not spaced, ``around`` and ``edge`` are left out, and there is no ``w<n>``; where it has no
identifier, the four last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from sqlglot import exp

from cfgovern import identifiers
from cfgovern.engine import forms, sql
from cfgovern.engine.plan import BoundTable, PlanColumn
from cfgovern.identifiers.form import Form
from cfgovern.tables import SPACES

__all__ = ["CASTS", "SPREADSHEET_ERRORS", "answered", "judged", "plainly_judged", "prepared"]

SPREADSHEET_ERRORS = ("#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!", "#SPILL!", "#CALC!")
CASTS = {"integer": "BIGINT", "number": "DOUBLE", "date": "DATE", "timestamp": "TIMESTAMP", "time": "TIME"}
CASTS["boolean"] = "BOOLEAN"
_EDGE = f"^[{SPACES}]|[{SPACES}]$"
_BETWEEN = "\x1f"
_ANY_EDGE = f"{_BETWEEN}[{SPACES}]|[{SPACES}](?:{_BETWEEN}|$)"
_OFFSET = "[+-][0-9]{2}:?[0-9]{2}$"


def prepared(
    bound: BoundTable, columns: Mapping[str, PlanColumn], with_form: Mapping[str, str]
) -> exp.Subquery:
    """The innermost rows of a judging query: ``v<n>``, ``y<n>`` and ``i<n>`` of each column, and ``w<n>``
    where the table is spaced.

    ``with_form`` maps a column to the identifier that it holds.
    """
    places = bound.columns
    typed, handed_on = _numbers(), ["_row"]
    for name, plan in columns.items():
        at = places[name]
        texts = [f"v{at}", *([f"w{at}"] if bound.spaced else [])]
        typed += map(sql.column, texts)
        handed_on += texts
        if plan.type != "string":
            typed.append(sql.named(_cast(plan, sql.column(f"v{at}")), f"y{at}"))
            handed_on.append(f"y{at}")
    source = _trimmed(bound, [places[name] for name in columns])
    source = sql.nested(sql.select(typed, source), "typed")
    in_form = {places[name]: identifiers.FORMS[form] for name, form in with_form.items()}
    return _identified(source, handed_on, in_form) if in_form else source


def _identified(source: exp.Subquery, handed_on: Sequence[str], in_form: Mapping[int, Form]) -> exp.Subquery:
    """``source`` with ``i<n>``, by the steps that a form takes; ``in_form`` goes by the place of a column."""
    kept = list(handed_on)
    for step, letter, made in _FORM_STEPS:
        outputs: list[exp.Expression] = [sql.column(name) for name in kept]
        outputs += [sql.named(made(form, at), f"{letter}{at}") for at, form in in_form.items()]
        source = sql.nested(sql.select(outputs, source), step)
        kept += [f"{letter}{at}" for at in in_form]
    return source


# Of each step its name, the letter of what it makes, and how.
_FORM_STEPS: tuple[tuple[str, str, Callable[[Form, int], exp.Expression]], ...] = (
    ("fitting", "f", lambda form, at: forms.fits(form, sql.column(f"v{at}"))),
    ("compact", "k", lambda form, at: forms.compact(form, sql.column(f"v{at}"), sql.column(f"f{at}"))),
    ("figures", "d", lambda form, at: forms.figures(form, sql.column(f"k{at}"))),
    ("known", "i", lambda form, at: forms.status(form, *(sql.column(f"{x}{at}") for x in "kfd"))),
)


def _trimmed(bound: BoundTable, places: Sequence[int]) -> exp.Subquery:
    """The text of each cell without white space around it, and whether there was some."""
    if not bound.spaced:
        outputs = [*_numbers(), *(sql.named(_raw(at), f"v{at}") for at in places)]
        return sql.nested(sql.select(outputs, f"raw:{bound.name}"), "trimmed")
    around = [*_numbers(), *map(_raw, places), sql.named(_any_edge(places), "w")]
    edge, trimmed = _numbers(), _numbers()
    for at in places:
        here = exp.RegexpLike(this=_raw(at), expression=sql.text(_EDGE))
        edge += [_raw(at), sql.named(sql.case(sql.column("w"), here, exp.Boolean(this=False)), f"w{at}")]
        bare = exp.Nullif(this=exp.Trim(this=_raw(at), expression=sql.text(SPACES)), expression=sql.text(""))
        text = sql.case(sql.column(f"w{at}"), bare, _raw(at))
        trimmed += [sql.column(f"w{at}"), sql.named(text, f"v{at}")]
    inner = sql.nested(sql.select(around, f"raw:{bound.name}"), "around")
    return sql.nested(sql.select(trimmed, sql.nested(sql.select(edge, inner), "edge")), "trimmed")


def answered(plan: PlanColumn, at: int) -> exp.Expression:
    """Whether the cell holds an answer: it is not empty, nor a code for none."""
    there: exp.Expression = exp.Not(this=sql.is_null(sql.column(f"v{at}")))
    if plan.missing:
        there = sql.both(there, sql.negate(sql.one_of(sql.column(f"v{at}"), plan.missing.values())))
    return there


def judged(plan: PlanColumn, at: int) -> exp.Expression:
    """Whether the cell holds a value of its type: what every check after ``type`` asks first."""
    if plan.type == "string":
        right = sql.negate(sql.one_of(sql.column(f"v{at}"), SPREADSHEET_ERRORS))
    else:
        right = exp.Not(this=sql.is_null(sql.column(f"y{at}")))
    return sql.both(answered(plan, at), right)


def plainly_judged(plan: PlanColumn, at: int) -> exp.Expression:
    """What holds in nearly every cell that holds a value of its type, and in no other; quickly asked."""
    if plan.type != "string":
        there: exp.Expression = exp.Not(this=sql.is_null(sql.column(f"y{at}")))
    else:  # every error of a spreadsheet begins with this sign
        before = exp.LT(this=sql.column(f"v{at}"), expression=sql.text("#"))
        behind = exp.GTE(this=sql.column(f"v{at}"), expression=sql.text("$"))
        there = exp.Paren(this=sql.either(before, behind))
    if plan.missing:
        there = sql.both(there, sql.negate(sql.one_of(sql.column(f"v{at}"), plan.missing.values())))
    return there


def _numbers() -> list[exp.Expression]:
    """The number of the record: what every step hands on."""
    return [sql.column("_row")]


def _any_edge(places: Iterable[int]) -> exp.Expression:
    """Whether white space stands around any cell of the row: one look at them all, end to end.

    To look at each cell is half the cost of judging a table in which nothing is wrong.
    """
    row = sql.call("concat_ws", sql.text(_BETWEEN), sql.text(""), *map(_raw, places))
    return exp.RegexpLike(this=row, expression=sql.text(_ANY_EDGE))


def _raw(at: int) -> exp.Expression:
    return sql.column(f"c{at}")


def _cast(plan: PlanColumn, value: exp.Expression) -> exp.Expression:
    """The value in its type where its text has the lexical form, else NULL."""
    if plan.strptime:
        parsed = sql.call("try_strptime", value.copy(), sql.text(plan.strptime))
        made: exp.Expression = exp.Cast(this=parsed, to=exp.DataType.build(CASTS[plan.type]))
    elif plan.type == "timestamp":
        # A cast to TIMESTAMP drops the offset. TIMESTAMPTZ, for text without one, is local time.
        shifted = sql.call("make_timestamp", sql.call("epoch_us", sql.cast(value.copy(), "TIMESTAMPTZ")))
        offset = exp.RegexpLike(this=value.copy(), expression=sql.text(_OFFSET))
        made = sql.case(offset, shifted, sql.cast(value.copy(), "TIMESTAMP"))
    else:
        made = sql.cast(value.copy(), CASTS[plan.type])
    fits = exp.RegexpFullMatch(this=value, expression=sql.text(plan.shape or ""))
    return sql.case(fits, made)
