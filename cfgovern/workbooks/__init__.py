"""All workbook writing: the only room with openpyxl in it."""

from cfgovern.workbooks.write import Sheet, Special, State, Value, workbook_bytes, write_workbook

__all__ = ["Sheet", "Special", "State", "Value", "workbook_bytes", "write_workbook"]
