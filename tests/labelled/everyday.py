"""Where people live and how they are reached: postcodes, telephones, mail, names on the net; and dates."""

from __future__ import annotations

import datetime
from random import Random

from tests.labelled.drawing import digits, letters, pattern

__all__ = ["day", "email", "handle", "ip", "mac", "number", "phone", "postcode", "url", "written"]

_AREAS = (
    "B", "BD", "BS", "CH", "CV", "DE", "DN", "E", "HU", "L", "LE", "LS", "M", "N", "NE", "NG", "OL", "PR",
    "S", "SE", "SR", "ST", "SW", "TS", "WF", "WN", "WV",
)  # fmt: skip


def postcode(rng: Random, style: str) -> str:
    area = rng.choice(_AREAS)
    outward = f"{area}{rng.randint(1, 9 if area in ('E', 'N') else 19)}"
    if rng.random() < 0.1:
        outward = rng.choice(("EC1A", "W1D", "SW1P", "SE1P", "E1W"))
    return outward + {"joined": "", "wide": "  "}.get(style, " ") + rng.choice("123456789") + _unit(rng)


def _unit(rng: Random) -> str:
    return letters(rng, 2, "ABDEFGHJLNPQRSTUWXYZ")


def phone(rng: Random, style: str) -> str:
    """Half in Ofcom's ranges for drama; the others look live."""
    drama = rng.random() < 0.5
    mobile = f"7700900{digits(rng, 3)}" if drama else f"7{rng.choice('4589')}{digits(rng, 8)}"
    code, rest = mobile[:4], mobile[4:]
    made = {
        "": f"0{mobile}",
        "spaced": f"0{code} {rest}",
        "triples": f"0{code} {rest[:3]} {rest[3:]}",
        "dashed": f"0{code}-{rest[:3]}-{rest[3:]}",
        "dotted": f"0{code}.{rest[:3]}.{rest[3:]}",
        "pairs": f"0{mobile[:2]} {mobile[2:4]} {mobile[4:6]} {mobile[6:8]} {mobile[8:]}",
        "abroad": f"+44{mobile}",
        "abroad_spaced": f"+44 {code} {rest}",
        "abroad_nought": f"+44 (0){code} {rest}",
        "noughts": f"0044{mobile}",
        "no_nought": mobile,
        "landline": f"0{_area_number(rng, drama)}",
        "bracketed": f"(0{_area_number(rng, drama).replace(' ', ') ')}",
        "city": f"0{_city_number(rng, drama)}",
        "london": f"020 {'7946 0' if drama else pattern(rng, '8### 4')}{digits(rng, 3)}",
        "foreign": _foreign(rng),
    }
    return made[style]


def _city_number(rng: Random, drama: bool) -> str:
    code = rng.choice(("113", "114", "121", "161"))
    return f"{code} {'496 0' if drama else pattern(rng, '2## 7')}{digits(rng, 3)}"


def _area_number(rng: Random, drama: bool) -> str:
    if drama:
        return f"1632 960{digits(rng, 3)}"
    return f"{rng.choice(('1274', '1482', '1902', '1642', '1772'))} {rng.choice('23456789')}{digits(rng, 5)}"


def _foreign(rng: Random) -> str:
    return rng.choice(
        (
            f"+48 6{digits(rng, 2)} {digits(rng, 3)} {digits(rng, 3)}",
            f"+40 7{digits(rng, 2)} {digits(rng, 3)} {digits(rng, 3)}",
            f"+353 87 {rng.choice('23456789')}{digits(rng, 2)} {digits(rng, 4)}",
            f"+92 30{rng.choice('0123456')} {rng.choice('23456789')}{digits(rng, 6)}",
            f"+33 6 {' '.join(rng.choice('123456789') + digits(rng, 1) for _ in range(4))}",
        )
    )


_NICKS = ("kez", "mo", "dazza", "jo", "shaz", "bex", "taz", "ash", "lou", "nad", "baz", "jaz", "rik", "tam")
_WORDS = ("sunny", "rover", "moon", "city", "rose", "river", "tiny", "north", "angel", "star", "fern")


def handle(rng: Random, style: str) -> str:
    nick, word, year = rng.choice(_NICKS), rng.choice(_WORDS), rng.randint(11, 98)
    made = rng.choice(
        (f"{nick}_{word}{year}", f"{nick}.{word}{year}", f"{word}{nick}{year}", f"{nick}{word}_x{year}")
    )
    return ("@" if style == "at" else "") + made


def email(rng: Random, style: str) -> str:
    """Half at names that RFC 2606 keeps; the others look live."""
    box = rng.choice(
        (
            handle(rng, ""),
            f"{rng.choice(_NICKS)}.{rng.choice(_WORDS)}",
            f"{rng.choice(_WORDS)}{digits(rng, 3)}",
        )
    )
    reserved = ("example.org", "example.com", "mail.example.net")
    live = (
        "gmail.com",
        "hotmail.co.uk",
        "outlook.com",
        "nhs.net",
        "yahoo.co.uk",
        f"{rng.choice(_WORDS)}-support.org.uk",
    )
    domain = rng.choice(reserved if rng.random() < 0.5 else live)
    marks = {
        "words": (" (at) ", " (dot) "),
        "brackets": ("[at]", "[dot]"),
        "spelt": (" at ", " dot "),
        "spaced": (" @ ", "."),
    }
    at, dot = marks.get(style, ("@", "."))
    box = f"{box}+{rng.choice(_WORDS)}" if style == "tagged" else box
    return box + at + domain.replace(".", dot)


def day(rng: Random, first: int, last: int) -> datetime.date:
    """A day of those years, up to the 28th of its month."""
    return datetime.date(rng.randint(first, last), rng.randint(1, 12), rng.randint(1, 28))


def written(day: datetime.date, style: str) -> str:
    month = f"{day:%B}"
    end = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd"}.get(day.day, "th")
    return {
        "": f"{day:%d/%m/%Y}",
        "short": f"{day.day}/{day.month}/{day:%y}",
        "dots": f"{day:%d.%m.%y}",
        "dots_long": f"{day:%d.%m.%Y}",
        "dashes": f"{day:%d-%m-%Y}",
        "iso": day.isoformat(),
        "stamp": f"{day.isoformat()} 00:00:00",
        "words": f"{day.day} {month} {day.year}",
        "ordinal": f"{day.day}{end} {month} {day.year}",
        "ordinal_of": f"{day.day}{end} of {month} {day.year}",
        "month": f"{day.day:02}-{month[:3]}-{day:%y}",
        "month_long": f"{day.day} {month[:3]} {day.year}",
        "american_words": f"{month} {day.day}, {day.year}",
        "compact": f"{day:%d%m%Y}",
        "six": f"{day:%d%m%y}",
        "spaces": f"{day:%d %m %Y}",
        "day_month": f"{day:%d/%m}",
    }[style]


def ip(rng: Random, style: str) -> str:
    """Half in the ranges of RFC 5737 and RFC 3849 for documents; the others look live."""
    documents = rng.random() < 0.5
    if style.startswith("six"):
        head = "2001:db8" if documents else f"2a02:{rng.randint(4096, 65535):x}"
        tail = [f"{rng.randint(4096, 65535):x}" for _ in range(6)]
        return f"{head}::{tail[0]}:{tail[1]}" if style == "six_short" else ":".join((head, *tail))
    start = (
        rng.choice(("192.0.2", "198.51.100", "203.0.113"))
        if documents
        else f"{rng.randint(51, 95)}.{rng.randint(10, 250)}.{rng.randint(10, 250)}"
    )
    ends = {"port": f":{rng.randint(1024, 65000)}", "subnet": "/24"}
    return f"{start}.{rng.randint(2, 254)}" + ends.get(style, "")


def mac(rng: Random, style: str) -> str:
    text = f"{rng.getrandbits(46) << 2 & 0xFCFFFFFFFFFF:012X}"
    gap = {"": ":", "dashed": "-"}.get(style)
    if style == "dotted":
        return ".".join(text[place : place + 4] for place in (0, 4, 8)).lower()
    return gap.join(text[place : place + 2] for place in range(0, 12, 2)) if gap else text


def url(rng: Random, style: str) -> str:
    """Half at names that RFC 2606 keeps; the others look live."""
    word, other = rng.choice(_WORDS), rng.choice(_WORDS)
    site = rng.choice(
        ("example.org", "example.com")
        if rng.random() < 0.5
        else (f"{word}-{other}.co.uk", f"{word}{other}.org.uk", f"{word}{other}.com")
    )
    return {
        "": f"https://{site}/{other}",
        "http": f"http://www.{site}/",
        "www": f"www.{site}",
        "path": f"{site}/{other}/{rng.randint(10, 999)}",
        "bare": site,
        "query": f"https://www.{site}/{word}?id={rng.randint(1000, 99999)}&p={other}",
        "profile": f"https://www.facebook.com/{handle(rng, '')}",
        "profile_short": f"instagram.com/{handle(rng, '')}",
        "upper": f"WWW.{site}".upper(),
        "port": f"http://{site}:8080/{other}",
    }[style]


def number(rng: Random, style: str) -> str:
    first, last = style.split("-")
    return str(rng.randint(int(first), int(last)))
