"""Nothing is sent: no module of the package can open a connection."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import cfgovern

CODE = Path(cfgovern.__file__).parent
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket",
    "socketserver", "ssl", "telnetlib", "urllib", "urllib3", "webbrowser", "websockets", "xmlrpc",
}  # fmt: skip
HARMLESS = {"urllib.parse"}  # reads addresses, opens none


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
    return found


@pytest.mark.parametrize(
    "path", sorted(CODE.rglob("*.py")), ids=lambda path: path.relative_to(CODE).as_posix()
)
def test_no_module_speaks_to_a_network(path: Path) -> None:
    names = {name for name in imported(path) if not any(name.startswith(fine) for fine in HARMLESS)}
    assert {name.partition(".")[0] for name in names} & NETWORK == set()
