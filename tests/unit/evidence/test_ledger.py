"""The register's entries: what they keep, who must be told, and that live and synthetic never mix."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfgovern.errors import UsageError
from cfgovern.evidence.ledger import Entry, Withdrawal, entry_from, must_not_mix, to_be_told

ENTRY = Entry(
    release="2026-q3",
    domain="linkage",
    epoch=1,
    recipient="The linker",
    made_at="2026-10-02T08:00:00+00:00",
    record_origin="live",
    sent={"r1": "l1", "r2": "l2", "r3": "l3"},
    linked=("r1", "r2"),
    withdrawn={"r9": Withdrawal("2026-05-01", everything=True)},
)


def test_an_entry_comes_back_as_it_was_kept() -> None:
    assert entry_from(ENTRY.to_bytes()) == ENTRY


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"ledger_version": 2}', ENTRY.to_bytes()[:-9]])
def test_what_is_no_entry_is_told(data: bytes) -> None:
    with pytest.raises(UsageError) as caught:
        entry_from(data)
    assert caught.value.code == "ledger.unreadable"


def test_those_are_told_of_whose_identifiers_were_sent_or_who_withdrew_from_everything() -> None:
    linking, everything = Withdrawal("2026-11-01"), Withdrawal("2026-11-01", everything=True)
    assert to_be_told(ENTRY, {"r2": linking, "r3": linking, "r7": everything}) == ("l2",)
    assert to_be_told(ENTRY, {"r3": everything, "r1": linking}) == ("l1", "l3")
    assert to_be_told(ENTRY, {}) == ()


def test_live_and_synthetic_data_never_go_to_one_domain_under_the_same_keys() -> None:
    must_not_mix([ENTRY], "linkage", "live")
    must_not_mix([ENTRY], "answers", "synthetic")
    for origin, entry in (("synthetic", ENTRY), ("live", replace(ENTRY, record_origin="synthetic"))):
        with pytest.raises(UsageError) as caught:
            must_not_mix([entry], "linkage", origin)
        assert caught.value.code == "release.mixed_origin"
