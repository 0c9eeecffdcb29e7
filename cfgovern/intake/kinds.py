"""temporary: written over by the workbook reader's author"""
from pathlib import Path
def kind_of(path: Path) -> str:
    with path.open("rb") as s:
        return "xlsx" if s.read(4) == b"PK\x03\x04" else "csv"
