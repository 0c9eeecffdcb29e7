"""The programme root goes to an area sealed, is compared by its fingerprint, and displaces nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import UsageError
from cfgovern.keys import locks
from cfgovern.keys.facts import Facts
from cfgovern.keys.keyfile import new_keys, open_keys, public_facts, rotate, write_locked
from cfgovern.keys.locks import Passphrase, SealTo
from cfgovern.keys.opened import joined, told
from cfgovern.keys.pair import PublicPair
from cfgovern.keys.root import Root
from cfgovern.keys.sharing import add, share
from tests.unit.keys.held import WORDS

WAY = Passphrase(WORDS)


@pytest.fixture(autouse=True)
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "_COST", {"memory_kib": 19_456, "iterations": 2, "lanes": 1})


@pytest.fixture
def linker(tmp_path: Path) -> Path:
    new_keys(tmp_path / "linker", WAY, ["programme"], "The linker")
    return tmp_path / "linker"


@pytest.fixture
def area(tmp_path: Path) -> Path:
    new_keys(tmp_path / "area", WAY, ["area", "pair"])
    return tmp_path / "area"


def public(path: Path) -> PublicPair:
    return public_facts(path).epochs("pair")[-1].public


def newest(path: Path) -> str:
    return public_facts(path).epochs("programme")[-1].fingerprint


def code(do: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as caught:
        do()
    assert caught.value.exit_code == 2 and caught.value.fix and caught.value.__context__ is None
    return caught.value.code


def sealed(path: Path, to: PublicPair, *roots: Root, made_here: bool = False) -> Path:
    """What somebody could seal who knows the form."""
    said, key = SealTo(to.x25519).closing()
    entries = tuple(replace(told(root, root.epoch), made_here=made_here) for root in roots)
    write_locked(path, Facts("", "2026-10-01", entries, said), joined(roots), key)
    return path


def test_every_area_has_the_root_of_the_linker(linker: Path, area: Path, tmp_path: Path) -> None:
    share(linker, WAY, public(area), tmp_path / "letter")
    add(area, WAY, tmp_path / "letter", newest(linker))
    mine, theirs = open_keys(area, WAY), open_keys(linker, WAY)
    assert mine.root("programme").derive("x") == theirs.root("programme").derive("x")
    assert mine.root("area").epoch == 1
    assert [entry.made_here for entry in mine.listed().epochs("programme")] == [False]


def test_a_later_epoch_and_the_floor_come_with_it(linker: Path, area: Path, tmp_path: Path) -> None:
    for letter in ("one", "two", "three"):
        share(linker, WAY, public(area), tmp_path / letter)
        add(area, WAY, tmp_path / letter, newest(linker))
        rotate(linker, WAY, floor=2 if letter == "two" else None)
    epochs = [entry.epoch for entry in public_facts(area).epochs("programme")]
    assert epochs == [1, 2, 3]
    assert code(lambda: open_keys(area, WAY).root("programme", 1)) == "key.floor"
    assert [entry.epoch for entry in public_facts(tmp_path / "three").entries] == [2, 3]


def test_the_fingerprint_may_be_typed_in_groups(linker: Path, area: Path, tmp_path: Path) -> None:
    share(linker, WAY, public(area), tmp_path / "letter")
    said = newest(linker).upper()
    add(area, WAY, tmp_path / "letter", f" {said[:4]} {said[4:]} ")
    assert newest(area) == newest(linker)


def test_another_fingerprint_is_refused(linker: Path, area: Path, tmp_path: Path) -> None:
    share(linker, WAY, public(area), tmp_path / "letter")
    before = area.read_bytes()
    for said in ("", "0" * 16, newest(linker)[:8], public(area).fingerprint):
        assert code(lambda said=said: add(area, WAY, tmp_path / "letter", said)) == "key.fingerprint"  # type: ignore[misc]
    assert area.read_bytes() == before


def test_an_epoch_of_somebody_elses_does_not_come_in_under_the_right_one(area: Path, tmp_path: Path) -> None:
    right, wrong = Root("programme", 1, bytes(range(32))), Root("programme", 2, bytes(32))
    letter = sealed(tmp_path / "letter", public(area), wrong, right)
    assert code(lambda: add(area, WAY, letter, right.fingerprint)) == "key.fingerprint"


def test_a_letter_holds_roots_of_one_kind(area: Path, tmp_path: Path) -> None:
    roots = Root("programme", 1, bytes(range(32))), Root("area", 1, bytes(32))
    letter = sealed(tmp_path / "letter", public(area), *roots)
    assert code(lambda: add(area, WAY, letter, roots[0].fingerprint)) == "key.edited"
    assert code(lambda: add(area, WAY, sealed(tmp_path / "none", public(area)), "")) == "key.edited"


def test_what_comes_in_was_made_by_another_whatever_it_says(area: Path, tmp_path: Path) -> None:
    root = Root("programme", 1, bytes(range(32)))
    add(area, WAY, sealed(tmp_path / "letter", public(area), root, made_here=True), root.fingerprint)
    assert code(lambda: rotate(area, WAY, ["programme"])) == "key.missing_root"
    rotate(area, WAY)
    assert [len(public_facts(area).epochs(kind)) for kind in ("programme", "area", "pair")] == [1, 2, 2]


def test_its_floor_can_be_moved_where_it_was_taken_in(linker: Path, area: Path, tmp_path: Path) -> None:
    rotate(linker, WAY)
    share(linker, WAY, public(area), tmp_path / "letter")
    add(area, WAY, tmp_path / "letter", newest(linker))
    rotate(area, WAY, ["programme"], floor=2, new_epoch=False)
    assert code(lambda: open_keys(area, WAY).root("programme", 1)) == "key.floor"


def test_a_root_of_its_own_is_let_go_of_only_when_asked(linker: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    new_keys(own, WAY)
    area_root = open_keys(own, WAY).root("area").fingerprint
    share(linker, WAY, public(own), tmp_path / "letter")
    before = own.read_bytes()
    assert code(lambda: add(own, WAY, tmp_path / "letter", newest(linker))) == "key.other_root"
    assert own.read_bytes() == before
    add(own, WAY, tmp_path / "letter", newest(linker), drop_own=True)
    assert newest(own) == newest(linker)
    assert open_keys(own, WAY).root("area").fingerprint == area_root


def test_the_root_of_another_linker_is_never_displaced(linker: Path, area: Path, tmp_path: Path) -> None:
    share(linker, WAY, public(area), tmp_path / "letter")
    add(area, WAY, tmp_path / "letter", newest(linker))
    other = sealed(tmp_path / "other", public(area), Root("programme", 1, bytes(32)))
    said = public_facts(other).entries[0].fingerprint
    assert code(lambda: add(area, WAY, other, said, drop_own=True)) == "key.other_root"


def test_the_same_letter_twice_changes_no_key(linker: Path, area: Path, tmp_path: Path) -> None:
    share(linker, WAY, public(area), tmp_path / "letter")
    for _ in range(2):
        add(area, WAY, tmp_path / "letter", newest(linker))
    assert len(public_facts(area).epochs("programme")) == 1


def test_only_its_maker_shares_a_root(linker: Path, area: Path, tmp_path: Path) -> None:
    share(linker, WAY, public(area), tmp_path / "letter")
    add(area, WAY, tmp_path / "letter", newest(linker))
    assert code(lambda: share(area, WAY, public(area), tmp_path / "more")) == "key.not_made_here"
    assert code(lambda: share(linker, WAY, public(area), tmp_path / "letter")) == "key.exists"
    new_keys(tmp_path / "none", WAY, ["area"])
    assert code(lambda: share(tmp_path / "none", WAY, public(area), tmp_path / "more")) == "key.missing_root"
    assert not (tmp_path / "more").exists()


def test_a_letter_to_somebody_else(linker: Path, area: Path, tmp_path: Path) -> None:
    new_keys(tmp_path / "other", WAY, ["pair"])
    share(linker, WAY, public(tmp_path / "other"), tmp_path / "letter")
    assert code(lambda: add(area, WAY, tmp_path / "letter", newest(linker))) == "key.wrong"


def test_a_letter_may_come_any_way(linker: Path, area: Path, tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    letter = tmp_path / "OneDrive" / "letter"
    share(linker, WAY, public(area), letter)
    if sys.platform != "win32":
        letter.chmod(0o644)
    add(area, WAY, letter, newest(linker))
    assert newest(area) == newest(linker)


def test_a_letter_for_an_earlier_pair_is_opened(linker: Path, area: Path, tmp_path: Path) -> None:
    share(linker, WAY, public(area), tmp_path / "letter")
    rotate(area, WAY, ["pair"])
    add(area, WAY, tmp_path / "letter", newest(linker))
    assert newest(area) == newest(linker)
