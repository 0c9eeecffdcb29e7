"""Writes ``docs/vectors``: what the normaliser and the tokens of version 1 give, for other languages.

    python -m tests.vectors

A version that is published stays: what this writes for it may grow, and no answer in it may change. Every
person is made up, and every number is one that was never issued or only stands in for one.
"""

from __future__ import annotations

import json
import unicodedata
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

from cfgovern.errors import CfgovernError
from cfgovern.identifiers import FORMS, cro, date_of_birth, fillers, nhs_number, pnc_id
from cfgovern.identifiers.form import LetterMod
from cfgovern.keys.root import Root
from cfgovern.tokens import nicknames
from cfgovern.tokens.keyed import token_key
from cfgovern.tokens.normaliser import normalised
from cfgovern.tokens.published import TOKENS, components
from cfgovern.tokens.rules import KNOWN, Rules

FOLDER = Path(__file__).parents[1] / "docs" / "vectors"
PNC_LETTER, CRO_LETTER = pnc_id.check_letter("2199", "12"), cro.check_letter("99", "12")
ROOTS = {"programme": bytes(range(32)), "area": bytes(range(255, 223, -1))}

NAMES = [
    *("José", "JOSE\u0301", "Jo\u00adse", "Ｊｏｓé", "O'Brien", "O\u2019Brien", "O`Brien", "O\u00b4Brien"),
    *("O Brien", "Smith-Jones", "Smith\u2013Jones", " Smith \u00a0 Jones ", "Mr. Smith", "Smith Jr."),
    *("Dr Mrs Smith", "Miss", "Dr.", "Junior", "Mr Junior", "Groß", "GROSS", "Sørensen", "Łukasz", "Ægir"),
    *("Œuvre", "Þór", "Guðrún", "Đặng", "Ħal", "Işık", "IŞIK", "İpek", "Ŋoma", "Ɓala", "Ἀλέξανδρος"),
    *("王小明", "Ольга", "한국", "मीना", "Null", "True", "May", "Smith2", "Robert (Bob)", "McDonald"),
    *("Mc Donald", "de la Cruz", "Smith, John", "John Smith, Jr", "\u0149", "\ufb01"),
]
NOBODY = ["", " ", "-", "?", "123", "Unknown", "not_known", "N/A", "None", "Mr Unknown", "XXX", "\u200b"]
CHILDREN = ["Baby", "baby girl", "Twin 2"]
DAYS = [
    *("1980-03-05", "05/03/1980", "5.3.1980", "5 March 1980", "5th of March 1980", "05 MAR 1980", "19800305"),
    *("1980-03-05 00:00:00", "1980-03-05T00:00:00", "1980-03", "03/1980", "March 1980", "1980", "1980-01-01"),
    *("05/03/80", "1980-02-30", "1980-13-01", "1900-01-01", "01/01/1970", "11/11/1111", "9999-12-31",
    "not known"),
]  # fmt: skip
ADDRESSES = [
    *("Flat 3, 12 St. Mary's Rd.", "12 Saint Mary\u2019s ROAD", "1 High St", "Apartment 2 The Mill",
    "No fixed abode"), *("NFA", "12A Côte Ave", "unknown"),
]  # fmt: skip


def _numbers() -> dict[str, list[str]]:
    """Numbers that were never issued, as people write them, and some with a slip."""
    nhs = ["999000001" + str(nhs_number.check_digit("999000001")), "999 000 0018", "9990000019", "0" * 10]
    return {
        "nhs_number": [*nhs, "\uff19\uff19\uff19 000 0018", "999-000-0018", "", "not known"],
        "nino": ["QQ 12 34 57 C", "qq123457", "QQ123457", "QQ123456C", "QQ000000A", "QQ12345", ""],
        "pnc_id": [
            f"2199/12{PNC_LETTER}",
            f"2199/0000012{PNC_LETTER.lower()}",
            f"2199 / 12 {PNC_LETTER}",
            "2199/12I",
            "",
        ],
        "cro": [f"QQ12/99{CRO_LETTER}", f"qq000012/99{CRO_LETTER}", "QQ12/99I", ""],
        "crn": ["QQ123457", "qq 123457", "QQ000000", "QQ12345", ""],
        "prison_number": ["QQ1234AA", "qq 1234 aa", "QQ0000AA", ""],
        "uprn": ["999999999001", "0", "1234567890123", ""],
        "postcode": ["zz1 1zz", "ZZ11ZZ", "ZZ99 3VZ", "ZZ99 3WZ", "not a postcode", ""],
        "phone": ["07700 900123", "+44 (0)7700 900123", "0044 7700 900 123", "(0113) 496 0123", "12", ""],
        "email": ["Some.One@Example.ORG", "noemail@example.org", "nobody", ""],
    }


def inputs() -> list[tuple[str, str]]:
    """Every (kind, text)."""
    names = [*NAMES, *NOBODY, *CHILDREN]
    told = dict.fromkeys(("given_name", "family_name", "full_name"), names)
    told |= {"date_of_birth": DAYS, "address": ADDRESSES} | _numbers()
    return [(kind, text) for kind, texts in told.items() for text in texts]


PEOPLE: list[dict[str, str]] = [
    {
        "given_name": "Dr Bill-José", "middle_names": "Ann Marie", "family_name": "O\u2019Neil-de la Cruz",
        "alias_given_name": "Billy", "alias_family_name": "Mac Donald", "date_of_birth": "05/03/1980",
        "postcode": "zz1 1zz", "address": "12 High St", "nhs_number": "999 000 0018", "nino": "QQ123457C",
        "pnc_id": f"2199/12{PNC_LETTER}", "cro": f"QQ12/99{CRO_LETTER}",
        "crn": "QQ123457", "prison_number": "QQ1234AA", "uprn": "999999999001",
        "phone": "07700 900123", "email": "Someone@example.org",
    },
    {"given_name": "Liz", "family_name": "SØRENSEN", "date_of_birth": "1980-01-01", "postcode": "ZZ99 3VZ"},
    {"given_name": "Elizabeth", "family_name": "Sorensen", "date_of_birth": "1980"},
    {"full_name": "Smith, Mary Ann", "date_of_birth": "1980-03"},
    {"full_name": "Cher"},
    {"given_name": "王小明", "family_name": "unknown"},
    {"given_name": "Baby", "family_name": "Lee", "nino": "QQ000000A", "postcode": "not known"},
    {"given_name": "unknown", "date_of_birth": "01/01/1900"},
]  # fmt: skip
VALUES = ["smith", "a", "王小明", "obrien" * 40, "QQ123457", "1980-03-05"]
PARTS = [
    ("national-linkage", "1", "surname_full"), ("national-linkage", "2", "surname_full"),
    ("national-linkage", "1", "given_full"), ("other", "1", "surname_full"), ("a" * 64, "0", "x_y-z"),
]  # fmt: skip
REFUSED = [
    ("", "1", "nino"), ("National", "1", "nino"), ("a/b", "1", "nino"), ("-a", "1", "nino"), ("a", "",
    "nino"), ("a", "1", "a b"), ("a", "1", "nino\n"), ("a" * 65, "1", "nino"), ("é", "1", "nino"), ("a", "1",
    "_x"),
]  # fmt: skip
PERSON_REFS = ["P-0012", " P-0012 ", "DEMO-0001"]


def rules(version: Rules) -> dict[str, Any]:
    """Every table and form that the version goes by."""
    tables = {field.name: getattr(version, field.name) for field in fields(version)}
    said = {name: sorted(one) if isinstance(one, frozenset) else one for name, one in tables.items()}
    return said | {
        "apostrophes": [f"U+{ord(sign):04X}" for sign in sorted(version.apostrophes)],
        "nickname_roots": dict(sorted(nicknames.roots(version).items())),
        "forms": {
            kind: asdict(form) | {"check": form.check and {"kind": _check(form.check)} | asdict(form.check)}
            for kind, form in FORMS.items()
        },
        "stand_ins": {"any": list(fillers.WRITTEN), **fillers.OF_KIND},
        "days_that_stand_in": list(date_of_birth.FILLERS),
        "unicode": unicodedata.unidata_version,
    }


def _check(check: object) -> str:
    return "letter" if isinstance(check, LetterMod) else "digits"


def normaliser(version: str) -> dict[str, Any]:
    """Each input with its answer."""
    return {
        "version": version,
        "cases": [
            {"kind": kind, "sent": text, "normalised": normalised(kind, text, version)}
            for kind, text in inputs()
        ],
    }


def tokens(version: str) -> dict[str, Any]:
    """Keys, tokens, people and refusals under two roots that are no secret."""
    roots = {kind: Root(kind, 1, held) for kind, held in ROOTS.items()}
    refs = token_key(roots["area"], "national-evaluation", 1, "person_ref")
    return {
        "version": version,
        "roots": {kind: held.hex() for kind, held in ROOTS.items()},
        "names": {
            name: {"keyed_as": one.key_name, "low_entropy": one.low_entropy, "needs": list(one.needs)}
            for name, one in TOKENS.items()
        },
        "keys": [_key(roots[kind], *parts) for kind in ROOTS for parts in PARTS],
        "tokens": [
            {"domain": domain, "epoch": epoch, "token": name, "value": value, "expected":
             token_key(roots["programme"], domain, epoch, name).token(value).hex()}
            for domain, epoch, name in PARTS for value in VALUES
        ],
        "person_refs": [{"sent": one, "expected": refs.token(one.strip()).hex()} for one in PERSON_REFS],
        "people": [_person(roots["programme"], sent, version) for sent in PEOPLE],
        "refusals": [_refusal(roots["programme"], *parts) for parts in REFUSED],
    }  # fmt: skip


def _key(root: Root, domain: str, epoch: str, name: str) -> dict[str, str]:
    info = f"cfgovern/v1/{domain}/{epoch}/{name}"
    return {"root": root.kind, "info": info, "key": root.derive(info).hex()}


def _person(root: Root, sent: dict[str, str], version: str) -> dict[str, Any]:
    made = components(sent, version)
    keys = {name: token_key(root, "national-linkage", 1, TOKENS[name].key_name) for name in made}
    return {
        "sent": sent,
        "components": made,
        "tokens": {name: keys[name].token(value).hex() for name, value in made.items()},
    }


def _refusal(root: Root, domain: str, epoch: str, name: str) -> dict[str, str]:
    try:
        token_key(root, domain, epoch, name)
    except CfgovernError as refused:
        return {"domain": domain, "epoch": epoch, "token": name, "code": refused.code}
    raise AssertionError("it was not refused")


def files() -> dict[str, str]:
    """The text of each file by its name."""
    made: dict[str, dict[str, Any]] = {}
    for version in KNOWN:
        made |= {
            f"rules-{version}.json": rules(KNOWN[version]),
            f"normaliser-{version}.json": normaliser(version),
            f"tokens-{version}.json": tokens(version),
        }
    return {name: json.dumps(said, indent=1) + "\n" for name, said in made.items()}


def main() -> None:
    """Write them."""
    for name, text in files().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
