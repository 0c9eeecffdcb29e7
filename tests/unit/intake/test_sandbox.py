"""The parent lives, whatever the child does; what the child says is not believed without a look."""

from __future__ import annotations

import os
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from cfgovern.errors import CfgovernError, InternalFault, OperatorFileError, SubmissionRefused
from cfgovern.intake import sandbox
from cfgovern.intake.limits import Limits
from cfgovern.progress import Progress

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of Linux")
CODE = """
import os, sys, time
from cfgovern.errors import Fault, OperatorFileError, SubmissionRefused, UsageError
from cfgovern.intake import child

SECRET = "Qvx-secret-Zjk"
ready = []

def prepare():
    ready.append(True)

def echo(argument):
    return {"argument": argument, "prepared": ready == [True], "allowed": child.allowed().as_json()}

def prints(argument):
    print("to standard output")
    os.write(1, b"raw to standard output")
    print(SECRET, file=sys.stderr)
    return {}

def refuses(argument):
    raise SubmissionRefused("file.damaged", "It is damaged.", where="sheet 2", fix="Save it again.")

def faulty_file(argument):
    raise OperatorFileError("rule.invalid", "It has a fault.", [Fault("rule.key", "No key.", "x.sql", 3, 4)])

def breaks(argument):
    raise ValueError(SECRET)

def panics(argument):
    class Panic(BaseException):
        pass
    raise Panic(SECRET)

def aborts(argument):
    child.stage(argument["stage"])
    os.abort()

def sleeps(argument):
    time.sleep(60)

def spins(argument):
    while True:
        pass

def eats(argument):
    child.stage("reading")
    return {"size": len(bytearray(1 << 40))}

def tells(argument):
    child.stage("reading")
    child._TOLD_EVERY = 0
    for line in argument["lines"]:
        child.counted(*line)
    child._channel.write(argument["raw"])
    child.stage("checking")
    return {}

def hurries(argument):
    child.stage("reading")
    for done in range(10_000):
        child.counted(done, 10_000, "rows")
    return {}

def many_at_once(argument):
    import threading
    child.stage("reading")
    child._TOLD_EVERY = 0
    work = lambda: [child.counted(n, 500, "rows") for n in range(500)]
    threads = [threading.Thread(target=work) for _ in range(4)]
    [one.start() for one in threads], [one.join() for one in threads]
    return {}

def floods(argument):
    return {"text": "x" * 100_000}

def not_json(argument):
    return {"value": float("nan")}

def environment(argument):
    names = [name for name in os.environ if name.startswith("PYTHON")]
    return {"python": names, "cwd_on_path": os.getcwd() in sys.path, "umask": os.umask(0o077)}

def leaves_a_child(argument):
    import subprocess
    made = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    return {"pid": made.pid}
"""


@pytest.fixture(autouse=True)
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "childs_work.py").write_text(textwrap.dedent(CODE), encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))


def run(
    function: str, argument: dict[str, Any] | None = None, limits: Limits | None = None
) -> dict[str, Any]:
    with sandbox.start(f"childs_work:{function}", limits=limits or Limits()) as child:
        child.send(argument or {})
        return child.result()


def told(function: str, argument: dict[str, Any] | None = None) -> list[Progress]:
    """What is told while ``function`` runs."""
    heard: list[Progress] = []
    with sandbox.start(f"childs_work:{function}", limits=Limits(), told=heard.append) as child:
        child.send(argument or {})
        child.result()
    return heard


def test_stages_and_counts_are_told() -> None:
    lines = [(3, 10, "rows"), (8, 10, "bytes"), (12, 10, "checks")]
    assert told("tells", {"lines": lines, "raw": ""}) == [
        Progress("reading"),
        Progress("reading", 3, 10, "rows"),
        Progress("reading", 8, 10, "bytes"),
        Progress("reading", 10, 10, "checks"),  # no more is done than there is
        Progress("checking"),
    ]


@pytest.mark.parametrize(
    "raw",
    [
        '{"stage": "reading", "done": 1, "of": 2, "unit": "Qvx"}',
        '{"stage": "reading", "done": -1, "of": 2, "unit": "rows"}',
        '{"stage": "reading", "done": 1, "of": 2e9, "unit": "rows"}',
        '{"stage": "reading", "done": 1, "of": %s, "unit": "rows"}' % ("9" * 16),
        '{"stage": "reading", "done": 1, "of": 2, "unit": "rows", "name": "Qvx"}',
        '{"stage": "Qvx of somebody"}',
    ],
)
def test_what_has_not_the_form_of_a_count_is_not_told(raw: str) -> None:
    assert told("tells", {"lines": [], "raw": raw + "\n"}) == [Progress("reading"), Progress("checking")]


def test_who_counts_without_pause_is_told_seldom() -> None:
    assert len(told("hurries")) < 1_000


def test_counts_of_several_threads_come_one_by_one() -> None:
    _, *heard = told("many_at_once")
    assert heard and all(one.of == 500 and one.unit == "rows" for one in heard)


def test_the_child_prepares_and_answers() -> None:
    answer = run("echo", {"text": "Zoë \u2028 \U0001f600", "number": 3})
    assert answer["argument"] == {"text": "Zoë \u2028 \U0001f600", "number": 3}
    assert answer["prepared"]


def test_the_child_keeps_nothing_that_it_compiled(tmp_path: Path) -> None:
    """On a full disk the interpreter would keep it cut off, and every later run would end there."""
    run("echo")
    assert [path.name for path in tmp_path.iterdir()] == ["childs_work.py"]


def test_a_large_task_arrives_whole() -> None:
    long = "x" * 2_000_000
    assert run("echo", {"text": long})["argument"]["text"] == long


def test_what_a_library_prints_is_no_part_of_the_answer() -> None:
    assert run("prints") == {}


def test_the_child_inherits_no_python_settings_and_not_the_working_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    assert run("environment") == {"python": [], "cwd_on_path": False, "umask": 0o077}


def test_a_refusal_comes_back_with_its_code_place_and_remedy() -> None:
    with pytest.raises(SubmissionRefused) as caught:
        run("refuses")
    refusal = caught.value
    assert (refusal.code, refusal.what) == ("file.damaged", "It is damaged.")
    assert (refusal.where, refusal.fix) == ("sheet 2", "Save it again.")


def test_faults_of_an_operators_file_come_back_with_their_places() -> None:
    with pytest.raises(OperatorFileError) as caught:
        run("faulty_file")
    assert [(fault.path, fault.line, fault.column) for fault in caught.value.faults] == [("x.sql", 3, 4)]


@pytest.mark.parametrize("function", ["breaks", "panics", "not_json"])
def test_any_other_error_is_an_internal_fault_without_its_words(function: str) -> None:
    with pytest.raises(InternalFault) as caught:
        run(function)
    assert "Qvx" not in str(caught.value)
    assert caught.value.exit_code == 4


@pytest.mark.parametrize(("stage", "code"), [("reading", "file."), ("checking", "internal.")])
def test_an_abort_while_reading_is_the_files_doing(stage: str, code: str) -> None:
    with pytest.raises(CfgovernError) as caught:
        run("aborts", {"stage": stage})
    assert caught.value.code.startswith(code)


def test_the_parent_ends_a_child_whose_time_is_up() -> None:
    with pytest.raises(SubmissionRefused) as caught:
        run("sleeps", limits=Limits(wall_seconds=1.0))
    assert caught.value.code == "file.too_slow"


@LINUX
def test_processor_time_is_limited() -> None:
    with pytest.raises(SubmissionRefused) as caught:
        run("spins", limits=Limits(cpu_seconds=1))
    assert caught.value.code == "file.too_slow"


@LINUX
def test_where_memory_cannot_be_limited_the_budgets_are_small() -> None:
    limits = Limits(memory_bytes=0)
    assert Limits.from_json(run("echo", limits=limits)["allowed"]) == limits.small()
    assert Limits.from_json(run("echo")["allowed"]) == Limits()


@LINUX
def test_memory_is_limited() -> None:
    with pytest.raises(SubmissionRefused) as caught:
        run("eats")
    assert caught.value.code == "file.too_large"


def test_an_answer_that_is_too_long_is_not_taken() -> None:
    with pytest.raises(InternalFault) as caught:
        run("floods", limits=Limits(answer_bytes=1000))
    assert caught.value.code == "internal.answer_too_long"


def test_an_error_of_the_parent_ends_the_child() -> None:
    with pytest.raises(KeyError), sandbox.start("childs_work:sleeps", limits=Limits()) as child:
        raise KeyError
    assert child._process.returncode is not None


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_what_the_child_started_ends_with_it() -> None:
    pid = run("leaves_a_child")["pid"]
    for _ in range(50):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        state = Path(f"/proc/{pid}/stat")
        if state.exists() and state.read_text().split(")")[1].split()[0] == "Z":
            return
        import time

        time.sleep(0.05)
    pytest.fail("a process of the child lives on")
