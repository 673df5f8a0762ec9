"""A command is run, fed, watched line by line, interrupted and, in the end, always gone."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from tests.command import Command

pytestmark = pytest.mark.usefixtures("no_thread_is_left")


def python(folder: Path, program: str) -> Command:
    return Command(folder, [sys.executable, "-c", program])


def test_a_run_has_its_code_and_its_output(tmp_path: Path) -> None:
    program = "import sys; print(sys.argv[1:], sys.stdin.read()); print('é', file=sys.stderr); sys.exit(3)"
    run = python(tmp_path, program)("a", tmp_path, stdin="typed")
    assert (run.returncode, run.stdout, run.stderr) == (3, f"['a', '{tmp_path}'] typed\n", "é\n")
    assert 0 < run.seconds < 10


def test_the_environment_is_clean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OHOSRUN_TRACE", "1")
    run = python(tmp_path, "import os; print(dict(os.environ), os.getcwd())")(env={"MINE": "2"})
    assert "OHOSRUN_TRACE" not in run.stdout
    assert "'MINE': '2'" in run.stdout
    assert f"'HOME': '{tmp_path}" in run.stdout
    assert run.stdout.rstrip().endswith(str(tmp_path))


def test_a_run_that_takes_too_long_ends_with_its_output_shown(tmp_path: Path) -> None:
    program = "import time; print('started', flush=True); time.sleep(60)"
    started = time.monotonic()
    with pytest.raises(TimeoutError, match="started"):
        python(tmp_path, program)(timeout=0.5)
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("program", ["pass", "import sys; print(len(sys.stdin.read()))"])
def test_more_input_than_a_pipe_holds(program: str, tmp_path: Path) -> None:
    size = 1024 * 1024
    run = python(tmp_path, program)(stdin="x" * size)
    assert run.stdout in ("", f"{size}\n")
    assert run.returncode == 0


def test_input_nobody_reads_does_not_outlast_the_timeout(tmp_path: Path) -> None:
    with pytest.raises(TimeoutError):
        python(tmp_path, "import time; time.sleep(60)")(stdin="x" * 1024 * 1024, timeout=0.3)


def test_more_output_than_a_pipe_holds(tmp_path: Path) -> None:
    size = 4 * 1024 * 1024
    run = python(tmp_path, f"import sys; sys.stdout.write('o' * {size}); sys.stderr.write('e' * {size})")()
    assert (len(run.stdout), len(run.stderr)) == (size, size)


def test_lines_are_waited_for_one_after_the_other(tmp_path: Path) -> None:
    program = "import sys\nfor line in sys.stdin: print('got', line, end='', flush=True)\nsys.stdout.write('end')"
    with python(tmp_path, program).start() as running:
        running.write("one\n")
        assert running.wait_for_line("got") == "got one"
        running.write("two\nthree\n")
        assert running.wait_for_line("three") == "got three"
        with pytest.raises(TimeoutError, match="got two"):
            running.wait_for_line("two", timeout=0.05)
        running.close_stdin()
        assert running.wait_for_line("end") == "end"
        with pytest.raises(EOFError):
            running.wait_for_line("more")
        assert running.wait().returncode == 0


def test_stderr_is_watched_on_its_own(tmp_path: Path) -> None:
    program = "import sys; print('out', flush=True); print('port 1', file=sys.stderr); sys.stdin.read()"
    with python(tmp_path, program).start() as running:
        assert running.wait_for_line("port", stream="stderr") == "port 1"
        assert running.wait_for_line("out") == "out"
        assert (running.stdout, running.stderr) == ("out\n", "port 1\n")


def test_an_interrupt_is_what_ctrl_c_sends(tmp_path: Path) -> None:
    program = (
        "import time\n"
        "try:\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
        "except KeyboardInterrupt:\n"
        "    print('stopped')"
    )
    with python(tmp_path, program).start() as running:
        running.wait_for_line("ready")
        running.interrupt()
        assert running.wait().stdout == "ready\nstopped\n"


def test_what_a_killed_command_had_started_is_gone_too(tmp_path: Path) -> None:
    program = (
        "import subprocess, sys, time\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)'])\n"
        "print('started', flush=True)\n"
        "time.sleep(60)"
    )
    started = time.monotonic()
    with python(tmp_path, program).start() as running:
        running.wait_for_line("started")
    # The child holds the output of the command. Had it lived on, leaving the block would have failed.
    assert time.monotonic() - started < 5


def test_a_command_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Command(tmp_path, [tmp_path / "nothing"])()
