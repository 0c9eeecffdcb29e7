"""The evaluator itself, on small made-up forms."""

from __future__ import annotations

import dataclasses
import re

import pytest

from cfgovern.identifiers import FORMS, Form, LetterMod, Variant, WeightedDigits, classify, normalise, parse
from cfgovern.identifiers.form import BLANKS, DASHES, check_holds, compact
from cfgovern.identifiers.form import classify as judge

NAMES = (
    "nhs_number",
    "nino",
    "pnc_id",
    "cro",
    "crn",
    "prison_number",
    "postcode",
    "uprn",
    "phone",
    "email",
)


def test_forms_are_listed_by_their_contract_names() -> None:
    assert tuple(FORMS) == NAMES


def test_a_form_is_frozen_plain_data() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        FORMS["crn"].strip = ""  # type: ignore[misc]
    for form in FORMS.values():
        assert hash(form) == hash(dataclasses.replace(form))


def test_names_without_a_form_are_refused() -> None:
    for call in (classify, normalise, parse):
        with pytest.raises(KeyError):
            call("given_name", "Sam")


def test_compact_strips_everywhere_and_raises_ascii_letters_only() -> None:
    form = Form(shapes=("A",), strip=" -")
    assert compact(form, " a-b c ") == "ABC"
    assert compact(form, "ßſıéΩ") == "ßſıéΩ"
    assert compact(dataclasses.replace(form, upper=False), "a-B") == "aB"


@pytest.mark.parametrize("blank", BLANKS)
def test_every_blank_is_removed(blank: str) -> None:
    assert classify("nhs_number", f"999{blank}000{blank}0018") == "unreal"


@pytest.mark.parametrize("dash", DASHES)
def test_every_dash_is_removed(dash: str) -> None:
    assert classify("nhs_number", f"999{dash}000{dash}0018") == "unreal"


@pytest.mark.parametrize("name", NAMES)
def test_a_line_break_is_never_removed(name: str) -> None:
    assert not {"\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"} & set(FORMS[name].strip)


@pytest.mark.parametrize("name", NAMES)
def test_empty_text_is_malformed(name: str) -> None:
    assert classify(name, "") == "malformed"
    assert classify(name, " \u00a0") == "malformed"
    assert normalise(name, "") is None
    assert parse(name, "") is None


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", ["٩٩٩٠٠٠٠٠١٨", "９９９００００１８", "999000001\u0668"])
def test_digits_of_other_scripts_are_no_digits(name: str, text: str) -> None:
    assert classify(name, text) == "malformed"


def patterns_of(form: Form) -> list[str]:
    letters = form.check.variants if isinstance(form.check, LetterMod) else ()
    return [*form.shapes, *form.pseudo, *form.unreal, *(variant.pattern for variant in letters)]


@pytest.mark.parametrize("name", NAMES)
def test_patterns_keep_to_what_re2_and_python_read_alike(name: str) -> None:
    for pattern in patterns_of(FORMS[name]):
        re.compile(pattern)
        assert pattern.isascii()
        assert not re.search(r"\\[a-zA-Z0-9]", pattern), "no classes, anchors or back-references"
        assert not re.search(r"\(\?[^:]", pattern), "no look-around, flags or names"
        outside = re.sub(r"\[[^\]]*\]|\\.", "", pattern)
        assert not re.search(r"[.^$]", outside), "no wildcard, no anchors"


ORDER = Form(
    shapes=("[0-9]{3}",),
    strip=" ",
    pseudo=("ZZ", "000"),
    unreal=("9[0-9]{2}", "X[0-9]{2}"),
    check=WeightedDigits(weights=(1, 1, 1), modulus=5),
)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("zz", "pseudo"),
        ("0 0 0", "pseudo"),  # before its shape and its check
        ("x12", "unreal"),  # no shape, so no check
        ("12", "malformed"),
        ("1234", "malformed"),
        ("123\n", "malformed"),
        ("124", "bad_check"),
        ("993", "bad_check"),  # before unreal
        ("960", "unreal"),
        ("122", "valid"),
    ],
)
def test_order_of_judging(text: str, status: str) -> None:
    assert judge(ORDER, text) == status


def test_a_letter_check_takes_the_first_variant_that_matches() -> None:
    check = LetterMod(
        alphabet="ABCDE",
        variants=(
            Variant("([0-9])/([0-9]{1,3})([A-Z])", ((1, 0), (2, 3)), 3),
            Variant("([A-Z])([0-9])", ((2, 2),), 1),
        ),
    )
    assert check_holds(check, "1/2C")  # 1002 % 5 = 2
    assert not check_holds(check, "1/2D")
    assert check_holds(check, "E4")
    assert not check_holds(check, "??")
