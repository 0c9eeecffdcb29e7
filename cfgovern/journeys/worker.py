"""What the limited child process does with a submission: read, lay out, judge. Data stays here.

The argument and the answer are JSON values. What goes back holds counts, places and contract names,
and no value of a cell but a record key that may be shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from cfgovern import frontsheet
from cfgovern.engine.plan import BoundTable, Plan
from cfgovern.intake.celltext import CONTROL
from cfgovern.intake.child import allowed, counted, stage
from cfgovern.intake.gathered import Intake
from cfgovern.intake.limits import Limits
from cfgovern.intake.ours import NOTHING, Ours
from cfgovern.intake.parquetfile import ParquetWays
from cfgovern.intake.read import read
from cfgovern.intake.totals import MAY_BE_NO_RECORD
from cfgovern.tables import SourceTable
from cfgovern.validation.layout import Layout, Wanted, match
from cfgovern.validation.typedrecords import Place, with_checks

__all__ = ["headings", "parquet_ways", "prepare", "run"]

_DATABASE = "judged.duckdb"  # in the job folder


def prepare() -> None:
    """Load the heavy libraries while the parent still reads the contract."""
    from cfgovern.engine import connection, run  # noqa: F401

    connection.warm_up()


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Check one submission.

    ``argument``: path, job (folder), table (or None), wanted (per table names, labels and needed columns),
    keys (per table the words by which those of its key may be known), plan, schemas (per table, as JSON
    text), mapping (per table the area's own sheet, headings and codes), ours (the words of a template, or
    none); if given and true, strict: read no file as it was sent, and hand_on: the tables to hand on as
    Parquet. The answer: submission (name, digest, single, notices, extras, parts, properties), tables (per
    table source, sheet, header_row, rows_read, rows_ignored, rows_above, no_records, ranges, noted, layout),
    result, and unfit (table, column and more of each check that the plan was given beyond its own); if asked,
    handed_on (the file of each table, from the job folder on) and rejected (that of its rejected rows).
    If elsewhere is given and true, nothing is judged: there is no result, and bound holds the tables, handed
    on.
    """
    from cfgovern.engine.source import Doubt

    limits = allowed()
    wanted = {
        name: Wanted(**{k: tuple(v) for k, v in given.items()}) for name, given in argument["wanted"].items()
    }
    try:
        return _checked(argument, wanted, limits, strict=bool(argument.get("strict")))
    except Doubt:
        return _checked(argument, wanted, limits, strict=True)


def _checked(
    argument: Mapping[str, Any], wanted: Mapping[str, Wanted], limits: Limits, *, strict: bool
) -> dict[str, Any]:
    """Read, lay out, judge. Raises Doubt where only the strict reader can tell what stands in a file."""
    job = Path(argument["job"])
    folder = job / ("strict" if strict else "read")  # a second reading finds nothing of the first
    folder.mkdir(mode=0o700)
    stage("reading")
    mapped = argument.get("mapping", {})
    intake = read(
        Path(argument["path"]),
        {name: (*given.names, *given.labels, *headings(mapped, name)) for name, given in wanted.items()},
        folder,
        called={told["sheet"]: name for name, told in mapped.items() if told["sheet"]},
        keys=argument["keys"],
        table=argument["table"],
        limits=limits,
        parquet=parquet_ways(limits),
        schemas=argument["schemas"],
        ours=Ours.from_json(argument["ours"]) if argument["ours"] else NOTHING,
        strict=strict,
        passes=partial(_passes, wanted),
    )
    stage("checking")
    layouts = {table.name: _laid(table, wanted, headings(mapped, table.name)) for table in intake.tables}
    filled = [table for table in intake.tables if not layouts[table.name].header_missing]
    bound = [
        _bound(table, layouts[table.name], mapped.get(table.name, {}).get("codes", {})) for table in filled
    ]
    unfit = list(_unfit(intake, layouts))
    told = _answer(intake, layouts) | {"unfit": unfit}
    if argument.get("elsewhere"):
        return told | {"bound": _laid_out(bound, folder / "handed-on", job, limits)}
    return told | _judged(argument, bound, unfit, sum(table.size for table in filled), folder, limits)


def _judged(
    argument: Mapping[str, Any],
    bound: list[BoundTable],
    unfit: list[Place],
    size: int,
    folder: Path,
    limits: Limits,
) -> dict[str, Any]:
    """What the checks found in tables of ``size`` bytes, and what is handed on to a later stage."""
    from cfgovern.engine.run import run as judge

    job = Path(argument["job"])
    plan = with_checks(Plan.from_json(argument["plan"]), unfit)
    result = judge(
        plan,
        bound,
        job,
        memory=limits.engine_memory,
        threads=limits.threads if size > limits.one_thread_bytes else 1,
        file=_DATABASE if size > limits.engine_bytes else None,
        told=counted,
        rejected_to=folder / "rejected" if argument.get("hand_on") else None,
    )
    answer: dict[str, Any] = {"result": result.as_json()}
    if argument.get("hand_on"):
        wanted_on = [table for table in bound if table.name in argument["hand_on"]]
        answer["handed_on"] = _handed_on(wanted_on, folder / "handed-on", job, limits)
        answer["rejected"] = _rejected(plan, folder / "rejected", job)
    return answer


def _passes(wanted: Mapping[str, Wanted], name: str) -> bool:
    """Whether a name that the contract does not know may be shown: ours, or one that a scan passes."""
    if name in frontsheet.OURS:
        return True
    from cfgovern.detection import pack
    from cfgovern.detection.names import Names
    from cfgovern.detection.shown import may_be_shown, words_in

    said = (text for told in wanted.values() for text in (*told.names, *told.labels))
    known = {word for text in (*wanted, *said) for word in words_in(text)}
    return may_be_shown(name, lambda text: pack.search(text) or Names().search(text), known)


def _laid(table: SourceTable, wanted: Mapping[str, Wanted], mapped: Mapping[str, str]) -> Layout:
    """Where the columns of a table stand, with the headings of those not known that may be shown."""
    layout = match(wanted[table.name], table.columns, mapped)
    found = {place: (table.columns[place] or "").strip() for place in layout.extra}
    shown = {place: heading for place, heading in found.items() if _passes(wanted, heading)}
    return replace(layout, shown=shown) if shown else layout


def _handed_on(bound: list[BoundTable], folder: Path, job: Path, limits: Limits) -> dict[str, str]:
    """The tables as Parquet in ``folder``: the file of each, from the job folder on."""
    from cfgovern.engine.handover import hand_on

    files = hand_on(bound, folder, memory=limits.engine_memory)
    return {name: file.relative_to(job).as_posix() for name, file in files.items()}


def _laid_out(bound: list[BoundTable], folder: Path, job: Path, limits: Limits) -> list[dict[str, Any]]:
    """All tables as Parquet in ``folder``, for another process to judge: each as JSON values."""
    files = _handed_on(bound, folder, job, limits)
    return [table.handed_on(files[table.name]) for table in bound]


def _rejected(plan: Plan, folder: Path, job: Path) -> dict[str, str]:
    """The file of the numbers of rejected rows, of each table that has any, from the job folder on."""
    from cfgovern.engine.handover import rejected_file

    files = {table.name: folder / rejected_file(n) for n, table in enumerate(plan.tables)}
    return {name: file.relative_to(job).as_posix() for name, file in files.items() if file.is_file()}


def _unfit(intake: Intake, layouts: Mapping[str, Layout]) -> Iterator[Place]:
    """The columns of the contract that have values which JSON Schema does not allow."""
    for table, misfits in intake.misfits.items():
        for column, at in layouts[table].columns.items():
            if at in misfits.columns:
                yield table, column, misfits.path, at


def headings(mapped: Mapping[str, Any], table: str) -> dict[str, str]:
    """The area's own headings of a table, and the contract column that each is."""
    columns: dict[str, str] = mapped.get(table, {}).get("columns", {})
    return columns


def _bound(table: SourceTable, layout: Layout, codes: Mapping[str, Mapping[str, str]]) -> BoundTable:
    """``table`` as the engine reads it. ``codes``: contract column -> the area's code -> the contract's."""
    return BoundTable(
        name=table.name,
        path=table.path,
        width=len(table.columns),
        columns=layout.columns,
        spaced=table.spaced,
        odd=table.odd,
        broken=table.broken,
        longest=table.longest,
        rows=table.rows_read,
        lines=table.lines,
        stamp=table.stamp,
        kept=table.rows_read - table.rows_ignored,
        typed=table.typed,
        codes={layout.columns[name]: told for name, told in codes.items() if name in layout.columns},
    )


def parquet_ways(limits: Limits) -> ParquetWays:
    """How files of Parquet are read under ``limits``: one may have as many cells as a text may have bytes."""
    from cfgovern.engine import parquet, parquetkeys, plainparquet

    memory, columns, cells = limits.engine_memory, limits.columns, limits.file_bytes
    return ParquetWays(
        partial(parquet.records, memory=memory, columns=columns, cells=cells),
        partial(
            plainparquet.look,
            memory=memory,
            columns=columns,
            cells=cells,
            longest=limits.cell_chars,
            control=CONTROL.pattern,
            starts=MAY_BE_NO_RECORD.decode(),
        ),
        partial(parquetkeys.told, memory=memory, columns=columns),
        partial(parquetkeys.words, memory=memory, columns=columns),
    )


def _noted(table: SourceTable) -> Iterator[tuple[str, bool]]:
    """Kinds of messages about how a table was sent, and whether each is to be told."""
    yield "sheet_hidden", table.hidden
    yield "columns_hidden", table.hidden_columns
    yield "rows_hidden", table.hidden_rows
    yield "windows_text", table.windows_text
    yield "titles_above", table.titles > 0
    yield "blank_rows", table.rows_ignored > len(table.no_records)


def _answer(intake: Intake, layouts: Mapping[str, Layout]) -> dict[str, Any]:
    return {
        "submission": {
            "name": intake.name,
            "digest": intake.digest,
            "notices": [[notice.code, notice.text] for notice in intake.notices],
            "single": intake.single,
            "parts": list(intake.parts),
            "properties": list(intake.properties),
            "extras": [[extra.label, extra.hidden, extra.front] for extra in intake.extras],
        },
        "tables": {
            table.name: {
                "source": table.source,
                "sheet": table.sheet,
                "header_row": table.header_row,
                "rows_read": table.rows_read,
                "rows_ignored": table.rows_ignored,
                "rows_above": table.rows_above,
                "ranges": [list(told) for told in table.ranges],
                "no_records": list(table.no_records),
                "noted": [kind for kind, so in _noted(table) if so],
                "layout": layouts[table.name].as_json(),
            }
            for table in intake.tables
        },
    }
