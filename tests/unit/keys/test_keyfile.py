"""A key file opens for its own passphrase and tells every other reason why it does not."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import sys
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from cfgovern.errors import UsageError
from cfgovern.keys.envelope import MOST
from cfgovern.keys.facts import KINDS, canonical
from cfgovern.keys.keyfile import Keys, new_keys, open_keys, public_facts, rotate
from cfgovern.keys.locks import OwnPairs, Passphrase, SealTo
from cfgovern.keys.pair import Pair
from cfgovern.keys.secret import Secret
from tests.breakage import Disk, tree
from tests.unit.keys.held import PAIR, WORDS, shows

RIGHT, WRONG = Passphrase(WORDS), Passphrase("four other words entirely")
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes are those of POSIX")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("made") / "keys.json"
    new_keys(path, RIGHT, custodian="Data lead")
    return path.read_bytes()


@pytest.fixture
def file(made: bytes, tmp_path: Path) -> Path:
    return put(tmp_path / "keys.json", made)


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    path.chmod(0o600)
    return path


def code(do: Callable[[], object]) -> str:
    with pytest.raises(UsageError) as caught:
        do()
    assert caught.value.exit_code == 2 and caught.value.fix
    assert caught.value.__context__ is None
    text = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert not shows(text, WORDS.encode(), WRONG.reveal())
    return caught.value.code


def changed(made: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The file after a change by somebody who makes its digest anew."""
    said = json.loads(made)
    del said["digest"]
    change(said)
    said["digest"] = hashlib.sha256(canonical(said)).hexdigest()
    return json.dumps(said, indent=1).encode() + b"\n"


# --- made and opened ------------------------------------------------------------------------


def test_what_was_made_is_opened(file: Path) -> None:
    keys = open_keys(file, RIGHT)
    listed = keys.listed()
    assert listed == public_facts(file)
    assert [(entry.kind, entry.epoch) for entry in listed.entries] == [(kind, 1) for kind in KINDS]
    assert listed.custodian == "Data lead"
    roots = [keys.root("programme"), keys.root("area", 1)]
    assert [root.fingerprint for root in roots] == [entry.fingerprint for entry in listed.entries[:2]]
    assert len({root.derive("x") for root in roots}) == 2


def test_two_files_have_nothing_in_common(made: bytes, tmp_path: Path) -> None:
    facts = new_keys(tmp_path / "other.json", RIGHT)
    mine = json.loads(made)
    assert not {e.fingerprint for e in facts.entries} & {e["fingerprint"] for e in mine["keys"]}
    assert facts.lock["salt"] != mine["lock"]["salt"]


@posix
def test_it_is_for_its_owner_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        new_keys(tmp_path / "keys.json", RIGHT, ["area"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys.json"]


def test_the_file_has_none_of_its_keys_in_the_clear(file: Path) -> None:
    keys = open_keys(file, RIGHT)
    held = [keys.secret(entry).reveal() for entry in keys.listed().entries]
    assert not shows(file.read_text(), WORDS.encode(), *held, *(each[:16] for each in held))


def test_a_passphrase_is_the_same_from_every_keyboard(tmp_path: Path) -> None:
    new_keys(tmp_path / "keys.json", Passphrase("caf\u00e9 au lait at nine"), ["area"])
    assert open_keys(tmp_path / "keys.json", Passphrase("cafe\u0301 au lait at nine")).root("area")


# --- refused --------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "fourteen chars", "a" * 40, "abcabcabcabcabcabc"])
def test_a_short_or_plain_passphrase_is_refused(tmp_path: Path, text: str) -> None:
    assert code(lambda: new_keys(tmp_path / "k", Passphrase(text))) == "key.short_passphrase"
    assert list(tmp_path.iterdir()) == []


def test_no_file_is_replaced_by_a_new_one(file: Path) -> None:
    before = file.read_bytes()
    assert code(lambda: new_keys(file, RIGHT)) == "key.exists"
    assert file.read_bytes() == before


@pytest.mark.parametrize("custodian", ["two\nlines", "x" * 201, "\x1b[31m", "Lead, 07700 900123"])
def test_a_custodian_is_one_short_line(tmp_path: Path, custodian: str) -> None:
    assert code(lambda: new_keys(tmp_path / "k", RIGHT, custodian=custodian)) == "key.custodian"


def test_a_wrong_passphrase(file: Path) -> None:
    assert code(lambda: open_keys(file, WRONG)) == "key.passphrase"


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert code(lambda: open_keys(tmp_path / "none", RIGHT)) == "key.absent"
    assert code(lambda: open_keys(tmp_path, RIGHT)) == "key.unreadable"


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o610])
def test_a_file_that_is_open_to_others(file: Path, mode: int) -> None:
    file.chmod(mode)
    assert code(lambda: open_keys(file, RIGHT)) == "key.open_to_others"
    assert code(lambda: public_facts(file)) == "key.open_to_others"


@pytest.mark.parametrize("depth", [500, *range(970, 1000, 3), 100_000])
def test_a_file_that_is_nested_too_deep(tmp_path: Path, depth: int) -> None:
    data = b'{\n "cfgovern_keys": 1, "a": ' + b"[" * depth + b"]" * depth + b"}\n"
    assert code(lambda: public_facts(put(tmp_path / "k", data))) == "key.edited"


@pytest.mark.parametrize("data", [b"PK\x03\x04", b'{"cfgovern": 1}', b"\xff\xfe{", b" " * (MOST + 1)])
def test_what_is_no_key_file(tmp_path: Path, data: bytes) -> None:
    assert code(lambda: open_keys(put(tmp_path / "k", data), RIGHT)) == "key.not_ours"


def test_a_later_version(made: bytes, tmp_path: Path) -> None:
    data = changed(made, lambda said: said.update(cfgovern_keys=2, more="?"))
    assert code(lambda: open_keys(put(tmp_path / "k", data), RIGHT)) == "key.version"


def test_cut_short_at_any_place(made: bytes, tmp_path: Path) -> None:
    for end in range(0, len(made) - 2, 41):
        assert code(lambda end=end: public_facts(put(tmp_path / "k", made[:end]))) == "key.truncated", end  # type: ignore[misc]


def test_one_figure_changed_at_any_place(made: bytes, tmp_path: Path) -> None:
    start = made.index(b'"custodian"')
    for place in range(start, len(made) - 4, 37):
        data = bytearray(made)
        data[place] ^= 1
        put(tmp_path / "k", bytes(data))
        if json_means_the_same(made, bytes(data)):
            continue
        assert code(lambda: public_facts(tmp_path / "k")) == "key.edited", place


def json_means_the_same(one: bytes, other: bytes) -> bool:
    try:
        return bool(json.loads(one) == json.loads(other))
    except ValueError:
        return False


@pytest.mark.parametrize(
    "change",
    [
        lambda said: said.update(custodian="Somebody else"),
        lambda said: said["keys"][0].update(fingerprint="00" * 8),
        lambda said: said["keys"][0].update(made_here=False),
        lambda said: said["keys"][2].update(x25519="11" * 32),
        lambda said: said["keys"].reverse(),
        lambda said: said["keys"].pop(),
        lambda said: said.update(floors={"area": 1}),
        lambda said: said.update(nonce="00" * 12),
        lambda said: said.update(secret="00" * (len(said["secret"]) // 2)),
        lambda said: said["lock"].update(more=1),
        lambda said: said["lock"].update(way=[]),
        lambda said: said.update(more=1),
        lambda said: said.update(keys=[[]]),
        lambda said: said.update(floors={"area": True}),
        lambda said: said.update(made_on="yesterday"),
        lambda said: said.update(custodian=None),
        lambda said: said.update(custodian="\x1b[31m"),
        lambda said: said["keys"][1].update(x25519="11" * 32),
        lambda said: said["keys"][2].update(x25519="11"),
        lambda said: said.update(cfgovern_keys=True),
    ],
)
def test_edited_by_somebody_who_knows_the_form(
    made: bytes, tmp_path: Path, change: Callable[[dict[str, Any]], object]
) -> None:
    data = changed(made, change)
    assert code(lambda: open_keys(put(tmp_path / "k", data), RIGHT)) in ("key.edited", "key.lock")


@pytest.mark.parametrize(
    "lock",
    [
        {"memory_kib": 10_000_000},
        {"memory_kib": 1_024},
        {"iterations": 10**9},
        {"iterations": 1},
        {"lanes": 10_000},
        {"lanes": True},
        {"memory_kib": 65_536.0},
        {"kdf": "md5"},
        {"salt": ""},
        {"salt": "zz"},
        {"salt": "00" * 100},
    ],
)
def test_a_file_cannot_ask_for_any_work_it_likes(made: bytes, tmp_path: Path, lock: dict[str, Any]) -> None:
    data = changed(made, lambda said: said["lock"].update(lock))
    assert code(lambda: open_keys(put(tmp_path / "k", data), RIGHT)) == "key.parameters"


def test_another_way_of_locking(file: Path) -> None:
    assert code(lambda: open_keys(file, OwnPairs((Pair(PAIR),)))) == "key.lock"


# --- what a file has ------------------------------------------------------------------------


def test_a_root_or_an_epoch_that_is_not_there(tmp_path: Path) -> None:
    new_keys(tmp_path / "k", RIGHT, ["area"])
    keys = open_keys(tmp_path / "k", RIGHT)
    assert code(lambda: keys.root("programme")) == "key.missing_root"
    assert code(lambda: keys.root("pair")) == "key.missing_root"
    assert code(lambda: keys.root("area", 2)) == "key.epoch"
    assert code(lambda: keys.pairs()) == "key.missing_root"


def test_a_pair_is_no_root(file: Path) -> None:
    assert code(lambda: open_keys(file, RIGHT).root("pair")) == "key.missing_root"


# --- sealed to a public key -----------------------------------------------------------------


def test_what_is_sealed_to_a_pair_opens_with_that_pair(file: Path, tmp_path: Path) -> None:
    pairs = open_keys(file, RIGHT).pairs()
    public = public_facts(file).epochs("pair")[0].public
    new_keys(tmp_path / "sealed", SealTo(public.x25519), ["programme"])
    assert open_keys(tmp_path / "sealed", pairs).root("programme")
    assert code(lambda: open_keys(tmp_path / "sealed", OwnPairs((Pair(PAIR),)))) == "key.wrong"
    assert code(lambda: open_keys(tmp_path / "sealed", RIGHT)) == "key.lock"


@pytest.mark.parametrize(
    ("lock", "expected"),
    [
        ({"ephemeral": "00" * 32}, "key.edited"),  # a point of small order: anybody could know the key
        ({"ephemeral": "09" + "00" * 31}, "key.wrong"),
        ({"ephemeral": "0900"}, "key.edited"),
        ({"ephemeral": None}, "key.edited"),
        ({"to": "00" * 32}, "key.wrong"),
    ],
)
def test_a_sealed_file_that_was_edited(
    file: Path, tmp_path: Path, lock: dict[str, Any], expected: str
) -> None:
    pairs = open_keys(file, RIGHT).pairs()
    new_keys(tmp_path / "s", SealTo(public_facts(file).epochs("pair")[0].public.x25519), ["area"])
    data = changed((tmp_path / "s").read_bytes(), lambda said: said["lock"].update(lock))
    assert code(lambda: open_keys(put(tmp_path / "s", data), pairs)) == expected


@pytest.mark.parametrize("x25519", [b"", bytes(32), b"x" * 31])
def test_what_nothing_can_be_sealed_to(tmp_path: Path, x25519: bytes) -> None:
    assert code(lambda: new_keys(tmp_path / "k", SealTo(x25519), ["area"])) == "key.public"


def test_one_root_is_sealed_to_another_and_no_pair(tmp_path: Path) -> None:
    public = Pair(PAIR).public()
    for kinds in (KINDS, ["pair"], ["programme", "area"], []):
        do = partial(new_keys, tmp_path / "k", SealTo(public.x25519), kinds)
        assert code(do) == "key.seal_one"
    assert list(tmp_path.iterdir()) == []


# --- rotated --------------------------------------------------------------------------------


def test_a_new_epoch_beside_the_earlier_ones(file: Path) -> None:
    before = open_keys(file, RIGHT)
    rotate(file, RIGHT, ["area"])
    rotate(file, RIGHT)
    after = open_keys(file, RIGHT)
    assert [len(after.listed().epochs(kind)) for kind in KINDS] == [2, 3, 2]
    assert after.root("area").epoch == 3
    assert after.root("area", 1).derive("x") == before.root("area").derive("x")
    assert len({after.root("area", epoch).derive("x") for epoch in (1, 2, 3)}) == 3
    assert after.listed() == public_facts(file)
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_epochs_below_the_floor_are_no_longer_used(file: Path) -> None:
    first = public_facts(file).epochs("pair")[0].public
    rotate(file, RIGHT, floor=2)
    keys = open_keys(file, RIGHT)
    assert code(lambda: keys.root("area", 1)) == "key.floor"
    assert keys.root("area").epoch == 2
    new_keys(file.with_name("s"), SealTo(first.x25519), ["area"])
    assert code(lambda: open_keys(file.with_name("s"), keys.pairs())) == "key.wrong"
    rotate(file, RIGHT, floor=1, new_epoch=False)
    assert open_keys(file, RIGHT).root("area", 1).epoch == 1
    assert len(public_facts(file).epochs("area")) == 2


@pytest.mark.parametrize("floor", [0, 3, -1])
def test_a_floor_is_an_epoch_that_there_is(file: Path, floor: int) -> None:
    before = file.read_bytes()
    assert code(lambda: rotate(file, RIGHT, floor=floor)) == "key.epoch"
    assert file.read_bytes() == before


def test_what_is_not_there_is_not_rotated(tmp_path: Path) -> None:
    new_keys(tmp_path / "k", RIGHT, ["area"])
    assert code(lambda: rotate(tmp_path / "k", RIGHT, ["programme"])) == "key.missing_root"


def test_what_another_command_has_written_is_not_lost(file: Path) -> None:
    class Slow(Passphrase):
        """Somebody who types the passphrase while another rotates the keys."""

        __slots__ = ()

        def opening(self, lock: Mapping[str, Any]) -> Secret | str:
            rotate(file, RIGHT, ["area"])
            return super().opening(lock)

    assert code(lambda: rotate(file, Slow(WORDS))) == "key.changed"
    assert [len(public_facts(file).epochs(kind)) for kind in KINDS] == [1, 2, 1]


@pytest.mark.parametrize("kind", ["open", "write", "fsync", "rename"])
def test_a_failed_write_leaves_the_file_and_shows_no_key(file: Path, kind: str) -> None:
    before = file.read_bytes()
    held = [key.reveal() for key in map(open_keys(file, RIGHT).secret, public_facts(file).entries)]
    with Disk(file.parent, kind=kind, nth=1), pytest.raises(UsageError) as caught:
        rotate(file, RIGHT)
    assert caught.value.code in ("output.full", "output.unwritable")
    text = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "rotate" in text and not shows(text.partition("in rotate")[2], WORDS.encode(), *held)
    assert tree(file.parent) == {file.name: before}


def test_a_wrong_passphrase_rotates_nothing(file: Path) -> None:
    before = file.read_bytes()
    assert code(lambda: rotate(file, WRONG)) == "key.passphrase"
    assert file.read_bytes() == before


def test_an_open_file_is_not_read_again(file: Path) -> None:
    keys: Keys = open_keys(file, RIGHT)
    file.unlink()
    assert keys.root("area").epoch == 1
