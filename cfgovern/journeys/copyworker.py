"""What the limited child process does to annotate a workbook: read it again, mark it, write the copy.

The argument and the answer are JSON values; the copy stays in the job folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cfgovern.errors import CfgovernError, UsageError
from cfgovern.intake import preflight
from cfgovern.intake.child import allowed
from cfgovern.intake.files import whole_digest
from cfgovern.intake.kinds import kind_of
from cfgovern.intake.labels import label
from cfgovern.workbooks import Annotated, Mark, annotated_bytes

__all__ = ["CELLS", "run"]

CELLS = 600_000
"""As many filled cells as a workbook is copied with: more would not fit into the memory of the child."""


def run(argument: Mapping[str, Any]) -> dict[str, Any]:
    """Write the annotated copy of a workbook.

    ``argument``: path; copy (where it goes, in the job folder); digest (of what was checked); known (names
    that may be shown); marks (sheet as it was shown, cell, severity, its words, message, what to do) with the
    gravest first; told (fields of :class:`cfgovern.workbooks.Annotated`). The answer is empty.

    Raises SubmissionRefused as the look through a workbook does, UsageError ``copy.not_a_workbook``,
    ``copy.changed``, ``copy.too_large`` or ``copy.not_possible``.
    """
    path, limits = Path(argument["path"]), allowed()
    if path.is_dir() or kind_of(path) != "xlsx":
        raise _cannot("not_a_workbook", "Only a workbook can be given back with its cells marked.")
    if whole_digest(path) != argument["digest"]:
        raise UsageError(
            "copy.changed",
            "The workbook was changed while it was checked, so nothing was written into a copy of it.",
            fix="Run the command again.",
        )
    sheets = preflight.inspect(path, limits)
    filled = {sheet.name: sheet.cells for sheet in sheets}
    if sum(filled.values()) > CELLS:
        raise _cannot("too_large", f"A workbook of more than {CELLS:,} filled cells is not copied.")
    names = {
        label(sheet.name, "sheet", n, argument["known"]): sheet.name for n, sheet in enumerate(sheets, 1)
    }
    marks = [Mark(names.get(shown or ""), shown or "", *rest) for shown, *rest in argument["marks"]]
    try:
        data = annotated_bytes(path, filled, marks, Annotated(**argument["told"]))
    except (MemoryError, CfgovernError):
        raise
    except (
        Exception
    ):  # whatever the library trips over is the file's doing, and its words may hold some of it
        raise UsageError(
            "copy.not_possible",
            "This workbook is built in a way that cannot be copied.",
            fix="Save it in Excel as a new workbook (.xlsx) and check that, or take --format html.",
        ) from None
    Path(argument["copy"]).write_bytes(data)
    return {}


def _cannot(code: str, what: str) -> UsageError:
    return UsageError(f"copy.{code}", what, fix="Use --format html: it names the same cells.")
