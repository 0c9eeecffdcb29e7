"""What a contract asks of a submission, cell by cell and row by row, in plain Python.

Written from ``docs`` of the Open Data Contract Standard (ODCS) and from what cfgovern promises about
lexical forms, rule ids and gates; not from the engine, and slow on purpose. It reads the contract as
the plain mapping that its YAML holds, so that the loader is under test too. Of cfgovern it uses the
judgement of identifiers alone, which has tests of its own.

``expected`` gives what a report must say. ``Expected.seen`` counts what was judged, so that a test
can tell whether it compared anything.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from decimal import Decimal, localcontext
from typing import Any, NamedTuple

from cfgovern.identifiers import FORMS, classify

Property = Mapping[str, Any]
# Unicode's White_Space, and the characters without width that spreadsheets leave unseen.
WHITE = "\t\n\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000\u200b\u2060\ufeff" + "".join(
    chr(code) for code in range(0x2000, 0x200B)
)
NUMBER = r"-?[0-9]+(\.[0-9]+)?"
SPREADSHEET_ERRORS = {
    "#N/A", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#DIV/0!", "#SPILL!", "#CALC!",
}  # fmt: skip
GRAVE = ("block", "error")


class Place(NamedTuple):
    """One finding, as a report must show it. ``row`` is 0 and ``line`` 0 for a whole table."""

    rule: str
    severity: str
    table: str
    column: str
    row: int
    line: int
    cell: str


@dataclass(frozen=True)
class Sheet:
    """One table as sent. ``lines``: the line of its file on which each row starts; the header is 1."""

    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: Sequence[int]


@dataclass
class Expected:
    """What the report must say. ``rows``: per table read, accepted, rejected, ignored."""

    findings: set[Place] = field(default_factory=set)
    rows: dict[str, tuple[int, int, int, int]] = field(default_factory=dict)
    not_run: set[tuple[str, int | None]] = field(default_factory=set)
    origin: str = "live"
    seen: Counter[tuple[str, str]] = field(default_factory=Counter)
    # Per rule with a threshold what it counted, times ``among`` where it is a percentage of that.
    measured: dict[str, tuple[Decimal, int]] = field(default_factory=dict)

    @property
    def outcome(self) -> str:
        severities = {place.severity for place in self.findings}
        return "fail" if severities & {*GRAVE} else "confirm" if "warning" in severities else "pass"


# --- values -----------------------------------------------------------------------------------------
def scalar(value: Any) -> str:
    """A scalar of the contract as people would write it in a cell."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def own(node: Mapping[str, Any], name: str) -> Any:
    """The value of one of cfgovern's custom properties, or None."""
    for item in node.get("customProperties", ()):
        if item["property"] == name:
            return item["value"]
    return None


def fully(shape: str, text: str) -> re.Match[str] | None:
    return re.fullmatch(shape, text, re.ASCII)


def real_day(year: int, month: int, day: int) -> bool:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    days = (31, 29 if leap else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return year > 0 and 1 <= month <= 12 and 1 <= day <= days[month - 1]


def day_number(year: int, month: int, day: int) -> int:
    """Days since some day long ago, in the Gregorian calendar."""
    before = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)[month - 1]
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    past = year - 1
    return 365 * year + past // 4 - past // 100 + past // 400 + before + day + (leap and month > 2)


def iso_date(text: str) -> int | None:
    found = fully("([0-9]{4})-([0-9]{2})-([0-9]{2})", text)
    parts = [int(part) for part in found.groups()] if found else []
    return day_number(*parts) if parts and real_day(*parts) else None


def iso_time(text: str) -> int | None:
    """Microseconds since midnight. Seconds, and their fraction, may be left out."""
    found = fully(r"([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6}))?)?", text)
    if not found:
        return None
    hour, minute, second = (int(part or 0) for part in found.group(1, 2, 3))
    if hour > 23 or minute > 59 or second > 59:
        return None
    return (hour * 3600 + minute * 60 + second) * 1_000_000 + int((found.group(4) or "0").ljust(6, "0"))


def iso_timestamp(text: str) -> int | None:
    """Microseconds in UTC, which is what a timestamp without an offset is taken for; a day is its first."""
    if len(text) == 10:
        text += "T00:00"
    found = fully(r"(.{10})[T ](.*?)(Z|[+-][0-9]{2}:?[0-9]{2})?", text)
    if not found:
        return None
    day, time = iso_date(found.group(1)), iso_time(found.group(2))
    if day is None or time is None:
        return None
    minutes = 0
    offset = found.group(3) or "Z"
    if offset != "Z":
        hours, rest = int(offset[1:3]), int(offset[-2:])
        if hours > 23 or rest > 59:
            return None
        minutes = (hours * 60 + rest) * (-1 if offset[0] == "-" else 1)
    return day * 86_400_000_000 + time - minutes * 60_000_000


ISO: dict[str, Callable[[str], int | None]] = {"date": iso_date, "time": iso_time, "timestamp": iso_timestamp}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LETTERS = {
    "yyyy": "(?P<year>[0-9]{4})",
    "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "MMM": f"(?P<name>{'|'.join(MONTHS)})",
    "dd": "(?P<day>[0-9]{2})",
    "d": "(?P<day>[0-9]{1,2})",
    "HH": "(?P<hour>[0-9]{2})",
    "mm": "(?P<minute>[0-9]{2})",
    "ss": "(?P<second>[0-9]{2})",
}


def in_format(kind: str, pattern: str, text: str) -> int | None:
    """A date, time or timestamp written in a JDK pattern, as the ISO functions give it."""
    parts = re.findall("([A-Za-z])(\\1*)|([^A-Za-z])", pattern)
    shape = "".join(LETTERS[first + more] if first else re.escape(other) for first, more, other in parts)
    found = fully(shape, text)
    if not found:
        return None
    given = found.groupdict()
    if given.get("name"):
        given["month"] = str(MONTHS.index(given["name"]) + 1)
    day = "-".join(given.get(name, "1").rjust(width, "0") for name, width in DAY)
    time = ":".join(given.get(name, "0").rjust(2, "0") for name in ("hour", "minute", "second"))
    return ISO[kind]({"date": day, "time": time, "timestamp": f"{day}T{time}"}[kind])


DAY = (("year", 4), ("month", 2), ("day", 2))


def typed(column: Property, text: str) -> Any:
    """The value that ``text`` stands for, or None where it does not have the form of its type."""
    kind = column.get("logicalType", "string")
    if kind == "string":
        return None if text in SPREADSHEET_ERRORS else text
    if kind == "integer":
        return int(text) if fully("-?(0|[1-9][0-9]{0,17})", text) else None
    if kind == "number":  # numbers are doubles, as in JSON
        return float(text) if fully(NUMBER, text) else None
    if kind == "boolean":
        return {"true": True, "false": False}.get(text)
    pattern = column.get("logicalTypeOptions", {}).get("format")
    plain = {"date": "yyyy-MM-dd", "timestamp": "yyyy-MM-ddTHH:mm:ss"}.get(kind)
    return ISO[kind](text) if pattern in (None, plain) else in_format(kind, pattern, text)


def searches(pattern: str, text: str) -> bool:
    """JSON Schema's meaning in RE2's dialect: anywhere, ``$`` is the very end, classes are ASCII."""
    return re.search(re.sub(r"(?<!\\)\$", r"\\Z", pattern), text, re.ASCII) is not None


def multiple(text: str, step: str) -> bool:
    """Exactly, in decimals. What has more than 38 figures cannot be shown to be one."""
    with localcontext() as context:
        context.prec = 1000
        value, places = Decimal(text), len(step.partition(".")[2])
        return abs(value) < Decimal(10) ** (38 - places) and value % Decimal(step) == 0


def same(column: Property, text: str, listed: Any) -> bool:
    """Whether a cell holds a listed value: numbers compare as numbers, all else as text."""
    kind = column.get("logicalType", "string")
    if kind in ("integer", "number") and fully(NUMBER, scalar(listed)):
        return bool(typed(column, text) == float(scalar(listed)))
    return text == scalar(listed)


# --- formats of strings ------------------------------------------------------------------------------
def is_email(text: str) -> bool:
    local, at, host = text.rpartition("@")
    return bool(local and at) and "@" not in local and not re.search(r"[\t\n\x0c\r ]", text) and bool(
        re.fullmatch(r"(?s).+\..+", host)
    )  # fmt: skip


def is_hostname(text: str) -> bool:
    return all(
        fully("[A-Za-z0-9-]{1,63}", label) and label[0] != "-" != label[-1] for label in text.split(".")
    )


def is_ipv4(text: str) -> bool:
    parts = text.split(".")  # a leading nought is octal to some programs
    return len(parts) == 4 and all(fully("0|[1-9][0-9]{0,2}", part) and int(part) < 256 for part in parts)


STRING_FORMATS: dict[str, Callable[[str], bool]] = {
    "email": is_email,
    "uuid": lambda text: bool(fully("[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}", text)),
    "uri": lambda text: bool(fully(r"[A-Za-z][A-Za-z0-9+.-]*:[^\t\n\x0c\r ]+", text)),
    "hostname": is_hostname,
    "ipv4": is_ipv4,
}


# --- one table -----------------------------------------------------------------------------------------
@dataclass
class Cell:
    """One cell: the text without outer white space, its value, and what is wrong with it."""

    text: str
    edge: bool
    missing_code: bool = False
    value: Any = None
    wrong: list[tuple[str, str]] = field(default_factory=list)  # (rule, severity)

    @property
    def failed(self) -> bool:
        return any(severity in GRAVE for _, severity in self.wrong)

    @property
    def sound(self) -> bool:
        """Whether it holds a value of its type, with nothing wrong that must be put right."""
        return self.value is not None and not self.failed


@dataclass
class Table:
    """One table of the contract with the rows that were sent for it."""

    node: Mapping[str, Any]
    sheet: Sheet
    places: dict[str, int]
    rows: dict[int, dict[str, Cell]] = field(default_factory=dict)  # by record number
    bad_rows: set[int] = field(default_factory=set)
    read: int = 0

    @property
    def name(self) -> str:
        return str(self.node["name"])

    @property
    def properties(self) -> Sequence[Property]:
        return tuple(self.node["properties"])

    def has(self, columns: Sequence[str]) -> bool:
        return all(name in self.places for name in columns)


def asked(column: Property, codes: Mapping[str, Any], as_of: str) -> set[str]:
    """The checks that a cell of ``column`` is to be judged by, whatever stands in it."""
    listed = codes.get(own(column, "cfgovernCodeList"))
    # A cell of its type meets every check that does not wait for another one.
    found = {check for check, _, _ in judge(column, Cell("1", False), listed, as_of, False)}
    options, identifier = column.get("logicalTypeOptions", {}), own(column, "cfgovernIdentifier")
    if own(column, "cfgovernCollected") == "off":
        return found
    found |= {ASKED_BY[option] for option in options if option in ASKED_BY}
    if "enum" in column:
        found.add("enum")
    if identifier in FORMS:
        found |= {"pattern", "test_value", *(("check_digit",) if FORMS[identifier].check else ())}
    return found


ASKED_BY = {
    "minimum": "minimum", "exclusiveMinimum": "minimum", "maximum": "maximum", "exclusiveMaximum": "maximum",
    "multipleOf": "multiple_of", "minLength": "min_length", "maxLength": "max_length", "pattern": "pattern",
}  # fmt: skip


def trimmed(raw: str) -> Cell:
    text = raw.strip(WHITE)
    return Cell(text, text != raw and text != "")


def judge(
    column: Property, cell: Cell, codes: Any, as_of: str, synthetic: bool
) -> Iterator[tuple[str, str, bool]]:
    """(check, severity, fails) of every check of one cell that is to be judged."""
    options = column.get("logicalTypeOptions", {})
    kind = column.get("logicalType", "string")
    if own(column, "cfgovernCollected") == "off":
        yield "column_extra", "block", cell.text != ""
        return
    if is_required(column):
        yield "required", "error", cell.text == ""
    yield "whitespace", "warning", cell.edge
    cell.missing_code = cell.text in (own(column, "cfgovernMissing") or {}).values()
    if cell.text == "" or cell.missing_code:
        return
    cell.value = typed(column, cell.text)
    yield "type", "error", cell.value is None
    if cell.value is None:
        return  # no cascades: what has no value of its type is judged no further
    for check in ("minimum", "maximum"):
        yield from bound(check, kind, options, cell)
    if "multipleOf" in options:
        yield "multiple_of", "error", not multiple(cell.text, scalar(options["multipleOf"]))
    if "minLength" in options:
        yield "min_length", "error", len(cell.text) < options["minLength"]
    if "maxLength" in options:
        yield "max_length", "error", len(cell.text) > options["maxLength"]
    shaped = "pattern" not in options or searches(options["pattern"], cell.text)
    if "pattern" in options:
        yield "pattern", "error", not shaped
    shape = STRING_FORMATS.get(options.get("format", "")) if kind == "string" else None
    if shape and shaped:  # a cell of the wrong form is reported once
        shaped = shape(cell.text)
        yield "pattern", "error", not shaped
    if "enum" in column:
        listed = [item["value"] for item in column["enum"]]
        yield "enum", "error", not any(same(column, cell.text, value) for value in listed)
    if codes is not None:
        current = {code for code, start, end in codes if start <= as_of and (not end or as_of <= end)}
        yield "code_list", "error", cell.text not in current
    identifier = own(column, "cfgovernIdentifier")
    formed = "pattern" in options or shape or "enum" in column or codes is not None or identifier in FORMS
    if kind == "string" and not formed:
        yield "characters", "warning", odd(cell.text)
        if identifier is not None:
            yield "line_break", "warning", "\n" in cell.text or "\r" in cell.text
    if identifier in FORMS and shaped:
        status = classify(identifier, cell.text)
        yield "pattern", "error", status == "malformed"
        if FORMS[identifier].check:
            yield "check_digit", "error", status == "bad_check"
        if synthetic:
            yield "test_value", "block", status == "valid"
        else:
            yield "test_value", "error", status == "unreal"


def odd(text: str) -> bool:
    """Whether something in ``text`` does not show, looks like a space, or was read in the wrong encoding."""
    wrong = "\xad\u200e\u200f\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufffd" + "".join(
        map(chr, (*range(0x80, 0xA1), *range(0x202A, 0x202F)))
    )
    if any(character in wrong or character in WHITE.replace(" ", "")[5:] for character in text):
        return True
    return any(_was_utf8(text[at : at + 2]) for at in range(len(text))) or "\u00e2\u20ac" in text


def _was_utf8(pair: str) -> bool:
    """Whether two characters are the bytes of one Latin letter in UTF-8, read as Windows text."""
    try:
        first, second = pair.encode("cp1252")
    except (UnicodeEncodeError, ValueError):
        return False
    return 0xC2 <= first <= 0xC5 and 0x80 <= second <= 0xBF


def bound(check: str, kind: str, options: Mapping[str, Any], cell: Cell) -> Iterator[tuple[str, str, bool]]:
    for name, strict in ((check, False), ("exclusive" + check.capitalize(), True)):
        if name not in options:
            continue
        limit: Any = scalar(options[name])
        if kind in ("integer", "number"):
            limit = float(limit) if kind == "number" else Decimal(limit)
        elif kind == "timestamp" and len(limit) == 10:
            limit = iso_timestamp(f"{limit}T00:00")
        else:
            limit = ISO[kind](limit)
        outside = cell.value < limit if check == "minimum" else cell.value > limit
        yield check, "error", outside or (strict and cell.value == limit)


def rules_over_rows(node: Mapping[str, Any]) -> Iterator[str]:
    """The foreign keys and queries of a table: listed one by one where it is missing or has no headings."""
    for column in node["properties"]:
        if column.get("relationships"):
            yield f"{node['name']}.{column['name']}.foreign_key"
    for relation in node.get("relationships", ()):
        yield f"{node['name']}.{relation['from'][0].rpartition('.')[2]}.foreign_key"
    for place in (node, *node["properties"]):
        for rule in place.get("quality", ()):
            if rule.get("type") == "sql":
                yield f"{node['name']}.{rule['id']}"


# --- the whole submission --------------------------------------------------------------------------------
class Reference:
    """Judges one submission; every method is one gate."""

    def __init__(
        self, contract: Mapping[str, Any], codes: Mapping[str, Any], sheets: Mapping[str, Sheet], as_of: str
    ) -> None:
        self.contract, self.codes, self.sheets, self.as_of = contract, codes, sheets, as_of
        self.out = Expected()
        self.tables: dict[str, Table] = {}

    def run(self) -> Expected:
        for node in self.contract["schema"]:
            self.layout(node)
        for table in self.tables.values():
            self.cells(table)
        for node in self.contract["schema"]:
            if node["name"] in self.tables:
                self.keys(self.tables[node["name"]])
                self.qualities(self.tables[node["name"]])
            self.by_hand(node)
        self.origins()
        for table in self.tables.values():
            kept, bad = len(table.rows), len(table.bad_rows)
            self.out.rows[table.name] = (table.read, kept - bad, bad, table.read - kept)
        return self.out

    def find(self, table: Table, rule: str, severity: str, column: str | None, row: int = 0) -> None:
        at = table.places.get(column or "")
        cell = "" if at is None else f"{letters(at)}{row + 1}"
        line = table.sheet.lines[row - 1] if row else 0
        self.out.findings.add(Place(rule, severity, table.name, column or "", row, line, cell))
        if row and severity in GRAVE:
            table.bad_rows.add(row)

    # -- headings ------------------------------------------------------------------------------------

    def layout(self, node: Mapping[str, Any]) -> None:
        name = node["name"]
        if name not in self.sheets:
            if own(node, "cfgovernRoute") == "organisation":  # it comes on its own timetable
                self.saw("table that may come later", True)
                self.out.not_run.add((name, None))
            else:
                self.saw("table_missing", True)
                self.out.findings.add(Place(f"{name}.table_missing", "error", name, "", 0, 0, ""))
                self.out.not_run.update((rule, None) for rule in (name, *rules_over_rows(node)))
            return
        table = Table(node, self.sheets[name], {})
        filled = [
            n for n, row in enumerate(table.sheet.rows, start=1) if any(cell.strip(WHITE) for cell in row)
        ]
        table.read = max(filled, default=0)
        table.rows = {number: {} for number in filled}
        self.saw("rows", not filled)
        if any(heading != heading.strip(WHITE) for heading in table.sheet.headings):
            self.saw("white space around a heading", True)
        if table.read > len(filled):
            self.saw("blank_rows", True)
            self.find(table, f"{name}.blank_rows", "info", None)
        if self.headings(table):
            self.tables[name] = table
        else:  # nothing of it was judged, so none of it is accepted
            self.saw("header_missing", True)
            self.out.findings.add(Place(f"{name}.header_missing", "error", name, "", 0, 0, ""))
            self.out.not_run.update((rule, None) for rule in (name, *rules_over_rows(node)))
            self.out.rows[name] = (table.read, 0, len(filled), table.read - len(filled))

    def headings(self, table: Table) -> bool:
        """Find the place of each column; whether any heading is one of the contract's, or close to one."""
        said: list[Place] = []
        headings = dict(enumerate(heading.strip(WHITE) for heading in table.sheet.headings))
        places = {c["name"]: [at for at, h in headings.items() if h == c["name"]] for c in table.properties}
        others = {at: h for at, h in headings.items() if h not in places}
        for column in table.properties:
            found, check, at = places[column["name"]], "", -1
            if len(found) > 1:
                check, at = "column_duplicate", found[1]
            elif not found:
                if own(column, "cfgovernCollected") != "off":
                    at = next((at for at, heading in others.items() if close(heading, column)), -1)
                others.pop(at, None)
                check = "column_renamed" if at >= 0 else "column_missing"
            if check == "column_missing" and own(column, "cfgovernCollected") == "off":
                continue
            if check:
                rule, cell = f"{table.name}.{column['name']}.{check}", f"{letters(at)}1" if at >= 0 else ""
                said.append(Place(rule, "error", table.name, column["name"], 0, 0, cell))
            else:
                table.places[column["name"]] = found[0]
        for at, heading in others.items():
            if heading or any(row[at].strip(WHITE) for row in table.sheet.rows):
                rule = f"{table.name}.column_{letters(at).lower()}.column_extra"
                said.append(Place(rule, "block", table.name, "", 0, 0, f"{letters(at)}1"))
        if (
            all(place.rule.endswith(("column_missing", "column_extra")) for place in said)
            and not table.places
        ):
            return False
        self.out.findings.update(said)
        self.out.not_run.update((f"{table.name}.{place.column}", None) for place in said if place.column)
        for place in said:
            self.out.seen[place.rule.rpartition(".")[2], "fails"] += 1
        return True

    # -- cells ---------------------------------------------------------------------------------------

    def cells(self, table: Table) -> None:
        origin = next(
            (c["name"] for c in table.properties if concept(c) == "record_origin"), ""
        )  # fmt: skip
        asks_of = {c["name"]: asked(c, self.codes, self.as_of) for c in table.properties}
        for number, cells in table.rows.items():
            for name, at in table.places.items():
                cells[name] = trimmed(table.sheet.rows[number - 1][at])
            synthetic = origin in cells and cells[origin].text == "synthetic"
            for column in table.properties:
                if column["name"] in cells:
                    asks = asks_of[column["name"]]
                    self.cell(table, number, column, cells[column["name"]], synthetic, asks)
        for column in table.properties:
            if column["name"] not in table.places:
                self.out.seen.update((check, "not run") for check in asks_of[column["name"]])

    def cell(
        self,
        table: Table,
        number: int,
        column: Property,
        cell: Cell,
        synthetic: bool,
        asks: Set[str],
    ) -> None:
        codes = self.codes.get(own(column, "cfgovernCodeList"))
        checks = [
            (f"{table.name}.{column['name']}.{check}", check, severity, fails)
            for check, severity, fails in judge(column, cell, codes, self.as_of, synthetic)
        ]
        for rule in column.get("quality", ()):
            if rule.get("metric") in CELL_METRICS and none_allowed(rule):
                if rule["metric"] == "nullValues" and is_required(column):
                    continue  # said already, as required
                fails = counts(column, rule, cell)
                if fails is None:
                    self.out.seen[rule["metric"], "suppressed"] += 1
                else:
                    rule_id = f"{table.name}.{rule['id']}"
                    checks.append((rule_id, rule["metric"], rule.get("severity", "error"), fails))
        kind = column.get("logicalType", "string")
        for check in asks - {check for _, check, _, _ in checks}:
            self.out.seen[check, "suppressed"] += 1
            self.out.seen[f"{check} of {kind}", "suppressed"] += 1
        for rule_id, check, severity, fails in checks:
            self.saw(check, fails)
            self.saw(f"{check} of {kind}", fails)
            if fails:
                cell.wrong.append((rule_id, severity))
                self.find(table, rule_id, severity, column["name"], number)

    # -- keys ----------------------------------------------------------------------------------------

    def keys(self, table: Table) -> None:
        properties = table.properties
        key = [
            column["name"]
            for column in sorted(
                (column for column in properties if column.get("primaryKey")),
                key=lambda column: column["primaryKeyPosition"],
            )
        ]
        singles = [c["name"] for c in properties if c.get("unique") or key == [c["name"]]]
        for columns in [[name] for name in singles] + ([key] if len(key) > 1 else []):
            self.unique(table, f"{table.name}.{columns[0]}.unique", "error", columns, columns[0], "unique")
        for column in properties:
            for relation in column.get("relationships", ()):
                self.foreign(table, [column["name"]], [relation["to"]])
        for relation in table.node.get("relationships", ()):
            self.foreign(table, [name.rpartition(".")[2] for name in relation["from"]], relation["to"])

    def unique(
        self, table: Table, rule: str, severity: str, columns: list[str], column: str, check: str
    ) -> None:
        counted = f"{check} of {len(columns)}"
        if not table.has(columns):
            self.not_run(rule, counted)
            return
        groups: dict[tuple[str, ...], list[int]] = {}
        for number, cells in table.rows.items():
            if all(cells[name].sound for name in columns):
                groups.setdefault(tuple(cells[name].text for name in columns), []).append(number)
            else:
                self.out.seen[counted, "suppressed"] += 1
        for numbers in groups.values():
            self.out.seen[check, "fails" if len(numbers) > 1 else "holds"] += len(numbers)
            self.saw(counted, len(numbers) > 1)
            for number in numbers if len(numbers) > 1 else ():
                self.find(table, rule, severity, column, number)

    def foreign(self, table: Table, columns: list[str], to: list[str]) -> None:
        rule, counted = f"{table.name}.{columns[0]}.foreign_key", f"foreign_key of {len(columns)}"
        ends = [re.split(r"\.|/properties/", end.removeprefix("schema/"), maxsplit=1) for end in to]
        parent, there = self.tables.get(ends[0][0]), [end[1] for end in ends]
        if parent is None or not parent.has(there) or not table.has(columns):
            self.not_run(rule, counted)
            return
        # A parent whose own key is wrong still counts: the child is not blamed for it.
        known = {tuple(cells[name].text for name in there) for cells in parent.rows.values()}
        for number, cells in table.rows.items():
            if not all(cells[name].sound for name in columns):
                self.out.seen[counted, "suppressed"] += 1
                continue
            fails = tuple(cells[name].text for name in columns) not in known
            self.saw(counted, fails)
            if fails:
                self.find(table, rule, "error", columns[0], number)

    # -- quality -------------------------------------------------------------------------------------

    def by_hand(self, node: Mapping[str, Any]) -> None:
        for place in (node, *node["properties"]):
            for rule in place.get("quality", ()):
                if rule.get("type") in ("text", "custom"):
                    self.out.not_run.add((f"{node['name']}.{rule['id']}", None))

    def qualities(self, table: Table) -> None:
        for rule in table.node.get("quality", ()):
            self.quality(table, None, rule)
        for column in table.properties:
            for rule in column.get("quality", ()):
                self.quality(table, column, rule)

    def quality(self, table: Table, column: Property | None, rule: Mapping[str, Any]) -> None:
        name, severity = f"{table.name}.{rule['id']}", rule.get("severity", "error")
        if rule.get("type") in ("text", "custom"):
            return
        if rule.get("type") == "sql":
            self.sql(table, column, rule)
            return
        metric = rule["metric"]
        if metric == "duplicateValues":
            columns = [column["name"]] if column else rule["arguments"]["properties"]
            if none_allowed(rule):
                self.unique(table, name, severity, columns, columns[0], metric)
                return
        elif metric in CELL_METRICS and none_allowed(rule):
            return  # a check of each cell
        else:
            columns = [column["name"]] if column else []
        if not table.has(columns):
            self.not_run(name, f"{metric} measured")
            return
        if len(columns) == 1:
            column = next(each for each in table.properties if each["name"] == columns[0])
        counted, among = self.measure(table, column, rule, columns)
        self.compare(table, column, rule, counted, among)

    def measure(
        self, table: Table, column: Property | None, rule: Mapping[str, Any], columns: list[str]
    ) -> tuple[int, int]:
        """What a library metric counts, and the rows that a percentage of it is a part of."""
        rows = list(table.rows.values())
        if rule["metric"] == "rowCount":
            return len(rows), len(rows)
        if rule["metric"] == "duplicateValues":  # rows beyond the first of their kind
            values = [
                tuple(cells[name].text for name in columns)
                for cells in rows
                if all(cells[name].sound for name in columns)
            ]
            return len(values) - len(set(values)), len(values)
        assert column is not None
        return sum(counts(column, rule, cells[columns[0]]) is True for cells in rows), len(rows)

    def compare(
        self, table: Table, column: Property | None, rule: Mapping[str, Any], found: Any, among: int
    ) -> bool | None:
        """Whether what was ``found`` keeps the threshold; None where there is nothing to compare."""
        name = f"{table.name}.{rule['id']}"
        what = f"{rule.get('metric') or 'sql'} measured"
        percent = rule.get("unit") == "percent" and "metric" in rule  # a query says itself what it counts
        if found is None or (percent and not among) or abs(found) == float("inf"):
            self.not_run(name, what)
            return None
        operator = next(each for each in OPERATORS if each in rule)
        # Exactly: 1 of 3 rows is not 33.3 percent, and 3 of 10 are 30.
        limits = [Decimal(scalar(n)) for n in listed(rule[operator])]
        value = Decimal(scalar(found)) * 100 if percent else Decimal(scalar(found))
        holds = OPERATORS[operator](value, *(limit * among if percent else limit for limit in limits))
        self.out.measured[name] = (value, among if percent else 1)
        for seen in (what, operator, "percent" if percent else "number"):
            self.saw(seen, not holds)
        if not holds:
            severity = rule.get("severity", "error")
            self.find(table, name, severity, column["name"] if column else None)
        return holds

    # -- ODCS sql ------------------------------------------------------------------------------------

    def sql(self, table: Table, column: Property | None, rule: Mapping[str, Any]) -> None:
        """``rule["asks"]`` is the query as a tree: what it counts, and of which rows."""
        name, severity = f"{table.name}.{rule['id']}", rule.get("severity", "error")
        asks: Asks = rule["asks"]
        by_rows = none_allowed(rule) and asks.counts is None
        what = "sql" if by_rows else "sql measured"
        nodes = [table.node, *(n for n in self.contract["schema"] if n["name"] in asks.others)]
        reads = [[c["name"] for c in node["properties"] if c["name"] in asks.reads] for node in nodes]
        tables = [self.tables[node["name"]] for node in nodes if node["name"] in self.tables]
        if len(tables) < len(nodes) or not all(map(Table.has, tables, reads)):
            self.not_run(name, what)
            return
        left_out = [
            {n for n, cells in each.rows.items() if any(cells[read].failed for read in names)}
            for each, names in zip(tables, reads, strict=True)
        ]
        missed = sum(map(len, left_out))
        if missed:
            self.out.seen[what, "suppressed"] += 1
            self.out.not_run.add((name, missed))
        if by_rows:
            for number in table.rows.keys() - left_out[0]:
                said = asks.where(values(table.rows[number], asks.reads))
                self.out.seen["condition", str(said)] += 1
                self.saw("sql", said is True)
                self.uses(asks, said is True)
                if said is True:
                    self.find(table, name, severity, column["name"] if column else None, number)
            return
        if missed:  # a total of the rest would be another number
            return
        rows, *more = [
            [values(cells, names) for cells in each.rows.values()]
            for each, names in zip(tables, reads, strict=True)
        ]
        rows = [row for row in rows if asks.where(row) is True]
        found = len(rows) if asks.counts is None else asks.counts(rows, *more)
        holds = self.compare(table, column, rule, found, 0)
        if holds is not None:
            self.uses(asks, not holds)

    def uses(self, asks: Asks, fails: bool) -> None:
        for use in asks.uses:
            self.saw(use, fails)

    def saw(self, what: str, fails: bool) -> None:
        self.out.seen[what, "fails" if fails else "holds"] += 1

    def not_run(self, rule: str, what: str) -> None:
        self.out.not_run.add((rule, None))
        self.out.seen[what, "not run"] += 1

    # -- record_origin ---------------------------------------------------------------------------------

    def origins(self) -> None:
        found: Counter[str] = Counter()
        for table in self.tables.values():
            for column in table.properties:
                if concept(column) == "record_origin" and column["name"] in table.places:
                    said = [cells[column["name"]].text for cells in table.rows.values()]
                    found.update("synthetic" if text == "synthetic" else "live" for text in said)
        if len(found) == 2:
            self.out.findings.add(Place("file.record_origin_mixed", "block", "", "", 0, 0, ""))
        self.out.origin = "mixed" if len(found) == 2 else next(iter(found), "live")
        self.out.seen[f"origin {self.out.origin}", "holds"] += 1


class Asks(NamedTuple):
    """An ODCS sql query as a tree of Python: the columns it reads, the rows it selects, and what it
    works out of them (None: it counts them). A condition is True, False or None, as in SQL.

    ``others``: the tables beside its own, whose rows ``counts`` is given too. What the query names, it
    reads of every table that has a column of that name.
    ``uses``: what it is made of, for the statistics.
    """

    reads: tuple[str, ...]
    where: Callable[[Mapping[str, Any]], bool | None]
    counts: Callable[..., Any] | None = None
    others: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()


def is_required(column: Property) -> bool:
    return bool(column.get("required") or column.get("primaryKey"))


CELL_METRICS = ("nullValues", "missingValues", "invalidValues")
OPERATORS: dict[str, Callable[..., bool]] = {
    "mustBe": lambda value, wanted: value == wanted,
    "mustNotBe": lambda value, wanted: value != wanted,
    "mustBeGreaterThan": lambda value, wanted: value > wanted,
    "mustBeGreaterOrEqualTo": lambda value, wanted: value >= wanted,
    "mustBeLessThan": lambda value, wanted: value < wanted,
    "mustBeLessOrEqualTo": lambda value, wanted: value <= wanted,
    # ODCS: "mustBeBetween is the equivalent to mustBeGreaterThan and mustBeLessThan".
    "mustBeBetween": lambda value, low, high: low < value < high,
    "mustNotBeBetween": lambda value, low, high: not low < value < high,
}


def none_allowed(rule: Mapping[str, Any]) -> bool:
    """Whether not one is allowed, so that each faulty row is named."""
    if rule.get("mustBe") == 0 or rule.get("mustBeLessOrEqualTo") == 0:
        return True
    return rule.get("mustBeLessThan") == 1 and rule.get("unit", "rows") == "rows"


def counts(column: Property, rule: Mapping[str, Any], cell: Cell) -> bool | None:
    """Whether a cell is one that the metric counts; None where it is not to be judged."""
    arguments = rule.get("arguments", {})
    if rule["metric"] == "nullValues":
        return cell.text == ""
    if rule["metric"] == "missingValues":
        return cell.text in [scalar(value) for value in arguments["missingValues"]]
    if cell.value is None:  # empty, a code for no answer, or not of its type: said elsewhere
        return None
    valid = arguments.get("validValues")
    if valid is not None and not any(same(column, cell.text, value) for value in valid):
        return True
    return "pattern" in arguments and not searches(arguments["pattern"], cell.text)


def values(cells: Mapping[str, Cell], reads: Sequence[str]) -> dict[str, Any]:
    """What a query sees of a row: a failed cell, like an empty one, is NULL."""
    return {name: cells[name].value if cells[name].sound else None for name in reads}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def close(heading: str, column: Property) -> bool:
    """The same but for case, spaces, hyphens and underscores. Other likeness is not asked of here."""
    names = (column["name"], column.get("businessName", ""))
    folded = [re.sub(r"[\s_-]+", "", name).casefold() for name in (heading, *names)]
    return folded[0] != "" and folded[0] in folded[1:]


def concept(column: Property) -> str:
    return str(own(column, "cfgovernConcept") or column["name"])


def letters(place: int) -> str:
    """Spreadsheet letters of a column counted from 0; tables here are narrower than 27."""
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[place]


def expected(
    contract: Mapping[str, Any], codes: Mapping[str, Any], sheets: Mapping[str, Sheet], as_of: str
) -> Expected:
    """What the report on ``sheets`` must say. ``codes``: per list (code, valid_from, valid_to)."""
    return Reference(contract, codes, sheets, as_of).run()
