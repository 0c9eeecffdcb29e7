"""All workbook writing: the only room with openpyxl in it."""

from cfgovern.workbooks.write import Sheet, Value, workbook_bytes, write_workbook

__all__ = ["Sheet", "Value", "workbook_bytes", "write_workbook"]
