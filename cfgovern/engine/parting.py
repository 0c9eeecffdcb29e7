"""A submission in two parts: answers without names, and names without answers, each sorted by what it bears.

What goes where is told by the plan alone; what no part names goes nowhere. Rows come out in the order of
their pseudonyms, so that the order of one part tells nothing about the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.engine.generalise import AS_SENT, Way
from cfgovern.engine.keyed import Pads, keyed_hex
from cfgovern.engine.people import cell, rejected_name, sent_name
from cfgovern.engine.store import Store
from cfgovern.engine.treating import days_moved, released
from cfgovern.tables import SEPARATOR

__all__ = [
    "CLK",
    "TEXT",
    "TOKENS",
    "PartColumn",
    "PartTable",
    "Written",
    "normaliser",
    "text_queries",
    "texts_name",
    "write_part",
]

TEXT, TOKENS, CLK = "without_identifiers", "components", "clk"
"""SQL functions: of (record id, text) the text without its identifiers; of the cells of all fields what each
token is made of, in the order of the part's columns, with a separator between; of the same cells their CLK.
The last two are those of the part that is being written."""

Kind = Literal["ref", "link", "value", "text", "normalised", "keyed", "token", "clk", "record"]
_PERSON, _PART, _ROW, _SENT, _TEXTS = "p", "part", "_row", "s", "x"


@dataclass(frozen=True, slots=True)
class PartColumn:
    """One column of a part, under its heading ``name``.

    ``kind``: ``ref`` and ``link``, the pseudonyms of the person; ``value``, what ``way`` leaves of the column
    ``source``, whose words for no answer are ``missing``; ``text``, the free text there without its
    identifiers; ``normalised``, the identifier there in its normal form, ``of`` which kind it is; ``keyed``,
    the same as a token; ``token``, the token ``of`` that name; ``clk``, one code of all fields of the part;
    ``record``, the record id itself, of synthetic data alone. ``place``: it tells a place, so it is empty for
    a person whose place is protected; a ``clk`` is made without those fields.
    ``minimum``: a value that fewer people have is left out.
    """

    name: str
    kind: Kind
    source: str = ""
    way: Way = AS_SENT
    missing: tuple[str, ...] = ()
    of: str = ""
    key: str = ""
    place: bool = False
    minimum: int = 0


@dataclass(frozen=True, slots=True)
class PartTable:
    """One file of a part, called ``name`` and made from the table ``table``.

    ``part``: payload or identifiers. ``record``: the column of the person's record id; None in a table about
    organisations, whose rows all go but those that were rejected. ``fields``: of which columns tokens are
    made, by field. ``missing``: words of a column that are no identifier, but say why there is none. ``clk``:
    how one is made (schema, salt); ``guarded``: the fields that are left out of it for a person whose place
    is protected.
    """

    part: str
    name: str
    table: str
    record: str | None
    columns: tuple[PartColumn, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    clk: Mapping[str, Any] = field(default_factory=dict)
    guarded: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For the child process."""
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> PartTable:
        """What :meth:`as_json` made."""
        columns = tuple(
            PartColumn(**{**one, "way": Way.from_json(one["way"]), "missing": tuple(one["missing"])})
            for one in told["columns"]
        )
        missing = {name: tuple(words) for name, words in told["missing"].items()}
        return cls(**{**told, "columns": columns, "missing": missing, "guarded": tuple(told["guarded"])})


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: ``sent`` rows were there, ``rows`` went. By column: how many values were left out to
    protect a place (``withheld``), could not be treated (``emptied``), or are too rare (``rare``)."""

    rows: int
    sent: int
    withheld: Mapping[str, int]
    emptied: Mapping[str, int]
    rare: Mapping[str, int]


def write_part(
    store: Store, part: PartTable, there: Sequence[str], pads: Mapping[str, Pads], file: Path
) -> Written:
    """Write one file of a part, as CSV with headings, in UTF-8.

    ``there``: the columns that were sent; of one that was not, the part has an empty column. ``pads``: the
    inner and outer padded key of each token name. The table ``people`` is there, the texts of
    :func:`text_queries`, and the functions :data:`TOKENS` and :func:`normaliser` of each kind that the part
    needs.
    """
    name = f"part:{part.part}:{part.name}"
    with store.guarded(f"writing {part.table}"):
        keys = {one.key: pads[one.key] for one in part.columns if one.key and one.kind != "clk"}
        with store.held(keys) if keys else nullcontext():
            store.table(name, _without_rare(part, _made(part, there)))
        [(sent,)] = store.rows(sql.select([_count()], sent_name(part.table)))
        [told] = store.rows(sql.select([_count(), *_counts(part)], name))
        store.write(_ordered(part, name), [one.name for one in part.columns], file)
        store.drop(name)
    counts = [
        {one.name: int(count) for one, count in zip(part.columns, told[first::3], strict=True) if count}
        for first in (1, 2, 3)
    ]
    return Written(int(told[0]), int(sent), *counts)


def text_queries(parts: Iterable[PartTable], there: Mapping[str, Sequence[str]]) -> dict[str, exp.Select]:
    """Of each table of which a part takes texts: their rows without identifiers, by the function
    :data:`TEXT`, as ``_row`` and columns that are called as :func:`cfgovern.engine.people.cell` calls them.

    ``there``: the columns of each table that were sent. Of whom nothing may leave no text is looked at.
    """
    wanted: dict[str, tuple[PartTable, set[str]]] = {}
    for part in parts:
        sources = {one.source for one in part.columns if one.kind == "text"} & set(there[part.table])
        if sources:
            wanted.setdefault(part.table, (part, set()))[1].update(sources)
    return {table: _texts(part, sorted(sources)) for table, (part, sources) in wanted.items()}


def texts_name(table: str) -> str:
    """The table of the texts of a table without their identifiers."""
    return f"texts:{table}"


def _texts(part: PartTable, sources: Sequence[str]) -> exp.Select:
    record = sql.column("record", _PERSON) if part.record else exp.cast(exp.Null(), "VARCHAR")
    made = [
        sql.named(sql.call(TEXT, record.copy(), _cell(one, part, sources)), cell(one).name) for one in sources
    ]
    columns = [sql.column(_ROW, _SENT), *made]
    sent = sql.table(sent_name(part.table), _SENT)
    if part.record is None:
        return sql.select(columns, sent)
    return _joined(sql.select(columns, sent, sql.is_null(sql.column("kept_back", _PERSON))), part.record)


def _joined(query: exp.Select, record: str) -> exp.Select:
    """``query`` of a table as sent, with what is known of the person that each row is about."""
    same = sql.equals(sql.column("record", _PERSON), cell(record, _SENT))
    return query.join(sql.table("people", _PERSON), on=same, copy=False)


def normaliser(kind: str) -> str:
    """The SQL function that brings an identifier of that kind into its normal form."""
    return f"normal_{kind}"


def _ordered(part: PartTable, name: str) -> exp.Select:
    """The columns, in the order of the pseudonyms."""
    names = [f"o{number}" for number in range(len(part.columns))]
    columns = [sql.named(sql.as_text(sql.column(name, _PART)), name) for name in names]
    # Of the table: a heading may be called the same.
    order = [sql.column(own, _PART) for own in ("pseudonym", _ROW)]
    return sql.select(columns, sql.table(name, _PART)).order_by(*order, copy=False)


def _made(part: PartTable, there: Sequence[str]) -> exp.Select:
    """Each column as it goes (``o``), whether it was given (``g``), whether its place is guarded (``w``).

    The last two only where something can be lost: of a wide table they would take much room.
    """
    columns: list[exp.Expression] = []
    for number, one in enumerate(part.columns):
        guard = sql.column("protected", _PERSON) if one.place and part.record else exp.false()
        value = _value(one, part, there)
        columns.append(sql.named(value if one.kind == "clk" else _unless(guard, value), f"o{number}"))
        if _may_be_lost(one):
            given = _given(_sources(one, part), part, there)
            columns += [sql.named(given, f"g{number}"), sql.named(guard.copy(), f"w{number}")]
    sent, row = _sent(part, there), sql.column(_ROW, _SENT)
    if part.record is None:
        rejected = sql.select([sql.column(_ROW)], rejected_name(part.table))
        kept = sql.negate(exp.In(this=row.copy(), query=exp.Subquery(this=rejected)))
        nobody = sql.named(exp.cast(exp.Null(), "VARCHAR"), "pseudonym")
        return _with_texts(sql.select([nobody, sql.named(row, _ROW), *columns], sent, kept), part, there)
    stays, bears = ("kept_back", "ref") if part.part == "payload" else ("unlinked", "link")
    known = [sql.named(sql.column(bears, _PERSON), "pseudonym"), sql.named(row, _ROW)]
    query = sql.select([*known, *columns], sent, sql.is_null(sql.column(stays, _PERSON)))
    return _with_texts(_joined(query, part.record), part, there)


def _with_texts(query: exp.Select, part: PartTable, there: Sequence[str]) -> exp.Select:
    """``query``, with the texts of its rows where the part takes any."""
    if not any(one.kind == "text" and one.source in there for one in part.columns):
        return query
    same = sql.equals(sql.column(_ROW, _TEXTS), sql.column(_ROW, _SENT))
    texts = sql.table(texts_name(part.table), _TEXTS)
    return query.join(texts, on=same, join_type="left", copy=False)


def _unless(guard: exp.Expression, value: exp.Expression) -> exp.Expression:
    return sql.case(exp.Not(this=guard.copy()), value)


def _sources(one: PartColumn, part: PartTable) -> Sequence[str]:
    """The columns of which something is lost if the value is, or of a CLK what is left out of it."""
    if one.kind == "clk":
        return [part.fields[name] for name in part.guarded]
    return [one.source] if one.source else [*part.fields.values()]


def _sent(part: PartTable, there: Sequence[str]) -> exp.Expression:
    """The table as sent; with what its tokens are made of, worked out once a row, where there are any."""
    if not any(one.kind == "token" for one in part.columns):
        return sql.table(sent_name(part.table), _SENT)
    cells = [_cell(source, part, there, None) for source in part.fields.values()]
    made = sql.named(sql.call(TOKENS, *cells), TOKENS)
    return sql.nested(sql.select([exp.Star(), made], sent_name(part.table)), _SENT)


def _value(one: PartColumn, part: PartTable, there: Sequence[str]) -> exp.Expression:
    if one.kind in ("ref", "link"):
        return exp.Lower(this=exp.Hex(this=sql.column(one.kind, _PERSON)))
    if one.kind == "record":
        return sql.column("record", _PERSON)
    if one.kind == "token":
        tokens = [column.name for column in part.columns if column.kind == "token"]
        place = sql.number(tokens.index(one.name) + 1)
        text = sql.call("split_part", sql.column(TOKENS, _SENT), sql.text(SEPARATOR), place)
        return keyed_hex(text, one.key)
    if one.kind == "clk":
        return _clk(part, there)
    sent = _cell(one.source, part, there)
    if one.kind == "text":
        return cell(one.source, _TEXTS) if one.source in there else sent
    if one.kind in ("normalised", "keyed"):
        normal = sql.call(normaliser(one.of), sent) if one.of else sent
        return normal if one.kind == "normalised" else keyed_hex(normal, one.key)
    shifted = one.way.treatment == "shift" and part.record is not None
    moves = exp.Lower(this=exp.Hex(this=sql.column("shift", _PERSON)))
    days = days_moved(moves, one.way.window) if shifted else None
    return released(sent, one.way, one.missing, days=days)


def _clk(part: PartTable, there: Sequence[str]) -> exp.Expression:
    guard = sql.column("protected", _PERSON)
    cells = [
        _unless(guard, _cell(source, part, there)) if name in part.guarded else _cell(source, part, there)
        for name, source in part.fields.items()
    ]
    return exp.Nullif(this=sql.call(CLK, *cells), expression=sql.text(""))


def _cell(source: str, part: PartTable, there: Sequence[str], table: str | None = _SENT) -> exp.Expression:
    """The cell as sent; NULL where it says why there is no identifier."""
    if source not in there:
        return exp.cast(exp.Null(), "VARCHAR")
    sent = cell(source, table)
    words = part.missing.get(source, ())
    return sql.case(sql.negate(sql.one_of(sent.copy(), words)), sent) if words else sent


def _given(sources: Sequence[str], part: PartTable, there: Sequence[str]) -> exp.Expression:
    """Whether anything stands in what the column is made of."""
    found = [exp.Not(this=sql.is_null(_cell(one, part, there))) for one in sources if one in there]
    return exp.Paren(this=sql.either(*found)) if found else exp.false()


def _without_rare(part: PartTable, made: exp.Select) -> exp.Select:
    """``made``, where a value is too rare (``r``) without it."""
    columns: list[exp.Expression] = [sql.column("pseudonym"), sql.column(_ROW)]
    for number, one in enumerate(part.columns):
        value: exp.Expression = sql.column(f"o{number}")
        if one.minimum:
            alike = exp.Window(this=_count(), partition_by=[value.copy()])
            few = exp.LT(this=alike, expression=sql.number(one.minimum))
            rare = sql.both(exp.Not(this=sql.is_null(value.copy())), few)
            columns.append(sql.named(rare, f"r{number}"))
            value = sql.case(rare.copy(), exp.Null(), value)
        columns.append(sql.named(value, f"o{number}"))
        if _may_be_lost(one):
            columns += [sql.column(f"g{number}"), sql.column(f"w{number}")]
    return sql.select(columns, sql.nested(made, "made"))


def _counts(part: PartTable) -> Iterator[exp.Expression]:
    """Of each column how many values are withheld, emptied and rare."""
    for number, one in enumerate(part.columns):
        given, guard, rare = (sql.column(f"{letter}{number}") for letter in "gwr")
        yield _count_if(sql.both(given, guard)) if _may_be_lost(one) else sql.number(0)
        # Of a name of one part there is no second token, and a CLK is made of what there is.
        if one.kind in ("token", "clk") or not _may_be_lost(one):
            yield sql.number(0)
        else:
            none = sql.is_null(sql.column(f"o{number}"))
            yield _count_if(sql.both(given.copy(), exp.Not(this=guard.copy()), none))
        yield _count_if(rare) if one.minimum else sql.number(0)


def _may_be_lost(one: PartColumn) -> bool:
    """Whether a value may be withheld, or emptied by what is done to it."""
    as_sent = one.kind in ("ref", "link", "record") or (one.kind == "value" and one.way.treatment is None)
    return one.place or not as_sent


def _count() -> exp.Expression:
    return exp.Count(this=exp.Star())


def _count_if(condition: exp.Expression) -> exp.Expression:
    return exp.Count(this=sql.case(condition, sql.number(1)))
