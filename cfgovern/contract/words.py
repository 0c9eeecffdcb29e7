"""What roles and treatments of a contract mean, in plain words, for whoever shows them."""

from __future__ import annotations

from collections.abc import Mapping

from cfgovern.contract.model import Column

__all__ = ["ROLES", "TREATMENTS", "humanised", "treatment_words"]

ROLES: Mapping[str, str] = {
    "record_id": "Record id",
    "direct_identifier": "Direct identifier",
    "quasi_identifier": "Could identify a person together with other items",
    "special_category": "Special category data",
    "criminal_offence": "Criminal offence data",
    "sensitive": "Sensitive: could do harm if known",
    "free_text": "Free text",
    "operational": "Operational",
}
TREATMENTS: Mapping[str, str] = {
    "keep": "Sent as it is",
    "drop": "Never sent on",
    "token": "Replaced by a token",
    "year": "Only the year is sent",
    "month": "Only the month and year are sent",
    "quarter": "Only the quarter and year are sent",
    "age_band": "Only an age band is sent",
    "outward_postcode": "Only the first half of the postcode is sent",
    "lookup": "Only a broader group is sent",
    "top_code": "High numbers are sent as the highest that is told",
    "shift": "Dates are sent moved, all dates of a person by the same number of days",
    "redact": "Personal details in it are blanked out",
}
_TOLD: Mapping[str, str] = {
    "age_band": "Only an age band of {} years is sent",
    "lookup": "Only a broader group is sent, from the list {}",
    "top_code": "A number above {0} is sent as {0}",
    "shift": "Dates are sent moved, by up to {} days, all dates of a person by the same number",
}


def humanised(name: str) -> str:
    """``date_of_birth`` as ``Date of birth``."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def treatment_words(column: Column) -> str:
    """What is done to a column before it is sent on; ``""`` where the contract does not say."""
    word = column.treatment or ""
    if column.treatment_of and word in _TOLD:
        return _TOLD[word].format(column.treatment_of)
    return TREATMENTS.get(word, word)
