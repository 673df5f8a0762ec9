"""The process with the engine, on the side of the process that watches.

A loop inside the engine's own functions never asks whether to stop, and holds Python's lock meanwhile: no other thread
sees a save or a key. So keys, observers and the example server are in the process that was started, and the engine in
another, which goes on from run to run and is ended only when it does not stop by itself. It is forked by a third one
that has no threads and does nothing else.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time

from runtime.loop import READ
from runtime.output import diagnostics
from runtime.output.diagnostics import Diagnostics
from runtime.output.kept import KeptOutput
from runtime.output.streams import STDERR, STDOUT
from runtime.run.channel import Channel
from runtime.run.limited import end_with
from runtime.run.placeholders import example_server
from runtime.settings.table import Settings
from runtime.watch.engine import serve
from runtime.watch.reads import Reads
from runtime.watch.run import Result

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from runtime.loop import Loop
    from runtime.modules.contract import Registry
    from runtime.output.streams import Output
    from runtime.run.channel import Message
    from runtime.run.shared import Shared
    from runtime.watch.run import Run, Target

assert sys.platform != "win32", "Windows cannot fork"

_GRACE = 0.5
"""How long a run may take to end by itself when it is asked to or its time is over; in s."""

_FORK, _END = b"f", b"e"
_STATUS_SIZE = 4


class Nursery:
    """A process without threads that forks one process at a time, which calls `body(descriptor)`."""

    def __init__(self, body: Callable[[int], None]) -> None:
        self._socket, other = socket.socketpair()
        parent = os.getpid()
        # Ctrl-C is answered by this process; one that comes now waits until there is only one to answer it.
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        if os.fork() == 0:
            try:
                signal.signal(signal.SIGINT, signal.SIG_IGN)
                signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
                end_with(parent)
                self._socket.close()
                _fork_on_demand(other, body)
            finally:
                os._exit(diagnostics.EXIT_ERROR)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        other.close()

    def fork(self) -> socket.socket:
        """Fork; returns what is connected with the new process, and at its end when that is."""
        ours, theirs = socket.socketpair()
        socket.send_fds(self._socket, [_FORK], [theirs.fileno()])
        theirs.close()
        return ours

    def end(self) -> int:
        """End the process if it has not ended; returns its exit code, negative for the signal that ended it."""
        self._socket.sendall(_END)
        status = self._socket.recv(_STATUS_SIZE, socket.MSG_WAITALL)
        return int.from_bytes(status, "little", signed=True)

    def close(self) -> None:
        """End both."""
        self._socket.close()


def _fork_on_demand(commands: socket.socket, body: Callable[[int], None]) -> None:
    child = 0
    while True:
        command, descriptors, _flags, _address = socket.recv_fds(commands, 1, 1)
        if child and command != _FORK:
            os.kill(child, signal.SIGKILL)
            status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            child = 0
            if command:
                commands.sendall(status.to_bytes(_STATUS_SIZE, "little", signed=True))
        if not command:
            return
        if command == _FORK:
            parent = os.getpid()
            child = os.fork()
            if child == 0:
                end_with(parent)
                commands.close()
                body(descriptors[0])
                os._exit(diagnostics.EXIT_OK)
            os.close(descriptors[0])


class TargetApart:
    """A Target whose runs are in another process."""

    def __init__(self, target: Target, environ: Mapping[str, str], registry: Registry) -> None:
        self.paths = target.paths
        self.keys = target.keys
        self.key_help = target.key_help
        self.questions = target.questions
        self._pressed: list[tuple[str, str]] = []
        # What was answered last, for a process that takes the place of one that was ended.
        self._answers: dict[str, str] = {}
        self._kept = KeptOutput()
        self._nursery = Nursery(lambda descriptor: serve(target, environ, registry, descriptor, self._kept))
        self._socket: socket.socket | None = None
        self.channel: Channel = self._fork()
        self._blocking = [stream for stream in (STDOUT, STDERR) if os.get_blocking(stream)]

    def _fork(self) -> Channel:
        self._socket = self._nursery.fork()
        return Channel(self._socket.fileno(), self._socket.fileno())

    def press(self, key: str, answer: str) -> None:
        """A key was pressed (Target.press)."""
        self._pressed.append((key, answer))
        if key in self.questions:
            self._answers[key] = answer

    def prepare(self, *, afresh: bool) -> Run:
        """The next run (Target.prepare)."""
        pressed, self._pressed = self._pressed, []
        if self._socket is None:
            self.channel = self._fork()
            pressed = [*self._answers.items(), *pressed]
        run = RunApart(self)
        run.prepare(afresh, pressed, os.getcwd())
        return run

    def tell(self, *message: object) -> None:
        """Send, and leave it to whoever reads that there is nobody any more."""
        try:
            self.channel.send(*message)
        except OSError:
            return

    def end(self) -> tuple[int, list[Message], list[tuple[int, bytes]]]:
        """End the process now: its exit code, what it still told, and what it had printed and not written."""
        assert self._socket is not None
        code = self._nursery.end()
        messages = self.channel.drain()
        self._socket.close()
        self._socket = None
        for stream in self._blocking:
            # It may have been ended between making them so and taking it back.
            os.set_blocking(stream, True)
        return code, messages, self._kept.pieces()

    def close(self) -> None:
        """Let the process end what outlives a run, and end it."""
        if self._socket is not None:
            self.tell("close")
            self._socket.settimeout(_GRACE)
            try:
                while self._socket.recv(1024):
                    continue
            except OSError:
                pass
            self.end()
        self._nursery.close()


class RunApart:
    """A Run in another process."""

    def __init__(self, target: TargetApart) -> None:
        self.reads = Reads()
        self.settings: Settings | None = None
        self.on_pending: Callable[[], None] = _nothing
        self.limit: Callable[[float, str], None] = self._set_limit
        self._target = target
        self._texts: dict[str, str] = {}
        self._asked: list[str] = []
        self.reads.add(self._texts, self._asked)
        self._result: Result | None = None
        self._loop: Loop | None = None
        self._is_gone = False
        self._is_interrupted = False
        # When the process is ended, because it was asked to stop and because what it does is out of time.
        self._stop_by = 0.0
        self._limit = 0.0
        self._limit_line = ""
        self._armed_for = 0.0

    def prepare(self, afresh: bool, pressed: list[tuple[str, str]], folder: str) -> None:
        """Have the other process do it in `folder`, and wait for what it found."""
        self._target.tell("prepare", afresh, pressed, folder)
        while not self._is_gone:
            messages, self._is_gone = self._target.channel.receive()
            for message in messages:
                if message[0] == "prepared":
                    _, settings, self._target.paths = message
                    self.settings = Settings(**settings) if settings is not None else None
                    return
                self._take(message)

    def abandon(self) -> None:
        """End it at once (Run.abandon)."""
        self._stop("stop")

    def interrupt(self) -> None:
        """End it as Ctrl-C does (Run.interrupt)."""
        self._is_interrupted = True
        self._stop("interrupt")

    def _stop(self, how: str) -> None:
        self._target.tell(how)
        self._stop_by = self._stop_by or time.monotonic() + _GRACE
        if self._loop is not None:
            self._loop.interrupt_wait()

    def execute(self, output: Output, loop: Loop, shared: Shared) -> Result:
        """Run to the end (Run.execute)."""
        channel = self._target.channel

        def receive(_fd: int, _events: int) -> None:
            messages, self._is_gone = channel.receive()
            for message in messages:
                self._take(message)
                if message[0] == "example server":
                    said: list[str] = []
                    self._target.tell("served", example_server(shared, loop, said.append), not said)

        self._loop = loop
        loop.watch(channel.fileno(), READ, receive)
        loop.hold()
        self._target.tell("run")
        try:
            while self._is_going_on():
                self._armed_for = self._deadline()
                left = (self._armed_for - time.monotonic()) * 1000 if self._armed_for else 0.0
                timer = loop.call_later(left, _nothing, background=True) if self._armed_for else None
                loop.run(lambda: self._is_going_on() and self._deadline() == self._armed_for)
                loop.clear()
                if timer is not None:
                    loop.cancel(timer)
        finally:
            loop.unwatch(channel.fileno())
            loop.release()
        return self._result or self._ended(output)

    def _deadline(self) -> float:
        deadlines = [at for at in (self._stop_by, self._limit) if at]
        return min(deadlines) if deadlines else 0.0

    def _is_going_on(self) -> bool:
        if self._result is not None or self._is_gone:
            return False
        deadline = self._deadline()
        return not deadline or time.monotonic() < deadline

    def _set_limit(self, deadline: float, line: str) -> None:
        self._limit = deadline and deadline + _GRACE
        self._limit_line = line

    def _take(self, message: Message) -> None:
        kind, *values = message
        if kind == "read":
            texts, asked = values
            self._texts.update(texts)
            self._asked += asked
        elif kind == "pending":
            self.on_pending()
        elif kind == "limit":
            self.limit(*values)
        elif kind == "result":
            code, requests, failure, interrupted, unwritten = values
            self._result = Result(code, requests, failure, interrupted=interrupted)
            self._result.unwritten = unwritten

    def _ended(self, output: Output) -> Result:
        """The process has ended, or has to."""
        code, messages, pieces = self._target.end()
        for message in messages:
            self._take(message)
        if self._result is not None:
            return self._result
        for stream, data in pieces:
            output.write(stream, data.decode("utf-8", "replace"))
        output.flush()
        says = Diagnostics(output)
        if self._is_interrupted:
            says.stopped("interrupted")
            return Result(diagnostics.EXIT_INTERRUPTED, interrupted=True)
        if self._stop_by:
            return Result(diagnostics.EXIT_ERROR)
        if self._limit and not self._is_gone:
            says.stopped(self._limit_line)
            return Result(diagnostics.EXIT_TIMEOUT, failure=self._limit_line)
        if code >= 0:  # It has said why.
            return Result(diagnostics.EXIT_ERROR)
        problem = f"the process that ran it was ended by signal {-code}"
        says.error_line(problem)
        return Result(diagnostics.EXIT_ERROR, failure=problem)


def _nothing() -> None:
    return None
