"""ODCS both ways: our contract under datacontract-cli, another reader, and its contracts here.

Run it with the Python of the peers' environment (``python -m benchmarks.peers_env DIR`` makes it)::

    cfgovern synth --mode cohort --areas 2 --participants 60 --format csv --out cohort
    DIR/datacontract/bin/python -m benchmarks.odcs_round_trip CFGOVERN --ours CONTRACT cohort/SYNTHETIC-CF-A01

``lint`` is given the contract as it is. ``test`` is given what datacontract-cli can know: it has no words
for "no answer" in a column of numbers or days, and reads every declared column. So those words become empty
cells, such columns are not required, and what is declared but not collected is left out. It knows no code
lists and no rule packs.

``theirs``: datacontract-cli writes a contract of its own about each table of the return, and the command
CFGOVERN loads it.

``--examples DIR`` needs no other program: of each ``.odcs.yaml`` below DIR it says whether CFGOVERN loads
it, how many of its rules are not run and how many of its columns are not looked into, or else which faults
it has. DIR is a copy of https://github.com/datacontract/datacontract-cli/tree/main/examples (its packages
hold none, and none is kept here).

Exit code 1 unless every check passes and every contract loads.
"""

from __future__ import annotations

import argparse
import csv
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

_CODE = re.compile(r"\[([a-z]+\.\w+)\]$", re.MULTILINE)


def ours(node: dict[str, Any], name: str) -> Any:
    """The value of one of our custom properties, or None."""
    found = [each["value"] for each in node.get("customProperties", ()) if each["property"] == name]
    return found[0] if found else None


def plain(contract: dict[str, Any], folder: Path) -> dict[str, set[str]]:
    """Take out of ``contract`` what others cannot know; the words for no answer by ``table.column``."""
    words: dict[str, set[str]] = {}
    for table in contract["schema"]:
        kept = [each for each in table["properties"] if ours(each, "cfgovernCollected") != "off"]
        table["properties"] = kept
        for column in kept:
            missing = ours(column, "cfgovernMissing")
            if missing and column["logicalType"] != "string":
                words[f"{table['name']}.{column['name']}"] = set(map(str, missing.values()))
                column.pop("required", None)
    server = {"server": "return", "type": "local", "path": f"{folder}/{{model}}.csv"}
    contract["servers"] = [{**server, "format": "csv", "delimiter": ","}]
    return words


def copied(source: Path, target: Path, words: dict[str, set[str]]) -> None:
    """The tables of ``source``, their words for no answer taken out."""
    for file in sorted(source.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as stream:
            head, *rows = csv.reader(stream)
        empty = [words.get(f"{file.stem}.{name}", set()) for name in head]
        with (target / file.name).open("w", encoding="utf-8", newline="") as stream:
            out = csv.writer(stream, lineterminator="\n")
            out.writerow(head)
            out.writerows(
                ["" if cell in none else cell for cell, none in zip(row, empty, strict=True)] for row in rows
            )


def told(name: str, run: Any) -> bool:
    """Say how many checks ended how, and which did not pass; whether all did."""
    print(f"{name}: {dict(Counter(getattr(each.result, 'value', 'none') for each in run.checks))}")
    for each in run.checks:
        if getattr(each.result, "value", None) != "passed":
            print(f"  {each.model}.{each.field}: {each.name}")
    return getattr(run.result, "value", None) == "passed"


def theirs(source: Path, folder: Path, command: str) -> bool:
    """Whether cfgovern loads what datacontract-cli writes about each table of ``source``."""
    from datacontract.data_contract import DataContract

    loaded = []
    for file in sorted(source.glob("*.csv")):
        contract = folder / f"{file.stem}.odcs.yaml"
        contract.write_text(DataContract.import_from_source("csv", str(file)).to_yaml(), encoding="utf-8")
        loaded.append(subprocess.run([command, "contract", "lint", contract], check=False).returncode == 0)
    print(f"theirs: {sum(loaded)} of {len(loaded)} loaded")
    return bool(loaded) and all(loaded)


def ours_there(contract: Path, source: Path, command: str) -> bool:
    """Whether datacontract-cli passes ``contract`` and the return ``source``, and what it writes loads."""
    import yaml
    from datacontract.data_contract import DataContract

    good = told("lint", DataContract(data_contract_file=str(contract)).lint())
    data = yaml.safe_load(contract.read_text(encoding="utf-8"))
    with TemporaryDirectory() as folder:
        copied(source, Path(folder), plain(data, Path(folder)))
        text = yaml.safe_dump(data, sort_keys=False)
        good = told("test", DataContract(data_contract_str=text, server="return").test()) and good
        return theirs(source, Path(folder), command) and good


def examples(folder: Path, command: Sequence[str]) -> bool:
    """Say of each contract below ``folder`` whether ``command`` loads it; whether all do."""
    files = sorted(folder.rglob("*.odcs.yaml"))
    loaded = 0
    for file in files:
        run = [*command, "contract", "lint", str(file)]
        done = subprocess.run(run, check=False, capture_output=True, encoding="utf-8")
        codes, notes = Counter(_CODE.findall(done.stdout)), Counter(_CODE.findall(done.stderr))
        loaded += done.returncode == 0
        result = "loads" if done.returncode == 0 else f"refused, exit code {done.returncode}"
        more = ", ".join(f"{code} {count}" for code, count in (codes + notes).items())
        print(f"{file.relative_to(folder).as_posix()}: {result}{more and f' ({more})'}")
    print(f"examples: {loaded} of {len(files)} loaded")
    return bool(files) and loaded == len(files)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.odcs_round_trip")
    parser.add_argument("command", metavar="CFGOVERN")
    parser.add_argument("--ours", nargs=2, type=Path, metavar=("CONTRACT", "RETURN"))
    parser.add_argument("--examples", type=Path, metavar="DIR")
    given = parser.parse_args(arguments)
    if not (given.ours or given.examples):
        parser.error("give --ours, --examples or both")
    good = ours_there(*given.ours, given.command) if given.ours else True
    if given.examples:
        good = examples(given.examples, [given.command]) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
