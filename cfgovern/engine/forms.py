"""The forms of identifiers as SQL: the same answers as ``identifiers.form`` gives in Python.

``word`` is always the compacted text that :func:`compact` makes; ``identifiers.form`` says what
each part of a form means.
"""

from __future__ import annotations

import string
from functools import reduce

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.identifiers.form import Form, LetterMod, Variant, WeightedDigits

__all__ = ["compact", "status"]


def compact(form: Form, text: exp.Expression) -> exp.Expression:
    """``text`` without the characters the form strips, its ASCII letters capital where it says so."""
    lower, upper = (string.ascii_lowercase, string.ascii_uppercase) if form.upper else ("", "")
    if not lower and not form.strip:
        return text
    # Most cells need none of it, and to look is ten times cheaper than to translate.
    touched = "".join(f"\\x{{{ord(character):x}}}" for character in lower + form.strip)
    needed = exp.RegexpLike(this=text.copy(), expression=sql.text(f"[{touched}]"))
    changed = sql.call("translate", text.copy(), sql.text(lower + form.strip), sql.text(upper))
    return sql.case(needed, changed, text)


def status(form: Form, word: exp.Expression) -> exp.Expression:
    """What the identifier is, as text and in the order in which ``identifiers.form`` judges it.

    CASE works out each part only for the rows that come to it: the sum, for one, on digits alone.
    """
    ifs: list[tuple[exp.Expression, exp.Expression]] = []
    unreal = _any(form.unreal, word) if form.unreal else None
    if form.pseudo:
        ifs.append((_any(form.pseudo, word), sql.text("pseudo")))
    shapeless: exp.Expression = sql.text("malformed")
    if unreal is not None:
        shapeless = sql.case(unreal.copy(), sql.text("unreal"), shapeless)
    ifs.append((exp.Not(this=_any(form.shapes, word)), shapeless))
    if form.check is not None:
        ifs.append((sql.negate(sql.unless_null(_holds(form.check, word))), sql.text("bad_check")))
    if unreal is not None:
        ifs.append((unreal, sql.text("unreal")))
    return exp.Case(ifs=[exp.If(this=when, true=then) for when, then in ifs], default=sql.text("valid"))


def _any(patterns: tuple[str, ...], word: exp.Expression) -> exp.Expression:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return exp.RegexpFullMatch(this=word.copy(), expression=sql.text(joined))


def _holds(check: WeightedDigits | LetterMod, word: exp.Expression) -> exp.Expression:
    if isinstance(check, WeightedDigits):
        terms: list[exp.Expression] = [
            exp.Mul(this=_digit(word, place), expression=sql.number(weight))
            for place, weight in enumerate(check.weights, start=1)
        ]
        total = reduce(lambda left, right: exp.Add(this=left, expression=right), terms)
        rest = exp.Mod(this=exp.Paren(this=total), expression=sql.number(check.modulus))
        return sql.equals(rest, sql.number(0))
    ifs = [
        exp.If(
            this=exp.RegexpFullMatch(this=word.copy(), expression=sql.text(variant.pattern)),
            true=_letter(check.alphabet, variant, word),
        )
        for variant in check.variants
    ]
    return exp.Case(ifs=ifs, default=exp.Boolean(this=False))


def _digit(word: exp.Expression, place: int) -> exp.Expression:
    one = exp.Substring(this=word.copy(), start=sql.number(place), length=sql.number(1))
    return sql.cast(one, "INT")


def _letter(alphabet: str, variant: Variant, word: exp.Expression) -> exp.Expression:
    digits = [_padded(_group(variant, word, group), width) for group, width in variant.number]
    joined = reduce(lambda left, right: exp.DPipe(this=left, expression=right), digits)
    number = exp.Mod(this=sql.cast(exp.Paren(this=joined), "BIGINT"), expression=sql.number(len(alphabet)))
    place = exp.Add(this=exp.Paren(this=number), expression=sql.number(1))
    letter = exp.Substring(this=sql.text(alphabet), start=place, length=sql.number(1))
    return sql.equals(letter, _group(variant, word, variant.letter))


def _group(variant: Variant, word: exp.Expression, group: int) -> exp.Expression:
    # Whole-word anchors: regexp_extract searches anywhere.
    pattern = f"^(?:{variant.pattern})$"
    return exp.RegexpExtract(this=word.copy(), expression=sql.text(pattern), group=sql.number(group))


def _padded(digits: exp.Expression, width: int) -> exp.Expression:
    if not width:
        return digits
    # LPAD cuts what is longer; a number is never longer than its width here.
    return exp.Pad(this=digits, expression=sql.number(width), fill_pattern=sql.text("0"), is_left=True)
