"""Numbers that an authority or a bank gives out, with the check digit or letter that is right.

The forms are written here a second time, from what their owners publish, and on purpose not taken from
``cfgovern.identifiers``: a set that takes its answers from the code it judges cannot find that code wrong.
"""

from __future__ import annotations

from random import Random

from tests.labelled.drawing import digits, grouped, letters, pattern
from tests.labelled.everyday import day

__all__ = [
    "account_number",
    "asn",
    "card",
    "crn",
    "cro",
    "driving_licence",
    "iban",
    "nhs_number",
    "nino",
    "passport",
    "pnc_id",
    "prison_number",
    "sixteen",
    "sort_code",
    "ten_digits",
    "uprn",
    "vehicle",
]

_LETTERS_23 = "ZABCDEFGHJKLMNPQRTUVWXY"  # PNC, CRO and ASN: the remainder by 23 names the check letter


def _nhs_check(stem: str) -> int:
    """11 less the weighted sum by 11: 11 stands for 0, and a stem with 10 is never given out."""
    return (11 - sum(int(one) * (10 - place) for place, one in enumerate(stem)) % 11) % 11


def nhs_number(rng: Random, style: str) -> str:
    """Two in three of 999, which is kept for tests; the others look live."""
    start = rng.choice(("999", "999", rng.choice(("4", "60", "61", "62", "63", "64", "65", "70"))))
    stem = start + digits(rng, 9 - len(start))
    check = _nhs_check(stem)
    return nhs_number(rng, style) if check == 10 else grouped(f"{stem}{check}", (3, 3, 4), style)


def ten_digits(rng: Random, style: str) -> str:
    """Ten digits that are no NHS number and no telephone number."""
    stem = rng.choice("234568") + digits(rng, 8)
    wrong = [str(one) for one in range(10) if one != _nhs_check(stem)]
    return grouped(stem + rng.choice(wrong), (3, 3, 4), style)


def nino(rng: Random, style: str) -> str:
    if style.startswith("temporary"):
        text = digits(rng, 2) + letters(rng, 1) + digits(rng, 5)
        return grouped(text, (2, 2, 2, 2), style.removeprefix("temporary_"))
    prefix = rng.choice("ABCEGHJKLMNOPRSTWXYZ") + rng.choice("ABCEGHJKLMNPRSTWXYZ")
    if prefix in {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ", "CR", "FY", "MW", "NC", "OO", "PP", "PY", "PZ"}:
        return nino(rng, style)
    prefix = "QQ" if rng.random() < 0.25 else prefix  # HMRC's own example
    short, style = style.startswith("short"), style.removeprefix("short_")
    text = prefix + digits(rng, 6) + ("" if short else rng.choice("ABCD"))
    return grouped(text, (2, 6, 1) if style == "dashed" else (2, 2, 2, 2, 1), style)


def _letter(number: str) -> str:
    return _LETTERS_23[int(number) % 23]


def pnc_id(rng: Random, style: str) -> str:
    year, serial = rng.randint(1995, 2024), rng.randint(1_000, 999_999)
    check = _letter(f"{year % 100:02}{serial:07}")
    return {
        "": f"{year}/{serial:07}{check}",
        "short": f"{year % 100:02}/{serial}{check}",
        "joined": f"{year}{serial:07}{check}",
        "spaced": f"{year} / {serial:07} {check}",
        "dashed": f"{year}-{serial:07}{check}",
        "gap": f"{year}/{serial:07} {check}",
    }[style]


def cro(rng: Random, style: str) -> str:
    year, serial = rng.randint(60, 99), rng.randint(1_001, 599_999)
    padded, bare = _letter(f"{year}{serial:06}"), _letter(f"{year}{serial}")
    return {
        "": f"{serial}/{year}{padded}",
        "padded": f"{serial:06}/{year}{padded}",
        "file": f"SF{year}/{serial}{bare}",
        "file_gap": f"SF {year}/{serial}{bare}",
        "spaced": f"{serial} / {year}{padded}",
        "gap": f"{serial}/{year} {padded}",
    }[style]


def crn(rng: Random, style: str) -> str:
    return grouped(letters(rng, 1, "ABCDEFGJVXY") + digits(rng, 6), (1, 6), style)


def prison_number(rng: Random, style: str) -> str:
    return grouped(rng.choice("AG") + pattern(rng, "####@@"), (1, 4, 2), style)


def asn(rng: Random, style: str) -> str:
    """Year, force, unit, system, eleven digits; the letter is over force, system, year and those digits."""
    year, force = (
        f"{rng.randint(5, 24):02}",
        rng.choice(("01", "05", "06", "12", "13", "20", "36", "47", "62")),
    )
    unit, system, serial = (
        letters(rng, 2, "ABCDEFGHK"),
        rng.choice(("00", "01", "02")),
        rng.randint(1_000, 999_999),
    )
    check = _letter(f"{force}{system}{year}{serial:011}")
    whole, few = f"{serial:011}{check}", f"{serial}{check}"
    return {
        "": f"{year}{force}{unit}{system}{whole}",
        "slashed": f"{year}/{force}{unit}/{system}/{few}",
        "slashed_whole": f"{year}/{force}{unit}/{system}/{whole}",
        "spaced": f"{year} {force}{unit} {system} {whole}",
        "gap": f"{year}/{force}{unit}/{system}/{serial} {check}",
    }[style]


def uprn(rng: Random, style: str) -> str:
    start = rng.choice(("1000", "1001", "2000", "2001"))
    text = {
        "eleven": "100" + rng.choice("123456789") + digits(rng, 7),
        "noughts": "0000" + rng.choice("2345") + digits(rng, 7),
    }
    return grouped(text.get(style, start + rng.choice("123456789") + digits(rng, 7)), (4, 4, 4), style)


def driving_licence(rng: Random, style: str) -> str:
    name = rng.choice(
        ("OKAFO", "BEGUM", "JONES", "KHAN9", "LEE99", "NOWAK", "ADEYE", "MACDO", "SINGH", "ROBER")
    )
    born_on, woman = day(rng, 1955, 2003), rng.random() < 0.4
    born = f"{born_on.year // 10 % 10}{born_on.month + 50 * woman:02}{born_on.day:02}{born_on.year % 10}"
    text = name + born + letters(rng, 1) + rng.choice(("9", letters(rng, 1))) + "9" + letters(rng, 2)
    issued = f" {rng.randint(11, 99)}" if style == "issue" else ""
    return grouped(text, (5, 6, 5), style) + issued


def passport(rng: Random, style: str) -> str:
    text = letters(rng, 2) + digits(rng, 7) if style == "letters" else rng.choice("135") + digits(rng, 8)
    return grouped(text, (3, 3, 3), style)


def vehicle(rng: Random, style: str) -> str:
    few = "ABCDEFGHJKLMNOPRSTUVWXY"
    age = rng.choice((*range(2, 26), *range(51, 75)))
    now = f"{letters(rng, 2, few)}{age:02} {letters(rng, 3, few)}"
    return {
        "": now,
        "joined": now.replace(" ", ""),
        "dashed": now.replace(" ", "-"),
        "prefix": f"{rng.choice('HJKLMNPRSTVWXY')}{rng.randint(101, 999)} {letters(rng, 3, few)}",
        "suffix": f"{letters(rng, 3, few)} {rng.randint(101, 999)}{rng.choice('KLMNPRSTVWXY')}",
        "northern": rng.choice(("AZ", "EI", "GZ", "JI"))
        + rng.choice("ABCEGHJ")
        + f" {rng.randint(1000, 9999)}",
    }[style]


def account_number(rng: Random, style: str) -> str:
    return grouped(rng.choice("12345678") + digits(rng, 7), (4, 4), style)


def sort_code(rng: Random, style: str) -> str:
    return grouped(
        f"{rng.choice(('20', '30', '40', '60', '77', '09'))}{digits(rng, 4)}", (2, 2, 2), style or "dashed"
    )


_ACCOUNTS = {
    "GB": "@@@@" + "#" * 14,
    "IE": "@@@@" + "#" * 14,
    "DE": "#" * 18,
    "PL": "#" * 24,
    "NL": "@@@@" + "#" * 10,
    "RO": "@@@@" + "#" * 16,
    "FR": "#" * 23,
    "ES": "#" * 20,
    "LT": "#" * 16,
}


def iban(rng: Random, style: str) -> str:
    """ISO 13616: country, two check digits that make the whole 1 by 97, the account."""
    country = style[:2].upper() if style[:2].upper() in _ACCOUNTS else "GB"
    account = pattern(rng, _ACCOUNTS[country])
    number = "".join(str(int(one, 36)) for one in f"{account}{country}00")
    text = f"{country}{98 - int(number) % 97:02}{account}"
    return grouped(text, (4,) * 9, style.split("_")[-1])


def card(rng: Random, style: str) -> str:
    amex = style.startswith("amex")
    stem = rng.choice(("34", "37")) + digits(rng, 12) if amex else rng.choice(("4", "51", "52", "54", "55"))
    stem += digits(rng, 15 - len(stem)) if not amex else ""
    return grouped(stem + _luhn(stem), (4, 6, 5) if amex else (4, 4, 4, 4), style.split("_")[-1])


def _luhn(stem: str) -> str:
    doubled = [int(one) * (2 - place % 2) for place, one in enumerate(reversed(stem))]
    return str(-sum(one // 10 + one % 10 for one in doubled) % 10)


def sixteen(rng: Random, style: str) -> str:
    """Sixteen digits that are no card."""
    stem = rng.choice("456") + digits(rng, 14)
    return grouped(stem + str((int(_luhn(stem)) + rng.randint(1, 9)) % 10), (4, 4, 4, 4), style)
