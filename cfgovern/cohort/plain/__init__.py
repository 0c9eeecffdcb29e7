"""Rows for any ODCS contract, from what it says alone."""

from cfgovern.cohort.plain.fakes import faker_version
from cfgovern.cohort.plain.make import Rows, column_texts, make_rows

__all__ = ["Rows", "column_texts", "faker_version", "make_rows"]
