"""A program that never ends, or never begins, to be read."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path

import pytest

from tests.command import Command

TOO_LARGE = "is larger than 64 MiB, the most that a program can be"


@pytest.fixture
def nobody_writes(tmp_path: Path) -> Path:
    path = tmp_path / "pipe.js"
    os.mkfifo(path)
    return path


def test_a_device_without_end(ohosrun: Command) -> None:
    run = ohosrun("/dev/zero")
    assert (run.returncode, run.stderr) == (2, f"error: /dev/zero {TOO_LARGE}\n")


@pytest.mark.parametrize("name", ["film.js", "film.json"])
def test_a_module_that_is_too_large(name: str, ohosrun: Command, tmp_path: Path) -> None:
    (tmp_path / name).touch()
    os.truncate(tmp_path / name, 2**32)
    run = ohosrun("-e", f"import './{name}'")
    assert run.returncode == 1
    assert f"{TOO_LARGE}\n" in run.stderr


def test_settings_without_end(ohosrun: Command, tmp_path: Path) -> None:
    (tmp_path / "ohosrun.toml").touch()
    os.truncate(tmp_path / "ohosrun.toml", 2**32)
    run = ohosrun("-e", "1")
    assert (run.returncode, run.stderr.splitlines()[0]) == (2, f"error: ohosrun.toml {TOO_LARGE}")


def test_the_time_limit_covers_reading(ohosrun: Command, nobody_writes: Path) -> None:
    run = ohosrun("--timeout", "0.2", nobody_writes)
    assert (run.returncode, run.stderr) == (124, "stopped: still running after 0.2 s (--timeout)\n")


@pytest.mark.parametrize("flags", [(), ("--timeout", "60")])
def test_ctrl_c_while_reading(flags: tuple[str, ...], ohosrun: Command, nobody_writes: Path) -> None:
    with ohosrun.start(*flags, nobody_writes) as running:
        writer = -1
        # That it can be opened for writing says that it is being read.
        while writer < 0:
            try:
                writer = os.open(nobody_writes, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                time.sleep(0.01)
        run = None
        while run is None:
            running.send_signal(signal.SIGINT)
            # One that comes between the interpreter's last look and the system's read is seen with the next.
            with contextlib.suppress(TimeoutError):
                run = running.wait(2)
        os.close(writer)
    assert (run.returncode, run.stderr) == (130, "stopped: interrupted\n")
