"""A report beside the one before: put right, new, still there; and what nobody can tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cfgovern.contract.schemas import check_machine
from tests.command import cfgovern
from tests.journeys.settled import BACK, MEMBERS, blank, check, contract, filled, loan, sent

SPACE = "members.full_name.whitespace"
SPACED = (MEMBERS[0], "M-001, A,2020-01-01,40")


def before(folder: Path, submission: Path, *options: str) -> Path:
    path = folder / "before.json"
    path.write_text(check(folder, submission, *options).out, encoding="utf-8")
    return path


def rules(report: dict[str, Any]) -> dict[str, tuple[int | None, ...]]:
    names = ("before", "now", "fixed", "new", "still", "gone")
    return {one["rule"]: tuple(one[name] for name in names) for one in report["comparison"]["rules"]}


def test_records_are_known_by_their_keys_wherever_they_stand(tmp_path: Path) -> None:
    contract(tmp_path)
    earlier = before(tmp_path, sent(tmp_path, "first", [loan(1), loan(2), loan(3)], SPACED))
    again = sent(tmp_path, "again", [loan(9), loan(3), loan(2, "2026-01-06"), loan(4)])
    done = check(tmp_path, again, "--previous", earlier)
    report = done.report()
    assert rules(report) == {BACK: (3, 3, 2, 2, 1, 0), SPACE: (1, 0, 1, 0, 0, 0)}
    told = report["comparison"]
    assert (told["fixed"], told["new"], told["still"], told["gone"], told["same_data"]) == (3, 2, 1, 0, False)
    assert check_machine("report", report) == []


def test_people_read_it_too(tmp_path: Path) -> None:
    contract(tmp_path)
    earlier = before(tmp_path, sent(tmp_path, "first", [loan(1), loan(2)], SPACED))
    again = sent(tmp_path, "again", [loan(2), loan(4)], (MEMBERS[0], "M-001, A,2020-01-01,40", "M-002, B,,"))
    options = ("--previous", earlier, "--format", "text", "--format", "html", "--output", "out")
    cfgovern("validate", again, "--contract", "library.odcs.yaml", *options, cwd=tmp_path)
    for name in ("report.txt", "report.html"):
        said = " ".join((tmp_path / "out" / name).read_text(encoding="utf-8").split())
        assert "Since the check of 1 October 2026: 1 put right, 2 new, 2 still there." in said
        assert "2 findings were compared by row number, which rows put in between move on." in said


@pytest.mark.soak
def test_a_finding_is_not_put_right_where_its_rule_was_not_run(tmp_path: Path) -> None:
    contract(tmp_path)
    earlier = before(tmp_path, sent(tmp_path, "first", [loan(1)]))
    broken = sent(tmp_path, "again", ["1,M-001,2026-01-05,x"])  # the cell that the rule reads is no date
    report = check(tmp_path, broken, "--previous", earlier).report()
    assert rules(report)[BACK] == (1, 0, 0, 0, 0, 1)
    waived = "contract: urn:example:library\nwaivers:\n  - {rule: loans.back_after_out, becomes: not_run, "
    waived += "areas: all, from: 2026-01-01, until: 2027-01-01, owner: Lead, reason: It misfires.}\n"
    (tmp_path / "waivers.yaml").write_text(waived, encoding="utf-8")
    report = check(tmp_path, sent(tmp_path, "third", [loan(1)]), "--previous", earlier).report()
    assert rules(report)[BACK] == (1, 0, 0, 0, 0, 1)


def test_what_is_confirmed_is_still_there(tmp_path: Path) -> None:
    contract(tmp_path)
    first = sent(tmp_path, "first", [loan(1)])
    (tmp_path / "c.yaml").write_text(filled(blank(tmp_path, first)), encoding="utf-8")
    earlier = before(tmp_path, first, "--confirmations", "c.yaml")
    report = check(tmp_path, first, "--previous", earlier, "--confirmations", "c.yaml").report()
    assert rules(report) == {BACK: (1, 1, 0, 0, 1, 0)}
    assert report["comparison"]["same_data"] is True


def test_what_is_no_report_is_refused(tmp_path: Path) -> None:
    contract(tmp_path)
    (tmp_path / "before.json").write_text("SECRET", encoding="utf-8")
    done = check(tmp_path, sent(tmp_path, "first", [loan(1)]), "--previous", "before.json")
    assert done.code == 2 and "[previous.not_a_report]" in done.err and "SECRET" not in done.err


@pytest.mark.parametrize(("kept", "told"), [(18, []), (17, [{"table": "loans", "before": 20, "now": 17}])])
@pytest.mark.soak
def test_a_table_that_lost_more_than_a_tenth_of_its_rows_is_told(
    tmp_path: Path, kept: int, told: list[dict[str, object]]
) -> None:
    contract(tmp_path)
    good = [loan(number, "2026-01-06") for number in range(20)]
    earlier = before(tmp_path, sent(tmp_path, "first", good))
    done = check(tmp_path, sent(tmp_path, "again", good[:kept]), "--previous", earlier)
    report = done.report()
    assert (done.code, report["comparison"]["fewer"]) == (0, told)
    assert check_machine("report", report) == []


def test_people_read_which_table_lost_rows_and_more_rows_are_nothing_to_tell(tmp_path: Path) -> None:
    contract(tmp_path)
    earlier = before(tmp_path, sent(tmp_path, "first", [loan(1, "2026-01-06"), loan(2, "2026-01-06")]))
    again = sent(tmp_path, "again", [loan(1, "2026-01-06")], (*MEMBERS, "M-003,C,2020-01-01,40"))
    text = cfgovern("validate", again, "--contract", "library.odcs.yaml", "--previous", earlier, cwd=tmp_path)
    said = " ".join(text.out.split())
    assert "loans has 1 row and had 2 then. Check that nothing was left out." in said
    assert "members has" not in said
