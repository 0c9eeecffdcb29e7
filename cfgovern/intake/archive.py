"""A zip of files, unpacked under names of our own. Nothing in it is trusted, its own sizes least of all.

A zip is a folder in one file, so it is read like one: the files at its top, or those in the one folder
at its top, are what it holds. Whatever would be another thing to another reader is refused: doubled
names, parts that overlap, data that belongs to no part.
"""

from __future__ import annotations

import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Never

from cfgovern import windows
from cfgovern.atomic import is_full
from cfgovern.errors import SubmissionRefused
from cfgovern.intake.files import is_litter, is_litter_folder
from cfgovern.intake.limits import MIB, Limits

__all__ = ["Member", "remarks", "unpacked"]

_PIECE = 1 << 20
_ERRORS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED, _SIZES_FOLLOW = 0x1, 0x8  # flags of an entry
# Bytes: of a local header without its name, of sizes that follow an entry, of the end without its comment.
_HEADER, _DESCRIPTOR, _END = 30, 24, 22
_END_MARK = b"PK\x05\x06"
_KINDS = (0, stat.S_IFREG, stat.S_IFDIR)
_PACK_AGAIN = "Pack the files again: choose them, and compress them with the usual settings of the system."


@dataclass(frozen=True, slots=True)
class Member:
    """One file at the top of a zip, by its own ``name``; ``path`` is where it lies, None for a folder.

    ``folders``: the names of those in which it was found.
    """

    name: str
    path: Path | None
    folders: tuple[str, ...] = ()


def remarks(path: Path) -> list[str]:
    """The comments in the zip at ``path``, which a workbook and a document are too, each text once.

    Raises SubmissionRefused ``file.damaged``.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            found = [archive.comment, *(entry.comment for entry in archive.infolist())]
    except _ERRORS as error:
        if isinstance(error, FileNotFoundError):
            raise
        raise _damaged() from None
    return [_decoded(comment) for comment in dict.fromkeys(found) if comment]


def _decoded(comment: bytes) -> str:
    """The words of a comment: no zip says in which encoding they are."""
    try:
        return comment.decode()
    except UnicodeDecodeError:
        return comment.decode("cp1252", "replace")


def unpacked(path: Path, into: Path, limits: Limits) -> list[Member]:
    """What the zip at ``path`` holds, in the order in which a person sees it; its files in ``into``.

    ``into`` is made, for its owner alone. Raises SubmissionRefused ``file.password``, ``file.link``,
    ``file.unsafe_name``, ``file.doubled_part``, ``file.zip_method``, ``file.too_many_files``,
    ``file.too_large`` or ``file.damaged``.
    """
    into.mkdir(mode=0o700)
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            entries = archive.infolist()
            _must_be_sound(entries, limits)
            _must_be_whole(stream, archive, path.stat().st_size)
            return list(_members(archive, entries, into, limits))
    except _ERRORS as error:
        if isinstance(error, OSError) and is_full(error):  # that is not the fault of the zip
            raise
        raise _damaged() from None


def _must_be_sound(entries: Sequence[zipfile.ZipInfo], limits: Limits) -> None:
    """What the list of entries tells, before any of them is unpacked."""
    if len(entries) > limits.entries:
        _refuse("too_many_files", f"The zip holds more than {limits.entries:,} entries.", _ONLY_ASKED)
    seen: set[str] = set()
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            _refuse(
                "password",
                "A file in the zip is protected by a password.",
                "Pack the files again without a password.",
            )
        if stat.S_IFMT(entry.external_attr >> 16) not in _KINDS:
            _refuse(
                "link",
                "The zip holds a link or a device where a file is to be.",
                "Put the file itself into it.",
            )
        if entry.compress_type not in _METHODS:
            _refuse("zip_method", "A file in the zip is packed in a way that is not known here.", _PACK_AGAIN)
        if not _is_safe(entry.orig_filename):
            _refuse(
                "unsafe_name",
                "A file in the zip has a name that leads out of it, or that no system can keep.",
                "Give the file the name of its table, with letters and figures only, and pack it again.",
            )
        folded = unicodedata.normalize("NFKC", entry.filename).casefold().rstrip("/")
        if folded in seen:
            _refuse(
                "doubled_part", "Two files in the zip have the same name.", "Keep the right one of the two."
            )
        seen.add(folded)
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise _too_large(limits)


_ONLY_ASKED = "Put only the files into it that are to be sent."


def _is_safe(name: str) -> bool:
    """Whether no system would take ``name`` for anything but a file of that name, in folders below."""
    steps = name.removesuffix("/").split("/")
    return all(map(windows.can_be_named, steps)) and "\x7f" not in name


def _must_be_whole(stream: BinaryIO, archive: zipfile.ZipFile, size: int) -> None:
    """Each byte belongs to one entry or to the list of them, and none to two."""
    end, slack = 0, 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        if not end <= entry.header_offset <= end + slack:
            raise _damaged()
        stream.seek(entry.header_offset)
        header = stream.read(_HEADER)
        name, extra = (int.from_bytes(header[at : at + 2], "little") for at in (26, 28))
        end = entry.header_offset + _HEADER + name + extra + entry.compress_size
        slack = _DESCRIPTOR if entry.flag_bits & _SIZES_FOLLOW else 0
    if not end <= archive.start_dir <= end + slack:
        raise _damaged()
    stream.seek(size - _END - len(archive.comment))
    if stream.read(4) != _END_MARK:
        raise _damaged()


def _members(
    archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], into: Path, limits: Limits
) -> Iterator[Member]:
    """What stands at the top, each file unpacked."""
    tree = {steps: entry for entry in entries if (steps := _steps(entry)) is not None}
    tops = {steps[0] for steps in tree}
    within: tuple[str, ...] = ()
    if len(tops) == 1 and all(len(steps) > 1 or entry.is_dir() for steps, entry in tree.items()):
        within = (*tops,)
        tree = {steps[1:]: entry for steps, entry in tree.items() if len(steps) > 1}
    files = {steps[0]: entry for steps, entry in tree.items() if len(steps) == 1 and not entry.is_dir()}
    if any(len(steps) > 1 and steps[0] in files for steps in tree):
        _refuse(
            "doubled_part",
            "A file and a folder in the zip have the same name.",
            "Give the folder another name.",
        )
    names = sorted({steps[0] for steps in tree}, key=lambda name: (name.casefold(), name))
    if len(names) > limits.files:
        _refuse("too_many_files", f"The zip holds more than {limits.files} files.", _ONLY_ASKED)
    left = limits.unpacked_bytes
    for number, name in enumerate(names, start=1):
        if name not in files:
            yield Member(name, None, within)
            continue
        place = into / f"member-{number}"
        left -= _unpack(archive, files[name], place, min(left, limits.file_bytes), limits)
        yield Member(name, place, within)


def _steps(entry: zipfile.ZipInfo) -> tuple[str, ...] | None:
    """The folders of an entry and its name; None for what a system put there by itself.

    Any other file counts, also in a folder that a system made: nothing is to travel there unseen.
    """
    steps = PurePosixPath(entry.filename).parts
    made = is_litter_folder(steps[0]) if entry.is_dir() else is_litter(steps[-1])
    return None if made else steps


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, place: Path, most: int, limits: Limits) -> int:
    """Write one entry to ``place``; how many bytes it really has."""
    size = 0
    with archive.open(entry) as packed, place.open("xb") as kept:
        while piece := packed.read(_PIECE):
            size += len(piece)
            if size > most:
                raise _too_large(limits)
            kept.write(piece)
    if size != entry.file_size:
        raise _damaged()
    return size


def _too_large(limits: Limits) -> SubmissionRefused:
    return SubmissionRefused(
        "file.too_large",
        f"The zip holds more than {limits.unpacked_bytes // MIB} MB, more than one submission may be.",
        fix="Send only the tables and rows that are asked for.",
    )


def _damaged() -> SubmissionRefused:
    return SubmissionRefused(
        "file.damaged", "The zip is damaged, or is not put together as zips are.", fix=_PACK_AGAIN
    )


def _refuse(code: str, what: str, fix: str) -> Never:
    raise SubmissionRefused(f"file.{code}", what, fix=fix)
