"""A .docx as bytes that are the same for the same content: a zip with fixed dates, in a fixed order."""

from __future__ import annotations

import io
import zipfile

__all__ = ["steady"]

_BEGINNING = (1980, 1, 1, 0, 0, 0)


def steady(docx: bytes) -> bytes:
    """``docx`` packed anew."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _BEGINNING)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            new.writestr(entry, old.read(name))
    return made.getvalue()
