"""All workbook writing: the only room with openpyxl in it."""
