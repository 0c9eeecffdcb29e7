"""A session of Spark: one of our own, private and silent, or one beside a session that somebody has.

A session of our own keeps everything in the folder of the job, shows no page, keeps no list of what it did,
and writes no log, as Spark's messages may quote cells. What it spills is encrypted. A cluster that somebody
else runs keeps its own logs: ``docs/how-to/use-spark.md`` says so.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfgovern.errors import UsageError

if TYPE_CHECKING:
    from pyspark import SparkConf
    from pyspark.sql import SparkSession

__all__ = ["HERE", "SparkSession", "answering", "must_be_there", "settings", "started"]

HERE = "local[*]"
_PYTHON = "PYSPARK_PYTHON"
_MEMORY = "2g"  # of the Java process on this machine
_MASTER = re.compile(r"(local(\[[^\s\]]+\])?|local-cluster\[[0-9, ]+\]|yarn|(spark|k8s)://\S+)")
_LOGGERS = ("SQLQueryContextLogger", "DataFrameQueryContextLogger")  # of PySpark
_SILENT = "rootLogger.level = OFF\n"
_STACK = "-Xss16m"  # Java goes one step down for each repetition of a pattern
# What every query relies on, whoever's the cluster is.
_ANSWERS: Mapping[str, str] = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.caseSensitive": "false",
    "spark.sql.legacy.timeParserPolicy": "CORRECTED",
    "spark.sql.storeAssignmentPolicy": "ANSI",
    "spark.sql.mapKeyDedupPolicy": "EXCEPTION",
    "spark.sql.parser.escapedStringLiterals": "false",
    # What follows from the conditions of a table of many checks takes minutes to work out, and is of no use.
    "spark.sql.constraintPropagation.enabled": "false",
}
_OWN: Mapping[str, str] = {
    "spark.app.name": "cfgovern",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.eventLog.enabled": "false",
    "spark.io.encryption.enabled": "true",
    "spark.sql.catalogImplementation": "in-memory",
}
_ON_THIS_MACHINE: Mapping[str, str] = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "4",
}


# What makes a query quicker takes longer than the query, where there is little data.
_MANY = 200_000  # rows, from which on it pays
_FEW: Mapping[str, str] = {
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.shuffle.partitions": "1",
}
_FEW_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"


@contextmanager
def started(
    asked: str | SparkSession, folder: Path, *, rows: int, jars: Sequence[str] = ()
) -> Iterator[SparkSession]:
    """A session for one run: beside the one that somebody has, or of our own at the master of that name.

    ``folder``, made here, is all that one of our own writes into. ``rows``: how many there are about.
    ``jars``: files of Java that one of our own loads; somebody's session has them already.
    Raises UsageError ``engine.pyspark``, ``engine.java``, ``engine.master`` or ``engine.spark``.
    """
    few = rows < _MANY
    if not isinstance(asked, str):
        with _unlogged():
            yield answering(asked.newSession(), few=few)
        return
    must_be_there(asked)
    master = asked.strip()
    folder.mkdir(mode=0o700)
    own = settings(master, folder, few=few) | ({"spark.jars": ",".join(jars)} if jars else {})
    with _launched(own) as session, _unlogged():
        yield answering(session, few=few)


def answering(session: SparkSession, *, few: bool = False) -> SparkSession:
    """``session``, set so that it answers as every query relies on; ``few``: about few rows."""
    for name, value in {**_ANSWERS, **(_FEW if few else {})}.items():
        session.conf.set(name, value)
    return session


def must_be_there(asked: str | SparkSession) -> None:
    """Raise as :func:`started` where no session of our own could be had at the master of that name."""
    if not isinstance(asked, str):
        return
    if not _MASTER.fullmatch(asked.strip()):
        raise _no_master()
    try:
        import pyspark  # noqa: F401
    except ImportError:
        raise UsageError(
            "engine.pyspark",
            "The engine Spark needs PySpark, which is not installed here.",
            fix='Install it with: pip install "cfgovern[spark]", or leave out --engine.',
        ) from None
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=os.path.join(home, "bin") if home else None)
    if java is None or not _runs(java):
        raise UsageError(
            "engine.java",
            "The engine Spark needs Java 17 or later, which was not found here.",
            fix="Install it, or let JAVA_HOME name the folder that it is in, or leave out --engine.",
        )


def _runs(java: str) -> bool:
    try:
        made = subprocess.run(
            [java, "-version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    found = re.search(rb'version "([0-9]+)', made.stderr)
    return made.returncode == 0 and found is not None and int(found.group(1)) >= 17


def settings(master: str, folder: Path, *, few: bool = False) -> dict[str, str]:
    """The settings of a session of our own; ``folder`` gets what they name. ``few``: about few rows."""
    silent, scratch = folder / "log4j2.properties", folder / "scratch"
    silent.write_text(_SILENT, encoding="utf-8")
    scratch.mkdir(mode=0o700)
    java = " ".join((
        f'"-Dlog4j2.configurationFile={silent.as_uri()}"',
        f'"-Djava.io.tmpdir={scratch}"',
        f'"-Dderby.system.home={scratch}"',
        _STACK,
        *([_FEW_JAVA] if few else []),
    ))  # fmt: skip
    made = {
        **_OWN,
        "spark.master": master,
        "spark.driver.memory": _MEMORY,
        "spark.local.dir": str(scratch),
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
        "spark.driver.extraJavaOptions": java,
        "spark.executor.extraJavaOptions": _STACK,
    }
    if master.startswith("local"):
        made |= _ON_THIS_MACHINE
    if master.startswith("local-cluster"):
        made["spark.executor.extraJavaOptions"] = java
    return made


@contextmanager
def _launched(settings: Mapping[str, str]) -> Iterator[SparkSession]:
    """A session of these settings, and at the end neither it nor its Java process."""
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.java_gateway import launch_gateway
    from pyspark.sql import SparkSession

    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    if SparkContext._active_spark_context is not None:
        raise UsageError(
            "engine.session",
            "This program has a session of Spark already.",
            fix="Hand that session over, in place of the name of a master.",
        )
    with _hidden("SPARK_LOCAL_DIRS", "PYSPARK_SUBMIT_ARGS"):
        try:
            gateway = launch_gateway(
                conf, {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": False}
            )
        except (OSError, PySparkException):
            raise _does_not_start() from None
    try:
        with _python_of(settings["spark.master"]):
            context = _context(conf, gateway)
        yield SparkSession(context)
    finally:
        _end(SparkContext, gateway)


def _context(conf: SparkConf, gateway: Any) -> Any:
    from py4j.protocol import Py4JError
    from pyspark import SparkContext

    try:
        return SparkContext(conf=conf, gateway=gateway)
    except Py4JError as error:
        if "master" in str(error).casefold():
            raise _no_master() from None
        raise _does_not_start() from None
    except Exception:
        raise _does_not_start() from None


def _end(kind: Any, gateway: Any) -> None:
    """Stop what was started, however far it came: the Java process ends when nobody writes to it any more."""
    if kind._active_spark_context is not None:
        with suppress(Exception):
            kind._active_spark_context.stop()
    with suppress(Exception):
        gateway.shutdown()
    process = getattr(gateway, "proc", None)
    if process is not None:
        with suppress(OSError):
            process.stdin.close()
        try:
            process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            process.kill()
    kind._gateway = kind._jvm = None


@contextmanager
def _python_of(master: str) -> Iterator[None]:
    """Workers on this machine run the Python that runs here: another may not have cfgovern. PySpark asks the
    environment for it, and nothing else."""
    before = os.environ.get(_PYTHON)
    if master.startswith("local"):
        os.environ[_PYTHON] = sys.executable
    try:
        yield
    finally:
        if before is None:
            os.environ.pop(_PYTHON, None)
        else:
            os.environ[_PYTHON] = before


@contextmanager
def _hidden(*names: str) -> Iterator[None]:
    """Without these variables of the environment, which win over settings."""
    kept = {name: os.environ.pop(name) for name in names if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)


@contextmanager
def _unlogged() -> Iterator[None]:
    """PySpark writes an error of a query to standard error, and the value with it: not while we ask."""
    from pyspark.logger import PySparkLogger

    loggers = [PySparkLogger.getLogger(name) for name in _LOGGERS]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, was in zip(loggers, before, strict=True):
            logger.disabled = was


def _no_master() -> UsageError:
    return UsageError(
        "engine.master",
        "Spark does not know the master that was named, or does not reach it.",
        fix="Name one such as local[4], local-cluster[2,1,1024], spark://HOST:PORT, yarn or k8s://HOST:PORT.",
    )


def _does_not_start() -> UsageError:
    return UsageError(
        "engine.spark",
        "Spark did not start.",
        fix="Look whether spark-submit --version works here, and whether there is memory for it.",
    )
