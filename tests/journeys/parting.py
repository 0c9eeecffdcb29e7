"""A tiny area for ``cfgovern pseudonymise``, and a way to run the command without its child processes."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

import pytest

from cfgovern.journeys import pseudonymise as journey
from cfgovern.journeys.releasing import Making, Parted
from cfgovern.keys.keyfile import new_keys
from cfgovern.keys.passphrasefile import kept_passphrase
from tests.command import csv_folder
from tests.property.release import TRIAL

__all__ = ["PEOPLE", "WORDS", "Recorded", "area", "command"]

WORDS = "four words nobody expects"
NOTE = (
    "      - {name: note, logicalType: string, customProperties: "
    "[{property: cfgovernRole, value: [free_text]}, {property: cfgovernTreatment, value: redact}]}\n"
)
PEOPLE: Mapping[str, tuple[str, str, str]] = {
    "R-7001": ("Zorabelle", "Quixmere", "9990000018"),
    "R-7002": ("Ottokarina", "Vexholme", "9990000026"),
    "R-7003": ("Fenwickina", "Jazzberry", "9990000034"),
}
"""Record id -> given name, family name and NHS number of nobody. The last stands in free text alone: the data
count as live, and of those no identifier in a column may be a test value."""
_mkdir = os.mkdir  # before any test breaks it


def contract(folder: Path) -> Path:
    """The small contract, with free text."""
    path = folder / "trial.odcs.yaml"
    text = TRIAL.replace("      - {name: started,", f"{NOTE}      - {{name: started,")
    path.write_text(text, encoding="utf-8")
    return path


def area(folder: Path) -> None:
    """A contract, a return of three people who agreed to everything, one that is faulty, and keys."""
    contract(folder)
    people, who, said = [], [], []
    for number, (record, (given, family, nhs)) in enumerate(PEOPLE.items()):
        note = f"{given} {family} rang; NHS number {nhs}; email {given}.{family}@example.org."
        people.append(f"{record},no,no,1980,Area {number},,W{number},{note},2026-02-03")
        who.append(f"{record},{given},{family},1980-05-0{number + 1},,{number + 1} Fernhollow Court,,,,,")
        said += [f"{record},{scope},agreed,2026-02-01" for scope in ("linking", "interview_contact")]
    sent = {
        "people": ["id,protected,abuse,born,area,near,ward,note,started", *people],
        "who": ["id,given,family,birthday,nino,street,postcode,phone,email,uprn,crn", *who],
        "said": ["id,what,answer,day", *said],
    }
    csv_folder(folder / "return", sent)
    csv_folder(folder / "faulty", {**sent, "said": [*sent["said"], "R-7001,linking,agreed,no day"]})
    (folder / "words").write_text(WORDS, encoding="utf-8")
    (folder / "words").chmod(0o600)
    new_keys(folder / "area.keys", kept_passphrase(folder / "words"), kinds=("programme", "area"))


def command(
    out: str, *more: str, domain: str = "linkage", release: str = "2026-q3", sent: str = "return"
) -> tuple[str, ...]:
    """One release of that return, as a user asks for it."""
    return (
        "pseudonymise", sent, "--contract", "trial.odcs.yaml", "--out", out, "--domain", domain,
        "--release", release, "--keys", "area.keys", "--passphrase-file", "words",
        "--as-of", "2026-10-01", *more,
    )  # fmt: skip


class Recorded:
    """What the child processes do, done once for each domain and from then on as it was then.

    The folder of a run is laid out by calls that no test breaks; the time stands still.
    """

    _kept: ClassVar[dict[Any, Any]] = {}

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *, once: bool = False, parts: bool = True) -> None:
        """``once``: for all tests in one, of the same return. Not ``parts``: the check alone."""
        self._known: dict[Any, tuple[Any, dict[str, bytes]]] = self._kept if once else {}
        check, part = journey.check_in, Making.part

        def checked(request: Any, job: Path, **more: Any) -> Any:
            return self._once(request.submission, job, lambda: check(request, job, **more))

        def parted(making: Making, *given: Any) -> Parted:
            key = (making.domain.name, making.release_name, making.mode, len(given[1]))
            made: Parted = self._once(key, making.job, lambda: part(making, *given))
            return made

        monkeypatch.setattr(journey, "check_in", checked)
        if parts:
            monkeypatch.setattr(Making, "part", parted)
        monkeypatch.setattr(journey, "datetime", _Still)

    def _once(self, key: Any, job: Path, do: Any) -> Any:
        if key in self._known:
            made, files = self._known[key]
            for name, data in files.items():
                _lay(job / name, data)
            return made
        made = do()
        files = {
            path.relative_to(job).as_posix(): path.read_bytes() for path in job.rglob("*") if path.is_file()
        }
        files.pop("lease", None)
        self._known[key] = made, files
        return made


class Rekeying:
    """In place of the process that keys tokens again: whatever it is sent, it has made a file."""

    @classmethod
    @contextmanager
    def start(cls, _entry: str, **_more: Any) -> Iterator[Rekeying]:
        yield cls()

    def send(self, task: Mapping[str, Any]) -> None:
        self._files = [Path(one["made"]) for one in task["files"]]

    def result(self) -> dict[str, Any]:
        for file in self._files:
            _lay(file, b"link_id,dob\n1,\n")
        return {"files": [{"rows": 1, "tokens": ["dob"], "kept": 1, "sha256": "0"} for _ in self._files]}


class _Still(datetime):
    """A clock that stands still."""

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return datetime(2026, 10, 2, 8, 0, tzinfo=tz or UTC)


def _lay(path: Path, data: bytes) -> None:
    for folder in reversed(path.parents):
        with suppress(FileExistsError):
            _mkdir(folder, 0o700)
    with io.FileIO(path, "w") as stream:
        stream.write(data)
