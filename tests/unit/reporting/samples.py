"""Reports made by hand: one with something of everything, and one whose every text is another's."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cfgovern.findings import (
    Change,
    Comparison,
    Confirmed,
    ContractRef,
    Finding,
    NotRun,
    Report,
    RuleText,
    TableCounts,
    Unused,
    Waived,
)

CONTRACT = ContractRef("urn:example:library", "1.0.0", "sha256:ab", "Library loans", "A candidate contract.")


def finding(rule: str, row: int | None = None, **more: Any) -> Finding:
    """A finding of ``rule`` in the column that its id names."""
    table, _, rest = rule.partition(".")
    known = {"severity": "error", "message": f"Wrong: {rule}.", "fix": "Mend it.", "table": table}
    place = {"row": row, "line": row + 1, "sheet_row": row + 1} if row else {}
    return Finding(rule, **(known | {"column": rest.rpartition(".")[0] or None} | place | more))


def words(rule: str, count: int = 1, **more: Any) -> RuleText:
    """The words of ``rule`` for all its findings."""
    return RuleText(
        rule,
        **({"severity": "error", "summary": f"All of {rule}.", "fix": "Mend it.", "count": count} | more),
    )


FINDINGS = (
    finding("file.table_extra", severity="block", table=None, column=None),
    finding("loans.lent.type", 1, cell="C2", key={"loan_id": "L-1"}),
    finding("loans.lent.type", 2, cell="C3", key={"loan_id": "L-2"}),
    finding("loans.lent.type", 9, cell="C10"),
    finding("loans.back_after_out", 4, severity="warning"),
    finding("members.age.minimum", 3, cell="D4", key={"member_id": "M-3"}),
    finding("members.age.column_missing", severity="info"),
)
REPORT = Report(
    report="validate",
    run_id="0123456789abcdef",
    as_of="2026-10-01",
    outcome="fail",
    cfgovern_version="0.1.0",
    contract=CONTRACT,
    submission_name="loans",
    submission_digest="sha256:cd",
    record_origin="live",
    tables={
        "members": TableCounts("members.csv", 1234, 1230, 3, 1),
        "loans": TableCounts("loans.csv", 9, 6, 3, 0),
        "fines": TableCounts("fines.csv", 2, 2, 0, 0),
    },
    counts={"block": 1, "error": 4, "warning": 1, "info": 1},
    truncated={"loans.lent.type": 12},
    not_run=(NotRun("loans.total", "A cell must be put right first.", 2), NotRun("fines", "Later.")),
    findings=FINDINGS,
    rules=(
        words("file.table_extra", severity="block"),
        words("loans.lent.type", 12, example="2026-04-30", why="Waiting times are counted."),
        words("loans.back_after_out", severity="warning"),
        words("members.age.minimum"),
        words("members.age.column_missing", severity="info"),
    ),
    notices=("One sheet is hidden.",),
)  # fmt: skip
PASSED = replace(
    REPORT, outcome="pass", counts={}, truncated={}, not_run=(), findings=(), rules=(), notices=()
)
REFUSED = replace(
    PASSED,
    outcome="refused",
    counts={"block": 1},
    tables={},
    submission_digest=None,
    findings=(Finding("file.password", "block", "The workbook has a password.", "Remove the password."),),
    rules=(
        RuleText("file.password", "block", "The workbook has a password.", "Remove the password.", count=1),
    ),
)


def all_of(text: str, *, scan: bool = False) -> Report:
    """A report in which ``text`` stands in every field that holds words."""
    one = Finding(
        text, "error", text, text, table=text, column=text, row=1, line=2, cell="A2", sheet=text,
        key={text: text}, entity=text if scan else None, sheet_row=2,
    )  # fmt: skip
    return Report(
        report="scan" if scan else "validate",
        run_id=text,
        as_of=text,
        outcome="fail",
        cfgovern_version=text,
        contract=ContractRef(text, text, text, text, text),
        submission_name=text,
        submission_digest=text,
        record_origin=text,
        tables={text: TableCounts(text + "x", 1, 0, 1, 0)},
        counts={"error": 2},
        not_run=(NotRun(text, text, 1),),
        findings=(one, replace(one, row=2, message=text + "y"), replace(one, table=None, rule=text + "z")),
        rules=(RuleText(text, "error", text, text, text, text, text, 2),),
        notices=(text,),
        confirmed=(Confirmed(text, text, text, text, False, (one,)),),
        waived=(Waived(text, "info", (text,), text, text, text, text, 1),),
        unused=(Unused("waiver", text, 1, text),),
        comparison=Comparison(text, text, text, False, 1, (Change(text, 1, 2, 0, 1, 1, 0),)),
    )
