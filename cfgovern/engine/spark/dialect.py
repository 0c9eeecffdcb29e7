"""SQL for Spark, written from the trees that DuckDB's is written from, by an allow-list.

27 of 88 constructs that were tried answer otherwise on Spark, 11 of them without a word; so what a library
makes of a query is not relied on. What may stand in one is in :data:`_PARTS`, with the parts it may have;
what is otherwise on Spark has a body in ``bodies``. Anything else raises
:class:`~cfgovern.engine.spark.bodies.Unlike`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.spark.bodies import BODIES, CALLS, Unlike

__all__ = ["DIALECT", "look", "render"]

DIALECT = "spark"
Tree = exp.Expr


def _of(*names: str) -> frozenset[str]:
    return frozenset(names)


_TWO = _of("this", "expression")
_FUNCTION = _of("this", "expressions")
# What may stand in a tree, and which of its parts may be filled. A part is never passed over.
_PARTS: Mapping[type[exp.Expr], frozenset[str]] = {
    exp.Select: _of("with_", "expressions", "distinct", "from_", "joins", "where", "group", "having", "order",
                    "limit"),
    exp.Union: _of("this", "expression", "distinct"),
    exp.Subquery: _of("this", "alias"),
    exp.With: _of("expressions"),
    exp.CTE: _of("this", "alias"),
    exp.From: _of("this"), exp.Where: _of("this"), exp.Having: _of("this"),
    exp.Group: _of("expressions"), exp.Order: _of("expressions"),
    exp.Ordered: _of("this", "desc", "nulls_first"),
    exp.Limit: _of("expression"),
    exp.Join: _of("this", "on", "side", "kind"),
    exp.Table: _of("this", "alias"), exp.TableAlias: _of("this", "columns"),
    exp.Values: _of("expressions", "alias"),
    exp.Alias: _of("this", "alias"), exp.Column: _of("this", "table"), exp.Identifier: _of("this", "quoted"),
    exp.Star: _of(), exp.Tuple: _of("expressions"),
    exp.Literal: _of("this", "is_string"), exp.Boolean: _of("this"), exp.Null: _of(),
    exp.And: _TWO, exp.Or: _TWO, exp.Not: _of("this"), exp.Paren: _of("this"),
    exp.EQ: _TWO, exp.NEQ: _TWO, exp.LT: _TWO, exp.LTE: _TWO, exp.GT: _TWO, exp.GTE: _TWO, exp.Is: _TWO,
    exp.Between: _of("this", "low", "high"), exp.In: _of("this", "expressions", "query"),
    exp.Exists: _of("this"),
    exp.Case: _of("this", "ifs", "default"), exp.If: _of("this", "true"),
    exp.Coalesce: _FUNCTION, exp.Nullif: _TWO,
    exp.Add: _TWO, exp.Sub: _TWO, exp.Mul: _TWO, exp.Mod: _TWO, exp.Neg: _of("this"), exp.Abs: _of("this"),
    exp.BitwiseAnd: _TWO, exp.IntDiv: _TWO, exp.Div: _TWO,
    exp.Count: _of("this", "big_int"), exp.Distinct: _of("expressions"), exp.Sum: _of("this"),
    exp.Min: _of("this"), exp.Max: _of("this"), exp.Filter: _TWO,
    exp.LogicalAnd: _of("this"), exp.LogicalOr: _of("this"), exp.NullSafeNEQ: _TWO,
    exp.Window: _of("this", "partition_by"),
    exp.Greatest: _of("this", "expressions", "ignore_nulls"),
    exp.Least: _of("this", "expressions", "ignore_nulls"),
    exp.Cast: _of("this", "to"), exp.TryCast: _of("this", "to", "requires_string"),
    exp.DataType: _of("this", "expressions"), exp.DataTypeParam: _of("this"), exp.Var: _of("this"),
    exp.Length: _of("this"), exp.Lower: _of("this"), exp.Upper: _of("this"), exp.Levenshtein: _TWO,
    exp.Like: _of("this", "expression", "negate"), exp.Replace: _of("this", "expression", "replacement"),
    exp.Substring: _of("this", "start", "length"), exp.Left: _TWO,
    exp.DPipe: _of("this", "expression", "safe"),
    exp.Trim: _TWO, exp.Pad: _of("this", "expression", "fill_pattern", "is_left"),
    exp.StrPosition: _of("this", "substr"),
    exp.RegexpLike: _TWO, exp.RegexpFullMatch: _TWO,
    exp.RegexpExtract: _of("this", "expression", "group", "null_if_pos_overflow"),
    exp.Extract: _TWO, exp.DateDiff: _of("this", "expression", "unit", "date_part_boundary"),
    exp.SHA2: _of("this", "length"), exp.Encode: _of("this", "charset"), exp.Unhex: _of("this"),
    exp.Hex: _of("this"), exp.Array: _of("expressions"), exp.Bracket: _of("this", "expressions", "offset"),
    exp.Anonymous: _FUNCTION, exp.Struct: _of("expressions"), exp.PropertyEQ: _TWO,
}  # fmt: skip
_JOINS = ("", "INNER", "CROSS")


def render(tree: Tree, functions: Collection[str] = ()) -> str:
    """``tree`` as SQL for Spark, which knows ``functions`` of ours by these names. Raises Unlike."""
    made = tree.copy()
    nodes = list(made.walk(bfs=False))
    for node in nodes:
        if not (isinstance(node, exp.Anonymous) and node.name in functions):
            _allowed(node)
    for node in reversed(nodes):  # parts before the whole
        written = _written(node)
        if written is not node:
            if node is made:
                made = written
            else:
                node.replace(written)
    return str(made.sql(dialect=DIALECT, copy=False, comments=False))


def look(tree: Tree) -> None:
    """Raise Unlike where ``tree`` holds what is not on the list."""
    render(tree)


def _allowed(node: Tree) -> None:
    parts = _PARTS.get(type(node))
    if parts is None or any(value and name not in parts for name, value in node.args.items()):
        raise Unlike(_said(node))
    if isinstance(node, exp.Anonymous) and node.name not in CALLS and node.name not in _ENGINE_CALLS:
        raise Unlike(_said(node))
    if isinstance(node, exp.Join) and (node.side not in ("", "LEFT") or node.kind not in _JOINS):
        raise Unlike("a join of this kind")


# Calls that stand for something else than a value of a cell: their bodies are here.
_ENGINE_CALLS = ("struct_pack", "read_csv")


def _said(node: Tree) -> str:
    """The name of a construct, as people know it."""
    if isinstance(node, exp.Anonymous):
        return str(node.name)
    return node.sql_name() if isinstance(node, exp.Func) else node.key.upper()


def _written(node: Tree) -> Tree:
    body = BODIES.get(type(node))
    if body is not None:
        return body(node)
    if isinstance(node, exp.Anonymous) and node.name in CALLS:
        return CALLS[node.name](*node.expressions)
    if isinstance(node, exp.Anonymous) and node.name == "struct_pack":
        return sql.call("struct", *(field.expression for field in node.expressions))
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Anonymous):
        return _file(node)
    return node


def _file(node: exp.Table) -> Tree:
    """A table that is read from a CSV file of numbers, as ``sql.from_file`` says it."""
    path, *options = node.this.expressions
    [kinds] = [option.expression for option in options if option.this.name == "columns"]
    outputs = []
    for place, field in enumerate(kinds.expressions):
        if field.expression.this != "BIGINT":
            raise Unlike("read_csv")
        cell = exp.Cast(this=sql.column(f"_c{place}"), to=exp.DataType.build("BIGINT"))
        outputs.append(sql.named(cell, field.this.name))
    file = exp.Table(this=exp.Identifier(this=path.this, quoted=True), db=exp.Identifier(this="csv"))
    return sql.nested(sql.select(outputs, file), node.alias or "file")
