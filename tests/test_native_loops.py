"""Loops inside the engine's own functions, which never ask whether to stop, end all the same."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command import Command
from tests.runtime.documents.running_pages import fenced, outcomes

LOOPS = {
    "sort": "new Array(2 ** 32 - 1).sort()",
    "indexOf": "Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)",
    "join": "new Array(2 ** 31).join('')",
    "in a getter of an error": "throw { get message() { new Array(2 ** 32 - 1).sort() } }",
}
PRINTED = "console.log('ready'); console.log('at once after it'); console.error('to stderr'); console.log('last');"
OUTPUT = "ready\nat once after it\nlast\n"


@pytest.mark.parametrize("loop", LOOPS)
def test_a_time_limit_ends_it_and_loses_no_output(loop: str, ohosrun: Command) -> None:
    run = ohosrun("--timeout", "0.3", "-e", f"{PRINTED} {LOOPS[loop]}")
    assert (run.returncode, run.stdout) == (124, OUTPUT)
    assert run.stderr == "to stderr\nstopped: still running after 0.3 s (--timeout)\n"


def test_a_time_limit_ends_it_in_an_imported_module(ohosrun: Command, script: Callable[..., Path]) -> None:
    script("new Array(2 ** 32 - 1).sort()", "loop.js")
    run = ohosrun("--timeout", "0.3", "-e", "setTimeout(() => import('./loop.js'))")
    assert (run.returncode, run.stderr) == (124, "stopped: still running after 0.3 s (--timeout)\n")


def test_a_second_ctrl_c_ends_it(ohosrun: Command) -> None:
    with ohosrun.start("-e", f"console.log('ready'); {LOOPS['sort']}") as running:
        running.wait_for_line("ready")
        _interrupt_until_it_ends(running.pid)
        run = running.wait(10)
    # What a shell shows as 130.
    assert (run.returncode, run.stdout) == (-signal.SIGINT, "ready\n")


def test_ctrl_c_ends_it_under_a_time_limit(ohosrun: Command) -> None:
    with ohosrun.start("--timeout", "60", "-e", f"{PRINTED} {LOOPS['sort']}") as running:
        running.wait_for_line("ready")
        running.wait_for_line("to stderr", stream="stderr")
        running.interrupt()
        run = running.wait(10)
    assert run.returncode == 130
    assert run.stdout in (OUTPUT, OUTPUT.removesuffix("last\n"))
    assert run.stderr == "to stderr\nstopped: interrupted\n"


def test_ctrl_c_that_is_seen_is_not_counted(ohosrun: Command) -> None:
    # Each is answered before the next one comes, so that none of them is the second.
    listen = "let all = 0; const f = () => { console.log('tick ' + ++all); setTimeout(f, 20); }; f();"
    with ohosrun.start("-e", listen) as running:
        running.wait_for_line("tick 3")
        running.interrupt()
        run = running.wait(10)
    assert (run.returncode, run.stderr) == (130, "stopped: interrupted\n")


def test_the_process_of_the_run_ends_with_the_one_that_limits_it(ohosrun: Command) -> None:
    with ohosrun.start("--timeout", "60", "-e", f"console.log('ready'); {LOOPS['sort']}") as running:
        running.wait_for_line("ready")
        os.kill(running.pid, signal.SIGTERM)
        # It would fail here if anything still held the streams.
        assert running.wait(10).returncode == -signal.SIGTERM


def test_a_sample_ends_at_its_time_limit_and_the_next_ones_run(ohosrun: Command, script: Callable[..., Path]) -> None:
    script(fenced("1", f"{PRINTED} {LOOPS['sort']}", "2"), "page.md")
    run = ohosrun("page.md", "--timeout", "1")
    assert outcomes(run) == [("pass", 1), ("fail", 4), ("pass", 7)]
    assert run.returncode == 1
    for line in ("ready", "last", "to stderr", "stopped: still running after 1 s (--timeout)"):
        assert line in run.stdout


def _interrupt_until_it_ends(pid: int) -> None:
    """One that comes before the one before it was taken is none."""
    for _ in range(200):
        try:
            os.kill(pid, signal.SIGINT)
            if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                return
        except (ProcessLookupError, ChildProcessError):
            return
        time.sleep(0.05)
