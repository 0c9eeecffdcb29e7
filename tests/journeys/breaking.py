"""Breaks cfgovern from inside, for tests: the data at hand goes into every word of the fault.

``broken(folder, how)`` is an environment for the command in which it breaks that way: a module of
that folder is put in the place of the child's work, or of the parent's.
"""

from __future__ import annotations

import os
from pathlib import Path

from tests.command import ROOT

_CHILD = """
import json, os, sys, time
from pathlib import Path
from cfgovern.intake.child import stage
from cfgovern.journeys import worker

def _data(argument):
    worker.run(argument)  # leaves tables in the job folder
    return Path(argument["path"]).read_text()

def raises(argument):
    raise ValueError(_data(argument))

def panics(argument):
    raise type("PanicException", (BaseException,), {})(_data(argument))

def exits(argument):
    sys.exit(_data(argument))

def recurses(argument):
    data = _data(argument)
    def again(*given):
        return again(data, *given)
    again()

def aborts(argument):
    os.write(2, _data(argument).encode())
    os.abort()

def garbles(argument):
    data = _data(argument).encode()
    for handle in range(3, 64):
        try:
            os.write(handle, data)
        except OSError:
            pass
    return {}

def cannot_be_said(argument):
    return {"data": {_data(argument)}}

def sleeps(argument):
    data = _data(argument)
    Path(__file__).with_name("child").write_text(str(os.getpid()))
    time.sleep(60)
"""
_PARENT = """
how = {how!r}
if how == "parent":
    from cfgovern.intake import answers
    def judge(said, *given, **more):
        raise KeyError(open({submission!r}).read(), said)
    answers.judge = judge
else:
    import cfgovern.journeys.submission as journey
    journey.ENTRY = "broken_work:" + how
"""


def broken(folder: Path, how: str, submission: Path) -> dict[str, str]:
    """The environment of a command that breaks in the way ``how`` while it checks ``submission``."""
    folder.mkdir()
    (folder / "broken_work.py").write_text(_CHILD, encoding="utf-8")
    start = _PARENT.format(how=how, submission=str(submission))
    (folder / "sitecustomize.py").write_text(start, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}


_KILLED = """
import os
from pathlib import Path
import cfgovern.journeys.submission as journey

def kill():
    own = Path("/proc/self/task")
    children = " ".join(each.joinpath("children").read_text() for each in own.iterdir())
    Path(__file__).with_name("children").write_text(children)
    os.kill(os.getpid(), 9)

stage = {stage!r}
start, load, report = journey.sandbox.start, journey.load_contract, journey.report_of

def told(now):
    if now.stage == stage:
        kill()

def starting(*given, **more):
    if stage == "spawning":
        kill()
    return start(*given, **(more | {{"told": told}}))

def loading(*given, **more):
    if stage == "loading":
        kill()
    return load(*given, **more)

def reporting(*given, **more):
    if stage == "answered":
        kill()
    return report(*given, **more)

journey.sandbox.start, journey.load_contract, journey.report_of = starting, loading, reporting
"""


def killed(folder: Path, stage: str) -> dict[str, str]:
    """The environment of a check that is killed when ``stage`` begins.

    It is spawning, loading, reading, checking or answered. The numbers of the processes that it had started
    stand in the file ``children`` of the ``folder``.
    """
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_KILLED.format(stage=stage), encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}


_KILLED_PARTING = """
import os
from pathlib import Path
from cfgovern.intake import sandbox

tell, told = sandbox.Child.tell, []

def telling(child, argument):
    tell(child, argument)
    told.append(child)
    if len(told) == 4:  # each is told how to start, and its task; the first one checks
        own = Path("/proc/self/task")
        children = " ".join(each.joinpath("children").read_text() for each in own.iterdir())
        Path(__file__).with_name("children").write_text(children)
        os.kill(os.getpid(), 9)

sandbox.Child.tell = telling
"""


def killed_parting(folder: Path) -> dict[str, str]:
    """The environment of a release that is killed when its second child has its task; see :func:`killed`."""
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(_KILLED_PARTING, encoding="utf-8")
    return {"PYTHONPATH": os.pathsep.join([str(ROOT), str(folder)])}
