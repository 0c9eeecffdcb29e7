"""What a shell asks and is told to complete a command: bash, zsh, fish and PowerShell."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from cfgovern import reporting
from tests.command import ROOT, cfgovern

ASK = "_CFGOVERN_COMPLETE"


def told(shell: str, words: str, at: str, cwd: Path) -> list[str]:
    """The lines of the answer for the word number ``at`` of ``words`` (fish: the word itself)."""
    env = {ASK: f"{shell}_complete", "COMP_WORDS": words, "COMP_CWORD": at}
    done = cfgovern(cwd=cwd, env=env)
    assert (done.code, done.err) == (0, "")
    return done.out.splitlines()


@pytest.mark.parametrize(
    ("words", "at", "answers"),
    [
        (
            "cfgovern ",
            "1",
            [
                "plain,demo",
                "plain,init",
                "plain,validate",
                "plain,scan",
                "plain,pseudonymise",
                "plain,synth",
                "plain,key",
                "plain,link",
                "plain,draft",
                "plain,documents",
                "plain,templates",
                "plain,contract",
            ],
        ),
        ("cfgovern va", "1", ["plain,validate"]),
        ("cfgovern contract l", "2", ["plain,lint"]),
        ("cfgovern documents st", "2", ["plain,status"]),
        (
            "cfgovern documents ",
            "2",
            ["plain,diff", "plain,explain", "plain,import", "plain,status", "plain,verify"],
        ),
        ("cfgovern templates ", "2", ["plain,check", "plain,new"]),
        ("cfgovern validate --format h", "3", ["plain,html"]),
        ("cfgovern validate --format ", "3", [f"plain,{fmt}" for fmt in (*reporting.FORMATS, "xlsx")]),
        ("cfgovern validate --ev", "2", ["plain,--evidence"]),
        ("cfgovern validate ret", "2", ["file,ret"]),
    ],
)
def test_bash(tmp_path: Path, words: str, at: str, answers: list[str]) -> None:
    assert told("bash", words, at, tmp_path) == answers


def test_powershell_is_answered_in_three_lines_a_word(tmp_path: Path) -> None:
    assert told("powershell", "cfgovern validate --ev", "2", tmp_path) == [
        "plain",
        "--evidence",
        "Where the run record goes.",
    ]
    assert told("powershell", "cfgovern contract l", "2", tmp_path)[:2] == ["plain", "lint"]


def test_zsh_and_fish(tmp_path: Path) -> None:
    assert told("zsh", "cfgovern va", "1", tmp_path)[:2] == ["plain", "validate"]
    assert told("fish", "cfgovern va", "va", tmp_path)[0].startswith("plain,validate")


@pytest.mark.parametrize(
    ("shell", "registers"),
    [
        ("bash", "complete -o nosort -F _cfgovern_completion cfgovern"),
        ("zsh", "#compdef cfgovern"),
        ("fish", "complete --no-files --command cfgovern"),
        ("powershell", "Register-ArgumentCompleter -Native -CommandName cfgovern"),
    ],
)
def test_the_script_of_each_shell(tmp_path: Path, shell: str, registers: str) -> None:
    done = cfgovern(cwd=tmp_path, env={ASK: f"{shell}_source"})
    assert (done.code, done.err) == (0, "")
    assert registers in done.out and ASK in done.out


@pytest.mark.parametrize("asked", ["nushell_source", "bash_complete", "bash"])
def test_what_cannot_be_answered_disturbs_nobody(tmp_path: Path, asked: str) -> None:
    done = cfgovern(cwd=tmp_path, env={ASK: asked})
    assert (done.code, done.out, done.err) == (1, "", "")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
def test_bash_itself_completes(tmp_path: Path) -> None:
    script = cfgovern(cwd=tmp_path, env={ASK: "bash_source"}).out
    command = tmp_path / "cfgovern"
    command.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec "$PYTHON" -m cfgovern "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    typed = "COMP_WORDS=(cfgovern contract sh); COMP_CWORD=2; _cfgovern_completion cfgovern"
    env = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHON": sys.executable}
    done = subprocess.run(
        ["bash", "--norc", "-c", f'{script}\n{typed}\necho "${{COMPREPLY[@]}}"'],
        env=env, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("show\n", "")
