"""A .docx as bytes that are the same for the same content: python-docx writes the time into its zip."""

from __future__ import annotations

import io
import struct
import zipfile

__all__ = ["steady"]

_BEGINNING = struct.pack("<HH", 0, 1 << 5 | 1)  # midnight of 1 January 1980, as a zip writes it
# Of APPNOTE.TXT 6.3 (4.3.7 and 4.3.12): where the time stands, and how long what follows is.
_IN_ENTRY, _IN_LISTING, _LENGTHS, _LISTED = 10, 12, 28, 46


def steady(docx: bytes) -> bytes:
    """``docx`` with each time in it set to the beginning; nothing is packed anew."""
    made = bytearray(docx)
    with zipfile.ZipFile(io.BytesIO(docx)) as whole:
        at = whole.start_dir
        for entry in whole.infolist():
            for place in (entry.header_offset + _IN_ENTRY, at + _IN_LISTING):
                made[place : place + len(_BEGINNING)] = _BEGINNING
            at += _LISTED + sum(struct.unpack_from("<HHH", made, at + _LENGTHS))
    return bytes(made)
