"""The compiled modules of the project in one file: when they come from there, and when from their sources."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.sources import ROOT

if TYPE_CHECKING:
    from pathlib import Path

# The command, which says at its end what came from the file, and what from sources.
TELLING = """
import os, sys
sys.path.insert(0, sys.argv.pop(1))
def end(code):
    own = [module for name, module in sys.modules.items() if name.startswith("runtime.")]
    kinds = [type(module.__spec__.loader).__name__ for module in own]
    print(kinds.count("Bundle"), kinds.count("SourceFileLoader"), file=sys.stderr)
    leave(code)
leave, os._exit = os._exit, end
import ohosrun
ohosrun.main()
"""

# The module of the bundle itself.
_BEFORE = 1


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the sources."""
    folder = tmp_path / "project"
    for package in ("runtime", "bindings"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "ohosrun.py", folder)
    return folder


def run(project: Path, *arguments: str, **environment: str) -> tuple[str, int, int]:
    """What the command prints, and how many modules came from the file and from sources."""
    inherited = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", TELLING, str(project), *arguments]
    done = subprocess.run(command, env={**inherited, **environment}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    bundled, looked_for = done.stderr.split()
    return done.stdout, int(bundled), int(looked_for)


def file_of(project: Path) -> Path:
    (found,) = (project / "runtime/__pycache__").glob("modules.*.bin")
    return found


def test_the_second_start_looks_for_no_module(project: Path) -> None:
    text, bundled, looked_for = run(project, "-e", "console.log(1)")
    assert (text, bundled) == ("1\n", 0)
    assert run(project, "-e", "console.log(1)") == ("1\n", looked_for - _BEFORE, _BEFORE)


def test_what_another_start_needs_is_added(project: Path) -> None:
    run(project, "-e", "1")
    program = "import url from '@ohos.url'; import util from '@ohos.util'; console.log(new util.TextEncoder().encoding)"
    text, bundled, _ = run(project, "-e", program)
    assert text == "utf-8\n"
    assert bundled > 0
    assert run(project, "-e", "1")[2] == run(project, "-e", program)[2] == _BEFORE


def test_a_source_that_changes_counts(project: Path) -> None:
    run(project, "-e", "1")
    source = project / "runtime/command/help.py"
    for text in ("1.2.3", "4.5.6"):
        run(project, "--version")
        source.write_text(source.read_text("utf-8") + f"\nVERSION = {text!r}\n", "utf-8")
        assert run(project, "--version")[0] == f"ohosrun {text}\n"
    assert run(project, "--version")[2] == _BEFORE


def test_a_module_that_is_gone_is_gone(project: Path) -> None:
    run(project, "--help")
    (project / "runtime/command/help.py").rename(project / "runtime/command/other.py")
    done = subprocess.run([sys.executable, project / "ohosrun.py", "--help"], capture_output=True, text=True)
    assert "No module named 'runtime.command.help'" in done.stdout + done.stderr


@pytest.mark.parametrize("size", [0, 3, 12, 40, -1])
def test_a_damaged_file_is_as_none(size: int, project: Path) -> None:
    run(project, "-e", "1")
    file = file_of(project)
    file.write_bytes(file.read_bytes()[:size])
    assert run(project, "-e", "console.log(1)")[0] == "1\n"
    assert run(project, "-e", "1")[2] == _BEFORE


def test_nothing_is_written_where_python_writes_nothing(project: Path) -> None:
    run(project, "-e", "1", PYTHONDONTWRITEBYTECODE="1")
    assert not list(project.rglob("*.bin"))
    run(project, "-e", "1", PYTHONPYCACHEPREFIX=str(project / "elsewhere"))
    assert not list((project / "runtime").rglob("*.bin"))


def test_errors_show_the_lines_of_sources(project: Path) -> None:
    source = project / "runtime/run/program.py"
    source.write_text(
        source.read_text("utf-8") + "\n\ndef program_from_text(*_):\n    raise ValueError('here')\n", "utf-8"
    )
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, project / "ohosrun.py", "--debug", "-e", "1"], capture_output=True, text=True
        )
        assert "raise ValueError('here')" in done.stderr
        assert f'File "{source}"' in done.stderr
