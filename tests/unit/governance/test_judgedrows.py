"""Rows that show judged risks and the law."""

from __future__ import annotations

from cfgovern.governance.judgedrows import law_rows, risk_rows
from cfgovern.governance.law import load_law
from cfgovern.governance.outline import load_tables
from cfgovern.governance.risks import judged
from tests.unit.governance.known import known


def test_every_risk_stands_in_one_table_and_has_every_column() -> None:
    risks = judged(known())
    rows = risk_rows(risks)
    assert [row["id"] for row in rows["risks"]] == [risk.id for risk in risks if risk.state == "applies"]
    assert [row["id"] for row in rows["unjudged"]] == [
        risk.id for risk in risks if risk.state == "cannot_be_judged"
    ]
    for name, spec in load_tables().items():
        for row in rows.get(name, ()):
            assert set(row) == {column.key for column in spec.columns}


def test_what_is_not_known_is_said_in_a_sentence() -> None:
    [row] = [one for one in risk_rows(judged(known()))["unjudged"] if one["id"] == "R21"]
    assert row["unknown"].startswith("Whether data about people leave")


def test_law_that_parties_name_is_listed_beside_acts_and_codes() -> None:
    party = {"body": "host", "role": "controller", "lawful_basis": "public_task"}
    said = {"flows": [{"id": "national-evaluation", "parties": [party]}]}
    before, after = (law_rows(known(each), load_law()) for each in (None, said))
    [more] = [row for row in after if row not in before]
    assert "public task" in more["title"].lower()
