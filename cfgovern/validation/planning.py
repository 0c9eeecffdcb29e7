"""Contract and rule files in, plan out: every check with its rule id, severity and words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cfgovern.contract.dates import ISO, date_format
from cfgovern.contract.forms import SHAPES
from cfgovern.contract.model import Column, Contract, Quality, Table
from cfgovern.contract.quality import names_in, none_allowed, written
from cfgovern.engine.plan import Check, Plan, PlanColumn, PlanTable
from cfgovern.validation.cellchecks import cell_checks
from cfgovern.validation.recordkeys import shown_key
from cfgovern.validation.rulefiles import RuleFile, load_pack
from cfgovern.yamlfile import shown

__all__ = ["Planned", "Wording", "make_plan", "origin_of"]

_CELL_METRICS = {
    "nullValues": "null_values",
    "missingValues": "missing_values",
    "invalidValues": "invalid_values",
}


@dataclass(frozen=True, slots=True)
class Wording:
    """How a check speaks: a kind and variant of the messages, and words of its own."""

    kind: str
    variant: str = "default"
    words: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    threshold: tuple[str, Any] | None = None
    unit: str = "rows"


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan, the wording of each of its checks by number, and rules that are not part of it.

    ``set_aside``: (rule id, reason), where the reason is a key of ``not_run`` in the messages.
    ``engines``: for each of these that is for another tool, which one.
    """

    plan: Plan
    wordings: tuple[Wording, ...]
    set_aside: tuple[tuple[str, str], ...] = ()
    engines: Mapping[str, str] = field(default_factory=dict)

    @property
    def left(self) -> int:
        """How many rules of the contract are for people, or for another tool, to judge."""
        return sum(reason in ("by_hand", "other_engine", "reads_inside") for _, reason in self.set_aside)

    @property
    def unseen(self) -> int:
        """How many columns of the contract hold others, which are not looked at."""
        return sum(reason == "inside" for _, reason in self.set_aside)


def make_plan(
    contract: Contract, as_of: str, period: tuple[str, str] | None = None, areas: Sequence[str] = ()
) -> Planned:
    """Everything that ``contract`` and its rule packs ask for on ``as_of`` (ISO date).

    ``period``: first and last day reported on (ISO dates), for the rules that look at one. ``areas``: ids of
    the only areas that the submission may be about; empty where that is not known.
    Raises OperatorFileError when a rule pack is at fault.
    """
    maker = _Maker(contract, as_of)
    for table in contract.tables:
        maker.cells(table)
        if areas:
            maker.own_area(table, areas)
    for table in contract.tables:
        maker.keys(table)
        maker.qualities(table)
    maker.rule_files()
    start, end = period or (None, None)
    plan = Plan(
        tables=tuple(_plan_table(table) for table in contract.tables),
        checks=tuple(maker.checks),
        parameters={"as_of": as_of, "period_start": start, "period_end": end},
    )
    return Planned(plan, tuple(maker.wordings), tuple(maker.set_aside), maker.engines)


def origin_of(table: Table) -> str | None:
    """The column that says whether a row is live or synthetic."""
    return next((column.name for column in table.columns if column.concept == "record_origin"), None)


def _plan_table(table: Table) -> PlanTable:
    return PlanTable(
        name=table.name,
        concept=table.concept,
        columns=tuple(_plan_column(column) for column in table.columns),
        key=shown_key(table),
        origin=origin_of(table),
    )


def _plan_column(column: Column) -> PlanColumn:
    shape, strptime = SHAPES.get(column.type), None
    if column.type in ISO:
        form = date_format(column.type, column.format)
        shape, strptime = form.shape, form.strptime
    return PlanColumn(column.name, column.type, column.concept, shape, strptime, dict(column.missing))


class _Maker:
    """Numbers the checks as they come."""

    def __init__(self, contract: Contract, as_of: str) -> None:
        self.contract = contract
        self.as_of = as_of
        self.checks: list[Check] = []
        self.wordings: list[Wording] = []
        self.set_aside: list[tuple[str, str]] = []
        self.engines: dict[str, str] = {}

    def add(
        self,
        rule: str,
        kind: str,
        severity: str,
        table: Table,
        column: Column | None,
        wording: Wording,
        **params: Any,
    ) -> Check:
        name = column.name if column else None
        check = Check(len(self.checks), rule, kind, severity, table.name, name, params)
        self.checks.append(check)
        self.wordings.append(wording)
        return check

    # -- cells -------------------------------------------------------------------------------

    def cells(self, table: Table) -> None:
        """The cell checks of every column, in column order."""
        for column in table.columns:
            if not column.collected:
                rule = f"{table.name}.{column.name}.column_extra"
                wording = Wording("column_not_collected")
                self.add(rule, "present", "block", table, column, wording)
                continue
            if column.nested:
                self.set_aside.append((f"{table.name}.{column.name}.type", "inside"))
            codes = self.contract.code_lists.get(column.code_list or "")
            for kind, variant, params in cell_checks(column, codes, self.as_of):
                self._cell(table, column, kind, variant, params)

    def _cell(self, table: Table, column: Column, kind: str, variant: str, params: dict[str, Any]) -> None:
        check, severity, word = kind, "error", kind
        if kind in ("whitespace", "characters", "line_break"):
            severity = "warning"
        elif kind in ("code_ended", "code_early"):
            check, kind, word = "code_list", "code_retired", "code_list"
        elif kind == "identifier_form":
            check, word = "pattern", "pattern"
        elif kind == "real_value":
            check, severity, word = "test_value", "block", "test_value"
        self.add(
            f"{table.name}.{column.name}.{check}",
            kind,
            severity,
            table,
            column,
            Wording(word, variant),
            **params,
        )

    def own_area(self, table: Table, areas: Sequence[str]) -> None:
        """No row is about another area than those of the submission."""
        column = table.by_concept("area_id")
        if column is not None:
            rule = f"{table.name}.{column.name}.other_area"
            wording = Wording("other_area", words={"areas": ", ".join(areas)})
            self.add(rule, "enum", "block", table, column, wording, values=list(areas))

    # -- keys --------------------------------------------------------------------------------

    def keys(self, table: Table) -> None:
        """Unique columns, the primary key and the foreign keys of one table."""
        single = [column for column in table.columns if column.unique]
        if len(table.primary_key) == 1:
            key = table.column(table.primary_key[0])
            single += [key] if key and key not in single else []
        for column in single:
            rule = f"{table.name}.{column.name}.unique"
            self.add(rule, "unique", "error", table, column, Wording("unique"), columns=[column.name])
        if len(table.primary_key) > 1:
            first = table.column(table.primary_key[0])
            words = {"columns": self._labels(table, table.primary_key)}
            rule = f"{table.name}.{table.primary_key[0]}.unique"
            wording = Wording("unique", "composite", words)
            self.add(rule, "unique", "error", table, first, wording, columns=list(table.primary_key))
        self._foreign_keys(table)

    def _foreign_keys(self, table: Table) -> None:
        for foreign in table.foreign_keys:
            first = table.column(foreign.columns[0])
            target = self.contract.table(foreign.table)
            if target is None:
                continue
            words = {
                "to_table": target.label or target.name,
                "columns": self._labels(table, foreign.columns),
                "to_columns": self._labels(target, foreign.to_columns),
            }
            variant = "composite" if len(foreign.columns) > 1 else "default"
            self.add(
                f"{table.name}.{foreign.columns[0]}.foreign_key",
                "foreign_key",
                "error",
                table,
                first,
                Wording("foreign_key", variant, words),
                columns=list(foreign.columns),
                to_table=foreign.table,
                to_columns=list(foreign.to_columns),
            )

    def _labels(self, table: Table, names: Iterable[str]) -> str:
        found = [table.column(name) for name in names]
        labels = [column.label or column.name for column in found if column]
        return " and ".join([", ".join(labels[:-1]), labels[-1]]) if len(labels) > 1 else "".join(labels)

    # -- ODCS quality ------------------------------------------------------------------------

    def qualities(self, table: Table) -> None:
        """The quality rules of one table and of its columns."""
        for rule in table.quality:
            self._quality(table, None, rule)
        for column in table.columns:
            for rule in column.quality:
                self._quality(table, column, rule)

    def _quality(self, table: Table, column: Column | None, rule: Quality) -> None:
        name = f"{table.name}.{rule.id}"
        if rule.type == "text":
            self.set_aside.append((name, "by_hand"))
        elif rule.type == "custom":
            self.set_aside.append((name, "other_engine"))
            self.engines[name] = shown(rule.engine or "")
        elif rule.unseen:
            self.set_aside.append((name, "reads_inside"))
        elif rule.type == "sql":
            self._sql(name, table, column, rule)
        elif rule.metric in _CELL_METRICS and column is not None:
            self._cell_metric(name, table, column, rule)
        elif rule.metric == "duplicateValues":
            self._duplicates(name, table, column, rule)
        elif rule.metric == "rowCount":
            wording = Wording("rowCount", threshold=rule.threshold, unit=rule.unit)
            self.add(name, "metric", rule.severity, table, None, wording, metric=rule.metric, columns=[])

    def _duplicates(self, name: str, table: Table, column: Column | None, rule: Quality) -> None:
        columns = [column.name] if column else [str(item) for item in rule.arguments["properties"]]
        first, several = table.column(columns[0]), len(columns) > 1
        words = {"columns": self._labels(table, columns)}
        if none_allowed(rule):
            kind, variant = ("unique", "composite") if several else ("duplicateValues", "cell")
            wording = Wording(kind, variant, words)
            self.add(name, "unique", rule.severity, table, first, wording, columns=columns)
            return
        wording = Wording(
            "duplicateValues",
            "composite" if several else "total",
            words,
            threshold=rule.threshold,
            unit=rule.unit,
        )
        place = None if several else first
        self.add(name, "metric", rule.severity, table, place, wording, metric=rule.metric, columns=columns)

    def _cell_metric(self, name: str, table: Table, column: Column, rule: Quality) -> None:
        params, words = self._metric_arguments(rule)
        kind = _CELL_METRICS[rule.metric or ""]
        if not none_allowed(rule):
            silent = self.add(
                name, kind, "silent", table, column, Wording(rule.metric or "", "cell", words), **params
            )
            wording = Wording(rule.metric or "", "total", words, threshold=rule.threshold, unit=rule.unit)
            more = {"metric": rule.metric, "columns": [column.name], "cell_check": silent.number}
            more["values"] = params.get("values")  # only to be told
            self.add(name, "metric", rule.severity, table, column, wording, **more)
        elif not (rule.metric == "nullValues" and column.required):  # said already, as required
            self.add(
                name, kind, rule.severity, table, column, Wording(rule.metric or "", "cell", words), **params
            )

    def _metric_arguments(self, rule: Quality) -> tuple[dict[str, Any], dict[str, str]]:
        arguments = rule.arguments
        if rule.metric == "missingValues":
            return {"values": [written(value) for value in arguments["missingValues"]]}, {}
        if rule.metric == "invalidValues":
            valid = arguments.get("validValues")
            params = {
                "values": None if valid is None else [written(value) for value in valid],
                "pattern": arguments.get("pattern"),
            }
            return params, {}
        return {}, {}

    def _sql(self, name: str, table: Table, column: Column | None, rule: Quality) -> None:
        query = rule.query or ""
        said = rule.description or "A rule of the contract is not kept."
        words = {"rule": said if said.endswith((".", "!", "?")) else said + "."}
        # Where rows cannot be told one by one, the result is measured, and then told as a total.
        unit = "percent" if rule.unit == "percent" else "number"
        wording = Wording("sql", words=words, threshold=rule.threshold, unit=unit)
        used = names_in(query)
        views, reads = [], {}
        for other in self.contract.tables:
            if other is not table and other.name.casefold() not in used:
                continue
            names = [c.name for c in other.columns if c.collected and c.name.casefold() in used]
            views.append({"name": other.name, "table": other.name, "columns": {n: n for n in names}})
            reads[other.name] = names
        self.add(
            name, "sql", rule.severity, table, column, wording,
            query=query, views=views, reads=reads, view=table.name, as_rows=none_allowed(rule),
            percent=unit == "percent", parameters=[],
        )  # fmt: skip

    # -- rule files --------------------------------------------------------------------------

    def rule_files(self) -> None:
        """Every rule of the packs that the contract's tables name: planned, or set aside with the reason."""
        packs = dict.fromkeys(pack for table in self.contract.tables for pack in table.rule_packs)
        concepts = {table.concept: table for table in self.contract.tables}
        for pack in packs:
            for rule in load_pack(pack):
                table = concepts.get(rule.anchor[0])
                if table is None:
                    self.set_aside.append((f"{rule.anchor[0]}.{rule.name}", "not_in_contract"))
                elif pack not in table.rule_packs:
                    self.set_aside.append((f"{table.name}.{rule.name}", "not_named"))
                else:
                    self._rule_file(rule, table, concepts)

    def _rule_file(self, rule: RuleFile, table: Table, concepts: Mapping[str, Table]) -> None:
        name = f"{table.name}.{rule.name}"
        if not rule.in_force(self.as_of):
            self.set_aside.append((name, "not_in_force"))
            return
        views: dict[str, dict[str, str]] = {}
        for table_concept, concept in (rule.anchor, *rule.columns):
            other = concepts.get(table_concept)
            column = _by_concept(other, concept) if other else None
            if other is None or column is None or not column.collected:
                self.set_aside.append((name, "not_in_contract"))
                return
            views.setdefault(table_concept, {})[column.concept] = column.name
        anchor = _by_concept(table, rule.anchor[1])
        reads: dict[str, list[str]] = {view: [] for view in views}
        for table_concept, concept in rule.columns:
            reads[table_concept].append(concept)
        self.add(
            name, "rule", rule.severity, table, anchor,
            Wording("rule", words={"rule": rule.message, "remedy": rule.fix}, why=rule.why),
            query=rule.query,
            anchor=table.concept,
            views=[{"name": v, "table": concepts[v].name, "columns": found} for v, found in views.items()],
            reads=reads,
            group=list(rule.group),
            concepts=views[table.concept],
            portable=rule.portable,
            parameters=list(rule.parameters),
        )  # fmt: skip


def _by_concept(table: Table, concept: str) -> Column | None:
    """The column of a concept, or of a concept's ``_state``."""
    found = {column.concept: column for column in table.columns}
    return found.get(concept) or found.get(concept.removesuffix("_state"))
