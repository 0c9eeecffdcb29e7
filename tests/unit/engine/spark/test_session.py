"""A session of Spark that cannot be had is refused in a sentence, before anything of Java is started."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from cfgovern.engine.spark import session
from cfgovern.engine.spark.session import HERE, answering, started
from cfgovern.errors import UsageError


def refused(asked: str, folder: Path) -> str:
    with pytest.raises(UsageError) as caught, started(asked, folder, rows=1):
        pass
    assert caught.value.fix
    assert not folder.exists()
    return caught.value.code


@pytest.mark.parametrize("master", ["", "nowhere", "local[", "http://x", "local-cluster", "local[2] -v"])
def test_a_master_that_is_none(master: str, tmp_path: Path) -> None:
    assert refused(master, tmp_path / "job") == "engine.master"


def test_no_pyspark(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert refused(HERE, tmp_path / "job") == "engine.pyspark"


@pytest.mark.skipif(sys.platform == "win32", reason="stands in for java by a script")
@pytest.mark.parametrize("says", [None, "exit 1", "echo 'openjdk version \"11.0.2\"' >&2", "echo nothing"])
def test_no_java_that_will_do(says: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", sys.modules[__name__])
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    if says is not None:
        java = tmp_path / "bin" / "java"
        java.parent.mkdir()
        java.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
        java.chmod(0o700)
    assert refused(HERE, tmp_path / "job") == "engine.java"


def test_settings_keep_everything_in_the_folder(tmp_path: Path) -> None:
    made = session.settings("local[2]", tmp_path)
    scratch = tmp_path / "scratch"
    assert scratch.stat().st_mode & 0o777 == 0o700
    assert made["spark.local.dir"] == str(scratch)
    assert made["spark.sql.warehouse.dir"].startswith(tmp_path.as_uri())
    assert made["spark.ui.enabled"] == made["spark.eventLog.enabled"] == "false"
    assert made["spark.driver.host"] == made["spark.driver.bindAddress"] == "127.0.0.1"
    assert "OFF" in (tmp_path / "log4j2.properties").read_text(encoding="utf-8")
    assert (tmp_path / "log4j2.properties").as_uri() in made["spark.driver.extraJavaOptions"]


def test_a_cluster_elsewhere_keeps_its_own_network(tmp_path: Path) -> None:
    made = session.settings("spark://cluster:7077", tmp_path)
    assert "spark.driver.host" not in made
    assert str(tmp_path) not in made["spark.executor.extraJavaOptions"]


@pytest.mark.needs("java", "pyspark")
def test_the_session_of_somebody_keeps_its_settings(spark: Any, tmp_path: Path) -> None:
    before = spark.conf.get("spark.sql.session.timeZone")
    spark.conf.set("spark.sql.session.timeZone", "Europe/London")
    with started(spark, tmp_path / "job", rows=1) as ours:
        assert ours.conf.get("spark.sql.session.timeZone") == "UTC"
        ours.range(1).createOrReplaceTempView("of_ours")
    assert not (tmp_path / "job").exists()
    assert not spark.catalog.tableExists("of_ours")
    assert spark.conf.get("spark.sql.session.timeZone") == "Europe/London"
    spark.conf.set("spark.sql.session.timeZone", before)
    assert answering(spark.newSession()).conf.get("spark.sql.ansi.enabled") == "true"


def test_workers_on_this_machine_run_this_python(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYSPARK_PYTHON", "another")
    for master, wanted in (("local[2]", sys.executable), ("yarn", "another")):
        with session._python_of(master):
            assert os.environ["PYSPARK_PYTHON"] == wanted
        assert os.environ["PYSPARK_PYTHON"] == "another"
