"""No tool: the same checks written by hand in polars for this one contract, as the least they can cost."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

from benchmarks.validators import checks, polars_checks
from benchmarks.validators.checks import Found


def main(data: Path, areas: Path, out: Path) -> None:
    frame = pl.scan_csv(data, infer_schema=False, row_index_name="row", row_index_offset=1)
    wrong = {
        f"{kind}:{column}": ~expression.fill_null(True)
        for kind, column, expression in polars_checks.right(checks.area_codes(areas))
    }
    failing = frame.select("row", **wrong).filter(pl.any_horizontal(*wrong)).collect(engine="streaming")
    checks.write(
        out,
        (
            Found(row, name.split(":")[1], name.split(":")[0])
            for name in wrong
            for row in failing.filter(name)["row"]
        ),
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
