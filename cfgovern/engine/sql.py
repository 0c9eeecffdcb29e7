"""Small builders of sqlglot trees: the engine writes no SQL by joining strings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce

from sqlglot import exp

__all__ = [
    "DIALECT",
    "as_text",
    "bits",
    "both",
    "call",
    "case",
    "cast",
    "column",
    "copied",
    "either",
    "equals",
    "fields",
    "from_file",
    "has_bits",
    "is_null",
    "joined",
    "negate",
    "number",
    "one_of",
    "render",
    "select",
    "table",
    "text",
    "total",
    "unless_null",
]

DIALECT = "duckdb"
Tree = exp.Expression


def column(name: str, table: str | None = None) -> exp.Column:
    """A quoted column reference."""
    return exp.Column(
        this=exp.Identifier(this=name, quoted=True),
        table=exp.Identifier(this=table, quoted=True) if table else None,
    )


def text(value: str) -> exp.Literal:
    """A text literal."""
    return exp.Literal.string(value)


def number(value: int | float | str) -> Tree:
    """A number literal; sqlglot makes a negation of a negative one."""
    return exp.Literal.number(value)


def call(name: str, *arguments: Tree) -> Tree:
    """A call of a function that sqlglot has no node for."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def cast(value: Tree, kind: str) -> Tree:
    """``TRY_CAST``: NULL where the text is not of that kind."""
    return exp.TryCast(this=value, to=exp.DataType.build(kind))


def as_text(value: Tree) -> Tree:
    """``CAST(value AS TEXT)``: a date in the ISO way, a number in figures."""
    return exp.Cast(this=value, to=exp.DataType.build("TEXT"))


def joined(*parts: Tree) -> Tree:
    """The texts ``parts``, one behind the other; NULL where one is."""
    return reduce(lambda left, right: exp.DPipe(this=left, expression=right), parts)


def both(*conditions: Tree) -> Tree:
    """All of ``conditions``."""
    return reduce(lambda left, right: exp.And(this=_wrap(left), expression=_wrap(right)), conditions)


def either(*conditions: Tree) -> Tree:
    """Any of ``conditions``."""
    return reduce(lambda left, right: exp.Or(this=_wrap(left), expression=_wrap(right)), conditions)


def negate(condition: Tree) -> Tree:
    """The condition turned round."""
    if isinstance(condition, exp.Not):
        turned: Tree = condition.this
        return turned
    return exp.Not(this=exp.Paren(this=condition))


def _wrap(condition: Tree) -> Tree:
    return exp.Paren(this=condition) if isinstance(condition, (exp.And, exp.Or)) else condition


def is_null(value: Tree) -> Tree:
    """``value IS NULL``."""
    return exp.Is(this=value, expression=exp.Null())


def unless_null(condition: Tree, otherwise: bool = False) -> Tree:
    """The condition, with NULL read as ``otherwise``."""
    return exp.Coalesce(this=condition, expressions=[exp.Boolean(this=otherwise)])


def equals(left: Tree, right: Tree) -> Tree:
    """``left = right``."""
    return exp.EQ(this=left, expression=right)


def one_of(value: Tree, options: Iterable[str]) -> Tree:
    """Whether the text ``value`` is among ``options``."""
    return exp.In(this=value, expressions=[text(option) for option in options])


def case(condition: Tree, then: Tree, otherwise: Tree | None = None) -> Tree:
    """``CASE WHEN condition THEN then ELSE otherwise END``."""
    return exp.Case(ifs=[exp.If(this=condition, true=then)], default=otherwise)


def bits(flags: Sequence[tuple[Tree, int]]) -> Tree:
    """One number with the bit of every flag that holds: ``flags`` are (condition, bit)."""
    return total([case(flag, number(1 << bit), number(0)) for flag, bit in flags])


def total(terms: Sequence[Tree]) -> Tree:
    """All of ``terms`` added up."""
    return reduce(lambda left, right: exp.Add(this=left, expression=right), terms)


def has_bits(mask: Tree, wanted: int) -> Tree:
    """Whether ``mask`` has any bit of ``wanted``."""
    anded = exp.Paren(this=exp.BitwiseAnd(this=mask, expression=number(wanted)))
    return exp.NEQ(this=anded, expression=number(0))


def table(name: str, alias: str | None = None) -> exp.Table:
    """A quoted table, under another name where one is given."""
    other = exp.TableAlias(this=exp.Identifier(this=alias, quoted=True)) if alias else None
    return exp.Table(this=exp.Identifier(this=name, quoted=True), alias=other)


def from_file(reader: str, path: str, options: Mapping[str, Tree]) -> exp.Table:
    """What the table function ``reader`` finds in the file at ``path``."""
    given = [exp.PropertyEQ(this=exp.Identifier(this=name), expression=it) for name, it in options.items()]
    return exp.Table(this=call(reader, text(path), *given))


def copied(query: Tree, file: str, **options: Tree | str) -> exp.Copy:
    """``COPY (query) TO file``; of ``options``, such as FORMAT, a text is a bare word."""
    params = [
        exp.CopyParameter(this=exp.Var(this=name), expression=exp.Var(this=it) if isinstance(it, str) else it)
        for name, it in options.items()
    ]
    return exp.Copy(this=exp.Subquery(this=query), kind=False, files=[text(file)], params=params)


def fields(types: Mapping[str, str]) -> exp.Struct:
    """Names and types of columns, as an option of such a function."""
    pairs = ((exp.Identifier(this=name, quoted=True), text(kind)) for name, kind in types.items())
    return exp.Struct(expressions=[exp.PropertyEQ(this=name, expression=kind) for name, kind in pairs])


def select(columns: Iterable[Tree], source: Tree | str, where: Tree | None = None) -> exp.Select:
    """``SELECT columns FROM source WHERE where``; a text ``source`` is a table name."""
    found = table(source) if isinstance(source, str) else source
    query = exp.Select(expressions=list(columns), from_=exp.From(this=found))
    if where is not None:
        query.set("where", exp.Where(this=where))
    return query


def named(value: Tree, name: str) -> exp.Alias:
    """``value AS name``."""
    return exp.Alias(this=value, alias=exp.Identifier(this=name, quoted=True))


def nested(query: exp.Expression, name: str) -> exp.Subquery:
    """``(query) AS name``."""
    return exp.Subquery(this=query, alias=exp.TableAlias(this=exp.Identifier(this=name, quoted=True)))


def render(tree: Tree) -> str:
    """The tree as SQL of the engine's dialect. The tree is used up: a copy costs as much again."""
    return tree.sql(dialect=DIALECT, copy=False)
