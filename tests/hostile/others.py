"""What is no workbook, whatever its name says."""

from __future__ import annotations

import gzip

from tests.hostile.honest import READ, Cases, csv_bytes
from tests.rawbooks import XML, Entry, zipped


def ole(*names: str) -> bytes:
    """The head of an old Office container with streams of these names."""
    directory = b"".join(name.encode("utf-16-le").ljust(128, b"\0") for name in ("Root Entry", *names))
    return (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + directory).ljust(4096, b"\0")


OTHERS: Cases = {
    "nothing at all": (lambda _: b"", ("file.empty",)),
    "an encrypted workbook": (lambda _: ole("EncryptionInfo", "EncryptedPackage"), ("file.password",)),
    "an old workbook": (lambda _: ole("Workbook"), ("file.old_workbook",)),
    "an old document": (lambda _: ole("WordDocument"), ("file.wrong_kind",)),
    "a binary workbook": (lambda _: zipped([Entry("xl/workbook.bin", b"x")]), ("file.wrong_kind",)),
    "an OpenDocument sheet": (
        lambda canary: zipped(
            [
                Entry("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                Entry("content.xml", canary.encode()),
            ]
        ),
        ("file.wrong_kind",),
    ),
    "a document": (
        lambda canary: zipped([Entry("word/document.xml", canary.encode())]),
        ("file.wrong_kind",),
    ),
    "a zip of CSV files": (
        lambda canary: zipped([Entry("members.csv", csv_bytes(canary))]),
        READ,
    ),
    "an empty zip": (lambda _: zipped([]), ("file.empty",)),
    "a web page": (lambda canary: f"<html><table><tr><td>{canary}</table>".encode(), ("file.wrong_kind",)),
    "an XML spreadsheet of 2003": (
        lambda canary: (
            f'{XML}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">{canary}'.encode()
        ),
        ("file.wrong_kind",),
    ),
    "a PDF": (lambda canary: b"%PDF-1.7\n" + canary.encode(), ("file.wrong_kind",)),
    "a picture": (lambda canary: b"\x89PNG\r\n\x1a\n" + canary.encode(), ("file.wrong_kind",)),
    "random bytes": (
        lambda _: bytes((n * n * 7 + n * 13) % 251 for n in range(5000)),
        ("file.encoding",),
    ),
    "a gzip file": (lambda canary: gzip.compress(csv_bytes(canary), mtime=0), ("file.wrong_kind",)),
    "a 7-Zip file": (lambda _: b"7z\xbc\xaf\x27\x1c" + bytes(200), ("file.wrong_kind",)),
    "a RAR file": (lambda _: b"Rar!\x1a\x07\x01" + bytes(200), ("file.wrong_kind",)),
    "a database": (lambda _: b"SQLite format 3\0" + bytes(200), ("file.wrong_kind",)),
    "a text document": (lambda canary: b"{\\rtf1 " + canary.encode() + b"}", ("file.wrong_kind",)),
    "a web page kept by a spreadsheet": (
        lambda canary: f"MIME-Version: 1.0\nX-Document-Type: Workbook\n\n{canary}".encode(),
        ("file.wrong_kind",),
    ),
    "a program": (lambda _: b"MZ\x90\0\3\0\0\0" + bytes(200), ("file.encoding",)),
    "a program of another system": (lambda _: b"\x7fELF\2\1\1" + bytes(200), ("file.control_character",)),
    "the head of an archive alone": (lambda _: b"PK\x03\x04", ("file.damaged",)),
    "the end of an archive alone": (lambda _: b"PK\x05\x06", ("file.damaged",)),
    "the head of an old container alone": (lambda _: ole()[:8], ("file.wrong_kind",)),
    "a CSV file under the name of a workbook": (csv_bytes, READ),
}
