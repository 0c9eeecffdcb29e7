"""Folders that are copied to other computers are known by their names and by their marks."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfgovern.errors import UsageError
from cfgovern.keys.synced import SERVICES, must_not_be_synced

NAMES = {
    "onedrive": ["OneDrive", "OneDrive - Example Council", "onedrive", "OneDrive-Example"],
    "dropbox": ["Dropbox", "Dropbox (Example)", "Example Dropbox"],
    "googledrive": ["Google Drive", "GoogleDrive-name", "My Drive", "Shared drives"],
    "icloud": ["iCloud Drive", "iCloudDrive", "Mobile Documents", "com~apple~CloudDocs"],
    "box": ["Box", "Box Sync", "Box-Box"],
    "nextcloud": ["Nextcloud", "ownCloud", "Nextcloud2"],
    "syncthing": ["Syncthing"],
    "resilio": ["Resilio Sync"],
    "mega": ["MEGAsync", "MEGA"],
    "pcloud": ["pCloudDrive", "pCloud Sync"],
    "protondrive": ["Proton Drive", "ProtonDrive-name"],
    "synology": ["SynologyDrive"],
    "seafile": ["Seafile", "SeaDrive"],
    "other": ["CloudStorage"],
}
MARKS = {
    "onedrive": ".849C9593-D756-4E56-8D6E-42412F2A707B", "dropbox": ".dropbox.cache",
    "googledrive": ".tmp.drivedownload", "nextcloud": ".owncloudsync.log", "syncthing": ".stfolder",
    "resilio": ".sync", "mega": ".debris", "synology": ".SynologyWorkingDirectory",
}  # fmt: skip


def refused(path: Path, *allowed: str) -> str:
    with pytest.raises(UsageError) as caught:
        must_not_be_synced(path, allowed)
    assert caught.value.code == "key.synced_folder" and caught.value.exit_code == 2
    return caught.value.fix


def test_every_service_is_tried() -> None:
    assert list(NAMES) == list(SERVICES)


@pytest.mark.parametrize(("service", "name"), [(s, n) for s, names in NAMES.items() for n in names])
def test_by_the_name_of_a_folder(tmp_path: Path, service: str, name: str) -> None:
    path = tmp_path / name / "work" / "keys.json"  # not there: it is told before anything is made
    assert f"--allow-synced {service}." in refused(path)
    must_not_be_synced(path, [service])


@pytest.mark.parametrize(("service", "mark"), MARKS.items())
def test_by_what_stands_in_a_folder_above(tmp_path: Path, service: str, mark: str) -> None:
    (tmp_path / "shared" / "work").mkdir(parents=True)
    (tmp_path / "shared" / mark).mkdir()
    path = tmp_path / "shared" / "work" / "keys.json"
    assert f"--allow-synced {service}." in refused(path)
    must_not_be_synced(path, [service])


def test_by_what_windows_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Documents"))
    assert "onedrive" in refused(tmp_path / "Documents" / "keys.json")
    must_not_be_synced(tmp_path / "Papers" / "keys.json")


def test_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "work").symlink_to(tmp_path / "Dropbox")
    assert "dropbox" in refused(tmp_path / "work" / "keys.json")


def test_a_relative_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "OneDrive").mkdir()
    monkeypatch.chdir(tmp_path / "OneDrive")
    assert "onedrive" in refused(Path("keys.json"))


@pytest.mark.parametrize("name", ["box", "sync", "drive", "Boxes", "my driver", "one", "megan", "work"])
def test_other_folders_are_left_alone(tmp_path: Path, name: str) -> None:
    must_not_be_synced(tmp_path / name / "keys.json")


def test_a_file_of_that_name_is_no_folder(tmp_path: Path) -> None:
    must_not_be_synced(tmp_path / "Dropbox")


def test_two_programs_are_both_to_be_allowed(tmp_path: Path) -> None:
    path = tmp_path / "Dropbox" / "OneDrive" / "keys.json"
    assert "dropbox" in refused(path, "onedrive") and "onedrive" in refused(path, "dropbox")
    must_not_be_synced(path, ["dropbox", "onedrive"])
