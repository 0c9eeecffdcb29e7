"""A warning is confirmed with a reason: for that record, for that data, and for nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.contract.schemas import check_machine
from tests.command import cfgovern
from tests.journeys.settled import BACK, blank, check, contract, filled, loan, sent

REASON = "Seen in the card index."
SPACED = ("member_id,full_name,joined,age", "M-001, A,2020-01-01,40")


def test_from_the_outcome_confirm_to_pass(tmp_path: Path) -> None:
    """What a data lead does: check, have the file made, write the reasons, check again."""
    contract(tmp_path)
    first = sent(tmp_path, "first", [loan(1), loan(2), loan(3, "2026-01-06")], SPACED)
    text = blank(tmp_path, first)
    assert "A book cannot come back before it went out. Cells: " not in text  # no column: lines
    assert "  # A book cannot come back before it went out. Lines: 2-3." in text

    unfilled = check(tmp_path, first, "--confirmations", "c.yaml")
    assert (unfilled.code, unfilled.report()["outcome"], unfilled.report()["counts"]["warning"]) == (
        1, "confirm", 3,
    )  # fmt: skip
    assert [entry["because"] for entry in unfilled.report()["unused"]] == [
        "Still to be filled in: reason, who, when."
    ] * 2

    (tmp_path / "c.yaml").write_text(filled(text), encoding="utf-8")
    done = check(tmp_path, first, "--confirmations", "c.yaml")
    report = done.report()
    assert (done.code, report["outcome"], report["counts"]["warning"], report["findings"]) == (
        0,
        "pass",
        0,
        [],
    )
    told = ("rule", "count", "who", "when", "reason")
    assert [tuple(one[name] for name in told) for one in report["confirmed"]] == [
        ("members.full_name.whitespace", 1, "data lead", "2026-09-30", REASON),
        (BACK, 2, "data lead", "2026-09-30", REASON),
    ]  # fmt: skip
    assert [finding["row"] for finding in report["confirmed"][1]["findings"]] == [1, 2]
    assert "unused" not in report
    assert check_machine("report", report) == []


def test_people_read_what_was_confirmed_by_whom_and_why(tmp_path: Path) -> None:
    contract(tmp_path)
    first = sent(tmp_path, "first", [loan(1), loan(2)])
    (tmp_path / "c.yaml").write_text(filled(blank(tmp_path, first)), encoding="utf-8")
    options = ("--as-of", "2026-10-01", "--confirmations", "c.yaml", "--format", "text", "--format", "html")
    done = cfgovern(
        "validate", first, "--contract", "library.odcs.yaml", *options, "--output", "out", cwd=tmp_path
    )
    assert done.code == 0
    for name in ("report.txt", "report.html"):
        said = " ".join((tmp_path / "out" / name).read_text(encoding="utf-8").split())
        assert "Nothing must be fixed, and 2 points have been confirmed with a reason." in said
        assert f"{BACK}, 2 places (lines 2-3): {REASON} Confirmed by data lead on 30 September 2026." in said


def test_a_key_holds_when_the_data_is_sent_again_and_a_row_number_does_not(tmp_path: Path) -> None:
    contract(tmp_path)
    first = sent(tmp_path, "first", [loan(1), loan(2)], SPACED)
    (tmp_path / "c.yaml").write_text(filled(blank(tmp_path, first)), encoding="utf-8")
    # Loan 2 moved up, loan 1 went, loan 7 is in its row; the space is another member's.
    again = sent(tmp_path, "again", [loan(7), loan(2)], (SPACED[0], "M-002, C,2020-01-01,40", "M-001,A,,"))
    report = check(tmp_path, again, "--confirmations", "c.yaml").report()
    assert report["outcome"] == "confirm"
    assert [(f["rule"], f["row"]) for f in report["findings"]] == [
        ("members.full_name.whitespace", 1),
        (BACK, 1),
    ]
    (held,) = report["confirmed"]
    assert (held["count"], held["same_data"], held["findings"][0]["key"]) == (1, False, {"loan_id": "2"})
    moved, part = report["unused"]
    assert moved["because"].startswith("The data has changed since, so row numbers")
    assert part["because"] == "1 of its 2 places have no such warning (any more)."


def test_the_file_for_the_next_return_keeps_what_still_holds(tmp_path: Path) -> None:
    contract(tmp_path)
    first = sent(tmp_path, "first", [loan(1), loan(2)])
    (tmp_path / "c.yaml").write_text(filled(blank(tmp_path, first)), encoding="utf-8")
    again = sent(tmp_path, "again", [loan(2), loan(5)])
    done = check(tmp_path, again, "--confirmations", "c.yaml", "--write-confirmations", "next.yaml")
    assert done.code == 1
    text = (tmp_path / "next.yaml").read_text(encoding="utf-8")
    assert text.count(f'reason: "{REASON}"') == 1 and text.count("reason:\n") == 1
    (tmp_path / "next.yaml").write_text(filled(text, "Found on the shelf."), encoding="utf-8")
    report = check(tmp_path, again, "--confirmations", "next.yaml").report()
    assert report["outcome"] == "pass"
    assert [(one["reason"], one["same_data"]) for one in report["confirmed"]] == [
        (REASON, True), ("Found on the shelf.", True),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("field", "identifier"),
    [("reason", "NHS 999 000 0018"), ("who", "07700 900123")],
)
def test_an_identifier_in_a_reason_goes_nowhere(tmp_path: Path, field: str, identifier: str) -> None:
    """The file is refused before the data is read, with the place and without the text."""
    text = "contract: urn:example:library\nsubmission: sha256:" + "0" * 64
    text += f'\nconfirmations:\n  - rule: a.b\n    {field}: "It is {identifier} here"\n'
    (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
    contract(tmp_path)
    options = ("--confirmations", "c.yaml", "--write-confirmations", "out.yaml", "--evidence", "proof")
    done = check(tmp_path, sent(tmp_path, "first", [loan(1)]), *options)
    assert done.code == 2 and not (tmp_path / "proof").exists()
    assert f"c.yaml:5:{len(field) + 7}: " in done.err
    assert "[confirmations.identifier]" in done.err
    assert identifier not in done.err + done.out and not (tmp_path / "out.yaml").exists()


def test_the_run_record_knows_that_confirmations_were_given(tmp_path: Path) -> None:
    contract(tmp_path)
    first = sent(tmp_path, "first", [loan(1)])
    (tmp_path / "c.yaml").write_text(filled(blank(tmp_path, first)), encoding="utf-8")
    for place, options in (("with", ("--confirmations", "c.yaml")), ("without", ())):
        check(tmp_path, first, "--evidence", place, *options)
    records = [
        next((tmp_path / place).iterdir()).read_text(encoding="utf-8") for place in ("with", "without")
    ]
    options = [line for record in records for line in record.splitlines() if '"options"' in line]
    assert len(set(options)) == 2
    assert '"outcome": "pass"' in records[0] and '"outcome": "confirm"' in records[1]


def test_nothing_is_written_over_what_is_read(tmp_path: Path) -> None:
    contract(tmp_path)
    first = sent(tmp_path, "first", [loan(1)])
    text = filled(blank(tmp_path, first))
    (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
    for option in ("--write-confirmations", "--output"):
        done = check(tmp_path, first, "--confirmations", "c.yaml", option, "c.yaml")
        assert done.code == 2 and "[output.is_read]" in done.err
    done = check(tmp_path, first, "--write-confirmations", "new.json", "--output", "new.json")
    assert done.code == 2 and "[output.is_read]" in done.err
    assert (tmp_path / "c.yaml").read_text(encoding="utf-8") == text
    done = check(tmp_path, first, "--write-confirmations", "-")
    assert done.code == 2 and "[output.not_a_file]" in done.err


def test_a_submission_that_could_not_be_read_has_nothing_to_confirm(tmp_path: Path) -> None:
    contract(tmp_path)
    first = sent(tmp_path, "first", ['1,"never closed'])
    done = check(tmp_path, first, "--write-confirmations", "c.yaml")
    assert done.code == 3 and "[confirmations.nothing_read]" in done.err
    assert not (tmp_path / "c.yaml").exists()


def test_confirmations_of_another_contract_are_refused(tmp_path: Path) -> None:
    contract(tmp_path)
    first = sent(tmp_path, "first", [loan(1)])
    text = filled(blank(tmp_path, first)).replace("urn:example:library", "urn:example:other")
    (tmp_path / "c.yaml").write_text(text, encoding="utf-8")
    done = check(tmp_path, first, "--confirmations", "c.yaml")
    assert done.code == 2 and "c.yaml:4:11: " in done.err and "[confirmations.other_contract]" in done.err
