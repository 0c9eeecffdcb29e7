"""The tokens that are published: what each is called, what it is made of, and which are easily guessed.

A name never changes its meaning: people link by it. Some tokens are made with the key of another, so that
the two can be compared: somebody's former family name is found as another file's family name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cfgovern.errors import UsageError
from cfgovern.tokens import names, nicknames
from cfgovern.tokens.normaliser import KINDS, LATEST, normalised
from cfgovern.tokens.rules import Rules, rules_of
from cfgovern.tokens.soundex import soundex

__all__ = ["FIELDS", "TOKENS", "Token", "components", "fields"]

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        **{kind: kind for kind in KINDS},
        "middle_names": "given_name",
        "alias_given_name": "given_name",
        "alias_family_name": "family_name",
    }
)
"""What tokens are made of, each with its kind of identifier: every kind, and what a person has several of."""


@dataclass(frozen=True, slots=True)
class Token:
    """One published token. ``needs``: the :data:`FIELDS` it is made of, any one of which may be enough.

    ``low_entropy``: so few values that whoever has the tokens of many people can guess them by counting.
    ``keyed_as``: the published name in its key, where that is another's.
    """

    name: str
    needs: tuple[str, ...]
    says: str
    low_entropy: bool = False
    keyed_as: str = ""

    @property
    def key_name(self) -> str:
        """The token name that stands in the key."""
        return self.keyed_as or self.name


_GIVEN, _FAMILY = ("given_name", "full_name"), ("family_name", "full_name")
_IN_ORDER = (
    Token("given_full", _GIVEN, "the given name as one word"),
    Token("given_first", _GIVEN, "the first part of the given name", keyed_as="given_full"),
    Token("given_prefix3", _GIVEN, "its first three letters", low_entropy=True),
    Token("given_phonetic", _GIVEN, "its American Soundex", low_entropy=True),
    Token("given_initial", _GIVEN, "its first letter", low_entropy=True),
    Token("nickname_root", _GIVEN, "the name that its first part is a short form of", low_entropy=True),
    Token("middle_full", ("middle_names",), "the other given names as one word"),
    Token("middle_initial", ("middle_names",), "their first letter", low_entropy=True),
    Token("surname_full", _FAMILY, "the family name as one word"),
    Token("surname_first", _FAMILY, "its first part that is no particle", keyed_as="surname_full"),
    Token("surname_last", _FAMILY, "its last part", keyed_as="surname_full"),
    Token("surname_prefix3", _FAMILY, "its first three letters", low_entropy=True),
    Token("surname_phonetic", _FAMILY, "its American Soundex", low_entropy=True),
    Token(
        "names_sorted",
        ("given_name", "family_name", "full_name"),
        "the parts of given and family name in the order of the alphabet",
    ),
    Token(
        "alias_given_full",
        ("alias_given_name",),
        "the other given name somebody is known by, as one word",
        keyed_as="given_full",
    ),
    Token(
        "alias_surname_full",
        ("alias_family_name",),
        "the other family name somebody is known by, as one word",
        keyed_as="surname_full",
    ),
    Token("dob", ("date_of_birth",), "the day of birth; none where it may be part of one (1 January)"),
    Token("dob_year", ("date_of_birth",), "the year of birth", low_entropy=True),
    Token("dob_month", ("date_of_birth",), "the month of birth", low_entropy=True),
    Token("dob_day", ("date_of_birth",), "the day of the month of birth", low_entropy=True),
    Token("postcode", ("postcode",), "the postcode"),
    Token("postcode_outward", ("postcode",), "its first half", low_entropy=True),
    Token("street", ("address",), "house and street"),
    Token("nhs_number", ("nhs_number",), "the NHS number"),
    Token("nino", ("nino",), "the National Insurance number without its last letter"),
    Token("pnc_id", ("pnc_id",), "the PNC identifier"),
    Token("cro", ("cro",), "the CRO number"),
    Token("crn", ("crn",), "the probation case number (CRN)"),
    Token("prison_number", ("prison_number",), "the prison number"),
    Token("uprn", ("uprn",), "the property number (UPRN)"),
    Token("phone", ("phone",), "the telephone number"),
    Token("email", ("email",), "the e-mail address"),
)
TOKENS: Mapping[str, Token] = MappingProxyType({token.name: token for token in _IN_ORDER})
"""Every published token by its name, in the published order."""

_AS_THEY_ARE = ("nhs_number", "nino", "pnc_id", "cro", "crn", "prison_number", "uprn", "phone", "email")
_INWARD = 3  # characters of a postcode behind its first half
_FIRST_OF_JANUARY = "-01-01"


def fields(columns: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Which of ``columns``, (concept, kind of identifier) each, is which field: field -> place.

    A concept that is a field says so itself; of the others the first of its kind counts, and of an address
    only the first line.
    """
    columns = list(columns)
    found = {concept: place for place, (concept, kind) in enumerate(columns) if FIELDS.get(concept) == kind}
    named = set(found.values())
    for place, (_, kind) in enumerate(columns):
        if place not in named and kind in FIELDS:
            found.setdefault(kind, place)
    return found


def components(said: Mapping[str, str | None], version: str = LATEST) -> dict[str, str]:
    """Of each published token the text it is made of, in the published order; absent where there is none.

    ``said``: by field (a key of :data:`FIELDS`) the text as sent. Raises UsageError as
    :func:`cfgovern.tokens.normaliser.normalised`, and ``tokens.field`` for a field that is none.
    """
    rules = rules_of(version)
    unknown = said.keys() - FIELDS.keys()
    if unknown:
        raise UsageError(
            "tokens.field",
            "No token is made of this field.",
            where=", ".join(sorted(unknown)),
            fix=f"Tokens are made of these: {', '.join(FIELDS)}.",
        )
    known = {field: normalised(FIELDS[field], text, version) for field, text in said.items()}
    made = {
        **_of_names(known, rules),
        **_of_birth(known.get("date_of_birth")),
        **_of_postcode(known.get("postcode")),
        "street": known.get("address"),
        **{kind: known.get(kind) for kind in _AS_THEY_ARE},
    }
    return {name: value for name in TOKENS if (value := made.get(name))}


def _of_names(known: Mapping[str, str | None], rules: Rules) -> dict[str, str | None]:
    given, family, whole = (known.get(field) or "" for field in ("given_name", "family_name", "full_name"))
    if not given and not family:
        *before, last = whole.split() or [""]
        given, family = (" ".join(before), last) if before else ("", "")
    every = sorted(f"{given} {family}".split() or whole.split())
    return {
        **_of_given(given, rules),
        **_of_family(family, rules),
        "middle_full": names.joined(known.get("middle_names") or ""),
        "middle_initial": (known.get("middle_names") or "")[:1],
        "names_sorted": " ".join(every),
        "alias_given_full": names.joined(known.get("alias_given_name") or ""),
        "alias_surname_full": names.joined(known.get("alias_family_name") or ""),
    }


def _of_given(given: str, rules: Rules) -> dict[str, str | None]:
    if not given:
        return {}
    one, first = names.joined(given), given.split()[0]
    return {
        "given_full": one,
        "given_first": first,
        "given_prefix3": one[:3],
        "given_phonetic": soundex(one),
        "given_initial": one[0],
        "nickname_root": nicknames.root(first, rules),
    }


def _of_family(family: str, rules: Rules) -> dict[str, str | None]:
    if not family:
        return {}
    one, parts = names.joined(family), family.split()
    return {
        "surname_full": one,
        "surname_first": next((part for part in parts if part not in rules.particles), parts[-1]),
        "surname_last": parts[-1],
        "surname_prefix3": one[:3],
        "surname_phonetic": soundex(one),
    }


def _of_birth(born: str | None) -> dict[str, str | None]:
    """Only the parts that are known: whoever knows no more than the year writes 1 January."""
    if not born:
        return {}
    year, month, day = [*born.split("-"), None, None][:3]
    if born.endswith(_FIRST_OF_JANUARY):
        return {"dob_year": year}
    return {"dob": born if day else None, "dob_year": year, "dob_month": month, "dob_day": day}


def _of_postcode(postcode: str | None) -> dict[str, str | None]:
    return {"postcode": postcode, "postcode_outward": postcode[:-_INWARD]} if postcode else {}
