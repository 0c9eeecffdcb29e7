"""What the comparison says of the area, held against the check: does yesterday's good return still pass?

One change in four; ``CFGOVERN_HYPOTHESIS=deep`` takes them all, which is minutes.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from cfgovern.api import validate
from tests.unit.contracts.diff.test_compare import CHANGES
from tests.unit.contracts.diff.versions import Edit, written

pytestmark = pytest.mark.long

NO_PACK: Edit = ("      - {property: cfgovernRules, value: [first-pack]}\n", "")
DAY = date(2026, 6, 1)
# Broken for the area in what its rows mean, or in its area profile: the check of the rows cannot tell.
UNSEEN = {"contract.id", "table.concept", "column.concept", "unit.changed", "identifier.changed"}
# This return does not hold what would break: no cell has the word, the table is there, the column is empty.
NOT_HERE = {"missing.word", "route.expected", "collected.off"}


def the_return(folder: Path) -> Path:
    """A return that is good under the first version: every cell filled that may be."""
    folder.mkdir()
    people = ["person_id,joined,left_on,score,area,home_area,kind,mail"]
    people += [
        f"P-{n:04},2024-01-0{n},2024-02-0{n},{2 * n},A2,A2,{'ab'[n % 2]},p{n}@example.org"
        for n in range(1, 9)
    ]
    areas = ["area_code,lead", "A2,chair"]
    visits = ["visit_person,visit_day,hours", "P-0001,2024-01-05,1.5", "P-0002,2024-01-05,2.25"]
    for name, lines in (("people", people), ("areas", areas), ("visits", visits)):
        (folder / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def outcome(contract: Path, submission: Path) -> str:
    return validate(submission, contract=contract, as_of=DAY).outcome


SEEN = [
    case
    for case in CHANGES
    if not case[2][0].startswith(("pack.", "domain.", "retention.")) and case[0] != "standard"
][:: 1 if os.environ.get("CFGOVERN_HYPOTHESIS") == "deep" else 4]


@pytest.mark.parametrize(("name", "edits", "told"), SEEN, ids=[case[0] for case in SEEN])
def test_yesterdays_return_meets_todays_contract(
    tmp_path: Path, name: str, edits: tuple[Edit, ...], told: tuple[str, str, str]
) -> None:
    back = name.startswith("back:")
    old, new = written(tmp_path / "old", NO_PACK), written(tmp_path / "new", NO_PACK, *edits)
    if back:
        old, new = new, old
    submission = the_return(tmp_path / "return")
    if back:
        make_good(submission, name)
    assert outcome(old, submission) == "pass", "the return is good under the first of the two"
    kind, area, _ = told
    if area in ("loosening", "cosmetic"):
        assert outcome(new, submission) == "pass"
    elif area == "breaking" and kind not in UNSEEN | NOT_HERE:
        assert outcome(new, submission) in ("fail", "refused")


def make_good(submission: Path, name: str) -> None:
    """Fit the return to the edited version where that is the first of the two."""
    if name == "back: table new":
        (submission / "visits.csv").unlink()
    elif name == "back: not collected":
        _change(submission / "people.csv", lambda cells, head: [*cells, "nhs" if head else ""])
    elif name == "back: identifier gone":  # an address that is nobody's is no good return
        _change(submission / "people.csv", lambda cells, head: cells if head else [*cells[:-1], ""])
    elif name == "back: column":
        _change(submission / "visits.csv", lambda cells, head: cells[:-1])


def _change(file: Path, change: Callable[[list[str], bool], list[str]]) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    cells = [change(line.split(","), index == 0) for index, line in enumerate(lines)]
    file.write_text("\n".join(map(",".join, cells)) + "\n", encoding="utf-8")
