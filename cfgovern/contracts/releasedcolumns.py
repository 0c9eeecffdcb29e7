"""The columns of a release as its contract describes them: what each treatment leaves, and in what form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from cfgovern.contract.agebands import AgeBands
from cfgovern.contract.model import Column, Contract
from cfgovern.contract.treatments import followed
from cfgovern.contracts.governed import codes_of
from cfgovern.contracts.lint import is_fine_place
from cfgovern.tokens.clksettings import CLK
from cfgovern.tokens.published import Token

__all__ = [
    "HEX",
    "as_sent",
    "clk_column",
    "is_kept_whole",
    "properties",
    "reference",
    "token_column",
    "treated",
]

HEX = "^[0-9a-f]{32}$"
_PATTERNS: Mapping[str, str] = {
    "year": "^[0-9]{4}$",
    "quarter": "^[0-9]{4}-Q[1-4]$",
    "month": "^[0-9]{4}-(0[1-9]|1[0-2])$",
    "outward_postcode": "^(GIR|[A-Z]{1,2}[0-9][0-9A-Z]?)$",
    "token": HEX,
}
# Treatments that give something for every valid value; safety may still empty a place.
_NEVER_EMPTY = ("keep", "year", "quarter", "month")
_NAMING = ("record_id", "direct_identifier")
_SAME_MEANING = ("keep", "top_code", "shift", "redact", "token")
_ANYWHERE = ("postcode", "address", "uprn", "phone", "email")
_WORDS: Mapping[str, str] = {
    "keep": "Sent as it is.",
    "year": "Only the year of the date is sent.",
    "quarter": "Only the quarter of the date is sent, as 2026-Q2.",
    "month": "Only the month of the date is sent, as 2026-04.",
    "age_band": "Only a band of ages is sent, from the age that is reached in the year of the release.",
    "outward_postcode": "Only the first half of the postcode is sent.",
    "lookup": "A broader value is sent in its place, from the list {}.",
    "top_code": "A number above {0} is sent as {0}, which so means {0} or more.",
    "shift": "The date is moved by up to {} days, all dates of a person by the same number.",
    "redact": "Names, numbers and places in the text are replaced.",
    "token": "A keyed token is sent in place of the value, the same for the same value.",
}
_CLEAR_WORDS = "Sent in the clear, in one form for all ways of writing it; empty where it stands for nothing."
_TOKEN_WORDS = (
    "A keyed token of {}: for the same value the same in every area and period of the domain. Empty where"
    " there is nothing to make it of."
)
_FEW_WORDS = " It has few values, so whoever holds the tokens of many people can guess them by counting."
_CLK_WORDS = (
    "A Cryptographic Longterm Key of the identifiers, in base 64: the more alike two people are, the more of"
    " its bits they have in common. Experimental. It is weaker than tokens: patterns of its bits tell names"
    " to whoever knows many of the people. The linkage schema beside it says how it is made."
)
_EMPTY_WORDS = "Empty where the value could not be treated so."
_PLACE_WORDS = "Empty for everybody whose location is protected."


def treatment_of(column: Column) -> str:
    """How a column is treated in a release: a record id never leaves as it is.

    Raises UsageError as :func:`cfgovern.contract.treatments.followed`.
    """
    return "token" if "record_id" in column.roles else followed(column)


def is_kept_whole(column: Column) -> bool:
    """Whether two values that differ still differ in the release."""
    return treatment_of(column) == "keep" and not column.identifies


def treated(contract: Contract, column: Column, ages: AgeBands, required: bool) -> dict[str, Any]:
    """An answer as the payload has it. ``required``: whether a submission has to hold it."""
    word = treatment_of(column)
    place = is_fine_place(column) or column.identifier in _ANYWHERE
    never_empty = word in _NEVER_EMPTY or (word, column.type) == ("top_code", "integer")
    words = [column.description, _WORDS[word].format(column.treatment_of)]
    words += [] if never_empty else [_EMPTY_WORDS]
    words += [_PLACE_WORDS] if place else []
    roles = ["quasi_identifier" if role in _NAMING else role for role in column.roles]
    return {
        "name": column.name,
        "businessName": column.label,
        "description": " ".join(filter(None, words)),
        **_form(contract, column, word, ages),
        **({"required": True} if required and never_empty and not place else {}),
        **({"unique": True} if column.unique and word == "keep" else {}),
        **_classified(column),
        "customProperties": properties(
            concept=column.concept if word in _SAME_MEANING else f"{column.concept}_{word}",
            roles=roles or ["operational"],
            purposes=column.purposes,
            missing=column.missing,
        ),
    }


def as_sent(column: Column) -> dict[str, Any]:
    """An identifier in the clear, in the one form of its kind."""
    born = column.identifier == "date_of_birth"
    form: dict[str, Any] = {"logicalType": column.type if born else "string"}
    if born and column.type != "date":
        form["logicalTypeOptions"] = {"pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}
    return {
        "name": column.name,
        "businessName": column.label,
        "description": f"{column.description} {_CLEAR_WORDS}".strip(),
        **form,
        **_classified(column),
        "customProperties": properties(
            concept=column.concept,
            identifier=column.identifier or "",
            roles=column.roles,
            purposes=column.purposes,
            missing=column.missing,
        ),
    }


def token_column(token: Token, sources: Sequence[Column]) -> dict[str, Any]:
    """A published token, made of the identifiers ``sources``."""
    return {
        "name": token.name,
        "businessName": f"Token: {token.says}",
        "description": _TOKEN_WORDS.format(token.says) + _FEW_WORDS * token.low_entropy,
        "logicalType": "string",
        "logicalTypeOptions": {"pattern": HEX},
        **_classified(sources[0]),
        "customProperties": properties(
            concept=token.name,
            roles=["direct_identifier"],
            purposes=dict.fromkeys(purpose for source in sources for purpose in source.purposes),
        ),
    }


def clk_column(sources: Sequence[Column], bits: int) -> dict[str, Any]:
    """The code of so many ``bits`` that is made of the identifiers ``sources``."""
    whole, rest = divmod(bits // 8, 3)
    figures = whole * 4 + (rest and rest + 1)
    return {
        "name": CLK,
        "businessName": "Cryptographic Longterm Key",
        "description": _CLK_WORDS,
        "logicalType": "string",
        "logicalTypeOptions": {"pattern": f"^[A-Za-z0-9+/]{{{figures}}}={{{(3 - rest) % 3}}}$"},
        **_classified(sources[0]),
        "customProperties": properties(
            concept=CLK,
            roles=["direct_identifier"],
            purposes=dict.fromkeys(purpose for source in sources for purpose in source.purposes),
        ),
    }


def reference(name: str, record: Column, label: str, words: str, **more: Any) -> dict[str, Any]:
    """A column that takes the place of the record id ``record``."""
    roles = ["record_id"] if more.get("required") else ["operational"]
    return {
        "name": name,
        "businessName": label,
        "description": words,
        "logicalType": "string",
        **more,
        **_classified(record),
        "customProperties": properties(concept=name, roles=roles, purposes=record.purposes),
    }


def properties(
    *,
    concept: str,
    roles: Iterable[str],
    purposes: Iterable[str] = (),
    identifier: str = "",
    missing: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Our own properties of a released column; nothing more is to be done to it, so its treatment is keep."""
    told: dict[str, Any] = {
        "cfgovernConcept": concept,
        "cfgovernIdentifier": identifier,
        "cfgovernRole": list(dict.fromkeys(roles)),
        "cfgovernTreatment": "keep",
        "cfgovernPurpose": list(purposes),
        "cfgovernMissing": dict(missing or {}),
    }
    return [{"property": name, "value": value} for name, value in told.items() if value]


def _classified(column: Column) -> dict[str, str]:
    return {"classification": column.classification} if column.classification else {}


def _form(contract: Contract, column: Column, word: str, ages: AgeBands) -> dict[str, Any]:
    """Type, options and codes of what the treatment ``word`` leaves."""
    if word in _PATTERNS:
        return {"logicalType": "string", "logicalTypeOptions": {"pattern": _PATTERNS[word]}}
    if word == "age_band":
        bands = ages._replace(width=int(column.treatment_of)) if column.treatment_of else ages
        return {"logicalType": "string", "enum": [{"value": name} for name in bands.names()]}
    if word == "lookup":
        sent = dict.fromkeys(contract.lookups[column.treatment_of].values())
        return {"logicalType": "string", "enum": [{"value": value} for value in sent]}
    if word == "redact":
        return {"logicalType": "string"}
    if word == "shift":
        return {"logicalType": column.type, **_optional(format=column.format)}
    options = _options(contract, column)
    if word == "top_code":
        options.pop("multipleOf", None)
        limit = Decimal(column.treatment_of)
        if column.maximum is None or Decimal(column.maximum.value) > limit:
            options.pop("exclusiveMaximum", None)
            options["maximum"] = limit
    codes = codes_of(contract, column) or ()
    labels = {code.code: code.label for code in codes}
    enum = [{"value": code, **({"label": label} if label else {})} for code, label in labels.items()]
    return {
        "logicalType": column.type,
        **_optional(**options),
        **({"enum": enum} if enum else {}),
    }


def _optional(**options: Any) -> dict[str, Any]:
    told = {name: value for name, value in options.items() if value is not None}
    return {"logicalTypeOptions": told} if told else {}


def _options(contract: Contract, column: Column) -> dict[str, Any]:
    node: Any = contract.document.data
    for step in column.path:
        node = node[step]
    return dict(node.get("logicalTypeOptions") or {})
