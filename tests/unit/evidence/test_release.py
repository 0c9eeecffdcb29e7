"""The manifest of a release: what it tells, and each way in which a release is no longer what was made."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.evidence.manifest import MANIFEST
from cfgovern.evidence.release import (
    CROSSWALK,
    Release,
    marked_file,
    must_be_whole,
    read_release,
    release_json,
)

KEY = bytes(32)
FILE = "payload/people.csv"
ROWS = b"person_ref,score\naa,1\nbb,2\ncc,3\n"


def made(folder: Path) -> Path:
    """A release of one file."""
    (folder / "payload").mkdir()
    (folder / FILE).write_bytes(ROWS)
    release = Release(
        release="2026-q3",
        domain="answers",
        recipient="The evaluator",
        purpose="To see what helps.",
        retention="to be agreed",
        mode="split",
        record_origin="synthetic",
        as_of="2026-10-01",
        made_at="2026-10-02T08:00:00+00:00",
        cfgovern_version="0",
        run_id="0" * 32,
        contract={},
        released_contract={},
        submission=None,
        normaliser="1",
        epoch=1,
        keys={"area": "0" * 16},
        people={"in": 3, "sent": 3, "kept_back": {}},
        identifiers={"in": 3, "sent": 0, "kept_back": {"declined": 3}},
        tables=(),
        files={FILE: asdict(marked_file(folder / FILE))},
    )
    (folder / MANIFEST).write_bytes(release_json(release, KEY))
    return folder


def refused(call: Callable[[], object]) -> SubmissionRefused:
    with pytest.raises(SubmissionRefused) as caught:
        call()
    return caught.value


def test_a_whole_release_is_told_as_it_was_made(tmp_path: Path) -> None:
    told = read_release(made(tmp_path), KEY)
    must_be_whole(tmp_path, told)
    assert (told["manifest"], told["release"], told["people"]["sent"]) == ("release", "2026-q3", 3)
    assert "still personal data" in told["about"]
    (tmp_path / CROSSWALK).write_bytes(b"stays")
    must_be_whole(tmp_path, told)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (ROWS[:-4], "truncated"),
        (ROWS[:-2], "truncated"),
        (b"", "truncated"),
        (b"person_ref,score\nbb,2\naa,1\ncc,3\n", "reordered"),
        (ROWS.replace(b"1", b"9"), "edited"),
        (ROWS + b"dd,4\n", "edited"),
        (ROWS.replace(b"aa,1", b"aa,2").replace(b"bb,2", b"bb,1"), "edited"),
    ],
)
def test_what_became_of_a_file_has_a_code_of_its_own(tmp_path: Path, rows: bytes, code: str) -> None:
    told = read_release(made(tmp_path))
    (tmp_path / FILE).write_bytes(rows)
    fault = refused(lambda: must_be_whole(tmp_path, told))
    assert (fault.code, fault.where, fault.exit_code) == (f"release.{code}", FILE, 3)


def test_a_file_that_is_not_there_or_not_listed_is_refused_by_no_name_of_its_own(tmp_path: Path) -> None:
    told = read_release(made(tmp_path))
    (tmp_path / "payload" / "Somebody.csv").write_bytes(b"")
    fault = refused(lambda: must_be_whole(tmp_path, told))
    assert fault.code == "release.file_extra"
    assert "Somebody" not in str(fault)
    (tmp_path / "payload" / "Somebody.csv").unlink()
    (tmp_path / FILE).unlink()
    assert refused(lambda: must_be_whole(tmp_path, told)).code == "release.file_missing"


def test_a_link_is_no_file_of_a_release(tmp_path: Path) -> None:
    told = read_release(made(tmp_path))
    elsewhere = tmp_path.parent / f"{tmp_path.name}-elsewhere.csv"
    (tmp_path / FILE).rename(elsewhere)
    (tmp_path / FILE).symlink_to(elsewhere)
    assert refused(lambda: must_be_whole(tmp_path, told)).code == "release.file_missing"


def test_a_manifest_that_was_changed_is_known_by_its_key(tmp_path: Path) -> None:
    folder = made(tmp_path)
    told = json.loads((folder / MANIFEST).read_bytes())
    (folder / MANIFEST).write_text(json.dumps({**told, "recipient": "Somebody else"}), encoding="utf-8")
    assert read_release(folder)["recipient"] == "Somebody else"
    assert refused(lambda: read_release(folder, KEY)).code == "release.manifest_edited"
    assert refused(lambda: read_release(folder, bytes(31) + b"1")).code == "release.manifest_edited"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b"{}",
        b'{"manifest": "synth", "manifest_version": 1, "files": {}}',
        b'{"manifest": "release", "manifest_version": 2, "files": {}}',
        b'{"manifest": "release", "manifest_version": 1, "files": {}}',
        b'{"manifest": "release", "manifest_version": 1, "files": {"a.csv": {"bytes": 1}}}',
        b'{"manifest": "release", "manifest_version": 1, "files": {"../a.csv": {"bytes": 1, "sha256": "", '
        b'"records": 1, "unordered": ""}}}',
        b"[" * 100_000,
    ],
)
def test_what_is_no_manifest_makes_no_release(tmp_path: Path, content: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(content)
    assert refused(lambda: read_release(tmp_path)).code == "release.no_manifest"


def test_a_folder_without_a_manifest_is_no_release(tmp_path: Path) -> None:
    assert refused(lambda: read_release(tmp_path)).code == "release.no_manifest"
