"""All workbook writing: the only room with openpyxl in it."""

from cfgovern.workbooks.annotate import Annotated, Mark, annotated_bytes
from cfgovern.workbooks.forms import CodeTable, FormColumn, FormSheet, Kind, Rule, form_bytes
from cfgovern.workbooks.write import Sheet, Special, State, Value, workbook_bytes, write_workbook

__all__ = [
    "Annotated",
    "CodeTable",
    "FormColumn",
    "FormSheet",
    "Kind",
    "Mark",
    "Rule",
    "Sheet",
    "Special",
    "State",
    "Value",
    "annotated_bytes",
    "form_bytes",
    "workbook_bytes",
    "write_workbook",
]

import os

# openpyxl writes other bytes where lxml is installed, which the extra documents brings: a workbook is to be
# the same whatever else is there.
os.environ.setdefault("OPENPYXL_LXML", "False")
