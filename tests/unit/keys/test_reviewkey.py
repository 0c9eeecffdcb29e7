"""The review key marks cells so that they are known again, and gives nothing of itself or of them away."""

from __future__ import annotations

import os
import pickle
import stat
from pathlib import Path

import pytest

from cfgovern.errors import UsageError
from cfgovern.keys.reviewkey import FILE, ReviewKey, kept_key

KEY = ReviewKey(bytes(range(32)))


def test_it_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = kept_key(tmp_path)
    assert (tmp_path / FILE).stat().st_size == 32
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert kept_key(tmp_path).mark("r", "t", 0, 1) == first.mark("r", "t", 0, 1)


def test_two_areas_have_two_keys(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    assert len({kept_key(folder).mark("r", "t", 0, 1) for folder in folders}) == 2


def test_a_mark_is_of_one_rule_one_text_and_one_place() -> None:
    made = [
        ("r", "text", 0, 4),
        ("s", "text", 0, 4),
        ("r", "text ", 0, 4),
        ("r", "text", 0, 3),
        ("r", "", 0, 4),
    ]
    assert len({KEY.mark(*one) for one in made}) == len(made)
    assert all(len(KEY.mark(*one)) == 32 for one in made)
    assert KEY.mark(*made[0]) == "baeed74c8ec7091e70f454d02655f096"


def test_it_shows_itself_to_nobody() -> None:
    assert "0" not in repr(KEY) and "0" not in str(KEY)
    with pytest.raises(TypeError):
        pickle.dumps(KEY)


@pytest.mark.skipif(os.name != "posix", reason="modes are those of POSIX")
def test_a_key_that_others_may_read_is_refused(tmp_path: Path) -> None:
    kept_key(tmp_path)
    (tmp_path / FILE).chmod(0o640)
    with pytest.raises(UsageError, match="may be read by others"):
        kept_key(tmp_path)


@pytest.mark.parametrize("size", [0, 31, 33])
def test_what_is_no_key_is_refused_and_left_alone(tmp_path: Path, size: int) -> None:
    (tmp_path / FILE).write_bytes(b"x" * size)
    (tmp_path / FILE).chmod(0o600)
    with pytest.raises(UsageError, match="not a key"):
        kept_key(tmp_path)
    assert (tmp_path / FILE).read_bytes() == b"x" * size


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        kept_key(tmp_path / "none")


def test_the_child_has_the_same_key() -> None:
    assert ReviewKey.from_parent(KEY.for_child()).mark("r", "t", 0, 1) == KEY.mark("r", "t", 0, 1)
