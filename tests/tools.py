"""The outside tools that some tests need, what runs them, and the Debian package that brings them.

``python tests/tools.py`` prints the packages of the tools that this machine has not got.
"""

from __future__ import annotations

import importlib.util
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


@dataclass(frozen=True)
class Library:
    """A package of Python that ``make tools`` installs, because it is big."""

    name: str

    def path(self) -> str | None:
        """Where the library is, or None."""
        found = importlib.util.find_spec(self.name)
        return found.origin if found else None


TOOLS: dict[str, Tool | Library] = {
    "soffice": Tool(("soffice", "libreoffice"), "libreoffice-calc-nogui"),
    "chromium": Tool(("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "pdftotext": Tool(("pdftotext",), "poppler-utils"),
    "java": Tool(("java",), "default-jre-headless"),
    "pyspark": Library("pyspark"),
}

if __name__ == "__main__":
    absent = (tool for tool in TOOLS.values() if isinstance(tool, Tool) and tool.path() is None)
    print(" ".join(tool.package for tool in absent))
