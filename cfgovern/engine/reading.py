"""What a query reads, told from its tree: nothing is run, so a rule can be checked before any data."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.scope import Scope, ScopeType, traverse_scope

from cfgovern.engine.queries import counting_to_rows, is_count, parse, spelled, tables_read

__all__ = ["ROW", "Reads", "Unknown", "place_of", "reads"]

ROW = "_row"
Views = Mapping[str, Collection[str]]


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name that no table has. ``known``: what could stand there; ``earlier``: how often the word
    stands in the query before this place."""

    name: str
    known: tuple[str, ...]
    is_table: bool = False
    earlier: int = 0


@dataclass(frozen=True, slots=True)
class Reads:
    """``columns`` are (view, column) in the order of the query; ``source``: the outermost FROM.

    ``outputs`` are the names of what it returns, empty where it has none; ``one_row``: it returns one
    row, whatever the data; ``counts``: that is a count; ``by_row``: of rows that can be told one by one.
    """

    columns: tuple[tuple[str, str], ...]
    unknown: tuple[Unknown, ...]
    source: str | None
    outputs: tuple[str, ...]
    parameters: tuple[str, ...]
    one_row: bool
    counts: bool
    by_row: bool


def reads(query: str, rule: str, views: Views) -> Reads:
    """What ``query`` reads of ``views`` (name to column names; ``_row`` is in each, and not listed).

    Raises UsageError ``rule.sql`` where it is not one SELECT.
    """
    tree = spelled(parse(query, rule), views)
    outer = tree.args.get("from_")
    source = outer.this.name if outer and isinstance(outer.this, exp.Table) else None
    unknown = list(_unknown_tables(tree, query, views))
    found: dict[tuple[str, str], None] = {}
    if not unknown:
        reader = _Reader(views)
        try:
            for scope in traverse_scope(tree):
                reader.read(scope)
        except SqlglotError:  # as deep or as odd as its optimiser cannot follow: DuckDB will tell
            reader.open.clear()
        found = reader.found
        unknown = [Unknown(item.name, near, earlier=_earlier(query, item)) for item, near in reader.open]
    return Reads(
        columns=tuple(found),
        unknown=tuple(unknown),
        source=source,
        outputs=tuple(item.output_name for item in tree.expressions),
        parameters=tuple(sorted({item.name for item in tree.find_all(exp.Placeholder)})),
        one_row=_one_row(tree),
        counts=is_count(tree),
        by_row=source is not None and counting_to_rows(tree, source) is not None,
    )


def _one_row(tree: exp.Select, known: Collection[str] = ()) -> bool:
    """Whether ``tree`` returns one row; so does each CTE ``known`` by name."""
    limit, group, source = (tree.args.get(name) for name in ("limit", "group", "from_"))
    if limit is not None and limit.expression == exp.Literal.number(1):
        return True
    if group is not None and (group.args.get("all") or group.expressions != [exp.Tuple()]):
        return bool(group.args.get("all")) and all(map(_aggregates, tree.expressions))
    if source is None or any(map(_aggregates, tree.expressions)):
        return True
    single = set(known)
    for cte in tree.ctes:
        if isinstance(cte.this, exp.Select) and _one_row(cte.this, single):
            single.add(cte.alias)
    sources = [source.this, *(join.this for join in tree.args.get("joins") or ())]
    return all(_single(part, single) for part in sources)


def _single(source: exp.Expression, known: Collection[str]) -> bool:
    if isinstance(source, exp.Subquery):
        return isinstance(source.this, exp.Select) and _one_row(source.this, known)
    return isinstance(source, exp.Table) and source.name in known


def _aggregates(output: exp.Expression) -> bool:
    """Whether ``output`` works out one value of all rows; a window or an inner SELECT does not."""
    inside = output.walk(prune=lambda part: isinstance(part, exp.Window | exp.Query))
    return any(isinstance(part, exp.AggFunc | exp.Anonymous) for part in inside)


def place_of(unknown: Unknown, text: str, start: tuple[int, int] = (1, 1)) -> tuple[int, int]:
    """Line and column of the word in the file ``text`` whose query begins at ``start``.

    ``start`` itself where the query is written with other words than it is run with.
    """
    lines = text.split("\n")
    begin = sum(len(line) + 1 for line in lines[: start[0] - 1]) + start[1] - 1
    found = list(_occurrences(unknown.name, text[begin:]))
    if len(found) <= unknown.earlier:
        return start
    before = text[: begin + found[unknown.earlier].start()]
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def _occurrences(word: str, text: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)


def _unknown_tables(tree: exp.Select, query: str, views: Views) -> Iterator[Unknown]:
    for name in tables_read(tree):
        if name not in views:
            table = next(item for item in tree.find_all(exp.Table) if item.name == name)
            yield Unknown(name, tuple(views), is_table=True, earlier=_earlier(query, table))


def _earlier(query: str, name: exp.Expression) -> int:
    start = name.this.meta.get("start", 0) if isinstance(name.this, exp.Expression) else 0
    return sum(1 for _ in _occurrences(name.name, query[:start]))


class _Reader:
    """Gives each column of a query to its table; ``open`` holds those that have none, with what is near."""

    def __init__(self, views: Views) -> None:
        self.views = views
        self.found: dict[tuple[str, str], None] = {}
        self.open: list[tuple[exp.Column, tuple[str, ...]]] = []

    def read(self, scope: Scope) -> None:
        """The columns of one SELECT, and of the tables it joins by name."""
        for column in scope.find_all(exp.Column):
            if not isinstance(column.this, exp.Star) and not isinstance(column.parent, exp.Star):
                self._column(scope, column)
        for join in scope.expression.args.get("joins") or ():
            for name in join.args.get("using") or ():
                for source in scope.sources.values():
                    self._of(source, name.name)

    def _column(self, scope: Scope, column: exp.Column) -> None:
        near: list[str] = []
        here: Scope | None = scope
        while here is not None:
            if self._placed(here, column):
                return
            near += self._known(here, column)
            # What an inner SELECT does not have may be of an outer one; a CTE stands alone.
            here = None if here.scope_type == ScopeType.CTE else here.parent
        self.open.append((column, tuple(near)))

    def _placed(self, scope: Scope, column: exp.Column) -> bool:
        if column.table:
            named = {name.casefold(): source for name, source in scope.sources.items()}
            source = named.get(column.table.casefold())
            return source is not None and self._of(source, column.name)
        inside = [source for name, source in scope.sources.items() if name in scope.selected_sources]
        held = [source for source in inside if self._of(source, column.name)]
        aliases = [
            item.alias for item in getattr(scope.expression, "selects", ()) if isinstance(item, exp.Alias)
        ]
        return bool(held) or column.name in aliases

    def _of(self, source: exp.Expression | Scope, name: str) -> bool:
        """Whether ``source`` has that column; one of a table is noted."""
        if isinstance(source, Scope):
            named = getattr(source.expression, "named_selects", None)
            return not named or "*" in named or name.casefold() in map(str.casefold, named)
        if not isinstance(source, exp.Table) or name.casefold() == ROW:
            return True
        columns = {known.casefold(): known for known in self.views.get(source.name, ())}
        if name.casefold() not in columns:
            return False
        self.found[source.name, columns[name.casefold()]] = None
        return True

    def _known(self, scope: Scope, column: exp.Column) -> Iterator[str]:
        for name, source in scope.sources.items():
            if column.table.casefold() in ("", name.casefold()) and isinstance(source, exp.Table):
                yield from self.views.get(source.name, ())
