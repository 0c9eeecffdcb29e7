"""Made-up people who never existed, from a contract and a profile, and faults with the truth beside them."""

from cfgovern.cohort.area import make_area
from cfgovern.cohort.files import as_csv, as_typed, first_lines
from cfgovern.cohort.rows import Rows

__all__ = ["Rows", "as_csv", "as_typed", "first_lines", "make_area"]
