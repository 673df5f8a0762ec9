"""A program under --watch that is saved again and again, and what was seen of it."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.command import Running
from tests.editors import SAVES

Watching = Callable[..., Running]


@contextlib.contextmanager
def both_cores_busy() -> Iterator[None]:
    burners = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)]
    try:
        yield
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def lines(running: Running) -> list[str]:
    return running.stdout.splitlines()


def program(mark: object) -> str:
    return f"console.log('{mark}');\n// The rest of a file that is longer than its first line.\n"


def save_and_see(running: Running, path: Path, numbers: range, *patterns: str, runs_before: int = 1) -> None:
    """Save each number as a version of its own; every one must be seen once, in order, and no other state of the file.

    Ends the command. `runs_before` is how many runs there have been.
    """
    seen = lines(running)
    for number in numbers:
        SAVES[patterns[number % len(patterns)]](path, program(number))
        running.wait_for_line(str(number))
    assert runs_to_the_end(running) == runs_before + len(numbers)
    assert lines(running) == [*seen, *map(str, numbers)]


def runs_to_the_end(running: Running) -> int:
    """End the command with Ctrl-C; how many runs there were, and how often the entry file was said to be gone."""
    running.interrupt()
    run = running.wait()
    assert run.returncode == 130
    return len(re.findall(r"^watch: run \d+ · |is gone", run.stderr, re.MULTILINE))
