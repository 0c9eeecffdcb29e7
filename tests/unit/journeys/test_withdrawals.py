"""Who withdrew: the list that people write, what earlier releases knew, and who must be told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import OperatorFileError
from cfgovern.evidence.ledger import ToTell, Withdrawal
from cfgovern.journeys.withdrawals import read_withdrawals, rounds, to_tell
from cfgovern.keys.root import Root
from cfgovern.tokens.keyed import token_key
from tests.unit.evidence.test_ledger import ENTRY
from tests.unit.keys.test_sealed import keys

ROOTS = [Root("area", epoch, bytes([epoch]) * 32) for epoch in (1, 2)]
REF = "0123456789abcdef" * 2
HEAD = "person_ref,withdrawn_on,from"


def faults(tmp_path: Path, data: bytes) -> list[tuple[str, int]]:
    (tmp_path / "list.csv").write_bytes(data)
    with pytest.raises(OperatorFileError) as caught:
        read_withdrawals(tmp_path / "list.csv")
    assert caught.value.code == "withdrawals.refused" and REF not in str(caught.value)
    return [(one.code.removeprefix("withdrawals."), one.line) for one in caught.value.faults]


def test_a_list_as_a_spreadsheet_saves_it(tmp_path: Path) -> None:
    text = f"\ufeff{HEAD}\r\n{REF},2026-11-02,linking\r\n\r\n{'f' * 32},2026-01-01,everything\r\n"
    (tmp_path / "list.csv").write_bytes(text.encode())
    assert read_withdrawals(tmp_path / "list.csv") == {
        REF: Withdrawal("2026-11-02"), "f" * 32: Withdrawal("2026-01-01", everything=True),
    }  # fmt: skip


def test_of_somebody_listed_twice_the_graver_counts(tmp_path: Path) -> None:
    lines = [HEAD, f"{REF},2026-11-02,everything", f"{REF},2026-11-03,linking", f"{REF},2026-10-01,linking"]
    (tmp_path / "list.csv").write_text("\n".join(lines), encoding="utf-8")
    assert read_withdrawals(tmp_path / "list.csv") == {REF: Withdrawal("2026-11-03", everything=True)}


def test_every_fault_of_a_list_has_its_line(tmp_path: Path) -> None:
    wrong = (f"{REF[:-1]},2026-11-02,linking", f"{REF},02/11/2026,linking", f"{REF},2026-02-30,linking")
    others = (f"{REF},2026-11-02,sharing", f"{REF},2026-11-02", f"{REF.upper()},2026-11-02,linking")
    lines = [HEAD, *wrong, *others]
    assert faults(tmp_path, "\n".join(lines).encode()) == [
        ("person_ref", 2), ("day", 3), ("day", 4), ("from", 5), ("columns", 6), ("person_ref", 7),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "headings"),
        (b"ref,day,from\n", "headings"),
        (f"{HEAD}\n\xff".encode("latin-1"), "unreadable"),
        (f'{HEAD}\n"{REF}'.encode(), "unreadable"),
        (HEAD.encode("utf-16"), "unreadable"),
    ],
)
def test_what_is_no_list(tmp_path: Path, data: bytes, code: str) -> None:
    assert [name for name, _ in faults(tmp_path, data)] == [code]


def test_a_list_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(OperatorFileError, match=r"withdrawals\.refused"):
        read_withdrawals(tmp_path / "nowhere.csv")


def test_each_domain_and_epoch_has_references_of_its_own() -> None:
    later = replace(ENTRY, epoch=2, withdrawn={})
    elsewhere = replace(ENTRY, domain="evaluation", withdrawn={})
    listed = {"r1": Withdrawal("2026-11-02")}
    found = rounds([ENTRY, later, elsewhere], keys(*ROOTS), ("linkage", 2), listed)
    told = {tuple({(entry.domain, entry.epoch) for entry in one.entries}): one for one in found}
    assert told.keys() == {(("linkage", 1),), (("linkage", 2),), (("evaluation", 1),)}
    assert told[("linkage", 2),].withdrawn == listed
    assert told[("linkage", 1),].withdrawn == ENTRY.withdrawn and not told[("evaluation", 1),].withdrawn
    for (domain, epoch), one in ((key, one) for (key,), one in told.items()):
        assert one.key.pads() == token_key(ROOTS[epoch - 1], domain, epoch, "person_ref").pads()


def test_nothing_was_released_and_nobody_is_listed() -> None:
    assert rounds([], keys(*ROOTS), ("linkage", 2), {}) == []
    [only] = rounds([], keys(*ROOTS), ("linkage", 2), {"r1": Withdrawal("2026-11-02")})
    assert only.entries == () and set(only.withdrawn) == {"r1"}


def test_the_graver_of_what_two_releases_knew_counts() -> None:
    one = replace(ENTRY, withdrawn={"r1": Withdrawal("2026-11-03")})
    other = replace(ENTRY, withdrawn={"r1": Withdrawal("2026-11-02", everything=True)})
    for both in ([one, other], [other, one]):
        [found] = rounds(both, keys(*ROOTS), ("linkage", 1), {})
        assert found.withdrawn == {"r1": Withdrawal("2026-11-03", everything=True)}


def test_a_release_that_was_made_twice_is_told_of_once_and_forgets_nobody() -> None:
    again = replace(ENTRY, sent={"r1": "l1"}, linked=("r1",), withdrawn={})
    found = rounds([ENTRY, again], keys(*ROOTS), ("linkage", 1), {"r2": Withdrawal("2026-11-02")})
    gone = {"r1": Withdrawal("2026-11-02")}
    assert list(to_tell(found, [gone])) == [ToTell("2026-q3", "linkage", "The linker", ("l1", "l2"))]
    assert next(to_tell(found, [{}])).link_ids == ("l2",)


def test_whoever_has_agreed_again_is_not_told_of() -> None:
    """Neither where the submission says so, nor where a later release knew of both."""
    gone = {"r1": Withdrawal("2026-10-20")}
    first = replace(ENTRY, release="q2", withdrawn={}, made_at="2026-07-01T08:00:00+00:00")
    then = replace(ENTRY, release="q3", linked=(), withdrawn=gone, made_at="2026-10-21T08:00:00+00:00")
    again = replace(ENTRY, release="q4", withdrawn={}, made_at="2026-12-01T08:00:00+00:00")
    [found] = rounds([first, then, again], keys(*ROOTS), ("linkage", 1), {})
    assert list(to_tell([found], [{"r1": None}])) == []
    assert [told.release for told in to_tell([found], [{}])] == ["q2"]
    anew = {"r1": Withdrawal("2027-01-05")}
    assert [told.release for told in to_tell([found], [anew])] == ["q2", "q4"]
