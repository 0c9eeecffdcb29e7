"""``cfgovern synth --assert-unreal``: whether files said to be made up hold anything that may be real.

Identifiers are looked for in every cell and line. Names and dates cannot be told from real ones, so a
table passes only where each of its rows says ``record_origin`` = synthetic.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from cfgovern.contract.model import Contract
from cfgovern.errors import SubmissionRefused, UsageError
from cfgovern.identifiers import FORMS
from cfgovern.identifiers.search import suspects
from cfgovern.intake import sandbox
from cfgovern.intake.files import is_litter
from cfgovern.intake.job import job_folder
from cfgovern.intake.limits import Limits
from cfgovern.intake.spool import spool
from cfgovern.likewords import folded

__all__ = ["Place", "Unreadable", "UnrealReport", "assert_unreal"]

ENTRY = "cfgovern.journeys.unrealworker:run"
_NAMES = {
    "nhs_number": "an NHS number",
    "nino": "a National Insurance number",
    "pnc_id": "a PNC identifier",
    "cro": "a CRO number",
    "crn": "a probation CRN",
    "prison_number": "a prison number",
    "postcode": "a postcode in use",
    "uprn": "a property number (UPRN)",
    "phone": "a telephone number",
    "email": "an e-mail address",
    "asn": "an arrest summons number",
    "driving_licence": "a driving licence number",
    "iban": "an international account number (IBAN)",
    "card": "a card number",
    "vehicle_registration": "a vehicle registration",
    "bank_account": "a bank account",
    "mac_address": "a hardware address of a device",
}
_COULD_BE = "what could be {} of somebody."
_NAME_FIX = "Give the file or its folder another name, and look at what is in it."
_ORIGIN_FIX = "Write synthetic there if the row is made up. If it is not, take the file away from here."
_FIX = (
    "If it is real, take the file away from here and tell whoever looks after data protection. "
    "If it is made up, use a value that was never issued."
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place that may be real. ``kind``: an identifier, ``record_origin`` or ``no_record_origin``.

    ``sheet``, ``row`` (records below the headings), ``line`` and ``character`` count from 1 and are None
    where there is no such thing; ``cell`` is its address in a spreadsheet; ``part`` is the part of a workbook
    that holds it beside the cells. Where all are None, it stands in the name of the file. Holds no value, and
    ``file`` has none either: a stretch of a name that may be somebody's is left out.
    """

    file: str
    kind: str
    message: str
    fix: str
    sheet: int | None = None
    row: int | None = None
    cell: str | None = None
    line: int | None = None
    character: int | None = None
    part: str | None = None

    def __str__(self) -> str:
        where = (
            ("sheet", self.sheet), ("row", self.row), ("cell", self.cell), ("line", self.line),
            ("character", self.character), ("part", self.part),
        )  # fmt: skip
        told = ", ".join([self.file, *(f"{name} {value}" for name, value in where if value is not None)])
        return f"{told}: {self.message} {self.fix}"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A file that could not be looked at, and why: ``code`` as of errors."""

    file: str
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.message} [{self.code}]"


@dataclass(frozen=True, slots=True)
class UnrealReport:
    """What was found in ``files`` files with ``cells`` cells and lines; ``more`` places are not listed."""

    files: int
    cells: int
    places: tuple[Place, ...]
    unreadable: tuple[Unreadable, ...]
    more: int = 0

    @property
    def exit_code(self) -> int:
        """0: nothing that may be real. 1: something. 3: a file could not be read (the higher wins)."""
        return 3 if self.unreadable else 1 if self.places else 0

    def lines(self) -> list[str]:
        """The report in words, one place a line and the outcome last."""
        told = [str(one) for one in (*self.places, *self.unreadable)]
        if self.more:
            told.append(f"{self.more:,} more places are not listed.")
        looked = f"{self.files:,} files, {self.cells:,} cells and lines of text looked at"
        found = len(self.places) + self.more
        if self.unreadable:
            said = f"{len(self.unreadable):,} could not be read; {found:,} places in the others may be real."
        else:
            said = f"{found:,} places may be real." if found else "nothing in them could be real."
        return [*told, f"{looked}: {said}"]


@dataclass(frozen=True, slots=True)
class _File:
    """A file to look at; ``shown`` is its name without anything that may be somebody's: ``kinds``."""

    path: Path
    shown: str
    kinds: tuple[str, ...] = ()


def assert_unreal(
    paths: Iterable[Path],
    *,
    streamed: BinaryIO | None = None,
    contract: Contract | None = None,
    limits: Limits | None = None,
) -> UnrealReport:
    """Look at every cell and line of the files ``paths``, and of all files in folders among them.

    ``streamed``: something to be read as well, such as standard input. ``contract``: its columns are known
    to hold the identifiers it says. Everything is read in a limited child process. Raises UsageError
    ``unreal.missing`` for a path that is not there, and InternalFault.
    """
    files = [file for path in paths for file in _files(path)]
    with job_folder() as job:
        if streamed is not None:
            files.append(_File(spool(streamed, job, limits or Limits()), "standard input"))
        size = sum(file.path.stat().st_size for file in files)
        limits = limits or Limits().for_size(size + (len(files) << 12))
        task = {
            "paths": [str(file.path.resolve()) for file in files],
            "job": str(job),
            "meant": _meant(contract),
        }
        with sandbox.start(ENTRY, limits=limits) as child:
            child.send(task)
            try:
                answers = child.result()["files"]
            except SubmissionRefused as refusal:  # one file made the reader stop; which one, nobody can say
                name = files[0].shown if len(files) == 1 else f"one of {len(files):,} files"
                return UnrealReport(len(files), 0, (), (_unreadable(name, refusal),))
    return _report(files, answers)


def _files(path: Path) -> list[_File]:
    if path.is_dir():
        found = sorted(entry for entry in path.rglob("*") if entry.is_file() and not is_litter(entry.name))
        return [_named(entry, path) for entry in found]
    if not path.is_file():
        raise UsageError(
            "unreal.missing",
            "A file to be looked at cannot be found.",
            where=str(path),
            fix="Check its name, and that you may open the folder it is in.",
        )
    return [_named(path, path)]


def _named(file: Path, given: Path) -> _File:
    """``file`` by the name of ``given`` and of all that leads from there to it."""
    kinds: list[str] = []
    parts = []
    for part in file.relative_to(given.parent).parts:
        for one in reversed(suspects(part)):
            kinds.append(one.kind)
            part = f"{part[: one.start]}[…]{part[one.end :]}"
        parts.append(part)
    return _File(file, str(given.parent.joinpath(*parts)), tuple(kinds))


def _meant(contract: Contract | None) -> dict[str, str]:
    """By heading: the identifier that the contract says the column holds, or ``record_origin``."""
    meant: dict[str, str] = {}
    for table in contract.tables if contract else ():
        for column in table.columns:
            kind = column.concept if column.concept == "record_origin" else column.identifier
            if kind in FORMS or kind == "record_origin":
                meant |= {folded(text): str(kind) for text in (column.name, column.label) if text}
    return meant


def _unreadable(name: str, refusal: SubmissionRefused) -> Unreadable:
    return Unreadable(name, refusal.code, " ".join(part for part in (refusal.what, refusal.fix) if part))


def _report(files: list[_File], answers: list[Mapping[str, Any]]) -> UnrealReport:
    places, unreadable = [], []
    for file, answer in zip(files, answers, strict=True):
        name = file.shown
        places += [
            Place(name, kind, f"Its name holds {_COULD_BE.format(_NAMES[kind])}", _NAME_FIX)
            for kind in file.kinds
        ]
        places += [_place(name, dict(found)) for found in answer["found"]]
        if answer["refused"]:
            code, what, where, fix = answer["refused"]
            unreadable.append(_unreadable(name, SubmissionRefused(code, what, where=where, fix=fix)))
    cells, more = (sum(answer[part] for answer in answers) for part in ("cells", "more"))
    return UnrealReport(len(files), cells, tuple(places), tuple(unreadable), more)


def _place(name: str, found: dict[str, Any]) -> Place:
    kind = found.pop("kind")
    if kind == "no_record_origin":
        message, fix = "This table has no column record_origin, so nothing says that it is made up.", (
            "Add the column record_origin, with synthetic in every row, if all of it is made up."
        )  # fmt: skip
    elif kind == "record_origin":
        message, fix = "This row does not say that it is synthetic.", _ORIGIN_FIX
    else:
        message, fix = f"Here stands {_COULD_BE.format(_NAMES[kind])}", _FIX
    return Place(name, kind, message, fix, **found)
