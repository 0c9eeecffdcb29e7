"""A contract as other programs read it: a JSON Schema of each table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from cfgovern.contract.model import Contract, Table
from cfgovern.contract.records import table_schema
from cfgovern.errors import UsageError

__all__ = ["json_schemas"]

_FILE_NAME = re.compile(r"\w[\w .-]*")
# Contracts are written in RE2, JSON Schema in ECMA-262: the escapes that both know, and what only RE2 has,
# such as (?i), [[:alpha:]] and \A, or takes for something else, such as []a]. \p{L} is not known to all.
_SHARED = re.compile(r"\\(?:[dDwWsSbBnrtfv]|x[0-9A-Fa-f]{2}|[^A-Za-z0-9])")
_RE2_ALONE = re.compile(r"\\|\(\?(?!:)|\[:\^?[a-z]+:\]|\[\^?\]")


def json_schemas(contract: Contract, tables: Iterable[str] = ()) -> dict[str, str]:
    """File name and JSON Schema, as text that ends with a newline, of each table, or of ``tables`` alone.

    A pattern that other programs would not understand, or not in the same way, is left out, and the schema
    says so. The same contract always gives the same text. Raises UsageError ``table.file_name`` for a table
    whose name no file can have.
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
        f"{table.name}.schema.json": json.dumps(_for_others(contract, table), indent=2, ensure_ascii=False)
        + "\n"
        for table in chosen
    }


def _for_others(contract: Contract, table: Table) -> dict[str, Any]:
    schema = table_schema(contract, table)
    without = [name for name, column in schema["properties"].items() if _leave_out(column)]
    if without:
        schema["$comment"] += (
            " Left out, because they are written in a way that JSON Schema does not know: "
            f"the patterns of {', '.join(without)}."
        )
    return schema


def _leave_out(node: dict[str, Any]) -> bool:
    """Take patterns that are for RE2 alone out of ``node``; whether there are any."""
    found = bool(_RE2_ALONE.search(_SHARED.sub("x", node.get("pattern", ""))))
    if found:
        del node["pattern"]
    parts = [*node.get("anyOf", ()), *node.get("allOf", ())]
    return any([found, *map(_leave_out, parts)])
