"""The forms of identifiers as SQL: the same answers as ``identifiers.form`` gives in Python.

``word`` is always the compacted text that :func:`compact` makes; ``identifiers.form`` says what
each part of a form means.
"""

from __future__ import annotations

import string
from functools import reduce
from itertools import pairwise

from sqlglot import exp

from cfgovern.engine import sql
from cfgovern.identifiers.form import Form, LetterMod, Variant, WeightedDigits

__all__ = ["compact", "figures", "fits", "status"]


def fits(form: Form, text: exp.Expression) -> exp.Expression:
    """Whether ``text`` has a shape of the form as it stands. Most cells have, and need no compacting."""
    return _any(form.shapes, text)


def compact(form: Form, text: exp.Expression, fitting: exp.Expression) -> exp.Expression:
    """``text`` without the characters the form strips, its ASCII letters capital where it says so.

    ``fitting`` is what :func:`fits` says: no shape has a character in it that would be changed.
    """
    lower, upper = (string.ascii_lowercase, string.ascii_uppercase) if form.upper else ("", "")
    if not lower and not form.strip:
        return text
    changed = sql.call("translate", text.copy(), sql.text(lower + form.strip), sql.text(upper))
    return sql.case(fitting, text, changed)


def figures(form: Form, word: exp.Expression) -> exp.Expression:
    """The number that ``word`` is, for a check that adds up its digits; NULL for other checks."""
    return sql.cast(word if isinstance(form.check, WeightedDigits) else exp.Null(), "BIGINT")


def status(
    form: Form, word: exp.Expression, fitting: exp.Expression, number: exp.Expression
) -> exp.Expression:
    """What the identifier is, as text and in the order in which ``identifiers.form`` judges it.

    ``fitting`` and ``number`` are what :func:`fits` and :func:`figures` say. CASE works out each part only
    for the rows that come to it: the sum, for one, on digits alone.
    """
    ifs: list[tuple[exp.Expression, exp.Expression]] = []
    unreal = _any(form.unreal, word) if form.unreal else None
    if form.pseudo:
        ifs.append((_any(form.pseudo, word), sql.text("pseudo")))
    shapeless: exp.Expression = sql.text("malformed")
    if unreal is not None:
        shapeless = sql.case(unreal.copy(), sql.text("unreal"), shapeless)
    shaped = exp.Paren(this=sql.either(fitting, _any(form.shapes, word)))
    ifs.append((exp.Not(this=shaped), shapeless))
    if form.check is not None:
        ifs.append((sql.negate(sql.unless_null(_holds(form.check, word, number))), sql.text("bad_check")))
    if unreal is not None:
        ifs.append((unreal, sql.text("unreal")))
    return exp.Case(ifs=[exp.If(this=when, true=then) for when, then in ifs], default=sql.text("valid"))


def _any(patterns: tuple[str, ...], word: exp.Expression) -> exp.Expression:
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return exp.RegexpFullMatch(this=word.copy(), expression=sql.text(joined))


def _holds(check: WeightedDigits | LetterMod, word: exp.Expression, number: exp.Expression) -> exp.Expression:
    if isinstance(check, WeightedDigits):
        rest = exp.Mod(this=exp.Paren(this=_sum(check, number)), expression=sql.number(check.modulus))
        return sql.equals(rest, sql.number(0))
    ifs = [
        exp.If(
            this=exp.RegexpFullMatch(this=word.copy(), expression=sql.text(variant.pattern)),
            true=_letter(check.alphabet, variant, word),
        )
        for variant in check.variants
    ]
    return exp.Case(ifs=ifs, default=exp.Boolean(this=False))


def _sum(check: WeightedDigits, number: exp.Expression) -> exp.Expression:
    """The weighted sum of the digits of ``number``.

    A digit is the number cut off behind it less ten times the number cut off before it, so the sum needs
    one division a digit, a third of what it costs to take the text apart.
    """
    weights = (*check.weights, 0)
    terms: list[exp.Expression] = []
    for place, (weight, following) in enumerate(pairwise(weights), start=1):
        cut = exp.IntDiv(this=number.copy(), expression=sql.number(10 ** (len(check.weights) - place)))
        factor = exp.Paren(this=sql.number(weight - 10 * following))
        terms.append(exp.Mul(this=exp.Paren(this=cut), expression=factor))
    return reduce(lambda left, right: exp.Add(this=left, expression=right), terms)


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
