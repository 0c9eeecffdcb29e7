"""All ways to write the same give one text, and what says nothing gives none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfgovern.errors import UsageError
from cfgovern.tokens.normaliser import KINDS, LATEST, VERSIONS, normalised
from cfgovern.tokens.rules import KNOWN, VERSION_1

NAMES = [
    ("José", "jose"), ("JOSE\u0301", "jose"), ("Jo\u00adse", "jose"), ("Ｊｏｓé", "jose"),
    ("O'Brien", "obrien"), ("O\u2019Brien", "obrien"), ("O`Brien", "obrien"), ("O\u00b4Brien", "obrien"),
    ("Smith-Jones", "smith jones"), ("Smith\u2013Jones", "smith jones"), (" Smith  Jones ", "smith jones"),
    ("Mr. Smith", "smith"), ("Smith Jr.", "smith"), ("Dr Mrs Smith", "smith"), ("Smith III", "smith"),
    ("Miss", "miss"), ("Dr.", "dr"), ("Junior", "junior"), ("Mr Junior", "junior"),
    ("Groß", "gross"), ("GROSS", "gross"), ("Sørensen", "sorensen"), ("Łukasz", "lukasz"), ("Ægir", "aegir"),
    ("Œuvre", "oeuvre"), ("Þór", "thor"), ("Guðrún", "gudrun"), ("Đặng", "dang"), ("Ħal", "hal"),
    ("Işık", "isik"), ("IŞIK", "isik"), ("İpek", "ipek"), ("Ŋoma", "noma"), ("Ɓala", "bala"),
    ("王小明", "王小明"), ("Ольга", "ольга"), ("한국", "한국"), ("मीना", "मीना"),
    ("Null", "null"), ("True", "true"), ("May", "may"), ("Smith2", "smith"), ("Robert (Bob)", "robert bob"),
]  # fmt: skip
NOBODY = [
    "", "   ", "-", "?", "...", "123", "Unknown", "UNKNOWN.", "not known", "Not_Known", "N/A", "n.a.",
    "None", "NK", "not asked", "declined", "Mr Unknown", "x", "XXX", "xx-xx", "test", "Test Test", "asdf",
    "TBC", "Unknown Unknown", "\u200b", "\u0301",
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), NAMES)
def test_a_name_is_one_text_however_it_is_written(text: str, expected: str) -> None:
    assert normalised("family_name", text) == expected


@pytest.mark.parametrize("text", NOBODY)
@pytest.mark.parametrize("kind", ["given_name", "family_name", "full_name"])
def test_whoever_is_not_named_has_no_name(kind: str, text: str) -> None:
    assert normalised(kind, text) is None


@pytest.mark.parametrize("text", ["Baby", "baby girl", "Twin 2", "NULL", "Infant"])
def test_a_child_without_a_name_has_none_and_its_family_name_stays(text: str) -> None:
    assert normalised("given_name", text) is None
    assert normalised("family_name", text) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Smith, John", "john smith"),
        ("SMITH,  Mr John", "john smith"),
        ("John Smith, Jr", "john smith"),
        ("Smith, John, Leeds", "smith john leeds"),
        ("Mr John Smith", "john smith"),
        ("Smith,", "smith"),
    ],
)
def test_in_a_whole_name_what_a_comma_follows_comes_last(text: str, expected: str) -> None:
    assert normalised("full_name", text) == expected


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("nhs_number", "999 000 0018", "9990000018"),
        ("nhs_number", "９９９ ０００ ００１８", "9990000018"),
        ("nhs_number", "999 000 0019", None),
        ("nhs_number", "1111111111", None),
        ("nhs_number", "1234567890", None),
        ("nino", "qq 12 34 57 c", "QQ123457"),
        ("nino", "QQ123457", "QQ123457"),
        ("nino", "QQ123456C", None),
        ("nino", "QQ000000A", None),
        ("nino", "TN010180M", None),
        ("pnc_id", "2199/12A", None),
        ("crn", "qq123457", "QQ123457"),
        ("crn", "X000000", None),
        ("prison_number", "qq1234aa", "QQ1234AA"),
        ("prison_number", "A0000AA", None),
        ("uprn", "00999999999001", None),
        ("uprn", "999999999001", "999999999001"),
        ("uprn", "0", None),
        ("postcode", "zz1 1zz", "ZZ11ZZ"),
        ("postcode", "ZZ99 3VZ", None),
        ("postcode", "not known", None),
        ("phone", "07700 900 123", "+447700900123"),
        ("phone", "+44 (0)7700 900123", "+447700900123"),
        ("phone", "07777777777", None),
        ("phone", "+447777777777", None),
        ("email", "Some.One@Example.ORG", "some.one@example.org"),
        ("email", "noemail@example.org", None),
        ("email", "nobody", None),
        ("date_of_birth", "05/03/1980", "1980-03-05"),
        ("date_of_birth", "1980-03", "1980-03"),
        ("date_of_birth", "1980", "1980"),
        ("date_of_birth", "01/01/1900", None),
        ("date_of_birth", "11/11/1111", None),
        ("date_of_birth", "not known", None),
        ("address", "Flat 3, 12 St. Mary's Rd.", "flat 3 12 st marys road"),
        ("address", "12 Saint Mary\u2019s ROAD", "12 st marys road"),
        ("address", "No fixed abode", None),
        ("address", "", None),
    ],
)
def test_every_other_kind(kind: str, text: str, expected: str | None) -> None:
    assert normalised(kind, text) == expected


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_gives_nothing(kind: str) -> None:
    assert [normalised(kind, text) for text in (None, "", " \u00a0\t", "-", "unknown", "n/a")] == [None] * 6


def test_a_kind_without_rules_is_refused() -> None:
    with pytest.raises(UsageError) as refused:
        normalised("shoe_size", "9")
    assert (refused.value.code, "shoe_size" in str(refused.value)) == ("normaliser.kind", True)


def test_two_versions_are_made_side_by_side(monkeypatch: pytest.MonkeyPatch) -> None:
    toy = replace(
        VERSION_1, version="toy", letters=VERSION_1.letters | {"ø": "oe"}, nobody=frozenset({"nil"})
    )
    monkeypatch.setitem(KNOWN, "toy", toy)
    assert set(VERSIONS) >= {LATEST, "toy"}
    sent = ("Sørensen", "unknown", "nil", "Lund")
    assert [normalised("family_name", text) for text in sent] == ["sorensen", None, None, "lund"]
    assert [normalised("family_name", text, "toy") for text in sent] == ["soerensen", "unknown", None, "lund"]
