"""``cfgovern pseudonymise``: what it refuses before it opens anything."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest

main = import_module("cfgovern.cli.main")
WHOLE = ("return.csv", "--out", "out", "--domain", "d", "--release", "r", "--keys", "k")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (WHOLE[1:], "release.needs"),
        (WHOLE[:-2], "release.needs"),
        (("-", *WHOLE[1:], "--passphrase-file", "-"), "input.twice"),
        ((*WHOLE, "--approved-by", "A"), "release.no_exclusion"),
        ((*WHOLE, "--reason", "B"), "release.no_exclusion"),
        ((*WHOLE[:2], "return.csv", *WHOLE[3:]), "output.is_submission"),
        ((*WHOLE[:2], "k", *WHOLE[3:]), "output."),
        (WHOLE, "key.absent"),
    ],
)
def test_what_is_refused(
    tmp_path: Path, asked: tuple[str, ...], code: str,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "return.csv").write_text("a\n1\n", encoding="utf-8")
    assert main._run(["pseudonymise", *asked]) == 2
    assert f"[{code}" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["return.csv"]


@pytest.mark.parametrize("mode", ["", "hash", "CLK", "SPLIT"])
def test_a_mode_that_is_none_is_refused(mode: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main._run(["pseudonymise", *WHOLE, "--mode", mode]) == 2
    assert "split" in capsys.readouterr().err
