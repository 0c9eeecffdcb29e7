"""Files and folders as they lie on the disk: what may be opened, what counts, and their digests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from shutil import copyfile

from cfgovern import windows
from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import MIB, Limits

__all__ = [
    "alone",
    "cannot_open",
    "digest_of",
    "entries_of",
    "is_litter",
    "is_litter_folder",
    "joint_digest",
    "must_open",
    "small_enough",
    "whole_digest",
]

# What systems leave in folders by themselves; none of it is anybody's data.
_LITTER = frozenset({".ds_store", "thumbs.db", "desktop.ini"})
_LITTER_FOLDER = "__macosx"  # where a Mac puts its own into a zip
_COPIED = "._"  # beside a file that a Mac copied
_EXCEL, _OFFICE = "~$", ".~lock."  # beside a file that Excel or LibreOffice has open


def is_litter(name: str) -> bool:
    """Whether a system, and no person, put an entry of that name into its folder."""
    return name.casefold() in _LITTER or name.startswith(_COPIED) or is_lock(name)


def is_litter_folder(name: str) -> bool:
    """Whether a system, and no person, made a folder of that name; what lies in it may be a person's."""
    return name.casefold() == _LITTER_FOLDER


def must_open(path: Path, shown: str) -> None:
    """Refuse what is no ordinary file, or may not be read: a program that has it open may forbid it."""
    try:
        if path.is_file():
            _must_be_here(path, shown)
            with path.open("rb"):
                return
    except OSError as error:
        if windows.is_held(error):
            what = "The submission is open in another program."
            raise cannot_open(shown, what, "Close it in Excel, and try again.") from None
    raise cannot_open(shown)


def _must_be_here(path: Path, shown: str) -> None:
    """Refuse what only stands for a file: its content is elsewhere, or it is no submission at all."""
    if is_lock(path.name):
        raise cannot_open(
            shown,
            "This is the small file by which a program marks another file as open, not a submission.",
            "Name the file beside it, without the signs at its start.",
        )
    if windows.is_elsewhere(path.stat()) or path.name.casefold().endswith(".icloud"):
        raise cannot_open(
            shown,
            "The file is not on this computer yet: only its name is.",
            "Open it once, or choose Always keep on this device, wait until it is there, and try again.",
        )


def is_lock(name: str) -> bool:
    """Whether a file of that name says that Excel or LibreOffice has another one open."""
    return name.startswith((_EXCEL, _OFFICE))


def is_open_elsewhere(path: Path) -> bool:
    """Whether beside the file at ``path``, or in the folder, lies what Excel or LibreOffice puts there while
    they have a file open. Excel leaves out the first two letters of a longer name.
    """
    if path.is_dir():
        return any(is_lock(entry.name) for entry in path.iterdir())
    names = (_EXCEL + path.name, _EXCEL + path.name[2:], f"{_OFFICE}{path.name}#")
    return any(path.with_name(name).exists() for name in names)


def cannot_open(
    shown: str,
    what: str = "The submission cannot be opened.",
    fix: str = "Close it in other programs, check that you may read it, and try again.",
) -> SubmissionRefused:
    """The refusal of what is no ordinary file, or may not be read."""
    return SubmissionRefused("file.cannot_open", what, where=shown, fix=fix)


def small_enough(path: Path, most: int, shown: str) -> None:
    """Refuse a file of more than ``most`` bytes. Raises SubmissionRefused ``file.too_large``."""
    if path.stat().st_size > most:
        raise SubmissionRefused(
            "file.too_large",
            f"The file is larger than {most // MIB} MB, more than one submission may be.",
            where=shown,
            fix="Send only the tables and rows that are asked for, large tables as CSV.",
        )


def alone(path: Path, folder: Path) -> Path:
    """The file at ``path`` under a name of ours in ``folder``, which then holds nothing else."""
    folder.mkdir(mode=0o700, exist_ok=True)
    place = folder / "table"
    place.unlink(missing_ok=True)
    try:
        place.hardlink_to(path.resolve())  # a link to a link would lead out of the folder
    except OSError:  # on another disk
        copyfile(path, place)
    return place


def digest_of(path: Path, limits: Limits) -> str | None:
    """The digest of a file or folder as a report has it; None where it cannot be read, or is over a limit."""
    try:
        files = [entry for entry in (entries_of(path) if path.is_dir() else [path]) if entry.is_file()]
        size = sum(entry.stat().st_size for entry in files)
        if not files or len(files) > limits.files or size > limits.file_bytes:
            return None
        return whole_digest(path)
    except OSError:
        return None


def entries_of(folder: Path) -> list[Path]:
    """What people put into a folder, in the order in which its files are numbered."""
    entries = (entry for entry in folder.iterdir() if not _left_by_a_system(entry))
    return sorted(entries, key=lambda entry: (entry.name.casefold(), entry.name))


def _left_by_a_system(entry: Path) -> bool:
    if not is_litter_folder(entry.name):
        return is_litter(entry.name)
    inside = (found for found in entry.rglob("*") if not found.is_dir())
    return entry.is_dir() and all(is_litter(found.name) for found in inside)


def whole_digest(path: Path) -> str:
    """The digest of a file, or of a folder with its files."""
    if not path.is_dir():
        return f"sha256:{_sha256(path)}"
    return joint_digest((entry.name, entry) for entry in entries_of(path) if entry.is_file())


def joint_digest(files: Iterable[tuple[str, Path]]) -> str:
    """Of several files, each with its name: the SHA-256 of the sorted lines "name NUL hex LF"."""
    lines = sorted(f"{name}\0{_sha256(file)}\n" for name, file in files)
    return "sha256:" + hashlib.sha256("".join(lines).encode("utf-8", "surrogateescape")).hexdigest()


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
