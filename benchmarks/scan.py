"""What a scan costs and finds, beside Presidio's batch engine with every British recogniser, in one run.

    python -m benchmarks.scan                         # 5,000 notes of about 400 characters, 100,000 cells
    python -m benchmarks.scan --notes 1000 --cells 20000 --runs 1
    python -m benchmarks.scan --scale                 # time and memory alone: see benchmarks/scan_scale.py

Both sides run in processes of their own and are measured in CPU seconds with the start taken off: the same
command on a file of one line, and for Presidio what comes before its second text. Presidio gets no language
model, and a share of the texts (``--share``), as the whole would take minutes; its seconds are multiplied.
The promises: at least 20 times cheaper on cells, 10 times on notes, with at least its true findings. Ours is
the whole command, which reads a file and writes a report; the search alone, from texts in memory to finds, is
what is counted of Presidio, and is told too. The cost beside a bare search with eight shapes by Python's
``re`` is printed as well. Notes are made up (``synth --mode notes``, two put together); cells are those of
made-up areas, the identifiers table first.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import process
from benchmarks.compare import ENVIRONMENT
from benchmarks.scan_scale import scale
from cfgovern import api

_SHAPES = re.compile(
    r"[0-9]{3} ?[0-9]{3} ?[0-9]{4}|[A-Z]{2} ?[0-9]{2} ?[0-9]{2} ?[0-9]{2} ?[A-D]"
    r"|[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}|0[0-9]{4} ?[0-9]{6}|[^ @]+@[^ @]+[.][a-z]+"
    r"|[0-9]{2,4}/[0-9]{1,7}[A-Z]|[A-Z][0-9]{4}[A-Z]{2}|[A-Z][0-9]{6}"
)
_START = "rang Kev's mum on 07700 900123"  # of the range kept for drama: all that is loaded is loaded for it
PRESIDIO = """
import json, sys, time
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NoOpNlpEngine
from presidio_analyzer import predefined_recognizers as known
nlp = NoOpNlpEngine(models=[{"lang_code": "en", "model_name": "none"}]); nlp.load()
registry = RecognizerRegistry(supported_languages=["en"])
registry.load_predefined_recognizers(languages=["en"], nlp_engine=nlp)
for name in ("UkNinoRecognizer", "UkPostcodeRecognizer", "UkPassportRecognizer", "UkDrivingLicenceRecognizer",
             "UkVehicleRegistrationRecognizer"):
    registry.add_recognizer(getattr(known, name)())
engine = BatchAnalyzerEngine(AnalyzerEngine(nlp_engine=nlp, registry=registry, supported_languages=["en"]))
texts = json.load(open(sys.argv[1]))
list(engine.analyze_iterator(["rang Kev on 07700 900123"], language="en"))
began = time.process_time()
found = [[(one.entity_type, one.start, one.end) for one in each]
         for each in engine.analyze_iterator(texts, language="en", batch_size=64)]
json.dump({"cpu": time.process_time() - began, "found": found}, open(sys.argv[2], "w"))
"""
OURS_ALONE = """
import json, sys, time
from cfgovern.detection.pack import search
texts = json.load(open(sys.argv[1]))
search("rang Kev on 07700 900123")
began = time.process_time()
found = [search(text) for text in texts]
json.dump({"cpu": time.process_time() - began}, open(sys.argv[2], "w"))
"""


@dataclass(frozen=True)
class Texts:
    """Texts in one column, and what was planted in each: (entity, start, end)."""

    name: str
    texts: list[str]
    planted: list[list[tuple[str, int, int]]]
    share: int  # one in so many is given to Presidio
    promised: float


def notes(folder: Path, count: int, share: int) -> Texts:
    """``count`` notes, each of two made-up ones."""
    api.synth(folder / "notes", mode="notes", people=-(-count // 2), seed=11)
    with (folder / "notes" / "notes.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row["note"] for row in csv.DictReader(stream)]
    spans: dict[int, list[tuple[str, int, int]]] = {}
    with (folder / "notes" / "spans.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            told = (row["entity"], int(row["start"]), int(row["end"]))
            spans.setdefault(int(row["row"]), []).append(told)
    texts, planted = [], []
    for number in range(0, 2 * count, 2):
        first, second = rows[number], rows[number + 1]
        moved = len(first) + 1
        texts.append(f"{first}\n{second}")
        planted.append(
            [
                *spans.get(number + 1, ()),
                *((e, s + moved, t + moved) for e, s, t in spans.get(number + 2, ())),
            ]
        )
    return Texts("notes", texts, planted, share, 10)


def cells(folder: Path, count: int, share: int) -> Texts:
    """``count`` cells of made-up areas, as they come, those of the identifiers table among them."""
    api.synth(folder / "cells", mode="cohort", people=1_500, seed=12, form="csv")
    texts: list[str] = []
    tables = sorted((folder / "cells").rglob("*.csv"), key=lambda path: path.stem != "identifiers")
    for path in tables:
        with path.open(encoding="utf-8", newline="") as stream:
            texts += [cell for row in list(csv.reader(stream))[1:] for cell in row if cell]
        if len(texts) >= count:
            break
    return Texts("cells", texts[:count], [[] for _ in texts[:count]], share, 20)


def ours(folder: Path, texts: Sequence[str], name: str, *more: str) -> float:
    """CPU seconds of the command with its start taken off. ``more``: of its options."""
    return _command(folder, texts, name, more) - _command(folder, [_START], "start", more)


def _command(folder: Path, texts: Iterable[str], name: str, more: Sequence[str]) -> float:
    path = folder / f"{name}.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["text"], *([text] for text in texts)])
    report = folder / f"{name}.json"
    command = [
        sys.executable,
        "-m",
        "cfgovern",
        "scan",
        str(path),
        "--format",
        "json",
        "--output",
        str(report),
    ]
    return process.measure([*command, *more, "--quiet"], folder, 1, ENVIRONMENT).cpu


def _findings(folder: Path, name: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((folder / f"{name}.json").read_text())["findings"]
    return found


def theirs(folder: Path, given: Texts) -> tuple[float, list[list[tuple[str, int, int]]], range]:
    """CPU seconds for all of the texts, as of a share, and what was found in that share."""
    taken = range(0, len(given.texts), given.share)
    (folder / "share.json").write_text(json.dumps([given.texts[n] for n in taken]))
    out = folder / "presidio.json"
    command = [sys.executable, "-c", PRESIDIO, str(folder / "share.json"), str(out)]
    process.measure(command, folder, 0, ENVIRONMENT)
    told = json.loads(out.read_text())
    return told["cpu"] * len(given.texts) / len(taken), told["found"], taken


def alone(folder: Path, texts: Sequence[str]) -> float:
    """CPU seconds of our search in the texts, counted as Presidio's is."""
    (folder / "all.json").write_text(json.dumps(texts))
    out = folder / "alone.json"
    process.measure(
        [sys.executable, "-c", OURS_ALONE, str(folder / "all.json"), str(out)], folder, 0, ENVIRONMENT
    )
    return float(json.loads(out.read_text())["cpu"])


def bare(texts: Sequence[str]) -> float:
    """CPU seconds of a search with eight shapes and no judging."""
    began = time.process_time()
    for text in texts:
        _SHAPES.findall(text)
    return time.process_time() - began


def missed(
    given: Texts, found: list[list[tuple[str, int, int]]], taken: range, mine: list[dict[str, object]]
) -> str:
    """How many of Presidio's true findings are ours too. True: of the entity that was planted there."""
    places: dict[int, list[tuple[str, int, int]]] = {}
    for one in mine:
        row, entity, start, end = (one[name] for name in ("row", "entity", "start", "end"))
        places.setdefault(int(str(row)), []).append((str(entity), int(str(start)), int(str(end))))
    true = kept = 0
    for number, there in zip(taken, found, strict=True):
        for entity, start, end in given.planted[number]:
            if any(e == entity and s < end and start < t for e, s, t in there):
                true += 1
                kept += any(e == entity and s < end and start < t for e, s, t in places.get(number + 1, ()))
    return f"{kept:,} of Presidio's {true:,} true findings in that share are ours too"


def main() -> None:
    """Make the texts and run both sides in turn."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--notes", type=int, default=5_000)
    parser.add_argument("--cells", type=int, default=100_000)
    parser.add_argument("--share", type=int, default=12, help="Presidio gets one text in so many")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument(
        "--scale", action="store_true", help="only whether time and memory keep to their bars"
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if asked.scale:
            raise SystemExit(_promises(folder))
        for given in (notes(folder, asked.notes, asked.share), cells(folder, asked.cells, asked.share)):
            compare(folder, given, asked.runs)


def _promises(folder: Path) -> int:
    """Print what is promised of time and memory beside what was measured; 1 where a promise is not kept."""
    broken = 0
    for measured in scale(folder):
        print(measured, flush=True)
        broken |= not measured.kept
    return broken


def compare(folder: Path, given: Texts, runs: int) -> None:
    """Both sides in turn, and the middle of the ratios."""
    size = sum(map(len, given.texts))
    print(
        f"{given.name}: {len(given.texts):,} texts, {size / len(given.texts):.0f} characters each", flush=True
    )
    costs = []
    for _ in range(runs):
        other, found, taken = theirs(folder, given)
        shapes = ours(folder, given.texts, given.name, "--without", "names", "--without", "registry")
        mine = ours(folder, given.texts, given.name)
        costs.append((other, mine, shapes, alone(folder, given.texts), bare(given.texts)))
    findings = _findings(folder, given.name)
    other, mine, shapes, search, plain = (median(cost[at] for cost in costs) for at in range(5))
    times = [median(cost[0] / cost[at] for cost in costs) for at in range(4)]
    print(
        f"  cfgovern {mine:.2f} s CPU, Presidio {other:.1f} s: {times[1]:.1f} times cheaper "
        f"(promised: at least {given.promised:g}); a bare search {plain:.2f} s: {mine / plain:.1f} times"
    )
    print(f"  without the search for names, which Presidio has not: {shapes:.2f} s, {times[2]:.1f} times")
    print(f"  the search alone, text by text as Presidio's is counted: {search:.2f} s, {times[3]:.1f} times")
    if any(given.planted):
        print(f"  {missed(given, found, taken, findings)}; {len(findings):,} findings in all", flush=True)


if __name__ == "__main__":
    main()
