"""Samples in processes of their own, one or several at a time: a time limit holds whatever a sample does."""

from __future__ import annotations

import os
import select
import time

from runtime.documents.samples import SampleRun
from runtime.documents.worker import packed, start, unpacked
from runtime.output.diagnostics import EXIT_ERROR, EXIT_TIMEOUT
from runtime.output.streams import STDERR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

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
        """For select."""
        return self.process.output

    def start(self, index: int, sample: Sample, settings: Settings, *, styled: bool, is_last: bool) -> None:
        """Hand over a sample, the last one or not; does not wait for its answer."""
        self.index = index
        self._started = time.monotonic()
        self._limit = settings.timeout
        self.deadline = self._started + settings.timeout + _GRACE
        job = (sample.name, sample.text, sample.dialect, vars(settings), styled, is_last)
        self.process.send(packed(job))

    def receive(self) -> SampleRun | None:
        """The answer, once it is complete, or what stands for it when the process has ended."""
        data = os.read(self.fileno(), _READ_SIZE)
        if not data:
            from signal import Signals

            self.has_ended = True
            code = self.process.wait()
            what = f"by {Signals(-code).name}" if code < 0 else f"with exit code {code}"
            return self._lost(EXIT_ERROR, f"error: the process that ran it was ended {what}")
        self._received += data
        values = unpacked(self._received)
        if values is None:
            return None
        self._received.clear()
        return SampleRun(*values)

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

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        for worker in self._workers:
            worker.close()

    def prepare(self) -> None:
        """Start a worker, which loads what runs need while this process reads what is to run."""
        self._idle_worker()

    def run(self, samples: list[tuple[Sample, Settings]]) -> Iterator[tuple[int, SampleRun]]:
        """Run them all; yields the index of a sample and its run as they end, in no particular order."""
        remaining = list(reversed(list(enumerate(samples))))
        ended: list[tuple[int, SampleRun]] = []
        while remaining or ended or self._running():
            while remaining and self._running() < self._count:
                index, (sample, settings) = remaining.pop()
                is_last = not remaining
                self._idle_worker().start(index, sample, settings, styled=self._styled, is_last=is_last)
            if not remaining:
                # So that they end while this process still has to tell about them.
                for worker in self._workers:
                    worker.process.end_input()
            # While these are told, the next ones run.
            yield from ended
            ended = self._wait() if self._running() else []

    def _running(self) -> int:
        return sum(worker.index is not None for worker in self._workers)

    def _idle_worker(self) -> _Worker:
        for worker in self._workers:
            if worker.index is None:
                return worker
        worker = _Worker(start(self._registry, [worker.process for worker in self._workers]))
        self._workers.append(worker)
        return worker

    def _wait(self) -> list[tuple[int, SampleRun]]:
        """Wait for an answer or a deadline; the runs that have ended."""
        nearest = min(worker.deadline for worker in self._workers if worker.index is not None)
        ready = select.select(self._workers, [], [], max(0.0, nearest - time.monotonic()))[0]
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
                self._workers.remove(worker)
                worker.close()
        return ended
