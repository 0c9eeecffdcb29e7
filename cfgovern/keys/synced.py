"""Folders that a program copies to somebody else's computer: no place for keys, crosswalks and reviews."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath

from cfgovern.errors import UsageError

__all__ = ["SERVICES", "must_not_be_synced"]

# Service -> how its folder is called (whole name), and what it leaves in the folder that it copies.
_KNOWN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "onedrive": (r"(?i)onedrive( ?- ?.+)?|skydrive", (".849C9593-D756-4E56-8D6E-42412F2A707B",)),
    "dropbox": (r"(?i)dropbox( \(.+\))?|.+ dropbox", (".dropbox", ".dropbox.cache")),
    "googledrive": (
        r"(?i)google ?drive|googledrive-.+|my drive|shared drives",
        (".tmp.drivedownload", ".tmp.driveupload"),
    ),
    "icloud": (r"(?i)icloud ?drive|mobile documents|com~apple~clouddocs|iclouddrive~.+", ()),
    "box": (r"Box( Sync)?|Box-Box", ()),
    "nextcloud": (r"(?i)nextcloud\d*|owncloud\d*", (".nextcloudsync.log", ".owncloudsync.log")),
    "syncthing": (r"(?i)syncthing", (".stfolder", ".stignore")),
    "resilio": (r"(?i)resilio ?sync|bittorrent sync", (".sync",)),
    "mega": (r"(?i)mega ?sync|mega", (".megaignore", ".debris")),
    "pcloud": (r"(?i)pcloud ?drive|pcloud ?sync", ()),
    "protondrive": (r"(?i)proton ?drive|protondrive-.+", ()),
    "synology": (r"(?i)synology ?drive|cloudstation", (".SynologyWorkingDirectory",)),
    "seafile": (r"(?i)seafile|seadrive", ()),
    "other": (r"(?i)cloudstorage", ()),
}
SERVICES = tuple(_KNOWN)
"""What can be allowed by name. ``other``: whatever macOS keeps under CloudStorage."""
_VARIABLES = {"OneDrive": "onedrive", "OneDriveCommercial": "onedrive", "OneDriveConsumer": "onedrive"}


def must_not_be_synced(path: Path, allowed: Sequence[str] = ()) -> None:
    """Refuse a place for ``path`` that a known program copies elsewhere, unless ``allowed`` by name.

    A program is known by the name of its folder, by what it leaves there, and by what it tells Windows. A
    folder that was renamed and has no such mark is not known. Raises UsageError ``key.synced_folder``.
    """
    for service in _services(path):
        if service not in allowed:
            raise UsageError(
                "key.synced_folder",
                f"The folder is one that a program copies to other computers ({service}).",
                where=str(path),
                fix=f"Choose a folder on this computer alone, or allow it: --allow-synced {service}.",
            )


def _services(path: Path) -> Iterator[str]:
    for place in dict.fromkeys((os.path.abspath(path), os.path.realpath(path))):
        folders = PurePath(place).parents
        for service, (name, marks) in _KNOWN.items():
            called = any(re.fullmatch(name, folder.name) for folder in folders)
            marked = any(os.path.lexists(folder / mark) for folder in folders for mark in marks)
            if called or marked:
                yield service
        for variable, service in _VARIABLES.items():
            told = os.environ.get(variable)
            if told and PurePath(os.path.realpath(told)) in folders:
                yield service
