"""The scripts that shells complete the command with, in the shells themselves where they are installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from runtime.command.completion import script_for
from runtime.settings.table import TABLE, UsageError
from tests.command import Command


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_flag_is_known(shell: str, ohosrun: Command) -> None:
    run = ohosrun("completion", shell)
    assert (run.returncode, run.stderr) == (0, "")
    marks = {setting.name: f"-l {setting.flag[2:]}" if shell == "fish" else setting.flag for setting in TABLE}
    assert [name for name, mark in marks.items() if mark not in run.stdout] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one(shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([program, "-n"], input=script_for(shell), text=True, check=True)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["ohosrun", "--watch-p"], ["--watch-path", "--watch-poll"]),
        (["ohosrun", "ser"], ["serve"]),
        (["ohosrun", "ma"], ["main.js"]),
        (["ohosrun", "completion", "f"], ["fish"]),
        (["ohosrun", "--cacert", "pe"], ["pem.txt"]),
    ],
)
def test_bash_completes(words: list[str], expected: list[str], tmp_path: Path) -> None:
    for name in ("main.js", "main.css", "pem.txt"):
        (tmp_path / name).touch()
    asked = (
        f"COMP_WORDS=({' '.join(words)}); COMP_CWORD={len(words) - 1}; _ohosrun; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    bash = shutil.which("bash")
    assert bash is not None
    run = subprocess.run([bash, "-c", script_for("bash") + asked], cwd=tmp_path, capture_output=True, text=True)
    assert (sorted(run.stdout.split()), run.stderr) == (expected, "")


def test_another_shell() -> None:
    with pytest.raises(UsageError, match="expected bash, zsh or fish, not 'cmd'"):
        script_for("cmd")


def test_without_a_shell(ohosrun: Command) -> None:
    run = ohosrun("completion")
    assert run.returncode == 2
    assert run.stderr.startswith("error: completion: expected bash, zsh or fish, not ''\n")


@pytest.mark.parametrize(("word", "meant"), [("srve", "serve"), ("int", "init"), ("complete", "completion")])
def test_a_misspelt_subcommand(word: str, meant: str, ohosrun: Command) -> None:
    assert ohosrun(word).stderr == f"error: {word}: no such file (did you mean: ohosrun {meant}?)\n"
