"""Our whole command beside its peers on the same files, and what each of them finds.

Every single run is kept in the work folder at once, so a comparison that was stopped goes on where it was.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import made, process, score
from benchmarks.process import Cost
from benchmarks.score import Score

__all__ = ["BARE", "OURS", "ROOT", "SQL", "TOOLS", "Compared", "Tool", "compare", "data", "forget", "ours"]

ROOT = Path(__file__).parents[1]
# A tool that asks the network for something is refused at once, and does not wait.
ENVIRONMENT = {
    "PYTHONPATH": str(ROOT),
    "GX_ANALYTICS_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "DISABLE_PANDERA_IMPORT_WARNING": "True",
    **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY"), "http://127.0.0.1:9"),
}
BARE = """
import duckdb
c = duckdb.connect(config={{"threads": 1}})
c.execute("CREATE TABLE t AS SELECT * FROM read_csv('{file}', all_varchar=true)")
"""
SLOW = (2_000, 20_000)
"""Who goes row by row reads these; more rows are reckoned from the cost of each row between them."""
_RUN = "run"
PATIENCE = 10.0
"""CPU seconds after which a peer is not run again at one size: a ratio that large needs no middle."""


@dataclass(frozen=True, slots=True)
class Tool:
    """``environment``: its folder under that of the peers; "" is ours. ``place``: what a finding names."""

    name: str
    environment: str = ""
    module: str = ""
    options: tuple[str, ...] = ()
    slow: bool = False
    checks: int = 38
    place: str = ""
    peer: bool = True


OURS = Tool("cfgovern", place="record, line of the text, cell of the sheet, column, rule", peer=False)
READ = Tool("bare read (DuckDB, one thread)", checks=0, place="-", peer=False)
SQL = Tool("SQL by hand (DuckDB)", "", "duckdb_script", place="record, column", peer=False)
_FRAME = "index of the frame, column"
TOOLS = [
    READ,
    OURS,
    SQL,
    Tool("polars by hand", "pandera_polars", "polars_script", place="record, column", peer=False),
    Tool("pandera (polars)", "pandera_polars", "pandera_polars", place=_FRAME),
    Tool("pandera (pandas)", "pandera_pandas", "pandera_pandas", place=_FRAME),
    Tool("great_expectations", "great_expectations", "great_expectations_", ("own",), place=_FRAME),
    Tool("great_expectations (helped by pandas)", "great_expectations", "great_expectations_", place=_FRAME),
    Tool("datacontract-cli", "datacontract", "datacontract_", place="none: a number for each check"),
    Tool(
        "datacontract-cli (loaded into DuckDB first)",
        "datacontract",
        "datacontract_",
        ("load",),
        place="none: a number for each check",
    ),
    Tool("frictionless", "frictionless", "frictionless_", slow=True, place="row of the sheet, column"),
    Tool("jsonschema", "jsonschema", "jsonschema_", slow=True, checks=37, place="what its caller counts"),
    Tool("Cerberus", "cerberus", "cerberus_", slow=True, place="what its caller counts"),
]


@dataclass(frozen=True, slots=True)
class Compared:
    """Everything that was measured. Costs and scores by (rows, name of the tool)."""

    costs: Mapping[tuple[int, str], Sequence[Cost]]
    scores: Mapping[tuple[int, str], Score]
    commit: str
    began: str
    load: float


def compare(peers: Path, sizes: Sequence[int], runs: int) -> Compared:
    """Run every tool at every size, in turn, so that what slows the machine slows all of them."""
    work = _Work(peers / _RUN, f"{_commit()} {sizes} {runs}")
    for rows in sorted({*SLOW, *sizes}):
        tools = [tool for tool in TOOLS if rows in _sizes(tool, sizes)]
        for turn in range(runs):
            for tool in tools:
                if work.wants(tool, rows, turn):
                    print(f"{rows:,} rows, run {turn + 1}: {tool.name}", flush=True)
                    work.run(tool, peers, rows)
    return work.compared()


def _sizes(tool: Tool, sizes: Sequence[int]) -> set[int]:
    """What is no peer also reads the smallest file: what that costs is start-up."""
    if tool.slow:
        return {*SLOW}
    return {*sizes} if tool.peer else {*sizes, SLOW[0]}


def forget(peers: Path) -> None:
    """Remove the data and the runs kept, when their results are written."""
    shutil.rmtree(peers / _RUN)


class _Work:
    """The folder of one comparison: data, what the tools write, and every run so far."""

    def __init__(self, folder: Path, title: str) -> None:
        self.folder, self.state = folder, folder / "runs.json"
        kept = json.loads(self.state.read_text(encoding="utf-8")) if self.state.is_file() else {}
        if kept.get("title") != title:
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            began = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
            kept = {"title": title, "began": began, "load": os.getloadavg()[0], "runs": [], "scores": []}
        self.kept = kept

    def costs(self, tool: str, rows: int) -> list[Cost]:
        return [
            Cost(**run["cost"]) for run in self.kept["runs"] if (run["tool"], run["rows"]) == (tool, rows)
        ]

    def wants(self, tool: Tool, rows: int, turn: int) -> bool:
        """Whether this turn is still to be run."""
        done = self.costs(tool.name, rows)
        patient = tool in (OURS, READ) or sum(cost.cpu for cost in done) < PATIENCE
        return len(done) == turn and patient

    def run(self, tool: Tool, peers: Path, rows: int) -> None:
        """Run it once; what it cost, and the first time what it found, is kept at once."""
        folder = self.folder / f"{rows}"
        data(folder, rows)
        expected = 1 if tool is OURS else 0
        cost = process.measure(_command(tool, peers, folder), folder, expected, ENVIRONMENT)
        if tool is not READ and not self.costs(tool.name, rows):
            found = score.from_report if tool is OURS else score.from_lines
            out = folder / ("report.json" if tool is OURS else "found.jsonl")
            result = score.score(found(out), made.truth(rows))
            self.kept["scores"].append({"tool": tool.name, "rows": rows, "score": asdict(result)})
            out.unlink()
        self.kept["runs"].append({"tool": tool.name, "rows": rows, "cost": asdict(cost)})
        new = self.state.with_suffix(".new")
        new.write_text(json.dumps(self.kept), encoding="utf-8")
        new.replace(self.state)

    def compared(self) -> Compared:
        costs: dict[tuple[int, str], list[Cost]] = {}
        for run in self.kept["runs"]:
            costs.setdefault((run["rows"], run["tool"]), []).append(Cost(**run["cost"]))
        scores = {(one["rows"], one["tool"]): Score(**one["score"]) for one in self.kept["scores"]}
        return Compared(costs, scores, _commit(), self.kept["began"], self.kept["load"])


def ours(*sent: str) -> list[str]:
    """Our command, in a folder that holds the contract and the data."""
    command = [
        sys.executable,
        "-m",
        "cfgovern",
        "validate",
        *(sent or ["data"]),
        "--contract",
        "contract.yaml",
    ]
    return [*command, "--format", "json", "--output", "report.json"]


def data(folder: Path, rows: int) -> None:
    """Make a folder with the contract and the data of so many rows, if it is not there."""
    if not (folder / "made").is_file():
        (folder / "data").mkdir(parents=True, exist_ok=True)
        made.contract(folder / "contract.yaml")
        made.areas(folder / "data/areas.csv")
        made.participants(folder / "data/participants.csv", rows)
        (folder / "made").touch()


def _command(tool: Tool, peers: Path, folder: Path) -> list[str]:
    if tool is OURS:
        return ours()
    if tool is READ:
        return [sys.executable, "-c", BARE.format(file="data/participants.csv")]
    python = str(peers.absolute() / tool.environment / "bin/python") if tool.environment else sys.executable
    files = [
        str(folder.absolute() / name) for name in ("data/participants.csv", "data/areas.csv", "found.jsonl")
    ]
    return [python, "-m", f"benchmarks.validators.{tool.module}", *files, *tool.options]


def _commit() -> str:
    """Which state of the code this is; a change that is not committed shows."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=12"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return done.stdout.strip() or "unknown"
