"""The page about faults says what the catalogue holds.

``python -m tests.unit.cohort.faults.test_reference`` writes it again.
"""

from __future__ import annotations

import re
from pathlib import Path

from cfgovern.cohort import faults
from cfgovern.cohort.faults import Kind

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "faults.md"

HEAD = """\
# Faults that are planted in made-up data

Made from `synthetic/faults.yaml`, which says how each is planted; a test holds the two together. Nothing
here is about a real person: a fault is planted in made-up rows, one a person, and what was planted is
written beside them.

`faults.csv` has one line for each place at fault: `file` (its path from there), `table`, `sheet`, `row`
(the record in the spoilt file, the first being 1; empty for a whole table), `column` (empty for a whole row
or table), `fault`, `clean`, `dirty`, `rules` (parted by `|`; any one finds it) and `severity`. One file
tells of every submission beside it.

`decoys.csv` has the same columns and no rules: cells that look wrong and are right. Nothing may be found
there.

## How a check is scored

`cfgovern validate SUBMISSION --score-against faults.csv` adds to the report what was planted and what was
found. A hit is the same table, row, column and rule. *Recall* is the share of the places at fault that was
found, of those that were judged: a place is *not judged* where none of its rules was run. *Precision* is the
share of the findings that something planted explains; of one fault, of the findings of its rules. Findings
that nothing explains are counted by rule. A `decoys.csv` in the same folder is taken into account. The exit
code stays that of the check.

Only those lines count whose file is the submission, or stands in it. A `spans.csv`, which says where
identifiers stand in texts, is what a scan will be scored against.

## Faults

`<table>` and `<column>` are where the fault is, `<letters>` those of a column that the contract does not
know. *By itself*: it stops the reading or changes every row, and has a submission of its own.
"""
TABLE = "| Fault | What it is | Found by | Severity | Where |\n|---|---|---|---|---|\n"


def page() -> str:
    """The whole page."""
    catalogue = faults.load_catalogue()
    told = "".join(line(kind) for kind in catalogue.kinds)
    waits = [f"{kind.id} awaits the {kind.awaits}." for kind in catalogue.kinds if kind.awaits]
    needs = [f"- {kind.id}: {kind.needs}" for kind in catalogue.kinds if kind.needs]
    given = [f"- {kind.id}: {kind.judged_with}" for kind in catalogue.kinds if kind.judged_with]
    decoys = "".join(f"| {kind.id} | {kind.words} |\n" for kind in catalogue.decoys)
    return (
        f"{HEAD}\n{TABLE}{told}\n{' '.join(waits)}\n\nSome need what not every contract or file has:\n\n"
        + "\n".join(needs)
        + "\n\nSome are found only where the check is given more than the submission:\n\n"
        + "\n".join(given)
        + f"\n\n## Decoys\n\n| Decoy | What it is |\n|---|---|\n{decoys}"
    )


def line(kind: Kind) -> str:
    rules = dict.fromkeys(shown(rule) for way in kind.ways for rule in way.rules)
    severities = dict.fromkeys(way.severity for way in kind.ways)
    where = dict.fromkeys(
        ("workbook, " if way.form == "workbook" else "CSV, " if way.form else "")
        + ("by itself" if way.alone else "with others")
        for way in kind.ways
    )
    cells = (
        kind.id,
        kind.words,
        ", ".join(rules) or "–",
        ", ".join(severities) or "–",
        "; ".join(where) or "–",
    )
    return f"| {' | '.join(cells)} |\n"


def shown(rule: str) -> str:
    return "`" + re.sub(r"{([a-z]+)}", r"<\1>", rule) + "`"


def test_the_page_is_what_the_catalogue_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
