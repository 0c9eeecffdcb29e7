"""What the limited child process does to find personal identifiers: read everything, look, tell places.

The argument and the answer are JSON values. What goes back holds counts, places, entities, and such names
of tables and columns as the contract knows or in which nothing was found. No other text leaves.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from cfgovern.detection import pack
from cfgovern.detection.found import Found
from cfgovern.detection.looking import Search
from cfgovern.detection.roles import RECORD_ID, UNDECLARED, Role
from cfgovern.detection.shown import masked, may_be_shown, words_in
from cfgovern.engine.looking import Columns, Looker, opened
from cfgovern.intake.child import allowed, counted, stage
from cfgovern.intake.everything import Aside, Everything, Held, everything
from cfgovern.intake.labels import submission_name
from cfgovern.intake.onetable import Asked
from cfgovern.journeys.looked import bound
from cfgovern.journeys.reviewing import PROVED
from cfgovern.journeys.scanpeople import known_people, search_for
from cfgovern.journeys.scanrisk import risk_counted
from cfgovern.journeys.scantold import Find, Kind
from cfgovern.journeys.worker import headings, parquet_ways
from cfgovern.keys.reviewkey import ReviewKey
from cfgovern.likewords import folded
from cfgovern.tables import NO_HEADINGS, cell_address, column_letters
from cfgovern.validation.layout import Layout, Wanted, match
from cfgovern.validation.recordkeys import KeyForm

__all__ = ["prepare", "run"]

_DATABASE = "looked.duckdb"  # in the job folder
_SUFFIXES = (
    ".csv", ".tsv", ".xlsx", ".parquet", ".json", ".jsonl", ".ndjson", ".zip", ".txt", ".md", ".log",
    ".docx", ".yaml", ".yml", ".html", ".htm", ".xml", ".pdf",
)  # fmt: skip
_LOOKS = Role(names=False)  # fonts are called like people
_ASIDE = "file"  # stands in a rule for the table of what stands in none
_SAMPLE, _SHORT = 1_000, 64  # texts by which a column without a contract is judged, and their characters
_NUMBERS = (["id"], ["no"], ["number"], ["key"], ["row"])
_ORIGIN, _SYNTHETIC = "record origin", "synthetic"


def prepare() -> None:
    """Load the heavy libraries while the parent still reads the contract."""
    from cfgovern.engine import connection

    connection.warm_up()


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Look through everything at some paths.

    ``argument``: paths, job (folder), table (or None), wanted, keys and mapping (as of ``worker.run``), roles
    and key_forms (per table and column), identifiers (per table the identifier that a column is), areas and
    origins (per table the column that tells them, where it has one), registry and model (a path or None),
    generic, without (layers), listed (places of a rule), review_key (or None), settled (of each mark whether
    two people settled it), shapes (whether they are told), risk (as of ``scanrisk.risk_asked``, or None). The
    answer: files and tables by the names that may be shown, kinds and found (of each find row, line, cell and
    record key, then as of ``scantold``), counts (by rule), severities, unread, people, not_understood
    (columns of the registry), layers, origin, risk.
    """
    from cfgovern.engine.source import Doubt

    try:
        return _looked_through(argument, strict=False)
    except Doubt:
        return _looked_through(argument, strict=True)


def _looked_through(argument: Mapping[str, Any], *, strict: bool) -> dict[str, Any]:
    limits = allowed()
    job = Path(argument["job"]) / ("strict" if strict else "read")
    job.mkdir(mode=0o700)
    stage("reading")
    wanted = {
        name: Wanted(**{k: tuple(v) for k, v in given.items()}) for name, given in argument["wanted"].items()
    }
    mapped = argument["mapping"]
    words = {name: (*one.names, *one.labels, *headings(mapped, name)) for name, one in wanted.items()}
    called = {told["sheet"]: name for name, told in mapped.items() if told["sheet"]}
    asked = Asked(words, argument["keys"], {}, job, limits, parquet_ways(limits), strict, called)
    sent = everything(asked, [Path(path) for path in argument["paths"]], argument["table"])
    sent.must_hold_something()
    stage("looking")
    size = sum(held.table.size for held in sent.tables)
    with opened(
        [bound(held) for held in sent.tables],
        job,
        memory=limits.engine_memory,
        threads=limits.threads if size > limits.one_thread_bytes else 1,
        file=_DATABASE if size > limits.engine_bytes else None,
    ) as look:
        sheets = [_Sheet.of(held, wanted, mapped, look) for held in sent.tables]
        return _Scan(argument, sent, sheets, job).answer()


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One table, laid against the contract where it is of it."""

    held: Held
    layout: Layout
    look: Looker

    @classmethod
    def of(cls, held: Held, wanted: Mapping[str, Wanted], mapped: Mapping[str, Any], look: Looker) -> _Sheet:
        """The table ``held``, by the names of the contract and by those that are ``mapped`` to them."""
        if held.declared is None:
            return cls(held, Layout(), look)
        layout = match(wanted[held.declared], held.table.columns, headings(mapped, held.declared))
        return cls(held, layout, look)

    def columns(self, group: int | None = None) -> Columns:
        """Its cells, held until those of the next table are."""
        return self.look(bound(self.held), group)


@dataclass(frozen=True, slots=True)
class _Column:
    """One column: its ``cells``, the ``table`` and sheet by the names that are shown, its place from 0."""

    sheet: _Sheet
    cells: Columns
    table: str
    shown: str | None
    at: int
    heading: str

    @property
    def known(self) -> str | None:
        """The contract's name for it, or None."""
        return next((name for name, place in self.sheet.layout.columns.items() if place == self.at), None)

    @property
    def numbers_records(self) -> bool:
        """Whether it is the first of its table and by its heading the number of each record."""
        return self.at == 0 and words_in(self.heading)[-1:] in _NUMBERS

    def says_origin(self, columns: Mapping[str, str]) -> bool:
        """Whether it says if a row is made up. ``columns``: the one that does of each table."""
        declared = self.sheet.held.declared
        return self.known == columns.get(declared, "") if declared else folded(self.heading) == _ORIGIN

    def place(self, row: int) -> tuple[int | None, str | None]:
        """The line and the address of a cell of it, as a person finds it."""
        table = self.sheet.held.table
        cell = None if table.header_row == NO_HEADINGS else cell_address(self.at, table.header_row + row)
        return None if table.lines is None else table.lines.of(row), cell


class _Hit(NamedTuple):
    """What is found in a text, wherever that stands."""

    kind: Kind
    find: Find

    @property
    def blocks(self) -> bool:
        """Whether the row may not leave."""
        return self.kind.severity == "block" and not self.find.settled


class _Scan:
    """One look through everything. It holds names of people, and never leaves the process."""

    def __init__(
        self, argument: Mapping[str, Any], sent: Everything, sheets: Sequence[_Sheet], job: Path
    ) -> None:
        self.argument, self.sent, self.sheets = argument, sent, sheets
        declared = [sheet for sheet in sheets if sheet.held.declared]
        self.declared = [(one.held.declared or "", one.layout.columns, one.columns) for one in declared]
        self.known = known_people(self.declared, argument, job, allowed())
        self.search: Search = search_for(self.known, argument)
        said = [
            words for table in argument["wanted"].values() for words in (*table["names"], *table["labels"])
        ]
        self._of_contract = {*argument["wanted"], *said}  # names and labels of tables and columns
        self._words = {word for name in self._of_contract for word in words_in(name)}
        names = [self._file_name(name, f"file {n}") for n, name in enumerate(sent.files, start=1)]
        self.files = [
            name if names.count(name) == 1 else f"{name} (file {n})" for n, name in enumerate(names, start=1)
        ]
        self._looked_at, self._columns = 0, sum(len(one.held.table.columns) for one in sheets)
        self.counts: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.listed: Counter[str] = Counter()
        self.key = ReviewKey.from_parent(argument["review_key"]) if argument["review_key"] else None
        self.kinds: dict[Kind, int] = {}
        self.found: list[tuple[Any, ...]] = []  # row, line, cell, record key, and the find
        self.shown = {  # what a sheet may be called
            (one.held.source, number): self._name(one.held.name, f"sheet {number}")
            for one in sheets
            if (number := one.held.number)
        }
        self._listings = self._named([one.held for one in declared])
        self.origins: set[bool] = set()  # whether rows say that they are made up
        self._hits: set[str] = set()  # texts of cells in which something was found

    def answer(self) -> dict[str, Any]:
        """Look at all of it; the answer of :func:`run`."""
        tables = [self._table(sheet) for sheet in self.sheets]
        self.sent.tell(self._aside)
        self.sent.must_hold_something()
        return {
            "files": self.files,
            "tables": tables,
            "kinds": list(self.kinds),
            "found": self.found,
            "counts": dict(self.counts),
            "severities": dict(self.severities),
            "unread": [[source, fault.code, fault.what, fault.fix] for source, fault in self.sent.unread],
            "people": self.known.count,
            "not_understood": [column_letters(at) for at in self.known.unread],
            "layers": list(self.search.layers),
            "origin": "mixed" if len(self.origins) > 1 else "synthetic" if True in self.origins else "live",
            "risk": risk_counted(self.argument["risk"], self.declared) if self.argument["risk"] else None,
        }

    def _name(self, name: str, otherwise: str) -> str:
        """``name`` where it can name nobody, else what it is called."""
        return name if may_be_shown(name, self.search.text, self._words) else otherwise

    def _file_name(self, name: str, otherwise: str) -> str:
        file = Path(name)
        safe = file.suffix.casefold() in _SUFFIXES and self._name(file.stem, "")
        return name if safe else submission_name(name, self.argument["wanted"], otherwise=otherwise)

    def _named(self, declared: Sequence[Held]) -> list[str]:
        """What tells the tables of people apart where there are several: the file, the sheet, or both."""
        sources = [declared[number].source for number in self.known.tables]
        if len(sources) < 2:
            return []
        file = {source: self.files[source] if len(set(sources)) > 1 else "" for source in sources}
        sheet = {place: shown if sources.count(place[0]) > 1 else None for place, shown in self.shown.items()}
        told = ((file.get(one.source), sheet.get((one.source, one.number or 0))) for one in declared)
        return [", ".join(filter(None, parts)) for parts in told]

    # -- tables --------------------------------------------------------------------------------

    def _table(self, sheet: _Sheet) -> dict[str, Any]:
        held, table = sheet.held, sheet.held.table
        place = f"sheet {held.number}" if held.number else f"file {held.source + 1}"
        name = held.declared or self._name(held.name, place)
        shown = self.shown.get((held.source, held.number or 0))
        cells = sheet.columns(sheet.layout.columns.get(self.argument["areas"].get(held.declared, "")))
        blocked: set[int] = set()
        before = len(self.found)
        for at, heading in enumerate(table.columns):
            counted(self._looked_at, self._columns, "columns")
            self._looked_at += 1
            if heading is not None:
                self._column(_Column(sheet, cells, name, shown, at, heading), blocked)
        self._keep_keys(sheet, cells, before)
        return {
            "name": name,
            "source": held.source,
            "rows_read": table.rows_read,
            "rows_ignored": table.rows_ignored,
            "rows_rejected": len(blocked),
        }

    def _column(self, column: _Column, blocked: set[int]) -> None:
        """Look at every different text once, and tell each row that holds one in which something is found."""
        cells, at = column.cells, column.at
        if column.says_origin(self.argument["origins"]):
            self._origin(cells, at)
        shown = column.known or self._name(column.heading.strip(), f"column {column_letters(at)}")
        role = self._role(column)
        hits: dict[int, list[_Hit]] = {}
        grouped = role.names and self.search.by_area
        for some in cells.texts(at, None if role.names else pack.WORTH, grouped=grouped):
            for number, area, text in some:
                if found := self.search.text(text, role, area):
                    hits[number] = [self._hit(column.table, shown, column.shown, one, text) for one in found]
                    self._hits.add(text)
        stops = {number for number, there in hits.items() if any(hit.blocks for hit in there)}
        more: Counter[int] = Counter()  # texts whose places are listed as often as any are
        for row, number in cells.rows(list(hits)) if hits else ():
            if number in stops:
                blocked.add(row)
            if number in more:
                more[number] += 1
                continue
            line, cell = column.place(row)
            for hit in hits[number]:
                self._note(hit, row, line, cell)
            if all(self.listed[hit.kind.rule] >= self.argument["listed"] for hit in hits[number]):
                more[number] = 0
        for number, count in more.items():
            for hit in hits[number]:
                self._count(hit, count)

    def _keep_keys(self, sheet: _Sheet, cells: Columns, before: int) -> None:
        """Put the record keys of a table beside what was found in it, where they may be shown."""
        declared, columns, found = sheet.held.declared, sheet.layout.columns, self.found[before:]
        forms = self.argument["key_forms"].get(declared, {})
        there = [(name, KeyForm(**form), self._known_role(sheet, name)) for name, form in forms.items()]
        there = [one for one in there if one[0] in columns]
        if not there or not found:
            return
        rows = sorted({row for row, *_ in found})
        keys: dict[int, dict[str, str] | None] = {}
        for row, texts in cells.records([columns[name] for name, *_ in there], rows):
            told = (
                (name, text.strip(), form, role)
                for (name, form, role), text in zip(there, texts, strict=True)
            )
            key = {
                name: text
                for name, text, form, role in told
                if form.may_be_shown(text) and not self.search.text(text, role)
            }
            keys[row] = key or None
        self.found[before:] = [(row, line, cell, keys[row], *more) for row, line, cell, _, *more in found]

    def _known_role(self, sheet: _Sheet, name: str) -> Role:
        return Role.from_json(self.argument["roles"][sheet.held.declared][name])

    def _origin(self, cells: Columns, at: int) -> None:
        for some in cells.texts(at):
            self.origins |= {text.strip() == _SYNTHETIC for _, _, text in some}

    def _role(self, column: _Column) -> Role:
        """What the contract says of a column; of one that it does not know, what the column looks like."""
        if column.known is not None:
            return self._known_role(column.sheet, column.known)
        meant = pack.meant_by(column.heading)
        if meant is None and column.numbers_records:
            return RECORD_ID
        if meant is None:
            sample = [text for _, _, text in next(column.cells.texts(column.at), [])[:_SAMPLE]]
            if sum(len(text) <= _SHORT for text in sample) > len(sample) / 2:  # else it is running text
                meant = pack.column_kind(sample)
        return Role(meant) if meant else UNDECLARED

    # -- what stands beside them ---------------------------------------------------------------

    def _aside(self, aside: Aside) -> None:
        if aside.text.strip() in self._of_contract:
            return
        if aside.kind == "unshown" and aside.text in self._hits:  # a cell shows it after all
            return
        table = self.files[aside.source] if len(self.files) > 1 else ""
        line, at = aside.line, 0
        for one in self.search.text(aside.text, _LOOKS if aside.kind == "look" else UNDECLARED):
            if line is not None:
                line, at = line + aside.text.count("\n", at, one.start), one.start
            otherwise = f"sheet {aside.sheet}" if aside.sheet else None
            shown = self.shown.get((aside.source, aside.sheet or 0), otherwise)
            self._note(
                self._hit(table, aside.kind, shown, one, aside.text, aside.kind), None, line, aside.cell
            )

    def _hit(
        self, table: str, column: str, sheet: str | None, one: Found, text: str, aside: str | None = None
    ) -> _Hit:
        """``one`` in ``text``, with the mark by which it is known again where there is a review key."""
        rule = f"{table or _ASIDE}.{column}.{one.entity}"
        mark, settled = None, False
        if self.key is not None:
            mark = self.key.mark(rule, text, one.start, one.end)
            by_two = self.argument["settled"].get(mark)
            settled = by_two is not None and (by_two or one.because not in PROVED)
        shape = masked(text[one.start : one.end]) if self.argument["shapes"] else None
        kind = Kind(rule, table, column, sheet, aside, one.entity, one.severity, one.because)
        number = self.kinds.setdefault(kind, len(self.kinds))
        there = one.start, one.end, len(text), one.person, one.listed
        listings = self.known.parts if one.listed else self._listings
        listing = listings[one.person_table] if one.person is not None and listings else ""
        return _Hit(kind, Find(number, *there, mark, settled, shape, listing))

    def _note(self, hit: _Hit, row: int | None, line: int | None, cell: str | None) -> None:
        self._count(hit, 1)
        if self.listed[hit.kind.rule] <= self.argument["listed"]:
            self.found.append((row, line, cell, None, *hit.find))

    def _count(self, hit: _Hit, more: int) -> None:
        kind, find = hit
        if not find.settled:
            self.counts[kind.rule] += more
            self.severities[kind.severity] += more
        self.listed[kind.rule] += more
