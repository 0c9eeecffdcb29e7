"""The command line: parse, call the front door, print. No logic lives here."""

from cfgovern.cli.main import main

__all__ = ["main"]
