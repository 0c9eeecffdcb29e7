"""The way in which each column of a contract is treated, from its treatment and what that is told."""

from __future__ import annotations

from cfgovern.contract.dates import ISO, date_format
from cfgovern.contract.model import Column, Contract
from cfgovern.contract.treatments import followed
from cfgovern.engine.generalise import AS_SENT, Way
from cfgovern.protection.riskpolicy import Measures

__all__ = ["way_of"]


def way_of(contract: Contract, column: Column, measures: Measures, day: str) -> Way:
    """How ``column`` is treated on the ``day`` (ISO), in the year of which ages are reckoned.

    Raises UsageError as :func:`cfgovern.contract.treatments.followed`.
    """
    word, told = followed(column), column.treatment_of
    if word == "keep":
        return AS_SENT
    form = date_format(column.type, column.format) if column.type in ISO else None
    return Way(
        word,
        shape=form.shape if form else "",
        style=form.strptime if form else None,
        bands=measures.bands(int(told) if word == "age_band" and told else None),
        year=int(day[:4]),
        limit=told if word == "top_code" else "",
        pairs=tuple(contract.lookups.get(told, {}).items()) if word == "lookup" else (),
        window=int(told) if word == "shift" else 0,
    )
