"""What is no workbook, whatever its name says."""

from __future__ import annotations

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
        ("file.wrong_kind",),
    ),
    "an empty zip": (lambda _: zipped([]), ("file.wrong_kind",)),
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
    "a CSV file under the name of a workbook": (csv_bytes, READ),
}
