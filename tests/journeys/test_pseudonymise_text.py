"""Free text and transcripts in a release: redacted, for those alone of whom they may leave."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tests.command import Done, cfgovern
from tests.journeys.test_pseudonymise import keys_in
from tests.property.release import TRIAL

NOTE = """\
      - {name: note, logicalType: string, customProperties: [{property: cfgovernRole, value: [free_text]}]}
"""
PEOPLE = (
    ("P-0001", "no", "Rang Kerrith's mum on 07700 900123, kerrith@example.org. Seen 2026-03-04."),
    ("P-0002", "no", "Kerrith Fernhollow came with Ablette. All well."),
    ("P-0003", "yes", "Stays with her sister in Quillborough."),
)
NAMES = {
    "P-0001": ("Kerrith", "Fernhollow"),
    "P-0002": ("Ablette", "Brackenside"),
    "P-0003": ("Osk", "Dunmarrow"),
}


def submission(folder: Path) -> None:
    """Three people, of whom all agreed to everything and the last must not be found."""
    (folder / "trial.odcs.yaml").write_text(
        TRIAL.replace("  - name: who\n", NOTE + "  - name: who\n"), encoding="utf-8"
    )
    (folder / "return").mkdir()
    write(
        folder / "return" / "people.csv",
        ["id", "protected", "abuse", "born", "area", "near", "ward", "started", "note"],
        [[name, guard, "no", "1980", "A1", "", "W1", "2026-02-03", note] for name, guard, note in PEOPLE],
    )
    write(
        folder / "return" / "who.csv",
        ["id", "given", "family", "birthday", "nino", "street", "postcode", "phone", "email", "uprn", "crn"],
        [[name, *names, "1980-05-05", *[""] * 7] for name, names in NAMES.items()],
    )
    scopes = ("linking", "interview_contact")
    said = [[name, scope, "agreed", "2026-02-01"] for name in NAMES for scope in scopes]
    said += [["P-0002", "interview_contact", "withdrawn", "2026-03-01"]]
    write(folder / "return" / "said.csv", ["id", "what", "answer", "day"], said)


def write(file: Path, head: list[str], rows: list[list[str]]) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([head, *rows])


def parted(folder: Path, *more: str) -> tuple[Done, dict[str, Any]]:
    done = cfgovern(
        "pseudonymise", "return", "--contract", "trial.odcs.yaml", "--out", "out", "--domain", "all",
        "--release", "first", "--keys", "area.keys", "--passphrase-file", "passphrase", *more, cwd=folder,
    )  # fmt: skip
    assert done.code == 0, done.out + done.err
    return done, json.loads((folder / "out" / "manifest.json").read_bytes())


def test_texts_and_transcripts_leave_without_anybody(tmp_path: Path) -> None:
    submission(tmp_path)
    keys_in(tmp_path)
    talks = tmp_path / "talks"
    talks.mkdir()
    for name in ("P-0001 first", "P-0002", "P-0003", "Somebody"):
        (talks / f"{name}.txt").write_text(
            "I am Kerrith Fernhollow. Ablette Brackenside helped.", encoding="utf-8"
        )
    done, told = parted(tmp_path, "--transcripts", "talks")
    with (tmp_path / "out" / "payload" / "people.csv").open(encoding="utf-8", newline="") as stream:
        people = {row["person_ref"]: row for row in csv.DictReader(stream)}
    notes = sorted(row["note"] for row in people.values())
    assert notes[0] == ""  # nobody may know where she is, and no search finds every town
    whole = " ".join(notes) + "".join(
        path.read_text(encoding="utf-8") for path in (tmp_path / "out" / "payload" / "transcripts").iterdir()
    )
    for word in (
        "Kerrith",
        "Fernhollow",
        "Ablette",
        "Brackenside",
        "900123",
        "example.org",
        "2026-03-04",
        "P-000",
    ):
        assert word not in whole
    assert "]'s mum on [phone number], [email]" in whole and "2026-03" in whole
    [transcript] = (tmp_path / "out" / "payload" / "transcripts").iterdir()
    assert transcript.stem.rpartition("-")[0] in people
    assert told["transcripts"]["written"] == 1
    assert told["transcripts"]["withheld"] == {"not_agreed": 1, "protected": 1, "nobody": 1}
    assert transcript.relative_to(tmp_path / "out").as_posix() in told["files"]
    assert "Stay with you" in done.out and "Somebody" not in done.out
    called = [part.split("]")[0] for part in whole.split("person ")[1:]]
    assert len(set(called)) == 2 and len(called) >= 4  # the same person is called the same everywhere
