"""What is so on Windows alone: long paths, names that it does not keep, files that a program holds.

Plain functions, so that they can be tried on any system.
"""

from __future__ import annotations

import ntpath
import os
import re

__all__ = ["can_be_named", "extended", "is_elsewhere", "is_held", "reachable"]

_LONGEST = 240  # of 260, less what a temporary name beside it needs
_PLAIN, _SHARE = "\\\\?\\", "\\\\?\\UNC\\"
# With any ending: NUL.txt is the device too.
_DEVICES = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[1-9\u00b9\u00b2\u00b3]) *(\..*)?", re.IGNORECASE
)
_NEVER = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
# ERROR_ACCESS_DENIED (of a rename, where the file there is open), ERROR_SHARING_VIOLATION and
# ERROR_LOCK_VIOLATION
_HELD = {5, 32, 33}
_ELSEWHERE = 0x400000 | 0x40000 | 0x1000  # RECALL_ON_DATA_ACCESS, RECALL_ON_OPEN, OFFLINE


def reachable(path: str) -> str:
    """``path`` in the form in which the system takes it however long it is."""
    return extended(os.path.abspath(path)) if os.name == "nt" else path


def extended(path: str) -> str:
    r"""An absolute ``path`` of Windows; where it is long, with the ``\\?\`` that lifts the limit of 260."""
    whole = ntpath.normpath(path)
    if len(whole) < _LONGEST or whole.startswith((_PLAIN, "\\\\.\\")):
        return path
    if whole.startswith("\\\\"):
        return _SHARE + whole[2:]
    return _PLAIN + whole if ntpath.isabs(whole) else path


def can_be_named(name: str) -> bool:
    """Whether Windows keeps a file of that name, and under that name; not of "", "." or ".."."""
    return bool(name) and not (name.endswith((".", " ")) or _NEVER.search(name) or _DEVICES.fullmatch(name))


def is_elsewhere(found: os.stat_result) -> bool:
    """Whether only the name of a file is on this computer, its content with OneDrive or the like."""
    return bool(getattr(found, "st_file_attributes", 0) & _ELSEWHERE)


def is_held(error: OSError) -> bool:
    """Whether the system says that a program has the file open; False on other systems."""
    return getattr(error, "winerror", None) in _HELD
