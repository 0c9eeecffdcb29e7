"""The child of a release, broken from inside: data and keys go into every word of the fault."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from cfgovern.journeys import splitworker


def _data(argument: Mapping[str, Any]) -> str:
    splitworker.run(argument)  # leaves parts and a crosswalk in the job folder
    return f"{argument['pads']} {Path(argument['job'], splitworker.CROSSWALK).read_text(encoding='utf-8')}"


def raises(argument: Mapping[str, Any]) -> NoReturn:
    raise ValueError("own words", _data(argument))


def exits(argument: Mapping[str, Any]) -> NoReturn:
    sys.exit(_data(argument))


def recurses(argument: Mapping[str, Any]) -> NoReturn:
    data = _data(argument)

    def again(*given: str) -> NoReturn:
        again(data, *given)

    again()


def garbles(argument: Mapping[str, Any]) -> dict[str, Any]:
    data = _data(argument).encode()
    for handle in range(3, 64):
        try:
            os.write(handle, data)
        except OSError:
            continue
    return {}


def aborts(argument: Mapping[str, Any]) -> NoReturn:
    os.write(2, _data(argument).encode())
    os.abort()


def cannot_be_said(argument: Mapping[str, Any]) -> dict[str, Any]:
    return {"data": {_data(argument)}}
