"""What a cell is written like: the shapes of the types and of ODCS's string formats, as RE2."""

from __future__ import annotations

__all__ = ["SHAPES", "STRING_FORMATS"]

# What a cell of each type without a date is written like, in full.
SHAPES = {"integer": "-?(0|[1-9][0-9]{0,17})", "number": r"-?[0-9]+(\.[0-9]+)?", "boolean": "true|false"}
_BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"  # a leading nought is octal to some programs
_LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
# What ODCS names as a string format and can be judged by its shape. A value is matched in full.
STRING_FORMATS = {
    "email": r"[^@\s]+@[^@\s]+\.[^@\s]+",
    "uuid": r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
    "uri": r"[A-Za-z][A-Za-z0-9+.-]*:\S+",
    "hostname": rf"{_LABEL}(\.{_LABEL})*",
    "ipv4": rf"({_BYTE}\.){{3}}{_BYTE}",
}
