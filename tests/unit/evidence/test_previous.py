"""An earlier report is read back whole, or refused without a word of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cfgovern.errors import OperatorFileError
from cfgovern.evidence import previous
from cfgovern.evidence.previous import Place, read_previous

ID = "urn:example:library"
FINDING = {"rule": "loans.lent.type", "table": "loans", "column": "lent", "row": 2, "key": {"loan_id": "1"}}
REPORT: dict[str, Any] = {
    "report": "validate",
    "report_version": 1,
    "run_id": "0" * 32,
    "as_of": "2026-10-01",
    "outcome": "fail",
    "contract": {"id": ID, "version": "1.0.0", "digest": "sha256:ab"},
    "submission": {
        "digest": "sha256:cd",
        "tables": {"loans": {"rows_read": 12, "rows_ignored": 2}},
    },
    "truncated": {"loans.lent.type": 12},
    "findings": [FINDING],
    "confirmed": [{"findings": [{**FINDING, "key": None, "row": None, "column": None}]}],
}


def refused(path: Path) -> str:
    with pytest.raises(OperatorFileError) as caught:
        read_previous(path, ID)
    assert caught.value.exit_code == 2 and "SECRET" not in str(caught.value)
    (fault,) = caught.value.faults
    return fault.code


def test_what_it_says(tmp_path: Path) -> None:
    path = tmp_path / "before.json"
    path.write_text(json.dumps(REPORT), encoding="utf-8")
    found = read_previous(path, ID)
    assert found.places == (
        Place("loans.lent.type", "loans", "lent", 2, {"loan_id": "1"}),
        Place("loans.lent.type", "loans", None, None, {}),
    )
    assert (found.as_of, found.contract_version, found.submission) == ("2026-10-01", "1.0.0", "sha256:cd")
    assert found.truncated == {"loans.lent.type": 13}  # with the confirmed one
    assert found.rows == {"loans": 10}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_report"),
        (b"[]", "not_a_report"),
        (b"null", "not_a_report"),
        (b"[SECRET]", "not_a_report"),
        (b"\xff\xfe\x00", "not_a_report"),
        (b"[" * 100_000, "not_a_report"),
        (b'{"report": ' + b"9" * 10_000 + b"}", "not_a_report"),
        (None, "missing"),
    ],
    ids=range(8),
)
def test_what_is_no_report(tmp_path: Path, content: bytes | None, code: str) -> None:
    path = tmp_path / "before.json"
    if content is not None:
        path.write_bytes(content)
    assert refused(path) == f"previous.{code}"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"contract": {"id": "SECRET", "version": "1", "digest": "sha256:00"}}, "other_contract"),
        ({"contract": None}, "not_a_report"),
        ({"outcome": "refused"}, "nothing_read"),
        ({"report": "scan"}, "not_a_report"),
        ({"report_version": 2}, "not_a_report"),
        ({"run_id": ["SECRET"]}, "not_a_report"),
        ({"as_of": "SECRET" * 1000}, "not_a_report"),
        ({"findings": [{"rule": "SECRET"}]}, "not_a_report"),
        ({"findings": [{**FINDING, "row": True}]}, "not_a_report"),
        ({"findings": [{**FINDING, "row": -1}]}, "not_a_report"),
        ({"findings": [{**FINDING, "key": ["SECRET"]}]}, "not_a_report"),
        ({"findings": [{**FINDING, "key": {"loan_id": 1}}]}, "not_a_report"),
        ({"confirmed": 3}, "not_a_report"),
        ({"truncated": {"a.b": "SECRET"}}, "not_a_report"),
        ({"submission": {}}, "not_a_report"),
    ],
)
def test_a_report_that_cannot_be_compared(tmp_path: Path, change: dict[str, Any], code: str) -> None:
    path = tmp_path / "before.json"
    path.write_text(json.dumps(REPORT | change), encoding="utf-8")
    assert refused(path) == f"previous.{code}"


def test_a_file_too_big_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(previous, "MAX_BYTES", 10)
    (tmp_path / "before.json").write_bytes(b"{" * 11)
    assert refused(tmp_path / "before.json") == "previous.too_big"
