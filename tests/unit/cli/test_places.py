"""Nothing is written in the place of what is read, nor into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cfgovern.cli.places import keep_apart, working_folder
from cfgovern.errors import UsageError
from cfgovern.yamlfile import Given


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A contract, and a submission with a folder inside."""
    (tmp_path / "sent" / "deep").mkdir(parents=True)
    (tmp_path / "code-lists").mkdir()
    (tmp_path / "sent" / "members.csv").write_text("x\n", encoding="utf-8")
    (tmp_path / "domains.yaml").write_text("x\n", encoding="utf-8")
    (tmp_path / "c.yaml").write_text("id: x\n", encoding="utf-8")
    return tmp_path


def code(written: Path, contract: Path | Given, submission: Path | None) -> str | None:
    try:
        keep_apart(
            [written.parent.parent / "free", written], "--output", contract=contract, submission=submission
        )
    except UsageError as refused:
        assert refused.exit_code == 2 and "--output" in refused.fix
        return refused.code
    return None


@pytest.mark.parametrize(
    ("written", "submission", "said"),
    [
        ("sent/members.csv", "sent/members.csv", "output.is_submission"),
        ("sent/deep/../members.csv", "sent/members.csv", "output.is_submission"),
        ("sent/new.txt", "sent", "output.is_submission"),
        ("sent/deep/new.txt", "sent", "output.is_submission"),
        ("sent/new/report.json", "sent", "output.is_submission"),
        ("sent", "sent", "output.is_submission"),
        ("sent/new.txt", "sent/members.csv", None),
        ("sent-2/new.txt", "sent", None),
        ("new.txt", "sent", None),
        ("new.txt", "absent", None),
        ("sent/new.txt", None, None),
        ("c.yaml", "sent", "output.is_contract"),
        ("sent/../c.yaml", None, "output.is_contract"),
        ("code-lists/report.json", None, "output.is_contract"),
        ("domains.yaml", None, "output.is_contract"),
        ("cfgovern.yaml", None, "output.is_settings"),
        ("sent/area.yaml", None, "output.is_settings"),
    ],
)
def test_what_is_read_stays(place: Path, written: str, submission: str | None, said: str | None) -> None:
    sent = place / submission if submission else None
    assert code(place / written, place / "c.yaml", sent) == said


def test_a_link_is_followed(place: Path) -> None:
    try:
        (place / "link").symlink_to(place / "sent")
        (place / "circle").symlink_to(place / "circle")
    except OSError:
        pytest.skip("no links here")
    assert code(place / "link" / "new.txt", place / "c.yaml", place / "sent") == "output.is_submission"
    assert code(place / "sent" / "new.txt", place / "c.yaml", place / "link") == "output.is_submission"
    assert code(place / "circle", place / "c.yaml", place / "sent") is None  # whoever writes it will say so


def test_a_contract_that_is_no_file_is_in_nobodys_way(place: Path) -> None:
    assert code(place / "c.yaml", Given("c.yaml", b"id: x\n"), None) is None


def test_a_working_folder_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    assert working_folder() == Path.cwd()
    gone: Callable[..., Path] = lambda *_: (_ for _ in ()).throw(FileNotFoundError(2, "no"))  # noqa: E731
    monkeypatch.setattr(Path, "cwd", gone)
    with pytest.raises(UsageError) as caught:
        working_folder()
    assert caught.value.code == "folder.gone"
