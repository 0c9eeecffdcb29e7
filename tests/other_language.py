"""The normaliser and the tokens once more, from ``docs/vectors`` and its page alone, with nothing of
cfgovern.

It stands for a program in another language: only the standard library, and no look at the code.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import unicodedata
from datetime import date
from typing import Any

Rules = dict[str, Any]


# --- keys and tokens ---------------------------------------------------------------------------------
def hkdf(secret: bytes, info: bytes) -> bytes:
    """RFC 5869 with SHA-256 and an empty salt, 32 bytes: one round is enough."""
    extracted = hmac.new(bytes(32), secret, hashlib.sha256).digest()
    return hmac.new(extracted, info + b"\x01", hashlib.sha256).digest()


def info(domain: str, epoch: str, token: str) -> bytes | None:
    """What a key is derived for; None where a part may not stand there."""
    parts = (domain, epoch, token)
    if not all(re.fullmatch("[a-z0-9][a-z0-9_-]{0,63}", part) for part in parts):
        return None
    return b"/".join((b"cfgovern/v1", *(part.encode("ascii") for part in parts)))


def token(key: bytes, value: str) -> str:
    """HMAC by RFC 2104, written out, its first 16 bytes as figures."""
    block = key + bytes(64 - len(key))
    inner = hashlib.sha256(bytes(one ^ 0x36 for one in block) + value.encode("utf-8")).digest()
    return hashlib.sha256(bytes(one ^ 0x5C for one in block) + inner).hexdigest()[:32]


# --- names and addresses ------------------------------------------------------------------------------
def words(text: str, rules: Rules, figures: str = "") -> list[str]:
    dropped = {chr(int(code[2:], 16)) for code in rules["apostrophes"]}
    text = "".join(sign for sign in text if sign not in dropped)
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(
        rules["letters"].get(sign, sign)
        for sign in text
        if sign not in dropped and unicodedata.category(sign) not in ("Mn", "Cf")
    )
    text = unicodedata.normalize("NFC", text)
    return "".join(sign if sign in figures or _is_of_a_word(sign) else " " for sign in text).split()


def _is_of_a_word(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category[0] == "L" or category == "Mc"


def name(text: str, rules: Rules, given: bool) -> str | None:
    parts = words(text, rules)
    while len(parts) > 1 and parts[0] in rules["titles"]:
        del parts[0]
    while len(parts) > 1 and parts[-1] in rules["endings"]:
        del parts[-1]
    nobody = rules["nobody"] + (rules["nobody_given"] if given else [])
    said = " ".join(parts)
    if not said or said in nobody or set(parts) <= set(nobody) or set(said) <= {"x", " "}:
        return None
    return said


def full_name(text: str, rules: Rules) -> str | None:
    if text.count(",") == 1:
        before, after = text.split(",")
        if set(words(after, rules)) - set(rules["titles"]) - set(rules["endings"]):
            text = f"{after} {before}"
    return name(text, rules, True)


def address(text: str, rules: Rules) -> str | None:
    said = words(text, rules, "0123456789")
    if " ".join(said) in rules["no_address"] or set(said) <= set(rules["no_address"]):
        return None
    inner = [rules["streets"].get(word, word) for word in said[:-1]]
    return " ".join([*inner, rules["street_ends"].get(said[-1], said[-1])])


# --- days ---------------------------------------------------------------------------------------------
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_DAYS = (
    r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?",
    r"(?P<d>\d\d?)[-/. ](?P<m>\d\d?)[-/. ](?P<y>(?:19|20)\d\d)",
    r"(?P<d>\d\d?)(?:st|nd|rd|th)? (?:of )?(?P<m>[a-z]{3,9}) (?P<y>(?:19|20)\d\d)",
    r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)",
    r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>(?:19|20)\d\d)",
    r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d?)",
    r"(?P<m>\d\d?)/(?P<y>(?:19|20)\d\d)",
    r"(?P<m>[a-z]{3,9}) (?P<y>(?:19|20)\d\d)",
    r"(?P<y>(?:19|20)\d\d)",
)


def day_of_birth(text: str, rules: Rules) -> str | None:
    text = unicodedata.normalize("NFKC", text).strip().lower()
    for way in _DAYS:
        found = re.fullmatch(way, text, re.ASCII | re.IGNORECASE)
        if not found:
            continue
        said = {"m": None, "d": None} | found.groupdict()
        month = said["m"]
        if month is None:
            return said["y"]
        number = _MONTHS.index(month[:3]) + 1 if month[:3] in _MONTHS else int(month)
        try:
            day = date(int(str(said["y"])), number, int(said["d"] or 1))
        except ValueError:
            continue
        whole = day.isoformat()
        return whole[:7] if said["d"] is None else None if whole in rules["days_that_stand_in"] else whole
    return None


# --- identifiers with a form --------------------------------------------------------------------------
def compact(text: str, form: Rules) -> str:
    upper = {one: one.upper() for one in "abcdefghijklmnopqrstuvwxyz"} if form["upper"] else {}
    return "".join(upper.get(sign, sign) for sign in text if sign not in form["strip"])


def check_holds(word: str, check: Rules) -> bool:
    if check["kind"] == "digits":
        total = sum(weight * int(digit) for weight, digit in zip(check["weights"], word, strict=True))
        return total % int(check["modulus"]) == 0
    for variant in check["variants"]:
        found = re.fullmatch(variant["pattern"], word)
        if found:
            number = "".join((found[group] or "").rjust(width, "0") for group, width in variant["number"])
            return bool(check["alphabet"][int(number) % len(check["alphabet"])] == found[variant["letter"]])
    return False


def canonical(kind: str, word: str, form: Rules) -> str:
    found = [match for shape in form["shapes"] if (match := re.fullmatch(shape, word))]
    groups = [part or "" for part in found[0].groups()] if found else []
    if kind == "nino":
        return word[:8]
    if kind == "uprn":
        return word.lstrip("0") or "0"
    if kind == "email":
        return word.lower()
    if kind == "phone":
        return ("+44" if found[0].re.pattern == form["shapes"][0] else "+") + groups[0]
    if kind == "pnc_id":
        century, year, serial, letter = groups
        return f"{'' if century in ('19', '20') else century}{year}/{serial.rjust(7, '0')}{letter}"
    if kind == "cro" and found[0].re.pattern == form["shapes"][0]:
        mark, serial, year, letter = groups
        return f"{mark}{serial.rjust(6, '0')}/{year}{letter}"
    return word


def identifier(kind: str, text: str, rules: Rules) -> str | None:
    form = rules["forms"][kind]
    word = compact(unicodedata.normalize("NFKC", text).strip(), form)
    if any(re.fullmatch(one, word) for one in form["pseudo"]):
        return None
    shaped = any(re.fullmatch(one, word) for one in form["shapes"])
    if not shaped and not any(re.fullmatch(one, word) for one in form["unreal"]):
        return None
    if shaped and form["check"] and not check_holds(word, form["check"]):
        return None
    said = canonical(kind, word, form)
    for stand_in in rules["stand_ins"]["any"]:
        if any(re.fullmatch(stand_in, one) for one in (word, said, said.replace("+44", "0"))):
            return None
    if kind in rules["stand_ins"] and re.fullmatch(rules["stand_ins"][kind], said):
        return None
    if kind == "email" and said.split("@")[0] in rules["no_mailbox"]:
        return None
    return said


def normalised(kind: str, text: str, rules: Rules) -> str | None:
    """The answer for any kind."""
    if kind in ("given_name", "family_name"):
        return name(text, rules, kind == "given_name")
    others = {"full_name": full_name, "address": address, "date_of_birth": day_of_birth}
    return others[kind](text, rules) if kind in others else identifier(kind, text, rules)


# --- what tokens are made of ---------------------------------------------------------------------------
def soundex(text: str) -> str:
    """A letter and three figures; h and w part nothing, vowels do."""
    text = re.sub("[^a-z]", "", text)
    if not text:
        return ""
    figures = str.maketrans("bfpvcgjkqsxzdtlmnraeiouyhw", "11112222222233455600000000")
    coded = re.sub(r"(.)\1+", r"\1", re.sub("(?<=.)[hw]", "", text).translate(figures))
    return (text[0].upper() + coded[1:].replace("0", "") + "000")[:4]


def parts_of(sent: dict[str, str], rules: Rules) -> dict[str, str]:
    """By token name the text that it is of."""
    kinds = {field: field.removeprefix("alias_") for field in sent} | {"middle_names": "given_name"}
    said = {field: normalised(kinds[field], text, rules) or "" for field, text in sent.items()}
    given, family = said.get("given_name", ""), said.get("family_name", "")
    whole = said.get("full_name", "") if not given and not family else ""
    names = f"{given} {family}".split() or whole.split()
    if len(whole.split()) > 1:
        given, family = " ".join(whole.split()[:-1]), whole.split()[-1]
    first = given.split()[0] if given else ""
    main = [part for part in family.split() if part not in rules["particles"]] or family.split()[-1:]
    one, other, middle = (text.replace(" ", "") for text in (given, family, said.get("middle_names", "")))
    born, code = said.get("date_of_birth", ""), said.get("postcode", "")
    if born[4:] == "-01-01":
        born = born[:4]
    made = {
        "given_full": one, "given_first": first, "given_prefix3": one[:3], "given_phonetic": soundex(one),
        "given_initial": one[:1], "nickname_root": rules["nickname_roots"].get(first, first),
        "middle_full": middle, "middle_initial": middle[:1], "surname_full": other,
        "surname_first": "".join(main[:1]), "surname_last": "".join(family.split()[-1:]),
        "surname_prefix3": other[:3], "surname_phonetic": soundex(other),
        "names_sorted": " ".join(sorted(names)), "alias_given_full": said.get("alias_given_name",
        "").replace(" ", ""), "alias_surname_full": said.get("alias_family_name", "").replace(" ", ""),
        "dob": born if len(born) == 10 else "", "dob_year": born[:4], "dob_month": born[5:7],
        "dob_day": born[8:], "postcode": code, "postcode_outward": code[:-3], "street": said.get("address",
        ""),
    }  # fmt: skip
    made |= {kind: said.get(kind, "") for kind in rules["forms"] if kind != "postcode"}
    return {token: value for token, value in made.items() if value}
