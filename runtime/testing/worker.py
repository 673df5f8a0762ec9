"""Units run in processes of their own, so that none of them can take the others along; and in this one, where asked.

A worker is forked, which costs a fraction of a start. It is handed the number of one unit after the other and sends
back what happens, each message as soon as it is there: what was told is told, whatever the next case does. What it
runs, and until when that has to be over, is in memory that both see.
"""

from __future__ import annotations

import os
import select
import struct
import time

from runtime.loop import Loop
from runtime.output.diagnostics import EXIT_INTERRUPTED
from runtime.output.streams import STDERR
from runtime.run.channel import Channel
from runtime.run.forks import fork, kill
from runtime.run.shared import Shared
from runtime.testing.session import TestSession

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from runtime.modules.contract import Registry
    from runtime.run.channel import Message
    from runtime.settings.table import Settings
    from runtime.testing.options import TestOptions
    from runtime.testing.results import Unit
    from runtime.testing.selection import DeviceOptions

# The number of the case that runs or -1, and when it has to be over (0: never), on the clock that processes share.
_STATE = struct.Struct("<qd")
_REQUEST = struct.Struct("<i")
# How much longer than its time a case may take before its process is ended, in s.
GRACE = 2.0
# How long a unit may take to load, in s.
LOADING = 30.0


class Job:
    """What workers are to run, the same for all of them."""

    def __init__(
        self, units: list[Unit], settings_of: Callable[[Unit], Settings], options: TestOptions, device: DeviceOptions,
        registry: Registry, *, styled: bool,
    ) -> None:  # fmt: skip
        self.units = units
        self.settings_of = settings_of
        self.options = options
        self.device = device
        self.registry = registry
        self.styled = styled
        self.on_session: Callable[[TestSession], None] = lambda _session: None

    def run(
        self, index: int, loop: Loop, shared: Shared, send: Callable[..., None],
        mark: Callable[[str, int, float], None] | None = None,
    ) -> TestSession:  # fmt: skip
        """Run one unit to its end."""
        unit = self.units[index]
        started = time.perf_counter()
        session = TestSession(
            unit, self.settings_of(unit), self.options, self.device, loop, shared, send, styled=self.styled
        )
        if mark is not None:
            session.marker = mark
        self.on_session(session)
        session.run_tests()
        send("unit", time.perf_counter() - started, session.interrupted)
        return session


class Process:
    """One worker, seen from its parent. `unit` is the number of what it runs, or None."""

    def __init__(self, job: Job, others: list[Process]) -> None:
        import mmap

        self._memory = mmap.mmap(-1, _STATE.size)
        request, self._request = os.pipe()
        self._answer, answer = os.pipe()
        self.unit: int | None = None
        self.pid = fork()
        if self.pid == 0:
            # Whoever holds the end of a pipe keeps it open.
            for one in (self, *others):
                os.close(one._request)
                os.close(one._answer)
            _serve(job, request, answer, self._memory)
        os.close(request)
        os.close(answer)
        self._channel = Channel(self._answer, self._request)
        self._is_ended = False
        # When the unit has to be over, by --timeout; 0 for never.
        self._until = 0.0

    def fileno(self) -> int:
        """For a selector."""
        return self._answer

    def start(self, unit: int, limit: float) -> None:
        """Hand over a unit, which ends itself after `limit` s where it can; 0 for no limit."""
        self.unit = unit
        self._until = time.monotonic() + limit if limit else 0.0
        _STATE.pack_into(self._memory, 0, -1, time.monotonic() + LOADING)
        try:
            os.write(self._request, _REQUEST.pack(unit))
        except BrokenPipeError:
            return  # Its end is read soon.

    def receive(self) -> tuple[list[Message], bool]:
        """What has come, and whether the process is at its end."""
        return self._channel.receive()

    def drain(self) -> list[Message]:
        """What it had told before its end."""
        return self._channel.drain()

    @property
    def running(self) -> tuple[int, float]:
        """The number of the case that runs or -1, and when it or the unit has to be over."""
        case, deadline = _STATE.unpack_from(self._memory, 0)
        return case, min(deadline or self._until, self._until or deadline)

    @property
    def is_overtime(self) -> bool:
        """Whether the time of the unit is over."""
        return bool(self._until) and time.monotonic() > self._until

    def kill(self) -> None:
        """End it at once."""
        if not self._is_ended:
            kill(self.pid)

    def close(self) -> int:
        """Wait for its end; returns how it ended as os.waitpid has it."""
        if self._is_ended:
            return 0
        self._is_ended = True
        os.close(self._request)
        _pid, status = os.waitpid(self.pid, 0)
        os.close(self._answer)
        return status


def _serve(job: Job, request: int, answer: int, memory: Any) -> None:
    """The worker's side; does not return."""
    code = 1
    try:
        loop = Loop()
        shared = Shared(job.registry)

        send = Channel(request, answer).send

        def mark(kind: str, index: int, deadline: float) -> None:
            if kind != "load":
                _STATE.pack_into(memory, 0, index if kind == "case" else -1, deadline)

        while True:
            data = os.read(request, _REQUEST.size)
            if len(data) < _REQUEST.size:
                break
            job.run(_REQUEST.unpack(data)[0], loop, shared, send, mark)
            _STATE.pack_into(memory, 0, -1, 0.0)
        shared.close()
        code = 0
    except KeyboardInterrupt:
        code = EXIT_INTERRUPTED
    except BrokenPipeError:
        code = 0
    except BaseException as error:  # noqa: BLE001 - a bug of ours: said by the process that has it
        from traceback import format_exception

        os.write(STDERR, "".join(format_exception(error)).encode())
    finally:
        os._exit(code)


def run_here(job: Job) -> Iterator[tuple[int, Message]]:
    """Run every unit in this process: yields the number of a unit and what happened."""
    loop = Loop()
    shared = Shared(job.registry)
    try:
        for index in range(len(job.units)):
            messages: list[Message] = []
            job.run(index, loop, shared, lambda *message, to=messages: to.append(message))
            for message in messages:
                yield index, message
    finally:
        shared.close()
        loop.close()


def run_apart(
    job: Job, count: int, is_enough: Callable[[], bool], before_wait: Callable[[], None]
) -> Iterator[tuple[int, Message]]:
    """Run the units in up to `count` processes, until `is_enough()`: yields the number of a unit and what happened."""
    remaining = list(range(len(job.units)))
    processes: list[Process] = []
    try:
        while True:
            while remaining and not is_enough() and sum(one.unit is not None for one in processes) < count:
                idle = next((one for one in processes if one.unit is None), None)
                if idle is None:
                    idle = Process(job, processes)
                    processes.append(idle)
                unit = remaining.pop(0)
                idle.start(unit, job.settings_of(job.units[unit]).timeout)
            busy = [one for one in processes if one.unit is not None]
            if not busy:
                return
            before_wait()
            yield from _wait(processes)
    finally:
        for one in processes:
            if one.unit is not None:
                one.kill()
            one.close()


def _wait(processes: list[Process]) -> Iterator[tuple[int, Message]]:
    deadlines = [one.running[1] for one in processes if one.unit is not None and one.running[1]]
    patience = max(0.05, min(deadlines) + GRACE - time.monotonic()) if deadlines else None
    # The selectors module takes longer to import than a small run does.
    ready = select.select(processes, [], [], patience)[0]
    for one in list(processes):
        unit = one.unit
        if one not in ready:
            case, deadline = one.running
            if unit is not None and deadline and time.monotonic() > deadline + GRACE:
                one.kill()
                yield from _drain(one, unit)
                processes.remove(one)
                if one.is_overtime:
                    yield unit, ("overtime",)
                yield unit, ("killed", case)
            continue
        messages, is_ended = one.receive()
        for message in messages:
            if unit is not None:
                yield unit, message
            if message[0] == "unit":
                one.unit = None
        if is_ended:
            case, _deadline = one.running
            processes.remove(one)
            status = one.close()
            if one.unit is not None and unit is not None:
                yield unit, ("died", case, status)


def _drain(one: Process, unit: int) -> Iterator[tuple[int, Message]]:
    """What a process that was ended had told before."""
    for message in one.drain():
        yield unit, message
    one.unit = None
    one.close()
