"""A linkage schema of clkhash, version 3, read: how the bits of each feature of a record are chosen.

What clkhash 0.18.3 does with a schema is the measure. Whatever is not known here is refused, and so is what
clkhash reads otherwise than its own description says: two programs would make two codes of one person.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from cfgovern.errors import UsageError

__all__ = ["Feature", "Schema", "read_schema"]

_KEYS = 2  # a feature: clkhash derives one for each of the two hashes of a double hash
_HASHES = {"SHA256": 32, "SHA512": 64}
_LONGEST_KEY = 64  # bytes that BLAKE2b takes
_BLOCKS = 255  # that HKDF gives
_ENCODINGS = ("ascii", "utf-8", "utf-16", "utf-32")
_DATE = "%Y%m%d"
Texts = Sequence[str]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature. ``written``: a text in the form that is taken apart, or ValueError where it is none;
    ``parts``: what it is taken apart into; ``per_part``: of how many parts how many bits each sets.

    ``double``: two hashes, combined; else BLAKE2b. ``nowhere_singular``: as ``prevent_singularity``.
    """

    name: str
    written: Callable[[str], str]
    parts: Callable[[str], Texts]
    per_part: Callable[[int], Sequence[int]]
    encoding: str
    double: bool
    nowhere_singular: bool


@dataclass(frozen=True, slots=True)
class Schema:
    """What a record's bits are made by. ``features``: None for one that is ignored, which has keys all the
    same; ``bits``: of the code, after ``folds``; ``hash``, ``salt``, ``info`` and ``key_size``: of HKDF."""

    bits: int
    folds: int
    hash: str
    salt: bytes | None
    info: bytes | None
    key_size: int
    features: tuple[Feature | None, ...]

    @property
    def wide(self) -> int:
        """Bits before anything is folded."""
        return self.bits << self.folds

    @property
    def key_bytes(self) -> int:
        """How many bytes of keys it takes."""
        return _KEYS * len(self.features) * self.key_size


def read_schema(told: Mapping[str, Any]) -> Schema:
    """The schema that the JSON document ``told`` is. Raises UsageError ``clk.schema``, with the place, for
    all that is not known here."""
    _known(told, "the document", {"version", "clkConfig", "features"})
    _one_of(told["version"], (3,), "version")
    config = told["clkConfig"]
    if isinstance(config, Mapping) and "xorFolds" in config:
        # Its description has xorFolds, its program reads xor_folds, and no word of it is said.
        raise _refused("clkConfig.xorFolds", "clkhash passes it over: it reads xor_folds")
    _known(config, "clkConfig", {"l", "kdf"}, {"xor_folds"})
    bits, folds = _whole(config["l"], "clkConfig.l", 8), _whole(config.get("xor_folds", 0), "xor_folds", 0)
    if bits % 8 or folds > 16:
        raise _refused("clkConfig", "l is no number of bytes, or there are more than 16 folds")
    kdf = config["kdf"]
    _known(kdf, "clkConfig.kdf", {"type"}, {"hash", "salt", "info", "keySize"})
    _one_of(kdf["type"], ("HKDF",), "clkConfig.kdf.type")
    hash_ = _one_of(kdf.get("hash", "SHA256"), tuple(_HASHES), "clkConfig.kdf.hash")
    size = _whole(kdf.get("keySize", 64), "clkConfig.kdf.keySize", 1)
    salt, info = (_bytes(kdf.get(name), f"clkConfig.kdf.{name}") for name in ("salt", "info"))
    listed = _listed(told["features"], "features")
    features = tuple(_feature(one, f"features[{at}]") for at, one in enumerate(listed))
    schema = Schema(bits, folds, hash_, salt, info, size, features)
    if schema.key_bytes > _BLOCKS * _HASHES[hash_]:
        raise _refused("features", "they are more than there are keys for")
    odd = schema.wide.bit_count() > 1 or size > _LONGEST_KEY
    if odd and any(one and not one.double for one in features):
        raise _refused("clkConfig", "blakeHash needs an l that is a power of two, and keySize up to 64")
    return schema


def _feature(told: Any, place: str) -> Feature | None:
    if isinstance(told, Mapping) and _yes(told.get("ignored", False), f"{place}.ignored"):
        _known(told, place, {"identifier", "ignored"}, {"description"})
        return None
    _known(told, place, {"identifier", "format", "hashing"}, {"description", "ignored"})
    hashing, form = told["hashing"], told["format"]
    _known(hashing, f"{place}.hashing", {"comparison", "strategy"}, {"hash", "missingValue"})
    hash_ = hashing.get("hash", {"type": "blakeHash"})
    _known(hash_, f"{place}.hashing.hash", {"type"}, {"prevent_singularity"})
    double = _one_of(hash_["type"], ("doubleHash", "blakeHash"), f"{place}.hashing.hash.type") == "doubleHash"
    if "prevent_singularity" in hash_ and not double:
        raise _refused(f"{place}.hashing.hash", "prevent_singularity is for doubleHash")
    return Feature(
        name=_text(told["identifier"], f"{place}.identifier"),
        written=_missing(hashing.get("missingValue"), f"{place}.hashing.missingValue", _form(form, place)),
        parts=_comparison(hashing["comparison"], f"{place}.hashing.comparison"),
        per_part=_strategy(hashing["strategy"], f"{place}.hashing.strategy"),
        encoding=form.get("encoding", "utf-8"),
        double=double,
        nowhere_singular=_yes(hash_.get("prevent_singularity", False), f"{place}.hashing.hash"),
    )


def _form(told: Any, place: str) -> Callable[[str], str]:
    """How a text is written before it is taken apart; it raises ValueError for one that does not fit."""
    place = f"{place}.format"
    kinds: Mapping[str, Callable[[Mapping[str, Any], str], Callable[[str], str]]] = {
        "string": _string, "integer": _integer, "date": _date, "enum": _enum,
    }  # fmt: skip
    if not isinstance(told, Mapping):
        raise _refused(place, "it is no object")
    if "pattern" in told:
        raise _refused(place, "a pattern is not held to here")
    return kinds[_one_of(told.get("type"), tuple(kinds), f"{place}.type")](told, place)


def _string(told: Mapping[str, Any], place: str) -> Callable[[str], str]:
    _known(told, place, {"type"}, {"encoding", "case", "minLength", "maxLength", "description"})
    encoding = _one_of(told.get("encoding", "utf-8"), _ENCODINGS, f"{place}.encoding")
    case: Mapping[str, Callable[[str], str]] = {"mixed": str, "upper": str.upper, "lower": str.lower}
    cased = case[_one_of(told.get("case", "mixed"), tuple(case), f"{place}.case")]
    least = _whole(told.get("minLength", 0), f"{place}.minLength", 0)
    most = _whole(told["maxLength"], f"{place}.maxLength", 1) if "maxLength" in told else None

    def written(text: str) -> str:
        text.encode(encoding)
        if cased(text) != text or len(text) < least or (most is not None and len(text) > most):
            raise ValueError
        return text

    return written


def _integer(told: Mapping[str, Any], place: str) -> Callable[[str], str]:
    _known(told, place, {"type"}, {"minimum", "maximum", "description"})
    limits = ("minimum", "maximum")
    least, most = (_whole(told[one], f"{place}.{one}", None) if one in told else None for one in limits)

    def written(text: str) -> str:
        number = int(text, base=10)
        if (least is not None and number < least) or (most is not None and number > most):
            raise ValueError
        return str(number)

    return written


def _date(told: Mapping[str, Any], place: str) -> Callable[[str], str]:
    _known(told, place, {"type", "format"}, {"description"})
    form = _text(told["format"], f"{place}.format")
    return lambda text: datetime.strptime(text, form).replace(tzinfo=UTC).strftime(_DATE)


def _enum(told: Mapping[str, Any], place: str) -> Callable[[str], str]:
    _known(told, place, {"type", "values"}, {"description"})
    values = {_text(one, f"{place}.values") for one in _listed(told["values"], f"{place}.values")}

    def written(text: str) -> str:
        if text not in values:
            raise ValueError
        return text

    return written


def _missing(told: Any, place: str, written: Callable[[str], str]) -> Callable[[str], str]:
    """``written``, but for the text that stands for nothing."""
    if told is None:
        return written
    _known(told, place, {"sentinel"}, {"replaceWith"})
    sentinel = _text(told["sentinel"], place)
    instead = _text(told.get("replaceWith", sentinel), place)
    return lambda text: instead if text == sentinel else written(text)


def _comparison(told: Any, place: str) -> Callable[[str], Texts]:
    said = told.get("type") if isinstance(told, Mapping) else None
    kind = _one_of(said, ("ngram", "exact", "numeric"), place)
    if kind == "exact":
        _known(told, place, {"type"})
        return lambda text: (text,) if text else ()
    if kind == "ngram":
        _known(told, place, {"type", "n"}, {"positional"})
        return _ngrams(_whole(told["n"], place, 1), _yes(told.get("positional", False), place))
    _known(told, place, {"type", "thresholdDistance", "resolution"}, {"fractional_precision"})
    precision = _whole(told.get("fractional_precision", 0), place, 0)
    distance = told["thresholdDistance"]
    if isinstance(distance, bool) or not isinstance(distance, int | float) or not 0 < distance < 1e15:
        raise _refused(place, "thresholdDistance is no number above nought")
    step = round(distance * 10**precision)
    if not step or precision > 15:
        raise _refused(place, "fractional_precision and thresholdDistance do not go together")
    return _numbers(step, _whole(told["resolution"], place, 1), precision)


def _ngrams(n: int, positional: bool) -> Callable[[str], Texts]:
    blank = " " * (n - 1)

    def parts(text: str) -> Texts:
        if not text:
            return ()
        padded = f"{blank}{text}{blank}"
        found = [padded[at : at + n] for at in range(len(padded) - n + 1)]
        return [f"{at} {one}" for at, one in enumerate(found, 1)] if positional else found

    return parts


def _numbers(step: int, resolution: int, precision: int) -> Callable[[str], Texts]:
    """The neighbourhood of a number on a grid: close numbers share a part of it."""

    def parts(text: str) -> Texts:
        if not text:
            return ()
        number = _grain(text, precision) * 2 * resolution
        rest = number % step
        # As clkhash has it: half a step is divided as a float, and what is no less goes up.
        number += -rest if rest < step / 2 else step - rest
        return [str(number + by * step) for by in range(-resolution, resolution + 1)]

    return parts


def _grain(text: str, precision: int) -> int:
    scale: int = 10**precision
    try:
        return int(text, base=10) * scale
    except ValueError:
        number = float(text)
    try:
        return round(number * scale) if precision else int(number)
    except OverflowError:
        raise ValueError from None


def _strategy(told: Any, place: str) -> Callable[[int], Sequence[int]]:
    if not isinstance(told, Mapping) or len(told) != 1:
        raise _refused(place, "it is bitsPerToken or bitsPerFeature")
    [(name, said)] = told.items()
    _one_of(name, ("bitsPerToken", "bitsPerFeature"), place)
    bits = _whole(said, place, 1)
    if name == "bitsPerToken":
        return lambda count: [bits] * count

    def spread(count: int) -> Sequence[int]:
        each, more = divmod(bits, count)
        return [each + 1] * more + [each] * (count - more)

    return spread


def _known(told: Any, place: str, needed: set[str], may: set[str] = frozenset()) -> None:  # type: ignore[assignment]
    if not isinstance(told, Mapping):
        raise _refused(place, "it is no object")
    if lacking := sorted(needed - told.keys()):
        raise _refused(place, f"it lacks {', '.join(lacking)}")
    if told.keys() - needed - may:
        raise _refused(place, f"of an object only these are known here: {', '.join(sorted(needed | may))}")


def _one_of(said: Any, known: Sequence[Any], place: str) -> Any:
    if isinstance(said, bool) or said not in known:
        raise _refused(place, f"only these are known here: {', '.join(map(str, known))}")
    return said


def _whole(said: object, place: str, least: int | None) -> int:
    if isinstance(said, bool) or not isinstance(said, int) or (least is not None and said < least):
        raise _refused(place, "it is no whole number" + ("" if least is None else f" from {least} on"))
    return said


def _yes(said: object, place: str) -> bool:
    if not isinstance(said, bool):
        raise _refused(place, "it is neither true nor false")
    return said


def _text(said: object, place: str) -> str:
    if not isinstance(said, str):
        raise _refused(place, "it is no text")
    return said


def _listed(said: Any, place: str) -> Sequence[Any]:
    if not isinstance(said, list) or not said:
        raise _refused(place, "it is no list, or an empty one")
    return said


def _bytes(said: Any, place: str) -> bytes | None:
    if said is None:
        return None
    try:
        return base64.b64decode(_text(said, place), validate=True)
    except (binascii.Error, ValueError):
        raise _refused(place, "it is no base64") from None


def _refused(place: str, why: str) -> UsageError:
    return UsageError(
        "clk.schema",
        f"The linkage schema cannot be used: {why}.",
        where=place,
        fix="Use what docs/reference/clk.md lists of version 3 of clkhash's linkage schemas.",
    )
