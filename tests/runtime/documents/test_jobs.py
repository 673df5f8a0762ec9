"""Samples that run at the same time, and runs of pages that are ended from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.command import INSTALLED, Command
from tests.runtime.documents.running_pages import fenced, outcomes

Script = Callable[..., Path]


class MeetingPoint(ThreadingHTTPServer):
    """Answers when two requests are there, and not before."""

    daemon_threads = True

    def __init__(self) -> None:
        self.barrier = threading.Barrier(2)
        super().__init__(("127.0.0.1", 0), _Meeting)


class _Meeting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, MeetingPoint)
        self.server.barrier.wait(10)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


def test_samples_run_at_the_same_time(ohosrun: Command, script: Script) -> None:
    sample = (
        "import http from '@ohos.net.http';\n"
        "http.createHttp().request('EXAMPLE_URL', (err, data) => { if (err) throw new Error(err.message); });"
    )
    script(fenced(sample, sample), "page.md")
    with MeetingPoint() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            run = ohosrun("page.md", "--jobs", "2", "-D", f"EXAMPLE_URL=http://127.0.0.1:{server.server_port}")
        finally:
            server.shutdown()
            thread.join()
    assert outcomes(run) == [("pass", 1), ("pass", 5)]


def test_the_report_keeps_the_order_of_the_page(ohosrun: Command, script: Script) -> None:
    script(fenced("setTimeout(() => {}, 300)", *["1"] * 6, "throw 1", "2"), "page.md")
    run = ohosrun("page.md", "--jobs", "3")
    assert [line for _outcome, line in outcomes(run)] == [1 + 3 * number for number in range(9)]
    assert [line for outcome, line in outcomes(run) if outcome == "fail"] == [22]
    assert run.returncode == 1


def test_more_jobs_than_samples(ohosrun: Command, script: Script) -> None:
    script(fenced("1", "2"), "page.md")
    assert ohosrun("page.md", "--jobs", "500").returncode == 0


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the processes in /proc")
def test_a_sample_whose_process_dies_fails(ohosrun: Command, script: Script) -> None:
    script(fenced("1", "for (;;);", "for (;;);", "2"), "page.md")
    with ohosrun.start("page.md", "--jobs", "2", "--timeout", "15") as running:
        running.wait_for_line("pass")
        deadline = time.monotonic() + 10
        killed: set[int] = set()
        # One endless sample may begin after the other's process is gone.
        while len(killed) < 2 and time.monotonic() < deadline:
            for child in _children(running.pid) - killed:
                if _cpu_seconds(child) > 0.5:
                    os.kill(child, signal.SIGKILL)
                    killed.add(child)
        run = running.wait()
    assert outcomes(run) == [("pass", 1), ("fail", 4), ("fail", 7), ("pass", 10)]
    assert run.stdout.count("    error: the process that ran it was ended by SIGKILL\n") == 2
    assert run.returncode == 1


def _children(pid: int) -> set[int]:
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(parent) == pid:
                found.add(int(entry.name))
    return found


def _cpu_seconds(pid: int) -> float:
    try:
        ticks = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[11]
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return int(ticks) / os.sysconf("SC_CLK_TCK")


@pytest.mark.parametrize("jobs", ["1", "3"])
def test_an_interrupt_ends_with_the_summary_so_far(jobs: str, ohosrun: Command, script: Script) -> None:
    script(fenced("1", "for (;;);", "setInterval(() => {}, 1000)", "2", "3"), "page.md")
    with ohosrun.start("page.md", "--jobs", jobs, "--timeout", "15", "--junit", "out.xml") as running:
        running.wait_for_line("pass")
        running.interrupt()
        run = running.wait(10)
    assert run.returncode == 130
    assert run.stdout.splitlines()[-1].startswith("5 samples: 1 passed, 0 failed, 4 not reached in ")
    assert run.stderr == "stopped: interrupted\n"


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_reader_that_has_seen_enough(jobs: str, script: Script) -> None:
    page = script(fenced(*["console.log('x'.repeat(1000))"] * 20, "setInterval(() => {}, 1000)"), "page.md")
    command: list[str | Path] = [INSTALLED, page, "--show-output", "--jobs", jobs, "--timeout", "3"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.readline()
    process.stdout.close()
    assert process.wait(20) == 141
    assert process.stderr.read() == b""
    process.stderr.close()
