"""A mapping that is suggested from the names and values of an area's data, for a person to confirm."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from cfgovern.contract.dates import ISO, date_format
from cfgovern.contract.forms import SHAPES
from cfgovern.contract.load import load_contract
from cfgovern.contract.model import Column, Contract
from cfgovern.intake import sandbox
from cfgovern.intake.job import job_folder
from cfgovern.intake.limits import Limits
from cfgovern.journeys.submission import on_disk
from cfgovern.progress import Told
from cfgovern.yamlfile import Given

__all__ = ["suggest_mapping"]

ENTRY = "cfgovern.journeys.profiler:run"
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


def _known(column: Column, contract: Contract) -> dict[str, Any]:
    listed = contract.code_lists.get(column.code_list or "")
    codes = {code.code: code.label for code in listed.codes} if listed else dict(column.enum)
    if column.type == "boolean":
        codes = {"true": "yes", "false": "no"}
    codes |= {code: state.replace("_", " ") for state, code in column.missing.items()} if codes else {}
    shape = SHAPES.get(column.type, "")
    if column.type in ISO:
        shape = date_format(column.type, column.format).shape
    names = [column.name, column.label, column.concept.replace("_", " ")]
    return {
        "name": column.name,
        "names": list(dict.fromkeys(name for name in names if name)),
        "shape": shape,
        "codes": codes,
    }


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
    for heading, column, alike in told["columns"]:
        yield f"      {_quoted(heading)}: {column}  # {alike} % alike"
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
