"""Our Cryptographic Longterm Keys beside those of clkhash: every bit, and what each costs.

    python -m benchmarks.clk --clkhash PYTHON                   # 20,000 people of the linkage cohort
    python -m benchmarks.clk --clkhash PYTHON --vectors FILE    # and docs/vectors/clk-1.json, made by clkhash

PYTHON is an interpreter that has clkhash 0.18.3, in an environment of its own (``pip install
clkhash==0.18.3``). It asks for an old ``cryptography``, so it is no dependency of the project or its tests.
Both make the codes of the same texts in one process; clkhash with and without looking at each value first,
which we always do.

Promised: every bit is the same, of the schema as shipped, of that salted by a year of birth, and of schemas
that use all that is known of version 3. How well CLKs link is in ``benchmarks.link``.
"""

from __future__ import annotations

import argparse
import base64
import csv
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import process
from benchmarks.compare import ENVIRONMENT
from cfgovern.keys.root import Root
from cfgovern.tokens.clk import Encoder
from cfgovern.tokens.clkschema import read_schema
from cfgovern.tokens.clksettings import SECRET, Made, load_clk, schema_of
from cfgovern.tokens.keyed import TokenKey, token_key
from cfgovern.tokens.normaliser import LATEST
from tests.vectors import PEOPLE, ROOTS

_DOMAIN = "national-linkage"
_RUNS = 3
_THEIRS = """
import json, sys, time
from importlib.metadata import version
from clkhash import clk, schema, serialization
told = json.load(sys.stdin)
made = []
for one in told["cases"]:
    read, costs = schema.from_json_dict(one["schema"]), {}
    for validate in (True, False):
        clk.generate_clks(one["records"][:1], read, told["secret"], max_workers=1, validate=validate)
        took = []
        for _ in range(told["runs"]):
            for kept in told["forget"]:
                getattr(sys.modules["clkhash.bloomfilter"], kept).cache_clear()
            began = time.process_time()
            codes = clk.generate_clks(one["records"], read, told["secret"], max_workers=1, validate=validate)
            took.append(time.process_time() - began)
        costs["checked" if validate else "unchecked"] = sorted(took)[len(took) // 2]
    made.append({"clks": [serialization.serialize_bitarray(code) for code in codes], **costs})
json.dump({"clkhash": version("clkhash"), "cases": made}, sys.stdout)
"""
_FORGET = ("_blake_encode_ngrams", "blake_hash_token", "_double_hash_encode_ngrams", "_double_hash_token",
           "_double_hash_token_non_singular")  # fmt: skip
_FIELDS = {
    "given_name": "given_name", "family_name": "family_name", "date_of_birth": "date_of_birth",
    "nino": "nino", "postcode": "postcode",
}  # fmt: skip
Case = dict[str, Any]


def secret() -> TokenKey:
    """The secret of a root that is none."""
    return token_key(Root("programme", 1, ROOTS["programme"]), _DOMAIN, 1, SECRET)


def shipped() -> dict[str, Any]:
    """The schema of a contract that has identifiers for every feature."""
    return schema_of(load_clk(), None)


def salted(schema: Mapping[str, Any], year: str) -> dict[str, Any]:
    """The same, as somebody salts it who has clkhash."""
    kdf = {**schema["clkConfig"]["kdf"], "salt": base64.b64encode(year.encode()).decode()}
    return {**schema, "clkConfig": {**schema["clkConfig"], "kdf": kdf}}


def _feature(
    name: str, form: Mapping[str, Any], how: Mapping[str, Any], bits: Mapping[str, int], **more: Any
) -> Any:
    return {"identifier": name, "format": form, "hashing": {"comparison": how, "strategy": bits, **more}}


def everything() -> list[Case]:
    """Schemas that use all that is known, with texts that are no people."""
    text = {"type": "string"}
    features = [
        _feature("pairs", text, {"type": "ngram", "n": 2}, {"bitsPerFeature": 200}),
        _feature(
            "placed", {"type": "string", "encoding": "utf-16"}, {"type": "ngram", "n": 3, "positional": True},
            {"bitsPerToken": 12},
        ),
        _feature(
            "day", {"type": "date", "format": "%d/%m/%Y"}, {"type": "ngram", "n": 1, "positional": True},
            {"bitsPerFeature": 100}, missingValue={"sentinel": ""},
        ),
        {"identifier": "nothing", "ignored": True},
        _feature(
            "number", {"type": "integer", "minimum": -5},
            {"type": "numeric", "thresholdDistance": 5, "resolution": 3}, {"bitsPerToken": 40},
            missingValue={"sentinel": ""},
        ),
        _feature(
            "fraction", text,
            {"type": "numeric", "thresholdDistance": 0.5, "resolution": 4, "fractional_precision": 2},
            {"bitsPerFeature": 77},
        ),
        _feature(
            "code", {"type": "enum", "values": ["f", "m", "x"]}, {"type": "exact"}, {"bitsPerToken": 65},
            missingValue={"sentinel": "", "replaceWith": "x"},
        ),
        _feature(
            "upper", {"type": "string", "case": "upper"}, {"type": "ngram", "n": 2}, {"bitsPerFeature": 3},
            hash={"type": "doubleHash"},
        ),
        _feature(
            "long", {**text, "minLength": 0, "maxLength": 40}, {"type": "ngram", "n": 4},
            {"bitsPerFeature": 120}, hash={"type": "doubleHash", "prevent_singularity": True},
        ),
    ]  # fmt: skip
    records = [
        ["smith", "o brien", "12/03/1980", "x", "44", "1.25", "f", "AB1", "a long text of words"],
        ["Sørensen", "王小明", "", "", "+13", "-0.126", "", "", "a"],
        ["", "", "01/01/1999", "y", "", "", "m", "ZZ99", ""],
        ["a", "ab", "31/12/2000", "", "-4", "1e2", "x", "Q", "aaaaaaaaaa"],
        ["", "", "", "", "", "", "", "", ""],
    ]
    plain = {"type": "HKDF"}
    other = {"type": "HKDF", "hash": "SHA512", "salt": "c2FsdA==", "info": "aW5mbw==", "keySize": 32}
    configs = {
        "1,024 bits": {"l": 1024, "kdf": plain},
        "folded once, other keys": {"l": 512, "xor_folds": 1, "kdf": other},
        "folded three times, to 64 bits": {"l": 64, "xor_folds": 3, "kdf": {**plain, "keySize": 16}},
    }
    only = [one for one in features if one.get("hashing", {}).get("hash")]
    cases = [
        {
            "says": says,
            "schema": {"version": 3, "clkConfig": config, "features": features},
            "records": records,
        }
        for says, config in configs.items()
    ]
    for bits in (1000, 8):  # of 8 bits a second hash is often a multiple, which makes it singular
        schema = {"version": 3, "clkConfig": {"l": bits, "kdf": plain}, "features": only}
        said = [record[-2:] for record in records]
        cases.append({"says": f"two hashes, {bits:,} bits", "schema": schema, "records": said})
    return cases


def made_by_clkhash(python: str, cases: Sequence[Case], runs: int = 1) -> Any:
    """What clkhash makes of each case, and the CPU seconds that it took."""
    told = {"cases": list(cases), "secret": secret().for_child(), "runs": runs, "forget": _FORGET}
    done = subprocess.run(
        [python, "-c", _THEIRS], input=json.dumps(told).encode(), capture_output=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"clkhash was not run: {done.stderr.decode(errors='replace')[-500:]}")
    return json.loads(done.stdout)


def ours(case: Case) -> list[str]:
    """The same by our own code; each time by a new one, which remembers nothing."""
    encoder = Encoder(read_schema(case["schema"]), secret())
    size = case["schema"]["clkConfig"]["l"] // 8
    return [base64.b64encode(encoder.bits(one).to_bytes(size)).decode() for one in case["records"]]


def cohort(people: int, seed: int, place: Path) -> list[list[str]]:
    """What the codes of both files of the linkage cohort are made of."""
    asked = [
        "synth",
        "--mode",
        "linkage",
        "--participants",
        str(people),
        "--seed",
        str(seed),
        "--format",
        "csv",
    ]
    process.measure([sys.executable, "-m", "cfgovern", *asked, "--out", "made"], place, 0, ENVIRONMENT)
    maker = Made(shipped(), None, secret(), LATEST)
    records = []
    for file in sorted(place.glob("made/*/identifiers.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                said = {field: row[column] or None for field, column in _FIELDS.items()}
                records.append(maker.record(said)[0])
    return records


def beside(python: str, records: Sequence[Sequence[str]]) -> list[str]:
    """Lines on the equality of all cases, and on what the first costs."""
    schema = shipped()
    cases: list[Case] = [
        {"says": "as shipped", "schema": schema, "records": records},
        {"says": "salted by a year", "schema": salted(schema, "1980"), "records": records},
        *everything(),
    ]
    theirs = made_by_clkhash(python, cases, _RUNS)
    lines = []
    for case, their in zip(cases, theirs["cases"], strict=True):
        same = sum(one == other for one, other in zip(ours(case), their["clks"], strict=True))
        lines.append(
            f"{case['says']}: {same:,} of {len(their['clks']):,} codes are those of clkhash"
            f" {theirs['clkhash']}, every bit: {'yes' if same == len(their['clks']) else 'NO'}"
        )
    cost = median(_timed(cases[0]) for _ in range(_RUNS))
    lines.append(f"ours: {len(records) / cost:,.0f} records a CPU second, nothing remembered from before")
    for how in ("checked", "unchecked"):
        took = theirs["cases"][0][how]
        lines.append(
            f"clkhash, values {how}: {len(records) / took:,.0f} records a CPU second,"
            f" so ours are {took / cost:.2f} times as many"
        )
    return lines


def _timed(case: Case) -> float:
    began = time.process_time()
    ours(case)
    return time.process_time() - began


def vectors(python: str) -> dict[str, Any]:
    """The file of vectors: schemas, texts, and what clkhash makes of them."""
    schema = shipped()
    maker = Made(schema, "birth-year", secret(), LATEST)
    known = set(_FIELDS) | {"full_name"}
    sent = [{field: text for field, text in one.items() if field in known} for one in PEOPLE]
    of = [maker.record(one) for one in sent]
    cases: list[Case] = [
        {"says": "the schema as shipped", "schema": schema, "records": [texts for texts, _ in of]},
        *everything(),
    ]
    years = [salted(schema, year) if year else schema for _, year in of]
    by_year = [{"schema": year, "records": [texts]} for year, (texts, _) in zip(years, of, strict=True)]
    made = made_by_clkhash(python, [*cases, *by_year])
    codes = [one["clks"] for one in made["cases"]]
    people = [
        {"sent": one, "record": texts, "salt": salt, "clk": plain, "salted": own}
        for one, (texts, salt), plain, [own] in zip(sent, of, codes[0], codes[len(cases) :], strict=True)
    ]
    return {
        "made": f"by clkhash {made['clkhash']}: python -m benchmarks.clk --clkhash PYTHON --vectors FILE",
        "root": ROOTS["programme"].hex(),
        "info": f"cfgovern/v1/{_DOMAIN}/1/{SECRET}",
        "secret": secret().for_child(),
        "cases": [{**case, "clks": code} for case, code in zip(cases, codes, strict=False)],
        "people": people,
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.clk")
    parser.add_argument("--clkhash", metavar="PYTHON", required=True, help="an interpreter that has clkhash")
    parser.add_argument("--people", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--vectors", type=Path, metavar="FILE", help="write the vectors, and measure nothing")
    given = parser.parse_args(arguments)
    if given.vectors:
        told = json.dumps(vectors(given.clkhash), indent=1) + "\n"
        given.vectors.write_text(told, encoding="utf-8", newline="\n")
        return 0
    with tempfile.TemporaryDirectory() as place:
        records = cohort(given.people, given.seed, Path(place))
    lines = beside(given.clkhash, records)
    print("\n".join(lines))
    return 1 if any(": NO" in line for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
