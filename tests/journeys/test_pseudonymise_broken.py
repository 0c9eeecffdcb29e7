"""A release that is killed, that fails inside, or that meets another: nothing looks whole that is not.

How it ends on a disk that fails is in ``test_disk_faults.py``.
"""

from __future__ import annotations

import itertools
import json
import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from cfgovern import api
from cfgovern.evidence.release import must_be_whole, read_release
from cfgovern.intake import job as jobs
from cfgovern.intake import sandbox
from cfgovern.journeys import pseudonymise as journey
from cfgovern.journeys import releasing
from cfgovern.journeys.register import Register
from cfgovern.keys import locks
from cfgovern.keys.passphrasefile import kept_passphrase
from tests.breakage import Disk, tree
from tests.canaries import Canaries
from tests.journeys import parting
from tests.unit.keys.held import shows

main = import_module("cfgovern.cli.main")
KINDS = ("open", "write", "fsync", "chmod", "rename", "link", "mkdir", "unlink", "rmdir")
Run = Callable[..., int]
said_last: list[str] = []
"""What each run of the test has said."""


@pytest.fixture
def place(tmp_path: Path, private_temp: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a tiny area, and the one to work in."""
    folder = tmp_path / "area"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr(locks, "_COST", {"memory_kib": 19_456, "iterations": 2, "lanes": 1})
    parting.area(folder)
    return folder


def secrets_of(folder: Path) -> list[bytes]:
    """The roots in the key file, keys derived from them and their pads."""
    keys = api.open_keys(folder / "area.keys", kept_passphrase(folder / "words"))
    roots = [keys.root("area"), keys.root("programme")]
    found = [bytes.fromhex(root.for_child().rpartition(":")[2]) for root in roots]
    for root, domain in itertools.product(roots, ("linkage", "evaluation")):
        for name in ("person_ref", "date_shift", "surname_full", "given_full", "dob"):
            key = releasing.token_key(root, domain, 1, name)
            found += [bytes.fromhex(key.for_child()), *key.pads()]
    link = Register(folder / "area.keys.releases", keys, roots[0])
    if (folder / "area.keys.releases" / "2026-q3.sealed").exists():
        found.append(link.link_key("2026-q3"))
    return [*found, releasing.mac_key(roots[0])]


def identifiers() -> Canaries:
    """Everything in the return that tells who somebody is."""
    looked = Canaries()
    for number, (record, (given, family, nhs)) in enumerate(parting.PEOPLE.items()):
        for one in (record, given, family, nhs, f"{number + 1} Fernhollow", f"1980-05-0{number + 1}"):
            looked.add(one)
    return looked


@pytest.fixture
def run(place: Path, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs one release in this process; what it says is of nobody and of no key."""

    def one(*asked: str) -> int:
        code: int = main._run(list(asked))
        said = "".join(capfd.readouterr())
        assert "Traceback" not in said and "own words" not in said
        assert identifiers().found_in(said) == [] and not shows(said, *secrets_of(place))
        said_last.append(said)
        return code

    said_last.clear()
    return one


@pytest.mark.parametrize("mode", ["split", "tokens"])
def test_no_key_and_no_identifier_is_where_it_does_not_belong(
    place: Path, private_temp: Path, run: Run, mode: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    answers: list[str] = []
    temporary: list[str] = []
    tell, result, remove = sandbox.Child.tell, sandbox.Child.result, jobs._remove

    def told(child: Any, argument: Any) -> Any:
        heard.append(json.dumps(argument))
        return tell(child, argument)

    def answered(child: Any) -> dict[str, Any]:
        answer = result(child)
        answers.append(json.dumps(answer))
        return answer

    def removed(folder: Path) -> None:
        for path in filter(Path.is_file, folder.rglob("*")):
            temporary.append(path.relative_to(folder).as_posix() + path.read_bytes().decode("latin-1"))
        remove(folder)

    monkeypatch.setattr(sandbox.Child, "tell", told)
    monkeypatch.setattr(sandbox.Child, "result", answered)
    monkeypatch.setattr(jobs, "_remove", removed)
    (place / "talks").mkdir()
    given, family, nhs = parting.PEOPLE["R-7002"]
    (place / "talks" / "R-7002 first talk.txt").write_text(f"I am {given} {family}, {nhs}.", encoding="utf-8")
    more = ("--evidence", "proof", "--mode", mode, "--transcripts", "talks")
    assert run(*parting.command("out", *more)) == 0
    assert read_release(place / "out")["transcripts"]["written"] == 1
    secrets, looked = secrets_of(place), identifiers()
    assert len(answers) == 2  # of the check and of the split
    assert looked.found_in("".join(answers)) == [] and not shows("".join(answers), *secrets)
    assert any(shows(one, *secrets) for one in heard)  # the search does find them
    assert not any(shows(one, *secrets[:2]) for one in heard)  # tokens' keys go to the child, and no root
    assert any("crosswalk.json" in one for one in temporary) and any("handed-on" in one for one in temporary)
    assert not any(shows(one, *secrets) for one in temporary)
    assert list(private_temp.iterdir()) == []
    clear = {"out/identifiers/who.csv"} if mode == "split" else set()
    for top in ("out", "proof", "area.keys.releases"):
        found = {f"{top}/{name}" for name, _ in looked.found_under(place / top)}
        assert found <= clear, top
        for name, data in tree(place / top).items():
            assert not shows(f"{name} {(data or b'').decode('latin-1')}", *secrets), name
    sealed = (place / "out" / "crosswalk.sealed").read_bytes()
    refs = [one["person_ref"] for one in api.read_crosswalk(place / "out" / "crosswalk.sealed", _keys(place))]
    assert len(refs) == 3 and not any(ref.encode() in sealed for ref in refs)


def _keys(place: Path) -> Any:
    return api.open_keys(place / "area.keys", kept_passphrase(place / "words"))


def fails(*given: Any, **more: Any) -> Any:
    """A fault with all it was given in its words."""
    raise KeyError("own words", parting.PEOPLE, given, more, [getattr(one, "people", one) for one in given])


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (journey, "check_in"), (releasing.Making, "part"), (releasing.Making, "manifest"),
        (releasing.Making, "write"), (releasing.Making, "entry"), (journey, "release_json"),
        (journey, "publish"), (Register, "keep"), (Register, "entries"), (Register, "link_key"),
        (releasing, "seal"), (releasing, "marked_file"), (releasing.Making, "_contract"),
    ],
)  # fmt: skip
def test_a_fault_in_the_parent_says_nothing_and_leaves_nothing(
    place: Path, private_temp: Path, run: Run, owner: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parting.Recorded(monkeypatch, once=True)
    monkeypatch.setattr(owner, name, fails)
    assert run(*parting.command("out")) == 4
    assert "[internal." in said_last[-1]
    assert not (place / "out").exists() and list(private_temp.iterdir()) == []
    register = place / "area.keys.releases"
    assert [path.name for path in register.glob("*") if path.name != "2026-q3.sealed"] == []


@pytest.mark.parametrize("how", ["raises", "exits", "recurses", "garbles", "aborts", "cannot_be_said"])
def test_a_fault_in_the_child_says_nothing_and_leaves_nothing(
    place: Path, private_temp: Path, run: Run, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    parting.Recorded(monkeypatch, once=True, parts=False)
    monkeypatch.setattr(releasing, "ENTRY", f"tests.journeys.splitbreaking:{how}")
    assert run(*parting.command("out")) == 4
    assert "[internal." in said_last[-1]
    assert not (place / "out").exists() and list(private_temp.iterdir()) == []


def killed(place: Path, temp: Path, kind: str, nth: int, asked: tuple[str, ...]) -> bool:
    """Run a release in a process of its own that ends at the nth call of a kind; whether it came to that."""
    process = os.fork()
    if process == 0:
        code = 99
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            with Disk(place, temp, kind=kind, nth=nth, killed=True):
                code = main._run(list(asked))
        finally:
            os._exit(code)
    _, status = os.waitpid(process, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="forks")
@pytest.mark.soak
def test_killed_at_any_call_no_release_looks_whole_that_is_not(
    place: Path, private_temp: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    parting.Recorded(monkeypatch)
    for name in ("earlier", "later"):  # from then on it is done as it was then
        assert run(*parting.command(name)) == 0
    earlier, met, whole = tree(place / "earlier"), 0, 0
    for kind in KINDS:
        for nth in itertools.count(1):
            if not killed(place, private_temp, kind, nth, parting.command(f"{kind}-{nth}")):
                break
            met += 1
            out = place / f"{kind}-{nth}"
            if (out / "manifest.json").exists():
                whole += 1
                jobs.sweep(out)
                must_be_whole(out, read_release(out))
            assert tree(place / "earlier") == earlier
    assert met > 30 > whole > 0
    assert run(*parting.command("after")) == 0  # it sweeps, and reads a register that was left half way
    must_be_whole(place / "after", read_release(place / "after"))
    assert list(private_temp.iterdir()) == []
    again = [path for path in place.glob("*-*") if path.is_dir() and {*tree(path)} <= {*hidden(path)}]
    assert again and all(run(*parting.command(path.name)) == 0 for path in again[:3])


def hidden(folder: Path) -> Iterator[str]:
    """What a run that was killed has in a folder of its own there."""
    return (name for name in tree(folder) if name.startswith(".cfgovern-job-"))


def test_a_folder_that_another_run_has_taken_meanwhile_is_left_alone(
    place: Path, private_temp: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    parting.Recorded(monkeypatch, once=True)
    part = releasing.Making.part

    def meanwhile(making: Any, *given: Any) -> Any:
        (place / "out").mkdir()
        (place / "out" / "manifest.json").write_text("another's", encoding="utf-8")
        return part(making, *given)

    monkeypatch.setattr(releasing.Making, "part", meanwhile)
    assert run(*parting.command("out")) == 2 and "[release.folder]" in said_last[-1]
    assert tree(place / "out") == {"manifest.json": b"another's"} and list(private_temp.iterdir()) == []
    assert [path.name for path in (place / "area.keys.releases").iterdir()] == ["2026-q3.sealed"]
