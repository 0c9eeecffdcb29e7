"""The rows of the programme are the same for ever: digests that were written down once.

If one of these changes, everything ever made with a seed changes too. Then raise ``GENERATOR`` in
``cfgovern/journeys/synth.py``, say so in the changelog, and write the new digests down with
``python -m tests.unit.cohort.test_golden``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from cfgovern import api
from cfgovern.cohort.area import make_area, plan
from cfgovern.cohort.draw import Draw
from cfgovern.cohort.files import as_columns, csv_head, csv_lines
from cfgovern.cohort.linkage import links_csv, make_linkage
from cfgovern.cohort.notes import identities, make_notes, notes_csv
from cfgovern.cohort.quarters import changes_csv, quarters
from cfgovern.cohort.rows import Rows
from cfgovern.contract.model import Contract
from cfgovern.evidence.manifest import Digested
from cfgovern.evidence.spans import spans_csv
from cfgovern.journeys.synth import GENERATOR

GOLDEN = Path(__file__).with_name("golden.json")
AS_OF = date(2026, 10, 1)


def of_tables(contract: Contract, areas: Iterable[Rows]) -> dict[str, str]:
    digests = {table.name: Digested(csv_head(table)) for table in contract.tables}
    for rows in areas:
        for table in contract.tables:
            lines = csv_lines(table, as_columns(table, rows[table.name]))
            digests[table.name].add(len(rows[table.name]), lines)
    return {name: digested.told()["sha256"] for name, digested in digests.items()}


def of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def everything() -> dict[str, dict[str, str]]:
    contract = api.load_contract()
    cohort = plan(contract, people=4_700, areas=18, as_of=AS_OF)
    area = make_area(contract, people=60, as_of=AS_OF, seed=7)
    linked = make_linkage(contract, area, Draw(7))
    notes = make_notes(identities(contract, area), notes=40, as_of=AS_OF, seed=7)
    returns = list(quarters(contract, people=40, quarters=2, as_of=AS_OF, seed=7))
    changes = [change for sent in returns for change in sent.changes]
    return {
        "cohort": of_tables(contract, (cohort.rows(place) for place in range(18))),
        "area": of_tables(contract, [area]),
        "linkage": of_tables(contract, [linked.left, linked.right])
        | {"links": of_bytes(links_csv(linked.links))},
        "notes": {"notes": of_bytes(notes_csv(notes)), "spans": of_bytes(spans_csv(notes.spans))},
        "quarters": of_tables(contract, (sent.rows for sent in returns))
        | {"changes": of_bytes(changes_csv(contract, changes))},
    }


def test_the_rows_are_those_that_were_written_down() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert golden["generator"] == GENERATOR
    assert everything() == golden["digests"]


if __name__ == "__main__":
    told = {"generator": GENERATOR, "digests": everything()}
    GOLDEN.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
