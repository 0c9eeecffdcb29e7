"""Made-up people who never existed, from the contract alone, and faults with the truth beside them."""

from cfgovern.cohort.area import Rows, make_area
from cfgovern.cohort.faults import PROGRAMME_FAULTS, Fault, Planted, plant, truth_csv
from cfgovern.cohort.files import as_csv, as_typed, first_lines

__all__ = [
    "PROGRAMME_FAULTS",
    "Fault",
    "Planted",
    "Rows",
    "as_csv",
    "as_typed",
    "first_lines",
    "make_area",
    "plant",
    "truth_csv",
]
