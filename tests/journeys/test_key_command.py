"""Keys on the command line: made, shown, rotated, shared, and never seen."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from cfgovern import api
from cfgovern.contract.schemas import check_machine
from cfgovern.keys.keyfile import open_keys
from cfgovern.keys.passphrasefile import kept_passphrase
from tests.command import ROOT, Done, cfgovern
from tests.unit.keys.held import shows

WORDS = "four words nobody expects"
WAY = ("--passphrase-file", "words")
posix = pytest.mark.skipif(sys.platform == "win32", reason="terminals and modes of POSIX")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "words").write_text(WORDS + "\n", encoding="utf-8")
    (tmp_path / "words").chmod(0o600)
    return tmp_path


def key(place: Path, *arguments: str, code: int = 0, sent: bytes = b"", **env: str) -> Done:
    done = cfgovern("key", *arguments, cwd=place, sent=sent, env=env)
    assert done.code == code, done.err
    assert "Traceback" not in done.err and WORDS not in done.out + done.err
    return done


def refused(place: Path, *arguments: str, **env: str) -> str:
    err = key(place, *arguments, code=2, **env).err.strip()
    assert err.endswith("]") and err.count("\n") == 0
    return err.rpartition("[")[2][:-1]


# --- made and shown -------------------------------------------------------------------------


def test_a_key_file_is_made_and_shown_without_its_passphrase(place: Path) -> None:
    made = key(place, "new", "--keys", "k.json", "--custodian", "Data lead", *WAY)
    listed = key(place, "list", "--keys", "k.json")
    assert made.out == listed.out == key(place, "list", "--keys", "k.json", *WAY).out
    lines = listed.out.splitlines()
    assert lines[0].startswith("Custodian: Data lead. Made on 20") and "locked with a passphrase" in lines[0]
    assert [line.split()[:3] for line in lines[1:]] == [
        [kind, "epoch", "1"] for kind in ("programme", "area", "pair")
    ]
    said = json.loads((place / "k.json").read_text())
    assert check_machine("key-file", said) == []
    assert [entry["fingerprint"] for entry in said["keys"]] == [line.split()[4] for line in lines[1:]]


def test_no_command_shows_a_key(place: Path) -> None:
    told = [
        key(place, "new", "--keys", "k.json", *WAY),
        key(place, "list", "--keys", "k.json"),
        key(place, "public", "--keys", "k.json"),
        key(place, "rotate", "--keys", "k.json", *WAY),
        key(place, "new", "--keys", "k.json", *WAY, code=2),
    ]
    keys = open_keys(place / "k.json", kept_passphrase(place / "words"))
    held = [keys.secret(entry).reveal() for entry in keys.listed().entries]
    written = (place / "k.json").read_text()
    halves = [each[start : start + 32] for each in held for start in range(0, len(each), 32)]
    assert not shows("".join(done.out + done.err for done in told) + written, WORDS.encode(), *halves)


def test_the_public_keys_are_as_published(place: Path) -> None:
    key(place, "new", "--keys", "k.json", "--root", "pair", *WAY)
    printed = key(place, "public", "--keys", "k.json").out
    assert check_machine("public-key", json.loads(printed)) == []
    key(place, "public", "--keys", "k.json", "--output", "p.json", *WAY)
    assert (place / "p.json").read_text() == printed
    assert refused(place, "public", "--keys", "k.json", "--output", "p.json") == "key.exists"
    assert refused(place, "public", "--keys", "k.json", "--output", "k.json") == "key.exists"


def test_an_edited_file_is_told_when_it_is_opened(place: Path) -> None:
    key(place, "new", "--keys", "k.json", "--root", "area", *WAY)
    text = (place / "k.json").read_text()
    (place / "k.json").write_text(text.replace('"custodian": ""', '"custodian": "x"'))
    assert refused(place, "list", "--keys", "k.json") == "key.edited"


# --- the passphrase -------------------------------------------------------------------------


def test_the_passphrase_comes_from_standard_input(place: Path) -> None:
    key(place, "new", "--keys", "k.json", "--passphrase-file", "-", sent=WORDS.encode() + b"\n")
    assert "epoch 2" in key(place, "rotate", "--keys", "k.json", *WAY).out


def test_the_passphrase_comes_from_nowhere_else(place: Path) -> None:
    """Neither from the words of the command nor from the environment, and a program cannot be asked."""
    names = ("PASSPHRASE", "CFGOVERN_PASSPHRASE", "CFGOVERN_KEY_NEW_PASSPHRASE", "CFGOVERN_PASSPHRASE_FILE")
    assert refused(place, "new", "--keys", "k.json", **dict.fromkeys(names, WORDS)) == "key.no_passphrase"
    done = key(place, "new", "--keys", "k.json", "--passphrase", WORDS, code=2)
    assert "no such option" in done.err.lower()
    assert not (place / "k.json").exists()


@posix
def test_the_passphrase_is_asked_for_twice_and_not_shown(place: Path) -> None:
    assert typed(place, "new", WORDS, WORDS)[0] == 0
    code, shown = typed(place, "rotate", WORDS)
    assert code == 0 and "Passphrase:" in shown and "epoch 2" in shown and WORDS not in shown
    code, shown = typed(place, "rotate", "four words nobody")
    assert code == 2 and "[key.passphrase]" in shown


def typed(place: Path, command: str, *lines: str) -> tuple[int, str]:
    """How ``key COMMAND`` ends on a terminal where ``lines`` are typed, and what the terminal shows."""
    import pty

    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(place)
        os.execv(sys.executable, [sys.executable, "-m", "cfgovern", "key", command, "--keys", "typed.json"])
    shown = b""
    try:
        for line in lines:
            while not shown.endswith(b": "):
                shown += os.read(terminal, 1024)
            os.write(terminal, line.encode() + b"\n")
            shown += b"\n"
        while part := os.read(terminal, 1024):
            shown += part
    except OSError:  # the other side has gone
        pass
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), shown.decode()


@pytest.mark.parametrize(
    ("words", "code"),
    [("short\n", "key.short_passphrase"), ("two\nlines of it\n", "key.passphrase_file")],
)
def test_a_passphrase_that_will_not_do(place: Path, words: str, code: str) -> None:
    (place / "words").write_text(words, encoding="utf-8")
    assert refused(place, "new", "--keys", "k.json", *WAY) == code
    assert not (place / "k.json").exists()


# --- rotated --------------------------------------------------------------------------------


@pytest.mark.soak
def test_a_floor_comes_with_a_new_epoch_or_alone(place: Path) -> None:
    key(place, "new", "--keys", "k.json", "--root", "area", *WAY)
    key(place, "rotate", "--keys", "k.json", *WAY)
    lines = key(place, "rotate", "--keys", "k.json", "--floor", "3", *WAY).out.splitlines()
    assert [line.endswith("below the floor") for line in lines[1:]] == [True, True, False]
    moved = key(place, "rotate", "--keys", "k.json", "--floor", "2", "--keep-epoch", *WAY).out.splitlines()
    assert [line.endswith("below the floor") for line in moved[1:]] == [True, False, False]
    assert refused(place, "rotate", "--keys", "k.json", "--floor", "9", *WAY) == "key.epoch"
    assert refused(place, "rotate", "--keys", "k.json", "--keep-epoch", *WAY) == "key.nothing_to_do"
    assert refused(place, "rotate", "--keys", "k.json", "--root", "pair", *WAY) == "key.missing_root"


# --- shared ---------------------------------------------------------------------------------


@pytest.mark.soak
def test_the_programme_root_goes_to_an_area(place: Path) -> None:
    key(place, "new", "--keys", "linker.json", "--root", "programme", "--custodian", "Linker", *WAY)
    key(place, "new", "--keys", "area.json", "--root", "area", "--root", "pair", *WAY)
    key(place, "public", "--keys", "area.json", "--output", "area.public")
    shared = key(
        place, "share", "--keys", "linker.json", "--seal-to", "area.public", "--output", "letter", *WAY
    )
    assert check_machine("key-file", json.loads((place / "letter").read_text())) == []
    fingerprint = shared.out.split()[-3]
    taken = ("add", "--keys", "area.json", "--from", "letter", "--fingerprint")
    assert refused(place, *taken, "0" * 16, *WAY) == "key.fingerprint"
    key(place, *taken, fingerprint, *WAY)
    way = kept_passphrase(place / "words")
    one, two = (api.open_keys(place / name, way) for name in ("linker.json", "area.json"))
    assert one.root("programme").derive("x") == two.root("programme").derive("x")
    assert refused(place, "rotate", "--keys", "letter", *WAY) == "key.lock"


def test_a_new_root_is_sealed_to_an_area(place: Path) -> None:
    key(place, "new", "--keys", "area.json", "--root", "pair", *WAY)
    key(place, "public", "--keys", "area.json", "--output", "area.public")
    new = ("new", "--keys", "letter", "--seal-to", "area.public")
    assert refused(place, *new) == "key.seal_one"
    assert refused(place, *new, "--root", "programme", *WAY) == "key.ways"
    made = key(place, *new, "--root", "programme")
    assert "sealed to a public key" in made.out
    taken = ("add", "--keys", "area.json", "--from", "letter", "--fingerprint", made.out.split()[-1])
    assert "from another" in key(place, *taken, *WAY).out
    (place / "area.public").write_text("{}")
    assert (
        refused(place, "new", "--keys", "more", "--root", "area", "--seal-to", "area.public") == "key.public"
    )


# --- where it may lie -----------------------------------------------------------------------


@posix
def test_a_file_that_others_may_read_is_refused(place: Path) -> None:
    key(place, "new", "--keys", "k.json", "--root", "area", *WAY)
    (place / "k.json").chmod(0o644)
    assert refused(place, "list", "--keys", "k.json") == "key.open_to_others"
    (place / "k.json").chmod(0o600)


@posix
def test_a_passphrase_that_others_may_read_is_told_of(place: Path) -> None:
    (place / "words").chmod(0o644)
    done = key(place, "new", "--keys", "k.json", "--root", "area", *WAY)
    assert "Others on this computer may read the passphrase file" in done.err


def test_a_folder_that_is_copied_elsewhere_is_allowed_by_name_alone(place: Path) -> None:
    (place / "OneDrive - Example Council").mkdir()
    new = ("new", "--keys", "OneDrive - Example Council/k.json", "--root", "area", *WAY)
    assert refused(place, *new) == "key.synced_folder"
    assert refused(place, *new, "--allow-synced", "dropbox") == "key.synced_folder"
    assert not any((place / "OneDrive - Example Council").iterdir())
    key(place, *new, "--allow-synced", "onedrive")
    rotated = ("rotate", *new[1:3], *WAY)
    assert refused(place, *rotated) == "key.synced_folder"
    key(place, *rotated, "--allow-synced", "onedrive")


@pytest.mark.soak
def test_a_review_is_refused_there_too(place: Path) -> None:
    (place / "Dropbox").mkdir()
    (place / "note.txt").write_text("Rang, no answer.", encoding="utf-8")
    for option in ("--write-review", "--review"):
        review = ("scan", "note.txt", option, "Dropbox/review.yaml")
        done = cfgovern(*review, cwd=place)
        assert done.code == 2 and done.err.strip().endswith("--allow-synced dropbox. [key.synced_folder]")
        allowed = cfgovern(*review, "--allow-synced", "dropbox", cwd=place)
        assert "key.synced_folder" not in allowed.err
    assert {path.name for path in (place / "Dropbox").iterdir()} == {"review.key", "review.yaml"}


def test_a_keyring_that_is_not_there_is_told(place: Path) -> None:
    (place / "keyring.py").write_text("raise ImportError\n")  # as where the extra is not installed
    path = os.pathsep.join([str(place), str(ROOT)])
    assert refused(place, "new", "--keys", "k.json", "--keyring", PYTHONPATH=path) == "key.no_keyring"
    assert not (place / "k.json").exists()
