"""A drawn case as files, checked as a submission is, in this process where that is to be quick."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cfgovern.contract.load import load_contract
from cfgovern.findings import Report
from cfgovern.journeys import worker
from cfgovern.journeys.report import report_of
from cfgovern.journeys.request import Known
from cfgovern.journeys.tasks import task
from cfgovern.validation.messages import load_messages
from cfgovern.validation.planning import make_plan
from tests.property.reference import Place, Sheet
from tests.property.strategies import AS_OF, Case

__all__ = ["check", "csv_text", "places", "write"]


def write(case: Case, folder: Path) -> tuple[Path, Path, Case]:
    """The contract file, the folder of CSV files, and the case with the lines that its rows start on."""
    contract, submission, lists = folder / "drawn.odcs.yaml", folder / "sent", folder / "code-lists"
    # JSON is YAML; the parser of our own is tested elsewhere.
    contract.write_text(
        json.dumps(without_asks(case.contract), ensure_ascii=False, indent=1), encoding="utf-8"
    )
    lists.mkdir()
    for name, codes in case.codes.items():
        rows = (f"{code},Label,{start},{end},\n" for code, start, end in codes)
        (lists / f"{name}.csv").write_text("code,label,valid_from,valid_to,successor\n" + "".join(rows))
    submission.mkdir()
    sheets = {}
    for name, sheet in case.sheets.items():
        text, sheets[name] = csv_text(sheet)
        (submission / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
    return contract, submission, replace(case, sheets=sheets)


def without_asks(node: Any) -> Any:
    """The contract without what it says to the reference only."""
    if isinstance(node, dict):
        return {key: without_asks(value) for key, value in node.items() if key != "asks"}
    return [without_asks(item) for item in node] if isinstance(node, list) else node


def csv_text(sheet: Sheet, end: str = "\n") -> tuple[str, Sheet]:
    """The sheet as CSV with lines that end in ``end``, and with the line each row starts on."""
    text, lines = record(sheet.headings) + end, []
    for row in sheet.rows:
        lines.append(1 + len(re.findall("\r\n|\r|\n", text)))
        text += record(row) + end
    return text, replace(sheet, lines=lines)


def record(cells: Sequence[str]) -> str:
    return ",".join(
        '"' + cell.replace('"', '""') + '"' if re.search('[",\r\n]', cell) else cell for cell in cells
    )


def check(contract_path: Path, submission: Path, folder: Path) -> Report:
    """What ``check_submission`` does, without a process of its own."""
    contract, book = load_contract(contract_path), load_messages()
    planned = make_plan(contract, AS_OF)
    job = folder / "job"
    job.mkdir()
    asked = json.loads(json.dumps(task(submission, job, None, contract, planned)))
    answer = json.loads(json.dumps(worker.run(asked), allow_nan=False))
    return report_of(answer, "run", Known(contract, AS_OF, planned), book)


def places(report: Mapping[str, Any]) -> list[Place]:
    """The findings of a JSON report."""
    return [
        Place(
            f["rule"], f["severity"], f["table"] or "", f["column"] or "", f["row"] or 0, f["line"] or 0,
            f["cell"] or "",
        )
        for f in report["findings"]
    ]  # fmt: skip
