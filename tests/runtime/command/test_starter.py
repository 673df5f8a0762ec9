"""`ohosrun init` writes a project that runs, and overwrites nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from runtime.command.starter import FILES
from runtime.settings.table import TABLE
from tests.command import Command


def test_what_is_written_runs(ohosrun: Command, tmp_path: Path) -> None:
    run = ohosrun("init", "first/project")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[-1] == "run it: ohosrun first/project/main.js"
    project = tmp_path / "first" / "project"
    assert {path.name for path in project.iterdir()} == {*FILES}
    started = ohosrun("first/project/main.js")
    assert (started.returncode, started.stdout.splitlines()[0]) == (0, "code: 200")
    assert '"json":{"hello":"world"}' in started.stdout


def test_every_setting_of_the_file_is_one(tmp_path: Path, ohosrun: Command) -> None:
    ohosrun("init")
    settings = (tmp_path / "ohosrun.toml").read_text()
    lines = [line.removeprefix("# ") for line in settings.splitlines() if " = " in line or line.startswith("# [")]
    assert set(tomllib.loads("\n".join(lines))) <= {setting.key for setting in TABLE}
    json.loads((tmp_path / "jsconfig.json").read_text())


def test_what_is_there_stays(ohosrun: Command, tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text("mine")
    run = ohosrun("init", ".")
    assert run.stdout.splitlines()[0] == "left alone: main.js is there already"
    assert (tmp_path / "main.js").read_text() == "mine"
    assert (tmp_path / "ohosrun.d.ts").exists()
    assert [line for line in ohosrun("init").stdout.splitlines() if line.startswith("written")] == []


def test_a_folder_that_cannot_be_written(ohosrun: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    run = ohosrun("init", "file")
    assert (run.returncode, run.stdout, run.stderr) == (1, "", "error: file cannot be written: file exists\n")


def test_the_declarations_are_typescript(ohosrun: Command, tmp_path: Path) -> None:
    compiler = shutil.which("tsc")
    if compiler is None:
        pytest.skip("tsc is not installed")
    ohosrun("init")
    subprocess.run([compiler, "-p", "jsconfig.json", "--noEmit"], cwd=tmp_path, check=True)
