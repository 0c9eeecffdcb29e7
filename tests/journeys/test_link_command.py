"""A linker makes the tokens that it was sent again, under a key that no area has."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from cfgovern.contract.schemas import check_machine
from cfgovern.keys.keyfile import open_keys
from cfgovern.keys.passphrasefile import kept_passphrase
from cfgovern.keys.root import Root
from tests import other_language
from tests.command import Done, cfgovern

WORDS = "four words nobody expects"
SHARED = bytes(range(32))


def token(name: str, value: str) -> str:
    """A token as an area makes it."""
    info = other_language.info("national-linkage", "1", name)
    assert info is not None
    return other_language.token(other_language.hkdf(SHARED, info), value)


HEADINGS = ("link_id", "surname_full", "alias_surname_full", "dob")
NORTH = [("N1", token("surname_full", "smith"), "", token("dob", "1980-03-05")), ("N2", "", "", "")]
SOUTH = [("S1", token("surname_full", "jones"), token("surname_full", "smith"), token("dob", "1980-03-05"))]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "words").write_text(WORDS + "\n", encoding="utf-8")
    (tmp_path / "words").chmod(0o600)
    done = cfgovern("key", "new", "--keys", "k.json", "--passphrase-file", "words", cwd=tmp_path)
    assert done.code == 0, done.err
    for name, rows in (("north.csv", NORTH), ("south.csv", SOUTH)):
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([HEADINGS, *rows])
    return tmp_path


def rekey(place: Path, *arguments: str, code: int = 0) -> Done:
    done = cfgovern(
        "link",
        "rekey",
        *arguments,
        "--keys",
        "k.json",
        "--passphrase-file",
        "words",
        "--out",
        "kept",
        cwd=place,
    )
    assert done.code == code, done.err
    assert "Traceback" not in done.err and WORDS not in done.out + done.err
    return done


def area_root(place: Path) -> Root:
    return open_keys(place / "k.json", kept_passphrase(place / "words")).root("area")


def again(place: Path, name: str, token: str, domain: str = "linkage") -> str:
    if not token:
        return ""
    return other_language.token(area_root(place).derive(f"cfgovern/v1/{domain}/1/rekey-{name}"), token)


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))


def test_every_token_is_made_again_and_can_still_be_compared(place: Path) -> None:
    done = rekey(place, "north.csv", "south.csv")
    assert done.out.splitlines() == [
        "north.csv: 2 people, 3 tokens each made again.",
        "south.csv: 1 people, 3 tokens each made again.",
    ]
    keyed_as = ("surname_full", "surname_full", "dob")
    for name, sent in (("north.csv", NORTH), ("south.csv", SOUTH)):
        expected = [[link, *map(again, [place] * 3, keyed_as, tokens)] for link, *tokens in sent]
        assert rows(place / "kept" / name) == [[*HEADINGS], *expected]
    north, south = (rows(place / "kept" / name)[1] for name in ("north.csv", "south.csv"))
    assert (north[1], north[3]) == (south[2], south[3]), "a former name and a day of birth are found again"
    assert not {cell for row in (*NORTH, *SOUTH) for cell in row[1:] if cell} & {*north, *south}


def test_what_was_made_is_told_and_no_key_is_in_it(place: Path) -> None:
    rekey(place, "north.csv", "--domain", "police")
    said = json.loads((place / "kept" / "rekeyed.json").read_text(encoding="utf-8"))
    assert check_machine("rekeyed", said) == []
    made = (place / "kept" / "north.csv").read_bytes()
    root = area_root(place)
    assert said["files"]["north.csv"] == {
        "rows": 2,
        "tokens": list(HEADINGS[1:]),
        "sha256": f"sha256:{hashlib.sha256(made).hexdigest()}",
    }
    assert (said["domain"], said["epoch"], said["key"]) == ("police", 1, root.fingerprint)
    assert rows(place / "kept" / "north.csv")[1][1] == again(place, "surname_full", NORTH[0][1], "police")
    derived = root.derive("cfgovern/v1/police/1/rekey-surname_full").hex()
    for path in (place / "kept").iterdir():
        assert derived not in path.read_text(encoding="utf-8")
    assert sorted(path.name for path in (place / "kept").iterdir()) == ["north.csv", "rekeyed.json"]


def test_a_file_that_is_none_stops_all_and_nothing_is_written(place: Path) -> None:
    (place / "clear.csv").write_text("link_id,surname_full\nL1,smith\n", encoding="utf-8")
    done = rekey(place, "north.csv", "clear.csv", code=3)
    assert "[file.not_tokens]" in done.err and "file 2" in done.err and "smith" not in done.err
    assert not (place / "kept").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "what"),
    [
        (("absent.csv",), 3, "file.cannot_open"),
        (("north.csv", "./north.csv"), 2, "link.same_name"),
        (("north.csv", "--domain", "No Domain"), 2, "token.name"),
        (("-",), 2, "output.not_a_file"),
        (("words",), 3, "file.not_tokens"),
    ],
)
def test_wrong_use_has_a_code_of_its_own(
    place: Path, arguments: tuple[str, ...], code: int, what: str
) -> None:
    assert f"[{what}]" in rekey(place, *arguments, code=code).err
    assert not (place / "kept").exists()


def test_nothing_that_is_read_is_written_over(place: Path) -> None:
    before = (place / "north.csv").read_bytes()
    done = cfgovern(
        *("link", "rekey", "north.csv", "--keys", "k.json", "--passphrase-file", "words", "--out", "."),
        cwd=place,
    )
    assert (done.code, "[output.is_read]" in done.err) == (2, True)
    assert (place / "north.csv").read_bytes() == before


def test_another_passphrase_opens_nothing(place: Path) -> None:
    (place / "words").write_text("four other words entirely\n", encoding="utf-8")
    assert "[key.passphrase]" in rekey(place, "north.csv", code=2).err
    assert not (place / "kept").exists()
