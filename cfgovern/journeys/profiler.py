"""What the limited child process does to suggest a mapping: read, count values, compare. Data stays here."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

from cfgovern.intake.child import allowed, stage
from cfgovern.intake.read import read
from cfgovern.journeys.worker import parquet_ways
from cfgovern.tables import RECORD_CHARS, SEPARATOR, SPACES, SourceTable
from cfgovern.validation.likely import Known, likely

__all__ = ["run"]

_ROWS = 5_000  # of each table that are looked at


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Suggest what the headings and values of a submission mean.

    ``argument``: path, job (folder), table (or None), wanted (per table its columns, as
    :class:`cfgovern.validation.likely.Known`), called (the area's name of a sheet -> table). The answer, per
    table: columns, others and codes of :class:`cfgovern.validation.likely.Likely`.
    """
    limits = allowed()
    known = {name: [Known.from_json(one) for one in columns] for name, columns in argument["wanted"].items()}
    folder = Path(argument["job"]) / "read"
    folder.mkdir(mode=0o700)
    stage("reading")
    intake = read(
        Path(argument["path"]),
        {name: [word for one in columns for word in one.names] for name, columns in known.items()},
        folder,
        table=argument["table"],
        limits=limits,
        parquet=parquet_ways(limits),
        strict=True,
        called=argument["called"],
    )
    stage("checking")
    answer = {}
    for table in intake.tables:
        headings = [None if one is None else one.strip(SPACES) for one in table.columns]
        found = likely(headings, _values(table), known[table.name])
        answer[table.name] = {
            "columns": [list(one) for one in found.columns],
            "others": list(found.others),
            "codes": {name: [list(pair) for pair in pairs] for name, pairs in found.codes.items()},
        }
    return answer


def _values(table: SourceTable) -> list[Counter[str]]:
    """How often each text stands in each column of the first rows."""
    csv.field_size_limit(RECORD_CHARS)
    counts: list[Counter[str]] = [Counter() for _ in table.columns]
    with Path(table.path).open(encoding="utf-8", newline="") as stream:
        for _, *cells in islice(csv.reader(stream, delimiter=SEPARATOR), _ROWS):
            for count, cell in zip(counts, cells, strict=False):
                if text := cell.strip(SPACES):
                    count[text] += 1
    return counts
