"""Cases built backwards: first what is to be found, then the column, the rows and the threshold for it.

An :class:`Aim` is a check and what is to become of it: it holds, it fails, it is suppressed because the
cell that it needs has failed or says nothing, or it is not run because a column or a table is not there.
``aimed`` draws a contract as ``strategies`` does, adds what the aim needs, and lays the rows so that the
aim is met; the test says that it was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from tests.property import reference
from tests.property import strategies as made
from tests.property.expressions import OPERATOR_NAMES, TAKES
from tests.property.reference import CELL_METRICS, OPERATORS, Sheet
from tests.property.strategies import AS_OF, CODES, Case, Column, Draft, Node

# Per check of a cell: what a column must be to ask for it, in the words of ``strategies.columns``.
CELL_CHECKS: dict[str, tuple[str, ...]] = {
    "required": tuple(made.KINDS),
    "whitespace": tuple(made.KINDS),
    "type": tuple(made.KINDS),
    "minimum": ("integer", "number", "date", "timestamp", "time"),
    "maximum": ("integer", "number", "date", "timestamp", "time"),
    "multiple_of": ("integer", "number"),
    "min_length": ("string",),
    "max_length": ("string",),
    "pattern": ("string", "identifier"),
    "enum": ("enum",),
    "code_list": ("codes",),
    "check_digit": ("identifier",),
    "test_value": ("identifier",),
    "characters": ("string",),
    "line_break": ("line",),
    "column_extra": ("off",),
    **{metric: tuple(made.KINDS) for metric in CELL_METRICS},
}
ALWAYS_JUDGED = ("required", "whitespace", "column_extra", "nullValues", "missingValues")
KEYS = tuple(f"{check} of {count}" for check in ("unique", "foreign_key") for count in (1, 2))
MEASURES = tuple(f"{metric}Values measured" for metric in ("null", "missing", "invalid", "duplicate"))
QUERIES = ("sql", "sql measured")


@dataclass(frozen=True)
class Aim:
    """A check, by the name under which the reference counts it, and its verdict."""

    check: str
    verdict: str


def _all() -> Iterator[Aim]:
    for check in CELL_CHECKS:
        for verdict in ("holds", "fails", *(("suppressed",) if check not in ALWAYS_JUDGED else ())):
            yield Aim(check, verdict)
        if check not in ("column_extra", *CELL_METRICS):  # off: it may be away; a metric is not of the column
            yield Aim(check, "not run")
    for check in (*KEYS, *QUERIES):
        yield from (Aim(check, verdict) for verdict in ("holds", "fails", "suppressed", "not run"))
    for check in MEASURES:
        yield from (Aim(check, verdict) for verdict in ("holds", "fails", "not run"))
    for check in ("rowCount measured", *made.JOINS, *OPERATOR_NAMES):
        yield from (Aim(check, verdict) for verdict in ("holds", "fails"))


AIMS = tuple(_all())


@st.composite
def aimed(draw: st.DrawFn, aim: Aim) -> Case:
    """A case in which ``aim`` is met."""
    version = "v3.2.0" if aim.check == "enum" else draw(st.sampled_from(("v3.1.0", "v3.2.0")))
    keyed = int(aim.check[-1]) if aim.check in KEYS else None
    drafts = [draw(made.tables(made.TABLES[0], version, CODES, None if keyed else [], keyed))]
    if aim.check.startswith("foreign_key"):
        drafts.append(draw(made.tables(made.TABLES[1], version, CODES, None)))
    elif aim.check in made.JOINS or (keyed is None and draw(st.booleans())):
        drafts.append(draw(made.tables(made.TABLES[1], version, CODES, drafts)))
    target = drafts[-1]
    maker = _MAKERS.get(aim.check) or (_key if aim.check in KEYS else _cell)
    needs, rule = draw(maker(aim, version, drafts))
    sent = {draft.node["name"]: draw(made.sheets(draft)) for draft in drafts[:-1]}
    measured = aim.check.endswith("measured") or aim.check in made.JOINS
    if aim.check.startswith("foreign_key") or aim.check in made.JOINS:
        sent[drafts[0].node["name"]] = draw(made.sheets(drafts[0], "tidy" if measured else "plain"))
    has_origin = any(column.name == "record_origin" for column in target.columns)
    if aim.check == "test_value" and not has_origin and draw(st.booleans()):
        target.add(draw(made.origin()))
    sheet = draw(made.sheets(target, "tidy" if measured else "plain"))
    assert sheet is not None
    sent[target.node["name"]] = draw(_lay(aim, target, needs, sheet, _known(aim, drafts[0], sent)))
    case = Case(
        made.contract(version, drafts),
        CODES,
        {name: each for name, each in sent.items() if each is not None},
        aim,
    )
    if rule is not None and measured and aim.verdict in ("holds", "fails"):
        draw(_set_threshold(case, target, rule, aim.verdict))
    return case


# --- what the contract must say -----------------------------------------------------------------------
@st.composite
def _cell(
    draw: st.DrawFn, aim: Aim, version: str, drafts: Sequence[Draft]
) -> tuple[list[Column], Node | None]:
    """A column that asks for the check, and in whose pool there is a text of the wanted verdict."""
    column = draw(_column(aim, version))
    drafts[-1].add(column)
    return [column], None


@st.composite
def _column(draw: st.DrawFn, aim: Aim, version: str) -> Column:
    what = draw(st.sampled_from(CELL_CHECKS[aim.check]))
    if what == "off":
        return made.off("target")
    column = draw(made.columns("target", version, CODES, "string" if what == "line" else what))
    if what == "line":
        own = [{"property": "cfgovernIdentifier", "value": "address"}]
        column = Column({"name": "target", "logicalType": "string", "customProperties": own}, made.WORDS[3:4],
                        ("two\nlines", "two\r\nlines", "plain", "#N/A"))  # fmt: skip
    if aim.check == "required":
        column.node["required"] = True
    if aim.check in CELL_METRICS:
        rule = draw(made.column_rules(column, "", [], aim.check)) | {"id": "aimed"}
        column.node.pop("required", None)
        column.node["quality"] = [
            {k: v for k, v in rule.items() if k not in (*OPERATORS, "unit")} | {"mustBe": 0}
        ]
    assume(aim.check in reference.asked(column.node, CODES, AS_OF) or aim.check in CELL_METRICS)
    assume(aim.verdict == "not run" or any(_texts(column, aim, synthetic) for synthetic in (True, False)))
    return column


def _texts(column: Column, aim: Aim, synthetic: bool) -> list[str]:
    """The texts of the column's pool of which the check says what is wanted."""
    return [text for text in column.pool() if verdict(column.node, aim.check, text, synthetic) == aim.verdict]


def verdict(node: Node, check: str, raw: str, synthetic: bool) -> str:
    """What the reference says of one text: holds, fails or suppressed."""
    cell = reference.trimmed(raw)
    codes = CODES.get(reference.own(node, "cfgovernCodeList"))
    said: dict[str, bool | None] = {}
    for name, _, fails in reference.judge(node, cell, codes, AS_OF, synthetic):
        said[name] = said.get(name, False) or fails
    for rule in node.get("quality", ()):
        if rule.get("metric") in CELL_METRICS:
            said[rule["metric"]] = reference.counts(node, rule, cell)
    found = said.get(check)
    return "suppressed" if found is None else "fails" if found else "holds"


@st.composite
def _key(
    draw: st.DrawFn, aim: Aim, version: str, drafts: Sequence[Draft]
) -> tuple[list[Column], Node | None]:
    """A key of one column or of two: the table's own, or one that refers to its parent's."""
    parent, target = drafts[0], drafts[-1]
    assume(parent.keyed == int(aim.check[-1]))
    if target is parent:
        return parent.columns[: parent.keyed], None
    before = len(target.columns)
    draw(made.relations(target, parent))
    return target.columns[before:], None


@st.composite
def _query(
    draw: st.DrawFn, aim: Aim, version: str, drafts: Sequence[Draft]
) -> tuple[list[Column], Node | None]:
    """A query that reads a column of its own, so that nothing else need be wrong for it not to be judged."""
    target = drafts[-1]
    operator = aim.check if aim.check in OPERATOR_NAMES else ""
    column = draw(made.columns("target", version, CODES, TAKES.get(operator, "")).filter(_can_fail))
    target.add(column)
    readable = [each for each in target.columns if not made.is_off(each)]
    by_rows = aim.check != "sql measured"
    rule = draw(made.sql_rules(target.node["name"], readable, None, by_rows, column, operator))
    rule |= {"id": "aimed"}
    target.node["quality"] = [*target.node.get("quality", ()), rule]
    names = rule["asks"].reads
    return [column, *(each for each in readable if each.name in names and each is not column)], rule


@st.composite
def _joined(
    draw: st.DrawFn, aim: Aim, version: str, drafts: Sequence[Draft]
) -> tuple[list[Column], Node | None]:
    """A query over the two tables, which the aim names."""
    target, other = drafts[-1], drafts[0]
    column = draw(made.keys("target"))
    for draft in (target, other):
        draft.add(replace(column, node=dict(column.node)))
    # A total is measured where no cell of it has failed.
    unsound = {
        each.name
        for draft in (target, other)
        for each in draft.columns
        if not all(_sound(each, text) for text in each.right)
    }
    rule = draw(made.joined_rules(target, other, aim.check, unsound))
    assume(rule is not None)
    assert rule is not None
    rule |= {"id": "aimed", "mustNotBe": 1000}
    for name in OPERATORS.keys() - {"mustNotBe"}:
        rule.pop(name, None)
    target.node["quality"] = [*target.node.get("quality", ()), rule]
    return [], rule


def _can_fail(column: Column) -> bool:
    return any(_fails(column, text) for text in column.pool())


def _judged(column: Column, raw: str) -> reference.Cell:
    """The cell as the reference leaves it, in a row about somebody who is there."""
    cell = reference.trimmed(raw)
    codes = CODES.get(reference.own(column.node, "cfgovernCodeList"))
    for _, severity, fails in reference.judge(column.node, cell, codes, AS_OF, False):
        cell.wrong += [("", severity)] if fails else []
    for rule in column.node.get("quality", ()):
        by_cell = rule.get("metric") in CELL_METRICS and reference.none_allowed(rule)
        if by_cell and reference.counts(column.node, rule, cell):
            cell.wrong.append(("", rule.get("severity", "error")))
    return cell


def _fails(column: Column, raw: str) -> bool:
    return _judged(column, raw).failed


def _sound(column: Column, raw: str) -> bool:
    return _judged(column, raw).sound


@st.composite
def _measure(
    draw: st.DrawFn, aim: Aim, version: str, drafts: Sequence[Draft]
) -> tuple[list[Column], Node | None]:
    """A metric with a threshold that allows some; the number is set when the rows are known."""
    target, metric = drafts[-1], aim.check.removesuffix(" measured")
    unit = draw(st.sampled_from(({}, {"unit": "rows"}, {"unit": "percent"})))
    if metric == "rowCount":
        rule: Node = {"metric": metric, "mustNotBe": 1000, "id": "aimed"}
        target.node["quality"] = [*target.node.get("quality", ()), rule]
        return [], rule
    column = draw(made.columns("target", version, CODES))
    target.add(column)
    rule = draw(made.column_rules(column, target.node["name"], [], metric))
    rule = {k: v for k, v in rule.items() if k not in (*OPERATORS, "unit")} | unit
    rule |= {"mustNotBe": 1000, "id": "aimed"}
    column.node["quality"] = [rule]
    return [column], rule


_MAKERS: dict[str, Any] = dict.fromkeys((*QUERIES, *OPERATOR_NAMES), _query)
_MAKERS |= dict.fromkeys(made.JOINS, _joined)
_MAKERS |= dict.fromkeys((*MEASURES, "rowCount measured"), _measure)


# --- what the rows must hold ---------------------------------------------------------------------------
@st.composite
def _lay(
    draw: st.DrawFn,
    aim: Aim,
    draft: Draft,
    needs: Sequence[Column],
    sheet: Sheet,
    known: set[tuple[str, ...]],
) -> Sheet:
    """``sheet`` with a row, or without a column, so that the aim is met."""
    if aim.verdict == "not run":
        assume(len(sheet.headings) > 1)
        return made.without(sheet, draw(st.sampled_from(needs)).name)
    if aim.check in CELL_CHECKS:
        row = _row(draft, sheet, live=aim.check != "test_value")
        synthetic = row.get("record_origin") == "synthetic"
        texts = _texts(needs[0], aim, synthetic)
        assume(texts)
        return made.with_row(sheet, row | {needs[0].name: draw(st.sampled_from(texts))})
    if aim.verdict == "suppressed":
        # Not an empty one: a row of nothing else would be blank.
        wrong = [text for text in needs[0].pool() if text.strip(reference.WHITE) and _fails(needs[0], text)]
        assume(wrong)
        return made.with_row(sheet, _row(draft, sheet) | {needs[0].name: draw(st.sampled_from(wrong))})
    if aim.check in KEYS:
        return draw(_lay_key(aim, draft, needs, sheet, known))
    if aim.check == "sql" or aim.check in OPERATOR_NAMES:
        return draw(_lay_condition(aim, draft, needs, sheet))
    return sheet


def _row(draft: Draft, sheet: Sheet, live: bool = True) -> dict[str, str]:
    """A right value in every column that is there; ``live``: the row does not say that it is made up."""
    right = {column.name: column.right[0] for column in draft.columns}
    if live:
        right["record_origin"] = "live"
    return {name: right.get(name, "") for name in (h.strip(reference.WHITE) for h in sheet.headings)}


@st.composite
def _lay_key(
    draw: st.DrawFn,
    aim: Aim,
    draft: Draft,
    needs: Sequence[Column],
    sheet: Sheet,
    known: set[tuple[str, ...]],
) -> Sheet:
    sound = [[text for text in column.right if _sound(column, text)] for column in needs]
    assume(all(sound))
    choices = {tuple(texts[at % len(texts)] for texts in sound) for at in range(12)}
    if aim.check.startswith("foreign_key"):
        choices |= {key for key in known if all(map(_sound, needs, key))}
        choices = {key for key in choices if (key in known) == (aim.verdict == "holds")}
    elif aim.verdict == "holds":
        choices -= _keys(sheet, [column.name for column in needs])
    assume(choices)
    key = draw(st.sampled_from(sorted(choices)))
    row = _row(draft, sheet) | dict(zip((column.name for column in needs), key, strict=True))
    twice = aim == Aim(aim.check, "fails") and aim.check.startswith("unique")
    return made.with_row(sheet, row, times=2 if twice else 1)


def _known(aim: Aim, parent: Draft, sent: Mapping[str, Sheet | None]) -> set[tuple[str, ...]]:
    """The keys that are there to be referred to."""
    sheet = sent.get(parent.node["name"]) if aim.check.startswith("foreign_key") else None
    return _keys(sheet, [column.name for column in parent.columns[: parent.keyed]]) if sheet else set()


def _keys(sheet: Sheet, names: Sequence[str]) -> set[tuple[str, ...]]:
    """What stands in ``names``, row by row, without white space around it."""
    headings = [heading.strip(reference.WHITE) for heading in sheet.headings]
    places = [headings.index(name) for name in names]
    rows = [row for row in sheet.rows if "".join(row).strip(reference.WHITE)]
    return {tuple(row[at].strip(reference.WHITE) for at in places) for row in rows}


@st.composite
def _lay_condition(draw: st.DrawFn, aim: Aim, draft: Draft, needs: Sequence[Column], sheet: Sheet) -> Sheet:
    """A row of which the condition is true, or is not: sound cells and empty ones are tried."""
    rule = next(rule for rule in draft.node["quality"] if rule["id"] == "aimed")
    asks = rule["asks"]
    pools = [_right_or_empty(column) for column in needs]
    assume(all(pools))
    tries = [tuple(draw(st.sampled_from(pool)) for pool in pools) for _ in range(8)]
    for texts in tries:
        given = dict(zip((column.name for column in needs), texts, strict=True))
        cells = {column.name: _judged(column, given[column.name]) for column in needs}
        said = asks.where(reference.values(cells, asks.reads))
        row = _row(draft, sheet) | given
        is_record = any(text.strip(reference.WHITE) for text in row.values())
        if is_record and (said is True) == (aim.verdict == "fails"):
            return made.with_row(sheet, row)
    assume(False)
    raise AssertionError("not reached")


def _right_or_empty(column: Column) -> list[str]:
    """Texts of the column that fail nothing in a live row."""
    if column.name == "record_origin":
        return ["live"]
    texts = ("", *column.right, *(text for text in column.other if text.strip(reference.WHITE) == text))
    return [text for text in texts if not _fails(column, text)]


@st.composite
def _set_threshold(draw: st.DrawFn, case: Case, draft: Draft, rule: Node, verdict: str) -> None:
    """An operator and its numbers, so that what the rule counts keeps to it, or does not."""
    wanted = reference.expected(case.contract, CODES, with_lines(case.sheets), AS_OF)
    name = f"{draft.node['name']}.aimed"
    assume(name in wanted.measured)
    found, among = wanted.measured[name]
    operator = draw(st.sampled_from(sorted(OPERATORS)))
    near = sorted({0, 1, 50, 100, *(_plain(found / among + step) for step in (-1, 0, Decimal("0.5"), 2))})
    takes = (
        [[low, high] for low in near for high in near if low < high]
        if "Between" in operator
        else [[n] for n in near]
    )
    holds = [
        each for each in takes
        if OPERATORS[operator](found, *(Decimal(str(n)) * among for n in each)) == (verdict == "holds")
    ]  # fmt: skip
    choices = [{operator: each if len(each) > 1 else each[0]} for each in holds]
    unit = {"unit": rule["unit"]} if "unit" in rule else {}
    choices = [each for each in choices if not reference.none_allowed(each | unit)]
    assume(choices)
    rule.pop("mustNotBe", None)
    for each in OPERATORS:
        rule.pop(each, None)
    rule |= draw(st.sampled_from(choices))


def with_lines(sheets: Mapping[str, Sheet]) -> dict[str, Sheet]:
    """The sheets with some line for each row: what is counted does not depend on it."""
    return {name: replace(sheet, lines=range(2, len(sheet.rows) + 2)) for name, sheet in sheets.items()}


def _plain(number: Decimal) -> float | int:
    rounded = float(round(number, 3))
    return int(rounded) if rounded.is_integer() else rounded
