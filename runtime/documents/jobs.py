"""Samples in processes of their own, one or several at a time: a time limit holds whatever a sample does."""

from __future__ import annotations

import os
import select
import selectors
import signal
import time

from runtime.documents.runs import SampleRun
from runtime.documents.worker import start
from runtime.output.diagnostics import EXIT_ERROR, EXIT_TIMEOUT
from runtime.output.streams import STDERR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any, Self

    from runtime.documents.samples import Sample
    from runtime.documents.worker import Process
    from runtime.modules.contract import Registry
    from runtime.settings.table import Settings

# How long a worker may stay silent after its sample's time limit, and how long it may take to end; in s.
_GRACE = 0.9
_PATIENCE = 5.0
_READ_SIZE = 64 * 1024


class _Worker:
    """One process. `index` is the sample it runs, or None; `deadline` when it has to have answered."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self._received = bytearray()
        self.index: int | None = None
        self._started = 0.0
        self._limit = 0.0
        self.deadline = 0.0
        self.has_ended = False

    def fileno(self) -> int:
        """For the selector."""
        return self.process.output

    def start(self, index: int, sample: Sample, settings: Settings, *, styled: bool) -> None:
        """Hand over a sample; does not wait for its answer."""
        import json

        self.index = index
        self._started = time.monotonic()
        self._limit = settings.timeout
        self.deadline = self._started + settings.timeout + _GRACE
        job = {
            "name": sample.name,
            "text": sample.text,
            "dialect": sample.dialect,
            "settings": vars(settings),
            "styled": styled,
        }
        self.process.send(json.dumps(job).encode() + b"\n")

    def receive(self) -> SampleRun | None:
        """The answer, once it is complete, or what stands for it when the process has ended."""
        import json

        data = os.read(self.fileno(), _READ_SIZE)
        if not data:
            self.has_ended = True
            code = self.process.wait()
            what = f"by {signal.Signals(-code).name}" if code < 0 else f"with exit code {code}"
            return self._lost(EXIT_ERROR, f"error: the process that ran it was ended {what}")
        self._received += data
        if not data.endswith(b"\n"):
            return None
        values: dict[str, Any] = json.loads(self._received)
        self._received.clear()
        return SampleRun(**values)

    def give_up(self) -> SampleRun:
        """End the process, which has not answered in time: the engine is in a loop inside its own functions."""
        self.process.kill()
        self.process.wait()
        self.has_ended = True
        return self._lost(EXIT_TIMEOUT, f"stopped: still running after {self._limit:g} s (--timeout)")

    def _lost(self, code: int, line: str) -> SampleRun:
        pieces = [*self.process.pieces(), (STDERR, line + "\n")]
        return SampleRun(code, time.monotonic() - self._started, pieces, line)

    def close(self) -> None:
        """End the process: at once when it still runs a sample."""
        if not self.has_ended:
            self.process.end_input()
            # The end of its output is its end.
            if self.index is not None or not select.select([self], [], [], _PATIENCE)[0]:
                self.process.kill()
            self.process.wait()
        self.process.close()


class Jobs:
    """Up to `count` workers. Use it as a context manager: leaving it ends every worker."""

    def __init__(self, count: int, registry: Registry, *, styled: bool) -> None:
        self._count = count
        self._registry = registry
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
        worker = _Worker(start(self._registry, [worker.process for worker in self._workers]))
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
            if worker.has_ended:
                self._selector.unregister(worker)
                self._workers.remove(worker)
                worker.close()
        return ended
