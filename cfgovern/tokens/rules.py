"""The tables of the normaliser, a version each.

One change of a row changes tokens, so a version is never edited. They are no content that a programme edits:
two areas with two tables would make two tokens of one person, and nobody would see it. What is put right
goes into a new version, and both can be made side by side.
"""

from __future__ import annotations

from dataclasses import dataclass

from cfgovern.errors import UsageError

__all__ = ["KNOWN", "VERSION_1", "Rules", "rules_of"]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """What one version goes by.

    ``letters``: small letters that no decomposition takes apart, and what is written for each.
    ``apostrophes`` are left out. ``titles`` go at the front of a name and ``endings`` at its end, as long as
    something is left; ``particles`` begin a family name and are no part of its own. ``nobody``: names that
    say there is none, or none known, and ``nobody_given`` those of given names alone; ``no_address`` and
    ``no_mailbox`` likewise. ``streets``: words of an address and how they are written; ``street_ends``: the
    same of its last word. ``nicknames``: the SHA-256 of the table of nicknames.
    """

    version: str
    letters: dict[str, str]
    apostrophes: frozenset[str]
    titles: frozenset[str]
    endings: frozenset[str]
    particles: frozenset[str]
    nobody: frozenset[str]
    nobody_given: frozenset[str]
    no_address: frozenset[str]
    no_mailbox: frozenset[str]
    streets: dict[str, str]
    street_ends: dict[str, str]
    nicknames: str


def _phrases(text: str) -> frozenset[str]:
    return frozenset(" ".join(phrase.split()) for phrase in text.split(","))


_NOT_KNOWN = _phrases(
    """
    unknown, not known, notknown, unk, nk, n k, na, n a, not applicable, not available, not given, not stated,
    not disclosed, not recorded, not provided, not asked, not supplied, not yet known, no name, noname,
    name unknown, name not known, none, none given, none known, none recorded, nil, tbc, tba, tbd, to be
    confirmed, declined, refused, declined to say, prefer not to say, withheld, missing, anon, anonymous,
    unnamed, unidentified, redacted, removed, deleted, other, a n other, an other
    """
)
_TESTS = _phrases(
    """
    test, tests, testing, tester, test test, dummy, example, sample, asdf, asdfg, asdfgh, qwerty, abc, abcd,
    xyz, foo, bar, blank, lorem, lorem ipsum
    """
)

VERSION_1 = Rules(
    version="1",
    letters={
        "ß": "ss", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "đ": "d", "ħ": "h",
        "ı": "i", "ȷ": "j", "ŋ": "n", "ŧ": "t", "ĸ": "k", "ə": "e", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d",
        "ɖ": "d", "ƒ": "f", "ɣ": "g", "ƙ": "k", "ɲ": "n", "ƭ": "t", "ʋ": "v", "ƴ": "y", "ƀ": "b", "ɨ": "i",
        "ʉ": "u", "ǝ": "e",
    },
    apostrophes=frozenset(
        "'`\u00b4\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u0313\u055a\u05f3\u2018\u2019"
        "\u201a\u201b\u2032\u2035\ua78b\ua78c\uff07\uff40"
    ),
    titles=_phrases(
        "mr, mrs, ms, miss, mx, mister, missus, dr, doctor, prof, professor, sir, dame, rev, revd, reverend"
    ),
    endings=_phrases("jr, jnr, junior, sr, snr, senior, ii, iii, iv, esq, esquire, phd, mbe, obe, cbe"),
    particles=_phrases(
        """
        van, von, der, den, de, da, do, dos, du, la, le, el, al, bin, bint, ibn, ben, abu, umm, ul, st, mac,
        mc, o
        """
    ),
    nobody=_NOT_KNOWN | _TESTS,
    nobody_given=_phrases(
        """
        null, baby, infant, newborn, new born, baby boy, baby girl, baby of, boy, girl, male, female, child,
        twin, unborn
        """
    ),
    no_address=_NOT_KNOWN
    | _TESTS
    | _phrases(
        """
        null, nfa, no fixed abode, no fixed address, of no fixed abode, homeless, rough sleeping, rough
        sleeper, sofa surfing, street homeless, no address, address unknown, care of, c o
        """
    ),
    no_mailbox=_phrases(
        """
        none, no, noemail, no.email, no-email, noaddress, na, n.a, unknown, notknown, not.known, notgiven,
        nil, null, test, test1, testing, x, xx, xxx, abc, asdf, nobody, noone, no-one, noreply, no-reply,
        donotreply, do-not-reply
        """
    ),
    streets={"apartment": "flat", "apt": "flat", "saint": "st"},
    street_ends={
        "rd": "road", "av": "avenue", "ave": "avenue", "st": "street", "str": "street", "cres": "crescent",
        "cresent": "crescent", "gdns": "gardens", "gdn": "gardens", "dr": "drive", "drv": "drive",
        "ln": "lane", "cl": "close", "ct": "court", "crt": "court", "pl": "place", "sq": "square",
        "tce": "terrace", "terr": "terrace", "ter": "terrace", "gr": "grove", "grv": "grove", "pk": "park",
        "hse": "house", "bldgs": "buildings", "est": "estate", "wy": "way",
    },
    nicknames="45f4580c5b79da89c9b4e3efe6a33110499e53afa095a827c68cd79d945fbd95",
)  # fmt: skip

KNOWN: dict[str, Rules] = {VERSION_1.version: VERSION_1}
"""Every version by its name, the newest last."""


def rules_of(version: str) -> Rules:
    """The rules of a version. Raises UsageError ``normaliser.version`` for one that is not known."""
    try:
        return KNOWN[version]
    except KeyError:
        raise UsageError(
            "normaliser.version",
            "There is no such version of the normaliser.",
            fix=f"Use one of these: {', '.join(KNOWN)}. A newer cfgovern may know more.",
        ) from None
