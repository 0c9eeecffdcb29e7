"""The contract that hostile files are sent under, and the honest rows that each of them starts from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.rawbooks import book, sheet, text_row

CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: urn:example:members
name: Members
version: 1.0.0
status: active
schema:
  - name: members
    properties:
      - {name: member_id, logicalType: string, required: true, logicalTypeOptions: {pattern: '^M-[0-9]{3}$'}}
      - {name: full_name, logicalType: string}
      - {name: joined, logicalType: date}
      - {name: age, logicalType: integer, logicalTypeOptions: {minimum: 16, maximum: 120}}
"""


@dataclass(frozen=True)
class Made:
    """A file: ``make(canary)`` are its bytes, ``codes`` what the report says about it.

    ``size``: it is as long as that, with noughts behind its bytes that take no room on the disk.
    """

    filename: str
    make: Callable[[str], bytes]
    codes: tuple[str, ...]
    size: int = 0

    @property
    def refused(self) -> bool:
        """Whether nothing of it is read."""
        beside = ("file.table_extra", "file.part_extra", "file.properties")
        return any(code.startswith("file.") and code not in beside for code in self.codes)


Cases = dict[str, tuple[Callable[[str], bytes], tuple[str, ...]]]
MIB = 1 << 20
HEADINGS = ("member_id", "full_name", "joined", "age")


def rows(canary: str) -> list[str]:
    """Headings, one row in order and one whose age is no number: ``members.age.type D3``."""
    return [
        text_row(1, *HEADINGS),
        text_row(2, "M-001", canary, "2020-01-01", "40"),
        text_row(3, "M-002", canary, "2020-01-01", canary),
    ]


READ = ("members.age.type D3",)


def honest(canary: str) -> bytes:
    """A workbook with nothing odd about it."""
    return book(sheet(*rows(canary)))


def csv_bytes(canary: str, ending: str = "\n") -> bytes:
    lines = [",".join(HEADINGS), f"M-001,{canary},2020-01-01,40", f"M-002,{canary},2020-01-01,{canary}", ""]
    return ending.join(lines).encode()
