"""What one submission may cost. Absolute budgets, not ratios: honest sheets repeat themselves a lot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

__all__ = ["Limits"]

MIB = 1 << 20
_UNPACKED = 10  # times its size that such a file deserves the time of, see decision 0016


@dataclass(frozen=True, slots=True)
class Limits:
    """Budgets of the child process (first group) and of what it agrees to read.

    ``memory_bytes`` is address space, not resident memory; 0 means that no such limit is to be
    set, and the child then works with the budgets of :meth:`small`. What is bigger than a workbook of a few
    hundred rows is given more time by :meth:`for_size`.

    Tables whose cells have more than ``engine_bytes`` as text are judged in a database file of the job
    folder, which takes a little longer, and not in memory. ``threads`` work at more than
    ``one_thread_bytes``: a second one costs more than it gives until there is much to read.
    ``packed_chars``: of running text in all zips and documents together, for who looks at all of it.
    """

    wall_seconds: float = 60.0
    cpu_seconds: int = 25
    memory_bytes: int = 1536 * MIB
    written_bytes: int = 16 * 1024 * MIB
    open_files: int = 256
    answer_bytes: int = 128 * MIB
    engine_memory: str = "384MB"
    engine_bytes: int = 256 * MIB
    threads: int = 2
    one_thread_bytes: int = 64 * MIB

    files: int = 500
    file_bytes: int = 4096 * MIB
    workbook_bytes: int = 100 * MIB
    entries: int = 5_000
    part_bytes: int = 500_000_000
    unpacked_bytes: int = 1_000_000_000
    depth: int = 64
    token_chars: int = 1_000_000
    sheets: int = 255
    cells: int = 6_000_000
    area: int = 8_000_000
    columns: int = 2_000
    strings: int = 3_000_000
    text_chars: int = 250_000_000
    packed_chars: int = 16_000_000
    cell_chars: int = 32_767
    line_chars: int = 4_000_000

    @classmethod
    def for_submission(cls, path: Path) -> Limits:
        """The limits for the file or folder at ``path``, by its size on disk and its first bytes."""
        try:
            files = path.iterdir() if path.is_dir() else [path]
            return cls().for_size(sum(_unpacked_size(file) for file in files if file.is_file()))
        except OSError:  # whoever reads it will be told
            return cls()

    def for_size(self, size: int) -> Limits:
        """These limits with the time that ``size`` bytes of text deserve (2 CPU seconds a MiB), up to the
        most that one file may have.
        """
        more = min(size, self.file_bytes) // MIB
        return replace(
            self, cpu_seconds=self.cpu_seconds + 2 * more, wall_seconds=self.wall_seconds + 4.0 * more
        )

    def small(self) -> Limits:
        """Budgets so low that no file within them can hurt a machine that sets no limits."""
        return replace(
            self,
            file_bytes=min(self.file_bytes, 50 * MIB),
            workbook_bytes=min(self.workbook_bytes, 20 * MIB),
            part_bytes=min(self.part_bytes, 100_000_000),
            unpacked_bytes=min(self.unpacked_bytes, 150_000_000),
            cells=min(self.cells, 1_500_000),
            area=min(self.area, 2_000_000),
            strings=min(self.strings, 500_000),
            text_chars=min(self.text_chars, 50_000_000),
        )

    def as_json(self) -> dict[str, Any]:
        """The limits as JSON values."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Limits:
        """The limits that :meth:`as_json` wrote; names it does not know are left out."""
        return cls(**{field.name: data[field.name] for field in fields(cls) if field.name in data})


def _unpacked_size(file: Path) -> int:
    """How many bytes of text a file on the disk may honestly hold; only its first ones are looked at."""
    from cfgovern.intake.kinds import is_packed  # which a limited child need not load

    size = file.stat().st_size
    return size * _UNPACKED if is_packed(file) else size
