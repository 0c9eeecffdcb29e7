"""``cfgovern pseudonymise --check``, as a user asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command import cfgovern


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        (("return", "--check", "out"), "proof.not_here", "SUBMISSION"),
        (("--check", "out", "--out", "other", "--mode", "tokens"), "proof.not_here", "--out, --mode"),
        (("--check", "out", "--as-of", "2026-10-01"), "proof.not_here", "--as-of"),
        (("--check", "-"), "output.not_a_folder", ""),
        (("--check", "nowhere"), "proof.folder", ""),
        (("--check", ".", "--submission", "return"), "proof.no_keys", "--keys"),
        (("--check", "return", "--output", "return/report"), "output.is_submission", ""),
        (("--check", "out", "--submission", "return", "--output", "return/x"), "output.is_submission", ""),
        (("return", "--format", "json"), "release.not_here", "--format"),
        (("return", "--domain", "x"), "release.needs", "--out, --release, --keys"),
        ((), "release.needs", "SUBMISSION"),
    ],
)
def test_what_is_neither_a_release_nor_a_proof_is_said(
    tmp_path: Path, more: tuple[str, ...], code: str, said: str
) -> None:
    (tmp_path / "return").mkdir()
    done = cfgovern("pseudonymise", *more, cwd=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert f"[{code}]" in done.err and said in done.err, done.err
