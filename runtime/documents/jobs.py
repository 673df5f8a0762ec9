"""Samples in parallel: processes that each run one sample after the other, and the two ends of the pipes to them.

A worker is this command again, started as `ohosrun.py --page-worker`. It reads one JSON object a line from stdin, a
sample and its settings, and answers each with one line on stdout; the end of stdin is its end.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time

from runtime.documents.runs import SampleRun, to_json
from runtime.output.diagnostics import EXIT_ERROR, EXIT_OK, EXIT_USAGE
from runtime.output.streams import STDERR, STDOUT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Self

    from runtime.documents.samples import Sample
    from runtime.modules.contract import Registry
    from runtime.settings.table import Settings

WORKER_FLAG = "--page-worker"

_INSTALLED_IN = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

# How long a worker may stay silent after its sample's time limit, and how long it may take to end; in s.
_GRACE = 5.0
_READ_SIZE = 64 * 1024


class _Worker:
    """One process. `index` is the sample it runs, or None; `deadline` when it has to have answered."""

    def __init__(self) -> None:
        command = os.path.join(_INSTALLED_IN, "ohosrun.py")
        # Ctrl-C reaches the whole process group; between two samples a worker leaves it to the parent.
        self.process = subprocess.Popen(
            [sys.executable, command, WORKER_FLAG],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            preexec_fn=_ignore_interrupt,
        )
        assert self.process.stdin is not None and self.process.stdout is not None
        self._stdin = self.process.stdin
        self._stdout = self.process.stdout
        self._received = bytearray()
        self.index: int | None = None
        self._started = 0.0
        self.deadline = 0.0

    def fileno(self) -> int:
        """For the selector."""
        return self._stdout.fileno()

    def start(self, index: int, sample: Sample, settings: Settings, *, styled: bool) -> None:
        """Hand over a sample; does not wait for its answer."""
        import json

        self.index = index
        self._started = time.monotonic()
        self.deadline = self._started + settings.timeout + _GRACE
        job = {
            "name": sample.name,
            "text": sample.text,
            "dialect": sample.dialect,
            "settings": vars(settings),
            "styled": styled,
        }
        # Where it is gone, the end of its stdout says so too.
        with contextlib.suppress(BrokenPipeError):
            self._stdin.write(json.dumps(job).encode() + b"\n")
            self._stdin.flush()

    def receive(self) -> SampleRun | None:
        """The answer, once it is complete, or what stands for it when the process has ended."""
        import json

        data = os.read(self.fileno(), _READ_SIZE)
        if not data:
            code = self.process.wait()
            what = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
            return self._lost(f"the process that ran it was ended {what}")
        self._received += data
        if not data.endswith(b"\n"):
            return None
        values: dict[str, Any] = json.loads(self._received)
        self._received.clear()
        return SampleRun(**values)

    def give_up(self) -> SampleRun:
        """End the process, which has not answered in time."""
        self.process.kill()
        self.process.wait()
        return self._lost("still running after the time limit, and it could not be stopped")

    def _lost(self, reason: str) -> SampleRun:
        line = f"error: {reason}"
        return SampleRun(EXIT_ERROR, time.monotonic() - self._started, [(STDERR, line + "\n")], line)

    def close(self) -> None:
        """End the process: at once when it still runs a sample."""
        if self.index is not None:
            self.process.kill()
        # What was not sent yet is not wanted any more.
        with contextlib.suppress(BrokenPipeError):
            self._stdin.close()
        try:
            self.process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._stdout.close()


class Jobs:
    """Up to `count` workers. Use it as a context manager: leaving it ends every worker."""

    def __init__(self, count: int, *, styled: bool) -> None:
        self._count = count
        self._styled = styled
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for worker in self._workers:
            worker.close()
        self._selector.close()

    def run(self, samples: list[tuple[Sample, Settings]]) -> Iterator[tuple[int, SampleRun]]:
        """Run them all; yields the index of a sample and its run as they end, in no particular order."""
        remaining = list(reversed(list(enumerate(samples))))
        running = 0
        while remaining or running:
            while remaining and running < self._count:
                index, (sample, settings) = remaining.pop()
                self._idle_worker().start(index, sample, settings, styled=self._styled)
                running += 1
            for index, run in self._wait():
                running -= 1
                yield index, run

    def _idle_worker(self) -> _Worker:
        for worker in self._workers:
            if worker.index is None:
                return worker
        worker = _Worker()
        self._workers.append(worker)
        self._selector.register(worker, selectors.EVENT_READ, worker)
        return worker

    def _wait(self) -> list[tuple[int, SampleRun]]:
        """Wait for an answer or a deadline; the runs that have ended."""
        nearest = min(worker.deadline for worker in self._workers if worker.index is not None)
        ready = [key.data for key, _ in self._selector.select(max(0.0, nearest - time.monotonic()))]
        now = time.monotonic()
        ended = []
        for worker in list(self._workers):
            run = None
            if worker in ready:
                run = worker.receive()
            elif worker.index is not None and worker.deadline < now:
                run = worker.give_up()
            if run is None:
                continue
            if worker.index is not None:
                ended.append((worker.index, run))
                worker.index = None
            if worker.process.returncode is not None:
                self._selector.unregister(worker)
                self._workers.remove(worker)
                worker.close()
        return ended


def _ignore_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def serve(registry: Registry) -> int:
    """The worker's side: answer every line of stdin; returns the exit code."""
    import json

    from runtime.documents.runs import SampleRunner
    from runtime.run.program import Program
    from runtime.settings.table import Settings

    runner = SampleRunner(registry)
    try:
        for line in sys.stdin.buffer:
            try:
                job = json.loads(line)
                program = Program(job["name"], job["text"], job["dialect"])
                settings, styled = job["settings"], job["styled"]
            except (ValueError, KeyError, TypeError):
                sys.stderr.write(f"error: {WORKER_FLAG} is how ohosrun starts itself for --jobs\n")
                return EXIT_USAGE
            run = runner.run(program, Settings(**settings), styled=styled)
            _write(json.dumps(to_json(run)).encode() + b"\n")
    except BrokenPipeError:
        return EXIT_OK  # Nobody wants the answer any more.
    finally:
        runner.close()
    return EXIT_OK


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(STDOUT, view) :]
