"""What is so on Windows alone, tried on any system."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from cfgovern import windows

DEEP = "\\".join(["folder of a council"] * 20)


@pytest.mark.parametrize(
    ("path", "reached"),
    [
        ("C:\\short\\x.html", "C:\\short\\x.html"),
        (f"C:\\{DEEP}\\x.html", f"\\\\?\\C:\\{DEEP}\\x.html"),
        (f"C:/{DEEP}/.\\y\\..\\x.html", f"\\\\?\\C:\\{DEEP}\\x.html"),
        (f"\\\\server\\share\\{DEEP}", f"\\\\?\\UNC\\server\\share\\{DEEP}"),
        (f"\\\\?\\C:\\{DEEP}", f"\\\\?\\C:\\{DEEP}"),
        (f"\\\\.\\{DEEP}", f"\\\\.\\{DEEP}"),
        (DEEP, DEEP),  # only a whole path can be lengthened
    ],
)
def test_a_long_path_is_written_so_that_windows_takes_it(path: str, reached: str) -> None:
    assert windows.extended(path) == reached


def test_a_path_is_lengthened_before_a_temporary_name_beside_it_is_too_long() -> None:
    folder = "C:\\" + "x" * 237
    assert windows.extended(folder).startswith("\\\\?\\")
    assert windows.extended(folder[:239]) == folder[:239]


@pytest.mark.parametrize(
    "name", ["report.html", "con-report.txt", "nul2", "COM0", "a.nul", ".hidden", "Ŵ名前"]
)
def test_a_name_that_windows_keeps(name: str) -> None:
    assert windows.can_be_named(name)


@pytest.mark.parametrize(
    "name",
    [
        "report.",
        "report ",
        "NUL",
        "nul.html",
        "Con .txt",
        "com1",
        "LPT9.csv",
        "a:b",
        "a?b",
        "a\x07",
        "COM\u00b9",
    ],
)
def test_a_name_that_windows_does_not_keep(name: str) -> None:
    assert not windows.can_be_named(name)


@pytest.mark.parametrize("attributes", [0x400000, 0x1000, 0x40020])
def test_a_file_of_which_only_the_name_is_here(attributes: int) -> None:
    assert windows.is_elsewhere(SimpleNamespace(st_file_attributes=attributes))  # type: ignore[arg-type]
    assert not windows.is_elsewhere(SimpleNamespace(st_file_attributes=0x20))  # type: ignore[arg-type]
    assert not windows.is_elsewhere(SimpleNamespace())  # type: ignore[arg-type]
