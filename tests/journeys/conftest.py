"""What several journeys start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.canaries import Canaries
from tests.hostile import CONTRACT, csv_bytes


@pytest.fixture
def work(tmp_path: Path, canaries: Canaries) -> Path:
    """A folder with a submission full of canaries and its contract.

    It is not plain, so that what is read of it is written into the folder for temporary files.
    """
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "members.csv").write_bytes(csv_bytes(canaries.plant()) + b"\n\n")
    (folder / "members.odcs.yaml").write_text(CONTRACT, encoding="utf-8")
    return folder
