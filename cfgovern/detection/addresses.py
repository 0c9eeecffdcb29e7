"""What the pack finds where no number begins: addresses of mail, pages, computers and houses, names in social
media, and telephone numbers read out in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfgovern.detection.cues import Context
from cfgovern.detection.found import Found
from cfgovern.findings import Severity
from cfgovern.identifiers import address, email, form, network, phone, web

__all__ = ["addresses"]

_BOX = re.compile(f"(?:{email.LOCAL})$", re.IGNORECASE | re.ASCII)
_DOMAIN = re.compile(email.DOMAIN, re.IGNORECASE | re.ASCII)
_MAIL_BEFORE, _MAIL_AFTER = 64, 256  # characters around the @ in which an address lies
_URL = re.compile(rf"(?<![A-Za-z0-9@._])(?:{web.URL})", re.IGNORECASE)
_SITE = re.compile(
    rf"[^A-Za-z0-9]{{1,3}}(?:is |on |at )?((?:{web.SITE}))(?![A-Za-z0-9@_/]|[.-][A-Za-z0-9])", re.IGNORECASE
)
_AT = re.compile(web.AT)
# A name without its @: small letters with a figure, an underscore or a dot.
_NAME = re.compile(
    "(?<![A-Za-z0-9@._/-])(?=[A-Za-z]{2}[.]?[A-Za-z]|[A-Za-z0-9._]{0,12}_)(?=[A-Za-z.]{1,30}[0-9_]|[a-z]{2,20}[.](?!com|net|org|uk|co|example|invalid|test)[a-z]{2,20}(?![A-Za-z.]))"
    "[A-Za-z0-9][A-Za-z0-9_.]{2,38}[A-Za-z0-9_](?![A-Za-z0-9@_/-]|[.][A-Za-z])"
)
_BEFORE_ON = re.compile(rf"({_NAME.pattern})\s[Oo]n\s$")
_STUCK = re.compile("[A-Za-z][A-Za-z.]{0,30}[0-9_][A-Za-z0-9_.]{0,30}(?![A-Za-z0-9@/-])")
# Any word, right behind a colon or "is" after the word handle or name.
_CALLED = re.compile(
    r"(?:[a-z]{0,6}\s?)(?:(?<=handle)\sis\s|(?<=name)\sis\s|\s?(?:handle|name|id|profile)(?:\s?[:=]|\sis\s)|\s?[:=])"
    r"\s?@?([A-Za-z][A-Za-z0-9_.]{3,29})(?![A-Za-z0-9@./])"
)
_REACH = 70  # characters behind the name of a place where people go by such names
_IP4, _IP6 = (re.compile(pattern) for pattern in network.IP_WRITTEN)
# Quick to look for: each begins with the sign that all of its kind have.
_PATH = re.compile("[.][A-Za-z]{2,4}/")
_QUARTERS = re.compile("[.][0-9]{1,3}[.][0-9]{1,3}[.][0-9]")
_COLONS = re.compile(":[0-9A-Fa-f]{0,4}:")
_DASHES = re.compile("-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-[0-9A-Fa-f]{2}-")
_LONG_DASHES = re.compile("[\u2010-\u2015](?:[0-9A-Fa-f]{2}[\u2010-\u2015]){4}")
_FOURS = re.compile("[.][0-9A-Fa-f]{4}[.]")
_DAYS = re.compile("[0-9-]+")  # or scores
_ROUND = re.compile(r"[(\[{<]\s?(?:at|dot)")
_LOOSE_AT = re.compile(r"[ ]@|@[ ]|,(?:com|org|net|co|uk|gov|info)")
_PLAINLY = re.compile(" at [a-z0-9-]{2,60}[.][a-z]")
_MAC = re.compile("|".join(network.MAC_WRITTEN))
_PERSONAL = re.compile(
    "facebook|instagram|twitter|x[.]com|tiktok|snapchat|linkedin|youtube|profile|/u/|/user|/in/|/people"
    "|gofundme|onlyfans|listing|t[.]me|wa[.]me",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]+[.])*(?:gov|nhs|police|parliament)[.]uk(?:[/?#:]|$)", re.IGNORECASE
)
_SPOKEN = frozenset(phone.FIGURES)


def addresses(text: str, low: str, meant: str | None, context: Context) -> Iterator[Found]:
    """The findings of these kinds. ``low`` is ``text`` in small letters."""
    words = {word for _, _, word in context.words}
    if "@" in text:
        yield from _mail(text)
        yield from _handles(text, low, meant, context)
    if (
        "dot" in words
        or _ROUND.search(low)
        or _PLAINLY.search(low)
        or ("@" in text and _LOOSE_AT.search(low))
    ):
        yield from _obscured(text)
    if "://" in text or "www." in low or ("/" in text and _PATH.search(text)):
        yield from _pages(text)
    if _QUARTERS.search(text):
        for match in _IP4.finditer(text):
            yield from _computer(match, context, low)
    if (
        _COLONS.search(text)
        or _DASHES.search(text)
        or _FOURS.search(text)
        or (not text.isascii() and _LONG_DASHES.search(text))
    ):
        yield from _colons(text, meant, context)
    if not words.isdisjoint(address.HOMES):
        for match in address.WITHIN.finditer(text):
            yield _found("UK_ADDRESS", match, "block", "shape")
    if meant == "UK_ADDRESS" and _ANYTHING.search(text):
        yield Found("UK_ADDRESS", *_outer(text), "pack", "warning", "heading")
    if not words.isdisjoint(address.KINDS):
        yield from _houses(text, meant, context)
    if len(words & _SPOKEN) >= 2:
        for match in phone.SPOKEN.finditer(text):
            if form.classify(phone.FORM, phone.spoken(match[0])) != "malformed":
                yield _found("PHONE_NUMBER", match, "block", "shape")
    yield from _named(text, meant, context)


def _outer(text: str) -> tuple[int, int]:
    """From where to where ``text`` goes without the blanks around it."""
    start = len(text) - len(text.lstrip())
    return start, start + len(text.strip())


_ANYTHING = re.compile("[0-9A-Z,]")  # in a column of addresses a cell with one of these says where


def _found(entity: str, match: re.Match[str], severity: Severity, because: str, group: int = 0) -> Found:
    return Found(entity, match.start(group), match.end(group), "pack", severity, because)


def _mail(text: str) -> Iterator[Found]:
    """Looked for on both sides of each @ only: else a long line would take for ever."""
    for at in (found.start() for found in re.finditer("@", text)):
        box = _BOX.search(text, max(0, at - _MAIL_BEFORE), at)
        domain = box and _DOMAIN.match(text, at + 1, at + _MAIL_AFTER)
        if box and domain and any(map(str.isalnum, box[0])) and not box[0].endswith("="):
            yield Found("EMAIL_ADDRESS", box.start(), domain.end(), "pack", "block", "shape")


def _obscured(text: str) -> Iterator[Found]:
    """Looked for around what gives one away."""
    done = 0
    for sign in email.SIGNS.finditer(text):
        if sign.start() < done:
            continue
        first = max(done, sign.start() - _MAIL_BEFORE)
        for match in email.OBSCURED.finditer(text, first, sign.end() + _MAIL_BEFORE):
            done = match.end()
            yield _found("EMAIL_ADDRESS", match, "block", "shape")


def _handles(text: str, low: str, meant: str | None, context: Context) -> Iterator[Found]:
    for match in _AT.finditer(text):
        name = low[match.start() + 1 : match.end()]
        if (
            name in context.content.no_handles
            or not any(one.isalpha() for one in name)
            or re.fullmatch("[0-9]+(?:[.:][0-9]+)?[ap]m", name)
        ):
            continue
        said = meant == "SOCIAL_HANDLE" or "SOCIAL_HANDLE" in context.said(match.start(), match.end()).near
        strong = said or (len(name) > 4 and re.search("[0-9_]|[a-z][.][a-z]", name))
        yield _found("SOCIAL_HANDLE", match, "block" if strong else "warning", "cue" if said else "shape")


def _named(text: str, meant: str | None, context: Context) -> Iterator[Found]:
    """A name without its @, right behind the name of a place where people go by such names."""
    if meant == "SOCIAL_HANDLE":
        whole = re.fullmatch(rf"\s*(@?{web.HANDLE})\s*", text)
        if whole:
            yield _found("SOCIAL_HANDLE", whole, "block", "heading", 1)
    for one in context.mentions:
        if "URL" in one.of and (site := _SITE.match(text, one.end)):
            yield _found("URL", site, "warning", "cue", 1)
        if "SOCIAL_HANDLE" in one.of:
            if text[one.end : one.end + 1] == "-" and (stuck := _STUCK.match(text, one.end + 1)):
                yield _found("SOCIAL_HANDLE", stuck, "block", "cue")
            for match in _NAME.finditer(text, one.end, one.end + _REACH):
                yield _found("SOCIAL_HANDLE", match, "block", "cue")
            if text.endswith(("on ", "On "), 0, one.start):  # kez_nobody12 on insta
                for match in _BEFORE_ON.finditer(text, max(0, one.start - _REACH), one.start):
                    yield _found("SOCIAL_HANDLE", match, "block", "cue", 1)
            called = _CALLED.match(text, max(one.start, one.end - len("handle")))
            if called and called[1].lower() not in context.content.no_handles:
                yield _found("SOCIAL_HANDLE", called, "block", "cue", 1)


def _pages(text: str) -> Iterator[Found]:
    for match in _URL.finditer(text):
        end = match.start() + len(match[0].rstrip(".,;:!?)]}'\"\u2019"))
        page = text[match.start() : end]
        if _PUBLIC.match(page):
            yield Found("URL", match.start(), end, "pack", "info", "public_site")
        else:
            severity: Severity = "block" if _PERSONAL.search(page) else "warning"
            yield Found("URL", match.start(), end, "pack", severity, "shape")


def _computer(match: re.Match[str], context: Context, low: str) -> Iterator[Found]:
    if network.is_ip(match[0]) and "IP_ADDRESS" not in context.said(match.start(), match.end()).against:
        yield _found("IP_ADDRESS", match, "block", "shape")


def _colons(text: str, meant: str | None, context: Context) -> Iterator[Found]:
    for match in _IP6.finditer(text):
        if network.is_ip(match[0]):
            yield _found("IP_ADDRESS", match, "block", "shape")
    for match in _MAC.finditer(text):
        said = meant == "MAC_ADDRESS" or "MAC_ADDRESS" in context.before(match.start()).near
        if said or not _DAYS.fullmatch(match[0]):
            yield _found("MAC_ADDRESS", match, "block", "shape")


# -- houses ------------------------------------------------------------------------------------------

_WHERE = re.compile(
    r"\b(?:on|off|of|at|in|behind|near|opposite|round|along|outside|past|down|lives|address is|add"
    r"|(?:flat|cottage|house|lodge|farm|hall|court|mill|barn),)[ ]{1,2}$"
)
# Without a number these are titles, or houses that are no homes.
_NO_STREET = frozenset(
    {
        "dr",
        "st",
        "cl",
        "pl",
        "ct",
        "sq",
        "house",
        "lodge",
        "park",
        "gate",
        "end",
        "estate",
        "common",
        "bank",
        "approach",
        "view",
        "path",
        "yard",
        "centre",
        "buildings",
    }
)


def _houses(text: str, meant: str | None, context: Context) -> Iterator[Found]:
    """Looked for around each word that may end the name of a street."""
    for start, end, word in context.words:
        if word not in address.KINDS:
            continue
        first = max(0, start - _HOUSE_BEFORE, text.rfind("\n", 0, start) + 1)  # a street stands in one line
        if _FIGURE.search(text, first, start) and (match := address.NUMBERED.search(text, first, start)):
            yield from _numbered(match, text[start:end], meant, context)
        if word not in _NO_STREET and (match := address.STREET.search(text, first, start)):
            yield from _street(match, text[start:end], meant, context)


_FIGURE = re.compile("[0-9]")
_NUMBERS = re.compile("[0-9]+")
_ROOM = re.compile("(?:room|rm|bed|floor)", re.IGNORECASE)
_HOUSE_BEFORE = 80  # characters in which the number and the name of a street stand


def _numbered(match: re.Match[str], kind: str, meant: str | None, context: Context) -> Iterator[Found]:
    """A number and a name; in small letters, and with a last word of more meanings, a person has to look."""
    names = _LETTERS.findall(match["name"])
    ordinary = context.content.no_streets
    meant_here = meant == "UK_ADDRESS" or "UK_ADDRESS" in context.said(match.start(), match.end()).near
    capitals = names[0][0].isupper() and kind[0].isupper()
    in_house = _ROOM.match(match[0]) and len(_NUMBERS.findall(match[0])) == 1
    in_flat = match.start() == 0 or not (match[0][0].isdigit() or in_house)
    if kind.lower() in _NO_STREET and (in_house or not (meant_here or in_flat or _is_road(kind, capitals))):
        return  # a room of a hostel is nobody's home by itself
    titled = names[0].istitle() and kind[0].isupper() and kind.lower() != "court"
    for at, name in enumerate(names):
        within = at and name.lower() in _WITHIN_NAMES
        if name.lower() in ordinary and not (within or (titled and name.istitle())):
            return
    strong = (capitals or not address.is_loose(kind) or meant == "UK_ADDRESS") and not in_house
    end = match.end() + len(kind)
    yield Found("UK_ADDRESS", match.start(), end, "pack", "block" if strong else "warning", "shape")


def _is_road(kind: str, capitals: bool) -> bool:
    """Whether a number and capitals before it are enough: not for a house, where a time may stand."""
    return capitals and kind.lower() not in ("house", "lodge", "centre")


def _street(match: re.Match[str], kind: str, meant: str | None, context: Context) -> Iterator[Found]:
    """Without a number: the name is what stands behind the last ordinary word, and a word says where."""
    if kind == "court":
        return
    begin = match.end()
    for name in reversed(list(_LETTERS.finditer(match["name"]))):
        if name[0].lower() in context.content.no_streets or (kind[0].isupper() and not name[0][0].isupper()):
            break
        begin = match.start() + name.start()
    said = meant == "UK_ADDRESS" or _WHERE.search(context.low, max(0, begin - 12), begin)
    if begin < match.end() and said:
        yield Found("UK_ADDRESS", begin, match.end() + len(kind), "pack", "warning", "shape")


_WITHIN_NAMES = frozenset({"the", "of", "and", "on", "st", "cross"})
_LETTERS = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
