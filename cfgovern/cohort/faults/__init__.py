"""Faults planted in clean rows, each with the truth beside it: where it is and which rule finds it."""

from cfgovern.cohort.faults.catalogue import Catalogue, Kind, Way, load_catalogue
from cfgovern.cohort.faults.planting import FORMS, JOINED, Planted, Planting, by_reason, plant

__all__ = [
    "FORMS",
    "JOINED",
    "Catalogue",
    "Kind",
    "Planted",
    "Planting",
    "Way",
    "by_reason",
    "load_catalogue",
    "plant",
]
