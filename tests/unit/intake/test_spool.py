"""A submission that comes as a stream goes to a private folder, and no more of it than is needed."""

from __future__ import annotations

import errno
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cfgovern.errors import CfgovernError
from cfgovern.intake.limits import Limits
from cfgovern.intake.spool import spool
from cfgovern.journeys.request import Request
from cfgovern.journeys.submission import check_submission
from tests.command import plain_contract


def test_a_stream_is_kept_as_it_comes(tmp_path: Path) -> None:
    content = bytes(range(256)) * 9000
    kept = spool(io.BytesIO(content), tmp_path, Limits())
    assert kept.parent == tmp_path and kept.read_bytes() == content


def test_of_a_stream_that_never_ends_only_as_much_as_shows_that_it_is_too_large(
    tmp_path: Path, private_temp: Path
) -> None:
    class Endless(io.RawIOBase):
        def read(self, size: int = -1) -> bytes:
            return b"x" * size

    limits = replace(Limits(), file_bytes=3_000_000)
    assert spool(Endless(), tmp_path, limits).stat().st_size == 3_000_001  # type: ignore[arg-type]
    run = check_submission(Request(Endless(), plain_contract(tmp_path), table="members", limits=limits))  # type: ignore[arg-type]
    assert [finding.rule for finding in run.report.findings] == ["file.too_large"]
    assert (run.report.submission_name, run.report.submission_digest) == ("standard input", None)
    assert list(private_temp.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "internal.disk_full"), (errno.EIO, "file.cannot_open")]
)
def test_a_stream_that_fails(tmp_path: Path, number: int, code: str) -> None:
    class Failing(io.RawIOBase):
        def read(self, size: int = -1) -> Any:
            raise OSError(number, "Qvx-secret-Zjk")

    with pytest.raises(CfgovernError) as caught:
        spool(Failing(), tmp_path, Limits())  # type: ignore[arg-type]
    assert caught.value.code == code
    assert "secret" not in str(caught.value)
