"""Whatever the disk does, a command writes all it was to write, or leaves all that was there.

Each thing that cfgovern writes is written with the Nth call of each kind failing, for N = 1, 2, ... until
a run meets no fault, and on disks that are full after so many bytes.
"""

from __future__ import annotations

import errno
import itertools
import os
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest

from cfgovern import api, reporting
from cfgovern.cli.values import PLACE
from cfgovern.governance.readback import Control, Read
from cfgovern.journeys import demo as demo_journey
from cfgovern.journeys import (
    demonotes,
    documentstatus,
    drafting,
    importing,
    linkplan,
    rekey,
    starting,
    synthwork,
    wordtemplates,
)
from cfgovern.journeys import scan as scan_journey
from cfgovern.journeys import submission as journey
from cfgovern.journeys import synth as synth_journey
from cfgovern.keys import locks
from cfgovern.keys.passphrasefile import kept_passphrase
from cfgovern.keys.root import Root
from tests.breakage import KINDS, Disk, tree
from tests.conftest import Canaries, some_of
from tests.hostile import CONTRACT, csv_bytes
from tests.journeys import parting
from tests.unit.reporting.linkplansample import PLAN

pytestmark = pytest.mark.usefixtures("own_child")

main = import_module("cfgovern.cli.main")  # under its name the package has the function
DEEP = os.environ.get("CFGOVERN_HYPOTHESIS") == "deep"
HTML, JSON = ("--format", "html"), ("--format", "json")
CHECK = ("validate", "members.csv", "--contract", "members.odcs.yaml")
FORMATS = ("--format", "json", "--format", "html", "--format", "text")
SCAN = ("scan", "members.csv", "--contract", "members.odcs.yaml")
REVIEW = (*SCAN, "--quiet", "--write-review", "out/review.yaml")
WORDS = ("--passphrase-file", "words")
FINGERPRINT = Root("programme", 1, bytes(range(32))).fingerprint
REGISTER = ("--register", "out/register")
SYNTH = ("synth", "--contract", "members.odcs.yaml", "--participants", "2", "--out", "out/made", "--format")


@dataclass(frozen=True)
class Writer:
    """A command that writes. ``covers``: the options that name places. ``earlier``: what stood there.

    ``area``: it works on the return and the contract of ``tests/journeys/parting.py``.
    """

    command: tuple[str, ...]
    covers: tuple[str, ...]
    done: int = 0
    earlier: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    area: bool = False


WRITERS = {
    "validate text": Writer((*CHECK, "--output", "out/r"), ("validate output",), 1, ("r",)),
    "validate json": Writer((*CHECK, *JSON, "--output", "out/r"), ("validate output",), 1, ("r",)),
    "validate html": Writer((*CHECK, *HTML, "--output", "out/r"), ("validate output",), 1, ("r",)),
    "validate all": Writer(
        (*CHECK, *FORMATS, "--output", "out/deep/folder"), ("validate output",), 1,
        ("deep/folder/report.json", "deep/folder/report.html", "deep/folder/mine.txt"),
    ),
    "init": Writer(
        ("init", "out/deep/area", "--area-name", "Quillborough"), ("init folder",), 0, ("deep/area/mine.txt",)
    ),
    "run record": Writer((*CHECK, "--quiet", "--evidence", "out/deep/proof"), ("validate evidence",), 1),
    "dictionary html": Writer(
        ("contract", "show", "members.odcs.yaml", "--format", "html", "--output", "out/d"),
        ("contract show output",), 0, ("d",),
    ),
    "dictionary markdown": Writer(
        ("contract", "show", "members.odcs.yaml", "--format", "markdown", "--output", "out/d"),
        ("contract show output",), 0, ("d",),
    ),
    "template": Writer(
        ("contract", "template", "members.odcs.yaml", "--output", "out/t.xlsx"),
        ("contract template output",), 0, ("t.xlsx",),
    ),
    "mapping": Writer(
        ("contract", "map", "members.csv", "--contract", "members.odcs.yaml", "--output", "out/m.yaml"),
        ("contract map output",), 0, ("m.yaml",),
    ),
    "confirmations": Writer(
        (*CHECK, "--quiet", "--write-confirmations", "out/c.yaml"), ("validate write_confirmations",), 1,
    ),
    "schemas": Writer(
        ("contract", "export", "jsonschema", "members.odcs.yaml", "--output", "out/d"),
        ("contract export jsonschema output",), 0, ("d/members.schema.json",),
    ),
    "scan": Writer(
        (*SCAN, *FORMATS, "--output", "out/deep/folder"), ("scan output",), 0, ("deep/folder/report.json",),
    ),
    "scan record": Writer((*SCAN, "--quiet", "--evidence", "out/proof"), ("scan evidence",), 0),
    "review": Writer(REVIEW, ("scan write_review",), 0, before=REVIEW),
    "synth csv": Writer((*SYNTH, "csv", "--seed", "2"), ("synth out",), before=(*SYNTH, "xlsx")),
    "synth xlsx": Writer((*SYNTH, "xlsx", "--seed", "2"), ("synth out",), before=(*SYNTH, "xlsx")),
    "synth parquet": Writer((*SYNTH, "parquet", "--seed", "2"), ("synth out",), before=(*SYNTH, "parquet")),
    "key new": Writer(("key", "new", "--keys", "out/k.json", *WORDS), ("key new keys",)),
    "key rotate": Writer(("key", "rotate", "--keys", "area.json", *WORDS), ("key rotate keys",)),
    "key public": Writer(
        ("key", "public", "--keys", "area.json", "--output", "out/p.json"), ("key public output",),
    ),
    "key share": Writer(
        ("key", "share", "--keys", "linker.json", "--seal-to", "public.json", "--output", "out/s", *WORDS),
        ("key share output",),
    ),
    "key add": Writer(
        ("key", "add", "--keys", "area.json", "--from", "letter.json", "--fingerprint", FINGERPRINT, *WORDS),
        ("key add keys",),
    ),
    "released contract": Writer(
        ("contract", "export", "released", "--contract", "trial.odcs.yaml", "--domain", "linkage",
         "--output", "out/d"), ("contract export released output",), 0, ("d",), area=True,
    ),
    "pseudonymise": Writer(
        parting.command("out/deep/release", *REGISTER), ("pseudonymise out", "pseudonymise register"),
        before=parting.command("out/earlier", *REGISTER, domain="evaluation"), area=True,
    ),
    "pseudonymise record": Writer(
        parting.command("out/r", "--quiet", "--evidence", "out/deep/proof", sent="faulty"),
        ("pseudonymise evidence",), 1, area=True,
    ),
    "proof": Writer(
        ("pseudonymise", "--check", "out/r", "--output", "out/p"), ("pseudonymise output",), 0, ("p",),
        before=parting.command("out/r"), area=True,
    ),
    "key crosswalk": Writer(
        ("key", "crosswalk", "out/r/crosswalk.sealed", "--keys", "area.keys", *WORDS, "--output", "out/who"),
        ("key crosswalk output",), before=parting.command("out/r"), area=True,
    ),
    "link rekey": Writer(
        ("link", "rekey", "members.csv", "--keys", "area.json", *WORDS, "--out", "out/deep/folder"),
        ("link rekey out",), 0, ("deep/folder/members.csv", "deep/folder/rekeyed.json"),
    ),
    "link": Writer(
        ("link", "sent/r", "sent/r", "--output", "out/links.csv", "--sample", "out/judge.xlsx"),
        ("link output", "link sample"), 0, ("links.csv", "judge.xlsx"),
        before=parting.command("sent/r"), area=True,
    ),
    "duplicates": Writer(
        ("link", "duplicates", "return", "--contract", "trial.odcs.yaml", "--output", "out/twice.csv",
         "--sample", "out/judge.csv"),
        ("link duplicates output", "link duplicates sample"), 0, ("twice.csv", "judge.csv"), area=True,
    ),
    "link plan": Writer(
        ("link", "plan", "--output", "out/plan.txt"), ("link plan output",), 0, ("plan.txt",),
    ),
    "link plan record": Writer(
        ("link", "plan", "--quiet", "--evidence", "out/deep/proof"), ("link plan evidence",), 0,
    ),
    "status": Writer(
        ("documents", "status", "--area", "here.yaml", "--output", "out/s", "--as-of", "2026-10-01"),
        ("documents status output",), 0, ("s",),
    ),
    "draft": Writer(
        ("draft", "dsa", "--area", "here.yaml", "--out", "out/deep/drafts", "--as-of", "2026-10-01"),
        ("draft out",), 0, ("deep/drafts/dsa.docx", "deep/drafts/dsa.json", "deep/drafts/mine.txt"),
    ),
    "import": Writer(
        ("documents", "import", "dpia.docx", "--area", "here.yaml", "--answers", "out/a.yaml", "--as-of",
         "2026-10-01"), ("documents import answers",),
    ),
    "word template": Writer(("templates", "new", "dsa", "--out", "out/t.docx"), ("templates new out",)),
    "demo": Writer(("demo", "--out", "out/demo"), ("demo out",), before=("demo", "--out", "out/demo")),
}  # fmt: skip
READ = {
    "submission", "contract", "contract_file", "contract_files", "pack", "score_against", "margins", "files",
    "old", "new", "since", "confirmations", "mapping", "previous", "submissions", "registry", "review",
    "passphrase_file", "seal_to", "sealed", "withdrawals", "transcripts", "crosswalk", "groups",
    "area", "template", "notice", "file", "check", "submission_of", "left", "right", "settings", "truth",
}  # fmt: skip
HERE = """\
area: CF-A01
name: Northmoor
contract: urn:cfgovern:changing-futures:candidate
period: 2026-Q3
host_organisation: Northmoor Council
data_and_digital_lead: data.lead@northmoor.example
notice_version: "2026-1"
"""
EDITED = Read("dpia.docx", "dpia", {}, (Control("D3", "open", ("To learn what helps.",)),))
"""In the place of a draft that somebody has edited in Word."""
DAY = datetime(2026, 10, 1, tzinfo=UTC)
PLANNED = linkplan.Planned(PLAN, "0" * 32, DAY, DAY)
"""In the place of a plan, which takes half a minute."""
ERRORS = {
    "open": errno.EACCES, "write": errno.ENOSPC, "fsync": errno.EIO, "chmod": errno.EPERM,
    "rename": errno.EACCES, "link": errno.EMLINK, "mkdir": errno.EROFS, "unlink": errno.EBUSY,
    "rmdir": errno.EBUSY,
}  # fmt: skip
SAID = re.compile(
    r"[.:] [A-Z][^.]+\. \[(output\.(full|unwritable|not_a_folder)|internal\.disk_full|temporary\.\w+)\]$"
)


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command there is, with the words that call it."""
    for name in (*group.list_commands(click.Context(group)), ""):  # the group's name alone may be a command
        found = group.get_command(click.Context(group), name)
        if isinstance(found, click.Group):
            yield from commands(found, (*path, name))
        elif found is not None:
            yield " ".join((*path, name)).rstrip(), found


def test_everything_a_command_can_be_told_to_write_is_broken_below() -> None:
    places = {
        f"{words} {parameter.name}"
        for words, command in commands(main.cfgovern)
        for parameter in command.params
        if parameter.type is PLACE and parameter.name not in READ
    }
    read = ("draft", "documents status", "documents explain", "documents verify", "documents import")
    places -= {f"{words} evidence" for words in read}
    places -= {f"{words} answers" for words in read[:-1]}
    read = ("key list", "key public", "key share", "key crosswalk", "link rekey", "pseudonymise")
    places -= {f"{words} keys" for words in read}
    assert places == {place for writer in WRITERS.values() for place in writer.covers}


def told(given: Any) -> Any:
    """What is asked for, in words that stay the same from run to run: of a place its name."""
    if isinstance(given, Path):
        return given.name
    if isinstance(given, (list, tuple)):
        return tuple(map(told, given))
    if is_dataclass(given):
        return tuple((one.name, told(getattr(given, one.name))) for one in fields(given))
    return None if callable(given) else str(given)


def kept(function: Callable[..., Any]) -> Callable[..., Any]:
    """``function``, which is called once for the same words: what is worked out is not what is tried here."""
    known: dict[Any, Any] = {}

    def call(*given: Any, **more: Any) -> Any:
        key = (*map(told, given), *((name, told(value)) for name, value in more.items()))
        if key not in known:
            known[key] = function(*given, **more)
        return known[key]

    return call


def once(function: Callable[..., Any]) -> Callable[..., Any]:
    """``function``, called once for whatever words."""
    known: list[Any] = []

    def call(*given: Any, **more: Any) -> Any:
        if not known:
            known.append(function(*given, **more))
        return known[0]

    return call


class Ground:
    """A folder to write in, and what a command says and leaves there."""

    def __init__(self, folder: Path, temporary: Path, capture: pytest.CaptureFixture[str], planted: Canaries):
        self.folder, self.temporary, self.capture, self.planted = folder, temporary, capture, planted

    def run(self, command: tuple[str, ...], **asked: Any) -> tuple[Disk, int, str]:
        """How a command ends on a disk that fails as ``asked``, and what it says of it."""
        self.capture.readouterr()
        with Disk(self.folder, self.temporary, **asked) as disk:
            code = main._run(list(command))
        out, err = self.capture.readouterr()
        assert "Traceback" not in err and "own words" not in err, err
        assert self.planted.found_in(out + err) == []
        return disk, code, err

    def lay(self, writer: Writer, *, fresh: bool) -> None:
        """What stands there before; nothing at all if ``fresh``."""
        (self.folder / "out").mkdir()
        if writer.area:
            parting.area(self.folder)
        if fresh:
            return
        if writer.before:
            assert self.run(writer.before)[1] == writer.done
        for name in writer.earlier:
            (self.folder / "out" / name).parent.mkdir(parents=True, exist_ok=True)
            (self.folder / "out" / name).write_bytes(b"what was there\n")

    def set(self, held: dict[str, bytes | None]) -> None:
        """Make the folder as it was when ``tree`` gave ``held``."""
        now = tree(self.folder)
        for name in sorted(now.keys() - held.keys(), reverse=True):
            path = self.folder / name
            path.rmdir() if now[name] is None else path.unlink()
        for name, data in held.items():
            path = self.folder / name
            if data is None:
                path.mkdir(exist_ok=True)
            elif now.get(name) != data:
                path.write_bytes(data)


def lay_keys(folder: Path) -> None:
    """Two key files, the public key of the one, and what the other has sealed to it."""
    words, linker, area = (folder / name for name in ("words", "linker.json", "area.json"))
    words.write_text("four words nobody expects", encoding="utf-8")
    words.chmod(0o600)
    way = kept_passphrase(words)
    api.new_keys(linker, way, kinds=["programme"])
    public = api.public_keys(api.new_keys(area, way, kinds=["area", "pair"]))
    (folder / "public.json").write_text(public, encoding="utf-8")
    shared = api.share_keys(linker, way, folder / "public.json", folder / "letter.json")
    assert shared.entries[0].fingerprint == FINGERPRINT


LINKED = kept(api.link)
"""Linked once for all tests: what is found does not hang on the disk that is tried."""


def a_release(ready: Path, *_: Any) -> list[Any]:
    """In the place of the demo's release, which is another each time; what writes one is tried by itself."""
    (ready / "SYNTHETIC-release").mkdir()
    (ready / "SYNTHETIC-release" / "manifest.json").write_bytes(b"{}")
    return []


def a_link(ready: Path, *_: Any) -> str:
    """In the place of the demo's linking."""
    (ready / "report-link").mkdir()
    (ready / "report-link" / "report.html").write_bytes(b"<p>Linked.")
    return "Linked."


def two_documents(ready: Path, *_: Any) -> tuple[list[str], dict[str, Any]]:
    """In the place of the demo's documents; what drafts is tried by itself."""
    (ready / "SYNTHETIC-documents").mkdir()
    (ready / "SYNTHETIC-documents" / "dpia.html").write_bytes(b"<p>Drafted.")
    return ["Drafted."], {}


@pytest.fixture
def ground(
    tmp_path: Path,
    private_temp: Path,
    canaries: Canaries,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Ground:
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "members.csv").write_bytes(csv_bytes(canaries.plant()))
    (folder / "members.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    (folder / "here.yaml").write_text(HERE, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setattr(secrets, "token_bytes", lambda size: bytes(range(size)))  # the same in each run
    monkeypatch.setattr(secrets, "token_hex", lambda size: "ab" * size)
    monkeypatch.setattr(locks, "_COST", {"memory_kib": 19_456, "iterations": 2, "lanes": 1})
    lay_keys(folder)
    parting.Recorded(monkeypatch)
    monkeypatch.setattr(rekey, "sandbox", parting.Rekeying)
    monkeypatch.setattr(api, "check_release", once(api.check_release))
    monkeypatch.setattr(api, "link", LINKED)
    monkeypatch.setattr(linkplan, "link_plan", lambda _: PLANNED)
    monkeypatch.setattr(journey, "check_submission", kept(journey.check_submission))
    monkeypatch.setattr(scan_journey, "scan_submission", kept(scan_journey.scan_submission))
    monkeypatch.setattr(demonotes, "scan_submission", once(demonotes.scan_submission))
    monkeypatch.setattr(demo_journey, "parted", a_release)
    monkeypatch.setattr(demo_journey, "linked", a_link)
    monkeypatch.setattr(demo_journey, "drafted", two_documents)
    monkeypatch.setattr(synth_journey, "must_run", lambda _: None)
    for module, name in (
        (documentstatus, "material_of"), (drafting, "load_content"), (drafting, "faces_of"),
        (wordtemplates, "made_template"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, once(getattr(module, name)))
    monkeypatch.setattr(drafting, "material_of", documentstatus.material_of)
    monkeypatch.setattr(documentstatus, "load_content", drafting.load_content)
    monkeypatch.setattr(importing, "material_of", documentstatus.material_of)
    monkeypatch.setattr(importing, "load_content", drafting.load_content)
    monkeypatch.setattr(importing, "read_word", lambda *_: EDITED)
    for module, name in (
        (demo_journey, "check_submission"), (demo_journey, "_planted"), (demo_journey, "load_contract"),
        (demo_journey, "render"),
        (demo_journey.faults, "load_catalogue"), (demo_journey.cohort, "make_area"), (reporting, "render"),
        (starting, "load_contract"), (starting, "editor_schema"),
        (synth_journey, "load_contract"), (synth_journey, "odcs_faults"), (synthwork, "accepted_rows"),
    ):  # fmt: skip
        monkeypatch.setattr(module, name, kept(getattr(module, name)))
    return Ground(folder, private_temp, capsys, canaries)


def holds(ground: Ground, writer: Writer, before: Any, after: Any, asked: dict[str, Any]) -> bool:
    """Run once on the broken disk: all or nothing, and the exit code says which. Whether a fault was met."""
    disk, code, err = ground.run(writer.command, **asked)
    now = tree(ground.folder)
    if asked.get("kind") in ("unlink", "rmdir"):  # what cannot be taken away stays as it was
        now = {name: data for name, data in now.items() if name in after or data not in before.values()}
    if code == writer.done:
        assert now == after, (asked, now.keys() ^ after.keys())
    else:
        assert SAID.search(err.strip().splitlines()[-1]), (asked, code, err)
        assert code == (4 if "[internal." in err else 2)
        assert now == before, (asked, now.keys() ^ before.keys(), err)
    if asked.get("kind") not in ("unlink", "rmdir"):
        assert list(ground.temporary.iterdir()) == [], asked
    for left in ground.temporary.iterdir():
        left.rmdir() if left.is_dir() and not any(left.iterdir()) else pytest.fail(str(asked))
    ground.set(before)
    return disk.failed


@pytest.mark.parametrize("name", some_of([name for name in WRITERS if DEEP or "demo" not in name], 4))
def test_a_disk_may_be_full_after_any_number_of_bytes(ground: Ground, name: str) -> None:
    writer = WRITERS[name]
    ground.lay(writer, fresh=False)
    before = tree(ground.folder)
    assert ground.run(writer.command)[1] == writer.done
    after = tree(ground.folder)
    ground.set(before)
    for room in itertools.count(0, 512 if DEEP else 4096):
        if not holds(ground, writer, before, after, {"room": room}):
            break
    assert room > 0


def _tried(name: str, fresh: bool) -> bool:
    """Not all: the demo takes long, a review makes a key by chance where there is none, proofs and links
    need a release, and a register keeps the key of the link ids of a release even if that fails."""
    return not fresh or (
        name not in ("review", "pseudonymise", "key crosswalk", "proof", "link", "duplicates")
        and (DEEP or name != "demo")
    )


@pytest.mark.parametrize(
    ("name", "fresh"),
    some_of([(name, fresh) for name in WRITERS for fresh in (False, True) if _tried(name, fresh)], 5),
)
def test_any_call_may_fail(ground: Ground, name: str, fresh: bool) -> None:
    writer = WRITERS[name]
    ground.lay(writer, fresh=fresh)
    before = tree(ground.folder)
    assert ground.run(writer.command)[1] == writer.done
    after = tree(ground.folder)
    ground.set(before)
    met = 0
    wide = "demo" in name and not DEEP
    for kind in KINDS:
        for nth in (30**power for power in itertools.count()) if wide else itertools.count(1):
            if not holds(ground, writer, before, after, {"kind": kind, "nth": nth, "error": ERRORS[kind]}):
                break
            met += 1
    assert met >= 4


@pytest.mark.parametrize(("kind", "nth", "error", "code"), [
    ("mkdir", 1, errno.ENOSPC, "internal.disk_full"), ("mkdir", 1, errno.EROFS, "temporary.unwritable"),
    ("open", 1, errno.EACCES, "temporary.unwritable"), ("rename", 1, errno.EIO, "temporary.unwritable"),
])  # fmt: skip
def test_a_folder_for_temporary_files_that_takes_nothing(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, kind: str, nth: int, error: int, code: str
) -> None:
    before = tree(ground.folder)
    disk, ended, err = ground.run((*CHECK, "--as-of", "2026-01-01"), kind=kind, nth=nth, error=error)
    assert disk.failed and SAID.search(err.strip()) and f"[{code}]" in err
    assert ended == (4 if code.startswith("internal.") else 2)
    assert tree(ground.folder) == before and list(ground.temporary.iterdir()) == []
