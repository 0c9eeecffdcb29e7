"""The outside tools that some tests need, what runs them, and the Debian package that brings them.

``python tests/tools.py`` prints the packages of the tools that this machine has not got.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass


@dataclass(frozen=True)
class Tool:
    """Any one of ``commands`` on the path will do."""

    commands: tuple[str, ...]
    package: str

    def path(self) -> str | None:
        """Where the tool is, or None."""
        return next(filter(None, map(shutil.which, self.commands)), None)


TOOLS = {
    "soffice": Tool(("soffice", "libreoffice"), "libreoffice-calc-nogui"),
    "chromium": Tool(("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "pdftotext": Tool(("pdftotext",), "poppler-utils"),
}

if __name__ == "__main__":
    print(" ".join(tool.package for tool in TOOLS.values() if tool.path() is None))
