"""A mapping that is suggested from the names and values of an area's data, for a person to confirm."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cfgovern.contract.dates import ISO, date_format
from cfgovern.contract.forms import SHAPES
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Column, Contract, Table
from cfgovern.intake import sandbox
from cfgovern.intake.job import job_folder
from cfgovern.intake.limits import Limits
from cfgovern.journeys.submission import on_disk
from cfgovern.likewords import folded
from cfgovern.progress import Told
from cfgovern.validation.likely import SHARED, Known, alike, likely
from cfgovern.yamlfile import Given

__all__ = ["suggest_mapping", "suggest_names"]

ENTRY = "cfgovern.journeys.profiler:run"
_LIKE = 0.6  # tables that are less alike are two tables
_HEAD = """\
# A mapping suggested by cfgovern, from names and from what stands below them. Nothing is used as it is.
# Look at every line and put right what is not so. Then fill in the next line and take the # from it:
# confirmed: {by: your name or role, on: the day}
"""


def suggest_mapping(
    submission: Path,
    contract_path: Path | Given,
    *,
    table: str | None = None,
    sheets: Mapping[str, str] | None = None,
    limits: Limits | None = None,
    progress: Told | None = None,
) -> str:
    """The text of a ``mapping.yaml`` for ``submission``, not confirmed.

    ``table``: the one that a single file holds. ``sheets``: the area's name of a sheet or file -> table.
    Of the data it holds headings, and values that stand in at least five rows of a column of codes.
    Raises SubmissionRefused, OperatorFileError or UsageError as a check does.
    """
    contract = load_contract(contract_path)
    if table is not None:
        contract.must_have(table)
    for name in (sheets or {}).values():
        contract.must_have(name)
    with job_folder() as job:
        path = on_disk(submission, job, limits or Limits())
        with sandbox.start(ENTRY, limits=limits or Limits.for_submission(path), told=progress) as child:
            child.send(
                {
                    "path": str(path.resolve()),
                    "job": str(job),
                    "table": table,
                    "wanted": {
                        entry.name: [_known(column, contract) for column in entry.collected]
                        for entry in contract.tables
                    },
                    "called": dict(sheets or {}),
                }
            )
            answer = child.result()
    return _HEAD + "\n".join(_lines(answer, contract, sheets or {})) + "\n"


def suggest_names(official_path: Path | Given, contract_path: Path | Given) -> str:
    """The text of a ``mapping.yaml`` from the names and codes of one contract to those of another.

    With it, data under the names of ``official_path`` are checked against ``contract_path``. Raises
    OperatorFileError for a contract that is at fault.
    """
    official, contract = load_contract(official_path), load_contract(contract_path)
    pairs = _tables(official, contract)
    answer = {}
    for mine, table in pairs:
        known = [Known.from_json(_known(column, contract)) for column in table.collected]
        labels = [_known(column, official)["codes"] for column in mine.collected]
        values = [Counter(dict.fromkeys(codes, SHARED)) for codes in labels]
        found = likely([column.name for column in mine.collected], values, known, labels)
        answer[table.name] = {"columns": found.columns, "others": found.others, "codes": found.codes}
    sheets = {mine.name: table.name for mine, table in pairs if mine.name != table.name}
    return _HEAD + "\n".join(_lines(answer, contract, sheets)) + "\n"


def _tables(official: Contract, contract: Contract) -> list[tuple[Table, Table]]:
    """The table of ``contract`` that each table of ``official`` is like, by its name or by its columns."""
    scores = []
    for place, mine in enumerate(official.tables):
        for other, table in enumerate(contract.tables):
            names = {folded(name) for column in table.columns for name in _names(column)}
            same = sum(any(folded(name) in names for name in _names(column)) for column in mine.columns)
            shared = same / max(1, min(len(mine.columns), len(table.columns)))
            words = max(alike(mine.name, table.name), alike(mine.label, table.label))
            scores.append((max(words, shared), -place, -other))
    found: dict[int, int] = {}
    for score, place, other in sorted(scores, reverse=True):
        if score >= _LIKE and -place not in found and -other not in found.values():
            found[-place] = -other
    return [(official.tables[mine], contract.tables[other]) for mine, other in sorted(found.items())]


def _known(column: Column, contract: Contract) -> dict[str, Any]:
    listed = contract.code_lists.get(column.code_list or "")
    codes = {code.code: code.label for code in listed.codes} if listed else dict(column.enum)
    if column.type == "boolean":
        codes = {"true": "yes", "false": "no"}
    codes |= {code: state.replace("_", " ") for state, code in column.missing.items()} if codes else {}
    shape = SHAPES.get(column.type, "")
    if column.type in ISO:
        shape = date_format(column.type, column.format).shape
    return {
        "name": column.name,
        "names": _names(column),
        "shape": shape,
        "codes": codes,
    }


def _names(column: Column) -> list[str]:
    """What a column may be known by."""
    names = [column.name, column.label, column.concept.replace("_", " ")]
    return list(dict.fromkeys(name for name in names if name))


def _lines(answer: Mapping[str, Any], contract: Contract, sheets: Mapping[str, str]) -> Iterator[str]:
    yield f"contract: {json.dumps(contract.id)}"
    yield "tables:" if answer else "tables: {}"
    called = {table: sheet for sheet, table in sheets.items()}
    for name, told in answer.items():
        body = [*_columns(told), *_codes(told["codes"])]
        if name in called:
            body.insert(0, f"    sheet: {_quoted(called[name])}")
        settings = [line for line in body if not line.lstrip().startswith("#")]
        yield f"  {name}:" if settings else f"  {name}: {{}}"
        yield from body


def _columns(told: Mapping[str, Any]) -> Iterator[str]:
    if told["columns"]:
        yield "    columns:"
    for heading, column, per_cent in told["columns"]:
        yield f"      {_quoted(heading)}: {column}  # {per_cent} % alike"
    for heading in told["others"]:
        yield f"      # {_quoted(heading)}: nothing in the contract is like it"


def _codes(codes: Mapping[str, Any]) -> Iterator[str]:
    if any(code for pairs in codes.values() for _, code in pairs):
        yield "    codes:"
    for column, pairs in codes.items():
        if any(code for _, code in pairs):
            yield f"      {column}:"
        for local, code in pairs:
            if code:
                yield f"        {_quoted(local)}: {_quoted(code)}"
            else:
                yield f"        # {_quoted(local)}: which code of {column} is this?"


def _quoted(text: str) -> str:
    """Text as YAML takes it, whatever it holds: a JSON string is one."""
    return json.dumps(text, ensure_ascii=False)
