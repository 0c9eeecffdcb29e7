"""A contract as other programs read it: a JSON Schema of each table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from cfgovern.contract.model import Contract
from cfgovern.contract.records import table_schema
from cfgovern.errors import UsageError

__all__ = ["json_schemas"]

_FILE_NAME = re.compile(r"\w[\w .-]*")


def json_schemas(contract: Contract, tables: Iterable[str] = ()) -> dict[str, str]:
    """File name and JSON Schema, as text that ends with a newline, of each table, or of ``tables`` alone.

    The same contract always gives the same text. Raises UsageError ``table.file_name`` for a table whose
    name no file can have.
    """
    asked = set(tables) or {table.name for table in contract.tables}
    chosen = [table for table in contract.tables if table.name in asked]
    if not all(_FILE_NAME.fullmatch(table.name) for table in chosen):
        raise UsageError(
            "table.file_name",
            "A table of the contract has a name that no file can have.",
            fix="Give it a name of letters, figures and underscores.",
        )
    return {
        f"{table.name}.schema.json": json.dumps(table_schema(contract, table), indent=2, ensure_ascii=False)
        + "\n"
        for table in chosen
    }
