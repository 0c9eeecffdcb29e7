"""Contracts and the data sent for them, built backwards from the type that is wanted.

``cases`` draws a :class:`Case`: a small contract as the mapping that its YAML holds, its code lists,
and a table of text for most of its tables. Every column first gets a pool: values that are right
under its own limits, the limits themselves and what lies just beyond them, the forms that a cast
would let through, and what is wrong in any column. Cells are drawn from the pool, so that a check
neither always holds nor always fails.

An ODCS ``sql`` rule carries its query a second time under ``asks``, as a tree of Python for the
reference; the YAML is written without it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

from hypothesis import strategies as st

from cfgovern.identifiers import cro, nhs_number, pnc_id
from tests.property import reference
from tests.property.expressions import Expression, Row, both, conditions, negated, quoted, within
from tests.property.reference import Asks, Sheet

Node = dict[str, Any]
AS_OF = "2026-10-01"
TABLES = ("people", "visits", "Score sheet")
# Far from one another, so that no heading is close to two of them; some need quotation marks in SQL.
NAMES = ("alder", "birch", "Full title", "gorse", "length", "naïve")
STRANGE_HEADINGS = ("zz-99", "qqq qqq", "#", "Ωmega")
EDGES = ("{} ", " {}", "\t{}", "{}\u00a0", "\u200b{}", "{}\u0085", "{}\n", "\ufeff{}")
NOTHING = ("", "", " ", "\u00a0", "\u200b", "\n", "\u0085")
ANYWHERE = ("#N/A", "#DIV/0!", "n/a", "nicht gefragt", "x" * 40)
SEVERITIES = ("error", "error", "warning", "info")
NUMERALS = (
    "1e3", "1_000", "0x10", "infinity", "NaN", "+1", "-0", "007", "1,000", "١٢", "1.", ".5", "1.0", "--1",
    "999999999999999999", "9999999999999999999", "-999999999999999999", "1 000", "½",
)  # fmt: skip
DATES = (
    "2026-2-3",
    "2026-02-30",
    "2024-02-29",
    "2023-02-29",
    "30/04/2026",
    "2026-04-30T00:00:00",
    "0000-01-01",
)


@dataclass(frozen=True)
class Column:
    """One property and its pool: ``right`` values, and others that may or may not be right."""

    node: Node
    right: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(self.node["name"])

    @property
    def kind(self) -> str:
        return str(self.node["logicalType"])

    @property
    def edges(self) -> tuple[str, ...]:
        """A right value with white space around it."""
        return tuple(edge.format(self.right[0]) for edge in EDGES)

    def pool(self) -> tuple[str, ...]:
        """Every text that a cell of it may hold."""
        return (*self.right, *self.other, *self.edges, *NOTHING, *ANYWHERE)

    def cells(self, tidy: bool) -> st.SearchStrategy[str]:
        """Two thirds of the cells right, or all of them where ``tidy``."""
        if tidy:
            return st.sampled_from(self.right)
        # The first of the others lie on both sides of a limit: each is as common as a right value.
        odd = (*self.other[:5] * 4, *self.other[5:], *self.edges, *NOTHING * 3, *ANYWHERE)
        return st.sampled_from(self.right * (2 * len(odd) // len(self.right) + 1) + odd)


@dataclass(frozen=True)
class Case:
    """A contract and what was sent for it. ``codes``: per list (code, valid_from, valid_to).

    ``aim``: what must be found in it (``aims.Aim``).
    """

    contract: Node
    codes: Mapping[str, Sequence[tuple[str, str, str]]]
    sheets: Mapping[str, Sheet]
    aim: Any = None


# --- values -----------------------------------------------------------------------------------------
@st.composite
def whole_numbers(draw: st.DrawFn) -> tuple[Node, tuple[str, ...], tuple[str, ...]]:
    low = draw(st.sampled_from((-3, 0, 1, 16)))
    high = low + draw(st.sampled_from((2, 4, 50)))
    options = draw(bounds(low, high, st.sampled_from((0, 0, 0.5))))
    if draw(st.booleans()):
        options["multipleOf"] = draw(st.sampled_from((2, 1, 5)))
    near = tuple(str(n) for n in (low - 1, low, high, high + 1))
    return options, (str(low + 1), str(low + 2), str(high - 1)), near + NUMERALS


@st.composite
def numbers(draw: st.DrawFn) -> tuple[Node, tuple[str, ...], tuple[str, ...]]:
    low = draw(st.sampled_from((Decimal("0.1"), Decimal(0), Decimal("-2.5"))))
    high = low + draw(st.sampled_from((Decimal("0.2"), Decimal(1), Decimal("12.25"))))
    options = draw(bounds(float(low), float(high), st.just(0)))
    if draw(st.booleans()):
        options["multipleOf"] = draw(st.sampled_from((0.1, 0.01, 2, 0.25)))
    near = tuple(str(n) for n in (low, high, low - Decimal("0.1"), high + Decimal("0.0000001"), low * 3))
    odd = ("0.30000000000000004", "0.1000000000000000001", "0.10000000000000", "-0.0", "9" * 30, "9" * 400)
    return options, (str(low + Decimal("0.1")), f"{low + Decimal('0.1')}0", str(high)), near + odd + NUMERALS


@st.composite
def bounds(draw: st.DrawFn, low: Any, high: Any, beyond: st.SearchStrategy[Any]) -> Node:
    """Both limits, one or none, inclusive or exclusive; a limit may lie between two values."""
    options: Node = {}
    for name, value in (("minimum", low), ("maximum", high)):
        how = draw(st.sampled_from(("", name, name, "exclusive" + name.capitalize())))
        if how:
            more = draw(beyond)
            options[how] = value + more if more else value
    return options


PATTERNS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "^[A-Z]-[0-9]{3}$": (("P-001", "P-002", "Q-100"), ("p-001", "P-01", "P-0012", "P-٠٠١", "xP-001")),
    "[0-9]": (("a1", "1", "é9z"), ("abc", "½", "٣")),
    "^(yes|no)$": (("yes", "no"), ("yess", "Yes", "no\nno")),
    "^.{2,5}$": (("ab", "abcde", "a,b"), ("a", "abcdef", "a\nb", "\U0001f332\U0001f332\U0001f332")),
    r"^a\.b$": (("a.b",), ("axb", "a.b.")),
}
FORMATS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "email": (("a.b@c.example", "x@y.zz"), ("a@b", "a@@b.c", "a b@c.d", "@b.c", "a@.", "a@b.\u00a0c")),
    "uuid": (("12345678-1234-1234-1234-1234567890aB",), ("12345678123412341234123456789012", "g" * 36)),
    "uri": (("urn:a:b", "https://x.example/?q=1#z"), ("//x", "1a:b", "a:", "a: b")),
    "hostname": (("a.example", "x-1"), ("-a.b", "a..b", "a_b", "a" * 64, "a.")),
    "ipv4": (("10.0.0.255", "0.0.0.0"), ("10.0.0.256", "1.2.3", "1.2.3.04", "1.2.3.4.5", "١.2.3.4")),
    "password": (("secret", "x"), ("\u200b",)),
}
WORDS = (
    "plain",
    "two\nlines",
    "two\r\nlines",
    'say "hi"',
    "a,b",
    "Zoë",
    "Zoe\u0308",
    "\U0001f332",
    "'",
    "=1+1",
    "-",
)


@st.composite
def texts(draw: st.DrawFn) -> tuple[Node, tuple[str, ...], tuple[str, ...]]:
    options: Node = {}
    right, other = WORDS[:4], (*WORDS[4:], *NUMERALS[:4], "a\rb")
    how = draw(st.sampled_from(("free", "pattern", "format", "both")))
    if how == "free":
        other = ("a\u00a0b", "Zo\u00c3\u00ab", "Zo\u00eb\u2019s", *other)
    if how in ("format", "both"):
        options["format"] = draw(st.sampled_from(sorted(FORMATS)))
        right, other = FORMATS[options["format"]]
    if how in ("pattern", "both"):
        options["pattern"] = draw(st.sampled_from(sorted(PATTERNS)))
        matching, rest = PATTERNS[options["pattern"]]
        right, other = (matching, rest) if how == "pattern" else (right, (*other, *matching, *rest))
    if draw(st.booleans()):
        options["minLength"] = draw(st.sampled_from((0, 2, 3, 3)))
        options["maxLength"] = draw(st.integers(3, 9))
        other += ("a", "ab", "abc", "abcd", "Zoë" * 3, "Zoe\u0308\U0001f332", "\U0001f332" * 10)
    return options, right, other


DATE_FORMATS = ("dd/MM/yyyy", "d/M/yyyy", "yyyyMMdd", "d MMM yyyy", "dd-MM-yyyy", "yyyy-MM-dd")
DAYS = ((2026, 4, 1), (2026, 4, 2), (2026, 9, 30), (2024, 2, 29), (2026, 3, 31))


@st.composite
def dates(draw: st.DrawFn) -> tuple[Node, tuple[str, ...], tuple[str, ...]]:
    options = draw(bounds("2026-04-01", "2026-09-30", st.just("")))
    pattern = draw(st.sampled_from((None, None, *DATE_FORMATS)))
    if pattern:
        options["format"] = pattern
    iso = [f"{y:04d}-{m:02d}-{d:02d}" for y, m, d in DAYS]
    written = tuple(in_words(pattern or "yyyy-MM-dd", *day) for day in DAYS)
    wrong = [in_words(pattern, y, m, d) for y, m, d in ((2026, 2, 30), (2026, 13, 1))] if pattern else ()
    return options, written[1:3], (*written, *iso, *wrong, *DATES, "1/4/2026", "01 apr 2026", "31/04/2026")


def in_words(pattern: str, year: int, month: int, day: int) -> str:
    word = reference.MONTHS[(month - 1) % 12]
    for part, text in (("yyyy", f"{year:04d}"), ("dd", f"{day:02d}"), ("d", str(day)), ("MMM", "#"),
                       ("MM", f"{month:02d}"), ("M", str(month)), ("#", word)):  # fmt: skip
        pattern = pattern.replace(part, text)
    return pattern


@st.composite
def timestamps(draw: st.DrawFn) -> tuple[Node, tuple[str, ...], tuple[str, ...]]:
    low, high = draw(
        st.sampled_from((("2026-04-01", "2026-09-30"), ("2026-04-01T00:30:00", "2026-09-30T12:00:00")))
    )
    options = draw(bounds(low, high, st.just("")))
    right = ("2026-04-02T10:05:00", "2026-04-02 10:05", "2026-09-29T23:59:59.999999")
    other = (
        "2026-04-01T00:00:00", "2026-04-01T01:00:00+01:00", "2026-04-01T00:59+0100",
        "2026-03-31T23:30:00-01:00", "2026-10-01T00:00", "2026-09-30T00:00:00Z",
        "2026-09-30T12:00:00.000001", "2026-09-30T00:00:00.5", "2026-04-01", "2026-04-01T24:00:00",
        "2026-04-01T10:60:00", "2026-04-01T10:05:00+24:00", "2026-04-01T10:05:00+01:60",
        "2026-04-31T10:05:00", "2026-04-01t10:05:00", "2026-04-01T10:05:00z", "2026-04-01T1:05",
        "2026-04-01T10:05:00.1234567", "2026-04-01T10:05:00,5", "2026-04-01T10:05:00+01", "",
    )  # fmt: skip
    return options, right, other


@st.composite
def times(draw: st.DrawFn) -> tuple[Node, tuple[str, ...], tuple[str, ...]]:
    options = draw(bounds("09:00", "17:30:00", st.just("")))
    other = (
        "09:00",
        "09:00:00",
        "17:30",
        "17:30:00.000001",
        "24:00",
        "9:00",
        "23:60",
        "08:59:59.9",
        "10:00Z",
        "1000",
    )
    if draw(st.booleans()):
        options["format"] = "HH:mm"
    return options, ("09:01", "12:00", "17:29"), other


def truths() -> st.SearchStrategy[tuple[Node, tuple[str, ...], tuple[str, ...]]]:
    return st.just(({}, ("true", "false"), ("TRUE", "True", "1", "0", "yes", "t", "true.")))


KINDS: dict[str, Callable[[], st.SearchStrategy[tuple[Node, tuple[str, ...], tuple[str, ...]]]]] = {
    "string": texts,
    "integer": whole_numbers,
    "number": numbers,
    "date": dates,
    "timestamp": timestamps,
    "time": times,
    "boolean": truths,
}


def identifiers(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(never issued to anybody, everything else) of one identifier; those with a check are worked out."""
    if name == "nhs_number":
        stems = ("999000001", "999123456", "000000001", "000000023")
        made = [f"{stem}{nhs_number.check_digit(stem)}" for stem in stems]
        wrong = [f"{stem}{(nhs_number.check_digit(stem) or 0) ^ 1}" for stem in stems]
        return (made[0], f"{made[1][:3]} {made[1][3:6]} {made[1][6:]}"), (
            *made[2:],
            *wrong,
            "99900000",
            "9" * 10,
        )
    if name == "pnc_id":
        made = [
            f"{year}/{serial}{pnc_id.check_letter(year, serial)}"
            for year, serial in (("2199", "12"), ("99", "7"))
        ]
        return (made[0],), (made[1], made[1].lower(), f"{made[0][:-1]}I", "2199/12", "2199/0Z")
    if name == "cro":
        made = [f"{mark}12/99{cro.check_letter('99', '12')}" for mark in ("QQ", "")]
        return (made[0],), (made[1], f"{made[0][:-1]}I", "12-99A")
    return {
        "nino": (("QQ123456C", "qq 12 34 56 c"), ("AA000000A", "QQ12345", "AA000000E")),
        "crn": (("QQ000123",), ("X000001", "X00001", "X000000")),
        "postcode": (("QQ1 1AA", "qq11aa"), ("XX1 1AA", "ZZ99 3WZ", "X1", "XX1  1AA ")),
        "email": (("a@b.example", "x.y@example.org"), ("a@b.zz", "a@b", "a b@c.d")),
        "phone": (("07700 900123", "+44 7700 900999"), ("0770", "07700-9001234")),
        "prison_number": (("QQ0000AA", "A0000AA"), ("A1AA", "QQ0000A")),
        "uprn": (("999999999001",), ("1", "12a", "1234567890123")),
    }[name]  # fmt: skip


CHECKED = ("nhs_number", "pnc_id", "cro")
UNCHECKED = ("nino", "crn", "postcode", "email", "phone", "prison_number", "uprn")
IDENTIFIERS = (*CHECKED * 3, *UNCHECKED)


# --- columns ----------------------------------------------------------------------------------------
@st.composite
def columns(draw: st.DrawFn, name: str, version: str, codes: dict[str, Any], what: str = "") -> Column:
    """One property, with whatever of the contract's means its type can have. ``what``: its type, or one of
    ``enum``, ``codes`` and ``identifier``; any for none."""
    rest = ("enum", "enum", "codes", *["identifier"] * 4)
    what = what or draw(st.sampled_from((*KINDS, *KINDS, *rest)))
    kind = draw(st.sampled_from(sorted(KINDS))) if what == "enum" else what if what in KINDS else "string"
    node: Node = {"name": name, "logicalType": kind}
    own: Node = {}
    options, right, other = draw(KINDS[kind]())
    if what == "enum" and version == "v3.2.0":
        options, other = (
            {k: v for k, v in options.items() if k == "format"},
            (*other, *(t.upper() for t in right)),
        )
        node["enum"] = [{"value": scalar(kind, text), "label": "Some"} for text in right[:-1] or right]
    elif what == "codes":
        options, right, other = {}, ("1", "2", "7"), ("3", "4", "5", "9", "01", "１")
        own["cfgovernCodeList"] = draw(st.sampled_from(sorted(codes)))
    elif what == "identifier":
        own["cfgovernIdentifier"] = draw(st.sampled_from(IDENTIFIERS))
        right, other = identifiers(own["cfgovernIdentifier"])
        options = draw(st.sampled_from(({}, {}, {"pattern": "^[0-9A-Z]"}, {"format": "email"})))
    if options:
        node["logicalTypeOptions"] = options
    if draw(st.integers(0, 3)) == 0:
        own["cfgovernMissing"] = {"declined": "-9", "not_asked": "not asked"}
        right, other = (*right, "-9"), (*other, "not asked", "Not asked", " -9")
    if draw(st.booleans()):
        node["required"] = True
    if draw(st.integers(0, 5)) == 0:
        node["unique"] = True
    if draw(st.integers(0, 3)) == 0:
        node["businessName"] = f"The {name}"
    node["customProperties"] = [{"property": key, "value": value} for key, value in own.items()]
    return Column(node, right, other)


@st.composite
def keys(draw: st.DrawFn, name: str) -> Column:
    """A property with so many right values that most rows differ in it."""
    kind = draw(st.sampled_from(("string", "integer", "date")))
    forms = {"string": "P-{:03d}", "integer": "{}", "date": "2026-04-{:02d}"}
    right = tuple(forms[kind].format(n) for n in range(1, 25))
    other = {"string": ("p-001", "P-1", "P-001 x"), "integer": ("01", "-0", "1.0"), "date": DATES}[kind]
    node: Node = {"name": name, "logicalType": kind, "customProperties": []}
    if kind == "string":
        node["logicalTypeOptions"] = {"pattern": "^P-[0-9]{3}$"}
    return Column(node, right, other)


def scalar(kind: str, text: str) -> Any:
    """The value that a contract would list for a cell."""
    if kind == "integer":
        return int(text)
    if kind == "number":
        return float(text)
    return {"true": True, "false": False}.get(text, text) if kind == "boolean" else text


@st.composite
def origin(draw: st.DrawFn) -> Column:
    node = {"name": "record_origin", "logicalType": "string", "customProperties": []}
    right = draw(st.sampled_from((("synthetic",), ("synthetic", "synthetic", "live"))))
    return Column(node, right, ("Synthetic", "real"))


def off(name: str) -> Column:
    """A column that is declared and not collected."""
    own = [{"property": "cfgovernCollected", "value": "off"}]
    return Column(
        {"name": name, "logicalType": "string", "customProperties": own}, ("",), ("", "", "x", " y")
    )


NONE = ({"mustBe": 0}, {"mustBeLessThan": 1}, {"mustBeLessOrEqualTo": 0})


# --- quality ----------------------------------------------------------------------------------------
@st.composite
def thresholds(draw: st.DrawFn, none: bool = True) -> Node:
    """An operator and its numbers; half the time it allows none, where it may."""
    if none and draw(st.booleans()):
        return dict(draw(st.sampled_from(NONE)))
    percent = draw(st.integers(0, 2)) == 0
    ends = (0, 1, 10, 20, 25, 33.3, 50, 60, 100) if percent else (0, 1, 2, 3, 4, 6, 0.5, 2.5)
    between = ("mustBeBetween", "mustNotBeBetween")
    operator = draw(st.sampled_from((*sorted(reference.OPERATORS), *between)))
    low, high = sorted(draw(st.lists(st.sampled_from(ends), min_size=2, max_size=2, unique=True)))
    if operator in ("mustBe", "mustNotBe"):  # what is often there: nothing, or a table of usual size
        low = draw(st.sampled_from((low, 0, 4, 8)))
    if operator == "mustBeBetween":  # both ends are outside, so that little lies between near ones
        low, high = draw(st.sampled_from(((low, high), (0, ends[-1]))))
    unit = {"unit": "percent"} if percent else draw(st.sampled_from(({}, {"unit": "rows"})))
    return {operator: [low, high] if "Between" in operator else low, **unit}


ANOTHERS: Node = {"type": "custom", "engine": "soda", "implementation": "rows > 10"}


@st.composite
def column_rules(
    draw: st.DrawFn, column: Column, table: str, others: Sequence[Column], metric: str = ""
) -> Node:
    every = (*reference.CELL_METRICS, "nullValues", "duplicateValues", "sql", "text", "custom")
    metric = metric or draw(st.sampled_from(every))
    if metric == "text":
        return {"type": "text", "description": "Ask somebody who knows."}
    if metric == "custom":
        return dict(ANOTHERS)
    if metric == "sql":
        return draw(sql_rules(table, [column, *others], column))
    rule: Node = {"metric": metric, **draw(thresholds())}
    if draw(st.booleans()):
        rule["type"] = "library"
    if metric == "missingValues":
        listed: list[Any] = [None, "", "n/a", column.right[0], 1, True]
        rule["arguments"] = {"missingValues": draw(st.lists(st.sampled_from(listed), min_size=1, max_size=3))}
    elif metric == "invalidValues":
        valid = [scalar(column.kind, text) for text in column.right if text != "-9"][:2]
        rule["arguments"] = draw(
            st.sampled_from(
                ({"validValues": valid}, {"pattern": "[12]"}, {"validValues": valid, "pattern": "^."})
            )
        )
    return rule


@st.composite
def table_rules(draw: st.DrawFn, table: str, collected: Sequence[Column]) -> Node:
    what = draw(st.sampled_from(("rowCount", "duplicateValues", "sql", "sql", "text", "custom")))
    if what == "rowCount":
        return {"metric": what, **draw(thresholds(none=False))}
    if what == "duplicateValues":
        names = draw(
            st.lists(st.sampled_from([c.name for c in collected]), min_size=1, max_size=2, unique=True)
        )
        return {"metric": what, "arguments": {"properties": names}, **draw(thresholds())}
    if what == "sql":
        return draw(sql_rules(table, collected, None))
    return dict(ANOTHERS) if what == "custom" else {"type": "text", "description": "Read it."}


# --- ODCS sql ---------------------------------------------------------------------------------------
@st.composite
def sql_rules(
    draw: st.DrawFn,
    table: str,
    columns: Sequence[Column],
    own: Column | None,
    by_rows: bool | None = None,
    must_read: Column | None = None,
    must_use: str = "",
) -> Node:
    """A query over one table: it counts rows in one way or another, or works out something else.

    ``by_rows``: it names its rows (True), or measures a total (False). ``must_read``: a column in it;
    ``must_use``: an operator in it.
    """
    found = draw(conditions(columns, must_use=must_use))
    if must_read is not None and must_read.name not in found.reads:
        found = draw(conditions([must_read], must_use=must_use))
    source = draw(st.sampled_from((quoted(table), "{object}", "${table}")))
    threshold = draw(thresholds())
    threshold.pop("unit", None)
    count = draw(st.sampled_from(("count(*)", "COUNT(1)", "count(*) AS n")))
    plain = f"SELECT {count} FROM {source} WHERE {found.text}"
    by_row = (
        *(plain, plain),
        f"SELECT count(*) FILTER (WHERE {found.text}) FROM {source}",
        f"SELECT count(CASE WHEN {found.text} THEN 1 END) FROM {source}",
    )
    if by_rows:
        threshold = draw(st.sampled_from(NONE))
    elif by_rows is False:
        threshold = {"mustNotBe": 1000}
    ways = () if by_rows else ("value", "sum", "kinds", "nested", "largest")
    made = draw(st.sampled_from((*by_row, *by_row, *ways)))
    if made in by_row:
        return sql_rule(made, found, threshold)
    if made == "sum":
        each = f"SELECT sum(CASE WHEN {found.text} THEN 1 ELSE 0 END) FROM {source}"
        if reference.none_allowed(threshold):
            return sql_rule(each, found, threshold)
        summed = replace(found, value=lambda row: True)
        return sql_rule(
            each,
            summed,
            threshold,
            lambda rows: sum(found.value(row) is True for row in rows) if rows else None,
        )
    if made == "nested":
        inner = f"SELECT count(*) FROM (SELECT * FROM {source} WHERE {found.text}) AS q"
        return sql_rule(inner, found, threshold, len)
    column = own or draw(st.sampled_from(columns))
    name = column.name
    seen = replace(found, reads=tuple(dict.fromkeys((*found.reads, name))))
    text = "{property}" if own else quoted(name)

    def values(rows: list[Row]) -> list[Any]:
        return [row[name] for row in rows if row[name] is not None]

    if made == "largest" and column.kind in ("integer", "number"):
        query = f"SELECT max({text}) FROM {source} WHERE {found.text}"
        return sql_rule(query, seen, threshold, lambda rows: max(values(rows), default=None))
    if made == "kinds":
        query = f"SELECT count(DISTINCT {text}) FROM {source} WHERE {found.text}"
        return sql_rule(query, seen, threshold, lambda rows: len(set(values(rows))))
    query = f"SELECT count({text}) FROM {source} WHERE {found.text}"
    there = replace(seen, value=lambda row: both(found.value(row), row[name] is not None))
    return sql_rule(query, there, threshold)


def sql_rule(
    query: str, found: Expression, threshold: Node, counts: Callable[[list[Row]], Any] | None = None
) -> Node:
    asks = Asks(found.reads, found.value, counts, (), (f"depth {found.depth}", *found.uses))
    return {"type": "sql", "query": query, "asks": asks, **threshold}


JOINS = {
    "join": "SELECT count(*) FROM {a} AS a JOIN {b} AS b ON a.{x} = b.{y} WHERE {left} AND {right}",
    "left join": "SELECT count(*) FROM {a} AS a LEFT JOIN {b} AS b ON a.{x} = b.{y} AND {right} "
    "WHERE {left} AND b.{y} IS NULL",
    "exists": "SELECT count(*) FROM {a} AS a WHERE {left} AND "
    "EXISTS (SELECT 1 FROM {b} AS b WHERE b.{y} = a.{x} AND {right})",
    "not exists": "SELECT count(*) FROM {a} AS a WHERE {left} AND "
    "NOT EXISTS (SELECT 1 FROM {b} AS b WHERE b.{y} = a.{x} AND {right})",
    "in a query": "SELECT count(*) FROM {a} AS a WHERE {left} AND "
    "a.{x} IN (SELECT b.{y} FROM {b} AS b WHERE {right})",
    "not in a query": "SELECT count(*) FROM {a} AS a WHERE {left} AND "
    "a.{x} NOT IN (SELECT b.{y} FROM {b} AS b WHERE {right})",
    "difference": "SELECT (SELECT count(*) FROM {a} AS a WHERE {left}) - "
    "(SELECT count(*) FROM {b} AS b WHERE {right} AND b.{y} IS NOT NULL)",
}


@st.composite
def joined_rules(
    draw: st.DrawFn, draft: Draft, other: Draft, how: str = "", left_alone: Collection[str] = ()
) -> Node | None:
    """A query over two tables that meet in columns of one type; None where they have none.

    ``how``: which of ``JOINS``; ``left_alone``: columns that it must not read.
    """
    sides = [
        [c for c in each.columns if not is_off(c) and c.name not in left_alone] for each in (draft, other)
    ]
    pairs = [(x, y) for x in sides[0] for y in sides[1] if x.kind == y.kind]
    if not pairs:
        return None
    x, y = draw(st.sampled_from(pairs))
    how = how or draw(st.sampled_from(sorted(JOINS)))
    left, right = draw(conditions(sides[0], "a")), draw(conditions(sides[1], "b"))
    query = JOINS[how].format(
        a=quoted(draft.node["name"]),
        b=quoted(other.node["name"]),
        x=quoted(x.name),
        y=quoted(y.name),
        left=left.text,
        right=right.text,
    )
    threshold = draw(thresholds())
    threshold.pop("unit", None)
    # What a query names, it reads of every table that it names.
    named = {*left.reads, *right.reads, y.name, *((x.name,) if how != "difference" else ())}
    uses = (how, f"depth {max(left.depth, right.depth)}", *left.uses, *right.uses)
    counts = partial(counted, how, left, right, x.name, y.name)
    asks = Asks(tuple(sorted(named)), lambda row: True, counts, (other.node["name"],), uses)
    return {"type": "sql", "query": query, "asks": asks, **threshold}


def counted(
    how: str, left: Expression, right: Expression, x: str, y: str, mine: list[Row], theirs: list[Row]
) -> int:
    """What each of ``JOINS`` counts, row by row."""
    rows = [row for row in mine if left.value(row) is True]
    there = [row[y] for row in theirs if right.value(row) is True]
    if how == "difference":
        return len(rows) - sum(value is not None for value in there)
    if how == "join":
        return sum(row[x] is not None and row[x] == value for row in rows for value in there)
    found = [row[x] is not None and row[x] in there for row in rows]
    if how in ("exists", "in a query"):
        return sum(found)
    if how == "not in a query":
        return sum(negated(within(row[x], *there)) is True if there else True for row in rows)
    return sum(not one for one in found)


# --- tables -----------------------------------------------------------------------------------------
@st.composite
def tables(
    draw: st.DrawFn,
    name: str,
    version: str,
    codes: dict[str, Any],
    before: Sequence[Draft] | None,
    key: int | None = None,
) -> Draft:
    """One table of the contract; its foreign keys name tables ``before`` it, or itself (None: it has none).

    ``key``: how many columns its primary key has; any number where None.
    """
    names = list(draw(st.permutations(NAMES)))[: draw(st.integers(key or 1, 4))]
    keyed = draw(st.sampled_from((0, 1, 1, 2))) if key is None else key
    unusual = (
        key is None and draw(st.integers(0, 4)) == 0
    )  # any column may be a key, and then most rows are doubled
    made = [
        draw(keys(each) if place < keyed and not unusual else columns(each, version, codes))
        for place, each in enumerate(names)
    ]
    keyed = min(keyed, len(made))
    node: Node = {"name": name, "properties": [column.node for column in made]}
    for place, column in enumerate(made[:keyed], start=1):
        column.node.pop("unique", None)
        column.node.update(primaryKey=True, primaryKeyPosition=place)
    draft = Draft(node, made, keyed)
    parents = [] if before is None else [parent for parent in (*before, draft) if parent.keyed]
    if parents and draw(st.booleans()):
        draw(relations(draft, draw(st.sampled_from(parents))))
    number = 0
    collected = list(draft.columns)
    for column in collected:
        if draw(st.integers(0, 3)) == 0:
            rule = draw(column_rules(column, name, [c for c in collected if c is not column]))
            number += 1
            column.node["quality"] = [labelled(draw, rule, number)]
    rules = [draw(table_rules(name, collected)) for _ in range(draw(st.integers(0, 2)))]
    if before and draw(st.booleans()):
        rules.append(draw(joined_rules(draft, draw(st.sampled_from(before)))))
    rules = [rule for rule in rules if rule is not None]
    node["quality"] = [labelled(draw, rule, number + place) for place, rule in enumerate(rules, start=1)]
    if draw(st.booleans()):
        draft.add(draw(origin()))
    if draw(st.integers(0, 4)) == 0:
        draft.add(off("zenith"))
    if draw(st.integers(0, 5)) == 0:
        node["customProperties"] = [{"property": "cfgovernRoute", "value": "organisation"}]
    return draft


@dataclass
class Draft:
    """A table in the making. ``keyed``: how many of its columns are its primary key."""

    node: Node
    columns: list[Column]
    keyed: int

    def add(self, column: Column) -> None:
        self.columns.append(column)
        self.node["properties"].append(column.node)


def labelled(draw: st.DrawFn, rule: Node, number: int) -> Node:
    rule["id"] = f"q{number}"
    severity = draw(st.sampled_from((None, *SEVERITIES)))
    return rule if severity is None else rule | {"severity": severity}


COPIED = ("logicalType", "logicalTypeOptions", "enum", "customProperties")


@st.composite
def relations(draw: st.DrawFn, draft: Draft, parent: Draft) -> None:
    """A foreign key on ``parent``'s key: its columns are added, with the same values and some orphans."""
    key = parent.columns[: parent.keyed]
    added = []
    for place, column in enumerate(key):
        node = {name: column.node[name] for name in COPIED if name in column.node}
        node["name"] = ("parent", "other_end")[place]
        added.append(Column(node, column.right, column.other))
    table, names = parent.node["name"], [column.name for column in key]
    long = draw(st.booleans())
    to = [f"schema/{table}/properties/{name}" if long else f"{table}.{name}" for name in names]
    if len(key) == 1:
        added[0].node["relationships"] = [{"type": "foreignKey", "to": to[0]}]
    else:
        start = [f"{draft.node['name']}.{column.name}" for column in added]
        draft.node["relationships"] = [{"type": "foreignKey", "from": start, "to": to}]
    for column in added:
        draft.add(column)


TROUBLES = ("missing", "double", "extra", "renamed", "blank", "none", "absent")


@st.composite
def sheets(draw: st.DrawFn, draft: Draft, state: str = "") -> Sheet | None:
    """What is sent for one table, with headings that may be wrong and rows that may be blank.

    ``state``: "plain" for right headings, "tidy" for right cells too; all of it may be wrong for none.
    """
    trouble = "" if state else draw(st.sampled_from(("",) * 5 + TROUBLES))
    if trouble == "absent":
        return None
    sent = [c for c in draft.columns if not is_off(c) or draw(st.booleans()) or c.name == "target"]
    if draw(st.booleans()):
        sent = list(draw(st.permutations(sent)))
    cells = [column.cells(tidy=state == "tidy" or draw(st.booleans())) for column in sent]
    headings = [column.name for column in sent]
    at = draw(st.integers(0, len(sent) - 1)) if sent else 0
    extra = st.sampled_from(("", "", "x"))
    if trouble == "missing" and len(sent) > 1:
        del headings[at], cells[at]
    elif trouble == "double" and sent:
        headings.append(headings[at])
        cells.append(cells[at])
    elif trouble == "extra":
        headings.insert(at, draw(st.sampled_from(STRANGE_HEADINGS)))
        cells.insert(at, extra)
    elif trouble == "blank":
        headings.append("")
        cells.append(extra if draw(st.booleans()) else st.just(" "))
    elif trouble == "renamed" and sent:
        headings[at] = draw(st.sampled_from((headings[at].swapcase(), f"-{headings[at]}_")))
    elif trouble == "none" or not headings:
        headings, cells = list(STRANGE_HEADINGS[:2]), [extra, extra]
    if draw(st.integers(0, 4)) == 0:
        headings[0] += draw(st.sampled_from((" ", "\u00a0", "\u200b")))
    size = draw(st.sampled_from((0, 4, 8, 12, 20)))
    rows = draw(st.lists(st.tuples(*cells), min_size=size, max_size=size))
    rows += draw(st.lists(st.sampled_from(rows), max_size=2)) if rows else []
    for place in draw(st.lists(st.integers(0, len(rows)), max_size=draw(st.sampled_from((0, 0, 2))))):
        rows.insert(place, ("",) * len(headings))
    return Sheet(headings, rows, ())


def without(sheet: Sheet, name: str) -> Sheet:
    """``sheet`` without the column ``name``."""
    at = [heading.strip(reference.WHITE) for heading in sheet.headings].index(name)
    headings = [heading for place, heading in enumerate(sheet.headings) if place != at]
    rows = [tuple(cell for place, cell in enumerate(row) if place != at) for row in sheet.rows]
    return Sheet(headings, rows, ())


def with_row(sheet: Sheet, row: Mapping[str, str], times: int = 1) -> Sheet:
    """``sheet`` with one more row, or the same one several times; ``row`` is by heading."""
    cells = tuple(row[heading.strip(reference.WHITE)] for heading in sheet.headings)
    return Sheet(sheet.headings, [*sheet.rows, *[cells] * times], ())


def is_off(column: Column) -> bool:
    return reference.own(column.node, "cfgovernCollected") == "off"


CODES = {
    "colours": [
        ("1", "", ""), ("2", "2026-01-01", "2026-10-01"), ("3", "", "2026-09-30"), ("4", "2026-10-02", ""),
    ],
    "shapes": [
        ("1", "2020-01-01", "2021-01-01"), ("1", "2025-01-01", ""), ("2", "", ""), ("7", "2026-10-01", ""),
    ],
}  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A contract of one to three tables, and a submission for it that holds at least one of them."""
    version = draw(st.sampled_from(("v3.1.0", "v3.2.0", "v3.2.0")))
    drafts: list[Draft] = []
    for name in TABLES[: draw(st.sampled_from((1, 1, 2, 3)))]:
        drafts.append(draw(tables(name, version, CODES, drafts)))
    sent = {draft.node["name"]: draw(sheets(draft)) for draft in drafts}
    there = {name: sheet for name, sheet in sent.items() if sheet is not None}
    if not there:  # a folder without a file is refused
        there[drafts[-1].node["name"]] = draw(sheets(drafts[-1], "plain"))
    return Case(contract(version, drafts), CODES, there)


def contract(version: str, drafts: Sequence[Draft]) -> Node:
    """The mapping that the YAML of a contract holds."""
    return {
        "apiVersion": version,
        "kind": "DataContract",
        "id": "urn:example:drawn",
        "name": "Drawn",
        "version": "1.0.0",
        "status": "active",
        "schema": [draft.node for draft in drafts],
    }
