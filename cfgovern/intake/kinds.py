"""What a file is, by its first bytes and not by its name."""

from __future__ import annotations

import codecs
import re
import zipfile
from pathlib import Path

from cfgovern.errors import SubmissionRefused

__all__ = ["PARQUET", "is_document", "is_packed", "is_zip", "kind_of", "may_hold_json", "must_be_text"]

_AS_WORKBOOK = "Open it in Excel or LibreOffice and save it as an Excel workbook (.xlsx)."
_AS_NEW = "Open it in its own program, and save it in the form of today (.xlsx or .docx)."
_AS_CSV = (
    "Send an Excel workbook (.xlsx), or CSV, Parquet or JSON Lines files: one, a folder or a zip of them."
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PARQUET = b"PAR1"
"""The first bytes of a Parquet file."""
_ENCRYPTED_PARQUET = b"PARE"  # at both ends; a heading may well begin so
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
# First bytes, what such a file is called, what to do with it.
_OTHERS = (
    (b"%PDF", "a PDF document", _AS_CSV),
    (b"{\\rtf", "a text document (RTF)", _AS_CSV),
    (b"\x89PNG", "a picture", _AS_CSV),
    (b"\xff\xd8\xff", "a picture", _AS_CSV),
    (b"GIF87a", "a picture", _AS_CSV),
    (b"GIF89a", "a picture", _AS_CSV),
    (b"\x1f\x8b", "a compressed file (gzip)", "Unpack it and send what was in it."),
    (b"7z\xbc\xaf\x27\x1c", "a compressed file (7-Zip)", "Unpack it and send what was in it."),
    (b"Rar!\x1a", "a compressed file (RAR)", "Unpack it and send what was in it."),
    (b"SQLite format 3\0", "a database", _AS_CSV),
)
_MARKUP = ("<!doctype html", "<html", "<?xml", "<table", "<workbook", "mime-version:")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_ARRAY = re.compile(r"\[\s*[\[{\]]")


def kind_of(path: Path) -> str:
    """``xlsx``, ``zip``, ``parquet``, ``jsonl`` or ``csv``.

    Text of any sort counts as CSV unless it begins with ``{``; its structure is checked where it is read.

    Raises SubmissionRefused (``file.empty``, ``file.old_workbook``, ``file.password``,
    ``file.macros``, ``file.damaged``, ``file.json_array`` or ``file.wrong_kind``), saying what the file is.
    """
    start = _start(path)
    if not start:
        raise SubmissionRefused(
            "file.empty", "The file is empty.", fix="Check that the right file was saved."
        )
    if start.startswith(_ZIP):
        return _zipped(path)
    if start.startswith(PARQUET):
        return "parquet"
    if start.startswith(_ENCRYPTED_PARQUET) and _end(path) == _ENCRYPTED_PARQUET:
        raise SubmissionRefused(
            "file.password", "The Parquet file is encrypted.", fix="Write it again without encryption."
        )
    must_be_text(path)
    return _text(start)


def must_be_text(path: Path) -> None:
    """Refuse a file that is by its first bytes one of another program, which no reader of text understands.

    Raises SubmissionRefused ``file.old_workbook``, ``file.password`` or ``file.wrong_kind``.
    """
    start = _start(path)
    if start.startswith(_OLE):
        raise _ole(path)
    for magic, what, fix in _OTHERS:
        if start.startswith(magic):
            raise _wrong(what, fix)


def _text(start: bytes) -> str:
    """What sort of text begins with ``start``."""
    mark, encoding = next((each for each in _MARKS if start.startswith(each[0])), (b"", "latin-1"))
    words = start.removeprefix(mark).decode(encoding, "replace").lstrip().lower()
    if words.startswith(_MARKUP):
        raise _wrong("a web page or XML file, whatever its name says", _AS_WORKBOOK)
    if _ARRAY.match(words):
        raise SubmissionRefused(
            "file.json_array",
            "This file is one JSON list, not JSON Lines.",
            fix="Write each record as an object on a line of its own, and no brackets or commas around it.",
        )
    return "jsonl" if words.startswith("{") else "csv"


def may_hold_json(path: Path) -> bool:
    """Whether the file, or any of the folder, may hold JSON Lines, as far as its first bytes tell."""
    try:
        files = path.iterdir() if path.is_dir() else [path]
        return any(_may_be_json(file) for file in files if file.is_file())
    except OSError:  # whoever reads it will be told
        return False


def _may_be_json(path: Path) -> bool:
    start = _start(path)
    return start.startswith(_ZIP) or b"{" in start


def is_zip(path: Path) -> bool:
    """Whether a file begins as a zip does, and so as a workbook does."""
    return path.is_file() and _start(path).startswith(_ZIP)


def is_document(path: Path) -> bool:
    """Whether a file is a Word document."""
    if not is_zip(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return any(
                name.replace("\\", "/").casefold() == "word/document.xml" for name in archive.namelist()
            )
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        return False


def is_packed(path: Path) -> bool:
    """Whether a file begins as Parquet files, zips and workbooks do, and so may hold more than its size."""
    return _start(path).startswith((PARQUET, *_ZIP))


def _start(path: Path) -> bytes:
    with path.open("rb") as stream:
        return stream.read(4096)


def _end(path: Path) -> bytes:
    with path.open("rb") as stream:
        stream.seek(max(path.stat().st_size - len(_ENCRYPTED_PARQUET), 0))
        return stream.read()


def _wrong(what: str, fix: str) -> SubmissionRefused:
    return SubmissionRefused("file.wrong_kind", f"This file is {what}.", fix=fix)


def _zipped(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = {name.replace("\\", "/").casefold() for name in archive.namelist()}
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        raise SubmissionRefused(
            "file.damaged",
            "The file is damaged or incomplete: it begins as workbooks, documents and zips do, and cannot be "
            "unpacked.",
            fix="Copy or download it again. If its own program still opens it, save it under a new name.",
        ) from None
    if "xl/workbook.bin" in names:
        raise _wrong("a binary workbook (.xlsb)", _AS_WORKBOOK)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise SubmissionRefused("file.macros", "The workbook holds macros.", fix=_AS_WORKBOOK)
    if any(name.startswith("xl/") for name in names):
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        raise _wrong("an OpenDocument file (.ods)", _AS_WORKBOOK)
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise _wrong("a document or presentation", _AS_CSV)
    return "zip"


def _ole(path: Path) -> SubmissionRefused:
    """An old workbook, or a new one under a password: the names inside tell, written as UTF-16."""
    with path.open("rb") as stream:
        inside = stream.read(1 << 20)
    if "EncryptedPackage".encode("utf-16-le") in inside:
        return SubmissionRefused(
            "file.password",
            "The workbook or document is protected by a password.",
            fix="Open it, remove the password (File, Info, Protect), and save it again.",
        )
    if any(name.encode("utf-16-le") in inside for name in ("Workbook", "Book")):
        return SubmissionRefused("file.old_workbook", "This is an old workbook (.xls).", fix=_AS_WORKBOOK)
    return _wrong("an old Office document", _AS_NEW)
