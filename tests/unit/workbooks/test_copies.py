"""What the intake reads of an odd workbook it reads of the annotated copy, and nothing acts there."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from cfgovern.errors import SubmissionRefused
from cfgovern.intake.limits import Limits
from cfgovern.intake.preflight import inspect
from cfgovern.intake.workbook import read_sheets
from cfgovern.workbooks.annotate import Annotated, Mark, annotated_bytes
from tests.canaries import Canaries
from tests.hostile import HOSTILE
from tests.hostile.books_odd import BOOKS_ODD
from tests.hostile.books_read import BOOKS_READ

TOLD = Annotated("OFFICIAL-SENSITIVE", [], "{n} more.", "Left behind: ")
NOT_COPIED = (
    "a style that is not there",
    "a sheet whose name climbs out",
    "a sheet without a name",
    "a sheet in another language of names",
    "rich and phonetic text",  # the list of its parts does not tell of the strings
    "strict OOXML",
)
SLOW = ("half a million empty cells with a style",)  # it is copied, in half a minute


@pytest.mark.parametrize("name", sorted({*BOOKS_READ, *BOOKS_ODD}.difference(NOT_COPIED, SLOW)))
def test_the_copy_holds_what_was_read_and_nothing_that_acts(name: str, tmp_path: Path) -> None:
    path, copy = tmp_path / "members.xlsx", tmp_path / "copy.xlsx"
    path.write_bytes(HOSTILE[name].make(Canaries().plant()))
    try:
        filled = {sheet.name: sheet.cells for sheet in inspect(path, Limits())}
        sent = {sheet.name: sheet.rows for sheet in read_sheets(path, Limits())}
    except SubmissionRefused:
        return  # what is refused is not copied
    marks = [Mark(each, each, "B2", "error", "Must be fixed", "Wrong.", "Mend it.") for each in sent]
    data = annotated_bytes(path, filled, marks, TOLD)
    copy.write_bytes(data)
    found = {sheet.name: sheet.rows for sheet in read_sheets(copy, Limits())}
    assert {each: found[each] for each in sent} == sent
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for part in archive.namelist():
            assert not re.search(rb"<(\w+:)?f[ >/]|TargetMode", archive.read(part)), part


@pytest.mark.parametrize("name", NOT_COPIED)
def test_what_is_read_in_another_way_is_not_copied_at_all(name: str, tmp_path: Path) -> None:
    path = tmp_path / "members.xlsx"
    path.write_bytes(HOSTILE[name].make(Canaries().plant()))
    filled = {sheet.name: sheet.cells for sheet in inspect(path, Limits())}
    with pytest.raises((ValueError, LookupError)):
        annotated_bytes(path, filled, [], TOLD)
