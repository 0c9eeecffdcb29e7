"""What cfgovern writes for other programs is what ``schemas/machine/`` says, and nothing more."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from cfgovern.content import folder
from cfgovern.contract.schemas import check_machine
from cfgovern.evidence.proof import PROOFS
from tests.command import MEMBERS, SUBMISSIONS, cfgovern, csv_folder, plain_contract

EXITS = {"pass": 0, "confirm": 1, "fail": 1, "refused": 3}


class Written(NamedTuple):
    """What one run wrote: the report as printed, and its run record."""

    printed: str
    report: dict[str, Any]
    record: dict[str, Any]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Written]:
    """A run of each outcome, by its outcome."""
    return {outcome: run(tmp_path_factory.mktemp(outcome), outcome) for outcome in SUBMISSIONS}


def run(place: Path, outcome: str) -> Written:
    submission = csv_folder(place / "library", SUBMISSIONS[outcome])
    options = ("--contract", plain_contract(place), "--format", "json", "--evidence", "proof")
    done = cfgovern("validate", submission, *options, cwd=place)
    assert done.code == EXITS[outcome], done.out + done.err
    (file,) = (place / "proof").iterdir()
    return Written(done.out, done.report(), json.loads(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("outcome", SUBMISSIONS)
def test_the_report_of_each_outcome_is_as_published(written: dict[str, Written], outcome: str) -> None:
    report = written[outcome].report
    assert report["outcome"] == outcome
    assert check_machine("report", report) == []
    assert bool(report["findings"]) == (outcome != "pass")


@pytest.mark.parametrize("outcome", SUBMISSIONS)
def test_the_run_record_is_as_published_and_tells_of_its_report(
    written: dict[str, Written], outcome: str
) -> None:
    printed, report, record = written[outcome]
    assert check_machine("run-record", record) == []
    assert record["report"] == "sha256:" + hashlib.sha256(printed.encode()).hexdigest()
    same = ("run_id", "outcome", "counts", "cfgovern_version")
    assert [record[name] for name in same] == [report[name] for name in same]
    assert record["contract"] == report["contract"]["digest"]
    assert record["submission"] == report["submission"]["digest"]
    assert record["submission"].startswith("sha256:")
    assert record["kind"] == "validate"


def extra(document: dict[str, Any]) -> None:
    document["extra"] = 1


def leave_out(document: dict[str, Any]) -> None:
    del document["counts"]


def odd_outcome(document: dict[str, Any]) -> None:
    document["outcome"] = "perhaps"


def next_version(document: dict[str, Any]) -> None:
    document["record_version" if "kind" in document else "report_version"] = 2


def half_a_count(document: dict[str, Any]) -> None:
    document["counts"]["error"] = 0.5


def short_digest(document: dict[str, Any]) -> None:
    if "kind" in document:
        document["contract"] = "sha256:00"
    else:
        document["contract"]["digest"] = "sha256:00"


def cell_value(document: dict[str, Any]) -> None:
    document["findings"][0]["value"] = "x"


def row_nought(document: dict[str, Any]) -> None:
    document["findings"][0]["row"] = 0


def lost_rows(document: dict[str, Any]) -> None:
    del document["submission"]["tables"]["members"]["rows_ignored"]


BOTH = (extra, leave_out, odd_outcome, next_version, half_a_count, short_digest)


@pytest.mark.parametrize("change", [*BOTH, cell_value, row_nought, lost_rows])
def test_another_report_is_refused(
    written: dict[str, Written], change: Callable[[dict[str, Any]], None]
) -> None:
    document = copy.deepcopy(written["fail"].report)
    change(document)
    assert len(check_machine("report", document)) == 1


@pytest.mark.parametrize("change", BOTH)
def test_another_run_record_is_refused(
    written: dict[str, Written], change: Callable[[dict[str, Any]], None]
) -> None:
    document = copy.deepcopy(written["fail"].record)
    change(document)
    assert len(check_machine("run-record", document)) == 1


def test_a_report_without_a_required_table_is_as_published(tmp_path: Path) -> None:
    submission = csv_folder(tmp_path / "library", {"members": [MEMBERS, "M-001,A,,"]})
    options = ("--contract", plain_contract(tmp_path), "--format", "json")
    report = cfgovern("validate", submission, *options, cwd=tmp_path).report()
    assert check_machine("report", report) == []
    assert [entry["rule"] for entry in report["not_run"]] == [
        "loans",
        "loans.member_id.foreign_key",
        "loans.back_after_out",
    ]


# Only where a check is scored, compared, or settled by a file.
OPTIONAL = {
    "clk",
    "comparison",
    "confirmations",
    "confirmed",
    "given",
    "group",
    "measures",
    "person",
    "probability",
    "review",
    "risk",
    "score",
    "shape",
    "similarity",
    "unused",
    "link_plan",
    "links",
    "withheld",
    "emptied",
    "rare",
    "area",
    "programme",
    "waived",
    "waivers",
    "weight",
    "x25519",
    "ed25519",
}


def test_every_object_of_a_schema_names_its_keys() -> None:
    """Where a schema leaves keys open, a cell value could slip into a document unseen."""
    files = sorted((folder("schemas") / "machine").glob("*.schema.json"))
    assert [file.name for file in files] == [
        "contract-diff.schema.json",
        "documents-status.schema.json",
        "draft.schema.json",
        "key-file.schema.json",
        "link-plan.schema.json",
        "link.schema.json",
        "manifest.schema.json",
        "public-key.schema.json",
        "rekeyed.schema.json",
        "release-proof.schema.json",
        "release.schema.json",
        "report.schema.json",
        "run-record.schema.json",
    ]
    for file in files:
        for node in objects(json.loads(file.read_text(encoding="utf-8"))):
            assert "additionalProperties" in node
            if "properties" in node:
                assert node["additionalProperties"] is False
                assert sorted({*node["required"], *(OPTIONAL & node["properties"].keys())}) == sorted(
                    node["properties"]
                )


def test_what_two_schemas_tell_of_is_told_alike() -> None:
    """No schema refers to another: what both need stands in both."""
    place = folder("schemas") / "machine"
    report, proof, release = (
        json.loads((place / f"{name}.schema.json").read_text(encoding="utf-8"))
        for name in ("report", "release-proof", "release")
    )
    for name in ("risk", "people", "letter", "count"):
        assert proof["$defs"][name] == report["$defs"][name]
    [about] = (one for one in proof["properties"]["release"]["anyOf"] if one["type"] == "object")
    for name, told in about["properties"].items():
        assert told == release["properties"][name]
    assert set(proof["$defs"]["name"]["enum"]) == set(PROOFS)


def objects(node: Any) -> list[dict[str, Any]]:
    """Every part of a schema that allows an object."""
    if isinstance(node, list):
        return [found for part in node for found in objects(part)]
    if not isinstance(node, dict):
        return []
    own = [node] if "object" in node.get("type", ()) else []
    return own + [found for part in node.values() for found in objects(part)]
