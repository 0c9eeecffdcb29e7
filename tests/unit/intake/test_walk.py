"""A folder is walked to its end, through no link, and not without end."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits
from cfgovern.intake.walk import all_within


def test_every_file_comes_with_the_folders_in_which_it_lies(tmp_path: Path) -> None:
    deep = tmp_path / "sent" / "in"
    deep.mkdir(parents=True)
    for place in (deep / "a.txt", tmp_path / "sent" / "b.txt", deep / "Thumbs.db"):
        place.touch()
    found = [(one.name, one.folders) for one in all_within(tmp_path / "sent", Limits())]
    assert sorted(found) == [("a.txt", ("sent", "in")), ("b.txt", ("sent",))]


@pytest.mark.skipif(os.name != "posix", reason="links are made otherwise")
def test_a_link_is_told_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "sent").mkdir()
    (tmp_path / "sent" / "link").symlink_to(tmp_path)
    assert [one.name for one in all_within(tmp_path / "sent", Limits())] == ["link"]


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    for number in range(4):
        (tmp_path / str(number)).touch()
    with pytest.raises(SubmissionRefused) as caught:
        all_within(tmp_path, replace(Limits(), files=3))
    assert caught.value.code == "file.too_many_files" and caught.value.fix
