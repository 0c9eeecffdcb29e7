"""How a contract says what is done to a column: one word, or a word with what it needs to know.

``cfgovernTreatment`` is the name of a treatment, such as ``month``, or a mapping of that name to its
parameter: ``{top_code: 20}``, ``{age_band: 10}``, ``{lookup: {list: lsoa_decile}}``, ``{shift: 180}``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from cfgovern.contract.model import Column

__all__ = ["PARAMETERS", "TREATMENTS", "Parameter", "followed", "said"]

TREATMENTS = (
    "keep",
    "drop",
    "token",
    "year",
    "quarter",
    "month",
    "age_band",
    "outward_postcode",
    "lookup",
    "top_code",
    "shift",
    "redact",
)


class Parameter(NamedTuple):
    """What a treatment may be told: ``what`` in words, its ``form`` (matched in full), whether it must be."""

    what: str
    form: str
    needed: bool

    def fits(self, text: str) -> bool:
        """Whether ``text`` is such a parameter."""
        return re.fullmatch(self.form, text) is not None


PARAMETERS: Mapping[str, Parameter] = {
    "age_band": Parameter("the years of a band, 2 to 50, as in {age_band: 10}", "[2-9]|[1-4][0-9]|50", False),
    "lookup": Parameter("the name of its list, as in {lookup: {list: lsoa_decile}}", "[A-Za-z0-9_-]+", True),
    "top_code": Parameter(
        "the highest number that is sent as it is, as in {top_code: 20}",
        r"0|-?[1-9][0-9]{0,14}|-?(0|[1-9][0-9]{0,14})\.[0-9]{1,6}",
        True,
    ),
    "shift": Parameter(
        "the most days a date may move, 30 to 3650, as in {shift: 180}",
        "[3-9][0-9]|[1-9][0-9]{2}|[12][0-9]{3}|3[0-5][0-9]{2}|36[0-4][0-9]|3650",
        True,
    ),
}
"""The treatments that may be told something. All others stand alone."""


def said(value: Any) -> tuple[str, str] | None:
    """The treatment and its parameter, as text, that a contract writes; each may be ``""``.

    None where ``value`` is neither a word nor a mapping of one word to its parameter.
    """
    if isinstance(value, dict):
        if len(value) != 1:
            return None
        [(word, told)] = value.items()
        if word == "lookup" and isinstance(told, dict):
            told = told.get("list") if set(told) == {"list"} else None
        return (str(word), str(told)) if _is_scalar(told) else None
    return ("", "") if value is None else (str(value), "") if _is_scalar(value) else None


def followed(column: Column) -> str:
    """The treatment of ``column``, which is to be done now; ``keep`` where the contract says nothing.

    Raises UsageError ``contract.treatment`` for a treatment that is not known, or not told what it needs.
    """
    word, told = column.treatment or "keep", column.treatment_of
    parameter = PARAMETERS.get(word)
    fits = parameter.fits(told) if parameter and told else not told and not (parameter and parameter.needed)
    if word not in TREATMENTS or not fits:
        raise UsageError(
            "contract.treatment",
            f"The contract does not say in a way that can be followed how {column.name} is treated.",
            fix="Ask cfgovern contract lint what is wrong with its treatment.",
        )
    return word


def _is_scalar(value: Any) -> bool:
    return isinstance(value, (str, int, float)) and not isinstance(value, bool)
