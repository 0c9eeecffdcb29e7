"""Rules written as SQL, bound to the judged tables of one submission.

A rule speaks of *views*: typed, one a table, with the names its author knows (concepts for rule
files, column names for ODCS ``sql`` rules). Binding puts those views in front of the author's
query, and decides which rows it may judge:

* rows of the anchor table whose read cells already failed are left out;
* every other table keeps all its rows, a failed cell reading as NULL;
* a row that depends on such a NULL, through the columns that join the tables, is not judged either.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import sqlglot
from sqlglot import exp

from cfgovern.engine import later, sql
from cfgovern.engine.cells import JudgedTable
from cfgovern.engine.order import by_chance
from cfgovern.errors import UsageError

__all__ = [
    "BoundQuery",
    "View",
    "bind",
    "counting_to_rows",
    "is_count",
    "parse",
    "refused",
    "returned",
    "spelled",
    "tables_read",
]

_STATE = "_state"
_ONE, _NONE = sql.number(1), sql.number(0)
_MORE_THAN_WHERE = (
    *("joins", "group", "having", "distinct", "limit", "offset", "qualify", "with_", "laterals", "order"),
)
# What DuckDB answers otherwise from run to run (its catalogue's STABILITY, and macros made of such),
# and those of sqlglot's names that differ. CURRENT_DATE alone has a meaning here: the day of the check.
_CHANGING = frozenset({
    "ago", "current_connection_id", "current_database", "current_localtime", "current_localtimestamp",
    "current_query", "current_query_id", "current_schema", "current_schemas", "current_setting",
    "current_time", "current_timestamp", "current_transaction_id", "current_user", "current_version",
    "currval", "error", "gen_random_uuid", "get_current_time", "get_current_timestamp", "getenv",
    "getvariable", "in_search_path", "localtime", "localtimestamp", "nextval", "now", "pg_conf_load_time",
    "pg_postmaster_start_time", "pg_sleep", "rand", "random", "reservoir_quantile", "session_user",
    "setseed", "setval", "sleep_ms", "stats", "transaction_timestamp", "txid_current", "user", "uuid",
    "uuidv4", "uuidv7", "vector_type", "version", "write_log",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class View:
    """A table under the name a query uses: ``columns`` maps the query's names to contract columns."""

    name: str
    table: str
    columns: Mapping[str, str]

    def reads(self, names: Iterable[str]) -> list[str]:
        """The contract columns behind ``names`` (a name or its ``_state``)."""
        found = (self.columns.get(name) or self.columns.get(name.removesuffix(_STATE)) for name in names)
        return sorted({name for name in found if name})


@dataclass(frozen=True, slots=True)
class BoundQuery:
    """``query`` can be run as it stands; ``left_out`` finds the anchor rows it could not judge."""

    query: exp.Expression
    left_out: exp.Expression | None


def parse(query: str, rule: str) -> exp.Select:
    """One SELECT statement. Raises UsageError ``rule.sql`` for anything else."""
    try:
        trees = sqlglot.parse(query, dialect=sql.DIALECT)
    except (sqlglot.errors.SqlglotError, RecursionError):
        raise refused(rule, "is not SQL that can be read") from None
    if len(trees) != 1 or not isinstance(trees[0], exp.Select):
        raise refused(rule, "must be one SELECT statement")
    tree = trees[0]
    if tree.find(exp.Command, exp.Into, exp.DDL, exp.DML) is not None:
        raise refused(rule, "may only read")
    if tree.find(exp.TableSample) is not None or any(map(_changes, tree.find_all(exp.Func))):
        raise refused(
            rule, "asks for the time, for chance or for the system, and would not answer twice alike"
        )
    if by_chance(tree):
        raise refused(rule, "takes whichever row comes first, and needs an ORDER BY to answer twice alike")
    for table in tree.find_all(exp.Table):
        if not isinstance(table.this, exp.Identifier) or table.args.get("db") is not None:
            raise refused(rule, "may only read the tables of the contract")
    return tree


def _changes(function: exp.Func) -> bool:
    """Whether the same data may get another answer from ``function`` tomorrow."""
    name = (function.name if isinstance(function, exp.Anonymous) else function.sql_name()).casefold()
    of_a_column = isinstance(function.parent, exp.Dot)  # born.age() is age(born): up to today
    return name in _CHANGING or (name == "age" and len(function.expressions) + of_a_column < 2)


def spelled(tree: exp.Select, names: Iterable[str]) -> exp.Select:
    """``tree`` with its tables spelled as in ``names``: SQL does not mind capitals."""
    known = {name.casefold(): name for name in names}
    made = tree.copy()
    for part in made.find_all(exp.Table, exp.Column):
        name = part.this if isinstance(part, exp.Table) else part.args.get("table")
        if isinstance(name, exp.Identifier):
            name.set("this", known.get(name.name.casefold(), name.name))
    return made


def tables_read(tree: exp.Expression) -> list[str]:
    """The names of the views that ``tree`` reads, its own CTEs left out."""
    own = {cte.alias.casefold() for cte in tree.find_all(exp.CTE)}
    return sorted({table.name for table in tree.find_all(exp.Table) if table.name.casefold() not in own})


def returned(query: exp.Expression) -> set[str]:
    """The names of the columns that ``query`` returns; a star stands for the anchor's ``_row`` too."""
    names = {name.casefold() for name in getattr(query, "named_selects", ())}
    return names | {"_row"} if "*" in names else names


def counting_to_rows(tree: exp.Select, table: str) -> exp.Select | None:
    """``SELECT count(*) FROM table WHERE c`` as ``SELECT _row FROM table WHERE c``; None for another form.

    ``count(x)``, a ``FILTER`` and ``sum(CASE WHEN c THEN 1 ELSE 0 END)`` count rows too.
    """
    source = tree.args.get("from_")
    if len(tree.expressions) != 1 or any(tree.args.get(form) for form in _MORE_THAN_WHERE):
        return None
    if source is None or not isinstance(source.this, exp.Table) or source.this.name != table:
        return None
    if tree.find(exp.Subquery, exp.Exists):
        return None
    condition = _counts_where(_bare(tree.expressions[0]))
    if condition is None:
        return None
    rows = tree.copy()
    rows.set("expressions", [sql.column("_row")])
    return rows if isinstance(condition, exp.Boolean) else rows.where(condition, copy=False)


def is_count(tree: exp.Select) -> bool:
    """Whether ``tree`` returns a number of rows or values, and no part of a hundred."""
    output = _bare(tree.expressions[0])
    return isinstance(output.this if isinstance(output, exp.Filter) else output, exp.Count | exp.CountIf)


def _bare(output: exp.Expression) -> exp.Expression:
    """An expression without a name, brackets and casts around it."""
    while isinstance(output, exp.Alias | exp.Paren | exp.Cast):
        output = output.this
    return output


def _counts_where(counted: exp.Expression) -> exp.Expression | None:
    """The condition under which a row adds one to ``counted``; None where it is no count of rows."""
    what = counted.this
    if isinstance(counted, exp.Filter):
        inner = _counts_where(what)
        return None if inner is None else sql.both(inner, exp.Paren(this=counted.expression.this.copy()))
    if isinstance(counted, exp.Count) and not isinstance(what, exp.Distinct) and not counted.expressions:
        if isinstance(what, exp.Order):
            return None
        always = what is None or what.is_star or isinstance(what, exp.Literal)
        return exp.Boolean(this=True) if always else exp.Not(this=sql.is_null(exp.Paren(this=what.copy())))
    if isinstance(counted, exp.CountIf):
        return exp.Paren(this=what.copy())
    if isinstance(counted, exp.Sum) and isinstance(what, exp.Case) and what.this is None:
        branches, otherwise = what.args["ifs"], what.args.get("default")
        if len(branches) == 1 and branches[0].args["true"] == _ONE and otherwise in (None, exp.Null(), _NONE):
            return exp.Paren(this=branches[0].this.copy())
    return None


def bind(
    tree: exp.Select,
    rule: str,
    *,
    anchor: str | None,
    views: Mapping[str, View],
    reads: Mapping[str, Sequence[str]],
    judged: Mapping[str, JudgedTable],
    parameters: Mapping[str, str | None],
    group: Sequence[str] = (),
) -> BoundQuery:
    """Bind ``tree``; ``anchor`` (a view name) is None for a query that returns one number.

    ``reads`` maps a view to the names read from it. Raises UsageError ``rule.sql`` when the
    outermost FROM is not the anchor.
    """
    bound = tree.copy()
    _set_parameters(bound, parameters, rule)
    ctes: list[exp.CTE] = [
        _cte(name, _all_rows(views[name], reads.get(name, ()), judged)) for name in tables_read(tree)
    ]
    left_out: exp.Expression | None = None
    if anchor is not None:
        outer = bound.args["from_"].this
        if not isinstance(outer, exp.Table) or outer.name != anchor:
            raise refused(rule, "must select from the table that its anchor names")
        left_out = _left_out(tree, anchor, views, reads, judged, group)
        main = f"{anchor} (anchor)"
        if left_out is not None:
            rows = exp.Not(this=exp.In(this=sql.column("_row"), query=exp.Subquery(this=left_out.copy())))
            ctes.append(_cte(main, sql.select([exp.Star()], anchor, rows)))
            alias = outer.alias or anchor
            quoted = exp.Identifier(this=main, quoted=True)
            outer.replace(
                exp.Table(this=quoted, alias=exp.TableAlias(this=exp.Identifier(this=alias, quoted=True)))
            )
    own = bound.args.get("with_")
    ctes += [cte.copy() for cte in own.expressions] if own else []
    bound.set("with_", exp.With(expressions=ctes, recursive=bool(own and own.args.get("recursive"))))
    return BoundQuery(bound, left_out)


def _cte(name: str, query: exp.Expression) -> exp.CTE:
    return exp.CTE(this=query, alias=exp.TableAlias(this=exp.Identifier(this=name, quoted=True)))


def _all_rows(view: View, names: Sequence[str], judged: Mapping[str, JudgedTable]) -> exp.Select:
    table = judged[view.table]
    outputs: list[exp.Expression] = [sql.column("_row")]
    for name in view.columns:
        if name not in names and name + _STATE not in names:
            continue
        column = view.columns[name]
        value, state = table.value(column), table.state(column)
        wrong = later.failed(table, [column])
        if not isinstance(wrong, exp.Boolean):
            value, state = sql.case(wrong, exp.Null(), value), sql.case(wrong.copy(), exp.Null(), state)
        outputs += [sql.named(value, name), sql.named(state, name + _STATE)]
    return sql.select(outputs, f"judged:{table.table}")


def _set_parameters(tree: exp.Expression, parameters: Mapping[str, str | None], rule: str) -> None:
    for today in list(tree.find_all(exp.CurrentDate)):
        today.replace(exp.Placeholder(this="as_of"))
    for placeholder in list(tree.find_all(exp.Placeholder)):
        name = placeholder.name
        if name not in parameters:
            raise refused(rule, "uses a parameter that is not as_of, period_start or period_end")
        value = parameters[name]
        made: exp.Expression = exp.Null() if value is None else sql.text(value)
        placeholder.replace(exp.Cast(this=made, to=exp.DataType.build("DATE")))


def _left_out(
    tree: exp.Select,
    anchor: str,
    views: Mapping[str, View],
    reads: Mapping[str, Sequence[str]],
    judged: Mapping[str, JudgedTable],
    group: Sequence[str],
) -> exp.Expression | None:
    """A query of the anchor rows that cannot be judged: ``_row``. None when every row can."""
    view = views[anchor]
    table = judged[view.table]
    own = view.reads(reads.get(anchor, ()))
    parts: list[exp.Select] = []
    wrong = later.failed(table, own)
    if not isinstance(wrong, exp.Boolean):
        parts.append(_rows(table, _grouped(table, wrong, [view.columns[name] for name in group])))
    classes = _classes(tree, views)
    outer = tree.args["from_"].this
    home = outer.alias or outer.name
    for alias, name in _sources(tree):
        if alias == home or name not in views:
            continue
        other = judged[views[name].table]
        faulty = later.failed(other, views[name].reads(_read_as(tree, alias, reads.get(name, ()))), "o")
        if isinstance(faulty, exp.Boolean):
            continue
        links = [
            sql.equals(
                sql.column(f"x:{views[name].columns[there]}", "o"), sql.column(f"x:{view.columns[here]}", "a")
            )
            for here, there in _joined(classes, home, alias)
            if here in view.columns and there in views[name].columns
        ]
        if name == anchor and group and links:  # said above, for the whole group
            continue
        exists = sql.select([sql.number(1)], other.table_as("o"), sql.both(faulty, *links))
        parts.append(_rows(table, exp.Exists(this=exists)))
    if not parts:
        return None
    found: exp.Expression = parts[0]
    for part in parts[1:]:
        found = exp.Union(this=found, expression=part, distinct=True)
    return found


def _rows(table: JudgedTable, where: exp.Expression) -> exp.Select:
    return sql.select([sql.column("_row", "a")], table.table_as("a"), where)


def _grouped(table: JudgedTable, wrong: exp.Expression, group: Sequence[str]) -> exp.Expression:
    """Rows that are wrong, or that share their group with one that is."""
    if not group:
        return wrong
    keys: list[exp.Expression] = [sql.column(f"x:{name}") for name in group]
    faulty = sql.select([key.copy() for key in keys], f"judged:{table.table}", wrong)
    left: exp.Expression = exp.Tuple(expressions=keys) if len(keys) > 1 else keys[0]
    return sql.either(wrong.copy(), exp.In(this=left, query=exp.Subquery(this=faulty)))


def _read_as(tree: exp.Expression, alias: str, names: Sequence[str]) -> Sequence[str]:
    """Those of ``names`` that the query reads under ``alias``; all where a column names no table."""
    columns = list(tree.find_all(exp.Column))
    if not all(column.table for column in columns):
        return names
    return sorted({column.name for column in columns if column.table == alias and column.name != "_row"})


def _sources(tree: exp.Expression) -> list[tuple[str, str]]:
    """(alias, table name) of every table the query reads."""
    return [(table.alias or table.name, table.name) for table in tree.find_all(exp.Table)]


def _classes(tree: exp.Expression, views: Mapping[str, View]) -> list[set[tuple[str, str]]]:
    """Columns that the query makes equal, as sets of (alias, column)."""
    classes: list[set[tuple[str, str]]] = []
    for equal in tree.find_all(exp.EQ):
        left, right = equal.this, equal.expression
        if not (
            isinstance(left, exp.Column) and isinstance(right, exp.Column) and left.table and right.table
        ):
            continue
        pair = {(left.table, left.name), (right.table, right.name)}
        touching = [found for found in classes if found & pair]
        classes = [found for found in classes if not found & pair]
        classes.append(pair.union(*touching))
    return classes


def _joined(classes: list[set[tuple[str, str]]], here: str, there: str) -> list[tuple[str, str]]:
    """(column of ``here``, column of ``there``) for each class that holds both."""
    links = []
    for found in classes:
        mine = sorted(column for alias, column in found if alias == here)
        theirs = sorted(column for alias, column in found if alias == there)
        if mine and theirs:
            links.append((mine[0], theirs[0]))
    return links


def refused(rule: str, why: str) -> UsageError:
    """The refusal of a rule whose SQL is at fault; ``why`` goes on from its name."""
    return UsageError("rule.sql", f"The SQL of the rule {rule} {why}.", fix="Mend the rule and run it again.")
