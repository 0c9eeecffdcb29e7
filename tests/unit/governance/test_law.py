"""The law as data: what is in force when, what is old or unsure, and faults of the file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cfgovern import content
from cfgovern.errors import OperatorFileError
from cfgovern.governance.law import PUBLIC_BODIES, Law, load_law

REGULATOR = """\
  - {id: old, kind: regulator, title: Old, says: It is., source: x, checked_on: 2026-05-31, from: always}
"""


@pytest.fixture(scope="module")
def law() -> Law:
    return load_law()


@pytest.fixture
def pack(tmp_path: Path) -> Iterator[Path]:
    for name in ("schemas", "dpia_templates"):
        (tmp_path / name).mkdir()
    content.use_pack(tmp_path)
    yield tmp_path / "dpia_templates" / "legal.yaml"
    content.use_pack(None)


def written(path: Path, entries: str) -> Law:
    path.write_text(f'version: "1"\nentries:\n{REGULATOR}{entries}', encoding="utf-8")
    return load_law()


def test_every_entry_has_a_source_and_a_day(law: Law) -> None:
    assert len(law.entries) > 50
    assert all(entry.source and entry.checked_on >= "2026-11-20" for entry in law.entries.values())


@pytest.mark.parametrize(
    ("entry", "last_day_without", "first_day"),
    [
        ("recognised_legitimate_interest", "2026-02-04", "2026-02-05"),
        ("research_safeguards", "2026-02-04", "2026-02-05"),
        ("complaints_30_days", "2026-06-18", "2026-06-19"),
        ("data_sharing_code", "2021-10-04", "2021-10-05"),
    ],
)
def test_what_has_a_first_day(law: Law, entry: str, last_day_without: str, first_day: str) -> None:
    assert entry not in law.on(last_day_without)
    assert entry in law.on(first_day)


def test_the_regulator_keeps_its_name_while_the_day_is_not_known(law: Law) -> None:
    assert law.regulator("2030-01-01").title == "Information Commissioner"
    told = [words for words in law.notices("2026-11-28") if "Information Commission;" in words]
    assert len(told) == 1


def test_the_regulator_changes_on_its_day_once_it_is_known(pack: Path) -> None:
    coming = "{id: new, kind: regulator, title: New, says: It is., source: x, checked_on: 2026-05-31,"
    law = written(pack, f"  - {coming} from: 2027-04-01}}\n")
    assert law.regulator("2027-03-31").title == "Old"
    assert law.regulator("2027-04-01").title == "New"
    assert law.notices("2026-11-30") == []


def test_an_entry_ends_on_its_last_day(pack: Path) -> None:
    gone = "{id: gone, kind: code, title: Gone, says: It was., source: x, checked_on: 2026-05-31,"
    law = written(pack, f"  - {gone} from: 2020-01-01, until: 2026-06-30}}\n")
    assert "gone" in law.on("2026-06-30")
    assert "gone" not in law.on("2026-07-01")


@pytest.mark.parametrize(("day", "stale"), [("2026-11-30", ()), ("2026-12-01", ("old",))])
def test_what_is_older_than_six_months_is_stale(pack: Path, day: str, stale: tuple[str, ...]) -> None:
    law = written(pack, "")
    assert law.stale(day) == stale
    assert any("more than 6 months ago, the oldest on 2026-05-31" in words for words in law.notices(day)) == (
        stale != ()
    )


def test_a_draft_names_what_nobody_could_confirm(law: Law) -> None:
    assert law.unsure(["public_task", "consent", "no_such"]) == ("consent",)
    assert any("Consent (Article 6(1)(a))" in words for words in law.notices("2026-11-28", ["consent"]))
    assert not any("Check these" in words for words in law.notices("2026-11-28", ["public_task"]))


def test_the_interests_bases_are_for_no_public_body(law: Law) -> None:
    for name in ("legitimate_interests", "recognised_legitimate_interest"):
        assert not PUBLIC_BODIES & set(law.entries[name].for_kinds)
        assert law.entries[name].fits("voluntary_sector")


def test_a_policy_document_is_asked_for_by_some_conditions_only(law: Law) -> None:
    needing = {n for n, entry in law.under("schedule_1").items() if entry.needs_policy_document}
    assert "schedule_1_government_purposes" in needing
    assert not needing & {"schedule_1_research", "schedule_1_health_social_care", "schedule_1_public_health"}


def test_every_condition_that_needs_schedule_1_can_find_one_there(law: Law) -> None:
    served = {one for entry in law.under("schedule_1").values() for one in entry.serves}
    needing = {n for n, e in law.entries.items() if e.needs_schedule_1}
    assert needing == served


@pytest.mark.parametrize("kind", sorted(PUBLIC_BODIES))
def test_every_kind_of_public_body_has_a_power_to_look_at(law: Law, kind: str) -> None:
    assert [n for n, entry in law.powers(kind).items() if entry.for_kinds]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("id: old, kind: act", "legal.twice"),
        ("id: lone, kind: condition", "legal.under"),
        ("id: odd, kind: act, under: article_6", "legal.under"),
        ("id: lost, kind: condition, under: schedule_1, serves: [nobody]", "legal.unknown"),
        ("id: lost, kind: statute", "entry.allowed"),
    ],
)
def test_a_fault_has_its_place(pack: Path, entry: str, code: str) -> None:
    with pytest.raises(OperatorFileError) as refused:
        written(
            pack, f"  - {{{entry}, title: T, says: S., source: x, checked_on: 2026-05-31, from: always}}\n"
        )
    assert [(fault.code, fault.line) for fault in refused.value.faults] == [(code, 4)]


def test_a_pack_without_a_regulator_is_refused(pack: Path) -> None:
    pack.write_text(
        'version: "1"\nentries:\n  - {id: a, kind: act, title: T, says: S., source: x, '
        "checked_on: 2026-05-31, from: always}\n",
        encoding="utf-8",
    )
    with pytest.raises(OperatorFileError) as refused:
        load_law()
    assert [fault.code for fault in refused.value.faults] == ["legal.regulator"]
