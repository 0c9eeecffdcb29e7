"""Write ``RESULTS.md`` from what was measured: tables, promises kept or not, and where we lose."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import installed, peers_env
from benchmarks.compare import OURS, READ, ROOT, SLOW, SQL, TOOLS, Compared, Tool
from benchmarks.process import Cost, middle
from benchmarks.score import Score

__all__ = ["write"]

_HEAVY = ("great_expectations", "datacontract-cli", "frictionless")
_RESULTS = Path(__file__).with_name("RESULTS.md")
_NOTES = Path(__file__).with_name("results-notes.md")


@dataclass(frozen=True, slots=True)
class Line:
    """One tool at one size. ``reckoned``: worked out from fewer rows, with no wall time or memory."""

    tool: Tool
    cost: Cost
    runs: int
    score: Score | None
    reckoned: bool = False


def write(compared: Compared, sizes: Sequence[int], peers: Path, command: str, more: Sequence[str]) -> None:
    """``more``: lines on workbooks and start-up, measured by the caller."""
    tables = {rows: [*_lines(compared, rows)] for rows in sizes}
    parts = [
        _head(compared, command),
        _promises(tables),
        _between(compared, max(sizes)),
        *(_table(rows, lines) for rows, lines in tables.items()),
        "## Workbooks and start-up\n\n" + "\n".join(f"- {line}" for line in more),
        _tools(peers, tables[sizes[0]]),
        _losses(tables),
        _NOTES.read_text(encoding="utf-8").strip(),
    ]
    _RESULTS.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def _lines(compared: Compared, rows: int) -> Iterator[Line]:
    for tool in TOOLS:
        score = compared.scores.get((rows, tool.name))
        if costs := compared.costs.get((rows, tool.name)):
            yield Line(tool, middle(costs), len(costs), score)
        elif tool.slow:
            yield _reckoned(compared, tool, rows)


def _reckoned(compared: Compared, tool: Tool, rows: int) -> Line:
    """What each row between the two small sizes cost, for the rows that were not read."""
    few, many = (middle(compared.costs[size, tool.name]).cpu for size in SLOW)
    each = (many - few) / (SLOW[1] - SLOW[0])
    score = compared.scores[SLOW[1], tool.name]
    return Line(tool, Cost(many + each * (rows - SLOW[1]), 0, 0, 0), 0, score, reckoned=True)


def _of(lines: Sequence[Line], tool: Tool) -> Cost:
    return next(line.cost for line in lines if line.tool is tool)


def _head(compared: Compared, command: str) -> str:
    now = os.getloadavg()[0]
    return f"""# What a check costs, and what it finds

Written by a program; do not edit. Made again, in one run, with

    python -m benchmarks.peers_env DIR    # once: an environment for each peer
    {command}

Begun {compared.began} on version `{compared.commit}`: {_machine()}
Load of the machine at the beginning {compared.load:.1f}, at the end {now:.1f}.

One table of 20 columns as CSV, a second table of 151 codes, 38 checks: 14 required, 4 dates, 2 whole numbers,
2 ranges, 8 lists, 3 patterns, 1 key, 2 orders of days, 1 link, 1 NHS check digit. Quoted commas, doubled
quotes, accents, a line break in one cell of a thousand rows. One row in a hundred has one of eleven faults.

**CPU**: user and system time of the whole command from start to written report, with every process that it
starts; threads save wall time, not CPU. All tools run in turn, and each figure is the middle of its runs (the
slowest run once). **Peak MB**: of the largest process, and of all at once. **Located**: at the right row and
column. **Counted**: in a number for the check that names no row. **False**: told where nothing is wrong."""


def _machine() -> str:
    model = re.search(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(), re.MULTILINE)
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    kind = model[1] if model else platform.machine()
    return (
        f"{os.cpu_count()} processors ({kind}), {memory:.0f} GiB of memory,\n"
        f"{platform.system()}, Python {platform.python_version()}."
    )


def _promises(tables: dict[int, list[Line]]) -> str:
    """Each promise at each size. That of 4.5 times is about the largest."""
    pairs = [(lines, _of(lines, OURS)) for lines in tables.values()]
    read = [ours.cpu / _of(lines, READ).cpu for lines, ours in pairs]
    peak = [f"{ours.together:.0f} MB: {_yes(ours.together <= 500)}" for _, ours in pairs]
    told = [
        ("CPU at most 4.5 times the bare read", [f"{ratio:.2f}: {_yes(ratio <= 4.5)}" for ratio in read]),
        ("The wish: at most 3 times", [f"{ratio:.2f}: {_yes(ratio <= 3)}" for ratio in read]),
        ("Peak at most 500 MB", peak),
    ]
    for tool in (tool for tool in TOOLS if tool.name.startswith(_HEAVY)):
        ratios = [_of(lines, tool).cpu / ours.cpu for lines, ours in pairs]
        told.append(
            (f"At least 4 times cheaper than {tool.name}", [f"{r:.1f}: {_yes(r >= 4)}" for r in ratios])
        )
    told.append(("More located findings than any peer", [_more(lines) for lines in tables.values()]))
    heads = "".join(f" {rows:,} rows |" for rows in tables)
    table = [f"| promise |{heads}", f"|---|{'--:|' * len(tables)}"]
    return "\n".join([*table, *(f"| {text} | {' | '.join(cells)} |" for text, cells in told)])


def _more(lines: Sequence[Line]) -> str:
    """Whether ours locates more of what was spoiled than each peer, and which are as good."""
    shares = {line.tool: line.score.located / line.score.spoiled for line in lines if line.score}
    ours = shares[OURS]
    alike = sum(share == ours for tool, share in shares.items() if tool.peer)
    better = any(share > ours for tool, share in shares.items() if tool.peer)
    verdict = "**no**" if better else f"as many as {alike} peers" if alike else "yes"
    return f"{ours:.0%}: {verdict}"


def _between(compared: Compared, rows: int) -> str:
    """What our CPU goes into, by what other commands of the same run cost."""
    ours, read, by_hand = (
        [middle(compared.costs[size, tool.name]).cpu for size in (SLOW[0], rows)]
        for tool in (OURS, READ, SQL)
    )
    start, bare = ours[0], read[1] - read[0]
    judging = by_hand[1] - by_hand[0] - bare
    parts = {
        f"start-up, contract, report: all of it with {SLOW[0]:,} rows": start,
        "reading, as the bare read does": bare,
        "judging, as SQL by hand does": judging,
        "the rest: looked through before it is read, structure, digest, places, findings": ours[1]
        - start
        - bare
        - judging,
    }
    told = [f"Where our CPU goes with {rows:,} rows, and what stands between it and the wish:\n"]
    told += ["| part | CPU s | times the bare read |", "|---|--:|--:|"]
    told += [f"| {part} | {cost:.2f} | {cost / read[1]:.2f} |" for part, cost in parts.items()]
    return "\n".join(told)


def _yes(kept: bool) -> str:
    return "yes" if kept else "**no**"


def _table(rows: int, lines: Sequence[Line]) -> str:
    ours, bare = _of(lines, OURS), _of(lines, READ)
    told = [
        f"## {rows:,} rows\n",
        "| tool | CPU s | x bare | x ours | wall s | peak MB | all | located | counted | missed | false |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for line in lines:
        cost, score = line.cost, line.score
        measured = [f"{cost.wall:.2f}", f"{cost.largest:.0f}", f"{cost.together:.0f}"]
        found = ["-"] * 4
        if score:
            of = f"{score.located:,} of {score.spoiled:,}"
            found = [of, f"{score.counted:,}", f"{score.missed:,}", f"{score.false:,}"]
        name = f"**{line.tool.name}**" if line.tool is OURS else line.tool.name
        cells = [
            f"{name} (reckoned)" if line.reckoned else name,
            f"{cost.cpu:.2f}",
            f"{cost.cpu / bare.cpu:.2f}",
            f"{cost.cpu / ours.cpu:.2f}",
            *(["-"] * 3 if line.reckoned else measured),
            *found,
        ]
        told.append(f"| {' | '.join(cells)} |")
    if any(line.reckoned for line in lines):
        told.append(
            f"\nReckoned: run with {SLOW[0]:,} and {SLOW[1]:,} rows, and the CPU of each row between them "
            f"taken for all further rows. What it found is of {SLOW[1]:,} rows."
        )
    return "\n".join(told)


def _tools(peers: Path, lines: Sequence[Line]) -> str:
    told = [
        "## The tools\n",
        "| tool | version | checks done | what a finding names | packages | installed MB |",
        "|---|---|--:|---|--:|--:|",
    ]
    wanted = peers_env.environments()
    for tool in (line.tool for line in lines if line.tool.peer or line.tool is OURS):
        if tool is OURS:
            version, (packages, weight) = "this one", installed.ours()
        else:
            version = ", ".join(wanted[tool.environment])
            packages, weight = installed.environment(peers / tool.environment / "bin/python", ROOT)
        told.append(f"| {tool.name} | {version} | {tool.checks} | {tool.place} | {packages} | {weight:.0f} |")
    return "\n".join(told)


def _losses(tables: dict[int, list[Line]]) -> str:
    """Every tool that is better than ours in something, at every size."""
    told = ["## Where we lose, by the figures above\n"]
    for rows, lines in tables.items():
        ours = _of(lines, OURS)
        for what, unit, name in (("CPU", "s", "cpu"), ("wall time", "s", "wall"), ("peak", "MB", "together")):
            better = [
                f"{line.tool.name} {getattr(line.cost, name):.{2 if unit == 's' else 0}f}"
                for line in lines
                if line.tool not in (OURS, READ)
                and not (line.reckoned and name != "cpu")
                and getattr(line.cost, name) < getattr(ours, name)
            ]
            if better:
                mine = f"{getattr(ours, name):.{2 if unit == 's' else 0}f}"
                told.append(f"- {rows:,} rows, {what} in {unit} (ours {mine}): {'; '.join(better)}.")
    return "\n".join(told)
