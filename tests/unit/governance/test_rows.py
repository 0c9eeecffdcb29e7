"""Rows of tables from facts alone."""

from __future__ import annotations

import pytest

from cfgovern.governance.outline import load_tables
from cfgovern.governance.rows import fact_rows, party_rows, signature_rows
from tests.unit.governance.known import GOVERNED, contract, known

PARTY = {"body": "host", "role": "controller", "lawful_basis": "public_task", "article_9": ["research"]}
SAID = {
    "flows": [
        {
            "id": "national-evaluation",
            "how_often": "quarterly",
            "encrypted": True,
            "parties": [PARTY, {"body": "evaluator", "role": "processor"}],
            "confidence": {"route": "consent", "opt_out": "not_applicable"},
        }
    ],
    "rights": {"contact": "rights@northmoor.example", "who_answers": {"access": "host"}},
}


def test_every_row_has_every_column_of_its_table() -> None:
    rows, tables = fact_rows(known(SAID), {}), load_tables()
    for name, there in rows.items():
        assert there or name in ("no_purpose", "evidence", "linking_needs"), name
        for row in there:
            assert set(row) == {column.key for column in tables[name].columns}, name


def test_every_column_of_the_contract_is_a_row_exactly_once() -> None:
    labels = [(row["table"], row["label"]) for row in fact_rows(known(), {})["data_items"]]
    assert len(labels) == sum(len(table.columns) for table in contract().tables) == len(set(labels))


def test_a_flow_says_how_and_how_often() -> None:
    first, *_ = fact_rows(known(SAID), {})["flows"]
    assert first["how"] == "every quarter, encrypted"
    assert fact_rows(known(), {})["flows"][0]["how"] == "Not said yet"


def test_a_processor_has_the_basis_of_the_controller() -> None:
    titles = {"research": "Research (Article 9(2)(j))"}
    host, evaluator = fact_rows(known(SAID), titles)["bases"]
    assert (host["basis"], host["article_9"]) == ("Public task", "Research (Article 9(2)(j))")
    assert evaluator["power"] == "Not needed"
    assert evaluator["basis"] == "That of the controller"
    assert party_rows(known(SAID), titles, "evaluator") == [evaluator]


@pytest.mark.parametrize(("governed", "shown"), [(GOVERNED, "Signed"), ("sha256:1", ""), (None, "")])
def test_a_signature_counts_for_the_version_that_was_signed(governed: str | None, shown: str) -> None:
    documents = {"documents": {"dsa": {"governed": governed}}} if governed else {}
    host = {"id": "host", "signed": {"dsa": {"role": "Director", "on": "2026-09-01"}}}
    first, *others = signature_rows(known({"bodies": [host], **documents}), "dsa")
    assert (first["party"], first["signature"]) == ("Northmoor Council", shown)
    assert bool(first["post"]) is bool(first["date"]) is bool(shown)
    assert others and not any(row["signature"] for row in others)


def test_the_newest_plan_of_linking_says_what_is_lost_without_identifiers() -> None:
    shared = ["names", "date_of_birth"]
    one = {"mode": "tokens", "shared": shared, "precision": 1.0, "recall": 0.8125, "f1": None}
    sets = [{**one, "worst": {"kind": "nino", "group": "missing", "recall": 0.5}}, {**one, "worst": None}]
    record = {
        "kind": "link_plan",
        "run_id": "p1",
        "ended": "2026-09-30T10:00:00+00:00",
        "outcome": "pass",
        "contract": contract().digest,
        "counts": {},
        "link_plan": {"sets": sets},
    }
    first, second = fact_rows(known(records=[record]), {})["linking_needs"]
    assert first == {
        "shared": "Names and date of birth",
        "mode": "By tokens",
        "f1": "-",
        "recall": "0.812",
        "worst": "No National Insurance number: 0.500",
    }
    assert second["worst"] == "None can be judged"
    assert fact_rows(known(records=[{**record, "contract": "sha256:0"}]), {})["linking_needs"] == []
